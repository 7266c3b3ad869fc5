//! Posters and table cards with the QR code of a place, as a tagged PDF (PDF/UA-1).
//!
//! Data in, bytes out: the same places give the same file. One more thing on the sheet: a text in both `ways.ftl`
//! and a few lines in `sheet.rs`; another look: `Measures` there.

mod canvas;
mod code;
mod font;
mod paragraph;
mod pen;
mod pictogram;
mod sheet;
mod words;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagTree};

use self::canvas::Canvas;
use self::code::Code;
use self::font::Fonts;
use self::sheet::Measures;
use self::words::Words;
use crate::domain::instrument::Text;
use crate::locale;

/// Width of A4 in points.
const WIDTH: f32 = 210.0 / 25.4 * 72.0;
/// Height of A4 in points.
const HEIGHT: f32 = 297.0 / 25.4 * 72.0;

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
    /// More than a QR code holds.
    #[error("the link is too long for a QR code: {0}")]
    LongLink(String),
    /// The fonts that are compiled in cannot be read.
    #[error("the fonts of the program are damaged")]
    Font,
    /// What the PDF library says.
    #[error("the PDF could not be made: {0}")]
    Pdf(String),
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
        book.check(&words)?;
        let code = Code::of(&desk.link)?;
        book.begin(&words);
        if kind != Kind::Card {
            book.poster(&words, &code)?;
        }
        if kind != Kind::Poster {
            book.cards(&words, &code)?;
        }
    }
    book.finish(desks, first)
}

/// The file being made.
struct Book {
    fonts: Fonts,
    document: Document,
    pages: usize,
    outline: Outline,
    content: TagTree,
}

impl Book {
    fn new(language: &str) -> Result<Self, PosterError> {
        let accessible =
            ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let configuration = accessible.map_err(|cause| PosterError::Pdf(format!("{cause:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        Ok(Self {
            fonts: Fonts::new()?,
            document: Document::new_with(settings),
            pages: 0,
            outline: Outline::new(),
            content: TagTree::new().with_lang(Some(language.to_owned())),
        })
    }

    /// Refuses texts that would come out as empty boxes.
    fn check(&self, words: &Words) -> Result<(), PosterError> {
        for text in words.all() {
            if let Some(sign) = self.fonts.missing(text) {
                return Err(PosterError::Sign { sign, text: text.to_owned() });
            }
        }
        Ok(())
    }

    /// The place begins on the next page.
    fn begin(&mut self, words: &Words) {
        let here = XyzDestination::new(self.pages, Point::from_xy(0.0, 0.0));
        self.outline.push_child(OutlineNode::new(words.first.name.clone(), here));
    }

    fn poster(&mut self, words: &Words, code: &Code) -> Result<(), PosterError> {
        self.page(|canvas| {
            sheet::draw(canvas, words, code, &Measures::POSTER);
        })
    }

    /// Four cards of A6, each half as wide and high as a poster.
    fn cards(&mut self, words: &Words, code: &Code) -> Result<(), PosterError> {
        self.page(|canvas| {
            for (right, down) in [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)] {
                let place = Transform::from_row(0.5, 0.0, 0.0, 0.5, right * WIDTH, down * HEIGHT);
                canvas.surface().push_transform(&place);
                sheet::draw(canvas, words, code, &Measures::CARD);
                canvas.surface().pop();
            }
            canvas.decoration(sheet::cut_marks);
        })
    }

    fn page(&mut self, draw: impl FnOnce(&mut Canvas<'_, '_>)) -> Result<(), PosterError> {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT);
        let settings = settings.ok_or_else(|| PosterError::Pdf("no page size".to_owned()))?;
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        let mut canvas = Canvas::new(&self.fonts, &mut surface);
        draw(&mut canvas);
        let content = canvas.into_content();
        surface.finish();
        page.finish();
        self.content.push(TagGroup::with_children(Tag::Section, content));
        self.pages += 1;
        Ok(())
    }

    fn finish(mut self, desks: &[Desk], language: &str) -> Result<Vec<u8>, PosterError> {
        let place = match desks {
            [only] => only.name.get(language).to_owned(),
            all => locale::text_with(language, "poster-places", &[("count", all.len().into())]),
        };
        let title = locale::text_with(language, "poster-document", &[("place", place.into())]);
        let metadata =
            Metadata::new().title(title).language(language.to_owned()).creator("hailong".to_owned());
        self.document.set_metadata(metadata);
        self.document.set_outline(self.outline);
        self.document.set_tag_tree(self.content);
        self.document.finish().map_err(|cause| PosterError::Pdf(format!("{cause:?}")))
    }
}
