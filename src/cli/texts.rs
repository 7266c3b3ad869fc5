//! Texts that are no part of the program: further languages.

use std::path::PathBuf;

use super::Failure;
use super::arguments::Place;
use crate::locale;

/// Name of the folder of further languages inside the data folder.
const FOLDER: &str = "locales";

/// The folder of further languages: the one that was named, else the one in the data folder if it is there.
pub fn locales(place: &Place) -> Option<PathBuf> {
    let usual = || Some(place.data().join(FOLDER)).filter(|folder| folder.is_dir());
    place.locales.clone().or_else(usual)
}

/// Speaks the further languages, if there are any. Their mistakes end the command before it begins.
pub fn speak(place: &Place) -> Result<(), Failure> {
    if let Some(folder) = locales(place) {
        locale::speak(locale::load(&folder)?);
    }
    Ok(())
}
