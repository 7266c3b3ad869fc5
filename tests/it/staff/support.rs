//! People of the staff, each with a browser that keeps cookies.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::Utc;
use data_encoding::BASE32_NOPAD;
use diesel::prelude::*;
use hailong::domain::access::{PERIOD_SECONDS, Role, code_at};
use hailong::identity::accounts::{self, NewAccount};
use hailong::identity::{Moment, Principal, set_up};

use crate::web::support::{Answer, TestServer};

/// A password that is long enough to stand alone.
pub const PASSWORD: &str = "bốn con ngựa trắng";
/// One that needs a second factor beside it.
pub const SHORT_PASSWORD: &str = "cá kho tộ 8";
const FORM: &str = "application/x-www-form-urlencoded";

pub fn now() -> Moment {
    Moment { at: Utc::now(), day: hailong::sealing::today_in_viet_nam() }
}

/// Somebody with a browser.
pub struct Person<'a> {
    pub server: &'a TestServer,
    pub cookies: RefCell<BTreeMap<String, String>>,
}

/// The text between two others.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {rest}")).0
}

/// The fields of a form as they are sent.
fn encoded(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        let sign = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        text.bytes().map(sign).collect()
    };
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

impl<'a> Person<'a> {
    /// With a browser that has never been here.
    pub fn new(server: &'a TestServer) -> Self {
        Self { server, cookies: RefCell::default() }
    }

    fn cookie_header(&self) -> String {
        let pairs = self.cookies.borrow();
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, answer: Answer) -> Answer {
        for header in answer.headers.get_all("set-cookie") {
            let text = header.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub fn get(&self, path: &str) -> Answer {
        let cookie = self.cookie_header();
        let headers = [("cookie", cookie.as_str()), ("accept", "text/html")];
        self.keep(self.server.get_with(path, &headers))
    }

    /// Sends fields as they are, without the token of a form.
    pub fn send(&self, path: &str, fields: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
        let cookie = self.cookie_header();
        let mut headers = vec![("cookie", cookie.as_str()), ("content-type", FORM)];
        headers.extend_from_slice(more);
        self.keep(self.server.post_with(path, &headers, encoded(fields).as_bytes()))
    }

    /// Opens a page and sends a form of it.
    pub fn fill(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let opened = self.get(page);
        assert_eq!(opened.status, 200, "{page}: {}", opened.text());
        let token = between(opened.text(), "name=\"csrf\" value=\"", "\"").to_owned();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.send(path, &all, &[("accept", "text/html")])
    }

    /// Tries a name and a password.
    pub fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.send(
            "/quan-tri/dang-nhap",
            &[("name", name), ("password", password)],
            &[("accept", "text/html")],
        )
    }

    /// Whether the first page is shown.
    pub fn is_in(&self) -> bool {
        self.get("/quan-tri").status == 200
    }

    /// Sets up the second factor and gives its secret and the recovery codes.
    pub fn add_factor(&self) -> (Vec<u8>, Vec<String>) {
        let page = self.get("/quan-tri/toi/xac-thuc");
        let text = page.text();
        let secret =
            BASE32_NOPAD.decode(between(text, "<code>", "</code>").replace(' ', "").as_bytes()).unwrap();
        let fields = [
            ("csrf", between(text, "name=\"csrf\" value=\"", "\"")),
            ("sealed", between(text, "name=\"sealed\" value=\"", "\"")),
            ("code", &code(&secret, 0)),
        ];
        let codes = self.send("/quan-tri/toi/xac-thuc", &fields, &[]);
        assert_eq!(codes.status, 200, "{}", codes.text());
        let parts = codes.text().split("<li><code>").skip(1);
        (secret, parts.map(|part| part.split('<').next().unwrap().to_owned()).collect())
    }
}

/// The code of so many steps from now.
pub fn code(secret: &[u8], steps: i64) -> String {
    code_at(secret, Utc::now().timestamp() / PERIOD_SECONDS + steps)
}

/// Adds an account at the command line and gives the path of its one-time link.
pub fn add_account(server: &TestServer, name: &str, role: Role, unit: Option<&str>) -> String {
    let new = NewAccount { name, full_name: &format!("Cán bộ {name}"), role, unit };
    let by = Principal::command_line();
    set_up::path(&accounts::add(&mut server.connect(), &by, &new, now()).unwrap().unwrap())
}

/// Somebody new who has set up the account and is signed in.
pub fn person<'a>(server: &'a TestServer, name: &str, role: Role, unit: Option<&str>) -> Person<'a> {
    person_with(server, name, (role, unit), PASSWORD)
}

pub fn person_with<'a>(
    server: &'a TestServer,
    name: &str,
    (role, unit): (Role, Option<&str>),
    password: &str,
) -> Person<'a> {
    let link = add_account(server, name, role, unit);
    let person = Person::new(server);
    let done = person.send(&link, &[("new", password), ("again", password)], &[]);
    assert_eq!(done.status, 303, "{}", done.text());
    person
}

/// A token with these rights, made on the page, as it stands in a header.
pub fn token(person: &Person, rights: &[&str]) -> String {
    let mut fields = vec![("token-name", "Chương trình"), ("unit", ""), ("days", "30")];
    fields.extend(rights.iter().map(|right| ("right", *right)));
    let page = person.fill("/quan-tri/toi/ma-truy-cap", "/quan-tri/toi/ma-truy-cap", &fields);
    format!("Bearer {}", between(page.text(), "<p><code>", "</code>"))
}

/// Changes the database behind the program's back.
pub fn sql(server: &TestServer, statement: &str) -> QueryResult<usize> {
    diesel::sql_query(statement).execute(&mut server.connect())
}

/// Actions in the audit log, the latest first, with their subject.
pub fn log(server: &TestServer) -> Vec<(String, String, Option<String>)> {
    let entries = hailong::store::audit::list(
        &mut server.connect(),
        &hailong::store::audit::Filter::default(),
        None,
        1000,
    );
    let part = |(entry, _): (hailong::domain::access::Entry, _)| (entry.actor, entry.action, entry.subject);
    entries.unwrap().into_iter().map(part).collect()
}

/// Whether the log tells that somebody did something.
pub fn has_logged(server: &TestServer, actor: &str, action: &str) -> bool {
    log(server).iter().any(|(who, what, _)| who == actor && what == action)
}
