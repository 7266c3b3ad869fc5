//! Sealed envelopes: answers that are encrypted where they are given and opened only when their pool is sealed.
//!
//! HPKE (RFC 9180), base mode: X25519 with HKDF-SHA-256, HKDF-SHA-256, ChaCha20-Poly1305. What is encrypted is the JSON
//! object of the answers with spaces behind it up to a whole number of [`BLOCK`]s, so that its length tells nothing. Wave,
//! unit, instrument, key and id are bound to it: moved to any other place, or sent again under another id, it does not
//! open.

use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::CryptoRng;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::batch::{Hash, hex};
use super::instrument::Instrument;
use super::response::Response;
use super::submission::Submission;

/// What HPKE calls `info`: which protocol this is.
pub const INFO: &[u8] = b"hailong/v1";
/// Bytes of which the length of what is encrypted is a multiple.
pub const BLOCK: usize = 1024;
/// Bytes of an encapsulated key, and of either half of a key.
pub const KEY: usize = 32;
/// Bytes that encryption adds.
pub const TAG: usize = 16;
/// Longest encrypted answers in bytes.
pub const MAX_SEALED: usize = 40 * BLOCK + TAG;

/// The place an envelope is for, and the only one where it opens.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Name of the wave.
    pub wave: &'a str,
    /// Code of the unit.
    pub unit: &'a str,
    /// SHA-256 of the instrument's file.
    pub instrument: &'a Hash,
    /// Name of the key.
    pub key: &'a str,
    /// Id of the response.
    pub id: Uuid,
}

impl Place<'_> {
    /// The data that is bound to the envelope without being in it.
    pub fn bound(&self) -> String {
        format!("{}|{}|{}|{}|{}", self.wave, self.unit, hex(self.instrument), self.key, self.id)
    }
}

/// An encrypted response.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// Encapsulated key.
    pub enc: &'a [u8],
    /// Encrypted answers.
    pub sealed: &'a [u8],
}

/// Name of the key with this public half.
pub fn key_name(public: &Hash) -> String {
    hex(&Sha256::digest(public).into())[..16].to_owned()
}

/// Private half of a key.
pub struct PrivateKey(<X25519HkdfSha256 as Kem>::PrivateKey);

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey")
    }
}

/// Why an envelope counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Useless {
    /// It does not open: it was made for another place or key, or was changed.
    #[error("the envelope does not open")]
    Closed,
    /// What is in it is no response to this instrument.
    #[error("what is in the envelope is no response")]
    NoResponse,
}

impl PrivateKey {
    /// The key of these bytes.
    pub fn from_bytes(bytes: &Hash) -> Option<Self> {
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(bytes).ok().map(Self)
    }

    /// A new key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(X25519HkdfSha256::gen_keypair_with_rng(rng).0)
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Hash {
        self.0.to_bytes().into()
    }

    /// The public half.
    pub fn public(&self) -> Hash {
        X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into()
    }

    /// What is in the envelope, with the spaces behind it.
    ///
    /// # Errors
    /// When it does not open at this place.
    pub fn open(&self, place: &Place<'_>, envelope: Envelope<'_>) -> Result<Vec<u8>, Useless> {
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(envelope.enc);
        let enc = enc.map_err(|_| Useless::Closed)?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &enc,
            INFO,
            envelope.sealed,
            place.bound().as_bytes(),
        )
        .map_err(|_| Useless::Closed)
    }

    /// The response in the envelope, checked like any that is sent openly.
    ///
    /// # Errors
    /// When it does not open, or what is in it breaks a rule.
    pub fn response(
        &self,
        place: &Place<'_>,
        envelope: Envelope<'_>,
        instrument: &Instrument,
    ) -> Result<Response, Useless> {
        let text = self.open(place, envelope)?;
        let answers = serde_json::from_slice(&text).map_err(|_| Useless::NoResponse)?;
        Submission { answers }.check(instrument).map_err(|_| Useless::NoResponse)
    }
}

/// Encrypts answers as browsers do: encapsulated key and encrypted answers. Nothing where the public half is none.
pub fn seal(
    public: &Hash,
    place: &Place<'_>,
    answers: &str,
    rng: &mut impl CryptoRng,
) -> Option<(Hash, Vec<u8>)> {
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public).ok()?;
    let mut text = answers.as_bytes().to_vec();
    text.resize(text.len().max(1).next_multiple_of(BLOCK), b' ');
    let (enc, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        INFO,
        &text,
        place.bound().as_bytes(),
        rng,
    )
    .ok()?;
    Some((enc.to_bytes().into(), sealed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9180, A.2.1: `DHKEM(X25519, HKDF-SHA256)`, `HKDF-SHA256`, `ChaCha20Poly1305`, base mode, sequence number 0.
    #[test]
    fn the_example_of_the_standard_opens() {
        let bytes = |text: &str| -> Vec<u8> { data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap() };
        let private = bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let enc = bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
        let sealed =
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";
        let info = bytes("4f6465206f6e2061204772656369616e2055726e");
        let key = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&private).unwrap();
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&enc).unwrap();
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &key,
            &enc,
            &info,
            &bytes(sealed),
            b"Count-0",
        );
        assert_eq!(opened.unwrap(), b"Beauty is truth, truth beauty");
    }
}
