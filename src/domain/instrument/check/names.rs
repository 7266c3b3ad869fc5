//! What may be the name of something in a file.

use super::findings::{Findings, Pointer};

/// Longest name of anything.
const MAX_NAME: usize = 64;

/// Columns and fields that stand beside item codes in submissions and imported files.
const RESERVED: [&str; 8] = ["id", "ticket", "unit", "wave", "weight", "stratum", "psu", "period"];

/// Whether `name` may name an instrument or a family: lower-case letters, digits and single hyphens
/// between them, because it is a file name and part of addresses.
pub(super) fn is_slug(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.len() <= MAX_NAME && name.split('-').all(|part| !part.is_empty() && part.bytes().all(allowed))
}

/// Whether `name` may name an item, option, scale, section, node, switch, choice or group: letters
/// and digits of ASCII with `.`, `_` or `-` between them, because it goes into addresses, column
/// heads and form fields.
pub(super) fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    bytes.len() <= MAX_NAME && edge(bytes.first()) && edge(bytes.last()) && bytes.iter().all(allowed)
}

/// Whether `tag` looks like a language tag, e.g. `vi`, `tyz`, `zh-Hant`.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let lower = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    let rest =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    lower && parts.all(rest)
}

/// Notes a name that is not allowed.
pub(super) fn check_name(what: &str, name: &str, place: &Pointer, findings: &mut Findings) {
    if !is_name(name) {
        findings.add(
            place,
            "bad_name",
            format!(
                "{name:?} cannot name {what}; use 1 to {MAX_NAME} letters and digits without \
                 diacritics, with \".\", \"_\" or \"-\" only between them."
            ),
        );
    }
}

/// Notes an item code that means something else in a submission or an imported file.
pub(super) fn check_not_reserved(code: &str, place: &Pointer, findings: &mut Findings) {
    if RESERVED.contains(&code) {
        findings.add(
            place,
            "reserved_name",
            format!(
                "Item code {code:?} is the name of a column of imported files or of a field of a \
                 submission; choose another code."
            ),
        );
    }
}

/// Notes an instrument or family name that is not allowed.
pub(super) fn check_slug(what: &str, name: &str, place: &Pointer, findings: &mut Findings) {
    if !is_slug(name) {
        findings.add(
            place,
            "bad_id",
            format!(
                "{name:?} cannot be {what}; use 1 to {MAX_NAME} lower-case letters and digits without \
                 diacritics, with single hyphens between them, e.g. \"sipas-2023\"."
            ),
        );
    }
}
