//! The results of a wave, ready to be rendered.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::problem::Problem;
use super::state::AppState;
use crate::domain::batch::{Hash, hex};
use crate::domain::compare::{Comparison, Obstacle, compare};
use crate::domain::instrument::Instrument;
use crate::domain::publication::{Publication, compared_hash};
use crate::domain::results::{NotInPublication, Selection, Sources, table};
use crate::domain::table::Table;
use crate::domain::wave::WaveId;
use crate::locale;
use crate::store::waves::StoredWave;
use crate::store::{Connection, StoreError, instruments, publications, waves};

/// Publications kept in memory: reading one of all communes takes a tenth of a second.
const KEPT: usize = 8;

/// A publication with the instrument it was computed with.
pub(super) struct Published {
    pub hash: Hash,
    pub publication: Publication,
    pub instrument: Instrument,
}

/// The publications read last.
#[derive(Default)]
pub(super) struct PublicationCache(Mutex<VecDeque<Arc<Published>>>);

impl PublicationCache {
    fn get(&self, hash: &Hash) -> Option<Arc<Published>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|published| published.hash == *hash).cloned()
    }

    fn keep(&self, published: &Arc<Published>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(Arc::clone(published));
        kept.truncate(KEPT);
    }

    /// The publication with this hash.
    fn read(&self, connection: &mut Connection, hash: &Hash) -> Result<Option<Arc<Published>>, StoreError> {
        if let Some(published) = self.get(hash) {
            return Ok(Some(published));
        }
        let Some(stored) = publications::by_hash(connection, hash)? else { return Ok(None) };
        let id = &stored.publication.wave.instrument;
        let instrument = instruments::find(connection, id)?.ok_or_else(|| StoreError::Unreadable {
            table: "publication",
            value: hex(hash),
            reason: format!("there is no instrument {id}"),
        })?;
        let published = Arc::new(Published {
            hash: stored.hash,
            publication: stored.publication,
            instrument: instrument.instrument,
        });
        self.keep(&published);
        Ok(Some(published))
    }
}

/// What somebody wants to see.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    /// Units and nodes.
    pub selection: Selection,
    /// Language of names.
    pub language: String,
}

/// The latest publication of a wave, and of the one it is to be compared with.
pub(super) struct Results {
    pub now: Arc<Published>,
    earlier: Option<Arc<Published>>,
}

impl Results {
    /// Hash that names the table.
    pub(super) fn hash(&self) -> Hash {
        let earlier = self.earlier.as_ref();
        earlier.map_or(self.now.hash, |earlier| compared_hash(&self.now.hash, &earlier.hash))
    }

    /// The comparison with the earlier publication, if one was asked for.
    pub(super) fn comparison(&self) -> Option<(&Published, Comparison)> {
        let earlier = self.earlier.as_deref()?;
        let now = &self.now;
        Some((earlier, compare(&now.publication, &earlier.publication, &now.instrument)))
    }

    /// The table of what was asked for.
    pub(super) fn table(&self, wish: &Wish) -> Result<Table, Problem> {
        let now = &self.now;
        let comparison = self.comparison();
        let sources = Sources {
            publication: &now.publication,
            hash: &now.hash,
            instrument: &now.instrument,
            earlier: comparison
                .as_ref()
                .map(|(earlier, comparison)| (&earlier.publication, &earlier.hash, comparison)),
        };
        let say = |obstacle: &Obstacle| obstacle_text(obstacle, &wish.language);
        table(sources, &wish.selection, &wish.language, &say).map_err(|missing| match missing {
            NotInPublication::Unit(_) => Problem::unknown_unit(),
            NotInPublication::Node(_) => Problem::unknown_node(),
        })
    }
}

/// Why two waves are not compared, as a sentence.
pub(super) fn obstacle_text(obstacle: &Obstacle, language: &str) -> String {
    match obstacle {
        Obstacle::OtherInstrument => locale::text(language, "obstacle-other-instrument"),
        Obstacle::OtherMode => locale::text(language, "obstacle-other-mode"),
        Obstacle::OtherSettings => locale::text(language, "obstacle-other-settings"),
        Obstacle::Break { nodes, reason } => format!("{}: {}", nodes.join(", "), reason.get(language)),
    }
}

/// The wave if this visitor may see its results. To others a wave that is not public looks like none.
pub(super) async fn visible(state: &AppState, id: &str, staff: bool) -> Result<StoredWave, Problem> {
    let hidden = || if staff { Problem::unknown_wave() } else { Problem::token_needed() };
    let id: WaveId = id.parse().map_err(|_| hidden())?;
    let found = state.db(move |connection| waves::find(connection, &id)).await?;
    found.filter(|stored| staff || stored.wave.public).ok_or_else(hidden)
}

/// Reads what the results of a wave consist of.
pub(super) async fn read(
    state: &AppState,
    wave: &StoredWave,
    compare: Option<&StoredWave>,
) -> Result<Results, Problem> {
    let (number, earlier) = (wave.number, compare.map(|earlier| earlier.number));
    let shared = state.clone();
    let work = move |connection: &mut Connection| {
        let now = latest(&shared, connection, number)?;
        let earlier = match earlier {
            Some(earlier) => Some(latest(&shared, connection, earlier)?),
            None => None,
        };
        Ok((now, earlier))
    };
    match state.db(work).await? {
        (Some(now), None) => Ok(Results { now, earlier: None }),
        (Some(now), Some(Some(earlier))) => Ok(Results { now, earlier: Some(earlier) }),
        (None, _) | (_, Some(None)) => Err(Problem::nothing_published()),
    }
}

fn latest(
    state: &AppState,
    connection: &mut Connection,
    wave: i32,
) -> Result<Option<Arc<Published>>, StoreError> {
    match publications::latest_key(connection, wave)? {
        Some(key) => state.publications().read(connection, &key.hash),
        None => Ok(None),
    }
}
