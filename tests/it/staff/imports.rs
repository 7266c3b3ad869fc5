//! Files that staff bring in by the pages and by the interface: looked at, stored whole or not at all, noted down.

use std::fmt::Write as _;

use hailong::domain::access::Role;
use hailong::store::{instruments, responses, scores, units, waves};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::support::{Person, between, has_logged, log, person, sql};
use super::tokens::made;
use crate::web::support::{Answer, TestServer, start};

const PAPI: &str = include_str!("../../../survey-forms/papi-2020.json");
const GOOD: &str = "unit,q1,q2,q3\n01001-1,4,yes,5\n01001-2,2,no,\n";
const BAD: &str = "unit,q1,q2,q3\n01001-1,4,yes,5\n01001-9,4,no,\n01001-2,7,no,\n";
const BOUNDARY: &str = "----hailong-test";

/// Sends the form with a file, as a browser does.
pub fn upload(person: &Person, fields: &[(&str, &str)], file: &str) -> Answer {
    let opened = person.get("/quan-tri/nhap");
    assert_eq!(opened.status, 200, "{}", opened.text());
    let token = between(opened.text(), "name=\"csrf\" value=\"", "\"").to_owned();
    send_upload(person, &token, fields, file)
}

fn send_upload(person: &Person, token: &str, fields: &[(&str, &str)], file: &str) -> Answer {
    let mut body = String::new();
    for (name, value) in [("csrf", token)].iter().chain(fields) {
        write!(body, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            .unwrap();
    }
    write!(
        body,
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Nguyễn Văn A.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--{BOUNDARY}--\r\n"
    )
    .unwrap();
    let cookies = person.cookies.borrow();
    let cookie = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let media = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("cookie", cookie.as_str()), ("content-type", &media), ("accept", "text/html")];
    person.server.post_with("/quan-tri/nhap", &headers, body.as_bytes())
}

