//! The manners in which one page is answered, and how its questions are worded.

use crate::domain::wave::WaveId;

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// On a device of their own, by a link.
    Link,
    /// On a device that stands at a desk and serves one person after the other.
    Kiosk,
    /// With a pen, on the printed page.
    Paper,
    /// As by a link, but nothing is sent: staff look at what citizens will see.
    Preview,
}

impl Manner {
    /// The word that styles and scripts go by.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Link | Self::Preview => "link",
            Self::Kiosk => "kiosk",
            Self::Paper => "paper",
        }
    }

    /// The parameter of the address that asks for it; empty for the usual manner.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            Self::Link | Self::Preview => "",
            Self::Kiosk => "kiosk",
            Self::Paper => "giay",
        }
    }

    /// Whether the device serves one person after the other.
    pub(super) fn is_kiosk(self) -> bool {
        self == Self::Kiosk
    }

    /// Whether nothing is sent.
    pub(super) fn is_preview(self) -> bool {
        self == Self::Preview
    }

    /// Whether somebody answers who can be told where to find more.
    pub(super) fn is_link(self) -> bool {
        self == Self::Link
    }

    /// Where the form of a wave is answered in this manner.
    pub(super) fn path(self, wave: &WaveId) -> String {
        if self.is_preview() { format!("/quan-tri/dot/{wave}/xem-thu") } else { format!("/khao-sat/{wave}") }
    }

    /// Whether a pen is used.
    pub(super) fn is_paper(self) -> bool {
        self == Self::Paper
    }
}

/// How the page is wanted: what its address says beside the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub manner: Manner,
    /// Whether questions are worded in plain language where there is such a wording.
    pub plain: bool,
}

/// The parameter of the address that asks for plain language.
pub(super) const PLAIN: &str = "de-hieu";

impl Wanted {
    /// The parameters of an address at a unit.
    pub(super) fn at(self, unit: &str) -> Vec<(&str, &str)> {
        let mut parameters = vec![("unit", unit)];
        parameters.extend(self.parameters());
        parameters
    }

    /// The parameters of an address without a place.
    pub(super) fn parameters(self) -> Vec<(&'static str, &'static str)> {
        let manner = Some(self.manner.parameter()).filter(|word| !word.is_empty()).map(|word| (word, "1"));
        manner.into_iter().chain(self.plain.then_some((PLAIN, "1"))).collect()
    }
}
