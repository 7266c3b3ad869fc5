//! Pooling waves: a year made from its quarters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::Datelike;

use super::create::{check_earlier, check_title};
use super::{Answer, Managed, Refused, managed, tree_of};
use crate::domain::access::{Action, top_of};
use crate::domain::instrument::Text;
use crate::domain::period::Period;
use crate::domain::unit::{Unit, UnitCode, UnitKey, UnitTree};
use crate::domain::wave::{Access, K_DEFAULT, Mode, Protection, State, Wave, WaveId};
use crate::identity::{Moment, Principal};
use crate::sealing::{self, Published, SealError};
use crate::store::waves::{self, StoredWave};
use crate::store::{self, Connection, StoreError, audit, sources, together};

/// A pooled wave to make, or more waves for one that is there.
#[derive(Debug, Clone)]
pub struct Pool<'a> {
    /// Name.
    pub id: WaveId,
    /// The waves to pool.
    pub sources: &'a [WaveId],
    /// What the results are about; the year of the earliest wave when absent.
    pub period: Option<Period>,
    /// Title in Vietnamese; the instrument's when absent.
    pub title: Option<&'a str>,
    /// Title in English; the Vietnamese one when absent.
    pub title_en: Option<&'a str>,
    /// The wave that results are compared with; that of the period before, where there is one, when absent.
    pub earlier: Option<&'a WaveId>,
}

/// A pooled wave as it was made or extended.
#[derive(Debug, Clone)]
pub struct PooledWave {
    /// The wave.
    pub wave: StoredWave,
    /// Whether it is new.
    pub new: bool,
    /// Its publication; none while none of its waves has one.
    pub published: Option<Published>,
}

/// Why a wave cannot be pooled with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpoolable {
    /// There is none of this name.
    Unknown,
    /// It was never open.
    Planned,
    /// It is a designed sample, whose weights hold for its own period.
    Sample,
    /// It is pooled itself.
    Pooled,
    /// It asks with another form, or another version of it.
    Instrument,
    /// Open questions of method are settled differently.
    Settings,
    /// Not all of its days are in the period.
    Outside,
    /// Its period overlaps with that of another wave.
    Overlap,
    /// A unit of it does not exist, or stands elsewhere, on the first day of the period.
    Units,
    /// Its results are for staff only: subtracted from those for everybody they would be told.
    Hidden,
}

impl fmt::Display for Unpoolable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "there is no such wave",
            Self::Planned => "it was never open",
            Self::Sample => "it is a designed sample, whose weights hold for its own period",
            Self::Pooled => "it is pooled itself; name the waves it is made from",
            Self::Instrument => "it asks with another form, or another version of it",
            Self::Settings => "open questions of method are settled differently",
            Self::Outside => "not all of its days are in the period",
            Self::Overlap => "its period overlaps with that of another wave",
            Self::Units => {
                "a unit of it does not exist, or belongs elsewhere, on the first day of the period; \
                 after a reform pool the waves before and those after it by themselves"
            }
            Self::Hidden => {
                "its results are for staff only, while those of the pooled wave are for everybody; \
                 they would be what is left when the others are subtracted"
            }
        })
    }
}

/// Makes a pooled wave and publishes it, or adds waves to one. The results of the pooled wave are for everybody if
/// those of all its waves are when it is made.
///
/// # Errors
/// When the database fails or the waves do not fit their instrument.
pub fn pool(
    conn: &mut Connection,
    by: &Principal,
    wanted: &Pool<'_>,
    now: Moment,
) -> Result<Result<PooledWave, Refused>, SealError> {
    let made = together(conn, |conn| settle(conn, by, wanted, now))?;
    let (number, new) = match made {
        Ok(made) => made,
        Err(refused) => return Ok(Err(refused)),
    };
    let wave = waves::by_number(conn, number)?.ok_or(SealError::NoWave(number))?;
    let published = sealing::publish(conn, &wave)?;
    Ok(Ok(PooledWave { wave, new, published }))
}

