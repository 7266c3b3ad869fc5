//! The charts in the workbook: what they refer to is in the cells, and the cells say what the JSON says.

use std::io::{Cursor, Read};

use calamine::{Data, Range};
use hailong::domain::publication::PublishedKind;
use hailong::domain::table::Table;
use hailong::export::Format;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::sample::{Sample, shipped};
use super::support::{at, rendered, sheet, table};

/// A chart: its kind and, by the name of the element around it, the cells it refers to.
struct Chart {
    bars: usize,
    references: Vec<(String, String)>,
    grouping: String,
    /// Where the values begin and end, and in which direction the names go.
    axis: [String; 3],
}

fn charts(bytes: &[u8]) -> Vec<Chart> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = Vec::new();
    for number in 1.. {
        let Ok(mut file) = archive.by_name(&format!("xl/charts/chart{number}.xml")) else { break };
        let mut xml = String::new();
        file.read_to_string(&mut xml).unwrap();
        found.push(read(&xml));
    }
    found
}

fn read(xml: &str) -> Chart {
    let mut chart =
        Chart { bars: 0, references: Vec::new(), grouping: String::new(), axis: Default::default() };
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open.push(tag.name().as_ref().to_owned()),
            Event::Empty(tag) if tag.name().as_ref() == "c:grouping" => {
                chart.grouping = tag.attributes().next().unwrap().unwrap().value.into_owned();
            }
            Event::Empty(tag) => {
                let around = open.iter().rev().nth(1).map(String::as_str);
                let place = match (around, tag.name().as_ref()) {
                    (Some("c:valAx"), "c:min") => 0,
                    (Some("c:valAx"), "c:max") => 1,
                    (Some("c:catAx"), "c:orientation") => 2,
                    _ => continue,
                };
                chart.axis[place] = tag.attributes().next().unwrap().unwrap().value.into_owned();
            }
            Event::End(_) => {
                chart.bars += usize::from(open.pop().unwrap() == "c:barChart");
            }
            Event::Text(text) if open.last().is_some_and(|name| name == "c:f") => {
                chart.references.push((open[open.len() - 3].clone(), text.replace("&apos;", "'")));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    chart
}

/// The cells of a reference such as `'Biểu đồ'!$B$5:$B$9`.
fn cells(sheet: &Range<Data>, reference: &str) -> Vec<Data> {
    let (name, range) = reference.rsplit_once('!').unwrap();
    assert!(["'Biểu đồ'", "Charts"].contains(&name), "{reference}");
    let place = |text: &str| {
        let (column, row) = text.trim_start_matches('$').split_once('$').unwrap();
        let column = column.bytes().fold(0, |all, letter| all * 26 + u32::from(letter - b'A') + 1) - 1;
        (row.parse::<u32>().unwrap() - 1, column)
    };
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((top, column), (bottom, same)) = (place(first), place(last));
    assert_eq!(column, same);
    (top..=bottom).map(|row| at(sheet, row, column)).collect()
}

fn numbers(cells: &[Data]) -> Vec<Option<f64>> {
    cells.iter().map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None }).collect()
}

fn words(cells: &[Data]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

fn simulated() -> Table {
    let (instrument, switches) = shipped("sipas-2023", &[]);
    Sample::new(&instrument, switches).table(Some("01"), "vi")
}

#[test]
fn the_first_chart_shows_the_nodes_of_the_unit_with_their_intervals() {
    let table = simulated();
    let bytes = rendered(&table, Format::Xlsx);
    let (charts, sheet) = (charts(&bytes), sheet(&bytes, "Biểu đồ"));
    let expected: Vec<_> = table
        .rows
        .iter()
        .filter(|row| row.unit == "01" && row.node_kind != PublishedKind::Option && row.value.is_some())
        .collect();
    let chart = &charts[0];
    assert_eq!((chart.bars, chart.grouping.as_str()), (1, "clustered"));
    assert_eq!(chart.axis, ["0", "100", "maxMin"], "values to the right, the first name at the top");
    let of = |element: &str| {
        let found = chart.references.iter().find(|(around, _)| around == element);
        cells(&sheet, &found.unwrap_or_else(|| panic!("no {element}: {:?}", chart.references)).1)
    };
    assert!(expected.len() > 40, "{}", expected.len());
    assert_eq!(words(&of("c:cat")), expected.iter().map(|row| row.node_name.clone()).collect::<Vec<_>>());
    assert_eq!(numbers(&of("c:val")), expected.iter().map(|row| row.value).collect::<Vec<_>>());
    for (element, end, sign) in [("c:plus", 1, 1.0), ("c:minus", 0, -1.0)] {
        for (length, row) in numbers(&of(element)).iter().zip(&expected) {
            let end = [row.ci_low.unwrap(), row.ci_high.unwrap()][end];
            let found = row.value.unwrap() + sign * length.unwrap();
            assert!((found - end).abs() < 1e-9, "{} {element}: {found} is not {end}", row.node);
        }
    }
}

#[test]
fn every_question_is_a_bar_divided_by_its_options() {
    let table = simulated();
    let bytes = rendered(&table, Format::Xlsx);
    let sheet = sheet(&bytes, "Biểu đồ");
    let options: Vec<_> = table
        .rows
        .iter()
        .filter(|row| row.unit == "01" && row.node_kind == PublishedKind::Option && row.value.is_some())
        .collect();
    let mut seen = 0;
    for chart in charts(&bytes).iter().skip(1) {
        assert_eq!((chart.bars, chart.grouping.as_str()), (1, "stacked"));
        assert_eq!(chart.axis, ["0", "100", "maxMin"]);
        let of = |element: &str| -> Vec<Vec<Data>> {
            let found = chart.references.iter().filter(|(around, _)| around == element);
            found.map(|(_, reference)| cells(&sheet, reference)).collect()
        };
        // One series per option: its name, the questions, the shares.
        let names: Vec<String> = of("c:tx").iter().map(|cells| words(cells)[0].clone()).collect();
        for ((name, questions), shares) in names.iter().zip(of("c:cat")).zip(of("c:val")) {
            for (question, share) in words(&questions).iter().zip(numbers(&shares)) {
                let known = options.iter().find(|option| {
                    let id = option.node.split_once('=').unwrap().0;
                    option.node_name == *name
                        && option.value == share
                        && table.rows.iter().any(|row| row.node == id && row.node_name == *question)
                });
                assert!(known.is_some(), "{question}: {name} {share:?}");
                seen += 1;
            }
        }
    }
    // Questions with several answers have no divided bar.
    let several = options.iter().filter(|option| option.node.starts_with("Q2=")).count();
    assert_eq!(seen, options.len() - several);
    assert!(seen > 100, "{seen}");
}

#[test]
fn charts_that_would_show_nothing_are_not_there() {
    let mut table = table();
    table.rows.iter_mut().for_each(|row| row.value = None);
    let bytes = rendered(&table, Format::Xlsx);
    assert!(charts(&bytes).is_empty());
    // And of figures without intervals there are bars alone.
    let mut table = simulated();
    for row in &mut table.rows {
        (row.ci_low, row.ci_high) = (None, None);
    }
    "en".clone_into(&mut table.head.language);
    let chart = &charts(&rendered(&table, Format::Xlsx))[0];
    assert!(!chart.references.iter().any(|(around, _)| around == "c:plus"), "{:?}", chart.references);
}
