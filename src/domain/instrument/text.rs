//! Texts in several languages.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language tag (BCP 47), e.g. `vi`, `en`, `tyz` (Tày).
pub type Language = String;

/// One text in several languages, e.g. `{"vi": "Rất hài lòng", "en": "Very satisfied"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<Language, String>);

impl Text {
    /// A text in Vietnamese and English.
    pub fn new(vi: &str, en: &str) -> Self {
        Self(BTreeMap::from([("vi".to_owned(), vi.to_owned()), ("en".to_owned(), en.to_owned())]))
    }

    /// The text in `language`, else in Vietnamese, else in any language.
    pub fn get(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get("vi"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether there is a non-blank text in this very language.
    pub fn has(&self, language: &str) -> bool {
        self.0.get(language).is_some_and(|text| !text.trim().is_empty())
    }
}
