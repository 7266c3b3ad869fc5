//! What a publication says of weights that were raked to margins.

use crate::domain::publication::PublishedRaking;
use crate::locale::{number, text_with};

/// To what weights are raked and how far, in a sentence; of several units the farthest.
pub fn sentence(language: &str, raking: &PublishedRaking) -> String {
    let margins: Vec<&str> = raking.margins.iter().map(|margin| margin.label.get(language)).collect();
    let units = &raking.units;
    let smallest = units.iter().map(|unit| unit.smallest).fold(f64::INFINITY, f64::min);
    let greatest = units.iter().map(|unit| unit.greatest).fold(0.0, f64::max);
    let worst = units.iter().max_by(|a, b| a.deff.total_cmp(&b.deff));
    // Two significant digits, as they are published.
    let decimals = |value: f64| if value < 1.0 { 2 } else { u32::from(value < 10.0) };
    let said = |value: f64| number(language, value, decimals(value)).into();
    let (before, after) = worst.map_or((1.0, 1.0), |unit| (unit.deff_before, unit.deff));
    let values = [
        ("margins", margins.join("; ").into()),
        ("units", units.len().into()),
        ("smallest", said(smallest)),
        ("greatest", said(greatest)),
        ("before", said(before)),
        ("after", said(after)),
    ];
    text_with(language, "raking-published", &values)
}
