//! Margins of a designed sample: chosen with the wave, brought in by page, interface and command line, and what results
//! say of them.

use std::collections::BTreeMap;

use hailong::domain::access::Role;
use hailong::sealing::results::current;
use hailong::store::{margins, waves};
use serde_json::json;

use super::imports::{cells, followed, upload};
use super::support::{Person, has_logged, person};
use super::tokens::made;
use crate::web::support::{Answer, TestServer, start};

const NEW: &str = "/quan-tri/lap-dot";
const HEADER: &str = "unit,question,answer,population\n";
const GOOD: &str = "unit,question,answer,population\n19,q2,yes,300\n19,q2,no,700\n";

/// Plans a wave at all desks of the province.
fn plan(who: &Person, id: &str, more: &[(&'static str, &'static str)]) -> Answer {
    let fields = [
        ("instrument", "web-test-1"),
        ("id", id),
        ("period", "2026-Q4"),
        ("under", "19"),
        ("units", ""),
        ("title", "Điều tra quý IV"),
        ("title_en", "Survey, fourth quarter"),
        ("closes_on", ""),
        ("earlier", ""),
        ("languages", "vi"),
        ("languages", "en"),
        ("k", "5"),
        ("access", "import"),
    ];
    who.fill(&format!("{NEW}?instrument=web-test-1"), NEW, &[&fields[..], more].concat())
}

fn act(who: &Person, wave: &str, act: &str) -> Answer {
    let path = format!("/quan-tri/dot/{wave}");
    who.fill(&path, &path, &[("act", act), ("sure", "1")])
}

/// Numbers that are stored, in order.
fn known(server: &TestServer, wave: &str) -> Vec<i64> {
    let mut conn = server.connect();
    let number = waves::find(&mut conn, &wave.parse().unwrap()).unwrap().unwrap().number;
    margins::of_wave(&mut conn, number).unwrap().into_values().flat_map(BTreeMap::into_values).collect()
}

/// Answers of two desks: those who had to come back (yes) give 5 with weight 2 or 3 with weight 1, the others 4 with
/// weight 1 or 2 with weight 3.
fn responses() -> String {
    let mut file = "unit,q1,q2,q3,weight\n".to_owned();
    for desk in ["01001-1", "01001-2"] {
        for row in ["5,yes,4,2", "3,yes,4,1", "4,no,,1", "2,no,,3"] {
            file.push_str(&format!("{desk},{row}\n").repeat(2));
        }
    }
    file
}

fn each_problem_is_said_at_its_cell(lan: &Person, fields: &[(&str, &str)]) {
    let bad =
        format!("{HEADER}19,q2,yes,300.5\n1001,q2,yes,1\n19,q5,1,5\n19,q2,có,7\n19,q2,no,4\n19,q2,no,5\n");
    let (_, page) = followed(lan, &upload(lan, fields, &bad));
    let expected = [
        ["2", "population", "300.5"],
        ["3", "unit", "1001"],
        ["4", "question", "q5"],
        ["5", "answer", "có"],
        ["7", "answer", "no"],
    ];
    assert_eq!(cells(&page), expected.map(|row| row.map(str::to_owned)), "{}", page.text());
    assert!(page.text().contains("(nhưng 01001 thì có"), "{}", page.text());
    for (file, line, column, said) in [
        ("19,q2,yes,300\n", "2", "answer", "chưa có số dân của các câu trả lời này cho q2: no"),
        ("19,q2,yes,0\n19,q2,no,0\n", "2", "population", "không có người dân nào"),
        ("01001,q2,yes,30\n01001,q2,no,70\n", "1", "unit", "01002-1 tham gia đợt"),
        (
            "19,q2,yes,30\n19,q2,no,70\n01001,q2,yes,30\n01001,q2,no,70\n",
            "4",
            "unit",
            "01001” thuộc 19, là đơn vị đã có số dân riêng",
        ),
    ] {
        let (_, page) = followed(lan, &upload(lan, fields, &format!("{HEADER}{file}")));
        let found = cells(&page);
        assert_eq!((found.len(), found[0][0].as_str(), found[0][1].as_str()), (1, line, column), "{found:?}");
        assert!(page.text().contains(said), "{said} in {}", page.text());
    }
}

