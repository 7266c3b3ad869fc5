//! One row of a file of responses.

use std::collections::BTreeMap;

use csv::ByteRecord;
use uuid::Uuid;

use super::super::number::decimal;
use super::super::sheet::{cell_count, plain_cell};
use super::super::{Mistakes, Usable, Why, with_zeros};
use super::columns::Columns;
use crate::domain::instrument::{Code, Instrument, Item, ItemKind};
use crate::domain::submission::{Given, Submission, Violation, ViolationCode};
use crate::domain::tally::WEIGHT_UNIT;
use crate::domain::wave::{Access, Wave};
use crate::store::responses::{NewResponse, Pass, WeightedResponse};
use crate::store::waves::StoredWave;

/// Greatest weight accepted: one response that stands for a million people.
const MAX_WEIGHT: f64 = 1e6;
/// Longest name of a stratum or sampling unit, in characters.
const MAX_NAME: usize = 60;
/// What separates the codes of a multiple-choice cell.
const SEPARATORS: [char; 2] = [';', '|'];

/// Turns rows into responses.
pub(super) struct RowReader<'a> {
    instrument: &'a Instrument,
    items: Vec<&'a Item>,
    /// Codes of each item's scale by their text.
    codes: Vec<BTreeMap<String, Code>>,
    wave: &'a Wave,
    number: i32,
    columns: &'a Columns,
    units: Usable,
    decimal_comma: bool,
}

impl<'a> RowReader<'a> {
    pub fn new(
        instrument: &'a Instrument,
        wave: &'a StoredWave,
        columns: &'a Columns,
        units: Usable,
        decimal_comma: bool,
    ) -> Self {
        let items: Vec<&Item> = instrument.items().collect();
        let codes_of = |item: &&Item| {
            let options = instrument.questionnaire.scale_of(item).map_or(&[][..], |scale| &scale.options);
            options.iter().map(|option| (option.code.to_string(), option.code.clone())).collect()
        };
        let codes = items.iter().map(codes_of).collect();
        let (number, wave) = (wave.number, &wave.wave);
        Self { instrument, items, codes, wave, number, columns, units, decimal_comma }
    }

    /// The response of a row, or none and its mistakes.
    pub fn read(
        &mut self,
        line: u64,
        record: &ByteRecord,
        mistakes: &mut Mistakes,
    ) -> Option<WeightedResponse> {
        let cells = self.cells(line, record, mistakes)?;
        let cell = |place: Option<usize>| place.map(|place| cells[place]);
        let mut row = Row { line, names: &self.columns.names, mistakes, sound: true };
        let unit_id = row.keep(self.columns.unit, self.unit(cells[self.columns.unit]));
        if let (Some(place), Some(text)) = (self.columns.period, cell(self.columns.period)) {
            row.keep(place, self.period(text));
        }
        let weight = self.columns.weight.and_then(|place| row.keep(place, self.weight(cells[place])));
        let stratum = self.columns.stratum.and_then(|place| row.keep(place, name(cells[place])));
        let psu = self.columns.psu.and_then(|place| row.keep(place, name(cells[place])));
        let answers = self.submission(&cells).check(self.instrument);
        if let Err(violations) = &answers {
            for violation in violations {
                self.report(&mut row, violation, &cells);
            }
        }
        if !row.sound {
            return None;
        }
        let response = NewResponse {
            wave: self.number,
            unit_id: unit_id?,
            id: Uuid::new_v4(),
            answers: answers.ok()?.into_bytes(),
            sealed: false,
            pass: Pass::Open,
            channel: None,
        };
        Some(WeightedResponse { response, weight, stratum: stratum.flatten(), psu: psu.flatten() })
    }

