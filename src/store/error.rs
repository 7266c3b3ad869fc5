use diesel::r2d2;

use crate::domain::unit::UnitFault;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A query failed, or the connection broke.
    #[error("the database query failed: {0}")]
    Query(#[from] diesel::result::Error),
    /// No connection could be had from the pool in time.
    #[error("no database connection: {0}")]
    Pool(#[from] r2d2::PoolError),
    /// A migration failed; the ones before it stay applied.
    #[error("cannot migrate the database: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
    /// A row holds what this program never writes.
    #[error("table {table} holds {value:?}, which this program cannot read: {reason}")]
    Unreadable {
        /// Table of the row.
        table: &'static str,
        /// The value in it.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something of this name is there already.
    #[error("there is a {what} {name} already")]
    Exists {
        /// What it is.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A response was to be stored at a unit that does not take part in its wave.
    #[error("a response names a unit that does not take part in its wave")]
    StrangeUnit,
    /// A file compiled into the program is damaged.
    #[error("the shipped file {file} is damaged in line {line}")]
    Shipped {
        /// Name of the file.
        file: &'static str,
        /// Line, the header being 1.
        line: usize,
    },
    /// The units would contradict one another; nothing was written.
    #[error("the units contradict one another in {} places, first: {}", .0.len(), first(.0))]
    Units(Vec<UnitFault>),
}

impl StoreError {
    /// Whether the database cannot be reached or is too busy, so that the same may succeed later.
    pub fn is_unavailable(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        match self {
            Self::Pool(_) | Self::Query(Error::BrokenTransactionManager) => true,
            Self::Query(Error::DatabaseError(kind, _)) => matches!(
                kind,
                DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::UnableToSendCommand
                    | DatabaseErrorKind::SerializationFailure
            ),
            _ => false,
        }
    }
}

fn first(faults: &[UnitFault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}
