//! A wave in the languages that translations and recordings add to it.

use std::collections::BTreeMap;

use super::open_wave::Recordings;
use crate::domain::instrument::Instrument;
use crate::domain::wave::Wave;
use crate::ingest::extras::Extras;
use crate::locale;

/// The wave with its title in all languages there are.
pub(super) fn titled(wave: Wave, extras: &Extras) -> Wave {
    let plain = |_: &str, title: &str| title.to_owned();
    // The demonstration says in its titles what it is.
    let demo = |language: &str, title: &str| {
        locale::text_with(language, "demo-wave-title", &[("title", title.into())])
    };
    let title = if wave.demo {
        extras.titled(&wave.title, &wave.instrument, demo)
    } else {
        extras.titled(&wave.title, &wave.instrument, plain)
    };
    Wave { title, ..wave }
}

/// The instrument of a wave in all languages there are.
pub(super) fn translated(wave: &Wave, instrument: Instrument, extras: &Extras) -> Instrument {
    let (instrument, unfit) = extras.translated(instrument);
    for translation in unfit {
        tracing::warn!(
            wave = wave.id.as_str(),
            language = translation.language,
            "the wave uses an earlier text of its form, which the translation does not fit; it is not offered"
        );
    }
    instrument
}

/// Addresses of the recordings of a wave's questions, by language and item code.
pub(super) fn recordings(wave: &Wave, extras: &Extras) -> BTreeMap<String, Recordings> {
    let mut recordings = BTreeMap::<String, Recordings>::new();
    for one in extras.recordings(&wave.instrument) {
        let address = format!("/khao-sat/{}/am-thanh/{}/{}?{}", wave.id, one.language, one.item, one.version);
        recordings.entry(one.language.clone()).or_default().insert(one.item.clone(), address);
    }
    recordings
}
