//! From a submission to a stored response: the one way, for programs and pages alike.

use std::time::Instant;

use actix_web::http::StatusCode;
use uuid::Uuid;

use super::admission;
use super::open_wave::OpenWave;
use super::problem::{Fault, Problem};
use super::state::AppState;
use crate::domain::breakdown::Channel;
use crate::domain::submission::Submission;
use crate::domain::unit::Unit;
use crate::domain::wave::CHANNEL;
use crate::ingest::writer::Receipt;
use crate::store::responses::{NewResponse, Stored};

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
pub(super) struct OnItsWay {
    receipt: Receipt,
    wave: i32,
    unit_id: i32,
}

/// What is handed in.
pub(super) struct HandIn<'a> {
    /// Made by the sender, at random.
    pub id: Uuid,
    /// The unit where answers are taken, with its key.
    pub unit: (i32, &'a Unit),
    /// The answers.
    pub submission: &'a Submission,
    /// How it came.
    pub channel: Channel,
    /// What was shown to be let in.
    pub ticket: Option<&'a str>,
}

/// Checks the submission against the wave's instrument and hands it to the writer.
pub(super) fn hand_in(state: &AppState, wave: &OpenWave, sent: &HandIn<'_>) -> Result<OnItsWay, Problem> {
    let (unit_id, unit) = sent.unit;
    let pass = admission::pass(state, wave, &unit.code, sent.ticket);
    let (response, pass) = match (sent.submission.check(&wave.instrument), pass) {
        (Ok(response), Ok(pass)) => (response, pass),
        (response, pass) => {
            let violations = response.err().into_iter().flatten().map(Fault::from);
            return Err(Problem::violations(pass.err().into_iter().chain(violations).collect()));
        }
    };
    // How the answer came is of no concern unless the wave has said that it gives results by it.
    let is_told = wave.wave.protection.breakdowns.iter().any(|code| code == CHANNEL);
    let channel = is_told.then_some(sent.channel);
    let answers = response.into_bytes();
    let new = NewResponse { wave: wave.number, unit_id, id: sent.id, answers, channel, pass };
    let receipt = state.writer().submit(new).map_err(|_full| Problem::busy("queue_full"))?;
    Ok(OnItsWay { receipt, wave: wave.number, unit_id })
}

impl OnItsWay {
    /// As [`Self::recorded`], for a response that came by itself: it is noted how soon after the one before.
    pub(super) async fn recorded_alone(self, state: &AppState) -> Result<Recorded, Problem> {
        let (wave, unit_id) = (self.wave, self.unit_id);
        let recorded = self.recorded().await?;
        if recorded == Recorded::New {
            state.bursts().note(wave, unit_id, Instant::now());
        }
        Ok(recorded)
    }

    /// Waits until it is committed, or known not to be.
    pub(super) async fn recorded(self) -> Result<Recorded, Problem> {
        match self.receipt.await {
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
