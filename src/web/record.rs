//! From a submission to a stored response: the one way, for programs and pages alike.

use actix_web::http::StatusCode;
use uuid::Uuid;

use super::open_wave::OpenWave;
use super::problem::{Fault, Problem};
use super::state::AppState;
use crate::domain::submission::Submission;
use crate::ingest::writer::Receipt;
use crate::store::responses::{NewResponse, Pass, Stored};

/// What became of a response that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recorded {
    /// It is stored, committed.
    New,
    /// It had been stored before.
    Already,
}

impl Recorded {
    /// The HTTP status that says so.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::New => StatusCode::CREATED,
            Self::Already => StatusCode::OK,
        }
    }
}

/// A checked response on its way into the database.
pub(super) struct OnItsWay(Receipt);

/// Checks the submission against the wave's instrument and hands it to the writer.
pub(super) fn hand_in(
    state: &AppState,
    wave: &OpenWave,
    unit_id: i32,
    id: Uuid,
    submission: &Submission,
) -> Result<OnItsWay, Problem> {
    let response = submission
        .check(&wave.instrument)
        .map_err(|violations| Problem::violations(violations.into_iter().map(Fault::from).collect()))?;
    let new =
        NewResponse { wave: wave.number, unit_id, id, answers: response.into_bytes(), pass: Pass::Open };
    state.writer().submit(new).map(OnItsWay).map_err(|_full| Problem::busy("queue_full"))
}

impl OnItsWay {
    /// Waits until it is committed, or known not to be.
    pub(super) async fn recorded(self) -> Result<Recorded, Problem> {
        match self.0.await {
            Ok(Ok(Stored::New)) => Ok(Recorded::New),
            Ok(Ok(Stored::Same | Stored::AlreadySealed)) => Ok(Recorded::Already),
            Ok(Ok(Stored::Differs)) => Err(Problem::differs()),
            Ok(Ok(Stored::NotLetIn)) => Err(Problem::not_let_in()),
            Ok(Ok(Stored::WaveClosed)) => Err(Problem::closed()),
            // The database failed, or the writer is gone: nothing is known to be stored.
            Ok(Err(_)) | Err(_) => Err(Problem::busy("database_unavailable")),
        }
    }
}
