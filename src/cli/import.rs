//! `hailong import`: units, responses and scores from CSV, each file whole or not at all.

use std::fs::{self, File};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use super::arguments::{Import, Into as Target};
use super::database::Database;
use super::wave::unknown_instrument;
use crate::domain::batch::hex;
use crate::domain::instrument::{Instrument, SwitchSetting};
use crate::domain::period::Period;
use crate::domain::wave::{Access, K_DEFAULT, Mode, State, Wave};
use crate::ingest::csv::units::import_units_file;
use crate::ingest::csv::{responses, scores};
use crate::ingest::import::{import_responses, import_scores};
use crate::sealing;
use crate::store::{self, Connection};

/// Runs the command.
pub fn run(database: &mut Database, command: &Import) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    store::wait_for_disk(&mut conn)?;
    match command {
        Import::Units { file } => units(&mut conn, file),
        Import::Responses { into, mode, k, file } => {
            let instrument = instrument(&mut conn, into)?;
            let known = known_wave(&mut conn, into)?;
            let period = match responses::first_period(open(file)?)? {
                Some(period) => Some(period),
                None => period_of(into, known.as_ref()),
            };
            let period = period.ok_or("the file names no period; add --period, e.g. --period 2026-Q4")?;
            let asked = Asked { period, mode: (*mode).into(), k: *k };
            let wave = wave(into, &instrument, asked, known.as_ref())?;
            answers(&mut conn, file, &instrument, &wave)
        }
        Import::Scores { into, file } => {
            let instrument = instrument(&mut conn, into)?;
            given(&mut conn, file, &instrument, into)
        }
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|fault| format!("cannot read {}: {fault}", path.display()).into())
}

/// The sentence of a refused file, with its name.
fn refused(path: &Path, fault: &dyn std::error::Error) -> Failure {
    format!("{}:\n{fault}", path.display()).into()
}

fn instrument(conn: &mut Connection, into: &Target) -> Result<Instrument, Failure> {
    let stored = store::instruments::find(conn, &into.instrument)?;
    Ok(stored.ok_or_else(|| unknown_instrument(conn, &into.instrument))?.instrument)
}

/// The wave of this name, if it is there.
fn known_wave(conn: &mut Connection, into: &Target) -> Result<Option<Wave>, Failure> {
    Ok(store::waves::find(conn, &into.wave)?.map(|stored| stored.wave))
}

/// The period asked for, else that of the wave if it is there.
fn period_of(into: &Target, known: Option<&Wave>) -> Option<Period> {
    into.period.clone().or_else(|| known.map(|wave| wave.period.clone()))
}

/// What was asked for or read in the file.
struct Asked {
    period: Period,
    mode: Mode,
    k: Option<u32>,
}

/// The wave a file goes into. What was not asked for is as in the wave that is there, so that what was
/// asked for and differs from it is refused instead of ignored.
fn wave(into: &Target, instrument: &Instrument, asked: Asked, known: Option<&Wave>) -> Result<Wave, Failure> {
    let known = known.filter(|wave| wave.instrument == instrument.id);
    let mut settings: SwitchSetting = known.map(|wave| wave.switches.clone()).unwrap_or_default();
    settings.extend(into.settings.iter().cloned());
    Ok(Wave {
        id: into.wave.clone(),
        instrument: instrument.id.clone(),
        title: instrument.title.clone(),
        period: asked.period,
        mode: asked.mode,
        access: Access::Import,
        state: State::Open,
        k: asked.k.or(known.map(|wave| wave.k)).unwrap_or(K_DEFAULT),
        public: false,
        demo: false,
        switches: instrument.complete_setting(&settings)?,
        languages: Vec::new(),
        earlier: None,
    })
}

fn units(conn: &mut Connection, path: &Path) -> Result<bool, Failure> {
    let bytes = fs::read(path).map_err(|fault| format!("cannot read {}: {fault}", path.display()))?;
    let written = import_units_file(conn, &bytes).map_err(|fault| refused(path, &fault))?;
    println!("{} units new, {} changed, {} as before", written.inserted, written.updated, written.unchanged);
    Ok(true)
}

fn answers(
    conn: &mut Connection,
    path: &Path,
    instrument: &Instrument,
    wave: &Wave,
) -> Result<bool, Failure> {
    let file = open(path)?;
    let bar = ProgressBar::new(file.metadata()?.len());
    let style = "{bar:40} {percent:>3} % {bytes}/{total_bytes}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style)?);
    let done = import_responses(conn, file, instrument, wave, &mut |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    let report = done.map_err(|fault| refused(path, &fault))?;
    println!("{} responses of {} units are in wave {}", report.rows, report.units, wave.id);
    if !report.absent_items.is_empty() {
        println!("no column for: {} (counted as not answered)", report.absent_items.join(", "));
    }
    let close = if wave.mode == Mode::Sample { " --close" } else { "" };
    println!("next: hailong seal --wave {}{close}", wave.id);
    Ok(true)
}

fn given(
    conn: &mut Connection,
    path: &Path,
    instrument: &Instrument,
    into: &Target,
) -> Result<bool, Failure> {
    let file = scores::read(open(path)?, instrument).map_err(|fault| refused(path, &fault))?;
    let known = known_wave(conn, into)?;
    let mode = known.as_ref().map_or(Mode::Sample, |wave| wave.mode);
    let asked = Asked { period: file.period.clone(), mode, k: None };
    let wave = wave(into, instrument, asked, known.as_ref())?;
    let (report, stored) = import_scores(conn, &file, &wave).map_err(|fault| refused(path, &fault))?;
    println!("{} scores of {} units are in wave {}", report.rows, report.units, wave.id);
    if let Some(published) = sealing::publish(conn, &stored)? {
        println!("published {}", hex(&published.hash));
    }
    Ok(true)
}
