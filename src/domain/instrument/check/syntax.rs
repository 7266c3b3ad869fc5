//! Reading a file: JSON that is not well formed, fields that do not exist, values of a wrong type,
//! fields written twice.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_path_to_error::Segment;

use super::Mistake;
use super::findings::{Findings, Pointer};
use crate::domain::instrument::Instrument;

/// The instrument in a file, or what keeps it from being read.
pub(super) fn read_instrument(json: &str) -> Result<Instrument, Vec<Mistake>> {
    let instrument = read(json)?;
    let idle = idle_fields(json);
    if idle.is_empty() { Ok(instrument) } else { Err(idle) }
}

/// What a file says, or what keeps it from being read.
pub(in crate::domain::instrument) fn read<T: DeserializeOwned>(json: &str) -> Result<T, Vec<Mistake>> {
    if json.starts_with('\u{feff}') {
        let message = "The file begins with a byte order mark; save it as UTF-8 without one.".to_owned();
        return Err(vec![Mistake { pointer: String::new(), code: "syntax", message }]);
    }
    let repeated = repeated_fields(json);
    if !repeated.is_empty() {
        return Err(repeated);
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| vec![mistake(&error)])?;
    reader.end().map_err(|error| vec![malformed(&error)])?;
    Ok(read)
}

/// Fields beside `"stat": "given"`. The deserializer passes over them, because a given score has
/// no fields of its own, and an author who left an item there would believe that it is measured.
fn idle_fields(json: &str) -> Vec<Mistake> {
    let Ok(file) = serde_json::from_str::<serde_json::Value>(json) else { return Vec::new() };
    let mut findings = Findings::default();
    let nodes = file.get("index").and_then(|index| index.as_array()).map_or(&[][..], Vec::as_slice);
    for (position, node) in nodes.iter().enumerate() {
        let Some(measure) = node.get("measure").and_then(|measure| measure.as_object()) else { continue };
        if measure.get("stat").and_then(|stat| stat.as_str()) != Some("given") {
            continue;
        }
        for field in measure.keys().filter(|field| *field != "stat") {
            let place = Pointer::root("index").at(position).key("measure").key(field);
            let message =
                format!("A given score has no field {field:?}; take it out or use another \"stat\".");
            findings.add(&place, "unknown_field", message);
        }
    }
    findings.into_mistakes()
}

fn malformed(error: &serde_json::Error) -> Mistake {
    let message = format!("The file is not well-formed JSON: {error}.");
    Mistake { pointer: String::new(), code: "syntax", message }
}

fn mistake(error: &serde_path_to_error::Error<serde_json::Error>) -> Mistake {
    let cause = error.inner();
    if !cause.is_data() {
        return malformed(cause);
    }
    let mut place = Pointer::default();
    for segment in error.path() {
        place = match segment {
            Segment::Seq { index } => place.at(*index),
            Segment::Map { key } => place.key(key),
            Segment::Enum { variant } => place.key(variant),
            Segment::Unknown => break,
        };
    }
    let text = cause.to_string();
    let (code, advice) = advice(&text);
    Mistake { pointer: place.to_string(), code, message: format!("This cannot be read: {text}. {advice}") }
}

/// Name of the mistake and what to do, judged by the words of the deserializer.
fn advice(text: &str) -> (&'static str, &'static str) {
    if text.starts_with("unknown field") {
        return ("unknown_field", "Correct the name of the field or take it out.");
    }
    if text.starts_with("missing field") {
        return ("missing_field", "Add the field.");
    }
    if text.starts_with("unknown variant") {
        return ("unknown_word", "Write one of the words that are expected.");
    }
    if text.contains("expected u8") {
        return ("wrong_type", "A face is a whole number from 1 (very bad) to 5 (very good).");
    }
    if text.contains("enum Code") {
        return ("wrong_type", "An option code is a whole number or a short word in quotes.");
    }
    if text.contains("enum ScalingFrom") {
        return ("wrong_type", "Write two numbers, e.g. [0, 5], or the word \"observed\".");
    }
    ("wrong_type", "Write a value of the type that is expected; a day is written \"2025-06-30\".")
}

/// Fields that stand twice in one object: JSON readers keep the last one silently, so the author
/// would never learn that the first is ignored. Empty if the file is not well formed.
fn repeated_fields(json: &str) -> Vec<Mistake> {
    let mut findings = Findings::default();
    let walk = Walk { place: Pointer::default(), findings: &mut findings };
    let mut reader = serde_json::Deserializer::from_str(json);
    match walk.deserialize(&mut reader) {
        Ok(()) => findings.into_mistakes(),
        Err(_) => Vec::new(),
    }
}

/// Visits every object of a file.
struct Walk<'a> {
    place: Pointer,
    findings: &'a mut Findings,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let place = self.place.key(&key);
            map.next_value_seed(Walk { place: place.clone(), findings: self.findings })?;
            if !seen.insert(key.clone()) {
                let message = format!("The field {key:?} stands twice here; take one of them out.");
                self.findings.add(&place, "repeated_field", message);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut position = 0;
        while list
            .next_element_seed(Walk { place: self.place.at(position), findings: self.findings })?
            .is_some()
        {
            position += 1;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
