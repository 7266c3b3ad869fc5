use chrono::NaiveDate;

use crate::domain::unit::{Lineage, Unit, UnitCode, UnitKey, UnitLevel, english_name};
use crate::store::StoreError;

/// The file of the three-level list, and its text.
const UNTIL_2025: (&str, &str) = ("until_2025_07.csv", include_str!("data/until_2025_07.csv"));
/// The file of the two-level list, and its text.
const FROM_2025: (&str, &str) = ("from_2025_07.csv", include_str!("data/from_2025_07.csv"));
/// The file of old and new codes, and its text.
const LINEAGE: (&str, &str) = ("lineage.csv", include_str!("data/lineage.csv"));

/// Decision 124/2004/QĐ-TTg, which introduced the codes. That a unit existed from that very day is not
/// verified.
const CODES_INTRODUCED: NaiveDate = NaiveDate::from_ymd_opt(2004, 7, 8).unwrap();
/// Decision 19/2025/QĐ-TTg: 34 provinces, no districts.
const TWO_LEVELS: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();

/// The units and the lineage that ship with the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Shipped {
    /// The nation, the three-level list until July 2025 and the two-level list since.
    pub units: Vec<Unit>,
    /// From the old list to the new one.
    pub lineage: Vec<Lineage>,
}

/// Reads the unit list compiled into the program; what it rests on and what is not verified stands in
/// `data/README.md`.
///
/// # Errors
/// When a file is damaged.
pub fn shipped() -> Result<Shipped, StoreError> {
    let mut units = vec![nation()];
    for (line, [code, parent, name]) in rows(UNTIL_2025)? {
        units.push(
            listed(code, parent, name, CODES_INTRODUCED, Some(TWO_LEVELS))
                .ok_or(damaged(UNTIL_2025.0, line))?,
        );
    }
    for (line, [code, parent, name]) in rows(FROM_2025)? {
        units.push(listed(code, parent, name, TWO_LEVELS, None).ok_or(damaged(FROM_2025.0, line))?);
    }
    let mut lineage = Vec::new();
    for (line, [old, new]) in rows(LINEAGE)? {
        let key = |code: &str, valid_from| match code.parse() {
            Ok(code) => Ok(UnitKey { code, valid_from }),
            Err(_) => Err(damaged(LINEAGE.0, line)),
        };
        lineage.push(Lineage { old: key(old, CODES_INTRODUCED)?, new: key(new, TWO_LEVELS)?, share: None });
    }
    Ok(Shipped { units, lineage })
}

fn damaged(file: &'static str, line: usize) -> StoreError {
    StoreError::Shipped { file, line }
}

fn nation() -> Unit {
    Unit {
        code: UnitCode::nation(),
        name: "Việt Nam".to_owned(),
        name_en: Some("Viet Nam".to_owned()),
        level: UnitLevel::Nation,
        parent: None,
        valid_from: CODES_INTRODUCED,
        valid_to: None,
    }
}

/// The cells of every row after the header with its line number. The files are our own: no quoting.
fn rows<const N: usize>(
    file: (&'static str, &'static str),
) -> Result<Vec<(usize, [&'static str; N])>, StoreError> {
    let (name, text) = file;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let cells = <[&str; N]>::try_from(cells).map_err(|_| damaged(name, index + 1))?;
        rows.push((index + 1, cells));
    }
    Ok(rows)
}

fn listed(code: &str, parent: &str, name: &str, from: NaiveDate, to: Option<NaiveDate>) -> Option<Unit> {
    let level = match code.len() {
        2 => UnitLevel::Province,
        3 => UnitLevel::District,
        5 => UnitLevel::Commune,
        _ => return None,
    };
    Some(Unit {
        code: code.parse().ok()?,
        name: name.to_owned(),
        name_en: Some(english_name(name)?),
        level,
        parent: Some(parent.parse::<UnitCode>().ok()?),
        valid_from: from,
        valid_to: to,
    })
}
