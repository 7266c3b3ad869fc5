//! Breakdowns from the answer to the publication, in a real database.

use diesel::connection::SimpleConnection;
use hailong::domain::breakdown::Channel;
use hailong::domain::publication::{Disclosure, Publication, PublishedBreakdown};
use hailong::domain::wave::Retention;
use hailong::sealing::{ChainFault, publish, recompute, seal_wave};
use hailong::store::responses::{self, NewResponse, Pass};
use hailong::store::waves::StoredWave;
use hailong::store::{instruments, publications};
use rand::SeedableRng;
use rand::rngs::StdRng;
use uuid::Uuid;

use crate::attacks::paper::{Person, instrument};
use crate::support::survey::Survey;

/// A wave at a commune, broken down by sex and by way of answering.
fn wave(survey: &mut Survey, breakdowns: &[&str]) -> StoredWave {
    let instrument = instrument();
    let text = serde_json::to_string(&instrument).unwrap();
    instruments::save(&mut survey.conn, &text, &[8; 32], &instrument).unwrap();
    survey.wave_like("w", &["c1", "c4"], |wave| {
        "attack-1".clone_into(&mut wave.instrument);
        wave.switches = [].into();
        wave.protection.retention = Retention::Rows;
        wave.protection.breakdowns = breakdowns.iter().map(|code| (*code).to_owned()).collect();
    })
}

/// So many people of this sex at the unit, half of them satisfied.
fn answer(
    survey: &mut Survey,
    wave: &StoredWave,
    unit: &str,
    (count, sex): (usize, i32),
    channel: Option<Channel>,
) {
    let unit_id = survey.unit(unit);
    let instrument = instrument();
    let one = |place: usize| {
        let person = Person { unit: 0, answers: [sex, 1, if place.is_multiple_of(2) { 5 } else { 3 }, 0] };
        let answers = person.packed(&instrument).into_bytes();
        NewResponse {
            wave: wave.number,
            unit_id,
            id: Uuid::new_v4(),
            answers,
            sealed: false,
            channel,
            pass: Pass::Open,
        }
    };
    responses::insert(&mut survey.conn, &(0..count).map(one).collect::<Vec<_>>()).unwrap();
}

fn published(survey: &mut Survey, wave: &StoredWave) -> Publication {
    let epoch = "2026-07-02".parse().unwrap();
    seal_wave(&mut survey.conn, wave, &instrument(), epoch, &mut StdRng::seed_from_u64(5)).unwrap();
    publish(&mut survey.conn, wave).unwrap();
    publications::latest(&mut survey.conn, wave.number).unwrap().unwrap().publication
}

/// People and disclosure by category at a unit.
fn by_category<'p>(
    found: &'p Publication,
    by: &'p PublishedBreakdown,
    unit: &str,
) -> Vec<(&'p str, i64, Disclosure)> {
    let unit = found.units.iter().position(|known| known.code == unit).unwrap();
    let place = by.units.iter().position(|known| *known == unit).unwrap();
    let of = |category: &'p hailong::domain::publication::PublishedCategory| {
        let figure = &category.figures[place][0];
        (category.id.as_str(), figure.n.unwrap_or(0), figure.disclosure)
    };
    by.categories.iter().map(of).collect()
}

#[test]
fn figures_by_category_wait_for_full_categories_and_then_go_up_the_tree() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey, &["sex", "channel"]);
    // Given two batches without enough men, the figures of all are there and those by category wait.
    answer(&mut survey, &wave, "c1", (20, 1), Some(Channel::Own));
    answer(&mut survey, &wave, "c1", (6, 2), Some(Channel::Own));
    let found = published(&mut survey, &wave);
    let [sex, channel] = &found.breakdowns[..] else { panic!("{:?}", found.breakdowns) };
    assert_eq!((sex.id.as_str(), sex.steps, channel.id.as_str()), ("sex", 0, "channel"));
    let waits = Disclosure::WaitingGroups;
    assert_eq!(by_category(&found, sex, "p1"), [("1", 0, waits), ("2", 0, waits), ("no_answer", 0, waits)]);
    assert_eq!(found.figures[0][0].n, Some(26));
    // When more men come, some of them at a kiosk, then both breakdowns advance together.
    answer(&mut survey, &wave, "c1", (10, 2), Some(Channel::Own));
    answer(&mut survey, &wave, "c1", (9, 2), Some(Channel::Kiosk));
    answer(&mut survey, &wave, "c1", (9, 1), Some(Channel::Kiosk));
    answer(&mut survey, &wave, "c4", (12, 1), None);
    let found = published(&mut survey, &wave);
    let [sex, channel] = &found.breakdowns[..] else { panic!() };
    let (shown, small) = (Disclosure::Shown, Disclosure::SmallBase);
    assert_eq!(by_category(&found, sex, "p1"), [("1", 29, shown), ("2", 25, shown), ("no_answer", 0, small)]);
    assert_eq!(
        by_category(&found, channel, "p1"),
        [("kiosk", 18, shown), ("own", 36, shown), ("file", 0, small)]
    );
    // The other province has its own step, and the nation is the sum.
    assert_eq!(by_category(&found, sex, "VN"), [("1", 41, shown), ("2", 25, shown), ("no_answer", 0, small)]);
    assert_eq!(by_category(&found, channel, "p2")[2], ("file", 12, shown));
    // Communes have none.
    let levels: Vec<&str> = sex.units.iter().map(|unit| found.units[*unit].level.as_str()).collect();
    assert_eq!(levels, ["nation", "province", "province"]);
    // A question that only some are asked is not divided.
    let why = found.nodes.iter().position(|node| node.id == "3").unwrap();
    assert_eq!(sex.categories[0].figures[1][why].disclosure, Disclosure::Filtered);
}

#[test]
fn breakdowns_are_part_of_what_is_verified() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey, &["sex"]);
    answer(&mut survey, &wave, "c1", (15, 1), None);
    answer(&mut survey, &wave, "c1", (15, 2), None);
    let found = published(&mut survey, &wave);
    assert_eq!(found.breakdowns[0].batches, 1);
    let hash = found.hash().unwrap();
    assert!(recompute(&mut survey.conn, &hash).unwrap().unwrap().publication.agrees());
    // When somebody changes one number of one category, or of one cell, the chain says so.
    for change in [
        "UPDATE batch_part SET tally[1] = 14 WHERE category = 0",
        "UPDATE batch_cell SET n = 16 WHERE categories = '{1}'",
    ] {
        survey.conn.batch_execute("BEGIN").unwrap();
        survey.conn.batch_execute(change).unwrap();
        let seen = recompute(&mut survey.conn, &hash).unwrap().unwrap().publication;
        survey.conn.batch_execute("ROLLBACK").unwrap();
        assert_eq!(seen.chain, [ChainFault::Changed(1)], "{change}");
        assert!(!seen.agrees());
    }
}

#[test]
fn how_an_answer_came_is_dropped_when_it_is_sealed() {
    let mut survey = Survey::new();
    let wave = wave(&mut survey, &["channel"]);
    answer(&mut survey, &wave, "c1", (12, 1), Some(Channel::Kiosk));
    published(&mut survey, &wave);
    let rows: Vec<String> = {
        use diesel::prelude::*;
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            row: String,
        }
        let rows: Vec<Row> =
            diesel::sql_query("SELECT s::text AS row FROM sealed_response s").load(&mut survey.conn).unwrap();
        rows.into_iter().map(|row| row.row).collect()
    };
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().all(|row| !row.contains("kiosk")), "{rows:?}");
}
