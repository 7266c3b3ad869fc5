//! Recordings of questions: `<instrument>/audio/<language>/<item>.mp3`.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use super::super::forms::FormsError;
use super::{Extra, Look, TRANSLATIONS, of_file};
use crate::domain::batch::hex;
use crate::domain::instrument::Instrument;
use crate::domain::instrument::check::Mistake;

/// Name of the folder of recordings inside that of an instrument.
const AUDIO: &str = "audio";

/// The stable names of all mistakes of recordings, in alphabetical order; `survey-forms/README.md` explains them.
pub const CODES: [&str; 7] = [
    "empty_recording",
    "misplaced_recording",
    "repeated_recording",
    "unknown_format",
    "unknown_instrument",
    "unknown_item",
    "unknown_language",
];

/// A question as it is read aloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Id of the instrument.
    pub instrument: String,
    /// Language that is spoken.
    pub language: String,
    /// Code of the item.
    pub item: String,
    /// The file.
    pub path: PathBuf,
    /// What it is.
    pub media: Media,
    /// Changes when the file is exchanged, so that its address may be kept for good.
    pub version: String,
}

/// Kinds of recordings that browsers play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// MPEG layer 3
    Mp3,
    /// Vorbis or Opus in Ogg
    Ogg,
    /// AAC in MP4
    M4a,
    /// RIFF
    Wav,
}

impl Media {
    /// The kind a file name ends with.
    fn of(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "mp3" => Some(Self::Mp3),
            "ogg" => Some(Self::Ogg),
            "m4a" => Some(Self::M4a),
            "wav" => Some(Self::Wav),
            _ => None,
        }
    }

    /// The media type, as browsers know it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
        }
    }
}

/// The folders of recordings in a folder of forms, by the name of the instrument.
pub(super) fn folders(forms: &Path) -> Result<Vec<(String, PathBuf)>, FormsError> {
    let audio = |(name, path): (String, PathBuf)| (name, path.join(AUDIO));
    let folders = entries(forms)?.into_iter().filter(|(name, _)| name != TRANSLATIONS).map(audio);
    Ok(folders.filter(|(_, audio)| audio.is_dir()).collect())
}

/// The recordings in a folder of forms, by folder; `languages`: those each instrument is translated into.
pub(super) fn look(
    forms: &Path,
    instruments: &BTreeMap<&str, &Instrument>,
    languages: &BTreeMap<&str, Vec<String>>,
) -> Result<Vec<Look>, FormsError> {
    let mut looks = Vec::new();
    for (id, folder) in folders(forms)? {
        let Some((instrument, languages)) = instruments.get(id.as_str()).zip(languages.get(id.as_str()))
        else {
            let known = instruments.keys().copied().collect::<Vec<_>>().join(", ");
            let message = format!("There is no instrument {id:?}; there are: {known}.");
            looks.push(wrong(format!("{id}/{AUDIO}"), "unknown_instrument", message));
            continue;
        };
        for (language, path) in entries(&folder)? {
            let file = format!("{id}/{AUDIO}/{language}");
            if !path.is_dir() {
                let message = "Recordings stand in a folder named after their language; put it there.";
                looks.push(wrong(file, "misplaced_recording", message.to_owned()));
            } else if languages.contains(&language) {
                let found = of_language(instrument, &language, &file, &path)?.map(Extra::Recordings);
                looks.push(Look { file, found });
            } else {
                let known = languages.join(", ");
                let message =
                    format!("The instrument has no texts in {language:?}; it has them in: {known}.");
                looks.push(wrong(file, "unknown_language", message));
            }
        }
    }
    Ok(looks)
}

type Judged = Result<Vec<Recording>, Vec<super::FormMistake>>;

fn of_language(
    instrument: &Instrument,
    language: &str,
    folder: &str,
    path: &Path,
) -> Result<Judged, FormsError> {
    let mut recordings: Vec<Recording> = Vec::new();
    let mut mistakes = Vec::new();
    for (name, path) in entries(path)? {
        let metadata = fs::metadata(&path).map_err(|source| unreadable(&path, source))?;
        let recording = read(instrument, language, &name, &path, &metadata);
        let recording = recording.and_then(|recording| {
            let twice = recordings.iter().any(|other| other.item == recording.item);
            let message = format!("There is another recording of {:?}; keep one of them.", recording.item);
            if twice { Err(("repeated_recording", message)) } else { Ok(recording) }
        });
        match recording {
            Ok(recording) => recordings.push(recording),
            Err((code, message)) => {
                mistakes.extend(of_file(&format!("{folder}/{name}"), vec![mistake(code, message)]));
            }
        }
    }
    Ok(if mistakes.is_empty() { Ok(recordings) } else { Err(mistakes) })
}

/// The recording in a file, or what is wrong with it.
fn read(
    instrument: &Instrument,
    language: &str,
    name: &str,
    path: &Path,
    metadata: &Metadata,
) -> Result<Recording, (&'static str, String)> {
    let (item, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let media = Media::of(ending).filter(|_| metadata.is_file()).ok_or_else(|| {
        let message = "A recording is a file that ends in .mp3, .ogg, .m4a or .wav; convert or remove it.";
        ("unknown_format", message.to_owned())
    })?;
    if instrument.questionnaire.item(item).is_none() {
        let message =
            format!("The instrument has no item {item:?}; name the file after the code of its item.");
        return Err(("unknown_item", message));
    }
    if metadata.len() == 0 {
        return Err(("empty_recording", "The file is empty; record it again or remove it.".to_owned()));
    }
    Ok(Recording {
        instrument: instrument.id.clone(),
        language: language.to_owned(),
        item: item.to_owned(),
        path: path.to_owned(),
        media,
        version: version(metadata),
    })
}

/// A short name for the state of a file: of its length and the time of its last change.
fn version(metadata: &Metadata) -> String {
    let changed = metadata.modified().ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
    let state = (metadata.len(), changed.map(|changed| changed.as_nanos()));
    hex(&Sha256::digest(format!("{state:?}")).into())[..16].to_owned()
}

/// Name and path of everything in a folder, by name, without what is hidden there.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, FormsError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| unreadable(folder, source))? {
        let entry = entry.map_err(|source| unreadable(folder, source))?;
        entries.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    entries.retain(|(name, _)| !name.starts_with('.'));
    entries.sort();
    Ok(entries)
}

fn unreadable(path: &Path, source: std::io::Error) -> FormsError {
    FormsError::Unreadable { path: path.to_owned(), source }
}

fn mistake(code: &'static str, message: String) -> Mistake {
    Mistake { pointer: String::new(), code, message }
}

fn wrong(file: String, code: &'static str, message: String) -> Look {
    let found = Err(of_file(&file, vec![mistake(code, message)]));
    Look { file, found }
}
