//! Simulated waves: their publication, the table of it, and the totals behind it.

use chrono::NaiveDate;
use hailong::domain::batch::Batch;
use hailong::domain::instrument::{Instrument, ItemKind, Measure, SwitchSetting, Text};
use hailong::domain::publication::{Publication, PublishedUnit, Withheld};
use hailong::domain::publish::{Evidence, GivenScore, PlacedBatch, PublishInput, compute, evidence};
use hailong::domain::results::{Selected, Selection, Sources, Words};
use hailong::domain::table::{Rows, Table};
use hailong::domain::tally::{ItemTotals, Tally};
use hailong::domain::wave::{Mode, Wave};

use crate::scores::support::wave;

/// A simulated wave.
pub struct Sample {
    pub publication: Publication,
    pub evidence: Evidence,
    pub instrument: Instrument,
}

/// One of the forms that come with the program.
pub fn shipped(id: &str, set: &[(&str, &str)]) -> (Instrument, SwitchSetting) {
    let path = format!("{}/survey-forms/{id}.json", env!("CARGO_MANIFEST_DIR"));
    let instrument: Instrument = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut switches: SwitchSetting =
        instrument.switches.iter().map(|switch| (switch.id.clone(), switch.default.clone())).collect();
    switches.extend(set.iter().map(|(switch, choice)| ((*switch).to_owned(), (*choice).to_owned())));
    (instrument, switches)
}

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to `most`.
    pub fn throw(&mut self, most: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % (most + 1)
    }
}

/// Two provinces: three communes and the two desks of one of them under the first, one commune under the second.
pub fn units() -> Vec<PublishedUnit> {
    let unit = |code: &str, level: &str, parent| PublishedUnit {
        code: code.to_owned(),
        valid_from: NaiveDate::from_ymd_opt(2025, 7, 1).unwrap(),
        level: level.to_owned(),
        parent,
        name: Text::new(&format!("Đơn vị {code}"), &format!("Unit {code}")),
    };
    vec![
        unit("01", "province", None),
        unit("02", "province", None),
        unit("01001", "commune", Some(0)),
        unit("01002", "commune", Some(0)),
        unit("01003", "commune", Some(0)),
        unit("02001", "commune", Some(1)),
        unit("01001-1", "desk", Some(2)),
        unit("01001-2", "desk", Some(2)),
    ]
}

/// Where the batches are: several at a desk, a single one at another, a residual one at the commune, none at the last
/// commune of the first province; in an order in which no unit stands together.
const BATCHES_AT: [usize; 14] = [5, 6, 3, 6, 7, 2, 6, 5, 3, 6, 5, 5, 6, 3];

/// A batch of people who answer at random.
pub fn batch(instrument: &Instrument, unit: &str, seq: i32, dice: &mut Dice) -> Batch {
    let n = 10 + dice.throw(25);
    let items = instrument.items().map(|item| {
        let options = instrument.questionnaire.scale_of(item).unwrap().options.len();
        // A routed question may be asked of very few.
        let reached = if item.ask_if.is_some() { dice.throw(n) } else { n };
        let mut totals = ItemTotals { reached, answered: 0, options: vec![0; options] };
        for person in 0..reached {
            // Some leave a question out, and each batch has a leaning. The first two never agree: a batch that is
            // unanimously dissatisfied is not sealed.
            if person > 1 && dice.throw(11) == 0 {
                continue;
            }
            totals.answered += 1;
            let most = i64::try_from(options).unwrap() - 1;
            match item.kind {
                ItemKind::Single => {
                    let leaning = dice.throw(most).max(dice.throw(most)).max(i64::from(seq % 3)).min(most);
                    let place = if person > 1 { leaning } else { person * most };
                    totals.options[usize::try_from(place).unwrap()] += 1;
                }
                ItemKind::Multiple => totals.options.iter_mut().for_each(|count| *count += dice.throw(1)),
            }
        }
        totals
    });
    let tally = Tally { n, items: items.collect() };
    let epoch = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    Batch {
        unit: unit.to_owned(),
        seq,
        epoch,
        residual: false,
        stratum: None,
        tally,
        weighted: None,
        breakdowns: None,
        calibration: None,
    }
}

impl Sample {
    /// A desk wave of this instrument.
    pub fn new(instrument: &Instrument, switches: SwitchSetting) -> Self {
        let wave = Wave { switches, ..wave(Mode::Desk) };
        Self::with(instrument, &wave, |_, _| {})
    }

    /// A wave whose batches are changed before they are counted.
    pub fn with(instrument: &Instrument, wave: &Wave, mut change: impl FnMut(usize, &mut Batch)) -> Self {
        let settled = instrument.settle(&wave.switches).unwrap();
        let (units, mut dice) = (units(), Dice(4));
        let mut batches = Vec::new();
        for (place, unit) in BATCHES_AT.into_iter().enumerate() {
            let seq = i32::try_from(place).unwrap() + 1;
            let mut batch = batch(&settled, &units[unit].code, seq, &mut dice);
            change(place, &mut batch);
            batches.push(batch);
        }
        let given = settled.index.iter().filter(|node| matches!(node.measure, Some(Measure::Given)));
        let scores = given.flat_map(|node| {
            let [least, most] = node.range.unwrap_or([0.0, 1.0]);
            // One unit has none.
            [0, 1, 2, 3, 5, 6].map(|unit| GivenScore {
                unit,
                node: node.id.clone(),
                value: least + (most - least) * (unit as f64 + 1.0) / 9.0,
            })
        });
        let input = PublishInput {
            wave,
            instrument: &settled,
            instrument_sha256: [7; 32],
            batches: BATCHES_AT
                .into_iter()
                .zip(&batches)
                .map(|(unit, batch)| PlacedBatch { unit, batch, source: 0 })
                .collect(),
            withheld: Withheld::default(),
            pooled: None,
            chain: None,
            scores: scores.collect(),
            units,
        };
        Self { publication: compute(&input), evidence: evidence(&input), instrument: instrument.clone() }
    }

    /// The table, as it would be downloaded.
    pub fn table(&self, unit: Option<&str>, language: &str) -> Table {
        let sources = Sources {
            publication: &self.publication,
            hash: &self.publication.hash().unwrap(),
            instrument: &self.instrument,
            earlier: None,
        };
        let selection = Selection { unit: unit.map(str::to_owned), node: None, breakdown: None };
        let words = Words { obstacle: &|_| String::new(), name: &|id| id.to_owned() };
        Selected::new(sources, &selection, language, words).unwrap().whole().into_owned()
    }
}
