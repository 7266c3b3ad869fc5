use csv::{ByteRecord, ReaderBuilder};

use super::{Mistakes, Why};

/// A CSV file in memory: rectangular, UTF-8, without control characters, its cells trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    header: Vec<String>,
    header_line: u64,
    delimiter: u8,
    rows: Vec<Row>,
}

/// A row of a [`Sheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file the row begins on.
    pub line: u64,
    /// As many cells as the header has; an empty cell is an empty text.
    pub cells: Vec<String>,
}

impl Sheet {
    /// Whether it has these columns and no others, and a row; what is wrong goes to the mistakes.
    pub(super) fn expect(&self, columns: &[&str], mistakes: &mut Mistakes) {
        let line = self.header_line;
        for name in self.header.iter().filter(|name| !columns.contains(&name.as_str())) {
            mistakes.cell(line, name, Why::new("unknown-column").with("columns", &columns.join(", ")));
        }
        for name in columns.iter().filter(|name| self.column(name).is_none()) {
            mistakes.cell(line, name, Why::new("missing"));
        }
        if self.rows.is_empty() && mistakes.is_empty() {
            mistakes.line(line, Why::new("no-rows"));
        }
    }

    /// Reads a file with a header. Takes what spreadsheets write: a byte order mark, any line ends,
    /// comma, semicolon or tab between the cells, empty cells and rows at the end. Rows with a mistake
    /// are left out; without a readable header there is no sheet.
    pub fn read(bytes: &[u8], mistakes: &mut Mistakes) -> Option<Self> {
        if let Some(why) = other_kind(bytes) {
            mistakes.line(1, why);
            return None;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let delimiter = delimiter(bytes);
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
        let mut record = ByteRecord::new();
        let mut header: Option<(u64, Vec<String>)> = None;
        let mut rows = Vec::new();
        let mut lines = LineCounter::new(bytes);
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(fault) => {
                    mistakes.line(lines.last, Why::new("cannot-read-on").with("fault", &fault));
                    break;
                }
            }
            let start = record.position().map_or(0, csv::Position::byte);
            let line = lines.of_record(start);
            let Some((_, names)) = &header else {
                header = Some((line, read_header(line, &record, mistakes)?));
                continue;
            };
            rows.extend(read_row(line, &record, names, mistakes));
        }
        if header.is_none() {
            mistakes.line(1, Why::new("file-empty"));
        }
        let (header_line, header) = header?;
        Some(Self { header, header_line, delimiter, rows })
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

    /// The rows, empty ones left out.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Place of the column with the name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

/// Vietnamese spreadsheets write semicolons, because the comma is their decimal sign.
pub(super) fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty());
    let header = header.unwrap_or_default();
    let cells = |delimiter: u8| header.split(|byte| *byte == delimiter).count();
    let mut best = b',';
    for candidate in [b';', b'\t'] {
        if cells(candidate) > cells(best) {
            best = candidate;
        }
    }
    best
}

/// Tells the line of a byte. The reader's own count stands before the empty lines it skips.
struct LineCounter<'a> {
    bytes: &'a [u8],
    position: usize,
    line: u64,
    last: u64,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0, line: 1, last: 1 }
    }

    fn of_record(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(self.bytes.len());
        self.advance_to(start);
        while matches!(self.bytes.get(self.position), Some(b'\n' | b'\r')) {
            self.advance_to(self.position + 1);
        }
        self.last = self.line;
        self.line
    }

    fn advance_to(&mut self, end: usize) {
        while self.position < end {
            let byte = self.bytes[self.position];
            let first_of_two = byte == b'\r' && self.bytes.get(self.position + 1) == Some(&b'\n');
            if (byte == b'\n' || byte == b'\r') && !first_of_two {
                self.line += 1;
            }
            self.position += 1;
        }
    }
}

pub(super) fn read_header(line: u64, record: &ByteRecord, mistakes: &mut Mistakes) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for (index, cell) in record.iter().enumerate() {
        match read_cell(cell) {
            Ok(name) => names.push(name.to_lowercase()),
            Err(why) => {
                mistakes.cell(line, &(index + 1).to_string(), why);
                return None;
            }
        }
    }
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            mistakes.line(line, Why::new("no-name").with("column", &(index + 1)));
            return None;
        }
        if names[..index].contains(name) {
            mistakes.cell(line, name, Why::new("twice-in-header"));
            return None;
        }
    }
    if names.is_empty() {
        mistakes.line(line, Why::new("header-empty"));
        return None;
    }
    Some(names)
}

fn read_row(line: u64, record: &ByteRecord, names: &[String], mistakes: &mut Mistakes) -> Option<Row> {
    let mut cells = Vec::with_capacity(names.len());
    let mut sound = true;
    for (index, cell) in record.iter().enumerate() {
        match read_cell(cell) {
            Ok(text) => cells.push(text),
            Err(why) => {
                let column = names.get(index).map_or_else(|| (index + 1).to_string(), Clone::clone);
                mistakes.cell(line, &column, why);
                sound = false;
            }
        }
    }
    if !sound || cells.iter().all(String::is_empty) {
        return None;
    }
    while cells.len() > names.len() && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() != names.len() {
        mistakes.line(line, cell_count(cells.len(), names.len()));
        return None;
    }
    Some(Row { line, cells })
}

