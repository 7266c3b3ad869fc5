//! Comparison with an earlier wave.

use hailong::domain::compare::{Obstacle, compare};
use hailong::domain::instrument::{Comparable, Instrument};
use hailong::domain::publication::Publication;
use hailong::domain::wave::Mode;
use serde_json::json;

use super::support::{batch, close, instrument, node, publish, response, wave};

fn share_instrument() -> Instrument {
    instrument(json!([
        node("share", "indicator", None, json!({"measure": {"stat": "share", "item": "a", "codes": [5]}})),
        node("mean", "indicator", None, json!({"measure": {"stat": "mean", "item": "a"}})),
        node("given", "indicator", None, json!({"measure": {"stat": "given"}})),
    ]))
}

/// One batch per unit in which `top` of `n` people answered 5, the others 1.
fn published(instrument: &Instrument, tops: &[(usize, usize)], given: f64) -> Publication {
    let batches: Vec<_> = tops
        .iter()
        .enumerate()
        .map(|(unit, (top, n))| {
            let people: Vec<_> =
                (0..*n).map(|i| response(instrument, [if i < *top { 5 } else { 1 }, 0, 0], &[])).collect();
            batch(instrument, &format!("u{unit}"), i32::try_from(unit).unwrap() + 1, &people)
        })
        .collect();
    publish(&wave(Mode::Desk), instrument, tops.len(), &batches, &[(1, "given", given)])
}

/// 56 of 70 against 48 of 80: Newcombe's interval of the difference is 0.052431 to 0.333872
/// (statsmodels 0.14 `confint_proportions_2indep(method="newcomb")`). Published intervals carry two
/// significant digits of their width, so the third decimal may differ.
#[test]
fn a_change_of_shares_has_newcombes_interval() {
    let instrument = share_instrument();
    let then = published(&instrument, &[(48, 80)], 1.0);
    let now = published(&instrument, &[(56, 70)], 1.5);
    let found = compare(&now, &then, &instrument);
    assert!(found.obstacles.is_empty());
    let change = &found.changes[1][0];
    close(change.change.unwrap(), 0.2);
    let [low, high] = change.ci.unwrap();
    assert!((low - 0.052_431).abs() < 0.006 && (high - 0.333_872).abs() < 0.006, "{low} {high}");
    let given = &found.changes[1][2];
    close(given.change.unwrap(), 0.5);
    close(given.percent.unwrap(), 50.0);
    assert_eq!((given.ci, given.p), (None, None));
}

#[test]
fn p_values_are_adjusted_over_the_units_of_a_level() {
    let instrument = share_instrument();
    let then = published(&instrument, &[(40, 100), (40, 100), (40, 100)], 1.0);
    let one = published(&instrument, &[(55, 100)], 1.0);
    let alone = compare(&one, &published(&instrument, &[(40, 100)], 1.0), &instrument);
    let now = published(&instrument, &[(55, 100), (41, 100), (42, 100)], 1.0);
    let found = compare(&now, &then, &instrument);
    let raw = alone.changes[1][0].p.unwrap();
    // Both are published with two significant digits.
    let adjusted = found.changes[1][0].p.unwrap();
    assert!((adjusted / (3.0 * raw) - 1.0).abs() < 0.06, "{adjusted} {raw}");
    assert!(found.changes[2][0].p.unwrap() <= 1.0);
}

#[test]
fn breaks_and_foreign_instruments_are_not_compared() {
    let mut instrument = share_instrument();
    let then = published(&instrument, &[(40, 100)], 1.0);
    let now = published(&instrument, &[(50, 100)], 1.1);
    let rule = json!({"instrument": "test-1", "notable_percent": 5,
        "breaks": [{"nodes": ["mean"], "reason": {"vi": "đổi câu hỏi", "en": "question changed"}}]});
    instrument.comparable = vec![serde_json::from_value::<Comparable>(rule).unwrap()];
    let found = compare(&now, &then, &instrument);
    assert_eq!(found.changes[1][1].change, None);
    assert_eq!(found.changes[1][0].notable, Some(true));
    assert_eq!(found.changes[1][2].notable, Some(true), "+10 % is over 5 %");
    assert!(matches!(&found.obstacles[..], [Obstacle::Break { nodes, .. }] if nodes == &["mean"]));

    let mut foreign = then.clone();
    foreign.wave.instrument = "other".to_owned();
    assert_eq!(compare(&now, &foreign, &instrument).obstacles, [Obstacle::OtherInstrument]);
    let mut sample = then.clone();
    sample.wave.mode = "sample".to_owned();
    assert_eq!(compare(&now, &sample, &instrument).obstacles, [Obstacle::OtherMode]);
    let mut settings = then;
    settings.wave.switches.insert("statistic".to_owned(), "mean5".to_owned());
    let found = compare(&now, &settings, &instrument);
    assert_eq!(found.obstacles, [Obstacle::OtherSettings]);
    assert!(found.changes.iter().flatten().all(|change| change.change.is_none()));
}

/// What a page shows of a comparison is what the whole of it says.
#[test]
fn a_part_of_a_comparison_says_what_the_whole_does() {
    use crate::web::board_ground::{around, instrument, province, publication};
    use hailong::domain::compare::{adjusted, compare_some};

    let form = instrument("board-1");
    let lines = |shift: f64| province(9, move |n| Some(around(60.0 + shift * n as f64, n % 2 == 0)));
    let now = publication("b", "2026-Q2", &form, &lines(1.5));
    let then = publication("a", "2026-Q1", &form, &lines(1.0));
    let whole = compare(&now, &then, &form);
    let nodes = now.nodes.len();
    let p = adjusted((&now, &then), &form, |node| !node.id.contains('='));
    let part = compare_some((&now, &then), &form, &p, [(3, nodes), (5, 1)]);
    assert_eq!(part.obstacles, whole.obstacles);
    assert_eq!(part.changes[5], whole.changes[5][..1]);
    for (node, change) in part.changes[3].iter().enumerate() {
        let mut expected = whole.changes[3][node].clone();
        if now.nodes[node].id.contains('=') {
            expected.p = None;
        }
        assert_eq!(*change, expected, "{}", now.nodes[node].id);
    }
    assert!(part.changes[3].iter().any(|change| change.p.is_some_and(|p| p < 1.0)));
    assert!(part.changes[4].is_empty());
}
