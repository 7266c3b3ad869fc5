//! `hailong results`: the latest published results of a wave, as a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Failure;
use super::arguments::Results;
use super::database::Database;
use crate::domain::results::Selection;
use crate::export::{self, Edition, Format};
use crate::sealing::results::{Wanted, results};

/// Runs the command.
pub fn run(database: &mut Database, options: &Results) -> Result<bool, Failure> {
    let wanted = Wanted {
        wave: options.wave.clone(),
        compare: options.compare.clone(),
        selection: Selection { unit: options.unit.clone(), node: options.node.clone() },
        language: options.lang.clone(),
    };
    let table = results(&mut *database.conn()?, &wanted)?;
    let format = format(options)?;
    let unit = options.unit.as_deref().map(str::parse).transpose().ok().flatten();
    let address = options
        .public_url
        .as_ref()
        .map(|public| public.results(&options.wave, unit.as_ref(), options.compare.as_ref()));
    let edition = Edition { table: &table, address };
    let mut out: Box<dyn Write> = match &options.out {
        Some(path) => {
            let file =
                File::create(path).map_err(|fault| format!("cannot write {}: {fault}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    match export::render(edition, format, &mut out).and_then(|()| out.flush()) {
        // The reader of a pipe has seen enough.
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        outcome => Ok(outcome.map(|()| true)?),
    }
}

/// The format asked for, else that of the file's ending; the two may not contradict one another.
fn format(options: &Results) -> Result<Format, Failure> {
    let ending = options.out.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let by_ending: Option<Format> = ending.and_then(|ending| ending.to_lowercase().parse().ok());
    match (options.format, by_ending) {
        (Some(asked), Some(found)) if asked != found => {
            Err(format!("the file ends in .{found}, but --format is {asked}").into())
        }
        (asked, found) => Ok(asked.or(found).unwrap_or(Format::Csv)),
    }
}
