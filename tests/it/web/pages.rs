//! Pages, used as a browser without scripts uses them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use hailong::domain::unit::{Unit, UnitLevel};
use hailong::store::{units, waves};
use uuid::Uuid;

use super::support::{Answer, DESK, TestServer, start, unit_id, wave};

const MEDIA: &str = "application/x-www-form-urlencoded";

/// Value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

/// Tags of a name, from `<` to `>`.
fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<{name} ");
    page.split(&start[..]).skip(1).map(|rest| rest.split('>').next().unwrap()).collect()
}

/// Every tag with its attributes put behind a blank, for [`attribute`].
fn inputs(page: &str) -> Vec<String> {
    tags(page, "input").into_iter().map(|tag| format!(" {tag}")).collect()
}

/// The fields a browser would send: hidden ones, and what is checked.
fn fields(page: &str) -> Vec<(String, String)> {
    let sent = |tag: &String| {
        let kind = attribute(tag, "type").unwrap();
        let name = attribute(tag, "name").unwrap().to_owned();
        let value = attribute(tag, "value").unwrap().to_owned();
        (kind == "hidden" || tag.contains(" checked")).then_some((name, value))
    };
    inputs(page).iter().filter_map(sent).collect()
}

/// Checks the option in the fields, as a click would: a radio button replaces the one before.
fn choose(fields: &mut Vec<(String, String)>, page: &str, name: &str, value: &str) {
    let there = inputs(page)
        .into_iter()
        .find(|tag| attribute(tag, "name") == Some(name) && attribute(tag, "value") == Some(value))
        .unwrap_or_else(|| panic!("no option {name}={value}"));
    if attribute(&there, "type") == Some("radio") {
        fields.retain(|(other, _)| other != name);
    }
    fields.push((name.to_owned(), value.to_owned()));
}

fn submit(server: &TestServer, page: &Answer, fields: &[(String, String)]) -> Answer {
    let form = tags(page.text(), "form").into_iter().next().unwrap();
    let action =
        attribute(&format!(" {form}"), "action").unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    server.post(&action, MEDIA, body.join("&").as_bytes())
}

#[test]
fn a_visitor_goes_from_the_start_page_to_the_thanks_without_scripts() {
    let server = start();
    let home = server.get("/?lang=vi");
    let links = |page: &Answer| -> Vec<String> {
        let hrefs = tags(page.text(), "a");
        hrefs
            .iter()
            .filter_map(|tag| Some(attribute(&format!(" {tag}"), "href")?.replace("&#38;", "&")))
            .collect()
    };
    let wave = links(&home).into_iter().find(|href| href.starts_with("/khao-sat/mo?")).unwrap();
    let choice = server.get(&wave);
    assert!(choice.text().contains("Ông/Bà đã được phục vụ ở đâu?") && choice.text().contains("Xã Một"));
    let desk = links(&choice).into_iter().find(|href| href.contains("unit=01001-1")).unwrap();
    let form = server.get(&desk);
    assert!(form.text().contains("Quầy số 1") && form.text().contains("Vài câu hỏi ngắn."));

    let mut sent = fields(form.text());
    choose(&mut sent, form.text(), "a.q1", "5");
    choose(&mut sent, form.text(), "a.q2", "no");
    choose(&mut sent, form.text(), "a.q4", "tv");
    choose(&mut sent, form.text(), "a.q4", "radio");
    choose(&mut sent, form.text(), "a.q5", "");
    let answer = submit(&server, &form, &sent);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location"), "/khao-sat/mo/cam-on?unit=01001-1&lang=vi");
    assert_eq!(answer.header("cache-control"), "no-store");
    let thanks = server.get(answer.header("location"));
    assert!(thanks.text().contains("Cảm ơn Ông/Bà!"));
    assert_eq!(thanks.header("cache-control"), "no-store");
    assert_eq!(server.stored(), 1);

    // Sent twice by a nervous finger: one response. The next visitor gets another id.
    assert_eq!(submit(&server, &form, &sent).status, 303);
    assert_eq!(server.stored(), 1);
    let next = server.get(&desk);
    assert_ne!(fields(next.text())[0], fields(form.text())[0]);
}

