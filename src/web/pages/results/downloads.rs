//! Links to the files, by what people want them for.

use super::place::Link;
use crate::export::{Format, Purpose};
use crate::locale;

/// Files for one purpose.
pub(super) struct Downloads {
    pub title: String,
    pub links: Vec<Link>,
}

/// All formats; `href` tells where each is.
pub(super) fn downloads(language: &str, href: impl Fn(Format) -> String) -> Vec<Downloads> {
    let link = |format: Format| Link {
        name: locale::text(language, &format!("results-download-{format}")),
        href: href(format),
    };
    let group = |purpose: Purpose| Downloads {
        title: locale::text(language, purpose.key()),
        links: Format::ALL.into_iter().filter(|format| format.purpose() == purpose).map(link).collect(),
    };
    Purpose::ALL.into_iter().map(group).collect()
}

/// The formats that hold several waves; `base` tells where they are, before their ending.
pub(super) fn several(language: &str, base: &str) -> Vec<Link> {
    let link = |format: Format| Link {
        name: locale::text(language, &format!("results-download-{format}")),
        href: format!("{base}.{format}"),
    };
    Format::ALL.into_iter().filter(|format| format.knows_waves()).map(link).collect()
}
