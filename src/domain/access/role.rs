use std::fmt;
use std::str::FromStr;

use super::right::{Right, Rights};

/// What somebody is among the staff of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads the results.
    Viewer,
    /// Works at the counter: opens kiosks, issues tickets, sees no results.
    Clerk,
    /// Runs the surveys.
    Manager,
    /// Takes results away to work with them.
    Analyst,
    /// Looks at what staff did and how figures came about; sees no results.
    Auditor,
    /// Manages accounts, and may do everything else.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Viewer, Self::Clerk, Self::Manager, Self::Analyst, Self::Auditor, Self::Administrator];

    /// The one table of what each role may do.
    pub const fn rights(self) -> Rights {
        use Right as R;
        match self {
            Self::Viewer => Rights::of(&[R::SeeResults]),
            Self::Clerk => Rights::of(&[R::UnlockKiosk, R::IssueTickets]),
            Self::Manager => Rights::of(&[
                R::SeeResults,
                R::Download,
                R::SeeBatches,
                R::UnlockKiosk,
                R::IssueTickets,
                R::ManageDevices,
                R::ManageWaves,
                R::Import,
                R::ManageTasks,
                R::MakeTokens,
            ]),
            Self::Analyst => Rights::of(&[R::SeeResults, R::Download, R::SeeBatches, R::MakeTokens]),
            Self::Auditor => Rights::of(&[R::SeeBatches, R::DecideQuarantine, R::ReadAudit]),
            Self::Administrator => Rights::ALL,
        }
    }

    /// The word used in tables, at the command line and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Clerk => "clerk",
            Self::Manager => "manager",
            Self::Analyst => "analyst",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a role is one of viewer, clerk, manager, analyst, auditor, administrator, not {0:?}")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| UnknownRole(text.to_owned()))
    }
}