#[test]
fn margins_are_looked_at_cell_by_cell_and_results_are_raked_to_them() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    for (more, said) in [
        (&[("mode", "desk"), ("margins", "q2")][..], "Chỉ điều tra chọn mẫu không dùng phong bì"),
        (&[("mode", "sample"), ("margins", "q3")], "q3 không dùng để hiệu chỉnh quyền số được"),
        (&[("mode", "sample"), ("margins", "q2"), ("margins", "q2")], "hoặc có hai lần"),
    ] {
        let refused = plan(&lan, "mau", more);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains(said), "{said} in {}", refused.text());
    }
    assert_eq!(plan(&lan, "mau", &[("mode", "sample"), ("margins", "q2")]).status, 303);
    assert!(lan.get("/quan-tri/dot/mau").text().contains("Hiệu chỉnh quyền số theo</dt><dd>q2</dd>"));
    assert_eq!(act(&lan, "mau", "mo").status, 303);

    let fields = [("kind", "margins"), ("wave", "mau")];
    each_problem_is_said_at_its_cell(&lan, &fields);
    assert_eq!(known(&server, "mau"), [0; 0]);

    // Answers are there, margins are not: the wave is not closed.
    let (path, _) = followed(&lan, &upload(&lan, &[("kind", "responses"), ("wave", "mau")], &responses()));
    followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    let refused = act(&lan, "mau", "dong");
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("chưa có số dân nào"), "{}", refused.text());

    let (path, page) = followed(&lan, &upload(&lan, &fields, GOOD));
    assert!(page.text().contains("Số dân lần đầu có</dt><dd>2</dd>"), "{}", page.text());
    followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    assert_eq!(known(&server, "mau"), [700, 300]);
    assert!(has_logged(&server, "lan", "file_imported"));
    assert_eq!(act(&lan, "mau", "dong").status, 303);
    raked(&server, &lan);

    // What was raked stays.
    let (_, page) =
        followed(&lan, &upload(&lan, &fields, "unit,question,answer,population\n19,q2,yes,1\n19,q2,no,2\n"));
    assert!(
        page.text().contains("Đợt mau đã đóng và quyền số đã được hiệu chỉnh lúc đóng"),
        "{}",
        page.text()
    );
    assert_eq!(known(&server, "mau"), [700, 300]);
}

/// 300 of 1,000 had to come back: their mean is 52/12, that of the others 40/16, so 0.3 · 4.33 + 0.7 · 2.5 = 3.05 and
/// not 92/28 = 3.29. Factors are 300/12 = 25 and 700/16 = 43.75, on average 1,000/28: 0.7 and 1.225 times that. Kish:
/// 16 · 60/28² = 1.22 before, 16 · 89,062.5/1,000² = 1.425 after.
fn raked(server: &TestServer, lan: &Person) {
    let publication = current(&mut server.connect(), &"mau".parse().unwrap()).unwrap().publication;
    let at = |unit: &str, node: &str| {
        let unit = publication.units.iter().position(|known| known.code == unit).unwrap();
        let node = publication.nodes.iter().position(|known| known.id == node).unwrap();
        publication.figures[unit][node].value
    };
    assert_eq!((at("19", "1"), at("01001-1", "1")), (Some(3.05), Some(3.05)));
    let page = lan.get("/quan-tri/ket-qua/mau");
    let said = "Quyền số được hiệu chỉnh theo số dân đã biết của 1 đơn vị, theo: Ông/Bà có phải quay lại không?. \
         Mỗi quyền số được nhân từ 0,70 đến 1,2 lần so với hệ số trung bình; hiệu ứng thiết kế của quyền số (Kish) \
         từ 1,2 thành 1,4.";
    let plain: String = page.text().chars().filter(|sign| !matches!(sign, '\u{2068}' | '\u{2069}')).collect();
    assert!(plain.contains(said), "{said} in {plain}");
}

#[test]
fn programs_bring_margins_in_with_a_token() {
    let server = start();
    let quan = person(&server, "quan", Role::Administrator, None);
    let bearer = made(&quan, "Phần mềm", &["import", "manage_waves"], "");
    let headers = [("authorization", bearer.as_str()), ("content-type", "text/csv")];
    let send = |path: &str, body: &str| server.post_with(path, &headers, body.as_bytes());
    send("/api/v1/imports/margins?wave=khong-co", GOOD).problem(404, "unknown_wave");
    send("/api/v1/imports/margins?wave=mo", GOOD).problem(422, "import_margins_none");

    let json_headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let new = |margins: &[&str], mode: &str| {
        let body = json!({"id": "mau", "instrument": "web-test-1", "period": "2026-Q4", "under": "19", "mode": mode,
            "access": "import", "margins": margins, "open": true});
        server.post_with("/api/v1/waves", &json_headers, body.to_string().as_bytes())
    };
    assert_eq!(
        new(&["q2"], "desk").violations(),
        [("/margins".to_owned(), "wave_margins_sample".to_owned())]
    );
    assert_eq!(new(&["q4"], "sample").violations(), [("/margins".to_owned(), "wave_margin".to_owned())]);
    assert_eq!(new(&["q2"], "sample").status, 201);
    assert_eq!(server.get_with("/api/v1/waves/mau", &headers[..1]).json()["margins"], json!(["q2"]));

    let problem = send("/api/v1/imports/margins?wave=mau", "unit,question,answer,population\n19,q2,yes,x\n");
    let problem = problem.problem(422, "file_wrong");
    let mistake = &problem["mistakes"][0];
    assert_eq!(json!([mistake["line"], mistake["column"]]), json!([2, "population"]), "{problem}");
    let looked = send("/api/v1/imports/margins?wave=mau&preview=true", GOOD).json();
    assert_eq!(json!([looked["stored"], looked["new"], looked["units"]]), json!([false, 2, 1]));
    assert_eq!(known(&server, "mau"), [0; 0]);
    assert_eq!(send("/api/v1/imports/margins?wave=mau", GOOD).json()["stored"], json!(true));
    let again = send("/api/v1/imports/margins?wave=mau", &GOOD.replace("300", "400")).json();
    assert_eq!(json!([again["new"], again["changed"]]), json!([0, 1]));
    assert_eq!(known(&server, "mau"), [700, 400]);
}
