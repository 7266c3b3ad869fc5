//! Languages that are no part of the program, dropped into folders as their translators would.

mod audio;
mod bidi;
mod fallback;
mod mistakes;
mod page_texts;
mod pseudo;
mod pseudo_pages;
mod service;
mod translations;
mod untouched;
