//! Files of responses: good ones and everything that is wrong with bad ones.

use std::io::{self, Read};

use diesel::prelude::*;
use hailong::domain::response::Answer::{self, Multiple, None as Nothing, NotReached, Single};
use hailong::domain::response::{Response, layout};
use hailong::domain::wave::{Access, Mode, Wave};
use hailong::ingest::csv::responses::{ImportResponsesError, ResponsesReport, import};
use hailong::ingest::csv::{Way, open_wave_for_import};
use hailong::store::responses::{Pending, pending_counts};
use hailong::store::schema::response;
use hailong::store::waves::{self, StoredWave};

use crate::support::survey::{Survey, wave};

fn import_wave(survey: &mut Survey, mode: Mode) -> StoredWave {
    open_wave_for_import(&mut survey.conn, &Wave { mode, ..wave("file") }).unwrap()
}

fn read(
    survey: &mut Survey,
    wave: &StoredWave,
    file: &[u8],
) -> Result<ResponsesReport, ImportResponsesError> {
    let instrument = survey.instrument.clone();
    import(&mut survey.conn, file, &instrument, wave, &mut Way::everywhere(&mut |_| {}))
}

/// The mistakes of a file, and that it left nothing behind.
#[track_caller]
fn mistakes(survey: &mut Survey, wave: &StoredWave, file: &[u8]) -> Vec<String> {
    match read(survey, wave, file) {
        Err(ImportResponsesError::File { mistakes, .. }) => {
            assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
            mistakes.list().iter().map(ToString::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// A row of the table with its answers unpacked.
type StoredRow = (i32, Vec<Answer>, Option<i64>, Option<String>, Option<String>);

fn stored(survey: &mut Survey, wave: &StoredWave) -> Vec<StoredRow> {
    let layout = layout(&survey.instrument);
    let unpacked = |row: Pending| {
        let answers = Response::from_bytes(row.answers).unpack(&layout).unwrap();
        (row.unit_id, answers, row.weight, row.stratum, row.psu)
    };
    let rows: Vec<Pending> = response::table
        .filter(response::wave.eq(wave.number))
        .select((
            response::unit_id,
            response::id,
            response::answers,
            response::weight,
            response::stratum,
            response::psu,
            response::channel,
        ))
        .load(&mut survey.conn)
        .unwrap();
    rows.into_iter().map(unpacked).collect()
}

#[test]
fn rows_become_responses_and_bring_their_units() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    let file = "unit,q3,q1,period,q2\r\nc1,tv;radio,4,2026-Q3,\r\nc2, web | tv ,1,2026-Q3,9\r\n\r\nc1,,5,2026-Q3,\r\n,,,,\r\n";
    let report = read(&mut survey, &wave, file.as_bytes()).unwrap();
    assert_eq!(report, ResponsesReport { rows: 3, units: 2, weighted: false, absent_items: Vec::new() });
    let (c1, c2) = (survey.unit("c1"), survey.unit("c2"));
    assert_eq!(
        stored(&mut survey, &wave),
        [
            (c1, vec![Single(3), NotReached, Multiple(vec![0, 2])], None, None, None),
            (c2, vec![Single(0), Single(2), Multiple(vec![0, 1])], None, None, None),
            (c1, vec![Single(4), NotReached, Nothing], None, None, None),
        ]
    );
    assert_eq!(waves::unit_ids(&mut survey.conn, wave.number).unwrap(), [c1, c2]);
}

#[test]
fn a_sample_brings_weights_strata_and_sampling_units() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Sample);
    let file = "\u{feff}Unit;Q1;Weight;Stratum;PSU\nc1;4;1,25;Bắc;12\nc1;5;0.000001;;\nc1;3;1000000;Nam;\n";
    let report = read(&mut survey, &wave, file.as_bytes()).unwrap();
    assert_eq!((report.rows, report.weighted), (3, true));
    assert_eq!(report.absent_items, ["q2", "q3"]);
    let weights: Vec<_> = stored(&mut survey, &wave).into_iter().map(|row| (row.2, row.3, row.4)).collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        weights,
        [
            (Some(1_250_000), text("Bắc"), text("12")),
            (Some(1), None, None),
            (Some(1_000_000_000_000), text("Nam"), None)
        ]
    );
}

