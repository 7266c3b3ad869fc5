//! What staff did, in a chain of hashes: an entry cannot be changed, dropped or slipped in without every later hash
//! becoming wrong. Nothing in it is about respondents: an entry names staff, units, waves and tokens.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::name::AccountName;
use crate::domain::batch::{Hash, hex};
use crate::domain::unit::UnitCode;

/// What stands before the first entry.
pub const START: Hash = [0; 32];

/// Makes the enumeration of actions and the list of all of them from one table.
macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        /// Something staff do that is noted down.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word in the log.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

// One more action: a line here, and its name as the message `staff-action-<word>` in both languages.
actions! {
    /// An account was added.
    AccountAdded = "account_added",
    /// The owner of an account chose a password by a one-time link.
    AccountSetUp = "account_set_up",
    /// Nobody may sign in to an account any more.
    AccountDisabled = "account_disabled",
    /// A disabled account may be used again.
    AccountEnabled = "account_enabled",
    /// A one-time link was made for an account.
    LinkMade = "link_made",
    /// A role was given.
    RoleGiven = "role_given",
    /// A role was taken away.
    RoleTaken = "role_taken",
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// Somebody signed out.
    SignedOut = "signed_out",
    /// Guesses at an account are slowed down, or not looked at any more.
    GuessesSlowed = "guesses_slowed",
    /// An identity at a provider of `OpenID` Connect was linked to the own account.
    IdentityLinked = "identity_linked",
    /// The link was taken away.
    IdentityUnlinked = "identity_unlinked",
    /// Sessions were ended before their time.
    SessionsEnded = "sessions_ended",
    /// A password was changed.
    PasswordChanged = "password_changed",
    /// A second factor was set up.
    SecondFactorAdded = "second_factor_added",
    /// The second factor was taken away.
    SecondFactorRemoved = "second_factor_removed",
    /// New recovery codes replaced the old ones.
    RecoveryCodesMade = "recovery_codes_made",
    /// A recovery code was used in place of the second factor.
    RecoveryCodeUsed = "recovery_code_used",
    /// A token was made.
    TokenMade = "token_made",
    /// A token was made worthless.
    TokenRevoked = "token_revoked",
    /// A task was set.
    TaskSet = "task_set",
    /// A task was changed.
    TaskChanged = "task_changed",
    /// A remark was released.
    RemarkReleased = "remark_released",
    /// A remark was withheld.
    RemarkWithheld = "remark_withheld",
    /// The audit log was exported.
    AuditExported = "audit_exported",
    /// Results were taken away.
    ResultsDownloaded = "results_downloaded",
    /// A file of responses, scores or units was brought in.
    FileImported = "file_imported",
    /// A device was set up at a desk.
    DeviceAdded = "device_added",
    /// A device is no kiosk any more.
    DeviceRevoked = "device_revoked",
    /// Tickets were made; how many, and nothing else about them.
    TicketsIssued = "tickets_issued",
    /// A wave was planned or opened for the first time.
    WaveCreated = "wave_created",
    /// Something about a wave was changed.
    WaveChanged = "wave_changed",
    /// A wave began to take answers.
    WaveOpened = "wave_opened",
    /// A wave was closed.
    WaveClosed = "wave_closed",
    /// The key of a wave's envelopes was made before the wave was opened.
    WaveKeyMade = "wave_key_made",
    /// The private key of a wave's envelopes was destroyed after the last of them was sealed.
    WaveKeyDestroyed = "wave_key_destroyed",
    /// The private key of a wave's envelopes was given up as lost.
    WaveKeyLost = "wave_key_lost",
    /// More units take part in a wave.
    WaveExtended = "wave_extended",
    /// Everybody may see the results of a wave.
    WavePublished = "wave_published",
    /// Only staff may see the results of a wave again.
    WaveHidden = "wave_hidden",
    /// A planned wave was taken away.
    WaveDiscarded = "wave_discarded",
    /// Everything of a wave was deleted.
    WaveErased = "wave_erased",
    /// A batch looks stuffed and is held back.
    BatchHeldBack = "batch_held_back",
    /// A batch that was held back counts.
    BatchReleased = "batch_released",
    /// A batch that was held back never counts.
    BatchDiscarded = "batch_discarded",
}

