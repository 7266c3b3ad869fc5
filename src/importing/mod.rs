//! Files that staff bring in, from the command line, the pages and the interface alike: looked at first, then stored
//! whole or not at all, and noted down.
//!
//! | file | what it does |
//! |---|---|
//! | `fault` | why nothing was imported |
//! | `reach` | for which units somebody may bring something in |
//!
//! Looking does everything that storing does except writing the rows, in a transaction that is rolled back: what it
//! says is what would happen. Whoever brings in answers or scores holds [`Right::Import`] at every unit of the wave
//! and of the file; for a wave that is made on the way also the right to manage waves. Units are added and changed
//! below a unit at which the right is held, never that unit itself.

mod fault;
mod reach;

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use diesel::Connection as _;

use crate::domain::access::{Action, NewEntry, Right, top_of};
use crate::domain::batch::Hash;
use crate::domain::instrument::{Instrument, SwitchSetting};
use crate::domain::period::Period;
use crate::domain::unit::{UnitCode, UnitTree};
use crate::domain::wave::{Access, K_DEFAULT, Mode, Protection, State, Wave, WaveId};
use crate::identity::{Moment, Principal};
use crate::ingest::csv::dossiers::{self, DossiersReport};
use crate::ingest::csv::margins::{self, MarginsReport};
use crate::ingest::csv::responses::{self, ResponsesReport};
use crate::ingest::csv::scores::{self, ScoresReport};
use crate::ingest::csv::{Way, units::import_units_of};
use crate::ingest::import::{ImportError, import_responses, import_scores};
use crate::sealing;
use crate::store::units::Written;
use crate::store::waves::StoredWave;
use crate::store::{self, Connection, StoreError, audit};

pub use fault::{Fault, Told};
use reach::{WaveReach, units_beyond};

/// Names of the waves with a unit for which the principal may bring something in, the latest first.
///
/// # Errors
/// When the database fails.
pub fn waves(conn: &mut Connection, by: &Principal) -> Result<Vec<WaveId>, StoreError> {
    let places = by.powers.places(Right::Import);
    let numbers = match store::units::within(conn, &places)? {
        None => None,
        Some(units) => Some(store::waves::with_units(conn, &units)?),
    };
    let all = store::waves::list(conn)?.into_iter();
    let theirs = all.filter(|wave| numbers.as_ref().is_none_or(|numbers| numbers.contains(&wave.number)));
    Ok(theirs.map(|stored| stored.wave.id).collect())
}

/// What a file holds, and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Units.
    Units,
    /// Responses to a wave.
    Responses(Into),
    /// Given scores of a wave.
    Scores(Into),
    /// Numbers of dossiers closed, of a wave that is there.
    Dossiers(WaveId),
    /// Margins of a wave that is there.
    Margins(WaveId),
}

impl Target {
    /// The word in addresses and in the audit log.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Responses(_) => "responses",
            Self::Scores(_) => "scores",
            Self::Dossiers(_) => "dossiers",
            Self::Margins(_) => "margins",
        }
    }
}

/// The wave a file goes into. What is absent is as in the wave that is there; what differs from it is refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Into {
    /// The wave; made when it is new.
    pub wave: WaveId,
    /// Its instrument; needed for a new wave.
    pub instrument: Option<String>,
    /// Its period; needed for a new wave when the file does not say.
    pub period: Option<Period>,
    /// How respondents were found; a designed sample when absent.
    pub mode: Option<Mode>,
    /// Smallest batch.
    pub k: Option<u32>,
    /// How open questions of method are settled.
    pub settings: SwitchSetting,
}

/// Where the file is.
#[derive(Debug, Clone)]
pub enum Source {
    /// On this machine.
    Path(PathBuf),
    /// In memory.
    Memory(Arc<[u8]>),
}

impl Source {
    fn open(&self) -> io::Result<Box<dyn Read>> {
        match self {
            Self::Path(path) => Ok(Box::new(File::open(path)?)),
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
        }
    }
}

/// Whether to look or to store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing is stored.
    Look,
    /// Everything is stored, or nothing.
    Store,
}

/// What was stored, or would be.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// Units.
    Units(Written),
    /// Responses.
    Responses(InWave, ResponsesReport),
    /// Scores.
    Scores(InWave, ScoresReport),
    /// Numbers of dossiers.
    Dossiers(InWave, DossiersReport),
    /// Margins.
    Margins(InWave, MarginsReport),
}

/// The wave a file went into.
#[derive(Debug, Clone, PartialEq)]
pub struct InWave {
    /// Its name.
    pub id: WaveId,
    /// Whether it is made on the way.
    pub new: bool,
    /// How respondents were found.
    pub mode: Mode,
    /// Hash of the publication that was made.
    pub published: Option<Hash>,
}

