//! Why something about a wave is not done, as pages say it beside a field and the interface in a problem document.

use super::Refused;
use crate::domain::remark::Unfit;
use crate::domain::wave_change::Fixed;
use crate::planning::Unpoolable;
use crate::web::problem::{Fault, Problem};

/// A rule that a field breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Refusal {
    /// The field, as the interface and the forms name it.
    pub field: &'static str,
    /// Stable name of the rule; its sentence is `violation-<code>`.
    pub code: &'static str,
    /// What was found, where that helps.
    pub found: Option<String>,
}

impl Refusal {
    pub(in crate::web) fn of(field: &'static str, code: &'static str, found: Option<String>) -> Self {
        let found = found.map(|text| text.chars().take(80).collect());
        Self { field, code, found }
    }

    /// The broken rule as a program reads it.
    pub(in crate::web) fn fault(&self) -> Fault {
        let (pointer, code) = (format!("/{}", self.field), self.code.to_owned());
        Fault { pointer, code, item: None, found: self.found.clone() }
    }

    /// The problem of a request that breaks this rule.
    pub(in crate::web) fn problem(&self) -> Problem {
        Problem::violations(vec![self.fault()])
    }

    /// The same at the field `under`, if the unit it is about was typed there.
    pub(super) fn at_unit(mut self, under: &str) -> Self {
        if self.field == "units" && self.found.as_deref() == Some(under) {
            self.field = "under";
        }
        self
    }
}

/// The rule that is broken; a problem where it is none of a field.
pub(in crate::web) fn refusal(refused: &Refused) -> Result<Refusal, Problem> {
    let of = |field, code| Ok(Refusal::of(field, code, None));
    let found = |field, code, text: &dyn ToString| Ok(Refusal::of(field, code, Some(text.to_string())));
    match refused {
        Refused::UnknownRemark => Err(Problem::unknown_remark()),
        Refused::BadRemark(Unfit::Empty) => of("text", "remark_empty"),
        Refused::BadRemark(Unfit::TooLong) => of("text", "remark_too_long"),
        Refused::UnknownWave(_) => Err(Problem::unknown_wave()),
        Refused::Right(right) => Err(Problem::right_needed(*right)),
        Refused::State(state) => Err(Problem::wave_state(*state)),
        Refused::NotHeldBack(seq) => Err(Problem::not_held_back(*seq)),
        Refused::Decided(seq) => Err(Problem::decided_already(*seq)),
        Refused::BadWhy => of("why", "quarantine_why"),
        Refused::NotSure(_) => of("wave", "erase_not_sure"),
        Refused::NameTaken(id) => found("id", "wave_taken", id),
        Refused::UnknownInstrument(id) => found("instrument", "wave_instrument", id),
        Refused::AsksNothing(id) => found("instrument", "wave_asks_nothing", id),
        Refused::Outdated(id) => found("instrument", "wave_outdated", id),
        Refused::Switch(fault) => found("switches", "wave_switch", fault),
        Refused::BadTitle => of("title", "wave_title"),
        Refused::BadK => of("k", "wave_k"),
        Refused::BadLanguage(tag) => found("languages", "wave_language", tag),
        Refused::Source { wave, why } => found("sources", pool_code(*why), wave),
        Refused::NoSources => of("sources", "pool_none"),
        Refused::CopyOfPooled => of("id", "pool_copy"),
        Refused::PooledIn(id) => found("sources", "pool_part", id),
        Refused::BadEarlier(id) => found("earlier", "wave_earlier", id),
        Refused::BadBreakdown(code) => found("breakdowns", "wave_breakdown", code),
        Refused::TooManyBreakdowns => of("breakdowns", "wave_breakdowns"),
        Refused::BadMargin(code) => found("margins", "wave_margin", code),
        Refused::TooManyMargins => of("margins", "wave_margins"),
        Refused::MarginsOfSamples => of("margins", "wave_margins_sample"),
        Refused::Raking(fault) => Ok(Refusal::of("margins", fault.code(), fault.place())),
        Refused::EnvelopeRemarks => of("remarks", "wave_envelope_remarks"),
        Refused::OnlyFiles => of("access", "wave_only_files"),
        Refused::NoEnvelopes => of("envelope", "wave_no_envelopes"),
        Refused::NoKey(fault) => {
            tracing::error!(fault, "a key for the envelopes of a wave cannot be made");
            of("envelope", "wave_key")
        }
        Refused::BadUnit(_) => of("units", "wave_unit_code"),
        Refused::UnknownUnit { code, .. } => found("units", "wave_unit", code),
        Refused::NoUnits => of("under", "wave_no_units"),
        Refused::BadClosingDay => of("closes_on", "wave_closing_day"),
        Refused::NoNextPeriod => of("id", "wave_no_next_period"),
        Refused::Fixed { field, why: Fixed::Opened } => of(field.as_str(), "wave_fixed_opened"),
        Refused::Fixed { field, why: Fixed::Closed } => of(field.as_str(), "wave_fixed_closed"),
    }
}

fn pool_code(why: Unpoolable) -> &'static str {
    match why {
        Unpoolable::Unknown => "pool_unknown",
        Unpoolable::Planned => "pool_planned",
        Unpoolable::Sample => "pool_sample",
        Unpoolable::Pooled => "pool_pooled",
        Unpoolable::Instrument => "pool_instrument",
        Unpoolable::Settings => "pool_settings",
        Unpoolable::Outside => "pool_outside",
        Unpoolable::Overlap => "pool_overlap",
        Unpoolable::Units => "pool_units",
        Unpoolable::Hidden => "pool_hidden",
    }
}
