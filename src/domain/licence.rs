//! Under which licence results are given away.

use std::fmt;
use std::str::FromStr;

/// A licence for data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Licence {
    /// Anybody may use the data and names where they come from. What is taken unless something else is said.
    #[default]
    CcBy,
    /// The same, and what is made of the data is given away under the same licence.
    CcBySa,
    /// Anybody may use the data in any way.
    CcZero,
}

/// A word that names no licence known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no licence known here; there are: cc-by-4.0, cc-by-sa-4.0, cc0-1.0")]
pub struct UnknownLicence(pub String);

impl Licence {
    /// Every licence.
    pub const ALL: [Self; 3] = [Self::CcBy, Self::CcBySa, Self::CcZero];

    /// The word by which it is set: its SPDX identifier in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CcBy => "cc-by-4.0",
            Self::CcBySa => "cc-by-sa-4.0",
            Self::CcZero => "cc0-1.0",
        }
    }

    /// Its name, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::CcBy => "Creative Commons BY 4.0",
            Self::CcBySa => "Creative Commons BY-SA 4.0",
            Self::CcZero => "Creative Commons CC0 1.0",
        }
    }

    /// Where its text is.
    pub fn url(self) -> &'static str {
        match self {
            Self::CcBy => "https://creativecommons.org/licenses/by/4.0/",
            Self::CcBySa => "https://creativecommons.org/licenses/by-sa/4.0/",
            Self::CcZero => "https://creativecommons.org/publicdomain/zero/1.0/",
        }
    }
}

impl FromStr for Licence {
    type Err = UnknownLicence;

    fn from_str(word: &str) -> Result<Self, UnknownLicence> {
        let found = Self::ALL.into_iter().find(|licence| licence.as_str() == word.to_ascii_lowercase());
        found.ok_or_else(|| UnknownLicence(word.chars().take(60).collect()))
    }
}

impl fmt::Display for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
