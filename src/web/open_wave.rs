//! A wave that takes answers, with everything its form needs.

use std::collections::BTreeMap;

use super::api::form::CachedForms;
use super::wording;
use crate::domain::batch::hex;
use crate::domain::instrument::Instrument;
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::domain::wave::Wave;
use crate::ingest::extras::Extras;
use crate::store::envelopes::WaveKey;
use crate::store::instruments::StoredInstrument;
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use utoipa::ToSchema;

/// To what key answers are encrypted, and what is bound to an envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WaveEnvelope {
    /// Name of the key.
    #[schema(example = "0f1e2d3c4b5a6978")]
    pub key: String,
    /// Public half of the key, X25519, in base64url without padding.
    pub public: String,
    /// SHA-256 of the instrument's file, in hexadecimal digits.
    pub instrument: String,
}

impl WaveEnvelope {
    /// Of a wave's key and instrument.
    pub(super) fn new(key: WaveKey, instrument: &StoredInstrument) -> Self {
        let public = BASE64URL_NOPAD.encode(&key.public);
        Self { key: key.name, public, instrument: hex(&instrument.sha256) }
    }
}

/// A wave that takes answers, with everything its form needs.
pub(super) struct OpenWave {
    /// Key of the wave in the database.
    pub number: i32,
    /// The wave, its title in all languages there are.
    pub wave: Wave,
    /// Its instrument version, in all languages there are.
    pub instrument: Instrument,
    /// Addresses of the recordings, by language and item code.
    pub recordings: BTreeMap<String, Recordings>,
    /// Where answers are taken.
    pub places: Places,
    /// Where answers are encrypted: to what key.
    pub envelope: Option<WaveEnvelope>,
    /// The form as programs get it, by language.
    pub forms: CachedForms,
}

impl OpenWave {
    /// A wave whose answers are taken at `taking`, among all units valid at that time.
    pub(super) fn new(
        (number, wave, envelope): (i32, Wave, Option<WaveEnvelope>),
        instrument: Instrument,
        extras: &Extras,
        taking: &[(i32, Unit)],
        all: Vec<(i32, Unit)>,
    ) -> Self {
        let tree = UnitTree::at(all.into_iter().map(|(_, unit)| unit), wave.period.first());
        let places = Places::new(taking, &tree);
        let wave = wording::titled(wave, extras);
        let mut instrument = wording::translated(&wave, instrument, extras);
        offered(&wave, &mut instrument.languages);
        let recordings = wording::recordings(&wave, extras);
        let forms = CachedForms::new((&wave, envelope.as_ref()), &instrument, &recordings, &places);
        Self { number, wave, instrument, recordings, places, envelope, forms }
    }

    /// Addresses of the recordings in a language, by item code.
    pub(super) fn recordings(&self, language: &str) -> &Recordings {
        const NONE: &Recordings = &Recordings::new();
        self.recordings.get(language).unwrap_or(NONE)
    }

    /// Languages of the questionnaire, the default first.
    pub(super) fn languages(&self) -> Vec<&str> {
        self.instrument.languages.iter().map(String::as_str).collect()
    }
}

/// Leaves the languages the wave is to be offered in. A wave that chose only languages there are no longer is offered
/// in all of them: a form that nobody can read is worse.
fn offered(wave: &Wave, languages: &mut Vec<String>) {
    if languages.iter().any(|tag| wave.languages.contains(tag)) {
        languages.retain(|tag| wave.languages.contains(tag));
    }
}

/// Addresses of the recordings in one language, by item code.
pub(super) type Recordings = BTreeMap<String, String>;

/// The units of a wave and everything above them.
pub(super) struct Places {
    by_code: BTreeMap<UnitCode, Place>,
    /// Places under no other, by code.
    tops: Vec<UnitCode>,
}

/// A unit where answers are taken, or one above such units.
pub(super) struct Place {
    /// The unit.
    pub unit: Unit,
    /// Key of the unit in the database where answers are taken at it.
    pub taking: Option<i32>,
    /// The place above.
    pub above: Option<UnitCode>,
    /// Places directly below, by code.
    pub below: Vec<UnitCode>,
    /// Number of units here and below where answers are taken.
    pub total: usize,
}

