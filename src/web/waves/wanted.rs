//! A wave as it is asked for: typed into a form or sent to the interface.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Refusal;
use crate::domain::instrument::{SwitchSetting, Text};
use crate::domain::period::Period;
use crate::domain::wave::{Access, K_DEFAULT, Mode, Protection, Retention, WaveId};
use crate::planning::{Change, Pool, Start, Wanted};

/// A wave to create.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct NewWave {
    /// Name in addresses and files: lower-case letters, digits and hyphens.
    #[schema(example = "mot-cua-2026-q4")]
    pub id: String,
    /// Instrument version.
    pub instrument: String,
    /// Period the results are about: a year, half, quarter, month or days.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// Codes of units that take part.
    #[serde(default)]
    pub units: Vec<String>,
    /// All desks below this unit, or its communes where there are no desks.
    #[serde(default)]
    pub under: Option<String>,
    /// Title in Vietnamese; the instrument's when absent.
    #[serde(default)]
    pub title: Option<String>,
    /// Title in English; the Vietnamese one when absent.
    #[serde(default)]
    pub title_en: Option<String>,
    /// `desk` (when absent) or `sample`.
    #[serde(default)]
    pub mode: Option<String>,
    /// `link` (when absent): anybody with the link may answer; `ticket`: once per ticket; `blind`: once per ticket that
    /// nobody can recognise; `unlock`: a clerk opens each form; `import`: answers come from files only.
    #[serde(default)]
    pub access: Option<String>,
    /// Smallest number of responses in a batch; 10 when absent.
    #[serde(default)]
    pub k: Option<u32>,
    /// Whether everybody may see the results.
    #[serde(default)]
    pub public: bool,
    /// How open questions of method are settled; the instrument's defaults where nothing is said.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub switches: SwitchSetting,
    /// Last day on which answers are taken.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub closes_on: Option<NaiveDate>,
    /// Tags of the languages in which the form is offered; all there are when empty.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Earlier wave that results are compared with where nobody asks for another.
    #[serde(default)]
    pub earlier: Option<String>,
    /// Encrypt answers on the device and open them only when they are sealed.
    #[serde(default)]
    pub envelope: bool,
    /// `rows` (when absent): answers are kept without ids in random order; `totals`: only totals are kept.
    #[serde(default)]
    pub retention: Option<String>,
    /// What results are also given by: codes of single-choice questions that everybody is asked, or `channel`.
    #[serde(default)]
    pub breakdowns: Vec<String>,
    /// Let people write a remark, which is kept apart from their answers.
    #[serde(default)]
    pub remarks: bool,
    /// What the weights of a designed sample are raked to: codes of single-choice questions that everybody is asked.
    #[serde(default)]
    pub margins: Vec<String>,
    /// Take answers at once.
    #[serde(default)]
    pub open: bool,
}

/// A wave to create whose words are all known.
pub(super) struct Read {
    new: NewWave,
    id: WaveId,
    period: Period,
    mode: Mode,
    access: Access,
    earlier: Option<WaveId>,
    protection: Protection,
}

/// The text, unless it is absent or blank.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl NewWave {
    /// Reads the words, or says of each that is none of ours.
    pub(super) fn read(&self) -> Result<Read, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let mut bad = |field, code, found: &str| wrong.push(Refusal::of(field, code, Some(found.to_owned())));
        let id = self.id.parse().inspect_err(|_| bad("id", "wave_id", &self.id)).ok();
        let period = self.period.parse().inspect_err(|_| bad("period", "wave_period", &self.period)).ok();
        let mode = match self.mode.as_deref().unwrap_or_default() {
            "" | "desk" => Mode::Desk,
            "sample" => Mode::Sample,
            other => {
                bad("mode", "wave_mode", other);
                Mode::Desk
            }
        };
        let word = self.access.as_deref().filter(|word| !word.is_empty());
        let access = word.map_or(Some(Access::Link), Access::parse);
        if access.is_none() {
            bad("access", "wave_access", word.unwrap_or_default());
        }
        let word = self.retention.as_deref().filter(|word| !word.is_empty());
        let retention = word.map_or(Some(Retention::default()), Retention::parse);
        if retention.is_none() {
            bad("retention", "wave_retention", word.unwrap_or_default());
        }
        let earlier = earlier(self.earlier.as_ref()).map_err(|refusal| wrong.push(refusal)).ok();
        let all = (id, period, access, retention, earlier);
        let (Some(id), Some(period), Some(access), Some(retention), Some(earlier)) = all else {
            return Err(wrong);
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let protection = Protection {
            envelope: self.envelope,
            retention,
            breakdowns: self.breakdowns.clone(),
            remarks: self.remarks,
        };
        Ok(Read { new: self.clone(), id, period, mode, access, earlier, protection })
    }

    /// Every word that is none of ours.
    pub(in crate::web) fn wrong_words(&self) -> Vec<Refusal> {
        self.read().err().unwrap_or_default()
    }
}

