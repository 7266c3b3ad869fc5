//! Recordings of questions: found beside the forms, played in parts, kept without a network.

use std::fs;
use std::path::Path;

use hailong::ingest::extras::{Extras, RECORDING_CODES};
use hailong::ingest::forms;

use super::service::{Ground, argument};
use crate::support::folder::TestFolder;
use crate::web::support::{FORM, TestServer, instrument, start_with_extras};

/// A sound of this length that is no recording of anything; players are not asked here.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

fn record(forms: &Path, file: &str, content: &[u8]) {
    let path = forms.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// A service with four recordings.
fn start(folder: &TestFolder) -> TestServer {
    for (file, length) in [("vi/q1.mp3", 100_000), ("vi/q2.OGG", 10), ("vi/q3.m4a", 20), ("en/q1.wav", 30)] {
        record(folder.path(), &format!("web-test-1/audio/{file}"), &bytes(length));
    }
    record(folder.path(), "web-test-1/audio/vi/.hidden", b"");
    start_with_extras(Extras::load(Some(folder.path()), [instrument()].iter()).unwrap())
}

/// The address of the player in the question with this anchor.
fn player<'a>(page: &'a str, anchor: &str) -> Option<&'a str> {
    let question = page.split(&format!("<fieldset id=\"{anchor}\"")).nth(1)?.split("</fieldset>").next()?;
    question.split("<audio ").nth(1)?.split("src=\"").nth(1)?.split('"').next()
}

#[test]
fn a_question_with_a_recording_has_a_player_in_its_language() {
    let folder = TestFolder::new("audio-player");
    let server = start(&folder);
    let page = server.get("/khao-sat/mo?unit=01001-1&lang=vi").text().to_owned();
    assert_eq!(page.matches("<audio controls preload=\"none\" ").count(), 3);
    assert!(page.contains("aria-label=\"Nghe câu hỏi 1\""), "{page}");
    let address = player(&page, "cau-1").unwrap();
    assert!(address.starts_with("/khao-sat/mo/am-thanh/vi/q1?"), "{address}");
    assert_eq!(player(&page, "cau-4"), None);
    let page = server.get("/khao-sat/mo?unit=01001-1&lang=en").text().to_owned();
    assert_eq!(page.matches("<audio ").count(), 1, "a Vietnamese recording does not help here");
    assert_eq!(server.get(player(&page, "cau-1").unwrap()).bytes, bytes(30));

    let form = server.get("/api/v1/waves/mo/form?lang=vi").json();
    let items = form["sections"][0]["items"].as_array().unwrap();
    assert_eq!(items[0]["audio"], address);
    let form = server.get("/api/v1/waves/mo/form?lang=en&unit=01001-1").json();
    assert!(form["sections"][0]["items"][1].get("audio").is_none(), "{form}");
}

#[test]
fn a_recording_is_sent_whole_or_in_parts_and_may_be_kept() {
    let folder = TestFolder::new("audio-parts");
    let server = start(&folder);
    let page = server.get("/khao-sat/mo?unit=01001-1&lang=vi").text().to_owned();
    let address = player(&page, "cau-1").unwrap();

    let whole = server.get_with(address, &[("accept-encoding", "gzip, br")]);
    assert_eq!((whole.status, whole.header("content-type")), (200, "audio/mpeg"));
    assert_eq!(whole.bytes, bytes(100_000));
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((whole.header("accept-ranges"), whole.header("content-length")), ("bytes", "100000"));
    assert!(matches!(whole.header("content-encoding"), "" | "identity"), "{:?}", whole.headers);
    let tag = whole.header("etag");
    assert!(
        tag.starts_with('"') && !whole.headers.contains_key("content-disposition"),
        "{:?}",
        whole.headers
    );
    assert!(!whole.headers.contains_key("set-cookie"));

    let part = server.get_with(address, &[("range", "bytes=1000-1999"), ("accept-encoding", "gzip")]);
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 1000-1999/100000"));
    assert_eq!(part.bytes, bytes(100_000)[1000..2000]);
    assert_eq!((part.header("content-type"), part.header("etag")), ("audio/mpeg", tag));
    let end = server.get_with(address, &[("range", "bytes=-10")]);
    assert_eq!((end.status, &end.bytes[..]), (206, &bytes(100_000)[99_990..]));
    let open = server.get_with(address, &[("range", "bytes=99999-")]);
    assert_eq!((open.status, open.bytes.len()), (206, 1));
    let current = [("range", "bytes=0-9"), ("if-range", tag)];
    assert_eq!(server.get_with(address, &current).status, 206);
    let outdated = [("range", "bytes=0-9"), ("if-range", "\"x\"")];
    assert_eq!(server.get_with(address, &outdated).bytes.len(), 100_000);

    let known = server.get_with(address, &[("if-none-match", tag)]);
    assert_eq!((known.status, known.bytes.len()), (304, 0));
    let bare = server.get("/khao-sat/mo/am-thanh/vi/q1");
    assert_eq!((bare.status, bare.header("cache-control")), (200, "no-cache"));
    let head = server.request("HEAD", address);
    assert_eq!((head.status, head.header("content-length"), head.bytes.len()), (200, "100000", 0));
    for (item, media) in [("vi/q2", "audio/ogg"), ("vi/q3", "audio/mp4"), ("en/q1", "audio/wav")] {
        let recording = server.get(&format!("/khao-sat/mo/am-thanh/{item}"));
        assert_eq!((recording.status, recording.header("content-type")), (200, media));
    }
}

