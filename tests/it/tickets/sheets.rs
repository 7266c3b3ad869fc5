//! Printed tickets, from the command line, the staff's page and the interface; read as people and telephones read them.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use hailong::domain::access::Role;
use hailong::domain::ticket::TicketCode;
use serde_json::{Value, json};

use super::service::{OTHER_DESK, body, send, service};
use super::support::count;
use crate::journeys::program::Program;
use crate::staff::support::{Person, person};
use crate::support::folder::TestFolder;
use crate::support::pdf::Pdf;
use crate::web::support::{DESK, TestServer};

const PUBLIC: &str = "https://khaosat.example.gov.vn";

/// The codes of a file of tickets, as the telephone reads them; each is printed beside it, too.
fn codes(pdf: &Pdf, link: &str, expected: usize) -> Vec<String> {
    let mut found = Vec::new();
    for page in 1..=pdf.pages() {
        let text = pdf.text(page);
        for code in pdf.grid(page, 2, 5) {
            let (address, compact) = code.link.split_once('#').unwrap();
            assert_eq!(address, link);
            assert!(code.side >= 24.0 && code.is_free, "{} mm", code.side);
            let ticket: TicketCode = compact.parse().unwrap();
            assert!(text.contains(&ticket.grouped()), "{compact} is not printed: {text}");
            found.push(compact.to_owned());
        }
    }
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), expected);
    found
}

fn run(program: &Program, out: &Path, arguments: &[&str]) -> Output {
    let common = ["tickets", "--wave", "ve", "--unit", "02020", "--out", out.to_str().unwrap()];
    let mut command = program.command(&[&common, arguments].concat());
    command.env("HAILONG_KEY", "1".repeat(64)).output().unwrap()
}

#[test]
fn the_command_prints_sheets_that_are_there_once() {
    let program = Program::new();
    let folder = TestFolder::new("tickets");
    let open =
        ["wave", "open", "ve", "--instrument", "one-stop-2018", "--access", "ticket", "--unit", "02020"];
    program.done(&open);
    let out = folder.path().join("ve.pdf");
    let made = run(&program, &out, &["--count", "20", "--public-url", PUBLIC]);
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.ends_with("20 tickets; the codes are kept nowhere else\n"), "{said}");
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    let pdf = Pdf::at(&out);
    assert_eq!((pdf.pages(), pdf.info("Page size").as_str()), (2, "595.276 x 841.89 pts (A4)"));
    let found = codes(&pdf, &format!("{PUBLIC}/khao-sat/ve?unit=02020"), 20);
    let text = pdf.text(1);
    for part in [
        "Ông/Bà được phục vụ thế nào?",
        "How were you served?",
        "Xã Chợ Đồn",
        "Quét mã QR, hoặc mở địa chỉ dưới đây và nhập mã. Mỗi mã trả lời được một lần.",
        "Scan the QR code, or open the address below and type the code. Each code answers once.",
        "Ẩn danh: không ai biết mã nào đã trả lời thế nào.",
        "khaosat.example.gov.vn/d/02020",
    ] {
        assert_eq!(text.matches(part).count(), 10, "{part}: {text}");
    }
    // Neither what the command says nor its log of what staff did repeats a code.
    let log = program.done(&["audit", "export"]);
    assert!(log.contains("tickets_issued") && !found.iter().any(|code| log.contains(code)), "{log}");

    // Never over an earlier sheet, and no file where there are no tickets.
    let again = run(&program, &out, &["--count", "1", "--public-url", PUBLIC]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("cannot write"), "{again:?}");
    let never = folder.path().join("never.pdf");
    let local = run(&program, &never, &["--count", "1"]);
    assert!(String::from_utf8_lossy(&local.stderr).contains("--public-url"), "{local:?}");
    let foreign = run(&program, &never, &["--count", "1", "--public-url", PUBLIC, "--wave", "ve"]);
    assert!(!foreign.status.success() && !never.exists());
}

fn unspent(server: &TestServer) -> i64 {
    count(&mut server.connect(), "SELECT count(*) AS n FROM ticket_unspent")
}

