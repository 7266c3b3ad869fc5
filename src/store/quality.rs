//! What was counted of batches to find stuffed ones, and the batches that are held back.

use diesel::prelude::*;

use super::schema::{batch_quality, quarantine, wave};
use super::{StoreError, read};
use crate::domain::quality::channel::Channels;
use crate::domain::quality::{Counts, Reason};
use crate::domain::wave::WaveId;

/// What was counted of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredCounts {
    /// Position of the batch in the wave's chain.
    pub seq: i32,
    /// What was counted.
    pub counts: Counts,
    /// Whether the tests have been made.
    pub judged: bool,
}

/// Whether a batch that was held back counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nobody has decided: it does not count yet.
    Waiting,
    /// It counts.
    Released,
    /// It never counts.
    Discarded,
}

impl Decision {
    /// The word in the database and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Released => "released",
            Self::Discarded => "discarded",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        let all = [Self::Waiting, Self::Released, Self::Discarded];
        let found = all.into_iter().find(|decision| decision.as_str() == text);
        found.ok_or_else(|| read::unreadable("quarantine", text, "no such state"))
    }
}

/// A batch that was held back.
#[derive(Debug, Clone, PartialEq)]
pub struct Quarantined {
    /// Key of the wave.
    pub wave: i32,
    /// Key of the unit.
    pub unit_id: i32,
    /// Position in the wave's chain.
    pub seq: i32,
    /// What the tests found.
    pub reasons: Vec<Reason>,
    /// What was decided.
    pub decision: Decision,
    /// By whom and why; none while it waits.
    pub decided: Option<(String, String)>,
    /// Last batch of the chain when it was first published after its release.
    pub after: Option<i32>,
}

