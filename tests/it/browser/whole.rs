//! The whole way of a survey in one browser: signing in, planning and previewing a wave, opening it, answers at the
//! desk, closing it, the results, and every file of them read back and compared with the JSON.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use bytes::Bytes;
use calamine::{Data, Range};
use data_encoding::BASE64;
use hailong::domain::access::Role;
use hailong::export::Format;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};
use uuid::Uuid;

use super::axe;
use super::driver::{Browser, KIOSK, PHONE};
use super::person::comes_in;
use super::{desk, person};
use crate::export::support::{at as cell, ods_sheet, sheet};
use crate::staff::support::{add_account, has_logged};
use crate::support::folder::TestFolder;
use crate::support::pdf::Pdf;
use crate::web::support::{TestServer, start, wait_until};

const WAVE: &str = "/quan-tri/dot/mot-cua-q4";
const RESULTS: &str = "/quan-tri/ket-qua/mot-cua-q4";
const UNIT: &str = "01001";

fn arrives(browser: &Browser, path: &str) {
    browser.wait_for(&format!("location.pathname == {}", json!(path)));
}

fn fill(browser: &Browser, selector: &str, text: &str) {
    browser.script_with("document.querySelector(arguments[0]).value = '';", &json!([selector]));
    browser.click(selector);
    browser.press(text);
}

/// From the link an administrator handed over to the first page.
fn sign_in(browser: &Browser, server: &TestServer) {
    let link = add_account(server, "lan", Role::Manager, Some(UNIT));
    comes_in(browser, &server.url(&link));
}

fn plan(browser: &Browser) {
    browser.click("main a[href^='/quan-tri/dot']");
    arrives(browser, "/quan-tri/dot");
    browser.click("main a.button");
    arrives(browser, "/quan-tri/lap-dot");
    browser.click("main form .button");
    browser.wait_for("!!document.querySelector('#period')");
    axe::is_clean(browser, "new wave");
    fill(browser, "#id", "mot-cua-q4");
    fill(browser, "#title", "Một cửa quý IV");
    fill(browser, "#k", "5");
    browser.screenshot("whole-1-plan");
    browser.click("main form > .button");
    arrives(browser, WAVE);
    assert!(browser.text().contains("Đã lập đợt khảo sát."), "{}", browser.text());
}

/// Fills in the form as it is seen by citizens; nothing of it may arrive.
fn preview(browser: &Browser, server: &TestServer) {
    browser.resize(PHONE);
    browser.click("main a[href*='xem-thu']");
    browser.wait_for("!!document.querySelector('.stepping')");
    person::answer(browser);
    assert!(browser.text().contains("Đây là bản xem thử"), "{}", browser.text());
    browser.screenshot("whole-2-preview");
    assert_eq!(server.stored(), 0);
    browser.click("aside.demo a");
    arrives(browser, WAVE);
    browser.resize(KIOSK);
}

/// One person at the kiosk of a desk, and others at theirs.
fn collect(server: &TestServer) {
    wait_until("the wave takes answers", || server.get("/khao-sat/mot-cua-q4").status == 200);
    let kiosk = Browser::start("whole-kiosk");
    desk::set_up_for(&kiosk, server, &server.url(""), "mot-cua-q4");
    kiosk.open(&server.url("/khao-sat/mot-cua-q4?unit=01001-1&kiosk=1&lang=vi"));
    desk::begin(&kiosk);
    person::answer(&kiosk);
    wait_until("the answer is stored", || server.stored() == 1);
    for unit in ["01001-1", "01001-2"] {
        for code in [1, 3, 4, 4, 5, 5, 5, 4] {
            let answers = json!({"q1": code, "q2": "yes", "q3": 4});
            let body = json!({"id": Uuid::new_v4(), "unit": unit, "answers": answers}).to_string();
            let path = "/api/v1/waves/mot-cua-q4/responses";
            assert_eq!(server.post(path, "application/json", body.as_bytes()).status, 201);
        }
    }
}

/// A file as the browser of somebody who is signed in gets it.
fn fetch(browser: &Browser, format: Format) -> Vec<u8> {
    let found = browser.script_with(
        "const answer = await fetch(arguments[0]);
         const bytes = new Uint8Array(await answer.arrayBuffer());
         let text = '';
         for (const byte of bytes) text += String.fromCharCode(byte);
         return [answer.status, btoa(text)];",
        &json!([format!("{RESULTS}/results.{format}?unit={UNIT}&lang=vi")]),
    );
    assert_eq!(found[0], 200, "{format}");
    BASE64.decode(found[1].as_str().unwrap().as_bytes()).unwrap()
}

/// The values by unit and node of a long table whose first line names the columns.
fn in_long_form(range: &Range<Data>) -> Vec<(String, String, Option<f64>)> {
    let names: Vec<String> =
        (0..u32::try_from(range.width()).unwrap()).map(|at| text(range, 0, at)).collect();
    let column = |name: &str| u32::try_from(names.iter().position(|found| found == name).unwrap()).unwrap();
    let (unit, node, value) = (column("unit"), column("node"), column("value"));
    let row = |row| {
        let found = match cell(range, row, value) {
            Data::Float(value) => Some(value),
            _ => None,
        };
        (text(range, row, unit), text(range, row, node), found)
    };
    (1..u32::try_from(range.height()).unwrap()).map(row).collect()
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    cell(range, row, column).to_string()
}

