//! What a sheet says.

use super::Desk;
use crate::locale;

/// The texts of a sheet in one language.
pub(super) struct Spoken {
    pub language: String,
    pub title: String,
    pub name: String,
    pub above: Option<String>,
    pub steps: [String; 3],
    pub promise: String,
}

/// All texts of a sheet.
pub(super) struct Words {
    pub first: Spoken,
    pub second: Option<Spoken>,
    pub link: String,
    /// The link as people type it.
    pub typed: String,
}

impl Words {
    pub(super) fn of(desk: &Desk, first: &str, second: Option<&str>) -> Self {
        let spoken = |language: &str| Spoken {
            language: language.to_owned(),
            title: locale::text(language, "poster-title"),
            name: desk.name.get(language).to_owned(),
            above: desk.above.as_ref().map(|above| above.get(language).to_owned()),
            steps: ["poster-scan", "poster-answer", "poster-send"].map(|key| locale::text(language, key)),
            promise: locale::text(language, "poster-promise"),
        };
        // Browsers try HTTPS by themselves.
        let typed = desk.link.strip_prefix("https://").unwrap_or(&desk.link).to_owned();
        Self { first: spoken(first), second: second.map(spoken), link: desk.link.clone(), typed }
    }

    /// Every text that is drawn.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let spoken = std::iter::once(&self.first).chain(&self.second);
        let texts = spoken.flat_map(|words| {
            let fixed = [&words.title, &words.name, &words.promise];
            fixed.into_iter().chain(&words.above).chain(&words.steps).map(String::as_str)
        });
        texts.chain(std::iter::once(self.typed.as_str()))
    }
}
