//! What the columns of a file of responses mean.

use std::io::Read;

use super::super::stream::Rows;
use super::super::{Mistakes, Why};
use crate::domain::instrument::{AskIf, Instrument, Item};
use crate::domain::wave::Mode;

/// Columns that are no items.
const SPECIAL: [&str; 5] = ["unit", "weight", "stratum", "psu", "period"];

/// Places of the columns.
pub(super) struct Columns {
    /// Names as the file has them, for messages.
    pub names: Vec<String>,
    /// The unit.
    pub unit: usize,
    /// The weight of a designed sample.
    pub weight: Option<usize>,
    /// The stratum.
    pub stratum: Option<usize>,
    /// The primary sampling unit.
    pub psu: Option<usize>,
    /// The period.
    pub period: Option<usize>,
    /// Place of each item of the instrument, in its order.
    pub items: Vec<Option<usize>>,
    /// Codes of the items without a column.
    pub absent: Vec<String>,
}

impl Columns {
    /// Finds every column its meaning; `None` and all mistakes where that fails.
    pub fn of<R: Read>(
        rows: &Rows<R>,
        instrument: &Instrument,
        mode: Mode,
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let (names, line) = (rows.header(), rows.header_line());
        let place = |name: &str| names.iter().position(|column| column == name);
        // The header comes in lower case.
        let items: Vec<&Item> = instrument.items().collect();
        let item_places: Vec<Option<usize>> =
            items.iter().map(|item| place(&item.code.to_lowercase())).collect();
        for (index, name) in names.iter().enumerate() {
            let meanings = item_places.iter().filter(|place| **place == Some(index)).count();
            if meanings > 1 {
                mistakes.cell(line, name, Why::new("several-items"));
            } else if meanings == 0 && !SPECIAL.contains(&name.as_str()) {
                let known = items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>().join(", ");
                let why = Why::new("no-item").with("instrument", &instrument.id);
                mistakes.cell(line, name, why.with("items", &known).with("others", &SPECIAL.join(", ")));
            }
        }
        for (item, place) in items.iter().zip(&item_places) {
            if place.is_none() && item.required && always_asked(item) {
                mistakes.cell(line, &item.code, Why::new("item-missing"));
            }
        }
        for name in ["weight", "stratum", "psu"] {
            if mode == Mode::Desk && place(name).is_some() {
                mistakes.cell(line, name, Why::new("samples-only"));
            }
        }
        if place("unit").is_none() {
            mistakes.cell(line, "unit", Why::new("missing"));
        }
        if !mistakes.is_empty() {
            return None;
        }
        let absent = items.iter().zip(&item_places).filter(|(_, place)| place.is_none());
        Some(Self {
            unit: place("unit")?,
            weight: place("weight"),
            stratum: place("stratum"),
            psu: place("psu"),
            period: place("period"),
            absent: absent.map(|(item, _)| item.code.clone()).collect(),
            items: item_places,
            names: names.to_vec(),
        })
    }
}

/// Whether no routing can lead around the item. A missing column of another required item is found
/// row by row.
fn always_asked(item: &Item) -> bool {
    match &item.ask_if {
        None => true,
        Some(AskIf::All(parts)) => parts.is_empty(),
        Some(_) => false,
    }
}
