//! The one secret that is not in the database: whoever has a dump of the database alone reads no second factor and
//! recognises no ticket.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use rand::RngExt as _;
use sha2::Sha256;

use crate::domain::batch::{Hash, hex, parse_hash};

/// Name of the file in the data folder.
const FILE: &str = "staff.key";
/// Bytes of the number that makes every encryption another one.
const NONCE: usize = 24;

/// Encrypts and signs what the database keeps for the staff.
#[derive(Clone)]
pub struct Key {
    seal: Hash,
    sign: Hash,
    ticket: Hash,
    blind: Hash,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is written in another way.
    #[error("{0} must hold 64 hexadecimal digits; `openssl rand -hex 32` makes some")]
    Shape(String),
    /// The file cannot be read or made.
    #[error("the key file {0} cannot be read or made: {1}")]
    File(PathBuf, io::Error),
}

impl Key {
    /// The key that is written like this, in `HAILONG_KEY`.
    ///
    /// # Errors
    /// When it is no key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let master = parse_hash(text.trim()).ok_or_else(|| KeyError::Shape("HAILONG_KEY".to_owned()))?;
        Ok(Self::of(&master))
    }

    /// The key in the data folder, made at the first call, readable by its owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds something else.
    pub fn in_folder(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(FILE);
        let fault = |fault| KeyError::File(path.clone(), fault);
        let text = match fs::read_to_string(&path) {
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
                make(folder, &path).map_err(fault)?
            }
            read => read.map_err(fault)?,
        };
        let master = parse_hash(text.trim()).ok_or_else(|| KeyError::Shape(path.display().to_string()))?;
        Ok(Self::of(&master))
    }

    /// A key for each purpose, so that none is used for two.
    fn of(master: &Hash) -> Self {
        Self {
            seal: signed(master, b"hailong seal"),
            sign: signed(master, b"hailong sign"),
            ticket: signed(master, b"hailong ticket"),
            blind: signed(master, b"hailong blind ticket"),
        }
    }

    /// Encrypts; `what` says what it is and whose, and must be the same when it is opened.
    pub fn seal(&self, secret: &[u8], what: &str) -> Vec<u8> {
        let nonce: [u8; NONCE] = rand::rng().random();
        let payload = Payload { msg: secret, aad: what.as_bytes() };
        // Fails only for secrets of many gigabytes.
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// What was sealed with this key under the same name.
    pub fn open(&self, sealed: &[u8], what: &str) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: rest, aad: what.as_bytes() }).ok()
    }

    /// HMAC-SHA-256: what is kept of a short secret, which a plain digest would let be guessed.
    pub fn sign(&self, text: &str) -> Hash {
        signed(&self.sign, text.as_bytes())
    }

    /// HMAC-SHA-256: all that the database has of a ticket. Whoever has a copy of it and a list of codes, but not
    /// this key, cannot tell which of them were used.
    pub fn mark_ticket(&self, text: &str) -> Hash {
        signed(&self.ticket, text.as_bytes())
    }

    /// What a key for blind tickets is derived from.
    pub fn blind_seed(&self, text: &str) -> Hash {
        signed(&self.blind, text.as_bytes())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.seal.into())
    }
}

fn signed(key: &Hash, text: &[u8]) -> Hash {
    // HMAC takes keys of any length.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(text).finalize().into_bytes().into())
        .unwrap_or_default()
}

/// Makes the file, unless another process has just done so.
fn make(folder: &Path, path: &Path) -> io::Result<String> {
    fs::create_dir_all(folder)?;
    let secret: Hash = rand::rng().random();
    let text = hex(&secret) + "\n";
    // Complete under another name first: whoever reads it reads all of it.
    let draft = folder.join(format!("{FILE}.{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let made = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match made {
        Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => fs::read_to_string(path),
        Err(fault) => Err(fault),
        Ok(()) => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: &str) -> Key {
        Key::parse(&digit.repeat(64)).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_name_only() {
        let sealed = key("1").seal(b"secret", "totp 7");
        assert_eq!(key("1").open(&sealed, "totp 7").as_deref(), Some(&b"secret"[..]));
        assert_eq!(key("2").open(&sealed, "totp 7"), None);
        assert_eq!(key("1").open(&sealed, "totp 8"), None);
        assert_eq!(key("1").open(&sealed[1..], "totp 7"), None);
        assert_eq!(key("1").open(b"", "totp 7"), None);
        assert_ne!(key("1").seal(b"secret", "totp 7"), sealed, "never twice the same");
    }

    #[test]
    fn a_key_has_64_hexadecimal_digits() {
        assert!(Key::parse(&"0".repeat(63)).is_err() && Key::parse(&"g".repeat(64)).is_err());
        assert_ne!(key("1").sign("a"), key("2").sign("a"));
        assert_ne!(key("1").sign("a"), key("1").sign("b"));
    }
}
