//! Sign-in at a provider of `OpenID` Connect.

use std::time::Duration;

use hailong::domain::access::Role;

use super::provider::{Provider, start_both, through};
use super::support::{Person, between, has_logged, person, sql};
use crate::web::support::{Answer, TestServer};

/// Where one is sent.
fn sent(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Links the account of whoever is signed in to `login`.
fn link(provider: &Provider, person: &Person, login: &str) -> Answer {
    let away = sent(&person.get("/quan-tri/toi/oidc"));
    let page = person.get(&through(provider, &away, login));
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains(&format!("{login}@example.vn")), "{}", page.text());
    let field = |name: &str| between(page.text(), &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let (csrf, sealed) = (field("csrf"), field("sealed"));
    person.send("/quan-tri/toi/oidc", &[("csrf", &csrf), ("sealed", &sealed)], &[])
}

/// Goes to the provider from the sign-in page and comes back.
fn enter(provider: &Provider, person: &Person, login: &str) -> Answer {
    let away = sent(&person.get("/quan-tri/dang-nhap/oidc?sau=/quan-tri/toi"));
    person.get(&through(provider, &away, login))
}

fn code_of(server: &TestServer, person: &Person, path: &str) -> (u16, String) {
    let cookies = person.cookies.borrow();
    let cookie = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let answer = server.get_with(path, &[("cookie", &cookie), ("accept", "application/json")]);
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn an_account_is_linked_by_its_owner_and_then_signs_in_there() {
    // given somebody who has an account and a provider nobody is linked to
    let (server, provider) = start_both("[]");
    let lan = person(&server, "lan", Role::Viewer, Some("19"));
    let stranger = Person::new(&server);
    let page = stranger.get("/quan-tri/dang-nhap");
    assert!(page.text().contains("Đăng nhập bằng Cổng định danh"), "{}", page.text());
    let away = sent(&stranger.get("/quan-tri/dang-nhap/oidc"));
    let back = through(&provider, &away, "lan");
    assert_eq!(code_of(&server, &stranger, &back), (403, "oidc_unknown_account".into()));
    assert!(!stranger.is_in());
    // when the owner links the account, then coming from there is enough
    assert!(sent(&link(&provider, &lan, "lan")).contains("da=noi-oidc"));
    assert!(has_logged(&server, "lan", "identity_linked"));
    let there = Person::new(&server);
    assert!(sent(&enter(&provider, &there, "lan")).starts_with("/quan-tri/toi?"));
    assert!(there.is_in() && there.get("/quan-tri/toi").text().contains("lan@example.vn"));
    assert!(!there.cookies.borrow().contains_key("hailong-oidc"), "what was used is forgotten");
    // another account cannot take the identity, and the same e-mail address is no identity
    let hoa = person(&server, "hoa", Role::Viewer, Some("19"));
    assert_eq!(link(&provider, &hoa, "lan").status, 409);
    assert_eq!(enter(&provider, &Person::new(&server), "hoa").status, 403);
    // a disabled account and a link that was removed open nothing
    assert_eq!(sql(&server, "UPDATE account SET disabled = true WHERE name = 'lan'"), Ok(1));
    assert_eq!(enter(&provider, &Person::new(&server), "lan").status, 403);
    assert_eq!(sql(&server, "UPDATE account SET disabled = false WHERE name = 'lan'"), Ok(1));
    there.cookies.borrow_mut().clear();
    assert_eq!(enter(&provider, &there, "lan").status, 303);
    assert_eq!(there.fill("/quan-tri/toi", "/quan-tri/toi/oidc/bo", &[]).status, 303);
    assert!(has_logged(&server, "lan", "identity_unlinked"));
    assert_eq!(enter(&provider, &Person::new(&server), "lan").status, 403);
}

#[test]
fn nobody_comes_in_with_what_belongs_to_another_sign_in() {
    let (server, provider) = start_both("[]");
    let lan = person(&server, "lan", Role::Viewer, Some("19"));
    link(&provider, &lan, "lan");
    let again = (400, "oidc_again".to_owned());
    let away = |person: &Person| sent(&person.get("/quan-tri/dang-nhap/oidc"));
    // It asks for a code, with proof of who began.
    let person = Person::new(&server);
    let address = away(&person);
    for part in
        ["response_type=code&", "code_challenge_method=S256", "&code_challenge=", "&state=", "&nonce="]
    {
        assert!(address.contains(part), "{address}");
    }
    // Another state, and the browser of somebody else.
    let back = through(&provider, &address, "lan");
    let state = between(&back, "state=", "&").to_owned();
    assert_eq!(code_of(&server, &person, &back.replace(&state, &"0".repeat(64))), again);
    assert_eq!(code_of(&server, &Person::new(&server), &back), again);
    // Another provider, by its own word (RFC 9207), and none at all.
    let other = back.replace("iss=", "iss=x");
    assert_eq!(code_of(&server, &person, &other), again);
    let denied = format!("/quan-tri/oidc?state={state}&error=access_denied");
    assert_eq!(code_of(&server, &person, &denied), (403, "oidc_denied".into()));
    // The right one works once.
    let kept = person.cookies.borrow().clone();
    assert_eq!(person.get(&back).status, 303);
    *person.cookies.borrow_mut() = kept;
    assert_eq!(code_of(&server, &person, &back), again);
    // A token made for another sign-in.
    let person = Person::new(&server);
    let address = away(&person);
    let nonce = between(&address, "nonce=", "&").to_owned();
    let back = through(&provider, &address.replace(&nonce, "another"), "lan");
    assert_eq!(code_of(&server, &person, &back), (403, "oidc_not_believed".into()));
    // A code that is taken by whoever did not begin.
    let person = Person::new(&server);
    let address = away(&person);
    let challenge = between(&address, "code_challenge=", "&").to_owned();
    let back = through(&provider, &address.replace(&challenge, &"A".repeat(43)), "lan");
    assert_eq!(code_of(&server, &person, &back), again);
    // A code that is too old: the provider takes it for three seconds.
    let person = Person::new(&server);
    let back = through(&provider, &away(&person), "lan");
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(code_of(&server, &person, &back), again);
    assert!(!person.is_in());
}

#[test]
fn the_second_factor_is_asked_unless_the_provider_asked_for_one() {
    for (said, asked) in [("[]", true), (r#"["pwd"]"#, true), (r#"["pwd", "mfa"]"#, false)] {
        let (server, provider) = start_both(said);
        let lan = person(&server, "lan", Role::Viewer, Some("19"));
        lan.add_factor();
        link(&provider, &lan, "lan");
        let there = Person::new(&server);
        let to = sent(&enter(&provider, &there, "lan"));
        assert_eq!(to.starts_with("/quan-tri/ma-xac-thuc"), asked, "{said}: {to}");
        assert_eq!(there.is_in(), !asked, "{said}");
    }
}

#[test]
fn a_provider_that_is_down_stops_nobody_else_and_may_change_its_keys() {
    let (server, mut provider) = start_both("[]");
    let lan = person(&server, "lan", Role::Viewer, Some("19"));
    link(&provider, &lan, "lan");
    // when it goes away between going and coming back
    let there = Person::new(&server);
    let back = through(&provider, &sent(&there.get("/quan-tri/dang-nhap/oidc")), "lan");
    provider.end();
    assert_eq!(code_of(&server, &there, &back), (502, "oidc_down".into()));
    // then passwords work as ever
    assert_eq!(there.sign_in("lan", super::support::PASSWORD).status, 303);
    assert!(there.is_in());
    // when it comes back with new keys, then they are fetched
    provider.begin_anew();
    std::thread::sleep(Duration::from_secs(10));
    let there = Person::new(&server);
    assert_eq!(enter(&provider, &there, "lan").status, 303);
    assert!(there.is_in());
}

#[test]
fn a_provider_that_was_never_there_has_a_page_of_its_own() {
    let (server, mut provider) = start_both("[]");
    provider.end();
    let page = Person::new(&server).get("/quan-tri/dang-nhap/oidc");
    assert_eq!(page.status, 502, "{}", page.text());
    assert!(page.text().contains("đăng nhập bằng mật khẩu ở đây"), "{}", page.text());
}
