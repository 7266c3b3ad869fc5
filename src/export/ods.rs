//! A workbook in the format ODF 1.3, the native one of free office programs: the full long table with the
//! columns of the CSV file, and the method. Numbers are numbers in full with a display format, codes stay texts.
//!
//! Four small XML files need no library.

use std::io::{self, BufWriter, Write};

use super::SHEET_ROWS;
use super::archive::Archive;
use super::cell::{Cell, columns, line};
use super::method::{self, Extent, Line};
use super::xml::escaped;
use crate::domain::table::{Head, Row, Waves};
use crate::locale::text;

const MEDIA: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Decimals beyond which a display format would show nothing more.
const MOST_DECIMALS: u32 = 15;

/// Writes the workbook. Fails only when `out` does, or when a table cannot be had.
pub fn write_ods(waves: &dyn Waves, out: impl Write + Send) -> io::Result<()> {
    let mut archive = Archive::new(out);
    // The first entry, as it is: programs know the kind of file by it.
    archive.plain("mimetype", MEDIA.as_bytes())?;
    archive.part("META-INF/manifest.xml")?.write_all(manifest().as_bytes())?;
    let mut content = BufWriter::new(archive.part("content.xml")?);
    let heads = write_content(waves, &mut content)?;
    content.flush()?;
    drop(content);
    if let Some(head) = heads.first() {
        archive.part("meta.xml")?.write_all(meta(head, heads.len() > 1).as_bytes())?;
    }
    archive.finish()
}

fn manifest() -> String {
    let entry = |path: &str, media: &str| {
        format!("<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{media}\"/>")
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">{}{}{}\
         </manifest:manifest>",
        entry("/", MEDIA),
        entry("content.xml", "text/xml"),
        entry("meta.xml", "text/xml"),
    )
}

/// What a file manager shows. The moment of writing is left out: the same table gives the same bytes. Of several waves
/// it is said in the sheets what they are.
fn meta(head: &Head, several: bool) -> String {
    let warning = if head.demo { text(&head.language, "export-demo") } else { String::new() };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"><office:meta><dc:title>{}</dc:title>\
         <dc:subject>{}</dc:subject><dc:description>{} {}</dc:description><dc:language>{}</dc:language>\
         </office:meta></office:document-meta>",
        escaped(if several { &head.instrument_title } else { &head.title }),
        escaped(if several { "" } else { &head.period }),
        escaped(if several { "" } else { &head.publication }),
        escaped(&warning),
        escaped(&head.language),
    )
}

fn write_content(waves: &dyn Waves, out: &mut impl Write) -> io::Result<Vec<Head>> {
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
         xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" office:version=\"1.3\">"
    )?;
    write_styles(out)?;
    write!(out, "<office:body><office:spreadsheet>")?;
    let mut sheet = Sheet { number: 0, rows: SHEET_ROWS };
    let mut heads = Vec::new();
    waves.each(&mut |table| {
        // At least once: a table without rows still has its columns.
        if sheet.number == 0 {
            sheet.turn(table.head(), out)?;
        }
        for row in table.rows() {
            if sheet.rows == SHEET_ROWS {
                sheet.turn(table.head(), out)?;
            }
            sheet.rows += 1;
            write_row(table.head(), &row, out)?;
        }
        heads.push(table.head().clone());
        Ok(())
    })?;
    write!(out, "</table:table>")?;
    for (place, head) in heads.iter().enumerate() {
        write_method(head, place + 1, out)?;
    }
    write!(out, "</office:spreadsheet></office:body></office:document-content>")?;
    Ok(heads)
}

/// The sheet that is being written.
struct Sheet {
    number: usize,
    rows: usize,
}

impl Sheet {
    /// Ends it and begins the next one.
    fn turn(&mut self, head: &Head, out: &mut impl Write) -> io::Result<()> {
        if self.number > 0 {
            write!(out, "</table:table>")?;
        }
        self.number += 1;
        self.rows = 0;
        let columns = columns(head);
        write!(
            out,
            "<table:table table:name=\"{}\"><table:table-column table:number-columns-repeated=\"{}\"/>\
             <table:table-header-rows><table:table-row>",
            escaped(&numbered(&text(&head.language, "export-sheet-full"), self.number)),
            columns.len()
        )?;
        columns.iter().try_for_each(|column| write_cell(Cell::Text(column), Some("head"), out))?;
        write!(out, "</table:table-row></table:table-header-rows>")
    }
}

/// Names of sheets are there once.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name} ({number})") }
}

