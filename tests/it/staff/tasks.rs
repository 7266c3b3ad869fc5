//! Tasks: who may set and see them, what is due, and how their nodes have moved.

use chrono::Days;
use hailong::domain::access::Role;
use serde_json::{Value, json};

use super::support::{Person, has_logged, log, now, person, sql, token};
use crate::support::folder::TestFolder;
use crate::support::pdf::Pdf;
use crate::web::results::publish;
use crate::web::support::{Answer, TestServer, start};

const NEW: &str = "/quan-tri/nhiem-vu/moi";

fn day(from_now: u64) -> String {
    (now().day + Days::new(from_now)).to_string()
}

/// Sets a task on the page; gives the answer.
fn set(person: &Person, unit: &str, node: &str, due: &str) -> Answer {
    set_from(person, unit, (unit, node, due))
}

/// Sends the form that was opened for one unit about another.
fn set_from(person: &Person, opened: &str, (unit, node, due): (&str, &str, &str)) -> Answer {
    let fields = [
        ("wave", "mo"),
        ("unit", unit),
        ("node", node),
        ("what", "Niêm yết phí, lệ phí tại quầy"),
        ("responsible", "Văn phòng HĐND và UBND"),
        ("due", due),
        ("status", "planned"),
        ("evidence", ""),
    ];
    person.fill(&format!("{NEW}?wave=mo&unit={opened}"), NEW, &fields)
}

/// The path of a task that was just set.
fn path(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

fn ask(server: &TestServer, token: &str, path: &str) -> Answer {
    server.get_with(path, &[("authorization", token)])
}

fn send(server: &TestServer, token: &str, path: &str, body: &Value) -> Answer {
    let headers = [("authorization", token), ("content-type", "application/json")];
    server.post_with(path, &headers, body.to_string().as_bytes())
}

#[test]
fn a_task_is_set_at_a_node_changed_and_done_and_the_log_says_so() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let form = lan.get(&format!("{NEW}?wave=mo&unit=01001"));
    assert!(form.text().contains("<option value=\"1\""), "{}", form.text());
    let one = path(&set(&lan, "01001", "1", &day(3)));
    let page = lan.get(&one);
    for text in ["Niêm yết phí, lệ phí tại quầy", "Xã Một (01001)", "Chưa làm", "chưa có kết quả mới"]
    {
        assert!(page.text().contains(text), "{text} in {}", page.text());
    }
    let list = lan.get("/quan-tri/nhiem-vu");
    assert!(list.text().contains("Sắp đến hạn (1)"), "{}", list.text());

    let mut fields = vec![
        ("what", "Niêm yết phí"),
        ("responsible", "Bộ phận Một cửa"),
        ("status", "done"),
        ("evidence", "https://example.vn/vb/12"),
    ];
    let due = day(3);
    fields.push(("due", &due));
    assert_eq!(path(&lan.fill(&one, &one, &fields)), one);
    let page = lan.get(&one);
    assert!(page.text().contains("href=\"https://example.vn/vb/12\""), "{}", page.text());
    assert!(lan.get("/quan-tri/nhiem-vu").text().contains("Đã kết thúc (1)"));
    let id = one.rsplit('/').next().unwrap();
    assert!(has_logged(&server, "lan", "task_set") && has_logged(&server, "lan", "task_changed"));
    assert!(
        log(&server)
            .iter()
            .all(|(_, what, subject)| !what.starts_with("task") || subject.as_deref() == Some(id))
    );
}

