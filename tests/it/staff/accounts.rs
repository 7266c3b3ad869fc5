//! What administrators do, each within their own units.

use hailong::domain::access::Role;
use serde_json::json;

use super::support::{PASSWORD, Person, between, code, has_logged, person};
use crate::web::support::start;

const LIST: &str = "/quan-tri/tai-khoan";

fn add(admin: &Person, name: &str, role: &str, unit: &str) -> crate::web::support::Answer {
    admin.fill(
        LIST,
        LIST,
        &[("full-name", "Người Mới"), ("account-name", name), ("role", role), ("unit", unit)],
    )
}

#[test]
fn an_administrator_adds_people_in_the_own_units_only() {
    let server = start();
    let admin = person(&server, "xa-mot", Role::Administrator, Some("01001"));
    let page = add(&admin, "moi", "manager", "01001-1");
    assert_eq!(page.status, 200, "{}", page.text());
    let link = between(page.text(), "<p><code>", "</code>");
    assert!(link.starts_with(&format!("http://{}/quan-tri/thiet-lap/", server.address)), "{link}");
    let path = link.split_once(&server.address.to_string()).unwrap().1.to_owned();
    let new = Person::new(&server);
    assert_eq!(new.send(&path, &[("new", PASSWORD), ("again", PASSWORD)], &[]).status, 303);
    assert!(new.get("/quan-tri").text().contains("Người phụ trách khảo sát tại Quầy số 1 (01001-1)"));
    // Elsewhere, above and everywhere: refused by name of the right.
    for unit in ["01002", "19", ""] {
        let refused = add(&admin, "khac", "viewer", unit);
        assert_eq!(refused.status, 403, "{unit}");
        assert!(refused.text().contains("Ông/Bà không có quyền này"), "{}", refused.text());
    }
    for (name, unit, role, said) in [
        ("moi", "01001", "viewer", "Đã có tài khoản"),
        ("Tên Có Dấu", "01001", "viewer", "chữ thường không dấu"),
        ("ai", "99999", "viewer", "Hiện không có đơn vị"),
        ("ai", "01001", "", "chọn một vai trò"),
    ] {
        let wrong = add(&admin, name, role, unit);
        assert_eq!(wrong.status, 422, "{name}");
        assert!(wrong.text().contains(said), "{name}: {}", wrong.text());
    }
    assert!(has_logged(&server, "xa-mot", "account_added") && has_logged(&server, "xa-mot", "role_given"));
}

#[test]
fn others_accounts_are_seen_and_changed_only_from_above() {
    let server = start();
    person(&server, "cap-tren", Role::Viewer, Some("19"));
    person(&server, "hang-xom", Role::Viewer, Some("01002"));
    person(&server, "o-quay", Role::Clerk, Some("01001-2"));
    let admin = person(&server, "xa-mot", Role::Administrator, Some("01001"));
    let list = admin.get(LIST).text().to_owned();
    assert!(list.contains("o-quay") && list.contains("xa-mot"), "{list}");
    assert!(!list.contains("cap-tren") && !list.contains("hang-xom"), "{list}");
    for name in ["cap-tren", "hang-xom", "khong-co"] {
        assert_eq!(admin.get(&format!("{LIST}/{name}")).status, 404, "{name}");
        let changed = admin.fill(LIST, &format!("{LIST}/{name}"), &[("act", "disable")]);
        assert_eq!(changed.status, 404, "{name}");
        let link = admin.fill(LIST, &format!("{LIST}/{name}"), &[("act", "link")]);
        assert_eq!(link.status, 404, "{name}");
    }
    // Somebody who also has a role elsewhere is not the commune's alone.
    let top = person(&server, "trung-uong", Role::Administrator, None);
    let given = top.fill(
        &format!("{LIST}/o-quay"),
        &format!("{LIST}/o-quay"),
        &[("act", "give"), ("role", "viewer"), ("unit", "01002")],
    );
    assert_eq!(given.status, 303, "{}", given.text());
    assert_eq!(admin.get(&format!("{LIST}/o-quay")).status, 404);
}

#[test]
fn changed_roles_end_the_sessions_they_are_held_by() {
    let server = start();
    let admin = person(&server, "quan", Role::Administrator, None);
    let clerk = person(&server, "o-quay", Role::Clerk, Some("01001-1"));
    let path = format!("{LIST}/o-quay");
    let act = |fields: &[(&str, &str)]| admin.fill(&path, &path, fields);
    assert_eq!(act(&[("act", "give"), ("role", "viewer"), ("unit", "01001")]).status, 303);
    assert!(!clerk.is_in(), "the old session had other rights");
    assert_eq!(clerk.sign_in("o-quay", PASSWORD).status, 303);
    let page = admin.get(&path).text().to_owned();
    let grant = between(&page, "name=\"grant\" value=\"", "\"").to_owned();
    assert_eq!(act(&[("act", "take"), ("grant", &grant)]).status, 303);
    assert!(!clerk.is_in());
    let last = admin.get(&path).text().to_owned();
    assert!(!last.contains("value=\"take\""), "one role stays: {last}");
    assert!(has_logged(&server, "quan", "role_taken") && has_logged(&server, "quan", "sessions_ended"));
}

