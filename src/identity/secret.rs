//! Random secrets, and what is kept of them.

use data_encoding::BASE32_NOPAD;
use rand::RngExt as _;
use sha2::{Digest, Sha256};

use crate::domain::batch::{Hash, hex};

/// Longest secret that is looked at.
const MAX_SECRET: usize = 256;
/// Bytes of a recovery code: 80 bits, sixteen characters to type.
const RECOVERY_BYTES: usize = 10;
/// Characters of a recovery code without its hyphens.
const RECOVERY_LENGTH: usize = 16;
/// Recovery codes made at once.
pub const RECOVERY_CODES: usize = 10;

/// 256 random bits in 64 hexadecimal digits. Guessing them is hopeless, so no slow hash is needed.
pub fn new_secret() -> String {
    hex(&rand::rng().random())
}

/// What is kept of a secret of 256 bits: SHA-256 of its text. The text itself is shown once, when it is made.
pub fn secret_hash(secret: &str) -> Hash {
    let secret = secret.trim();
    Sha256::digest(secret.get(..MAX_SECRET).unwrap_or(secret).as_bytes()).into()
}

/// A secret for an authenticator app: 160 bits, as RFC 4226 recommends.
pub fn new_app_secret() -> [u8; 20] {
    rand::rng().random()
}

/// The secret as people type it into an app that cannot read the picture.
pub fn typed(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// A random salt of a password.
pub fn new_salt() -> [u8; 16] {
    rand::rng().random()
}

/// Codes that replace the second factor once each, in four groups of four.
pub fn new_recovery_codes() -> Vec<String> {
    let code = |_| {
        let bytes: [u8; RECOVERY_BYTES] = rand::rng().random();
        let text = BASE32_NOPAD.encode(&bytes).to_ascii_lowercase();
        [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-")
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// The recovery code in one spelling, if the text can be one: hyphens, blanks and case do not matter.
pub fn read_recovery_code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    (code.len() == RECOVERY_LENGTH).then(|| code.to_ascii_lowercase())
}
