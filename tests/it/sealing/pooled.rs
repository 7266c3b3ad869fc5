//! A year made from its quarters, in a real database.

use chrono::{NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use hailong::domain::compare::{Obstacle, compare};
use hailong::domain::publication::{Disclosure, Figure, Publication};
use hailong::domain::wave::{Access, Mode, State, Wave, WaveId};
use hailong::identity::{Moment, Principal};
use hailong::planning::{self, Pool, PooledWave, Refused, Unpoolable};
use hailong::sealing::{ChainFault, publish, recompute, seal_all, seal_wave};
use hailong::store::scores::{self, StoredScore};
use hailong::store::waves::{self, StoredWave};
use hailong::store::{dossiers, publications, quality};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::support::survey::Survey;

fn now() -> Moment {
    Moment { at: Utc::now(), day: "2026-11-01".parse().unwrap() }
}

/// An open wave about a quarter of 2026.
fn quarter(survey: &mut Survey, number: u8, at: &[&str]) -> StoredWave {
    let period = format!("2026-Q{number}");
    survey.wave_like(&format!("q{number}"), at, |wave| wave.period = period.parse().unwrap())
}

fn seal(survey: &mut Survey, wave: &StoredWave, epoch: &str) {
    let instrument = survey.instrument.clone();
    let epoch: NaiveDate = epoch.parse().unwrap();
    seal_wave(&mut survey.conn, wave, &instrument, epoch, &mut StdRng::seed_from_u64(5)).unwrap();
    publish(&mut survey.conn, wave).unwrap();
}

fn try_pool(survey: &mut Survey, id: &str, sources: &[&str]) -> Result<PooledWave, Refused> {
    try_pool_in(survey, id, sources, None)
}

fn try_pool_in(
    survey: &mut Survey,
    id: &str,
    sources: &[&str],
    period: Option<&str>,
) -> Result<PooledWave, Refused> {
    let sources: Vec<WaveId> = sources.iter().map(|id| id.parse().unwrap()).collect();
    let wanted = Pool {
        id: id.parse().unwrap(),
        sources: &sources,
        period: period.map(|period| period.parse().unwrap()),
        title: None,
        title_en: None,
        earlier: None,
    };
    planning::pool(&mut survey.conn, &Principal::command_line(), &wanted, now()).unwrap()
}

fn pool(survey: &mut Survey, sources: &[&str]) -> Publication {
    let made = try_pool(survey, "nam", sources).unwrap();
    latest(survey, &made.wave)
}

fn latest(survey: &mut Survey, wave: &StoredWave) -> Publication {
    publications::latest(&mut survey.conn, wave.number).unwrap().unwrap().publication
}

fn figure<'a>(publication: &'a Publication, unit: &str, node: &str) -> &'a Figure {
    let unit = publication.units.iter().position(|known| known.code == unit).unwrap();
    let node = publication.nodes.iter().position(|known| known.id == node).unwrap();
    &publication.figures[unit][node]
}

/// Ten people at `c1` with a mean of 4, thirty at `c2` with a mean of 2.5; in the second quarter twenty at `c1` with
/// a mean of 5 and nobody at `c2`.
fn two_quarters(survey: &mut Survey) -> [StoredWave; 2] {
    let first = quarter(survey, 1, &["c1", "c2"]);
    survey.answer(&first, "c1", &[5, 4, 5, 4, 5, 4, 5, 4, 3, 1]);
    survey.answer(&first, "c2", &[3; 15]);
    survey.answer(&first, "c2", &[2; 15]);
    seal(survey, &first, "2026-03-02");
    let second = quarter(survey, 2, &["c1", "c2"]);
    survey.answer(&second, "c1", &[5; 20]);
    seal(survey, &second, "2026-06-02");
    [first, second]
}

