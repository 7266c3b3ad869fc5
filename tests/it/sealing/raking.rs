//! Raked samples from the pools to the publication, in a real database, against base R.

use diesel::connection::SimpleConnection;
use hailong::domain::instrument::{Code, Instrument};
use hailong::domain::publication::{Publication, PublishedRaking};
use hailong::domain::raking::RakingFault;
use hailong::domain::submission::{Given, Submission};
use hailong::domain::wave::{Mode, State};
use hailong::sealing::{ChainFault, Recount, SealError, close_wave, publish, recompute, recount};
use hailong::store::margins::{People, replace};
use hailong::store::responses::{NewResponse, Pass, WeightedResponse, insert_weighted, pending_counts};
use hailong::store::waves::{self, StoredWave};
use hailong::store::{instruments, publications};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use uuid::Uuid;

use crate::statistics::oracle::{Row, rows};
use crate::support::survey::Survey;

const BANDS: [f64; 4] = [550.0, 625.0, 700.0, 775.0];
const PEOPLE: [(&str, &str, i64); 6] = [
    ("stype", "E", 4421),
    ("stype", "H", 755),
    ("stype", "M", 1018),
    ("band", "low", 2600),
    ("band", "mid", 2100),
    ("band", "high", 1494),
];

/// The form of the schools: type, band of api99, and the two scores as answers of 1 to 5.
fn instrument() -> Instrument {
    let words = |codes: &[&str]| {
        let option = |code: &&str| json!({"code": code, "label": {"vi": code, "en": code}});
        json!({"options": codes.iter().map(option).collect::<Vec<_>>()})
    };
    let five: Vec<_> = (1..=5).map(|code| json!({"code": code, "label": {"vi": "x", "en": "x"}})).collect();
    let item =
        |code: &str, scale: &str| json!({"code": code, "text": {"vi": code, "en": code}, "scale": scale});
    let mean = |id: &str, item: &str| {
        json!({"id": id, "kind": "indicator", "parent": "0", "label": {"vi": id, "en": id}, "range": [1, 5],
            "measure": {"stat": "mean", "item": item}})
    };
    serde_json::from_value(json!({
        "id": "raking-1", "family": "raking", "title": {"vi": "Thử", "en": "Test"},
        "valid": {"from": "2020-01-01"}, "languages": ["vi", "en"], "sources": [{"title": "made for tests"}],
        "questionnaire": {
            "scales": {
                "type": words(&["E", "H", "M"]), "band": words(&["low", "mid", "high"]), "five": {"options": five},
            },
            "sections": [{"id": "s", "title": {"vi": "x", "en": "x"}, "items": [
                item("stype", "type"), item("band", "band"), item("a", "five"), item("b", "five"),
            ]}],
        },
        "index": [
            {"id": "0", "kind": "index", "label": {"vi": "x", "en": "x"}, "range": [1, 5],
                "combine": {"op": "mean", "missing": "skip"}},
            mean("1", "a"), mean("2", "b"),
        ],
    }))
    .unwrap()
}

fn wave(survey: &mut Survey) -> StoredWave {
    let instrument = instrument();
    let text = serde_json::to_string(&instrument).unwrap();
    instruments::save(&mut survey.conn, &text, &[9; 32], &instrument).unwrap();
    survey.wave_like("w", &["c1", "c2"], |wave| {
        "raking-1".clone_into(&mut wave.instrument);
        wave.mode = Mode::Sample;
        wave.k = 5;
        wave.switches = [].into();
        wave.margins = vec!["stype".to_owned(), "band".to_owned()];
    })
}

/// The answers of a school; without its band where that is not known.
fn answers(row: &Row, with_band: bool) -> Vec<u8> {
    let score = |column: &str| {
        let above = BANDS.iter().filter(|bound| row.number(column) >= **bound).count();
        Code::Number(1 + i32::try_from(above).unwrap())
    };
    let band = match row.number("api99") {
        score if score < 600.0 => "low",
        score if score < 725.0 => "mid",
        _ => "high",
    };
    let mut submission = Submission::default();
    let mut give = |item: &str, code: Code| {
        submission.answers.insert(item.to_owned(), Some(Given::One(code)));
    };
    give("stype", Code::Word(row.text("stype").to_owned()));
    if with_band {
        give("band", Code::Word(band.to_owned()));
    }
    give("a", score("api00"));
    give("b", score("api99"));
    submission.check(&instrument()).unwrap().into_bytes()
}

