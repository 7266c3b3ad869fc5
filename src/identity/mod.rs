//! Who somebody of the staff is.
//!
//! | file | what it does |
//! |---|---|
//! | `key` | the one secret that is not in the database |
//! | `secret` | random secrets and what is kept of them |
//! | `password` | rules (NIST SP 800-63B-4) and hashes (Argon2id) of passwords |
//! | `sign_in` | from name and password, perhaps a code, to a session |
//! | `session` | sessions and the browsers they come from |
//! | `principal` | what a session or token may do |
//! | `oidc` | sign-in at a provider of `OpenID` Connect |
//! | `set_up` | one-time links |
//! | `owner` | what people change about their own account |
//! | `accounts` | what administrators change about others' |
//! | `tokens` | tokens for programs |
//! | `audit` | checking the chain of the audit log |
//!
//! Every function that changes something writes the audit log in the same transaction.
//!
//! Every way in ends in [`sign_in::admit`], which knows nothing about how somebody proved who they are.

pub mod accounts;
pub mod audit;
mod key;
pub mod oidc;
pub mod owner;
pub mod password;
mod principal;
pub mod secret;
pub mod session;
pub mod set_up;
pub mod sign_in;
pub mod tokens;

use chrono::{DateTime, NaiveDate, Utc};

pub use key::{Key, KeyError};
pub use principal::{Principal, by_session, by_token};

/// The moment at which something is done, and the date in Viet Nam at it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The date in Viet Nam: by it units exist and tokens expire.
    pub day: NaiveDate,
}
