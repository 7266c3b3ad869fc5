//! The audit log as a file, for the page and for the interface.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, TimeZone as _, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use crate::domain::access::Entry;
use crate::domain::batch::{Hash, hex};
use crate::export::csv::{BYTE_ORDER_MARK, defused};
use crate::store::audit::Filter;

/// Seconds by which Viet Nam is ahead of UTC, all year.
const VIET_NAM: i32 = 7 * 3600;

/// What is looked for. An empty text stands for nothing.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Who did it.
    pub actor: Option<String>,
    /// What was done, e.g. `role_given`.
    pub action: Option<String>,
    /// Name of the account, wave or token it was done to.
    pub subject: Option<String>,
    /// First day, in Viet Nam: `2026-11-25`.
    pub from: Option<String>,
    /// Last day, in Viet Nam.
    pub until: Option<String>,
}

fn given(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Midnight in Viet Nam at the beginning of the day, or of the day after.
fn midnight(text: Option<&String>, days: u64) -> Option<DateTime<Utc>> {
    let day: NaiveDate = given(text)?.parse().ok()?;
    let midnight = day.checked_add_days(Days::new(days))?.and_hms_opt(0, 0, 0)?;
    let zone = chrono::FixedOffset::east_opt(VIET_NAM)?;
    Some(zone.from_local_datetime(&midnight).single()?.with_timezone(&Utc))
}

impl Asked {
    /// The filter for all units.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            units: None,
            actor: given(self.actor.as_ref()),
            action: given(self.action.as_ref()),
            subject: given(self.subject.as_ref()),
            from: midnight(self.from.as_ref(), 0),
            until: midnight(self.until.as_ref(), 1),
        }
    }

    /// The same as parameters of an address, with an ampersand behind.
    pub(super) fn query(&self) -> String {
        let fields = [
            ("actor", &self.actor),
            ("action", &self.action),
            ("subject", &self.subject),
            ("from", &self.from),
            ("until", &self.until),
        ];
        let mut query = String::new();
        for (name, value) in fields {
            if let Some(value) = given(value.as_ref()) {
                for part in [name, "=", &escaped(&value), "&"] {
                    query.push_str(part);
                }
            }
        }
        query
    }
}

/// The text in an address (RFC 3986).
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let sign = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(sign).collect()
}

/// Format of a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Format {
    Csv,
    Json,
}

impl Format {
    pub(super) fn read(word: &str) -> Result<Self, Problem> {
        match word {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(Problem::unknown_format()),
        }
    }
}

/// An entry of the audit log. Its canonical text is this object without `hash`, without blanks, in this order.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Place in the chain, from 1 without gaps; an export of one unit has gaps.
    number: i64,
    /// When, in UTC with six decimals.
    #[schema(example = "2026-11-25T03:04:05.000600Z")]
    at: String,
    /// Who did it.
    actor: String,
    /// What was done.
    #[schema(example = "role_given")]
    action: String,
    /// Code of the unit it concerns.
    unit: Option<String>,
    /// Name of the account, wave or token it was done to.
    subject: Option<String>,
    /// More about it.
    details: BTreeMap<String, String>,
    /// Hash of the entry before, in hexadecimal.
    previous: String,
    /// SHA-256 of the canonical text, in hexadecimal.
    hash: String,
}

impl AuditEntry {
    /// Place in the chain.
    pub(super) fn number(&self) -> i64 {
        self.number
    }

    /// The entry as it is shown.
    pub(super) fn of((entry, hash): &(Entry, Hash)) -> Self {
        Self {
            number: entry.number,
            at: entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            actor: entry.actor.clone(),
            action: entry.action.clone(),
            unit: entry.unit.clone(),
            subject: entry.subject.clone(),
            details: entry.details.clone(),
            previous: hex(&entry.previous),
            hash: hex(hash),
        }
    }
}

/// The entries as CSV with a header.
///
/// # Errors
/// When a row cannot be written, which memory never refuses.
pub fn to_csv(entries: &[(Entry, Hash)]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record([
        "number", "at", "actor", "action", "unit", "subject", "details", "previous", "hash",
    ])?;
    for entry in entries.iter().map(AuditEntry::of) {
        let details = serde_json::to_string(&entry.details).unwrap_or_default();
        let (number, unit) = (entry.number.to_string(), entry.unit.unwrap_or_default());
        let subject = entry.subject.unwrap_or_default();
        let texts = [&number, &entry.at, &entry.actor, &entry.action, &unit, &subject, &details];
        let cells = texts.into_iter().map(|text| defused(text).into_owned());
        writer.write_record(cells.chain([entry.previous, entry.hash]))?;
    }
    writer.into_inner().map_err(|fault| fault.into_error().into())
}

/// The entries as JSON.
///
/// # Errors
/// When they cannot be written, which memory never refuses.
pub fn to_json(entries: &[(Entry, Hash)]) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&entries.iter().map(AuditEntry::of).collect::<Vec<_>>())
}

/// Sends the file.
pub(super) fn respond(entries: &[(Entry, Hash)], format: Format) -> Result<HttpResponse, Problem> {
    let (bytes, media, name) = match format {
        Format::Csv => {
            let bytes = to_csv(entries).map_err(|fault| Problem::internal(&fault))?;
            (bytes, "text/csv; charset=utf-8", "nhat-ky.csv")
        }
        Format::Json => {
            let bytes = to_json(entries).map_err(|fault| Problem::internal(&fault))?;
            (bytes, "application/json", "nhat-ky.json")
        }
    };
    Ok(HttpResponse::Ok()
        .content_type(media)
        .insert_header(("Content-Disposition", format!("attachment; filename=\"{name}\"")))
        .insert_header(("Cache-Control", "no-store"))
        .body(bytes))
}