/// The schools as responses of two communes, by whether their number is even; a school left out is none.
fn answer(
    survey: &mut Survey,
    wave: &StoredWave,
    taken: impl Fn(&Row) -> bool,
    with_band: impl Fn(&Row) -> bool,
) {
    let units = [survey.unit("c1"), survey.unit("c2")];
    let schools = rows("oracle/input/apiclus1.csv");
    let response = |row: &Row| WeightedResponse {
        response: NewResponse {
            wave: wave.number,
            unit_id: units[usize::from(row.count("snum").is_multiple_of(2))],
            id: Uuid::new_v4(),
            answers: answers(row, with_band(row)),
            sealed: false,
            pass: Pass::Open,
            channel: None,
        },
        weight: Some(format!("{:.0}", row.number("pw") * 1e6).parse().unwrap()),
        stratum: None,
        psu: Some(row.text("dnum").to_owned()),
    };
    let responses: Vec<WeightedResponse> = schools.iter().filter(|row| taken(row)).map(response).collect();
    insert_weighted(&mut survey.conn, &responses).unwrap();
}

fn know(survey: &mut Survey, wave: &StoredWave, people: &[(&str, &str, i64)]) {
    let province = survey.unit("p1");
    let people: People =
        people.iter().map(|(item, code, n)| (((*item).to_owned(), (*code).to_owned()), *n)).collect();
    replace(&mut survey.conn, wave.number, &[(province, people)].into()).unwrap();
}

fn close(survey: &mut Survey, wave: &StoredWave) -> Result<(), SealError> {
    let epoch = "2026-10-01".parse().unwrap();
    close_wave(&mut survey.conn, wave, &instrument(), epoch, &mut StdRng::seed_from_u64(3)).map(|_| ())
}

fn published(survey: &mut Survey, wave: &StoredWave) -> Publication {
    publish(&mut survey.conn, wave).unwrap();
    publications::latest(&mut survey.conn, wave.number).unwrap().unwrap().publication
}

/// Two significant digits, as standard errors are published.
fn coarse(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap()
}

#[test]
fn a_raked_sample_has_the_estimates_and_standard_errors_of_r_in_every_domain() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey);
    answer(&mut survey, &wave, |_| true, |_| true);
    know(&mut survey, &wave, &PEOPLE);
    close(&mut survey, &wave).unwrap();
    let publication = published(&mut survey, &wave);
    let node = publication.nodes.iter().position(|node| node.id == "0").unwrap();
    let mut compared = 0;
    for row in rows("oracle/expected/05_raked_domains.csv") {
        let unit = publication.units.iter().position(|unit| unit.code == row.text("unit")).unwrap();
        let figure = &publication.figures[unit][node];
        // Values that rest on weights are published to a hundredth of the five points.
        assert!((figure.value.unwrap() - row.number("value")).abs() <= 0.005 + 1e-9, "{figure:?}");
        assert_eq!(figure.se, Some(coarse(row.number("se"))), "{}", row.text("unit"));
        assert_ne!(figure.se, Some(coarse(row.number("se_without"))));
        assert_eq!(figure.df, Some(row.number("df")));
        compared += 1;
        let PublishedRaking { margins, units } = publication.basis.raking.as_ref().unwrap();
        assert_eq!(margins.iter().map(|margin| margin.id.as_str()).collect::<Vec<_>>(), ["stype", "band"]);
        let raked = [units[0].smallest, units[0].greatest, units[0].deff];
        let expected = ["smallest", "greatest", "deff"].map(|name| coarse(row.number(name)));
        assert_eq!(raked.map(|figure| figure.to_string()), expected.map(|figure| figure.to_string()));
        assert_eq!(publication.units[units[0].unit].code, "p1");
    }
    assert_eq!(compared, 3);

    // The nation above the province rests on the same answers.
    let of = |code: &str| {
        let unit = publication.units.iter().position(|unit| unit.code == code).unwrap();
        (publication.figures[unit][node].value, publication.figures[unit][node].se)
    };
    assert_eq!(of("VN"), of("p1"));
}

#[test]
fn what_was_raked_can_be_counted_and_computed_again_and_not_be_changed_unnoticed() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey);
    // Nobody knows the band of some schools.
    answer(&mut survey, &wave, |_| true, |row| !row.count("snum").is_multiple_of(7));
    know(&mut survey, &wave, &PEOPLE);
    close(&mut survey, &wave).unwrap();
    let publication = published(&mut survey, &wave);
    let batches = publication.basis.batches;
    let recounted = recount(&mut survey.conn, &wave).unwrap();
    assert_eq!(
        recounted,
        Recount { batches, differing: Vec::new(), strays: 0, dropped: 0, misjudged: Vec::new() }
    );
    let hash = publication.hash().unwrap();
    assert!(recompute(&mut survey.conn, &hash).unwrap().unwrap().publication.agrees());

    // Altogether the weights are as many as the people.
    let stored = hailong::store::batches::of_wave(
        &mut survey.conn,
        wave.number,
        &hailong::domain::response::layout(&instrument()),
    )
    .unwrap();
    let sum: i64 = stored.iter().map(|stored| stored.batch.weighted.as_ref().unwrap().sums.n).sum();
    assert!((sum as f64 / 1e6 - 6194.0).abs() < 1e-3, "{sum}");

    for change in [
        "UPDATE raking SET content = replace(content, '4421', '4422')",
        "UPDATE batch_calibration SET raked[1] = raked[1] + 1 WHERE batch = 1",
        "UPDATE batch_calibration SET base[1] = base[1] + 1 WHERE batch = 1",
    ] {
        survey.conn.batch_execute("BEGIN").unwrap();
        survey.conn.batch_execute(change).unwrap();
        let found = recompute(&mut survey.conn, &hash).unwrap().unwrap();
        assert_eq!(found.publication.chain.first(), Some(&ChainFault::Changed(1)), "{change}");
        survey.conn.batch_execute("ROLLBACK").unwrap();
    }
}

