//! `hailong verify`: everything a downloaded file shows, made again from the batches.
//!
//! The file is rendered again in its own format, language and selection, and compared cell by cell:
//! figures, names, the head of a JSON file, every sheet of a workbook.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use self::read::{Download, Row, read};
use super::Failure;
use super::arguments::Verify;
use super::database::Database;
use super::wave::find;
use crate::domain::batch::hex;
use crate::domain::results::Selection;
use crate::domain::table::Table;
use crate::domain::wave::WaveId;
use crate::export::{Format, render};
use crate::locale::languages;
use crate::sealing::results::{Published, explained, tabulate};
use crate::sealing::{self, Recomputed, Recount};
use crate::store::Connection;
use crate::store::publications::StoredPublication;
use crate::store::waves::StoredWave;

/// Differences that are listed one by one; more are only counted.
const LISTED: usize = 50;

/// Runs the command. `false` when anything differs.
pub fn run(database: &mut Database, options: &Verify) -> Result<bool, Failure> {
    let (download, format) = open(&options.file)?;
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
    let expected = again(&now, then.as_ref(), &download, format)?;
    good &= report_differences(&download, &expected);
    if options.deep {
        for side in &sides {
            for wave in behind(&mut conn, side)? {
                good &= report_counts(&wave.wave.id, &sealing::recount(&mut conn, &wave)?);
            }
        }
    }
    Ok(good)
}

/// The waves whose answers a publication rests on.
fn behind(conn: &mut Connection, side: &Recomputed) -> Result<Vec<StoredWave>, Failure> {
    match &side.stored.publication.basis.pooled {
        None => Ok(vec![side.wave.clone()]),
        Some(pooled) => pooled.sources.iter().map(|source| find(conn, &source.wave.parse()?)).collect(),
    }
}

/// Reads a downloaded file by its ending.
fn open(path: &Path) -> Result<(Download, Format), Failure> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|fault| format!("cannot read {name}: {fault}"))?;
    let format = Format::of_file(&name.to_string())
        .ok_or_else(|| format!("cannot verify {name}: it should end in .csv, .json or .xlsx"))?;
    let download =
        read(&bytes, format).map_err(|fault| format!("{name} is not a file of results: {fault}"))?;
    Ok((download, format))
}

/// The same file made again: of all selections and languages that could have made it, the one that
/// agrees with most of its rows.
fn again(
    now: &Published,
    then: Option<&Published>,
    download: &Download,
    format: Format,
) -> Result<Download, Failure> {
    let cell = |name: &str| download.rows.first().and_then(|row| row.get(name)).cloned();
    let mut best: Option<(usize, Table)> = None;
    for unit in [None, cell("unit")] {
        for node in [None, cell("node")] {
            for language in languages() {
                let breakdown = cell("breakdown");
                let selection = Selection { unit: unit.clone(), node: node.clone(), breakdown };
                // A code that is not in the publication cannot have been selected.
                let Ok(table) = tabulate(now, then, &selection, language) else { continue };
                let distance = distance(&table, &download.rows);
                if best.as_ref().is_none_or(|(least, _)| distance < *least) {
                    best = Some((distance, table));
                }
            }
        }
    }
    let (_, table) = best.ok_or("the publication has no figures")?;
    let mut bytes = Vec::new();
    render(&table, format, &mut bytes)?;
    read(&bytes, format)
}

/// How unlike a table's rows are to those of the file: rows too many or too few, and names in
/// another language.
fn distance(table: &Table, rows: &[Row]) -> usize {
    let unlike = |(expected, found): &(&crate::domain::table::Row, &Row)| {
        found.get("unit_name") != Some(&expected.unit_name)
            || found.get("node_name") != Some(&expected.node_name)
    };
    2 * table.rows.len().abs_diff(rows.len()) + table.rows.iter().zip(rows).filter(unlike).count()
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
    for batch in &recount.misjudged {
        println!("{wave}: batch {batch} was judged by other numbers than the responses kept give");
    }
    let good = recount.differing.is_empty() && recount.misjudged.is_empty() && recount.strays == 0;
    if recount.dropped > 0 {
        println!(
            "{wave}: {} batches cannot be counted again, because the wave keeps totals alone; their hashes are checked",
            recount.dropped
        );
    }
    if good && recount.batches > 0 {
        println!("{wave}: the kept responses give the same totals in all {} batches", recount.batches);
    }
    good
}

/// What names a row: unit, node and, where the file is broken down, the category.
fn key(row: &Row) -> (String, String, Option<String>) {
    let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
    (cell("unit"), cell("node"), row.get("category").cloned())
}

fn named((unit, node, category): &(String, String, Option<String>)) -> String {
    let category = category.as_ref().map_or(String::new(), |category| format!(", category {category}"));
    format!("unit {unit}, node {node}{category}")
}

/// Lists what differs between the file and the same file made again.
fn report_differences(download: &Download, expected: &Download) -> bool {
    let mut differing = 0;
    let mut report = |sentence: String| {
        differing += 1;
        if differing <= LISTED {
            println!("{sentence}");
        }
    };
    let mut right: BTreeMap<_, &Row> = expected.rows.iter().map(|row| (key(row), row)).collect();
    let mut seen = BTreeSet::new();
    for row in &download.rows {
        let place = key(row);
        let named = named(&place);
        match right.remove(&place) {
            Some(expected) => compare(row, expected, &named, &mut report),
            None if seen.contains(&place) => report(format!("{named}: stands twice in the file")),
            None => report(format!("{named}: not in the publication")),
        }
        seen.insert(place);
    }
    for place in right.keys() {
        report(format!("{}: missing in the file", named(place)));
    }
    compare(&download.besides, &expected.besides, "beside the rows", &mut report);
    let rows = download.rows.len();
    let hash = hex(&download.publication);
    if differing == 0 {
        println!("all {rows} rows agree with what is computed again from the batches (publication {hash})");
    } else {
        println!("{differing} differences in {rows} rows (publication {hash})");
    }
    differing == 0
}

/// Reports every field that differs.
fn compare(found: &Row, expected: &Row, place: &str, report: &mut impl FnMut(String)) {
    let names: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    for name in names {
        let (found, computed) = (cell(found, name), cell(expected, name));
        if !same(found, computed) {
            report(format!("{place}, {name}: file {found:?}, computed {computed:?}"));
        }
    }
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
