//! Who may know of which wave.

use std::collections::BTreeSet;

use crate::domain::access::{Powers, Right};
use crate::domain::wave::{State, Wave};
use crate::store::{Connection, StoreError, units, waves};

/// Whether everybody may know of the wave.
pub(in crate::web) fn is_shown(wave: &Wave) -> bool {
    match wave.state {
        State::Planned => false,
        State::Open => wave.public || wave.access.is_answered(),
        State::Closed => wave.public,
    }
}

/// Rights that have to do with waves: whoever holds one at a unit of a wave may know of the wave.
const ABOUT_WAVES: [Right; 5] =
    [Right::SeeResults, Right::SeeBatches, Right::ManageWaves, Right::IssueTickets, Right::UnlockKiosk];

/// The waves somebody of the staff has to do with, by any right or by one.
pub(in crate::web) struct Theirs {
    all: bool,
    numbers: BTreeSet<i32>,
}

impl Theirs {
    /// Those at one unit of which somebody holds any right that has to do with waves.
    pub(in crate::web) fn read(connection: &mut Connection, powers: &Powers) -> Result<Self, StoreError> {
        Self::by(connection, powers, &ABOUT_WAVES)
    }

    /// Those at one unit of which somebody holds one of the rights.
    pub(in crate::web) fn by(
        connection: &mut Connection,
        powers: &Powers,
        rights: &[Right],
    ) -> Result<Self, StoreError> {
        let mut theirs = Self { all: false, numbers: BTreeSet::new() };
        for right in rights.iter().copied().filter(|right| powers.may_somewhere(*right)) {
            match units::within(connection, &powers.places(right))? {
                None => theirs.all = true,
                Some(units) => theirs.numbers.append(&mut waves::with_units(connection, &units)?),
            }
        }
        Ok(theirs)
    }

    /// Whether the wave of this key is one of them.
    pub(in crate::web) fn has(&self, wave: i32) -> bool {
        self.all || self.numbers.contains(&wave)
    }
}
