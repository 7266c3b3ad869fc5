//! A submission (phiếu gửi): what arrived, unchecked, and the check that turns it into a response.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::instrument::{Choice, Code, Instrument, Item, ItemKind};
use super::response::{Answer, ItemShape, Packing, Response};

/// What somebody says to one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// One code.
    One(Code),
    /// Several codes (multiple choice).
    Many(Vec<Code>),
}

/// Answers by item code; `None` is an explicit "no answer".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submission {
    /// What was said, by item code.
    pub answers: BTreeMap<String, Option<Given>>,
}

/// One rule that a submission breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// JSON pointer (RFC 6901) into the request body, e.g. `/answers/q9.01`.
    pub pointer: String,
    /// Stable name of the rule.
    pub code: ViolationCode,
    /// Item code concerned; empty where it is the whole submission.
    pub item: String,
    /// What was found, where that helps (a code off the scale).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// The rules a submission must keep. The names are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ViolationCode {
    /// The instrument has no such item.
    UnknownItem,
    /// The code is not on the item's scale.
    CodeOffScale,
    /// The item must be answered and is not.
    Required,
    /// The item is not asked after the answers given before it, so it must be absent.
    NotReached,
    /// A list was sent where one code is expected.
    ExpectedOne,
    /// One code was sent where a list is expected.
    ExpectedList,
    /// A list names the same option twice.
    Repeated,
    /// No question was answered at all, so there is nothing to count.
    NothingAnswered,
}

impl ViolationCode {
    /// The name used in problem documents and locale files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownItem => "unknown_item",
            Self::CodeOffScale => "code_off_scale",
            Self::Required => "required",
            Self::NotReached => "not_reached",
            Self::ExpectedOne => "expected_one",
            Self::ExpectedList => "expected_list",
            Self::Repeated => "repeated",
            Self::NothingAnswered => "nothing_answered",
        }
    }
}

/// `/answers/<item>` with the escapes of RFC 6901.
pub fn pointer(item: &str) -> String {
    format!("/answers/{}", item.replace('~', "~0").replace('/', "~1"))
}

impl Submission {
    /// Checks everything against the instrument version and packs the answers.
    ///
    /// All violations are reported at once: in the order of the questionnaire, unknown items last.
    pub fn check(&self, instrument: &Instrument) -> Result<Response, Vec<Violation>> {
        let mut check = Check { route: Route::new(self), found: 0, violations: Vec::new() };
        let mut packed = Packing::default();
        let mut answered = false;
        for item in instrument.items() {
            let options = instrument.questionnaire.scale_of(item).map_or(&[][..], |scale| &scale.options);
            let answer = check.item(item, options, self.answers.get(&item.code));
            answered |= matches!(answer, Answer::Single(_) | Answer::Multiple(_));
            packed.push(&answer, ItemShape { kind: item.kind, options: options.len() });
        }
        if check.found < self.answers.len() {
            let unknown = |code: &&String| instrument.questionnaire.item(code).is_none();
            for item in self.answers.keys().filter(unknown) {
                check.report(item, ViolationCode::UnknownItem, None);
            }
        }
        if check.violations.is_empty() && !answered {
            check.violations.push(Violation {
                pointer: "/answers".to_owned(),
                code: ViolationCode::NothingAnswered,
                item: String::new(),
                found: None,
            });
        }
        if check.violations.is_empty() { Ok(packed.response()) } else { Err(check.violations) }
    }

    /// Drops answers to items that the other answers do not lead to.
    ///
    /// For a page without scripts, which has to show every question: there an answer to a question
    /// that is not asked cannot be taken back by hand. Programs get a violation instead.
    #[must_use]
    pub fn without_unreached(mut self, instrument: &Instrument) -> Self {
        let mut route = Route::new(&self);
        let unreached: Vec<&String> =
            instrument.items().filter(|item| !route.reaches(item)).map(|item| &item.code).collect();
        for item in unreached {
            self.answers.remove(item);
        }
        self
    }
}