#[test]
fn a_year_is_the_sum_of_what_its_quarters_have_published() {
    let mut survey = Survey::new();
    two_quarters(&mut survey);
    let year = pool(&mut survey, &["q2", "q1"]);
    // (40 + 100) / 30 answers, not (4 + 5) / 2; the parent (40 + 75 + 100) / 60.
    let c1 = figure(&year, "c1", "1");
    assert!((c1.value.unwrap() - 140.0 / 30.0).abs() < 1e-12, "{c1:?}");
    assert_eq!((c1.n, c1.batches), (Some(30), Some(2)));
    assert!(c1.ci.is_some() && c1.se.is_some(), "two batches are two clusters");
    let c2 = figure(&year, "c2", "1");
    assert_eq!((c2.value, c2.n), (Some(2.5), Some(30)));
    let nation = figure(&year, "VN", "1");
    assert!((nation.value.unwrap() - 215.0 / 60.0).abs() < 1e-12, "{nation:?}");
    assert_eq!(nation.n, Some(60));
    // a quarter of it is nothing to compare it with: the same people have answered
    let quarter = waves::find(&mut survey.conn, &"q1".parse().unwrap()).unwrap().unwrap();
    let quarter = latest(&mut survey, &quarter);
    for (one, other) in [(&year, &quarter), (&quarter, &year), (&year, &year)] {
        assert_eq!(compare(one, other, &survey.instrument).obstacles, [Obstacle::SameAnswers]);
    }
    // and what it is made from is told
    assert_eq!(year.wave.period, "2026");
    assert_eq!(year.basis.batches, 3);
    let pooled = year.basis.pooled.as_ref().unwrap();
    let sources: Vec<_> = pooled.sources.iter().map(|source| (&*source.wave, source.batches)).collect();
    assert_eq!(sources, [("q1", 2), ("q2", 1)]);
    assert_eq!(pooled.missing, ["2026-Q3", "2026-Q4"]);
    let absent = |source: usize| -> Vec<&str> {
        pooled.sources[source].absent.iter().map(|place| year.units[*place].code.as_str()).collect()
    };
    assert_eq!((absent(0), absent(1)), (vec![], vec!["c2"]));
    // the wave takes no answers and is seen by everybody, as its quarters are
    let wave = waves::find(&mut survey.conn, &"nam".parse().unwrap()).unwrap().unwrap().wave;
    assert_eq!((wave.access, wave.state, wave.public), (Access::Pooled, State::Closed, true));
}

#[test]
fn what_a_quarter_publishes_later_is_in_the_next_publication_of_the_year_and_nothing_sooner() {
    let mut survey = Survey::new();
    let [_, second] = two_quarters(&mut survey);
    pool(&mut survey, &["q1", "q2"]);
    let year = waves::find(&mut survey.conn, &"nam".parse().unwrap()).unwrap().unwrap();
    // Sealed and not yet published: the year is not ahead of its quarter.
    survey.answer(&second, "c2", &[4; 10]);
    let instrument = survey.instrument.clone();
    let epoch = "2026-06-03".parse().unwrap();
    seal_wave(&mut survey.conn, &second, &instrument, epoch, &mut StdRng::seed_from_u64(6)).unwrap();
    assert!(!publish(&mut survey.conn, &year).unwrap().unwrap().new);
    // At the next run it comes after the quarters.
    let runs = seal_all(&mut survey.conn, "2026-06-04".parse().unwrap(), &mut rand::rng()).unwrap();
    assert_eq!(runs.last().unwrap().wave.as_str(), "nam");
    for run in runs {
        run.outcome.unwrap();
    }
    let publication = latest(&mut survey, &year);
    assert_eq!(figure(&publication, "c2", "1").n, Some(40));
    assert_eq!(publication.basis.pooled.unwrap().sources[1].absent, Vec::<usize>::new());
    // A quarter that is opened later is added under the same name.
    let third = quarter(&mut survey, 3, &["c1", "c3"]);
    survey.answer(&third, "c3", &[3; 10]);
    seal(&mut survey, &third, "2026-09-02");
    let more = pool(&mut survey, &["q3"]);
    assert_eq!(figure(&more, "c3", "1").n, Some(10));
    assert_eq!(figure(&more, "VN", "1").n, Some(80));
    assert_eq!(more.basis.pooled.unwrap().missing, ["2026-Q4"]);
}

#[test]
fn given_scores_are_pooled_by_dossiers_closed_and_not_at_all_without() {
    let mut survey = Survey::new();
    let quarters = two_quarters(&mut survey);
    let (c1, c2) = (survey.unit("c1"), survey.unit("c2"));
    for (wave, value, closed) in [(&quarters[0], 8.0, 300), (&quarters[1], 4.0, 100)] {
        let score = |unit_id| StoredScore { unit_id, node: "doc".to_owned(), value };
        scores::upsert(&mut survey.conn, wave.number, &[score(c1), score(c2)]).unwrap();
        dossiers::upsert(&mut survey.conn, wave.number, &[(c1, closed)].into()).unwrap();
        publish(&mut survey.conn, wave).unwrap();
    }
    dossiers::upsert(&mut survey.conn, quarters[0].number, &[(c2, 50)].into()).unwrap();
    let year = pool(&mut survey, &["q1", "q2"]);
    assert_eq!(figure(&year, "c1", "doc").value, Some(7.0), "(8 × 300 + 4 × 100) / 400");
    let c2_doc = figure(&year, "c2", "doc");
    assert_eq!((c2_doc.value, c2_doc.disclosure), (None, Disclosure::NotPooled));
    let index = figure(&year, "c2", "0");
    assert_eq!((index.missing, index.rank), (Some(1), None), "as where a score was never given");
    assert_eq!(figure(&year, "p1", "doc").disclosure, Disclosure::NoValue, "nobody gave one");
    // What is given for the year itself stands first.
    let wave = waves::find(&mut survey.conn, &"nam".parse().unwrap()).unwrap().unwrap();
    let own = StoredScore { unit_id: c2, node: "doc".to_owned(), value: 9.0 };
    scores::upsert(&mut survey.conn, wave.number, &[own]).unwrap();
    publish(&mut survey.conn, &wave).unwrap();
    let year = latest(&mut survey, &wave);
    assert_eq!(figure(&year, "c2", "doc").value, Some(9.0));
    assert_eq!(figure(&year, "c1", "doc").value, Some(7.0));
}

