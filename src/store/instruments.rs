//! Instrument versions as they were loaded. A version that a wave uses never changes.

use diesel::prelude::*;

use super::schema::{instrument, wave};
use super::{StoreError, read};
use crate::domain::batch::Hash;
use crate::domain::instrument::Instrument;

/// An instrument version with the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredInstrument {
    /// The version.
    pub instrument: Instrument,
    /// Text of the file.
    pub json: String,
    /// SHA-256 of the file.
    pub sha256: Hash,
}

/// What saving an instrument did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It was not there.
    New,
    /// It was there, byte for byte.
    Same,
    /// It was there with another text, used by no wave.
    Replaced,
    /// It is there with another text and a wave uses it: the stored one stays.
    KeptOlder,
}

/// Brings an instrument version into the database, unless a wave already uses another text of it.
/// `json` and `sha256` are the file the instrument was read from.
pub fn save(
    conn: &mut PgConnection,
    json: &str,
    sha256: &Hash,
    version: &Instrument,
) -> Result<Saved, StoreError> {
    conn.transaction(|conn| {
        let new = (
            instrument::id.eq(&version.id),
            instrument::sha256.eq(sha256.as_slice()),
            instrument::document.eq(json),
        );
        let inserted = diesel::insert_into(instrument::table).values(new).on_conflict_do_nothing();
        if inserted.execute(conn)? == 1 {
            return Ok(Saved::New);
        }
        // The lock makes a wave that is just being created with this version wait, or be waited for.
        let stored: Vec<u8> =
            instrument::table.find(&version.id).select(instrument::sha256).for_update().get_result(conn)?;
        if stored == sha256 {
            return Ok(Saved::Same);
        }
        let used = wave::table.filter(wave::instrument_id.eq(&version.id));
        if diesel::select(diesel::dsl::exists(used)).get_result(conn)? {
            return Ok(Saved::KeptOlder);
        }
        diesel::update(instrument::table.find(&version.id)).set(new).execute(conn)?;
        Ok(Saved::Replaced)
    })
}

/// The stored version with this id.
pub fn find(conn: &mut PgConnection, id: &str) -> Result<Option<StoredInstrument>, StoreError> {
    let row = instrument::table.find(id).get_result::<Row>(conn).optional()?;
    row.map(Row::into_stored).transpose()
}

/// All stored versions, by id.
pub fn list(conn: &mut PgConnection) -> Result<Vec<StoredInstrument>, StoreError> {
    let rows: Vec<Row> = instrument::table.order(instrument::id).load(conn)?;
    rows.into_iter().map(Row::into_stored).collect()
}

#[derive(Queryable)]
struct Row {
    id: String,
    sha256: Vec<u8>,
    document: String,
}

impl Row {
    fn into_stored(self) -> Result<StoredInstrument, StoreError> {
        let instrument = serde_json::from_str(&self.document)
            .map_err(|fault| read::unreadable("instrument", &self.id, fault))?;
        let sha256 = read::hash("instrument", &self.sha256)?;
        Ok(StoredInstrument { instrument, json: self.document, sha256 })
    }
}