/// Looks at a file or stores it. `progress` is told from time to time how many bytes are done with.
///
/// # Errors
/// Every mistake of the file, or why it cannot go where it should; nothing is stored then.
pub fn import(
    conn: &mut Connection,
    by: &Principal,
    (target, source): (&Target, &Source),
    (step, now): (Step, Moment),
    progress: &mut dyn FnMut(u64),
) -> Result<Done, Fault> {
    if step == Step::Store {
        store::wait_for_disk(conn)?;
    }
    let mut published = None;
    let ended = conn.transaction(|conn| {
        let (done, entries) = match target {
            Target::Units => units(conn, by, source, now)?,
            Target::Responses(into) => answers(conn, by, (into, source), step, progress)?,
            Target::Scores(into) => {
                let (done, entries, wave) = given(conn, by, (into, source), step)?;
                published = Some(wave);
                (done, entries)
            }
            Target::Dossiers(wave) => closed(conn, by, (wave, source), step)?,
            Target::Margins(wave) => known_people(conn, by, (wave, source), step)?,
        };
        if step == Step::Look {
            return Err(Stop::Looked(Box::new(done)));
        }
        for entry in entries {
            audit::append(conn, entry, now.at, now.day).map_err(Fault::from)?;
        }
        Ok(done)
    });
    let done = match ended {
        Ok(done) => done,
        Err(Stop::Looked(done)) => return Ok(*done),
        Err(Stop::Fault(fault)) => return Err(*fault),
    };
    match (done, published) {
        (Done::Scores(wave, report), Some(stored)) => {
            let done = |published| Done::Scores(InWave { published, ..wave }, report);
            match sealing::publish(conn, &stored) {
                Ok(published) => Ok(done(published.map(|published| published.hash))),
                Err(fault) => Err(Fault::Publish(Box::new(done(None)), fault)),
            }
        }
        (done, _) => Ok(done),
    }
}

/// Why the transaction is rolled back.
enum Stop {
    Looked(Box<Done>),
    Fault(Box<Fault>),
}

impl<F> From<F> for Stop
where
    Fault: From<F>,
{
    fn from(fault: F) -> Self {
        Self::Fault(Box::new(fault.into()))
    }
}

type Ended<T> = Result<T, Fault>;

fn units(
    conn: &mut Connection,
    by: &Principal,
    source: &Source,
    now: Moment,
) -> Ended<(Done, Vec<NewEntry>)> {
    let mut bytes = Vec::new();
    source.open()?.read_to_end(&mut bytes)?;
    let known = store::units::all_units(conn)?;
    let tree = UnitTree::at(known.iter().map(|(_, unit)| unit.clone()), now.day);
    let codes = known.iter().map(|(_, unit)| unit.code.clone()).collect();
    let beyond = |units: &[_]| units_beyond(&by.powers, &tree, &codes, units);
    let (written, named) = import_units_of(conn, &bytes, &beyond)?;
    let rows = written.inserted + written.updated + written.unchanged;
    let entry = by.entry(Action::FileImported).at(top_of(&tree, named.iter()));
    let entry = entry.with("kind", &"units").with("rows", &rows);
    Ok((Done::Units(written), vec![entry]))
}

/// The instrument and the wave of that name, if it is there and the principal may bring something in.
fn place(conn: &mut Connection, by: &Principal, into: &Into) -> Ended<(Instrument, WaveReach)> {
    let reach = WaveReach::of(conn, by, &into.wave)?;
    let known = reach.known.as_ref().map(|known| known.wave.instrument.clone());
    let id = into.instrument.clone().or(known).ok_or_else(|| Fault::NoInstrument(into.wave.clone()))?;
    let stored = store::instruments::find(conn, &id)?;
    Ok((stored.ok_or(Fault::UnknownInstrument(id))?.instrument, reach))
}

/// What a file of responses comes to, and what is to be noted down.
fn answers(
    conn: &mut Connection,
    by: &Principal,
    (into, source): (&Into, &Source),
    step: Step,
    progress: &mut dyn FnMut(u64),
) -> Ended<(Done, Vec<NewEntry>)> {
    let (instrument, reach) = place(conn, by, into)?;
    let known = reach.known.as_ref().map(|known| &known.wave);
    let named = responses::first_period(source.open()?)?;
    let period = named.or_else(|| into.period.clone()).or_else(|| known.map(|wave| wave.period.clone()));
    let period = period.ok_or(Fault::NoPeriod)?;
    let mode = into.mode.or(known.map(|wave| wave.mode)).unwrap_or(Mode::Sample);
    let wanted = wave(into, &instrument, (period, mode), known)?;
    let tree = reach.tree(conn, &wanted)?;
    let may = |code: &UnitCode| reach.may(by, &tree, code);
    let mut way = Way { may: &may, store: step == Step::Store, progress };
    let (report, stored) = import_responses(conn, source.open()?, &instrument, &wanted, &mut way)?;
    let entries = entries(conn, by, (&reach, &stored), &tree, ("responses", report.rows))?;
    Ok((Done::Responses(in_wave(&reach, &stored), report), entries))
}

