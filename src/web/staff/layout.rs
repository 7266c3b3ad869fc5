//! What all pages of the staff's side have in common.

use std::rc::Rc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Duration, FixedOffset, Utc};

use super::form;
use crate::domain::access::Right;
use crate::domain::unit::Unit;
use crate::identity::Principal;
use crate::locale;
use crate::web::assets;
use crate::web::html;
use crate::web::language;
use crate::web::open_wave::unit_name;
use crate::web::problem::Problem;
use crate::web::routes::{in_language, without};

/// Seconds by which Viet Nam is ahead of UTC, all year.
const VIET_NAM: i32 = 7 * 3600;

/// A place people go to by themselves.
pub(super) struct PlaceEntry {
    /// Address.
    pub path: &'static str,
    /// Key of its name; with `-about` behind it that of a sentence about it.
    pub key: &'static str,
    /// Who finds it: whoever holds the right somewhere, or everybody signed in.
    pub right: Option<Right>,
}

/// Everything in the menu and on the first page, in this order. One more part of the staff's side: one more line.
pub(super) const PLACES: &[PlaceEntry] = &[
    PlaceEntry { path: "/quan-tri/ket-qua", key: "staff-place-results", right: Some(Right::SeeResults) },
    PlaceEntry { path: "/quan-tri/dot", key: "staff-place-waves", right: Some(Right::ManageWaves) },
    PlaceEntry { path: "/quan-tri/nhiem-vu", key: "staff-place-tasks", right: Some(Right::SeeResults) },
    PlaceEntry { path: "/quan-tri/ma-luot", key: "staff-place-tickets", right: Some(Right::IssueTickets) },
    PlaceEntry { path: "/quan-tri/mo-may", key: "staff-place-unlock", right: Some(Right::UnlockKiosk) },
    PlaceEntry { path: "/quan-tri/nhap", key: "staff-place-imports", right: Some(Right::Import) },
    PlaceEntry { path: "/quan-tri/cach-ly", key: "staff-place-quarantine", right: Some(Right::SeeBatches) },
    PlaceEntry {
        path: "/quan-tri/tai-khoan",
        key: "staff-place-accounts",
        right: Some(Right::ManageAccounts),
    },
    PlaceEntry { path: "/quan-tri/nhat-ky", key: "staff-place-audit", right: Some(Right::ReadAudit) },
    PlaceEntry {
        path: "/quan-tri/toi/ma-truy-cap",
        key: "staff-place-tokens",
        right: Some(Right::MakeTokens),
    },
    PlaceEntry { path: "/quan-tri/toi", key: "staff-place-own", right: None },
];

/// Pages that belong to a place without being below it.
const APART: [(&str, &str); 2] =
    [("/quan-tri/lap-dot", "/quan-tri/dot"), (super::wave_pool::POOL, "/quan-tri/dot")];

/// A place in the menu.
pub(super) struct NavLink {
    pub href: String,
    pub name: String,
    pub about: String,
    /// Whether this page is the place, or below it.
    pub here: bool,
}

/// The same page in another language.
pub(super) struct LanguageLink {
    pub tag: String,
    pub name: String,
    pub href: String,
}

/// What stands around the content of every page.
pub(super) struct StaffPage {
    pub language: String,
    pub title: String,
    pub languages: Vec<LanguageLink>,
    /// Name of whoever is signed in.
    pub who: Option<String>,
    pub nav: Vec<NavLink>,
    /// Token of the forms.
    pub csrf: String,
    /// What has just been done.
    pub notice: Option<String>,
    /// What is wrong with the form that was sent.
    pub wrong: Vec<Wrong>,
    /// Units that fields of the page offer.
    pub units: Vec<Unit>,
}

