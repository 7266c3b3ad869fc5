//! Invented responses for trying the program. Labelled as such wherever they show.

use rand::RngExt;
use rand::rngs::StdRng;
use uuid::Builder;

use crate::domain::instrument::{Choice, Instrument, Item, ItemKind};
use crate::domain::response::Response;
use crate::domain::submission::{Given, Submission};

/// An answer of somebody who is satisfied with probability `quality`, item by item.
///
/// `None` if the instrument cannot be answered that way, which a checked instrument always can.
pub fn response(instrument: &Instrument, quality: f64, rng: &mut StdRng) -> Option<Response> {
    let mut submission = Submission::default();
    for item in instrument.items() {
        let Some(scale) = instrument.questionnaire.scale_of(item) else { continue };
        // One in twenty leaves a voluntary question out.
        if !item.required && rng.random_bool(0.05) {
            continue;
        }
        let given = given(item, &scale.options, quality, rng)?;
        submission.answers.insert(item.code.clone(), Some(given));
    }
    submission.without_unreached(instrument).check(instrument).ok()
}

fn given(item: &Item, options: &[Choice], quality: f64, rng: &mut StdRng) -> Option<Given> {
    match item.kind {
        ItemKind::Single => Some(Given::One(pick(options, quality, rng)?.code.clone())),
        ItemKind::Multiple => {
            let mut codes: Vec<_> = Vec::new();
            for option in options {
                if rng.random_bool(0.35) {
                    codes.push(option.code.clone());
                }
            }
            if codes.is_empty() {
                codes.push(options.first()?.code.clone());
            }
            Some(Given::Many(codes))
        }
    }
}

/// A favourable option with probability `quality` where the scale has both kinds, else any.
fn pick<'a>(options: &'a [Choice], quality: f64, rng: &mut StdRng) -> Option<&'a Choice> {
    let wanted = !rng.random_bool(quality);
    let kind: Vec<&Choice> =
        options.iter().filter(|option| option.counted && option.unfavourable == wanted).collect();
    let pool = if kind.is_empty() { options.iter().collect() } else { kind };
    pool.get(rng.random_range(0..pool.len().max(1))).copied()
}

/// A version 4 id.
pub fn id(rng: &mut StdRng) -> uuid::Uuid {
    Builder::from_random_bytes(rng.random()).into_uuid()
}
