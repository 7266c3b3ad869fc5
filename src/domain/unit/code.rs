use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Code of an administrative unit or desk, e.g. `02020` (a commune), `19` (a province), `02020-1` (a desk).
///
/// 1 to 40 of the characters `A-Z a-z 0-9 . _ -`; upper and lower case differ. Official Vietnamese
/// codes are digits only and start with zeros that matter. A code alone does not name a unit for
/// all time: see [`UnitKey`](super::UnitKey).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitCode(String);

/// Why a text is not a unit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitCodeError {
    /// Nothing is there.
    #[error("a unit code cannot be empty")]
    Empty,
    /// More characters than [`UnitCode::MAX_LENGTH`].
    #[error("a unit code has at most {max} characters, this one has {0}", max = UnitCode::MAX_LENGTH)]
    TooLong(usize),
    /// A character outside the allowed set.
    #[error("a unit code holds only letters A-Z, digits, '.', '_' and '-', not {0:?}")]
    Character(char),
}

impl UnitCode {
    /// Longest code accepted, in characters.
    pub const MAX_LENGTH: usize = 40;

    /// The code under which the nation ships.
    pub fn nation() -> Self {
        Self("VN".to_owned())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for UnitCode {
    type Error = UnitCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() {
            return Err(UnitCodeError::Empty);
        }
        let strange = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-'));
        if let Some(character) = strange {
            return Err(UnitCodeError::Character(character));
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(UnitCodeError::TooLong(text.len()));
        }
        Ok(Self(text))
    }
}

impl FromStr for UnitCode {
    type Err = UnitCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}

impl From<UnitCode> for String {
    fn from(code: UnitCode) -> Self {
        code.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_official_and_own_codes_unchanged() {
        for text in ["VN", "06", "02020", "02020-1", "kc-1", "Q.1_b", &"x".repeat(40)] {
            assert_eq!(text.parse::<UnitCode>().map(String::from).as_deref(), Ok(text));
        }
    }

    #[test]
    fn refuses_empty_long_and_strange_codes() {
        assert_eq!("".parse::<UnitCode>(), Err(UnitCodeError::Empty));
        assert_eq!("x".repeat(41).parse::<UnitCode>(), Err(UnitCodeError::TooLong(41)));
        for (text, character) in [("a b", ' '), ("Đ1", 'Đ'), ("1/2", '/'), ("1\0", '\0'), ("02020\n", '\n')]
        {
            assert_eq!(text.parse::<UnitCode>(), Err(UnitCodeError::Character(character)), "{text:?}");
        }
    }

    #[test]
    fn json_refuses_what_the_type_refuses() {
        assert_eq!(serde_json::from_str::<UnitCode>("\"02020\"").unwrap().as_str(), "02020");
        assert!(serde_json::from_str::<UnitCode>("\"a b\"").is_err());
        assert_eq!(serde_json::to_string(&"06".parse::<UnitCode>().unwrap()).unwrap(), "\"06\"");
    }
}
