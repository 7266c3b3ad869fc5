//! The names of all mistakes of translations.

/// The stable names of all mistakes of translations, in alphabetical order; `survey-forms/README.md` explains
/// them.
pub const CODES: [&str; 18] = [
    "bad_language",
    "missing_field",
    "missing_translation",
    "no_such_text",
    "not_file_name",
    "plain_is_text",
    "repeated_field",
    "repeated_language",
    "syntax",
    "text_too_long",
    "unknown_field",
    "unknown_instrument",
    "unknown_item",
    "unknown_option",
    "unknown_scale",
    "unknown_section",
    "unprintable_character",
    "wrong_type",
];
