//! `hailong wave`: plan, open, change, copy, close, publish and list waves.

use chrono::Local;

use super::Failure;

use super::database::Database;
use super::os_user::command_line;
use super::seal::close_and_report;
use super::staff::now;
use super::wave_arguments::{ChangeWave, OpenWave, PoolWaves, WaveCommand};
use crate::domain::batch::hex;
use crate::domain::instrument::Text;
use crate::domain::period::Period;
use crate::domain::unit::UnitCode;
use crate::domain::wave::{Protection, Retention, WaveId};
use crate::envelopes::Keys;
use crate::planning::{self, Change, Copied, Created, Pool, PooledWave, Refused, Start, Wanted};
use crate::store::waves::StoredWave;
use crate::store::{self, Connection};

/// Runs the command.
pub fn run(database: &mut Database, keys: &Keys, command: &WaveCommand) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    match command {
        WaveCommand::Open(options) => open(&mut conn, keys, options, database.outdated_forms()),
        WaveCommand::Begin { wave } => {
            let by = command_line();
            planning::open(&mut conn, &by, wave, database.outdated_forms(), keys, now())??;
            println!("wave {wave} is open");
            Ok(true)
        }
        WaveCommand::Change(options) => change(&mut conn, options),
        WaveCommand::Copy { wave, new } => copy(&mut conn, wave, new),
        WaveCommand::Pool(options) => pool(&mut conn, options),
        WaveCommand::Discard { wave } => {
            planning::discard(&mut conn, &command_line(), wave, now())??;
            println!("wave {wave} is no longer planned");
            Ok(true)
        }
        WaveCommand::Erase { wave, again } => erase(&mut conn, keys, wave, again.as_deref()),
        WaveCommand::Close { wave } => close_and_report(&mut conn, keys, wave),
        WaveCommand::Publish { wave, private } => {
            planning::publish(&mut conn, &command_line(), wave, !private, now())??;
            println!("{}: results are for {}", wave, if *private { "staff" } else { "everybody" });
            Ok(true)
        }
        WaveCommand::Key { wave, lost } => key(&mut conn, keys, wave, *lost),
        WaveCommand::List => list(&mut conn),
    }
}

/// The wave with this name.
pub fn find(conn: &mut Connection, wave: &WaveId) -> Result<StoredWave, Failure> {
    let found = store::waves::find(conn, wave)?;
    found.ok_or_else(|| format!("there is no wave {wave}; `hailong wave list` shows all").into())
}

fn open(
    conn: &mut Connection,
    keys: &Keys,
    options: &OpenWave,
    outdated: &[String],
) -> Result<bool, Failure> {
    let period = match &options.period {
        Some(period) => period.clone(),
        None => Period::quarter_of(Local::now().date_naive()).ok_or("the clock shows no usable date")?,
    };
    let wanted = Wanted {
        id: options.wave.clone(),
        instrument: &options.instrument,
        period,
        units: &options.units,
        under: options.under.as_deref(),
        title: options.title.as_deref(),
        title_en: options.title_en.as_deref(),
        mode: options.mode.into(),
        access: options.access.into(),
        k: options.k,
        public: options.public,
        switches: options.settings.iter().cloned().collect(),
        closes_on: options.closes_on,
        languages: &options.languages,
        earlier: options.earlier.as_ref(),
        protection: &Protection {
            envelope: options.envelope,
            retention: if options.totals_only { Retention::Totals } else { Retention::Rows },
            breakdowns: options.breakdowns.clone(),
            remarks: options.remarks,
        },
        margins: &options.margins,
    };
    let by = command_line();
    let start = if options.planned { Start::Planned } else { Start::Open };
    let created = planning::create(conn, &by, (&wanted, start), outdated, keys, now())?;
    let Created { wave, units, outside_validity } = created.map_err(|refused| match refused {
        Refused::UnknownInstrument(id) => unknown_instrument(conn, &id),
        refused => refused.into(),
    })?;
    if let Some((from, to)) = outside_validity {
        let to = to.map_or("today".to_owned(), |last| last.to_string());
        let (id, period) = (&wave.instrument, &wave.period);
        eprintln!("note: {id} was in force from {from} to {to}, the period is {period}");
    }
    println!("wave {} is {}; units: {}", wave.id, wave.state.as_str(), units.len());
    for unit in units.values().take(12) {
        println!("  {}  {}  /khao-sat/{}?unit={}", unit.code, unit.name, wave.id, unit.code);
    }
    if units.len() > 12 {
        println!("  … and {} more", units.len() - 12);
    }
    Ok(true)
}

