use super::*;
use crate::domain::unit::UnitLevel;
use crate::domain::unit::fixtures::{code, day, unit};

const HEADER: &str = "code,name,name_en,level,parent,valid_from,valid_to\n";

/// What a database with the shipped list holds, in little.
fn known(code: &UnitCode) -> Vec<Unit> {
    [
        unit("VN", UnitLevel::Nation, "", "2004-07-08", ""),
        unit("19", UnitLevel::Province, "VN", "2004-07-08", "2025-07-01"),
        unit("19", UnitLevel::Province, "VN", "2025-07-01", ""),
        unit("02020", UnitLevel::Commune, "064", "2004-07-08", "2025-07-01"),
        unit("02020", UnitLevel::Commune, "19", "2025-07-01", ""),
    ]
    .into_iter()
    .filter(|unit| unit.code == *code)
    .collect()
}

fn mistakes(rows: &str) -> Vec<String> {
    let fault = parse_units(format!("{HEADER}{rows}").as_bytes(), &known).unwrap_err();
    fault.list().iter().map(ToString::to_string).collect()
}

#[test]
fn reads_desks_and_codes_of_other_countries() {
    let rows = "02020-1,Bộ phận Một cửa xã Chợ Đồn,Cho Don one-stop desk,desk,02020,2026-01-01,\n\
                kc-1,\"District 1, Kansas City\",,Province,,,2030-01-01\n";
    let units = parse_units(format!("{HEADER}{rows}").as_bytes(), &known).unwrap();
    assert_eq!(
        units,
        [
            Unit {
                code: code("02020-1"),
                name: "Bộ phận Một cửa xã Chợ Đồn".into(),
                name_en: Some("Cho Don one-stop desk".into()),
                level: UnitLevel::Desk,
                parent: Some(code("02020")),
                valid_from: day("2026-01-01"),
                valid_to: None,
            },
            Unit {
                code: code("kc-1"),
                name: "District 1, Kansas City".into(),
                name_en: None,
                level: UnitLevel::Province,
                parent: None,
                valid_from: day("1900-01-01"),
                valid_to: Some(day("2030-01-01")),
            },
        ]
    );
}

#[test]
fn columns_may_be_fewer_and_in_any_order() {
    let units = parse_units("LEVEL;Parent;code;name\r\ndesk;02020;d1;Quầy 1\r\n".as_bytes(), &known).unwrap();
    assert_eq!(units.len(), 1);
    assert_eq!((units[0].name.as_str(), units[0].parent.as_ref()), ("Quầy 1", Some(&code("02020"))));
}

#[test]
fn an_empty_file_with_a_header_holds_no_units() {
    assert_eq!(parse_units(HEADER.as_bytes(), &known), Ok(Vec::new()));
}

#[test]
fn the_parent_may_stand_later_in_the_file() {
    let units = parse_units(format!("{HEADER}b,B,,desk,a,,\na,A,,commune,19,,\n").as_bytes(), &known);
    assert_eq!(units.map(|units| units.len()), Ok(2));
}

#[test]
fn every_mistake_of_every_row_is_named() {
    let rows = "a b,,,village,Đ,2025-7-1,01/07/2025\nx,X,,desk,02020,2026-02-30,10000-01-01\n";
    assert_eq!(
        mistakes(rows),
        [
            "line 2, column code: holds \" \"; a code has only letters A-Z, digits, \".\", \"_\" and \"-\"",
            "line 2, column name: is empty",
            "line 2, column level: the level is one of nation, province, district, commune, desk, not \"village\"",
            "line 2, column parent: holds \"Đ\"; a code has only letters A-Z, digits, \".\", \"_\" and \"-\"",
            "line 2, column valid_from: \"2025-7-1\" is not a day written like 2025-07-01",
            "line 2, column valid_to: \"01/07/2025\" is not a day written like 2025-07-01",
            "line 3, column valid_from: \"2026-02-30\" is not a day written like 2025-07-01",
            "line 3, column valid_to: \"10000-01-01\" is not a day written like 2025-07-01",
        ]
    );
    let long = mistakes(&format!("x,{},,desk,02020,,\n", "é".repeat(201)));
    assert_eq!(long, ["line 2, column name: has 201 characters, at most 200 are kept"]);
}

