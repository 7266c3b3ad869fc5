use super::right::{Right, Rights};
use super::role::Role;
use crate::domain::unit::{Unit, UnitCode, UnitKey, UnitTree};

/// Where rights hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// At every unit there is and will be, and for what belongs to no unit.
    Everything,
    /// At this unit and those below it. The unit is one bearer of its code: when it ends, the rights end with it
    /// and do not pass to another territory under the same number.
    Under(UnitKey),
}

impl Reach {
    /// Whether the unit at the end of this way down from the root is reached.
    pub fn covers(&self, path: &[UnitKey]) -> bool {
        match self {
            Self::Everything => true,
            Self::Under(top) => path.contains(top),
        }
    }
}

/// Rights at a place: what one role gives, or what a token is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// What may be done.
    pub rights: Rights,
    /// Where.
    pub reach: Reach,
}

impl Entitlement {
    /// What a role at a place gives.
    pub fn of_role(role: Role, reach: Reach) -> Self {
        Self { rights: role.rights(), reach }
    }

    fn gives(&self, right: Right, path: &[UnitKey]) -> bool {
        self.rights.has(right) && self.reach.covers(path)
    }
}

/// Everything somebody may do, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Powers {
    held: Vec<Entitlement>,
    /// A token of somebody gives no more than this, whatever they hold.
    limit: Option<Entitlement>,
}

impl Powers {
    /// Everything these give together.
    pub fn new(held: Vec<Entitlement>) -> Self {
        Self { held, limit: None }
    }

    /// The same, but no more than `limit`.
    #[must_use]
    pub fn limited_to(self, limit: Entitlement) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Whether the right is held at the unit at the end of this way down from the root (see [`path_of`]).
    pub fn may(&self, right: Right, path: &[UnitKey]) -> bool {
        self.held.iter().any(|held| held.gives(right, path))
            && self.limit.as_ref().is_none_or(|limit| limit.gives(right, path))
    }

    /// Whether the right is held everywhere, and so also for what belongs to no unit.
    pub fn may_everywhere(&self, right: Right) -> bool {
        // Nothing but `Everything` covers a way to nowhere.
        self.may(right, &[])
    }

    /// Whether the right is held at all. At which units, [`Powers::may`] tells.
    pub fn may_somewhere(&self, right: Right) -> bool {
        self.held.iter().any(|held| held.rights.has(right))
            && self.limit.as_ref().is_none_or(|limit| limit.rights.has(right))
    }

    /// Every right held somewhere.
    pub fn rights(&self) -> Rights {
        let held = self.held.iter().fold(Rights::default(), |all, held| all.or(held.rights));
        self.limit.as_ref().map_or(held, |limit| held.and(limit.rights))
    }

    /// Whether every one of the rights is held at the place: nobody gives away what they do not hold. `path` is
    /// the way to the place, or nothing for everywhere.
    pub fn hold_all(&self, rights: Rights, path: Option<&[UnitKey]>) -> bool {
        rights.iter().all(|right| self.may(right, path.unwrap_or_default()))
    }

    /// Where the right holds, for looking things up: a unit must be at or below one place of each list. No list:
    /// everywhere. A list without places: nowhere.
    pub fn places(&self, right: Right) -> Vec<Vec<UnitKey>> {
        let of = |given: &[&Entitlement]| {
            let giving = given.iter().filter(|entitlement| entitlement.rights.has(right));
            let keys = giving.map(|entitlement| match &entitlement.reach {
                Reach::Everything => None,
                Reach::Under(key) => Some(key.clone()),
            });
            let keys: Vec<Option<UnitKey>> = keys.collect();
            let everywhere = keys.iter().any(Option::is_none);
            (!everywhere).then(|| keys.into_iter().flatten().collect::<Vec<_>>())
        };
        let held: Vec<&Entitlement> = self.held.iter().collect();
        let limit: Option<Vec<UnitKey>> = self.limit.as_ref().and_then(|limit| of(&[limit]));
        of(&held).into_iter().chain(limit).collect()
    }
}

/// The lowest unit that is at or above all of these.
pub fn top_of<'a>(tree: &UnitTree, codes: impl Iterator<Item = &'a UnitCode>) -> Option<UnitCode> {
    let mut common: Option<Vec<UnitKey>> = None;
    for code in codes {
        let path = path_of(tree, code);
        common = Some(match common {
            None => path,
            Some(common) => {
                let same = common.into_iter().zip(path).take_while(|(one, other)| one == other);
                same.map(|(key, _)| key).collect()
            }
        });
    }
    common?.pop().map(|key| key.code)
}

/// The way from the root down to the unit as the tree of a day has it; empty for a code nobody bears that day.
pub fn path_of(tree: &UnitTree, code: &UnitCode) -> Vec<UnitKey> {
    tree.path(code).into_iter().map(Unit::key).collect()
}
