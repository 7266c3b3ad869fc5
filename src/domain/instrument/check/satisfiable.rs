//! Whether a condition can be fulfilled by any answers at all.
//!
//! The answers to the items a condition depends on, directly or through the conditions of those
//! items, are tried one after the other. Only options that some condition names make a difference,
//! so an item with ten options of which two are named has three cases: the first, the second,
//! neither.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, Place};
use crate::domain::instrument::{AskIf, Code, ItemKind};

/// Most combinations of answers tried per item; a condition that needs more is taken as
/// fulfillable. Twelve yes-no questions need 4,096.
const MAX_TRIES: u32 = 100_000;

/// Most options of a multiple-choice item whose subsets are tried.
const MAX_SUBSETS: usize = 16;

/// Whether some answers to earlier items fulfil `condition`, the condition of the item at `place`.
/// All items it depends on must stand before the ones that look at them.
pub(super) fn can_hold(context: &Context<'_>, place: &Place<'_>, condition: &AskIf) -> bool {
    let concerned = concerned(context, place);
    let mut named: BTreeMap<&str, BTreeSet<&Code>> = BTreeMap::new();
    name_codes(condition, &mut named);
    for item in &concerned {
        item.item.ask_if.iter().for_each(|condition| name_codes(condition, &mut named));
    }
    let mut questions = Vec::with_capacity(concerned.len());
    for place in concerned {
        let codes = named.get(place.item.code.as_str()).cloned().unwrap_or_default();
        match answers(context, place, &codes) {
            Some(answers) => questions.push(Question { place, answers }),
            None => return true,
        }
    }
    let mut search = Search { questions, condition, chosen: BTreeMap::new(), tries: 0 };
    search.some_answers_fulfil(0)
}

/// The items the condition depends on, in the order of asking.
fn concerned<'c, 'a>(context: &'c Context<'a>, place: &Place<'a>) -> Vec<&'c Place<'a>> {
    let mut found: BTreeMap<usize, &Place<'a>> = BTreeMap::new();
    let mut open: Vec<&AskIf> = place.item.ask_if.iter().collect();
    while let Some(condition) = open.pop() {
        for code in condition.items() {
            let Some(earlier) = context.item(code) else { continue };
            if found.insert(earlier.position, earlier).is_none() {
                open.extend(&earlier.item.ask_if);
            }
        }
    }
    found.into_values().collect()
}

fn name_codes<'a>(condition: &'a AskIf, named: &mut BTreeMap<&'a str, BTreeSet<&'a Code>>) {
    match condition {
        AskIf::Chosen { item, codes } => named.entry(item.as_str()).or_default().extend(codes),
        AskIf::All(parts) | AskIf::Any(parts) => parts.iter().for_each(|part| name_codes(part, named)),
        AskIf::Not(part) => name_codes(part, named),
    }
}

/// The answers to an item that differ in the options named; `None` if there are too many.
fn answers<'a>(
    context: &Context<'_>,
    place: &Place<'_>,
    named: &BTreeSet<&'a Code>,
) -> Option<Vec<Vec<&'a Code>>> {
    let scale = context.scale(place.item)?;
    let named: Vec<&Code> = named.iter().copied().filter(|code| scale.position(code).is_some()).collect();
    let may_choose_none_named = !place.item.required || named.len() < scale.options.len();
    let mut answers = Vec::new();
    match place.item.kind {
        ItemKind::Single => answers.extend(named.iter().map(|code| vec![*code])),
        ItemKind::Multiple if named.len() > MAX_SUBSETS => return None,
        ItemKind::Multiple => {
            for subset in 1_u32..1 << named.len() {
                let chosen = named.iter().enumerate().filter(|(bit, _)| subset & (1 << bit) != 0);
                answers.push(chosen.map(|(_, code)| *code).collect());
            }
        }
    }
    if may_choose_none_named {
        answers.push(Vec::new());
    }
    Some(answers)
}

struct Question<'c, 'a> {
    place: &'c Place<'a>,
    answers: Vec<Vec<&'a Code>>,
}

struct Search<'c, 'a> {
    questions: Vec<Question<'c, 'a>>,
    condition: &'a AskIf,
    chosen: BTreeMap<&'a str, Vec<&'a Code>>,
    tries: u32,
}

impl Search<'_, '_> {
    /// Tries all answers to the questions from `next` on. True also when there are too many.
    fn some_answers_fulfil(&mut self, next: usize) -> bool {
        self.tries += 1;
        if self.tries > MAX_TRIES {
            return true;
        }
        let Some(question) = self.questions.get(next) else { return self.holds(self.condition) };
        let item = question.place.item;
        if !item.ask_if.as_ref().is_none_or(|condition| self.holds(condition)) {
            self.chosen.remove(item.code.as_str());
            return self.some_answers_fulfil(next + 1);
        }
        for answer in 0..question.answers.len() {
            self.chosen.insert(&item.code, self.questions[next].answers[answer].clone());
            if self.some_answers_fulfil(next + 1) {
                return true;
            }
        }
        false
    }

    fn holds(&self, condition: &AskIf) -> bool {
        condition.holds(&|item, codes| {
            self.chosen.get(item).is_some_and(|chosen| chosen.iter().any(|code| codes.contains(code)))
        })
    }
}
