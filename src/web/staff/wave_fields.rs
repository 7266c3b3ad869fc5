//! The fields that a new wave and a wave to be changed have in common.

use super::form::Fields;
use super::layout::{Input, StaffPage, Wrong};
use super::select::{Choice, Select};
use crate::domain::access::Powers;
use crate::domain::wave::Wave;
use crate::locale;
use crate::store::waves;
use crate::store::waves::StoredWave;
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::waves::{Refusal, Theirs};

/// What was typed, or stands there already.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub title: String,
    pub title_en: String,
    pub closes_on: String,
    pub earlier: String,
    pub k: String,
    pub languages: Vec<String>,
    pub units: String,
}

impl Typed {
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            title: text("title"),
            title_en: text("title_en"),
            closes_on: text("closes_on"),
            earlier: text("earlier"),
            k: text("k"),
            languages: fields.all("languages").to_vec(),
            units: text("units"),
        }
    }

    pub(super) fn of_wave(stored: &StoredWave) -> Self {
        let wave = &stored.wave;
        Self {
            title: wave.title.get("vi").to_owned(),
            title_en: wave.title.get("en").to_owned(),
            closes_on: stored.closes_on.map_or_else(String::new, |day| day.to_string()),
            earlier: wave.earlier.as_ref().map_or_else(String::new, ToString::to_string),
            k: wave.k.to_string(),
            languages: wave.languages.clone(),
            units: String::new(),
        }
    }

    /// The languages chosen of so many; none where all are: one that is added later is offered, too.
    pub(super) fn chosen_languages(&self, offered: usize) -> Vec<String> {
        if self.languages.len() == offered { Vec::new() } else { self.languages.clone() }
    }

    /// The codes typed, apart by blanks, commas or semicolons.
    pub(super) fn codes(&self) -> Vec<String> {
        let parts = self.units.split(|sign: char| sign.is_whitespace() || ",;".contains(sign));
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The fields as they are shown.
pub(super) struct Inputs {
    pub title: Input,
    pub title_en: Input,
    pub closes_on: Input,
    pub units: Input,
    pub k: Input,
    pub earlier: Select,
    pub languages: Vec<Choice>,
}

impl Inputs {
    /// The fields with what was typed; `offered` are the languages of the form.
    pub(super) fn new(page: &StaffPage, typed: &Typed, offered: &[String], earlier: &[Wave]) -> Self {
        let none = Choice {
            value: String::new(),
            label: page.text("staff-wave-no-earlier"),
            chosen: typed.earlier.is_empty(),
        };
        let before = earlier.iter().map(|wave| Choice {
            value: wave.id.to_string(),
            label: format!("{} – {} ({})", wave.title.get(&page.language), wave.period, wave.id),
            chosen: wave.id.as_str() == typed.earlier,
        });
        let language = |tag: &String| Choice {
            value: tag.clone(),
            label: locale::text(tag, &format!("language-{tag}")),
            chosen: typed.languages.is_empty() || typed.languages.contains(tag),
        };
        let hinted = |name, kind, value: &str| {
            page.input(name, kind).value(value).hint(page.text(&format!("staff-wave-{name}-hint")))
        };
        Self {
            title: hinted("title", "text", &typed.title),
            title_en: page.input("title_en", "text").value(&typed.title_en),
            closes_on: hinted("closes_on", "date", &typed.closes_on),
            units: hinted("units", "text", &typed.units),
            k: hinted("k", "number", &typed.k),
            earlier: Select::new(page, "earlier", std::iter::once(none).chain(before).collect())
                .hint(page.text("staff-wave-earlier-hint")),
            languages: offered.iter().map(language).collect(),
        }
    }
}

/// What is wrong, beside its field.
pub(super) fn wrong(refusal: &Refusal, language: &str) -> Wrong {
    Wrong { field: refusal.field, text: refusal.fault().sentence(language) }
}

/// The waves one has to do with, for the choice of an earlier one.
pub(super) async fn earlier_waves(state: &AppState, powers: Powers) -> Result<Vec<Wave>, Problem> {
    let read = state.db(move |connection| {
        let theirs = Theirs::read(connection, &powers)?;
        let all = waves::list(connection)?;
        Ok(all.into_iter().filter(|stored| theirs.has(stored.number)).map(|stored| stored.wave).collect())
    });
    read.await
}
