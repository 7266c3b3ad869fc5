//! The results of a wave as a table: its current publication, perhaps beside that of an earlier wave.

use diesel::PgConnection;

use crate::domain::batch::Hash;
use crate::domain::compare::{Comparison, Obstacle, compare};
use crate::domain::instrument::Instrument;
use crate::domain::publication::Publication;
use crate::domain::results::{NotInPublication, Selected, Selection, Sources, Words};
use crate::domain::table::{Rows, Table};
use crate::domain::wave::{CHANNEL, WaveId};
use crate::locale;
use crate::store::publications::StoredPublication;
use crate::store::waves::StoredWave;
use crate::store::{StoreError, instruments, publications, waves};

/// Which table is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The wave.
    pub wave: WaveId,
    /// An earlier wave to compare it with.
    pub compare: Option<WaveId>,
    /// Which rows.
    pub selection: Selection,
    /// Language of names and sentences.
    pub language: String,
}

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum NoResults {
    /// There is no such wave.
    #[error("there is no wave {0}")]
    UnknownWave(WaveId),
    /// Nothing of it has been published.
    #[error("wave {0} has no results yet: they appear after the first sealing (hailong seal --wave {0})")]
    NotPublished(WaveId),
    /// The selection names something that is not there.
    #[error(transparent)]
    Selection(#[from] NotInPublication),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A publication that was read, with the instrument version that explains it.
#[derive(Debug, Clone)]
pub struct Published {
    /// The publication.
    pub publication: Publication,
    /// Its hash.
    pub hash: Hash,
    /// The instrument version.
    pub instrument: Instrument,
}

/// The table that is wanted.
pub fn results(conn: &mut PgConnection, wanted: &Wanted) -> Result<Table, NoResults> {
    let now = current(conn, &wanted.wave)?;
    let then = wanted.compare.as_ref().map(|wave| current(conn, wave)).transpose()?;
    Ok(tabulate(&now, then.as_ref(), &wanted.selection, &wanted.language)?)
}

/// The current publication of a wave.
pub fn current(conn: &mut PgConnection, id: &WaveId) -> Result<Published, NoResults> {
    let wave = known(conn, id)?;
    let stored = publications::latest(conn, wave.number)?;
    let stored = stored.ok_or_else(|| NoResults::NotPublished(id.clone()))?;
    Ok(explained(conn, stored)?)
}

/// A stored publication with the instrument version of its wave.
pub fn explained(conn: &mut PgConnection, stored: StoredPublication) -> Result<Published, StoreError> {
    let id = &stored.publication.wave.instrument;
    let instrument = instruments::find(conn, id)?.ok_or_else(|| StoreError::Unreadable {
        table: "publication",
        value: id.clone(),
        reason: "its instrument is not in the database".to_owned(),
    })?;
    Ok(Published { publication: stored.publication, hash: stored.hash, instrument: instrument.instrument })
}

/// One publication, or two side by side, as a table.
pub fn tabulate(
    now: &Published,
    then: Option<&Published>,
    selection: &Selection,
    language: &str,
) -> Result<Table, NotInPublication> {
    with_rows(now, then, selection, language, |rows| rows.whole().into_owned())
}

/// As [`tabulate`], without the whole table: what `read` makes of the rows as they come.
pub fn with_rows<T>(
    now: &Published,
    then: Option<&Published>,
    selection: &Selection,
    language: &str,
    read: impl FnOnce(&dyn Rows) -> T,
) -> Result<T, NotInPublication> {
    let comparison: Option<Comparison> =
        then.map(|then| compare(&now.publication, &then.publication, &now.instrument));
    let earlier = then.zip(comparison.as_ref());
    let sources = Sources {
        publication: &now.publication,
        hash: &now.hash,
        instrument: &now.instrument,
        earlier: earlier.map(|(then, comparison)| (&then.publication, &then.hash, comparison)),
    };
    let words = Words {
        obstacle: &|obstacle| sentence(obstacle, language),
        name: &|id| name_of_category(id, language),
    };
    let rows = Selected::new(sources, selection, language, words)?;
    Ok(read(&rows))
}

/// Name of a breakdown or category that the instrument has no text for.
pub fn name_of_category(id: &str, language: &str) -> String {
    let key = match id {
        CHANNEL => "category-channel",
        "kiosk" => "category-kiosk",
        "own" => "category-own",
        "file" => "category-file",
        // Signs behind it keep it apart from an option of that code.
        _ => "category-no-answer",
    };
    locale::text(language, key)
}

/// One unit by category of one breakdown, as a table. Of a unit that has no figures by category, the reason.
pub fn by_category(
    now: &Published,
    (unit, breakdown): (usize, &str),
    language: &str,
) -> Result<Table, NotInPublication> {
    let Published { publication, hash, instrument } = now;
    let sources = Sources { publication, hash, instrument, earlier: None };
    let words = Words {
        obstacle: &|obstacle| sentence(obstacle, language),
        name: &|id| name_of_category(id, language),
    };
    let selection = Selection { breakdown: Some(breakdown.to_owned()), ..Selection::default() };
    Ok(Selected::new(sources, &selection, language, words)?.of_unit(unit).whole().into_owned())
}

/// Why two waves are not compared, in one sentence.
pub fn sentence(obstacle: &Obstacle, language: &str) -> String {
    match obstacle {
        Obstacle::OtherInstrument => locale::text(language, "compare-other-instrument"),
        Obstacle::OtherMode => locale::text(language, "compare-other-mode"),
        Obstacle::OtherSettings => locale::text(language, "compare-other-settings"),
        Obstacle::SameAnswers => locale::text(language, "compare-same-answers"),
        // A star stands for all nodes: then there is nothing to name.
        Obstacle::Break { nodes, reason } if nodes.iter().any(|node| node == "*") => {
            reason.get(language).to_owned()
        }
        Obstacle::Break { nodes, reason } => format!("{}: {}", nodes.join(", "), reason.get(language)),
    }
}

fn known(conn: &mut PgConnection, id: &WaveId) -> Result<StoredWave, NoResults> {
    waves::find(conn, id)?.ok_or_else(|| NoResults::UnknownWave(id.clone()))
}
