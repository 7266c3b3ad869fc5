//! `hailong verify`: every figure of a downloaded file, computed again from the batches.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use self::read::{Download, Row, read};
use super::Failure;
use super::arguments::Verify;
use super::database::Database;
use crate::domain::batch::hex;
use crate::domain::results::Selection;
use crate::domain::table::{COLUMNS, Table};
use crate::domain::wave::WaveId;
use crate::export::{Format, render};
use crate::sealing::results::{Published, explained, tabulate};
use crate::sealing::{self, Recomputed, Recount};
use crate::store::Connection;
use crate::store::publications::StoredPublication;

/// Columns that are names in some language, not figures.
const NAMES: [&str; 2] = ["unit_name", "node_name"];
/// Differences that are listed one by one; more are only counted.
const LISTED: usize = 50;

/// Runs the command. `false` when a figure differs.
pub fn run(database: &mut Database, options: &Verify) -> Result<bool, Failure> {
    let download = read(&options.file)?;
    let mut conn = database.conn()?;
    let Some(found) = sealing::recompute(&mut conn, &download.publication)? else {
        let hash = hex(&download.publication);
        println!(
            "the database has no publication {hash}: the file comes from elsewhere or its hash was changed"
        );
        return Ok(false);
    };
    let sides: Vec<&Recomputed> = std::iter::once(&found.publication).chain(&found.compared_with).collect();
    let mut good = true;
    for side in &sides {
        good &= report_basis(side);
    }
    let now = computed(&mut conn, &found.publication)?;
    let then = found.compared_with.as_ref().map(|side| computed(&mut conn, side)).transpose()?;
    let table = tabulate(&now, then.as_ref(), &Selection::default(), "vi")?;
    good &= report_figures(&download, &rows_of(&table)?);
    if options.deep {
        for side in &sides {
            good &= report_counts(&side.wave.wave.id, &sealing::recount(&mut conn, &side.wave)?);
        }
    }
    Ok(good)
}

/// The publication as it is computed now, under the hash it was published with.
fn computed(conn: &mut Connection, side: &Recomputed) -> Result<Published, Failure> {
    let stored = StoredPublication { publication: side.recomputed.clone(), ..side.stored.clone() };
    Ok(explained(conn, stored)?)
}

/// What no longer agrees inside the database itself.
fn report_basis(side: &Recomputed) -> bool {
    let wave = &side.wave.wave.id;
    for fault in &side.chain {
        println!("{wave}: {fault}");
    }
    if !side.intact {
        println!("{wave}: the stored publication was changed after it was published");
    }
    if side.scores_changed {
        println!("{wave}: other scores were imported since; figures that rest on them differ");
    }
    let (published, now) = (&side.stored.publication, &side.recomputed);
    let same_batches =
        published.basis.chain == now.basis.chain && published.basis.batches == now.basis.batches;
    if !same_batches && side.chain.is_empty() {
        println!("{wave}: the batches are not those that were published");
    }
    if published.method != now.method {
        println!("{wave}: published with method {}, computed with {}", published.method, now.method);
    }
    same_batches && side.chain.is_empty() && side.intact && !side.scores_changed
}

fn report_counts(wave: &WaveId, recount: &Recount) -> bool {
    for batch in &recount.differing {
        println!("{wave}: batch {batch} does not have the totals of the responses kept");
    }
    if recount.strays > 0 {
        println!("{wave}: {} kept responses name a batch that does not exist", recount.strays);
    }
    let good = recount.differing.is_empty() && recount.strays == 0;
    if good {
        println!("{wave}: the kept responses give the same totals in all {} batches", recount.batches);
    }
    good
}

/// The rows of a table as its CSV file has them.
fn rows_of(table: &Table) -> Result<BTreeMap<(String, String), Row>, Failure> {
    let mut bytes = Vec::new();
    render(table, Format::Csv, &mut bytes)?;
    let rows = read::from_csv(&bytes)?;
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
}

fn key(row: &Row) -> (String, String) {
    let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
    (cell("unit"), cell("node"))
}

fn report_figures(download: &Download, expected: &BTreeMap<(String, String), Row>) -> bool {
    let mut differing = 0;
    let mut report = |sentence: String| {
        differing += 1;
        if differing <= LISTED {
            println!("{sentence}");
        }
    };
    let mut seen = BTreeSet::new();
    for row in &download.rows {
        let (unit, node) = key(row);
        if !seen.insert((unit.clone(), node.clone())) {
            report(format!("unit {unit}, node {node}: stands twice in the file"));
        }
        let Some(right) = expected.get(&(unit.clone(), node.clone())) else {
            report(format!("unit {unit}, node {node}: not in the publication"));
            continue;
        };
        for column in COLUMNS.into_iter().filter(|column| !NAMES.contains(column)) {
            let (found, computed) = (cell(row, column), cell(right, column));
            if !same(found, computed) {
                report(format!("unit {unit}, node {node}, {column}: file {found:?}, computed {computed:?}"));
            }
        }
    }
    let rows = download.rows.len();
    let hash = hex(&download.publication);
    if differing == 0 {
        println!(
            "all {rows} rows agree with the figures computed again from the batches (publication {hash})"
        );
        if rows < expected.len() {
            println!("the file holds {rows} of the {} rows of the publication", expected.len());
        }
        return true;
    }
    println!("{differing} differences in {rows} rows (publication {hash})");
    false
}

fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

/// Equal as text, or as numbers: spreadsheets write 1e-7 and 0.0000001 for the same number and keep
/// 17 digits.
fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-12 * a.abs().max(b.abs()),
        _ => false,
    }
}
