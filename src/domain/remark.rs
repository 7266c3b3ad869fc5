//! Remarks (ý kiến): what people write in their own words, kept apart from their answers.
//!
//! A remark is a letter without a sender: it never stands beside answers, waits until at least k people of the same
//! unit have written, loses its order, and is read by staff before anybody else sees it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Most characters of a remark.
pub const MAX_CHARS: usize = 1000;

/// Why a text is no remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing is written.
    Empty,
    /// It has more than [`MAX_CHARS`] characters.
    TooLong,
}

/// The text as it is kept: in one spelling (NFC), without what is not seen, with at most one empty line in a row.
pub fn cleaned(text: &str) -> Result<String, Unfit> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen = unified.nfc().filter(|sign| *sign == '\n' || !(sign.is_control() || is_hidden(*sign)));
    let text: String = seen.collect();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    let text = lines.join("\n").trim_end().to_owned();
    match text.chars().count() {
        0 => Err(Unfit::Empty),
        n if n > MAX_CHARS => Err(Unfit::TooLong),
        _ => Ok(text),
    }
}

/// Signs that turn the direction of a text or have no width: they can hide what a reviewer reads.
fn is_hidden(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// What of a remark may tell who is meant or who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// What it looks like.
    pub kind: FlagKind,
    /// Where, in bytes.
    pub at: Range<usize>,
}

/// What something in a remark looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagKind {
    /// The name of a person.
    Name,
    /// A number of a telephone, an identity card, a dossier or a date.
    Number,
    /// An address of mail or of a page.
    Address,
}

impl FlagKind {
    /// The word in JSON and in keys of messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Address => "address",
        }
    }
}

/// Common family names, those of ethnic minorities among them. A list to find names by, not a list of all names.
const FAMILY_NAMES: &[&str] = &[
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô",
    "dương", "lý", "đinh", "trịnh", "mai", "trương", "lâm", "đoàn", "cao", "tạ", "tô", "châu", "quách",
    "vương", "lương", "nông", "hà", "lò", "vàng", "giàng", "thào", "sùng", "ksor", "siu", "rơ", "thạch",
    "sơn", "kim", "danh",
];

/// Words that stand before a name.
const TITLES: &[&str] = &[
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "cậu", "dì", "thầy", "đồng", "cán", "mr", "mrs",
    "ms",
];

/// Fewest digits of a number that may be somebody's.
const DIGITS: usize = 6;

/// Everything that may tell who is meant or who wrote, in order and not overlapping. Too much rather than too little: a
/// person decides.
pub fn flags(text: &str) -> Vec<Flag> {
    let words = words(text);
    let mut found = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let (flag, taken) = flag_at(text, &words, place);
        found.extend(flag);
        place += taken.max(1);
    }
    found
}

/// Where the words stand: runs without blanks, without marks around them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for part in text.split_whitespace() {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let inner = part.trim_matches(|sign: char| !sign.is_alphanumeric() && sign != '+');
        if !inner.is_empty() {
            let from = start + (inner.as_ptr() as usize - part.as_ptr() as usize);
            found.push(from..from + inner.len());
        }
    }
    found
}

/// What begins at a word, and how many words it takes.
fn flag_at(text: &str, words: &[Range<usize>], place: usize) -> (Option<Flag>, usize) {
    let word = |place: usize| words.get(place).map(|at| &text[at.clone()]);
    let Some(first) = word(place) else { return (None, 1) };
    let flag = |kind, taken: usize| {
        let at = words[place].start..words[place + taken - 1].end;
        (Some(Flag { kind, at }), taken)
    };
    let is_address = first.contains('@') || first.contains("://") || first.starts_with("www.");
    if is_address || is_handle(first) {
        return flag(FlagKind::Address, 1);
    }
    // A number may be written in groups: 090 123 4567.
    let mut digits = 0;
    let mut taken = 0;
    while let Some(group) = word(place + taken).filter(|group| is_number(group)) {
        digits += group.chars().filter(char::is_ascii_digit).count();
        taken += 1;
    }
    if digits >= DIGITS {
        return flag(FlagKind::Number, taken);
    }
    let capitals = (place..words.len()).take_while(|place| word(*place).is_some_and(is_capital)).count();
    let lower = first.to_lowercase();
    if FAMILY_NAMES.contains(&lower.as_str()) && capitals >= 2 {
        return flag(FlagKind::Name, capitals.min(5));
    }
    if TITLES.contains(&lower.as_str()) && word(place + 1).is_some_and(is_capital) {
        let more = (place + 1..words.len()).take_while(|place| word(*place).is_some_and(is_capital)).count();
        return flag(FlagKind::Name, 1 + more.min(5));
    }
    (None, 1)
}