impl Places {
    fn new(taking: &[(i32, Unit)], tree: &UnitTree) -> Self {
        let mut places = Self { by_code: BTreeMap::new(), tops: Vec::new() };
        for (id, unit) in taking {
            places.add(unit, tree);
            if let Some(place) = places.by_code.get_mut(&unit.code) {
                place.taking = Some(*id);
            }
            let mut next = Some(unit.code.clone());
            while let Some(place) = next.take().and_then(|code| places.by_code.get_mut(&code)) {
                place.total += 1;
                next.clone_from(&place.above);
            }
        }
        places.tops.sort();
        for place in places.by_code.values_mut() {
            place.below.sort();
        }
        places
    }

    /// Adds the unit and everything above it that is not there yet.
    fn add(&mut self, unit: &Unit, tree: &UnitTree) {
        if self.by_code.contains_key(&unit.code) {
            return;
        }
        let parent = tree.parent(&unit.code);
        if let Some(parent) = parent {
            self.add(parent, tree);
        }
        let siblings = match parent.and_then(|parent| self.by_code.get_mut(&parent.code)) {
            Some(parent) => &mut parent.below,
            None => &mut self.tops,
        };
        siblings.push(unit.code.clone());
        let above = parent.map(|parent| parent.code.clone());
        let place = Place { unit: unit.clone(), taking: None, above, below: Vec::new(), total: 0 };
        self.by_code.insert(unit.code.clone(), place);
    }

    /// Number of units where answers are taken.
    pub(super) fn total(&self) -> usize {
        self.tops.iter().filter_map(|code| self.by_code.get(code)).map(|place| place.total).sum()
    }

    /// The place with this code.
    pub(super) fn get(&self, code: &str) -> Option<&Place> {
        self.by_code.get(&code.parse::<UnitCode>().ok()?)
    }

    /// The units whose code is this one but for upper and lower case.
    pub(super) fn spelled_like(&self, code: &UnitCode) -> impl Iterator<Item = &Unit> {
        let like = |place: &&Place| place.unit.code.as_str().eq_ignore_ascii_case(code.as_str());
        self.by_code.values().filter(like).map(|place| &place.unit)
    }

    /// The unit with this code, if answers are taken there, with its key.
    pub(super) fn taking(&self, code: &str) -> Option<(i32, &Unit)> {
        let place = self.get(code)?;
        Some((place.taking?, &place.unit))
    }

    /// The unit above the one with this code.
    pub(super) fn above(&self, code: &UnitCode) -> Option<&Unit> {
        let above = self.by_code.get(code)?.above.as_ref()?;
        self.by_code.get(above).map(|place| &place.unit)
    }

    /// Units where answers are taken, by code, each with the one above it.
    pub(super) fn all_taking(&self) -> impl Iterator<Item = (&Unit, Option<&Unit>)> {
        let taking = self.by_code.values().filter(|place| place.taking.is_some());
        taking.map(|place| (&place.unit, self.above(&place.unit.code)))
    }

    /// The only unit where answers are taken, if there is just one.
    pub(super) fn only(&self) -> Option<&Unit> {
        let mut all = self.all_taking();
        let (first, _) = all.next()?;
        all.next().is_none().then_some(first)
    }

    /// Places directly below `code`, or under no other.
    pub(super) fn below(&self, code: Option<&UnitCode>) -> Vec<&Place> {
        let codes = match code {
            Some(code) => self.by_code.get(code).map_or(&[][..], |place| &place.below),
            None => &self.tops,
        };
        codes.iter().filter_map(|code| self.by_code.get(code)).collect()
    }
}

/// Name of a unit in the language; in Vietnamese, as on the sign of the office, where there is no other.
pub(super) fn unit_name<'a>(unit: &'a Unit, language: &str) -> &'a str {
    let english = unit.name_en.as_deref().filter(|_| language == "en" || language.starts_with("en-"));
    english.unwrap_or(&unit.name)
}
