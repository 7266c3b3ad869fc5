//! A table made by hand with everything that is awkward, and readers of the files.

use std::io::{Cursor, Read};

use calamine::{Data, Ods, Range, Reader, Xlsx};
use flate2::read::DeflateDecoder;
use hailong::domain::publication::{Disclosure, PrecisionState, PublishedKind, Withheld, WithheldBatch};
use hailong::domain::publish::Evidence;
use hailong::domain::table::{Head, Row, Table};
use hailong::export::{Edition, Format, render};

use super::sample::{Sample, shipped};

/// Names a spreadsheet must not run, and such that break careless writers.
pub const AWKWARD: [&str; 9] = [
    "=HYPERLINK(\"http://example.org\",\"Xã\")",
    "+84 208 3870 000",
    "-Xã Đồng Phúc",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=1+1",
    "  =2+2",
    "Xã \"Yên Thịnh\", phía Bắc; <cũ> & 'mới'",
    "Phường\nĐức Xuân\r\n(cũ)",
];

pub fn head() -> Head {
    Head {
        publication: "ab".repeat(32),
        wave_publication: "cd".repeat(32),
        compared_with: Some("ef".repeat(32)),
        wave: "hai-long-2026-q3".to_owned(),
        title: "Đo lường sự hài lòng & <góp ý> quý III".to_owned(),
        compared_wave: Some("hai-long-2026-q2".to_owned()),
        compared_period: Some("2026-Q2".to_owned()),
        compare_notes: vec!["=q8.31: câu hỏi đã đổi".to_owned()],
        instrument: "sipas-2023".to_owned(),
        instrument_sha256: "01".repeat(32),
        instrument_title: "Chỉ số hài lòng về sự phục vụ hành chính".to_owned(),
        period: "2026-Q3".to_owned(),
        mode: "desk".to_owned(),
        k: 10,
        demo: true,
        method: "hailong-1".to_owned(),
        level: 0.95,
        batches: 1234,
        chain: Some("23".repeat(32)),
        withheld: Withheld {
            batches: vec![WithheldBatch {
                batch: 17,
                responses: 12,
                discarded: true,
                signs: vec!["straight".to_owned()],
            }],
            late: Vec::new(),
        },
        raking: None,
        scores: 3,
        settings: vec![
            ("Thống kê của tiêu chí".to_owned(), "Điểm trung bình".to_owned(), false),
            ("Cách gộp".to_owned(), "Gộp các trả lời".to_owned(), true),
        ],
        sources: vec!["Quyết định 1001/QĐ-BNV ngày 11/12/2023".to_owned()],
        unverified: vec!["Công thức của Quyết định 1001".to_owned()],
        language: "vi".to_owned(),
        breakdown: None,
        pooled: None,
    }
}

/// A row without any figure.
pub fn bare(unit: &str, level: &str, node: &str, kind: PublishedKind) -> Row {
    Row {
        category: None,
        category_name: None,
        unit: unit.to_owned(),
        unit_name: format!("Đơn vị {unit}"),
        unit_level: level.to_owned(),
        node: node.to_owned(),
        node_kind: kind,
        node_name: format!("Chỉ số {node}"),
        value: None,
        ci_low: None,
        ci_high: None,
        se: None,
        n: None,
        n_eff: None,
        df: None,
        nonresponse: None,
        precision: None,
        disclosure: Disclosure::Waiting,
        rank: None,
        ranked: None,
        group: None,
        group_name: None,
        change: None,
        change_ci_low: None,
        change_ci_high: None,
        change_p: None,
        change_percent: None,
        notable: None,
        rank_before: None,
        group_before: None,
        batches: None,
        missing: None,
        decimals: 2,
        sign: Some("%".to_owned()),
        of: None,
    }
}

