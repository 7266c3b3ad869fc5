use std::fmt;
use std::str::FromStr;

/// One thing that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See results, and waves, before they are public.
    SeeResults,
    /// Download those results as files and through the interface.
    Download,
    /// See batches: sizes, hashes, states; no answers.
    SeeBatches,
    /// Open a kiosk for the next visitors.
    UnlockKiosk,
    /// Issue tickets, one per visit.
    IssueTickets,
    /// Set up and retire kiosks.
    ManageDevices,
    /// Open, extend, close and publish waves.
    ManageWaves,
    /// Import responses, scores, units, dossiers and margins.
    Import,
    /// Attach tasks to nodes and report about them.
    ManageTasks,
    /// Decide about batches that look stuffed.
    DecideQuarantine,
    /// Read and export the audit log.
    ReadAudit,
    /// Erase closed waves with everything that belongs to them.
    EraseWaves,
    /// Make tokens for programs, with no more than one's own rights.
    MakeTokens,
    /// Add accounts, give and take roles, disable and reset.
    ManageAccounts,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 14] = [
        Self::SeeResults,
        Self::Download,
        Self::SeeBatches,
        Self::UnlockKiosk,
        Self::IssueTickets,
        Self::ManageDevices,
        Self::ManageWaves,
        Self::Import,
        Self::ManageTasks,
        Self::DecideQuarantine,
        Self::ReadAudit,
        Self::EraseWaves,
        Self::MakeTokens,
        Self::ManageAccounts,
    ];

    /// The word used in tables, tokens and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SeeResults => "see_results",
            Self::Download => "download",
            Self::SeeBatches => "see_batches",
            Self::UnlockKiosk => "unlock_kiosk",
            Self::IssueTickets => "issue_tickets",
            Self::ManageDevices => "manage_devices",
            Self::ManageWaves => "manage_waves",
            Self::Import => "import",
            Self::ManageTasks => "manage_tasks",
            Self::DecideQuarantine => "decide_quarantine",
            Self::ReadAudit => "read_audit",
            Self::EraseWaves => "erase_waves",
            Self::MakeTokens => "make_tokens",
            Self::ManageAccounts => "manage_accounts",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no right {0:?}")]
pub struct UnknownRight(pub String);

impl FromStr for Right {
    type Err = UnknownRight;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|right| right.as_str() == text);
        found.ok_or_else(|| UnknownRight(text.to_owned()))
    }
}

/// A set of rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u16);

impl Rights {
    /// Every right.
    pub const ALL: Self = Self::of(&Right::ALL);

    /// These rights.
    pub const fn of(rights: &[Right]) -> Self {
        let mut bits = 0;
        let mut rest = rights;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    /// Whether the right is among them.
    pub const fn has(self, right: Right) -> bool {
        self.0 & right.bit() != 0
    }

    /// Whether all of the others are among them.
    pub const fn has_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Those of both.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Those of either.
    #[must_use]
    pub const fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The rights, in the order of [`Right::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Right> {
        Right::ALL.into_iter().filter(move |right| self.has(*right))
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<T: IntoIterator<Item = Right>>(rights: T) -> Self {
        rights.into_iter().fold(Self::default(), |all, right| Self(all.0 | right.bit()))
    }
}
