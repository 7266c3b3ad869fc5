//! Somebody watches the kiosks, knows who answered where and when, and downloads every publication of every day, at
//! every level and by every breakdown.
//!
//! Pools, batches, steps and publications come from the pure functions that the service seals and publishes with
//! (`may_seal`, `Breakdowns::count`, `publish::compute`); that a database in between changes nothing is shown in
//! `sealing::breakdowns`. 180 days of 60 communes take a few seconds so.

use std::collections::{BTreeMap, BTreeSet};

use hailong::domain::breakdown::Breakdowns;
use hailong::domain::breakdown::advance::{CELL_FLOOR, Waiting, steps};
use hailong::domain::publication::{Figure, Publication};
use hailong::domain::publish;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::linear::{Space, Vector, difference, least_cut};
use super::paper::{Ground, K, Person, units};

const DAYS: u64 = 180;
const RESPONSES: usize = 8_000;
const PROVINCES: usize = 4;
const COMMUNES: usize = 15;

/// Somebody at random: field 4 is a procedure for women only, for which nearly all women come to the first commune of
/// each province, where every fifth person goes.
fn person(rng: &mut StdRng) -> Person {
    let place = if rng.random_bool(0.2) { 0 } else { rng.random_range(0..COMMUNES) };
    let unit = 1 + PROVINCES + rng.random_range(0..PROVINCES) * COMMUNES + place;
    let sex = if rng.random_bool(0.55) { 1 } else { 2 };
    let mostly_women = place == 0 && sex == 1 && rng.random_bool(0.94);
    let field = match rng.random_range(0..100) {
        _ if mostly_women => 4,
        0..45 => 1,
        45..75 => 2,
        75..90 => 3,
        _ if sex == 1 => 4,
        _ => 1,
    };
    let q1 = match rng.random_range(0..100) {
        0..6 => 1,
        6..16 => 2,
        16..30 => 3,
        30..60 => 4,
        _ => 5,
    };
    Person { unit, answers: [sex, field, q1, if q1 <= 2 { rng.random_range(1..=2) } else { 0 }] }
}

/// The same people whenever it is asked for, sealed every night and at last closed; tells after each night how many batches there are.
fn simulated() -> (Ground, Vec<usize>) {
    let mut rng = StdRng::seed_from_u64(2026);
    let mut ground = Ground::new(units(PROVINCES, COMMUNES), &["sex", "field"]);
    let mut nights = Vec::new();
    for day in 0..DAYS {
        let today = RESPONSES * usize::try_from(day + 1).unwrap() / 180
            - RESPONSES * usize::try_from(day).unwrap() / 180;
        for _ in 0..today {
            let person = person(&mut rng);
            ground.answer(person);
        }
        ground.seal(day);
        nights.push(ground.batches.len());
    }
    ground.close(DAYS);
    nights.push(ground.batches.len());
    (ground, nights)
}

/// The atoms of the simulation: batch and cell, with the number of people.
struct Atoms {
    numbers: BTreeMap<(usize, Vec<u8>), usize>,
    people: Vec<i64>,
}

impl Atoms {
    fn of(ground: &Ground) -> Self {
        let mut atoms = Self { numbers: BTreeMap::new(), people: Vec::new() };
        for (place, batch) in ground.batches.iter().enumerate() {
            for (cell, n) in &batch.breakdowns.as_ref().unwrap().cells {
                atoms.numbers.insert((place, cell.clone()), atoms.people.len());
                atoms.people.push(*n);
            }
        }
        atoms
    }

    /// The people of these batches, all or in one category.
    fn vector(&self, ground: &Ground, batches: &[usize], category: Option<(usize, u8)>) -> Vector {
        let mut vector = Vector::new();
        for batch in batches {
            for cell in ground.batches[*batch].breakdowns.as_ref().unwrap().cells.keys() {
                if category.is_none_or(|(variable, category)| cell[variable] == category) {
                    vector.insert(self.numbers[&(*batch, cell.clone())], 1);
                }
            }
        }
        vector
    }

    fn count(&self, vector: &Vector) -> i64 {
        vector.keys().map(|atom| self.people[*atom]).sum()
    }
}

/// A published count: unit, breakdown and category.
type Name = (usize, Option<(usize, u8)>);

