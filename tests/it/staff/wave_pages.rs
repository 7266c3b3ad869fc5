//! Waves on the staff's pages and at the interface: planned, looked at, opened, changed, closed and copied.

use hailong::domain::access::Role;
use hailong::store::{responses, waves};
use serde_json::{Value, json};

use super::imports::{followed, upload};
use super::support::{Person, has_logged, now, person, token};
use crate::web::results::publish;
use crate::web::support::{Answer, TestServer, start, wait_until};

const NEW: &str = "/quan-tri/lap-dot";

/// The fields of a new wave.
fn fields<'a>(id: &'a str, under: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("instrument", "web-test-1"),
        ("id", id),
        ("period", "2026-Q4"),
        ("under", under),
        ("units", ""),
        ("title", "Một cửa quý IV"),
        ("title_en", "One-stop, fourth quarter"),
        ("closes_on", ""),
        ("earlier", ""),
        ("languages", "vi"),
        ("languages", "en"),
        ("k", "5"),
        ("mode", "desk"),
        ("access", "link"),
    ]
}

fn plan(who: &Person, fields: &[(&str, &str)]) -> Answer {
    who.fill(&format!("{NEW}?instrument=web-test-1"), NEW, fields)
}

fn act(who: &Person, wave: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/quan-tri/dot/{wave}");
    who.fill(&path, &path, fields)
}

fn done(answer: &Answer, path: &str) {
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location").split('?').next().unwrap(), path);
}

fn state(server: &TestServer, wave: &str) -> Option<&'static str> {
    let found = waves::find(&mut server.connect(), &wave.parse().unwrap()).unwrap();
    found.map(|stored| stored.wave.state.as_str())
}

fn has_all(answer: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(answer.text().contains(text), "{text} in {}", answer.text());
    }
}

