//! Tokens for programs.

use hailong::domain::access::Role;
use serde_json::json;

use super::support::{Person, between, has_logged, person, sql};
use crate::web::results::publish;
use crate::web::support::{Answer, TestServer, start};

/// Makes a token on the page and gives its text.
fn make(person: &Person, name: &str, rights: &[&str], unit: &str) -> Answer {
    let mut fields = vec![("token-name", name), ("unit", unit), ("days", "30")];
    fields.extend(rights.iter().map(|right| ("right", *right)));
    person.fill("/quan-tri/toi/ma-truy-cap", "/quan-tri/toi/ma-truy-cap", &fields)
}

pub fn made(person: &Person, name: &str, rights: &[&str], unit: &str) -> String {
    let page = make(person, name, rights, unit);
    assert_eq!(page.status, 200, "{}", page.text());
    format!("Bearer {}", between(page.text(), "<p><code>", "</code>"))
}

fn ask(server: &TestServer, token: &str, path: &str) -> Answer {
    server.get_with(path, &[("authorization", token)])
}

#[test]
fn a_token_gives_what_it_says_at_its_unit_and_its_subtree() {
    let server = start();
    publish(&server, "rieng");
    let tam = person(&server, "tam", Role::Analyst, Some("19"));
    let token = made(&tam, "Báo cáo", &["see_results", "download"], "01001");
    let results = |unit: &str, format: &str| {
        ask(&server, &token, &format!("/api/v1/waves/rieng/results{format}?{unit}"))
    };
    for unit in ["unit=01001", "unit=01001-2"] {
        assert_eq!((results(unit, "").status, results(unit, ".csv").status), (200, 200), "{unit}");
    }
    for unit in ["unit=01002", "unit=01002-1", "unit=19", "", "unit=99"] {
        let refused = results(unit, "").problem(403, "right_needed");
        assert_eq!(refused["right"], "see_results", "{unit}");
        assert_eq!(refused["detail"], "Cần quyền “xem kết quả chưa công khai” tại đơn vị này.", "{unit}");
        assert_eq!(results(unit, ".csv").problem(403, "right_needed")["right"], "download", "{unit}");
    }
    let me = ask(&server, &token, "/api/v1/me").json();
    assert_eq!(me["account"], "tam");
    assert_eq!(me["rights"], json!(["see_results", "download"]));
    assert_eq!(me["places"]["download"], json!([["19"], ["01001"]]), "both must reach a unit");
    ask(&server, &token, "/api/v1/accounts").problem(403, "right_needed");
    assert!(has_logged(&server, "tam", "token_made"));
}

#[test]
fn seeing_is_not_downloading() {
    let server = start();
    publish(&server, "rieng");
    let tam = person(&server, "tam", Role::Analyst, None);
    let token = made(&tam, "Bảng điện tử", &["see_results"], "");
    assert_eq!(ask(&server, &token, "/api/v1/waves/rieng/results").status, 200);
    assert_eq!(ask(&server, &token, "/ket-qua/rieng").status, 200);
    ask(&server, &token, "/api/v1/waves/rieng/results.csv").problem(403, "right_needed");
}

#[test]
fn a_token_is_worth_what_its_maker_is_worth_now() {
    let server = start();
    let tam = person(&server, "tam", Role::Manager, Some("01001"));
    let token = made(&tam, "Việc", &["import", "see_results"], "");
    let rights = || ask(&server, &token, "/api/v1/me").json()["rights"].clone();
    assert_eq!(rights(), json!(["see_results", "import"]));
    sql(&server, "UPDATE account_grant SET role = 'viewer'").unwrap();
    assert_eq!(rights(), json!(["see_results"]), "a role was taken away");
    sql(&server, "UPDATE account SET disabled = true").unwrap();
    ask(&server, &token, "/api/v1/me").problem(401, "token_needed");
    sql(&server, "UPDATE account SET disabled = false").unwrap();
    sql(&server, "UPDATE api_token SET expires = current_date - 2").unwrap();
    ask(&server, &token, "/api/v1/me").problem(401, "token_needed");
}

#[test]
fn nobody_gives_a_token_what_they_do_not_hold() {
    let server = start();
    let tam = person(&server, "tam", Role::Analyst, Some("01001"));
    let refused = |rights: &[&str], unit: &str| make(&tam, "Thử", rights, unit);
    assert_eq!(refused(&["manage_accounts"], "").status, 403);
    assert_eq!(refused(&["see_results"], "01002").status, 403);
    assert_eq!(refused(&["see_results"], "19").status, 403);
    assert!(refused(&["see_results"], "99").text().contains("không có đơn vị"));
    assert!(refused(&[], "").text().contains("ít nhất một quyền"));
    assert_eq!(refused(&["make_tokens"], "").status, 422, "tokens make no tokens");
    made(&tam, "Thử", &["see_results"], "01001-1");
    assert!(refused(&["see_results"], "").text().contains("đã có mã tên này"));
    let gone = tam.fill("/quan-tri/toi/ma-truy-cap", "/quan-tri/toi/ma-truy-cap/bo", &[("which", "Thử")]);
    assert_eq!(gone.status, 303);
    assert!(has_logged(&server, "tam", "token_revoked"));
}

#[test]
fn waves_are_known_to_those_who_have_units_in_them() {
    let server = start();
    let ids = |unit: &str| -> Vec<String> {
        let person = person(&server, &format!("nguoi-{unit}"), Role::Manager, Some(unit));
        let token = made(&person, "x", &["manage_waves"], "");
        let list = ask(&server, &token, "/api/v1/waves").json();
        let waves = list["waves"].as_array().unwrap().iter();
        waves
            .filter(|wave| !wave["switches"].is_null())
            .map(|wave| wave["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let with = |ids: &[String], id: &str| ids.iter().any(|known| known == id);
    let (one, two) = (ids("01001"), ids("01002"));
    assert!(with(&one, "nhap") && with(&one, "mot-quay"), "{one:?}");
    assert!(with(&two, "nhap") && !with(&two, "mot-quay"), "{two:?}");
}