/// As [`answers`], for scores; also gives the wave, whose results follow them.
fn given(
    conn: &mut Connection,
    by: &Principal,
    (into, source): (&Into, &Source),
    step: Step,
) -> Ended<(Done, Vec<NewEntry>, StoredWave)> {
    let (instrument, reach) = place(conn, by, into)?;
    let file = scores::read(source.open()?, &instrument).map_err(ImportError::from)?;
    let known = reach.known.as_ref().map(|known| &known.wave);
    let mode = into.mode.or(known.map(|wave| wave.mode)).unwrap_or(Mode::Sample);
    let wanted = wave(into, &instrument, (file.period.clone(), mode), known)?;
    let tree = reach.tree(conn, &wanted)?;
    let may = |code: &UnitCode| reach.may(by, &tree, code);
    let way = Way { may: &may, store: step == Step::Store, progress: &mut |_| {} };
    let (report, stored) = import_scores(conn, &file, &wanted, &way)?;
    let entries = entries(conn, by, (&reach, &stored), &tree, ("scores", report.rows as u64))?;
    Ok((Done::Scores(in_wave(&reach, &stored), report), entries, stored))
}

/// A wave that must be there, what somebody reaches of it, and its units.
fn of_a_wave(conn: &mut Connection, by: &Principal, id: &WaveId) -> Ended<(WaveReach, StoredWave, UnitTree)> {
    let reach = WaveReach::of(conn, by, id)?;
    let stored = reach.known.clone().ok_or_else(|| Fault::UnknownWave(id.clone()))?;
    let tree = reach.tree(conn, &stored.wave)?;
    Ok((reach, stored, tree))
}

/// As [`answers`], for numbers of dossiers.
fn closed(
    conn: &mut Connection,
    by: &Principal,
    (id, source): (&WaveId, &Source),
    step: Step,
) -> Ended<(Done, Vec<NewEntry>)> {
    let (reach, stored, tree) = of_a_wave(conn, by, id)?;
    let may = |code: &UnitCode| reach.may(by, &tree, code);
    let way = Way { may: &may, store: step == Step::Store, progress: &mut |_| {} };
    let report = dossiers::import(conn, source.open()?, &stored, &way)?;
    let entries = entries(conn, by, (&reach, &stored), &tree, ("dossiers", report.rows as u64))?;
    Ok((Done::Dossiers(in_wave(&reach, &stored), report), entries))
}

/// As [`answers`], for margins.
fn known_people(
    conn: &mut Connection,
    by: &Principal,
    (id, source): (&WaveId, &Source),
    step: Step,
) -> Ended<(Done, Vec<NewEntry>)> {
    let (reach, stored, tree) = of_a_wave(conn, by, id)?;
    let form = store::instruments::find(conn, &stored.wave.instrument)?;
    let form = form.ok_or_else(|| Fault::UnknownInstrument(stored.wave.instrument.clone()))?.instrument;
    let may = |code: &UnitCode| reach.may(by, &tree, code);
    let way = Way { may: &may, store: step == Step::Store, progress: &mut |_| {} };
    let report = margins::import(conn, source.open()?, &form, &stored, &way)?;
    let entries = entries(conn, by, (&reach, &stored), &tree, ("margins", report.rows as u64))?;
    Ok((Done::Margins(in_wave(&reach, &stored), report), entries))
}

fn in_wave(reach: &WaveReach, stored: &StoredWave) -> InWave {
    let wave = &stored.wave;
    InWave { id: wave.id.clone(), new: reach.known.is_none(), mode: wave.mode, published: None }
}

/// What is to be noted down about a file that went into a wave.
fn entries(
    conn: &mut Connection,
    by: &Principal,
    (reach, stored): (&WaveReach, &StoredWave),
    tree: &UnitTree,
    (kind, rows): (&str, u64),
) -> Ended<Vec<NewEntry>> {
    let units = store::waves::units(conn, stored.number)?;
    let top = top_of(tree, units.iter().map(|(_, unit)| &unit.code));
    let entry = |action| by.entry(action).to(stored.wave.id.as_str()).at(top.clone());
    let made = reach.known.is_none().then(|| entry(Action::WaveCreated));
    let imported = entry(Action::FileImported).with("kind", &kind).with("rows", &rows);
    Ok(made.into_iter().chain([imported]).collect())
}

/// The wave a file goes into. What was not asked for is as in the wave that is there, so that what was asked for
/// and differs from it is refused instead of ignored.
fn wave(
    into: &Into,
    instrument: &Instrument,
    (period, mode): (Period, Mode),
    known: Option<&Wave>,
) -> Ended<Wave> {
    let known = known.filter(|wave| wave.instrument == instrument.id);
    let mut settings: SwitchSetting = known.map(|wave| wave.switches.clone()).unwrap_or_default();
    settings.extend(into.settings.clone());
    Ok(Wave {
        id: into.wave.clone(),
        instrument: instrument.id.clone(),
        title: instrument.title.clone(),
        period,
        mode,
        access: Access::Import,
        state: State::Open,
        k: into.k.or(known.map(|wave| wave.k)).unwrap_or(K_DEFAULT),
        public: false,
        demo: false,
        switches: instrument.complete_setting(&settings)?,
        languages: Vec::new(),
        earlier: None,
        protection: Protection::default(),
        margins: Vec::new(),
    })
}
