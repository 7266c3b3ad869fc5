//! Leaves: the statistic fits the item and its scale.

use std::collections::{BTreeMap, HashSet};

use super::context::{Context, Place, node_pointer};
use super::findings::{Findings, Pointer, list};
use crate::domain::instrument::{Code, Item, ItemKind, Measure, Purpose, Scale, SwitchChoice};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for (position, node) in context.instrument.index.iter().enumerate() {
        let Some(measure) = &node.measure else { continue };
        let place = node_pointer(position).key("measure");
        let Some(code) = measure.item() else { continue };
        let Some(found) = context.item(code) else {
            findings.add(
                &place.key("item"),
                "unknown_item",
                format!("Node {:?} measures item {code:?}, which does not exist; correct the code.", node.id),
            );
            continue;
        };
        let leaf = Leaf { context, node: &node.id, found, place };
        leaf.check_purpose(measure, findings);
        leaf.check(measure, findings);
    }
}

struct Leaf<'c, 'a> {
    context: &'c Context<'a>,
    node: &'c str,
    found: &'c Place<'a>,
    place: Pointer,
}

impl Leaf<'_, '_> {
    fn check_purpose(&self, measure: &Measure, findings: &mut Findings) {
        let described_only = matches!(measure, Measure::Distribution { .. });
        if self.found.item.purpose == Purpose::Demographic && !described_only {
            findings.add(
                &self.place.key("item"),
                "demographic_item",
                format!(
                    "Item {:?} asks who answers, not for a judgement; only a distribution may be made of it.",
                    self.found.item.code
                ),
            );
        }
    }

    fn check(&self, measure: &Measure, findings: &mut Findings) {
        let Some(scale) = self.context.scale(self.found.item) else { return };
        let item = self.found.item;
        let codes = |codes: &[Code], field: &str, findings: &mut Findings| {
            check_codes(codes, Some(scale), &item.code, &self.place.key(field), findings);
        };
        match measure {
            Measure::Mean { recode, .. } => {
                self.needs_single("a mean", findings);
                self.check_recode(recode, scale, findings);
                self.check_scores(recode, scale, findings);
            }
            Measure::Share { codes: chosen, not_counted, .. } => {
                codes(chosen, "codes", findings);
                if !not_counted.is_empty() {
                    codes(not_counted, "not_counted", findings);
                    self.needs_single("a share with \"not_counted\"", findings);
                }
                self.check_share(chosen, not_counted, scale, findings);
            }
            Measure::NetShare { positive, negative, .. } => {
                self.needs_single("a net share", findings);
                codes(positive, "positive", findings);
                codes(negative, "negative", findings);
                check_counted(positive, scale, &self.place.key("positive"), findings);
                check_counted(negative, scale, &self.place.key("negative"), findings);
                self.check_disjoint(positive, negative, "negative", findings);
            }
            Measure::Ratio { good, total, .. } => {
                self.needs_single("a ratio", findings);
                codes(good, "good", findings);
                codes(total, "total", findings);
                check_counted(total, scale, &self.place.key("total"), findings);
                self.check_contained(good, total, findings);
            }
            Measure::Switch { switch, .. } => self.check_switch(switch, scale, findings),
            Measure::Distribution { .. } | Measure::Given => {}
        }
    }

    fn check_switch(&self, switch: &str, scale: &Scale, findings: &mut Findings) {
        let Some((position, switch)) = self.context.switch(switch) else { return };
        for (name, choice) in &switch.choices {
            match choice {
                SwitchChoice::Mean { .. } => {
                    self.needs_single("a mean", findings);
                    self.check_scores(&BTreeMap::new(), scale, findings);
                }
                SwitchChoice::Share { codes, .. } => {
                    let place = Pointer::root("switches")
                        .at(position)
                        .key("choices")
                        .key(name)
                        .key("share")
                        .key("codes");
                    check_codes(codes, Some(scale), &self.found.item.code, &place, findings);
                    check_counted(codes, scale, &place, findings);
                    check_one_of_several(self.found.item, codes, &place, findings);
                }
                SwitchChoice::Combine { .. } => {}
            }
        }
    }

    fn needs_single(&self, what: &str, findings: &mut Findings) {
        if self.found.item.kind == ItemKind::Multiple {
            findings.add(
                &self.place.key("item"),
                "wrong_item_kind",
                format!(
                    "Node {:?} makes {what} of item {:?}, where several options may be chosen; use a share of one \
                     option or a distribution.",
                    self.node, self.found.item.code
                ),
            );
        }
    }

    fn check_recode(&self, recode: &BTreeMap<String, Option<f64>>, scale: &Scale, findings: &mut Findings) {
        for code in recode.keys() {
            if !scale.options.iter().any(|option| option.code.to_string() == *code) {
                let place = self.place.key("recode").key(code);
                findings.add(&place, "unknown_option", unknown_option(code, scale, &self.found.item.code));
            }
        }
    }