#[test]
fn what_cannot_be_taken_is_said_beside_its_field_and_kept() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let fields = [
        ("wave", "mo"),
        ("unit", "01001"),
        ("node", "khong"),
        ("what", "Giữ lại chữ này"),
        ("responsible", ""),
        ("due", "2020-01-01"),
        ("status", "planned"),
        ("evidence", "javascript:alert(1)"),
    ];
    let refused = lan.fill(&format!("{NEW}?wave=mo&unit=01001"), NEW, &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Kết quả không có chỉ số nào mang mã này."), "{}", refused.text());
    let fields = fields.map(|(name, value)| (name, if name == "node" { "1" } else { value }));
    let refused = lan.fill(&format!("{NEW}?wave=mo&unit=01001"), NEW, &fields);
    for text in
        ["từ 1 đến 200 ký tự", "không thể trước ngày giao", "bắt đầu bằng https://", "Giữ lại chữ này"]
    {
        assert!(refused.text().contains(text), "{text} in {}", refused.text());
    }
    for (at, text) in [
        ("wave=khong&unit=01001", "Không có đợt khảo sát nào mang tên này."),
        ("wave=thu&unit=01001-1", "chưa công bố kết quả"),
        ("wave=mo&unit=99", "không tham gia đợt khảo sát"),
    ] {
        let page = lan.get(&format!("{NEW}?{at}"));
        assert!(page.status == 422 && page.text().contains(text), "{at}: {}", page.text());
    }
    assert!(lan.get("/quan-tri/nhiem-vu").text().contains("Chưa có nhiệm vụ nào."));
}

#[test]
fn a_commune_sets_no_tasks_for_another_and_sees_none_of_its() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let hoa = person(&server, "hoa", Role::Manager, Some("01002"));
    let tam = person(&server, "tam", Role::Viewer, Some("19"));
    let one = path(&set(&lan, "01001-1", "1", &day(30)));
    for other in ["01002", "19"] {
        // It is said before anything is typed, and again where a form is forged.
        let refused = lan.get(&format!("{NEW}?wave=mo&unit={other}"));
        assert_eq!(refused.status, 422, "{other}");
        assert!(refused.text().contains("Cần quyền “giao nhiệm vụ” tại đơn vị này."), "{}", refused.text());
        assert_eq!(set_from(&lan, "01001", (other, "1", &day(30))).status, 403, "{other}");
    }
    // Another commune finds nothing, the province above sees it and changes nothing.
    assert_eq!(hoa.get(&one).status, 404);
    assert!(!hoa.get("/quan-tri/nhiem-vu").text().contains("Niêm yết"));
    assert_eq!(hoa.get("/quan-tri/nhiem-vu?unit=01001").status, 422);
    assert!(tam.get("/quan-tri/nhiem-vu?unit=01001").text().contains("Niêm yết"));
    let seen = tam.get(&one);
    assert!(seen.status == 200 && !seen.text().contains("<form class=\"sheet\""), "{}", seen.text());
    assert!(!seen.text().contains("Cập nhật"), "{}", seen.text());
    assert_eq!(tam.get(NEW).status, 403);
}

#[test]
fn programs_set_and_read_tasks_with_the_same_rights() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let manages = token(&lan, &["see_results", "manage_tasks"]);
    let task = json!({"what": "Giảm thời gian chờ", "responsible": "Bộ phận Một cửa", "due": day(0), "status": "under_way"});
    let new = |unit: &str, task: &Value| json!({"wave": "mo", "unit": unit, "node": "1", "task": task});
    let set = send(&server, &manages, "/api/v1/tasks", &new("01001", &task));
    assert_eq!(set.status, 201, "{}", set.text());
    let own = set.header("location").to_owned();
    send(&server, &manages, "/api/v1/tasks", &new("01002", &task)).problem(403, "right_needed");
    send(&server, &manages, "/api/v1/tasks", &new("99", &task)).problem(404, "unknown_unit");
    let bad =
        json!({"what": "", "responsible": "x", "due": "2020-01-01", "status": "planned", "evidence": "x"});
    let bad = send(&server, &manages, "/api/v1/tasks", &new("01001", &bad));
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
    };
    let all = [("/what", "task_what"), ("/due", "task_due"), ("/evidence", "task_evidence")];
    assert_eq!(bad.violations(), pairs(&all));
    let odd = json!({"what": "x", "responsible": "x", "due": day(0), "status": "maybe"});
    assert_eq!(send(&server, &manages, &own, &odd).violations(), pairs(&[("/status", "task_status")]));

    let listed = ask(&server, &manages, "/api/v1/tasks?unit=01001").json();
    let listed = listed["tasks"].as_array().unwrap();
    assert_eq!(
        (listed.len(), &listed[0]["state"], &listed[0]["status"]),
        (1, &json!("soon"), &json!("under_way"))
    );
    ask(&server, &manages, "/api/v1/tasks?unit=01002").problem(403, "right_needed");
    let mut done = task.clone();
    done["status"] = json!("done");
    assert_eq!(send(&server, &manages, &own, &done).status, 204);
    let read = ask(&server, &manages, &own).json();
    assert_eq!((&read["state"], &read["ended"]), (&json!("ended"), &json!(now().day.to_string())));
    let other = "/api/v1/tasks/00000000-0000-4000-8000-000000000000";
    ask(&server, &manages, other).problem(404, "unknown_task");
    ask(&server, &manages, "/api/v1/tasks/mo").problem(404, "unknown_task");
}

