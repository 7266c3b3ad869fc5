//! Raking the weights of a designed sample, once, in the transaction that closes its wave: after it nobody answers any
//! more and nothing is sealed yet, so the whole sample lies in the pools.

use std::collections::BTreeMap;

use diesel::PgConnection;

use super::SealError;
use super::seal::units_of;
use crate::domain::instrument::Instrument;
use crate::domain::raking::{Calibration, Margin, Raking, RakingFault, Sample, Sampled, categories};
use crate::domain::response::{ItemShape, layout};
use crate::domain::tally::WEIGHT_UNIT;
use crate::domain::unit::UnitTree;
use crate::store::margins::{self, People};
use crate::store::responses::{self, Pending};
use crate::store::waves::StoredWave;

/// How the weights of a closed wave are raked.
pub(super) struct Rakings {
    margins: Vec<Margin>,
    /// By key of the unit with margins.
    by_unit: BTreeMap<i32, Raking>,
    /// Key of the unit with margins, by key of the units at and below it.
    above: BTreeMap<i32, i32>,
}

impl Rakings {
    /// How the weights of the wave are raked; none where it has no margins.
    pub fn of(
        conn: &mut PgConnection,
        wave: &StoredWave,
        instrument: &Instrument,
    ) -> Result<Option<Self>, SealError> {
        if wave.wave.margins.is_empty() {
            return Ok(None);
        }
        let by_unit = margins::rakings(conn, wave.number)?;
        let above = units_below(conn, wave, &by_unit)?;
        Ok(Some(Self { margins: Margin::all(&wave.wave.margins, instrument)?, by_unit, above }))
    }

    /// Gives every response its raked weight, and what their batch keeps for standard errors.
    pub fn apply(&self, rows: &mut [Pending], layout: &[ItemShape]) -> Result<Calibration, SealError> {
        let mut people = Vec::with_capacity(rows.len());
        for row in rows.iter() {
            let raking = self.above.get(&row.unit_id).and_then(|unit| self.by_unit.get(unit));
            // Nothing lets answers in below no unit with margins once the sample was raked.
            let raking = raking.ok_or_else(|| RakingFault::Uncovered(row.unit_id.to_string()))?;
            people.push(Sampled { answers: &row.answers, base: row.weight, raking });
        }
        let calibration = Calibration::count(&self.margins, &people, layout)?;
        let weights = people.iter().map(|one| one.weight(&self.margins, layout));
        let weights: Vec<i64> = weights.collect::<Result<_, _>>()?;
        for (row, weight) in rows.iter_mut().zip(weights) {
            row.weight = Some(weight);
        }
        Ok(calibration)
    }
}

/// Rakes the sample that waits in the pools and notes the factors down. Nothing where the wave has no margins, or
/// nobody has answered.
///
/// # Errors
/// Why the sample cannot be raked; the transaction is to be rolled back.
pub(super) fn rake(
    conn: &mut PgConnection,
    wave: &StoredWave,
    instrument: &Instrument,
) -> Result<(), SealError> {
    if wave.wave.margins.is_empty() {
        return Ok(());
    }
    let pools = responses::pending_counts(conn, wave.number)?;
    if pools.is_empty() {
        return Ok(());
    }
    let people = margins::of_wave(conn, wave.number)?;
    if people.is_empty() {
        return Err(RakingFault::NotImported.into());
    }
    let margins = Margin::all(&wave.wave.margins, instrument)?;
    let units = units_of(conn, wave)?;
    let code = |key: &i32| units.get(key).map_or_else(|| key.to_string(), |unit| unit.code.to_string());
    let above = units_below(conn, wave, &people)?;
    let layout = layout(instrument);
    let mut samples: BTreeMap<i32, Sample> = BTreeMap::new();
    let mut own: BTreeMap<i32, (i32, Sample)> = BTreeMap::new();
    for (unit_id, _) in pools {
        let top = above.get(&unit_id).ok_or_else(|| RakingFault::Uncovered(code(&unit_id)))?;
        let (_, sample) = own.entry(unit_id).or_insert_with(|| (*top, Sample::default()));
        for (answers, weight) in responses::waiting_at(conn, wave.number, unit_id)? {
            sample.add(categories(&margins, &answers, &layout)?, weight.unwrap_or(WEIGHT_UNIT));
        }
        samples.entry(*top).or_default().merge(sample);
    }
    let mut rakings = BTreeMap::new();
    for (unit_id, sample) in samples {
        let unit = code(&unit_id);
        let people = populations(&unit, &margins, &people[&unit_id])?;
        let raking = Raking::of(&unit, &margins, people, &sample)?;
        let below = own.iter().filter(|(_, (top, _))| *top == unit_id);
        let below = below.map(|(key, (_, sample))| (code(key), sample));
        for (unit, sample) in [(unit, &sample)].into_iter().chain(below) {
            not_dominated(&raking, unit, sample, wave.wave.k)?;
        }
        rakings.insert(unit_id, raking);
    }
    Ok(margins::insert_rakings(conn, wave.number, &rakings)?)
}

/// Whether the raked people of a unit are worth at least half of k. Whoever sets the margins could otherwise have one
/// person of a known category count for everybody. A pool of fewer than k is in no figure of its own.
fn not_dominated(raking: &Raking, unit: String, sample: &Sample, k: u32) -> Result<(), RakingFault> {
    let (people, effective) = (sample.people(), raking.effective(sample));
    if people >= i64::from(k) && effective < f64::from(k) / 2.0 {
        return Err(RakingFault::Dominated { unit, people, effective });
    }
    Ok(())
}

/// Key of the unit with margins, by key of every unit at or below one.
fn units_below<T>(
    conn: &mut PgConnection,
    wave: &StoredWave,
    with_margins: &BTreeMap<i32, T>,
) -> Result<BTreeMap<i32, i32>, SealError> {
    let units = units_of(conn, wave)?;
    let tree = UnitTree::at(units.values().cloned(), wave.wave.period.first());
    let keys: BTreeMap<_, i32> = units.iter().map(|(key, unit)| (&unit.code, *key)).collect();
    let mut found = BTreeMap::new();
    for top in with_margins.keys() {
        let Some(unit) = units.get(top) else { continue };
        found.insert(*top, *top);
        let below = tree.descendants(&unit.code).into_iter().filter_map(|unit| keys.get(&unit.code));
        found.extend(below.map(|key| (*key, *top)));
    }
    Ok(found)
}

/// Numbers of people by option, one list per margin; of options that are not counted nobody.
fn populations(unit: &str, margins: &[Margin], people: &People) -> Result<Vec<Vec<i64>>, RakingFault> {
    let of_option = |margin: &Margin, (code, counted): &(String, bool)| {
        if !counted {
            return Ok(0);
        }
        let found = people.get(&(margin.item.clone(), code.clone())).copied();
        found.ok_or_else(|| RakingFault::Incomplete {
            unit: unit.to_owned(),
            item: margin.item.clone(),
            answer: code.clone(),
        })
    };
    let of_margin = |margin: &Margin| margin.options.iter().map(|option| of_option(margin, option)).collect();
    margins.iter().map(of_margin).collect()
}