/// Digits with the signs that people put between them; at least one digit.
fn is_number(word: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_digit() || "+.-/()".contains(sign);
    word.chars().all(sign) && word.chars().any(|sign| sign.is_ascii_digit())
}

/// Letters and digits mixed as in the number of a dossier or a vehicle: 000.00.12.H40-240901, 29A-12345.
fn is_handle(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && word.chars().any(char::is_alphabetic)
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(FlagKind, &str)> {
        flags(text).into_iter().map(|flag| (flag.kind, &text[flag.at])).collect()
    }

    #[test]
    fn names_numbers_and_addresses_are_found() {
        let text = "Gặp chị Hoa (Nguyễn Thị Hoa), gọi 090 123 4567 hoặc lan.tran@example.vn.";
        // A title takes all capitals that follow.
        let expected = [
            (FlagKind::Name, "chị Hoa (Nguyễn Thị Hoa"),
            (FlagKind::Number, "090 123 4567"),
            (FlagKind::Address, "lan.tran@example.vn"),
        ];
        assert_eq!(found(text), expected);
        assert_eq!(
            found("Hồ sơ 000.00.12.H40-240901-0001 chậm"),
            [(FlagKind::Address, "000.00.12.H40-240901-0001")]
        );
        assert_eq!(found("CCCD 001203004567"), [(FlagKind::Number, "001203004567")]);
        assert_eq!(found("bà Tư rất tốt"), [(FlagKind::Name, "bà Tư")]);
        assert_eq!(found("trần Văn Nam"), [], "a small letter begins no name");
        assert_eq!(found("Trần Văn Nam"), [(FlagKind::Name, "Trần Văn Nam")]);
    }

    #[test]
    fn plain_remarks_have_nothing_to_flag() {
        for text in
            ["Chờ lâu quá, 2 tiếng mới xong.", "Cán bộ nhiệt tình.", "Mong có thêm ghế ngồi, năm 2026."]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_text_is_kept_in_one_spelling_without_what_is_not_seen() {
        assert_eq!(
            cleaned("  Tốt\u{0301}?\r\n\r\n\r\n\u{202e}hay\u{0007} \n"),
            Ok("Tốt\u{0301}?\n\nhay".to_owned())
        );
        assert_eq!(cleaned("To\u{0302}\u{0301}t"), Ok("Tốt".to_owned()));
        assert_eq!(cleaned(" \u{200b}\n"), Err(Unfit::Empty));
        assert_eq!(cleaned(&"ố".repeat(1000)).map(|text| text.chars().count()), Ok(1000));
        assert_eq!(cleaned(&"ố".repeat(1001)), Err(Unfit::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_flags_stand_in_order_within_the_text(text in "\\PC{0,200}") {
            let mut last = 0;
            for flag in flags(&text) {
                assert!(flag.at.start >= last && flag.at.start < flag.at.end);
                assert!(text.get(flag.at.clone()).is_some(), "{:?}", flag.at);
                last = flag.at.end;
            }
        }

        #[test]
        fn what_is_cleaned_is_clean(text in "[ \\r\\n\\ta-zốứ\u{200b}]{0,60}") {
            if let Ok(once) = cleaned(&text) {
                assert_eq!(cleaned(&once), Ok(once.clone()));
            }
        }
    }
}
