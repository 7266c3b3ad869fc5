//! Which language a reader gets.

use super::DEFAULT;

/// More entries than any browser sends; the rest of a longer header is not looked at.
const MAX_RANGES: usize = 32;

/// The one of `available` that suits an `Accept-Language` header best (RFC 9110 section 12.5.4, matched by the
/// "lookup" of RFC 4647 section 3.4), in the spelling of `available`.
///
/// Vietnamese where the header is absent, names nothing available or is no such header; the first available
/// language where Vietnamese is not among them or is refused with `q=0`.
pub fn negotiate(accept_language: Option<&str>, available: &[&str]) -> String {
    let mut ranges = ranges(accept_language.unwrap_or_default());
    let refused: Vec<&str> = ranges.iter().filter(|(_, q)| *q <= 0.0).map(|(range, _)| *range).collect();
    let acceptable: Vec<&str> = available
        .iter()
        .copied()
        .filter(|tag| !refused.iter().any(|range| range.eq_ignore_ascii_case(tag)))
        .collect();
    ranges.retain(|(_, q)| *q > 0.0);
    // The sort is stable: equal qualities keep the order of the header.
    ranges.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    for (range, _) in ranges {
        if range == "*" {
            break;
        }
        if let Some(found) = lookup(range, &acceptable) {
            return found.to_owned();
        }
    }
    let fallback = acceptable.iter().find(|tag| tag.eq_ignore_ascii_case(DEFAULT)).or(acceptable.first());
    fallback.copied().unwrap_or(DEFAULT).to_owned()
}

/// Ranges with their quality, 1 where none is written; entries that make no sense are left out.
fn ranges(header: &str) -> Vec<(&str, f64)> {
    header.split(',').take(MAX_RANGES).filter_map(range).collect()
}

fn range(entry: &str) -> Option<(&str, f64)> {
    let mut parts = entry.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let mut quality = 1.0;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            quality = value.trim().parse().ok().filter(|q| (0.0..=1.0).contains(q))?;
        }
    }
    Some((tag, quality))
}

/// The available tag equal to the range, else the one a shortened range names: `zh-Hant-TW`, `zh-Hant`, `zh`.
/// Where only a longer tag is there (`en-GB` for `en`), that one.
fn lookup<'a>(range: &str, available: &[&'a str]) -> Option<&'a str> {
    let mut wanted = range;
    loop {
        if let Some(found) = available.iter().find(|tag| tag.eq_ignore_ascii_case(wanted)) {
            return Some(found);
        }
        match wanted.rsplit_once('-') {
            Some((shorter, _)) => wanted = shorter,
            None => break,
        }
    }
    let longer = |tag: &&&str| tag.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case(wanted));
    available.iter().find(longer).copied()
}
