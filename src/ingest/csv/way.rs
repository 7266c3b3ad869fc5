//! For whom, and how, a file is brought in.

use std::collections::BTreeMap;

use crate::domain::unit::UnitCode;

/// For whom, and how, a file is brought in.
pub struct Way<'a> {
    /// Whether something may be brought in for the unit with this code.
    pub may: &'a dyn Fn(&UnitCode) -> bool,
    /// False for looking only: nothing of the file is written then. The transaction has to be rolled back
    /// nevertheless, because the wave and its units are made on the way.
    pub store: bool,
    /// Is told from time to time how many bytes of the file are done with.
    pub progress: &'a mut dyn FnMut(u64),
}

impl<'a> Way<'a> {
    /// To store what there is for every unit.
    pub fn everywhere(progress: &'a mut dyn FnMut(u64)) -> Self {
        Self { may: &|_| true, store: true, progress }
    }
}

/// Keys of units by code, and whether something may be brought in for them.
pub(super) type Usable = BTreeMap<String, (i32, bool)>;

/// The code that a spreadsheet has turned into this one by dropping its zeros: 02020 into 2020. Official codes have 2, 3
/// or 5 digits.
pub(super) fn with_zeros(cell: &str, units: &Usable) -> Option<String> {
    let padded = [2, 3, 5].map(|width| format!("{cell:0>width$}"));
    padded.into_iter().find(|full| units.contains_key(full))
}

/// The units as a file may name them.
pub(super) fn usable(units: impl Iterator<Item = (UnitCode, i32)>, way: &Way<'_>) -> Usable {
    units.map(|(code, unit_id)| (code.to_string(), (unit_id, (way.may)(&code)))).collect()
}
