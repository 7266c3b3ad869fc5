//! Whoever looks after the list of units and would rather have the same batches added up in other groups.

use std::collections::BTreeMap;

use hailong::domain::publish;
use hailong::domain::wave::State;
use hailong::ingest::csv::units::{UnitImportError, import_units_file};
use hailong::store::units::all_units;
use hailong::store::waves;

use super::linear::{Space, Vector};
use super::paper::{Ground, K, Person, units};
use crate::support::survey::Survey;

const PROVINCES: [usize; 2] = [1, 2];
const COMMUNES: [usize; 3] = [3, 4, 5];
const HEADER: &str = "code,name,level,parent,valid_from,valid_to\n";

/// So many women and men of a commune, half of them satisfied.
fn people(unit: usize, women: usize, men: usize) -> Vec<Person> {
    let one = |place: usize| Person {
        unit,
        answers: [1 + i32::from(place >= women), 1, if place.is_multiple_of(2) { 5 } else { 3 }, 0],
    };
    (0..women + men).map(one).collect()
}

/// What a publication tells: every batch, and by sex the sums of the steps of each province. An atom is the people of
/// one sex in one batch.
fn told(ground: &Ground) -> Vec<Vector> {
    let atom = |batch: usize, category: u8| 2 * batch + usize::from(category);
    let cells = |batch: usize| ground.batches[batch].breakdowns.as_ref().unwrap().cells.keys();
    let mut told: Vec<Vector> = (0..ground.batches.len())
        .map(|batch| cells(batch).map(|cell| (atom(batch, cell[0]), 1)).collect())
        .collect();
    let mut sums: BTreeMap<(usize, u8), Vector> = BTreeMap::new();
    for step in publish::steps(&ground.input(ground.batches.len())) {
        assert!(PROVINCES.contains(&step.unit));
        for batch in step.batches {
            for cell in cells(batch) {
                sums.entry((step.unit, cell[0])).or_default().insert(atom(batch, cell[0]), 1);
            }
        }
    }
    told.extend(sums.into_values());
    told
}

#[test]
fn the_same_batches_added_up_in_other_groupings_would_give_one_woman_away() {
    // given a commune whose batch has one woman, and two others, in one province
    let mut ground = Ground::new(units(2, 2), &["sex"]);
    ground.units[COMMUNES[2]].parent = Some(PROVINCES[0]);
    for (unit, women, men) in [(COMMUNES[0], 1, 30), (COMMUNES[1], 15, 25), (COMMUNES[2], 15, 25)] {
        ground.batch(unit, people(unit, women, men), 1);
    }
    let counts: Vec<i64> = [1, 30, 15, 25, 15, 25].into();
    let mut all = told(&ground);
    assert!(Space::of(&all).lightest(&counts).unwrap() >= i64::from(K));
    // when the others stand in another province, one at a publication
    for commune in &COMMUNES[1..] {
        ground.units[*commune].parent = Some(PROVINCES[1]);
        let again = told(&ground);
        assert!(
            Space::of(&again).lightest(&counts).unwrap() >= i64::from(K),
            "by itself it keeps the promise"
        );
        all.extend(again);
        ground.units[*commune].parent = Some(PROVINCES[0]);
    }
    // then all together tell what that woman said
    assert_eq!(Space::of(&all).lightest(&counts), Some(1));
}

/// Where the rows of a file were refused: lines, and the first sentence.
fn refused(survey: &mut Survey, rows: &str) -> (Vec<u64>, String) {
    let before = all_units(&mut survey.conn).unwrap();
    let file = format!("{HEADER}{rows}");
    let Err(UnitImportError::File(mistakes)) = import_units_file(&mut survey.conn, file.as_bytes()) else {
        panic!("{rows} was taken")
    };
    assert_eq!(all_units(&mut survey.conn).unwrap(), before, "nothing of the file is stored");
    let list = mistakes.list();
    (list.iter().map(|mistake| mistake.line).collect(), list[0].to_string())
}

fn taken(survey: &mut Survey, rows: &str) {
    let file = format!("{HEADER}{rows}");
    import_units_file(&mut survey.conn, file.as_bytes()).unwrap();
}

#[test]
fn units_stay_where_figures_by_category_were_counted() {
    // given an open wave with figures by sex at three communes
    let mut survey = Survey::new();
    survey.wave_like("w", &["c1", "c4", "d2"], |wave| wave.protection.breakdowns = vec!["q1".to_owned()]);
    // when a commune is to stand elsewhere, a district is put in between, the way up ends, or the level changes
    let (lines, said) = refused(&mut survey, "c2,Xã,commune,p2,2025-07-01,\nc1,Xã,commune,p2,2025-07-01,\n");
    // then the row is named, and the wave
    assert_eq!(lines, [3], "{said}");
    assert!(said.contains("wave w"), "{said}");
    let between = "h1,Huyện,district,p1,2025-07-01,\nc1,Xã,commune,h1,2025-07-01,\n";
    assert_eq!(refused(&mut survey, between).0, [2, 3]);
    assert_eq!(refused(&mut survey, "p2,Tỉnh,district,VN,2025-07-01,\n").0, [2]);
    // and what stands there by another name, below it, beside it, or from a later day on is taken
    taken(&mut survey, "c1,Xã Mới,commune,p1,2025-07-01,\nd9,Quầy,desk,c1,2025-07-01,\n");
    taken(&mut survey, "c3,Xã,commune,p2,2025-07-01,\n");
    taken(&mut survey, "c4,Xã,commune,p2,2025-07-01,2027-01-01\nc4,Xã,commune,p1,2027-01-01,\n");
    // and a wave that was never open, or gives no such figures, holds nobody
    let mut plain = Survey::new();
    plain.wave_like("plain", &["c1"], |_| {});
    plain.wave_like("planned", &["c1"], |wave| {
        wave.state = State::Planned;
        wave.protection.breakdowns = vec!["q1".to_owned()];
    });
    taken(&mut plain, "c1,Xã,commune,p2,2025-07-01,\n");
    let planned = waves::find(&mut plain.conn, &"planned".parse().unwrap()).unwrap().unwrap();
    assert!(waves::open_planned(&mut plain.conn, planned.number).unwrap());
    assert_eq!(refused(&mut plain, "c1,Xã,commune,p1,2025-07-01,\n").0, [2]);
}
