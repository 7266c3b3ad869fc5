//! The overall index of a unit over the waves.

use std::sync::Arc;

use crate::domain::compare::compare;
use crate::domain::publication::Publication;
use crate::domain::results::{Sources, part};
use crate::domain::table::{Row, Table};
use crate::export::chart::{Point, Trend, svg};
use crate::export::said;
use crate::locale::{period, text, text_with};
use crate::sealing::results::{Published, sentence};
use crate::web::pages::layout::address;

/// Width of the chart in points.
const WIDTH: f64 = 240.0;

/// The waves of a unit.
pub(super) struct TrendView {
    /// The chart.
    pub chart: String,
    /// Every wave, the earliest first.
    pub rows: Vec<TrendRow>,
}

/// One wave.
pub(super) struct TrendRow {
    pub period: String,
    pub href: String,
    pub value: String,
    pub interval: String,
    pub answers: String,
    /// Why it is not joined to the one before, or nothing is shown.
    pub note: String,
    pub weak: bool,
}

/// The overall index of the unit at `unit` of `now` in the earlier waves and now; none where there are no earlier
/// ones with a value. `indices`: the earlier publications with nothing but their index, the earliest first; `staff`:
/// where the pages of results are.
pub(super) fn trend(
    now: &Published,
    indices: &[Arc<Publication>],
    unit: usize,
    (base, language): (&str, &str),
) -> Option<TrendView> {
    let root = now.publication.overall_index()?;
    let key = (&now.publication.units[unit].code, now.publication.units[unit].valid_from);
    let at = |index: &Arc<Publication>| {
        let unit = index.units.iter().position(|unit| (&unit.code, unit.valid_from) == key)?;
        Some(index.narrowed(&[unit], 0))
    };
    let mut waves: Vec<Publication> = indices.iter().filter_map(at).collect();
    waves.push(now.publication.narrowed(&[unit], root));
    if waves.iter().filter(|wave| wave.figures[0][0].value.is_some()).count() < 2 {
        return None;
    }
    let mut rows = Vec::new();
    let mut points = Vec::new();
    for (place, wave) in waves.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| waves.get(place));
        let obstacle = before.and_then(|before| obstacle(now, wave, before, language));
        let table = table_of(now, wave, language);
        let row = table.rows.first()?;
        points.push(point(wave, row, place > 0 && obstacle.is_none(), language));
        rows.push(trend_row(wave, &table, row, obstacle, (base, language)));
    }
    let title = text_with(
        language,
        "board-trend-title",
        &[("node", now.publication.nodes[root].label.get(language).into())],
    );
    let chart = Trend {
        title,
        description: text(language, "board-trend-description"),
        language: language.to_owned(),
        width: WIDTH,
        bounds: now.publication.nodes[root].range,
        points,
    };
    Some(TrendView { chart: svg::svg(&chart.draw()?, "trend-chart"), rows })
}

/// Why the values of two waves cannot be joined.
fn obstacle(now: &Published, wave: &Publication, before: &Publication, language: &str) -> Option<String> {
    let comparison = compare(wave, before, &now.instrument);
    let is_compared = comparison.changes.iter().flatten().any(|change| change.change.is_some());
    let has_both = wave.figures[0][0].value.is_some() && before.figures[0][0].value.is_some();
    if is_compared || !has_both {
        return None;
    }
    let found = comparison.obstacles.first().map(|obstacle| sentence(obstacle, language));
    Some(found.unwrap_or_else(|| text(language, "board-trend-other-index")))
}

fn table_of(now: &Published, wave: &Publication, language: &str) -> Table {
    let sources = Sources { publication: wave, hash: &now.hash, instrument: &now.instrument, earlier: None };
    part(sources, (&[0], &[0]), language, &|obstacle| sentence(obstacle, language))
}

fn point(wave: &Publication, row: &Row, joined: bool, language: &str) -> Point {
    Point {
        name: short_period(&wave.wave.period, language),
        value: row.value.filter(|value| value.is_finite()),
        ends: row.ci_low.zip(row.ci_high).map(|(low, high)| [low, high]),
        weak: said::is_weak(row),
        joined,
    }
}

/// `2026-Q3` is "III/2026" at the foot of a chart; what is longer to say stays as it is written.
fn short_period(written: &str, language: &str) -> String {
    let parts = written.split_once("-Q").map(|(year, quarter)| (year, ["", "I", "II", "III", "IV"], quarter));
    match parts {
        Some((year, names, quarter)) => {
            let name = quarter.parse::<usize>().ok().and_then(|quarter| names.get(quarter).copied());
            let name = name.unwrap_or(quarter);
            if language.starts_with("en") { format!("Q{quarter} {year}") } else { format!("{name}/{year}") }
        }
        None if written.len() <= 10 => written.to_owned(),
        None => period::spoken(written, language),
    }
}

fn trend_row(
    wave: &Publication,
    table: &Table,
    row: &Row,
    obstacle: Option<String>,
    (base, language): (&str, &str),
) -> TrendRow {
    let note = said::note(&table.head, row);
    let code = wave.units[0].code.as_str();
    TrendRow {
        period: period::spoken(&wave.wave.period, language),
        href: address(&format!("{base}/{}", wave.wave.id), &[("unit", code)], language),
        value: said::value(&table.head, row),
        interval: said::interval(&table.head, row),
        answers: said::answers(&table.head, row),
        note: [obstacle.unwrap_or_default(), note]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        weak: said::is_weak(row),
    }
}
