//! `/khao-sat/{wave}/y-kien`: a remark, sent from the thanks and apart from the answers.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use super::form::{FORM, is_cross_site};
use super::layout::address;
use super::manner::{Manner, Wanted};
use super::thanks::thanks_page;
use crate::domain::remark::MAX_CHARS;
use crate::domain::unit::Unit;
use crate::web::input;
use crate::web::language;
use crate::web::open_wave::OpenWave;
use crate::web::problem::Problem;
use crate::web::registry::open_wave;
use crate::web::remarks::{REMARK_LIMIT, hand_in};
use crate::web::state::AppState;

/// The parameter of the thanks that says that the remark was sent.
pub(super) const SENT: &str = "y-kien";

/// The form in which a remark is written.
pub(super) struct RemarkForm {
    /// Where it goes.
    pub action: String,
    /// `post`, or `get` where nothing is sent.
    pub method: &'static str,
    /// Made for this remark alone.
    pub id: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// What was written, where it came back.
    pub text: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Most characters.
    pub most: usize,
}

impl RemarkForm {
    /// An empty one, where the wave takes remarks and somebody answers on a device of their own: at a kiosk a long text
    /// is read by whoever stands behind.
    pub(super) fn new(wave: &OpenWave, unit: &Unit, wanted: Wanted, language: &str) -> Option<Self> {
        let (action, method) = match wanted.manner {
            Manner::Link => (format!("/khao-sat/{}/y-kien", wave.wave.id), "post"),
            Manner::Preview => (format!("{}/xong", wanted.manner.path(&wave.wave.id)), "get"),
            Manner::Kiosk | Manner::Paper => return None,
        };
        wave.wave.protection.remarks.then(|| Self {
            action: address(&action, &[], language),
            method,
            id: Uuid::new_v4(),
            unit: unit.code.to_string(),
            text: String::new(),
            error: None,
            most: MAX_CHARS,
        })
    }
}

/// What the form has. The page has no other fields.
struct Sent {
    id: Uuid,
    unit: String,
    text: String,
}

impl Sent {
    fn read(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let pairs = Query::<Vec<(String, String)>>::from_query(text).ok()?.into_inner();
        let field =
            |name: &str| pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let id = field("id")?.parse::<Uuid>().ok().filter(|id| id.get_version_num() == 4)?;
        Some(Self { id, unit: field("unit")?, text: field("text")? })
    }
}

/// Takes a remark. One that cannot be taken comes back as it was.
pub(super) async fn send(
    request: HttpRequest,
    wave: Path<String>,
    payload: Payload,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    if is_cross_site(&request) {
        return Err(Problem::cross_site());
    }
    let body = input::read(&request, payload, FORM, REMARK_LIMIT).await?;
    let sent = Sent::read(&body).ok_or_else(Problem::bad_form)?;
    let (_, unit) = wave.places.taking(&sent.unit).ok_or_else(Problem::unknown_unit)?;
    let language = language::of(&request, &wave.languages());
    let wanted = Wanted { manner: Manner::Link, plain: false };
    let Err(problem) = hand_in(&state, &wave, &sent.unit, (sent.id, &sent.text)).await else {
        let path = format!("/khao-sat/{}/cam-on", wave.wave.id);
        let at = [&wanted.at(unit.code.as_str())[..], &[(SENT, "1")]].concat();
        return Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, address(&path, &at, &language)))
            .insert_header(("Cache-Control", "no-store"))
            .finish());
    };
    if !matches!(problem.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::SERVICE_UNAVAILABLE) {
        return Err(problem);
    }
    let Some(form) = RemarkForm::new(&wave, unit, wanted, &language) else { return Err(problem) };
    let error =
        problem.faults().first().map_or_else(|| problem.detail(&language), |fault| fault.sentence(&language));
    let form = RemarkForm { id: sent.id, text: sent.text, error: Some(error), ..form };
    thanks_page(&wave, Some(unit), wanted, &language, (problem.status, Some(form), false))
}
