//! The form in its manners and wordings, as the server makes it.

use uuid::Uuid;

use super::support::{DESK, start};

const MEDIA: &str = "application/x-www-form-urlencoded";

#[test]
fn plain_wording_stays_in_every_address_and_falls_back_to_the_question() {
    let server = start();
    let page = server.get("/khao-sat/mo?unit=01001-1&de-hieu=1&lang=en");
    let text = page.text();
    assert!(text.contains("<span class=\"full\" hidden>How satisfied are you?"), "{text}");
    assert!(text.contains("<span class=\"easy\">How was it?"), "{text}");
    // A question without a plain wording stays as it is.
    assert!(text.contains("<span class=\"full\">And the furniture?"), "{text}");
    for address in [
        "action=\"/khao-sat/mo?de-hieu=1&#38;lang=en\"",
        "href=\"/khao-sat/mo?unit=01001-1&#38;de-hieu=1&#38;lang=vi\"",
        "href=\"/khao-sat/mo?unit=01001-1&#38;lang=en\"",
        "href=\"/khao-sat/mo?unit=01001-1&#38;giay=1&#38;de-hieu=1&#38;lang=en\"",
    ] {
        assert!(text.contains(address), "{address} is not in: {text}");
    }
    let body = format!("id={}&unit={DESK}&a.q1=4&a.q2=no", Uuid::new_v4());
    let sent = server.post("/khao-sat/mo?de-hieu=1&lang=en", MEDIA, body.as_bytes());
    assert_eq!(sent.header("location"), "/khao-sat/mo/cam-on?unit=01001-1&de-hieu=1&lang=en");
}

#[test]
fn a_desk_device_leads_to_no_other_place_and_paper_sends_nothing() {
    let server = start();
    let kiosk = server.get("/khao-sat/mo?unit=01001-1&kiosk=1");
    assert!(kiosk.text().contains("data-manner=\"kiosk\""));
    for away in ["Chọn nơi khác", "giay=1", "class=\"brand\" href"] {
        assert!(!kiosk.text().contains(away), "{away}");
    }
    let thanks = server.get("/khao-sat/mo/cam-on?unit=01001-1&kiosk=1");
    for away in ["/ket-qua/", "Trả lời một phiếu khác", "class=\"brand\" href"] {
        assert!(!thanks.text().contains(away), "{away}");
    }
    let paper = server.get("/khao-sat/mo?unit=01001-1&giay=1");
    for tag in ["<form", "<input", "<script", "<button"] {
        assert!(!paper.text().contains(tag), "{tag}");
    }
    assert!(paper.text().contains("<code>tv</code> <span>Truyền hình</span>"));
}

#[test]
fn the_thanks_say_what_happens_next() {
    let server = start();
    let page = server.get("/khao-sat/mo/cam-on?unit=01001-1&lang=en");
    for text in [
        "Your response has been recorded.",
        "Only when at least 5 people have answered",
        "official index: “Overall index”",
        "<a href=\"/ket-qua/mo?lang=en\">See the results when they are published</a>",
    ] {
        assert!(page.text().contains(text), "{text} is not in: {}", page.text());
    }
    // Where results are not for everybody, no link leads to a closed door.
    let page = server.get("/khao-sat/rieng/cam-on?unit=01001-1&lang=en");
    assert!(page.text().contains("goes to the authority in charge") && !page.text().contains("/ket-qua/"));
}

#[test]
fn a_program_and_the_page_agree_which_codes_are_numbers() {
    let server = start();
    let page = server.get("/khao-sat/mo?unit=01001-1").text().to_owned();
    assert!(page.contains("name=\"a.q1\" value=\"4\" data-number>"), "{page}");
    assert!(page.contains("name=\"a.q4\" value=\"tv\">"), "{page}");
}
