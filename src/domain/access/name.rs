use std::fmt;
use std::str::FromStr;

/// Name typed at sign-in: 2 to 64 of `a-z 0-9 . _ @ -`, a letter or digit first, always in lower case. An official
/// mail address is a good one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName(String);

/// A text that cannot name an account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be a sign-in name; use 2 to 64 of a-z 0-9 . _ @ -, a letter or digit first")]
pub struct NotAName(pub String);

impl AccountName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let name = text.trim().to_ascii_lowercase();
        let begins = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let good = (2..=64).contains(&name.len())
            && name.bytes().next().is_some_and(begins)
            && name.bytes().all(|byte| begins(byte) || b"._@-".contains(&byte));
        if good { Ok(Self(name)) } else { Err(NotAName(text.chars().take(80).collect())) }
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
