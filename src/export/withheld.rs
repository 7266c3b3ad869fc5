//! What a publication says of the batches that were held back.

use crate::domain::publication::{Withheld, WithheldBatch};
use crate::locale::{text, text_with};

/// A sentence about those that wait for a decision and one about those discarded, where there are any.
pub fn sentences(language: &str, withheld: &Withheld) -> Vec<String> {
    let of = |discarded: bool| {
        let batches: Vec<&WithheldBatch> =
            withheld.batches.iter().filter(|batch| batch.discarded == discarded).collect();
        if batches.is_empty() {
            return None;
        }
        let mut signs: Vec<&str> =
            batches.iter().flat_map(|batch| &batch.signs).map(String::as_str).collect();
        signs.sort_unstable();
        signs.dedup();
        let names = signs.iter().map(|sign| text(language, &format!("quarantine-name-{sign}")));
        let responses: i64 = batches.iter().map(|batch| batch.responses).sum();
        let key = if discarded { "quarantine-published-discarded" } else { "quarantine-published-waiting" };
        let values = [
            ("count", batches.len().into()),
            ("responses", responses.into()),
            ("signs", names.collect::<Vec<_>>().join(", ").into()),
        ];
        Some(text_with(language, key, &values))
    };
    [of(false), of(true)].into_iter().flatten().collect()
}
