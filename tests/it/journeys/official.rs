//! The official publication of the one-stop rating, as an office puts it on its portal.

use super::program::Program;
use crate::support::folder::TestFolder;

/// So many lines of a file of responses.
fn answers(unit: &str, codes: [u8; 4], times: usize) -> String {
    let [time, contacts, agencies, attitude] = codes;
    format!("{unit},{time},{contacts},{agencies},{attitude}\n").repeat(times)
}

/// The indices that the one-stop system gives.
fn given(unit: &str, values: &[(&str, &str)]) -> String {
    let lines: Vec<String> =
        values.iter().map(|(node, value)| format!("{unit},2026-Q3,{node},{value}\n")).collect();
    lines.concat()
}

/// Circular 01/2018/TT-VPCP, Articles 14 and 15: nine indices, each the mean of points rounded to one decimal, their
/// sum and its grade.
#[test]
fn the_quarterly_publication_has_the_indices_the_total_and_the_grade_of_each_unit() {
    // given a unit that has all indices, one that lacks two and one that nobody has rated
    let program = Program::new();
    let folder = TestFolder::new("official");
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let responses = [
        "unit,q1,q3,q4,q7\n".to_owned(),
        answers("02020", [2, 2, 2, 2], 30),
        answers("02020", [1, 2, 1, 2], 10),
        answers("01933", [1, 1, 1, 1], 40),
        answers("02014", [1, 1, 1, 1], 3),
    ];
    let scores = [
        "unit,period,node,value\n".to_owned(),
        given("02020", &[("2", "2"), ("5", "2"), ("6", "2"), ("8", "1"), ("9", "1.5")]),
        given("01933", &[("2", "1"), ("5", "1"), ("6", "1")]),
        given("02014", &[("2", "2"), ("5", "2"), ("6", "2"), ("8", "1"), ("9", "1.5")]),
    ];
    let responses = file("responses.csv", responses.concat());
    let scores = file("scores.csv", scores.concat());
    let into = ["--instrument", "one-stop-2018", "--wave", "q3"];
    program.done(&[&["import", "responses"], &into[..], &["--period", "2026-Q3", &responses]].concat());
    program.done(&[&["import", "scores"], &into[..], &[&scores]].concat());
    program.done(&["seal", "--wave", "q3", "--close"]);
    // when it is published
    let page = program.done(&["results", "--wave", "q3", "--format", "html"]);
    // then (2 × 30 + 10) / 40 = 1.75 is 1.8, and 1.8 + 2 + 2 + 1.8 + 2 + 2 + 2 + 1 + 1.5 = 16.1 is excellent
    let line = |unit: &str| {
        let start = format!("<tr class=\"d0\"><th scope=\"row\">{unit}");
        page.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{unit} in {page}"))
    };
    let cells = |values: &[&str]| format!("<td class=\"n\">{}</td>", values.join("</td><td class=\"n\">"));
    let best = cells(&["1,8", "2,0", "2,0", "1,8", "2,0", "2,0", "2,0", "1,0", "1,5", "16,1"]);
    assert!(
        line("Xã Chợ Đồn (02020)").contains(&(best + "<td>Xuất sắc</td>")),
        "{}",
        line("Xã Chợ Đồn (02020)")
    );
    // What lacks an index has a sum, and no grade.
    let other = cells(&["1,0", "1,0", "1,0", "1,0", "1,0", "1,0", "1,0", "–", "–", "7,0"]);
    assert!(
        line("Xã Đồng Phúc (01933)").contains(&(other + "<td></td>")),
        "{}",
        line("Xã Đồng Phúc (01933)")
    );
    assert!(page.contains("đơn vị thiếu chỉ số không được xếp loại"), "{page}");
    let said = page.lines().find(|line| line.starts_with("<p>Xã Chợ Đồn, quý III năm 2026: ")).unwrap();
    assert!(said.contains(" đạt 16,1 điểm trên 18 (khoảng tin cậy 95%: "), "{said}");
    assert!(said.contains("; thuộc nhóm “Xuất sắc”."), "{said}");
    // A unit that nobody has rated must not look like one that was rated badly.
    let said = page.lines().find(|line| line.starts_with("<p>Xã Bạch Thông, quý III năm 2026: ")).unwrap();
    assert!(said.contains(" đạt 8,5 điểm trên 18. ") && said.contains("Thiếu 4 chỉ số thành phần"), "{said}");
    // How people answered stands beside what is made of it.
    assert!(page.contains("<caption>Người dân trả lời thế nào: tỷ lệ từng phương án trả lời (%)</caption>"));
    assert!(page.contains("<th scope=\"col\" class=\"n\">Sớm hơn ngày hẹn</th>"), "{page}");
    assert!(page.contains("<li>8: ") && page.contains("(tối đa 2 điểm)"), "{page}");
}
