//! A new wave, and the copy of one for the next period.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use unic_langid::LanguageIdentifier;

use super::refused::MAX_TITLE;
use super::{Answer, Refused, managed, may_manage, tree_of};
use crate::domain::access::{Action, Right, top_of};
use crate::domain::instrument::{Instrument, Item, SwitchSetting, Text};
use crate::domain::period::Period;
use crate::domain::raking::{MAX_MARGINS, Margin};
use crate::domain::unit::{Unit, UnitCode, UnitLevel, UnitTree};
use crate::domain::wave::{
    Access, CHANNEL, K_FLOOR, K_MAX, MAX_BREAKDOWNS, Mode, Protection, State, Wave, WaveId,
};
use crate::domain::wave_change::may_close_on;
use crate::envelopes::Keys;
use crate::identity::{Moment, Principal};
use crate::store::{self, Connection, StoreError, audit, together};

/// Whether a new wave takes answers at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It is planned first.
    Planned,
    /// It is open.
    Open,
}

/// What a new wave is to be.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Name.
    pub id: WaveId,
    /// Id of the instrument version.
    pub instrument: &'a str,
    /// The period the results are about.
    pub period: Period,
    /// Codes of units that take part.
    pub units: &'a [String],
    /// All desks below this unit, or its communes where there are no desks.
    pub under: Option<&'a str>,
    /// Title in Vietnamese; the instrument's when absent.
    pub title: Option<&'a str>,
    /// Title in English; the Vietnamese one when absent.
    pub title_en: Option<&'a str>,
    /// How respondents come into it.
    pub mode: Mode,
    /// How answers reach it.
    pub access: Access,
    /// Smallest number of responses in a batch.
    pub k: u32,
    /// Whether everybody may see the results.
    pub public: bool,
    /// How open questions of method are settled.
    pub switches: SwitchSetting,
    /// Last day on which answers are taken.
    pub closes_on: Option<NaiveDate>,
    /// Tags of the languages in which the form is offered; empty: all there are.
    pub languages: &'a [String],
    /// The wave that results are compared with where nobody asks for another.
    pub earlier: Option<&'a WaveId>,
    /// How it protects those who answer.
    pub protection: &'a Protection,
    /// What the weights of a designed sample are raked to.
    pub margins: &'a [String],
}

/// A wave that was created.
#[derive(Debug, Clone)]
pub struct Created {
    /// The wave.
    pub wave: Wave,
    /// Its units, by key.
    pub units: BTreeMap<i32, Unit>,
    /// Days on which its instrument is in force, where the period is outside of them.
    pub outside_validity: Option<(NaiveDate, Option<NaiveDate>)>,
}

