//! Charts that the spreadsheet program draws itself, of the unit the table is about: its nodes with their intervals,
//! and how people answered. Beside each stand the cells it is drawn from, so that they can be changed together.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Chart, ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat, ChartLegendPosition, ChartPoint,
    ChartRange, ChartSolidFill, ChartType, Color, Workbook, Worksheet, XlsxError,
};

use super::sheet::{self, Names, column_number, put, row_number, width};
use super::style::Styles;
use crate::domain::publication::PublishedKind;
use crate::domain::table::{Head, Row, Rows};
use crate::export::cell::{self, Cell};
use crate::export::chart::Paint;
use crate::export::chart::of_table::{Question, by_measure, questions};
use crate::export::method::percent;
use crate::export::said;
use crate::locale::{text, text_with};

/// Columns of the nodes: name, value, both ends, and how far these are from the value, as error bars want it.
const NODES: [&str; 6] = [
    "export-chart-node",
    "results-value",
    "export-options-low",
    "export-options-high",
    "export-chart-below",
    "export-chart-above",
];
/// A row of a sheet and a bar, in pixels.
const LINE: u32 = 20;
const BAR: u32 = 24;
/// What a chart needs besides its bars.
const FRAME: u32 = 110;
const CHART_WIDTH: u32 = 900;
/// More series than this would not be told apart.
const MOST_OPTIONS: usize = 12;

/// Adds the sheet, if there is anything to draw.
pub fn write(
    workbook: &mut Workbook,
    table: &dyn Rows,
    names: &mut Names,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let Some(first) = table.rows().next() else { return Ok(()) };
    let is_first = |row: &Cow<'_, Row>| row.unit == first.unit && row.unit_name == first.unit_name;
    let rows: Vec<Cow<'_, Row>> = table.rows().take_while(is_first).collect();
    let rows: Vec<&Row> = rows.iter().map(AsRef::as_ref).collect();
    let valued = |row: &&Row| row.node_kind != PublishedKind::Option && row.value.is_some();
    let nodes: Vec<&Row> = rows.iter().copied().filter(valued).collect();
    let asked = questions(&rows);
    let blocks = stacks(&asked);
    if nodes.is_empty() && blocks.is_empty() {
        return Ok(());
    }
    let language = &table.head().language;
    let name = names.claim(&text(language, "export-sheet-charts"));
    let sheet = sheet::add_named(workbook, &name, table.head(), (rows.len(), NODES.len()))?;
    let widest = blocks.iter().map(|block| block.options.len() + 1).chain([NODES.len()]).max().unwrap_or(0);
    let labels = nodes.iter().map(|row| row.node_name.as_str()).chain(asked.iter().map(Question::name));
    sheet.set_column_width(0, width(labels))?;
    let mut page =
        Page { sheet, name: &name, head: table.head(), styles, row: 0, beside: column_number(widest + 1)? };
    page.title(&first)?;
    for group in by_measure(&nodes) {
        page.nodes(&group)?;
    }
    blocks.iter().try_for_each(|block| page.options(block))
}

/// Questions with the same options, so that one legend does for all.
struct Stack<'a> {
    questions: Vec<&'a Question<'a>>,
    options: Vec<&'a str>,
}

/// The questions whose shares are parts of a whole, neighbours with the same options together.
fn stacks<'a>(questions: &'a [Question<'a>]) -> Vec<Stack<'a>> {
    let mut stacks: Vec<Stack<'a>> = Vec::new();
    for question in questions.iter().filter(|question| question.is_whole()) {
        let options: Vec<&str> = question.options.iter().map(|option| option.node_name.as_str()).collect();
        if options.len() > MOST_OPTIONS {
            continue;
        }
        match stacks.last_mut().filter(|stack| stack.options == options) {
            Some(stack) => stack.questions.push(question),
            None => stacks.push(Stack { questions: vec![question], options }),
        }
    }
    stacks
}

/// The sheet with the next free row.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    /// Name of the sheet, for references.
    name: &'a str,
    head: &'a Head,
    styles: &'a mut Styles,
    row: u32,
    /// Column at which charts stand.
    beside: u16,
}