impl Given {
    fn codes(&self) -> &[Code] {
        match self {
            Self::One(code) => std::slice::from_ref(code),
            Self::Many(codes) => codes,
        }
    }
}

/// Which items the answers lead to; asked in the order of the questionnaire. Most items are always asked, so only
/// those that are not are remembered.
struct Route<'a> {
    submission: &'a Submission,
    unreached: Vec<&'a str>,
}

impl<'a> Route<'a> {
    fn new(submission: &'a Submission) -> Self {
        Self { submission, unreached: Vec::new() }
    }

    /// Whether routing leads to the item, given what was chosen before it.
    fn reaches(&mut self, item: &'a Item) -> bool {
        let was_chosen = |earlier: &str, codes: &[Code]| {
            let given = self.submission.answers.get(earlier).and_then(Option::as_ref);
            given.is_some_and(|given| given.codes().iter().any(|code| codes.contains(code)))
                && !self.unreached.contains(&earlier)
        };
        let reached = item.ask_if.as_ref().is_none_or(|condition| condition.holds(&was_chosen));
        if !reached {
            self.unreached.push(&item.code);
        }
        reached
    }
}

struct Check<'a> {
    route: Route<'a>,
    /// Answers that belong to an item.
    found: usize,
    violations: Vec<Violation>,
}

impl<'a> Check<'a> {
    fn report(&mut self, item: &str, code: ViolationCode, found: Option<String>) {
        self.violations.push(Violation { pointer: pointer(item), code, item: item.to_owned(), found });
    }

    fn item(&mut self, item: &'a Item, options: &[Choice], given: Option<&Option<Given>>) -> Answer {
        self.found += usize::from(given.is_some());
        if !self.route.reaches(item) {
            if given.is_some_and(Option::is_some) {
                self.report(&item.code, ViolationCode::NotReached, None);
            }
            return Answer::NotReached;
        }
        let Some(given) = given.and_then(Option::as_ref) else {
            if item.required {
                self.report(&item.code, ViolationCode::Required, None);
            }
            return Answer::None;
        };
        match (item.kind, given) {
            (ItemKind::Single, Given::One(code)) => {
                self.position(item, options, code).map_or(Answer::None, Answer::Single)
            }
            (ItemKind::Multiple, Given::Many(codes)) if codes.is_empty() && item.required => {
                self.report(&item.code, ViolationCode::Required, None);
                Answer::None
            }
            (ItemKind::Multiple, Given::Many(codes)) => {
                Answer::Multiple(self.positions(item, options, codes))
            }
            (ItemKind::Single, Given::Many(codes)) => {
                self.positions(item, options, codes);
                self.report(&item.code, ViolationCode::ExpectedOne, None);
                Answer::None
            }
            (ItemKind::Multiple, Given::One(code)) => {
                self.position(item, options, code);
                self.report(&item.code, ViolationCode::ExpectedList, None);
                Answer::None
            }
        }
    }

    /// Position of the code on the item's scale.
    fn position(&mut self, item: &Item, options: &[Choice], code: &Code) -> Option<u8> {
        let found = options.iter().position(|option| option.code == *code);
        let position = found.and_then(|position| u8::try_from(position).ok());
        if position.is_none() {
            self.report(&item.code, ViolationCode::CodeOffScale, Some(short(code)));
        }
        position
    }

    /// Ascending positions of the codes on the item's scale.
    fn positions(&mut self, item: &Item, options: &[Choice], codes: &[Code]) -> Vec<u8> {
        let mut positions = BTreeSet::new();
        for code in codes {
            if let Some(position) = self.position(item, options, code)
                && !positions.insert(position)
            {
                self.report(&item.code, ViolationCode::Repeated, Some(short(code)));
            }
        }
        positions.into_iter().collect()
    }
}

/// The code as text, cut to a length fit for a message.
fn short(code: &Code) -> String {
    code.to_string().chars().take(40).collect()
}