#[test]
fn every_mistake_is_named_by_line_and_column() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Sample);
    let file = "unit,q1,q2,q3,weight,period\n\
        c1,4,,tv,1,2026-Q3\n\
        c1,7,,,1,2026-Q3\n\
        c9,4,,,1,2026-Q3\n\
        ,4,,,1,2026-Q3\n\
        c1,,,,1,2026-Q3\n\
        c1,5,1,,1,2026-Q3\n\
        c1,1,3,tv;tv;press,1,2026-Q3\n\
        c1,4,,,0,2026-Q3\n\
        c1,4,,,-2,2026-Q3\n\
        c1,4,,,1000001,2026-Q3\n\
        c1,4,,,NaN,2026-Q3\n\
        c1,4,,,,2026-Q3\n\
        c1,4,,,0.0000001,2026-Q3\n\
        c1,4,,,1,2026-Q4\n\
        c1,4,,\n\
        c1,4,,,1,2026-Q3,more\n\
        c1,=1+3,,,=2,2026-Q3\n\
        \"c1\nx\",4,,,1,2026-Q3\n";
    assert_eq!(
        mistakes(&mut survey, &wave, file.as_bytes()),
        [
            "line 3, column q1: \"7\" is not on the scale; the codes are 1, 2, 3, 4, 5",
            "line 4, column unit: \"c9\" is not a unit on 2026-07-01",
            "line 5, column unit: is empty",
            "line 6, column q1: is empty, but the item must be answered here",
            "line 7, column q2: is \"1\", but the item is not asked after the answers before it",
            "line 8, column q2: \"3\" is not on the scale; the codes are 1, 2, 9",
            "line 8, column q3: names \"tv\" twice",
            "line 8, column q3: \"press\" is not on the scale; the codes are radio, tv, web",
            "line 9, column weight: must be above 0",
            "line 10, column weight: must be above 0",
            "line 11, column weight: must be at most 1000000",
            "line 12, column weight: \"NaN\" is not a number",
            "line 13, column weight: \"\" is not a number",
            "line 14, column weight: is less than a millionth",
            "line 15, column period: is \"2026-Q4\", but the wave is about 2026-Q3",
            "line 16: has 4 cells where the header has 6",
            "line 17: has 7 cells where the header has 6",
            "line 18, column weight: is a formula; save the file with values",
            "line 18, column q1: is a formula; save the file with values",
            "line 19, column unit: holds a line break; is a quotation mark not closed?",
        ]
    );
}

#[test]
fn a_header_that_does_not_fit_is_refused_at_once() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    for (file, expected) in [
        (&b""[..], &["line 1: the file is empty"][..]),
        (b"unit,q1\n", &["line 1: no row follows the header"]),
        (b"q1,q2\n4,\n", &["line 1, column unit: is missing"]),
        (b"unit,q2\nc1,\n", &["line 1, column q1: is missing, but the item must be answered"]),
        (b"unit,q1,q1\nc1,4,4\n", &["line 1, column q1: stands twice in the header"]),
        (
            b"unit,q1,q4\nc1,4,4\n",
            &[
                "line 1, column q4: is no item of survey-1; the items are q1, q2, q3, other columns unit, weight, stratum, psu, period",
            ],
        ),
        (
            b"unit,q1,weight,psu\nc1,4,1,1\n",
            &[
                "line 1, column weight: belongs to designed samples, and the wave is of mode desk",
                "line 1, column psu: belongs to designed samples, and the wave is of mode desk",
            ],
        ),
        (b"\xff\xfeu\0", &["line 1: the file is UTF-16; save it as \"CSV UTF-8\""]),
        (b"unit,q1\nc1,4\nc\xf4,4\n", &["line 3, column unit: is not UTF-8; save the file as \"CSV UTF-8\""]),
    ] {
        assert_eq!(mistakes(&mut survey, &wave, file), expected);
    }
}

