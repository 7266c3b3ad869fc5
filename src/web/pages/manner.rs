//! The three manners in which one page is answered.

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// On a device of their own, by a link.
    Link,
    /// On a device that stands at a desk and serves one person after the other.
    Kiosk,
    /// With a pen, on the printed page.
    Paper,
}

impl Manner {
    /// The word that styles and scripts go by.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Kiosk => "kiosk",
            Self::Paper => "paper",
        }
    }

    /// The parameter of the address that asks for it; empty for the usual manner.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            Self::Link => "",
            Self::Kiosk => "kiosk",
            Self::Paper => "giay",
        }
    }

    /// Whether the device serves one person after the other.
    pub(super) fn is_kiosk(self) -> bool {
        self == Self::Kiosk
    }
}
