//! The report, read back by poppler and a reader of QR codes.

use std::fs;

use hailong::domain::publication::{PrecisionState, PublishedKind};
use hailong::domain::table::{Row, Table};
use hailong::export::{Edition, Format, render};
use hailong::locale::number;
use serde_json::Value;

use super::support::{bare, full, head, rendered, table};
use crate::support::folder::TestFolder;
use crate::support::pdf::Pdf;

const ADDRESS: &str = "https://khaosat.example.gov.vn/ket-qua/hai-long-2026-q3?unit=19";

/// A province with its nodes, questions and communes.
fn matter(language: &str) -> Table {
    let mut rows = vec![full("19", "province", "total", PublishedKind::Index, 81.37)];
    for (node, name, value) in [
        ("d1", "Tiếp cận dịch vụ", 79.25),
        ("d2", "Thủ tục hành chính", 71.5),
        ("d3", "Công chức trực tiếp giải quyết công việc", 90.125),
        ("d4", "Kết quả dịch vụ", 84.0),
        ("d5", "Tiếp nhận, xử lý phản ánh, kiến nghị", 77.0),
    ] {
        rows.push(named(full("19", "province", node, PublishedKind::Dimension, value), name));
    }
    rows[5].precision = Some(PrecisionState::NotReliable);
    rows.push(named(bare("19", "province", "d6", PublishedKind::Dimension), "Sẵn sàng góp ý"));
    for (node, shares) in
        [("q1", &[62.5, 30.0, 7.5][..]), ("q2", &[20.25, 75.75, 4.0]), ("q3", &[80.0, 60.0])]
    {
        let mut question =
            named(bare("19", "province", node, PublishedKind::Indicator), &format!("Câu hỏi {node}"));
        question.disclosure = hailong::domain::publication::Disclosure::NoValue;
        rows.push(question);
        for (code, share) in ["a", "b", "c"].iter().zip(shares) {
            let id = format!("{node}={code}");
            let option = full("19", "province", &id, PublishedKind::Option, *share);
            rows.push(named(option, &format!("Phương án {code}")));
        }
    }
    for (unit, rank, value) in [("02020", 2, 80.0), ("02026", 1, 85.5), ("02038", 3, 70.75)] {
        let mut row = full(unit, "commune", "total", PublishedKind::Index, value);
        row.rank = Some(rank);
        rows.push(row);
    }
    for row in rows.iter_mut().filter(|row| row.unit == "19") {
        "Tỉnh Thái Nguyên".clone_into(&mut row.unit_name);
    }
    let mut head = head();
    language.clone_into(&mut head.language);
    Table { head, rows }
}

fn named(row: Row, name: &str) -> Row {
    Row { node_name: name.to_owned(), ..row }
}

struct Report {
    pdf: Pdf,
    _folder: TestFolder,
}

impl Report {
    fn of(table: &Table, address: Option<&str>) -> Self {
        let folder = TestFolder::new(&format!("report-{}", uuid::Uuid::new_v4()));
        let path = folder.path().join("report.pdf");
        let mut bytes = Vec::new();
        let edition = Edition { address: address.map(str::to_owned), ..Edition::from(table) };
        render(edition, Format::Pdf, &mut bytes).unwrap();
        fs::write(&path, bytes).unwrap();
        Self { pdf: Pdf::at(&path), _folder: folder }
    }

    /// The text of all pages.
    fn text(&self) -> String {
        (1..=self.pdf.pages()).map(|page| self.pdf.text(page)).collect::<Vec<_>>().join("\n")
    }
}

/// A number as the report writes it: a dash stands for the minus sign, which the font does not have.
fn written(language: &str, row: &Value, name: &str, decimals: Option<u32>) -> String {
    let value = row[name].as_f64().unwrap();
    let decimals = decimals.unwrap_or_else(|| u32::try_from(row["decimals"].as_u64().unwrap()).unwrap());
    let sign = if value > 0.0 && name == "change" { "+" } else { "" };
    format!("{sign}{}", number(language, value, decimals).replace('\u{2212}', "–"))
}

