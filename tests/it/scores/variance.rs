//! Standard errors: the linearized variance against the definition, computed person by person.

use hailong::domain::batch::Batch;
use hailong::domain::instrument::Instrument;
use hailong::domain::tally::WEIGHT_UNIT;
use hailong::domain::wave::Mode;
use proptest::prelude::*;
use serde_json::json;

use super::support::{batch, figure, instrument, node, publish, response, wave, weighted_batch};

fn tree() -> Instrument {
    let leaf = |id: &str, item: &str, parent: &str| {
        let rest =
            json!({"measure": {"stat": "mean", "item": item}, "scale": {"from": [1, 5], "to": [0, 100]}});
        node(id, "indicator", Some(parent), rest)
    };
    instrument(json!([
        node("mean", "dimension", None, json!({"combine": {"op": "mean", "missing": "skip"}})),
        leaf("ma", "a", "mean"),
        leaf("mb", "b", "mean"),
        leaf("mc", "c", "mean"),
        node("pool", "dimension", None, json!({"combine": {"op": "pool", "missing": "skip"}})),
        leaf("pa", "a", "pool"),
        leaf("pb", "b", "pool"),
        leaf("pc", "c", "pool"),
    ]))
}

/// Scores 0 to 100 of one person, `None` where there is no counted answer.
fn scores(codes: [i32; 3]) -> [Option<f64>; 3] {
    codes.map(|code| (1..=5).contains(&code).then(|| f64::from(code - 1) * 25.0))
}

/// Value and variance of mean-of-means and pool from the definition `u_k = Σ G δ`, `z_b = Σ_k u_k`,
/// `V = m/(m-1) Σ (z_b - z̄)²`.
fn by_hand(batches: &[Vec<[i32; 3]>]) -> [(f64, f64); 2] {
    let all: Vec<[Option<f64>; 3]> = batches.iter().flatten().map(|codes| scores(*codes)).collect();
    let column = |item: usize| -> Vec<f64> { all.iter().filter_map(|person| person[item]).collect() };
    let columns: Vec<Vec<f64>> = (0..3).map(column).collect();
    let means: Vec<f64> = columns.iter().map(|c| c.iter().sum::<f64>() / c.len() as f64).collect();
    let answers: f64 = columns.iter().map(|c| c.len() as f64).sum();
    let mean = means.iter().sum::<f64>() / 3.0;
    let pool = columns.iter().flatten().sum::<f64>() / answers;
    let z = |u: &dyn Fn(usize, f64) -> f64| -> Vec<f64> {
        let person = |codes: &[i32; 3]| -> f64 {
            scores(*codes)
                .iter()
                .enumerate()
                .filter_map(|(item, score)| score.map(|score| u(item, score)))
                .sum()
        };
        batches.iter().map(|people| people.iter().map(person).sum()).collect()
    };
    let variance = |z: Vec<f64>| {
        let m = z.len() as f64;
        let centre = z.iter().sum::<f64>() / m;
        m / (m - 1.0) * z.iter().map(|z| (z - centre).powi(2)).sum::<f64>()
    };
    let of_mean = z(&|item, score| (score - means[item]) / columns[item].len() as f64 / 3.0);
    let of_pool = z(&|_, score| (score - pool) / answers);
    [(mean, variance(of_mean)), (pool, variance(of_pool))]
}

fn batches(instrument: &Instrument, people: &[Vec<[i32; 3]>]) -> Vec<Batch> {
    people
        .iter()
        .enumerate()
        .map(|(seq, codes)| {
            let responses: Vec<_> = codes.iter().map(|codes| response(instrument, *codes, &[])).collect();
            batch(instrument, "u0", i32::try_from(seq).unwrap() + 1, &responses)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn composites_have_the_linearized_variance_between_batches(
        people in prop::collection::vec(prop::collection::vec(prop::array::uniform3(
            prop::sample::select(vec![0, 1, 2, 3, 4, 5, 9])), 20..40), 2..7),
    ) {
        let instrument = tree();
        let found = publish(&wave(Mode::Desk), &instrument, 1, &batches(&instrument, &people), &[]);
        for (node, (value, variance)) in ["mean", "pool"].iter().zip(by_hand(&people)) {
            let figure = figure(&found, "u0", node);
            prop_assert!((figure.value.unwrap() - value).abs() < 1e-9);
            // Published to two significant digits.
            let se = figure.se.unwrap();
            prop_assert!((se - variance.sqrt()).abs() <= 0.051 * se.max(0.1), "{se} {}", variance.sqrt());
            prop_assert_eq!(figure.df, Some(people.len() as f64 - 1.0));
            let [low, high] = figure.ci.unwrap();
            prop_assert!(low <= value + 0.6 * (high - low) && value <= high + 0.1 * (high - low));
        }
    }

    #[test]
    fn figures_do_not_depend_on_the_order_of_batches(
        people in prop::collection::vec(prop::collection::vec(prop::array::uniform3(1..=5i32), 10..20), 2..6),
    ) {
        let instrument = tree();
        let mut turned = batches(&instrument, &people);
        let straight = publish(&wave(Mode::Desk), &instrument, 1, &turned, &[]);
        turned.reverse();
        prop_assert_eq!(straight, publish(&wave(Mode::Desk), &instrument, 1, &turned, &[]));
    }
}

/// With one batch there is no variance between batches: the interval of a composite is the upper
/// bound over all correlations, so at least as wide as any component's contribution.
#[test]
fn one_batch_gives_a_cautious_interval() {
    let instrument = tree();
    let people: Vec<[i32; 3]> = (0..40).map(|i| [1 + i % 5, 1 + (i / 5) % 5, 5 - i % 3]).collect();
    let found = publish(&wave(Mode::Desk), &instrument, 1, &batches(&instrument, &[people]), &[]);
    let se = |node: &str| figure(&found, "u0", node).se.unwrap();
    let bound = (se("ma") + se("mb") + se("mc")) / 3.0;
    assert!((se("mean") - bound).abs() <= 0.051 * bound, "{} {bound}", se("mean"));
}

/// Equal weights change nothing but the scale; a weight counts as so many people in the value.
#[test]
fn weights_weigh() {
    let instrument = tree();
    let heavy = response(&instrument, [5, 5, 5], &[]);
    let light = response(&instrument, [1, 1, 1], &[]);
    let cell = |stratum: &str, seq: i32| {
        let people: Vec<_> = (0..20)
            .map(|i| if i % 2 == 0 { (heavy.clone(), 3 * WEIGHT_UNIT) } else { (light.clone(), WEIGHT_UNIT) })
            .collect();
        weighted_batch(&instrument, stratum, seq, &people)
    };
    let batches = [cell("h1", 1), cell("h1", 2), cell("h2", 3), cell("h2", 4)];
    let found = publish(&wave(Mode::Sample), &instrument, 1, &batches, &[]);
    let leaf = figure(&found, "u0", "ma");
    assert!((leaf.value.unwrap() - 75.0).abs() < 1e-12);
    assert_eq!(leaf.n, Some(80));
    // Kish: n_eff = (Σw)²/Σw² = 160²/(40·9 + 40·1) = 64.
    assert_eq!(leaf.n_eff, Some(64.0));
}