/// What the publication of the first so many batches counts, by name: who must be in it, and that it says so.
fn read(ground: &Ground, atoms: &Atoms, batches: usize, found: &Publication) -> BTreeMap<Name, Vector> {
    let node = found.nodes.iter().position(|node| node.id == "1").unwrap();
    let mut vectors = BTreeMap::new();
    let mut say = |name: Name, vector: Vector, figure: &Figure| {
        assert_eq!(figure.n.unwrap_or(0), atoms.count(&vector), "{name:?} after {batches} batches");
        vectors.insert(name, vector);
    };
    for (unit, row) in found.figures.iter().enumerate() {
        let own: Vec<usize> =
            (0..batches).filter(|batch| ground.is_below(ground.places[*batch], unit)).collect();
        say((unit, None), atoms.vector(ground, &own, None), &row[node]);
    }
    let steps = publish::steps(&ground.input(batches));
    for (variable, breakdown) in found.breakdowns.iter().enumerate() {
        for (place, unit) in breakdown.units.iter().enumerate() {
            let own: Vec<usize> = steps
                .iter()
                .filter(|step| ground.is_below(step.unit, *unit))
                .flat_map(|step| step.batches.clone())
                .collect();
            for (number, category) in (0..).zip(&breakdown.categories) {
                let vector = atoms.vector(ground, &own, Some((variable, number)));
                say((*unit, Some((variable, number))), vector, &category.figures[place][node]);
            }
        }
    }
    vectors
}

/// All differences of the same count from one publication to the next: they span what all the publications span.
fn downloads(ground: &Ground, atoms: &Atoms, nights: &[usize]) -> BTreeSet<Vector> {
    let mut before: BTreeMap<Name, Vector> = BTreeMap::new();
    let mut published = BTreeSet::new();
    let nights: BTreeSet<usize> = nights.iter().copied().filter(|batches| *batches > 0).collect();
    for batches in nights {
        let found = publish::compute(&ground.input(batches));
        let now = read(ground, atoms, batches, &found);
        for (name, vector) in &now {
            published.insert(difference(vector, before.get(name).unwrap_or(&Vector::new())));
        }
        before = now;
    }
    published.remove(&Vector::new());
    published
}

/// The batches of a step, and its categories.
fn block(ground: &Ground, atoms: &Atoms, step: &[usize]) -> Vec<Vector> {
    let batches = step.iter().map(|batch| atoms.vector(ground, &[*batch], None));
    let categories = [(0, 3), (1, 5)].into_iter().flat_map(|(variable, categories)| {
        (0..categories).map(move |category| atoms.vector(ground, step, Some((variable, category))))
    });
    batches.chain(categories).filter(|vector| !vector.is_empty()).collect()
}

/// All batches, and the categories of the steps: what the published counts are made of.
fn blocks(ground: &Ground, atoms: &Atoms, steps: &[Vec<usize>]) -> Vec<Vector> {
    let batches = (0..ground.batches.len()).map(|batch| atoms.vector(ground, &[batch], None));
    batches.chain(steps.iter().flat_map(|step| block(ground, atoms, step))).collect()
}

/// A lower bound of the people any combination of the blocks is about: the least cut between batches and cells.
fn bound(ground: &Ground, steps: &[Vec<usize>], cell_of: impl Fn(&[u8]) -> usize) -> i64 {
    let cuts = steps.iter().filter_map(|step| {
        let mut edges = Vec::new();
        for batch in step {
            for (cell, n) in &ground.batches[*batch].breakdowns.as_ref().unwrap().cells {
                edges.push((*batch, 1_000_000 + cell_of(cell), *n));
            }
        }
        least_cut(&edges)
    });
    cuts.min().unwrap()
}

