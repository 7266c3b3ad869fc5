//! The questions as the page shows them.

use std::collections::BTreeMap;

use super::condition;
use super::fields::{Fields, PREFIX};
use crate::domain::instrument::{Choice, Code, Instrument, Item, ItemKind, Section};
use crate::locale;
use crate::web::admission::TICKET;
use crate::web::open_wave::Recordings;
use crate::web::problem::Fault;

/// Most options that stand side by side on a wide screen.
const MAX_BESIDE: usize = 5;
/// Room for their labels, each as wide as the longest: five times "Rất không hài lòng" and a little more.
const ROOM: usize = 100;

/// A block of questions.
pub(super) struct SectionView {
    pub title: String,
    pub note: Option<String>,
    pub questions: Vec<Question>,
}

impl SectionView {
    /// Whether a question is also worded in plain language.
    pub(super) fn has_plain(&self) -> bool {
        self.questions.iter().any(|question| question.plain.is_some())
    }

    /// Whether an option has a face.
    pub(super) fn has_faces(&self) -> bool {
        self.questions.iter().flat_map(|question| &question.options).any(|option| option.face.is_some())
    }
}

/// One question.
pub(super) struct Question {
    /// Number on the page.
    pub number: usize,
    /// Item code.
    pub code: String,
    /// Name of the field.
    pub field: String,
    /// Anchor on the page.
    pub anchor: String,
    /// The question as it is asked.
    pub text: String,
    /// The same in plain language.
    pub plain: Option<String>,
    pub hint: Option<String>,
    /// Address of a recording of the question.
    pub audio: Option<String>,
    /// When it is to be answered.
    pub condition: Option<String>,
    /// The same for the script that hides what is not asked.
    pub ask_if: Option<String>,
    pub required: bool,
    pub multiple: bool,
    pub options: Vec<OptionView>,
    /// How the options stand: a word for styles.
    pub layout: &'static str,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// Ids of the texts that belong to it.
    pub described_by: String,
}

/// One option.
pub(super) struct OptionView {
    pub value: String,
    /// Whether the code is a number for programs.
    pub number: bool,
    pub label: String,
    /// The face drawn beside the words, 1 (very bad) to 5 (very good).
    pub face: Option<u8>,
    pub chosen: bool,
}

/// How the options stand on a wide screen: with faces above the words, side by side, or below each other.
fn layout(options: &[OptionView]) -> &'static str {
    let longest = options.iter().map(|option| option.label.chars().count()).max().unwrap_or_default();
    let beside = options.len() <= MAX_BESIDE && options.len() * longest <= ROOM;
    match (options.iter().any(|option| option.face.is_some()), beside) {
        (true, _) => " faces",
        (false, true) => " short",
        (false, false) => "",
    }
}

/// A line of the summary of what is wrong.
pub(super) struct Wrong {
    /// Anchor of the question, where it is about one.
    pub anchor: Option<String>,
    pub text: String,
}

/// The questions with what was chosen and what is wrong with it.
pub(super) struct Questions<'a> {
    pub instrument: &'a Instrument,
    pub language: &'a str,
    pub recordings: &'a Recordings,
    pub fields: Option<&'a Fields>,
    pub faults: &'a [Fault],
}

impl Questions<'_> {
    fn numbers(&self) -> BTreeMap<&str, usize> {
        self.instrument.items().enumerate().map(|(place, item)| (item.code.as_str(), place + 1)).collect()
    }

    /// The blocks of the questionnaire.
    pub(super) fn sections(&self) -> Vec<SectionView> {
        let numbers = self.numbers();
        let view = |section: &Section| SectionView {
            title: section.title.get(self.language).to_owned(),
            note: section.note.as_ref().map(|note| note.get(self.language).to_owned()),
            questions: section.items.iter().map(|item| self.question(item, &numbers)).collect(),
        };
        self.instrument.questionnaire.sections.iter().map(view).collect()
    }

    /// What is wrong, in the order of the questions.
    pub(super) fn wrong(&self) -> Vec<Wrong> {
        let numbers = self.numbers();
        let line = |fault: &Fault| {
            let sentence = fault.sentence(self.language);
            let Some(number) = fault.item.as_deref().and_then(|item| numbers.get(item)) else {
                let anchor = (fault.pointer == TICKET).then(|| "ticket-code".to_owned());
                return Wrong { anchor, text: sentence };
            };
            let values = [("number", number.to_string().into()), ("error", sentence.into())];
            let text = locale::text_with(self.language, "form-error-line", &values);
            Wrong { anchor: Some(anchor(*number)), text }
        };
        self.faults.iter().map(line).collect()
    }

    fn question(&self, item: &Item, numbers: &BTreeMap<&str, usize>) -> Question {
        let number = numbers.get(item.code.as_str()).copied().unwrap_or_default();
        let anchor = anchor(number);
        let fault = self.faults.iter().find(|fault| fault.item.as_ref() == Some(&item.code));
        let hint = item.hint.as_ref().map(|hint| hint.get(self.language).to_owned());
        let condition = item.ask_if.as_ref();
        let parts = [("if", condition.is_some()), ("hint", hint.is_some()), ("error", fault.is_some())];
        let options = self.options(item);
        let parts = parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{anchor}-{part}"));
        Question {
            number,
            code: item.code.clone(),
            field: format!("{PREFIX}{}", item.code),
            described_by: parts.collect::<Vec<_>>().join(" "),
            anchor,
            text: item.text.get(self.language).to_owned(),
            plain: item
                .plain
                .as_ref()
                .filter(|plain| plain.has(self.language))
                .map(|plain| plain.get(self.language).to_owned()),
            hint,
            audio: self.recordings.get(&item.code).cloned(),
            condition: condition
                .map(|ask_if| condition::sentence(ask_if, self.instrument, numbers, self.language)),
            ask_if: condition.and_then(|ask_if| serde_json::to_string(ask_if).ok()),
            required: item.required,
            multiple: item.kind == ItemKind::Multiple,
            layout: layout(&options),
            options,
            error: fault.map(|fault| fault.sentence(self.language)),
        }
    }

    fn options(&self, item: &Item) -> Vec<OptionView> {
        let Some(scale) = self.instrument.questionnaire.scale_of(item) else { return Vec::new() };
        let option = |option: &Choice| OptionView {
            value: option.code.to_string(),
            number: matches!(option.code, Code::Number(_)),
            face: option.face,
            label: option.label.get(self.language).to_owned(),
            chosen: self.fields.is_some_and(|fields| fields.has(&item.code, &option.code)),
        };
        scale.options.iter().map(option).collect()
    }
}

fn anchor(number: usize) -> String {
    format!("cau-{number}")
}