#[test]
fn dropped_zeros_are_guessed() {
    let mut survey = Survey::new();
    let unit = serde_json::from_value(serde_json::json!({
        "code": "02020", "name": "Xã Chợ Đồn", "level": "commune", "parent": "p1", "valid_from": "2025-07-01",
    }));
    hailong::store::units::import_units(&mut survey.conn, &[unit.unwrap()]).unwrap();
    let wave = import_wave(&mut survey, Mode::Desk);
    assert_eq!(
        mistakes(&mut survey, &wave, b"unit,q1\n2020,4\n"),
        [
            "line 2, column unit: \"2020\" is not a unit on 2026-07-01 (but 02020 is: did the spreadsheet drop its zeros?)"
        ]
    );
}

#[test]
fn a_wave_by_link_takes_only_its_own_units_from_files() {
    let mut survey = Survey::new();
    let link = survey.wave("link", Mode::Desk, &["c1"]);
    assert_eq!(
        mistakes(&mut survey, &link, b"unit,q1\nc1,4\nc2,4\n"),
        ["line 3, column unit: \"c2\" does not take part in wave link"]
    );
    assert_eq!(read(&mut survey, &link, b"unit,q1\nc1,4\n").unwrap().rows, 1);
}

#[test]
fn after_fifty_mistakes_reading_stops() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    let rows: String = (0..200).map(|n| if n % 2 == 0 { "c1,4\n" } else { "c1,8\n" }).collect();
    let fault = read(&mut survey, &wave, format!("unit,q1\n{rows}").as_bytes()).unwrap_err();
    let ImportResponsesError::File { mistakes, rows, stopped } = &fault else { panic!("{fault:?}") };
    assert_eq!((mistakes.list().len(), *rows, *stopped), (50, 100, true));
    let text = fault.to_string();
    assert!(text.ends_with("100 rows were read before it was given up, nothing was imported"), "{text}");
}

#[test]
fn a_mistake_in_the_last_row_undoes_everything_before() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    let mut file = "unit,q1\n".to_owned() + &"c1,4\n".repeat(25_000);
    file.push_str("c1,8\n");
    assert_eq!(mistakes(&mut survey, &wave, file.as_bytes()).len(), 1);
    assert_eq!(waves::unit_ids(&mut survey.conn, wave.number).unwrap(), Vec::<i32>::new());
    file.truncate(file.len() - 5);
    assert_eq!(read(&mut survey, &wave, file.as_bytes()).unwrap().rows, 25_000);
    let c1 = survey.unit("c1");
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 25_000)]);
}

#[test]
fn the_same_file_is_not_counted_twice() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    let c1 = survey.unit("c1");
    read(&mut survey, &wave, b"unit,q1\nc1,4\n").unwrap();
    let again = read(&mut survey, &wave, b"unit,q1\nc1,4\n");
    assert!(matches!(again, Err(ImportResponsesError::ImportedBefore(_))), "{again:?}");
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 1)]);
    read(&mut survey, &wave, b"unit,q1\nc1,4\nc1,4\n").unwrap();
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [(c1, 3)]);
}

#[test]
fn weighted_and_unweighted_files_are_not_mixed() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Sample);
    read(&mut survey, &wave, b"unit,q1,weight\nc1,4,2\n").unwrap();
    let mixed = read(&mut survey, &wave, b"unit,q1\nc1,4\n").unwrap_err();
    assert_eq!(
        mixed.to_string(),
        "wave file holds responses with weights, this file has rows without; nothing was imported"
    );
    read(&mut survey, &wave, b"unit,q1,weight\nc1,5,2\n").unwrap();
}

#[test]
fn a_closed_wave_takes_no_file() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    waves::close(&mut survey.conn, wave.number).unwrap();
    let fault = read(&mut survey, &wave, b"unit,q1\nc1,4\n").unwrap_err();
    assert_eq!(fault.to_string(), "wave file is closed; nothing was imported");
}

