//! Confidence sets of ranks and the lowest nodes, by cases one can do in the head.

use hailong::domain::instrument::Instrument;
use hailong::domain::lowest::lowest;
use hailong::domain::publication::{Disclosure, Figure, PrecisionState, Publication};
use hailong::domain::standing::{group_set, rank_set};
use hailong::domain::statistics::rankset::{RankSet, Rated, rank_set_bound, rank_set_of, rank_sets};

use crate::web::board_ground::{Values, around, instrument, province, publication};

fn communes(values: &[f64], se: f64) -> Publication {
    let of = |number: usize| -> Option<Values> { Some([(values[number - 1], se); 6]) };
    publication("x", "2026-Q2", &instrument("board-1"), &province(values.len(), of))
}

fn sets(publication: &Publication) -> Vec<(u32, u32)> {
    let set = |unit: usize| rank_set(publication, unit, 0).unwrap();
    (1..publication.units.len()).map(set).map(|set| (set.best, set.worst)).collect()
}

#[test]
fn units_far_apart_have_certain_ranks() {
    assert_eq!(sets(&communes(&[90.0, 70.0, 50.0], 0.5)), [(1, 1), (2, 2), (3, 3)]);
}

#[test]
fn units_that_cannot_be_told_apart_share_all_ranks() {
    assert_eq!(sets(&communes(&[70.0, 70.1, 70.2], 5.0)), [(1, 3); 3]);
}

#[test]
fn a_leader_before_two_equals_is_certain_and_they_are_not() {
    assert_eq!(sets(&communes(&[90.0, 60.0, 60.2], 1.0)), [(1, 1), (2, 3), (2, 3)]);
}

/// Nobody is at the level of the province, and scores from elsewhere have no errors.
#[test]
fn without_rivals_or_errors_there_is_no_set() {
    let mut found = communes(&[90.0, 70.0, 50.0], 0.5);
    assert_eq!(rank_set(&found, 0, 0), None);
    found.figures[2][0].se = None;
    assert_eq!(rank_set(&found, 1, 0), None);
    assert_eq!(rank_set(&found, 99, 0), None);
    assert_eq!(rank_set(&found, 1, 99), None);
}

/// Few degrees of freedom make an error count for more.
#[test]
fn a_poorly_known_error_widens_the_set() {
    let mut found = communes(&[74.0, 70.0], 1.0);
    assert_eq!(sets(&found), [(1, 1), (2, 2)]);
    for unit in 1..3 {
        found.figures[unit][0].df = Some(2.0);
    }
    // The error of an index of six is 1/√6 of theirs; t with two degrees is 2.2 times as wide as the normal one.
    for unit in 1..3 {
        found.figures[unit][0].se = Some(1.0);
    }
    assert_eq!(sets(&found), [(1, 2), (1, 2)]);
}

#[test]
fn the_bound_holds_the_exact_set_and_one_unit_is_as_all() {
    let unit = |place: u32| Rated {
        value: f64::from(place % 17) * 1.3,
        standard_error: 0.4 + f64::from(place % 5) / 4.0,
    };
    let units: Vec<Rated> = (0..40).map(unit).collect();
    let all = rank_sets(&units, 0.95);
    let mut wider = 0;
    for (place, exact) in all.iter().enumerate() {
        assert_eq!(rank_set_of(&units, place, 0.95), *exact);
        let RankSet { best, worst } = rank_set_bound(&units, place, 0.95);
        assert!(best <= exact.best && exact.worst <= worst, "{place}");
        wider += (exact.best - best) + (worst - exact.worst);
    }
    assert!(wider < 80, "the bound is wider by {wider} ranks at 80 ends: more than one each");
}

#[test]
fn the_lowest_come_first_and_only_half_of_them() {
    let found =
        publication("x", "2026-Q2", &instrument("board-1"), &province(1, |_| Some(around(80.0, true))));
    let lows = lowest(&found, 1, 5).unwrap();
    assert_eq!((lows.compared, lows.nodes.len(), lows.left_out), (6, 3, 0));
    // 81, 82, 55, 81.5, 80.5 and 82.5 are 77.08 on average.
    assert!((lows.average - 462.5 / 6.0).abs() < 1e-9);
    let ids: Vec<&str> = lows.nodes.iter().map(|low| found.nodes[low.node].id.as_str()).collect();
    assert_eq!(ids, ["a3", "b2", "a1"]);
    assert!((lows.nodes[0].difference - (55.0 - 462.5 / 6.0)).abs() < 1e-9);
    // The others are above the average: whatever their p, nobody calls them low.
    let clear: Vec<_> = lows.nodes.iter().map(|low| lows.is_clear(low)).collect();
    assert_eq!(clear, [Some(true), Some(false), Some(false)]);
}

