//! `/khao-sat/{wave}`: the questions, and what happens to the answers.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::choose;
use super::fields::Fields;
use super::kiosk::{self, Start};
use super::layout::{Page, address, send as send_page};
use super::manner::{Manner, Wanted};
use super::preselected::Preselected;
use super::questions::{Questions, SectionView, Wrong};
use super::thanks::Thanks;
use crate::domain::breakdown::Channel;
use crate::domain::instrument::Text;
use crate::domain::ticket;
use crate::domain::unit::Unit;
use crate::domain::wave::Access;
use crate::identity::Key;
use crate::locale;
use crate::locale::period;
use crate::tickets::are_needed;
use crate::tickets::blind::{BlindKey, BlindPlace};
use crate::web::admission::TICKET;
use crate::web::input::{self, RESPONSE_LIMIT};
use crate::web::language;
use crate::web::open_wave::{OpenWave, unit_name};
use crate::web::problem::Problem;
use crate::web::record::{HandIn, hand_in};
use crate::web::registry::open_wave;
use crate::web::state::AppState;

/// Media type of a posted form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Most lines of the summary of what is wrong; each question says it again beside itself.
const MAX_WRONG: usize = 10;

/// Where the visitor is.
#[derive(Debug, Deserialize)]
pub(super) struct PlaceQuery {
    /// Code of the unit the answers are about.
    pub unit: Option<String>,
    /// Code of the place the visitor has come down to while choosing.
    #[serde(rename = "in")]
    within: Option<String>,
    /// Present where the device stands at a desk and serves one person after the other.
    kiosk: Option<String>,
    /// Present where the page is to be printed and filled in with a pen.
    giay: Option<String>,
    /// Present where a remark was sent.
    #[serde(rename = "y-kien")]
    pub remark: Option<String>,
    /// Present where questions are wanted in plain language.
    #[serde(rename = "de-hieu")]
    plain: Option<String>,
}

impl PlaceQuery {
    /// How the page is wanted.
    pub(super) fn wanted(&self) -> Wanted {
        let manner = match (&self.kiosk, &self.giay) {
            (Some(_), _) => Manner::Kiosk,
            (None, Some(_)) => Manner::Paper,
            (None, None) => Manner::Link,
        };
        Wanted { manner, plain: self.plain.is_some() }
    }
}

#[derive(Template)]
#[template(path = "form.html", config = "src/web/askama.toml")]
struct FormPage {
    page: Page,
    manner: Manner,
    /// Whether questions are worded in plain language where they can be.
    plain: bool,
    /// On a kiosk its start screen.
    start: Option<Start>,
    wave: String,
    /// Name of the wave in addresses.
    wave_id: String,
    /// Period the results are about.
    period: String,
    unit_name: String,
    above: Option<String>,
    intro: Option<String>,
    any_required: bool,
    action: String,
    id: String,
    unit: String,
    /// The code of a ticket, where one is asked for.
    ticket: Option<TicketField>,
    /// To what key answers are encrypted on the device, as JSON, where the wave takes envelopes only.
    envelope: Option<String>,
    links: Links,
    sections: Vec<SectionView>,
    /// Whether any option has a face.
    faces: bool,
    wrong: Vec<Wrong>,
    /// How many more there are than the summary lists.
    more_wrong: Option<String>,
    notice: Option<Notice>,
    thanks: Thanks,
}

/// Where the code of a ticket is typed.
struct TicketField {
    /// As it was typed.
    value: String,
    /// What is wrong with it.
    error: Option<String>,
    /// Where tickets are blind: the public key by which the page checks that everybody is treated alike.
    blind: Option<String>,
}