#[test]
fn a_wave_is_planned_previewed_opened_extended_closed_and_copied() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    has_all(&lan.get(NEW), &["web-test-1", "Chọn phiếu khảo sát"]);
    let form = lan.get(&format!("{NEW}?instrument=web-test-1"));
    has_all(&form, &["name=\"under\" type=\"text\" value=\"01001\"", "value=\"desk\""]);
    done(&plan(&lan, &fields("mc-q4", "01001")), "/quan-tri/dot/mc-q4");
    assert_eq!(state(&server, "mc-q4"), Some("planned"));
    let page = lan.get("/quan-tri/dot/mc-q4");
    has_all(&page, &["Một cửa quý IV", "Chưa mở", "01001-1", "01001-2", "Mở đợt", "Bỏ đợt"]);
    assert!(!page.text().contains("Đóng đợt") && !page.text().contains("01002-1"), "{}", page.text());
    has_all(&lan.get("/quan-tri/dot"), &["mc-q4", "Chưa mở", "href=\"/quan-tri/dot/mc-q4?lang=vi\""]);

    // The citizen's page is seen before there is one.
    assert_eq!(server.get("/khao-sat/mc-q4").status, 404);
    let preview = lan.get("/quan-tri/dot/mc-q4/xem-thu?unit=01001-2");
    has_all(&preview, &["Đây là bản xem thử", "data-preview", "method=\"get\"", "Một cửa quý IV"]);
    has_all(&lan.get("/quan-tri/dot/mc-q4/xem-thu/xong"), &["Cảm ơn Ông/Bà!", "Đây là bản xem thử"]);

    done(&act(&lan, "mc-q4", &[("act", "mo")]), "/quan-tri/dot/mc-q4");
    assert_eq!(state(&server, "mc-q4"), Some("open"));
    wait_until("the wave takes answers", || server.get("/khao-sat/mc-q4").status == 200);
    let page = lan.get("/quan-tri/dot/mc-q4");
    has_all(&page, &["Đang nhận phiếu", "Không đổi được nữa", "những câu trả lời đã có sẽ mang nghĩa khác"]);
    assert!(!page.text().contains("name=\"k\""), "{}", page.text());

    // It closes later, or today, and is asked in one language only.
    let late = (now().day + chrono::Days::new(30)).to_string();
    let change = [("act", "sua"), ("title", "Một cửa"), ("title_en", ""), ("closes_on", &*late)];
    let more = [("earlier", ""), ("languages", "vi"), ("units", "")];
    done(&act(&lan, "mc-q4", &[&change[..], &more[..]].concat()), "/quan-tri/dot/mc-q4");
    let stored = waves::find(&mut server.connect(), &"mc-q4".parse().unwrap()).unwrap().unwrap();
    assert_eq!(stored.closes_on.map(|day| day.to_string()), Some(late));
    assert_eq!(stored.wave.languages, ["vi"]);
    wait_until("only Vietnamese is offered", || {
        let form = server.get("/khao-sat/mc-q4?unit=01001-1");
        form.status == 200 && !form.text().contains("hreflang=\"en\"")
    });

    // Closing is asked twice.
    let unsure = act(&lan, "mc-q4", &[("act", "dong")]);
    assert_eq!(unsure.status, 422);
    has_all(&unsure, &["Xin đánh dấu «Tôi chắc chắn» trước.", "href=\"#sure\""]);
    assert_eq!(state(&server, "mc-q4"), Some("open"));
    done(&act(&lan, "mc-q4", &[("act", "dong"), ("sure", "1")]), "/quan-tri/dot/mc-q4");
    assert_eq!(state(&server, "mc-q4"), Some("closed"));

    done(&act(&lan, "mc-q4", &[("act", "chep"), ("id", "mc-2027-q1")]), "/quan-tri/dot/mc-2027-q1");
    let copy = waves::find(&mut server.connect(), &"mc-2027-q1".parse().unwrap()).unwrap().unwrap().wave;
    assert_eq!((copy.period.as_str(), copy.earlier.unwrap().as_str()), ("2027-Q1", "mc-q4"));
    assert_eq!(copy.languages, ["vi"]);
    has_all(&lan.get("/quan-tri/dot/mc-2027-q1"), &["<option value=\"mc-q4\" selected>"]);
    let closed = [("kind", "dossiers"), ("wave", "mc-2027-q1")];
    let (path, _) = followed(&lan, &upload(&lan, &closed, "unit,closed\n01001-1,30\n"));
    followed(&lan, &lan.fill(&path, &path, &[("act", "store")]));
    assert!(has_logged(&server, "lan", "file_imported"));
    done(&act(&lan, "mc-2027-q1", &[("act", "bo"), ("sure", "1")]), "/quan-tri/dot");
    assert_eq!(state(&server, "mc-2027-q1"), None);
    for action in ["wave_created", "wave_opened", "wave_changed", "wave_closed", "wave_discarded"] {
        assert!(has_logged(&server, "lan", action), "{action}");
    }
}

