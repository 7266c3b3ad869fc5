//! Without scripts, in plain words, by ear, on paper.

use std::fs;
use std::process::Command;

use hailong::domain::response::Answer::{Multiple, None as Nothing, NotReached, Single};
use hailong::ingest::extras::Extras;
use serde_json::json;

use super::axe;
use super::driver::{Browser, PHONE, key};
use super::page::{FORM, choose, focus, open, reflows, stored, wait_at};
use crate::support::folder::{TestFolder, own_folder};
use crate::web::support::{instrument, start, start_with_extras};

#[test]
fn without_scripts_everything_stands_on_one_page() {
    let server = start();
    let browser = Browser::start("plainly-no-scripts");
    browser.resize(PHONE);
    browser.allow_scripts(false);
    browser.open(&server.url(FORM));
    browser.click("a.tool");
    browser.allow_scripts(true);
    // Looked at with scripts, which the page itself has had none of.
    browser
        .wait_for("location.search.includes('de-hieu=1') && document.body.innerText.includes('Gửi phiếu')");
    let page = browser.text();
    for text in
        ["Ông/Bà thấy thế nào?", "Chỉ trả lời nếu ở câu 2 Ông/Bà chọn “Có”.", "Gửi phiếu", "Câu hỏi đầy đủ"]
    {
        assert!(page.contains(text), "{text} is not in: {page}");
    }
    for text in ["Tiếp tục", "Quay lại", "Ông/Bà hài lòng đến mức nào?"] {
        assert!(!page.contains(text), "{text} is in: {page}");
    }
    let seen = browser.script(
        "return [...document.querySelectorAll('fieldset')].filter((one) => one.checkVisibility()).length;",
    );
    assert_eq!(seen, 5);
    axe::is_clean(&browser, "without scripts");
    reflows(&browser, "without scripts");
    browser.screenshot("plainly-no-scripts");

    // Something is missing, and what was chosen is kept.
    choose(&browser, "q2", "no");
    choose(&browser, "q4", "web");
    browser.allow_scripts(false);
    browser.click("#send");
    browser.allow_scripts(true);
    browser.wait_for("document.getElementById('wrong')");
    assert!(browser.text().contains("Câu 1: Xin chọn một câu trả lời."));
    axe::is_clean(&browser, "sent back");
    browser.screenshot("plainly-sent-back");
    choose(&browser, "q1", "5");
    browser.allow_scripts(false);
    browser.click("#send");
    browser.allow_scripts(true);
    browser.wait_for("location.pathname.endsWith('/cam-on')");
    axe::is_clean(&browser, "thanks");
    assert!(browser.url().contains("de-hieu=1"), "{}", browser.url());
    assert_eq!(stored(&server), [[Single(4), Single(1), NotReached, Multiple(vec![1]), Nothing]]);
}

#[test]
fn a_switch_words_the_questions_plainly_and_stays_through_steps_and_languages() {
    let server = start();
    let browser = Browser::start("plainly-switch");
    browser.resize(PHONE);
    open(&browser, &server, "");
    let question = |browser: &Browser| {
        browser.script("return document.querySelector('fieldset:not(.away) h3').innerText;")
    };
    assert!(question(&browser).as_str().unwrap().contains("hài lòng đến mức nào"));
    browser.script("document.getElementById('wording').focus();");
    browser.press(&key::SPACE.to_string());
    assert!(question(&browser).as_str().unwrap().contains("Ông/Bà thấy thế nào?"));
    assert_eq!(
        browser.script("return document.getElementById('wording').getAttribute('aria-pressed');"),
        "true"
    );
    assert_eq!(focus(&browser).1, "wording");
    axe::is_clean(&browser, "plain wording");
    browser.screenshot("plainly-switch");
    choose(&browser, "q1", "4");
    wait_at(&browser, "Câu 2 / 4");
    browser.click("#back");
    wait_at(&browser, "Câu 1 / 4");
    assert!(question(&browser).as_str().unwrap().contains("Ông/Bà thấy thế nào?"));
    browser.click("nav.languages a[lang=en]");
    browser.wait_for("document.querySelector('button#wording[aria-pressed=true]')");
    assert!(question(&browser).as_str().unwrap().contains("How was it?"));
    browser.click("#wording");
    assert!(question(&browser).as_str().unwrap().contains("How satisfied are you?"));
    // What the address asks for holds where nothing was switched.
    browser.script("sessionStorage.clear();");
    open(&browser, &server, "&de-hieu=1");
    assert!(question(&browser).as_str().unwrap().contains("Ông/Bà thấy thế nào?"));
}

/// Stands in for the voices of a device; Debian's browser has none.
const VOICES: &str = "
    window.spoken = [];
    class Utterance { constructor(text) { this.text = text; } }
    window.SpeechSynthesisUtterance = Utterance;
    const voices = [{name: 'far', lang: 'vi-VN', localService: false}, {name: 'near', lang: 'vi_VN', localService: true},
        {name: 'other', lang: 'fr-FR', localService: true}];
    const speech = Object.assign(new EventTarget(), {
        getVoices: () => voices,
        speak: (one) => { window.spoken.push([one.text, one.voice.name, one.lang]);
            if (!window.slow) setTimeout(() => one.onend()); },
        cancel: () => { window.cancelled = (window.cancelled ?? 0) + 1; },
    });
    Object.defineProperty(window, 'speechSynthesis', {value: speech});";