#[test]
fn what_is_missing_is_said_and_what_was_chosen_is_kept() {
    let server = start();
    let form = server.get("/khao-sat/mo?unit=01001-1&lang=en");
    let mut sent = fields(form.text());
    choose(&mut sent, form.text(), "a.q2", "yes");
    choose(&mut sent, form.text(), "a.q4", "web");
    let back = submit(&server, &form, &sent);
    assert_eq!(back.status, 422);
    assert_eq!(back.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(back.header("cache-control"), "no-store");
    let page = back.text();
    assert!(page.contains("<title>Please check"), "{page}");
    assert!(page.contains("<a href=\"#cau-1\">Question 1: Please choose an answer.</a>"), "{page}");
    assert!(page.contains("<a href=\"#cau-3\">Question 3: Please choose an answer.</a>"), "{page}");
    assert!(page.contains("aria-describedby=\"cau-3-if cau-3-error\""), "{page}");
    assert!(page.contains("id=\"cau-3-error\""));
    assert_eq!(fields(page), sent);

    let mut again = fields(page);
    choose(&mut again, page, "a.q1", "1");
    choose(&mut again, page, "a.q3", "4");
    assert_eq!(submit(&server, &back, &again).status, 303);
    assert_eq!(server.stored(), 1);
}

#[test]
fn answers_survive_when_they_cannot_be_stored_now() {
    for (lang, text) in [("vi", "Các câu trả lời vẫn còn"), ("en", "Your answers are still on this page")]
    {
        let server = super::support::start_with(0, |_| {});
        let form = server.get(&format!("/khao-sat/mo?unit=01001-1&lang={lang}"));
        let mut sent = fields(form.text());
        for (name, value) in [("a.q1", "3"), ("a.q2", "no"), ("a.q4", "web")] {
            choose(&mut sent, form.text(), name, value);
        }
        let back = submit(&server, &form, &sent);
        assert_eq!((back.status, back.header("retry-after")), (503, "2"));
        assert_eq!(back.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(back.header("cache-control"), "no-store");
        assert!(back.text().contains(text), "{}", back.text());
        // With its id, so that sending again is harmless.
        assert_eq!(fields(back.text()), sent);
    }
}

#[test]
fn answers_survive_when_the_database_fails() {
    let server = start();
    let form = server.get("/khao-sat/mo?unit=01001-1");
    let mut sent = fields(form.text());
    for (name, value) in [("a.q1", "3"), ("a.q2", "no")] {
        choose(&mut sent, form.text(), name, value);
    }
    server.connect().batch_execute("ALTER TABLE response RENAME TO away").unwrap();
    let back = submit(&server, &form, &sent);
    assert_eq!((back.status, back.header("retry-after")), (503, "2"));
    assert_eq!(fields(back.text()), sent);
    server.connect().batch_execute("ALTER TABLE away RENAME TO response").unwrap();
    assert_eq!(submit(&server, &back, &fields(back.text())).status, 303);
    assert_eq!(server.stored(), 1);
}

#[test]
fn a_changed_form_that_was_sent_before_comes_back_as_a_new_one() {
    let server = start();
    let form = server.get("/khao-sat/mo?unit=01001-1");
    let mut sent = fields(form.text());
    for (name, value) in [("a.q1", "3"), ("a.q2", "no")] {
        choose(&mut sent, form.text(), name, value);
    }
    assert_eq!(submit(&server, &form, &sent).status, 303);
    choose(&mut sent, form.text(), "a.q1", "5");
    let back = submit(&server, &form, &sent);
    assert_eq!(back.status, 409);
    assert!(back.text().contains("Chỉ gửi lần nữa nếu đây là một phiếu khác"), "{}", back.text());
    let again = fields(back.text());
    let without_id = |fields: &[(String, String)]| -> Vec<(String, String)> {
        let mut rest: Vec<_> = fields.iter().filter(|(name, _)| name != "id").cloned().collect();
        rest.sort();
        rest
    };
    assert_eq!(without_id(&again), without_id(&sent));
    assert_ne!(again, sent);
    assert_eq!(submit(&server, &back, &again).status, 303);
    assert_eq!(server.stored(), 2);
}

#[test]
fn an_answer_to_a_question_that_is_not_asked_is_left_out() {
    let server = start();
    let form = server.get("/khao-sat/mo?unit=01001-1");
    assert!(form.text().contains("Chỉ trả lời nếu ở câu 2 Ông/Bà chọn “Có”."), "{}", form.text());
    let mut sent = fields(form.text());
    for (name, value) in [("a.q1", "3"), ("a.q2", "no"), ("a.q3", "1")] {
        choose(&mut sent, form.text(), name, value);
    }
    assert_eq!(submit(&server, &form, &sent).status, 303);
    assert_eq!(server.stored(), 1);
}

#[test]
fn junk_in_the_form_is_neither_stored_nor_a_failure_of_ours() {
    let server = start();
    let id = Uuid::new_v4();
    let start = format!("id={id}&unit={DESK}");
    for (body, status) in [
        (String::new(), 400),
        ("%".to_owned(), 400),
        ("id=x&unit=01001-1&a.q1=4&a.q2=no".to_owned(), 400),
        (format!("unit={DESK}&a.q1=4&a.q2=no"), 400),
        (format!("id={id}&a.q1=4&a.q2=no"), 400),
        (format!("id={}&unit={DESK}&a.q1=4&a.q2=no", Uuid::nil()), 400),
        (format!("id={id}&unit=99&a.q1=4&a.q2=no"), 404),
        (format!("id={id}&unit=%00&a.q1=4&a.q2=no"), 404),
        (format!("{start}&{start}&a.q1=4&a.q2=no"), 400),
        (format!("{start}&a.q1=4&a.q2=no&name=Nguyen"), 400),
        (format!("{start}&a.q1=6&a.q2=no"), 422),
        (format!("{start}&a.q1=4&a.q1=5&a.q2=no"), 422),
        (format!("{start}&a.q1=4&a.q2=no&a.q9=1"), 422),
        (format!("{start}&a.q1=%ff%fe&a.q2=%00"), 422),
        (format!("{start}&a.q1=4&a.q2=no&a.=1"), 422),
        (format!("{start}&a.q1=<script>&a.q2=no"), 422),
        (format!("{start}&{}", "a.q1=4&".repeat(5000)), 400),
        (format!("{start}&a.q1={}", "4".repeat(70_000)), 413),
    ] {
        let answer = server.post_with(
            "/khao-sat/mo",
            &[("content-type", MEDIA), ("accept", "text/html")],
            body.as_bytes(),
        );
        assert_eq!(answer.status, status, "{body:.80}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{body:.80}");
        assert!(!answer.text().contains("<script>"), "{}", answer.text());
    }
    let multipart = [("content-type", "multipart/form-data; boundary=x")];
    server.post_with("/khao-sat/mo", &multipart, b"--x--").problem(415, "wrong_type");
    let elsewhere = [("content-type", MEDIA), ("sec-fetch-site", "cross-site")];
    let good = format!("{start}&a.q1=4&a.q2=no");
    server.post_with("/khao-sat/mo", &elsewhere, good.as_bytes()).problem(403, "cross_site");
    assert_eq!(server.stored(), 0);
}

#[test]
fn pages_say_what_to_do_when_there_is_no_form() {
    let server = start();
    for (path, status, text) in [
        ("/khao-sat/dong", 410, "Đợt khảo sát đã kết thúc"),
        ("/khao-sat/khong", 404, "quét lại mã QR"),
        ("/khao-sat/nhap", 404, "Không có đợt khảo sát này"),
        ("/khao-sat/mo?unit=99", 404, "Không có nơi này trong đợt khảo sát"),
        ("/khao-sat/mo?in=99", 404, "Không có nơi này trong đợt khảo sát"),
        ("/khong-co", 404, "Không có trang này"),
        ("/ket-qua/rieng", 401, "Kết quả chưa công khai"),
        ("/khao-sat/dong?lang=en", 410, "This survey has ended"),
    ] {
        let page = server.get_with(path, &[("accept", "text/html,application/xhtml+xml")]);
        assert_eq!(
            (page.status, page.header("content-type")),
            (status, "text/html; charset=utf-8"),
            "{path}"
        );
        assert!(page.text().contains(text), "{path}: {}", page.text());
    }
}

#[test]
fn pages_speak_the_language_asked_for() {
    let server = start();
    for (path, accept, language, text) in [
        ("/", "", "vi", "Ý kiến của Ông/Bà"),
        ("/", "en", "en", "What do you think"),
        ("/?lang=vi", "en", "vi", "Ý kiến của Ông/Bà"),
        ("/?lang=fr", "de", "vi", "Ý kiến của Ông/Bà"),
        ("/khao-sat/mo", "en-AU", "en", "Where were you served?"),
        ("/khao-sat/mo?unit=01001-1&lang=en", "", "en", "Answer only if you chose “Yes” in question 2."),
        ("/khao-sat/mo/cam-on?lang=en", "", "en", "Thank you!"),
    ] {
        let page = server.get_with(path, &[("accept-language", accept)]);
        assert_eq!((page.status, page.header("content-language")), (200, language), "{path}");
        assert!(page.text().contains(&format!("<html lang=\"{language}\">")), "{path}");
        assert!(page.text().contains(text), "{path}: {}", page.text());
        let other = if language == "vi" { "lang=\"en\"" } else { "lang=\"vi\"" };
        assert!(page.text().contains(other), "{path} does not offer the other language");
    }
}

#[test]
fn a_wave_with_one_unit_goes_straight_to_its_form() {
    let server = start();
    let page = server.get("/khao-sat/mot-quay");
    assert!(page.text().contains("<form ") && !page.text().contains("Chọn nơi khác"), "{}", page.text());
    assert!(server.get("/khao-sat/mo?unit=01001-1").text().contains("Chọn nơi khác"));
}

#[test]
fn among_many_units_one_goes_down_the_tree() {
    let server = start();
    let mut conn = server.connect();
    let desk = |number: usize| Unit {
        code: format!("d{number:03}").parse().unwrap(),
        name: format!("Quầy {number}"),
        name_en: None,
        level: UnitLevel::Desk,
        parent: Some(if number < 150 { "01001" } else { "01002" }.parse().unwrap()),
        valid_from: "2025-07-01".parse().unwrap(),
        valid_to: None,
    };
    let desks: Vec<Unit> = (0..210).map(desk).collect();
    units::import_units(&mut conn, &desks).unwrap();
    let ids: Vec<i32> = desks.iter().map(|desk| unit_id(&mut conn, desk.code.as_str())).collect();
    waves::create(&mut conn, &wave("nhieu"), &ids).unwrap();
    let soon = Instant::now() + Duration::from_secs(5);
    while server.get("/khao-sat/nhieu").status != 200 {
        assert!(Instant::now() < soon, "the wave is not seen");
        std::thread::sleep(Duration::from_millis(50));
    }

    // The province is the only way down, so it is gone past.
    let top = server.get("/khao-sat/nhieu").text().to_owned();
    assert!(top.contains("Tỉnh Thử Nghiệm") && top.contains("in=01001&"), "{top}");
    assert!(!top.contains("unit="), "{top}");
    let commune = server.get("/khao-sat/nhieu?in=01002").text().to_owned();
    assert_eq!(commune.matches("unit=d").count(), 60);
    assert!(commune.contains("in=19&"), "no way back up: {commune}");
    let form = server.get("/api/v1/waves/nhieu/form").json();
    assert_eq!((form["unit_count"].as_u64(), form["units"].as_array().unwrap().len()), (Some(210), 0));
    let form = server.get("/api/v1/waves/nhieu/form?unit=d209").json();
    assert_eq!(form["units"][0]["above"], "Xã Hai");
}

#[test]
fn a_trial_wave_says_so_everywhere() {
    let server = start();
    for path in ["/khao-sat/thu", "/khao-sat/thu?unit=01001-1", "/khao-sat/thu/cam-on"] {
        assert!(server.get(path).text().contains("class=\"demo\""), "{path}");
    }
    assert!(!server.get("/khao-sat/mo").text().contains("class=\"demo\""));
    assert!(server.get("/").text().contains("Dùng thử"));
}

#[test]
fn every_question_is_a_labelled_group() {
    let server = start();
    let page = server.get("/khao-sat/mo?unit=01001-1").text().to_owned();
    let groups = page.matches("<fieldset ").count();
    assert_eq!((groups, page.matches("<legend>").count()), (5, 5));
    let choices: Vec<String> =
        inputs(&page).into_iter().filter(|tag| attribute(tag, "type") != Some("hidden")).collect();
    // Every one stands inside a label with words, and an optional single choice can be taken back.
    assert_eq!(choices.len(), 5 + 2 + 5 + 3 + 6);
    assert_eq!(page.matches("<label").count(), choices.len());
    let mut kinds = BTreeMap::new();
    for tag in &choices {
        *kinds.entry(attribute(tag, "type").unwrap().to_owned()).or_insert(0) += 1;
    }
    assert_eq!(kinds, BTreeMap::from([("checkbox".to_owned(), 3), ("radio".to_owned(), 18)]));
    assert!(!page.contains("style=") && !page.contains("<style") && !page.contains("onclick"));
}
