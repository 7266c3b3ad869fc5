//! The letters: two weights of Noto Sans, cut down to what Vietnamese and English need.
//!
//! Text is shaped before it is drawn, so that letters stand at their right distances, tone marks sit where they
//! belong whether they were written composed or not, and its width is known exactly.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{FontRef, ShapeOptions, Shaper, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::PdfError;

static REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::export) enum Weight {
    Regular,
    Bold,
}

/// Both weights, ready to use.
pub(in crate::export) struct Fonts {
    regular: Face,
    bold: Face,
    /// What was shaped before: most words stand on every sheet.
    shaped: RefCell<HashMap<(Weight, String), Rc<Shaped>>>,
}

struct Face {
    drawn: Font,
    tables: FontRef<'static>,
    shaping: ShaperData,
}

/// A line of text as glyphs. Widths are in units of the font size.
#[derive(Debug, Clone)]
pub(in crate::export) struct Shaped {
    pub text: String,
    pub weight: Weight,
    pub glyphs: Vec<KrillaGlyph>,
    pub width: f32,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, PdfError> {
        let drawn = Font::new(bytes.into(), 0).ok_or(PdfError::Font)?;
        let tables = FontRef::new(bytes).map_err(|_| PdfError::Font)?;
        Ok(Self { drawn, shaping: ShaperData::new(&tables), tables })
    }

    fn shaper(&self) -> Shaper<'_> {
        self.shaping.shaper(&self.tables).build()
    }
}

impl Fonts {
    pub(in crate::export) fn new() -> Result<Self, PdfError> {
        Ok(Self { regular: Face::new(REGULAR)?, bold: Face::new(BOLD)?, shaped: RefCell::default() })
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The font to draw with.
    pub(in crate::export) fn drawn(&self, weight: Weight) -> Font {
        self.face(weight).drawn.clone()
    }

    /// The first sign of the text that the font has no picture of.
    pub(in crate::export) fn missing(&self, text: &str) -> Option<char> {
        let shaped = self.shape(text, Weight::Regular);
        let hole = shaped.glyphs.iter().find(|glyph| glyph.glyph_id.to_u32() == 0)?;
        text.get(hole.text_range.clone())?.chars().next()
    }

    /// The text as glyphs.
    pub(in crate::export) fn shape(&self, text: &str, weight: Weight) -> Rc<Shaped> {
        let key = (weight, text.to_owned());
        let known = self.shaped.borrow().get(&key).map(Rc::clone);
        known.unwrap_or_else(|| {
            let shaped = Rc::new(self.shape_anew(text, weight));
            self.shaped.borrow_mut().insert(key, Rc::clone(&shaped));
            shaped
        })
    }

    fn shape_anew(&self, text: &str, weight: Weight) -> Shaped {
        let shaper = self.face(weight).shaper();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let units = shaper.units_per_em() as f32;
        let infos = shaped.glyph_infos();
        let begins = |place: usize| infos.get(place).map(|info| info.cluster);
        let mut glyphs = Vec::with_capacity(infos.len());
        for (place, position) in shaped.glyph_positions().iter().enumerate() {
            let begin = begins(place).unwrap_or_default();
            // Written from left to right, so the next cluster begins where this one ends.
            let end = (place + 1..infos.len()).find_map(|next| begins(next).filter(|next| *next != begin));
            let of = |length: i32| length as f32 / units;
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(infos.get(place).map_or(0, |info| info.glyph_id)),
                of(position.x_advance),
                of(position.x_offset),
                of(position.y_offset),
                of(position.y_advance),
                begin as usize..end.map_or(text.len(), |end| end as usize),
                None,
            ));
        }
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Shaped { text: text.to_owned(), weight, glyphs, width }
    }
}
