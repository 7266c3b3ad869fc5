//! `hailong wave`: open, close, publish and list waves.

use std::collections::BTreeMap;

use chrono::{Local, NaiveDate};

use super::Failure;
use super::arguments::{OpenWave, WaveCommand};
use super::database::Database;
use super::seal::close_and_report;
use crate::domain::instrument::{Instrument, SwitchSetting, Text};
use crate::domain::period::Period;
use crate::domain::unit::{Unit, UnitCode, UnitLevel, UnitTree};
use crate::domain::wave::{Access, State, Wave, WaveId};
use crate::store::waves::StoredWave;
use crate::store::{self, Connection};

/// Longest title of a wave, in characters.
const MAX_TITLE: usize = 300;

/// Runs the command.
pub fn run(database: &mut Database, command: &WaveCommand) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    match command {
        WaveCommand::Open(options) => open(&mut conn, options, database.outdated_forms()),
        WaveCommand::Close { wave } => {
            let stored = find(&mut conn, wave)?;
            close_and_report(&mut conn, &stored)
        }
        WaveCommand::Publish { wave, private } => {
            let stored = find(&mut conn, wave)?;
            store::waves::set_public(&mut conn, stored.number, !private)?;
            println!("{}: results are for {}", wave, if *private { "staff" } else { "everybody" });
            Ok(true)
        }
        WaveCommand::List => list(&mut conn),
    }
}

/// The wave with this name.
pub fn find(conn: &mut Connection, wave: &WaveId) -> Result<StoredWave, Failure> {
    let found = store::waves::find(conn, wave)?;
    found.ok_or_else(|| format!("there is no wave {wave}; `hailong wave list` shows all").into())
}

fn open(conn: &mut Connection, options: &OpenWave, outdated: &[String]) -> Result<bool, Failure> {
    let stored = store::instruments::find(conn, &options.instrument)?;
    let instrument = stored.ok_or_else(|| unknown_instrument(conn, &options.instrument))?.instrument;
    let period = match &options.period {
        Some(period) => period.clone(),
        None => Period::quarter_of(Local::now().date_naive()).ok_or("the clock shows no usable date")?,
    };
    let settings: SwitchSetting = options.settings.iter().cloned().collect();
    let title = Text::new(
        options.title.as_deref().unwrap_or(instrument.title.get("vi")),
        options.title_en.as_deref().or(options.title.as_deref()).unwrap_or(instrument.title.get("en")),
    );
    check_title(&title)?;
    check_instrument(&instrument, &period, outdated)?;
    let units = chosen_units(conn, options, period.first())?;
    let wave = Wave {
        id: options.wave.clone(),
        instrument: instrument.id.clone(),
        title,
        period,
        mode: options.mode.into(),
        access: Access::Link,
        state: State::Open,
        k: options.k,
        public: options.public,
        demo: false,
        switches: instrument.complete_setting(&settings)?,
    };
    let ids: Vec<i32> = units.keys().copied().collect();
    store::waves::create(conn, &wave, &ids)?;
    println!("wave {} is open; units: {}", wave.id, units.len());
    for unit in units.values().take(12) {
        println!("  {}  {}  /khao-sat/{}?unit={}", unit.code, unit.name, wave.id, unit.code);
    }
    if units.len() > 12 {
        println!("  … and {} more", units.len() - 12);
    }
    Ok(true)
}

/// A sentence that names the instruments there are.
pub fn unknown_instrument(conn: &mut Connection, id: &str) -> Failure {
    let known = store::instruments::list(conn).unwrap_or_default();
    let known: Vec<String> = known.into_iter().map(|stored| stored.instrument.id).collect();
    format!("there is no instrument {id}; there are: {}", known.join(", ")).into()
}

/// The units named, and those below `--under`: its desks, or its communes where it has no desks.
fn chosen_units(
    conn: &mut Connection,
    options: &OpenWave,
    day: NaiveDate,
) -> Result<BTreeMap<i32, Unit>, Failure> {
    let all = store::units::units_at(conn, day)?;
    let tree = UnitTree::at(all.iter().map(|(_, unit)| unit.clone()), day);
    let known = |code: &str| -> Result<UnitCode, Failure> {
        let code: UnitCode = code.parse()?;
        match tree.get(&code) {
            Some(_) => Ok(code),
            None => Err(format!("there is no unit {code} on {day}, the first day of the period").into()),
        }
    };
    let mut codes = options.units.iter().map(|code| known(code)).collect::<Result<Vec<_>, _>>()?;
    if let Some(top) = &options.under {
        codes.extend(desks_or_communes(&tree, &known(top)?));
    }
    if codes.is_empty() {
        return Err("no units take part: nothing below the unit named is a desk or a commune".into());
    }
    Ok(all.into_iter().filter(|(_, unit)| codes.contains(&unit.code)).collect())
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

/// What keeps a wave from being opened with this instrument, and what to know when it is.
fn check_instrument(instrument: &Instrument, period: &Period, outdated: &[String]) -> Result<(), Failure> {
    let id = &instrument.id;
    if instrument.items().next().is_none() {
        return Err(format!("{id} asks nothing; bring its scores in with `hailong import scores`").into());
    }
    if outdated.contains(id) {
        let what = "the file of this form was changed after a wave used it; give the changed form a new id";
        return Err(format!("{id}: {what}").into());
    }
    let ends = instrument.valid.to.is_some_and(|last| last < period.first());
    if ends || instrument.valid.from > period.last() {
        let last = instrument.valid.to.map_or("today".to_owned(), |last| last.to_string());
        eprintln!("note: {id} was in force from {} to {last}, the period is {period}", instrument.valid.from);
    }
    Ok(())
}

/// A title a citizen can read at a glance.
fn check_title(title: &Text) -> Result<(), Failure> {
    let wrong = |text: &String| text.trim().is_empty() || text.chars().count() > MAX_TITLE;
    if title.0.values().any(wrong) {
        return Err(format!("a title has 1 to {MAX_TITLE} characters").into());
    }
    Ok(())
}

fn list(conn: &mut Connection) -> Result<bool, Failure> {
    let waves = store::waves::list(conn)?;
    let counts = store::waves::unit_counts(conn)?;
    if waves.is_empty() {
        println!("no waves yet; `hailong wave open --help` shows how to open one");
    }
    for StoredWave { number, wave, .. } in waves {
        let units = counts.get(&number).copied().unwrap_or(0);
        let visible = if wave.public { "public" } else { "staff" };
        let (id, instrument, period) = (&wave.id, &wave.instrument, &wave.period);
        let (mode, access, state) = (wave.mode.as_str(), wave.access.as_str(), wave.state.as_str());
        println!(
            "{id}\t{instrument}\t{period}\t{mode}\t{access}\t{state}\t{visible}\tk={}\t{units} units",
            wave.k
        );
    }
    Ok(true)
}
