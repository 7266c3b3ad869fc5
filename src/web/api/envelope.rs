//! What a client sends to a wave with envelopes: the shape of one envelope.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde::de::IgnoredAny;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::body::{ChannelWord, ResponseBody, is_code, is_random, is_short};
use super::json;
use crate::domain::envelope::{BLOCK, KEY, MAX_SEALED, TAG};
use crate::web::open_wave::OpenWave;
use crate::web::problem::{Fault, Problem};

/// Longest encrypted answers as they are written.
const MAX_WRITTEN: usize = MAX_SEALED.div_ceil(3) * 4;

/// One encrypted response to a wave with envelopes. How it is made stands at `envelope` of the form.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeBody {
    /// Made by the client, at random (version 4), once per response: sending the same response again is harmless. What
    /// was sent first under an id counts.
    #[validate(custom(function = "is_random"))]
    #[schema(example = "2f1c6f0a-6b1d-4b8e-9c55-0e6a4d0f7a11")]
    pub id: Uuid,
    /// Code of the unit the response is about; one of the wave's units.
    #[validate(custom(function = "is_code"))]
    #[schema(min_length = 1, max_length = 64, example = "02020-1")]
    pub unit: String,
    /// Name of the key it is encrypted to.
    #[schema(example = "0f1e2d3c4b5a6978")]
    pub key: String,
    /// Encapsulated key, in base64url without padding.
    #[validate(custom(function = "is_enc"))]
    #[schema(min_length = 43, max_length = 43)]
    pub enc: String,
    /// Encrypted answers with their tag, in base64url without padding.
    #[validate(custom(function = "is_sealed"))]
    pub sealed: String,
    /// How it comes; kept until the envelope is opened.
    #[serde(default)]
    pub channel: ChannelWord,
    /// Single-use code of a visit; where the wave asks for one, and nowhere else.
    #[serde(default)]
    #[validate(custom(function = "is_short"))]
    #[schema(max_length = 160, example = "7K3M-9QXT-2B4D-HW8RC")]
    pub ticket: Option<String>,
}

/// A response as the wave takes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum SentBody {
    /// Answers as they are.
    Plain(ResponseBody),
    /// Encrypted, where the form has an `envelope`.
    Sealed(EnvelopeBody),
}

/// Only whether there are answers.
#[derive(Deserialize)]
struct Openly {
    answers: Option<IgnoredAny>,
}

impl SentBody {
    /// Reads the body as the wave takes it, and checks its shape.
    pub(super) fn read(wave: &OpenWave, body: &[u8]) -> Result<Self, Problem> {
        if !wave.wave.protection.envelope {
            return ResponseBody::read(body).map(Self::Plain);
        }
        if serde_json::from_slice::<Openly>(body).is_ok_and(|sent| sent.answers.is_some()) {
            return Err(Problem::envelope_required());
        }
        let read = EnvelopeBody::read(body)?;
        let known = wave.envelope.as_ref().is_some_and(|envelope| envelope.key == read.key);
        if known { Ok(Self::Sealed(read)) } else { Err(wrong_key()) }
    }

    /// The id that was sent.
    pub(super) fn id(&self) -> Uuid {
        match self {
            Self::Plain(body) => body.id,
            Self::Sealed(body) => body.id,
        }
    }
}

impl EnvelopeBody {
    fn read(body: &[u8]) -> Result<Self, Problem> {
        if body.trim_ascii_start().starts_with(b"[") {
            return Err(json::not("an object"));
        }
        let read: Self = json::read(body)?;
        read.validate().map_err(|errors| Problem::violations(Fault::of_shape(&errors)))?;
        Ok(read)
    }

    /// Encapsulated key and encrypted answers, one behind the other.
    pub(super) fn bytes(&self) -> Vec<u8> {
        [&self.enc, &self.sealed].into_iter().flat_map(|text| decoded(text).unwrap_or_default()).collect()
    }
}

fn wrong_key() -> Problem {
    let (pointer, code) = ("/key".to_owned(), "envelope_key".to_owned());
    Problem::violations(vec![Fault { pointer, code, item: None, found: None }])
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

fn is_enc(text: &str) -> Result<(), ValidationError> {
    let good = decoded(text).is_some_and(|bytes| bytes.len() == KEY);
    if good { Ok(()) } else { Err(ValidationError::new("envelope_enc")) }
}

/// Whole blocks and a tag. Another length would set the response apart from others.
fn is_sealed(text: &str) -> Result<(), ValidationError> {
    let is_whole = |bytes: Vec<u8>| bytes.len() > TAG && (bytes.len() - TAG).is_multiple_of(BLOCK);
    let good = text.len() <= MAX_WRITTEN && decoded(text).is_some_and(is_whole);
    if good { Ok(()) } else { Err(ValidationError::new("envelope_sealed")) }
}