/// The page a file led to.
pub fn followed(person: &Person, sent: &Answer) -> (String, Answer) {
    assert_eq!(sent.status, 303, "{}", sent.text());
    let path = sent.header("location").split('?').next().unwrap().to_owned();
    for _ in 0..1200 {
        let page = person.get(&path);
        assert_eq!(page.status, 200, "{}", page.text());
        if !page.text().contains("data-busy") {
            return (path, page);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{path} does not end");
}

/// Texts of the table of mistakes: line, column, value.
pub fn cells(page: &Answer) -> Vec<[String; 3]> {
    let rows = page.text().split("<tr><th scope=\"row\" class=\"n\">").skip(1);
    let cell = |row: &str| {
        [
            row.split('<').next().unwrap().to_owned(),
            between(row, "<code>", "</code>").to_owned(),
            between(row, "</code></td><td>", "</td>").to_owned(),
        ]
    };
    rows.map(cell).collect()
}

fn number(server: &TestServer, wave: &str) -> Option<i32> {
    waves::find(&mut server.connect(), &wave.parse().unwrap()).unwrap().map(|stored| stored.number)
}

/// How many responses wait in the wave.
fn waiting(server: &TestServer, wave: &str) -> i64 {
    let Some(number) = number(server, wave) else { return 0 };
    let counts = responses::pending_counts(&mut server.connect(), number).unwrap();
    counts.into_iter().map(|(_, count)| count).sum()
}

#[test]
fn responses_are_looked_at_cell_by_cell_and_stored_after_a_word() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let fields = [("kind", "responses"), ("wave", "nhap")];

    // A wrong file: each problem at its cell, nothing is stored, nothing can be.
    let (path, page) = followed(&lan, &upload(&lan, &fields, BAD));
    let expected = [["3", "unit", "01001-9"], ["4", "q1", "7"]].map(|row| row.map(str::to_owned));
    assert_eq!(cells(&page), expected, "{}", page.text());
    assert!(page.text().contains("Số dòng không có lỗi</dt><dd>1</dd>"), "{}", page.text());
    assert!(page.text().contains("“7” không có trong thang trả lời"), "{}", page.text());
    lan.fill("/quan-tri/nhap", &path, &[("act", "store")]);
    assert_eq!(waiting(&server, "nhap"), 0);

    // The mended one: what would change, then the word.
    let (path, page) = followed(&lan, &upload(&lan, &fields, GOOD));
    assert!(page.text().contains("Số câu trả lời</dt><dd>2</dd>"), "{}", page.text());
    assert_eq!(waiting(&server, "nhap"), 0, "looking stores nothing");
    assert!(!has_logged(&server, "lan", "file_imported"));
    let (_, page) = followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    assert!(page.text().contains("Đã lưu tệp"), "{}", page.text());
    assert_eq!(waiting(&server, "nhap"), 2);
    let noted = log(&server).into_iter().find(|(_, action, _)| action == "file_imported");
    assert_eq!(noted, Some(("lan".into(), "file_imported".into(), Some("nhap".into()))));

    // The word a second time stores nothing more, nor does the same file.
    lan.fill("/quan-tri/nhap", &path, &[("act", "store")]);
    let (_, page) = followed(&lan, &upload(&lan, &fields, GOOD));
    assert!(page.text().contains("đã được nhập vào đợt nhap"), "{}", page.text());
    assert_eq!(waiting(&server, "nhap"), 2);
}

#[test]
fn scores_make_their_wave_and_its_results() {
    let server = start();
    let parsed = serde_json::from_str(PAPI).unwrap();
    instruments::save(&mut server.connect(), PAPI, &Sha256::digest(PAPI).into(), &parsed).unwrap();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let fields = [("kind", "scores"), ("wave", "papi-thu"), ("instrument", "papi-2020")];
    let file = |value: &str| format!("unit,period,node,value\n19,2026,1.1,{value}\n");

    let (_, page) = followed(&lan, &upload(&lan, &fields, &file("nhiều")));
    assert_eq!(cells(&page), [["2", "value", "nhiều"].map(str::to_owned)], "{}", page.text());
    let (path, page) = followed(&lan, &upload(&lan, &fields, &file("1.5")));
    assert!(page.text().contains("Đợt mới</dt><dd>papi-thu"), "{}", page.text());
    assert_eq!(number(&server, "papi-thu"), None, "looking makes no wave");
    followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    let number = number(&server, "papi-thu").unwrap();
    assert_eq!(scores::of_wave(&mut server.connect(), number).unwrap()[0].value.to_string(), "1.5");
    assert!(has_logged(&server, "lan", "wave_created") && has_logged(&server, "lan", "file_imported"));

    let (_, page) = followed(&lan, &upload(&lan, &fields, &file("1.75")));
    assert!(page.text().contains("Điểm thay đổi</dt><dd>1</dd>"), "{}", page.text());
    assert_eq!(scores::of_wave(&mut server.connect(), number).unwrap()[0].value.to_string(), "1.5");
}

#[test]
fn units_are_added_and_changed_below_ones_own_unit_only() {
    let server = start();
    let hoa = person(&server, "hoa", Role::Manager, Some("01001"));
    let header = "code,name,level,parent,valid_from\n";
    let beyond = [
        // The own unit, that of somebody else, a new one elsewhere, a root, and one taken from elsewhere.
        "01001,Xã Một,commune,19,2025-07-01\n",
        "01002-1,Khác,desk,01002,2025-07-01\n",
        "01002-2,Mới,desk,01002,2025-07-01\n",
        "77,Tỉnh Mới,province,,2025-07-01\n",
        "01002-1,Bộ phận một cửa,desk,01001,2025-07-01\n",
    ];
    let text = beyond.into_iter().take(4).fold(header.to_owned(), |all, row| all + row);
    let (_, page) = followed(&hoa, &upload(&hoa, &[("kind", "units")], &text));
    let lines: Vec<String> = cells(&page).into_iter().map(|[line, ..]| line).collect();
    assert_eq!(lines, ["2", "3", "4", "5"], "{}", page.text());
    let (_, page) = followed(&hoa, &upload(&hoa, &[("kind", "units")], &format!("{header}{}", beyond[4])));
    assert_eq!(cells(&page).len(), 1, "{}", page.text());

    let own =
        format!("{header}01001-3,Quầy số 3,desk,01001,2025-07-01\n01001-1,Quầy Một,desk,01001,2025-07-01\n");
    let (path, page) = followed(&hoa, &upload(&hoa, &[("kind", "units")], &own));
    assert!(page.text().contains("Đơn vị mới</dt><dd>1</dd>"), "{}", page.text());
    assert!(page.text().contains("Đơn vị thay đổi</dt><dd>1</dd>"), "{}", page.text());
    let day = "2026-07-01".parse().unwrap();
    let name = |code: &str| {
        units::unit_at(&mut server.connect(), &code.parse().unwrap(), day).unwrap().map(|unit| unit.name)
    };
    assert_eq!(name("01001-3"), None);
    followed(&hoa, &hoa.fill(&path, &path, &[("act", "store")]));
    assert_eq!((name("01001-3"), name("01001-1")), (Some("Quầy số 3".into()), Some("Quầy Một".into())));
    assert_eq!(name("01002-1").unwrap(), "Bộ phận một cửa xã Hai");
}

#[test]
fn a_file_belongs_to_the_session_that_sent_it() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let fields = [("kind", "responses"), ("wave", "nhap")];
    let (path, _) = followed(&lan, &upload(&lan, &fields, GOOD));
    // Another session of a person with all rights finds nothing, nor does the own one after leaving.
    let quan = person(&server, "quan", Role::Administrator, None);
    assert_eq!(quan.get(&path).status, 404);
    let dropped = lan.fill(&path, &path, &[("act", "drop")]);
    assert_eq!(dropped.status, 303);
    assert_eq!(lan.get(&path).status, 404);
    assert_eq!(waiting(&server, "nhap"), 0);
}

