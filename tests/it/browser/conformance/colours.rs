//! The colours a page is shown in, as its reader has set them.

use serde_json::json;

use crate::browser::driver::Browser;

/// What the reader has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    Usual,
    Dark,
    /// As in the contrast themes of Windows.
    Forced,
}

impl Colours {
    pub const ALL: [Self; 3] = [Self::Usual, Self::Dark, Self::Forced];

    /// The sizes of the window in which axe looks, of those in which the page is met: what other colours change does
    /// not depend on the size.
    pub fn sizes(self, met: &[(u32, u32)]) -> &[(u32, u32)] {
        match self {
            Self::Usual => met,
            Self::Dark | Self::Forced => &met[..1],
        }
    }

    /// Name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Dark => "dark",
            Self::Forced => "forced",
        }
    }

    /// Shows the page in them and waits until it is.
    pub fn put_on(self, browser: &Browser) {
        let preferences = self.preferences();
        browser.prefer(&preferences);
        let media: Vec<String> =
            preferences.iter().map(|(name, value)| format!("({name}: {value})")).collect();
        browser.wait_for(&format!("matchMedia({}).matches", json!(media.join(" and "))));
    }

    /// The preferences that ask for them; all of these ask for calm as well.
    fn preferences(self) -> Vec<(&'static str, &'static str)> {
        let mut preferences = vec![("prefers-reduced-motion", "reduce")];
        preferences.extend_from_slice(match self {
            Self::Usual => &[("prefers-color-scheme", "light")],
            Self::Dark => &[("prefers-color-scheme", "dark")],
            Self::Forced => &[("forced-colors", "active"), ("prefers-color-scheme", "dark")],
        });
        preferences
    }
}
