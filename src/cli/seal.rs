//! `hailong seal`: pools into batches, batches into publications.

use chrono::{NaiveDate, Utc};

use super::Failure;
use super::arguments::Seal;
use super::database::Database;
use super::os_user::command_line;
use super::staff::now;
use super::wave::find;
use crate::domain::batch::hex;
use crate::domain::instrument::Instrument;
use crate::domain::wave::{Access, Mode, State, WaveId};
use crate::envelopes::Keys;
use crate::planning;
use crate::sealing::{self, Published, Schedule, SealReport, WaveRun};
use crate::store::waves::StoredWave;
use crate::store::{self, Connection};

/// Runs the command.
pub fn run(database: &mut Database, keys: &Keys, options: &Seal) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    let Some(wave) = &options.wave else { return every(&mut conn, keys) };
    let wave = find(&mut conn, wave)?;
    if options.close {
        return close_and_report(&mut conn, keys, &wave.wave.id);
    }
    if wave.wave.access == Access::Pooled {
        tell(&wave, &SealReport::default(), sealing::publish(&mut conn, &wave)?);
        return Ok(true);
    }
    let instrument = instrument_of(&mut conn, &wave)?;
    let report = sealing::seal_wave_with(&mut conn, &wave, &instrument, epoch(), &mut rand::rng(), keys)?;
    store::traces::clear(&mut conn)?;
    let published = sealing::publish(&mut conn, &wave)?;
    tell(&wave, &report, published);
    Ok(true)
}

/// What the service does at every epoch: closes what is over, seals and publishes all waves. Also where a service of
/// a role without rights to do so leaves it to this command.
fn every(conn: &mut Connection, keys: &Keys) -> Result<bool, Failure> {
    let runs = sealing::seal_all_with(conn, epoch(), &mut rand::rng(), keys)?;
    if runs.is_empty() {
        println!("no wave is open");
    }
    let mut good = true;
    for WaveRun { wave, outcome } in runs {
        match outcome {
            Ok((report, published)) => tell(&find(conn, &wave)?, &report, published),
            Err(fault) => {
                println!("{wave}: {}", super::sentence(&fault));
                good = false;
            }
        }
    }
    Ok(good)
}

/// The day in Viet Nam, after which the scheduler names its epochs too.
fn epoch() -> NaiveDate {
    Schedule::default().day(Utc::now())
}

/// Closes a wave, seals what is left and publishes.
pub fn close_and_report(conn: &mut Connection, keys: &Keys, wave: &WaveId) -> Result<bool, Failure> {
    let closed = planning::close(conn, &command_line(), wave, keys, now())??;
    tell(&closed.wave, &closed.report, closed.published);
    Ok(true)
}

fn instrument_of(conn: &mut Connection, wave: &StoredWave) -> Result<Instrument, Failure> {
    let id = &wave.wave.instrument;
    let stored = store::instruments::find(conn, id)?;
    Ok(stored.ok_or_else(|| format!("instrument {id} of wave {} is gone", wave.wave.id))?.instrument)
}

/// Says what was sealed and published.
fn tell(wave: &StoredWave, report: &SealReport, published: Option<Published>) {
    let id = &wave.wave.id;
    for (level, count) in &report.sealed {
        println!("{id}: sealed {} responses in {} batches at {level} level", count.responses, count.batches);
    }
    if report.key_elsewhere {
        println!(
            "{id}: its envelopes cannot be opened here; run hailong seal where the private key is (--keys)"
        );
    } else if !report.any_sealed() && wave.wave.access != Access::Pooled {
        println!("{id}: nothing to seal; a pool is sealed from {} responses on", wave.wave.k);
    }
    // How many pools wait is not said: asked for again and again, it would tell when somebody has answered.
    if report.unopened > 0 {
        println!("{id}: {} envelopes did not open and count for nothing", report.unopened);
    }
    if report.unpublished > 0 {
        let n = report.unpublished;
        println!(
            "{id}: {n} responses stay unpublished: too few were left together, or all of them gave the same dissatisfied answer, which would tell what each of them said"
        );
    }
    match published {
        Some(published) if published.new => println!("{id}: published {}", hex(&published.hash)),
        Some(published) => println!("{id}: nothing new; the publication stays {}", hex(&published.hash)),
        None if wave.wave.mode == Mode::Sample && wave.wave.state == State::Open => {
            println!(
                "{id}: a sample is released once, when it is complete: hailong seal --wave {id} --close"
            );
        }
        None => println!("{id}: nothing to publish yet"),
    }
}
