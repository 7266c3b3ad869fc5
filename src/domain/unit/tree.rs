use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Unit, UnitCode, UnitLevel};

/// The units valid on one day, with who stands above whom. Every listing is in order of the code.
///
/// A unit hangs under the unit that bears its parent's code on that day. When no such unit exists, or
/// it does not stand higher, the unit is a root: so there are no loops, whatever the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitTree {
    units: BTreeMap<UnitCode, Unit>,
    children: BTreeMap<UnitCode, Vec<UnitCode>>,
}

impl UnitTree {
    /// Keeps the units valid on the day. Of several with the same code (which
    /// [`check_units`](super::check_units) reports) the one that began last counts.
    pub fn at(units: impl IntoIterator<Item = Unit>, day: NaiveDate) -> Self {
        let mut kept: BTreeMap<UnitCode, Unit> = BTreeMap::new();
        for unit in units.into_iter().filter(|unit| unit.is_valid_on(day)) {
            if kept.get(&unit.code).is_none_or(|other| other.valid_from < unit.valid_from) {
                kept.insert(unit.code.clone(), unit);
            }
        }
        let mut tree = Self { units: kept, children: BTreeMap::new() };
        let mut children: BTreeMap<UnitCode, Vec<UnitCode>> = BTreeMap::new();
        for unit in tree.units.values() {
            if let Some(parent) = tree.parent(&unit.code) {
                children.entry(parent.code.clone()).or_default().push(unit.code.clone());
            }
        }
        tree.children = children;
        tree
    }

    /// The unit with the code.
    pub fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.get(code)
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether no unit is valid on the day.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Every unit.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// The units under no other.
    pub fn roots(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(|unit| self.parent(&unit.code).is_none())
    }

    /// The unit directly above.
    pub fn parent(&self, code: &UnitCode) -> Option<&Unit> {
        let unit = self.units.get(code)?;
        self.units.get(unit.parent.as_ref()?).filter(|parent| parent.level < unit.level)
    }

    /// The units directly below.
    pub fn children(&self, code: &UnitCode) -> impl Iterator<Item = &Unit> {
        self.children.get(code).into_iter().flatten().filter_map(|child| self.units.get(child))
    }

    /// The units above, nearest first.
    pub fn ancestors(&self, code: &UnitCode) -> Vec<&Unit> {
        std::iter::successors(self.parent(code), |unit| self.parent(&unit.code)).collect()
    }

    /// The way from the root down to the unit, both included; empty for an unknown code.
    pub fn path(&self, code: &UnitCode) -> Vec<&Unit> {
        let Some(unit) = self.units.get(code) else { return Vec::new() };
        let mut path = self.ancestors(code);
        path.reverse();
        path.push(unit);
        path
    }

    /// The unit of the given level that the unit is or belongs to.
    pub fn at_level(&self, code: &UnitCode, level: UnitLevel) -> Option<&Unit> {
        std::iter::successors(self.units.get(code), |unit| self.parent(&unit.code))
            .find(|unit| unit.level == level)
    }

    /// The units below at any depth, each before the ones below it.
    pub fn descendants(&self, code: &UnitCode) -> Vec<&Unit> {
        let mut found = Vec::new();
        let mut waiting: Vec<&UnitCode> = self.children.get(code).into_iter().flatten().rev().collect();
        while let Some(next) = waiting.pop() {
            found.extend(self.units.get(next));
            waiting.extend(self.children.get(next).into_iter().flatten().rev());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{code, day, unit};
    use super::*;
    use UnitLevel::{Commune, Desk, District, Nation, Province};

    fn codes<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Vec<&'a str> {
        units.into_iter().map(|unit| unit.code.as_str()).collect()
    }

    /// Given out of order on purpose.
    fn sample() -> Vec<Unit> {
        vec![
            unit("02020-2", Desk, "02020", "1900-01-01", ""),
            unit("02020", Commune, "19", "2025-07-01", ""),
            unit("02020", Commune, "064", "2004-07-08", "2025-07-01"),
            unit("064", District, "06", "2004-07-08", "2025-07-01"),
            unit("06", Province, "VN", "2004-07-08", "2025-07-01"),
            unit("19", Province, "VN", "2004-07-08", "2025-07-01"),
            unit("19", Province, "VN", "2025-07-01", ""),
            unit("02020-1", Desk, "02020", "2026-01-01", ""),
            unit("kc-1", Province, "", "1900-01-01", ""),
            unit("VN", Nation, "", "2004-07-08", ""),
            unit("01933", Commune, "19", "2025-07-01", ""),
        ]
    }

    #[test]
    fn the_tree_is_another_one_before_and_after_the_merger() {
        let before = UnitTree::at(sample(), day("2025-06-30"));
        assert_eq!(codes(before.iter()), ["02020", "02020-2", "06", "064", "19", "VN", "kc-1"]);
        assert_eq!(codes(before.path(&code("02020-2"))), ["VN", "06", "064", "02020", "02020-2"]);
        let after = UnitTree::at(sample(), day("2026-01-01"));
        assert_eq!(codes(after.iter()), ["01933", "02020", "02020-1", "02020-2", "19", "VN", "kc-1"]);
        assert_eq!(codes(after.path(&code("02020-2"))), ["VN", "19", "02020", "02020-2"]);
        assert_eq!(after.get(&code("06")), None);
        assert!(UnitTree::at(sample(), day("1899-12-31")).is_empty());
    }

    #[test]
    fn listings_follow_the_code() {
        let tree = UnitTree::at(sample(), day("2026-01-01"));
        assert_eq!(codes(tree.roots()), ["VN", "kc-1"]);
        assert_eq!(codes(tree.children(&code("VN"))), ["19"]);
        assert_eq!(codes(tree.children(&code("02020"))), ["02020-1", "02020-2"]);
        assert_eq!(codes(tree.descendants(&code("VN"))), ["19", "01933", "02020", "02020-1", "02020-2"]);
        assert_eq!(codes(tree.ancestors(&code("02020-1"))), ["02020", "19", "VN"]);
        assert_eq!(tree.at_level(&code("02020-1"), Province).map(|unit| unit.code.as_str()), Some("19"));
        assert_eq!(tree.at_level(&code("19"), Province).map(|unit| unit.code.as_str()), Some("19"));
        assert_eq!(tree.at_level(&code("19"), District), None);
        let mut reversed = sample();
        reversed.reverse();
        assert_eq!(UnitTree::at(reversed, day("2026-01-01")), tree);
    }

    #[test]
    fn unknown_codes_have_no_relatives() {
        let tree = UnitTree::at(sample(), day("2026-01-01"));
        let unknown = code("99999");
        assert!(tree.parent(&unknown).is_none() && tree.path(&unknown).is_empty());
        assert!(tree.descendants(&unknown).is_empty() && tree.children(&unknown).next().is_none());
    }

    #[test]
    fn a_unit_without_a_higher_parent_on_the_day_is_a_root() {
        let loops = vec![
            unit("a", Commune, "b", "2000-01-01", ""),
            unit("b", Commune, "a", "2000-01-01", ""),
            unit("c", Desk, "c", "2000-01-01", ""),
            unit("d", Commune, "e", "2000-01-01", ""),
            unit("e", Province, "", "2010-01-01", ""),
        ];
        let tree = UnitTree::at(loops.clone(), day("2005-01-01"));
        assert_eq!(codes(tree.roots()), ["a", "b", "c", "d"]);
        let tree = UnitTree::at(loops, day("2010-01-01"));
        assert_eq!(codes(tree.path(&code("d"))), ["e", "d"]);
    }
}