/// A row with a figure in every field.
pub fn full(unit: &str, level: &str, node: &str, kind: PublishedKind, value: f64) -> Row {
    Row {
        value: Some(value),
        ci_low: Some(value - 1.25),
        ci_high: Some(value + 1.25),
        se: Some(0.64),
        n: Some(12_345),
        n_eff: Some(9_800.0),
        df: Some(17.5),
        nonresponse: Some(1.0 / 30.0),
        precision: Some(PrecisionState::Reliable),
        disclosure: Disclosure::Shown,
        rank: Some(2),
        ranked: Some(34),
        group: Some("upper".to_owned()),
        group_name: Some("Trung bình cao".to_owned()),
        change: Some(-1.5879),
        change_ci_low: Some(-2.5),
        change_ci_high: Some(-0.675),
        change_p: Some(1e-7),
        change_percent: Some(-3.58),
        notable: Some(false),
        missing: Some(3),
        rank_before: Some(1),
        group_before: Some("high".to_owned()),
        batches: Some(1_200),
        ..bare(unit, level, node, kind)
    }
}

/// One province and a commune per awkward name; four nodes, the last two an item with an option.
pub fn table() -> Table {
    let mut rows = Vec::new();
    let mut units = vec![("06", "province", "Tỉnh Bắc Kạn".to_owned())];
    let codes = ["01933", "02014", "02020", "02026", "02038", "02044", "02071", "02083", "1e3"];
    for (code, name) in codes.iter().zip(AWKWARD) {
        units.push((code, "commune", name.to_owned()));
    }
    for (place, (code, level, name)) in units.iter().enumerate() {
        let value = 42.722_9 + place as f64 / 3.0;
        let mut unit = vec![
            full(code, level, "total", PublishedKind::Index, value),
            full(code, level, "d1", PublishedKind::Dimension, value / 8.0),
            bare(code, level, "q1", PublishedKind::Indicator),
            full(code, level, "q1=2", PublishedKind::Option, 1e-7 * value),
        ];
        unit[0].of = Some(80.0);
        unit[0].sign = None;
        unit[1].precision = Some(PrecisionState::NotReliable);
        "Không".clone_into(&mut unit[3].node_name);
        for row in &mut unit {
            row.unit_name.clone_from(name);
        }
        rows.append(&mut unit);
    }
    Table { head: head(), rows }
}

/// Evidence of another wave; the table has none of its nodes.
pub fn evidence() -> Evidence {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    Sample::new(&instrument, switches).evidence
}

pub fn rendered(table: &Table, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    let evidence = evidence();
    let edition = Edition { evidence: Some(&evidence), ..Edition::from(table) };
    render(edition, format, &mut bytes).unwrap();
    bytes
}

pub fn csv_records(table: &Table) -> Vec<Vec<String>> {
    let bytes = rendered(table, Format::Csv);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Sheets of a workbook with their names, in order.
pub fn sheets(bytes: &[u8]) -> Vec<(String, Range<Data>)> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names().clone();
    names.into_iter().map(|name| (name.clone(), workbook.worksheet_range(&name).unwrap())).collect()
}

pub fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let found = sheets(bytes).into_iter().find(|(other, _)| other == name);
    found.unwrap_or_else(|| panic!("no sheet {name:?}")).1
}

/// A sheet of an ODS workbook.
pub fn ods_sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).unwrap();
    workbook.worksheet_range(name).unwrap()
}

/// The cell at row and column counted from 0.
pub fn at(sheet: &Range<Data>, row: u32, column: u32) -> Data {
    sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty)
}

/// One file inside a workbook, read by its entry in the central directory of the ZIP archive (APPNOTE 4.3.12).
pub fn part(bytes: &[u8], wanted: &str) -> String {
    let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let mut entry = long(end + 16);
    for _ in 0..short(end + 10) {
        let name = &bytes[entry + 46..entry + 46 + short(entry + 28)];
        if name == wanted.as_bytes() {
            let local = long(entry + 42);
            let start = local + 30 + short(local + 26) + short(local + 28);
            let packed = &bytes[start..start + long(entry + 20)];
            let mut text = String::new();
            DeflateDecoder::new(packed).read_to_string(&mut text).unwrap();
            return text;
        }
        entry += 46 + short(entry + 28) + short(entry + 30) + short(entry + 32);
    }
    panic!("no {wanted} in the workbook");
}
