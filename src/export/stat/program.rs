//! The program for R. Only its messages and a few numbers depend on the wave.

use super::Matter;
use crate::domain::publication::METHOD;

/// Name in the archive.
pub(super) const NAME: &str = "recompute.R";

const PROGRAM: &str = include_str!("recompute.R");

/// The messages it prints; `%` stands for itself in R's formats.
const MESSAGES: [&str; 6] = [
    "stat-r-weighted",
    "stat-r-compared",
    "stat-r-skipped",
    "stat-r-largest",
    "stat-r-agree",
    "stat-r-differ",
];

/// The program.
pub(super) fn text(matter: &Matter<'_>) -> String {
    let head = matter.head();
    let flag = |flag: bool| if flag { "TRUE" } else { "FALSE" }.to_owned();
    let mut program = PROGRAM.to_owned();
    let settings = [
        ("publication", quoted(&head.publication)),
        ("method", quoted(METHOD)),
        ("k", head.k.to_string()),
        ("level", head.level.to_string()),
        ("weighted", flag(matter.evidence.weighted)),
        ("whole", flag(matter.is_whole())),
    ];
    for (name, value) in settings {
        program = program.replace(&format!("@{name}@"), &value);
    }
    for key in MESSAGES {
        program = program.replace(&format!("@{key}@"), &quoted(&matter.text(key)));
    }
    program
}

/// A text as R writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
