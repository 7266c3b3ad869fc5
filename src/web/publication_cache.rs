//! Publications in memory, so that a page is there at once: what was read last, compared last, and the overall index of
//! earlier waves.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::batch::Hash;
use crate::domain::compare::{Adjusted, adjusted};
use crate::domain::publication::{Publication, PublishedKind};
use crate::sealing::results::{Published, explained};
use crate::store::{Connection, StoreError, publications};

/// Publications kept: reading one of all communes takes a tenth of a second.
const KEPT: usize = 8;
/// Figures of the publications kept, of some 200 bytes each: eight of all communes. However large they are, the memory
/// of the service stays below a bound; of the largest the last one stays.
const MOST_FIGURES: usize = 1_500_000;
/// Pairs of publications of which the adjusted p are kept: those of all communes take some tenths of a second.
const KEPT_PAIRS: usize = 8;
/// Publications of which the overall index is kept.
const KEPT_INDICES: usize = 24;

/// A list of what was used last, found again by a key.
struct Recent<K, V>(Mutex<VecDeque<(K, Arc<V>)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V> Recent<K, V> {
    fn get(&self, key: &K) -> Option<Arc<V>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == key).map(|(_, value)| Arc::clone(value))
    }

    fn keep(&self, key: K, value: &Arc<V>, most: usize) {
        self.keep_light((key, value), most, |_| 0);
    }

    /// As [`Self::keep`], and of the older ones only those that together with the newer have figures within bounds.
    fn keep_light(&self, (key, value): (K, &Arc<V>), most: usize, figures: impl Fn(&V) -> usize) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((key, Arc::clone(value)));
        let totals = kept.iter().take(most).scan(0, |total, (_, value)| {
            *total += figures(value);
            Some(*total)
        });
        let light = totals.take_while(|total| *total <= MOST_FIGURES).count();
        kept.truncate(light.max(1));
    }
}

/// The publications read last.
#[derive(Default)]
pub(super) struct PublicationCache {
    publications: Recent<Hash, Published>,
    pairs: Recent<(Hash, Hash), Adjusted>,
    indices: Recent<Hash, Publication>,
}

impl PublicationCache {
    /// The current publication of a wave.
    pub(super) fn latest(
        &self,
        connection: &mut Connection,
        wave: i32,
    ) -> Result<Option<Arc<Published>>, StoreError> {
        let Some(key) = publications::latest_key(connection, wave)? else { return Ok(None) };
        if let Some(published) = self.publications.get(&key.hash) {
            return Ok(Some(published));
        }
        let Some(stored) = publications::by_hash(connection, &key.hash)? else { return Ok(None) };
        let published = Arc::new(explained(connection, stored)?);
        self.publications.keep_light((key.hash, &published), KEPT, |kept| figures(&kept.publication));
        Ok(Some(published))
    }

    /// How certain the changes between two publications are, but for those of single options, which no page shows.
    pub(super) fn adjusted(&self, now: &Published, then: &Published) -> Arc<Adjusted> {
        let key = (now.hash, then.hash);
        self.pairs.get(&key).unwrap_or_else(|| {
            let both = (&now.publication, &then.publication);
            let found = adjusted(both, &now.instrument, |node| node.kind != PublishedKind::Option);
            let found = Arc::new(found);
            self.pairs.keep(key, &found, KEPT_PAIRS);
            found
        })
    }

    /// The overall index of every unit in the current publication of a wave. Where many waves are looked at, this is
    /// all of them that is kept.
    pub(super) fn index(
        &self,
        connection: &mut Connection,
        wave: i32,
    ) -> Result<Option<Arc<Publication>>, StoreError> {
        let Some(key) = publications::latest_key(connection, wave)? else { return Ok(None) };
        if let Some(index) = self.indices.get(&key.hash) {
            return Ok(Some(index));
        }
        let published = match self.publications.get(&key.hash) {
            Some(published) => Some(published.publication.clone()),
            None => publications::by_hash(connection, &key.hash)?.map(|stored| stored.publication),
        };
        let index = published.and_then(|published| {
            let units: Vec<usize> = (0..published.units.len()).collect();
            Some(Arc::new(published.narrowed(&units, published.overall_index()?)))
        });
        if let Some(index) = &index {
            self.indices.keep(key.hash, index, KEPT_INDICES);
        }
        Ok(index)
    }
}

/// Number of figures, by category too.
fn figures(publication: &Publication) -> usize {
    let by_category = publication.breakdowns.iter().flat_map(|breakdown| &breakdown.categories);
    let rows = publication.figures.len() + by_category.map(|category| category.figures.len()).sum::<usize>();
    rows * publication.nodes.len()
}
