//! What may be wrong with the files of a language.

use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

/// One mistake in a file of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// File or folder.
    pub file: String,
    /// Line, from 1, where it is about one.
    pub line: Option<usize>,
    /// Key of the message, where it is about one.
    pub key: Option<String>,
    /// Stable name of the rule that is broken.
    pub code: &'static str,
    /// What is wrong and what to do about it, as a sentence.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(key) = &self.key {
            write!(f, ": {key}")?;
        }
        write!(f, ": {} [{}]", self.message, self.code)
    }
}

impl Mistake {
    /// A mistake of a whole file or folder.
    pub(super) fn whole(file: &Path, code: &'static str, message: String) -> Self {
        Self { file: file.display().to_string(), line: None, key: None, code, message }
    }

    /// A file of messages that stands beside the folders of the languages.
    pub(super) fn misplaced(file: &Path) -> Self {
        let message = "The file stands in no folder of a language; put it into one that is named after the \
                       language, e.g. tyz/web.ftl."
            .to_owned();
        Self::whole(file, "misplaced_file", message)
    }

    /// A folder without messages.
    pub(super) fn empty(folder: &Path) -> Self {
        let message = "There is no file with messages (*.ftl) in the folder; write one or remove the folder.";
        Self::whole(folder, "empty_language", message.to_owned())
    }

    /// A file in another encoding.
    pub(super) fn not_utf8(file: String, fault: &FromUtf8Error) -> Self {
        let at = fault.utf8_error().valid_up_to();
        let before = fault.as_bytes().iter().take(at);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        let message = "The file is not UTF-8; save it in that encoding.".to_owned();
        Self { file, line: Some(line), key: None, code: "not_utf8", message }
    }
}

/// Why the languages of a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LocaleError {
    /// The folder or a file cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// All mistakes of all files.
    #[error("{} in the files of further languages:{}", count(.0), lines(.0))]
    Mistakes(Vec<Mistake>),
}

fn count(mistakes: &[Mistake]) -> String {
    if mistakes.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) }
}

fn lines(mistakes: &[Mistake]) -> String {
    mistakes.iter().fold(String::new(), |mut text, mistake| {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n  {mistake}");
        text
    })
}