#[test]
fn every_figure_of_the_json_stands_in_the_report() {
    for language in ["vi", "en"] {
        let table = matter(language);
        let text = Report::of(&table, None).text();
        let document: Value = serde_json::from_slice(&rendered(&table, Format::Json)).unwrap();
        let mut seen = 0;
        for row in document["rows"].as_array().unwrap().iter().filter(|row| !row["value"].is_null()) {
            let of = |name: &str, decimals| written(language, row, name, decimals);
            let is_unit = row["unit"] != "19";
            let name = if is_unit { &row["unit_name"] } else { &row["node_name"] };
            let figure = format!("{}%", of("value", None));
            // The end of an interval has as many decimals as it needs, both the same.
            let places = |name: &str| {
                row[name]
                    .to_string()
                    .split_once('.')
                    .map_or(0, |(_, digits)| digits.trim_end_matches('0').len())
            };
            let most = u32::try_from(places("ci_low").max(places("ci_high"))).unwrap();
            let interval = format!("{} – {}", of("ci_low", Some(most)), of("ci_high", Some(most)));
            let (n, rank) = (of("n", Some(0)), format!("{}/{}", row["rank"], row["ranked"]));
            let line = if row["node_kind"] == "option" {
                format!("{} {figure} {interval} {n}", name.as_str().unwrap())
            } else {
                let change = of("change", None);
                let group = row["group_name"].as_str().unwrap();
                format!("{} {figure} {interval} {change} {n} {rank} {group}", name.as_str().unwrap())
            };
            assert!(text.contains(&line), "{language}: no {line:?} in {text}");
            seen += 1;
        }
        assert_eq!(seen, 17);
    }
}

#[test]
fn the_summary_says_what_the_figures_mean() {
    let mut table = matter("vi");
    let text = Report::of(&table, None).pdf.text(2);
    for sentence in [
        "Chỉ số total của tỉnh Thái Nguyên là 81,37% (khoảng tin cậy 95%: 80,12 – 82,62), tính từ 12.345 trả lời.",
        "Với mức này, đơn vị thuộc nhóm “Trung bình cao”.",
        "So với quý II năm 2026, chỉ số giảm: –1,59 (khoảng tin cậy 95%: từ –2,500 đến –0,675; p < 0,001). Mức giảm này lớn hơn dao động ngẫu nhiên.",
        "Đơn vị xếp hạng 2 trong 34 đơn vị cùng cấp.",
        "• Thủ tục hành chính: 71,50% (70,25 – 72,75) • Tiếp cận dịch vụ: 79,25% (78,0 – 80,5) ",
        "Không xét 1 nội dung chưa đủ tin cậy.",
        "1 chỉ số chưa có số liệu",
    ] {
        assert!(text.contains(sentence), "no {sentence:?} in {text}");
    }
    // The interval leaves zero out, and yet it is noise among so many units.
    table.rows[0].change_p = Some(0.2);
    let text = Report::of(&table, None).pdf.text(2);
    for words in ["Xét riêng đơn vị này thì mức thay đổi vượt", "(p = 0,200, đã hiệu chỉnh theo số đơn vị)"]
    {
        assert!(text.contains(words), "no {words:?} in {text}");
    }
    table.rows[0].change_ci_high = Some(0.25);
    let text = Report::of(&table, None).pdf.text(2);
    assert!(text.contains("p = 0,200). Mức thay đổi này chưa vượt quá dao động ngẫu nhiên"), "{text}");
    table.rows[0].change_p = None;
    let text = Report::of(&table, None).pdf.text(2);
    assert!(text.contains("Không xác định được mức thay đổi này"), "{text}");
    table.rows[0] = Row {
        unit_name: "Tỉnh Thái Nguyên".to_owned(),
        ..bare("19", "province", "total", PublishedKind::Index)
    };
    let text = Report::of(&table, None).pdf.text(2);
    assert!(
        text.contains("Chưa có giá trị của Chỉ số total cho tỉnh Thái Nguyên. Chưa đủ 10 người"),
        "{text}"
    );
}

