//! Numbers of dossiers: brought in by page, interface and command line, and what results say of them.

use hailong::domain::access::Role;
use hailong::store::{dossiers, waves};
use serde_json::json;

use super::imports::{cells, followed, upload};
use super::support::{has_logged, person};
use super::tokens::made;
use crate::web::results::publish;
use crate::web::support::{TestServer, start};

fn known(server: &TestServer, wave: &str) -> Vec<i64> {
    let mut conn = server.connect();
    let number = waves::find(&mut conn, &wave.parse().unwrap()).unwrap().unwrap().number;
    dossiers::of_wave(&mut conn, number).unwrap().into_values().collect()
}

#[test]
fn dossiers_are_looked_at_cell_by_cell_and_results_say_how_many_answered() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("19"));
    let fields = [("kind", "dossiers"), ("wave", "mo")];
    let bad = "unit,closed\n01001-1,60\n1001,7\n01001-2,nhiều\n01001-1,61\n01002-1,2.5\n99999,1\n";
    let (_, page) = followed(&lan, &upload(&lan, &fields, bad));
    let expected = [
        ["3", "unit", "1001"],
        ["4", "closed", "nhiều"],
        ["5", "", ""],
        ["6", "closed", "2.5"],
        ["7", "unit", "99999"],
    ];
    let found: Vec<[String; 2]> = cells(&page).into_iter().map(|[line, column, _]| [line, column]).collect();
    for [line, column, _] in expected {
        let here = found.iter().any(|[at, named]| at == line && (column.is_empty() || named == column));
        assert!(here, "{line} {column} in {found:?}");
    }
    assert_eq!(known(&server, "mo"), [0; 0]);

    // Until the number of every unit is known, nothing is said of all.
    let (path, page) = followed(&lan, &upload(&lan, &fields, "unit,closed\n01001-1,60\n01001-2,40\n"));
    assert!(page.text().contains("Đơn vị lần đầu có số hồ sơ</dt><dd>2</dd>"), "{}", page.text());
    followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    assert_eq!(known(&server, "mo"), [60, 40]);
    assert!(has_logged(&server, "lan", "file_imported"));
    let all = server.get("/ket-qua/mo?unit=19");
    assert!(!all.text().contains("hồ sơ đã giải quyết"), "{}", all.text());
    // 6 of 60 answered; their index is (22/6 + 4)/2 of 1 to 5: the other 54 move it to 1.28 at least and 4.88 at most.
    let desk = server.get("/ket-qua/mo?unit=01001-1&lang=en");
    assert!(desk.text().contains("6 or more of 60 people served have answered (10.0%)."), "{}", desk.text());
    assert!(desk.text().contains("lies between 1.28 and 4.88"), "{}", desk.text());

    // Fewer dossiers than answers are an alarm, not a share.
    let (path, _) = followed(&lan, &upload(&lan, &fields, "unit,closed\n01002-1,5\n"));
    followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    let desk = server.get("/ket-qua/mo?unit=01002-1");
    assert!(desk.text().contains("phải kiểm tra lại một trong hai số"), "{}", desk.text());
    let all = server.get("/ket-qua/mo?unit=19&lang=en");
    assert!(all.text().contains("18 or more of 105 people served"), "{}", all.text());
}

#[test]
fn programs_bring_dossiers_in_with_a_token() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let bearer = made(&lan, "Phần mềm một cửa", &["import"], "");
    let send = |path: &str, body: &str| {
        let headers = [("authorization", bearer.as_str()), ("content-type", "text/csv")];
        server.post_with(path, &headers, body.as_bytes())
    };
    send("/api/v1/imports/dossiers?wave=khong-co", "unit,closed\n01001-1,3\n").problem(404, "unknown_wave");
    send("/api/v1/imports/dossiers", "unit,closed\n01001-1,3\n").problem(422, "import_field");
    // All units of the wave must be one's own.
    send("/api/v1/imports/dossiers?wave=mo", "unit,closed\n01001-1,3\n").problem(403, "right_needed");
    let quan = person(&server, "quan", Role::Administrator, None);
    let bearer = made(&quan, "Phần mềm", &["import"], "");
    let headers = [("authorization", bearer.as_str()), ("content-type", "text/csv")];
    let path = "/api/v1/imports/dossiers?wave=mo";
    let stored = server.post_with(path, &headers, b"unit,closed\n01001-1,3\n").json();
    assert_eq!(json!([stored["stored"], stored["new"], stored["wave"]]), json!([true, 1, "mo"]));
    let again = server.post_with(path, &headers, b"unit,closed\n01001-1,4\n").json();
    assert_eq!(json!([again["new"], again["changed"]]), json!([0, 1]));
    assert_eq!(known(&server, "mo"), [4]);
}
