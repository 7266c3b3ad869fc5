//! `hailong seal`: pools into batches, batches into publications.

use chrono::{NaiveDate, Utc};

use super::Failure;
use super::arguments::Seal;
use super::database::Database;
use super::wave::find;
use crate::domain::batch::hex;
use crate::domain::instrument::Instrument;
use crate::domain::wave::{Mode, State};
use crate::sealing::{self, Schedule, SealReport};
use crate::store::waves::StoredWave;
use crate::store::{self, Connection};

/// Runs the command.
pub fn run(database: &mut Database, options: &Seal) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    let waves = if let Some(wave) = &options.wave {
        vec![find(&mut conn, wave)?]
    } else {
        let mut all = store::waves::list(&mut conn)?;
        all.retain(|stored| stored.wave.state == State::Open);
        all
    };
    if waves.is_empty() {
        println!("no wave is open");
    }
    for wave in &waves {
        if options.close {
            close_and_report(&mut conn, wave)?;
        } else {
            let instrument = instrument_of(&mut conn, wave)?;
            let report = sealing::seal_wave(&mut conn, wave, &instrument, epoch(), &mut rand::rng())?;
            report_and_publish(&mut conn, wave, &report)?;
        }
    }
    Ok(true)
}

/// The day in Viet Nam, after which the scheduler names its epochs too.
fn epoch() -> NaiveDate {
    Schedule::default().day(Utc::now())
}

/// Closes a wave, seals what is left and publishes.
pub fn close_and_report(conn: &mut Connection, wave: &StoredWave) -> Result<bool, Failure> {
    let instrument = instrument_of(conn, wave)?;
    let report = sealing::close_wave(conn, wave, &instrument, epoch(), &mut rand::rng())?;
    report_and_publish(conn, wave, &report)?;
    Ok(true)
}

fn instrument_of(conn: &mut Connection, wave: &StoredWave) -> Result<Instrument, Failure> {
    let id = &wave.wave.instrument;
    let stored = store::instruments::find(conn, id)?;
    Ok(stored.ok_or_else(|| format!("instrument {id} of wave {} is gone", wave.wave.id))?.instrument)
}

fn report_and_publish(conn: &mut Connection, wave: &StoredWave, report: &SealReport) -> Result<(), Failure> {
    let id = &wave.wave.id;
    for (level, count) in &report.sealed {
        println!("{id}: sealed {} responses in {} batches at {level} level", count.responses, count.batches);
    }
    if !report.any_sealed() {
        println!("{id}: nothing to seal; a pool is sealed from {} responses on", wave.wave.k);
    }
    if report.waiting_units > 0 {
        println!("{id}: {} units keep waiting for more responses", report.waiting_units);
    }
    if report.unpublished > 0 {
        let n = report.unpublished;
        println!(
            "{id}: {n} responses stay unpublished: too few were left together, or all of them gave the same dissatisfied answer, which would tell what each of them said"
        );
    }
    match sealing::publish(conn, wave)? {
        Some(published) if published.new => println!("{id}: published {}", hex(&published.hash)),
        Some(published) => println!("{id}: nothing new; the publication stays {}", hex(&published.hash)),
        None if wave.wave.mode == Mode::Sample && wave.wave.state == State::Open => {
            println!(
                "{id}: a sample is released once, when it is complete: hailong seal --wave {id} --close"
            );
        }
        None => println!("{id}: nothing to publish yet"),
    }
    Ok(())
}
