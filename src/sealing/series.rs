//! The results of several waves as one file: each wave is read when the one before it was written, and of each no more
//! than a unit at a time.

use std::io;
use std::sync::Arc;

use super::results::{NoResults, Published, name_of_category, sentence};
use crate::domain::batch::{Hash, hex};
use crate::domain::compare::{Comparison, compare};
use crate::domain::instrument::Instrument;
use crate::domain::publication::Publication;
use crate::domain::results::{NotInPublication, Selected, Selection, Sources, Words};
use crate::domain::table::{Rows, Waves};
use crate::domain::wave::WaveId;
use crate::store::outlines::{self, Outline};
use crate::store::waves::StoredWave;
use crate::store::{Connection, Pool, StoreError, instruments, publications, waves};

/// A publication whose figures are read later, with the instrument version that explains it.
#[derive(Debug)]
pub struct Outlined {
    outline: Outline,
    instrument: Instrument,
}

/// Reads a publication without its figures.
pub fn outlined(conn: &mut Connection, hash: &Hash) -> Result<Outlined, StoreError> {
    let gone = |value: String, reason: &str| StoreError::Unreadable {
        table: "publication",
        value,
        reason: reason.to_owned(),
    };
    let outline = outlines::by_hash(conn, hash)?;
    let outline = outline.ok_or_else(|| gone(hex(hash), "it is not there any more"))?;
    let id = outline.publication.wave.instrument.clone();
    let instrument = instruments::find(conn, &id)?;
    let instrument = instrument.ok_or_else(|| gone(id, "its instrument is not in the database"))?;
    Ok(Outlined { outline, instrument: instrument.instrument })
}

/// How a publication is read when its turn comes.
pub type Reader = Box<dyn Fn(&Hash) -> Result<Outlined, StoreError> + Send>;

/// Reads with connections of a pool, each given back before anything is written.
pub fn reader(pool: Pool) -> Reader {
    Box::new(move |hash| outlined(&mut *pool.get()?, hash))
}

/// Waves by period, each once.
pub fn in_order(mut waves: Vec<StoredWave>) -> Vec<StoredWave> {
    waves.sort_by_key(|stored| (stored.wave.period.first(), stored.wave.id.to_string()));
    waves.dedup_by_key(|stored| stored.number);
    waves
}

/// The current publications of waves, in the order of the file.
pub fn current(conn: &mut Connection, names: &[WaveId]) -> Result<Vec<Hash>, NoResults> {
    let mut found = Vec::new();
    for name in names {
        found.push(waves::find(conn, name)?.ok_or_else(|| NoResults::UnknownWave(name.clone()))?);
    }
    let mut hashes = Vec::new();
    for stored in in_order(found) {
        let key = publications::latest_key(conn, stored.number)?;
        hashes.push(key.ok_or_else(|| NoResults::NotPublished(stored.wave.id.clone()))?.hash);
    }
    Ok(hashes)
}

/// What is wanted of every wave.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which rows.
    pub selection: Selection,
    /// Language of names and sentences.
    pub language: String,
    /// The publication each is compared with.
    pub earlier: Option<Arc<Published>>,
}

/// What one wave adds to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Name of the wave.
    pub wave: String,
    /// Instrument version.
    pub instrument: String,
    /// Period.
    pub period: String,
    /// Number of rows.
    pub rows: usize,
}

impl Share {
    /// The wave with its instrument, period and number of rows.
    pub fn portion(&self) -> (&str, &str, &str, usize) {
        (&self.wave, &self.instrument, &self.period, self.rows)
    }
}

/// Several waves, in the order of the file.
pub struct Series {
    reader: Reader,
    waves: Vec<Hash>,
    shares: Vec<Share>,
    wanted: Wanted,
}