#[test]
fn a_disabled_account_is_out_at_once_and_nobody_disables_themselves() {
    let server = start();
    let admin = person(&server, "quan", Role::Administrator, None);
    let mai = person(&server, "mai", Role::Viewer, None);
    let path = format!("{LIST}/mai");
    assert_eq!(admin.fill(&path, &path, &[("act", "disable")]).status, 303);
    assert!(!mai.is_in());
    assert_eq!(mai.sign_in("mai", PASSWORD).status, 422);
    assert!(admin.get(&path).text().contains("Đã khóa"));
    assert_eq!(admin.fill(&path, &path, &[("act", "enable")]).status, 303);
    assert_eq!(mai.sign_in("mai", PASSWORD).status, 303);
    let own = format!("{LIST}/quan");
    assert_eq!(admin.fill(&own, &own, &[("act", "disable")]).status, 409);
    assert!(admin.is_in());
}

#[test]
fn a_lost_password_and_a_lost_phone_are_replaced_by_a_link() {
    let server = start();
    let admin = person(&server, "quan", Role::Administrator, None);
    let mai = person(&server, "mai", Role::Viewer, None);
    let (secret, _) = mai.add_factor();
    let path = format!("{LIST}/mai");
    let link = |act: &str| {
        let page = admin.fill(&path, &path, &[("act", act)]);
        between(page.text(), &server.address.to_string(), "</code>").to_owned()
    };
    // The link alone does not replace the phone.
    let first = link("link");
    let reset = Person::new(&server);
    let done = reset.send(&first, &[("new", "sáu con vịt vàng bơi"), ("again", "sáu con vịt vàng bơi")], &[]);
    assert!(done.header("location").starts_with("/quan-tri/ma-xac-thuc"), "{}", done.header("location"));
    assert!(!mai.is_in(), "whoever was signed in is not any more");
    assert_eq!(
        reset.fill("/quan-tri/ma-xac-thuc", "/quan-tri/ma-xac-thuc", &[("code", &code(&secret, 1))]).status,
        303
    );
    // Another link makes the first one worthless, and can take the second factor away.
    let (second, third) = (link("link"), link("link-without-factor"));
    assert_eq!(Person::new(&server).get(&second).status, 410);
    let lost = Person::new(&server);
    let done = lost.send(&third, &[("new", PASSWORD), ("again", PASSWORD)], &[]);
    assert_eq!(done.header("location"), "/quan-tri?lang=vi");
    assert!(has_logged(&server, "quan", "second_factor_removed") && has_logged(&server, "quan", "link_made"));
}

#[test]
fn programs_manage_accounts_with_the_same_rights() {
    let server = start();
    let admin = person(&server, "xa-mot", Role::Administrator, Some("01001"));
    let path = "/quan-tri/toi/ma-truy-cap";
    let page = admin.fill(
        path,
        path,
        &[("token-name", "x"), ("days", "30"), ("right", "manage_accounts"), ("right", "see_results")],
    );
    let token = format!("Bearer {}", between(page.text(), "<p><code>", "</code>"));
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    let post =
        |path: &str, body: serde_json::Value| server.post_with(path, &headers, body.to_string().as_bytes());
    let new = |name: &str, role: &str, unit: &str| json!({"name": name, "full_name": "Máy", "role": role, "unit": unit});
    // The token has not all rights of a manager, so it cannot make one.
    assert_eq!(
        post("/api/v1/accounts", new("qq", "manager", "01001")).problem(403, "right_needed")["right"],
        "download"
    );
    let added = post("/api/v1/accounts", new("may", "viewer", "01001-1"));
    assert_eq!(added.status, 201, "{}", added.text());
    assert!(added.json()["path"].as_str().unwrap().starts_with("/quan-tri/thiet-lap/"));
    post("/api/v1/accounts", new("may", "viewer", "01001-1")).problem(409, "name_taken");
    post("/api/v1/accounts", new("bay", "viewer", "99")).problem(422, "unknown_account_unit");
    post("/api/v1/accounts", new("ba", "vua", "01001")).problem(400, "invalid_shape");
    post("/api/v1/accounts", json!({"name": "ba"})).problem(400, "invalid_shape");
    let shown = server.get_with("/api/v1/accounts/may", &headers).json();
    assert_eq!((&shown["set_up"], &shown["roles"][0]["unit"]), (&json!(false), &json!("01001-1")));
    let given = post("/api/v1/accounts/may/roles", json!({"role": "viewer", "unit": "01001"}));
    assert_eq!(given.status, 204, "{}", given.text());
    let roles = server.get_with("/api/v1/accounts/may", &headers).json()["roles"].clone();
    let id = roles[0]["id"].as_i64().unwrap();
    let take = |id: i64| {
        let url = server.url(&format!("/api/v1/accounts/may/roles/{id}"));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        agent.delete(url).header("authorization", &token).call().unwrap().status().as_u16()
    };
    assert_eq!((take(id), take(id)), (204, 404));
    assert_eq!(take(roles[1]["id"].as_i64().unwrap()), 409, "the last one stays");
    for act in ["disable", "enable"] {
        assert_eq!(post(&format!("/api/v1/accounts/may/{act}"), json!({})).status, 204);
    }
    assert_eq!(post("/api/v1/accounts/may/link", json!({})).status, 201);
    assert_eq!(server.get_with("/api/v1/accounts", &headers).json()["accounts"].as_array().unwrap().len(), 1);
    assert!(has_logged(&server, "xa-mot / token x", "account_added"));
}
