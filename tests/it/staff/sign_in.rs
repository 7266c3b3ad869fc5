//! Signing in and out, and what a browser keeps of it.

use hailong::domain::access::Role;

use super::support::{PASSWORD, Person, add_account, has_logged, person, sql};
use crate::web::support::{start, start_with};

#[test]
fn a_link_sets_up_an_account_once_and_the_password_opens_it_from_then_on() {
    let server = start();
    // given an account nobody has set up
    let link = add_account(&server, "lan@xa.vn", Role::Viewer, Some("01001"));
    let lan = Person::new(&server);
    assert_eq!(lan.sign_in("lan@xa.vn", PASSWORD).status, 422, "no password opens it yet");
    let page = lan.get(&link);
    assert!(page.text().contains("Cán bộ lan@xa.vn"), "{}", page.text());
    // when passwords are chosen, then weak ones and slips are told and nothing is lost
    for (new, again, said) in [
        ("ngắn 7", "ngắn 7", "ít nhất 8 ký tự"),
        ("matkhau2026", "matkhau2026", "đoán trúng"),
        ("lan@xa.vn 2026", "lan@xa.vn 2026", "không được là tên"),
        (PASSWORD, "bốn con ngựa trằng", "không giống nhau"),
    ] {
        let refused = lan.send(&link, &[("new", new), ("again", again)], &[]);
        assert_eq!(refused.status, 422, "{new}");
        assert!(refused.text().contains(said), "{new}: {}", refused.text());
        assert!(!refused.text().contains(&format!("value=\"{new}\"")), "a password comes back");
    }
    let done = lan.send(&link, &[("new", PASSWORD), ("again", PASSWORD)], &[]);
    assert_eq!((done.status, done.header("location")), (303, "/quan-tri?lang=vi"));
    assert!(lan.is_in());
    // then the link is worthless and the password is not
    let gone = lan.get(&link);
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("không còn giá trị"), "{}", gone.text());
    assert_eq!(lan.send(&link, &[("new", PASSWORD), ("again", PASSWORD)], &[]).status, 410);
    let elsewhere = Person::new(&server);
    assert_eq!(elsewhere.sign_in(" Lan@XA.vn ", PASSWORD).status, 303, "names are told by their letters");
    assert!(elsewhere.is_in());
    assert!(
        has_logged(&server, "lan@xa.vn", "account_set_up") && has_logged(&server, "lan@xa.vn", "signed_in")
    );
}

#[test]
fn a_page_asks_to_sign_in_and_is_shown_afterwards() {
    let server = start();
    person(&server, "mai", Role::Administrator, None);
    let mai = Person::new(&server);
    let asked = mai.get("/quan-tri/nhat-ky");
    assert_eq!(asked.header("location"), "/quan-tri/dang-nhap?lang=vi&sau=/quan-tri/nhat-ky");
    let page = mai.get("/quan-tri/dang-nhap?lang=en&sau=/quan-tri/nhat-ky");
    assert!(page.text().contains("value=\"/quan-tri/nhat-ky\""), "{}", page.text());
    let fields = [("name", "mai"), ("password", PASSWORD), ("sau", "/quan-tri/nhat-ky")];
    assert_eq!(mai.send("/quan-tri/dang-nhap", &fields, &[]).header("location"), "/quan-tri/nhat-ky?lang=vi");
    // What was asked for is still asked for afterwards, in whatever language.
    let mai = Person::new(&server);
    let asked = mai.get("/quan-tri/nhiem-vu?unit=01001&lang=en").header("location").to_owned();
    assert_eq!(asked, "/quan-tri/dang-nhap?lang=en&sau=/quan-tri/nhiem-vu?unit=01001");
    let page = mai.get(&asked);
    assert!(page.text().contains("value=\"/quan-tri/nhiem-vu?unit=01001\""), "{}", page.text());
    let other = "href=\"/quan-tri/dang-nhap?sau=/quan-tri/nhiem-vu?unit=01001&#38;lang=vi\"";
    assert!(page.text().contains(other), "{}", page.text());
    let fields = [("name", "mai"), ("password", PASSWORD), ("sau", "/quan-tri/nhiem-vu?unit=01001")];
    let signed_in = mai.send("/quan-tri/dang-nhap", &fields, &[]);
    assert_eq!(signed_in.header("location"), "/quan-tri/nhiem-vu?unit=01001&lang=vi");
    for elsewhere in [
        "https://evil.example",
        "//evil.example",
        "/quan-tri//evil.example",
        "/khao-sat/mo",
        "/quan-tri-x",
        "?/quan-tri",
    ] {
        let fields = [("name", "mai"), ("password", PASSWORD), ("sau", elsewhere)];
        assert_eq!(mai.send("/quan-tri/dang-nhap", &fields, &[]).header("location"), "/quan-tri?lang=vi");
    }
}

#[test]
fn unknown_disabled_and_wrong_get_the_same_answer() {
    let server = start();
    person(&server, "mai", Role::Viewer, None);
    person(&server, "hung", Role::Viewer, None);
    sql(&server, "UPDATE account SET disabled = true WHERE name = 'hung'").unwrap();
    add_account(&server, "chua", Role::Viewer, None);
    let answers = [
        ("mai", "sai rồi nhé bạn ơi"),
        ("khong-co", PASSWORD),
        ("hung", PASSWORD),
        ("chua", PASSWORD),
        ("!", PASSWORD),
    ];
    let pages: Vec<String> = answers
        .iter()
        .map(|(name, password)| {
            let page = Person::new(&server).sign_in(name, password);
            assert_eq!((page.status, page.header("set-cookie")), (422, ""), "{name}");
            page.text().replace(&format!("value=\"{name}\""), "")
        })
        .collect();
    assert!(pages.iter().all(|page| *page == pages[0]));
    assert!(pages[0].contains("Tên đăng nhập hoặc mật khẩu không đúng"), "{}", pages[0]);
}