#[test]
fn what_is_wrong_with_a_wave_is_said_beside_its_field_and_nothing_is_lost() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let with = |name: &'static str, value: &'static str| {
        let mut all = fields("mc", "01001");
        all.retain(|(field, _)| *field != name);
        all.push((name, value));
        all
    };
    for (name, value, text) in [
        ("id", "Một cửa", "Tên gồm 1 đến 64 chữ thường"),
        ("id", "mo", "Đã có đợt khảo sát mang tên mo."),
        ("period", "quý 4", "quý 4 không phải là một kỳ."),
        ("under", "99999", "Vào ngày đầu của kỳ không có đơn vị mang mã 99999."),
        ("under", "", "Chưa có quầy hoặc xã nào tham gia."),
        ("units", "01001-1, không", "Mã đơn vị chỉ gồm chữ cái không dấu"),
        ("k", "4", "Số phiếu tối thiểu là một số từ 5 đến 1000."),
        ("k", "nhiều", "Số phiếu tối thiểu là một số từ 5 đến 1000."),
        ("closes_on", "2020-01-01", "Ngày cuối phải là hôm nay hoặc muộn hơn"),
        ("earlier", "khong-co", "khong-co không phải là một đợt khảo sát trước đó."),
        ("languages", "tiếng Tày", "tiếng Tày không phải là mã ngôn ngữ"),
        ("breakdowns", "khong-co", "khong-co không dùng để chia kết quả được"),
    ] {
        let refused = plan(&lan, &with(name, value));
        assert_eq!(refused.status, 422, "{name} = {value}");
        has_all(&refused, &[text, &format!("href=\"#{name}\""), "One-stop, fourth quarter"]);
    }
    assert_eq!(state(&server, "mc"), None);
    // Everything that is no word of ours is said at once.
    let mut all = with("id", "Một cửa");
    all.retain(|(field, _)| !["period", "k", "closes_on"].contains(field));
    let refused = plan(&lan, &[&all[..], &[("period", "quý 4"), ("k", "x"), ("closes_on", "mai")]].concat());
    has_all(&refused, &["href=\"#id\"", "href=\"#period\"", "href=\"#k\"", "href=\"#closes_on\""]);
    has_all(&refused, &["Xin ghi ngày theo mẫu 2026-12-31."]);
    // Not at units of others, though nothing that was typed is lost; and not at all by those who only look.
    let refused = plan(&lan, &with("under", "01002"));
    assert_eq!(refused.status, 403, "{}", refused.text());
    has_all(&refused, &["thuộc phạm vi Ông/Bà phụ trách", "href=\"#under\"", "One-stop, fourth quarter"]);
    let hoa = person(&server, "hoa", Role::Viewer, Some("01001"));
    for path in [NEW, "/quan-tri/dot"] {
        let refused = hoa.get(path);
        assert_eq!((refused.status, refused.header("content-type")), (403, "text/html; charset=utf-8"));
        has_all(&refused, &["Ông/Bà không có quyền này", "Cần quyền “quản lý đợt khảo sát” tại đơn vị này."]);
    }
}

#[test]
fn a_unit_is_chosen_from_ones_own_or_typed_by_its_name() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let form = lan.get(&format!("{NEW}?instrument=web-test-1"));
    has_all(&form, &["<option value=\"01001\">Xã Một</option>", "list=\"units-offered\""]);
    has_all(&form, &["<a href=\"/quan-tri/dot?lang=vi\" aria-current=\"page\">"]);
    assert!(!form.text().contains("<option value=\"01002\""), "others' units are not offered");
    done(&plan(&lan, &fields("mc-2026-q4", "xã MỘT")), "/quan-tri/dot/mc-2026-q4");
    has_all(&lan.get("/quan-tri/dot/mc-2026-q4"), &["01001-1", "01001-2"]);
    let refused = plan(&lan, &fields("mc-2", "Xã Hai"));
    assert_eq!(refused.status, 422, "nobody's name is looked up at units of others");

    // A copy is called after its period, and never like the wave itself.
    has_all(&lan.get("/quan-tri/dot/mc-2026-q4"), &["value=\"mc-2027-q1\""]);
    let refused = act(&lan, "mc-2026-q4", &[("act", "chep"), ("id", "mc-2026-q4")]);
    assert_eq!(refused.status, 422, "{}", refused.text());
    has_all(&refused, &["Đã có đợt khảo sát mang tên mc-2026-q4."]);

    // An open wave is not opened again, and one without answers publishes nothing when it is closed.
    done(&act(&lan, "mc-2026-q4", &[("act", "mo")]), "/quan-tri/dot/mc-2026-q4");
    let refused = act(&lan, "mc-2026-q4", &[("act", "mo")]);
    has_all(&refused, &["Không thực hiện được", "Đợt khảo sát này đã mở."]);
    let change =
        [("act", "sua"), ("title", "Một cửa"), ("closes_on", ""), ("languages", "vi"), ("units", "01002-1")];
    let refused = act(&lan, "mc-2026-q4", &change);
    has_all(&refused, &["thuộc phạm vi Ông/Bà phụ trách", "href=\"#units\"", "value=\"01002-1\""]);
    let closed = act(&lan, "mc-2026-q4", &[("act", "dong"), ("sure", "1")]);
    has_all(&lan.get(closed.header("location")), &["Số phiếu chưa đủ để công bố kết quả nào."]);
    // The log says in words what was done.
    let an = person(&server, "an", Role::Auditor, None);
    has_all(&an.get("/quan-tri/nhat-ky"), &["vai trò: Người phụ trách khảo sát", "đơn vị: 2"]);
}

