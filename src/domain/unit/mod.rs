//! Units (đơn vị): administrative units and one-stop desks, each valid for a period of days.
//!
//! Codes are reused: on 1 July 2025 most wards that kept their number got another name and another
//! territory. So a unit is known by its code and the first day it is valid ([`UnitKey`]), a tree of
//! units exists only for a date ([`UnitTree`]), and what became of a unit is many to many
//! ([`Lineage`]).

mod check;
mod code;
mod lineage;
mod name;
mod tree;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use check::{UnitFault, UnitProblem, check_units};
pub use code::{UnitCode, UnitCodeError};
pub use lineage::{Lineage, successors};
pub use name::{english_name, without_diacritics};
pub use tree::UnitTree;

/// How high a unit stands, highest first in the order of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// The whole country.
    Nation,
    /// Tỉnh or a city directly under the government.
    Province,
    /// Huyện, quận, thị xã or a city under a province; abolished on 1 July 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// A one-stop desk or a counter of it.
    Desk,
}

impl UnitLevel {
    /// Every level, highest first.
    pub const ALL: [Self; 5] = [Self::Nation, Self::Province, Self::District, Self::Commune, Self::Desk];

    /// The word used in files, tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Desk => "desk",
        }
    }
}

impl fmt::Display for UnitLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the level is one of nation, province, district, commune, desk, not {0:?}")]
pub struct UnknownLevel(pub String);

impl FromStr for UnitLevel {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}

/// What names one unit for all time: its code and the first day it was valid under that code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitKey {
    /// Code of the unit.
    pub code: UnitCode,
    /// First day valid.
    pub valid_from: NaiveDate,
}

/// An administrative unit or a desk during one period of validity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Code; unique among the units valid on the same day.
    pub code: UnitCode,
    /// Vietnamese name with its type word, e.g. `Xã Chợ Đồn`.
    pub name: String,
    /// English name, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// How high the unit stands.
    pub level: UnitLevel,
    /// Code of the unit above; a root has none. Which unit bears the code is a matter of the date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitCode>,
    /// First day valid.
    pub valid_from: NaiveDate,
    /// First day no longer valid; absent while the unit exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

impl Unit {
    /// The key of the unit.
    pub fn key(&self) -> UnitKey {
        UnitKey { code: self.code.clone(), valid_from: self.valid_from }
    }

    /// Whether the unit exists on the day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// Whether there is a day on which both units exist.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.valid_to.is_none_or(|end| other.valid_from < end)
            && other.valid_to.is_none_or(|end| self.valid_from < end)
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    use super::*;

    /// A date from `2025-07-01`.
    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A code from text.
    pub fn code(text: &str) -> UnitCode {
        text.parse().unwrap()
    }

    /// A unit named after its code, with an empty parent or end meaning none.
    pub fn unit(id: &str, level: UnitLevel, parent: &str, from: &str, to: &str) -> Unit {
        Unit {
            code: code(id),
            name: format!("Đơn vị {id}"),
            name_en: None,
            level,
            parent: (!parent.is_empty()).then(|| code(parent)),
            valid_from: day(from),
            valid_to: (!to.is_empty()).then(|| day(to)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fixtures::{day, unit};
    use super::*;

    #[test]
    fn levels_are_ordered_and_keep_their_words() {
        assert!(UnitLevel::ALL.is_sorted());
        assert!(UnitLevel::Nation < UnitLevel::Province && UnitLevel::Commune < UnitLevel::Desk);
        for level in UnitLevel::ALL {
            assert_eq!(level.as_str().parse(), Ok(level));
            assert_eq!(serde_json::to_string(&level).unwrap(), format!("\"{level}\""));
        }
        assert_eq!("Commune".parse::<UnitLevel>(), Err(UnknownLevel("Commune".into())));
    }

    #[test]
    fn the_last_day_is_the_one_before_valid_to() {
        let old = unit("06", UnitLevel::Province, "VN", "2004-07-08", "2025-07-01");
        assert!(!old.is_valid_on(day("2004-07-07")));
        assert!(old.is_valid_on(day("2004-07-08")) && old.is_valid_on(day("2025-06-30")));
        assert!(!old.is_valid_on(day("2025-07-01")));
        assert!(unit("06", UnitLevel::Province, "VN", "2004-07-08", "").is_valid_on(day("2999-01-01")));
    }

    #[test]
    fn periods_that_only_touch_do_not_overlap() {
        let period = |from, to| unit("06", UnitLevel::Province, "", from, to);
        let old = period("2004-07-08", "2025-07-01");
        for (other, expected) in [
            (period("2025-07-01", ""), false),
            (period("2025-06-30", ""), true),
            (period("1900-01-01", "2004-07-08"), false),
            (period("1900-01-01", ""), true),
            (period("2010-01-01", "2011-01-01"), true),
        ] {
            assert_eq!(old.overlaps(&other), expected, "{other:?}");
            assert_eq!(other.overlaps(&old), expected, "{other:?}");
        }
    }
}
