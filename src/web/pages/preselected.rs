//! A link that comes with options chosen already: `?a.linh_vuc=dat-dai`.
//!
//! Only items that allow it (`prefill`) and options that exist are taken, and everything else in the address is
//! passed over: a link can neither preset an opinion nor carry anything about a visitor, such as a dossier code.

use std::collections::BTreeMap;

use actix_web::web::Query;

use super::fields::PREFIX;
use crate::domain::instrument::Instrument;

/// The options a link comes with: by item code, the option as it is written in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Preselected(BTreeMap<String, String>);

impl Preselected {
    /// What the query of an address presets. Of several options of one item the first counts.
    pub(super) fn of(query: &str, instrument: &Instrument) -> Self {
        let Ok(pairs) = Query::<Vec<(String, String)>>::from_query(query) else { return Self::default() };
        let mut chosen = BTreeMap::new();
        for (name, value) in pairs.into_inner() {
            let Some(code) = name.strip_prefix(PREFIX) else { continue };
            if is_offered(instrument, code, &value) {
                chosen.entry(code.to_owned()).or_insert(value);
            }
        }
        Self(chosen)
    }

    /// Item and option, by item.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(item, option)| (item.as_str(), option.as_str()))
    }

    /// The same for an address, where names of items and options need no escapes.
    pub(super) fn parameters(&self) -> Vec<(String, &str)> {
        self.iter().map(|(item, option)| (format!("{PREFIX}{item}"), option)).collect()
    }
}

fn is_offered(instrument: &Instrument, code: &str, option: &str) -> bool {
    let item = instrument.questionnaire.item(code).filter(|item| item.prefill);
    let scale = item.and_then(|item| instrument.questionnaire.scale_of(item));
    scale.is_some_and(|scale| scale.options.iter().any(|choice| choice.code.to_string() == option))
}
