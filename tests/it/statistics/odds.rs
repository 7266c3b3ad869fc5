//! Odds ratios of two groups in many places, against R.

use hailong::domain::statistics::odds::{Places, TwoGroups, Usual, at_least};

use super::excess::r;

fn groups(first: u32, of_first: u32, second: u32, of_second: u32) -> TwoGroups {
    TwoGroups { first, of_first, second, of_second }
}

/// Cases of the first group, its size, cases of the second group, its size.
const PLACES: [(u32, u32, u32, u32); 8] = [
    (12, 40, 30, 61),
    (3, 25, 9, 30),
    (18, 22, 40, 44),
    (0, 8, 5, 19),
    (55, 200, 140, 310),
    (7, 9, 6, 6),
    (20, 100, 21, 90),
    (70, 90, 30, 80),
];

fn places() -> Places {
    of(PLACES.iter().map(|(a, m, c, n)| groups(*a, *m, *c, *n)))
}

fn of(all: impl Iterator<Item = TwoGroups>) -> Places {
    let mut places = Places::default();
    all.for_each(|place| places.add(place));
    places
}

/// The places in R: `a`, `b`, `c`, `d` are the four cells.
fn in_r() -> String {
    let column = |read: fn(&(u32, u32, u32, u32)) -> u32| {
        PLACES.iter().map(|place| read(place).to_string()).collect::<Vec<_>>().join(", ")
    };
    let (a, b) = (column(|place| place.0), column(|place| place.1 - place.0));
    let (c, d) = (column(|place| place.2), column(|place| place.3 - place.2));
    format!("a <- c({a}); b <- c({b}); c <- c({c}); d <- c({d});")
}

#[test]
fn tails_are_those_of_fisher_test_with_another_odds_ratio_than_one() {
    let cases: Vec<(TwoGroups, f64)> = [(9, 10, 2, 11), (3, 30, 9, 12), (0, 5, 3, 9), (160, 200, 240, 400)]
        .into_iter()
        .flat_map(|(a, m, c, n)| [0.2, 0.9, 1.0, 3.5].map(|odds| (groups(a, m, c, n), odds)))
        .collect();
    let calls: Vec<String> = cases
        .iter()
        .map(|(place, odds)| {
            let TwoGroups { first, of_first, second, of_second } = place;
            let (b, d) = (of_first - first, of_second - second);
            format!(
                "fisher.test(matrix(c({first}, {second}, {b}, {d}), 2), or = {odds}, alternative = 'greater')$p.value"
            )
        })
        .collect();
    let expected = r(&format!("cat(sprintf('%.17g', c({})), sep = '\\n')", calls.join(", ")));
    assert_eq!(expected.len(), cases.len());
    for ((place, odds), expected) in cases.into_iter().zip(expected) {
        let found = at_least(place, odds.ln());
        assert!(
            (found - expected).abs() <= 1e-9 * expected,
            "{place:?} at {odds}: {found}, R says {expected}"
        );
    }
}

#[test]
fn what_the_places_have_in_common_is_that_of_mantelhaen_test() {
    // The invented place of one person in each cell is one more stratum.
    let program = format!(
        "{} all <- array(rbind(a, c, b, d), c(2, 2, length(a)));
         all <- array(c(all, 1, 1, 1, 1), c(2, 2, length(a) + 1));
         cat(sprintf('%.17g', mantelhaen.test(all)$estimate))",
        in_r()
    );
    let expected = r(&program)[0];
    let found = places().usual().log_odds.exp();
    assert!((found - expected).abs() < 1e-12 * expected, "{found}, R says {expected}");
}

#[test]
fn the_spread_is_what_dersimonian_and_laird_compute() {
    // Their formula as a regression: Q is the weighted sum of squares around the weighted mean.
    let program = format!(
        "{} y <- log((a + .5) * (d + .5) / ((b + .5) * (c + .5)));
         w <- 1 / (1 / (a + .5) + 1 / (b + .5) + 1 / (c + .5) + 1 / (d + .5));
         q <- deviance(lm(y ~ 1, weights = w));
         cat(sprintf('%.17g', (q - (length(y) - 1)) / (sum(w) - sum(w^2) / sum(w))))",
        in_r()
    );
    let expected = r(&program)[0].sqrt();
    let found = places().usual().between;
    assert!(found > 0.1 && (found - expected).abs() < 1e-10, "{found}, R says {expected}");
    // Places that differ by chance alone have none.
    let alike = of((0..9).map(|more| groups(20 + more % 2, 40, 21, 41)));
    assert_eq!(alike.usual().between, 0.0);
}

#[test]
fn over_the_places_it_is_the_integral_of_the_tails() {
    let usual = Usual { log_odds: -0.6, between: 0.45 };
    for (a, m, c, n) in [(18, 20, 8, 20), (150, 160, 60, 100), (3, 12, 5, 11)] {
        let program = format!(
            "f <- function(z) dnorm(z) * sapply(z, function(z) fisher.test(matrix(c({a}, {c}, {}, {}), 2), \
             or = exp(-0.6 + 0.45 * z), alternative = 'greater')$p.value);
             cat(sprintf('%.17g', integrate(f, -8, 8, rel.tol = 1e-10)$value))",
            m - a,
            n - c
        );
        let expected = r(&program)[0];
        let found = usual.at_least(groups(a, m, c, n));
        assert!((found - expected).abs() < 1e-8, "{a} of {m}, {c} of {n}: {found}, R says {expected}");
    }
}

#[test]
fn a_place_taken_out_leaves_no_trace_and_an_empty_one_says_nothing() {
    let (all, odd) = (places(), of([groups(40, 41, 1, 30)].into_iter()));
    let back = all.plus(&odd).without(&odd);
    assert_eq!(back.count(), 8);
    assert!((back.usual().log_odds - all.usual().log_odds).abs() < 1e-12);
    assert!((back.usual().between - all.usual().between).abs() < 1e-9);
    assert_eq!(of([groups(0, 0, 9, 20), groups(3, 9, 0, 0)].into_iter()), Places::default());
    let none = Places::default().usual();
    assert_eq!((none.log_odds, none.between), (0.0, 0.0));
    // A group without cases, and one without others.
    assert_eq!(at_least(groups(0, 9, 4, 9), 0.7), 1.0);
    assert_eq!(at_least(groups(9, 9, 4, 4), 0.7), 1.0);
}
