//! The workbook, read back by a spreadsheet reader and, where that shows too little, as XML.

use calamine::Data;
use hailong::domain::publication::{Disclosure, PublishedKind};
use hailong::domain::table::{COLUMNS, Table};
use hailong::export::Format;
use hailong::locale::period;

use super::support::{AWKWARD, at, full, head, part, rendered, sheet, sheets, table};

fn names(bytes: &[u8]) -> Vec<String> {
    sheets(bytes).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn there_is_a_sheet_per_level_then_the_long_table_the_options_and_the_method() {
    let mut table = table();
    assert_eq!(
        names(&rendered(&table, Format::Xlsx)),
        [
            "Tỉnh, thành phố",
            "Xã, phường, đặc khu",
            "Biểu đồ",
            "Số liệu đầy đủ",
            "Tỷ lệ từng phương án",
            "Phương pháp"
        ]
    );
    table.rows.retain(|row| row.unit_level == "province" && row.node_kind != PublishedKind::Option);
    assert_eq!(
        names(&rendered(&table, Format::Xlsx)),
        ["Bảng điểm", "Biểu đồ", "Số liệu đầy đủ", "Phương pháp"]
    );
    table.head.language = "en".to_owned();
    assert_eq!(names(&rendered(&table, Format::Xlsx)), ["Scorecards", "Charts", "Full table", "Method"]);
}

#[test]
fn sheet_names_are_legal_whatever_the_levels_are_called() {
    let mut table = table();
    let levels = [&"dài ".repeat(20), "[a]:*?/\\", "''", "History", "method", "Full table", "full table"];
    for (unit, level) in table.rows.chunks_mut(4).zip(levels) {
        for row in unit {
            level.clone_into(&mut row.unit_level);
        }
    }
    table.head.language = "en".to_owned();
    let names = names(&rendered(&table, Format::Xlsx));
    let mut folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), names.len(), "{names:?}");
    for name in &names {
        let length = name.encode_utf16().count();
        assert!(
            (1..=31).contains(&length) && !name.contains(['[', ']', ':', '*', '?', '/', '\\']),
            "{name:?}"
        );
        assert!(
            !name.starts_with('\'') && !name.ends_with('\'') && name.to_lowercase() != "history",
            "{name:?}"
        );
    }
}

#[test]
fn a_scorecard_has_a_line_per_unit_and_a_column_per_node() {
    let bytes = rendered(&table(), Format::Xlsx);
    let communes = sheet(&bytes, "Xã, phường, đặc khu");
    let header: Vec<String> = (0..11).map(|column| at(&communes, 1, column).to_string()).collect();
    assert_eq!(
        header[..4],
        ["Mã đơn vị", "Đơn vị", "Chỉ số total (tối đa 80)", "Chỉ số total: cận dưới khoảng tin cậy"]
    );
    assert_eq!(
        header[5..],
        [
            "Chỉ số total: hạng",
            "Chỉ số total: nhóm",
            "Chỉ số total: thay đổi so với kỳ trước",
            "Chỉ số total: số chỉ số thành phần còn thiếu",
            "Chỉ số d1",
            "Chỉ số q1"
        ]
    );
    assert_eq!(communes.end(), Some((10, 10)), "nine communes below two lines; options have their own sheet");
    for (place, awkward) in AWKWARD.iter().enumerate() {
        let row = u32::try_from(place).unwrap() + 2;
        assert_eq!(at(&communes, row, 1), Data::String((*awkward).to_owned()));
        assert_eq!(at(&communes, row, 2), Data::Float(42.722_9 + (place + 1) as f64 / 3.0));
        assert_eq!(at(&communes, row, 5), Data::Float(2.0));
        assert_eq!(at(&communes, row, 6), Data::String("Trung bình cao".to_owned()));
        assert_eq!(at(&communes, row, 7), Data::Float(-1.5879));
        assert_eq!(at(&communes, row, 8), Data::Float(3.0));
        assert_eq!(at(&communes, row, 10), Data::Empty);
    }
    assert_eq!(at(&communes, 2, 0), Data::String("01933".to_owned()));
    assert_eq!(at(&communes, 10, 0), Data::String("1e3".to_owned()));
}

#[test]
fn a_scorecard_shows_only_what_the_index_has() {
    let mut table = table();
    for row in &mut table.rows {
        (row.ci_low, row.ci_high, row.group, row.group_name, row.change) = (None, None, None, None, None);
        row.missing = None;
    }
    let provinces = sheet(&rendered(&table, Format::Xlsx), "Tỉnh, thành phố");
    let header: Vec<String> = (2..6).map(|column| at(&provinces, 1, column).to_string()).collect();
    assert_eq!(header, ["Chỉ số total (tối đa 80)", "Chỉ số total: hạng", "Chỉ số d1", "Chỉ số q1"]);
}

/// Headings and questions with a distribution are nodes too, and there can be dozens of them.
#[test]
fn a_scorecard_has_no_column_for_nodes_that_never_have_a_value() {
    let mut table = table();
    for row in table.rows.iter_mut().filter(|row| row.node == "q1") {
        row.disclosure = Disclosure::NoValue;
    }
    let last = |table: &Table| {
        let communes = sheet(&rendered(table, Format::Xlsx), "Xã, phường, đặc khu");
        at(&communes, 1, communes.end().unwrap().1).to_string()
    };
    assert_eq!(last(&table), "Chỉ số d1");
    table.rows.iter_mut().find(|row| row.node == "q1").unwrap().disclosure = Disclosure::Waiting;
    assert_eq!(last(&table), "Chỉ số q1");
}

