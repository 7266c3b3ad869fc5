//! Making batches out of responses that were taken from their pools.

use chrono::NaiveDate;
use diesel::PgConnection;
use rand::CryptoRng;
use rand::seq::SliceRandom;
use uuid::Uuid;

use super::raking::Rakings;
use super::{Bursts, SealError};
use crate::domain::batch::{Batch, Hold, WeightedTally, may_seal};
use crate::domain::breakdown::{Breakdowns, Channel, Counted, Variable};
use crate::domain::instrument::Instrument;
use crate::domain::quality::counts;
use crate::domain::response::{ItemShape, layout};
use crate::domain::tally::Tally;
use crate::domain::unit::{Unit, UnitLevel};
use crate::domain::wave::{Retention, State};
use crate::store::batches::{self, StoredBatch};
use crate::store::quality;
use crate::store::responses::Pending;
use crate::store::sealed;
use crate::store::waves::{self, StoredWave};

/// What all batches of one run over a wave have in common.
pub(super) struct Job<'a> {
    pub wave: &'a StoredWave,
    pub instrument: &'a Instrument,
    pub layout: Vec<ItemShape>,
    pub epoch: NaiveDate,
    /// How responses followed one another, where somebody has looked.
    pub bursts: Option<&'a Bursts>,
    /// How weights are raked, where the wave has margins.
    pub rakings: Option<Rakings>,
}

/// The unit a batch is made at.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub unit_id: i32,
    pub code: String,
    pub level: UnitLevel,
}

impl Place {
    pub fn of(unit_id: i32, unit: &Unit) -> Self {
        Self { unit_id, code: unit.code.to_string(), level: unit.level }
    }
}

/// Why a transaction is rolled back.
pub(super) enum Undo {
    /// The rule holds the pool back; it stays as it was.
    Held,
    /// Something failed.
    Fault(SealError),
}

impl<E: Into<SealError>> From<E> for Undo {
    fn from(fault: E) -> Self {
        Self::Fault(fault.into())
    }
}

/// What a transaction has done; `None` where the rule held it back and it was undone.
pub(super) fn unless_held<T>(done: Result<T, Undo>) -> Result<Option<T>, SealError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Undo::Held) => Ok(None),
        Err(Undo::Fault(fault)) => Err(fault),
    }
}

impl<'a> Job<'a> {
    /// Reads how weights are raked, so it is to be made after the wave was closed.
    pub fn new(
        conn: &mut PgConnection,
        wave: &'a StoredWave,
        instrument: &'a Instrument,
        epoch: NaiveDate,
    ) -> Result<Self, SealError> {
        let rakings = Rakings::of(conn, wave, instrument)?;
        Ok(Self { wave, instrument, layout: layout(instrument), epoch, bursts: None, rakings })
    }

    /// Takes the wave's lock for this transaction and tells whether the wave is open. Asked under the
    /// lock: whoever closes the wave clears the spent ids under the same lock afterwards.
    pub fn lock(&self, conn: &mut PgConnection) -> Result<State, SealError> {
        // Thousands of units are sealed one by one. If the last ones are undone by a crash, they wait
        // in their pools as before; publishing waits for the disk, and with it for all before.
        waves::commit_without_waiting(conn)?;
        waves::lock(conn, self.wave.number)?;
        let wave = waves::by_number(conn, self.wave.number)?;
        Ok(wave.ok_or(SealError::NoWave(self.wave.number))?.wave.state)
    }

    /// Whether the rule lets these responses become a batch.
    pub fn judge(&self, rows: &[Pending]) -> Result<(), Undo> {
        let tally = self.tally(rows)?;
        match may_seal(&tally, self.instrument, self.wave.wave.k) {
            Ok(()) => Ok(()),
            Err(Hold::TooFew | Hold::Unanimous { .. }) => Err(Undo::Held),
        }
    }

    /// Adds a batch of these responses to the chain and keeps their answers in random order.
    pub fn seal(
        &self,
        conn: &mut PgConnection,
        place: &Place,
        kind: Kind,
        mut rows: Vec<Pending>,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), SealError> {
        let calibration = match &self.rakings {
            Some(rakings) => Some(rakings.apply(&mut rows, &self.layout)?),
            None => None,
        };
        let (seq, previous) = batches::head(conn, self.wave.number)?;
        let batch = Batch {
            unit: place.code.clone(),
            seq: seq + 1,
            epoch: self.epoch,
            residual: kind.residual,
            stratum: kind.stratum,
            tally: self.tally(&rows)?,
            weighted: self.weighted(&rows)?,
            breakdowns: self.breakdowns(&rows)?,
            calibration,
        };
        let hash = batch.chain_hash(&self.wave.wave.id, &previous);
        let seq = batch.seq;
        let residual = batch.residual;
        let stored = StoredBatch { unit_id: place.unit_id, batch, previous, hash };
        batches::insert(conn, self.wave.number, &stored)?;
        let mut counts = counts(rows.iter().map(counted), self.instrument)?;
        if let Some(bursts) = self.bursts.filter(|_| !residual) {
            (counts.arrivals, counts.quick) = bursts.taken(self.wave.number, place.unit_id);
        }
        quality::insert(conn, (self.wave.number, place.unit_id, seq), &counts)?;
        rows.shuffle(rng);
        self.keep_answers(conn, place.unit_id, seq, &rows)
    }

    /// Keeps answers without ids, in the order given, unless the wave keeps totals alone.
    pub fn keep_answers(
        &self,
        conn: &mut PgConnection,
        unit_id: i32,
        batch: i32,
        rows: &[Pending],
    ) -> Result<(), SealError> {
        match self.wave.wave.protection.retention {
            Retention::Rows => {
                let answers: Vec<_> = rows.iter().map(|row| (row.answers.as_slice(), row.weight)).collect();
                Ok(sealed::insert(conn, self.wave.number, unit_id, batch, &answers)?)
            }
            Retention::Totals => Ok(()),
        }
    }

    fn tally(&self, rows: &[Pending]) -> Result<Tally, SealError> {
        Ok(Tally::of(rows.iter().map(|row| (row.answers.as_slice(), 1)), &self.layout)?)
    }

    fn breakdowns(&self, rows: &[Pending]) -> Result<Option<Breakdowns>, SealError> {
        let codes = &self.wave.wave.protection.breakdowns;
        if codes.is_empty() {
            return Ok(None);
        }
        let variables = Variable::all(codes, self.instrument)?;
        let people: Vec<Counted<'_>> = rows.iter().map(counted).collect();
        Ok(Some(Breakdowns::count(&variables, &people, &self.layout)?))
    }

    fn weighted(&self, rows: &[Pending]) -> Result<Option<WeightedTally>, SealError> {
        let rows = rows.iter().map(|row| (row.answers.as_slice(), row.weight));
        Ok(WeightedTally::of(rows, &self.layout)?)
    }
}

fn counted(row: &Pending) -> Counted<'_> {
    Counted {
        answers: &row.answers,
        weight: row.weight,
        channel: row.channel.as_deref().and_then(Channel::parse),
    }
}

/// What kind of batch it is.
#[derive(Default)]
pub(super) struct Kind {
    pub residual: bool,
    pub stratum: Option<String>,
}

/// Keeps the ids of an open wave in an order of their own, so that a response sent again late is
/// recognised.
pub(super) fn spend_ids(
    conn: &mut PgConnection,
    wave: i32,
    mut ids: Vec<(i32, Uuid)>,
    rng: &mut dyn CryptoRng,
) -> Result<(), SealError> {
    ids.shuffle(rng);
    Ok(sealed::spend_ids(conn, wave, &ids)?)
}