/// What is to be noted down. Time, number and hash are added when it is written.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub action: Action,
    /// The unit it concerns.
    pub unit: Option<UnitCode>,
    /// To what: name of an account, wave or token.
    pub subject: Option<String>,
    /// More about it.
    pub details: BTreeMap<String, String>,
}

impl NewEntry {
    /// Somebody did something.
    pub fn new(actor: &str, action: Action) -> Self {
        Self { actor: actor.to_owned(), action, unit: None, subject: None, details: BTreeMap::new() }
    }

    /// Somebody did something to their own account.
    pub fn own(actor: &AccountName, action: Action) -> Self {
        Self::new(actor.as_str(), action)
    }

    /// To what it was done.
    #[must_use]
    pub fn to(mut self, subject: &str) -> Self {
        self.subject = Some(subject.to_owned());
        self
    }

    /// The unit it concerns.
    #[must_use]
    pub fn at(mut self, unit: Option<UnitCode>) -> Self {
        self.unit = unit;
        self
    }

    /// One more detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: &impl ToString) -> Self {
        self.details.insert(name.to_owned(), value.to_string());
        self
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the chain, from 1.
    pub number: i64,
    /// When it was done, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What was done, in the word of the program that wrote it.
    pub action: String,
    /// Code of the unit it concerns.
    pub unit: Option<String>,
    /// To what it was done.
    pub subject: Option<String>,
    /// More about it.
    pub details: BTreeMap<String, String>,
    /// Hash of the entry before.
    pub previous: Hash,
}

/// The members in the order of the canonical text.
#[derive(Serialize)]
struct Canonical<'a> {
    number: i64,
    at: String,
    actor: &'a str,
    action: &'a str,
    unit: Option<&'a str>,
    subject: Option<&'a str>,
    details: &'a BTreeMap<String, String>,
    previous: String,
}

impl Entry {
    /// The text that is hashed: JSON without blanks, members in a fixed order, details by name, the time as
    /// RFC 3339 in UTC with six decimals.
    ///
    /// # Errors
    /// Never with the types of an entry; the error is that of the JSON writer.
    pub fn canonical(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Canonical {
            number: self.number,
            at: self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            actor: &self.actor,
            action: &self.action,
            unit: self.unit.as_deref(),
            subject: self.subject.as_deref(),
            details: &self.details,
            previous: hex(&self.previous),
        })
    }

    /// SHA-256 of the canonical text.
    ///
    /// # Errors
    /// As [`Entry::canonical`].
    pub fn hash(&self) -> serde_json::Result<Hash> {
        Ok(Sha256::digest(self.canonical()?.as_bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_text_is_fixed() {
        let entry = Entry {
            number: 7,
            at: "2026-11-25T03:04:05.000600Z".parse().unwrap(),
            actor: "lan".to_owned(),
            action: Action::RoleGiven.as_str().to_owned(),
            unit: Some("02020".to_owned()),
            subject: Some("hùng".to_owned()),
            details: [("role".to_owned(), "clerk".to_owned()), ("a".to_owned(), "\"".to_owned())].into(),
            previous: START,
        };
        let zeros = "0".repeat(64);
        let text = format!(
            r#"{{"number":7,"at":"2026-11-25T03:04:05.000600Z","actor":"lan","action":"role_given","unit":"02020","subject":"hùng","details":{{"a":"\"","role":"clerk"}},"previous":"{zeros}"}}"#
        );
        assert_eq!(entry.canonical().unwrap(), text);
        let hash: Hash = Sha256::digest(text).into();
        assert_eq!(entry.hash().unwrap(), hash);
    }
}