#[test]
fn what_is_not_reliable_or_alone_is_left_out() {
    let mut found =
        publication("x", "2026-Q2", &instrument("board-1"), &province(1, |_| Some(around(80.0, true))));
    found.figures[1][4].precision = Some(PrecisionState::NotReliable);
    let lows = lowest(&found, 1, 5).unwrap();
    assert_eq!((lows.compared, lows.left_out), (5, 1));
    assert!(lows.nodes.iter().all(|low| low.node != 4));
    for node in 0..found.nodes.len() {
        found.figures[1][node] = Figure::absent(Disclosure::Waiting);
    }
    assert_eq!(lowest(&found, 1, 5), None);
    assert_eq!(lowest(&found, 9, 5), None);
}

/// Scores from elsewhere have no errors: nobody knows what is chance.
#[test]
fn without_errors_nothing_is_clear() {
    let mut found =
        publication("x", "2026-Q2", &instrument("board-1"), &province(1, |_| Some(around(80.0, true))));
    for figure in &mut found.figures[1] {
        figure.se = None;
    }
    let lows = lowest(&found, 1, 5).unwrap();
    assert!(lows.nodes.iter().all(|low| lows.is_clear(low).is_none()));
}

/// The scores of the one-stop system are what they are: what people said stands out against them, and a low one among
/// what people said.
#[test]
fn given_scores_stand_beside_measured_ones_without_chance() {
    let mut found =
        publication("x", "2026-Q2", &instrument("board-1"), &province(1, |_| Some(around(80.0, true))));
    let given = |value: f64| Figure { value: Some(value), ..Figure::absent(Disclosure::Given) };
    // The last two indicators come from elsewhere, one of them far below the rest.
    let of = |id: &str| found.nodes.iter().position(|node| node.id == id).unwrap();
    let (b2, b3) = (of("b2"), of("b3"));
    found.figures[1][b2] = given(40.0);
    found.figures[1][b3] = given(81.0);
    let lows = lowest(&found, 1, 5).unwrap();
    let clear: Vec<_> =
        lows.nodes.iter().map(|low| (found.nodes[low.node].id.as_str(), lows.is_clear(low))).collect();
    assert_eq!(clear, [("b2", Some(true)), ("a3", Some(true)), ("a1", Some(false))]);
}

fn groups_at(publication: &Publication, form: &Instrument, unit: usize) -> Option<[usize; 2]> {
    group_set(publication, form, (unit, 0), rank_set(publication, unit, 0))
}

fn groups_of(publication: &Publication, form: &Instrument) -> Vec<Option<[usize; 2]>> {
    (1..publication.units.len()).map(|unit| groups_at(publication, form, unit)).collect()
}

/// Quantiles move with the others: a unit may be in the groups of all ranks it may have.
#[test]
fn groups_by_quantile_are_as_certain_as_ranks() {
    let form = instrument("board-1");
    let far = communes(&[90.0, 80.0, 70.0, 60.0], 0.5);
    assert_eq!(groups_of(&far, &form), [Some([3, 3]), Some([2, 2]), Some([1, 1]), Some([0, 0])]);
    let near = communes(&[90.0, 70.2, 70.0, 50.0], 0.5);
    assert_eq!(groups_of(&near, &form), [Some([3, 3]), Some([1, 2]), Some([1, 2]), Some([0, 0])]);
    // The province is in no group.
    assert_eq!(groups_at(&near, &form, 0), None);
}

/// Fixed bounds ask where the interval ends, rounded as the value is.
#[test]
fn grades_are_as_certain_as_the_interval() {
    let mut form = serde_json::to_value(instrument("board-1")).unwrap();
    form["benchmarks"][0]["groups"]["by"] = "bands".into();
    form["benchmarks"][0]["groups"]["round"] = 1.into();
    form["benchmarks"][0]["groups"].as_object_mut().unwrap().remove("cuts");
    form["benchmarks"][0]["groups"]["bounds"] = serde_json::json!([60.0, 70.0, 80.0]);
    let form: Instrument = serde_json::from_value(form).unwrap();
    let mut found = communes(&[90.0, 75.0, 65.0, 50.0], 1.0);
    found.figures[2][0].ci = Some([69.96, 79.94]);
    found.figures[3][0].ci = Some([59.9, 70.0]);
    assert_eq!(groups_of(&found, &form), [Some([3, 3]), Some([2, 2]), Some([0, 2]), Some([0, 0])]);
    found.figures[1][0].ci = None;
    assert_eq!(groups_at(&found, &form, 1), None);
}