#[test]
fn a_wave_with_units_of_others_takes_nothing() {
    let server = start();
    let hoa = person(&server, "hoa", Role::Manager, Some("01001"));
    let file = "unit,q1,q2\n01001-1,4,no\n";
    let (_, page) = followed(&hoa, &upload(&hoa, &[("kind", "responses"), ("wave", "mo")], file));
    assert!(!page.text().contains("value=\"store\""), "{}", page.text());
    // In a new wave the cells of other units are named.
    let mixed = "unit,period,q1,q2\n01001-1,2026-Q3,4,no\n01002-1,2026-Q3,4,no\n";
    let fields = [("kind", "responses"), ("wave", "cua-hoa"), ("instrument", "web-test-1")];
    let (_, page) = followed(&hoa, &upload(&hoa, &fields, mixed));
    assert_eq!(cells(&page), [["3", "unit", "01002-1"].map(str::to_owned)], "{}", page.text());
    assert_eq!(number(&server, "cua-hoa"), None);
}

#[test]
fn forms_say_what_is_missing_and_what_is_too_much() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    for (fields, file, field) in [
        (&[("kind", "responses"), ("wave", "Đợt 1")][..], GOOD, "wave"),
        (&[("kind", "responses"), ("wave", "x"), ("period", "quý 3")], GOOD, "period"),
        (&[("kind", "hồ sơ")], GOOD, "kind"),
        (&[("kind", "units")], "", "file"),
    ] {
        let page = upload(&lan, fields, file);
        assert_eq!(page.status, 422, "{}", page.text());
        assert!(page.text().contains(&format!("<a href=\"#{field}\">")), "{}", page.text());
    }
    let long = "x".repeat(17 * 1024 * 1024);
    assert_eq!(upload(&lan, &[("kind", "units")], &long).status, 413);
    assert_eq!(send_upload(&lan, "khong", &[("kind", "units")], GOOD).status, 403);
    let clerk = person(&server, "binh", Role::Clerk, Some("19"));
    assert_eq!(clerk.get("/quan-tri/nhap").status, 403);
}