#[test]
fn a_preview_keeps_nothing_and_only_managers_of_all_units_get_it() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, None);
    assert_eq!(lan.get("/quan-tri/dot/rieng/xem-thu?unit=01001-1").status, 200);
    assert_eq!(lan.get("/quan-tri/dot/rieng/xem-thu/xong?q1=1&q2=yes").status, 200);
    assert_eq!(lan.get("/quan-tri/dot/rieng/xem-thu?unit=99").status, 404);
    let number = waves::find(&mut server.connect(), &"rieng".parse().unwrap()).unwrap().unwrap().number;
    assert_eq!(responses::pending_counts(&mut server.connect(), number).unwrap(), []);
    let xa = person(&server, "xa", Role::Manager, Some("01001"));
    assert_eq!(xa.get("/quan-tri/dot/rieng/xem-thu").status, 403);
}

#[test]
fn staff_see_results_that_are_not_public_and_take_them_away_by_their_rights() {
    let server = start();
    publish(&server, "rieng");
    let lan = person(&server, "lan", Role::Analyst, Some("01001"));
    let list = lan.get("/quan-tri/ket-qua");
    has_all(&list, &["href=\"/quan-tri/ket-qua/rieng?unit=01001"]);
    let page = lan.get("/quan-tri/ket-qua/rieng?unit=01001");
    has_all(&page, &["Xã Một", "href=\"/quan-tri/ket-qua/rieng/results.csv?unit=01001&#38;lang=vi\""]);
    let csv = lan.get("/quan-tri/ket-qua/rieng/results.csv?unit=01001");
    assert!(csv.header("content-disposition").contains("hailong-rieng-01001.csv"));
    assert!(csv.text().lines().skip(1).all(|line| line.contains("01001")), "{}", csv.text());
    assert_eq!(lan.get("/quan-tri/ket-qua/rieng?unit=01002").status, 403);
    let hoa = person(&server, "hoa", Role::Viewer, Some("01001"));
    assert_eq!(hoa.get("/quan-tri/ket-qua/rieng?unit=01001").status, 200);
    assert_eq!(hoa.get("/quan-tri/ket-qua/rieng/results.csv?unit=01001").status, 403);
    assert_eq!(server.get("/ket-qua/rieng?unit=01001").status, 401);
}

