//! `/quan-tri/toi/ma-truy-cap`: tokens for programs.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::Sent;
use super::layout::{Input, StaffPage, Wrong, account, back, send};
use super::select::{Choice, Select};
use super::units;
use crate::domain::access::{Reach, Right, Rights};
use crate::export::tasks::day as written_day;
use crate::identity::accounts::Refused;
use crate::identity::tokens::{self, Wanted};
use crate::store;
use crate::web::language;
use crate::web::principal::{Staff, now};
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Lives of a token that can be chosen, in days.
const LIVES: [u32; 4] = [30, 90, 365, 1095];

#[derive(Template)]
#[template(path = "staff/tokens.html", config = "src/web/askama.toml")]
struct TokensPage {
    page: StaffPage,
    tokens: Vec<TokenView>,
    name: Input,
    unit: Input,
    rights: Vec<Choice>,
    days: Select,
    /// A token that was just made: its text and last day.
    made: Option<(String, String)>,
}

struct TokenView {
    name: String,
    expires: String,
    rights: String,
    place: String,
}

pub(super) async fn show(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    page(&request, &who, &state, (&[], None), None).await
}

async fn page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    (chosen, wrong): (&[String], Option<Wrong>),
    made: Option<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let id = account(&who.0)?.id;
    let tokens = state.db(move |connection| store::tokens::list(connection, Some(id))).await?;
    let mut page = StaffPage::new(request, &who.0, "staff-place-tokens");
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.wrong.extend(wrong);
    page.units = units::offered(state, who, Right::MakeTokens).await?;
    let language = page.language.clone();
    let right_name = |right: Right| page.text(&format!("staff-right-{right}"));
    let view = |token: &store::tokens::Token| TokenView {
        name: token.name.clone(),
        expires: written_day(&language, token.expires),
        rights: token.gives.rights.iter().map(right_name).collect::<Vec<_>>().join(", "),
        place: match &token.gives.reach {
            Reach::Everything => page.text("staff-token-my-units"),
            Reach::Under(key) => key.code.to_string(),
        },
    };
    // A token that makes tokens would outlive being revoked.
    let offered = who.0.powers.rights().iter().filter(|right| *right != Right::MakeTokens);
    let right = |right: Right| Choice {
        value: right.to_string(),
        label: right_name(right),
        chosen: chosen.iter().any(|word| word == right.as_str()),
    };
    let life = |days: u32| Choice {
        value: days.to_string(),
        label: page.text_with("staff-token-days", "days", &days.to_string()),
        chosen: days == 90,
    };
    let tokens = TokensPage {
        tokens: tokens.iter().map(view).collect(),
        name: page.input("token-name", "text").hint(page.text("staff-token-name-hint")).required(),
        unit: page.input("unit", "text").hint(page.text("staff-token-unit-hint")).unit(),
        rights: offered.map(right).collect(),
        days: Select::of("days", page.text("staff-token-life"), LIVES.into_iter().map(life).collect()),
        made,
        page,
    };
    send(status, &language, &tokens)
}

pub(super) async fn make(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let words = fields.all("right").to_vec();
    let rights: Rights = words.iter().filter_map(|word| word.parse::<Right>().ok()).collect();
    let wrong =
        |field, key: &str| Some(Wrong { field, text: crate::locale::text(&language::own(&request), key) });
    let days: u32 = fields.text("days").parse().unwrap_or_default();
    if rights.is_empty() || rights.has(Right::MakeTokens) || !LIVES.contains(&days) {
        return page(&request, &who, &state, (&words, wrong("right", "staff-token-no-right")), None).await;
    }
    let name = fields.text("token-name").to_owned();
    let unit = units::meant(&state, &who, Right::MakeTokens, fields.text("unit")).await?;
    let principal = (*who.0).clone();
    let made = state.db(move |connection| {
        let unit = Some(unit.as_str()).filter(|unit| !unit.is_empty());
        tokens::make(connection, &principal, &Wanted { name: &name, days, rights, unit }, now())
    });
    let wrong = match made.await? {
        Ok((token, expires)) => {
            let made = Some((token, written_day(&language::own(&request), expires)));
            return page(&request, &who, &state, (&[], None), made).await;
        }
        Err(Refused::Right(right)) => return Err(Problem::right_needed(right)),
        Err(Refused::UnknownUnit) => wrong("unit", "staff-refused-unknown-account-unit"),
        Err(Refused::NameTaken) => wrong("token-name", "staff-token-name-taken"),
        Err(_) => wrong("token-name", "staff-refused-bad-full-name"),
    };
    page(&request, &who, &state, (&words, wrong), None).await
}

pub(super) async fn revoke(form: Sent, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let (principal, name) = ((*who.0).clone(), fields.text("which").to_owned());
    state.db(move |connection| tokens::revoke(connection, &principal, &name, now())).await?;
    let to = if who.0.powers.may_somewhere(Right::MakeTokens) {
        "/quan-tri/toi/ma-truy-cap"
    } else {
        "/quan-tri/toi"
    };
    Ok(back(&request, to, "bo-ma"))
}
