//! The syntax file for SPSS and PSPP: reads every CSV file, with labels of variables and values in the language of the
//! table, and saves it as `.sav`.

use std::fmt::Write;

use super::Matter;
use super::files::{DataFile, Kind};
use super::rows::question;
use crate::export::csv::defused;
use crate::locale::text_with;

/// Name in the archive.
pub(super) const NAME: &str = "read.sps";
/// Bytes of the longest label that SPSS keeps whole, of a variable and of a value. A line may have 250.
const VARIABLE_LABEL: usize = 200;
const VALUE_LABEL: usize = 120;

/// Words in columns of the results, with the messages that explain them.
const WORDS: [(&str, &str, &[&str]); 4] = [
    ("node_kind", "stat-kind", &["index", "dimension", "sub_dimension", "indicator", "option"]),
    ("unit_level", "export-level", &["nation", "province", "district", "commune", "desk"]),
    ("precision", "export-precision", &["reliable", "review", "not_reliable", "unknown"]),
    (
        "disclosure",
        "export-disclosure",
        &["shown", "given", "waiting", "small_base", "no_value", "not_pooled"],
    ),
];

/// Value and label.
pub(super) type Label = (String, String);

/// The commands.
pub(super) fn text(matter: &Matter<'_>, files: &[DataFile]) -> String {
    // The first line tells SPSS how the file is written.
    let mut out = String::from("* Encoding: UTF-8.\n");
    for line in [&matter.head().title, &matter.head().publication, &matter.text("stat-syntax-use")] {
        // A comment ends with a full stop at the end of a line.
        let line = line.replace(['\n', '\r'], " ");
        let _ = writeln!(out, "* {}.", line.trim_end_matches('.'));
    }
    out.push_str("\nSET DECIMAL=DOT.\n");
    for file in files {
        read(matter, file, &mut out);
    }
    out
}

fn read(matter: &Matter<'_>, file: &DataFile, out: &mut String) {
    let name = file.kind.stem();
    let _ = write!(
        out,
        "\nGET DATA /TYPE=TXT\n  /FILE='{name}.csv'\n  /ENCODING='UTF8'\n  /ARRANGEMENT=DELIMITED\n  \
         /DELIMITERS=\",\"\n  /QUALIFIER='\"'\n  /FIRSTCASE=2\n  /VARIABLES="
    );
    for variable in &file.variables {
        match variable.width {
            Some(width) => {
                let _ = write!(out, "\n    {} A{width}", variable.name);
            }
            None => {
                let _ = write!(out, "\n    {} F40.16", variable.name);
            }
        }
    }
    let _ = writeln!(out, ".\nDATASET NAME {name}.");
    out.push_str("VARIABLE LABELS");
    for variable in &file.variables {
        let label = matter.text(&variable.key(file.kind));
        let _ = write!(out, "\n  {} {}", variable.name, quoted(&label, VARIABLE_LABEL));
    }
    out.push_str(".\n");
    if file.kind == Kind::Batches {
        choice(matter, file, out);
    }
    for variable in &file.variables {
        value_labels(variable.name, &labels(matter, variable.name), out);
    }
    let _ = writeln!(out, "SAVE OUTFILE='{name}.sav'.");
}

/// An option means something together with its item only.
fn choice(matter: &Matter<'_>, file: &DataFile, out: &mut String) {
    let width: usize = file
        .variables
        .iter()
        .filter(|variable| ["item", "option"].contains(&variable.name))
        .filter_map(|variable| variable.width)
        .sum();
    let _ = writeln!(
        out,
        "STRING choice (A{}).\nCOMPUTE choice = CONCAT(RTRIM(item), '=', RTRIM(option)).\nVARIABLE LABELS choice {}.",
        width + 1,
        quoted(&matter.text("stat-column-choice"), VARIABLE_LABEL)
    );
    let mut choices = Vec::new();
    for item in &matter.items {
        let Some((code, options)) = question(matter, *item) else { continue };
        for (option, choice) in options {
            let value = format!("{}={}", defused(code), defused(&option));
            choices.push((value, choice.label.get(&matter.head().language).to_owned()));
        }
    }
    value_labels("choice", &choices, out);
}

/// The labels of the values of a column; none where it holds free text or numbers.
pub(super) fn labels(matter: &Matter<'_>, variable: &str) -> Vec<Label> {
    let language = &matter.head().language;
    if let Some((_, prefix, words)) = WORDS.iter().find(|(name, _, _)| *name == variable) {
        let label = |word: &&str| {
            let key = format!("{prefix}-{}", word.replace('_', "-"));
            ((*word).to_owned(), text_with(language, &key, &[("k", matter.head().k.to_string().into())]))
        };
        return words.iter().map(label).collect();
    }
    match variable {
        "node" => {
            let nodes = matter.nodes.iter().map(|node| &matter.model.nodes[*node]);
            nodes.map(|node| (defused(&node.id).into_owned(), node.label.get(language).to_owned())).collect()
        }
        "item" => {
            let wanted = |place: &usize| matter.evidence.instrument.items().nth(*place);
            let items = matter.items.iter().filter_map(wanted);
            items.map(|item| (defused(&item.code).into_owned(), item.text.get(language).to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

fn value_labels(variable: &str, labels: &[Label], out: &mut String) {
    if labels.is_empty() {
        return;
    }
    let _ = write!(out, "VALUE LABELS {variable}");
    for (value, label) in labels {
        let _ = write!(out, "\n  {} {}", quoted(value, VALUE_LABEL), quoted(label, VALUE_LABEL));
    }
    out.push_str(".\n");
}

/// A text as the language writes it, cut to so many bytes.
fn quoted(text: &str, most: usize) -> String {
    let text = text.replace(['\n', '\r', '\t'], " ");
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kept = text.get(..end).unwrap_or_default();
    format!("'{}'", kept.replace('\'', "''"))
}