/// A style per number of decimals, one for names of columns and one for running text.
fn write_styles(out: &mut impl Write) -> io::Result<()> {
    write!(out, "<office:automatic-styles>")?;
    // All that there can be: which of them are needed is known when the rows have gone by.
    for decimals in 0..=MOST_DECIMALS {
        write!(
            out,
            "<number:number-style style:name=\"n{decimals}\"><number:number number:min-integer-digits=\"1\" \
             number:decimal-places=\"{decimals}\" number:min-decimal-places=\"{decimals}\"/></number:number-style>\
             <style:style style:name=\"f{decimals}\" style:family=\"table-cell\" style:data-style-name=\"n{decimals}\"/>"
        )?;
    }
    write!(
        out,
        "<style:style style:name=\"head\" style:family=\"table-cell\"><style:table-cell-properties \
         fo:background-color=\"#e8edf3\" fo:wrap-option=\"wrap\"/><style:text-properties fo:font-weight=\"bold\"/>\
         </style:style><style:style style:name=\"wrap\" style:family=\"table-cell\"><style:table-cell-properties \
         fo:wrap-option=\"wrap\" style:vertical-align=\"top\"/></style:style>\
         <style:style style:name=\"wide\" style:family=\"table-column\"><style:table-column-properties \
         style:column-width=\"14cm\"/></style:style><style:style style:name=\"middle\" \
         style:family=\"table-column\"><style:table-column-properties style:column-width=\"6.5cm\"/></style:style>\
         </office:automatic-styles>"
    )
}

fn write_row(head: &Head, row: &Row, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<table:table-row>")?;
    let style = format!("f{}", row.decimals.min(MOST_DECIMALS));
    for (column, cell) in columns(head).iter().zip(line(head, row)) {
        let is_figure =
            ["value", "ci_low", "ci_high", "change", "change_ci_low", "change_ci_high"].contains(column);
        write_cell(cell, is_figure.then_some(style.as_str()), out)?;
    }
    writeln!(out, "</table:table-row>")
}

fn write_method(head: &Head, number: usize, out: &mut impl Write) -> io::Result<()> {
    let language = &head.language;
    write!(
        out,
        "<table:table table:name=\"{}\"><table:table-column table:style-name=\"middle\"/>\
         <table:table-column table:style-name=\"wide\"/><table:table-column table:style-name=\"middle\"/>",
        escaped(&numbered(&text(language, "export-sheet-method"), number))
    )?;
    let mut line = |style: &str, cells: [Cell<'_>; 3]| {
        write!(out, "<table:table-row>")?;
        cells.into_iter().try_for_each(|cell| write_cell(cell, Some(style), out))?;
        writeln!(out, "</table:table-row>")
    };
    if head.demo {
        let warning = text(language, "export-demo");
        line("head", [Cell::Text(&warning), Cell::Absent, Cell::Absent])?;
    }
    line("head", [Cell::Text(&head.title), Cell::Absent, Cell::Absent])?;
    for entry in method::lines(head, Extent::WithColumns) {
        match &entry {
            Line::Heading(heading) => line("head", [Cell::Text(heading), Cell::Absent, Cell::Absent])?,
            Line::Paragraph(text) => line("wrap", [Cell::Absent, Cell::Text(text), Cell::Absent])?,
            Line::Fact { label, value, remark } => {
                line("wrap", [Cell::Text(label), Cell::Text(value), Cell::Text(remark)])?;
            }
            Line::Amount { label, value } => {
                line("wrap", [Cell::Text(label), Cell::Number(*value), Cell::Absent])?;
            }
        }
    }
    write!(out, "</table:table>")
}

fn write_cell(cell: Cell<'_>, style: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    let style = style.map_or_else(String::new, |style| format!(" table:style-name=\"{style}\""));
    match cell {
        Cell::Absent | Cell::Text("") => write!(out, "<table:table-cell{style}/>"),
        Cell::Number(value) => write!(
            out,
            "<table:table-cell{style} office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p>\
             </table:table-cell>"
        ),
        Cell::Flag(flag) => write!(
            out,
            "<table:table-cell{style} office:value-type=\"boolean\" office:boolean-value=\"{flag}\">\
             <text:p>{flag}</text:p></table:table-cell>"
        ),
        Cell::Text(text) => {
            write!(
                out,
                "<table:table-cell{style} office:value-type=\"string\" office:string-value=\"{}\">",
                escaped(text)
            )?;
            // Lines of a text are paragraphs; what is left of their ends is in the value.
            for line in text.lines() {
                write!(out, "<text:p>{}</text:p>", escaped(line))?;
            }
            write!(out, "</table:table-cell>")
        }
    }
}
