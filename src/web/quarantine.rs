//! Batches that look stuffed, as pages and the interface show them and decide about them.

use super::principal::{Staff, now};
use super::problem::Problem;
use super::state::AppState;
use super::waves::{Refusal, name, refusal};
use crate::domain::quality::{Reason, Share};
use crate::locale;
use crate::planning::{self, HeldBatch, Refused};
use crate::sealing::SealError;

/// The batches that the one who asks may see.
pub(super) async fn seen(state: &AppState, who: &Staff) -> Result<Vec<HeldBatch>, Problem> {
    let principal = (*who.0).clone();
    state.db(move |connection| planning::held_batches(connection, &principal)).await
}

/// Decides whether a batch counts, and publishes.
pub(super) async fn decide(
    state: &AppState,
    who: &Staff,
    (wave, batch): (&str, i32),
    counts: bool,
    why: String,
) -> Result<Result<(), Refusal>, Problem> {
    let (principal, pool, id) = ((*who.0).clone(), state.tally_pool()?, name(wave)?);
    let decided = state.aside(move || {
        let mut connection = pool.get().map_err(|_| Problem::busy("database_unavailable"))?;
        match planning::decide(&mut connection, &principal, (&id, batch), (counts, &why), now()) {
            Ok(done) => Ok(done),
            Err(SealError::Store(cause)) if cause.is_unavailable() => {
                Err(Problem::busy("database_unavailable"))
            }
            Err(cause) => Err(Problem::internal(&cause)),
        }
    });
    match decided.await? {
        Ok(_) => Ok(Ok(())),
        Err(refused) => refusal(&refused).map(Err),
    }
}

/// Erases a wave whose name was typed once more.
pub(super) async fn erase(
    state: &AppState,
    who: &Staff,
    wave: &str,
    again: String,
) -> Result<Result<(), Refusal>, Problem> {
    let (principal, pool, id) = ((*who.0).clone(), state.tally_pool()?, name(wave)?);
    let keys = state.keys().clone();
    let erased = state.aside(move || {
        let mut connection = pool.get().map_err(|_| Problem::busy("database_unavailable"))?;
        let erased: Result<Result<(), Refused>, _> =
            planning::erase(&mut connection, &principal, &id, &again, &keys, now());
        erased.map_err(|cause| {
            if cause.is_unavailable() {
                Problem::busy("database_unavailable")
            } else {
                Problem::internal(&cause)
            }
        })
    });
    match erased.await? {
        Ok(()) => Ok(Ok(())),
        Err(refused) => refusal(&refused).map(Err),
    }
}

/// What a test has found, in words.
pub(super) fn sentence(language: &str, reason: &Reason) -> String {
    let key = format!("quarantine-sign-{}", reason.sign());
    let compared = |key: &str, share: &Share| {
        let expected = locale::number(language, share.expected * 100.0, 0);
        let found = [("count", share.count.into()), ("of", share.of.into()), ("expected", expected.into())];
        locale::text_with(language, key, &found)
    };
    match reason {
        Reason::Straight(share) | Reason::Repeated(share) | Reason::Quick(share) => compared(&key, share),
        Reason::Channel { better, share } => compared(&format!("{key}-{}", better.as_str()), share),
        Reason::Dossiers { responses, dossiers } => locale::text_with(
            language,
            &key,
            &[("responses", (*responses).into()), ("dossiers", (*dossiers).into())],
        ),
    }
}
