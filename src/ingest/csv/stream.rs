//! A CSV file row by row, for files that do not fit into memory.

use std::collections::VecDeque;
use std::io::{self, Chain, Cursor, Read};

use csv::{ByteRecord, ReaderBuilder};
use sha2::{Digest, Sha256};

use super::sheet::{delimiter, other_kind, read_header};
use super::{Mistakes, Why};
use crate::domain::batch::Hash;

/// Most bytes looked at to find the header and what stands between its cells.
const HEAD: usize = 1 << 20;

/// Rows of a file with a header. Takes what spreadsheets write: a byte order mark, any line ends,
/// comma, semicolon or tab between the cells, empty rows and cells at the end.
pub struct Rows<R> {
    reader: csv::Reader<Counted<Chain<Cursor<Vec<u8>>, R>>>,
    header: Vec<String>,
    header_line: u64,
    delimiter: u8,
}

/// What the next row came to.
pub enum Next {
    /// A row stands in the record; its line.
    Row(u64),
    /// There are no more rows.
    End,
}

impl<R: Read> Rows<R> {
    /// Reads the header. Without a readable one there are no rows and the mistakes say why.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn open(mut input: R, mistakes: &mut Mistakes) -> io::Result<Option<Self>> {
        let head = read_head(&mut input)?;
        if let Some(why) = other_kind(&head) {
            mistakes.line(1, why);
            return Ok(None);
        }
        let delimiter = delimiter(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head));
        let counted = Counted::new(Cursor::new(head).chain(input));
        let reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(counted);
        let mut rows = Self { reader, header: Vec::new(), header_line: 1, delimiter };
        let mut record = ByteRecord::new();
        match rows.next(&mut record)? {
            Next::End => {
                mistakes.line(1, Why::new("file-empty"));
                Ok(None)
            }
            Next::Row(line) => {
                let Some(header) = read_header(line, &record, mistakes) else { return Ok(None) };
                (rows.header, rows.header_line) = (header, line);
                Ok(Some(rows))
            }
        }
    }

    /// The names of the columns, in lower case.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Line of the file the header stands on.
    pub fn header_line(&self) -> u64 {
        self.header_line
    }

    /// Whether the comma is a decimal sign in this file: where it does not stand between cells.
    pub fn has_decimal_comma(&self) -> bool {
        self.delimiter != b','
    }

    /// Reads the next row that is not empty, as it stands in the file.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next(&mut self, record: &mut ByteRecord) -> io::Result<Next> {
        if !self.reader.read_byte_record(record).map_err(io::Error::other)? {
            return Ok(Next::End);
        }
        let start = record.position().map_or(0, csv::Position::byte);
        Ok(Next::Row(self.reader.get_mut().line_of(start)))
    }

    /// Bytes of the file that are done with.
    pub fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }

    /// SHA-256 of the whole file; after the last row.
    pub fn into_sha256(self) -> Hash {
        self.reader.into_inner().hasher.finalize().into()
    }
}

/// The beginning of the file: its first line that is not empty, and what came along.
fn read_head(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = [0; 1 << 14];
    loop {
        let size = match input.read(&mut chunk) {
            Ok(size) => size,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
            Err(fault) => return Err(fault),
        };
        head.extend_from_slice(&chunk[..size]);
        let first = head.iter().position(|byte| !matches!(byte, b'\n' | b'\r'));
        let whole = first.is_some_and(|first| head[first..].iter().any(|byte| matches!(byte, b'\n' | b'\r')));
        if size == 0 || whole || head.len() >= HEAD {
            return Ok(head);
        }
    }
}

/// Passes bytes on, hashes them and keeps the lines of what the CSV reader has not used yet: its own
/// count knows neither a single carriage return nor the empty lines it skips.
struct Counted<R> {
    input: R,
    hasher: Sha256,
    offset: u64,
    line: u64,
    line_start: u64,
    /// The line begun has something on it.
    has_content: bool,
    /// The byte before was a carriage return, so a line feed now ends the same line.
    after_return: bool,
    /// Offset of the first byte and number of each line with something on it.
    lines: VecDeque<(u64, u64)>,
    last: u64,
}

