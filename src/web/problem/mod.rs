//! What a visitor is told when something is wrong: RFC 9457 problem documents for programs, a page for people.
//!
//! A handler answers `Err(Problem)`. The middleware [`dress`] turns it, and every error the framework makes by
//! itself (unknown address, wrong method, body too long), into a document in the visitor's language. One more
//! situation: a constructor here, and its code as the message `problem-<code>` in both `web.ftl`.
//!
//! Bad input never becomes a 500. What is our own fault is logged once, where it is noticed, without anything
//! from the request, and answered without detail.

mod document;
mod middleware;
mod violation;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};

use crate::domain::access::Right;
use crate::domain::wave::State;
use crate::export::Unfit;
use crate::identity::accounts::Refused;
use crate::importing;
use crate::ingest::csv::Mistake;
use crate::tasks;

pub use document::ProblemDocument;
pub(super) use middleware::dress;
pub(super) use violation::Fault;

/// The ticket lets nobody in.
pub(super) const TICKET_REFUSED: &str = "ticket_refused";

/// The wave takes envelopes only.
const ENVELOPE_REQUIRED: &str = "envelope_required";

/// Seconds after which a client may try again when the service is short of something.
const RETRY_AFTER: u16 = 2;

/// A situation in which the answer is not what was asked for.
#[derive(Debug)]
pub struct Problem {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    details: Box<Details>,
}

/// What goes beyond status and code.
#[derive(Debug, Default)]
struct Details {
    /// Variables of the message.
    values: Vec<(&'static str, String)>,
    /// Where in the body reading stopped.
    place: Option<Place>,
    /// Broken rules, all at once.
    faults: Vec<Fault>,
    /// Headers the status asks for.
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The right that is missing.
    right: Option<Right>,
    /// What is wrong in a file.
    mistakes: Vec<Mistake>,
}

/// Where in a JSON body reading stopped, and why.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// JSON pointer (RFC 6901).
    pub pointer: String,
    /// Line, from 1; nothing for a part of a longer body.
    pub line: Option<usize>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// The reader's own words, in English.
    pub reason: String,
}

