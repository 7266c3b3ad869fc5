//! The ODS workbook, read back by a spreadsheet reader; that its figures agree with the other formats is in
//! `agreement.rs`.

use calamine::Data;
use hailong::domain::table::{COLUMNS, Table};
use hailong::export::Format;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::support::{AWKWARD, at, head, ods_sheet, part, rendered, table};

fn texts(sheet: &calamine::Range<Data>) -> Vec<String> {
    sheet.used_cells().map(|(_, _, cell)| cell.to_string()).collect()
}

#[test]
fn programs_know_the_kind_of_file_by_its_first_bytes() {
    let bytes = rendered(&table(), Format::Ods);
    // ODF 1.3 part 2, 3.3: the entry "mimetype" comes first, as it is and without further fields.
    assert_eq!(&bytes[..4], b"PK\x03\x04");
    assert_eq!(&bytes[28..30], [0, 0], "no extra field");
    assert_eq!(&bytes[30..84], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
}

#[test]
fn every_part_is_sound_xml() {
    let bytes = rendered(&table(), Format::Ods);
    for name in ["META-INF/manifest.xml", "meta.xml", "content.xml"] {
        let text = part(&bytes, name);
        let mut reader = Reader::from_str(&text);
        let (mut open, mut seen) = (0, 0);
        loop {
            match reader.read_event().unwrap_or_else(|fault| panic!("{name}: {fault}")) {
                Event::Start(_) => (open, seen) = (open + 1, seen + 1),
                Event::End(_) => open -= 1,
                Event::Eof => break,
                _ => (),
            }
        }
        assert!(open == 0 && seen > 0, "{name}");
    }
}

#[test]
fn names_stay_texts_and_the_method_is_there() {
    for (language, full, method) in [("vi", "Số liệu đầy đủ", "Phương pháp"), ("en", "Full table", "Method")]
    {
        let mut table = table();
        language.clone_into(&mut table.head.language);
        let bytes = rendered(&table, Format::Ods);
        let sheet = ods_sheet(&bytes, full);
        for (place, column) in COLUMNS.iter().enumerate() {
            assert_eq!(at(&sheet, 0, u32::try_from(place).unwrap()).to_string(), *column);
        }
        for (place, name) in AWKWARD.iter().enumerate() {
            let row = u32::try_from(5 + 4 * place).unwrap();
            assert_eq!(at(&sheet, row, 4), Data::String((*name).to_owned()));
        }
        assert!(!part(&bytes, "content.xml").contains("formula"), "nothing is run");
        let said = texts(&ods_sheet(&bytes, method));
        for expected in
            [&head().publication, &head().instrument_sha256, &head().unverified[0], &head().settings[0].1]
        {
            assert!(said.contains(expected), "{language}: {expected}");
        }
        let warning = if language == "vi" { "DỮ LIỆU GIẢ ĐỊNH" } else { "INVENTED DATA" };
        assert!(said[0].starts_with(warning), "{}", said[0]);
    }
}

#[test]
fn figures_are_shown_with_the_decimals_of_their_node() {
    let mut table = table();
    table.rows[1].decimals = 3;
    let content = part(&rendered(&table, Format::Ods), "content.xml");
    for decimals in [2, 3] {
        assert!(content.contains(&format!("number:decimal-places=\"{decimals}\"")), "{decimals}");
        assert!(content.contains(&format!("table:style-name=\"f{decimals}\"")), "{decimals}");
    }
}

#[test]
fn a_table_without_rows_is_still_a_workbook() {
    let bytes = rendered(&Table { head: head(), rows: Vec::new() }, Format::Ods);
    assert_eq!(ods_sheet(&bytes, "Số liệu đầy đủ").height(), 1);
}
