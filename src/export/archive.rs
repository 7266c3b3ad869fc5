//! ZIP archives: one workbook of several parts, or several files. They go out while they are made, so that memory
//! holds no more than one of their parts. The same entries give the same bytes: no entry has a time.

use std::io::{self, Cursor, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// An archive on its way out.
pub(super) struct Archive<W: Write + Send>(ZipWriter<StreamWriter<Outlet<W>>>);

impl<W: Write + Send> Archive<W> {
    /// The beginning of an archive.
    pub(super) fn new(out: W) -> Self {
        Self(ZipWriter::new_stream(Outlet::new(out)))
    }

    /// Adds a file of any size and returns where to write it.
    pub(super) fn entry(&mut self, name: &str) -> io::Result<&mut (dyn Write + Send)> {
        self.begin(name, options(CompressionMethod::Deflated).large_file(true))
    }

    /// As [`Self::entry`], for what is compressed already.
    pub(super) fn stored(&mut self, name: &str) -> io::Result<&mut (dyn Write + Send)> {
        self.begin(name, options(CompressionMethod::Stored).large_file(true))
    }

    /// Adds a part of a workbook, below 4 GiB: not every office program reads larger ones.
    pub(super) fn part(&mut self, name: &str) -> io::Result<&mut (dyn Write + Send)> {
        self.begin(name, options(CompressionMethod::Deflated))
    }

    fn begin(&mut self, name: &str, options: SimpleFileOptions) -> io::Result<&mut (dyn Write + Send)> {
        self.0.start_file(name, options).map_err(fault)?;
        Ok(&mut self.0)
    }

    /// Adds a short entry as it is, its size in front of it: programs look for such a one at the beginning of a file.
    pub(super) fn plain(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut alone = ZipWriter::new(Cursor::new(Vec::new()));
        alone.start_file(name, options(CompressionMethod::Stored)).map_err(fault)?;
        alone.write_all(content)?;
        let mut alone = ZipArchive::new(alone.finish().map_err(fault)?).map_err(fault)?;
        self.0.raw_copy_file(alone.by_index(0).map_err(fault)?).map_err(fault)
    }

    /// Writes what stands at the end.
    pub(super) fn finish(self) -> io::Result<()> {
        self.0.finish().map_err(fault)?.into_inner().end()
    }
}

/// Where the bytes go. After the first fault, which the caller is told, the rest goes nowhere: the library would write
/// the end of an archive nobody wants, and complain on standard error that it cannot.
pub(super) struct Outlet<W> {
    out: W,
    broken: Option<io::ErrorKind>,
}

impl<W: Write> Outlet<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, broken: None }
    }

    /// Whether everything has arrived.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.broken.map_or_else(|| self.out.flush(), |kind| Err(kind.into()))
    }
}

impl<W: Write> Write for Outlet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.broken.is_some() {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        let kind = written.as_ref().err().map(io::Error::kind);
        self.broken = kind.filter(|kind| *kind != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.broken.is_some() { Ok(()) } else { self.out.flush() }
    }
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// The fault of the receiver where it is one, so that callers know a broken connection.
fn fault(fault: zip::result::ZipError) -> io::Error {
    match fault {
        zip::result::ZipError::Io(fault) => fault,
        other => io::Error::other(other),
    }
}
