use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{UnitCode, UnitKey, UnitTree};

/// That some territory of an old unit passed into a new one. Many to many: a unit may be split and
/// may be merged from several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// The unit that ended.
    pub old: UnitKey,
    /// The unit that took over.
    pub new: UnitKey,
    /// Share of the old unit's people that passed over, above 0 and at most 1; absent when unknown.
    /// Figures re-based over an unknown or partial share are estimates and must say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

/// The units that took over territory from a unit or from anything below it, in the tree of a day on
/// which it still existed. Asked for a district or province this names the communes; what those
/// belong to is a question to the later tree.
pub fn successors(lineage: &[Lineage], before: &UnitTree, code: &UnitCode) -> BTreeSet<UnitKey> {
    let ended: BTreeSet<UnitKey> =
        before.get(code).into_iter().chain(before.descendants(code)).map(super::Unit::key).collect();
    lineage.iter().filter(|step| ended.contains(&step.old)).map(|step| step.new.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::UnitLevel::{Commune, District};
    use super::super::fixtures::{code, day, unit};
    use super::*;

    #[test]
    fn successors_of_a_district_are_those_of_its_wards() {
        let units = [
            unit("064", District, "", "2004-07-08", "2025-07-01"),
            unit("02020", Commune, "064", "2004-07-08", "2025-07-01"),
            unit("02023", Commune, "064", "2004-07-08", "2025-07-01"),
            unit("00001", Commune, "", "2004-07-08", "2025-07-01"),
        ];
        let key = |text, from| UnitKey { code: code(text), valid_from: day(from) };
        let step =
            |old, new| Lineage { old: key(old, "2004-07-08"), new: key(new, "2025-07-01"), share: None };
        let mut lineage = vec![
            step("02020", "02020"),
            step("02023", "02026"),
            step("02023", "02020"),
            step("00001", "00004"),
        ];
        // The same code in another period is another unit.
        lineage.push(Lineage {
            old: key("02020", "2025-07-01"),
            new: key("09999", "2030-01-01"),
            share: None,
        });
        let before = UnitTree::at(units, day("2020-01-01"));
        let found = successors(&lineage, &before, &code("064"));
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [key("02020", "2025-07-01"), key("02026", "2025-07-01")]
        );
        assert_eq!(successors(&lineage, &before, &code("02020")).len(), 1);
        assert!(successors(&lineage, &before, &code("none")).is_empty());
    }
}
