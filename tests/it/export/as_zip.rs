//! The archive of all formats.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use hailong::domain::table::{Head, Row, Rows, Table};
use hailong::export::{Edition, Format, SHEET_ROWS, file_name, render};
use zip::ZipArchive;

use super::sample::{Sample, shipped};
use super::support::{head, rendered, table};

#[test]
fn the_archive_holds_every_other_format_as_it_is_downloaded_alone() {
    let table = table();
    let mut archive = ZipArchive::new(Cursor::new(rendered(&table, Format::Zip))).unwrap();
    let others: Vec<Format> = Format::ALL.into_iter().filter(|format| *format != Format::Zip).collect();
    assert_eq!(archive.len(), others.len() + 1);
    for format in others {
        let mut entry = archive.by_name(&file_name(&table.head.wave, None, format)).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        assert!(bytes == rendered(&table, format), "{format}");
    }
}

/// A table that says it has more rows than it has.
struct Counted(Table, usize);

impl Rows for Counted {
    fn head(&self) -> &Head {
        &self.0.head
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Cow<'_, Row>> + '_> {
        self.0.rows()
    }

    fn count(&self) -> usize {
        self.1
    }
}

#[test]
fn workbooks_that_cannot_hold_all_rows_are_left_out() {
    let without = |rows: usize| -> Vec<Format> {
        let table = Counted(table(), rows);
        let mut bytes = Vec::new();
        let rows: &dyn Rows = &table;
        let edition = Edition { table: rows, address: None, evidence: None, tasks: &[] };
        render(edition, Format::Zip, &mut bytes).unwrap();
        let archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let has =
            |format: &Format| archive.index_for_name(&file_name(&table.0.head.wave, None, *format)).is_some();
        Format::ALL.into_iter().filter(|format| *format != Format::Zip && !has(format)).collect()
    };
    let never = without(1);
    let also = |more: &[Format]| {
        Format::ALL.into_iter().filter(|one| never.contains(one) || more.contains(one)).collect::<Vec<_>>()
    };
    assert_eq!(without(SHEET_ROWS), never);
    assert_eq!(without(SHEET_ROWS + 1), also(&[Format::Ods]));
    assert_eq!(without(2 * SHEET_ROWS + 1), also(&[Format::Ods, Format::Xlsx]));
}

#[test]
fn a_text_says_what_the_files_are() {
    for language in ["vi", "en"] {
        let mut table = table();
        language.clone_into(&mut table.head.language);
        let mut bytes = Vec::new();
        let address = Some("https://khaosat.example.gov.vn/ket-qua/x?unit=06".to_owned());
        render(Edition { address, ..Edition::from(&table) }, Format::Zip, &mut bytes).unwrap();
        let mut text = String::new();
        ZipArchive::new(Cursor::new(bytes))
            .unwrap()
            .by_name("README.txt")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        let (report, warning) = match language {
            "vi" => ("hailong-hai-long-2026-q3.pdf: Báo cáo để in (PDF)", "\u{feff}DỮ LIỆU GIẢ ĐỊNH"),
            _ => ("hailong-hai-long-2026-q3.pdf: Report to print (PDF)", "\u{feff}INVENTED DATA"),
        };
        assert!(text.starts_with(warning), "{text}");
        for expected in [&head().publication, "Tỉnh Bắc Kạn (06)", "?unit=06\r\n", report] {
            assert!(text.contains(expected), "{language}: no {expected:?} in {text}");
        }
        assert!(!text.contains("results-download"), "{text}");
    }
}

#[test]
fn the_archive_of_a_province_holds_the_report_of_each_of_its_communes() {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    let sample = Sample::new(&instrument, switches);
    let page =
        |unit: &str| Some(format!("https://khaosat.example.gov.vn/ket-qua/test?unit={unit}&compare=x"));
    let bytes = |unit: &str, format: Format| {
        let table = sample.table(Some(unit), "vi");
        let edition =
            Edition { table: &table, address: page(unit), evidence: Some(&sample.evidence), tasks: &[] };
        let mut bytes = Vec::new();
        render(edition, format, &mut bytes).unwrap();
        bytes
    };
    let reports = |archive: &ZipArchive<Cursor<Vec<u8>>>| -> Vec<String> {
        let names = archive.file_names().map(|name| name.unwrap().into_owned());
        names.filter(|name| name.starts_with("bao-cao/")).collect()
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes("01", Format::Zip))).unwrap();
    assert_eq!(
        reports(&archive),
        ["01001", "01002", "01003"].map(|unit| format!("bao-cao/hailong-test-{unit}.pdf"))
    );
    for unit in ["01001", "01002", "01003"] {
        let mut report = Vec::new();
        let mut entry = archive.by_name(&format!("bao-cao/hailong-test-{unit}.pdf")).unwrap();
        entry.read_to_end(&mut report).unwrap();
        assert!(report == bytes(unit, Format::Pdf), "{unit}: not the report that is downloaded alone");
    }
    // A commune has its own report already.
    let alone = ZipArchive::new(Cursor::new(bytes("01001", Format::Zip))).unwrap();
    assert!(reports(&alone).is_empty());
}