/// Something wrong, beside its field.
pub(super) struct Wrong {
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

impl StaffPage {
    /// A page that nobody is signed in to.
    pub(super) fn open(language: &str, title: &str) -> Self {
        Self {
            language: language.to_owned(),
            title: locale::text(language, title),
            languages: Vec::new(),
            who: None,
            nav: Vec::new(),
            csrf: String::new(),
            notice: None,
            wrong: Vec::new(),
            units: Vec::new(),
        }
    }

    /// A page for whoever is signed in, at the address asked for.
    pub(super) fn new(request: &HttpRequest, who: &Principal, title: &str) -> Self {
        let language = language::own(request);
        let page = Self::open(&language, title).in_others(request);
        let own = |place: &&PlaceEntry| place.right.is_none_or(|right| who.powers.may_somewhere(right));
        let path = request.path();
        let here = PLACES.iter().filter(own).map(|place| place.path);
        let at = APART.iter().find(|(page, _)| *page == path).map_or(path, |(_, place)| place);
        let here = here.filter(|place| is_at(at, place)).max_by_key(|place| place.len());
        let link = |place: &PlaceEntry| NavLink {
            href: page.link(place.path),
            name: page.text(place.key),
            about: page.text(&format!("{}-about", place.key)),
            here: here == Some(place.path),
        };
        let nav = PLACES.iter().filter(own).map(link).collect();
        let name = who.account.as_ref().map(|account| account.full_name.clone());
        let notice = done(request, &language);
        Self { nav, who: name, csrf: form::token(who), notice, ..page }
    }

    /// Offers what was asked for in other languages, without saying again what was done before.
    pub(super) fn in_others(self, request: &HttpRequest) -> Self {
        let query = without(request.query_string(), "da");
        self.with_languages(&format!("{}?{query}", request.path()))
    }

    /// Offers the page at this address in other languages.
    pub(super) fn with_languages(mut self, address: &str) -> Self {
        let link = |tag: &str| LanguageLink {
            tag: tag.to_owned(),
            name: locale::text(tag, &format!("language-{tag}")),
            href: in_language(address, tag),
        };
        let languages = locale::languages().into_iter();
        let others = languages.filter(|tag| *tag != self.language);
        self.languages = others.map(link).collect();
        self
    }

    /// Says what is wrong with the form that was sent; a message of the field `field`.
    pub(super) fn with_wrong(mut self, field: &'static str, key: &str) -> Self {
        let text = self.text(key);
        self.wrong.push(Wrong { field, text });
        self
    }

    /// What is wrong with a field.
    pub(super) fn error(&self, field: &str) -> Option<String> {
        self.wrong.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.text.clone())
    }

    /// A field of a form.
    pub(super) fn input(&self, name: &'static str, kind: &'static str) -> Input {
        let label = self.text(&format!("staff-field-{name}"));
        let plain = kind == "text" && name != "full-name";
        Input { name, kind, label, error: self.error(name), plain, ..Input::default() }
    }

    /// A text of the program.
    pub(super) fn text(&self, key: &str) -> String {
        locale::text(&self.language, key)
    }

    /// A text of the program with one variable.
    pub(super) fn text_with(&self, key: &str, name: &str, value: &str) -> String {
        locale::text_with(&self.language, key, &[(name, value.into())])
    }

    /// Address of a file of the program.
    #[expect(clippy::unused_self, reason = "templates reach functions through the page")]
    pub(super) fn asset(&self, file: &str) -> String {
        assets::address(file)
    }

    /// The name of a unit in the language of the page.
    pub(super) fn unit_name<'a>(&self, unit: &'a Unit) -> &'a str {
        unit_name(unit, &self.language)
    }

    /// An address in the language of the page.
    pub(super) fn link(&self, path: &str) -> String {
        format!("{path}?lang={}", self.language)
    }
}