#[test]
fn all_downloads_of_half_a_year_tell_nobody_apart_in_a_smaller_group() {
    let (ground, nights) = simulated();
    let atoms = Atoms::of(&ground);
    let steps: Vec<Vec<usize>> =
        publish::steps(&ground.input(ground.batches.len())).into_iter().map(|step| step.batches).collect();
    // Given enough of everything that the attack is one.
    assert!(ground.batches.len() > 600 && steps.len() >= 3 * PROVINCES, "{} steps", steps.len());
    assert!(ground.places.iter().any(|place| *place <= PROVINCES), "residual batches of provinces");
    assert!(atoms.people.iter().filter(|n| **n == 1).count() > 500, "people who are alone in their cell");
    // When everything that was published on any day is put together.
    let published = downloads(&ground, &atoms, &nights);
    assert!(published.len() > 1_000, "{}", published.len());
    // Then all of it lies in the span of whole batches and of the categories of whole steps, and spans it.
    let blocks = Space::of(&blocks(&ground, &atoms, &steps));
    let strange = published.iter().filter(|vector| !blocks.holds(vector)).count();
    assert_eq!(strange, 0, "published counts that are neither batches nor steps");
    let seen = Space::of(&published);
    assert_eq!(seen.rank(), blocks.rank());
    // No combination is about fewer people than promised: of one breakdown k, of both crossed F.
    assert!(bound(&ground, &steps, |cell| usize::from(cell[0])) >= i64::from(K));
    assert!(bound(&ground, &steps, |cell| usize::from(cell[1])) >= i64::from(K));
    assert!(bound(&ground, &steps, |cell| usize::from(cell[0]) * 10 + usize::from(cell[1])) >= CELL_FLOOR);
    // And what an attacker finds who tries many eliminations is no finer.
    assert!(tried(&ground, &atoms, &steps) >= CELL_FLOOR);
}

/// The finest group that random eliminations find in each step: the atoms in another order give other combinations
/// (Prange, IRE Transactions on Information Theory 8, 1962).
fn tried(ground: &Ground, atoms: &Atoms, steps: &[Vec<usize>]) -> i64 {
    let mut rng = StdRng::seed_from_u64(1962);
    let mut least = i64::MAX;
    for step in steps {
        let own = block(ground, atoms, step);
        let inside = atoms.vector(ground, step, None);
        for _ in 0..30 {
            let mut order: Vec<usize> = inside.keys().copied().collect();
            order.shuffle(&mut rng);
            let renamed: BTreeMap<usize, usize> = order.iter().copied().zip(0..).collect();
            let rename = |vector: &Vector| -> Vector {
                vector.iter().map(|(atom, value)| (renamed[atom], *value)).collect()
            };
            let people: Vec<i64> = order.iter().map(|atom| atoms.people[*atom]).collect();
            let vectors: Vec<Vector> = own.iter().map(rename).collect();
            least = least.min(Space::of(&vectors).lightest_row(&people).unwrap());
        }
    }
    least
}

/// The finest group that is found when breakdowns advance at these units by a weaker rule.
fn under<'a>(
    ground: &'a Ground,
    atoms: &Atoms,
    units: std::ops::Range<usize>,
    rule: impl Fn(&Waiting<'a>) -> bool + Copy,
) -> i64 {
    let mut weak = Vec::new();
    for unit in units {
        let own = (0..ground.batches.len()).filter(|batch| ground.is_below(ground.places[*batch], unit));
        let parts = |batch: usize| -> (usize, &'a Breakdowns) {
            (batch, ground.batches[batch].breakdowns.as_ref().unwrap())
        };
        weak.extend(steps(own.map(parts), rule));
    }
    tried(ground, atoms, &weak)
}

#[test]
fn the_same_downloads_give_single_people_away_under_weaker_rules() {
    let (ground, _) = simulated();
    let atoms = Atoms::of(&ground);
    let (provinces, communes) = (1..1 + PROVINCES, 1 + PROVINCES..ground.units.len());
    // With every batch at once.
    assert_eq!(under(&ground, &atoms, provinces, |_| true), 1);
    // With k people in every category and no floor under the cells, at communes.
    let by_category = |waiting: &Waiting<'_>| waiting.has_k_per_category(i64::from(K));
    let found = under(&ground, &atoms, communes.clone(), by_category);
    assert!(found < CELL_FLOOR, "{found}");
    // With the whole rule, even there.
    let whole = |waiting: &Waiting<'_>| {
        by_category(waiting) && waiting.has_full_cells() && waiting.holds_against_batches(i64::from(K))
    };
    let found = under(&ground, &atoms, communes, whole);
    assert!(found >= CELL_FLOOR, "{found}");
}