/// Scores from elsewhere have no intervals, and values whose greatest is not known are not called low.
#[test]
fn given_scores_are_not_spoken_of_as_if_they_were_measured() {
    let mut table = matter("vi");
    (table.head.batches, table.head.scores) = (0, 24);
    for row in &mut table.rows {
        (row.ci_low, row.ci_high, row.n, row.sign, row.change_p) = (None, None, None, None, None);
        row.precision = Some(PrecisionState::Unknown);
    }
    table.rows[0].of = Some(80.0);
    let text = Report::of(&table, None).pdf.text(2);
    for expected in ["là 81,37 / 80.", "Có 24 điểm số nhập từ nguồn khác", "Không xác định được mức thay đổi"]
    {
        assert!(text.contains(expected), "no {expected:?} in {text}");
    }
    for never in ["khoảng tin cậy", "Khoảng tin cậy", "thấp nhất", "0 lô phiếu", "tự nguyện"]
    {
        assert!(!text.contains(never), "{never:?} in {text}");
    }
}

#[test]
fn the_code_on_the_cover_leads_to_the_results() {
    let table = matter("vi");
    let report = Report::of(&table, Some(ADDRESS));
    let code = report.pdf.code(1);
    assert_eq!(code.link, ADDRESS);
    assert!(code.side >= 25.0 && code.is_free, "{} mm", code.side);
    assert!(report.pdf.text(1).contains(&table.head.publication), "the hash is one word");
    assert!(report.text().contains(&format!("/api/v1/publications/{}", table.head.wave_publication)));
}

#[test]
fn the_file_is_tagged_named_and_numbered() {
    let report = Report::of(&matter("vi"), Some(ADDRESS));
    let pdf = &report.pdf;
    assert_eq!(pdf.info("Tagged"), "yes");
    assert_eq!(
        pdf.info("Title"),
        "Báo cáo kết quả: Tỉnh Thái Nguyên – Đo lường sự hài lòng & <góp ý> quý III"
    );
    assert_eq!(pdf.info("Page size"), "595.276 x 841.89 pts (A4)");
    let pages = pdf.pages();
    for page in 2..=pages {
        let text = pdf.text(page);
        assert!(text.contains(&format!("Trang {page}/{pages}")), "page {page}: {text}");
        assert!(text.contains("DỮ LIỆU GIẢ ĐỊNH"), "page {page}: {text}");
    }
    let structure = String::from_utf8_lossy(&pdf.ask("pdfinfo", &["-struct"])).into_owned();
    for tag in ["H1", "H2", "H3", "Table", "TH", "TD", "L", "LI", "Figure"] {
        assert!(
            structure.lines().any(|line| line
                .split_whitespace()
                .next()
                .map(|word| word.trim_end_matches(':'))
                == Some(tag)),
            "no {tag}: {structure}"
        );
    }
    let figures = structure.lines().filter(|line| line.trim_start().starts_with("Figure")).count();
    assert!(figures >= 5, "the code and each chart: {structure}");
}

#[test]
fn no_word_leaves_its_page_and_no_letter_is_missing() {
    for language in ["vi", "en"] {
        let mut long = table();
        language.clone_into(&mut long.head.language);
        for (place, row) in long.rows.iter_mut().enumerate() {
            row.node_name = format!("{} {place}", "Công khai, minh bạch thủ tục hành chính; ".repeat(6));
        }
        for table in [matter(language), long] {
            let report = Report::of(&table, Some(ADDRESS));
            for (page, words) in report.pdf.words().into_iter().enumerate() {
                for word in words {
                    let [left, top, right, bottom] = word.edges;
                    let inside = left >= 40.0 && right <= 556.0 && top >= 20.0 && bottom <= 822.0;
                    assert!(inside, "{language}, page {}: {word:?}", page + 1);
                    assert!(!word.text.contains('\u{fffd}'), "{word:?}");
                }
            }
        }
    }
}

#[test]
fn a_table_without_rows_is_still_a_report() {
    let report = Report::of(&Table { head: head(), rows: Vec::new() }, None);
    assert!(report.text().contains("Phụ lục: phương pháp"));
}
