//! A language written from right to left, of which only a part is translated.

use super::pseudo::{Script, drop_messages, drop_translation, translation};
use super::service::Ground;

const TAG: &str = "ar-XB";
/// First strong isolate and pop directional isolate.
const ISOLATED: [char; 2] = ['\u{2068}', '\u{2069}'];

#[test]
fn a_page_from_right_to_left_says_so_and_keeps_words_of_the_other_direction_together() {
    let ground = Ground::new("bidi");
    drop_messages(&ground.locales(), TAG, Script::Arabic, |key| {
        key.starts_with("form-") || key == "site-name"
    });
    let instrument = ground.instruments().into_iter().find(|form| form.id == "web-test-1").unwrap();
    drop_translation(&ground.forms(), &translation(&instrument, TAG, Script::Arabic));
    ground.open("thu", "web-test-1", &[]);
    ground.open("khac", "one-stop-2018", &[]);
    let service = ground.serve();

    let form = service.get("/khao-sat/thu?unit=02020&lang=ar-XB").text().to_owned();
    assert!(form.contains("<html lang=\"ar-XB\" dir=\"rtl\">"), "{form:.200}");
    // The number of a question and the option chosen stand in the sentence as islands.
    let condition = form.split("class=\"condition\"").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(condition.contains(&format!("{}2{}", ISOLATED[0], ISOLATED[1])), "{condition}");
    // A message that is not translated is there in Vietnamese, an island too.
    let skip = format!("{}Đến nội dung chính{}", ISOLATED[0], ISOLATED[1]);
    assert!(form.contains(&skip), "{form}");
    // The name of the office is the one on its sign, and keeps its brackets.
    assert!(form.contains("<h1><bdi>Xã Chợ Đồn</bdi></h1>"), "{form}");
    // Other languages are offered in their own direction.
    assert!(form.contains("hreflang=\"vi\" dir=\"auto\""), "{form}");

    let problem = service.get("/khao-sat/khong?lang=ar-XB").text().to_owned();
    assert!(problem.contains("dir=\"rtl\"") && problem.contains("quét lại mã QR"), "{problem}");
    // A form without texts in the language is shown in one it has, from left to right.
    let other = service.get("/khao-sat/khac?unit=02020&lang=ar-XB").text().to_owned();
    assert!(other.contains("<html lang=\"vi\">") && !other.contains(ISOLATED), "{other:.200}");
    // Everybody else is not bothered with marks.
    let english = service.get("/khao-sat/thu?unit=02020&lang=en").text().to_owned();
    assert!(english.contains("<html lang=\"en\">") && !english.contains(ISOLATED), "{english:.200}");
    service.stop();
}

/// Left and right in the style sheet would be wrong on half of these pages.
#[test]
fn the_style_sheet_knows_no_left_and_right() {
    let sheet = include_str!("../../../src/web/static/hailong.css");
    let physical = |declaration: &&str| {
        let (property, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let (property, value) = (property.trim(), value.trim());
        let side = |word: &str| word.split(['-', ' ', ';']).any(|part| part == "left" || part == "right");
        let aligned = matches!(property, "text-align" | "float" | "clear") && side(value);
        // A float as wide as its box has no side.
        (side(property) || aligned) && *declaration != " float: left"
    };
    let found: Vec<&str> = sheet.split(['{', '}', ';']).filter(physical).collect();
    assert!(found.is_empty(), "use logical properties (inline-start, inline-end): {found:?}");
}