#[test]
fn what_is_not_recorded_is_a_problem_that_says_so() {
    let folder = TestFolder::new("audio-problems");
    let server = start(&folder);
    for item in ["vi/q4", "vi/q9", "fr/q1", "en/q2", "vi/..%2f..%2fweb-test-1.json", "vi/%00", "VI/q1"] {
        server.get(&format!("/khao-sat/mo/am-thanh/{item}")).problem(404, "unknown_recording");
    }
    server.get("/khao-sat/khong/am-thanh/vi/q1").problem(404, "unknown_wave");
    server.get("/khao-sat/dong/am-thanh/vi/q1").problem(410, "wave_closed");
    let beyond = server.get_with("/khao-sat/mo/am-thanh/vi/q1", &[("range", "bytes=100000-")]);
    beyond.problem(416, "no_such_range");
    assert_eq!(beyond.header("content-range"), "bytes */100000");
    let changed = server.get_with("/khao-sat/mo/am-thanh/vi/q1", &[("if-match", "\"x\"")]);
    changed.problem(412, "changed");
    fs::remove_file(folder.path().join("web-test-1/audio/vi/q1.mp3")).unwrap();
    server.get("/khao-sat/mo/am-thanh/vi/q1").problem(404, "unknown_recording");
}

#[test]
fn the_check_names_recordings_that_nobody_would_hear() {
    let ground = Ground::new("audio-check");
    let forms_folder = ground.forms();
    for file in [
        "web-test-1/audio/vi/q1.mp3",
        "web-test-1/audio/vi/q1.wav",
        "web-test-1/audio/vi/q9.mp3",
        "web-test-1/audio/vi/q2.flac",
        "web-test-1/audio/fr/q1.mp3",
        "web-test-1/audio/q1.mp3",
        "one-stop-2018/audio/en/q1.mp3",
        "nothing-2020/audio/vi/q1.mp3",
    ] {
        record(&forms_folder, file, b"x");
    }
    record(&forms_folder, "web-test-1/audio/vi/q3.mp3", b"");

    let said = ground.program.refused(&["check", argument(&forms_folder)]);

    let mut codes = Vec::new();
    for (file, code) in [
        ("nothing-2020/audio: There is no instrument \"nothing-2020\"", "unknown_instrument"),
        (
            "web-test-1/audio/fr: The instrument has no texts in \"fr\"; it has them in: vi, en.",
            "unknown_language",
        ),
        ("web-test-1/audio/q1.mp3: ", "misplaced_recording"),
        ("web-test-1/audio/vi/q1.wav: ", "repeated_recording"),
        ("web-test-1/audio/vi/q2.flac: ", "unknown_format"),
        ("web-test-1/audio/vi/q3.mp3: ", "empty_recording"),
        ("web-test-1/audio/vi/q9.mp3: The instrument has no item \"q9\"", "unknown_item"),
    ] {
        let file = format!("{}/{file}", forms_folder.display());
        let line = said.lines().find(|line| line.starts_with(&file) && line.ends_with(&format!("[{code}]")));
        assert!(line.is_some(), "{file} [{code}]: {said}");
        codes.push(code);
    }
    assert!(said.contains("one-stop-2018/audio/en: ok (1 recording)"), "{said}");
    codes.sort_unstable();
    assert_eq!(codes, RECORDING_CODES);
    let refused = ground.program.refused(&ground.arguments(&["wave", "list"]));
    assert!(refused.contains("7 mistakes in translations and recordings:"), "{refused}");
}

#[test]
fn a_folder_may_have_nothing_but_recordings_of_shipped_forms() {
    let folder = TestFolder::new("audio-only");
    record(folder.path(), "sipas-2023/audio/vi/q9.01.mp3", b"x");
    assert_eq!(forms::load(Some(folder.path())).unwrap(), []);
    let shipped: Vec<_> = forms::load(None).unwrap().into_iter().map(|form| form.instrument).collect();
    let extras = Extras::load(Some(folder.path()), shipped.iter()).unwrap();
    assert_eq!(extras.recordings("sipas-2023").count(), 1);
    assert_eq!(extras.recording("sipas-2023", "vi", "q9.01").unwrap().media.media_type(), "audio/mpeg");
    assert!(FORM.contains("web-test-1"));
}
