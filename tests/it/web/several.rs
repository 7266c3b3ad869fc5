//! Several waves in one file: the files of single waves, one after the other.

use bytes::Bytes;
use diesel::prelude::*;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Row;
use serde_json::Value;

use super::board_ground::{Values, around, instrument, province, publication, store, store_form};
use super::reading::token;
use super::support::{Answer, TestServer, start};
use crate::export::support::{at, sheet, sheets};

/// Two public waves, the second with a commune more, and a private one.
fn waves(server: &TestServer) {
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    let level = |by: f64| move |number: usize| -> Option<Values> { Some(around(by - number as f64, true)) };
    store(&mut conn, &publication("mot", "2026-Q1", &form, &province(3, level(80.0))), true);
    store(&mut conn, &publication("hai", "2026-Q2", &form, &province(4, level(84.0))), true);
    store(&mut conn, &publication("kin", "2026-Q3", &form, &province(3, level(70.0))), false);
}

fn single(server: &TestServer, wave: &str, format: &str) -> Answer {
    let answer = server.get(&format!("/api/v1/waves/{wave}/results.{format}?lang=en"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

fn both(server: &TestServer, format: &str) -> Answer {
    // Named the other way round: the file goes by period.
    let answer = server.get(&format!("/api/v1/results.{format}?wave=hai&wave=mot&lang=en"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// The lines of both files behind one line of names.
fn joined<'a>(first: &'a str, second: &'a str) -> Vec<&'a str> {
    first.lines().chain(second.lines().skip(1)).collect()
}

#[test]
fn lines_of_several_waves_are_those_of_each() {
    let server = start();
    waves(&server);
    for format in ["csv", "sdmx"] {
        let (first, second) = (single(&server, "mot", format), single(&server, "hai", format));
        let found = both(&server, format);
        assert_eq!(found.text().lines().collect::<Vec<_>>(), joined(first.text(), second.text()), "{format}");
        assert!(found.text().lines().count() > 40, "{}", found.text());
    }
    let named = both(&server, "csv");
    assert_eq!(named.header("content-disposition"), "attachment; filename=\"hailong-mot--hai.csv\"");
    // One wave alone is the file of that wave.
    let alone = server.get("/api/v1/results.csv?wave=mot&lang=en");
    assert_eq!(alone.bytes, single(&server, "mot", "csv").bytes);
    let vietnamese = server.get("/api/v1/results.csv?wave=mot&wave=hai&lang=vi");
    assert!(vietnamese.text().contains("Tỉnh Thử Nghiệm") && !vietnamese.text().contains("Commune 1"));
    let known = [("if-none-match", vietnamese.header("etag"))];
    assert_eq!(server.get_with("/api/v1/results.csv?wave=mot&wave=hai&lang=vi", &known).status, 304);
    assert_ne!(named.header("etag"), vietnamese.header("etag"));
}

#[test]
fn tables_of_several_waves_are_those_of_each() {
    let server = start();
    waves(&server);
    let (first, second) = (single(&server, "mot", "json").json(), single(&server, "hai", "json").json());
    assert_eq!(both(&server, "json").json(), serde_json::json!({ "waves": [first, second] }));
    let rows = |answer: &Answer| -> Vec<Row> {
        let reader = SerializedFileReader::new(Bytes::from(answer.bytes.clone())).unwrap();
        reader.get_row_iter(None).unwrap().map(Result::unwrap).collect()
    };
    let (first, second) = (single(&server, "mot", "parquet"), single(&server, "hai", "parquet"));
    let found = both(&server, "parquet");
    assert_eq!(rows(&found), [rows(&first), rows(&second)].concat());
    let reader = SerializedFileReader::new(Bytes::from(found.bytes)).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    let heads = pairs.iter().find(|pair| pair.key == "heads").unwrap().value.clone().unwrap();
    let heads: Value = serde_json::from_str(&heads).unwrap();
    assert_eq!((&heads[0]["wave"], &heads[1]["wave"]), (&"mot".into(), &"hai".into()));
}

#[test]
fn a_workbook_of_several_waves_has_one_long_table_and_the_method_of_each() {
    let server = start();
    waves(&server);
    let (first, second) = (single(&server, "mot", "xlsx"), single(&server, "hai", "xlsx"));
    let [first, second] = [first, second].map(|book| sheet(&book.bytes, "Full table"));
    let book = both(&server, "xlsx");
    let found = sheet(&book.bytes, "Full table");
    let lines = |range: &calamine::Range<calamine::Data>| -> Vec<Vec<calamine::Data>> {
        range.rows().map(<[_]>::to_vec).collect()
    };
    let expected: Vec<_> = lines(&first).into_iter().chain(lines(&second).into_iter().skip(1)).collect();
    assert_eq!(lines(&found), expected);
    let names: Vec<String> = sheets(&book.bytes).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Full table", "Method", "Method (2)"]);
    let ods = both(&server, "ods");
    let open = crate::export::support::ods_sheet(&ods.bytes, "Full table");
    assert_eq!(open.get_size().0, expected.len());
    assert_eq!(at(&open, 1, 0).to_string(), "mot");
    assert_eq!(at(&open, u32::try_from(expected.len() - 1).unwrap(), 0).to_string(), "hai");
}

#[test]
fn a_cube_of_several_waves_has_every_value_at_its_place() {
    let server = start();
    waves(&server);
    let cube = both(&server, "jsonstat").json();
    assert_eq!(cube["size"][0], 2);
    let categories = |dimension: &str| cube["dimension"][dimension]["category"]["index"].as_array().unwrap();
    let place =
        |dimension: &str, id: &Value| categories(dimension).iter().position(|known| known == id).unwrap();
    let mut seen = 0;
    for wave in ["mot", "hai"] {
        for row in single(&server, wave, "json").json()["rows"].as_array().unwrap() {
            for figure in ["value", "ci_low", "n", "change"] {
                let mut index = place("wave", &wave.into());
                for (dimension, id) in
                    [("unit", &row["unit"]), ("node", &row["node"]), ("figure", &figure.into())]
                {
                    index = index * categories(dimension).len() + place(dimension, id);
                }
                // Not each wave has each commune: values stand by position.
                let value = cube["value"].get(index.to_string()).unwrap_or(&Value::Null);
                assert_eq!(
                    value.as_f64(),
                    row[figure].as_f64(),
                    "{wave} {} {} {figure}",
                    row["unit"],
                    row["node"]
                );
                seen += usize::from(!value.is_null());
            }
        }
    }
    assert!(seen > 100 && cube["value"].as_object().unwrap().len() >= seen, "{seen}");
}

#[test]
fn one_wave_that_may_not_be_seen_is_refused_with_all_others() {
    let server = start();
    waves(&server);
    let path = "/api/v1/results.csv?wave=mot&wave=kin";
    server.get(path).problem(401, "token_needed");
    server.get("/api/v1/results.csv?wave=mot&compare=kin").problem(401, "token_needed");
    server.get("/api/v1/results.csv?wave=mot&wave=khong").problem(401, "token_needed");
    let staff = token(&server);
    let headers = [("authorization", staff.as_str())];
    let found = server.get_with(path, &headers);
    assert_eq!(found.status, 200);
    assert!(found.text().contains("\r\nkin,"), "{}", found.text());
    server.get_with("/api/v1/results.csv?wave=mot&wave=khong", &headers).problem(404, "unknown_wave");
    server.get_with("/api/v1/results.csv?wave=mot&wave=rieng", &headers).problem(404, "nothing_published");
}

#[test]
fn units_and_nodes_are_chosen_where_a_wave_has_them() {
    let server = start();
    waves(&server);
    let rows = |path: &str| -> Vec<String> {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text().lines().skip(1).map(str::to_owned).collect()
    };
    let of_node = rows("/api/v1/results.csv?wave=mot&wave=hai&unit=01001&node=a");
    assert!(of_node.iter().all(|line| line.contains(",01001,")), "{of_node:?}");
    assert!(of_node.iter().any(|line| line.starts_with("mot,")), "{of_node:?}");
    assert!(of_node.iter().any(|line| line.starts_with("hai,")), "{of_node:?}");
    // The fourth commune takes part since the second wave.
    let fourth = rows("/api/v1/results.csv?wave=mot&wave=hai&unit=01004");
    assert!(!fourth.is_empty() && fourth.iter().all(|line| line.starts_with("hai,")), "{fourth:?}");
    let both = server.get("/api/v1/results.json?wave=mot&wave=hai&unit=01004").json();
    assert_eq!(both["waves"][0]["rows"].as_array().unwrap().len(), 0);
    for (asked, code) in
        [("unit=99999", "unknown_unit"), ("node=zz", "unknown_node"), ("breakdown=q", "unknown_breakdown")]
    {
        server.get(&format!("/api/v1/results.csv?wave=mot&wave=hai&{asked}")).problem(404, code);
    }
}

#[test]
fn every_wave_is_compared_with_the_one_that_is_named() {
    let server = start();
    waves(&server);
    let found = server.get("/api/v1/results.json?wave=mot&wave=hai&compare=mot").json();
    let alone = server.get("/api/v1/waves/hai/results.json?compare=mot").json();
    assert_eq!(found["waves"][1], alone);
    assert!(alone["rows"][0]["change"].is_number(), "{}", alone["rows"][0]);
}

#[test]
fn what_no_file_can_hold_is_refused_with_what_to_do() {
    let server = start();
    waves(&server);
    server.get("/api/v1/results.csv").problem(400, "waves_needed");
    server.get("/api/v1/results.csv?wave=mot&unit=19&unit=01001").problem(400, "bad_request");
    server.get("/api/v1/results.doc?wave=mot&wave=hai").problem(404, "unknown_format");
    for format in ["pdf", "html", "stat", "zip"] {
        server.get(&format!("/api/v1/results.{format}?wave=mot&wave=hai")).problem(400, "one_wave_only");
    }
    server.get("/api/v1/results.sdmx?wave=mot&wave=hai&breakdown=q").problem(400, "not_by_category");
    let many = "&wave=mot".repeat(61);
    server.get(&format!("/api/v1/results.csv?lang=en{many}")).problem(400, "too_many_waves");
    let mut conn = server.connect();
    let form = instrument("board-1");
    store(&mut conn, &publication("ba", "2026-Q2", &form, &province(2, |_| None)), true);
    server.get("/api/v1/results.sdmx?wave=ba&wave=hai").problem(400, "same_period");
}

#[test]
fn the_page_offers_its_wave_with_the_earlier_ones() {
    let server = start();
    waves(&server);
    let page = server.get("/ket-qua/hai?unit=01001&lang=en");
    let form = page
        .text()
        .split("Several waves in one file")
        .nth(1)
        .expect("the form")
        .split("</form>")
        .next()
        .unwrap();
    for part in [
        "name=\"wave\" value=\"hai\"",
        "name=\"wave\" value=\"mot\"",
        "formaction=\"/api/v1/results.parquet\"",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
    assert!(!form.contains("kin") && !form.contains("results.pdf"), "{form}");
}

#[test]
fn a_fault_on_the_way_breaks_the_file() {
    use std::io::{Read, Write};
    let server = start();
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    for (wave, period) in [("mot", "2026-Q1"), ("hai", "2026-Q2")] {
        let lines = province(2_500, |number| Some(around(80.0 - number as f64 / 100.0, true)));
        store(&mut conn, &publication(wave, period, &form, &lines), true);
    }
    let ask = |path: &str| -> Vec<u8> {
        let mut stream = std::net::TcpStream::connect(server.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address)
            .unwrap();
        let mut bytes = Vec::new();
        // A connection that was broken may say so.
        let _ = stream.read_to_end(&mut bytes);
        bytes
    };
    let path = "/api/v1/results.json?wave=mot&wave=hai";
    let whole = ask(path);
    assert!(
        whole.ends_with(b"]}\n\r\n0\r\n\r\n"),
        "{:?}",
        String::from_utf8_lossy(&whole[whole.len() - 60..])
    );
    // When the second wave is damaged behind its beginning, as if a disk had failed
    let cut = "UPDATE publication SET document = substring(document FROM 1 FOR length(document) * 9 / 10) \
               WHERE wave = (SELECT number FROM wave WHERE id = 'hai')";
    diesel::sql_query(cut).execute(&mut conn).unwrap();
    // Then what arrives begins as before and has no end.
    let broken = ask(path);
    assert!(broken.starts_with(b"HTTP/1.1 200") && broken.len() > whole.len() / 2, "{}", broken.len());
    assert!(!broken.ends_with(b"0\r\n\r\n"), "{:?}", String::from_utf8_lossy(&broken[broken.len() - 60..]));
}