/// The figures of the JSON in the same shape.
fn in_json(document: &Value) -> Vec<(String, String, Option<f64>)> {
    let rows = document["rows"].as_array().unwrap().iter();
    let word = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.map(|row| (word(row, "unit"), word(row, "node"), row["value"].as_f64())).collect()
}

fn in_csv(bytes: &[u8]) -> Vec<(String, String, Option<f64>)> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::Reader::from_reader(bytes);
    let heads = reader.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (unit, node, value) = (at("unit"), at("node"), at("value"));
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[unit].to_owned(), row[node].to_owned(), row[value].parse().ok())).collect()
}

fn in_parquet(bytes: Vec<u8>) -> Vec<(String, String, Option<f64>)> {
    let reader = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
    let row = |row: parquet::record::Row| {
        let field = |name: &str| row.get_column_iter().find(|(found, _)| *found == name).unwrap().1.clone();
        let word = |name: &str| match field(name) {
            Field::Str(text) => text,
            other => panic!("{other:?}"),
        };
        let value = match field("value") {
            Field::Double(value) => Some(value),
            _ => None,
        };
        (word("unit"), word("node"), value)
    };
    reader.get_row_iter(None).unwrap().map(Result::unwrap).map(row).collect()
}

/// Its indicators have codes of their own: the figures by unit, in order.
fn in_sdmx(bytes: &[u8]) -> Vec<(String, Option<f64>)> {
    let mut reader = csv::Reader::from_reader(bytes);
    let rows = reader.deserialize().map(Result::<HashMap<String, String>, _>::unwrap);
    rows.map(|row| (row["REF_AREA"].clone(), row["OBS_VALUE"].parse().ok())).collect()
}

fn unnamed(figures: &[(String, String, Option<f64>)]) -> Vec<(String, Option<f64>)> {
    figures.iter().map(|(unit, _, value)| (unit.clone(), *value)).collect()
}

#[test]
fn a_survey_goes_from_the_first_sign_in_to_every_file_of_its_results() {
    let server = start();
    let browser = Browser::start("whole");
    browser.resize(KIOSK);
    sign_in(&browser, &server);
    plan(&browser);
    preview(&browser, &server);
    browser.click("button[value=mo]");
    browser.wait_for("document.body.innerText.includes('Đợt khảo sát đang nhận phiếu.')");
    collect(&server);
    browser.open(&server.url(&format!("{WAVE}?lang=vi")));
    browser.click("#sure");
    browser.click("button[value=dong]");
    browser.wait_for("document.body.innerText.includes('Đã đóng đợt khảo sát và công bố kết quả.')");
    assert!(has_logged(&server, "lan", "wave_closed"));

    browser.click(&format!("main a[href^='{RESULTS}']"));
    arrives(&browser, RESULTS);
    browser.open(&server.url(&format!("{RESULTS}?unit={UNIT}&lang=vi")));
    axe::is_clean(&browser, "results");
    browser.screenshot("whole-3-results");

    let json: Value = serde_json::from_slice(&fetch(&browser, Format::Json)).unwrap();
    let figures = in_json(&json);
    let index = figures.iter().find(|(unit, node, _)| unit == UNIT && node == "all").unwrap().2.unwrap();
    assert!(figures.iter().filter(|(_, _, value)| value.is_some()).count() > 3, "{figures:?}");
    assert_eq!(in_csv(&fetch(&browser, Format::Csv)), figures);
    let workbook = fetch(&browser, Format::Xlsx);
    assert_eq!(in_long_form(&sheet(&workbook, "Số liệu đầy đủ")), figures);
    let open = fetch(&browser, Format::Ods);
    assert_eq!(in_long_form(&ods_sheet(&open, "Số liệu đầy đủ")), figures);
    let said = hailong::locale::number("vi", index, 1);
    let files = TestFolder::new("whole");
    let report = files.path().join("report.pdf");
    std::fs::write(&report, fetch(&browser, Format::Pdf)).unwrap();
    assert!(Pdf::at(&report).text(1).contains(&said), "{said}");
    let page = String::from_utf8(fetch(&browser, Format::Html)).unwrap();
    assert!(page.contains(&said), "{said} in {page}");
    let stat: Value = serde_json::from_slice(&fetch(&browser, Format::JsonStat)).unwrap();
    assert_eq!(stat["version"], "2.0");
    assert_eq!(in_parquet(fetch(&browser, Format::Parquet)), figures);
    assert_eq!(in_sdmx(&fetch(&browser, Format::Sdmx)), unnamed(&figures));
    let packed = Cursor::new(fetch(&browser, Format::Stat));
    zip::ZipArchive::new(packed).unwrap().extract(files.path()).unwrap();
    assert_eq!(in_csv(&std::fs::read(files.path().join("results.csv")).unwrap()), figures);
    // The archive holds the same files.
    let mut archive = zip::ZipArchive::new(Cursor::new(fetch(&browser, Format::Zip))).unwrap();
    let mut inner = String::new();
    let name = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .find(|name| name.ends_with("q4.csv"))
        .unwrap();
    archive.by_name(&name).unwrap().read_to_string(&mut inner).unwrap();
    assert_eq!(in_csv(inner.as_bytes()), figures);
}
