//! The archive for statisticians: its program for R computes the very figures of the JSON from what is in it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

use hailong::domain::batch::WeightedTally;
use hailong::domain::instrument::{Instrument, SwitchSetting};
use hailong::domain::tally::WEIGHT_UNIT;
use hailong::domain::wave::Mode;
use hailong::export::{Edition, Format, render};
use serde_json::{Value, json};
use zip::ZipArchive;

use super::sample::{Sample, shipped};
use super::support::rendered;
use crate::scores::support::{instrument, node, wave};
use crate::support::folder::TestFolder;

const FIGURES: [&str; 7] = ["value", "se", "ci_low", "ci_high", "n", "n_eff", "df"];

/// The archive, unpacked.
pub fn unpacked(sample: &Sample, unit: Option<&str>, language: &str, name: &str) -> TestFolder {
    let table = sample.table(unit, language);
    let mut bytes = Vec::new();
    let edition = Edition { evidence: Some(&sample.evidence), ..Edition::from(&table) };
    render(edition, Format::Stat, &mut bytes).unwrap();
    let folder = TestFolder::new(name);
    ZipArchive::new(Cursor::new(bytes)).unwrap().extract(folder.path()).unwrap();
    folder
}

/// The lines of a CSV file of the archive by column.
pub fn lines(path: &Path) -> Vec<HashMap<String, String>> {
    let mut bytes = Vec::new();
    File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    csv::Reader::from_reader(text).deserialize().map(Result::unwrap).collect()
}

fn run(folder: &Path) -> Output {
    let mut command = Command::new("Rscript");
    command.arg(folder.join("recompute.R")).arg(folder.join("figures.csv")).env("LC_ALL", "C.UTF-8");
    command.output().unwrap_or_else(|fault| panic!("Rscript does not start ({fault}); run .ci/setup --tests"))
}

/// Runs the program and compares what it computed with the JSON; tells how many figures were the same.
#[track_caller]
fn agreed(sample: &Sample, unit: Option<&str>, name: &str) -> usize {
    let folder = unpacked(sample, unit, "en", name);
    let output = run(folder.path());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{name}: {said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("All of them agree."), "{name}: {said}");
    let found: HashMap<(String, String), HashMap<String, String>> = lines(&folder.path().join("figures.csv"))
        .into_iter()
        .map(|line| ((line["unit"].clone(), line["node"].clone()), line))
        .collect();
    let document: Value = serde_json::from_slice(&rendered(&sample.table(unit, "en"), Format::Json)).unwrap();
    let mut seen = 0;
    for row in document["rows"].as_array().unwrap() {
        let place = (row["unit"].as_str().unwrap().to_owned(), row["node"].as_str().unwrap().to_owned());
        let Some(line) = found.get(&place) else { continue };
        for figure in FIGURES {
            let (Some(computed), Some(published)) = (line[figure].parse::<f64>().ok(), row[figure].as_f64())
            else {
                continue;
            };
            let off = (computed - published).abs() / published.abs().max(1.0);
            assert!(off <= 1e-9, "{name} {place:?} {figure}: {computed} is not {published}");
            seen += 1;
        }
    }
    seen
}

/// Published figures that R is to compute: all but those that were given.
fn published(sample: &Sample, unit: Option<&str>) -> usize {
    let document: Value = serde_json::from_slice(&rendered(&sample.table(unit, "en"), Format::Json)).unwrap();
    let rows = document["rows"].as_array().unwrap().iter();
    rows.map(|row| FIGURES.iter().filter(|figure| !row[**figure].is_null()).count()).sum()
}

#[test]
fn r_computes_the_same_figures_however_the_method_is_set() {
    for (statistic, combination) in [("share45", "pool"), ("mean5", "criteria"), ("share45", "factors")] {
        let (instrument, switches) =
            shipped("sipas-2023", &[("statistic", statistic), ("combination", combination)]);
        let sample = Sample::new(&instrument, switches);
        let seen = agreed(&sample, None, &format!("stat-{statistic}-{combination}"));
        assert_eq!(seen, published(&sample, None), "{statistic} {combination}");
        assert!(seen > 5_000, "{seen}");
    }
}

#[test]
fn r_computes_rounded_sums_with_given_scores_in_them() {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    let sample = Sample::new(&instrument, switches);
    assert_eq!(agreed(&sample, None, "stat-one-stop"), published(&sample, None));
    // A part of the units is enough for their own figures.
    assert_eq!(agreed(&sample, Some("01001"), "stat-part"), published(&sample, Some("01001")));
}

