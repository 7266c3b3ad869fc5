//! `hailong results`: the latest published results of a wave, as a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::Failure;
use super::arguments::Results;
use super::database::Database;
use crate::domain::results::Selection;
use crate::export::{self, Edition, Format};
use crate::sealing;
use crate::sealing::results::{current, tabulate};

/// Runs the command.
pub fn run(database: &mut Database, options: &Results) -> Result<bool, Failure> {
    let format = format(options)?;
    let mut conn = database.conn()?;
    let now = current(&mut conn, &options.wave)?;
    let then = options.compare.as_ref().map(|wave| current(&mut conn, wave)).transpose()?;
    let selection = Selection {
        unit: options.unit.clone(),
        node: options.node.clone(),
        breakdown: options.breakdown.clone(),
    };
    if selection.breakdown.is_some() && !format.knows_breakdowns() {
        return Err(format!(
            "results by category are not given as {format}; take csv, json, xlsx, ods or parquet"
        )
        .into());
    }
    let table = tabulate(&now, then.as_ref(), &selection, &options.lang)?;
    let evidence =
        if format.needs_evidence() { Some(sealing::evidence(&mut conn, &now.publication)?) } else { None };
    let unit = options.unit.as_deref().map(str::parse).transpose().ok().flatten();
    let address = options
        .public_url
        .as_ref()
        .map(|public| public.results(&options.wave, unit.as_ref(), options.compare.as_ref()));
    let edition = Edition { table: &table, address, evidence: evidence.as_ref(), tasks: &[] };
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
    let by_ending = options.out.as_deref().and_then(|path| Format::of_file(&path.to_string_lossy()));
    match (options.format, by_ending) {
        (Some(asked), Some(found)) if asked != found => {
            Err(format!("the file ends in .{}, but --format is {asked}", found.ending()).into())
        }
        (asked, found) => Ok(asked.or(found).unwrap_or(Format::Csv)),
    }
}
