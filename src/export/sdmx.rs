//! SDMX-CSV 2.0 (<https://github.com/sdmx-twg/sdmx-csv>) for statistics portals: one line per unit and node, codes
//! only, no byte order mark.
//!
//! - `STRUCTURE`, `STRUCTURE_ID`, `ACTION`: the dataflow `HAILONG:<instrument>(1.0.0)`; `R`, because a publication
//!   replaces the one before.
//! - Dimensions: `FREQ` (code list `CL_FREQ`), `REF_AREA` (code of the unit), `INDICATOR` (id of the node),
//!   `TIME_PERIOD`.
//! - Measure: `OBS_VALUE`, empty where there is none.
//! - Attributes: `OBS_STATUS` (code list `CL_OBS_STATUS`), `UNIT_MEASURE` (`PT` percent, else `PN`), `DECIMALS`, then
//!   the figures of the CSV file under their names in capital letters.
//!
//! SDMX allows letters, digits, `_`, `@`, `$` and `-` in codes. So `=` is written `$`, and `.` and anything else `_`; of
//! two codes that would become the same the second ends in `@2`.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::cell::{Cell, count, disclosure_word, number, precision_word, whole};
use super::csv::{fault, write_line};
use crate::domain::period::Period;
use crate::domain::publication::{Disclosure, PrecisionState};
use crate::domain::table::{Row, Rows, Waves};

/// Columns before the figures.
const LEADING: [&str; 11] = [
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "REF_AREA",
    "INDICATOR",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
    "UNIT_MEASURE",
    "DECIMALS",
];
/// Columns of the figures.
const FIGURES: [&str; 17] = [
    "CI_LOW",
    "CI_HIGH",
    "SE",
    "N",
    "N_EFF",
    "DF",
    "NONRESPONSE",
    "PRECISION",
    "DISCLOSURE",
    "RANK",
    "RANKED",
    "GROUP",
    "CHANGE",
    "CHANGE_CI_LOW",
    "CHANGE_CI_HIGH",
    "CHANGE_P",
    "PUBLICATION",
];

/// Writes the observations. Fails only when `out` does, or when a table cannot be had.
pub fn write_sdmx(waves: &dyn Waves, out: impl Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(LEADING.iter().chain(&FIGURES)).map_err(fault)?;
    // Codes are given anew in each wave: a unit that bears another name since then is the same area.
    waves.each(&mut |table| write_observations(table, &mut writer))?;
    writer.flush()
}

fn write_observations(table: &dyn Rows, writer: &mut csv::Writer<impl Write>) -> io::Result<()> {
    let head = table.head();
    let structure = format!("HAILONG:{}(1.0.0)", legal(&head.instrument).to_uppercase());
    let (frequency, period) = time(&head.period);
    let (mut units, mut nodes) = (Codes::default(), Codes::default());
    for row in table.rows() {
        let unit = units.code(&row.unit, &row.unit_name);
        let node = nodes.code(&row.node, "");
        let measure = if row.sign.as_deref() == Some("%") { "PT" } else { "PN" };
        let key = ["dataflow", &structure, "R", frequency, &unit, &node, &period].map(Cell::Text);
        let value = [
            number(row.value),
            Cell::Text(status(&row)),
            Cell::Text(measure),
            Cell::Number(row.decimals.into()),
        ];
        let publication = [Cell::Text(&head.publication)];
        write_line(writer, key.into_iter().chain(value).chain(figures(&row)).chain(publication))?;
    }
    Ok(())
}

/// The figures in the order of [`FIGURES`], without the publication.
fn figures(row: &Row) -> [Cell<'_>; FIGURES.len() - 1] {
    [
        number(row.ci_low),
        number(row.ci_high),
        number(row.se),
        count(row.n),
        number(row.n_eff),
        number(row.df),
        number(row.nonresponse),
        row.precision.map_or(Cell::Absent, |state| Cell::Text(precision_word(state))),
        Cell::Text(disclosure_word(row.disclosure)),
        whole(row.rank),
        whole(row.ranked),
        super::cell::text(row.group.as_deref()),
        number(row.change),
        number(row.change_ci_low),
        number(row.change_ci_high),
        number(row.change_p),
    ]
}

/// A code of `CL_OBS_STATUS`: normal, of low reliability, suppressed because of few observations, or missing.
fn status(row: &Row) -> &'static str {
    match (row.value, row.disclosure, row.precision) {
        (
            None,
            Disclosure::Waiting
            | Disclosure::SmallBase
            | Disclosure::WaitingGroups
            | Disclosure::Filtered
            | Disclosure::NotAtLevel,
            _,
        ) => "Q",
        (None, _, _) => "M",
        (Some(_), _, Some(PrecisionState::NotReliable)) => "U",
        (Some(_), _, _) => "A",
    }
}

/// Frequency and period as SDMX writes them; a span of days is its first day and its length.
fn time(period: &str) -> (&'static str, String) {
    let days = |period: &Period| (period.last() - period.first()).num_days() + 1;
    match (period.len(), period.as_bytes().get(5)) {
        (4, _) => ("A", period.to_owned()),
        (7, Some(b'H')) => ("S", period.replace('H', "S")),
        (7, Some(b'Q')) => ("Q", period.to_owned()),
        (7, _) => ("M", period.to_owned()),
        _ => match period.parse::<Period>() {
            Ok(span) => ("_O", format!("{}/P{}D", span.first(), days(&span))),
            Err(_) => ("_U", period.to_owned()),
        },
    }
}

/// The text in signs that a code may have.
fn legal(text: &str) -> String {
    let sign = |sign: char| match sign {
        '=' => '$',
        '_' | '$' | '-' => sign,
        sign if sign.is_ascii_alphanumeric() => sign,
        _ => '_',
    };
    let code: String = text.chars().map(sign).collect();
    // A spreadsheet would take a dash for the beginning of a formula.
    if code.starts_with('-') { format!("_{code}") } else { code }
}

/// Codes given so far; none of them twice.
#[derive(Default)]
struct Codes {
    /// By id: names with their codes, mostly one.
    given: HashMap<String, Vec<(String, String)>>,
    taken: HashSet<String>,
}

impl Codes {
    /// The code of an id; one with the same id and another name is another one.
    fn code(&mut self, id: &str, name: &str) -> String {
        let known = self.given.get(id).and_then(|names| names.iter().find(|(known, _)| known == name));
        if let Some((_, code)) = known {
            return code.clone();
        }
        let plain = legal(id);
        let mut code = plain.clone();
        let mut number = 1;
        while !self.taken.insert(code.clone()) {
            number += 1;
            code = format!("{plain}@{number}");
        }
        self.given.entry(id.to_owned()).or_default().push((name.to_owned(), code.clone()));
        code
    }
}