/// The row has more or fewer cells than there are columns.
pub(super) fn cell_count(cells: usize, columns: usize) -> Why {
    Why::new("cell-count").with("cells", &cells).with("columns", &columns)
}

pub(super) fn read_cell(cell: &[u8]) -> Result<String, Why> {
    plain_cell(cell).map(str::to_owned)
}

/// The trimmed text of a cell, if it is plain text.
pub(super) fn plain_cell(cell: &[u8]) -> Result<&str, Why> {
    let Ok(text) = std::str::from_utf8(cell) else {
        return Err(Why::new("not-utf-8"));
    };
    if text.contains('\0') {
        return Err(Why::new("nul"));
    }
    let text = text.trim();
    if text.contains(['\n', '\r']) {
        return Err(Why::new("line-break"));
    }
    if text.contains(char::is_control) {
        return Err(Why::new("control"));
    }
    Ok(text)
}

/// What the file is where its first bytes show that it is no text in UTF-8.
pub(super) fn other_kind(head: &[u8]) -> Option<Why> {
    // Byte order marks of UTF-16; the first bytes of ZIP archives, which XLSX and ODS are, and of XLS.
    let utf_16: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];
    let workbook: [&[u8]; 2] = [b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0]];
    let starts = |signs: [&[u8]; 2]| signs.iter().any(|sign| head.starts_with(sign));
    let code = if starts(utf_16) {
        "file-utf-16"
    } else if starts(workbook) {
        "file-workbook"
    } else {
        return None;
    };
    Some(Why::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Option<Sheet>, Vec<String>) {
        let mut mistakes = Mistakes::default();
        let sheet = Sheet::read(bytes, &mut mistakes);
        (sheet, mistakes.list().iter().map(ToString::to_string).collect())
    }

    fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let (sheet, mistakes) = read(bytes);
        assert_eq!(mistakes, Vec::<String>::new());
        sheet.unwrap().rows.into_iter().map(|row| (row.line, row.cells)).collect()
    }

    #[test]
    fn reads_what_spreadsheets_write() {
        let expected =
            vec![(2, vec!["1".to_owned(), "Chợ Đồn".to_owned()]), (3, vec!["2".to_owned(), String::new()])];
        for text in [
            "a,b\n1,Chợ Đồn\n2,\n",
            "\u{feff}A,B\r\n1,Chợ Đồn\r\n2,\r\n",
            " a ;b;;\r1; Chợ Đồn ;;\r2;;;\r;;;\r",
            "a\tb\n\"1\"\t\"Chợ Đồn\"\n2\t\n\t\n\n",
        ] {
            assert_eq!(rows(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn names_the_line_of_the_file_whatever_the_line_ends() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,2", "", "", "3,4", "5"].join(end);
            let (sheet, mistakes) = read(text.as_bytes());
            let lines: Vec<u64> = sheet.unwrap().rows().iter().map(|row| row.line).collect();
            assert_eq!(lines, [3, 6], "{end:?}");
            assert_eq!(mistakes, ["line 7: has 1 cells where the header has 2"], "{end:?}");
        }
    }

    #[test]
    fn names_cells_that_are_no_plain_text() {
        let (sheet, mistakes) = read(b"a,b\nCh\xf4,2\n1,\0\n\"x\ny\",2\n1,\x07\n1,2,3\nok,\n1,\xff,\xff\n");
        assert_eq!(
            mistakes,
            [
                "line 2, column a: is not UTF-8; save the file as \"CSV UTF-8\"",
                "line 3, column b: holds a NUL character",
                "line 4, column a: holds a line break; is a quotation mark not closed?",
                "line 6, column b: holds a control character",
                "line 7: has 3 cells where the header has 2",
                "line 9, column b: is not UTF-8; save the file as \"CSV UTF-8\"",
                "line 9, column 3: is not UTF-8; save the file as \"CSV UTF-8\"",
            ]
        );
        assert_eq!(sheet.unwrap().rows(), [Row { line: 8, cells: vec!["ok".into(), String::new()] }]);
    }

    #[test]
    fn there_is_no_sheet_without_a_header() {
        for (bytes, mistake) in [
            (&b""[..], "line 1: the file is empty"),
            (b"\xef\xbb\xbf", "line 1: the file is empty"),
            (b"\xff\xfea\0,\0", "line 1: the file is UTF-16; save it as \"CSV UTF-8\""),
            (
                b"PK\x03\x04\x14",
                "line 1: the file is a workbook (XLSX, ODS, XLS); save its sheet as \"CSV UTF-8\"",
            ),
            (
                b"\xd0\xcf\x11\xe0",
                "line 1: the file is a workbook (XLSX, ODS, XLS); save its sheet as \"CSV UTF-8\"",
            ),
            (b"a,,b\n", "line 1: column 2 has no name"),
            (b"a,b,A\n", "line 1, column a: stands twice in the header"),
            (b"\n,,\n", "line 2: the header is empty"),
            (b"a,\xe9\n", "line 1, column 2: is not UTF-8; save the file as \"CSV UTF-8\""),
        ] {
            assert_eq!(read(bytes), (None, vec![mistake.to_owned()]));
        }
    }

    #[test]
    fn an_open_quotation_mark_is_found() {
        let (_, mistakes) = read(b"a,b\n1,\"x\n2,y\n3,z\n");
        assert_eq!(mistakes, ["line 2, column b: holds a line break; is a quotation mark not closed?"]);
    }
}