/// Every kind of measure, combination and scale there is.
fn everything() -> Instrument {
    let scale = |from: Value, to: [i32; 2]| json!({"from": from, "to": to});
    let mut clamped = scale(json!([2.0, 3.5]), [1, 10]);
    clamped["clamp"] = json!(true);
    clamped["reverse"] = json!(true);
    let leaf = |id: &str, parent: &str, rest: Value| node(id, "indicator", Some(parent), rest);
    let inner = |id: &str, rest: Value| node(id, "dimension", Some("i"), rest);
    instrument(json!([
        node("i", "index", None, json!({"combine": {"op": "mean", "missing": "skip"}, "range": [0, 100]})),
        inner("wm", json!({"combine": {"op": "weighted_mean", "missing": "skip"}})),
        leaf(
            "a1",
            "wm",
            json!({"measure": {"stat": "mean", "item": "a", "recode": {"1": null, "5": 4.5}}, "weight": 2})
        ),
        leaf("b1", "wm", json!({"measure": {"stat": "mean", "item": "b"}, "weight": 0.5, "scale": clamped})),
        inner("ws", json!({"combine": {"op": "weighted_sum", "missing": "null"}})),
        leaf(
            "a2",
            "ws",
            json!({"measure": {"stat": "net_share", "item": "a", "positive": [4, 5], "negative": [1]}, "weight": 3})
        ),
        leaf(
            "c2",
            "ws",
            json!({"measure": {"stat": "ratio", "item": "c", "good": [5], "total": [3, 4, 5]}, "weight": 0.25})
        ),
        inner("s", json!({"combine": {"op": "sum", "missing": "skip"}, "round": 2})),
        leaf("m1", "s", json!({"measure": {"stat": "share", "item": "m", "codes": ["tv"]}})),
        leaf(
            "c3",
            "s",
            json!({"measure": {"stat": "share", "item": "c", "codes": [1, 2], "not_counted": [3]},
            "scale": {"from": [0, 1], "to": [0, 100]}})
        ),
        leaf("g", "s", json!({"measure": {"stat": "given"}, "range": [0, 1]})),
        inner(
            "p",
            json!({"combine": {"op": "pool", "missing": "skip"}, "scale": scale(json!("observed"), [1, 10])})
        ),
        leaf("b4", "p", json!({"measure": {"stat": "mean", "item": "b"}})),
        leaf("c4", "p", json!({"measure": {"stat": "mean", "item": "c"}})),
        node("media", "indicator", None, json!({"measure": {"stat": "distribution", "item": "m"}})),
    ]))
}

#[test]
fn r_knows_every_measure_combination_and_scale() {
    let sample = Sample::new(&everything(), SwitchSetting::default());
    assert_eq!(agreed(&sample, None, "stat-everything"), published(&sample, None));
    // Ends taken from all units are not known from a part of them.
    let part = agreed(&sample, Some("01"), "stat-everything-part");
    assert!(part < published(&sample, Some("01")) && part > 0, "{part}");
}

#[test]
fn batches_that_hold_a_question_for_few_come_as_one_sum() {
    let mut nodes = json!([node("d", "index", None, json!({"measure": {"stat": "mean", "item": "d"}}))]);
    nodes.as_array_mut().unwrap().push(node(
        "a",
        "index",
        None,
        json!({"measure": {"stat": "mean", "item": "a"}}),
    ));
    let sample = Sample::new(&instrument(nodes), SwitchSetting::default());
    for totals in &sample.evidence.totals {
        for item in &totals.tally.items {
            assert!(item.reached == 0 || item.reached >= 10, "{totals:?}");
        }
        assert!(totals.tally.items[1..4].iter().all(|item| item.reached == 0), "b, c and m feed no node");
    }
    let summed = sample.evidence.totals.iter().filter(|totals| totals.number == 0).count();
    let alone = sample.evidence.totals.iter().filter(|totals| totals.number > 0).count();
    assert!(summed > 0 && alone > 0, "{summed} {alone}");
    // Values and numbers agree everywhere, the rest where there are batches.
    let seen = agreed(&sample, None, "stat-few");
    assert!(seen < published(&sample, None) && seen > 0, "{seen}");
}

#[test]
fn the_order_of_the_batches_tells_nothing() {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    let straight = Sample::new(&instrument, switches);
    let tallies: Vec<_> = straight.evidence.totals.iter().map(|totals| totals.tally.flat()).collect();
    for (unit, numbers) in [(5, 4), (6, 5), (3, 3), (7, 1)] {
        let of_unit: Vec<_> = straight.evidence.totals.iter().filter(|totals| totals.unit == unit).collect();
        let found: Vec<u32> = of_unit.iter().map(|totals| totals.number).collect();
        assert_eq!(found, (1..=numbers).collect::<Vec<_>>());
        assert!(of_unit.windows(2).all(|pair| pair[0].tally.flat() <= pair[1].tally.flat()), "{tallies:?}");
    }
}

#[test]
fn no_totals_by_weight_go_out() {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    let wave = hailong::domain::wave::Wave { switches, ..wave(Mode::Sample) };
    let sample = Sample::with(&instrument, &wave, |place, batch| {
        if place == 3 {
            let mut sums = batch.tally.clone();
            sums.n *= 2 * WEIGHT_UNIT;
            for item in &mut sums.items {
                item.reached *= 2 * WEIGHT_UNIT;
                item.answered *= 2 * WEIGHT_UNIT;
                item.options.iter_mut().for_each(|count| *count *= 2 * WEIGHT_UNIT);
            }
            batch.weighted = Some(WeightedTally { sums, squares: 4.0 * batch.tally.n as f64 });
        }
    });
    assert!(sample.evidence.weighted && sample.evidence.totals.is_empty());
    let folder = unpacked(&sample, None, "vi", "stat-weighted");
    assert!(lines(&folder.path().join("batches.csv")).is_empty());
    let output = run(folder.path());
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("Phiếu trả lời có quyền số"), "{output:?}");
    let text = fs::read_to_string(folder.path().join("README.txt")).unwrap();
    assert!(text.contains("có quyền số") && !text.contains("stat-"), "{text}");
}

#[test]
fn a_changed_figure_is_found() {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    let folder = unpacked(&Sample::new(&instrument, switches), None, "en", "stat-changed");
    let path = folder.path().join("batches.csv");
    let text = fs::read_to_string(&path).unwrap();
    // One person more of the first option at the first batch.
    let (before, count) = text.lines().nth(1).unwrap().rsplit_once(',').unwrap();
    let more = count.parse::<i64>().unwrap() + 1;
    fs::write(&path, text.replacen(&format!("{before},{count}"), &format!("{before},{more}"), 1)).unwrap();
    let output = run(folder.path());
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("THE FIGURES DIFFER."), "{output:?}");
}