#[test]
fn what_a_quarter_holds_back_is_not_in_the_year() {
    let mut survey = Survey::new();
    let [first, _] = two_quarters(&mut survey);
    survey.answer(&first, "c1", &[1, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
    let instrument = survey.instrument.clone();
    let epoch = "2026-03-03".parse().unwrap();
    seal_wave(&mut survey.conn, &first, &instrument, epoch, &mut StdRng::seed_from_u64(5)).unwrap();
    let c1 = survey.unit("c1");
    let seq = 3;
    quality::hold_back(&mut survey.conn, (first.number, c1, seq), &[]).unwrap();
    quality::judged(&mut survey.conn, first.number, seq).unwrap();
    publish(&mut survey.conn, &first).unwrap();
    let year = pool(&mut survey, &["q1", "q2"]);
    assert_eq!(figure(&year, "c1", "1").n, Some(30));
    assert_eq!((year.basis.batches, year.basis.withheld.counts()), (4, (1, 0)));
    let wave = waves::find(&mut survey.conn, &"nam".parse().unwrap()).unwrap().unwrap();
    let hash = publications::latest_key(&mut survey.conn, wave.number).unwrap().unwrap().hash;
    assert!(recompute(&mut survey.conn, &hash).unwrap().unwrap().publication.agrees());
}

#[test]
fn an_old_publication_of_the_year_is_computed_again_and_what_was_changed_is_found() {
    let mut survey = Survey::new();
    let [_, second] = two_quarters(&mut survey);
    pool(&mut survey, &["q1", "q2"]);
    let wave = waves::find(&mut survey.conn, &"nam".parse().unwrap()).unwrap().unwrap();
    let hash = publications::latest_key(&mut survey.conn, wave.number).unwrap().unwrap().hash;
    survey.answer(&second, "c1", &[3; 10]);
    seal(&mut survey, &second, "2026-06-09");
    publish(&mut survey.conn, &wave).unwrap();
    let check = |survey: &mut Survey| recompute(&mut survey.conn, &hash).unwrap().unwrap().publication;
    let found = check(&mut survey);
    assert!(found.agrees(), "{:?}", found.chain);

    let damage =
        |value| format!("UPDATE batch SET tally[4] = tally[4] + {value} WHERE wave = {}", second.number);
    survey.conn.batch_execute(&damage(1)).unwrap();
    let found = check(&mut survey);
    let changed = ChainFault::InSource("q2".to_owned(), Box::new(ChainFault::Changed(1)));
    assert!(!found.agrees() && found.chain == [changed], "{:?}", found.chain);
    survey.conn.batch_execute(&damage(-1)).unwrap();
    assert!(check(&mut survey).agrees());

    let first = publications::latest_key(&mut survey.conn, wave.number - 2).unwrap().unwrap().hash;
    let gone = format!("DELETE FROM publication WHERE hash = '\\x{}'", hailong::domain::batch::hex(&first));
    survey.conn.batch_execute(&gone).unwrap();
    let found = check(&mut survey);
    assert_eq!(found.chain, [ChainFault::NoSource("q1".to_owned())]);
    assert!(!found.agrees());
}

#[test]
fn only_what_belongs_together_is_pooled() {
    let mut survey = Survey::new();
    two_quarters(&mut survey);
    let why = |survey: &mut Survey, sources: &[&str]| match try_pool(survey, "x", sources).unwrap_err() {
        Refused::Source { wave, why } => (wave.to_string(), why),
        other => panic!("{other:?}"),
    };
    let like = |survey: &mut Survey, id: &str, change: &dyn Fn(&mut Wave)| {
        survey.wave_like(id, &["c1"], |wave| {
            wave.period = "2026-Q3".parse().unwrap();
            change(wave);
        });
        id.to_owned()
    };
    assert_eq!(try_pool(&mut survey, "x", &[]).unwrap_err(), Refused::NoSources);
    assert_eq!(why(&mut survey, &["q1", "khong-co"]), ("khong-co".to_owned(), Unpoolable::Unknown));
    for (name, expected, change) in [
        ("a", Unpoolable::Planned, &planned as &dyn Fn(&mut Wave)),
        ("b", Unpoolable::Sample, &|wave: &mut Wave| wave.mode = Mode::Sample),
        ("c", Unpoolable::Settings, &|wave: &mut Wave| {
            wave.switches = [("statistic".to_owned(), "share".to_owned())].into();
        }),
        ("d", Unpoolable::Outside, &|wave: &mut Wave| wave.period = "2027-Q1".parse().unwrap()),
        ("e", Unpoolable::Overlap, &|wave: &mut Wave| wave.period = "2026-06".parse().unwrap()),
    ] {
        let id = like(&mut survey, name, change);
        assert_eq!(why(&mut survey, &["q1", "q2", name]), (id, expected));
    }
    pool(&mut survey, &["q1", "q2"]);
    assert_eq!(why(&mut survey, &["nam"]), ("nam".to_owned(), Unpoolable::Pooled));
    assert_eq!(try_pool(&mut survey, "q1", &["q2"]).unwrap_err(), Refused::NameTaken("q1".parse().unwrap()));
    // What is for staff only is not told by a year for everybody, nor hidden behind its back.
    like(&mut survey, "rieng", &|wave: &mut Wave| wave.public = false);
    let hidden = Refused::Source { wave: "rieng".parse().unwrap(), why: Unpoolable::Hidden };
    assert_eq!(try_pool(&mut survey, "nam", &["rieng"]).unwrap_err(), hidden);
    let by = Principal::command_line();
    let hide = planning::publish(&mut survey.conn, &by, &"q1".parse().unwrap(), false, now()).unwrap();
    assert_eq!(hide, Err(Refused::PooledIn("nam".parse().unwrap())));
    let made = try_pool(&mut survey, "noi-bo", &["q1", "rieng"]).unwrap();
    assert!(!made.wave.wave.public);
    let show = planning::publish(&mut survey.conn, &by, &"noi-bo".parse().unwrap(), true, now()).unwrap();
    assert_eq!(show, Err(hidden));
    // Units that were reformed meanwhile are not the same.
    let moved = "UPDATE unit SET valid_from = '2026-04-01' WHERE code = 'c3'";
    survey.conn.batch_execute(moved).unwrap();
    like(&mut survey, "f", &|_: &mut Wave| ());
    let c3 = survey.unit("c3");
    let number = waves::find(&mut survey.conn, &"f".parse().unwrap()).unwrap().unwrap().number;
    waves::add_units(&mut survey.conn, number, &[c3]).unwrap();
    assert_eq!(why(&mut survey, &["q1", "f"]), ("f".to_owned(), Unpoolable::Units));
}

fn planned(wave: &mut Wave) {
    wave.state = State::Planned;
}

#[test]
fn a_pooled_wave_is_compared_with_the_one_of_the_period_before() {
    let mut survey = Survey::new();
    two_quarters(&mut survey);
    let third = quarter(&mut survey, 3, &["c1", "c2"]);
    survey.answer(&third, "c1", &[3, 4, 3, 4, 3, 4, 3, 4, 3, 4]);
    survey.answer(&third, "c1", &[3, 4, 3, 4, 3, 4, 3, 4, 3, 4]);
    seal(&mut survey, &third, "2026-09-02");
    let first = try_pool_in(&mut survey, "h1", &["q1", "q2"], Some("2026-H1")).unwrap();
    assert_eq!(first.wave.wave.earlier, None);
    let second = try_pool_in(&mut survey, "h2", &["q3"], Some("2026-H2")).unwrap();
    assert_eq!(second.wave.wave.earlier, Some("h1".parse().unwrap()));
    let (now, then) = (latest(&mut survey, &second.wave), latest(&mut survey, &first.wave));
    let found = compare(&now, &then, &survey.instrument);
    assert!(found.obstacles.is_empty(), "{:?}", found.obstacles);
    let c1 = now.units.iter().position(|unit| unit.code == "c1").unwrap();
    let node = now.nodes.iter().position(|node| node.id == "1").unwrap();
    let change = found.changes[c1][node].change.unwrap();
    assert!((change - (3.5 - 140.0 / 30.0)).abs() < 1e-9, "{change}");
    // A half stands in line with halves, not with the quarters it is made from.
    let (half, quarter) = (&second.wave.wave, &third.wave);
    assert!(half.is_in_line_with(&first.wave.wave) && quarter.is_in_line_with(quarter));
    assert!(!half.is_in_line_with(quarter) && !quarter.is_in_line_with(half));
}
