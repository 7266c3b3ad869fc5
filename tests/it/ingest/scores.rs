//! Files of given scores.

use hailong::domain::wave::{Mode, Wave};
use hailong::ingest::csv::scores::{ImportScoresError, ScoresReport, import, read};
use hailong::ingest::csv::{Way, open_wave_for_import};
use hailong::sealing::publish;
use hailong::store::scores::{StoredScore, of_wave};
use hailong::store::waves::{self, StoredWave};

use crate::support::survey::{Survey, wave};

fn import_text(
    survey: &mut Survey,
    wave: &StoredWave,
    text: &str,
) -> Result<ScoresReport, ImportScoresError> {
    let file = read(text.as_bytes(), &survey.instrument)?;
    import(&mut survey.conn, &file, wave, &Way::everywhere(&mut |_| {}))
}

#[track_caller]
fn mistakes(survey: &mut Survey, wave: &StoredWave, text: &str) -> Vec<String> {
    match import_text(survey, wave, text) {
        Err(ImportScoresError::File(mistakes)) => {
            assert_eq!(of_wave(&mut survey.conn, wave.number).unwrap(), []);
            mistakes.list().iter().map(ToString::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn import_wave(survey: &mut Survey) -> StoredWave {
    open_wave_for_import(&mut survey.conn, &wave("file")).unwrap()
}

#[test]
fn scores_come_in_bring_their_units_and_are_published() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey);
    let text = "unit,period,node,value\np1,2026-Q3,doc,7.5\np2,2026-Q3,doc,0\n";
    assert_eq!(read(text.as_bytes(), &survey.instrument).unwrap().period, wave.wave.period);
    let report = import_text(&mut survey, &wave, text).unwrap();
    assert_eq!(report, ScoresReport { rows: 2, units: 2, nodes: 1, changed: 0, new: 2 });
    let (p1, p2) = (survey.unit("p1"), survey.unit("p2"));
    assert_eq!(waves::unit_ids(&mut survey.conn, wave.number).unwrap(), [p1, p2]);
    assert!(publish(&mut survey.conn, &wave).unwrap().unwrap().new);
    // Again: the same changes nothing, another value replaces the first.
    import_text(&mut survey, &wave, text).unwrap();
    assert!(!publish(&mut survey.conn, &wave).unwrap().unwrap().new);
    import_text(&mut survey, &wave, "unit;period;node;value\r\np1;2026-Q3;doc;8,25\r\n").unwrap();
    let score = |unit_id, value| StoredScore { unit_id, node: "doc".to_owned(), value };
    assert_eq!(of_wave(&mut survey.conn, wave.number).unwrap(), [score(p1, 8.25), score(p2, 0.0)]);
    assert!(publish(&mut survey.conn, &wave).unwrap().unwrap().new);
}

#[test]
fn every_mistake_is_named_by_line_and_column() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey);
    let text = "unit,period,node,value\n\
        p1,2026-Q3,doc,10.5\n\
        p1,2026-Q4,doc,5\n\
        p2,2026-Q3,1,5\n\
        p2,2026-Q3,9.9,5\n\
        p2,2026-Q3,doc,many\n\
        ,2026-Q3,doc,5\n\
        c1,soon,doc,5\n\
        c2,2026-Q3,doc,\"5,5\"\n";
    assert_eq!(
        mistakes(&mut survey, &wave, text),
        [
            "line 2, column value: 10.5 lies outside 0 to 10",
            "line 3, column period: is 2026-Q4, but line 2 is about 2026-Q3: one file, one period",
            "line 3: gives p1 a second score at doc, after line 2",
            "line 4, column node: \"1\" is not given but computed in survey-1; scores are given at: doc",
            "line 5, column node: \"9.9\" does not exist in survey-1; scores are given at: doc",
            "line 6, column value: \"many\" is not a number",
            "line 7, column unit: is empty",
            "line 8, column period: \"soon\" is not a period; write a year 2026, a half 2026-H1, a quarter 2026-Q3, a month 2026-07 or days 2026-07-01/2026-09-15",
            "line 9, column value: \"5,5\" is not a number; write the decimal sign as a point",
        ]
    );
}

#[test]
fn a_header_that_does_not_fit_is_refused() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey);
    for (text, expected) in [
        ("", &["line 1: the file is empty"][..]),
        ("unit,period,node,value\n", &["line 1: no row follows the header"]),
        (
            "unit,node,value,note\n",
            &[
                "line 1, column note: is unknown; the columns are unit, period, node, value",
                "line 1, column period: is missing",
            ],
        ),
    ] {
        assert_eq!(mistakes(&mut survey, &wave, text), expected);
    }
}

#[test]
fn a_unit_must_exist_and_belong_to_the_wave() {
    let mut survey = Survey::new();
    let by_file = import_wave(&mut survey);
    let text = "unit,period,node,value\np9,2026-Q3,doc,5\np1,2026-Q3,doc,5\n";
    assert_eq!(
        mistakes(&mut survey, &by_file, text),
        ["line 2, column unit: \"p9\" is not a unit on 2026-07-01"]
    );
    let by_link = survey.wave("link", Mode::Desk, &["c1"]);
    assert_eq!(
        mistakes(&mut survey, &by_link, "unit,period,node,value\nc2,2026-Q3,doc,5\n"),
        ["line 2, column unit: \"c2\" neither takes part in wave link nor stands above one that does"]
    );
    // A score of the province beside the answers at its communes.
    import_text(&mut survey, &by_link, "unit,period,node,value\np1,2026-Q3,doc,5\n").unwrap();
    let c1 = survey.unit("c1");
    assert_eq!(waves::unit_ids(&mut survey.conn, by_link.number).unwrap(), [c1]);
    assert!(publish(&mut survey.conn, &by_link).unwrap().unwrap().new);
}

#[test]
fn another_period_is_refused() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey);
    let fault = import_text(&mut survey, &wave, "unit,period,node,value\np1,2025,doc,5\n").unwrap_err();
    assert_eq!(fault.to_string(), "wave file is about 2026-Q3, the file about 2025; nothing was imported");
}

#[test]
fn a_closed_wave_still_takes_scores() {
    let mut survey = Survey::new();
    let wanted = Wave { mode: Mode::Sample, ..wave("file") };
    let wave = open_wave_for_import(&mut survey.conn, &wanted).unwrap();
    waves::close(&mut survey.conn, wave.number).unwrap();
    assert!(import_text(&mut survey, &wave, "unit,period,node,value\np1,2026-Q3,doc,5\n").is_ok());
}