    /// Exactly as many cells as there are columns, as trimmed text.
    fn cells<'r>(&self, line: u64, record: &'r ByteRecord, mistakes: &mut Mistakes) -> Option<Vec<&'r str>> {
        let names = &self.columns.names;
        let mut cells = Vec::with_capacity(record.len());
        let mut sound = true;
        for (index, cell) in record.iter().enumerate() {
            match plain_cell(cell) {
                Ok(text) => cells.push(text),
                Err(why) => {
                    let column = names.get(index).cloned().unwrap_or_else(|| (index + 1).to_string());
                    mistakes.cell(line, &column, why);
                    sound = false;
                }
            }
        }
        while cells.len() > names.len() && cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        if sound && cells.len() != names.len() {
            mistakes.line(line, cell_count(cells.len(), names.len()));
            sound = false;
        }
        sound.then_some(cells)
    }

    fn unit(&self, cell: &str) -> Result<i32, Why> {
        match self.units.get(cell) {
            Some((unit_id, true)) => return Ok(*unit_id),
            Some((_, false)) => return Err(Why::beyond(cell)),
            None => {}
        }
        if cell.is_empty() {
            return Err(Why::new("empty"));
        }
        let why = match (self.wave.access, &with_zeros(cell, &self.units)) {
            (Access::Import, None) => Why::new("no-unit"),
            (Access::Import, Some(full)) => Why::new("no-unit-zeros").with("full", full),
            (_, None) => Why::new("not-in-wave"),
            (_, Some(full)) => Why::new("not-in-wave-zeros").with("full", full),
        };
        Err(why.with("day", &self.wave.period.first()).with("wave", &self.wave.id).found(cell))
    }

    fn period(&self, cell: &str) -> Result<(), Why> {
        if cell == self.wave.period.as_str() {
            return Ok(());
        }
        Err(Why::new("other-period").with("period", &self.wave.period).found(cell))
    }

    /// The weight in millionths.
    fn weight(&self, cell: &str) -> Result<i64, Why> {
        let weight = decimal(cell, self.decimal_comma)?;
        if weight <= 0.0 {
            return Err(Why::new("above-zero").found(cell));
        }
        if weight > MAX_WEIGHT {
            return Err(Why::new("at-most").with("most", &MAX_WEIGHT).found(cell));
        }
        let parts = (weight * WEIGHT_UNIT as f64).round();
        if parts < 1.0 {
            return Err(Why::new("below-millionth").found(cell));
        }
        #[expect(clippy::cast_possible_truncation, reason = "between 1 and 10^12, and whole")]
        Ok(parts as i64)
    }

    fn submission(&self, cells: &[&str]) -> Submission {
        let mut submission = Submission::default();
        for ((item, codes), place) in self.items.iter().zip(&self.codes).zip(&self.columns.items) {
            let Some(cell) = place.map(|place| cells[place]).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            let code = |text: &str| codes.get(text).cloned().unwrap_or_else(|| Code::Word(text.to_owned()));
            let given = match item.kind {
                ItemKind::Single => Given::One(code(cell)),
                ItemKind::Multiple => {
                    let parts = cell.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty());
                    Given::Many(parts.map(code).collect())
                }
            };
            submission.answers.insert(item.code.clone(), Some(given));
        }
        submission
    }

    fn report(&self, row: &mut Row<'_>, violation: &Violation, cells: &[&str]) {
        let item = self.items.iter().position(|item| item.code == violation.item);
        let place = item.and_then(|item| self.columns.items[item]);
        let found = violation.found.as_deref().unwrap_or_default();
        let why = match violation.code {
            ViolationCode::CodeOffScale if found.starts_with('=') => Why::new("formula").found(found),
            ViolationCode::CodeOffScale => {
                let codes = item.map(|item| self.codes[item].keys().cloned().collect::<Vec<_>>().join(", "));
                Why::new("off-scale").found(found).with("codes", &codes.unwrap_or_default())
            }
            ViolationCode::Required => Why::new("required"),
            ViolationCode::NotReached => {
                let found = place.map_or("", |place| cells[place]);
                Why::new("not-asked").found(found)
            }
            ViolationCode::Repeated => Why::new("named-twice").found(found),
            ViolationCode::NothingAnswered => {
                return row.line_mistake(Why::new("nothing-answered"));
            }
            ViolationCode::UnknownItem | ViolationCode::ExpectedOne | ViolationCode::ExpectedList => {
                Why::new("rule").with("rule", &violation.code.as_str())
            }
        };
        match place {
            Some(place) => row.mistake(place, why),
            None => row.mistake_at(&violation.item, why),
        }
    }
}

/// The row being read.
struct Row<'a> {
    line: u64,
    names: &'a [String],
    mistakes: &'a mut Mistakes,
    sound: bool,
}

impl Row<'_> {
    fn keep<T>(&mut self, place: usize, result: Result<T, Why>) -> Option<T> {
        result.map_err(|why| self.mistake(place, why)).ok()
    }

    fn mistake(&mut self, place: usize, why: Why) {
        self.sound = false;
        self.mistakes.cell(self.line, &self.names[place], why);
    }

    fn line_mistake(&mut self, why: Why) {
        self.sound = false;
        self.mistakes.line(self.line, why);
    }

    fn mistake_at(&mut self, column: &str, why: Why) {
        self.sound = false;
        self.mistakes.cell(self.line, column, why);
    }
}

/// Name of a stratum or sampling unit; empty for none.
fn name(cell: &str) -> Result<Option<String>, Why> {
    let length = cell.chars().count();
    if length > MAX_NAME {
        return Err(Why::new("too-long").with("length", &length).with("most", &MAX_NAME));
    }
    Ok((length > 0).then(|| cell.to_owned()))
}