/// Checks everything and writes it down; gives the key of the pooled wave and whether it is new.
fn settle(conn: &mut Connection, by: &Principal, wanted: &Pool<'_>, now: Moment) -> Answer<(i32, bool)> {
    let known = match known(conn, by, &wanted.id)? {
        Ok(known) => known,
        Err(refused) => return Ok(Err(refused)),
    };
    let parts = match parts(conn, by, known.as_ref(), wanted.sources)? {
        Ok(parts) => parts,
        Err(refused) => return Ok(Err(refused)),
    };
    let wave = match &known {
        Some(known) => known.stored.wave.clone(),
        None => match new_wave(conn, by, &parts, wanted)? {
            Ok(wave) => wave,
            Err(refused) => return Ok(Err(refused)),
        },
    };
    let (_, tree) = tree_of(conn, &wave)?;
    if let Err(refused) = check(&wave, &tree, &parts) {
        return Ok(Err(refused));
    }
    let units: BTreeMap<i32, &UnitCode> =
        parts.iter().flat_map(|part| &part.units).map(|(unit_id, unit)| (*unit_id, &unit.code)).collect();
    let ids: Vec<i32> = units.keys().copied().collect();
    let numbers: Vec<i32> = parts.iter().map(|part| part.stored.number).collect();
    let (number, action) = match &known {
        Some(known) => {
            waves::add_units(conn, known.stored.number, &ids)?;
            waves::set_k(conn, known.stored.number, greatest_k(&parts))?;
            (known.stored.number, Action::WaveExtended)
        }
        None if waves::find(conn, &wave.id)?.is_some() => return Ok(Err(Refused::NameTaken(wave.id))),
        None => (waves::create(conn, &wave, &ids)?, Action::WaveCreated),
    };
    sources::add(conn, number, &numbers)?;
    let names: Vec<&str> = parts.iter().map(|part| part.stored.wave.id.as_str()).collect();
    let top = top_of(&tree, units.into_values());
    let entry = by.entry(action).to(wave.id.as_str()).at(top).with("pooled", &names.join(" "));
    audit::append(conn, entry, now.at, now.day)?;
    Ok(Ok((number, known.is_none())))
}

/// The pooled wave of this name, if there is one; held until the transaction ends.
fn known(conn: &mut Connection, by: &Principal, id: &WaveId) -> Answer<Option<Managed>> {
    let Some(stored) = waves::find(conn, id)? else { return Ok(Ok(None)) };
    if stored.wave.access != Access::Pooled {
        return Ok(Err(Refused::NameTaken(id.clone())));
    }
    waves::hold_for_change(conn, stored.number)?;
    managed(conn, by, id).map(|found| found.map(Some))
}

/// All waves that will be pooled, those that are already too.
fn parts(
    conn: &mut Connection,
    by: &Principal,
    known: Option<&Managed>,
    wanted: &[WaveId],
) -> Answer<Vec<Managed>> {
    let mut ids: BTreeSet<WaveId> = wanted.iter().cloned().collect();
    if let Some(known) = known {
        for number in sources::of_wave(conn, known.stored.number)? {
            ids.extend(waves::by_number(conn, number)?.map(|source| source.wave.id));
        }
    }
    if ids.is_empty() {
        return Ok(Err(Refused::NoSources));
    }
    let mut parts = Vec::with_capacity(ids.len());
    for id in ids {
        match managed(conn, by, &id)? {
            Ok(part) => parts.push(part),
            Err(Refused::UnknownWave(wave)) => {
                return Ok(Err(Refused::Source { wave, why: Unpoolable::Unknown }));
            }
            Err(refused) => return Ok(Err(refused)),
        }
    }
    parts.sort_by(|one, other| one.stored.wave.period.cmp(&other.stored.wave.period));
    Ok(Ok(parts))
}

