//! How cells look.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::domain::publication::PrecisionState;
use crate::domain::table::Row;

/// Grey that still has a contrast of 4.5:1 on white (WCAG 2.2, 1.4.3).
const GREY: Color = Color::RGB(0x0076_7676);
const RED: Color = Color::RGB(0x00B0_0020);
const HEADER_FILL: Color = Color::RGB(0x00E8_EDF3);

/// The formats of a workbook; those of figures are made when first asked for.
pub struct Styles {
    /// First line of a sheet.
    pub title: Format,
    /// First line of a sheet of invented data.
    pub warning: Format,
    /// Line of column names.
    pub header: Format,
    /// Heading within the method sheet.
    pub heading: Format,
    /// Codes, kept as text even when somebody edits the cell.
    pub code: Format,
    /// Words behind a column of numbers, off its right edge.
    pub word: Format,
    /// Running text in several lines.
    pub wrapped: Format,
    /// Whole numbers.
    pub whole: Format,
    /// Whole numbers among running text.
    pub amount: Format,
    /// Shares between 0 and 1, p values.
    pub share: Format,
    /// Changes in percent.
    pub percent: Format,
    figures: HashMap<Look, Figure>,
}

/// What decides the look of a figure.
#[derive(PartialEq, Eq, Hash)]
struct Look {
    decimals: u32,
    sign: Option<String>,
    grey: bool,
}

/// Formats of a figure.
pub struct Figure {
    /// The value and its interval.
    pub value: Format,
    /// The change and its interval: always with plus or minus, in points and hence without the sign.
    pub change: Format,
}

impl Default for Styles {
    fn default() -> Self {
        let bold = Format::new().set_bold();
        Self {
            title: bold.clone().set_font_size(13),
            warning: bold.clone().set_font_size(13).set_font_color(RED),
            header: bold
                .clone()
                .set_background_color(HEADER_FILL)
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            heading: bold.set_font_size(12).set_border_bottom(FormatBorder::Thin),
            code: Format::new().set_num_format("@"),
            word: Format::new().set_indent(1),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            whole: Format::new().set_num_format("#,##0"),
            amount: Format::new()
                .set_num_format("#,##0")
                .set_align(FormatAlign::Top)
                .set_align(FormatAlign::Left),
            share: Format::new().set_num_format("0.000"),
            percent: Format::new().set_num_format("+0.0\"%\";-0.0\"%\";0.0\"%\""),
            figures: HashMap::new(),
        }
    }
}

impl Styles {
    /// The formats of a row's figure: its decimals and sign, grey and slanted where it is not reliable.
    pub fn figure(&mut self, row: &Row) -> &Figure {
        let grey = row.precision == Some(PrecisionState::NotReliable);
        let look = Look { decimals: row.decimals, sign: row.sign.clone(), grey };
        self.figures.entry(look).or_insert_with_key(figure)
    }
}

fn figure(look: &Look) -> Figure {
    let base = if look.grey { Format::new().set_font_color(GREY).set_italic() } else { Format::new() };
    let plain = decimals(look.decimals);
    let value = format!("{plain}{}", look.sign.as_deref().map(literal).unwrap_or_default());
    let change = format!("+{plain};-{plain};{plain}");
    Figure { value: base.clone().set_num_format(value), change: base.set_num_format(change) }
}

/// `0.00` for two decimals. Excel knows at most 30.
fn decimals(count: u32) -> String {
    match count.min(30) {
        0 => "0".to_owned(),
        count => format!("0.{}", "0".repeat(count as usize)),
    }
}

/// The sign as literal text: a bare `%` would show a value of 88 as 8800 %. Words stand off, signs do not.
fn literal(sign: &str) -> String {
    let sign = sign.replace('"', "");
    if sign.is_empty() {
        return sign;
    }
    let blank = if sign.starts_with(char::is_alphabetic) { " " } else { "" };
    format!("\"{blank}{sign}\"")
}