    fn check_scores(&self, recode: &BTreeMap<String, Option<f64>>, scale: &Scale, findings: &mut Findings) {
        let without = scale.options.iter().filter(|option| {
            let is_word = matches!(option.code, Code::Word(_));
            option.counted && is_word && !recode.contains_key(&option.code.to_string())
        });
        let without: Vec<String> = without.map(|option| option.code.to_string()).collect();
        if !without.is_empty() {
            findings.add(
                &self.place.key("item"),
                "no_score",
                format!(
                    "A mean of item {:?} needs a number for every option; give these one in \"recode\", or null \
                     to leave them out: {}.",
                    self.found.item.code,
                    list(without.iter().map(String::as_str))
                ),
            );
        } else if !scale.options.is_empty() && scores(scale, recode).next().is_none() {
            let message =
                format!("No option of item {:?} counts, so there is no mean.", self.found.item.code);
            findings.add(&self.place, "nothing_counted", message);
        }
    }

    fn check_share(&self, chosen: &[Code], not_counted: &[Code], scale: &Scale, findings: &mut Findings) {
        check_counted(chosen, scale, &self.place.key("codes"), findings);
        self.check_disjoint(chosen, not_counted, "not_counted", findings);
        check_one_of_several(self.found.item, chosen, &self.place.key("codes"), findings);
    }

    fn check_disjoint(&self, one: &[Code], other: &[Code], field: &str, findings: &mut Findings) {
        for (position, code) in other.iter().enumerate() {
            if one.contains(code) {
                findings.add(
                    &self.place.key(field).at(position),
                    "contradictory_option",
                    format!("Option {code} stands in two lists that exclude each other; take it out of one."),
                );
            }
        }
    }

    fn check_contained(&self, good: &[Code], total: &[Code], findings: &mut Findings) {
        for (position, code) in good.iter().enumerate() {
            if !total.contains(code) {
                findings.add(
                    &self.place.key("good").at(position),
                    "good_not_in_total",
                    format!("Option {code} counts as good but not in the total; add it to \"total\"."),
                );
            }
        }
    }
}

/// The scores of the counted options.
pub(super) fn scores<'a>(
    scale: &'a Scale,
    recode: &'a BTreeMap<String, Option<f64>>,
) -> impl Iterator<Item = f64> + 'a {
    scale.options.iter().filter(|option| option.counted).filter_map(|option| {
        match (recode.get(&option.code.to_string()), &option.code) {
            (Some(score), _) => *score,
            (None, Code::Number(number)) => Some(f64::from(*number)),
            (None, Code::Word(_)) => None,
        }
    })
}

/// Notes codes that are missing, repeated or not on the scale.
pub(super) fn check_codes(
    codes: &[Code],
    scale: Option<&Scale>,
    item: &str,
    place: &Pointer,
    findings: &mut Findings,
) {
    if codes.is_empty() {
        findings.add(place, "no_codes", "The list of option codes is empty; write at least one.".to_owned());
    }
    let mut seen = HashSet::new();
    for (position, code) in codes.iter().enumerate() {
        let place = place.at(position);
        if !seen.insert(code) {
            findings.add(&place, "repeated_code", format!("Option {code} is listed twice; take one out."));
        }
        if let Some(scale) = scale.filter(|scale| scale.position(code).is_none()) {
            findings.add(&place, "unknown_option", unknown_option(&code.to_string(), scale, item));
        }
    }
}

/// An option that is never counted cannot be part of a numerator.
fn check_counted(codes: &[Code], scale: &Scale, place: &Pointer, findings: &mut Findings) {
    for (position, code) in codes.iter().enumerate() {
        if scale.options.iter().any(|option| option.code == *code && !option.counted) {
            findings.add(
                &place.at(position),
                "uncounted_option",
                format!("Option {code} is marked as not counted on its scale, so it cannot count here."),
            );
        }
    }
}

fn check_one_of_several(item: &Item, codes: &[Code], place: &Pointer, findings: &mut Findings) {
    if item.kind == ItemKind::Multiple && codes.len() > 1 {
        findings.add(
            place,
            "share_of_several",
            format!(
                "At item {:?} several options may be chosen, so a share is taken of one option only; make one \
                 node per option.",
                item.code
            ),
        );
    }
}

fn unknown_option(code: &str, scale: &Scale, item: &str) -> String {
    let known: Vec<String> = scale.options.iter().map(|option| option.code.to_string()).collect();
    format!("Item {item:?} has no option {code}; it has: {}.", list(known.iter().map(String::as_str)))
}
