//! ZIP archives: one workbook of several parts, or several files. The same entries give the same bytes: no entry has a time.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive being made in memory: results compress to a tenth.
pub(super) struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds an entry and returns where to write it.
    pub(super) fn entry(&mut self, name: &str) -> io::Result<&mut dyn Write> {
        self.begin(name, CompressionMethod::Deflated)
    }

    /// As [`Self::entry`], for what must or need not be compressed.
    pub(super) fn stored(&mut self, name: &str) -> io::Result<&mut dyn Write> {
        self.begin(name, CompressionMethod::Stored)
    }

    fn begin(&mut self, name: &str, method: CompressionMethod) -> io::Result<&mut dyn Write> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(name, options).map_err(io::Error::other)?;
        Ok(&mut self.0)
    }

    /// The bytes.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.0.finish().map_err(io::Error::other)?.into_inner())
    }
}
