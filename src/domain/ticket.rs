//! Tickets (mã lượt): random codes that let somebody answer once, made to be read aloud and typed.
//!
//! A code has 80 random bits in sixteen characters and a seventeenth that checks them, in the alphabet of Crockford's
//! base 32: digits and capitals without I, L, O and U, which are taken for 1, 1, 0 and V. The check is a sum over
//! GF(32) with a weight of its own for each place: every single wrong character is noticed, and every two that
//! changed places; of other mistakes one in 32 is not. So a slip of the hand is told on the spot, without anybody
//! asking whether such a ticket exists.

use std::fmt;
use std::str::FromStr;

/// The alphabet: <https://www.crockford.com/base32.html>.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The signs of a code, in the order of their values.
pub fn signs() -> impl Iterator<Item = char> {
    ALPHABET.iter().copied().map(char::from)
}

/// Bytes of a code: 80 bits.
pub const BYTES: usize = 10;
/// Characters that carry the bits.
const DATA: usize = 16;
/// Characters of a code, without what separates its groups.
pub const LENGTH: usize = DATA + 1;
/// Characters of a group; the last has one more.
const GROUP: usize = 4;
/// Longest text that is looked at: a code with something between all of its characters.
const LONGEST: usize = 64;
/// The polynomial by which five bits are a field: x⁵ + x² + 1, with x a generator of all 31 that are not zero.
const POLYNOMIAL: u8 = 0b10_0101;

/// The code of a ticket. It is never shown by `Debug`, so that it gets into no log by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TicketCode([u8; BYTES]);

/// Why a text is no code. Nothing here depends on which tickets exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Nothing was written.
    #[error("there is no code")]
    Empty,
    /// A sign that no code has, such as a letter with an accent.
    #[error("a code has only digits and the letters A to Z")]
    Sign,
    /// Too few or too many characters.
    #[error("a code has {LENGTH} characters, this one has {0}")]
    Length(usize),
    /// A character is wrong, or two have changed places.
    #[error("a character is wrong, or two have changed places")]
    Check,
}

impl NotACode {
    /// The stable word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "ticket_missing",
            Self::Sign => "ticket_sign",
            Self::Length(_) => "ticket_length",
            Self::Check => "ticket_mistyped",
        }
    }
}

impl TicketCode {
    /// The code of these bits, which must be random.
    pub fn of(bits: [u8; BYTES]) -> Self {
        Self(bits)
    }

    /// The seventeen characters, without anything between them.
    pub fn compact(&self) -> String {
        let values = self.values();
        values.iter().chain([&check(&values)]).map(|value| letter(*value)).collect()
    }

    /// As it is printed: in groups, which are easier to read aloud.
    pub fn grouped(&self) -> String {
        let text = self.compact();
        let groups = [0, 1, 2, 3].map(|group| {
            let end = if group == 3 { LENGTH } else { (group + 1) * GROUP };
            text.get(group * GROUP..end).unwrap_or_default()
        });
        groups.join("-")
    }

    fn values(&self) -> [u8; DATA] {
        let number = self.0.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        std::array::from_fn(|place| {
            let shifted = number >> (5 * (DATA - 1 - place));
            // Five bits fit.
            u8::try_from(shifted & 31).unwrap_or_default()
        })
    }
}

impl fmt::Debug for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketCode(…)")
    }
}

impl FromStr for TicketCode {
    type Err = NotACode;

    /// Reads what somebody has typed: capitals or not, with blanks, hyphens or points wherever they like.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let signs: Vec<char> = text.chars().take(LONGEST + 1).filter(|sign| !separates(*sign)).collect();
        if signs.is_empty() {
            return Err(NotACode::Empty);
        }
        let values: Option<Vec<u8>> = signs.iter().map(|sign| value(*sign)).collect();
        let values = values.ok_or(NotACode::Sign)?;
        let wrong = Err(NotACode::Length(values.len()));
        let Ok(all) = <[u8; LENGTH]>::try_from(values) else { return wrong };
        let Some((last, data)) = all.split_last() else { return wrong };
        let Ok(data) = <[u8; DATA]>::try_from(data) else { return wrong };
        if check(&data) != *last {
            return Err(NotACode::Check);
        }
        let number = data.iter().fold(0_u128, |number, value| number << 5 | u128::from(*value));
        let bits = number.to_be_bytes().last_chunk().copied();
        bits.map(Self).ok_or(NotACode::Length(LENGTH))
    }
}

/// Whether a sign only stands between groups: what keyboards and word processors make of blank and hyphen.
fn separates(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '-' | '.' | '_' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '\u{ad}' | '\u{200b}')
}

fn letter(value: u8) -> char {
    ALPHABET.get(usize::from(value)).copied().map_or('0', char::from)
}

fn value(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == sign)?;
    u8::try_from(place).ok()
}

/// The check character: the sum of all values, each times the power of the generator that belongs to its place.
fn check(values: &[u8; DATA]) -> u8 {
    // By Horner's rule; the last place has the first power, so that no weight is that of the check itself.
    values.iter().fold(0, |sum, value| times_generator(sum ^ value))
}

fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ POLYNOMIAL }
}