/// Creates a wave. `outdated` are the instruments whose files were changed after a wave used them.
pub fn create(
    conn: &mut Connection,
    by: &Principal,
    (wanted, start): (&Wanted<'_>, Start),
    outdated: &[String],
    keys: &Keys,
    now: Moment,
) -> Answer<Created> {
    let Some(stored) = store::instruments::find(conn, wanted.instrument)? else {
        return Ok(Err(Refused::UnknownInstrument(wanted.instrument.to_owned())));
    };
    let wave = match wave_of(wanted, start, &stored.instrument, outdated, now) {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    if let Err(refused) = check_earlier(conn, &wave, wanted.earlier)? {
        return Ok(Err(refused));
    }
    let (all, tree) = tree_of(conn, &wave)?;
    let codes = match chosen_units(&tree, wanted) {
        Ok(codes) => codes,
        Err(refused) => return Ok(Err(refused)),
    };
    if !may_manage(by, &tree, codes.iter(), false) {
        return Ok(Err(Refused::Right(Right::ManageWaves)));
    }
    let units: BTreeMap<i32, Unit> = all.into_iter().filter(|(_, unit)| codes.contains(&unit.code)).collect();
    let outside_validity = outside_validity(&stored.instrument, &wave.period);
    let top = top_of(&tree, codes.iter());
    let made = insert(conn, by, (&wave, wanted.closes_on, keys), &units, top.as_ref(), now)?;
    Ok(made.map(|()| Created { wave, units, outside_validity }))
}

/// The wave, if it keeps the rules that do not depend on units.
fn wave_of(
    wanted: &Wanted<'_>,
    start: Start,
    instrument: &Instrument,
    outdated: &[String],
    now: Moment,
) -> Result<Wave, Refused> {
    let title = Text::new(
        wanted.title.unwrap_or(instrument.title.get("vi")),
        wanted.title_en.or(wanted.title).unwrap_or(instrument.title.get("en")),
    );
    check_title(&title)?;
    check_instrument(instrument, outdated)?;
    check_k(wanted.k)?;
    check_languages(wanted.languages)?;
    check_protection(wanted.protection, wanted.access, instrument)?;
    check_margins(wanted, instrument)?;
    if !may_close_on(State::Planned, None, wanted.closes_on, now.day) {
        return Err(Refused::BadClosingDay);
    }
    Ok(Wave {
        id: wanted.id.clone(),
        instrument: instrument.id.clone(),
        title,
        period: wanted.period.clone(),
        mode: wanted.mode,
        access: wanted.access,
        state: if start == Start::Open { State::Open } else { State::Planned },
        k: wanted.k,
        public: wanted.public,
        demo: false,
        switches: instrument.complete_setting(&wanted.switches)?,
        languages: wanted.languages.to_vec(),
        earlier: wanted.earlier.cloned(),
        protection: wanted.protection.clone(),
        margins: wanted.margins.to_vec(),
    })
}

/// Writes the wave and what was done, together.
fn insert(
    conn: &mut Connection,
    by: &Principal,
    (wave, closes_on, keys): (&Wave, Option<NaiveDate>, &Keys),
    units: &BTreeMap<i32, Unit>,
    top: Option<&UnitCode>,
    now: Moment,
) -> Answer<()> {
    let ids: Vec<i32> = units.keys().copied().collect();
    let key = match wave.state {
        State::Open if wave.protection.envelope => match keys.make(&wave.id) {
            Ok(made) => Some(made),
            Err(fault) => return Ok(Err(Refused::NoKey(fault.to_string()))),
        },
        _ => None,
    };
    let made = together(conn, |conn| {
        let number = store::waves::create(conn, wave, &ids)?;
        store::waves::set_closes_on(conn, number, closes_on)?;
        let entry = |action| by.entry(action).to(wave.id.as_str()).at(top.cloned());
        audit::append(conn, entry(Action::WaveCreated).with("units", &ids.len()), now.at, now.day)?;
        if wave.state == State::Open {
            audit::append(conn, entry(Action::WaveOpened), now.at, now.day)?;
        }
        if let Some((name, public)) = &key {
            store::envelopes::set_key(conn, number, name, public)?;
        }
        Ok(())
    });
    if let (Err(_), Some((name, _))) = (&made, &key)
        && let Err(fault) = keys.remove(&wave.id, name)
    {
        tracing::warn!(%fault, "a key that opens nothing stays behind");
    }
    match made {
        Err(StoreError::Exists { .. }) => Ok(Err(Refused::NameTaken(wave.id.clone()))),
        other => other.map(Ok),
    }
}

/// A title a citizen can read at a glance.
pub(super) fn check_title(title: &Text) -> Result<(), Refused> {
    let wrong = |text: &String| text.trim().is_empty() || text.chars().count() > MAX_TITLE;
    if title.0.values().any(wrong) { Err(Refused::BadTitle) } else { Ok(()) }
}

/// k within its bounds.
pub(super) fn check_k(k: u32) -> Result<(), Refused> {
    if (K_FLOOR..=K_MAX).contains(&k) { Ok(()) } else { Err(Refused::BadK) }
}

/// Tags that are tags, each once. Whether there is a translation is known when the form is shown: one may come later.
pub(super) fn check_languages(tags: &[String]) -> Result<(), Refused> {
    for (place, tag) in tags.iter().enumerate() {
        let good = tag.parse::<LanguageIdentifier>().is_ok_and(|parsed| parsed.to_string() == *tag);
        if !good || tags[..place].contains(tag) {
            return Err(Refused::BadLanguage(tag.chars().take(60).collect()));
        }
    }
    Ok(())
}

/// Breakdowns are by what everybody is asked with one answer, each once; files come neither in envelopes nor with
/// remarks.
fn check_protection(wanted: &Protection, access: Access, instrument: &Instrument) -> Result<(), Refused> {
    let known = |code: &String| {
        let asked = instrument.items().find(|item| item.code == *code);
        *code == CHANNEL || asked.is_some_and(Item::divides)
    };
    for (place, code) in wanted.breakdowns.iter().enumerate() {
        if !known(code) || wanted.breakdowns[..place].contains(code) {
            return Err(Refused::BadBreakdown(code.chars().take(60).collect()));
        }
    }
    if wanted.breakdowns.len() > MAX_BREAKDOWNS {
        return Err(Refused::TooManyBreakdowns);
    }
    if !access.is_answered() && (wanted.envelope || wanted.remarks) {
        return Err(Refused::OnlyFiles);
    }
    if wanted.envelope && wanted.remarks {
        return Err(Refused::EnvelopeRemarks);
    }
    Ok(())
}

/// Margins are what everybody is asked with one answer, each once; only of designed samples whose answers can be read
/// when the wave is closed.
fn check_margins(wanted: &Wanted<'_>, instrument: &Instrument) -> Result<(), Refused> {
    for (place, code) in wanted.margins.iter().enumerate() {
        let known = Margin::all(std::slice::from_ref(code), instrument).is_ok();
        if !known || wanted.margins[..place].contains(code) {
            return Err(Refused::BadMargin(code.chars().take(60).collect()));
        }
    }
    if wanted.margins.len() > MAX_MARGINS {
        return Err(Refused::TooManyMargins);
    }
    if !wanted.margins.is_empty() && (wanted.mode != Mode::Sample || wanted.protection.envelope) {
        return Err(Refused::MarginsOfSamples);
    }
    Ok(())
}

/// An earlier wave is there, and earlier.
pub(super) fn check_earlier(conn: &mut Connection, wave: &Wave, earlier: Option<&WaveId>) -> Answer<()> {
    let Some(earlier) = earlier else { return Ok(Ok(())) };
    let found = store::waves::find(conn, earlier)?;
    let is_before = |before: Wave| before.period.last() < wave.period.last() && before.id != wave.id;
    let good = found.is_some_and(|before| is_before(before.wave));
    Ok(if good { Ok(()) } else { Err(Refused::BadEarlier(earlier.clone())) })
}

/// What keeps a wave from being opened with this instrument.
pub(super) fn check_instrument(instrument: &Instrument, outdated: &[String]) -> Result<(), Refused> {
    let id = &instrument.id;
    if instrument.items().next().is_none() {
        return Err(Refused::AsksNothing(id.clone()));
    }
    if outdated.contains(id) { Err(Refused::Outdated(id.clone())) } else { Ok(()) }
}

/// The days on which the instrument is in force, if none of them is in the period.
fn outside_validity(instrument: &Instrument, period: &Period) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let (from, to) = (instrument.valid.from, instrument.valid.to);
    let outside = to.is_some_and(|last| last < period.first()) || from > period.last();
    outside.then_some((from, to))
}

/// The unit with this code in the tree.
pub(super) fn known(tree: &UnitTree, code: &str, day: NaiveDate) -> Result<UnitCode, Refused> {
    let code: UnitCode = code.parse()?;
    if tree.get(&code).is_none() {
        return Err(Refused::UnknownUnit { code: code.to_string(), day });
    }
    Ok(code)
}

/// The units named, and those below `under`: its desks, or its communes where it has no desks.
fn chosen_units(tree: &UnitTree, wanted: &Wanted<'_>) -> Result<Vec<UnitCode>, Refused> {
    let day = wanted.period.first();
    let mut codes = wanted.units.iter().map(|code| known(tree, code, day)).collect::<Result<Vec<_>, _>>()?;
    if let Some(top) = wanted.under {
        codes.extend(desks_or_communes(tree, &known(tree, top, day)?));
    }
    if codes.is_empty() { Err(Refused::NoUnits) } else { Ok(codes) }
}

/// Every commune at or below `top` by its desks, or by itself where it has none.
pub fn desks_or_communes(tree: &UnitTree, top: &UnitCode) -> Vec<UnitCode> {
    let mut chosen = Vec::new();
    for unit in tree.get(top).into_iter().chain(tree.descendants(top)) {
        let taken = match unit.level {
            UnitLevel::Desk => true,
            UnitLevel::Commune => tree.children(&unit.code).all(|below| below.level != UnitLevel::Desk),
            UnitLevel::Nation | UnitLevel::Province | UnitLevel::District => false,
        };
        if taken {
            chosen.push(unit.code.clone());
        }
    }
    chosen
}

/// The copy of a wave.
#[derive(Debug, Clone)]
pub struct Copied {
    /// The planned wave.
    pub wave: Wave,
    /// Codes of units of the first wave that no longer exist on the first day of the next period.
    pub gone: Vec<UnitCode>,
}

/// Plans the same wave for the next period: the same form, units, mode, k, languages and switches. Its results are
/// compared with those of the wave copied.
pub fn copy(conn: &mut Connection, by: &Principal, id: &WaveId, new: &WaveId, now: Moment) -> Answer<Copied> {
    let from = match managed(conn, by, id)? {
        Ok(from) => from,
        Err(refused) => return Ok(Err(refused)),
    };
    if from.stored.wave.access == Access::Pooled {
        return Ok(Err(Refused::CopyOfPooled));
    }
    if new == id {
        return Ok(Err(Refused::NameTaken(id.clone())));
    }
    let Some(period) = from.stored.wave.period.next() else { return Ok(Err(Refused::NoNextPeriod)) };
    let wave = Wave {
        id: new.clone(),
        period,
        state: State::Planned,
        public: false,
        earlier: Some(id.clone()),
        ..from.stored.wave.clone()
    };
    let (all, tree) = tree_of(conn, &wave)?;
    let codes: Vec<UnitCode> = from.units.iter().map(|(_, unit)| unit.code.clone()).collect();
    let (there, gone): (Vec<_>, Vec<_>) = codes.into_iter().partition(|code| tree.get(code).is_some());
    if there.is_empty() {
        return Ok(Err(Refused::NoUnits));
    }
    if !may_manage(by, &tree, there.iter(), false) {
        return Ok(Err(Refused::Right(Right::ManageWaves)));
    }
    let units: BTreeMap<i32, Unit> = all.into_iter().filter(|(_, unit)| there.contains(&unit.code)).collect();
    let top = top_of(&tree, there.iter());
    let made = insert(conn, by, (&wave, None, &Keys::none()), &units, top.as_ref(), now)?;
    Ok(made.map(|()| Copied { wave, gone }))
}
