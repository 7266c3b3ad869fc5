//! What posters and reports share: letters, lines of text, paths, QR codes and tagged pages (PDF/UA-1).

pub(in crate::export) mod canvas;
pub(in crate::export) mod code;
pub(in crate::export) mod font;
pub(in crate::export) mod paragraph;
pub(in crate::export) mod pen;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagTree};

use canvas::Canvas;
use font::Fonts;

/// Width of A4 in points.
pub(in crate::export) const WIDTH: f32 = 210.0 / 25.4 * 72.0;
/// Height of A4 in points.
pub(in crate::export) const HEIGHT: f32 = 297.0 / 25.4 * 72.0;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// More than a QR code holds.
    #[error("the link is too long for a QR code: {0}")]
    LongLink(String),
    /// The fonts that are compiled in cannot be read.
    #[error("the fonts of the program are damaged")]
    Font,
    /// What the PDF library says.
    #[error("the PDF could not be made: {0}")]
    Library(String),
}

/// A file being made, of pages of A4.
pub(in crate::export) struct Book {
    pub fonts: Fonts,
    document: Document,
    language: String,
    pages: usize,
    outline: Outline,
    content: TagTree,
}

impl Book {
    /// An empty file in this language.
    pub(in crate::export) fn new(language: &str) -> Result<Self, PdfError> {
        let accessible =
            ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let configuration = accessible.map_err(|cause| PdfError::Library(format!("{cause:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        Ok(Self {
            fonts: Fonts::new()?,
            document: Document::new_with(settings),
            language: language.to_owned(),
            pages: 0,
            outline: Outline::new(),
            content: TagTree::new().with_lang(Some(language.to_owned())),
        })
    }

    /// Something that is listed beside the pages begins on the next page, at this height.
    pub(in crate::export) fn begin(&mut self, name: String, y: f32) {
        let here = XyzDestination::new(self.pages, Point::from_xy(0.0, y));
        self.outline.push_child(OutlineNode::new(name, here));
    }

    /// Adds a page.
    pub(in crate::export) fn page(&mut self, draw: impl FnOnce(&mut Canvas<'_, '_>)) -> Result<(), PdfError> {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT);
        let settings = settings.ok_or_else(|| PdfError::Library("no page size".to_owned()))?;
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

    /// The file under this title.
    pub(in crate::export) fn finish(mut self, title: String) -> Result<Vec<u8>, PdfError> {
        let metadata = Metadata::new().title(title).language(self.language).creator("hailong".to_owned());
        self.document.set_metadata(metadata);
        self.document.set_outline(self.outline);
        self.document.set_tag_tree(self.content);
        self.document.finish().map_err(|cause| PdfError::Library(format!("{cause:?}")))
    }
}
