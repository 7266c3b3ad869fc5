//! `hailong results`: the latest published results of a wave, or of several, as a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::Failure;
use super::arguments::Results;
use super::database::Database;
use crate::domain::results::Selection;
use crate::domain::table::Rows;
use crate::domain::wave::WaveId;
use crate::export::{self, Edition, Format, Unfit, fits, portion};
use crate::sealing;
use crate::sealing::results::{current, with_rows};
use crate::sealing::series::{self, Series, Share, Wanted};

/// Runs the command.
pub fn run(database: &mut Database, options: &Results) -> Result<bool, Failure> {
    let format = format(options)?;
    if options.breakdown.is_some() && !format.knows_breakdowns() {
        return Err(format!(
            "results by category are not given as {format}; take csv, json, xlsx, ods or parquet"
        )
        .into());
    }
    let selection = Selection {
        unit: options.unit.clone(),
        node: options.node.clone(),
        breakdown: options.breakdown.clone(),
    };
    match options.wave.as_slice() {
        [wave] => one(database, options, (wave, format), &selection),
        waves => several(database, options, (waves, format), selection),
    }
}

fn one(
    database: &Database,
    options: &Results,
    (wave, format): (&WaveId, Format),
    selection: &Selection,
) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    let now = current(&mut conn, wave)?;
    let then = options.compare.as_ref().map(|wave| current(&mut conn, wave)).transpose()?;
    let evidence =
        if format.needs_evidence() { Some(sealing::evidence(&mut conn, &now.publication)?) } else { None };
    let unit = options.unit.as_deref().map(str::parse).transpose().ok().flatten();
    let public = options.public_url.as_ref();
    let address = public.map(|public| public.results(wave, unit.as_ref(), options.compare.as_ref()));
    with_rows(&now, then.as_ref(), selection, &options.lang, |table: &dyn Rows| {
        fits(format, [portion(&now.publication.wave, table.count())])?;
        let edition = Edition { table, address, evidence: evidence.as_ref(), tasks: &[] };
        write(options, |out| export::render(edition, format, out))
    })?
}

fn several(
    database: &Database,
    options: &Results,
    (waves, format): (&[WaveId], Format),
    selection: Selection,
) -> Result<bool, Failure> {
    if !format.knows_waves() {
        return Err(Unfit::OneWave(format).into());
    }
    let mut conn = database.conn()?;
    let hashes = series::current(&mut conn, waves)?;
    let earlier = options.compare.as_ref().map(|wave| current(&mut conn, wave)).transpose()?;
    // The waves are read with it.
    drop(conn);
    let wanted = Wanted { selection, language: options.lang.clone(), earlier: earlier.map(Into::into) };
    let series = Series::new(series::reader(database.pool().clone()), hashes, wanted)?;
    fits(format, series.shares().iter().map(Share::portion))?;
    write(options, |out| export::render_waves(&series, format, out))
}

/// Lets `render` write the file.
fn write(
    options: &Results,
    render: impl FnOnce(&mut export::Receiver<'_>) -> io::Result<()>,
) -> Result<bool, Failure> {
    let mut out: Box<dyn Write + Send> = match &options.out {
        Some(path) => {
            let file =
                File::create(path).map_err(|fault| format!("cannot write {}: {fault}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout())),
    };
    match render(&mut out).and_then(|()| out.flush()) {
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