#[test]
fn a_file_that_breaks_off_leaves_nothing() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk was pulled out"))
        }
    }
    let rows = "unit,q1\n".to_owned() + &"c1,4\n".repeat(25_000);
    let file = rows.as_bytes().chain(Broken);
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    let instrument = survey.instrument.clone();
    let fault =
        import(&mut survey.conn, file, &instrument, &wave, &mut Way::everywhere(&mut |_| {})).unwrap_err();
    assert!(fault.to_string().contains("the disk was pulled out"), "{fault}");
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), []);
}

#[test]
fn the_progress_reaches_the_size_of_the_file() {
    let mut survey = Survey::new();
    let wave = import_wave(&mut survey, Mode::Desk);
    let file = "unit,q1\n".to_owned() + &"c1,4\n".repeat(3_000);
    let instrument = survey.instrument.clone();
    let mut told = Vec::new();
    import(
        &mut survey.conn,
        file.as_bytes(),
        &instrument,
        &wave,
        &mut Way::everywhere(&mut |bytes| told.push(bytes)),
    )
    .unwrap();
    assert!(told.len() >= 4 && told.is_sorted(), "{told:?}");
    assert_eq!(told.last().copied(), u64::try_from(file.len()).ok());
}

#[test]
fn a_refused_file_leaves_no_wave_when_both_share_a_transaction() {
    let mut survey = Survey::new();
    let instrument = survey.instrument.clone();
    let result = survey.conn.transaction(|conn| {
        let opened = open_wave_for_import(conn, &wave("new")).unwrap();
        assert_eq!(opened.wave.access, Access::Import);
        import(conn, &b"unit,q1\nc1,9\n"[..], &instrument, &opened, &mut Way::everywhere(&mut |_| {}))
    });
    assert!(matches!(result, Err(ImportResponsesError::File { .. })), "{result:?}");
    assert_eq!(waves::find(&mut survey.conn, &"new".parse().unwrap()).unwrap(), None);
}

#[test]
fn a_wave_is_only_opened_again_as_what_it_is() {
    let mut survey = Survey::new();
    let opened = import_wave(&mut survey, Mode::Desk);
    assert_eq!(import_wave(&mut survey, Mode::Desk), opened);
    let refused = |survey: &mut Survey, change: fn(&mut Wave)| {
        let mut wanted = wave("file");
        change(&mut wanted);
        open_wave_for_import(&mut survey.conn, &wanted).unwrap_err().to_string()
    };
    assert_eq!(refused(&mut survey, |w| w.mode = Mode::Sample), "wave file is of mode desk, not sample");
    assert_eq!(
        refused(&mut survey, |w| w.period = "2026-Q4".parse().unwrap()),
        "wave file is about 2026-Q3, not 2026-Q4"
    );
    assert_eq!(
        refused(&mut survey, |w| w.instrument = "other-1".to_owned()),
        "wave file uses instrument survey-1, not other-1"
    );
    assert_eq!(refused(&mut survey, |w| w.k = 20), "wave file has k = 10, not 20; k never changes");
    let share = |w: &mut Wave| w.switches = [("statistic".to_owned(), "share".to_owned())].into();
    assert_eq!(refused(&mut survey, share), "wave file settles statistic as mean, not share");
}

#[test]
fn no_file_goes_round_tickets_unlocking_and_envelopes() {
    let mut survey = Survey::new();
    let file = b"unit,q1\nc1,5\nc1,4\n";
    for (id, access, envelope) in [
        ("ticket", Access::Ticket, false),
        ("blind", Access::Blind, false),
        ("unlock", Access::Unlock, false),
        ("envelope", Access::Link, true),
    ] {
        let wave = survey.wave_like(id, &["c1"], |wave| {
            wave.access = access;
            wave.protection.envelope = envelope;
        });
        let refused = read(&mut survey, &wave, file).unwrap_err();
        assert!(matches!(&refused, ImportResponsesError::NoFiles(wave) if wave == id), "{id}: {refused}");
        assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), [], "{id}");
    }
    // What came on paper where anybody with the link may answer is brought in as before.
    let link = survey.wave_like("link", &["c1"], |_| {});
    assert_eq!(read(&mut survey, &link, file).unwrap().rows, 2);
}