#[test]
fn programs_manage_waves_with_a_token() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let token = token(&lan, &["manage_waves", "see_results"]);
    let send = |path: &str, body: &Value| {
        let headers = [("authorization", &*token), ("content-type", "application/json")];
        server.post_with(path, &headers, body.to_string().as_bytes())
    };
    let made = send(
        "/api/v1/waves",
        &json!({
            "id": "api", "instrument": "web-test-1", "period": "2026-Q4", "under": "01001", "k": 7, "languages": ["vi"],
        }),
    );
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/waves/api"));
    let read = || server.get_with("/api/v1/waves/api", &[("authorization", &token)]).json();
    assert_eq!(
        (&read()["state"], &read()["k"], &read()["languages"]),
        (&json!("planned"), &json!(7), &json!(["vi"]))
    );
    assert_eq!(send("/api/v1/waves/api", &json!({"k": 8, "closes_on": "2999-12-31"})).status, 204);
    assert_eq!((&read()["k"], &read()["closes_on"]), (&json!(8), &json!("2999-12-31")));
    assert_eq!(send("/api/v1/waves/api/open", &json!({})).status, 204);
    let late = send("/api/v1/waves/api", &json!({"k": 9}));
    late.problem(422, "violations");
    assert_eq!(late.json()["violations"][0]["code"], "wave_fixed_opened");
    assert_eq!(late.json()["violations"][0]["pointer"], "/k");
    send("/api/v1/waves/api/open", &json!({})).problem(409, "wave_is_open");
    assert_eq!(send("/api/v1/waves/api/publish", &json!({})).status, 204);
    assert_eq!(read()["public"], true);
    assert_eq!(send("/api/v1/waves/api/hide", &json!({})).status, 204);
    let closed = send("/api/v1/waves/api/close", &json!({}));
    assert_eq!((closed.status, &closed.json()["publication"]), (200, &Value::Null));
    let copy = send("/api/v1/waves/api/copy", &json!({"id": "api-2"}));
    assert_eq!((copy.status, &copy.json()["period"]), (201, &json!("2027-Q1")));
    assert_eq!(server.delete_with("/api/v1/waves/api-2", &[("authorization", &token)]).status, 204);
    server.delete_with("/api/v1/waves/api", &[("authorization", &token)]).problem(409, "wave_is_closed");
    send(
        "/api/v1/waves",
        &json!({"id": "x", "instrument": "web-test-1", "period": "2026-Q4", "under": "01002"}),
    )
    .problem(403, "right_needed");
    send("/api/v1/waves/rieng/close", &json!({})).problem(403, "right_needed");
    send("/api/v1/waves/khong/close", &json!({})).problem(404, "unknown_wave");
}

#[test]
fn how_a_wave_protects_those_who_answer_is_chosen_shown_and_copied() {
    let server = start();
    let lan = person(&server, "lan", Role::Manager, Some("01001"));
    let form = lan.get(&format!("{NEW}?instrument=web-test-1"));
    has_all(&form, &["Mã hóa câu trả lời ngay trên thiết bị", "name=\"breakdowns\" value=\"channel\""]);
    let chosen = [("totals_only", "1"), ("remarks", "1")];
    let by = [("breakdowns", "q1"), ("breakdowns", "channel")];
    let all = [&fields("kin", "01001")[..], &chosen[..], &by[..]].concat();
    done(&plan(&lan, &all), "/quan-tri/dot/kin");
    has_all(&lan.get("/quan-tri/dot/kin"), &["Phong bì niêm phong", "Chỉ các số tổng", "q1, channel"]);
    done(&act(&lan, "kin", &[("act", "chep"), ("id", "kin-2")]), "/quan-tri/dot/kin-2");
    let token = token(&lan, &["manage_waves"]);
    let read = server.get_with("/api/v1/waves/kin-2", &[("authorization", &token)]).json();
    assert_eq!(read["envelope"], false);
    assert_eq!(read["retention"], "totals");
    assert_eq!(read["remarks"], true);
    assert_eq!(read["breakdowns"], json!(["q1", "channel"]));
    // A file comes in no envelope, and a question that not everybody is asked divides nobody.
    let headers = [("authorization", &*token), ("content-type", "application/json")];
    for (more, code) in [
        (json!({"access": "import", "envelope": true}), "wave_only_files"),
        (json!({"envelope": true, "remarks": true}), "wave_envelope_remarks"),
        (json!({"access": "door"}), "wave_access"),
        (json!({"retention": "some"}), "wave_retention"),
        (json!({"breakdowns": ["q1", "q1"]}), "wave_breakdown"),
    ] {
        let mut body = json!({"id": "x", "instrument": "web-test-1", "period": "2026-Q4", "under": "01001"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let refused = server.post_with("/api/v1/waves", &headers, body.to_string().as_bytes());
        refused.problem(422, "violations");
        assert_eq!(refused.json()["violations"][0]["code"], code);
    }
}
