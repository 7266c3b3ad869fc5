//! Opening, changing, publishing and closing a wave.

use chrono::NaiveDate;

use super::create::{check_earlier, check_instrument, check_k, check_languages, check_title, known};
use super::{Answer, Managed, Refused, Unpoolable, managed, may_manage, provide_key, tree_of};
use crate::domain::access::{Action, Right};
use crate::domain::instrument::Text;
use crate::domain::unit::UnitCode;
use crate::domain::wave::{State, WaveId};
use crate::domain::wave_change::{Field, fixed, may_close_on};
use crate::envelopes::Keys;
use crate::identity::{Moment, Principal};
use crate::sealing::{self, Published, SealError, SealReport};
use crate::store::waves::{self, StoredWave};
use crate::store::{self, Connection, StoreError, audit, together};

/// Lets a planned wave take answers. `outdated` as at [`create`](super::create). A wave with envelopes that has no key yet
/// gets one, whose private half stays in the folder of this machine.
pub fn open(
    conn: &mut Connection,
    by: &Principal,
    id: &WaveId,
    outdated: &[String],
    keys: &Keys,
    now: Moment,
) -> Answer<()> {
    let wave = match managed(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    let instrument = &wave.stored.wave.instrument;
    let Some(instrument) = store::instruments::find(conn, instrument)? else {
        return Ok(Err(Refused::UnknownInstrument(instrument.clone())));
    };
    if let Err(refused) = check_instrument(&instrument.instrument, outdated) {
        return Ok(Err(refused));
    }
    together(conn, |conn| {
        let Some(held) = waves::hold_for_change(conn, wave.stored.number)? else {
            return Ok(Err(Refused::UnknownWave(id.clone())));
        };
        if held.wave.state != State::Planned {
            return Ok(Err(Refused::State(held.wave.state)));
        }
        if !may_close_on(State::Planned, None, held.closes_on, now.day) {
            return Ok(Err(Refused::BadClosingDay));
        }
        if let Err(refused) = provide_key(conn, keys, held.number, &held.wave)? {
            return Ok(Err(refused));
        }
        waves::open_planned(conn, held.number)?;
        audit::append(conn, wave.entry(by, Action::WaveOpened), now.at, now.day)?;
        Ok(Ok(()))
    })
}

/// What is to be changed. What is absent stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// Title.
    pub title: Option<Text>,
    /// Last day on which answers are taken; the inner `None`: until somebody closes it.
    pub closes_on: Option<Option<NaiveDate>>,
    /// Codes of more units.
    pub more_units: Vec<String>,
    /// Tags of the languages in which the form is offered; an empty list: all there are.
    pub languages: Option<Vec<String>>,
    /// The wave that results are compared with; the inner `None`: none.
    pub earlier: Option<Option<WaveId>>,
    /// Smallest number of responses in a batch.
    pub k: Option<u32>,
}

