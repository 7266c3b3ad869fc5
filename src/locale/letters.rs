//! Telling Vietnamese from other languages by its letters.

/// Whether a text has letters that only Vietnamese uses. `à`, `ê` and the like are used by others too.
pub fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'..='\u{1ef9}')
    })
}
