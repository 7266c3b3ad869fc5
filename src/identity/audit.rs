//! Checking the chain of the audit log, and reading the part of it somebody may see.

use super::Moment;
use super::principal::Principal;
use crate::domain::access::{Action, Entry, Right, START};
use crate::domain::batch::Hash;
use crate::store::audit::{self, Filter};
use crate::store::{Connection, StoreError, together, units};

/// Entries read at once.
const PAGE: i64 = 1000;

/// What checking the chain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every entry is as it was written; number and hash of the last one.
    Sound(i64, Hash),
    /// The first entry, counted from the end, that is not as it was written or does not follow the one before.
    Broken(i64),
}

/// Computes every hash again.
pub fn verify(conn: &mut Connection) -> Result<Chain, StoreError> {
    let (last, hash) = audit::end(conn)?;
    let (mut number, mut expected) = (last, hash);
    while number > 0 {
        let entries = audit::list(conn, &Filter::default(), Some(number + 1), PAGE)?;
        if entries.is_empty() {
            return Ok(Chain::Broken(number));
        }
        for (entry, kept) in entries {
            let sound =
                entry.number == number && kept == expected && entry.hash().is_ok_and(|hash| hash == kept);
            if !sound {
                return Ok(Chain::Broken(number));
            }
            number -= 1;
            expected = entry.previous;
        }
    }
    Ok(if expected == START { Chain::Sound(last, hash) } else { Chain::Broken(1) })
}

/// The filter, narrowed to what the principal may see: entries about their units, or all.
pub fn visible(conn: &mut Connection, who: &Principal, filter: Filter) -> Result<Filter, StoreError> {
    let units = units::within(conn, &who.powers.places(Right::ReadAudit))?;
    Ok(Filter { units, ..filter })
}

/// Everything that matches, the earliest first, for an export; the export itself is noted down.
pub fn export(
    conn: &mut Connection,
    who: &Principal,
    filter: Filter,
    now: Moment,
) -> Result<Vec<(Entry, Hash)>, StoreError> {
    let filter = visible(conn, who, filter)?;
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let entries = audit::list(conn, &filter, before, PAGE)?;
        before = entries.last().map(|(entry, _)| entry.number);
        all.extend(entries);
        if before.is_none() {
            break;
        }
    }
    all.reverse();
    together(conn, |conn| {
        let entry = who.entry(Action::AuditExported).at(who.home()).with("entries", &all.len());
        audit::append(conn, entry, now.at, now.day)
    })?;
    Ok(all)
}