impl Page<'_> {
    fn text(&self, key: &str) -> String {
        text(&self.head.language, key)
    }

    fn title(&mut self, row: &Row) -> Result<(), XlsxError> {
        if self.head.demo {
            let warning = self.text("export-demo");
            sheet::title(self.sheet, self.row, &warning, &self.styles.warning)?;
            self.row += 1;
        }
        let title = format!("{} – {} ({})", self.head.title, row.unit_name, row.unit);
        sheet::title(self.sheet, self.row, &title, &self.styles.title)?;
        self.row += 2;
        Ok(())
    }

    fn header(&mut self, names: &[String]) -> Result<(), XlsxError> {
        for (column, name) in names.iter().enumerate() {
            put(self.sheet, (self.row, column_number(column)?), Cell::Text(name), Some(&self.styles.header))?;
        }
        self.row += 1;
        Ok(())
    }

    /// Cells of a column of this sheet, as a chart refers to them.
    fn range(&self, first: u32, last: u32, column: u16) -> ChartRange {
        ChartRange::new_from_range(self.name, first, column, last, column)
    }

    /// Nodes of one measure with their intervals.
    fn nodes(&mut self, rows: &[&Row]) -> Result<(), XlsxError> {
        let names = NODES.map(|key| self.text(key));
        let top = self.row;
        self.header(&names)?;
        let first = self.row;
        for row in rows {
            let format = self.styles.figure(row).value.clone();
            let gap =
                |from: Option<f64>, to: Option<f64>| cell::number(from.zip(to).map(|(from, to)| to - from));
            let figures = [
                cell::number(row.value),
                cell::number(row.ci_low),
                cell::number(row.ci_high),
                gap(row.ci_low, row.value),
                gap(row.value, row.ci_high),
            ];
            put(self.sheet, (self.row, 0), Cell::Text(&row.node_name), None)?;
            for (column, figure) in (1..).zip(figures) {
                put(self.sheet, (self.row, column), figure, Some(&format))?;
            }
            self.row += 1;
        }
        let chart = self.intervals(rows, (top, first, self.row - 1));
        self.insert(top, rows.len(), &chart)
    }

    fn intervals(&self, rows: &[&Row], (top, first, last): (u32, u32, u32)) -> Chart {
        let mut chart = Chart::new(ChartType::Bar);
        let points: Vec<ChartPoint> = rows
            .iter()
            .map(|row| {
                let weak = || ChartPoint::new().set_format(&mut filled(Paint::Weak));
                if said::is_weak(row) { weak() } else { ChartPoint::default() }
            })
            .collect();
        let series = chart.add_series();
        series
            .set_name((self.name, top, 1))
            .set_categories(&self.range(first, last, 0))
            .set_values(&self.range(first, last, 1))
            .set_gap(40)
            .set_format(&mut filled(Paint::Accent))
            .set_points(&points);
        if rows.iter().any(|row| row.ci_low.is_some()) {
            let (below, above) = (self.range(first, last, 4), self.range(first, last, 5));
            series.set_x_error_bars(ChartErrorBars::new().set_type(ChartErrorBarsType::Custom(above, below)));
        }
        let level = [("level", percent(self.head.level).into())];
        let description = text_with(&self.head.language, "export-chart-intervals", &level);
        finish(&mut chart, &description, &description);
        chart.legend().set_hidden();
        if let Some(most) = rows.first().and_then(|row| most(row)) {
            chart.x_axis().set_min(0).set_max(most);
        }
        chart
    }

    /// Questions, each a bar divided by its options.
    fn options(&mut self, stack: &Stack<'_>) -> Result<(), XlsxError> {
        let mut names = vec![self.text("export-options-question-name")];
        names.extend(stack.options.iter().map(|option| (*option).to_owned()));
        let top = self.row;
        self.header(&names)?;
        let first = self.row;
        for question in &stack.questions {
            put(self.sheet, (self.row, 0), Cell::Text(question.name()), None)?;
            for (column, option) in (1..).zip(&question.options) {
                let format = self.styles.figure(option).value.clone();
                put(self.sheet, (self.row, column), cell::number(option.value), Some(&format))?;
            }
            self.row += 1;
        }
        let last = self.row - 1;
        let mut chart = Chart::new(ChartType::BarStacked);
        for (place, column) in (1..=column_number(stack.options.len())?).enumerate() {
            chart
                .add_series()
                .set_name((self.name, top, column))
                .set_categories(&self.range(first, last, 0))
                .set_values(&self.range(first, last, column))
                .set_gap(40)
                .set_overlap(100)
                .set_format(&mut filled(Paint::Step { place, of: stack.options.len() }));
        }
        finish(&mut chart, &self.text("chart-options-title"), &self.text("chart-options-description"));
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.x_axis().set_min(0).set_max(100);
        self.insert(top, stack.questions.len(), &chart)
    }

    /// Puts a chart beside its cells and goes below both.
    fn insert(&mut self, top: u32, bars: usize, chart: &Chart) -> Result<(), XlsxError> {
        let height = FRAME + BAR * row_number(bars)?;
        let mut chart = chart.clone();
        chart.set_width(CHART_WIDTH).set_height(height);
        self.sheet.insert_chart(top, self.beside, &chart)?;
        self.row = self.row.max(top + height.div_ceil(LINE)) + 2;
        Ok(())
    }
}

/// What all charts have in common.
fn finish(chart: &mut Chart, title: &str, description: &str) {
    chart.set_alt_text(description);
    chart.title().set_name(title).set_font(ChartFont::new().set_size(11));
    // Bars lie: their names stand on the y axis, and the first line of the cells is the uppermost.
    chart.y_axis().set_reverse().set_label_interval(1);
}

/// The greatest possible value, where the sign or the maximum says it; the least is zero then.
fn most(row: &Row) -> Option<f64> {
    row.of.or_else(|| (row.sign.as_deref() == Some("%")).then_some(100.0))
}

fn filled(paint: Paint) -> ChartFormat {
    let [red, green, blue] = paint.colour();
    let colour = Color::RGB(u32::from_be_bytes([0, red, green, blue]));
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format
}
