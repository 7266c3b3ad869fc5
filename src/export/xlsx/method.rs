//! The method as a sheet.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::sheet::{self, Names, height, lines, put};
use super::style::Styles;
use crate::domain::table::Head;
use crate::export::cell::Cell;
use crate::export::method::{self, Extent, Line};
use crate::locale::text;

/// Widths of the columns in characters: label, text, remark.
const WIDTHS: [f64; 3] = [36.0, 80.0, 24.0];

/// Adds the sheet.
pub fn write(
    workbook: &mut Workbook,
    head: &Head,
    names: &mut Names,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let wanted = text(&head.language, "export-sheet-method");
    let sheet = sheet::add(workbook, names, &wanted, head, (100, 3))?;
    sheet.set_portrait();
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut page = Page { sheet, styles, head, row: 0 };
    page.opening()?;
    method::lines(head, Extent::WithColumns).iter().try_for_each(|line| page.add(line))
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

    fn add(&mut self, line: &Line) -> Result<(), XlsxError> {
        match line {
            Line::Heading(text) => self.heading(text),
            // One cell over the whole width. Merged cells do not grow with their text, so it stands in the wide
            // column.
            Line::Paragraph(text) => self.line("", Cell::Text(text), ""),
            Line::Fact { label, value, remark } => self.line(label, Cell::Text(value), remark),
            Line::Amount { label, value } => self.line(label, Cell::Number(*value), ""),
        }
    }

    fn heading(&mut self, heading: &str) -> Result<(), XlsxError> {
        self.row += 1;
        sheet::title(self.sheet, self.row, heading, &self.styles.heading)?;
        for column in 1..=2 {
            self.sheet.write_blank(self.row, column, &self.styles.heading)?;
        }
        self.row += 1;
        Ok(())
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
