//! Languages of which only a little is translated.

use std::fs;

use super::service::Ground;

#[test]
fn what_is_missing_is_shown_in_the_wider_language_or_in_vietnamese() {
    let ground = Ground::new("fallback");
    for (tag, messages) in [
        ("en-XA", "language-en-XA = Inglish\nhome-title = Wot?\n"),
        ("fr", "language-fr = Français\nhome-period = Période : { $period }\n"),
    ] {
        fs::create_dir_all(ground.locales().join(tag)).unwrap();
        fs::write(ground.locales().join(tag).join("web.ftl"), messages).unwrap();
    }
    ground.open("thu", "web-test-1", &["--title", "Đợt thử", "--title-en", "Test wave"]);
    let service = ground.serve();

    let regional = service.get("/?lang=en-XA");
    let page = regional.text();
    assert_eq!(regional.header("content-language"), "en-XA");
    assert!(page.contains("<h1>Wot?</h1>") && page.contains("Period: quarter III of 2026"), "{page}");
    let french = service.get("/?lang=fr").text().to_owned();
    assert!(french.contains("Période : quý III năm 2026") && french.contains("Phiếu ẩn danh"), "{french}");
    assert!(french.contains("<bdi>Đợt thử</bdi>"), "a title of its own is in Vietnamese: {french}");
    for (tag, name) in [("vi", "Tiếng Việt"), ("en", "English"), ("en-XA", "Inglish")] {
        let link =
            format!("<a href=\"/?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\" dir=\"auto\">{name}</a>");
        assert!(french.contains(&link), "{french}");
    }
    // The form has no texts in French: it is offered, and shown, in the languages it has.
    let form = service.get("/khao-sat/thu?unit=02020&lang=fr").text().to_owned();
    assert!(form.contains("<html lang=\"vi\">") && !form.contains("Français"), "{form}");
    service.stop();

    // It may find something else to mend, such as a wave whose period has ended.
    let printed = ground.program.run(&ground.arguments(&["doctor"])).stdout;
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.contains("languages: vi, en, en-XA, fr"), "{printed}");
}