impl TicketField {
    fn of(
        (wave, unit, key): (&OpenWave, &Unit, Option<&Key>),
        language: &str,
        sent: Option<(&Fields, &Problem)>,
    ) -> Option<Self> {
        if !are_needed(wave.wave.access) {
            return None;
        }
        let place = BlindPlace { number: wave.number, wave: &wave.wave.id, unit: &unit.code };
        let blind = key.filter(|_| wave.wave.access == Access::Blind);
        let blind = blind.and_then(|key| Some(BlindKey::of(key, place).ok()?.public()));
        let value = sent.and_then(|(fields, _)| fields.ticket.clone()).unwrap_or_default();
        let wrong = sent.and_then(|(_, problem)| {
            let fault = problem.faults().iter().find(|fault| fault.pointer == TICKET);
            let refused = problem.is_wrong_ticket().then(|| problem.detail(language));
            fault.map(|fault| fault.sentence(language)).or(refused)
        });
        Some(Self { value, error: wrong, blind })
    }

    /// What a code is typed with where there is no keyboard.
    #[expect(clippy::unused_self, reason = "templates ask what they show")]
    fn signs(&self) -> impl Iterator<Item = char> + use<> {
        ticket::signs()
    }
}

/// Where one can go from the form.
struct Links {
    /// Back to the choice of units, where there is one.
    choose: Option<String>,
    /// The same form in the other wording, where there is one.
    wording: Option<String>,
    /// The same form to print.
    paper: String,
    /// The same form to be answered on a device.
    screen: String,
}

/// The form of a unit, or the choice of units.
pub(super) async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<PlaceQuery>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = match open_wave(&state, &wave) {
        Ok(wave) => wave,
        Err(_) if query.wanted().manner.is_kiosk() => {
            return Ok(kiosk::to_setup(&language::own(&request)));
        }
        Err(problem) => return Err(problem),
    };
    if wave.wave.access == Access::Unlock && query.wanted().manner.is_link() {
        return Err(Problem::kiosk_only());
    }
    let language = language::of(&request, &wave.languages());
    let unit = match &query.unit {
        Some(code) => Some(wave.places.taking(code).ok_or_else(Problem::unknown_unit)?.1),
        None => wave.places.only(),
    };
    let link = Preselected::of(request.query_string(), &wave.instrument);
    match unit {
        Some(unit) => form_page((&wave, Some(state.key())), unit, &language, query.wanted(), &link, None),
        None => choose::page(&wave, query.within.as_deref(), &link, &language),
    }
}

/// The form of a wave that may be planned only, as citizens will see it; at the first of its units where none is named.
pub(in crate::web) fn preview(
    wave: &OpenWave,
    (unit, plain): (Option<&str>, bool),
    language: &str,
) -> Result<HttpResponse, Problem> {
    let unit = match unit {
        Some(code) => wave.places.taking(code).map(|(_, unit)| unit),
        None => wave.places.all_taking().next().map(|(unit, _)| unit),
    };
    let unit = unit.ok_or_else(Problem::unknown_unit)?;
    let wanted = Wanted { manner: Manner::Preview, plain };
    form_page((wave, None), unit, language, wanted, &Preselected::default(), None)
}

/// Takes the answers. What cannot be stored comes back as it was, with what is wrong beside it.
pub(super) async fn send(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<PlaceQuery>,
    payload: Payload,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    // A kiosk sends with the permit it was given, which needs its script.
    if wave.wave.access == Access::Unlock {
        return Err(Problem::kiosk_only());
    }
    if is_cross_site(&request) {
        return Err(Problem::cross_site());
    }
    if wave.wave.protection.envelope {
        // Unread: it must not come openly.
        return Err(Problem::envelope_required());
    }
    let body = input::read(&request, payload, FORM, RESPONSE_LIMIT).await?;
    let fields = Fields::read(&body)?;
    let (unit_id, unit) = wave.places.taking(&fields.unit).ok_or_else(Problem::unknown_unit)?;
    let ticket = fields.ticket.as_deref();
    let submission = fields.submission(&wave.instrument).without_unreached(&wave.instrument);
    let language = language::of(&request, &wave.languages());
    let channel = if query.wanted().manner.is_kiosk() { Channel::Kiosk } else { Channel::Own };
    let sent = HandIn { id: fields.id, unit: (unit_id, unit), channel, submission: &submission, ticket };
    let recorded = match hand_in(&state, &wave, &sent) {
        Ok(on_its_way) => on_its_way.recorded_alone(&state).await,
        Err(problem) => Err(problem),
    };
    match recorded {
        Ok(_) => {}
        Err(problem) if problem.is_wrong_ticket() => {
            state.guesses().slow(1).await;
            return given_back((&wave, state.key()), unit, &language, query.wanted(), (&fields, &problem));
        }
        Err(problem) if gives_back(&problem) => {
            return given_back((&wave, state.key()), unit, &language, query.wanted(), (&fields, &problem));
        }
        Err(problem) => return Err(problem),
    }
    let path = format!("/khao-sat/{}/cam-on", wave.wave.id);
    let at = query.wanted().at(unit.code.as_str());
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, address(&path, &at, &language)))
        .insert_header(("Cache-Control", "no-store"))
        .finish())
}