/// Changes a wave, as far as its state lets it be changed: all that is asked for, or nothing.
pub fn change(
    conn: &mut Connection,
    by: &Principal,
    id: &WaveId,
    change: &Change,
    now: Moment,
) -> Answer<()> {
    let wave = match managed(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    let units = match more_units(conn, by, &wave, &change.more_units)? {
        Ok(units) => units,
        Err(refused) => return Ok(Err(refused)),
    };
    together(conn, |conn| {
        // The state is read again under a lock: somebody may be opening or closing the wave.
        let Some(held) = waves::hold_for_change(conn, wave.stored.number)? else {
            return Ok(Err(Refused::UnknownWave(id.clone())));
        };
        if let Err(refused) = check_change(&held, change, now.day) {
            return Ok(Err(refused));
        }
        if let Err(refused) =
            check_earlier(conn, &held.wave, change.earlier.as_ref().and_then(Option::as_ref))?
        {
            return Ok(Err(refused));
        }
        let added = waves::add_units(conn, held.number, &units)?;
        if added > 0 {
            let entry = wave.entry(by, Action::WaveExtended).with("units", &change.more_units.join(" "));
            audit::append(conn, entry, now.at, now.day)?;
        }
        change_facts(conn, by, (&wave, &held), change, now)?;
        Ok(Ok(()))
    })
}

/// Whether everything that is to be changed still can be.
fn check_change(held: &StoredWave, change: &Change, today: NaiveDate) -> Result<(), Refused> {
    let state = held.wave.state;
    let asked = [
        (Field::Title, change.title.is_some()),
        (Field::ClosesOn, change.closes_on.is_some_and(|day| day != held.closes_on)),
        (Field::MoreUnits, !change.more_units.is_empty()),
        (Field::Languages, change.languages.as_ref().is_some_and(|tags| *tags != held.wave.languages)),
        (Field::Earlier, change.earlier.is_some()),
        (Field::K, change.k.is_some_and(|k| k != held.wave.k)),
    ];
    for (field, _) in asked.into_iter().filter(|(_, asked)| *asked) {
        if let Some(why) = fixed(field, state) {
            return Err(Refused::Fixed { field, why });
        }
    }
    if let Some(title) = &change.title {
        check_title(title)?;
    }
    let day = change.closes_on.filter(|day| *day != held.closes_on);
    if day.is_some_and(|day| !may_close_on(state, held.closes_on, day, today)) {
        return Err(Refused::BadClosingDay);
    }
    check_languages(change.languages.as_deref().unwrap_or_default())?;
    change.k.map_or(Ok(()), check_k)
}

/// Writes what differs, with an entry that names it.
fn change_facts(
    conn: &mut Connection,
    by: &Principal,
    (wave, held): (&Managed, &StoredWave),
    change: &Change,
    now: Moment,
) -> Result<(), StoreError> {
    let (number, before) = (held.number, &held.wave);
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(title) = change.title.as_ref().filter(|title| **title != before.title) {
        waves::set_title(conn, number, title)?;
        facts.push(("title", title.get("vi").to_owned()));
    }
    if let Some(day) = change.closes_on.filter(|day| *day != held.closes_on) {
        waves::set_closes_on(conn, number, day)?;
        facts.push(("closes_on", day.map_or("-".to_owned(), |day| day.to_string())));
    }
    if let Some(tags) = change.languages.as_ref().filter(|tags| **tags != before.languages) {
        waves::set_languages(conn, number, tags)?;
        facts.push(("languages", if tags.is_empty() { "-".to_owned() } else { tags.join(" ") }));
    }
    if let Some(earlier) = change.earlier.as_ref().filter(|earlier| **earlier != before.earlier) {
        waves::set_earlier(conn, number, earlier.as_ref())?;
        facts.push(("earlier", earlier.as_ref().map_or("-".to_owned(), WaveId::to_string)));
    }
    if let Some(k) = change.k.filter(|k| *k != before.k) {
        waves::set_k(conn, number, k)?;
        facts.push(("k", k.to_string()));
    }
    if facts.is_empty() {
        return Ok(());
    }
    let entry = wave.entry(by, Action::WaveChanged);
    let entry = facts.iter().fold(entry, |entry, (name, value)| entry.with(name, value));
    audit::append(conn, entry, now.at, now.day)
}

/// Takes a planned wave away.
pub fn discard(conn: &mut Connection, by: &Principal, id: &WaveId, now: Moment) -> Answer<()> {
    let wave = match managed(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    together(conn, |conn| {
        if !waves::discard_planned(conn, wave.stored.number)? {
            return Ok(Err(Refused::State(wave.stored.wave.state)));
        }
        audit::append(conn, wave.entry(by, Action::WaveDiscarded), now.at, now.day)?;
        Ok(Ok(()))
    })
}

/// Keys of the units to add, where waves may be managed at all of them.
fn more_units(conn: &mut Connection, by: &Principal, wave: &Managed, codes: &[String]) -> Answer<Vec<i32>> {
    let day = wave.stored.wave.period.first();
    let found: Result<Vec<UnitCode>, Refused> =
        codes.iter().map(|code| known(&wave.tree, code, day)).collect();
    let codes = match found {
        Ok(codes) => codes,
        Err(refused) => return Ok(Err(refused)),
    };
    if !codes.is_empty() && !may_manage(by, &wave.tree, codes.iter(), false) {
        return Ok(Err(Refused::Right(Right::ManageWaves)));
    }
    let (all, _) = tree_of(conn, &wave.stored.wave)?;
    let chosen = all.into_iter().filter(|(_, unit)| codes.contains(&unit.code));
    Ok(Ok(chosen.map(|(id, _)| id).collect()))
}

/// Lets everybody see the results, or only staff again.
pub fn publish(conn: &mut Connection, by: &Principal, id: &WaveId, public: bool, now: Moment) -> Answer<()> {
    let wave = match managed(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    together(conn, |conn| {
        let Some(held) = waves::hold_for_change(conn, wave.stored.number)? else {
            return Ok(Err(Refused::UnknownWave(id.clone())));
        };
        if let Err(refused) = check_seen(conn, &held, public)? {
            return Ok(Err(refused));
        }
        if held.wave.public != public {
            waves::set_public(conn, held.number, public)?;
            let action = if public { Action::WavePublished } else { Action::WaveHidden };
            audit::append(conn, wave.entry(by, action), now.at, now.day)?;
        }
        Ok(Ok(()))
    })
}

/// Whoever sees a pooled wave and all but one of those it is made from sees that one: everybody sees it only where
/// everybody sees all of them.
fn check_seen(conn: &mut Connection, held: &StoredWave, public: bool) -> Answer<()> {
    let others = if public {
        store::sources::of_wave(conn, held.number)?
    } else {
        store::sources::pooled_in(conn, held.number)?
    };
    for number in others {
        let Some(other) = waves::by_number(conn, number)? else { continue };
        if other.wave.public != public {
            let wave = other.wave.id;
            return Ok(Err(if public {
                Refused::Source { wave, why: Unpoolable::Hidden }
            } else {
                Refused::PooledIn(wave)
            }));
        }
    }
    Ok(Ok(()))
}

/// What closing came to.
#[derive(Debug)]
pub struct Closed {
    /// The wave as it was before.
    pub wave: StoredWave,
    /// What was sealed.
    pub report: SealReport,
    /// The current publication, if there is anything to publish.
    pub published: Option<Published>,
}

/// Takes no more answers, seals what is left and publishes. A wave that is closed already is finished, if its
/// closing was interrupted.
///
/// # Errors
/// When the database fails or the wave does not fit its instrument; what was sealed before stays so.
pub fn close(
    conn: &mut Connection,
    by: &Principal,
    id: &WaveId,
    keys: &Keys,
    now: Moment,
) -> Result<Result<Closed, Refused>, SealError> {
    let wave = match managed(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    if wave.stored.wave.state == State::Planned {
        return Ok(Err(Refused::State(State::Planned)));
    }
    let instrument = &wave.stored.wave.instrument;
    let stored = store::instruments::find(conn, instrument)?;
    let stored = stored
        .ok_or_else(|| SealError::NoInstrument { wave: id.to_string(), instrument: instrument.clone() })?;
    let entry = (wave.entry(by, Action::WaveClosed), now.at);
    let what = (&wave.stored, &stored.instrument);
    let report = match sealing::close_wave_as(conn, what, entry, now.day, &mut rand::rng(), keys) {
        Err(SealError::Raking(fault)) => return Ok(Err(Refused::Raking(fault))),
        other => other?,
    };
    store::traces::clear(conn)?;
    let published = sealing::publish(conn, &wave.stored)?;
    Ok(Ok(Closed { wave: wave.stored, report, published }))
}