impl<R> Counted<R> {
    fn new(input: R) -> Self {
        Self {
            input,
            hasher: Sha256::new(),
            offset: 0,
            line: 1,
            line_start: 0,
            has_content: false,
            after_return: false,
            lines: VecDeque::new(),
            last: 1,
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' if self.after_return => self.line_start += 1,
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.line_start = self.offset + 1;
                    self.has_content = false;
                }
                _ if !self.has_content => {
                    self.has_content = true;
                    self.lines.push_back((self.line_start, self.line));
                }
                _ => {}
            }
            self.after_return = *byte == b'\r';
            self.offset += 1;
        }
    }

    /// The line of the record that the reader says to begin at this byte or after empty lines there.
    fn line_of(&mut self, start: u64) -> u64 {
        while let Some((first, line)) = self.lines.front().copied() {
            if first >= start {
                self.last = line;
                break;
            }
            self.lines.pop_front();
        }
        self.last
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.input.read(buffer)?;
        self.hasher.update(&buffer[..size]);
        self.count(&buffer[..size]);
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = buffer.len().min(1);
            self.0.read(&mut buffer[..size])
        }
    }

    fn check_lines(text: &str, input: impl Read, shift: u64) {
        let mut rows = Rows::open(input, &mut Mistakes::default()).unwrap().unwrap();
        assert_eq!(rows.header(), ["a", "b"]);
        let mut record = ByteRecord::new();
        let mut found = Vec::new();
        while let Next::Row(line) = rows.next(&mut record).unwrap() {
            found.push((line - shift, String::from_utf8_lossy(&record[0]).into_owned()));
        }
        let expected = [(3, "1"), (4, "x"), (7, "3"), (9, "6"), (11, "8")];
        assert_eq!(found, expected.map(|(line, cell)| (line, cell.to_owned())), "{text:?}");
        assert_eq!(rows.into_sha256(), Hash::from(Sha256::digest(text.as_bytes())));
    }

    #[test]
    fn names_the_line_of_the_file_whatever_the_line_ends() {
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                for start in ["", "\n", "\n\n"] {
                    let rows = ["a,b", "", "1,2", "x", "", "", "3,\"4\n5\"", "6,7", "", "8,9"].join(end);
                    let text = format!("{mark}{}{rows}", start.replace('\n', end));
                    let shift = u64::try_from(start.len()).unwrap();
                    check_lines(&text, text.as_bytes(), shift);
                    check_lines(&text, Slow(text.as_bytes()), shift);
                }
            }
        }
    }

    #[test]
    fn finds_what_stands_between_the_cells() {
        for (text, comma) in [("a,b\n1,2", false), ("a;b\n1;2", true), ("a\tb\n1\t2", true)] {
            let rows = Rows::open(text.as_bytes(), &mut Mistakes::default()).unwrap().unwrap();
            assert_eq!((rows.header(), rows.has_decimal_comma()), (&["a".into(), "b".into()][..], comma));
        }
    }

    #[test]
    fn there_are_no_rows_without_a_header() {
        for (bytes, mistake) in [
            (&b""[..], "line 1: the file is empty"),
            (b"\xef\xbb\xbf", "line 1: the file is empty"),
            (b"\xff\xfea\0", "line 1: the file is UTF-16; save it as \"CSV UTF-8\""),
            (b"\n\na,b,A\n", "line 3, column a: stands twice in the header"),
        ] {
            let mut mistakes = Mistakes::default();
            assert!(Rows::open(bytes, &mut mistakes).unwrap().is_none());
            assert_eq!(mistakes.to_string(), mistake);
        }
    }
}
