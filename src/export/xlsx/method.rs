//! The method: what the figures are, what they rest on and what each column and word means.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::sheet::{self, Names, height, lines, put};
use super::style::Styles;
use crate::domain::table::{COLUMNS, Head, Table};
use crate::export::cell::{Cell, EXTRA_COLUMNS};
use crate::locale::{text, text_with};

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
/// Widths of the columns in characters: label, text, remark.
const WIDTHS: [f64; 3] = [36.0, 80.0, 24.0];
const PRECISION: [&str; 4] = ["reliable", "review", "not_reliable", "unknown"];
const DISCLOSURE: [&str; 5] = ["shown", "given", "waiting", "small_base", "no_value"];

/// Adds the sheet.
pub fn write(
    workbook: &mut Workbook,
    table: &Table,
    names: &mut Names,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let head = &table.head;
    let wanted = text(&head.language, "export-sheet-method");
    let sheet = sheet::add(workbook, names, &wanted, head, (100, 3))?;
    sheet.set_portrait();
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut page = Page { sheet, styles, head, row: 0 };
    page.opening()?;
    page.basis()?;
    page.explanation()?;
    page.settings()?;
    page.list("export-method-sources", &head.sources)?;
    page.list("export-method-unverified", &head.unverified)?;
    let columns: Vec<&str> = COLUMNS.into_iter().chain(EXTRA_COLUMNS).collect();
    page.words("export-method-columns", "export-column", &columns)?;
    page.words("export-method-precision", "export-precision", &PRECISION)?;
    page.words("export-method-disclosure", "export-disclosure", &DISCLOSURE)
}

/// The sheet with the next free row.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    styles: &'a Styles,
    head: &'a Head,
    row: u32,
}

impl Page<'_> {
    fn text(&self, key: &str) -> String {
        text(&self.head.language, key)
    }

    fn opening(&mut self) -> Result<(), XlsxError> {
        if self.head.demo {
            let warning = self.text("export-demo");
            sheet::title(self.sheet, self.row, &warning, &self.styles.warning)?;
            self.row += 1;
        }
        sheet::title(self.sheet, self.row, &self.head.title, &self.styles.title)?;
        self.row += 1;
        Ok(())
    }

    fn basis(&mut self) -> Result<(), XlsxError> {
        let head = self.head;
        self.heading("export-method-basis")?;
        self.fact("export-method-wave", &head.wave)?;
        self.fact("export-method-period", &head.period)?;
        self.fact("export-method-instrument", &head.instrument_title)?;
        self.fact("export-method-instrument-id", &head.instrument)?;
        self.fact("export-method-instrument-sha256", &head.instrument_sha256)?;
        let mode = match head.mode.as_str() {
            "desk" => self.text("export-method-mode-desk"),
            "sample" => self.text("export-method-mode-sample"),
            other => other.to_owned(),
        };
        self.fact("export-method-mode", &mode)?;
        self.amount("export-method-k", head.k.into())?;
        self.amount("export-method-batch-count", head.batches as f64)?;
        self.amount("export-method-scores", head.scores as f64)?;
        self.fact("export-method-chain", head.chain.as_deref().unwrap_or("–"))?;
        // 95, not 95.00000000000001.
        let percent = (head.level * 1e4).round() / 1e2;
        let level = text_with(&head.language, "export-method-level-value", &[("level", percent.into())]);
        self.fact("export-method-level", &level)?;
        self.fact("export-method-version", &head.method)?;
        self.fact("export-method-publication", &head.publication)?;
        let Some(compared) = &head.compared_with else { return Ok(()) };
        self.fact("export-method-wave-publication", &head.wave_publication)?;
        self.fact("export-method-compared-wave", head.compared_wave.as_deref().unwrap_or("–"))?;
        self.fact("export-method-compared-with", compared)
    }

    fn explanation(&mut self) -> Result<(), XlsxError> {
        self.heading("export-method-how")?;
        for key in PARAGRAPHS {
            let paragraph = text_with(&self.head.language, key, &[("k", self.head.k.into())]);
            self.paragraph(&paragraph)?;
        }
        self.list("export-method-compare-notes", &self.head.compare_notes)
    }

    /// Open questions of method, how they were settled, and whether the answer could be verified.
    fn settings(&mut self) -> Result<(), XlsxError> {
        if self.head.settings.is_empty() {
            return Ok(());
        }
        self.heading("export-method-settings")?;
        for (switch, choice, verified) in &self.head.settings {
            let key = if *verified { "export-method-verified" } else { "export-method-not-verified" };
            let verified = self.text(key);
            self.line(switch, Cell::Text(choice), &verified)?;
        }
        Ok(())
    }

    fn list(&mut self, heading: &str, entries: &[String]) -> Result<(), XlsxError> {
        if entries.is_empty() {
            return Ok(());
        }
        self.heading(heading)?;
        entries.iter().try_for_each(|entry| self.paragraph(entry))
    }

    /// What each of `words` means; the message keys are `<prefix>-<word>` with hyphens.
    fn words(&mut self, heading: &str, prefix: &str, words: &[&str]) -> Result<(), XlsxError> {
        self.heading(heading)?;
        for word in words {
            let key = format!("{prefix}-{}", word.replace('_', "-"));
            let meaning = text_with(&self.head.language, &key, &[("k", self.head.k.into())]);
            self.line(word, Cell::Text(&meaning), "")?;
        }
        Ok(())
    }

    fn heading(&mut self, key: &str) -> Result<(), XlsxError> {
        self.row += 1;
        let heading = self.text(key);
        sheet::title(self.sheet, self.row, &heading, &self.styles.heading)?;
        for column in 1..=2 {
            self.sheet.write_blank(self.row, column, &self.styles.heading)?;
        }
        self.row += 1;
        Ok(())
    }

    /// One cell over the whole width. Merged cells do not grow with their text, so it stands in the wide column.
    fn paragraph(&mut self, paragraph: &str) -> Result<(), XlsxError> {
        self.line("", Cell::Text(paragraph), "")
    }

    fn fact(&mut self, key: &str, value: &str) -> Result<(), XlsxError> {
        let label = self.text(key);
        self.line(&label, Cell::Text(value), "")
    }

    fn amount(&mut self, key: &str, value: f64) -> Result<(), XlsxError> {
        let label = self.text(key);
        self.line(&label, Cell::Number(value), "")
    }

    fn line(&mut self, label: &str, value: Cell<'_>, remark: &str) -> Result<(), XlsxError> {
        let texts = [label, if let Cell::Text(text) = value { text } else { "" }, remark];
        let most = texts.iter().zip(WIDTHS).map(|(text, width)| lines(text, width)).max();
        self.sheet.set_row_height(self.row, height(most.unwrap_or(1)))?;
        let format = match value {
            Cell::Number(_) => &self.styles.amount,
            _ => &self.styles.wrapped,
        };
        put(self.sheet, (self.row, 0), Cell::Text(label), Some(&self.styles.wrapped))?;
        put(self.sheet, (self.row, 1), value, Some(format))?;
        put(self.sheet, (self.row, 2), Cell::Text(remark), Some(&self.styles.wrapped))?;
        self.row += 1;
        Ok(())
    }
}
