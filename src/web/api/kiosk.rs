//! What a kiosk asks and reports: where it stands, what is open there, how many people came.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Payload};
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::body::is_random;
use super::json;
use super::responses::{JSON, Outcome, Receipt};
use crate::domain::visits::Visits;
use crate::sealing::today_in_viet_nam;
use crate::store::units;
use crate::store::visits::{self, Added, Report};
use crate::web::device::Kiosk;
use crate::web::input::{self, RESPONSE_LIMIT};
use crate::web::open_wave::OpenWave;
use crate::web::problem::{Fault, Problem};
use crate::web::registry::{Waves, open_wave};
use crate::web::settings::KioskTimes;
use crate::web::state::AppState;

/// Most people one report may tell of: more than a desk serves between two reports.
const MOST: i64 = 10_000;

/// A device and what is asked at its desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct KioskInfo {
    /// Code of the unit it stands at.
    #[schema(example = "02020-1")]
    unit: String,
    /// Name of the unit by language; empty where no such unit exists today.
    unit_name: BTreeMap<&'static str, String>,
    /// Name of the device.
    #[schema(example = "Máy số 1")]
    name: String,
    /// Waves that are open at the unit, latest period first. Of several waves of the same survey only those of
    /// the latest period that has begun, so that a device which follows the list changes over by itself.
    waves: Vec<KioskWave>,
    /// When it returns to its start.
    times: KioskTimes,
}

/// A wave that is open at the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct KioskWave {
    /// Name of the wave.
    #[schema(example = "mot-cua-2026-q3")]
    id: String,
    /// Name shared by the waves of the same survey.
    #[schema(example = "one-stop")]
    family: String,
    /// Title by language.
    title: BTreeMap<String, String>,
    /// Languages of the form, the default first.
    languages: Vec<String>,
    /// Path of the form for this device.
    #[schema(example = "/khao-sat/mot-cua-2026-q3?unit=02020-1&kiosk=1")]
    address: String,
}

impl KioskWave {
    fn new(open: &OpenWave, unit: &str) -> Self {
        let id = open.wave.id.to_string();
        Self {
            family: open.instrument.family.clone(),
            title: open.wave.title.0.clone(),
            languages: open.instrument.languages.clone(),
            address: format!("/khao-sat/{id}?unit={unit}&kiosk=1"),
            id,
        }
    }
}

/// Where the device stands and what is open there.
#[utoipa::path(
    get, path = "/api/v1/kiosk", tag = "kiosk", operation_id = "getKiosk",
    responses(
        (status = 200, description = "The device", body = KioskInfo),
    ),
    security(("device" = [])),
)]
pub async fn show(
    kiosk: Kiosk,
    state: Data<AppState>,
    times: Data<KioskTimes>,
) -> Result<impl Responder, Problem> {
    let device = kiosk.0;
    let (code, today) = (device.unit.clone(), today_in_viet_nam());
    let unit = state.db(move |connection| units::unit_at(connection, &code, today)).await?;
    let code = device.unit.as_str();
    let info = KioskInfo {
        unit: code.to_owned(),
        unit_name: unit.map_or_else(BTreeMap::new, |unit| {
            let english = unit.name_en.unwrap_or_else(|| unit.name.clone());
            BTreeMap::from([("vi", unit.name), ("en", english)])
        }),
        waves: waves_at(&state.waves(), code, today),
        name: device.name.clone(),
        times: **times,
    };
    Ok(Json(info).customize().insert_header(("Cache-Control", "no-store")))
}

/// The waves a device at this unit shows.
fn waves_at(waves: &Waves, unit: &str, today: NaiveDate) -> Vec<KioskWave> {
    let mut here: Vec<_> = waves.open().filter(|open| open.places.taking(unit).is_some()).collect();
    here.sort_by_key(|open| Reverse(open.wave.period.first()));
    let current = |open: &OpenWave| {
        let same = here.iter().filter(|other| other.instrument.family == open.instrument.family);
        current_period(same.map(|other| other.wave.period.first()), today) == Some(open.wave.period.first())
    };
    here.iter().filter(|open| current(open)).map(|open| KioskWave::new(open, unit)).collect()
}