#[test]
fn cookies_are_kept_from_scripts_other_sites_and_citizens_pages() {
    let server = start();
    let link = add_account(&server, "mai", Role::Viewer, None);
    let fields = [("new", PASSWORD), ("again", PASSWORD)];
    let mai = Person::new(&server);
    let done = mai.send(&link, &fields, &[]);
    let cookies: Vec<&str> =
        done.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    for cookie in &cookies {
        assert!(cookie.contains("; Path=/quan-tri; HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert!(cookies[0].starts_with("hailong=") && !cookies[0].contains("Max-Age"), "{}", cookies[0]);
    assert!(cookies[1].starts_with("hailong-device=") && cookies[1].contains("Max-Age=15552000"));
    // Behind HTTPS they travel encrypted only.
    let secure =
        start_with(10, |settings| settings.public_url = Some("https://khaosat.example.vn".to_owned()));
    let link = add_account(&secure, "mai", Role::Viewer, None);
    let done = Person::new(&secure).send(&link, &fields, &[]);
    for cookie in done.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.starts_with("__Secure-hailong") && cookie.ends_with("; Secure"), "{cookie}");
    }
    // No other page looks at the cookie, and the interface takes none.
    let cookie = format!("hailong={}", mai.cookies.borrow()["hailong"]);
    for path in ["/api/v1/me", "/api/v1/accounts"] {
        server.get_with(path, &[("cookie", &cookie)]).problem(401, "token_needed");
    }
}

#[test]
fn signing_out_ends_the_session_on_the_server() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let kept = mai.cookies.borrow().clone();
    let out = mai.fill("/quan-tri", "/quan-tri/dang-xuat", &[]);
    assert_eq!((out.status, out.header("location")), (303, "/quan-tri/dang-nhap?lang=vi"));
    assert!(!mai.cookies.borrow().contains_key("hailong"), "the browser forgets it");
    let thief = Person::new(&server);
    *thief.cookies.borrow_mut() = kept;
    assert!(!thief.is_in(), "and so does the server");
    assert!(has_logged(&server, "mai", "signed_out"));
}

#[test]
fn a_session_ends_by_itself_when_idle_and_when_old() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let ago = |column: &str, minutes: u32| {
        let change = format!("UPDATE session SET {column} = {column} - interval '{minutes} minutes'");
        sql(&server, &change).unwrap();
    };
    ago("seen", 59);
    assert!(mai.is_in(), "used within the hour, and that counts from now");
    ago("seen", 59);
    assert!(mai.is_in());
    ago("seen", 61);
    assert!(!mai.is_in(), "an hour of nothing");
    assert_eq!(mai.sign_in("mai", PASSWORD).status, 303);
    ago("ends", 60 * 12 - 1);
    assert!(mai.is_in());
    ago("ends", 2);
    assert!(!mai.is_in(), "twelve hours of use");
}

#[test]
fn the_secret_of_a_session_changes_at_sign_in_and_is_not_in_the_database() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let planted = mai.cookies.borrow()["hailong"].clone();
    assert_eq!(mai.sign_in("mai", PASSWORD).status, 303);
    let secret = mai.cookies.borrow()["hailong"].clone();
    assert_ne!(secret, planted);
    let found =
        sql(&server, &format!("SELECT 1 FROM session WHERE encode(hash, 'hex') = '{secret}'")).unwrap();
    assert_eq!(found, 0, "only its hash is kept");
}

#[test]
fn forms_from_elsewhere_are_refused() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let page = mai.get("/quan-tri").text().to_owned();
    let token = super::support::between(&page, "name=\"csrf\" value=\"", "\"").to_owned();
    let json = ("accept", "application/json");
    let send = |fields: &[(&str, &str)], headers: &[(&str, &str)]| {
        mai.send("/quan-tri/dang-xuat", fields, &[&[json], headers].concat())
    };
    send(&[], &[]).problem(403, "form_expired");
    send(&[("csrf", &"0".repeat(64))], &[]).problem(403, "form_expired");
    let other = person(&server, "hung", Role::Viewer, None).get("/quan-tri").text().to_owned();
    let others = super::support::between(&other, "name=\"csrf\" value=\"", "\"");
    send(&[("csrf", others)], &[]).problem(403, "form_expired");
    let good = [("csrf", token.as_str())];
    for site in ["cross-site", "same-site"] {
        send(&good, &[("sec-fetch-site", site)]).problem(403, "cross_site");
    }
    send(&good, &[("origin", "https://evil.example")]).problem(403, "cross_site");
    let fields = [("name", "mai"), ("password", PASSWORD)];
    mai.send("/quan-tri/dang-nhap", &fields, &[json, ("sec-fetch-site", "cross-site")])
        .problem(403, "cross_site");
    let own = format!("http://{}", server.address);
    assert_eq!(send(&good, &[("origin", &own), ("sec-fetch-site", "same-origin")]).status, 303);
}
