//! Judging new batches before anything rests on them: what looks stuffed is held back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use diesel::PgConnection;

use super::SealError;
use super::gather::Gathered;
use super::scheduler::today_in_viet_nam;
use crate::domain::access::{Action, NewEntry};
use crate::domain::publication::{LateBatch, Withheld, WithheldBatch};
use crate::domain::quality::{Counts, Reason, Seen, suspicions};
use crate::domain::wave::Mode;
use crate::store::batches::StoredBatch;
use crate::store::quality::{self, Decision, Quarantined};
use crate::store::{audit, dossiers, units};

/// Who holds batches back in the audit log.
const TESTS: &str = "tests";

/// Judges the batches of a wave that were not judged yet, and gives what does not count. The caller holds the
/// wave's lock and publishes in the same transaction: nothing is published that was not judged.
pub(super) fn judge(conn: &mut PgConnection, gathered: &Gathered) -> Result<Withheld, SealError> {
    let wave = gathered.wave.number;
    let Some(head) = gathered.batches.last().map(|stored| stored.batch.seq) else {
        return Ok(Withheld::default());
    };
    let stored = quality::of_wave(conn, wave)?;
    // A designed sample has no desk to stuff; its batches only count as judged.
    if stored.iter().any(|counts| !counts.judged) {
        if gathered.wave.wave.mode == Mode::Desk {
            hold_back(conn, gathered, &stored)?;
        }
        quality::judged(conn, wave, head)?;
    }
    quality::admit_released(conn, wave, head)?;
    Ok(withheld(&quality::held_back(conn, wave)?, &gathered.batches))
}

/// Holds back the suspicious ones among the batches not judged yet.
fn hold_back(
    conn: &mut PgConnection,
    gathered: &Gathered,
    stored: &[quality::StoredCounts],
) -> Result<(), SealError> {
    let wave = &gathered.wave;
    let dropped: BTreeSet<i32> = quality::held_back(conn, wave.number)?
        .into_iter()
        .filter(|held| held.decision == Decision::Discarded)
        .map(|held| held.seq)
        .collect();
    let counts: BTreeMap<i32, (Counts, bool)> =
        stored.iter().map(|stored| (stored.seq, (stored.counts, stored.judged))).collect();
    let closed = dossiers::of_wave(conn, wave.number)?;
    let batches: Vec<&StoredBatch> =
        gathered.batches.iter().filter(|stored| !dropped.contains(&stored.batch.seq)).collect();
    let seen: Vec<Seen> = batches
        .iter()
        .map(|stored| {
            let (counts, judged) =
                counts.get(&stored.batch.seq).copied().unwrap_or((Counts::default(), true));
            let dossiers = closed.get(&stored.unit_id).copied();
            Seen { unit: stored.unit_id, n: stored.batch.tally.n, counts, dossiers, fresh: !judged }
        })
        .collect();
    for (stored, reasons) in batches.into_iter().zip(suspicions(&seen)) {
        if reasons.is_empty() {
            continue;
        }
        quality::hold_back(conn, (wave.number, stored.unit_id, stored.batch.seq), &reasons)?;
        let signs: Vec<&str> = reasons.iter().map(Reason::sign).collect();
        let entry = NewEntry::new(TESTS, Action::BatchHeldBack)
            .to(wave.wave.id.as_str())
            .at(units::code_of(conn, stored.unit_id)?)
            .with("batch", &stored.batch.seq)
            .with("signs", &signs.join(" "));
        audit::append(conn, entry, Utc::now(), today_in_viet_nam())?;
    }
    Ok(())
}

/// What a publication says of the batches that were held back.
pub(super) fn withheld(held: &[Quarantined], batches: &[StoredBatch]) -> Withheld {
    let size = |seq: i32| {
        batches.iter().find(|stored| stored.batch.seq == seq).map_or(0, |stored| stored.batch.tally.n)
    };
    let left_out = held.iter().filter(|held| held.after.is_none()).map(|held| WithheldBatch {
        batch: held.seq,
        responses: size(held.seq),
        discarded: held.decision == Decision::Discarded,
        signs: held.reasons.iter().map(|reason| reason.sign().to_owned()).collect(),
    });
    let late = held.iter().filter_map(|held| Some(LateBatch { batch: held.seq, after: held.after? }));
    Withheld { batches: left_out.collect(), late: late.collect() }
}
