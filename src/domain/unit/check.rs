use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Unit, UnitCode, UnitKey, UnitLevel};

/// Something wrong with a unit among others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unit {} valid from {}: {problem}", unit.code, unit.valid_from)]
pub struct UnitFault {
    /// The unit at fault.
    pub unit: UnitKey,
    /// What is wrong.
    pub problem: UnitProblem,
}

/// What can be wrong with a unit among others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitProblem {
    /// `valid_to` is not after `valid_from`.
    #[error("it ends on {0}, which is not after its first day")]
    EmptyPeriod(NaiveDate),
    /// Another unit bears the same code at the same time.
    #[error("its period overlaps the same code valid {}", period(*.valid_from, *.valid_to))]
    Overlap {
        /// First day of the other.
        valid_from: NaiveDate,
        /// First day after the other.
        valid_to: Option<NaiveDate>,
    },
    /// No unit bears the parent's code at any time.
    #[error("its parent {0} does not exist")]
    NoParent(UnitCode),
    /// The parent exists, but not while the unit does.
    #[error("its parent {0} exists only at other times")]
    ParentAtOtherTimes(UnitCode),
    /// The parent does not stand higher. This is also what every loop of parents comes down to.
    #[error("its level {own} must be below the level {above} of its parent {parent}")]
    ParentNotAbove {
        /// Code of the parent.
        parent: UnitCode,
        /// Level of the parent.
        above: UnitLevel,
        /// Level of the unit.
        own: UnitLevel,
    },
}

fn period(from: NaiveDate, to: Option<NaiveDate>) -> String {
    match to {
        Some(to) => format!("from {from} until before {to}"),
        None => format!("from {from} on"),
    }
}

/// Finds every contradiction in a set of units: periods that are empty or overlap under the same code,
/// and parents that do not exist during the unit's period or do not stand above it. In a set without
/// faults the tree of any day is free of loops.
///
/// Faults come in order of the key. A pair that overlaps is reported at the unit that begins later.
pub fn check_units(units: &[Unit]) -> Vec<UnitFault> {
    let mut by_code: BTreeMap<&UnitCode, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        by_code.entry(&unit.code).or_default().push(unit);
    }
    let mut faults = Vec::new();
    for same_code in by_code.values_mut() {
        same_code.sort_by_key(|unit| (unit.valid_from, unit.valid_to));
    }
    for same_code in by_code.values() {
        for (index, unit) in same_code.iter().enumerate() {
            let problems = [period_problem(unit, &same_code[..index]), parent_problem(unit, &by_code)];
            faults.extend(
                problems.into_iter().flatten().map(|problem| UnitFault { unit: unit.key(), problem }),
            );
        }
    }
    faults
}

fn period_problem(unit: &Unit, earlier: &[&Unit]) -> Option<UnitProblem> {
    if let Some(end) = unit.valid_to.filter(|end| *end <= unit.valid_from) {
        return Some(UnitProblem::EmptyPeriod(end));
    }
    let other = earlier.iter().find(|other| other.overlaps(unit))?;
    Some(UnitProblem::Overlap { valid_from: other.valid_from, valid_to: other.valid_to })
}

fn parent_problem(unit: &Unit, by_code: &BTreeMap<&UnitCode, Vec<&Unit>>) -> Option<UnitProblem> {
    let code = unit.parent.as_ref()?;
    let Some(bearers) = by_code.get(code) else { return Some(UnitProblem::NoParent(code.clone())) };
    let mut bearers = bearers.iter().filter(|parent| parent.overlaps(unit)).peekable();
    if bearers.peek().is_none() {
        return Some(UnitProblem::ParentAtOtherTimes(code.clone()));
    }
    let wrong = bearers.find(|parent| parent.level >= unit.level)?;
    Some(UnitProblem::ParentNotAbove { parent: code.clone(), above: wrong.level, own: unit.level })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::unit;
    use super::*;
    use UnitLevel::{Commune, Desk, District, Nation, Province};

    fn texts(units: &[Unit]) -> Vec<String> {
        check_units(units).iter().map(UnitFault::to_string).collect()
    }

    #[test]
    fn a_sound_set_has_no_faults() {
        let units = [
            unit("VN", Nation, "", "2004-07-08", ""),
            unit("19", Province, "VN", "2004-07-08", "2025-07-01"),
            unit("19", Province, "VN", "2025-07-01", ""),
            unit("02020", Commune, "19", "2025-07-01", ""),
            unit("02020-1", Desk, "02020", "1900-01-01", ""),
            unit("kc-1", Province, "", "1900-01-01", ""),
        ];
        assert_eq!(texts(&units), Vec::<String>::new());
    }

    #[test]
    fn periods_must_be_non_empty_and_apart() {
        let units = [
            unit("a", Province, "", "2000-01-01", "2000-01-01"),
            unit("b", Province, "", "2010-01-01", ""),
            unit("b", Province, "", "2000-01-01", "2010-01-02"),
            unit("c", Province, "", "2000-01-01", ""),
            unit("c", Province, "", "2001-01-01", "2002-01-01"),
            unit("c", Province, "", "2003-01-01", ""),
        ];
        assert_eq!(
            texts(&units),
            [
                "unit a valid from 2000-01-01: it ends on 2000-01-01, which is not after its first day",
                "unit b valid from 2010-01-01: its period overlaps the same code valid from 2000-01-01 until before 2010-01-02",
                "unit c valid from 2001-01-01: its period overlaps the same code valid from 2000-01-01 on",
                "unit c valid from 2003-01-01: its period overlaps the same code valid from 2000-01-01 on",
            ]
        );
    }

    #[test]
    fn every_loop_of_parents_is_found() {
        let units = [
            unit("a", Province, "c", "2000-01-01", ""),
            unit("b", District, "a", "2000-01-01", ""),
            unit("c", Commune, "b", "2000-01-01", ""),
            unit("self", Desk, "self", "2000-01-01", ""),
        ];
        assert_eq!(
            texts(&units),
            [
                "unit a valid from 2000-01-01: its level province must be below the level commune of its parent c",
                "unit self valid from 2000-01-01: its level desk must be below the level desk of its parent self",
            ]
        );
    }

    #[test]
    fn the_parent_must_exist_during_the_unit() {
        let units = [
            unit("p", Province, "", "2000-01-01", "2010-01-01"),
            unit("p", Desk, "", "2010-01-01", "2020-01-01"),
            unit("x1", Commune, "p", "2000-01-01", "2010-01-01"),
            unit("x2", Commune, "p", "2009-12-31", ""),
            unit("x3", Commune, "p", "2020-01-01", ""),
            unit("x4", Commune, "q", "2020-01-01", ""),
        ];
        assert_eq!(
            texts(&units),
            [
                "unit x2 valid from 2009-12-31: its level commune must be below the level desk of its parent p",
                "unit x3 valid from 2020-01-01: its parent p exists only at other times",
                "unit x4 valid from 2020-01-01: its parent q does not exist",
            ]
        );
    }
}
