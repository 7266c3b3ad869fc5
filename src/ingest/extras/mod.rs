//! What a folder of survey forms has besides the forms: translations (`translations/<instrument>.<language>.json`)
//! and recordings of questions (`<instrument>/audio/<language>/<item>.mp3`). Neither is a part of an instrument, so
//! that results and their hashes do not depend on them. Read once, at the start.

mod recordings;
mod translations;

use std::collections::BTreeMap;
use std::path::Path;

use super::forms::{FormMistake, FormsError};
use crate::domain::instrument::check::Mistake;
use crate::domain::instrument::{Instrument, Text, Translation};

pub use recordings::{CODES as RECORDING_CODES, Media, Recording};

/// Name of the folder of translations inside a folder of forms.
pub const TRANSLATIONS: &str = "translations";

/// Translations and recordings without mistakes.
#[derive(Debug, Default)]
pub struct Extras {
    /// By id of the instrument, those in turn by language.
    translations: BTreeMap<String, Vec<Translation>>,
    /// Titles of the translated instruments in their own languages.
    titles: BTreeMap<String, Text>,
    /// By instrument, language and item.
    recordings: BTreeMap<(String, String, String), Recording>,
}

/// What one file of translations, or one folder of recordings, holds, or what is wrong with it.
pub struct Look {
    /// File or folder, below the folder of forms.
    pub file: String,
    /// Texts or recordings in it.
    pub found: Result<Extra, Vec<FormMistake>>,
}

/// Something beside the forms.
pub enum Extra {
    /// A translation of one instrument.
    Translation(Translation),
    /// The recordings of one instrument in one language.
    Recordings(Vec<Recording>),
}

impl Extras {
    /// What ships with the program and what stands in the folder of forms, judged by all the instruments.
    ///
    /// # Errors
    /// When something cannot be read, or with all mistakes of all files.
    pub fn load<'a>(
        folder: Option<&Path>,
        instruments: impl Iterator<Item = &'a Instrument>,
    ) -> Result<Self, FormsError> {
        let instruments = by_id(instruments);
        let mut files = translations::shipped();
        if let Some(folder) = folder {
            files.extend(translations::read(folder)?);
        }
        let mut extras = Self::default();
        let mut mistakes = Vec::new();
        for look in look(files, folder, &instruments)? {
            match look.found {
                Ok(found) => extras.add(found, &instruments),
                Err(found) => mistakes.extend(found),
            }
        }
        if mistakes.is_empty() { Ok(extras) } else { Err(FormsError::Extras(mistakes)) }
    }

    fn add(&mut self, extra: Extra, instruments: &BTreeMap<&str, &Instrument>) {
        match extra {
            Extra::Translation(translation) => {
                let id = translation.instrument.clone();
                if let Some(instrument) = instruments.get(id.as_str()) {
                    self.titles.insert(id.clone(), instrument.title.clone());
                }
                self.translations.entry(id).or_default().push(translation);
            }
            Extra::Recordings(recordings) => {
                for one in recordings {
                    self.recordings
                        .insert((one.instrument.clone(), one.language.clone(), one.item.clone()), one);
                }
            }
        }
    }

    /// The instrument in all languages there are, and the translations that do not fit it: a wave may use an
    /// earlier text of the form than the one that was translated.
    pub fn translated(&self, instrument: Instrument) -> (Instrument, Vec<&Translation>) {
        let mut translated = instrument;
        let mut unfit = Vec::new();
        for translation in self.translations.get(&translated.id).into_iter().flatten() {
            if translation.mistakes(&translated).is_empty() {
                translation.apply(&mut translated);
            } else {
                unfit.push(translation);
            }
        }
        (translated, unfit)
    }

    /// A title in all languages there are, where it is that of the instrument: people who open a wave give it a
    /// title of its own only in Vietnamese and English. `in_words` makes such a title of the instrument's, in a
    /// language.
    pub fn titled(&self, title: &Text, instrument: &str, in_words: impl Fn(&str, &str) -> String) -> Text {
        let mut titled = title.clone();
        let Some(original) = self.titles.get(instrument) else { return titled };
        if in_words("vi", original.get("vi")) != title.get("vi") {
            return titled;
        }
        for translation in self.translations.get(instrument).into_iter().flatten() {
            let words = in_words(&translation.language, &translation.title);
            titled.0.entry(translation.language.clone()).or_insert(words);
        }
        titled
    }

    /// The recording of a question.
    pub fn recording(&self, instrument: &str, language: &str, item: &str) -> Option<&Recording> {
        self.recordings.get(&(instrument.to_owned(), language.to_owned(), item.to_owned()))
    }

    /// All recordings of an instrument.
    pub fn recordings<'a>(&'a self, instrument: &'a str) -> impl Iterator<Item = &'a Recording> {
        self.recordings.values().filter(move |recording| recording.instrument == instrument)
    }
}

/// Everything beside the forms of a folder, each file with its mistakes, judged by these instruments.
///
/// # Errors
/// When something cannot be read.
pub fn look_into<'a>(
    folder: &Path,
    instruments: impl Iterator<Item = &'a Instrument>,
) -> Result<Vec<Look>, FormsError> {
    look(translations::read(folder)?, Some(folder), &by_id(instruments))
}

/// The translations that ship with the program, each with its mistakes.
pub fn look_at_shipped<'a>(instruments: impl Iterator<Item = &'a Instrument>) -> Vec<Look> {
    translations::judge(translations::shipped(), &by_id(instruments))
}

/// A single translation: `file` is named after what is in it.
pub fn look_at_translation<'a>(
    file: &str,
    json: String,
    instruments: impl Iterator<Item = &'a Instrument>,
) -> Vec<Look> {
    translations::judge(vec![(file.to_owned(), json)], &by_id(instruments))
}

/// Whether a folder has translations or recordings in it.
pub fn are_in(folder: &Path) -> bool {
    folder.join(TRANSLATIONS).is_dir() || recordings::folders(folder).is_ok_and(|found| !found.is_empty())
}

fn look(
    files: Vec<(String, String)>,
    folder: Option<&Path>,
    instruments: &BTreeMap<&str, &Instrument>,
) -> Result<Vec<Look>, FormsError> {
    // Also of a translation that has mistakes, so that these are not reported once more with each recording.
    let mut languages: BTreeMap<&str, Vec<String>> =
        instruments.iter().map(|(id, instrument)| (*id, instrument.languages.clone())).collect();
    for (file, _) in &files {
        if let Some((id, tag)) = translations::names(file)
            && let Some(languages) = languages.get_mut(id)
        {
            languages.push(tag.to_owned());
        }
    }
    let recordings = match folder {
        Some(folder) => recordings::look(folder, instruments, &languages)?,
        None => Vec::new(),
    };
    let mut looks = translations::judge(files, instruments);
    looks.extend(recordings);
    Ok(looks)
}

fn by_id<'a>(instruments: impl Iterator<Item = &'a Instrument>) -> BTreeMap<&'a str, &'a Instrument> {
    instruments.map(|instrument| (instrument.id.as_str(), instrument)).collect()
}

/// Mistakes of one file.
fn of_file(file: &str, mistakes: Vec<Mistake>) -> Vec<FormMistake> {
    mistakes.into_iter().map(|mistake| FormMistake { file: file.to_owned(), mistake }).collect()
}