#[test]
fn beside_a_task_stands_how_its_node_has_moved_and_whether_that_is_more_than_noise() {
    let server = start();
    publish(&server, "mo");
    publish(&server, "rieng");
    let lan = person(&server, "lan", Role::Manager, None);
    let one = path(&set(&lan, "01001-1", "1", &day(30)));
    assert!(lan.get(&one).text().contains("chưa có kết quả mới"));
    // The other wave was about the quarter after it.
    let later = "UPDATE wave SET period = '2026-Q4', first_day = '2026-10-01', last_day = '2026-12-31' WHERE id = 'rieng'";
    assert_eq!(sql(&server, later), Ok(1));
    let page = lan.get(&one);
    let text = page.text();
    assert!(text.contains("đợt rieng"), "{text}");
    assert!(text.contains("chưa vượt mức dao động ngẫu nhiên"), "the same answers twice: {text}");

    let token = token(&lan, &["see_results", "download"]);
    let task = ask(&server, &token, "/api/v1/tasks").json();
    let movement = &task["tasks"][0]["movement"];
    let compared =
        ask(&server, &token, "/api/v1/waves/rieng/results.json?compare=mo&unit=01001-1&node=1").json();
    let row = &compared["rows"][0];
    for name in ["value", "change"] {
        assert_eq!(movement[name], row[name], "{name}: {compared}");
    }
    assert_eq!(movement["change_ci"], json!([row["change_ci_low"], row["change_ci_high"]]), "{compared}");
}

#[test]
fn the_report_of_whoever_may_see_them_carries_the_tasks_and_nobody_else_s() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let address = "/quan-tri/ket-qua/mo/results.pdf?unit=01001&lang=vi";
    let before = lan.get(address);
    path(&set(&lan, "01001", "1", &day(3)));
    let report = lan.get(address);
    assert_ne!(before.header("etag"), report.header("etag"), "another task, another file");
    let said = text_of(&report.bytes, "staff-tasks");
    for text in ["Nhiệm vụ, giải pháp", "Niêm yết phí, lệ phí tại quầy", "Văn phòng HĐND và UBND", "Chưa làm"]
    {
        assert!(said.contains(text), "{text} in {said}");
    }
    // The results are public; what is to be done is not.
    let public = server.get("/api/v1/waves/mo/results.pdf?unit=01001&lang=vi");
    assert_eq!(public.status, 200);
    assert!(!text_of(&public.bytes, "public-tasks").contains("Niêm yết phí"));
    let taken = "results_downloaded";
    assert_eq!(log(&server).iter().filter(|(who, what, _)| who == "lan" && what == taken).count(), 2);
    assert_eq!(
        log(&server).iter().filter(|(_, what, _)| what == taken).count(),
        2,
        "citizens leave no trace"
    );
}

fn text_of(bytes: &[u8], name: &str) -> String {
    let folder = TestFolder::new(name);
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, bytes).unwrap();
    let pdf = Pdf::at(&file);
    let pages: usize = pdf.info("Pages").parse().unwrap();
    (1..=pages).map(|page| pdf.text(page)).collect::<Vec<_>>().join(" ")
}
