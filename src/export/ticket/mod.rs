//! Sheets of tickets to cut out, ten on a page of A4, as a tagged PDF (PDF/UA-1): the QR code of the form with the code
//! in the fragment of its address, which no server ever sees, and the code to read aloud and type.
//!
//! Data in, bytes out; nobody keeps either.

mod sheet;

use super::pdf::code::Code;
use super::pdf::{Book, PdfError};
use super::poster::PosterError;
use crate::domain::instrument::Text;
use crate::domain::public_url::PublicUrl;
use crate::domain::ticket::TicketCode;
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;
use crate::locale;

/// Tickets on a page: two columns of five.
pub const ON_PAGE: usize = 10;

/// What the tickets of a sheet have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The wave.
    pub wave: WaveId,
    /// The unit.
    pub unit: UnitCode,
    /// Name of the unit.
    pub name: Text,
    /// Where people reach the service.
    pub address: PublicUrl,
}

impl Sheet {
    /// What the QR code of a ticket leads to.
    pub fn link(&self, ticket: &TicketCode) -> String {
        format!("{}#{}", self.address.form(&self.wave, &self.unit), ticket.compact())
    }
}

/// The texts of a ticket in one language.
struct Words {
    language: &'static str,
    title: String,
    name: String,
    how: String,
    promise: String,
}

impl Words {
    fn of(sheet: &Sheet, language: &'static str) -> Self {
        let text = |key: &str| locale::text(language, key);
        Self {
            language,
            title: text("ticket-sheet-title"),
            name: sheet.name.get(language).to_owned(),
            how: text("ticket-sheet-how"),
            promise: text("ticket-sheet-promise"),
        }
    }
}

/// The PDF with all these tickets, in Vietnamese and English.
///
/// # Errors
/// When the name of the unit has signs the fonts do not have, or the address is too long.
pub fn render(sheet: &Sheet, tickets: &[TicketCode]) -> Result<Vec<u8>, PosterError> {
    if tickets.is_empty() {
        return Err(PosterError::Empty);
    }
    let mut book = Book::new("vi")?;
    let words = [Words::of(sheet, "vi"), Words::of(sheet, "en")];
    for text in words.iter().map(|words| &words.name) {
        if let Some(sign) = book.fonts.missing(text) {
            return Err(PosterError::Sign { sign, text: text.clone() });
        }
    }
    let typed = sheet.address.short_link(&sheet.unit);
    let typed = typed.strip_prefix("https://").unwrap_or(&typed).to_owned();
    let title = locale::text_with("vi", "ticket-sheet-document", &[("place", sheet.name.get("vi").into())]);
    book.begin(title.clone(), 0.0);
    for page in tickets.chunks(ON_PAGE) {
        let codes: Result<Vec<Code>, PdfError> =
            page.iter().map(|ticket| Code::of(&sheet.link(ticket))).collect();
        let codes = codes?;
        book.page(|canvas| {
            canvas.decoration(sheet::cuts);
            for (place, (ticket, code)) in page.iter().zip(&codes).enumerate() {
                sheet::draw(canvas, place, &words, (&typed, &ticket.grouped()), code);
            }
        })?;
    }
    Ok(book.finish(title)?)
}