#[test]
fn a_question_is_read_aloud_by_a_voice_of_the_device_and_of_no_other() {
    let server = start();
    let browser = Browser::start("plainly-speech");
    browser.resize(PHONE);
    open(&browser, &server, "");
    browser.wait_for("document.querySelector('.listen')");
    assert_eq!(
        browser.script("return document.querySelector('.listen').hidden;"),
        true,
        "no voice, no button"
    );

    browser.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({"source": VOICES}));
    open(&browser, &server, "");
    browser.wait_for("document.querySelector('.listen') && !document.querySelector('.listen').hidden");
    axe::is_clean(&browser, "listening");
    browser.script("document.querySelector('.listen').focus();");
    browser.press(&key::ENTER.to_string());
    let spoken = browser.wait_for("window.spoken.length === 6 && window.spoken");
    assert_eq!(spoken[0], json!(["Ông/Bà hài lòng đến mức nào?", "near", "vi"]));
    assert_eq!(spoken[5], json!(["Rất hài lòng", "near", "vi"]));
    browser.wait_for("document.querySelector('.listen').innerText === 'Nghe'");

    // It can be stopped, and the next question silences it.
    browser.script("window.slow = true; window.spoken = []; window.cancelled = 0;");
    browser.click(".listen");
    browser.wait_for("document.querySelector('.listen').innerText === 'Dừng'");
    browser.screenshot("plainly-listening");
    browser.click(".listen");
    browser.wait_for("document.querySelector('.listen').innerText === 'Nghe' && window.cancelled === 1");
    browser.click(".listen");
    choose(&browser, "q1", "4");
    wait_at(&browser, "Câu 2 / 4");
    browser.wait_for("window.cancelled === 2");
    assert_eq!(browser.script("return window.spoken.length;"), 2);

    // In English there is no voice here.
    open(&browser, &server, "&lang=en");
    browser.wait_for("document.querySelector('.listen')");
    assert_eq!(browser.script("return document.querySelector('.listen').hidden;"), true);
}

/// A second of silence, 8,000 samples of a byte.
fn recording() -> Vec<u8> {
    let mut sound = b"RIFF\x64\x1f\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00".to_vec();
    sound.extend(b"\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x40\x1f\x00\x00");
    sound.resize(sound.len() + 8_000, 128);
    sound
}

#[test]
fn a_recording_is_played_by_the_button_from_the_keyboard_and_stopped() {
    let folder = TestFolder::new("plainly-recording");
    let audio = folder.path().join("web-test-1/audio/vi");
    fs::create_dir_all(&audio).unwrap();
    fs::write(audio.join("q1.wav"), recording()).unwrap();
    let extras = Extras::load(Some(folder.path()), [instrument()].iter()).unwrap();
    let server = start_with_extras(extras);
    let browser = Browser::start("plainly-recording");
    open(&browser, &server, "");
    browser.wait_for("document.querySelector('.listen')?.hidden === false");
    let playing = "!document.querySelector('fieldset[data-item=q1] audio').paused";
    browser.script("document.querySelector('.listen').focus();");
    browser.press(&key::ENTER.to_string());
    browser.wait_for(playing);
    assert_eq!(browser.script("return document.querySelector('.listen').innerText;"), "Dừng");
    // It ends by itself, or when it is stopped.
    browser.wait_for("document.querySelector('.listen').innerText === 'Nghe'");
    let heard = browser.script("return document.querySelector('fieldset[data-item=q1] audio').currentTime;");
    assert!(heard.as_f64().unwrap() > 0.9, "{heard}");
    browser.press(&key::ENTER.to_string());
    browser.wait_for(playing);
    browser.press(&key::ENTER.to_string());
    browser.wait_for(&format!("!({playing}) && document.querySelector('.listen').innerText === 'Nghe'"));
    // The next question has no recording, and here is no voice.
    browser.click("fieldset[data-item=q1] label[data-code='4']");
    wait_at(&browser, "Câu 2 / 4");
    assert_eq!(browser.script("return document.querySelector('.listen').hidden;"), true);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// The text of the page as it is printed.
fn printed(browser: &Browser, name: &str) -> String {
    let folder = own_folder("browser-paper");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.pdf"));
    fs::write(&file, browser.pdf()).unwrap();
    let info = Command::new("pdfinfo").arg(&file).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    assert!(info.contains("A4"), "{info}");
    let text = Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output().unwrap();
    String::from_utf8(text.stdout).unwrap()
}

#[test]
fn the_printed_form_has_all_questions_with_the_same_codes_and_no_navigation() {
    let server = start();
    let browser = Browser::start("plainly-paper");
    open(&browser, &server, "");
    browser.click("footer a[href*=giay]");
    browser.wait_for("location.search.includes('giay=1')");
    axe::is_clean(&browser, "paper on the screen");
    browser.screenshot("plainly-paper");
    // The page of questions is printed in full as well, wherever one is on it.
    let paper = printed(&browser, "paper");
    open(&browser, &server, "");
    let page = printed(&browser, "page");
    for (name, text) in [("paper", &paper), ("page", &page)] {
        for expected in [
            "Đợt thử",
            "Quầy số 1",
            "01001-1",
            "quý III năm 2026",
            "Vài câu hỏi ngắn.",
            "Ông/Bà hài lòng đến mức nào?",
            "Chỉ trả lời nếu ở câu 2 Ông/Bà chọn “Có”.",
            "Ý kiến thêm về bàn ghế?",
            "Truyền hình",
            "radio",
        ] {
            assert!(text.contains(expected), "{name} has no {expected}: {text}");
        }
        for unwanted in ["English", "Tiếp tục", "Quay lại", "Gửi phiếu", "Không trả lời", "cookie", "Xem lại"]
        {
            assert!(!text.contains(unwanted), "{name} has {unwanted}: {text}");
        }
    }
    assert!(paper.contains("Xin đừng ghi tên") && paper.contains("mo"), "{paper}");
}
