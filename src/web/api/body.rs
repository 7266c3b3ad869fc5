//! What a client sends: the shape of one response.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::json;
use crate::domain::breakdown::Channel;
use crate::domain::instrument::Code;
use crate::domain::submission::{Given, Submission};
use crate::web::problem::{Fault, Problem};

/// Most answers in one response.
pub(super) const MAX_ANSWERS: usize = 500;
/// Most options named at one item.
const MAX_CHOSEN: usize = 250;
/// Longest code of an item, an option or a unit.
const MAX_CODE: usize = 64;
/// Longest ticket as it is typed, or token, in bytes.
const MAX_TICKET: usize = 160;

/// One response to a wave.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseBody {
    /// Made by the client, at random (version 4), once per response: sending the same response again is
    /// harmless.
    #[validate(custom(function = "is_random"))]
    #[schema(example = "2f1c6f0a-6b1d-4b8e-9c55-0e6a4d0f7a11")]
    pub id: Uuid,
    /// Code of the unit the response is about; one of the wave's units.
    #[validate(custom(function = "is_code"))]
    #[schema(min_length = 1, max_length = 64, example = "02020-1")]
    pub unit: String,
    /// Answers by item code.
    #[validate(custom(function = "has_measure"))]
    #[schema(value_type = BTreeMap<String, AnswerSchema>, example = json!({"q9.01": 4, "q2": ["tv", "web"], "q8": null}))]
    pub answers: Answers,
    /// Single-use code of a visit; where the wave asks for one, and nowhere else. Small letters and what stands between
    /// the groups do not matter. Where tickets are blind: a token that one was traded in for, `number.token`.
    #[serde(default)]
    #[validate(custom(function = "is_short"))]
    #[schema(max_length = 160, example = "7K3M-9QXT-2B4D-HW8RC")]
    pub ticket: Option<String>,
    /// `kiosk` from a device that stands at the desk. Kept until the response is sealed, and only where the wave
    /// gives results by it.
    #[serde(default)]
    pub channel: ChannelWord,
}

/// How an answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelWord {
    /// At a device that stands at the desk.
    Kiosk,
    /// On a device of the citizen.
    #[default]
    Own,
}

impl From<ChannelWord> for Channel {
    fn from(word: ChannelWord) -> Self {
        match word {
            ChannelWord::Kiosk => Self::Kiosk,
            ChannelWord::Own => Self::Own,
        }
    }
}

/// The answer to one item: the code of an option, a list of codes where several may be chosen, or null for no
/// answer. Whole-number codes are JSON numbers, word codes JSON texts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the shape in the API description")]
pub enum AnswerSchema {
    /// Code that is a whole number.
    Number(i32),
    /// Code that is a word.
    Word(String),
    /// Several codes.
    Many(Vec<CodeSchema>),
    /// No answer.
    Nothing(Option<()>),
}

/// Code of an option: a whole number or a word.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the shape in the API description")]
pub enum CodeSchema {
    /// Whole number.
    Number(i32),
    /// Word.
    Word(String),
}

impl ResponseBody {
    /// Reads the body and checks its shape.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        // Left to itself the reader would take the members in order from a list.
        if body.trim_ascii_start().starts_with(b"[") {
            return Err(json::not("an object"));
        }
        let read: Self = json::read(body)?;
        read.validate().map_err(|errors| Problem::violations(Fault::of_shape(&errors)))?;
        Ok(read)
    }

    /// How it comes.
    pub(super) fn channel(&self) -> Channel {
        self.channel.into()
    }

    /// The answers, to be checked against the instrument.
    pub(super) fn into_submission(self) -> Submission {
        Submission { answers: self.answers.0 }
    }
}

pub(super) fn is_random(id: &Uuid) -> Result<(), ValidationError> {
    let random = id.get_version_num() == 4 && id.get_variant() == uuid::Variant::RFC4122;
    if random { Ok(()) } else { Err(ValidationError::new("id_not_random")) }
}

pub(super) fn is_code(code: &str) -> Result<(), ValidationError> {
    if fits(code) { Ok(()) } else { Err(ValidationError::new("not_a_code")) }
}

pub(super) fn is_short(ticket: &str) -> Result<(), ValidationError> {
    // Without the code itself: it is repeated nowhere.
    if ticket.len() <= MAX_TICKET { Ok(()) } else { Err(ValidationError::new("ticket_length")) }
}

/// Short, not empty, nothing invisible: NUL above all, which the database cannot hold.
fn fits(code: &str) -> bool {
    (1..=MAX_CODE).contains(&code.len()) && !code.chars().any(char::is_control)
}

fn has_measure(answers: &Answers) -> Result<(), ValidationError> {
    if answers.0.len() > MAX_ANSWERS {
        return Err(ValidationError::new("too_many_answers"));
    }
    for (item, given) in &answers.0 {
        let codes = match given {
            None => &[],
            Some(Given::One(code)) => std::slice::from_ref(code),
            Some(Given::Many(codes)) => codes.as_slice(),
        };
        let strange = |code: &Code| matches!(code, Code::Word(word) if !fits(word));
        if !fits(item) || codes.len() > MAX_CHOSEN || codes.iter().any(strange) {
            let mut error = ValidationError::new("not_a_code");
            error.add_param("below".into(), &format!("/{}", json::escaped(item)));
            return Err(error);
        }
    }
    Ok(())
}

/// Answers by item code, each item once.
#[derive(Debug, Serialize)]
pub struct Answers(BTreeMap<String, Option<Given>>);

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AnswersReader)
    }
}

struct AnswersReader;

impl<'de> Visitor<'de> for AnswersReader {
    type Value = Answers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("answers by item code")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answers, A::Error> {
        let mut answers = BTreeMap::new();
        while let Some(item) = map.next_key::<String>()? {
            // Refused as a value, so that the place of the error is the key itself.
            let seen = answers.contains_key(&item);
            let given = map.next_value_seed(AnswerReader { seen })?;
            answers.insert(item, given);
        }
        Ok(Answers(answers))
    }
}

/// Reads one answer, unless its item was answered before.
struct AnswerReader {
    seen: bool,
}

impl<'de> DeserializeSeed<'de> for AnswerReader {
    type Value = Option<Given>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.seen {
            return Err(D::Error::custom("duplicate item"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnswerReader {
    type Value = Option<Given>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, a word, a list of them or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        code_of(number).map(|code| Some(Given::One(code)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        code_of(number).map(|code| Some(Given::One(code)))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
        Ok(Some(Given::One(Code::Word(word.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut codes = Vec::new();
        while let Some(code) = list.next_element()? {
            codes.push(code);
        }
        Ok(Some(Given::Many(codes)))
    }
}

fn code_of<E: Error>(number: impl TryInto<i32> + fmt::Display + Copy) -> Result<Code, E> {
    number
        .try_into()
        .map(Code::Number)
        .map_err(|_| E::custom(format_args!("{number} is no code of an option")))
}
