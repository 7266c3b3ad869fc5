//! `hailong import`: units, responses, scores, numbers of dossiers and margins from CSV, each file whole or not at all.

use std::fs::File;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use super::arguments::{Import, Into as Asked};
use super::database::Database;
use super::os_user::command_line;
use super::staff::now;
use super::wave::unknown_instrument;
use crate::domain::batch::hex;
use crate::domain::wave::Mode;
use crate::importing::{self, Done, Fault, InWave, Into, Source, Step, Target, Told};
use crate::ingest::csv::responses::ResponsesReport;
use crate::store::Connection;

/// Runs the command.
pub fn run(database: &mut Database, command: &Import) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    let (target, file) = match command {
        Import::Units { file } => (Target::Units, file),
        Import::Responses { into, mode, k, file } => {
            let into = Into { mode: Some((*mode).into()), k: *k, ..wave(into) };
            (Target::Responses(into), file)
        }
        Import::Scores { into, file } => (Target::Scores(wave(into)), file),
        Import::Dossiers { wave, file } => (Target::Dossiers(wave.clone()), file),
        Import::Margins { wave, file } => (Target::Margins(wave.clone()), file),
    };
    let length = File::open(file).and_then(|file| file.metadata()).map(|known| known.len());
    let length = length.map_err(|fault| format!("cannot read {}: {fault}", file.display()))?;
    let bar = ProgressBar::new(length);
    let style = "{bar:40} {percent:>3} % {bytes}/{total_bytes}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style)?);
    let source = Source::Path(file.clone());
    let done = importing::import(
        &mut conn,
        &command_line(),
        (&target, &source),
        (Step::Store, now()),
        &mut |bytes| {
            bar.set_position(bytes);
        },
    );
    bar.finish_and_clear();
    report(&done.map_err(|fault| refused(&mut conn, file, fault))?);
    Ok(true)
}

fn wave(asked: &Asked) -> Into {
    Into {
        wave: asked.wave.clone(),
        instrument: Some(asked.instrument.clone()),
        period: asked.period.clone(),
        mode: None,
        k: None,
        settings: asked.settings.iter().cloned().collect(),
    }
}

/// The sentence of a refused file, with its name.
fn refused(conn: &mut Connection, path: &Path, fault: Fault) -> Failure {
    match (&fault, fault.told()) {
        (Fault::UnknownInstrument(id), _) => unknown_instrument(conn, id),
        (Fault::Import(_) | Fault::Units(_) | Fault::Dossiers(_) | Fault::Margins(_), _)
        | (_, Told::Mistakes(..)) => format!("{}:\n{fault}", path.display()).into(),
        _ => fault.into(),
    }
}

fn report(done: &Done) {
    match done {
        Done::Units(written) => {
            let (new, changed, as_before) = (written.inserted, written.updated, written.unchanged);
            println!("{new} units new, {changed} changed, {as_before} as before");
        }
        Done::Responses(wave, report) => answers(wave, report),
        Done::Dossiers(wave, report) => {
            println!("numbers of dossiers of {} units are in wave {}", report.rows, wave.id);
        }
        Done::Margins(wave, report) => {
            println!("margins of {} units are in wave {}", report.units, wave.id);
        }
        Done::Scores(wave, report) => {
            println!("{} scores of {} units are in wave {}", report.rows, report.units, wave.id);
            if let Some(hash) = &wave.published {
                println!("published {}", hex(hash));
            }
        }
    }
}

fn answers(wave: &InWave, report: &ResponsesReport) {
    println!("{} responses of {} units are in wave {}", report.rows, report.units, wave.id);
    if !report.absent_items.is_empty() {
        println!("no column for: {} (counted as not answered)", report.absent_items.join(", "));
    }
    let close = if wave.mode == Mode::Sample { " --close" } else { "" };
    println!("next: hailong seal --wave {}{close}", wave.id);
}
