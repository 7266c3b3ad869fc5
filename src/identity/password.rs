//! Passwords: the rules of NIST SP 800-63B-4 (section 3.1.1.2), and Argon2id.
//!
//! A password alone has at least 15 characters. One of 8 to 14 characters is taken too, but then a second factor
//! has to be set up before anything else. Any character counts, blanks and Vietnamese letters too; the text is
//! brought into Unicode's form NFC, so that it is the same from every keyboard. There are no rules about kinds of
//! characters and no expiry: they make passwords worse. Refused is what guessers try first: a listed password
//! (`data/README.md` says which lists), also with digits and signs around it, repeated, or written with diacritics;
//! fewer than five different characters; the names of the account, its owner and this service.

use std::collections::HashSet;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;

use super::secret::new_salt;
use crate::domain::unit::without_diacritics;

/// Fewest characters of a password with a second factor.
pub const SHORTEST: usize = 8;
/// Fewest characters of a password that stands alone.
pub const ALONE: usize = 15;
/// Most characters; NIST asks for at least 64.
pub const LONGEST: usize = 256;
/// Fewest different characters.
const DIFFERENT: usize = 5;

/// Memory in KiB, passes and lanes: the second of the settings the OWASP cheat sheet recommends.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// Hash of a password nobody knows, made with the same cost: an unknown account takes as long as a wrong password.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$aGFpbG9uZ2hhaWxvbmc$1cKp2FZbPxLVe1P2Z2sRl5xsuHCIcRiFQyo8o6Y8ohc";

/// The lists in one: lower case, without diacritics and blanks.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lists = [include_str!("data/common-passwords.txt"), include_str!("data/common-passwords-vi.txt")];
    lists.into_iter().flat_map(str::lines).collect()
});

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than [`LONGEST`] characters.
    Long,
    /// Among those that guessers try first.
    Common,
    /// Fewer than five different characters.
    Monotonous,
    /// A name that everybody knows.
    Name,
}

impl Weak {
    /// The word in messages and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Common => "common",
            Self::Monotonous => "monotonous",
            Self::Name => "name",
        }
    }
}

/// A password that may be used.
pub struct NewPassword {
    text: String,
    /// Whether it is too short to stand alone.
    pub short: bool,
}

impl NewPassword {
    /// Checks a password somebody has chosen. `names`: what everybody knows about the account.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub fn check(text: &str, names: &[&str]) -> Result<Self, Weak> {
        let text = normal(text);
        let length = text.chars().count();
        if length < SHORTEST {
            return Err(Weak::Short);
        }
        if length > LONGEST {
            return Err(Weak::Long);
        }
        if text.chars().collect::<HashSet<_>>().len() < DIFFERENT {
            return Err(Weak::Monotonous);
        }
        let plain = folded(&text);
        let core = core(&plain);
        if names.iter().any(|name| is_name(core, &folded(name))) {
            return Err(Weak::Name);
        }
        let is_common = |text: &str| COMMON.contains(text) || COMMON.contains(repeated(text));
        if is_common(&plain) || is_common(core) || is_run(&plain) {
            return Err(Weak::Common);
        }
        Ok(Self { text, short: length < ALONE })
    }

    /// Its hash as a PHC string. Takes a fiftieth of a second and 19 MiB.
    ///
    /// # Errors
    /// When there is no memory.
    pub fn hash(&self) -> Result<String, argon2::password_hash::Error> {
        Ok(hasher().hash_password_with_salt(self.text.as_bytes(), &new_salt())?.to_string())
    }
}

/// Whether it is the password of the hash; without a hash it is not, and that takes as long.
pub fn verify(text: &str, hash: Option<&str>) -> bool {
    let text = normal(text);
    let right = PasswordHash::new(hash.unwrap_or(DUMMY))
        .is_ok_and(|hash| hasher().verify_password(text.as_bytes(), &hash).is_ok());
    right && hash.is_some()
}

fn hasher() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    // The defaults of the crate are the same; a test looks at what comes out.
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The text as it is hashed. A text longer than any password is cut: nobody makes us hash a novel.
fn normal(text: &str) -> String {
    text.nfc().take(LONGEST + 1).collect()
}

