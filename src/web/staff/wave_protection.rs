//! How a new wave protects those who answer: the fields, and the same in words.

use super::form::Fields;
use super::layout::StaffPage;
use super::select::Choice;
use crate::domain::instrument::Instrument;
use crate::domain::wave::{CHANNEL, Protection, Retention, Wave};

/// The fields as they are shown.
pub(super) struct ProtectionFields {
    /// Things that are chosen or not; the value is the name of the field.
    pub choices: Vec<Choice>,
    /// What results can also be given by.
    pub breakdowns: Vec<Choice>,
    /// What the weights of a designed sample can be raked to.
    pub margins: Vec<Choice>,
}

impl ProtectionFields {
    pub(super) fn new(
        page: &StaffPage,
        instrument: &Instrument,
        chosen: &Protection,
        margins: &[String],
    ) -> Self {
        let choice = |name: &str, chosen| Choice {
            value: name.to_owned(),
            label: page.text(&format!("staff-wave-choose-{name}")),
            chosen,
        };
        let by = |code: &str, label: String, chosen: &[String]| Choice {
            value: code.to_owned(),
            label,
            chosen: chosen.iter().any(|known| known == code),
        };
        let items = |chosen: &[String]| -> Vec<Choice> {
            let asked = instrument.items().filter(|item| item.divides());
            asked.map(|item| by(&item.code, item.text.get(&page.language).to_owned(), chosen)).collect()
        };
        let channel = by(CHANNEL, page.text("staff-wave-channel"), &chosen.breakdowns);
        Self {
            choices: vec![
                choice("envelope", chosen.envelope),
                choice("totals_only", chosen.retention == Retention::Totals),
                choice("remarks", chosen.remarks),
            ],
            breakdowns: items(&chosen.breakdowns).into_iter().chain([channel]).collect(),
            margins: items(margins),
        }
    }
}

/// What was sent.
pub(super) fn sent(fields: &Fields) -> Protection {
    let ticked = |name: &str| !fields.text(name).is_empty();
    Protection {
        envelope: ticked("envelope"),
        retention: if ticked("totals_only") { Retention::Totals } else { Retention::Rows },
        breakdowns: fields.all("breakdowns").to_vec(),
        remarks: ticked("remarks"),
    }
}

/// What a wave does to protect those who answer, in words.
pub(super) fn facts(page: &StaffPage, wave: &Wave) -> Vec<(String, String)> {
    let Protection { envelope, retention, breakdowns, remarks } = &wave.protection;
    let text = |key: &str| page.text(key);
    let yes = |so: bool| text(if so { "staff-wave-yes" } else { "staff-wave-no" });
    let by = if breakdowns.is_empty() { text("staff-wave-no-breakdowns") } else { breakdowns.join(", ") };
    let raked = if wave.margins.is_empty() { text("staff-wave-no-margins") } else { wave.margins.join(", ") };
    vec![
        (text("staff-wave-envelope"), yes(*envelope)),
        (text("staff-wave-retention"), text(&format!("staff-wave-retention-{}", retention.as_str()))),
        (text("staff-wave-remarks"), yes(*remarks)),
        (text("staff-field-breakdowns"), by),
        (text("staff-field-margins"), raked),
    ]
}
