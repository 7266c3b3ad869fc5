//! The QR code of a link (ISO/IEC 18004).

use fast_qr::{ECL, QRBuilder};
use krilla::geom::Path;

use super::PdfError;
use super::canvas::Area;
use super::pen::Pen;

/// Modules around the code that stay empty, as the standard asks for.
const QUIET: usize = 4;

/// The modules of a code, dark ones true.
pub(in crate::export) struct Code {
    size: usize,
    dark: Vec<bool>,
}

impl Code {
    /// The code of a link. A quarter of it may be torn or dirty and it is still read (level Q).
    pub(in crate::export) fn of(link: &str) -> Result<Self, PdfError> {
        let code =
            QRBuilder::new(link).ecl(ECL::Q).build().map_err(|_| PdfError::LongLink(link.to_owned()))?;
        let dark = code.data.iter().take(code.size * code.size).map(|module| module.value()).collect();
        Ok(Self { size: code.size, dark })
    }

    /// The dark modules in a square box, the quiet zone inside. Neighbours in a row are one rectangle.
    pub(in crate::export) fn path(&self, area: Area) -> Option<Path> {
        let units = self.size + 2 * QUIET;
        let mut pen = Pen::over(area, units as f32);
        for (row, modules) in self.dark.chunks(self.size).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|one, next| one == next) {
                if run.first() == Some(&true) {
                    let (x, y) = ((column + QUIET) as f32, (row + QUIET) as f32);
                    pen = pen.rectangle(x, y, run.len() as f32, 1.0);
                }
                column += run.len();
            }
        }
        pen.finish()
    }
}
