//! Choices of method a wave settles where the sources leave them open.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::index::{CombineOp, Measure, Missing, Node, Over, Scaling};
use super::questionnaire::Code;
use super::{Instrument, Text};

/// What each switch is set to: switch id to choice id.
pub type SwitchSetting = BTreeMap<String, String>;

/// One open question of method and the ways to answer it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Name, unique in the instrument, e.g. `statistic`.
    pub id: String,
    /// The question of method it answers.
    pub label: Text,
    /// The choice taken when a wave does not say.
    pub default: String,
    /// Whether the default could be verified against the primary source.
    pub verified: bool,
    /// The choices by id.
    pub choices: BTreeMap<String, SwitchChoice>,
}

/// One way to settle a switch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SwitchChoice {
    /// For leaves: mean score of the item.
    Mean {
        /// What the choice means.
        label: Text,
        /// Scale change applied to the leaf in place of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<Scaling>,
    },
    /// For leaves: share of these codes.
    Share {
        /// What the choice means.
        label: Text,
        /// Codes that count.
        codes: Vec<Code>,
        /// Scale change applied to the leaf in place of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<Scaling>,
    },
    /// For inner nodes.
    Combine {
        /// What the choice means.
        label: Text,
        /// The operation.
        op: CombineOp,
        /// What is combined.
        #[serde(default)]
        over: Over,
        /// What happens to missing values.
        #[serde(default)]
        missing: Missing,
    },
}

impl SwitchChoice {
    /// What the choice means.
    pub fn label(&self) -> &Text {
        match self {
            Self::Mean { label, .. } | Self::Share { label, .. } | Self::Combine { label, .. } => label,
        }
    }
}

/// Why a setting cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SwitchError {
    /// The instrument has no such switch.
    #[error("instrument {instrument} has no switch {switch:?}; it has: {known}")]
    UnknownSwitch {
        /// Instrument id.
        instrument: String,
        /// What was asked for.
        switch: String,
        /// What there is.
        known: String,
    },
    /// The switch has no such choice.
    #[error("switch {switch} has no choice {choice:?}; it has: {known}")]
    UnknownChoice {
        /// Switch id.
        switch: String,
        /// What was asked for.
        choice: String,
        /// What there is.
        known: String,
    },
}

impl Instrument {
    /// The full setting: `setting` where it speaks, the defaults elsewhere.
    pub fn complete_setting(&self, setting: &SwitchSetting) -> Result<SwitchSetting, SwitchError> {
        for (switch, choice) in setting {
            let Some(found) = self.switches.iter().find(|known| known.id == *switch) else {
                let known = self.switches.iter().map(|known| known.id.as_str()).collect::<Vec<_>>();
                return Err(SwitchError::UnknownSwitch {
                    instrument: self.id.clone(),
                    switch: switch.clone(),
                    known: known.join(", "),
                });
            };
            if !found.choices.contains_key(choice) {
                let known = found.choices.keys().map(String::as_str).collect::<Vec<_>>();
                return Err(SwitchError::UnknownChoice {
                    switch: switch.clone(),
                    choice: choice.clone(),
                    known: known.join(", "),
                });
            }
        }
        let of = |switch: &Switch| setting.get(&switch.id).unwrap_or(&switch.default).clone();
        Ok(self.switches.iter().map(|switch| (switch.id.clone(), of(switch))).collect())
    }

    /// The same instrument with every switch settled, so that no node refers to one.
    pub fn settle(&self, setting: &SwitchSetting) -> Result<Self, SwitchError> {
        let setting = self.complete_setting(setting)?;
        let mut settled = self.clone();
        for node in &mut settled.index {
            self.settle_measure(node, &setting);
            self.settle_combine(node, &setting);
        }
        Ok(settled)
    }

    fn choice(&self, id: &str, setting: &SwitchSetting) -> Option<&SwitchChoice> {
        let switch = self.switches.iter().find(|switch| switch.id == id)?;
        switch.choices.get(setting.get(id)?)
    }

    fn settle_measure(&self, node: &mut Node, setting: &SwitchSetting) {
        let Some(Measure::Switch { switch, item }) = &node.measure else { return };
        let item = item.clone();
        match self.choice(switch, setting) {
            Some(SwitchChoice::Mean { scale, .. }) => {
                node.measure = Some(Measure::Mean { item, recode: BTreeMap::new() });
                node.scale = scale.clone().or(node.scale.take());
            }
            Some(SwitchChoice::Share { codes, scale, .. }) => {
                let codes = codes.clone();
                node.measure = Some(Measure::Share { item, codes, not_counted: Vec::new() });
                node.scale = scale.clone().or(node.scale.take());
            }
            Some(SwitchChoice::Combine { .. }) | None => {}
        }
    }

    fn settle_combine(&self, node: &mut Node, setting: &SwitchSetting) {
        let Some(combine) = &mut node.combine else { return };
        let Some(switch) = combine.switch.take() else { return };
        if let Some(SwitchChoice::Combine { op, over, missing, .. }) = self.choice(&switch, setting) {
            (combine.op, combine.over, combine.missing) = (*op, *over, *missing);
        }
    }
}