impl Problem {
    /// A problem with this status and stable code.
    pub(super) fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, details: Box::default() }
    }

    /// Adds a header that the status asks for.
    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.details.headers.push((name, value));
        self
    }

    /// Sets a variable of the message.
    pub(super) fn with_value(mut self, name: &'static str, value: &dyn fmt::Display) -> Self {
        self.details.values.push((name, value.to_string()));
        self
    }

    /// Whether all that is missing is a right.
    pub(super) fn is_missing_right(&self) -> bool {
        self.details.right.is_some()
    }

    /// Nothing is at this address.
    pub(super) fn unknown_address() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_address")
    }

    /// There is no wave of this name, or nobody but staff may know.
    pub(super) fn unknown_wave() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_wave")
    }

    /// The unit does not take part in the wave.
    pub(super) fn unknown_unit() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_unit")
    }

    /// No remark of this key waits at a unit of whoever asks.
    pub(super) fn unknown_remark() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_remark")
    }

    /// The wave takes no remarks.
    pub(super) fn no_remarks() -> Self {
        Self::new(StatusCode::CONFLICT, "no_remarks")
    }

    /// No place bears the code in a short link.
    pub(super) fn unknown_place() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_place")
    }

    /// The question is not recorded in this language.
    pub(super) fn unknown_recording() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_recording")
    }

    /// There is no instrument of this name.
    pub(super) fn unknown_instrument() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_instrument")
    }

    /// The results have no such node.
    pub(super) fn unknown_breakdown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_breakdown")
    }

    /// Results by category are given in the formats of the long table only, and without comparison.
    pub(super) fn not_by_category() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "not_by_category")
    }

    pub(super) fn waves_needed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "waves_needed")
    }

    pub(super) fn too_many_waves(most: usize) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "too_many_waves").with_value("most", &most)
    }

    /// The format cannot hold the waves asked for.
    pub(super) fn unfit(unfit: &Unfit) -> Self {
        match unfit {
            Unfit::OneWave(_) => Self::new(StatusCode::BAD_REQUEST, "one_wave_only"),
            Unfit::TooManyRows { rows, most, .. } => Self::new(StatusCode::BAD_REQUEST, "too_many_rows")
                .with_value("rows", rows)
                .with_value("most", most),
            Unfit::SamePeriod(one, other) => Self::new(StatusCode::BAD_REQUEST, "same_period")
                .with_value("one", one)
                .with_value("other", other),
        }
    }

    pub(super) fn unknown_node() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_node")
    }

    /// Results are not made in this format.
    pub(super) fn unknown_format() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_format")
    }

    /// Nothing is published under this hash.
    pub(super) fn unknown_publication() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_publication")
    }

    /// The wave has no published results yet.
    pub(super) fn nothing_published() -> Self {
        Self::new(StatusCode::NOT_FOUND, "nothing_published")
    }

    /// The wave takes no more answers.
    pub(super) fn closed() -> Self {
        Self::new(StatusCode::GONE, "wave_closed")
    }

    /// The id was used before for other answers.
    pub(super) fn differs() -> Self {
        Self::new(StatusCode::CONFLICT, "id_used")
    }

    /// The ticket lets nobody in: it is unknown, was used, or is for another wave or unit.
    pub(super) fn not_let_in() -> Self {
        Self::new(StatusCode::CONFLICT, TICKET_REFUSED)
    }

    /// The wave takes envelopes only.
    pub(super) fn envelope_required() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, ENVELOPE_REQUIRED)
    }

    /// The wave uses no tickets.
    pub(super) fn no_tickets() -> Self {
        Self::new(StatusCode::CONFLICT, "no_tickets")
    }

    /// The wave has no blind tickets.
    pub(super) fn not_blind() -> Self {
        Self::new(StatusCode::CONFLICT, "not_blind")
    }

    /// Whether it was a ticket that lets nobody in.
    pub(super) fn is_wrong_ticket(&self) -> bool {
        self.code == TICKET_REFUSED
    }

    /// No clerk has opened the form, it was sent already, or too much time has passed.
    pub(super) fn no_permit() -> Self {
        Self::conflict("permit_refused")
    }

    /// The wave is answered at kiosks only.
    pub(super) fn kiosk_only() -> Self {
        Self::new(StatusCode::FORBIDDEN, "kiosk_only")
    }

    /// It does not fit what is there.
    pub(super) fn conflict(code: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// It breaks a rule.
    pub(super) fn unprocessable(code: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// It comes too soon after the last.
    pub(super) fn too_soon(code: &'static str) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, code)
    }

    /// Rules are broken.
    pub(super) fn violations(faults: Vec<Fault>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "violations");
        problem.details.faults = faults;
        problem
    }

    /// The body is no JSON, or not of the expected shape.
    pub(super) fn unreadable(code: &'static str, place: Place) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, code).with_value("pointer", &place.pointer);
        problem.details.place = Some(place);
        problem
    }

    /// The request makes no sense, and there is nothing more to say about it.
    pub(super) fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request")
    }

    /// The form's fields are not those the page had.
    pub(super) fn bad_form() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_form")
    }

    /// The form was sent from another site.
    pub(super) fn cross_site() -> Self {
        Self::new(StatusCode::FORBIDDEN, "cross_site")
    }

    /// The body is longer than allowed here.
    pub(super) fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large").with_value("kibibytes", &(limit / 1024))
    }

    /// The list is longer than allowed.
    pub(super) fn too_many(most: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many").with_value("most", &most)
    }

    /// The body broke off.
    pub(super) fn incomplete() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "incomplete")
    }

    /// The body did not arrive in time.
    pub(super) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow")
    }

    /// The body is of another type than the one taken here.
    pub(super) fn wrong_type(expected: &'static str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong_type")
            .with_value("expected", &expected)
            .with_header(HeaderName::from_static("accept-post"), HeaderValue::from_static(expected))
    }

    /// Only staff may see this, and no valid token came along.
    pub(super) fn token_needed() -> Self {
        let challenge = HeaderValue::from_static("Bearer realm=\"hailong\"");
        Self::new(StatusCode::UNAUTHORIZED, "token_needed").with_header(header::WWW_AUTHENTICATE, challenge)
    }

    /// The right is not held, or not at this unit.
    pub(super) fn right_needed(right: Right) -> Self {
        let mut problem = Self::new(StatusCode::FORBIDDEN, "right_needed");
        problem.details.right = Some(right);
        problem
    }

    /// The form does not belong to the session: it was opened before signing in again.
    pub(super) fn form_expired() -> Self {
        Self::new(StatusCode::FORBIDDEN, "form_expired")
    }

    /// The one-time link was used, replaced, or is too old.
    pub(super) fn link_gone() -> Self {
        Self::new(StatusCode::GONE, "link_gone")
    }

    /// There is no such account, or nobody but its administrators may know.
    pub(super) fn unknown_account() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_account")
    }

    /// There is no such task, or nobody but those who see the unit's results may know.
    pub(super) fn unknown_task() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_task")
    }

    /// The file is no longer kept, was sent in another session, or never was.
    pub(super) fn unknown_import() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown_import")
    }

    /// A field that says where a file goes cannot be read.
    pub(super) fn import_field(field: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "import_field").with_value("field", &field)
    }

    /// A file is not imported.
    pub(super) fn import_refused(fault: &importing::Fault) -> Self {
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        match fault.told() {
            importing::Told::Mistakes(mistakes, _) => {
                let mut problem =
                    Self::new(unprocessable, "file_wrong").with_value("count", &mistakes.count());
                problem.details.mistakes = mistakes.list().to_vec();
                problem
            }
            importing::Told::Said(code, values) => {
                let mut problem = Self::new(unprocessable, code);
                problem.details.values = values;
                problem
            }
            importing::Told::Right(right) => Self::right_needed(right),
            importing::Told::UnknownWave => Self::unknown_wave(),
            importing::Told::Ours => Self::internal(fault),
        }
    }

    /// What was asked for breaks a rule about tasks.
    pub(super) fn task_refused(refused: &tasks::Refused) -> Self {
        match refused {
            tasks::Refused::Right(right) => Self::right_needed(*right),
            tasks::Refused::UnknownWave => Self::unknown_wave(),
            tasks::Refused::NotPublished => Self::nothing_published(),
            tasks::Refused::UnknownUnit => Self::unknown_unit(),
            tasks::Refused::UnknownNode => Self::unknown_node(),
            tasks::Refused::UnknownTask => Self::unknown_task(),
            tasks::Refused::Wrong(faults) => {
                Self::violations(faults.iter().copied().map(Fault::of_task).collect())
            }
        }
    }

    /// The service may not read and delete answers; somebody else does what is asked for.
    pub(super) fn sealing_elsewhere() -> Self {
        Self::new(StatusCode::CONFLICT, "sealing_elsewhere")
    }

    /// No batch at this position is held back, or not where the one who asks may see it.
    pub(super) fn not_held_back(batch: i32) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_held_back").with_value("batch", &batch)
    }

    /// It was decided about the batch before.
    pub(super) fn decided_already(batch: i32) -> Self {
        Self::new(StatusCode::CONFLICT, "decided_already").with_value("batch", &batch)
    }

    /// The wave is in another state than the one this needs.
    pub(super) fn wave_state(state: State) -> Self {
        let code = match state {
            State::Planned => "wave_is_planned",
            State::Open => "wave_is_open",
            State::Closed => "wave_is_closed",
        };
        Self::new(StatusCode::CONFLICT, code)
    }

    /// What was asked for breaks a rule about accounts.
    pub(super) fn refused(refused: &Refused) -> Self {
        match refused {
            Refused::Right(right) => Self::right_needed(*right),
            Refused::UnknownAccount => Self::unknown_account(),
            Refused::NameTaken => Self::new(StatusCode::CONFLICT, "name_taken"),
            Refused::LastRole => Self::new(StatusCode::CONFLICT, "last_role"),
            Refused::Yourself => Self::new(StatusCode::CONFLICT, "yourself"),
            Refused::BadName => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_name"),
            Refused::BadFullName => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_full_name"),
            Refused::UnknownUnit => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_account_unit"),
            Refused::UnknownRole => Self::new(StatusCode::NOT_FOUND, "unknown_account_role"),
        }
    }

    /// Only devices that were set up at a desk may do this, and no valid token of one came along.
    pub(super) fn device_needed() -> Self {
        let challenge = HeaderValue::from_static("Bearer realm=\"hailong\"");
        Self::new(StatusCode::UNAUTHORIZED, "device_needed").with_header(header::WWW_AUTHENTICATE, challenge)
    }

    /// The service is short of something; the same request may succeed soon.
    pub(super) fn busy(code: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code)
            .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER))
    }

    /// Our own fault. The cause goes to the log, where a request leaves nothing of itself, and to nobody else.
    pub(super) fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!("cannot answer a request: {cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    /// The broken rules.
    pub(super) fn faults(&self) -> &[Fault] {
        &self.details.faults
    }

    /// The headers the status asks for.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.details.headers.iter().map(|(name, value)| (name, value))
    }

    /// What the framework answered by itself, by its status.
    fn of_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => "unknown_address",
            StatusCode::METHOD_NOT_ALLOWED => "wrong_method",
            StatusCode::NOT_ACCEPTABLE => "not_acceptable",
            StatusCode::PRECONDITION_FAILED => "changed",
            StatusCode::RANGE_NOT_SATISFIABLE => "no_such_range",
            status if status.is_client_error() => "bad_request",
            _ => "internal",
        };
        Self::new(status, code)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Without the request the language is not known: the middleware replaces this.
    fn error_response(&self) -> HttpResponse {
        document::respond(self, crate::locale::DEFAULT)
    }
}
