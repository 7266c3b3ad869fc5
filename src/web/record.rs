//! From a submission to a stored response: the one way, for programs and pages alike.

use std::time::Instant;

use actix_web::http::StatusCode;
use uuid::Uuid;

use super::admission::{self, Shown};
use super::open_wave::OpenWave;
use super::problem::{Fault, Problem};
use super::state::AppState;
use super::unlocked::Spent;
use crate::domain::breakdown::Channel;
use crate::domain::submission::Submission;
use crate::domain::unit::Unit;
use crate::domain::wave::Access;
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

/// An envelope that is handed in.
pub(super) struct SealedHandIn<'a> {
    /// Made by the sender, at random.
    pub id: Uuid,
    /// The unit where answers are taken, with its key.
    pub unit: (i32, &'a Unit),
    /// Encapsulated key and encrypted answers, one behind the other.
    pub sealed: Vec<u8>,
    /// How it came.
    pub channel: Channel,
    /// What was shown to be let in.
    pub ticket: Option<&'a str>,
}

/// Hands an envelope to the writer. What it says is checked when it is opened; nobody can before.
pub(super) fn hand_in_sealed(
    state: &AppState,
    wave: &OpenWave,
    sent: SealedHandIn<'_>,
) -> Result<OnItsWay, Problem> {
    let shown = admission::look(state, wave, &sent.unit.1.code, sent.ticket);
    let shown = shown.map_err(|fault| Problem::violations(vec![fault]))?;
    let content = Content { answers: sent.sealed, sealed: true, channel: sent.channel };
    submit(state, wave, (sent.id, sent.unit), shown, content)
}

/// A checked response on its way into the database.
pub(super) struct OnItsWay {
    receipt: Receipt,
    wave: i32,
    unit_id: i32,
    /// The permit that came along.
    spent: Option<Spent>,
    access: Access,
    state: AppState,
}

/// What is handed in.
pub(super) struct HandIn<'a> {
    /// Made by the sender, at random.
    pub id: Uuid,
    /// The unit where answers are taken, with its key.
    pub unit: (i32, &'a Unit),
    /// How it came.
    pub channel: Channel,
    /// The answers.
    pub submission: &'a Submission,
    /// What was shown to be let in.
    pub ticket: Option<&'a str>,
}

/// Checks the submission against the wave's instrument and hands it to the writer.
pub(super) fn hand_in(state: &AppState, wave: &OpenWave, sent: &HandIn<'_>) -> Result<OnItsWay, Problem> {
    if wave.wave.protection.envelope {
        return Err(Problem::envelope_required());
    }
    let shown = admission::look(state, wave, &sent.unit.1.code, sent.ticket);
    let (response, shown) = match (sent.submission.check(&wave.instrument), shown) {
        (Ok(response), Ok(shown)) => (response, shown),
        (response, shown) => {
            let violations = response.err().into_iter().flatten().map(Fault::from);
            return Err(Problem::violations(shown.err().into_iter().chain(violations).collect()));
        }
    };
    let content = Content { answers: response.into_bytes(), sealed: false, channel: sent.channel };
    submit(state, wave, (sent.id, sent.unit), shown, content)
}

/// What is to be stored of a response.
struct Content {
    /// As [`NewResponse::answers`].
    answers: Vec<u8>,
    /// Whether it is an envelope.
    sealed: bool,
    /// How it came.
    channel: Channel,
}

/// Hands a response that was looked at to the writer; a permit that came along is given back where nothing was queued.
fn submit(
    state: &AppState,
    wave: &OpenWave,
    (id, (unit_id, unit)): (Uuid, (i32, &Unit)),
    shown: Shown<'_>,
    content: Content,
) -> Result<OnItsWay, Problem> {
    let (pass, spent) = shown.spend(state, &unit.code);
    let (number, access) = (wave.number, wave.wave.access);
    let channel = wave.wave.protection.notes_channel().then_some(content.channel);
    let Content { answers, sealed, .. } = content;
    let new = NewResponse { wave: number, unit_id, id, answers, sealed, channel, pass };
    match state.writer().submit(new) {
        Ok(receipt) => Ok(OnItsWay { receipt, wave: number, unit_id, spent, access, state: state.clone() }),
        Err(_full) => {
            if let Some(spent) = spent {
                state.unlocked().give_back(spent);
            }
            Err(Problem::busy("queue_full"))
        }
    }
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
        let stored = self.receipt.await;
        // A permit is spent by the response that is new with it; the same may be sent again.
        if let (Some(spent), false) = (self.spent, matches!(stored, Ok(Ok(Stored::New)))) {
            self.state.unlocked().give_back(spent);
        }
        match stored {
            Ok(Ok(Stored::New)) => Ok(Recorded::New),
            Ok(Ok(Stored::Same | Stored::AlreadySealed)) => Ok(Recorded::Already),
            Ok(Ok(Stored::Differs)) => Err(Problem::differs()),
            Ok(Ok(Stored::NotLetIn)) => Err(admission::refusal(self.access)),
            Ok(Ok(Stored::WaveClosed)) => Err(Problem::closed()),
            // The database failed, or the writer is gone: nothing is known to be stored.
            Ok(Err(_)) | Err(_) => Err(Problem::busy("database_unavailable")),
        }
    }
}
