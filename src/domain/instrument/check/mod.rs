//! Finds every mistake in an instrument file, all of them at once, in words a form author
//! understands.
//!
//! [`parse`] reads a file; [`check`] looks at an instrument that has the right shape. Each kind of
//! mistake has a stable name in [`CODES`]; `survey-forms/README.md` explains them to authors, and
//! every one of them is tested with the smallest instrument that shows it.
//!
//! To add a rule: put it into the module of the part it looks at, add its name to [`CODES`], a line
//! to the README and a case to `tests/it/instruments/`.

mod codes;
mod combine;
mod context;
mod faces;
mod findings;
mod head;
mod judge;
mod measure;
mod names;
mod questionnaire;
mod range;
mod routing;
mod satisfiable;
mod switches;
mod syntax;
mod texts;
mod tree;

use std::fmt;

use serde::Serialize;

use super::Instrument;
use context::Context;

pub use codes::CODES;
pub use names::is_language;
pub use texts::{MAX_TEXT, is_unprintable};

pub(super) use findings::{Findings, Pointer, list};
pub(super) use syntax::read;
pub(super) use texts::check_characters;

/// One mistake in an instrument file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Where it is: a JSON pointer (RFC 6901), e.g. `/index/3/measure/item`; empty for the whole file.
    pub pointer: String,
    /// Stable name of the rule that is broken, one of [`CODES`].
    pub code: &'static str,
    /// What is wrong and what to do about it, as a sentence.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.message, self.code)
    }
}

/// Reads an instrument and checks it.
///
/// A file that is not JSON, or whose values have the wrong type, yields that mistake alone, because
/// nothing more can be said before it is right; otherwise all mistakes are reported together.
pub fn parse(json: &str) -> Result<Instrument, Vec<Mistake>> {
    let instrument = syntax::read_instrument(json)?;
    let mistakes = check(&instrument);
    if mistakes.is_empty() { Ok(instrument) } else { Err(mistakes) }
}

/// [`parse`], and the rule that a file is named after the instrument in it: `stem` is the file name
/// without `.json`.
pub fn parse_file(stem: &str, json: &str) -> Result<Instrument, Vec<Mistake>> {
    let instrument = syntax::read_instrument(json)?;
    let mut mistakes = check(&instrument);
    if instrument.id != stem {
        mistakes.insert(0, head::not_named_after_file(&instrument.id, stem));
    }
    if mistakes.is_empty() { Ok(instrument) } else { Err(mistakes) }
}

/// All mistakes of an instrument whose shape is right.
pub fn check(instrument: &Instrument) -> Vec<Mistake> {
    let mut findings = Findings::default();
    let context = Context::new(instrument);
    head::check(instrument, &mut findings);
    texts::check(instrument, &mut findings);
    questionnaire::check(&context, &mut findings);
    routing::check(&context, &mut findings);
    switches::check(&context, &mut findings);
    tree::check(&context, &mut findings);
    measure::check(&context, &mut findings);
    combine::check(&context, &mut findings);
    range::check(&context, &mut findings);
    judge::check(&context, &mut findings);
    findings.into_mistakes()
}
