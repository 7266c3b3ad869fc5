//! JSON-stat 2.0 (<https://json-stat.org/full/>) for statistics portals: one dataset with the dimensions `wave`,
//! `unit`, `node` and `figure`, values in full in their order, `null` where there is none and then a status that
//! says why.
//!
//! The units of a table may bear the same code one after the other; the second of them is `<code>#2`.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use serde_json::{Map, Value, json};

use super::cell::{Cell, disclosure_word, precision_word};
use super::cell::{count, number, whole};
use crate::domain::publication::PrecisionState;
use crate::domain::table::{Row, Table};
use crate::locale::{period, text};

/// The figures of a row that are numbers, under the names of the columns of the CSV file.
const FIGURES: [&str; 14] = [
    "value",
    "ci_low",
    "ci_high",
    "se",
    "n",
    "n_eff",
    "df",
    "nonresponse",
    "rank",
    "ranked",
    "change",
    "change_ci_low",
    "change_ci_high",
    "change_p",
];

fn figures(row: &Row) -> [Cell<'static>; FIGURES.len()] {
    [
        number(row.value),
        number(row.ci_low),
        number(row.ci_high),
        number(row.se),
        count(row.n),
        number(row.n_eff),
        number(row.df),
        number(row.nonresponse),
        whole(row.rank),
        whole(row.ranked),
        number(row.change),
        number(row.change_ci_low),
        number(row.change_ci_high),
        number(row.change_p),
    ]
}

/// Categories in the order they first appear.
#[derive(Default)]
struct Categories<'a> {
    ids: Vec<String>,
    labels: Map<String, Value>,
    places: HashMap<(&'a str, &'a str), usize>,
    used: HashMap<&'a str, usize>,
}

impl<'a> Categories<'a> {
    /// The place of a category; one with the same code and another name is another one.
    fn place(&mut self, code: &'a str, name: &'a str) -> usize {
        if let Some(place) = self.places.get(&(code, name)) {
            return *place;
        }
        let times = self.used.entry(code).or_insert(0);
        *times += 1;
        let id = if *times == 1 { code.to_owned() } else { format!("{code}#{times}") };
        self.labels.insert(id.clone(), name.into());
        self.ids.push(id);
        self.places.insert((code, name), self.ids.len() - 1);
        self.ids.len() - 1
    }

    fn dimension(self, label: &str) -> Value {
        json!({ "label": label, "category": { "index": self.ids, "label": self.labels } })
    }
}

/// Writes the dataset. Fails only when `out` does.
pub fn write_jsonstat(table: &Table, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let (mut units, mut nodes) = (Categories::default(), Categories::default());
    let mut cells: HashMap<(usize, usize), &Row> = HashMap::with_capacity(table.rows.len());
    for row in &table.rows {
        let place = (units.place(&row.unit, &row.unit_name), nodes.place(&row.node, &row.node_name));
        cells.insert(place, row);
    }
    let (unit_count, node_count) = (units.ids.len(), nodes.ids.len());
    let size = [1, unit_count, node_count, FIGURES.len()];
    let document = frame(table, size, units, nodes)?;
    // The values last and one by one: there may be millions.
    let mut frame = serde_json::to_string(&document)?;
    frame.pop();
    write!(out, "{frame},\"value\":[")?;
    let mut status = Vec::new();
    let mut index = 0;
    for unit in 0..unit_count {
        for node in 0..node_count {
            let row = cells.get(&(unit, node)).copied();
            let values = row.map_or([Cell::Absent; FIGURES.len()], figures);
            for value in values {
                if index > 0 {
                    out.write_all(b",")?;
                }
                match value {
                    Cell::Number(value) => serde_json::to_writer(&mut out, &value)?,
                    _ => out.write_all(b"null")?,
                }
                index += 1;
            }
            if let Some(said) = row.and_then(said) {
                status.push((index - FIGURES.len(), said));
            }
        }
        out.write_all(b"\n")?;
    }
    out.write_all(b"],\"status\":{")?;
    for (place, (index, said)) in status.into_iter().enumerate() {
        let comma = if place > 0 { "," } else { "" };
        write!(out, "{comma}\"{index}\":\"{said}\"")?;
    }
    out.write_all(b"}}\n")?;
    out.flush()
}

/// What is to be said of the value of a row: why there is none, or that it may not simply be quoted.
fn said(row: &Row) -> Option<&'static str> {
    match (row.value, row.precision) {
        (None, _) => Some(disclosure_word(row.disclosure)),
        (Some(_), Some(PrecisionState::Reliable) | None) => None,
        (Some(_), Some(state)) => Some(precision_word(state)),
    }
}

/// Everything but the values.
fn frame(table: &Table, size: [usize; 4], units: Categories<'_>, nodes: Categories<'_>) -> io::Result<Value> {
    let head = &table.head;
    let language = &head.language;
    let meaning = |name: &str| text(language, &format!("export-column-{}", name.replace('_', "-")));
    let figures: Map<String, Value> =
        FIGURES.iter().map(|name| ((*name).to_owned(), meaning(name).into())).collect();
    let words = |prefix: &str, words: &[&str]| -> Map<String, Value> {
        let meaning = |word: &&str| {
            let key = format!("{prefix}-{}", word.replace('_', "-"));
            let values = [("k", head.k.into())];
            ((*word).to_owned(), crate::locale::text_with(language, &key, &values).into())
        };
        words.iter().map(meaning).collect()
    };
    let mut status = words("export-disclosure", &["waiting", "small_base", "no_value"]);
    status.extend(words("export-precision", &["review", "not_reliable", "unknown"]));
    let spoken = period::spoken(&head.period, language);
    let warning = head.demo.then(|| text(language, "export-demo"));
    let notes: Vec<String> = warning.into_iter().chain(head.unverified.iter().cloned()).collect();
    Ok(json!({
        "version": "2.0",
        "class": "dataset",
        "label": head.title,
        "source": head.sources.join("; "),
        "note": notes,
        "id": ["wave", "unit", "node", "figure"],
        "size": size,
        "role": { "time": ["wave"], "geo": ["unit"], "metric": ["figure"] },
        "dimension": {
            "wave": {
                "label": text(language, "export-method-period"),
                "category": { "index": [head.wave], "label": { head.wave.as_str(): spoken } },
            },
            "unit": units.dimension(&text(language, "results-unit")),
            "node": nodes.dimension(&text(language, "results-node")),
            "figure": {
                "label": text(language, "results-value"),
                "category": { "index": FIGURES, "label": figures },
            },
        },
        "extension": { "head": serde_json::to_value(head)?, "status": { "label": status } },
    }))
}