/// Keeps what was counted of a new batch.
pub fn insert(
    conn: &mut PgConnection,
    (wave, unit_id, seq): (i32, i32, i32),
    counts: &Counts,
) -> Result<(), StoreError> {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    diesel::insert_into(batch_quality::table)
        .values((
            batch_quality::unit_id.eq(unit_id),
            batch_quality::wave.eq(wave),
            batch_quality::seq.eq(seq),
            batch_quality::long.eq(number(counts.long)),
            batch_quality::straight.eq(number(counts.straight)),
            batch_quality::repeated.eq(number(counts.repeated)),
            batch_quality::twins.eq(number(counts.twins)),
            batch_quality::arrivals.eq(number(counts.arrivals)),
            batch_quality::quick.eq(number(counts.quick)),
            batch_quality::kiosk.eq(number(counts.channels.kiosk)),
            batch_quality::kiosk_praise.eq(number(counts.channels.kiosk_praise)),
            batch_quality::own.eq(number(counts.channels.own)),
            batch_quality::own_praise.eq(number(counts.channels.own_praise)),
            batch_quality::judged.eq(false),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was counted of the batches of a wave, by position. Batches of earlier releases of the program have none.
pub fn of_wave(conn: &mut PgConnection, wave: i32) -> Result<Vec<StoredCounts>, StoreError> {
    let rows: Vec<CountsRow> = batch_quality::table
        .filter(batch_quality::wave.eq(wave))
        .order(batch_quality::seq)
        .select(CountsRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(CountsRow::into_stored).collect())
}

/// Notes that all batches of the wave up to this one have been judged.
pub fn judged(conn: &mut PgConnection, wave: i32, upto: i32) -> Result<(), StoreError> {
    let fresh = batch_quality::table.filter(batch_quality::wave.eq(wave).and(batch_quality::seq.le(upto)));
    let fresh = fresh.filter(batch_quality::judged.eq(false));
    diesel::update(fresh).set(batch_quality::judged.eq(true)).execute(conn)?;
    Ok(())
}

/// Holds a batch back.
pub fn hold_back(
    conn: &mut PgConnection,
    (wave, unit_id, seq): (i32, i32, i32),
    reasons: &[Reason],
) -> Result<(), StoreError> {
    let text = serde_json::to_string(reasons).map_err(|fault| read::unreadable("quarantine", "", fault))?;
    diesel::insert_into(quarantine::table)
        .values((
            quarantine::unit_id.eq(unit_id),
            quarantine::wave.eq(wave),
            quarantine::seq.eq(seq),
            quarantine::reasons.eq(text),
            quarantine::state.eq(Decision::Waiting.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The batches of a wave that were held back, by position.
pub fn held_back(conn: &mut PgConnection, wave: i32) -> Result<Vec<Quarantined>, StoreError> {
    let rows: Vec<Row> =
        quarantine::table.filter(quarantine::wave.eq(wave)).order(quarantine::seq).load(conn)?;
    rows.into_iter().map(Row::into_quarantined).collect()
}

/// All batches that were held back, by wave and position.
pub fn all_held_back(conn: &mut PgConnection) -> Result<Vec<(WaveId, Quarantined)>, StoreError> {
    let rows: Vec<(String, Row)> = quarantine::table
        .inner_join(wave::table.on(wave::number.eq(quarantine::wave)))
        .order((wave::last_day.desc(), wave::id, quarantine::seq))
        .select((wave::id, quarantine::all_columns))
        .load(conn)?;
    let read = |(id, row): (String, Row)| {
        let id = id.parse().map_err(|fault| read::unreadable("wave", &id, fault))?;
        Ok((id, row.into_quarantined()?))
    };
    rows.into_iter().map(read).collect()
}

/// Decides about a batch that waits; false where none does.
pub fn decide(
    conn: &mut PgConnection,
    (wave, seq): (i32, i32),
    decision: Decision,
    (by, why): (&str, &str),
) -> Result<bool, StoreError> {
    let waiting = quarantine::table.filter(quarantine::wave.eq(wave).and(quarantine::seq.eq(seq)));
    let waiting = waiting.filter(quarantine::state.eq(Decision::Waiting.as_str()));
    let decided = diesel::update(waiting)
        .set((
            quarantine::state.eq(decision.as_str()),
            quarantine::decided_by.eq(by),
            quarantine::why.eq(why),
        ))
        .execute(conn)?;
    Ok(decided == 1)
}

/// Puts the released batches that were never published behind all batches there are: an order that never changes.
pub fn admit_released(conn: &mut PgConnection, wave: i32, head: i32) -> Result<(), StoreError> {
    let new = quarantine::table.filter(quarantine::wave.eq(wave).and(quarantine::after.is_null()));
    let new = new.filter(quarantine::state.eq(Decision::Released.as_str()));
    diesel::update(new).set(quarantine::after.eq(head)).execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = batch_quality, check_for_backend(diesel::pg::Pg))]
struct CountsRow {
    seq: i32,
    long: i32,
    straight: i32,
    repeated: i32,
    twins: i32,
    arrivals: i32,
    quick: i32,
    kiosk: i32,
    kiosk_praise: i32,
    own: i32,
    own_praise: i32,
    judged: bool,
}

impl CountsRow {
    fn into_stored(self) -> StoredCounts {
        // The database checks that none is negative.
        let number = |count: i32| u32::try_from(count).unwrap_or_default();
        StoredCounts {
            seq: self.seq,
            counts: Counts {
                long: number(self.long),
                straight: number(self.straight),
                repeated: number(self.repeated),
                twins: number(self.twins),
                arrivals: number(self.arrivals),
                quick: number(self.quick),
                channels: Channels {
                    kiosk: number(self.kiosk),
                    kiosk_praise: number(self.kiosk_praise),
                    own: number(self.own),
                    own_praise: number(self.own_praise),
                },
            },
            judged: self.judged,
        }
    }
}

#[derive(Queryable)]
struct Row {
    unit_id: i32,
    wave: i32,
    seq: i32,
    reasons: String,
    state: String,
    decided_by: Option<String>,
    why: Option<String>,
    after: Option<i32>,
}

impl Row {
    fn into_quarantined(self) -> Result<Quarantined, StoreError> {
        let reasons = serde_json::from_str(&self.reasons)
            .map_err(|fault| read::unreadable("quarantine", &self.reasons, fault))?;
        Ok(Quarantined {
            wave: self.wave,
            unit_id: self.unit_id,
            seq: self.seq,
            reasons,
            decision: Decision::read(&self.state)?,
            decided: self.decided_by.zip(self.why),
            after: self.after,
        })
    }
}