#[test]
fn a_sample_that_cannot_be_raked_stays_open_with_all_answers() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey);
    let high = |row: &Row| row.text("stype") == "H";
    answer(&mut survey, &wave, |row| !high(row), |_| true);
    let waiting = pending_counts(&mut survey.conn, wave.number).unwrap();
    let refused = |survey: &mut Survey| match close(survey, &wave) {
        Err(SealError::Raking(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&mut survey), RakingFault::NotImported);
    know(&mut survey, &wave, &PEOPLE);
    let (unit, item, answer) = ("p1".to_owned(), "stype".to_owned(), "H".to_owned());
    assert_eq!(refused(&mut survey), RakingFault::Nobody { unit, item, answer });
    let without = [("stype", "E", 5176), ("stype", "H", 0), PEOPLE[2], PEOPLE[3], PEOPLE[4], PEOPLE[5]];
    know(&mut survey, &wave, &without[..4]);
    assert!(matches!(refused(&mut survey), RakingFault::Incomplete { .. }));
    let elsewhere = survey.unit("c1");
    let people: People =
        without.iter().map(|(item, code, n)| (((*item).to_owned(), (*code).to_owned()), *n)).collect();
    replace(&mut survey.conn, wave.number, &[(elsewhere, people)].into()).unwrap();
    assert_eq!(refused(&mut survey), RakingFault::Uncovered("c2".to_owned()));

    let state =
        |survey: &mut Survey| waves::by_number(&mut survey.conn, wave.number).unwrap().unwrap().wave.state;
    assert_eq!(state(&mut survey), State::Open);
    assert_eq!(pending_counts(&mut survey.conn, wave.number).unwrap(), waiting);
    know(&mut survey, &wave, &without);
    close(&mut survey, &wave).unwrap();
    assert_eq!(state(&mut survey), State::Closed);
    assert!(published(&mut survey, &wave).basis.raking.is_some());
}

#[test]
fn margins_that_let_a_few_people_count_for_all_are_refused() {
    // given a sample, and a manager who sets the margins so that the few of one type and band are everybody
    let mut survey = Survey::new();
    let wave = wave(&mut survey);
    answer(&mut survey, &wave, |_| true, |_| true);
    let set = [
        ("stype", "E", 10),
        ("stype", "H", 1_000_000),
        ("stype", "M", 10),
        ("band", "low", 10),
        ("band", "mid", 1_000_000),
        ("band", "high", 10),
    ];
    know(&mut survey, &wave, &set);
    // when it is closed
    let Err(SealError::Raking(RakingFault::Dominated { unit, people, effective })) =
        close(&mut survey, &wave)
    else {
        panic!("it was raked")
    };
    // then it stays open, and why is said
    assert!(effective < 5.0 / 2.0 && people >= 5, "{unit}: {people} {effective}");
    let state = waves::by_number(&mut survey.conn, wave.number).unwrap().unwrap().wave.state;
    assert_eq!(state, State::Open);
}

#[test]
fn closing_a_raked_sample_is_taken_up_again_with_the_same_weights() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey);
    answer(&mut survey, &wave, |_| true, |_| true);
    know(&mut survey, &wave, &PEOPLE);
    let failing = "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.seq > 9 THEN RAISE 'the disk is full'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER fail BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION fail()";
    survey.conn.batch_execute(failing).unwrap();
    let fault = close(&mut survey, &wave).unwrap_err();
    assert!(fault.to_string().contains("the disk is full"), "{fault}");
    survey.conn.batch_execute("DROP TRIGGER fail ON batch").unwrap();
    close(&mut survey, &wave).unwrap();
    let publication = published(&mut survey, &wave);
    let node = publication.nodes.iter().position(|node| node.id == "0").unwrap();
    let unit = publication.units.iter().position(|unit| unit.code == "p1").unwrap();
    let expected = &rows("oracle/expected/05_raked_domains.csv")[0];
    assert_eq!(publication.figures[unit][node].se, Some(coarse(expected.number("se"))));
}
