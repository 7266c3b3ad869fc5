//! Invented answers to any survey form.

use std::fmt::Write as _;
use std::io::{self, Write};

use hailong::domain::instrument::{Code, Instrument, ItemKind};
use hailong::ingest::forms;
use rand::RngExt;
use rand::rngs::StdRng;

use crate::Failure;

/// The items of a form with the codes of their options.
pub struct Form {
    items: Vec<Item>,
}

struct Item {
    code: String,
    multiple: bool,
    options: Vec<Code>,
}

impl Form {
    /// The shipped form with this id.
    pub fn shipped(id: &str) -> Result<Self, Failure> {
        let all = forms::load(None)?;
        let form = all.into_iter().find(|form| form.instrument.id == id);
        Ok(Self::of(&form.ok_or_else(|| format!("no form {id} is shipped"))?.instrument))
    }

    fn of(instrument: &Instrument) -> Self {
        let items = instrument.items().map(|item| {
            let scale = instrument.questionnaire.scale_of(item);
            let options = scale.map_or(&[][..], |scale| &scale.options);
            Item {
                code: item.code.clone(),
                multiple: item.kind == ItemKind::Multiple,
                options: options.iter().map(|option| option.code.clone()).collect(),
            }
        });
        Self { items: items.collect() }
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The body of a response from `unit`; the first 36 bytes after `{"id":"` are its id.
    pub fn body(&self, unit: &str, rng: &mut StdRng) -> String {
        let answers = self.items.iter().map(|item| {
            let chosen = match item.chosen(rng) {
                Code::Number(number) => number.to_string(),
                Code::Word(word) => format!("{word:?}"),
            };
            let chosen = if item.multiple { format!("[{chosen}]") } else { chosen };
            format!("{:?}:{chosen}", item.code)
        });
        let answers = answers.collect::<Vec<_>>().join(",");
        format!(r#"{{"id":"{:036}","unit":"{unit}","answers":{{{answers}}}}}"#, 0)
    }

    /// Writes a file of `count` responses, spread evenly over the units and ten villages of each.
    pub fn csv(
        &self,
        units: &[String],
        count: usize,
        rng: &mut StdRng,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let codes = self.items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>().join(",");
        writeln!(out, "unit,psu,{codes}")?;
        let mut line = String::new();
        for index in 0..count {
            let (unit, village) = (&units[index % units.len()], index / units.len() % 10);
            line.clear();
            // Writing into memory cannot fail.
            let _ = write!(line, "{unit},{village}");
            for item in &self.items {
                let _ = write!(line, ",{}", item.chosen(rng));
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

impl Item {
    fn chosen(&self, rng: &mut StdRng) -> &Code {
        &self.options[rng.random_range(0..self.options.len())]
    }
}
