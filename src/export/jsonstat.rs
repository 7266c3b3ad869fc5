//! JSON-stat 2.0 (<https://json-stat.org/full/>) for statistics portals: one dataset with the dimensions `wave`,
//! `unit`, `node` and `figure`, values in full in their order, `null` where there is none and then a status that
//! says why.
//!
//! The units of a table may bear the same code one after the other; the second of them is `<code>#2`. Of several waves
//! of which not each has every unit and node, the values are an object by position instead of a list.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use serde_json::{Map, Value, json};

use super::cell::{Cell, disclosure_word, precision_word};
use super::cell::{count, number, whole};
use crate::domain::publication::PrecisionState;
use crate::domain::table::{Head, Row, Rows, Waves};
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
struct Categories {
    ids: Vec<String>,
    labels: Map<String, Value>,
    places: HashMap<String, usize>,
    /// The names under each code in the wave that is looked at, with their places: mostly one.
    names: HashMap<String, Vec<(String, usize)>>,
}

impl Categories {
    /// The place of a category; one with the same code and another name is another one in the same wave, while from
    /// wave to wave names may change.
    fn place(&mut self, code: &str, name: &str) -> usize {
        let names = self.names.get(code);
        if let Some((_, place)) = names.and_then(|names| names.iter().find(|(known, _)| known == name)) {
            return *place;
        }
        let times = names.map_or(1, |names| names.len() + 1);
        let id = if times == 1 { code.to_owned() } else { format!("{code}#{times}") };
        let place = *self.places.entry(id.clone()).or_insert(self.ids.len());
        if place == self.ids.len() {
            self.labels.insert(id.clone(), name.into());
            self.ids.push(id);
        }
        self.names.entry(code.to_owned()).or_default().push((name.to_owned(), place));
        place
    }

    fn dimension(&self, label: &str) -> Value {
        json!({ "label": label, "category": { "index": self.ids, "label": self.labels } })
    }
}

/// Where a row goes with the places of its unit and node.
type Placed<'r> = dyn FnMut((usize, usize), &Row) -> io::Result<()> + 'r;
/// Where a row goes with the index of its first figure.
type Indexed<'r> = dyn FnMut(usize, &Row) -> io::Result<()> + 'r;

/// The dimensions, known when all rows have gone by once.
#[derive(Default)]
struct Cube {
    heads: Vec<Head>,
    units: Categories,
    nodes: Categories,
    /// Whether every wave has every unit and node, in this order: then values need no keys.
    is_dense: bool,
}

impl Cube {
    fn of(waves: &dyn Waves) -> io::Result<Self> {
        let mut cube = Self::default();
        let (mut rows, mut in_order) = (0, true);
        waves.each(&mut |table| {
            cube.heads.push(table.head().clone());
            let mut last = None;
            cube.places(table, &mut |place, _| {
                in_order &= last.replace(place).is_none_or(|last| last < place);
                rows += 1;
                Ok(())
            })
        })?;
        cube.is_dense = in_order && rows == cube.heads.len() * cube.units.ids.len() * cube.nodes.ids.len();
        Ok(cube)
    }

    /// Gives every row with the places of its unit and node.
    fn places(&mut self, table: &dyn Rows, receive: &mut Placed<'_>) -> io::Result<()> {
        self.units.names.clear();
        self.nodes.names.clear();
        table.rows().try_for_each(|row| {
            let unit = self.units.place(&row.unit, &row.unit_name);
            receive((unit, self.nodes.place(&row.node, &row.node_name)), &row)
        })
    }

    /// Gives every row of all waves with the index of its first figure.
    fn each(&mut self, waves: &dyn Waves, receive: &mut Indexed<'_>) -> io::Result<()> {
        let (units, nodes) = (self.units.ids.len(), self.nodes.ids.len());
        let mut wave = 0;
        waves.each(&mut |table| {
            self.places(table, &mut |(unit, node), row| {
                receive(((wave * units + unit) * nodes + node) * FIGURES.len(), row)
            })?;
            wave += 1;
            Ok(())
        })
    }
}

/// Writes the dataset, for which the tables are gone through three times: for the dimensions, the values, and what is to
/// be said of them. Fails only when `out` does, or when a table cannot be had.
pub fn write_jsonstat(waves: &dyn Waves, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut cube = Cube::of(waves)?;
    let mut frame = serde_json::to_string(&frame(&cube)?)?;
    // The values last and one by one: there may be millions.
    frame.pop();
    let [open, close] = if cube.is_dense { ["[", "]"] } else { ["{", "}"] };
    write!(out, "{frame},\"value\":{open}")?;
    let is_dense = cube.is_dense;
    let mut comma = "";
    cube.each(waves, &mut |first, row| {
        for (index, value) in (first..).zip(figures(row)) {
            match value {
                Cell::Number(value) if is_dense => write!(out, "{comma}{}", json!(value))?,
                Cell::Number(value) => write!(out, "{comma}\"{index}\":{}", json!(value))?,
                _ if is_dense => write!(out, "{comma}null")?,
                // What is not there needs no key.
                _ => continue,
            }
            comma = ",";
        }
        out.write_all(b"\n")
    })?;
    write!(out, "{close},\"status\":{{")?;
    let mut comma = "";
    cube.each(waves, &mut |index, row| {
        let Some(said) = said(row) else { return Ok(()) };
        write!(out, "{comma}\"{index}\":\"{said}\"")?;
        comma = ",";
        Ok(())
    })?;
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
fn frame(cube: &Cube) -> io::Result<Value> {
    let Some(head) = cube.heads.first() else { return Err(io::ErrorKind::NotFound.into()) };
    let several = cube.heads.len() > 1;
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
    let mut status = words("export-disclosure", &["waiting", "small_base", "no_value", "not_pooled"]);
    status.extend(words("export-precision", &["review", "not_reliable", "unknown"]));
    let warning = cube.heads.iter().any(|head| head.demo).then(|| text(language, "export-demo"));
    let notes = cube.heads.iter().flat_map(|head| head.unverified.iter().cloned());
    let periods: Map<String, Value> = cube
        .heads
        .iter()
        .map(|head| (head.wave.clone(), period::spoken(&head.period, language).into()))
        .collect();
    let waves: Vec<&str> = cube.heads.iter().map(|head| head.wave.as_str()).collect();
    let mut extension = json!({ "status": { "label": status } });
    if several {
        extension["heads"] = serde_json::to_value(&cube.heads)?;
    } else {
        extension["head"] = serde_json::to_value(head)?;
    }
    Ok(json!({
        "version": "2.0",
        "class": "dataset",
        "label": if several { &head.instrument_title } else { &head.title },
        "source": once_each(cube.heads.iter().flat_map(|head| head.sources.iter().cloned())).join("; "),
        "note": once_each(warning.into_iter().chain(notes)),
        "id": ["wave", "unit", "node", "figure"],
        "size": [waves.len(), cube.units.ids.len(), cube.nodes.ids.len(), FIGURES.len()],
        "role": { "time": ["wave"], "geo": ["unit"], "metric": ["figure"] },
        "dimension": {
            "wave": {
                "label": text(language, "export-method-period"),
                "category": { "index": waves, "label": periods },
            },
            "unit": cube.units.dimension(&text(language, "results-unit")),
            "node": cube.nodes.dimension(&text(language, "results-node")),
            "figure": {
                "label": text(language, "results-value"),
                "category": { "index": FIGURES, "label": figures },
            },
        },
        "extension": extension,
    }))
}

/// The texts in the order they first appear.
fn once_each(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}