#[test]
fn a_clerk_prints_tickets_of_the_own_desk_and_people_answer_with_them() {
    let server = service();
    let clerk: Person<'_> = person(&server, "hoa", Role::Clerk, Some("01001"));
    let page = clerk.get("/quan-tri/ma-luot");
    assert!(page.text().contains("<option value=\"ve\"") && !page.text().contains("<option value=\"mo\""));
    let fill = |unit: &str, wave: &str, count: &str| {
        let fields = [("wave", wave), ("unit", unit), ("count", count)];
        clerk.fill("/quan-tri/ma-luot", "/quan-tri/ma-luot", &fields)
    };
    for (unit, wave, count, field) in [
        ("01002-1", "ve", "3", "unit"),
        ("01002", "ve", "3", "unit"),
        (DESK, "mo", "3", "wave"),
        (DESK, "no such", "3", "wave"),
        (DESK, "ve", "0", "count"),
        (DESK, "ve", "5001", "count"),
    ] {
        let back = fill(unit, wave, count);
        let error = format!("id=\"{field}-error\"");
        assert!(back.status == 422 && back.text().contains(&error), "{unit} {wave} {count}: {}", back.text());
    }
    assert_eq!(unspent(&server), 0);
    let sheet = fill(DESK, "ve", "10");
    assert_eq!((sheet.status, sheet.header("content-type")), (200, "application/pdf"));
    assert_eq!(sheet.header("cache-control"), "no-store");
    let folder = TestFolder::new("clerk-tickets");
    let path = folder.path().join("ma-luot.pdf");
    fs::write(&path, &sheet.bytes).unwrap();
    let link = format!("http://{}/khao-sat/ve?unit={DESK}", server.address);
    let found = codes(&Pdf::at(&path), &link, 10);
    assert_eq!(unspent(&server), 10);
    assert_eq!(send(&server, "ve", &body(&found[3])).status, 201);
    assert_eq!(unspent(&server), 9);
    // A viewer sees results and no tickets.
    let viewer = person(&server, "xem", Role::Viewer, Some("01001"));
    assert_eq!(viewer.get("/quan-tri/ma-luot").status, 403);
}

#[test]
fn a_program_gets_tickets_with_the_right_at_the_unit_and_only_once() {
    let server = service();
    let clerk = person(&server, "hoa", Role::Manager, Some(DESK));
    let page = clerk.fill(
        "/quan-tri/toi/ma-truy-cap",
        "/quan-tri/toi/ma-truy-cap",
        &[("token-name", "in"), ("days", "30"), ("right", "issue_tickets"), ("unit", DESK)],
    );
    let token = page.text().split("hl_").nth(1).map(|rest| format!("Bearer hl_{}", &rest[..64]));
    let token = token.unwrap_or_else(|| panic!("no token: {}", page.text()));
    let ask = |wave: &str, body: Value| {
        let path = format!("/api/v1/waves/{wave}/tickets");
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        server.post_with(&path, &headers, body.to_string().as_bytes())
    };
    let made = ask("ve", json!({"unit": DESK, "count": 3}));
    assert_eq!(made.status, 201, "{}", made.text());
    let tickets = made.json()["tickets"].as_array().unwrap().clone();
    let code: TicketCode = tickets[0]["code"].as_str().unwrap().parse().unwrap();
    let link = format!("http://{}/khao-sat/ve?unit={DESK}#{}", server.address, code.compact());
    assert_eq!((tickets.len(), tickets[0]["link"].as_str().unwrap()), (3, link.as_str()));
    assert_eq!(send(&server, "ve", &body(&code.grouped())).status, 201);

    ask("ve", json!({"unit": OTHER_DESK, "count": 3})).problem(403, "right_needed");
    ask("ve", json!({"unit": "nowhere", "count": 3})).problem(404, "unknown_unit");
    ask("none", json!({"unit": DESK, "count": 3})).problem(404, "unknown_wave");
    ask("mo", json!({"unit": DESK, "count": 3})).problem(409, "no_tickets");
    let wrong = ask("ve", json!({"unit": DESK, "count": 0}));
    assert_eq!(wrong.violations(), [("/count".to_owned(), "ticket_count".to_owned())]);
    let path = "/api/v1/waves/ve/tickets";
    server.post(path, "application/json", b"{}").problem(401, "token_needed");
    assert_eq!(unspent(&server), 2);
}
