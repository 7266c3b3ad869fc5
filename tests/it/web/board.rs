//! The page of results says what the figures say, and no more than chance allows.

use serde_json::Value;

use super::board_ground::{around, instrument, province, publication, store, store_form, three_waves};
use super::reading::token;
use super::support::{TestServer, start};

fn page(server: &TestServer, path: &str) -> String {
    let answer = server.get_with(path, &[("accept", "text/html")]);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    // Words alone, so that a test can look for sentences.
    let mut words = String::new();
    for part in answer.text().split('<') {
        words.push_str(part.split_once('>').map_or("", |(_, text)| text));
        words.push('\n');
    }
    words.replace("&#8220;", "“").replace("&#8221;", "”")
}

/// The part of a page between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

fn row<'a>(table: &'a Value, unit: &str, node: &str) -> &'a Value {
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row["unit"] == unit && row["node"] == node).unwrap()
}

#[test]
fn the_dashboard_says_the_figures_of_the_json() {
    let server = start();
    three_waves(&server);
    let table = server.get("/api/v1/waves/hl-2026-q2/results?unit=01001&compare=hl-2026-q1&lang=en").json();
    let index = row(&table, "01001", "all");
    let text = page(&server, "/ket-qua/hl-2026-q2?unit=01001&lang=en");
    let board = between(&text, "Satisfaction index\n", "Trend over the waves");
    let shown = |field: &str| format!("{:.1}", index[field].as_f64().unwrap());
    assert!(board.contains(&format!("{}%", shown("value"))), "{board}");
    let interval = format!("{}\u{a0}–\u{a0}{}", shown("ci_low"), shown("ci_high"));
    assert!(board.contains(&interval), "{interval}: {board}");
    assert!(board.contains("Group: Highest"), "{board}");
    assert!(board.contains(&format!("+{}", shown("change"))), "{board}");
    assert!(board.contains("Rank 1 of 11"), "{board}");
    assert!(board.contains("Compared with the period: quarter I of 2026"), "{board}");
}

#[test]
fn a_change_is_called_one_only_beyond_chance() {
    let server = start();
    three_waves(&server);
    let said = |unit: &str| page(&server, &format!("/ket-qua/hl-2026-q2?unit={unit}&lang=en"));
    // Commune 1 rose by ten points, commune 2 by half a point with an error of half a point each.
    assert!(said("01001").contains("An increase beyond chance."));
    let second = said("01002");
    assert!(second.contains("Within chance: neither an increase nor a decrease can be claimed."), "{second}");
    assert!(!second.contains("An increase beyond chance."));
    // A unit that waits says why in one sentence and has nothing else.
    let waiting = said("01012");
    assert!(waiting.contains("Fewer than 10 people have answered so far"), "{waiting}");
    assert!(!waiting.contains("Clearly lower than the rest"), "{waiting}");
}

#[test]
fn only_what_is_lower_by_more_than_chance_is_called_low() {
    let server = start();
    three_waves(&server);
    let first = page(&server, "/ket-qua/hl-2026-q2?unit=01001&lang=en");
    let low = between(&first, "Clearly lower than the rest\n", "Trend over");
    assert!(low.contains("Waiting time") && !low.contains("Manner"), "{low}");
    assert!(
        low.contains("below the unit's average by") || low.contains("below the unit&#39;s average by"),
        "{low}"
    );
    let second = page(&server, "/ket-qua/hl-2026-q2?unit=01002&lang=en");
    assert!(second.contains("Of 6 nodes that can be compared, none is clearly lower"), "{second}");
    assert!(second.contains("Nothing is clearly lower than the rest."), "{second}");
}

#[test]
fn the_earlier_wave_is_chosen_by_itself_named_and_can_be_left_out() {
    let server = start();
    three_waves(&server);
    let own = page(&server, "/ket-qua/hl-2026-q2?lang=en");
    assert!(own.contains("Compared with the period: quarter I of 2026"), "{own}");
    let old = page(&server, "/ket-qua/hl-2026-q2?compare=hl-2025-q4&lang=en");
    assert!(old.contains("Compared with the period: quarter IV of 2025"), "{old}");
    assert!(old.contains("The old form asked otherwise."), "{old}");
    let none = page(&server, "/ket-qua/hl-2026-q2?compare=&lang=en");
    assert!(none.contains("Not compared with any wave.") && !none.contains("Compared with the period"));
    let first = page(&server, "/ket-qua/hl-2025-q4?lang=en");
    assert!(first.contains("There is no earlier wave of the same form"), "{first}");
}

