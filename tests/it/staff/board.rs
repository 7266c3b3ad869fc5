//! Results on the staff's side: seen with the session, public or not, with the tasks that are due.

use chrono::Days;
use hailong::domain::access::Role;

use super::support::{now, person};
use crate::web::results::publish;
use crate::web::support::start;

#[test]
fn staff_see_results_of_their_units_that_are_not_public() {
    let server = start();
    publish(&server, "rieng");
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let list = lan.get("/quan-tri/ket-qua?lang=en");
    assert!(list.text().contains("/quan-tri/ket-qua/rieng?unit=01001&#38;lang=en"), "{}", list.text());
    assert!(list.text().contains("Only staff may see them"), "{}", list.text());
    let page = lan.get("/quan-tri/ket-qua/rieng?unit=01001&lang=en");
    assert_eq!(page.status, 200, "{}", page.text());
    // Downloads go where the session goes; there is nothing to embed and no page of data.
    assert!(
        page.text().contains("/quan-tri/ket-qua/rieng/results.csv?unit=01001&#38;lang=en"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("&#60;iframe") && !page.text().contains("/du-lieu"), "{}", page.text());
    let file = lan.get("/quan-tri/ket-qua/rieng/results.csv?unit=01001&lang=en");
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
    let api = server.get_with("/ket-qua/rieng?unit=01001", &[("cookie", "x=1")]);
    assert_eq!(api.status, 401, "citizens' pages know no session");
    // Not another commune; and who asks for the whole province is led to the own part of it.
    assert_eq!(lan.get("/quan-tri/ket-qua/rieng?unit=01002&lang=en").status, 403);
    let led = lan.get("/quan-tri/ket-qua/rieng?lang=en");
    assert_eq!(led.header("location"), "/quan-tri/ket-qua/rieng?unit=01001&lang=en", "{}", led.text());
    let elsewhere = person(&server, "binh", Role::Viewer, Some("01002"));
    // Who may not take files away is not offered any.
    let page = elsewhere.get("/quan-tri/ket-qua/rieng?unit=01002");
    assert!(page.status == 200 && !page.text().contains("/results.csv"), "{}", page.text());
    let list = elsewhere.get("/quan-tri/ket-qua?lang=en");
    assert!(!list.text().contains("unit=01001") && list.text().contains("unit=01002"), "{}", list.text());
}

#[test]
fn a_public_wave_can_be_put_on_the_portal() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let page = lan.get("/quan-tri/ket-qua/mo?unit=01001&lang=vi");
    let (_, rest) =
        page.text().split_once("&#60;iframe src=&#34;").unwrap_or_else(|| panic!("{}", page.text()));
    let address = rest.split_once("&#34;").unwrap().0.replace("&#38;amp;", "&").replace("&#38;#38;", "&");
    let path = address.strip_prefix(&server.url("")).unwrap_or_else(|| panic!("{address}"));
    let widget = server.get(path);
    assert_eq!(widget.status, 200, "{path}: {}", widget.text());
    assert!(widget.text().contains("Xã Một"), "{}", widget.text());
    assert!(!server.get("/ket-qua/mo?unit=01001").text().contains("iframe"), "for staff alone");
}

#[test]
fn what_is_due_stands_on_the_dashboard() {
    let server = start();
    publish(&server, "mo");
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let set = |what: &str, days: u64| {
        let due = (now().day + Days::new(days)).to_string();
        let fields = [
            ("wave", "mo"),
            ("unit", "01001"),
            ("node", "1"),
            ("what", what),
            ("responsible", "Văn phòng"),
            ("due", &due),
            ("status", "planned"),
            ("evidence", ""),
        ];
        let form = "/quan-tri/nhiem-vu/moi";
        assert_eq!(lan.fill(&format!("{form}?wave=mo&unit=01001"), form, &fields).status, 303);
    };
    set("Thêm ghế ngồi chờ", 3);
    set("Sửa biển chỉ dẫn", 90);
    let page = lan.get("/quan-tri/ket-qua/mo?unit=01001&lang=vi");
    assert!(page.text().contains("Thêm ghế ngồi chờ"), "{}", page.text());
    assert!(!page.text().contains("Sửa biển chỉ dẫn"), "there is time");
    // Tasks are the staff's own.
    assert!(!server.get("/ket-qua/mo?unit=01001").text().contains("Thêm ghế"));
    let elsewhere = person(&server, "binh", Role::Viewer, Some("01002"));
    assert!(!elsewhere.get("/quan-tri/ket-qua/mo?unit=01001").text().contains("Thêm ghế"));
}
