//! Items that routing leads only some people to: what is published of them can never be subtracted
//! to fewer than k people asked.

use hailong::domain::publication::Publication;
use hailong::domain::wave::Mode;
use proptest::prelude::*;
use serde_json::json;

use super::support::{batch, figure, instrument, node, publish, response, wave};

const UNITS: usize = 3;
const K: i64 = 10;

/// People asked item `d`: everybody asked answers it, as the published figure tells.
fn asked(publication: &Publication, unit: &str) -> i64 {
    let found = figure(publication, unit, "d");
    assert!(found.nonresponse.is_none_or(|share| share == 0.0));
    found.n.unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A batch per entry: its unit, and the answers at `a`, of which a 1 leads to `d`.
    #[test]
    fn differences_of_publications_hold_at_least_k_people_asked(
        sealed in prop::collection::vec((0..UNITS, prop::collection::vec(
            prop::sample::select(vec![1, 5, 5, 5, 5, 4]), 10..25)), 1..14),
    ) {
        let instrument = instrument(json!([
            node("d", "indicator", None, json!({"measure": {"stat": "mean", "item": "d"}})),
        ]));
        let batches: Vec<_> = sealed
            .iter()
            .enumerate()
            .map(|(place, (unit, people))| {
                let people: Vec<_> = people.iter().map(|a| response(&instrument, [*a, 3, 0], &[])).collect();
                batch(&instrument, &format!("u{unit}"), i32::try_from(place).unwrap() + 1, &people)
            })
            .collect();
        let mut before = vec![0; UNITS + 1];
        for count in 1..=batches.len() {
            let now = publish(&wave(Mode::Desk), &instrument, UNITS, &batches[..count], &[]);
            let mut found: Vec<i64> = (0..UNITS).map(|unit| asked(&now, &format!("u{unit}"))).collect();
            let total = asked(&now, "top");
            prop_assert_eq!(total, found.iter().sum::<i64>(), "a parent is the sum of what its units show");
            found.push(total);
            for (new, old) in found.iter().zip(&before) {
                let more = new - old;
                prop_assert!(more == 0 || more >= K, "{} people asked can be told apart", more);
            }
            before = found;
        }
    }
}