/// A wave that is not public is compared with by those alone who may see it.
#[test]
fn what_is_not_public_is_not_chosen_for_everybody() {
    let server = start();
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    let lines = |level: f64| province(3, move |_| Some(around(level, false)));
    store(&mut conn, &publication("kin", "2026-Q1", &form, &lines(60.0)), false);
    store(&mut conn, &publication("mo-ra", "2026-Q2", &form, &lines(70.0)), true);
    let citizens = page(&server, "/ket-qua/mo-ra?lang=en");
    assert!(citizens.contains("There is no earlier wave of the same form"), "{citizens}");
    assert!(!citizens.contains("quarter I of 2026"), "{citizens}");
    let staff = token(&server);
    let seen = server
        .get_with("/ket-qua/mo-ra?lang=en", &[("authorization", staff.as_str()), ("accept", "text/html")]);
    assert!(seen.text().contains("Compared with the period: quarter I of 2026"), "{}", seen.text());
}

#[test]
fn waves_that_cannot_be_compared_are_not_joined() {
    let server = start();
    three_waves(&server);
    let answer = server.get("/ket-qua/hl-2026-q2?unit=01003&lang=en");
    let section = between(answer.text(), "<section class=\"trend\"", "</section>");
    for period in ["quarter IV of 2025", "quarter I of 2026", "quarter II of 2026"] {
        assert!(section.contains(period), "{period}: {section}");
    }
    assert!(section.contains("The old form asked otherwise."), "{section}");
    // Three values, of which the last two are joined; lines of 1.4 points join, others are wider or thinner.
    let chart = between(section, "<svg", "</svg>");
    assert_eq!(chart.matches("<circle").count(), 3, "{chart}");
    let joins = chart.matches("stroke-width=\"1.4\" class=\"chart-accent-stroke\"").count();
    // Each of the three intervals has two ends of that width, too.
    assert_eq!(joins, 1 + 3 * 2, "{chart}");
    assert!(chart.contains("<title id=\"trend-chart-title\">Satisfaction index over the waves</title>"));
}

#[test]
fn a_citizen_reads_it_in_plain_words() {
    let server = start();
    three_waves(&server);
    let text = page(&server, "/ket-qua/hl-2026-q2?unit=01001&lang=vi");
    let plainly = between(&text, "Nói ngắn gọn", "Chỉ số hài lòng\n");
    // The index is 87.1 %.
    assert!(plainly.contains("cứ 10 người trả lời thì có khoảng 9 người hài lòng"), "{plainly}");
    assert!(plainly.contains("ít nhất 240 người"), "{plainly}");
    assert!(plainly.contains("“Thời gian chờ đến lượt”"), "{plainly}");
}

#[test]
fn distributions_are_drawn_and_written() {
    let server = start();
    three_waves(&server);
    let answer = server.get("/ket-qua/hl-2026-q2?unit=01001&lang=en");
    let section = between(answer.text(), "id=\"options-title\"", "</section>");
    assert!(section.contains("<desc id=\"options-0-desc\">"), "{section}");
    for text in ["Never", "80.0%", "15.0%", "Often", "5.0%", "250"] {
        assert!(section.contains(text), "{text}: {section}");
    }
    // What waits to be imported says so, and headings say nothing.
    let text = page(&server, "/ket-qua/hl-2026-q2?unit=01001&lang=en");
    assert!(between(&text, "Online dossiers", "How people answered").contains("Not entered yet."), "{text}");
}

#[test]
fn many_units_come_in_pages_and_groups() {
    let server = start();
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    let lines = province(250, |number| Some(around(95.0 - number as f64 / 5.0, number % 3 == 0)));
    store(&mut conn, &publication("nhieu", "2026-Q2", &form, &lines), true);
    let names = |query: &str| -> Vec<String> {
        let answer = server.get(&format!("/ket-qua/nhieu?lang=vi{query}"));
        let section = between(answer.text(), "<h2 id=\"units-title\">", "</section>").to_owned();
        section.split("Xã số ").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    };
    let first = names("");
    assert_eq!(first.len(), 100);
    assert_eq!((names("&trang=2").len(), names("&trang=3").len()), (100, 50));
    assert_eq!(names("&trang=99"), names("&trang=3"));
    assert_eq!(names("&trang=x"), first);
    let lowest = names("&nhom=low");
    assert!((60..=64).contains(&lowest.len()), "{}", lowest.len());
    assert_eq!(lowest.last().map(String::as_str), names("&trang=3").last().map(String::as_str));
    assert_eq!(names("&nhom=khong-co"), first);
    let text = page(&server, "/ket-qua/nhieu?lang=vi&trang=2");
    assert!(text.contains("Đang xem 101–200 trong 250 đơn vị được chọn, trên tổng số 250 đơn vị."), "{text}");
}

