//! Posters and table cards with the QR code of a place, as a tagged PDF (PDF/UA-1).
//!
//! Data in, bytes out: the same places give the same file. One more thing on the sheet: a text in both `ways.ftl`
//! and a few lines in `sheet.rs`; another look: `Measures` there.

mod pictogram;
mod sheet;
mod words;

use krilla::geom::Transform;

use self::sheet::Measures;
use self::words::Words;
use super::pdf::code::Code;
use super::pdf::{Book, HEIGHT, PdfError, WIDTH};
use crate::domain::instrument::Text;
use crate::locale;

/// A place, as it is named on its poster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Its name.
    pub name: Text,
    /// The name of the unit above.
    pub above: Option<Text>,
    /// Where its QR code leads.
    pub link: String,
}

/// What is made for each place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of A4 to hang up.
    Poster,
    /// A page of A4 with four cards (A6) to cut out and put on tables.
    Card,
    /// Both, the poster first.
    Both,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum PosterError {
    /// Nothing to make posters of.
    #[error("there is no place to make a poster for")]
    Empty,
    /// Not one or two languages.
    #[error("a poster speaks one or two languages, not {0}")]
    Languages(usize),
    /// A sign of another script.
    #[error("the letters of posters are Latin only: there is no {sign:?}, which stands in {text:?}")]
    Sign {
        /// The sign.
        sign: char,
        /// Where it stands.
        text: String,
    },
    /// The PDF could not be made.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// The PDF with the sheets of all these places, in their order. `languages`: one or two of the program's, the
/// first in large letters.
///
/// # Errors
/// When a text has signs the fonts do not have, or a link is too long.
pub fn render(desks: &[Desk], languages: &[&str], kind: Kind) -> Result<Vec<u8>, PosterError> {
    if desks.is_empty() {
        return Err(PosterError::Empty);
    }
    let [first, second] = match languages {
        [only] => [Some(*only), None],
        [first, second] => [Some(*first), Some(*second)],
        _ => return Err(PosterError::Languages(languages.len())),
    };
    let first = first.unwrap_or(locale::DEFAULT);
    let mut book = Book::new(first)?;
    for desk in desks {
        let words = Words::of(desk, first, second);
        check(&book, &words)?;
        let code = Code::of(&desk.link)?;
        book.begin(words.first.name.clone(), 0.0);
        if kind != Kind::Card {
            book.page(|canvas| sheet::draw(canvas, &words, &code, &Measures::POSTER))?;
        }
        if kind != Kind::Poster {
            cards(&mut book, &words, &code)?;
        }
    }
    Ok(book.finish(title(desks, first))?)
}

/// Refuses texts that would come out as empty boxes.
fn check(book: &Book, words: &Words) -> Result<(), PosterError> {
    for text in words.all() {
        if let Some(sign) = book.fonts.missing(text) {
            return Err(PosterError::Sign { sign, text: text.to_owned() });
        }
    }
    Ok(())
}

/// Four cards of A6, each half as wide and high as a poster.
fn cards(book: &mut Book, words: &Words, code: &Code) -> Result<(), PdfError> {
    book.page(|canvas| {
        for (right, down) in [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)] {
            let place = Transform::from_row(0.5, 0.0, 0.0, 0.5, right * WIDTH, down * HEIGHT);
            canvas.surface().push_transform(&place);
            sheet::draw(canvas, words, code, &Measures::CARD);
            canvas.surface().pop();
        }
        canvas.decoration(sheet::cut_marks);
    })
}

fn title(desks: &[Desk], language: &str) -> String {
    let place = match desks {
        [only] => only.name.get(language).to_owned(),
        all => locale::text_with(language, "poster-places", &[("count", all.len().into())]),
    };
    locale::text_with(language, "poster-document", &[("place", place.into())])
}
