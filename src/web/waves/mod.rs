//! Waves as pages and the interface show and manage them.

mod known;
mod refusal;
mod wanted;

use super::principal::{Staff, now};
use super::problem::Problem;
use super::state::AppState;
use crate::domain::wave::WaveId;
use crate::identity::Principal;
use crate::planning::{self, Answer, Closed, Copied, Created, PooledWave, Refused};
use crate::sealing::SealError;
use crate::store::Connection;

pub(super) use known::{Theirs, is_shown};
pub(super) use refusal::{Refusal, refusal};
pub(super) use wanted::{NewPool, NewWave, WaveChange};

/// The name of a wave in an address. No wave has one that is none.
pub(super) fn name(text: &str) -> Result<WaveId, Problem> {
    text.parse().map_err(|_| Problem::unknown_wave())
}

/// Does something with a wave in the name of `who`.
pub(super) async fn manage<T: Send + 'static>(
    state: &AppState,
    who: &Staff,
    work: impl FnOnce(&mut Connection, &Principal) -> Answer<T> + Send + 'static,
) -> Result<Result<T, Refusal>, Problem> {
    let principal = (*who.0).clone();
    match state.db(move |connection| work(connection, &principal)).await? {
        Ok(done) => Ok(Ok(done)),
        Err(refused) => refusal(&refused).map(Err),
    }
}

/// Creates a wave, or says what is wrong: of the words all at once, else the first rule that is broken.
pub(super) async fn create(
    state: &AppState,
    who: &Staff,
    new: NewWave,
    outdated: Vec<String>,
) -> Result<Result<Created, Vec<Refusal>>, Problem> {
    let read = match new.read() {
        Ok(read) => read,
        Err(refusals) => return Ok(Err(refusals)),
    };
    let keys = state.keys().clone();
    let created = manage(state, who, move |connection, by| {
        planning::create(connection, by, (&read.wanted(), read.start()), &outdated, &keys, now())
    });
    // A unit that nobody knows stands in the field it was typed into.
    Ok(created.await?.map_err(|refusal| vec![refusal.at_unit(new.under.as_deref().unwrap_or_default())]))
}

/// Opens a planned wave.
pub(super) async fn open(
    state: &AppState,
    who: &Staff,
    id: WaveId,
    outdated: Vec<String>,
) -> Result<Result<(), Refusal>, Problem> {
    let keys = state.keys().clone();
    manage(state, who, move |connection, by| planning::open(connection, by, &id, &outdated, &keys, now()))
        .await
}

/// Changes what can still be changed.
pub(super) async fn change(
    state: &AppState,
    who: &Staff,
    id: WaveId,
    change: WaveChange,
) -> Result<Result<(), Refusal>, Problem> {
    let change = match change.read() {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    manage(state, who, move |connection, by| planning::change(connection, by, &id, &change, now())).await
}

/// Lets everybody see the results, or staff only.
pub(super) async fn publish(
    state: &AppState,
    who: &Staff,
    id: WaveId,
    public: bool,
) -> Result<Result<(), Refusal>, Problem> {
    manage(state, who, move |connection, by| planning::publish(connection, by, &id, public, now())).await
}

/// Plans the same wave for the next period.
pub(super) async fn copy(
    state: &AppState,
    who: &Staff,
    id: WaveId,
    new: String,
) -> Result<Result<Copied, Refusal>, Problem> {
    let Ok(new) = new.parse::<WaveId>() else {
        return Ok(Err(Refusal::of("id", "wave_id", Some(new))));
    };
    manage(state, who, move |connection, by| planning::copy(connection, by, &id, &new, now())).await
}

/// Takes a planned wave away.
pub(super) async fn discard(
    state: &AppState,
    who: &Staff,
    id: WaveId,
) -> Result<Result<(), Refusal>, Problem> {
    manage(state, who, move |connection, by| planning::discard(connection, by, &id, now())).await
}

/// Takes no more answers, seals what is left and publishes. That takes long where there is much to seal.
pub(super) async fn close(
    state: &AppState,
    who: &Staff,
    id: WaveId,
) -> Result<Result<Closed, Refusal>, Problem> {
    let keys = state.keys().clone();
    with_tally(state, who, move |connection, by| planning::close(connection, by, &id, &keys, now())).await
}

/// Pools waves under this name.
pub(super) async fn pool(
    state: &AppState,
    who: &Staff,
    id: WaveId,
    new: NewPool,
) -> Result<Result<PooledWave, Refusal>, Problem> {
    let read = match new.read() {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    with_tally(state, who, move |connection, by| planning::pool(connection, by, &read.wanted(id), now()))
        .await
}

/// Does something that publishes in the name of `who`, away from the threads that answer.
async fn with_tally<T: Send + 'static>(
    state: &AppState,
    who: &Staff,
    work: impl FnOnce(&mut Connection, &Principal) -> Result<Result<T, Refused>, SealError> + Send + 'static,
) -> Result<Result<T, Refusal>, Problem> {
    let (principal, pool) = ((*who.0).clone(), state.tally_pool()?);
    let done = state.aside(move || {
        let mut connection = pool.get().map_err(|_| Problem::busy("database_unavailable"))?;
        match work(&mut connection, &principal) {
            Ok(done) => Ok(done),
            Err(SealError::Store(cause)) if cause.is_unavailable() => {
                Err(Problem::busy("database_unavailable"))
            }
            Err(cause) => Err(Problem::internal(&cause)),
        }
    });
    match done.await? {
        Ok(done) => Ok(Ok(done)),
        Err(refused) => refusal(&refused).map(Err),
    }
}