/// What a unit is called best or worst for, and how certain that is, must not depend on which paper somebody reads.
#[test]
fn report_and_publication_are_as_careful_as_the_page() {
    let server = start();
    three_waves(&server);
    let folder = crate::support::folder::TestFolder::new("board-report");
    let text = |unit: &str, format: &str| {
        let path =
            format!("/api/v1/waves/hl-2026-q2/results.{format}?unit={unit}&compare=hl-2026-q1&lang=vi");
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        if format == "html" {
            return answer.text().to_owned();
        }
        let file = folder.path().join(format!("{unit}.pdf"));
        std::fs::write(&file, &answer.bytes).unwrap();
        let pdf = crate::support::pdf::Pdf::at(&file);
        format!("{}\n{}", pdf.text(1), pdf.text(2))
    };
    // Commune 4 may stand higher or lower than it does.
    let seen = page(&server, "/ket-qua/hl-2026-q2?unit=01004&lang=vi");
    let sentence =
        |from: &str| from.lines().find(|line| line.contains("hạng thật nằm từ")).unwrap().to_owned();
    let set = sentence(&seen);
    let (best, worst) = set.split_once("từ ").unwrap().1.trim_end_matches('.').split_once(" đến ").unwrap();
    let report = text("01004", "pdf");
    assert!(report.contains(set.trim()), "{set}: {report}");
    assert!(report.contains(&format!("/11 (95%: {best}–{worst})")), "{report}");
    let published = text("01004", "html");
    assert!(published.contains(&format!("(với độ tin cậy 95%: từ {best} đến {worst})")), "{published}");
    // The group with its neighbours, in all three.
    let (low, high) = between(&seen, "nhóm thật nằm từ “", "”.").split_once("” đến “").unwrap();
    assert!(report.contains(&format!("nhóm thật nằm từ “{low}” đến “{high}”.")), "{report}");
    assert!(published.contains(&format!("(với độ tin cậy 95%: từ “{low}” đến “{high}”)")), "{published}");
    // What is not lower by more than chance is no weakness in the report either.
    let second = text("01002", "pdf");
    assert!(second.contains("Trong 6 nội dung so sánh được, không nội dung nào thấp hơn hẳn"), "{second}");
    let first = text("01001", "pdf");
    let lows = between(&first, "Những nội dung thấp hơn hẳn", "Công bố này");
    assert!(lows.contains("Thời gian chờ đến lượt") && !lows.contains("Thái độ giao tiếp"), "{lows}");
}

/// One of many units moves as far by chance alone: its interval leaves zero out, and nothing may be claimed.
#[test]
fn an_interval_without_zero_is_explained_where_many_units_are_compared() {
    let server = start();
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    let now = |number: usize| Some(around(if number == 1 { 72.2 } else { 70.0 }, false));
    let lines = [
        ("truoc", "2026-Q1", province(40, |_| Some(around(70.0, false)))),
        ("sau", "2026-Q2", province(40, now)),
    ];
    for (id, period, lines) in lines {
        store(&mut conn, &publication(id, period, &form, &lines), true);
    }
    let said = page(&server, "/ket-qua/sau?unit=01001&lang=vi");
    let board = between(&said, "Thay đổi\n", "So với kỳ");
    assert!(board.contains("Chưa thể coi là tăng hay giảm."), "{board}");
    assert!(board.contains("khi so nhiều đơn vị cùng lúc"), "{board}");
    let other = page(&server, "/ket-qua/sau?unit=01002&lang=vi");
    assert!(other.contains("Nằm trong sai số") && !other.contains("khi so nhiều đơn vị"), "{other}");
}

#[test]
fn the_units_below_can_be_compared_by_any_node() {
    let server = start();
    three_waves(&server);
    let table = server.get("/api/v1/waves/hl-2026-q2/results.json?node=a3&lang=en").json();
    let mut wanted: Vec<(f64, String)> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["unit_level"] == "commune" && row["value"].is_f64())
        .map(|row| (row["value"].as_f64().unwrap(), row["unit_name"].as_str().unwrap().to_owned()))
        .collect();
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    let listed = |query: &str| {
        let answer = server.get(&format!("/ket-qua/hl-2026-q2?unit=19&lang=en{query}"));
        between(answer.text(), "<h2 id=\"units-title\">", "</section>").to_owned()
    };
    let section = listed("&chi-so=a3");
    assert!(section.starts_with("Waiting time by unit"), "{section}");
    assert!(section.contains("<option value=\"a3\" selected>"), "{section}");
    let rows = between(&section, "<tbody", "</tbody>");
    let mut rest = rows;
    for (value, name) in wanted {
        let at = rest.find(&format!(">{name}<")).unwrap_or_else(|| panic!("{name} comes too early: {rows}"));
        rest = &rest[at..];
        assert!(between(rest, name.as_str(), "</tr>").contains(&format!("{value:.1}%")), "{name}: {rest}");
    }
    // The options of a question are no figure of a unit, and unknown nodes are none at all.
    for other in ["", "&chi-so=q%3Dnever", "&chi-so=khong-co"] {
        assert!(listed(other).starts_with("Satisfaction index by unit"), "{other}");
    }
}
