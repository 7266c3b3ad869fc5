//! From left to right or from right to left.

use unic_langid::{CharacterDirection, LanguageIdentifier};

/// First strong isolate (U+2068): what follows has the direction of its own first letter, and does not change
/// that of the words around it.
const ISOLATE: char = '\u{2068}';
/// Pop directional isolate (U+2069): the end of it.
const END: char = '\u{2069}';

/// Whether `language` (BCP 47) is written from right to left: Arabic, Hebrew, Persian … or any language in such a
/// script, by the layout data of Unicode CLDR.
pub fn is_right_to_left(language: &str) -> bool {
    let known = language.parse::<LanguageIdentifier>();
    known.is_ok_and(|language| language.character_direction() == CharacterDirection::RTL)
}

/// A text from left to right for a reader of `language`: where that is written the other way, the text is
/// isolated, so that its full stop and its brackets stay at the right end.
pub(super) fn isolated(text: String, language: &str) -> String {
    if is_right_to_left(language) { format!("{ISOLATE}{text}{END}") } else { text }
}