/// The first day of the period that is asked about today: the latest that has begun, else the one to begin first.
fn current_period(
    first_days: impl Iterator<Item = NaiveDate> + Clone,
    today: NaiveDate,
) -> Option<NaiveDate> {
    first_days.clone().filter(|first| *first <= today).max().or_else(|| first_days.min())
}

/// How many people came to a device since its last report.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountsBody {
    /// Made by the device, at random (version 4), once per report: sending the same report again is harmless.
    #[validate(custom(function = "is_random"))]
    #[schema(example = "2f1c6f0a-6b1d-4b8e-9c55-0e6a4d0f7a11")]
    id: Uuid,
    /// Name of the wave.
    #[schema(example = "mot-cua-2026-q3")]
    wave: String,
    /// People who began, at least one.
    #[validate(custom(function = "is_count"))]
    #[schema(minimum = 1, maximum = 10_000)]
    asked: i64,
    /// Those of them who handed in a response.
    #[validate(custom(function = "is_count"))]
    #[schema(minimum = 0, maximum = 10_000)]
    answered: i64,
    /// Those of them who gave an answer and handed in nothing.
    #[validate(custom(function = "is_count"))]
    #[schema(minimum = 0, maximum = 10_000)]
    abandoned: i64,
}

fn is_count(count: i64) -> Result<(), ValidationError> {
    if (0..=MOST).contains(&count) { Ok(()) } else { Err(ValidationError::new("not_a_count")) }
}

impl CountsBody {
    fn read(body: &[u8]) -> Result<Self, Problem> {
        let read: Self = json::read(body)?;
        read.validate().map_err(|errors| Problem::violations(Fault::of_shape(&errors)))?;
        if !read.visits().fit() {
            let code = "counts_do_not_fit".to_owned();
            let fault = Fault { pointer: "/asked".to_owned(), code, item: None, found: None };
            return Err(Problem::violations(vec![fault]));
        }
        Ok(read)
    }

    fn visits(&self) -> Visits {
        Visits { asked: self.asked, answered: self.answered, abandoned: self.abandoned }
    }
}

/// Report how many people came. They are added to those of the whole desk and shown to staff only in sums of at
/// least k people, when a batch of the desk is sealed.
#[utoipa::path(
    post, path = "/api/v1/kiosk/counts", tag = "kiosk", operation_id = "sendCounts",
    request_body(content = CountsBody, content_type = "application/json"),
    responses(
        (status = 201, description = "Added and committed", body = Receipt),
        (status = 200, description = "Added before", body = Receipt),
        (status = 404, description = "unknown_wave or unknown_unit: the device's unit does not take part"),
        (status = 410, description = "wave_closed"),
        (status = 422, description = "violations: every broken rule is listed"),
    ),
    security(("device" = [])),
)]
pub async fn send_counts(
    request: HttpRequest,
    payload: Payload,
    kiosk: Kiosk,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let device = kiosk.0;
    let counts = CountsBody::read(&input::read(&request, payload, JSON, RESPONSE_LIMIT).await?)?;
    let wave = open_wave(&state, &counts.wave)?;
    let (unit_id, _) = wave.places.taking(device.unit.as_str()).ok_or_else(Problem::unknown_unit)?;
    let report = Report { wave: wave.number, unit_id, id: counts.id, visits: counts.visits() };
    let (status, outcome) = match state.db(move |connection| visits::add(connection, &report)).await? {
        Added::New => (StatusCode::CREATED, Outcome::Recorded),
        Added::Already => (StatusCode::OK, Outcome::AlreadyRecorded),
        Added::WaveClosed => return Err(Problem::closed()),
    };
    let receipt = Receipt { outcome };
    Ok(HttpResponse::build(status).insert_header(("Cache-Control", "no-store")).json(receipt))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn current(first_days: &[&str]) -> Option<String> {
        let days: Vec<NaiveDate> = first_days.iter().map(|day| day.parse().unwrap()).collect();
        current_period(days.into_iter(), "2026-10-01".parse().unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn the_period_asked_about_is_the_latest_that_has_begun() {
        let (third, fourth, next) = ("2026-07-01", "2026-10-01", "2027-01-01");
        assert_eq!(current(&[third, next, fourth]).as_deref(), Some(fourth));
        assert_eq!(current(&[third, next]).as_deref(), Some(third));
        assert_eq!(current(&[next, "2027-04-01"]).as_deref(), Some(next));
        assert_eq!(current(&[]), None);
    }
}
