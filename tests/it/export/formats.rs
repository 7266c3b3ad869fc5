//! Names, media types and the choice of a format.

use hailong::export::{Edition, Format, SHEET_ROWS, Unfit, UnknownFormat, file_name, fits, render};

use super::support::{evidence, part, rendered, table};

#[test]
fn a_format_is_known_by_its_word_and_a_file_by_its_ending() {
    for format in Format::ALL {
        assert_eq!(format.word().parse(), Ok(format));
        assert_eq!(format.to_string(), format.word());
        assert_eq!(Format::of_file(&file_name("x", None, format).to_uppercase()), Some(format));
    }
    assert_eq!(Format::of_file("a.zip.txt"), None);
    assert_eq!("doc".parse::<Format>(), Err(UnknownFormat("doc".to_owned())));
    assert_eq!("CSV".parse::<Format>().unwrap_err().0, "CSV");
    assert!("x".repeat(5_000).parse::<Format>().unwrap_err().to_string().len() < 200);
    assert!(Format::Csv.content_type().starts_with("text/csv; charset=utf-8"));
}

#[test]
fn the_file_name_is_safe_in_a_header_and_on_a_disk() {
    assert_eq!(file_name("sipas-2026", None, Format::Xlsx), "hailong-sipas-2026.xlsx");
    assert_eq!(file_name("sipas-2026", Some("06"), Format::Csv), "hailong-sipas-2026-06.csv");
    let hostile = file_name("../a", Some("b\"\r\nX: Đ/\\"), Format::Json);
    assert_eq!(hostile, "hailong-..-a-b---X-----.json");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let table = table();
    for format in Format::ALL {
        assert!(rendered(&table, format) == rendered(&table, format), "{format}");
    }
    // Two workbooks written within a second would be the same anyway.
    let properties = part(&rendered(&table, Format::Xlsx), "docProps/core.xml");
    assert!(properties.contains(">1980-01-01T00:00:00Z</dcterms:created>"), "{properties}");
}

#[test]
fn a_failing_receiver_is_reported() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in Format::ALL {
        let (table, evidence) = (table(), evidence());
        let edition = Edition { evidence: Some(&evidence), ..Edition::from(&table) };
        let error = render(edition, format, &mut Full).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{format}");
    }
}

#[test]
fn workbooks_hold_their_sheets_and_other_files_any_number_of_rows() {
    let quarter = 10_000 * 51;
    let waves = ["q1", "q2", "q3", "q4", "q5"];
    let portions = |count: usize| waves[..count].iter().map(|wave| (*wave, "form", *wave, quarter));
    for format in Format::ALL.into_iter().filter(|format| format.knows_waves()) {
        let (fitting, sheets) = match format {
            Format::Xlsx => (4, Some(2)),
            Format::Ods => (2, Some(1)),
            _ => (4, None),
        };
        assert_eq!(fits(format, portions(fitting)), Ok(()), "{format}");
        let rows = (fitting + 1) * quarter;
        let refused = sheets.map(|sheets| Unfit::TooManyRows { format, rows, most: sheets * SHEET_ROWS });
        assert_eq!(fits(format, portions(fitting + 1)), refused.map_or(Ok(()), Err), "{format}");
    }
    assert_eq!(fits(Format::Pdf, portions(2)), Err(Unfit::OneWave(Format::Pdf)));
    assert_eq!(fits(Format::Pdf, portions(1)), Ok(()));
    let same = [("q1", "form", "2026-Q1", 1), ("tay", "form", "2026-Q1", 1), ("khac", "other", "2026-Q1", 1)];
    assert_eq!(fits(Format::Csv, same), Ok(()));
    assert_eq!(fits(Format::Sdmx, same), Err(Unfit::SamePeriod("q1".to_owned(), "tay".to_owned())));
    let message = Unfit::TooManyRows { format: Format::Xlsx, rows: 9, most: 8 }.to_string();
    assert!(message.contains("fewer waves") && message.contains("csv"), "{message}");
}
