//! A real survey: 1,033 residents of Kansas City, September 2021, against direct counting.

use std::collections::BTreeMap;

use super::program::{Program, Row, data, number};

/// Ratings by district; `kc` has all of them.
fn ratings() -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut reader = csv::Reader::from_path(data("kcmo/kansas-city-2021-09.csv")).unwrap();
    let mut by_unit: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let answers: Vec<u8> = record.iter().skip(1).map(|cell| cell.parse().unwrap()).collect();
        by_unit.entry(record[0].to_owned()).or_default().push(answers.clone());
        by_unit.entry("kc".to_owned()).or_default().push(answers);
    }
    by_unit
}

/// The responses imported and not sealed yet.
fn imported() -> Program {
    let program = Program::new();
    program.done(&["import", "units", &data("kcmo/units.csv")]);
    let forms = data("forms");
    let said = program.done(&[
        "--forms",
        &forms,
        "import",
        "responses",
        "--instrument",
        "kcmo-2021",
        "--wave",
        "kc-2021",
        "--period",
        "2021-09",
        &data("kcmo/kansas-city-2021-09.csv"),
    ]);
    assert!(said.contains("1033") || said.contains("1,033"), "{said}");
    program
}

fn sealed() -> Program {
    let program = imported();
    program.done(&["seal", "--wave", "kc-2021", "--close"]);
    program
}

#[test]
fn shares_means_and_nonresponse_equal_direct_counting() {
    let program = sealed();
    let rows = program.results(&["--wave", "kc-2021"]);
    let ratings = ratings();
    assert_eq!(ratings["kc"].len(), 1033);
    let mut compared = 0;
    for (unit, people) in &ratings {
        for item in 0..16 {
            let rated: Vec<f64> = people.iter().map(|p| p[item]).filter(|r| *r != 9).map(f64::from).collect();
            let n = rated.len() as f64;
            let share = 100.0 * rated.iter().filter(|rating| **rating >= 4.0).count() as f64 / n;
            let mean = rated.iter().sum::<f64>() / n;
            let nonresponse = 1.0 - n / people.len() as f64;
            let code = format!("{:02}", item + 1);
            let row = row_of(&rows, unit, &code, "share");
            assert!((number(row, "value") - share).abs() < 1e-9, "{unit} {code}");
            assert!((number(row, "nonresponse") - nonresponse).abs() < 1e-12, "{unit} {code}");
            assert_eq!(row["n"], rated.len().to_string(), "{unit} {code}");
            let (low, high) = (number(row, "ci_low"), number(row, "ci_high"));
            assert!(low < share && share < high && high - low < 60.0, "{unit} {code}: {low} {share} {high}");
            let row = row_of(&rows, unit, &code, "mean");
            assert!((number(row, "value") - mean).abs() < 1e-9, "{unit} {code}");
            compared += 1;
        }
    }
    assert_eq!(compared, 7 * 16);
}

/// The leaf of an item measured with this statistic: `s01` for shares, `m01` for means.
fn row_of<'a>(rows: &'a BTreeMap<(String, String), Row>, unit: &str, item: &str, stat: &str) -> &'a Row {
    let node = format!("{}{item}", if stat == "mean" { "m" } else { "s" });
    rows.get(&(unit.to_owned(), node.clone())).unwrap_or_else(|| panic!("{unit} {node} is missing"))
}

/// Random groups of at least ten: the standard error between batches must be near that of simple
/// random sampling, which is the design as far as the file tells.
#[test]
fn standard_errors_between_random_groups_are_those_of_random_sampling() {
    let program = sealed();
    let rows = program.results(&["--wave", "kc-2021", "--unit", "kc"]);
    let mut ratios = Vec::new();
    for item in 1..=16 {
        let row = row_of(&rows, "kc", &format!("{item:02}"), "share");
        ratios.push(number(row, "n") / number(row, "n_eff"));
    }
    let mean = ratios.iter().sum::<f64>() / 16.0;
    assert!((0.95..1.35).contains(&mean), "mean design effect {mean} of {ratios:?}");
}

#[test]
fn what_differs_from_the_wave_that_is_there_is_refused_and_the_rest_is_taken_from_it() {
    let program = Program::new();
    program.done(&["import", "units", &data("kcmo/units.csv")]);
    let (forms, file) = (data("forms"), data("kcmo/kansas-city-2021-09.csv"));
    let wave = ["--instrument", "kcmo-2021", "--wave", "kc-2021"];
    let import = [&["--forms", &forms, "import", "responses"], &wave[..]].concat();
    program.done(&[&import[..], &["--period", "2021-09", "--k", "15", &file]].concat());
    let said = program.refused(&[&import[..], &["--k", "20", &file]].concat());
    assert!(said.contains("wave kc-2021 has k = 15, not 20"), "{said}");
    // Without a wish it is the wave's own k, and another thing that is refused.
    let said = program.refused(&[&import[..], &[&file]].concat());
    assert!(!said.contains("k = ") && said.contains("imported"), "{said}");
}

#[test]
fn a_sample_is_not_released_before_it_is_closed() {
    let program = imported();
    let said = program.done(&["seal", "--wave", "kc-2021"]);
    assert!(said.contains("--close"), "{said}");
    assert!(program.refused(&["results", "--wave", "kc-2021"]).contains("has no results yet"));
}