fn earlier(text: Option<&String>) -> Result<Option<WaveId>, Refusal> {
    let parse =
        |text: &str| text.parse().map_err(|_| Refusal::of("earlier", "wave_earlier", Some(text.to_owned())));
    filled(text).map(parse).transpose()
}

impl Read {
    /// What planning is asked for.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted {
            id: self.id.clone(),
            instrument: &self.new.instrument,
            period: self.period.clone(),
            units: &self.new.units,
            under: filled(self.new.under.as_ref()),
            title: filled(self.new.title.as_ref()),
            title_en: filled(self.new.title_en.as_ref()),
            mode: self.mode,
            access: self.access,
            k: self.new.k.unwrap_or(K_DEFAULT),
            public: self.new.public,
            switches: self.new.switches.clone(),
            closes_on: self.new.closes_on,
            languages: &self.new.languages,
            earlier: self.earlier.as_ref(),
            protection: &self.protection,
            margins: &self.new.margins,
        }
    }

    /// Whether it takes answers at once.
    pub(super) fn start(&self) -> Start {
        if self.new.open { Start::Open } else { Start::Planned }
    }
}

/// What is to be changed about a wave. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaveChange {
    /// Title in Vietnamese.
    #[serde(default)]
    pub title: Option<String>,
    /// Title in English; the Vietnamese one when absent.
    #[serde(default)]
    pub title_en: Option<String>,
    /// Last day on which answers are taken; an empty text: until somebody closes the wave.
    #[serde(default)]
    #[schema(example = "2026-12-31")]
    pub closes_on: Option<String>,
    /// Codes of more units that take part.
    #[serde(default)]
    pub more_units: Vec<String>,
    /// Tags of the languages in which the form is offered; an empty list: all there are.
    #[serde(default)]
    pub languages: Option<Vec<String>>,
    /// Earlier wave that results are compared with; an empty text: none.
    #[serde(default)]
    pub earlier: Option<String>,
    /// Smallest number of responses in a batch, as long as the wave is planned.
    #[serde(default)]
    pub k: Option<u32>,
}

impl WaveChange {
    /// Reads the words.
    pub(super) fn read(self) -> Result<Change, Refusal> {
        let english = self.title_en.as_ref().filter(|text| !text.trim().is_empty()).or(self.title.as_ref());
        let closes_on = match self.closes_on.as_deref().map(str::trim) {
            None => None,
            Some("") => Some(None),
            Some(day) => {
                let bad = |_| Refusal::of("closes_on", "wave_no_day", Some(day.to_owned()));
                Some(Some(day.parse::<NaiveDate>().map_err(bad)?))
            }
        };
        Ok(Change {
            title: self.title.as_ref().zip(english).map(|(vi, en)| Text::new(vi.trim(), en.trim())),
            closes_on,
            earlier: self.earlier.as_ref().map(|text| earlier(Some(text))).transpose()?,
            more_units: self.more_units,
            languages: self.languages,
            k: self.k,
        })
    }
}

/// Waves to pool.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPool {
    /// Names of the waves, of the same instrument version and without overlapping periods. To a pooled wave that is
    /// there they are added.
    pub sources: Vec<String>,
    /// What the results are about; the year of the earliest wave when absent.
    #[serde(default)]
    #[schema(example = "2026")]
    pub period: Option<String>,
    /// Title in Vietnamese; the instrument's when absent.
    #[serde(default)]
    pub title: Option<String>,
    /// Title in English; the Vietnamese one when absent.
    #[serde(default)]
    pub title_en: Option<String>,
    /// Earlier wave that results are compared with; that of the period before, where there is one, when absent.
    #[serde(default)]
    pub earlier: Option<String>,
}

/// Waves to pool whose words are all known.
pub(super) struct ReadPool {
    new: NewPool,
    sources: Vec<WaveId>,
    period: Option<Period>,
    earlier: Option<WaveId>,
}

impl NewPool {
    /// Reads the words.
    pub(super) fn read(self) -> Result<ReadPool, Refusal> {
        let bad = |field, code, found: &str| Refusal::of(field, code, Some(found.to_owned()));
        let source = |name: &String| name.trim().parse().map_err(|_| bad("sources", "pool_unknown", name));
        let sources = self.sources.iter().map(source).collect::<Result<_, _>>()?;
        let period = filled(self.period.as_ref());
        let period =
            period.map(|text| text.parse().map_err(|_| bad("period", "wave_period", text))).transpose()?;
        Ok(ReadPool { sources, period, earlier: earlier(self.earlier.as_ref())?, new: self })
    }
}

impl ReadPool {
    /// What planning is asked for.
    pub(super) fn wanted(&self, id: WaveId) -> Pool<'_> {
        Pool {
            id,
            sources: &self.sources,
            period: self.period.clone(),
            title: filled(self.new.title.as_ref()),
            title_en: filled(self.new.title_en.as_ref()),
            earlier: self.earlier.as_ref(),
        }
    }
}