/// A pooled wave takes no answers, so that it is closed from the beginning.
fn new_wave(conn: &mut Connection, by: &Principal, parts: &[Managed], wanted: &Pool<'_>) -> Answer<Wave> {
    let Some(first) = parts.first().map(|part| &part.stored.wave) else {
        return Ok(Err(Refused::NoSources));
    };
    let year = first.period.first().year().to_string();
    let Some(period) = wanted.period.clone().or_else(|| year.parse().ok()) else {
        return Ok(Err(Refused::NoSources));
    };
    let Some(form) = store::instruments::find(conn, &first.instrument)? else {
        return Ok(Err(Refused::UnknownInstrument(first.instrument.clone())));
    };
    let form = form.instrument.title;
    let title = Text::new(
        wanted.title.unwrap_or(form.get("vi")),
        wanted.title_en.or(wanted.title).unwrap_or(form.get("en")),
    );
    if let Err(refused) = check_title(&title) {
        return Ok(Err(refused));
    }
    let waves = || parts.iter().map(|part| &part.stored.wave);
    let mut wave = Wave {
        id: wanted.id.clone(),
        instrument: first.instrument.clone(),
        title,
        period,
        mode: Mode::Desk,
        access: Access::Pooled,
        margins: Vec::new(),
        state: State::Closed,
        k: greatest_k(parts),
        public: waves().all(|wave| wave.public),
        demo: waves().any(|wave| wave.demo),
        switches: first.switches.clone(),
        languages: Vec::new(),
        earlier: wanted.earlier.cloned(),
        protection: Protection { breakdowns: first.protection.breakdowns.clone(), ..Protection::default() },
    };
    if waves().any(|part| part.protection.breakdowns != wave.protection.breakdowns) {
        wave.protection.breakdowns = Vec::new();
    }
    if let Err(refused) = check_earlier(conn, &wave, wanted.earlier)? {
        return Ok(Err(refused));
    }
    if wave.earlier.is_none() {
        wave.earlier = year_before(conn, by, &wave)?;
    }
    Ok(Ok(wave))
}

/// The wave of the period before with the same form, a pooled one first, where `by` manages one.
fn year_before(conn: &mut Connection, by: &Principal, wave: &Wave) -> Result<Option<WaveId>, StoreError> {
    let is_before = |other: &Wave| {
        other.instrument == wave.instrument
            && other.mode == wave.mode
            && other.demo == wave.demo
            && other.state != State::Planned
            && other.period.next().as_ref() == Some(&wave.period)
    };
    let mut before: Vec<Wave> = waves::list(conn)?.into_iter().map(|stored| stored.wave).collect();
    before.retain(is_before);
    before.sort_by_key(|other| other.access != Access::Pooled);
    for other in before {
        if managed(conn, by, &other.id)?.is_ok() {
            return Ok(Some(other.id));
        }
    }
    Ok(None)
}

fn greatest_k(parts: &[Managed]) -> u32 {
    parts.iter().map(|part| part.stored.wave.k).max().unwrap_or(K_DEFAULT)
}

/// Whether the waves can be pooled.
fn check(wave: &Wave, tree: &UnitTree, parts: &[Managed]) -> Result<(), Refused> {
    for (place, part) in parts.iter().enumerate() {
        let source = &part.stored.wave;
        let why = [
            (Unpoolable::Pooled, source.access == Access::Pooled),
            (Unpoolable::Planned, source.state == State::Planned),
            (Unpoolable::Sample, source.mode != Mode::Desk),
            (Unpoolable::Instrument, source.instrument != wave.instrument),
            (Unpoolable::Settings, source.switches != wave.switches),
            (Unpoolable::Outside, !wave.period.contains(&source.period)),
            (
                Unpoolable::Overlap,
                parts[..place].iter().any(|other| other.stored.wave.period.overlaps(&source.period)),
            ),
            (Unpoolable::Hidden, wave.public && !source.public),
            (Unpoolable::Units, !has_same_units(part, tree)),
        ];
        if let Some((why, _)) = why.into_iter().find(|(_, is_so)| *is_so) {
            return Err(Refused::Source { wave: source.id.clone(), why });
        }
    }
    Ok(())
}

/// Whether all units of the part stand where they stand in the tree: figures of a unit above are about the same units
/// in all parts then.
fn has_same_units(part: &Managed, tree: &UnitTree) -> bool {
    let path = |tree: &UnitTree, code: &UnitCode| -> Vec<UnitKey> {
        tree.path(code).into_iter().map(Unit::key).collect()
    };
    part.units.iter().all(|(_, unit)| path(tree, &unit.code) == path(&part.tree, &unit.code))
}
