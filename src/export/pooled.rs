//! What a pooled wave is made from, in sentences.

use crate::domain::table::{PartialUnit, PooledFrom};
use crate::locale::{period, text_with};

/// Most units that are named one by one.
const NAMED: usize = 20;

/// From which waves, which periods are missing, and which units are not in all of them.
pub fn sentences(language: &str, pooled: &PooledFrom) -> Vec<String> {
    let spoken = |written: &String| period::spoken(written, language);
    let waves: Vec<String> =
        pooled.waves.iter().map(|wave| format!("{} ({})", spoken(&wave.period), wave.wave)).collect();
    let values = [("count", waves.len().into()), ("waves", waves.join(", ").into())];
    let mut said = vec![text_with(language, "pooled-from", &values)];
    if !pooled.missing.is_empty() {
        let missing: Vec<String> = pooled.missing.iter().map(spoken).collect();
        said.push(text_with(language, "pooled-missing", &[("periods", missing.join(", ").into())]));
    }
    if !pooled.partial.is_empty() {
        let of_unit = |unit: &PartialUnit| {
            let missing: Vec<String> = unit.missing.iter().map(spoken).collect();
            format!("{} ({})", unit.unit_name, missing.join(", "))
        };
        let units: Vec<String> = pooled.partial.iter().take(NAMED).map(of_unit).collect();
        let more = pooled.partial.len().saturating_sub(NAMED);
        let key = if more == 0 { "pooled-partial" } else { "pooled-partial-more" };
        said.push(text_with(language, key, &[("units", units.join("; ").into()), ("more", more.into())]));
    }
    said
}
