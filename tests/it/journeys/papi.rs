//! PAPI 2019 and 2020 of 63 provinces from given scores.
//!
//! Press and official publications: Bắc Kạn 2020 has 42.72 of 80 points, 1.59 fewer than in 2019,
//! rank 32 after 23, upper-middle quartile group.

use std::collections::BTreeMap;

use hailong::domain::statistics::rounding::format_half_up;

use super::program::{Program, Row, data, number};
use crate::support::folder::TestFolder;

fn imported() -> Program {
    let program = Program::new();
    for year in ["2019", "2020"] {
        let name = format!("papi-{year}");
        let file = data(&format!("papi/papi-{year}-scores.csv"));
        program.done(&["import", "scores", "--instrument", &name, "--wave", &name, &file]);
    }
    program
}

fn published() -> Vec<Row> {
    let mut reader = csv::Reader::from_path(data("papi/papi-2019-2020-dimensions.csv")).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn the_published_scorecards_of_2019_and_2020_are_reproduced() {
    let program = imported();
    let tables = BTreeMap::from([
        ("2019", program.results(&["--wave", "papi-2019"])),
        ("2020", program.results(&["--wave", "papi-2020", "--compare", "papi-2019"])),
    ]);
    let mut compared = 0;
    for row in published() {
        let (year, unit) = (row["year"].as_str(), row["gso_code"].clone());
        let figure = |node: &str| &tables[year][&(unit.clone(), node.to_owned())];
        for dimension in 1..=8 {
            let expected = number(&row, &format!("D{dimension}"));
            let found = number(figure(&dimension.to_string()), "value");
            assert!((found - expected).abs() < 1e-6, "{year} {unit} D{dimension}: {found}, not {expected}");
            compared += 1;
        }
        let total = figure("papi");
        assert!((number(total, "value") - number(&row, "total")).abs() < 1e-6, "{year} {unit}");
        assert_eq!((&total["rank"], &total["ranked"]), (&row["rank"], &row["n_ranked"]), "{year} {unit}");
        if year == "2020" {
            assert!((number(total, "change") - number(&row, "change_vs_prev")).abs() < 2e-6, "{unit}");
        }
        compared += 1;
    }
    assert_eq!(compared, 2 * 63 * 9);
    let nation = tables["2020"].iter().filter(|((unit, _), _)| unit == "VN");
    assert!(nation.clone().count() > 0 && nation.clone().all(|(_, row)| row["disclosure"] == "no_value"));
    let groups: Vec<&str> = tables["2020"]
        .iter()
        .filter(|((_, node), row)| node == "papi" && !row["rank"].is_empty())
        .map(|(_, row)| row["group"].as_str())
        .collect();
    let count = |group: &str| groups.iter().filter(|found| **found == group).count();
    let sizes = [count("high"), count("upper_mid"), count("lower_mid"), count("low")];
    assert_eq!(sizes, [16, 16, 15, 16], "as published");
}

#[test]
fn the_sentence_about_bac_kan_holds() {
    let program = imported();
    let rows = program.results(&["--wave", "papi-2020", "--compare", "papi-2019", "--unit", "06"]);
    assert!(rows.keys().all(|(unit, _)| unit == "06"));
    let total = &rows[&("06".to_owned(), "papi".to_owned())];
    assert_eq!(total["unit_name"], "Tỉnh Bắc Kạn");
    let (value, change) = (number(total, "value"), number(total, "change"));
    assert!((value - 42.722_893).abs() < 5e-7 && (change + 1.587_943).abs() < 5e-7, "{value} {change}");
    assert_eq!((format_half_up(value, 2), format_half_up(change, 2)), ("42.72".into(), "-1.59".into()));
    assert_eq!(
        (total["rank"].as_str(), total["ranked"].as_str(), total["group"].as_str()),
        ("32", "63", "upper_mid")
    );
    assert_eq!((total["precision"].as_str(), total["disclosure"].as_str()), ("unknown", "given"));
    assert_eq!((total["rank_before"].as_str(), total["group_before"].as_str()), ("23", "upper_mid"));
    assert_eq!(rows.len(), 38, "29 sub-dimensions, 8 dimensions, the total");
}

#[test]
fn a_download_verifies_and_a_changed_figure_is_found() {
    let program = imported();
    let folder = TestFolder::new("papi");
    for (format, arguments) in [
        ("csv", &["--compare", "papi-2019"][..]),
        ("json", &["--compare", "papi-2019"]),
        ("xlsx", &["--unit", "06"]),
    ] {
        let file = folder.path().join(format!("papi.{format}"));
        let file = file.to_str().unwrap();
        program.done(
            &[&["results", "--wave", "papi-2020", "--format", format, "--out", file], arguments].concat(),
        );
        let said = program.done(&["verify", file]);
        assert!(said.contains("rows agree"), "{format}: {said}");
    }
    let csv = folder.path().join("papi.csv");
    let text = std::fs::read_to_string(&csv).unwrap();
    std::fs::write(&csv, text.replacen("42.722893", "43.722893", 1)).unwrap();
    let said = program.refused(&["verify", csv.to_str().unwrap()]);
    assert!(said.contains("unit 06, node papi, value") && said.contains("1 differences"), "{said}");
    std::fs::write(&csv, text.replace("Tỉnh Bắc Kạn", "Tỉnh Cao Bằng")).unwrap();
    assert!(
        program.refused(&["verify", csv.to_str().unwrap()]).contains("unit_name"),
        "figures moved to another name"
    );
    let mut lines: Vec<&str> = text.lines().collect();
    lines.remove(5);
    std::fs::write(&csv, lines.join("\r\n")).unwrap();
    assert!(program.refused(&["verify", csv.to_str().unwrap()]).contains("missing in the file"));
    let json = folder.path().join("papi.json");
    let text = std::fs::read_to_string(&json).unwrap();
    std::fs::write(&json, text.replacen("\"rank_before\":23", "\"rank_before\":22", 1)).unwrap();
    assert!(program.refused(&["verify", json.to_str().unwrap()]).contains("rank_before"));
    std::fs::write(&json, text.replacen("\"demo\":false", "\"demo\":true", 1)).unwrap();
    assert!(program.refused(&["verify", json.to_str().unwrap()]).contains("demo"));
}

#[test]
fn results_come_in_every_format_from_the_command_line() {
    let program = imported();
    let folder = TestFolder::new("papi-formats");
    let pk = &b"PK"[..];
    for (format, begin) in
        [("pdf", &b"%PDF-"[..]), ("ods", pk), ("jsonstat", b"{"), ("stat.zip", pk), ("zip", pk)]
    {
        let file = folder.path().join(format!("tinh.{format}"));
        let name = file.to_str().unwrap();
        let url = "https://khaosat.example.gov.vn";
        program.done(&["results", "--wave", "papi-2020", "--unit", "06", "--public-url", url, "--out", name]);
        assert!(std::fs::read(&file).unwrap().starts_with(begin), "{format}");
        let said = program.refused(&["verify", name]);
        assert!(said.contains("take the .json, .csv or .xlsx"), "{format}: {said}");
    }
    let code = crate::support::pdf::Pdf::at(&folder.path().join("tinh.pdf")).code(1);
    assert_eq!(code.link, "https://khaosat.example.gov.vn/ket-qua/papi-2020?unit=06");
}

#[test]
fn a_bad_score_file_changes_nothing_and_says_where() {
    let program = Program::new();
    let folder = TestFolder::new("scores");
    let file = folder.path().join("scores.csv");
    std::fs::write(
        &file,
        "unit,period,node,value\n06,2020,1.1,0.7\n06,2020,1,5\n06,2020,1.2,9\n06,2020,1.3,abc\n",
    )
    .unwrap();
    let import =
        ["import", "scores", "--instrument", "papi-2020", "--wave", "papi-2020", file.to_str().unwrap()];
    let said = program.refused(&import);
    for line in ["line 3, column node", "line 4, column value", "line 5, column value"] {
        assert!(said.contains(line), "{line} is not named: {said}");
    }
    std::fs::write(&file, "unit,period,node,value\n06,2020,1.1,0.7\n99,2020,1.1,0.7\n").unwrap();
    let said = program.refused(&import);
    assert!(said.contains("line 3, column unit"), "{said}");
    assert!(!program.done(&["wave", "list"]).contains("papi-2020"), "the wave was not made either");
}

#[test]
fn every_scorecard_is_said_in_one_sentence_in_both_languages() {
    let program = imported();
    let wanted = ["results", "--wave", "papi-2020", "--compare", "papi-2019", "--format", "html"];
    let page = program.done(&wanted);
    let bac_kan = "<p>Tỉnh Bắc Kạn, năm 2020: Chỉ số tổng hợp PAPI (không trọng số) đạt 42,72 điểm trên 80; giảm 1,59 điểm \
        so với năm 2019; xếp thứ 32 trên 63, giảm 9 bậc (trước đó thứ 23); thuộc nhóm “Trung bình cao”.</p>";
    assert!(page.contains(bac_kan), "{}", page.lines().find(|line| line.contains("Bắc Kạn, năm")).unwrap());
    assert_eq!(
        page.lines().filter(|line| line.starts_with("<p>Tỉnh") || line.starts_with("<p>Thành phố")).count(),
        63
    );
    let english = program.done(&[&wanted[..], &["--lang", "en", "--unit", "06"]].concat());
    let said = "Bac Kan province, 2020: Unweighted PAPI total 42.72 points of 80; 1.59 points fewer than in 2019; rank 32 \
        of 63, down 9 from 23; in the group “Upper middle”.";
    assert!(english.contains(said), "{english}");
}
