//! `hailong results`: the latest published results of a wave, as a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::Failure;
use super::arguments::Results;
use super::database::Database;
use crate::domain::results::Selection;
use crate::export;
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
    let mut out: Box<dyn Write> = match &options.out {
        Some(path) => {
            let file =
                File::create(path).map_err(|fault| format!("cannot write {}: {fault}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    match export::render(&table, options.format, &mut out).and_then(|()| out.flush()) {
        // The reader of a pipe has seen enough.
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        outcome => Ok(outcome.map(|()| true)?),
    }
}