/// Whether the page is the place, or below it.
fn is_at(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the page before has done, as its address says. Only words that have a message are taken.
fn done(request: &HttpRequest, language: &str) -> Option<String> {
    let query = actix_web::web::Query::<Vec<(String, String)>>::from_query(request.query_string()).ok()?;
    let (_, word) = query.into_inner().into_iter().find(|(name, _)| name == "da")?;
    let key = format!("staff-done-{word}");
    let text = locale::text(language, &key);
    (text != key).then_some(text)
}

/// Back to a page that says what was done.
pub(super) fn back(request: &HttpRequest, path: &str, done: &str) -> HttpResponse {
    let language = language::own(request);
    crate::web::routes::see_other(&format!("{path}?lang={language}&da={done}"))
}

/// A field with its label.
#[derive(Template, Default)]
#[template(path = "staff/input.html", config = "src/web/askama.toml")]
pub(super) struct Input {
    name: &'static str,
    kind: &'static str,
    label: String,
    value: String,
    hint: Option<String>,
    error: Option<String>,
    autocomplete: &'static str,
    required: bool,
    digits: bool,
    /// Whether a phone must not begin the value with a capital.
    plain: bool,
    /// Id of the list of what is offered.
    list: Option<&'static str>,
}

impl Input {
    /// What stands in it already.
    pub(super) fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.value);
        self
    }

    /// What helps to fill it in.
    pub(super) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What a browser or password manager may fill in.
    pub(super) fn autocomplete(mut self, word: &'static str) -> Self {
        self.autocomplete = word;
        self
    }

    /// It must be filled in.
    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The units of the page are offered.
    pub(super) fn unit(mut self) -> Self {
        self.list = Some("units-offered");
        self
    }

    /// A phone shows its digits.
    pub(super) fn digits(mut self) -> Self {
        self.digits = true;
        self
    }
}

/// A moment as people write it, by the clock of Viet Nam.
pub(super) fn written(language: &str, at: DateTime<Utc>) -> String {
    let Some(zone) = FixedOffset::east_opt(VIET_NAM) else { return at.to_rfc3339() };
    let shape = if language.starts_with("en") { "%Y-%m-%d %H:%M" } else { "%H:%M %d/%m/%Y" };
    at.with_timezone(&zone).format(shape).to_string()
}

/// A time to wait, in words.
pub(super) fn spoken(language: &str, wait: Duration) -> String {
    let seconds = wait.num_seconds().max(1).unsigned_abs();
    let (key, count) = match seconds {
        0..=90 => ("staff-wait-seconds", seconds),
        91..=5400 => ("staff-wait-minutes", seconds.div_ceil(60)),
        _ => ("staff-wait-hours", seconds.div_ceil(3600)),
    };
    locale::text_with(language, key, &[("count", count.to_string().into())])
}

/// Sends a page. Nothing of the staff's side is kept by the browser.
pub(super) fn send(
    status: StatusCode,
    language: &str,
    page: &impl Template,
) -> Result<HttpResponse, Problem> {
    html::send(status, language, "Accept-Language, Cookie", page)
}

#[derive(Template)]
#[template(path = "staff/message.html", config = "src/web/askama.toml")]
struct Message {
    page: StaffPage,
    detail: String,
    advice: Option<String>,
}

/// The problem as a page of the staff's side.
pub(in crate::web) fn problem_page(problem: &Problem, language: &str) -> HttpResponse {
    let text = |part: &str| {
        let key = format!("{part}-{}", problem.code.replace('_', "-"));
        let text = locale::text(language, &key);
        (text != key).then_some(text)
    };
    let mut page = StaffPage::open(language, "staff-site");
    page.title = text("heading").unwrap_or_else(|| problem.title(language));
    let message = Message { page, detail: problem.detail(language), advice: text("staff-advice") };
    send(problem.status, language, &message).unwrap_or_else(|_| HttpResponse::build(problem.status).finish())
}

/// Somebody's account, which every signed-in page has.
pub(super) fn account(who: &Rc<Principal>) -> Result<crate::store::accounts::Account, Problem> {
    who.account.clone().ok_or_else(Problem::token_needed)
}
