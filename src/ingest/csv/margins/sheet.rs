//! The rows of a file of margins; every mistake is named.

use std::collections::BTreeMap;

use super::Place;
use crate::domain::raking::Margin;
use crate::domain::unit::UnitCode;
use crate::domain::wave::Access;
use crate::ingest::csv::number::whole;
use crate::ingest::csv::{Mistakes, Row, Sheet, Why, with_zeros};
use crate::store::margins::People;
use crate::store::waves::StoredWave;

const COLUMNS: [&str; 4] = ["unit", "question", "answer", "population"];

/// Reads rows and keeps what later ones are compared with.
pub(super) struct Reader<'a> {
    place: &'a Place,
    margins: &'a [Margin],
    wave: &'a StoredWave,
    people: BTreeMap<i32, People>,
    /// Line on which a unit, a question of a unit and an answer to it came first.
    units: BTreeMap<i32, (UnitCode, u64)>,
    questions: BTreeMap<(i32, String), u64>,
    answers: BTreeMap<(i32, String, String), u64>,
    /// Whether a row was left out because of a mistake: what it says is not missing then.
    faulty: bool,
}

impl<'a> Reader<'a> {
    pub fn new(place: &'a Place, margins: &'a [Margin], wave: &'a StoredWave) -> Self {
        Self {
            place,
            margins,
            wave,
            people: BTreeMap::new(),
            units: BTreeMap::new(),
            questions: BTreeMap::new(),
            answers: BTreeMap::new(),
            faulty: false,
        }
    }

    /// The numbers by key of the unit.
    pub fn read(mut self, sheet: &Sheet, mistakes: &mut Mistakes) -> BTreeMap<i32, People> {
        sheet.expect(&COLUMNS, mistakes);
        let places = COLUMNS.map(|name| sheet.column(name));
        let [Some(unit), Some(question), Some(answer), Some(population)] = places else { return self.people };
        for row in sheet.rows() {
            let cells = [unit, question, answer, population].map(|place| row.cells[place].as_str());
            self.row(row, cells, sheet.has_decimal_comma(), mistakes);
        }
        if !self.faulty {
            self.missing(mistakes);
            self.sums(mistakes);
        }
        self.nested(mistakes);
        if !self.faulty && !self.units.is_empty() {
            self.uncovered(sheet.header_line(), mistakes);
        }
        self.people
    }

    fn row(
        &mut self,
        row: &Row,
        [unit, question, answer, population]: [&str; 4],
        comma: bool,
        mistakes: &mut Mistakes,
    ) {
        let key = self.unit(unit).map_err(|why| mistakes.cell(row.line, "unit", why));
        if let (Ok(key), Ok(code)) = (key, unit.parse::<UnitCode>()) {
            self.units.entry(key).or_insert((code, row.line));
        }
        let margin = self.margin(question).map_err(|why| mistakes.cell(row.line, "question", why));
        let known = margin.and_then(|margin| {
            let found = known_answer(margin, answer);
            found.map(|()| margin).map_err(|why| mistakes.cell(row.line, "answer", why))
        });
        let n = whole(population, comma).map_err(|why| mistakes.cell(row.line, "population", why));
        let (Ok(key), Ok(_), Ok(n)) = (key, known, n) else {
            self.faulty = true;
            return;
        };
        let (item, answer) = (question.to_owned(), answer.to_owned());
        if let Some(first) = self.answers.insert((key, item.clone(), answer.clone()), row.line) {
            mistakes.cell(row.line, "answer", Why::new("second-answer").found(&answer).with("first", &first));
        }
        self.questions.entry((key, item.clone())).or_insert(row.line);
        self.people.entry(key).or_default().insert((item, answer), n);
    }

