//! A survey with a wave of envelopes and a folder of private keys.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use diesel::PgConnection;
use hailong::domain::batch::Batch;
use hailong::domain::envelope::{Place, seal};
use hailong::domain::response::layout;
use hailong::domain::wave::{Protection, Wave};
use hailong::envelopes::{self, Keys};
use hailong::sealing::{SealReport, close_wave_with, seal_wave_with};
use hailong::store::envelopes::{WaveKey, key_of, pending_counts};
use hailong::store::responses::{NewResponse, Pass, Stored, insert};
use hailong::store::waves::StoredWave;
use hailong::store::{batches, together, waves};
use uuid::Uuid;

use crate::support::folder::own_folder;
use crate::support::survey::{Survey, wave};

/// SHA-256 of the instrument's file, as the survey of tests gives it.
pub const INSTRUMENT: [u8; 32] = [7; 32];

pub fn epoch() -> NaiveDate {
    "2026-07-02".parse().unwrap()
}

/// A folder of keys of its own, and where it is.
pub fn keys() -> (Keys, PathBuf) {
    let folder = own_folder(&format!("keys-{}", Uuid::new_v4()));
    (Keys::in_folder(folder.clone()), folder)
}

/// Opens a wave with envelopes whose private key is in the folder.
pub fn open_wave(conn: &mut PgConnection, new: &Wave, units: &[i32], keys: &Keys) -> StoredWave {
    let protection = Protection { envelope: true, ..new.protection.clone() };
    let new = Wave { protection, ..new.clone() };
    together(conn, |conn| {
        let number = waves::create(conn, &new, units)?;
        envelopes::provide(conn, keys, (number, &new.id))?.unwrap();
        Ok(())
    })
    .unwrap();
    waves::find(conn, &new.id).unwrap().unwrap()
}

pub struct Sealed {
    pub survey: Survey,
    pub keys: Keys,
    pub folder: PathBuf,
}

impl Sealed {
    pub fn new() -> Self {
        let (keys, folder) = keys();
        Self { survey: Survey::new(), keys, folder }
    }

    /// Opens a wave with envelopes at these units, with k = 10.
    pub fn wave(&mut self, id: &str, at: &[&str]) -> StoredWave {
        let units: Vec<i32> = at.iter().map(|code| self.survey.unit(code)).collect();
        open_wave(&mut self.survey.conn, &wave(id), &units, &self.keys)
    }

    pub fn key(&mut self, wave: &StoredWave) -> WaveKey {
        key_of(&mut self.survey.conn, wave.number).unwrap().unwrap()
    }

    /// An envelope on its way: made for the place `made_for`, sent to `unit`.
    pub fn envelope(&mut self, wave: &StoredWave, unit: &str, answers: &str) -> NewResponse {
        let (key, id) = (self.key(wave), Uuid::new_v4());
        let place = Place { wave: wave.wave.id.as_str(), unit, instrument: &INSTRUMENT, key: &key.name, id };
        let sealed = sealed(&key.public, &place, answers);
        let unit_id = self.survey.unit(unit);
        NewResponse {
            wave: wave.number,
            unit_id,
            id,
            answers: sealed,
            sealed: true,
            channel: None,
            pass: Pass::Open,
        }
    }

    /// Puts envelopes with these answers to `q1` into a unit's pool.
    pub fn answer(&mut self, wave: &StoredWave, unit: &str, q1: &[i32]) {
        let all: Vec<_> =
            q1.iter().map(|code| self.envelope(wave, unit, &format!("{{\"q1\":{code}}}"))).collect();
        let stored = insert(&mut self.survey.conn, &all).unwrap();
        assert!(stored.iter().all(|stored| *stored == Stored::New), "{stored:?}");
    }

    pub fn seal(&mut self, wave: &StoredWave, keys: &Keys) -> SealReport {
        let instrument = self.survey.instrument.clone();
        seal_wave_with(&mut self.survey.conn, wave, &instrument, epoch(), &mut rand::rng(), keys).unwrap()
    }

    pub fn close(&mut self, wave: &StoredWave, keys: &Keys) -> SealReport {
        let instrument = self.survey.instrument.clone();
        close_wave_with(&mut self.survey.conn, wave, &instrument, epoch(), &mut rand::rng(), keys).unwrap()
    }

    /// Envelopes that wait.
    pub fn waiting(&mut self, wave: &StoredWave) -> i64 {
        pending_counts(&mut self.survey.conn, wave.number).unwrap().iter().map(|(_, count)| count).sum()
    }

    /// The batches of a wave without what names the wave.
    pub fn batches(&mut self, wave: &StoredWave) -> Vec<Batch> {
        let layout = layout(&self.survey.instrument);
        let stored = batches::of_wave(&mut self.survey.conn, wave.number, &layout).unwrap();
        stored.into_iter().map(|stored| stored.batch).collect()
    }

    /// Names of the files in the folder of keys.
    pub fn files(&self) -> Vec<String> {
        let names = fs::read_dir(&self.folder).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// Encapsulated key and encrypted answers, one behind the other.
pub fn sealed(public: &[u8; 32], place: &Place<'_>, answers: &str) -> Vec<u8> {
    let (enc, sealed) = seal(public, place, answers, &mut rand::rng()).unwrap();
    [enc.as_slice(), &sealed].concat()
}
