//! How many of those served have answered, in sentences.

use std::collections::BTreeMap;

use super::figures::View;
use crate::domain::participation::Participation;
use crate::domain::publication::Publication;
use crate::domain::unit::Unit;
use crate::locale::{FluentValue, number, text_with};
use crate::store::{Connection, StoreError, dossiers, waves};

/// Dossiers closed by the units that take part, by code; none where the number is not known.
pub(super) type Closed = BTreeMap<String, Option<i64>>;

/// Reads the numbers of a wave.
pub(super) fn read(connection: &mut Connection, wave: i32) -> Result<Closed, StoreError> {
    let known = dossiers::of_wave(connection, wave)?;
    if known.is_empty() {
        return Ok(Closed::new());
    }
    let units = waves::units(connection, wave)?;
    let of = |(key, unit): &(i32, Unit)| (unit.code.to_string(), known.get(key).copied());
    Ok(units.iter().map(of).collect())
}

/// Dossiers of all units at or below one; `None` unless all of those that take part are known.
fn closed(publication: &Publication, unit: usize, known: &Closed) -> Option<i64> {
    let is_below = |place: usize| {
        std::iter::successors(Some(place), |place| publication.units[*place].parent)
            .any(|above| above == unit)
    };
    let places = (0..publication.units.len()).filter(|place| is_below(*place));
    let own: Vec<Option<i64>> =
        places.filter_map(|place| known.get(&publication.units[place].code)).copied().collect();
    if own.is_empty() { None } else { own.into_iter().sum() }
}

/// What is said of the unit at its overall index.
pub(super) fn sentences(view: &View, (unit, root): (usize, usize), known: &Closed) -> Vec<String> {
    let figure = &view.publication().figures[unit][root];
    let closed = closed(view.publication(), unit, known);
    let (Some(closed), Some(answered), Some(value)) = (closed, figure.n, figure.value) else {
        return Vec::new();
    };
    let participation = Participation { answered, closed };
    let whole = |value: i64| number(view.language, value as f64, 0);
    let counts = [("answered", whole(answered).into()), ("closed", whole(closed).into())];
    if participation.is_impossible() {
        return vec![text_with(view.language, "participation-impossible", &counts)];
    }
    let Some(share) = participation.share() else { return Vec::new() };
    let percent = [("percent", number(view.language, share * 100.0, 1).into())];
    let mut said = vec![text_with(view.language, "participation", &[&counts[..], &percent[..]].concat())];
    let node = &view.publication().nodes[root];
    if let Some([low, high]) = node.range.and_then(|range| participation.bounds(value, range)) {
        let decimals = node.display.decimals;
        let ends: [FluentValue<'_>; 2] = [low, high].map(|end| number(view.language, end, decimals).into());
        let [low, high] = ends;
        said.push(text_with(view.language, "participation-bounds", &[("low", low), ("high", high)]));
    }
    said
}
