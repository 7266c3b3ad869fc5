//! The fields of a posted form.

use std::collections::BTreeMap;

use actix_web::web::Query;
use uuid::Uuid;

use super::preselected::Preselected;
use crate::domain::instrument::{Code, Instrument, Item, ItemKind};
use crate::domain::submission::{Given, Submission};
use crate::web::problem::Problem;

/// What stands before the item code in the name of a field.
pub(super) const PREFIX: &str = "a.";
/// More fields than any form has: five hundred items, some with several options chosen.
const MAX_FIELDS: usize = 4000;

/// The fields of a posted form.
#[derive(Debug)]
pub(super) struct Fields {
    /// Made when the page was shown: sending the page twice stores one response.
    pub id: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// The code of a ticket, as it was typed.
    pub ticket: Option<String>,
    /// What was chosen, by item code. An empty value stands for no answer.
    chosen: BTreeMap<String, Vec<String>>,
}

impl Fields {
    /// Reads the body. The page has no other fields than these, so anything else is not from the page.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(body).map_err(|_| Problem::bad_form())?;
        let pairs = Query::<Vec<(String, String)>>::from_query(text).map_err(|_| Problem::bad_form())?;
        if pairs.len() > MAX_FIELDS {
            return Err(Problem::bad_form());
        }
        let (mut id, mut unit, mut ticket) = (None, None, None);
        let mut chosen = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs.into_inner() {
            match (name.as_str(), name.strip_prefix(PREFIX)) {
                (_, Some(item)) => chosen.entry(item.to_owned()).or_default().push(value),
                ("id", None) if id.is_none() => id = random_id(&value),
                ("unit", None) if unit.is_none() => unit = Some(value),
                ("ticket", None) if ticket.is_none() => ticket = Some(value),
                _ => return Err(Problem::bad_form()),
            }
        }
        let (Some(id), Some(unit)) = (id, unit) else { return Err(Problem::bad_form()) };
        Ok(Self { id, unit, ticket, chosen })
    }

    /// A form nobody has touched yet, with what the link came with.
    pub(super) fn of_link(unit: &str, preselected: &Preselected) -> Self {
        let chosen = preselected.iter().map(|(item, option)| (item.to_owned(), vec![option.to_owned()]));
        Self { id: Uuid::new_v4(), unit: unit.to_owned(), ticket: None, chosen: chosen.collect() }
    }

    /// The answers as they would come from a program.
    pub(super) fn submission(&self, instrument: &Instrument) -> Submission {
        let mut submission = Submission::default();
        for (code, values) in &self.chosen {
            let item = instrument.questionnaire.item(code);
            if let Some(given) = given(item, values, instrument) {
                submission.answers.insert(code.clone(), Some(given));
            }
        }
        submission
    }

    /// Whether an option was chosen.
    pub(super) fn has(&self, item: &str, code: &Code) -> bool {
        let code = code.to_string();
        self.chosen.get(item).is_some_and(|values| values.contains(&code))
    }
}

fn random_id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok().filter(|id| id.get_version_num() == 4)
}

fn given(item: Option<&Item>, values: &[String], instrument: &Instrument) -> Option<Given> {
    let values = values.iter().filter(|value| !value.is_empty());
    let codes: Vec<Code> = values.map(|value| code_of(item, value, instrument)).collect();
    if codes.is_empty() {
        return None;
    }
    let single = item.is_none_or(|item| item.kind == ItemKind::Single);
    match <[Code; 1]>::try_from(codes) {
        Ok([code]) if single => Some(Given::One(code)),
        Ok(one) => Some(Given::Many(one.into())),
        Err(codes) => Some(Given::Many(codes)),
    }
}

/// The code of the scale that is written like this; a form knows no numbers.
fn code_of(item: Option<&Item>, value: &str, instrument: &Instrument) -> Code {
    let scale = item.and_then(|item| instrument.questionnaire.scale_of(item));
    let known = scale.and_then(|scale| scale.options.iter().find(|option| option.code.to_string() == value));
    known.map_or_else(|| Code::Word(value.to_owned()), |option| option.code.clone())
}