/// Lower case, without diacritics and blanks.
fn folded(text: &str) -> String {
    let lower = without_diacritics(&text.to_lowercase());
    lower.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// Without what people put around a word: digits and signs.
fn core(text: &str) -> &str {
    text.trim_matches(|sign: char| !sign.is_alphabetic())
}

/// The part of which the text is made by repeating.
fn repeated(text: &str) -> &str {
    let begins = text.char_indices().map(|(place, _)| place).skip(1);
    for length in begins.take_while(|length| length * 2 <= text.len()) {
        let part = &text[..length];
        if text.len().is_multiple_of(length)
            && text.as_bytes().chunks(length).all(|chunk| chunk == part.as_bytes())
        {
            return part;
        }
    }
    text
}

/// Whether every character follows the one before: `abcdefghij`, `1234567890`.
fn is_run(text: &str) -> bool {
    let next = |a: u8, b: u8| b == a + 1 || (a, b) == (b'9', b'0');
    text.is_ascii()
        && text.as_bytes().windows(2).all(|pair| matches!(pair, [a, b] if next(*a, *b) || next(*b, *a)))
}

/// Whether the core of a password is the name, or the part of it before the `@`.
fn is_name(core: &str, name: &str) -> bool {
    let local = name.split('@').next().unwrap_or(name);
    let plain = |text: &str| -> String { text.chars().filter(|sign| sign.is_alphanumeric()).collect() };
    let core = plain(repeated(core));
    !core.is_empty() && [name, local].iter().any(|name| plain(name) == core)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<bool, Weak> {
        NewPassword::check(text, &["lan.nguyen@laocai.gov.vn", "Nguyễn Thị Lan", "hailong"])
            .map(|new| new.short)
    }

    #[test]
    fn length_decides_whether_a_password_stands_alone() {
        assert_eq!(checked("ví dụ 7"), Err(Weak::Short));
        assert_eq!(checked("cá rô 88"), Ok(true));
        assert_eq!(checked("mười bốn ký tự"), Ok(true), "14 characters");
        assert_eq!(checked("mười lăm ký tự."), Ok(false), "15 characters");
        assert_eq!(checked(&"ngựa pin ghim đúng ".repeat(13)), Ok(false), "247 characters");
        assert_eq!(checked(&"ngựa pin ghim đúng ".repeat(14)), Err(Weak::Long));
    }

    #[test]
    fn what_guessers_try_first_is_refused() {
        for common in [
            "matkhau123",
            "Mật khẩu 123456",
            "anhyeuem20261224",
            "Anh Yêu Em!!!!!",
            "anhyeuemanhyeuem",
            "password2026!!!",
            "1234567890123456",
            "abcdefghijklmno",
            "qwertyuiop12345",
            "UBND xã 2026 !!",
            "Việt Nam vô địch",
        ] {
            assert_eq!(checked(common).err(), Some(Weak::Common), "{common}");
        }
        assert_eq!(checked("aaaaaaaaaaaaaaaaaaaa"), Err(Weak::Monotonous));
        for name in
            ["Lan.Nguyen 2026", "lannguyen12345", "Nguyễn Thị Lan 1990", "hailong2026!!!!", "HàiLòngHàiLòng"]
        {
            assert_eq!(checked(name), Err(Weak::Name), "{name}");
        }
    }

    #[test]
    fn a_password_is_the_same_composed_or_not() {
        let hash = NewPassword::check("một ruộng lúa chín vàng", &[]).unwrap().hash().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let decomposed: String = "một ruộng lúa chín vàng".nfd().collect();
        assert!(verify(&decomposed, Some(&hash)));
        assert!(!verify("mot ruong lua chin vang", Some(&hash)));
        assert!(!verify("", None));
        assert_ne!(
            NewPassword::check("một ruộng lúa chín vàng", &[]).unwrap().hash().unwrap(),
            hash,
            "salted"
        );
    }

    #[test]
    fn the_dummy_costs_what_a_hash_costs() {
        let dummy = PasswordHash::new(DUMMY).unwrap();
        let real = NewPassword::check("một ruộng lúa chín vàng", &[]).unwrap().hash().unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!(
            (dummy.algorithm, dummy.version, dummy.params),
            (real.algorithm, real.version, real.params)
        );
        assert_eq!(dummy.hash.map(|hash| hash.len()), real.hash.map(|hash| hash.len()));
    }
}