#[test]
fn a_code_stands_once_at_a_time() {
    assert_eq!(
        mistakes("a,A,,desk,02020,,\nb,B,,desk,02020,,\na,A,,desk,02020,,\n"),
        ["line 4, column code: a with the same valid_from stands already on line 2"]
    );
    assert_eq!(
        mistakes("a,A,,desk,02020,2026-01-01,\na,A,,desk,02020,2025-08-01,2026-01-02\n"),
        [
            "line 2, column valid_from: its period overlaps the same code valid from 2025-08-01 until before 2026-01-02"
        ]
    );
    // Against what the database holds, whichever of the two begins first.
    assert_eq!(
        mistakes("02020,Xã Chợ Đồn,,commune,19,,2010-01-01\n"),
        [
            "line 2, column valid_from: its period overlaps the same code valid from 1900-01-01 until before 2010-01-01"
        ]
    );
    assert_eq!(
        mistakes("19,Tỉnh,,province,VN,2026-04-30,\n"),
        ["line 2, column valid_from: its period overlaps the same code valid from 2025-07-01 on"]
    );
    assert_eq!(
        mistakes("a,A,,desk,02020,2026-01-01,2026-01-01\n"),
        ["line 2, column valid_to: it ends on 2026-01-01, which is not after its first day"]
    );
}

#[test]
fn a_row_replaces_the_known_unit_with_its_key() {
    let rows = "19,Tỉnh Thái Nguyên,,province,VN,2025-07-01,2026-04-30\n\
                19,Thành phố Thái Nguyên,,province,VN,2026-04-30,\n";
    let units = parse_units(format!("{HEADER}{rows}").as_bytes(), &known).unwrap();
    assert_eq!(units[0].valid_to, Some(day("2026-04-30")));
}

#[test]
fn parents_must_exist_and_stand_higher() {
    assert_eq!(
        mistakes(
            "a,A,,desk,99999,,\nb,B,,desk,2020,,\nc,C,,commune,02020,2026-01-01,\nd,D,,desk,02020,,2000-01-01\n\
             e,E,,desk,e,,\nf,F,,commune,g,,\ng,G,,province,f,,\n"
        ),
        [
            "line 2, column parent: its parent 99999 does not exist",
            "line 3, column parent: its parent 2020 does not exist (but 02020 does: did the spreadsheet drop its zeros?)",
            "line 4, column parent: its level commune must be below the level commune of its parent 02020",
            "line 5, column parent: its parent 02020 exists only at other times",
            "line 6, column parent: its level desk must be below the level desk of its parent e",
            "line 8, column parent: its level province must be below the level commune of its parent f",
        ]
    );
}

#[test]
fn a_unit_is_not_blamed_for_the_mistakes_of_its_parent() {
    assert_eq!(
        mistakes("a,A,,commune,19,2025,\nb,B,,desk,a,,\n"),
        ["line 2, column valid_from: \"2025\" is not a day written like 2025-07-01"]
    );
}

#[test]
fn the_header_must_name_what_is_needed_and_nothing_else() {
    let fault = parse_units(b"\ncode,nam,level\nx,X,desk\n", &known).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "line 2, column nam: is unknown; the columns are code, name, name_en, level, parent, valid_from, valid_to\n\
         line 2, column name: is missing"
    );
}

#[test]
fn mistakes_in_the_file_itself_come_in_order_of_the_line() {
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend(b"a,A,,desk,zz,,\nb,Ch\xf4,,desk,,,\nc,C\nd,D\0,,desk,,,\n");
    assert_eq!(
        parse_units(&bytes, &known).unwrap_err().to_string(),
        "line 2, column parent: its parent zz does not exist\n\
         line 3, column name: is not UTF-8; save the file as \"CSV UTF-8\"\n\
         line 4: has 2 cells where the header has 7\n\
         line 5, column name: holds a NUL character"
    );
}

#[test]
fn a_file_of_nothing_but_mistakes_is_cut_at_a_hundred() {
    let rows = "x,X,,desk\n".repeat(250);
    let fault = parse_units(format!("{HEADER}{rows}").as_bytes(), &known).unwrap_err();
    assert_eq!((fault.list().len(), fault.left_off()), (100, 150));
}

proptest::proptest! {
    /// Whatever a person saves: either sound units or mistakes on lines the file has.
    #[test]
    fn any_file_is_taken_whole_or_refused_with_reasons(
        head in "(\u{feff})?(code|level|name|parent|valid_to)([,;\t](code|level|name|parent|valid_from)){0,4}",
        body in "([\r\n]{1,2}([ab1\"é\0 -]|[,;\t]|desk|nation|2025-07-01){0,8}){0,8}",
        broken in proptest::option::of(0_usize..200),
    ) {
        let mut bytes = format!("{head}{body}").into_bytes();
        if let Some(place) = broken.filter(|place| *place < bytes.len()) {
            bytes[place] = 0xf4;
        }
        let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
        match parse_units(&bytes, &|_| Vec::new()) {
            Ok(units) => assert_eq!(check_units(&units), []),
            Err(mistakes) => {
                assert!(!mistakes.is_empty());
                for mistake in mistakes.list() {
                    assert!((1..=lines).contains(&usize::try_from(mistake.line).unwrap()), "{mistake}");
                }
            }
        }
    }
}
