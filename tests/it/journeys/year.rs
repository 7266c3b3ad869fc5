//! The yearly publication of the one-stop rating, from the quarters as an office imports them to a file that is
//! verified.

use std::fmt::Write as _;

use diesel::Connection as _;
use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;

use super::program::Program;
use crate::support::folder::TestFolder;

/// A program with a folder for its files.
struct Office {
    program: Program,
    folder: TestFolder,
}

impl Office {
    fn new() -> Self {
        Self { program: Program::new(), folder: TestFolder::new("year") }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// A quarter with answers, given scores and numbers of dossiers, sealed and published. Answers: unit, the codes of
    /// the four questions and how many people gave them.
    fn quarter(
        &self,
        number: u8,
        answers: &[(&str, [u8; 4], usize)],
        given: &[(&str, &[(&str, &str)])],
        dossiers: &[(&str, u32)],
    ) {
        let (wave, period) = (format!("q{number}"), format!("2026-Q{number}"));
        let mut responses = "unit,q1,q3,q4,q7\n".to_owned();
        for (unit, [time, contacts, agencies, attitude], times) in answers {
            responses += &format!("{unit},{time},{contacts},{agencies},{attitude}\n").repeat(*times);
        }
        let mut scores = "unit,period,node,value\n".to_owned();
        for (unit, values) in given {
            for (node, value) in *values {
                writeln!(scores, "{unit},{period},{node},{value}").unwrap();
            }
        }
        let mut closed = "unit,closed\n".to_owned();
        for (unit, number) in dossiers {
            writeln!(closed, "{unit},{number}").unwrap();
        }
        let responses = self.file("responses.csv", &responses);
        let into = ["--instrument", "one-stop-2018", "--wave", &wave];
        let done = |arguments: &[&str]| self.program.done(arguments);
        done(
            &[&["import", "responses"], &into[..], &["--mode", "desk", "--period", &period, &responses]]
                .concat(),
        );
        done(&[&["import", "scores"], &into[..], &[&self.file("scores.csv", &scores)]].concat());
        done(&["import", "dossiers", "--wave", &wave, &self.file("dossiers.csv", &closed)]);
        done(&["seal", "--wave", &wave, "--close"]);
    }
}

/// Circular 01/2018/TT-VPCP, Article 15: the same nine indices, mean of the points of all dossiers of the year rounded
/// to one decimal, their sum and its grade.
#[test]
fn the_yearly_publication_is_made_from_the_quarters_and_verified() {
    // given a unit with two quarters, one with one, and one whose dossiers are not known in one quarter
    let office = Office::new();
    let program = &office.program;
    office.quarter(
        1,
        &[
            ("02020", [2, 2, 2, 2], 30),
            ("02020", [1, 2, 1, 2], 10),
            ("01933", [1, 1, 1, 1], 40),
            ("02014", [2, 2, 2, 2], 20),
        ],
        &[
            ("02020", &[("2", "2"), ("5", "2"), ("6", "2"), ("8", "1"), ("9", "1.5")]),
            ("01933", &[("2", "1"), ("5", "1"), ("6", "1"), ("8", "1"), ("9", "1")]),
            ("02014", &[("2", "2")]),
        ],
        &[("02020", 300), ("01933", 50)],
    );
    office.quarter(
        2,
        &[("02020", [1, 1, 1, 1], 40), ("02014", [1, 2, 2, 2], 20)],
        &[("02020", &[("2", "1"), ("5", "2"), ("6", "1"), ("8", "2"), ("9", "1")]), ("02014", &[("2", "1")])],
        &[("02020", 100), ("02014", 60)],
    );
    // when they are pooled and the year is published
    let said = program.done(&["wave", "pool", "nam", "--of", "q1,q2", "--title", "Một cửa năm 2026"]);
    assert!(said.contains("wave nam is pooled: 2026") && said.contains("nam: published "), "{said}");
    let page = program.done(&["results", "--wave", "nam", "--format", "html"]);
    // then answers are added up: (70 + 40) / 80 = 1.375, where the mean of the quarters' 1.8 and 1.0 were 1.4 too, but
    // 120 / 80 = 1.5 of index 3; given scores go by dossiers: (2 × 300 + 1 × 100) / 400 = 1.75 is 1.8
    let line = |unit: &str| {
        let start = format!("<tr class=\"d0\"><th scope=\"row\">{unit}");
        page.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{unit} in {page}"))
    };
    let cells = |values: &[&str]| format!("<td class=\"n\">{}</td>", values.join("</td><td class=\"n\">"));
    let both = cells(&["1,4", "1,8", "1,5", "1,4", "2,0", "1,8", "1,5", "1,3", "1,4", "14,1"]);
    let found = line("Xã Chợ Đồn (02020)");
    assert!(found.contains(&(both + "<td>Tốt</td>")), "{found}");
    // a unit of one quarter has that quarter's
    let one = cells(&["1,0", "1,0", "1,0", "1,0", "1,0", "1,0", "1,0", "1,0", "1,0", "9,0"]);
    let found = line("Xã Đồng Phúc (01933)");
    assert!(found.contains(&(one + "<td>Khá</td>")), "{found}");
    // and what cannot be pooled is not averaged
    let found = line("Xã Bạch Thông (02014)");
    assert!(found.contains("<td class=\"n\">1,5</td><td class=\"n\">không đủ để gộp</td>"), "{found}");
    every_reason_is_explained(&program.done(&["results", "--wave", "nam", "--format", "jsonstat"]));
    for sentence in [
        "Kết quả gộp từ 2 đợt đã công bố: quý I năm 2026 (q1), quý II năm 2026 (q2).",
        "Chưa có kết quả của: quý III năm 2026, quý IV năm 2026.",
        "Không có kết quả ở mọi đợt: Xã Đồng Phúc (quý II năm 2026).",
    ] {
        assert!(page.contains(sentence), "{sentence} in {page}");
    }
    // A score that is given for the year itself, as where the rule is about all petitions of the year, stands first.
    let own = office.file("scores.csv", "unit,period,node,value\n02020,2026,8,2\n");
    program.done(&["import", "scores", "--instrument", "one-stop-2018", "--wave", "nam", &own]);
    let sealed = program.done(&["seal", "--wave", "nam"]);
    assert!(sealed.contains("nam: nothing new"), "the import has published already: {sealed}");
    let rows = program.results(&["--wave", "nam"]);
    let total = &rows[&("02020".to_owned(), "one-stop".to_owned())];
    assert_eq!((total["value"].parse::<f64>().unwrap(), &*total["group"]), (14.8, "good"));
    verified_until_tampered_with(&office);
}

fn verified_until_tampered_with(office: &Office) {
    let program = &office.program;
    for format in ["csv", "json", "xlsx"] {
        let path = office.path(&format!("nam.{format}"));
        program.done(&["results", "--wave", "nam", "--out", &path]);
        let said = program.done(&["verify", &path]);
        assert!(said.contains("rows agree with what is computed again"), "{said}");
    }
    let deep = program.done(&["verify", "--deep", &office.path("nam.csv")]);
    for counted in ["q1: the kept responses give the same totals in all ", "q2: the kept responses give "] {
        assert!(deep.contains(counted), "{deep}");
    }
    let csv = std::fs::read_to_string(office.path("nam.csv")).unwrap();
    let better = csv.replace(",14.8,", ",15.2,");
    assert_ne!(csv, better);
    let better = office.file("better.csv", &better);
    assert!(program.refused(&["verify", &better]).contains("node one-stop, value"), "a better grade");
    let json = std::fs::read_to_string(office.path("nam.json")).unwrap();
    let named = office.file("named.json", &json.replace("\"2026-Q3\"", "\"2026-Q2\""));
    assert!(program.refused(&["verify", &named]).contains("beside the rows"), "missing quarters");
    // Somebody changes a batch of a quarter after it was published.
    let mut conn = PgConnection::establish(&program.url()).unwrap();
    let damage = "UPDATE batch SET tally[4] = tally[4] + 1 WHERE seq = 1 AND wave = \
        (SELECT number FROM wave WHERE id = 'q1')";
    conn.batch_execute(damage).unwrap();
    let said = program.refused(&["verify", &office.path("nam.csv")]);
    assert!(said.contains("nam: in q1: batch 1 was changed after it was sealed"), "{said}");
}

/// A portal is told in words why there is no figure, whatever the reason.
fn every_reason_is_explained(cube: &str) {
    let cube: serde_json::Value = serde_json::from_str(cube).unwrap();
    let said: Vec<&serde_json::Value> = cube["status"].as_object().unwrap().values().collect();
    assert!(said.iter().any(|word| *word == "not_pooled"), "{said:?}");
    for word in said {
        assert!(cube["extension"]["status"]["label"][word.as_str().unwrap()].is_string(), "{word}");
    }
}
