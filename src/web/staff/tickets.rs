//! `/quan-tri/ma-luot`: tickets as a sheet to print.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::{Fields, Sent};
use super::layout::{Input, StaffPage, send};
use super::select::{Choice, Select};
use super::units;
use crate::domain::access::Right;
use crate::domain::public_url::PublicUrl;
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;
use crate::export::poster::PosterError;
use crate::export::ticket;
use crate::tickets::Refused;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::settings::PublicAddress;
use crate::web::state::AppState;
use crate::web::tickets::{issue, sheet, waves};

/// Where the page is.
pub(super) const TICKETS: &str = "/quan-tri/ma-luot";

#[derive(Template)]
#[template(path = "staff/tickets.html", config = "src/web/askama.toml")]
struct TicketsPage {
    page: StaffPage,
    /// None where there is no wave to choose.
    waves: Option<Select>,
    unit: Input,
    count: Input,
}

/// What was typed.
struct Typed {
    wave: String,
    unit: String,
    count: String,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self { wave: text("wave"), unit: text("unit"), count: text("count") }
    }

    /// Two sheets at one's own unit.
    fn likely(who: &Staff) -> Self {
        let mut grants = who.0.grants.iter().filter(|grant| grant.role.rights().has(Right::IssueTickets));
        let own = grants.find_map(|grant| grant.unit()).map(|key| key.code.to_string());
        Self { wave: String::new(), unit: own.unwrap_or_default(), count: "20".to_owned() }
    }
}

pub(super) async fn show(
    request: HttpRequest,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    tickets_page(&request, &who, &state, &Typed::likely(&who), None).await
}

/// The field in which something is wrong, and the message about it.
type WrongField = (&'static str, &'static str);

async fn tickets_page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    typed: &Typed,
    wrong: Option<WrongField>,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-place-tickets");
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((field, key)) = wrong {
        page = page.with_wrong(field, key);
    }
    page.units = units::offered(state, who, Right::IssueTickets).await?;
    let language = page.language.clone();
    let choices = waves(state, who).await?.into_iter().map(|wave| Choice {
        chosen: wave.id.as_str() == typed.wave,
        label: format!("{} – {} ({})", wave.title.get(&language), wave.period, wave.id),
        value: wave.id.to_string(),
    });
    let choices: Vec<Choice> = choices.collect();
    let tickets = TicketsPage {
        waves: (!choices.is_empty()).then(|| Select::new(&page, "wave", choices)),
        unit: page
            .input("unit", "text")
            .value(&typed.unit)
            .hint(page.text("staff-tickets-unit-hint"))
            .required()
            .unit(),
        count: page
            .input("count", "number")
            .value(&typed.count)
            .hint(page.text("staff-tickets-count-hint"))
            .required(),
        page,
    };
    send(status, &language, &tickets)
}

/// Answers with the sheets themselves, or with the form and what is wrong.
pub(super) async fn make(
    form: Sent,
    state: Data<AppState>,
    public: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let mut typed = Typed::of(&fields);
    typed.unit = units::meant(&state, &who, Right::IssueTickets, &typed.unit).await?;
    let address = public.seen_by(&request)?;
    match pdf(&state, &who, &typed, address).await? {
        Ok(pdf) => Ok(HttpResponse::Ok()
            .content_type("application/pdf")
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"ma-luot.pdf\""))
            .body(pdf)),
        Err(wrong) => tickets_page(&request, &who, &state, &typed, Some(wrong)).await,
    }
}

async fn pdf(
    state: &AppState,
    who: &Staff,
    typed: &Typed,
    address: PublicUrl,
) -> Result<Result<Vec<u8>, WrongField>, Problem> {
    let Ok(wave) = typed.wave.parse::<WaveId>() else {
        return Ok(Err(("wave", "staff-refused-ticket-wave")));
    };
    let Ok(unit) = typed.unit.parse::<UnitCode>() else {
        return Ok(Err(("unit", "staff-refused-ticket-unit")));
    };
    // What is no number is out of its bounds.
    let count = typed.count.parse().unwrap_or(0);
    let issued = match issue(state, who, (wave, unit), count).await? {
        Ok(issued) => issued,
        Err(refused) => return Ok(Err(wrong(&refused))),
    };
    let sheet = sheet(&issued, address);
    let drawn = state.aside(move || Ok(ticket::render(&sheet, &issued.codes))).await?;
    match drawn {
        Ok(pdf) => Ok(Ok(pdf)),
        Err(PosterError::Sign { .. }) => Ok(Err(("unit", "staff-refused-ticket-name"))),
        Err(cause) => Err(Problem::internal(&cause)),
    }
}

fn wrong(refused: &Refused) -> WrongField {
    match refused {
        Refused::Count => ("count", "staff-refused-ticket-count"),
        Refused::UnknownUnit(_) | Refused::Right(_) => ("unit", "staff-refused-ticket-unit"),
        Refused::UnknownWave(_) | Refused::NoTickets(_) | Refused::Closed(_) => {
            ("wave", "staff-refused-ticket-wave")
        }
    }
}