/// The form as it was sent, with what is wrong.
fn given_back(
    (wave, key): (&OpenWave, &Key),
    unit: &Unit,
    language: &str,
    wanted: Wanted,
    sent: (&Fields, &Problem),
) -> Result<HttpResponse, Problem> {
    form_page((wave, Some(key)), unit, language, wanted, &Preselected::default(), Some(sent))
}

/// Whether the visitor can do something with the form as it was sent: mend it or send it again.
fn gives_back(problem: &Problem) -> bool {
    matches!(
        problem.status,
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE
    )
}

/// Why a form without mistakes comes back.
struct Notice {
    heading: String,
    text: String,
}

impl Notice {
    fn of(problem: &Problem, language: &str) -> Option<Self> {
        let key = match problem.status {
            _ if problem.is_wrong_ticket() => "form-ticket-refused",
            StatusCode::CONFLICT => "form-conflict",
            StatusCode::SERVICE_UNAVAILABLE => "form-busy",
            _ => return None,
        };
        let heading = locale::text(language, &format!("heading-{}", problem.code.replace('_', "-")));
        Some(Self { heading, text: locale::text(language, key) })
    }
}

/// Whether a browser says that the form stands on somebody else's page. Programs say nothing.
pub(super) fn is_cross_site(request: &HttpRequest) -> bool {
    request.headers().get("sec-fetch-site").is_some_and(|value| value.as_bytes() == b"cross-site")
}