#[test]
fn programs_do_the_same_with_a_token() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let bearer = made(&lan, "Máy tính", &["import"], "");
    let send = |path: &str, media: &str, body: &str| {
        let headers =
            [("authorization", bearer.as_str()), ("content-type", media), ("accept-language", "en")];
        server.post_with(path, &headers, body.as_bytes())
    };
    let path = "/api/v1/imports/responses?wave=nhap";
    let wrong = send(path, "text/csv", BAD);
    let document = wrong.problem(422, "file_wrong");
    let mistakes = document["mistakes"].as_array().unwrap().iter();
    let places: Vec<_> =
        mistakes.map(|mistake| json!([mistake["line"], mistake["column"], mistake["code"]])).collect();
    assert_eq!(places, [json!([3, "unit", "no-unit"]), json!([4, "q1", "off-scale"])]);
    assert_eq!(document["mistakes"][1]["value"], "7");
    let seen = send(&format!("{path}&preview=true"), "text/csv", GOOD).json();
    assert_eq!(json!([seen["stored"], seen["rows"], seen["units"]]), json!([false, 2, 2]));
    assert_eq!(waiting(&server, "nhap"), 0);
    let stored = send(path, "text/csv; charset=utf-8", GOOD).json();
    assert_eq!(json!([stored["stored"], stored["new"]]), json!([true, 2]));
    assert_eq!(waiting(&server, "nhap"), 2);
    send(path, "text/csv", GOOD).problem(422, "import_before");
    send(path, "application/json", GOOD).problem(415, "wrong_type");
    send("/api/v1/imports/ho-so", "text/csv", GOOD).problem(404, "unknown_address");
    send("/api/v1/imports/scores?wave=khong-co", "text/csv", GOOD).problem(422, "import_no_instrument");
    send("/api/v1/imports/scores?wave=Dot", "text/csv", GOOD).problem(422, "import_field");
    // A token without the right to manage waves makes none.
    let new = "/api/v1/imports/responses?wave=moi&instrument=web-test-1&period=2026-Q3";
    let refused = send(new, "text/csv", GOOD).problem(422, "file_wrong");
    assert_eq!(refused["mistakes"][0]["code"], "beyond");
    assert_eq!(number(&server, "moi"), None);
}

#[test]
fn a_long_file_shows_how_far_it_is_and_leaves_nothing_when_its_connection_breaks() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let rows = 1_200_000;
    let file = "unit,q1,q2\n".to_owned() + &"01001-1,4,no\n".repeat(rows);
    // given a file that takes longer than one waits for a page
    let sent = upload(&lan, &[("kind", "responses"), ("wave", "nhap")], &file);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let path = sent.header("location").split('?').next().unwrap().to_owned();
    let page = lan.get(&path);
    assert!(page.text().contains("<progress"), "{}", page.text());
    assert!(page.text().contains(&format!("trên {rows} dòng")), "{}", page.text());
    assert!(page.text().contains("progress.js"));
    followed(&lan, &sent);
    // when the connection breaks while it is stored
    let (_, page) = std::thread::scope(|scope| {
        let cut = scope.spawn(|| {
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
                AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND query ILIKE 'INSERT%response%'";
            while sql(&server, cut) == Ok(0) {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        let stored = lan.fill(&path, &path, &[("act", "store")]);
        let ended = followed(&lan, &stored);
        cut.join().unwrap();
        ended
    });
    // then nothing is stored, it is said, and the same file can be sent again
    assert!(page.text().contains("Chưa lưu gì"), "{}", page.text());
    assert_eq!(waiting(&server, "nhap"), 0);
    assert!(!has_logged(&server, "lan", "file_imported"));
    let (_, page) = followed(&lan, &upload(&lan, &[("kind", "responses"), ("wave", "nhap")], GOOD));
    assert!(page.text().contains("Có thể lưu tệp"), "{}", page.text());
}
