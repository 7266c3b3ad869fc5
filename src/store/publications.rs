//! Publications: immutable documents named by their hash.

use std::io::{Read, Write};

use diesel::prelude::*;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::schema::publication;
use super::{StoreError, read, waves};
use crate::domain::batch::{Hash, hex};
use crate::domain::publication::Publication;

/// A publication as it was stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPublication {
    /// SHA-256 of the canonical text.
    pub hash: Hash,
    /// Key of the wave.
    pub wave: i32,
    /// Place among the publications of the wave, from 1.
    pub number: i32,
    /// The content.
    pub publication: Publication,
}

/// What names a publication, without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicationKey {
    /// SHA-256 of the canonical text.
    pub hash: Hash,
    /// Key of the wave.
    pub wave: i32,
    /// Place among the publications of the wave, from 1.
    pub number: i32,
}

/// What inserting a publication did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inserted {
    /// SHA-256 of the canonical text.
    pub hash: Hash,
    /// Place among the publications of the wave.
    pub number: i32,
    /// False if the same was the current publication already.
    pub new: bool,
}

/// Stores a publication of a wave as its current one, unless it is that already.
pub fn insert(conn: &mut PgConnection, wave: i32, new: &Publication) -> Result<Inserted, StoreError> {
    let text = new.canonical().map_err(|fault| read::unreadable("publication", &new.wave.id, fault))?;
    let hash = new.hash().map_err(|fault| read::unreadable("publication", &new.wave.id, fault))?;
    let document = compress(&text).map_err(|fault| read::unreadable("publication", &hex(&hash), fault))?;
    conn.transaction(|conn| {
        waves::lock(conn, wave)?;
        let current = latest_key(conn, wave)?;
        if let Some(current) = current.filter(|current| current.hash == hash) {
            return Ok(Inserted { hash, number: current.number, new: false });
        }
        let number = current.map_or(1, |current| current.number + 1);
        // An older publication comes back when a correction of given scores is taken back.
        diesel::insert_into(publication::table)
            .values((
                publication::hash.eq(hash.as_slice()),
                publication::wave.eq(wave),
                publication::number.eq(number),
                publication::document.eq(document),
                publication::batches.eq(i32::try_from(new.basis.batches).unwrap_or(i32::MAX)),
            ))
            .on_conflict(publication::hash)
            .do_update()
            .set(publication::number.eq(number))
            .execute(conn)?;
        Ok(Inserted { hash, number, new: true })
    })
}

/// The current publication of a wave.
pub fn latest(conn: &mut PgConnection, wave: i32) -> Result<Option<StoredPublication>, StoreError> {
    let row = publication::table
        .filter(publication::wave.eq(wave))
        .order(publication::number.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_stored).transpose()
}

/// What names the current publication of a wave; cheap, for those who keep the content.
pub fn latest_key(conn: &mut PgConnection, wave: i32) -> Result<Option<PublicationKey>, StoreError> {
    let row = publication::table
        .filter(publication::wave.eq(wave))
        .order(publication::number.desc())
        .select(KeyRow::as_select())
        .first(conn)
        .optional()?;
    row.map(KeyRow::into_key).transpose()
}

/// The publication with this hash.
pub fn by_hash(conn: &mut PgConnection, hash: &Hash) -> Result<Option<StoredPublication>, StoreError> {
    let row =
        publication::table.find(hash.as_slice()).select(Row::as_select()).get_result(conn).optional()?;
    row.map(Row::into_stored).transpose()
}

/// What names every publication, by wave and number.
pub fn hashes(conn: &mut PgConnection) -> Result<Vec<PublicationKey>, StoreError> {
    let rows = publication::table
        .order((publication::wave, publication::number))
        .select(KeyRow::as_select())
        .load(conn)?;
    rows.into_iter().map(KeyRow::into_key).collect()
}

/// What names the publications of a wave, the current one first.
pub fn of_wave(conn: &mut PgConnection, wave: i32) -> Result<Vec<PublicationKey>, StoreError> {
    let rows = publication::table
        .filter(publication::wave.eq(wave))
        .order(publication::number.desc())
        .select(KeyRow::as_select())
        .load(conn)?;
    rows.into_iter().map(KeyRow::into_key).collect()
}

/// Keys of the waves that have a publication, ascending.
pub fn published_waves(conn: &mut PgConnection) -> Result<Vec<i32>, StoreError> {
    let waves =
        publication::table.select(publication::wave).distinct().order(publication::wave).load(conn)?;
    Ok(waves)
}

fn compress(text: &str) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = publication, check_for_backend(diesel::pg::Pg))]
struct KeyRow {
    hash: Vec<u8>,
    wave: i32,
    number: i32,
}

impl KeyRow {
    fn into_key(self) -> Result<PublicationKey, StoreError> {
        let hash = read::hash("publication", &self.hash)?;
        Ok(PublicationKey { hash, wave: self.wave, number: self.number })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = publication, check_for_backend(diesel::pg::Pg))]
struct Row {
    hash: Vec<u8>,
    wave: i32,
    number: i32,
    document: Vec<u8>,
}

impl Row {
    fn into_stored(self) -> Result<StoredPublication, StoreError> {
        let hash = read::hash("publication", &self.hash)?;
        let unreadable = |fault: &dyn std::fmt::Display| read::unreadable("publication", &hex(&hash), fault);
        let mut text = String::new();
        GzDecoder::new(self.document.as_slice())
            .read_to_string(&mut text)
            .map_err(|fault| unreadable(&fault))?;
        let publication = serde_json::from_str(&text).map_err(|fault| unreadable(&fault))?;
        Ok(StoredPublication { hash, wave: self.wave, number: self.number, publication })
    }
}
