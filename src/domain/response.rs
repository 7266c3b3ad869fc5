//! A response (phiếu trả lời): answers that passed the check, packed to about a byte per single
//! choice and positional per instrument version.

use super::instrument::{Instrument, Item, ItemKind, Scale};

/// The question was not reached: routing left it out.
const NOT_REACHED: u8 = 0;
/// The question was reached and left without an answer.
const NO_ANSWER: u8 = 1;
/// First value that means an option: option `i` is `FIRST_OPTION + i`; for multiple choice it says
/// that a bit set of the options follows.
const FIRST_OPTION: u8 = 2;

/// The answer to one item, options by their position on the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Routing left the question out.
    NotReached,
    /// Reached, no answer given.
    None,
    /// One option.
    Single(u8),
    /// Any number of options, ascending, none included.
    Multiple(Vec<u8>),
}

/// Answers of one person to all items, in the order of the instrument, packed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Response(Vec<u8>);

/// Packed bytes that do not fit the instrument version they are read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stored answers do not fit the instrument version: item number {item} at byte {at}")]
pub struct Unreadable {
    /// Position of the item in the instrument, from 0.
    pub item: usize,
    /// Byte at which reading stopped.
    pub at: usize,
}

/// A response that is being packed, answer by answer in the order of the instrument.
#[derive(Debug, Default)]
pub struct Packing(Vec<u8>);

impl Packing {
    /// Adds the answer to the next item.
    pub fn push(&mut self, answer: &Answer, shape: ItemShape) {
        match answer {
            Answer::NotReached => self.0.push(NOT_REACHED),
            Answer::None => self.0.push(NO_ANSWER),
            Answer::Single(option) => self.0.push(FIRST_OPTION + option),
            Answer::Multiple(options) => {
                self.0.push(FIRST_OPTION);
                let start = self.0.len();
                self.0.resize(start + shape.mask_bytes(), 0);
                for option in options {
                    self.0[start + usize::from(option / 8)] |= 1 << (option % 8);
                }
            }
        }
    }

    /// The response, once every item has its answer.
    pub fn response(self) -> Response {
        Response(self.0)
    }
}

impl Response {
    /// Packs one answer per item, in the order of the instrument.
    pub fn pack(answers: &[Answer], layout: &[ItemShape]) -> Self {
        let mut packing = Packing::default();
        for (answer, shape) in answers.iter().zip(layout) {
            packing.push(answer, *shape);
        }
        packing.response()
    }

    /// Bytes as they were stored; whether they fit an instrument shows when they are unpacked.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Bytes to store.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// One answer per item.
    pub fn unpack(&self, layout: &[ItemShape]) -> Result<Vec<Answer>, Unreadable> {
        let mut at = 0;
        let mut answers = Vec::with_capacity(layout.len());
        for (item, shape) in layout.iter().enumerate() {
            let unreadable = Unreadable { item, at };
            let first = *self.0.get(at).ok_or(unreadable)?;
            at += 1;
            answers.push(match (first, shape.kind) {
                (NOT_REACHED, _) => Answer::NotReached,
                (NO_ANSWER, _) => Answer::None,
                (_, ItemKind::Single) => {
                    let option = first - FIRST_OPTION;
                    if usize::from(option) >= shape.options {
                        return Err(unreadable);
                    }
                    Answer::Single(option)
                }
                (FIRST_OPTION, ItemKind::Multiple) => {
                    let mask = self.0.get(at..at + shape.mask_bytes()).ok_or(unreadable)?;
                    at += shape.mask_bytes();
                    Answer::Multiple(options_of(mask, shape.options))
                }
                (_, ItemKind::Multiple) => return Err(unreadable),
            });
        }
        if at == self.0.len() { Ok(answers) } else { Err(Unreadable { item: layout.len(), at }) }
    }
}

fn options_of(mask: &[u8], options: usize) -> Vec<u8> {
    let chosen = |option: &u8| mask[usize::from(option / 8)] & (1 << (option % 8)) != 0;
    (0..=u8::MAX).take(options).filter(chosen).collect()
}

/// What packing and counting need to know of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemShape {
    /// Single or multiple choice.
    pub kind: ItemKind,
    /// Number of options, at most `MAX_OPTIONS`.
    pub options: usize,
}

impl ItemShape {
    fn mask_bytes(self) -> usize {
        self.options.div_ceil(8)
    }
}

/// Shapes of all items of a checked instrument, in order.
pub fn layout(instrument: &Instrument) -> Vec<ItemShape> {
    let options =
        |item: &Item| instrument.questionnaire.scale_of(item).map_or(0, |scale: &Scale| scale.options.len());
    instrument.items().map(|item| ItemShape { kind: item.kind, options: options(item) }).collect()
}
