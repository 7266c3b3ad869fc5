//! The method: what the figures are, what they rest on and what each column and word means. Workbooks and the report
//! show exactly this.

use super::cell::columns;
use super::{pooled, raked, withheld};
use crate::domain::table::Head;
use crate::locale::{period, text, text_with};

/// Paragraphs on how the figures come about.
const PARAGRAPHS: [&str; 7] = [
    "export-method-batches",
    "export-method-rounding",
    "export-method-missing",
    "export-method-interval",
    "export-method-grey",
    "export-method-rank",
    "export-method-hash",
];
const PRECISION: [&str; 4] = ["reliable", "review", "not_reliable", "unknown"];
const DISCLOSURE: [&str; 5] = ["shown", "given", "waiting", "small_base", "no_value"];
/// Further words of tables that are broken down.
const OF_CATEGORIES: [&str; 3] = ["waiting_groups", "filtered", "not_at_level"];

/// One line of the method.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Line {
    /// Begins a part.
    Heading(String),
    /// A fact under its label.
    Fact {
        /// What it is.
        label: String,
        /// The fact.
        value: String,
        /// What is to be said about it; mostly nothing.
        remark: String,
    },
    /// A number under its label.
    Amount {
        /// What it is.
        label: String,
        /// The number.
        value: f64,
    },
    /// Running text.
    Paragraph(String),
}

/// Which parts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it, with the columns of the long table.
    WithColumns,
    /// Without what only the long table needs.
    WithoutColumns,
}

/// The method of a table.
pub(super) fn lines(head: &Head, extent: Extent) -> Vec<Line> {
    let mut lines = Lines { head, lines: Vec::new() };
    lines.basis();
    lines.explanation(extent);
    lines.settings();
    lines.list("export-method-sources", &head.sources);
    lines.list("export-method-unverified", &head.unverified);
    if extent == Extent::WithColumns {
        lines.words("export-method-columns", "export-column", &columns(head));
        lines.words("export-method-precision", "export-precision", &PRECISION);
        let more: &[&str] = if head.breakdown.is_some() { &OF_CATEGORIES } else { &[] };
        let of_pooled: &[&str] = if head.pooled.is_some() { &["not_pooled"] } else { &[] };
        let words: Vec<&str> = DISCLOSURE.iter().chain(more).chain(of_pooled).copied().collect();
        lines.words("export-method-disclosure", "export-disclosure", &words);
    }
    lines.lines
}

struct Lines<'a> {
    head: &'a Head,
    lines: Vec<Line>,
}

impl Lines<'_> {
    fn text(&self, key: &str) -> String {
        text(&self.head.language, key)
    }

    fn basis(&mut self) {
        let head = self.head;
        self.heading("export-method-basis");
        self.fact("export-method-wave", &head.wave);
        self.fact("export-method-period", &period::spoken(&head.period, &head.language));
        self.fact("export-method-instrument", &head.instrument_title);
        self.fact("export-method-instrument-id", &head.instrument);
        self.fact("export-method-instrument-sha256", &head.instrument_sha256);
        let mode = match head.mode.as_str() {
            "desk" => self.text("export-method-mode-desk"),
            "sample" => self.text("export-method-mode-sample"),
            other => other.to_owned(),
        };
        self.fact("export-method-mode", &mode);
        self.amount("export-method-k", head.k.into());
        self.amount("export-method-batch-count", head.batches as f64);
        for sentence in head.pooled.iter().flat_map(|from| pooled::sentences(&head.language, from)) {
            self.fact("export-method-pooled", &sentence);
        }
        for wave in head.pooled.iter().flat_map(|from| &from.waves) {
            self.fact("export-method-pooled-publication", &format!("{}: {}", wave.wave, wave.publication));
        }
        for sentence in withheld::sentences(&head.language, &head.withheld) {
            self.fact("export-method-withheld", &sentence);
        }
        if let Some(raking) = &head.raking {
            self.fact("export-method-raking", &raked::sentence(&head.language, raking));
        }
        self.amount("export-method-scores", head.scores as f64);
        if let Some(by) = &head.breakdown {
            self.fact("export-method-breakdown", &by.name);
            self.amount("export-method-breakdown-batches", by.batches as f64);
        }
        self.fact("export-method-chain", head.chain.as_deref().unwrap_or("–"));
        let level =
            text_with(&head.language, "export-method-level-value", &[("level", percent(head.level).into())]);
        self.fact("export-method-level", &level);
        self.fact("export-method-version", &head.method);
        self.fact("export-method-publication", &head.publication);
        let Some(compared) = &head.compared_with else { return };
        self.fact("export-method-wave-publication", &head.wave_publication);
        self.fact("export-method-compared-wave", head.compared_wave.as_deref().unwrap_or("–"));
        self.fact("export-method-compared-with", compared);
    }

    fn explanation(&mut self, extent: Extent) {
        self.heading("export-method-how");
        for key in PARAGRAPHS {
            // What a workbook rounds, and its column of reasons.
            let of_columns = ["export-method-rounding", "export-method-missing"].contains(&key);
            if of_columns && extent == Extent::WithoutColumns {
                continue;
            }
            self.paragraph(key);
        }
        if self.head.raking.is_some() {
            self.paragraph("export-method-raked");
        }
        if self.head.breakdown.is_some() {
            self.paragraph("export-method-by-category");
        }
        self.list("export-method-compare-notes", &self.head.compare_notes);
    }

    fn paragraph(&mut self, key: &str) {
        let paragraph = text_with(&self.head.language, key, &[("k", self.head.k.into())]);
        self.lines.push(Line::Paragraph(paragraph));
    }

    /// Open questions of method, how they were settled, and whether the answer could be verified.
    fn settings(&mut self) {
        if self.head.settings.is_empty() {
            return;
        }
        self.heading("export-method-settings");
        for (switch, choice, verified) in &self.head.settings {
            let key = if *verified { "export-method-verified" } else { "export-method-not-verified" };
            let remark = self.text(key);
            self.lines.push(Line::Fact { label: switch.clone(), value: choice.clone(), remark });
        }
    }

    fn list(&mut self, heading: &str, entries: &[String]) {
        if entries.is_empty() {
            return;
        }
        self.heading(heading);
        self.lines.extend(entries.iter().cloned().map(Line::Paragraph));
    }

    /// What each of `words` means; the message keys are `<prefix>-<word>` with hyphens.
    fn words(&mut self, heading: &str, prefix: &str, words: &[&str]) {
        self.heading(heading);
        for word in words {
            let key = format!("{prefix}-{}", word.replace('_', "-"));
            let value = text_with(&self.head.language, &key, &[("k", self.head.k.into())]);
            self.lines.push(Line::Fact { label: (*word).to_owned(), value, remark: String::new() });
        }
    }

    fn heading(&mut self, key: &str) {
        let heading = self.text(key);
        self.lines.push(Line::Heading(heading));
    }

    fn fact(&mut self, key: &str, value: &str) {
        let label = self.text(key);
        self.lines.push(Line::Fact { label, value: value.to_owned(), remark: String::new() });
    }

    fn amount(&mut self, key: &str, value: f64) {
        let label = self.text(key);
        self.lines.push(Line::Amount { label, value });
    }
}

/// 95, not 95.00000000000001.
pub(super) fn percent(level: f64) -> f64 {
    (level * 1e4).round() / 1e2
}