#[test]
fn header_lines_stay_in_view_and_filter() {
    let bytes = rendered(&table(), Format::Xlsx);
    let communes = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(communes.contains(r#"<pane xSplit="2" ySplit="2" topLeftCell="C3""#), "{}", &communes[..900]);
    assert!(communes.contains(r#"<autoFilter ref="A2:K11"/>"#));
    let full = part(&bytes, "xl/worksheets/sheet4.xml");
    assert!(full.contains(r#"<pane xSplit="5" ySplit="1" topLeftCell="F2""#));
    assert!(full.contains(r#"<autoFilter ref="A1:AI41"/>"#));
}

#[test]
fn there_is_no_formula_and_no_link_anywhere() {
    let bytes = rendered(&table(), Format::Xlsx);
    for number in 1..=6 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"), "sheet {number}");
    }
}

#[test]
fn formats_follow_the_node_and_signs_do_not_scale() {
    let styles = part(&rendered(&table(), Format::Xlsx), "xl/styles.xml");
    assert!(styles.contains("formatCode=\"0.00&quot;%&quot;\""), "{styles}");
    assert!(styles.contains("formatCode=\"+0.00;-0.00;0.00\""));
    assert!(styles.contains("<i/><sz val=\"11\"/><color rgb=\"FF767676\"/>"), "{styles}");
    let mut table = table();
    for row in &mut table.rows {
        (row.decimals, row.sign) = (0, Some("\"điểm\"".to_owned()));
    }
    let styles = part(&rendered(&table, Format::Xlsx), "xl/styles.xml");
    assert!(styles.contains("formatCode=\"0&quot; điểm&quot;\""), "{styles}");
}

#[test]
fn the_options_stand_under_their_question() {
    let options = sheet(&rendered(&table(), Format::Xlsx), "Tỷ lệ từng phương án");
    let line: Vec<Data> = (0..11).map(|column| at(&options, 1, column)).collect();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(
        line[..6],
        [text("06"), text("Tỉnh Bắc Kạn"), text("q1"), text("Chỉ số q1"), text("2"), text("Không")]
    );
    assert_eq!(line[6], Data::Float(1e-7 * 42.722_9));
    assert_eq!(line[9..], [Data::Float(12_345.0), text("reliable")]);
}

fn words(range: &calamine::Range<Data>) -> Vec<String> {
    range.used_cells().map(|(_, _, cell)| cell.to_string()).collect()
}

#[test]
fn the_method_names_everything_the_figures_rest_on() {
    for language in ["vi", "en"] {
        let mut table = table();
        table.head.language = language.to_owned();
        let sheets = sheets(&rendered(&table, Format::Xlsx));
        let words = words(&sheets.last().unwrap().1);
        let head = head();
        let expected = [
            head.publication,
            head.wave_publication,
            head.compared_with.unwrap(),
            head.chain.unwrap(),
            head.instrument_sha256,
            head.instrument,
            head.instrument_title,
            head.title,
            head.wave,
            period::spoken(&head.period, language),
            head.method,
            head.compare_notes[0].clone(),
            head.sources[0].clone(),
            head.unverified[0].clone(),
            head.settings[0].0.clone(),
            head.settings[0].1.clone(),
            "10".to_owned(),
            "1234".to_owned(),
        ];
        for expected in expected {
            assert!(words.contains(&expected), "{language}: {expected} is missing");
        }
        for column in COLUMNS {
            assert!(words.iter().any(|word| word == column), "{language}: {column} is not explained");
        }
        assert!(
            !words.iter().any(|word| word.starts_with("export-")),
            "{language}: a text is missing: {words:?}"
        );
    }
}

#[test]
fn invented_data_is_called_so_on_every_sheet_people_look_at_and_real_data_is_not() {
    let mut table = table();
    let bytes = rendered(&table, Format::Xlsx);
    for name in ["Tỉnh, thành phố", "Xã, phường, đặc khu", "Biểu đồ", "Phương pháp"] {
        assert!(at(&sheet(&bytes, name), 0, 0).to_string().starts_with("DỮ LIỆU GIẢ ĐỊNH"), "{name}");
    }
    for number in 1..=6 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(xml.contains("&amp;RDỮ LIỆU GIẢ ĐỊNH"), "the print of sheet {number} does not say so");
    }
    table.head.demo = false;
    let bytes = rendered(&table, Format::Xlsx);
    assert!(!sheets(&bytes).iter().any(|(_, range)| words(range).iter().any(|word| word.contains("GIẢ"))));
}

#[test]
fn texts_longer_than_a_cell_are_cut_instead_of_losing_the_file() {
    let mut row = full("1", "desk", "total", PublishedKind::Index, 1.0);
    row.unit_name = "😀".repeat(40_000);
    let bytes = rendered(&Table { head: head(), rows: vec![row] }, Format::Xlsx);
    let Data::String(name) = at(&sheet(&bytes, "Số liệu đầy đủ"), 1, 4) else { panic!("no text") };
    assert_eq!(name.encode_utf16().count(), 32_766, "whole letters only");
}

#[test]
fn a_table_without_rows_is_still_a_workbook() {
    let bytes = rendered(&Table { head: head(), rows: Vec::new() }, Format::Xlsx);
    assert_eq!(names(&bytes), ["Số liệu đầy đủ", "Phương pháp"]);
}