    fn unit(&self, cell: &str) -> Result<i32, Why> {
        match self.place.usable.get(cell) {
            Some((key, true)) => return Ok(*key),
            Some((_, false)) => return Err(Why::beyond(cell)),
            None if cell.is_empty() => return Err(Why::new("empty")),
            None => {}
        }
        let by_import = self.wave.wave.access == Access::Import;
        let why = match (by_import, with_zeros(cell, &self.place.usable)) {
            (true, Some(full)) => Why::new("no-unit-zeros").with("full", &full),
            (true, None) => Why::new("no-unit"),
            (false, _) => Why::new("not-above-wave"),
        };
        Err(why.with("day", &self.wave.wave.period.first()).with("wave", &self.wave.wave.id).found(cell))
    }

    fn margin(&self, cell: &str) -> Result<&'a Margin, Why> {
        let found = self.margins.iter().find(|margin| margin.item == cell);
        found.ok_or_else(|| {
            let items: Vec<&str> = self.margins.iter().map(|margin| margin.item.as_str()).collect();
            Why::new("no-margin").with("items", &items.join(", ")).found(cell)
        })
    }

    /// Every answer to every question is there for every unit.
    fn missing(&self, mistakes: &mut Mistakes) {
        for (key, (_, first)) in &self.units {
            for margin in self.margins {
                let asked = self.questions.get(&(*key, margin.item.clone()));
                let Some(line) = asked else {
                    mistakes.cell(*first, "question", Why::new("margin-missing").with("item", &margin.item));
                    continue;
                };
                let there =
                    |code: &str| self.answers.contains_key(&(*key, margin.item.clone(), code.to_owned()));
                let missing: Vec<&str> = margin.answers().filter(|code| !there(code)).collect();
                if !missing.is_empty() {
                    let why = Why::new("answers-missing").with("item", &margin.item);
                    mistakes.cell(*line, "answer", why.with("codes", &missing.join(", ")));
                }
            }
        }
    }

    /// The people of a unit are as many by each question, and not nobody.
    fn sums(&self, mistakes: &mut Mistakes) {
        for (key, people) in &self.people {
            let sum = |margin: &Margin| -> i64 {
                people.iter().filter(|((item, _), _)| *item == margin.item).map(|(_, n)| n).sum()
            };
            let Some(first) = self.margins.first() else { continue };
            let all = sum(first);
            let line = |margin: &Margin| self.questions.get(&(*key, margin.item.clone())).copied();
            if let (0, Some(line)) = (all, line(first)) {
                mistakes.cell(line, "population", Why::new("margin-nobody").with("item", &first.item));
            }
            for margin in self.margins.iter().skip(1) {
                let (found, Some(line)) = (sum(margin), line(margin)) else { continue };
                if found != all {
                    let why = Why::new("margin-sums").with("item", &margin.item).with("sum", &found);
                    mistakes.cell(line, "population", why.with("first", &first.item).with("known", &all));
                }
            }
        }
    }

    /// No unit stands above another: people would be raked twice.
    fn nested(&self, mistakes: &mut Mistakes) {
        for (code, line) in self.units.values() {
            let above = self.place.tree.ancestors(code);
            let twice = above.iter().find(|unit| self.units.values().any(|(other, _)| *other == unit.code));
            if let Some(unit) = twice {
                mistakes.cell(
                    *line,
                    "unit",
                    Why::new("margin-below").with("above", &unit.code).found(code.as_str()),
                );
            }
        }
    }

    /// Every unit that takes part is one of these or below one.
    fn uncovered(&self, header: u64, mistakes: &mut Mistakes) {
        let has = |code: &UnitCode| self.units.values().any(|(known, _)| known == code);
        let covered = |code: &&UnitCode| self.place.tree.path(code).into_iter().any(|unit| has(&unit.code));
        for code in self.place.taking_part.iter().filter(|code| !covered(code)) {
            mistakes.cell(header, "unit", Why::new("margin-uncovered").with("unit", code));
        }
    }
}

fn known_answer(margin: &Margin, cell: &str) -> Result<(), Why> {
    let codes = || margin.answers().collect::<Vec<_>>().join(", ");
    match margin.options.iter().find(|(code, _)| code == cell) {
        Some((_, true)) => Ok(()),
        Some((_, false)) => Err(Why::new("not-counted").with("codes", &codes()).found(cell)),
        None => Err(Why::new("off-scale").with("codes", &codes()).found(cell)),
    }
}