/// The form, with what the link presets, or as it was sent with what is wrong.
fn form_page(
    (wave, key): (&OpenWave, Option<&Key>),
    unit: &Unit,
    language: &str,
    wanted: Wanted,
    link: &Preselected,
    sent: Option<(&Fields, &Problem)>,
) -> Result<HttpResponse, Problem> {
    let fresh = Fields::of_link(unit.code.as_str(), link);
    let (fields, faults) = sent.map_or((&fresh, &[][..]), |(fields, problem)| (fields, problem.faults()));
    let recordings = wave.recordings(language);
    let questions =
        Questions { instrument: &wave.instrument, language, recordings, fields: Some(fields), faults };
    let mut wrong = questions.wrong();
    let more = wrong.len().saturating_sub(MAX_WRONG);
    wrong.truncate(MAX_WRONG);
    let more_wrong = (more > 0)
        .then(|| locale::text_with(language, "form-error-more", &[("count", more.to_string().into())]));
    let code = unit.code.as_str();
    let text = |text: &Text| text.get(language).to_owned();
    let preset = link.parameters();
    let preset: Vec<(&str, &str)> = preset.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let here = Here { wave, unit: code, language, wanted, preset: &preset };
    let notice = sent.and_then(|(_, problem)| Notice::of(problem, language));
    // An id that was used would be refused again; one that was perhaps not must stay, so that
    // sending again is harmless.
    let keeps_id =
        sent.is_none_or(|(_, problem)| problem.status != StatusCode::CONFLICT || problem.is_wrong_ticket());
    let sections = questions.sections();
    let form = FormPage {
        page: head(&here, sent.is_some(), notice.as_ref()),
        manner: wanted.manner,
        plain: wanted.plain,
        start: wanted.manner.is_kiosk().then(|| Start::new(wave, code, language, sent.is_some())),
        wave: text(&wave.wave.title),
        wave_id: wave.wave.id.to_string(),
        period: period::spoken(wave.wave.period.as_str(), language),
        unit_name: unit_name(unit, language).to_owned(),
        above: wave.places.above(&unit.code).map(|above| unit_name(above, language).to_owned()),
        any_required: wave.instrument.items().any(|item| item.required),
        intro: wave.instrument.questionnaire.intro.as_ref().map(text),
        action: action(wave, wanted, language),
        id: if keeps_id { fields.id } else { Uuid::new_v4() }.to_string(),
        unit: code.to_owned(),
        ticket: TicketField::of((wave, unit, key), language, sent),
        envelope: envelope(wave, wanted.manner),
        links: Links::new(&here, sections.iter().any(SectionView::has_plain)),
        faces: sections.iter().any(SectionView::has_faces),
        sections,
        wrong,
        more_wrong,
        notice,
        thanks: Thanks::new(wave, Some(unit), wanted, language),
    };
    let Some((_, problem)) = sent else { return send_page(StatusCode::OK, language, &form) };
    let mut response = send_page(problem.status, language, &form)?;
    for (name, value) in problem.headers() {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    Ok(response)
}

/// Nothing in a preview, which sends nothing.
fn envelope(wave: &OpenWave, manner: Manner) -> Option<String> {
    let asked = wave.wave.protection.envelope && !manner.is_preview();
    asked.then(|| serde_json::to_string(&wave.envelope).unwrap_or_default())
}

/// Where the answers go; those of a preview to a page that does not read them.
fn action(wave: &OpenWave, wanted: Wanted, language: &str) -> String {
    let path = wanted.manner.path(&wave.wave.id);
    let path = if wanted.manner.is_preview() { format!("{path}/xong") } else { path };
    address(&path, &wanted.parameters(), language)
}

/// The form somebody sees: where, in which language and manner, and what the link presets.
struct Here<'a> {
    wave: &'a OpenWave,
    unit: &'a str,
    language: &'a str,
    wanted: Wanted,
    preset: &'a [(&'a str, &'a str)],
}

impl Here<'_> {
    /// Parameters of the same form as it is `wanted`.
    fn at(&self, wanted: Wanted) -> Vec<(&str, &str)> {
        [&wanted.at(self.unit), self.preset].concat()
    }
}

/// What stands around the form. What was sent and came back is not offered in other languages, where it would
/// be lost.
fn head(here: &Here<'_>, came_back: bool, notice: Option<&Notice>) -> Page {
    let wave = here.wave;
    let title = wave.wave.title.get(here.language);
    let path = here.wanted.manner.path(&wave.wave.id);
    let mut page = Page::new(here.language, title.to_owned()).with_demo(wave.wave.demo);
    page.preview = here.wanted.manner.is_preview().then(|| wave.wave.id.to_string());
    match (came_back, notice) {
        (false, _) => return page.with_languages(&wave.languages(), &path, &here.at(here.wanted)),
        (true, Some(notice)) => page.title = format!("{} – {title}", notice.heading),
        (true, None) => page.title = page.text_with("form-error-window", "title", title),
    }
    page
}

impl Links {
    fn new(here: &Here<'_>, worded_twice: bool) -> Self {
        let (wave, wanted) = (&here.wave.wave.id, here.wanted);
        let to = |manner: Manner, plain| {
            address(&manner.path(wave), &here.at(Wanted { manner, plain }), here.language)
        };
        Self {
            // A device at a desk stays with its desk.
            choose: (here.wave.places.only().is_none() && wanted.manner.is_link())
                .then(|| address(&wanted.manner.path(wave), here.preset, here.language)),
            wording: worded_twice.then(|| to(wanted.manner, !wanted.plain)),
            paper: to(Manner::Paper, wanted.plain),
            screen: to(Manner::Link, wanted.plain),
        }
    }
}
