//! What several aggregates need to read their rows back.

use std::fmt::Display;

use super::StoreError;
use crate::domain::batch::Hash;

/// The error of a value this program never writes.
pub(super) fn unreadable(table: &'static str, value: &str, reason: impl Display) -> StoreError {
    StoreError::Unreadable { table, value: value.to_owned(), reason: reason.to_string() }
}

/// A digest from its 32 bytes.
pub(super) fn hash(table: &'static str, bytes: &[u8]) -> Result<Hash, StoreError> {
    Hash::try_from(bytes)
        .map_err(|_| unreadable(table, &format!("{} bytes", bytes.len()), "a digest has 32 bytes"))
}