impl Series {
    /// The publications of `waves`, each looked at for a moment. Not every unit and node was there in every wave; one
    /// that none of them has is no selection. A breakdown must be there in each.
    pub fn new(reader: Reader, waves: Vec<Hash>, wanted: Wanted) -> Result<Self, NoResults> {
        let mut series = Self { reader, waves, shares: Vec::new(), wanted };
        let mut missing = None;
        let mut is_there = false;
        for hash in &series.waves {
            let found = (series.reader)(hash)?;
            let whole = if series.wanted.selection.breakdown.is_some() { Some(found.whole()?) } else { None };
            let wave = &found.outline.publication.wave;
            let sources = found.sources(whole.as_ref(), None);
            let rows = match series.wanted.rows(sources) {
                Ok(rows) => {
                    is_there = true;
                    rows.count()
                }
                Err(fault @ NotInPublication::Breakdown(_)) => return Err(fault.into()),
                Err(fault) => {
                    missing = Some(fault);
                    0
                }
            };
            series.shares.push(Share {
                wave: wave.id.clone(),
                instrument: wave.instrument.clone(),
                period: wave.period.clone(),
                rows,
            });
        }
        match missing {
            Some(fault) if !is_there => Err(fault.into()),
            _ => Ok(series),
        }
    }

    /// What each wave adds to the file.
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }
}

impl Waves for Series {
    fn count(&self) -> usize {
        self.waves.len()
    }

    fn each(&self, read: &mut dyn FnMut(&dyn Rows) -> io::Result<()>) -> io::Result<()> {
        self.waves.iter().try_for_each(|hash| {
            let found = (self.reader)(hash).map_err(io::Error::other)?;
            self.wanted.read(&found, read)
        })
    }
}

impl Wanted {
    /// Whether figures are wanted that can only be had together: by category, or beside those of another wave.
    fn needs_whole(&self) -> bool {
        self.selection.breakdown.is_some() || self.earlier.is_some()
    }

    fn read(&self, found: &Outlined, read: &mut dyn FnMut(&dyn Rows) -> io::Result<()>) -> io::Result<()> {
        let whole = if self.needs_whole() { Some(found.whole().map_err(io::Error::other)?) } else { None };
        let comparison = self.earlier.as_ref().zip(whole.as_ref());
        let comparison = comparison.map(|(then, now)| compare(now, &then.publication, &found.instrument));
        let earlier = self.earlier.as_deref().zip(comparison.as_ref());
        let sources = found.sources(whole.as_ref(), earlier);
        let rows = match self.rows(sources) {
            Ok(rows) => rows,
            Err(_) => self.nothing(sources).map_err(io::Error::other)?,
        };
        read(&if whole.is_some() { rows } else { rows.read_from(&found.outline) })?;
        found.outline.fault()
    }

    fn rows<'a>(&self, sources: Sources<'a>) -> Result<Selected<'a>, NotInPublication> {
        let words = Words {
            obstacle: &|obstacle| sentence(obstacle, &self.language),
            name: &|id| name_of_category(id, &self.language),
        };
        Selected::new(sources, &self.selection, &self.language, words)
    }

    /// A wave without rows: it does not have what is looked for.
    fn nothing<'a>(&self, sources: Sources<'a>) -> Result<Selected<'a>, NotInPublication> {
        let selection = Selection { unit: None, node: None, breakdown: self.selection.breakdown.clone() };
        Ok(Self { selection, ..self.clone() }.rows(sources)?.without_rows())
    }
}

impl Outlined {
    fn whole(&self) -> Result<Publication, StoreError> {
        self.outline.whole().map_err(|fault| StoreError::Unreadable {
            table: "publication",
            value: self.outline.publication.wave.id.clone(),
            reason: fault.to_string(),
        })
    }

    fn sources<'a>(
        &'a self,
        whole: Option<&'a Publication>,
        earlier: Option<(&'a Published, &'a Comparison)>,
    ) -> Sources<'a> {
        Sources {
            publication: whole.unwrap_or(&self.outline.publication),
            hash: &self.outline.hash,
            instrument: &self.instrument,
            earlier: earlier.map(|(then, comparison)| (&then.publication, &then.hash, comparison)),
        }
    }
}