fn change(conn: &mut Connection, options: &ChangeWave) -> Result<bool, Failure> {
    let ChangeWave { wave, title, title_en, closes_on, no_closing_day, more_units, languages, earlier, k } =
        options;
    let english = title_en.as_ref().or(title.as_ref());
    let change = Change {
        title: title.as_deref().zip(english).map(|(vi, en)| Text::new(vi, en)),
        closes_on: if *no_closing_day { Some(None) } else { closes_on.map(Some) },
        more_units: more_units.clone(),
        languages: match languages.as_slice() {
            [] => None,
            [all] if all == "all" => Some(Vec::new()),
            tags => Some(tags.to_vec()),
        },
        earlier: earlier.clone().map(Some),
        k: *k,
    };
    if change == Change::default() {
        return Err("nothing is to be changed; `hailong wave change --help` shows what can be".into());
    }
    planning::change(conn, &command_line(), wave, &change, now())??;
    println!("wave {wave} is changed");
    Ok(true)
}

fn key(conn: &mut Connection, keys: &Keys, wave: &WaveId, lost: bool) -> Result<bool, Failure> {
    if lost {
        planning::lose_key(conn, &command_line(), wave, now())??;
        println!("{wave}: its private key is noted as lost; envelopes that wait can no longer be read");
        return Ok(true);
    }
    let made = planning::make_key(conn, &command_line(), wave, keys, now())??;
    println!("{wave}: key {}, public half {}; the private half stays here", made.name, hex(&made.public));
    Ok(true)
}

fn copy(conn: &mut Connection, wave: &WaveId, new: &WaveId) -> Result<bool, Failure> {
    let copied = planning::copy(conn, &command_line(), wave, new, now())??;
    let Copied { wave, gone } = copied;
    println!("wave {} is planned for {}; `hailong wave begin {}` opens it", wave.id, wave.period, wave.id);
    if !gone.is_empty() {
        let gone: Vec<&str> = gone.iter().map(UnitCode::as_str).collect();
        println!("  left out, because they no longer exist then: {}", gone.join(", "));
    }
    Ok(true)
}

fn pool(conn: &mut Connection, options: &PoolWaves) -> Result<bool, Failure> {
    let wanted = Pool {
        id: options.wave.clone(),
        sources: &options.sources,
        period: options.period.clone(),
        title: options.title.as_deref(),
        title_en: options.title_en.as_deref(),
        earlier: options.earlier.as_ref(),
    };
    let PooledWave { wave, new, published } = planning::pool(conn, &command_line(), &wanted, now())??;
    let (id, done) = (&wave.wave.id, if new { "is pooled" } else { "has more waves" });
    println!("wave {id} {done}: {}", wave.wave.period);
    match published {
        Some(published) => println!("{id}: published {}", hex(&published.hash)),
        None => println!("{id}: nothing to publish yet; it follows when one of its waves has results"),
    }
    Ok(true)
}

/// Erases a wave when its name is given twice; else says what would be erased.
fn erase(conn: &mut Connection, keys: &Keys, wave: &WaveId, again: Option<&str>) -> Result<bool, Failure> {
    let by = command_line();
    let Some(again) = again else {
        let found = planning::erasure(conn, &by, wave)??;
        let (units, title) = (found.units.len(), found.stored.wave.title.get("vi"));
        println!(
            "wave {wave} ({title}, units: {units}): its responses, batches, publications, scores and tasks would be \
             deleted from all tables, for good. Backups made before still hold them.\n\
             To erase it: hailong wave erase {wave} --again {wave}"
        );
        return Ok(false);
    };
    planning::erase(conn, &by, wave, again, keys, now())??;
    println!("wave {wave} is erased");
    Ok(true)
}

/// A sentence that names the instruments there are.
pub fn unknown_instrument(conn: &mut Connection, id: &str) -> Failure {
    let known = store::instruments::list(conn).unwrap_or_default();
    let known: Vec<String> = known.into_iter().map(|stored| stored.instrument.id).collect();
    format!("there is no instrument {id}; there are: {}", known.join(", ")).into()
}

fn list(conn: &mut Connection) -> Result<bool, Failure> {
    let waves = store::waves::list(conn)?;
    let counts = store::waves::unit_counts(conn)?;
    if waves.is_empty() {
        println!("no waves yet; `hailong wave open --help` shows how to open one");
    }
    for StoredWave { number, wave, closes_on, .. } in waves {
        let units = counts.get(&number).copied().unwrap_or(0);
        let visible = if wave.public { "public" } else { "staff" };
        let (id, instrument, period) = (&wave.id, &wave.instrument, &wave.period);
        let (mode, access, state) = (wave.mode.as_str(), wave.access.as_str(), wave.state.as_str());
        let closes = closes_on.map_or_else(String::new, |day| format!("\tuntil {day}"));
        println!(
            "{id}\t{instrument}\t{period}\t{mode}\t{access}\t{state}\t{visible}\tk={}\t{units} units{closes}",
            wave.k
        );
    }
    Ok(true)
}
