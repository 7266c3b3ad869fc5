use chrono::NaiveDate;
use diesel::dsl::{Nullable, sql};
use diesel::prelude::*;
use diesel::query_source::AliasedField;
use diesel::sql_types::Text;

use crate::domain::unit::{Lineage, Unit, UnitCode, UnitCodeError, UnitKey, UnknownLevel};
use crate::store::StoreError;
use crate::store::read::unreadable;
use crate::store::schema::{unit, unit_lineage};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case.
    fn lower(text: Text) -> Text;
}

diesel::alias!(unit as above: Above, unit as old: Old, unit as new: New);

/// A row of `unit` with its parent's code.
#[derive(Queryable, Selectable)]
#[diesel(table_name = unit, check_for_backend(diesel::pg::Pg))]
struct UnitRow {
    id: i32,
    code: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    level: String,
    name: String,
    name_en: Option<String>,
    #[diesel(select_expression = above.field(unit::code).nullable())]
    #[diesel(select_expression_type = Nullable<AliasedField<Above, unit::code>>)]
    parent: Option<String>,
}

impl UnitRow {
    fn into_unit(self) -> Result<(i32, Unit), StoreError> {
        let level =
            self.level.parse().map_err(|fault: UnknownLevel| unreadable("unit", &self.level, fault))?;
        let unit = Unit {
            code: unit_code(&self.code)?,
            name: self.name,
            name_en: self.name_en,
            level,
            parent: self.parent.as_deref().map(unit_code).transpose()?,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
        };
        Ok((self.id, unit))
    }
}

pub(super) fn unit_code(text: &str) -> Result<UnitCode, StoreError> {
    text.parse().map_err(|fault: UnitCodeError| unreadable("unit", text, fault))
}

/// Every unit of all times with its id, by code and first day.
pub fn all_units(conn: &mut PgConnection) -> Result<Vec<(i32, Unit)>, StoreError> {
    load(conn, None, None)
}

/// The units valid on the day with their ids, by code.
pub fn units_at(conn: &mut PgConnection, day: NaiveDate) -> Result<Vec<(i32, Unit)>, StoreError> {
    load(conn, Some(day), None)
}

/// The unit that bears the code on the day.
pub fn unit_at(conn: &mut PgConnection, code: &UnitCode, day: NaiveDate) -> Result<Option<Unit>, StoreError> {
    Ok(load(conn, Some(day), Some(code))?.pop().map(|(_, unit)| unit))
}

fn load(
    conn: &mut PgConnection,
    day: Option<NaiveDate>,
    code: Option<&UnitCode>,
) -> Result<Vec<(i32, Unit)>, StoreError> {
    let mut query = unit::table
        .left_join(above.on(unit::parent_id.eq(above.field(unit::id).nullable())))
        .select(UnitRow::as_select())
        // The bytes decide, as in the tree, and not the collation of the database.
        .order((sql::<Text>("unit.code COLLATE \"C\""), unit::valid_from))
        .into_boxed();
    if let Some(day) = day {
        query = query.filter(unit::valid_from.le(day).and(still_valid(day)));
    }
    if let Some(code) = code {
        query = query.filter(unit::code.eq(code.as_str()));
    }
    query.load(conn)?.into_iter().map(UnitRow::into_unit).collect()
}

#[diesel::dsl::auto_type]
fn still_valid(day: NaiveDate) -> _ {
    unit::valid_to.is_null().or(unit::valid_to.gt(day).assume_not_null())
}

/// The units valid on the day whose code is this one but for upper and lower case, by code.
pub fn spelled_like(
    conn: &mut PgConnection,
    code: &UnitCode,
    day: NaiveDate,
) -> Result<Vec<Unit>, StoreError> {
    let rows: Vec<UnitRow> = unit::table
        .left_join(above.on(unit::parent_id.eq(above.field(unit::id).nullable())))
        .filter(lower(unit::code).eq(code.as_str().to_ascii_lowercase()))
        .filter(unit::valid_from.le(day).and(still_valid(day)))
        .select(UnitRow::as_select())
        .order(sql::<Text>("unit.code COLLATE \"C\""))
        .load(conn)?;
    rows.into_iter().map(|row| row.into_unit().map(|(_, unit)| unit)).collect()
}

/// Id of the unit that bears the code on the day.
pub fn unit_id(conn: &mut PgConnection, code: &UnitCode, day: NaiveDate) -> Result<Option<i32>, StoreError> {
    let id = unit::table
        .filter(unit::code.eq(code.as_str()))
        .filter(unit::valid_from.le(day).and(still_valid(day)))
        .select(unit::id)
        .first(conn)
        .optional()?;
    Ok(id)
}

/// Code of the unit with this key.
pub fn code_of(conn: &mut PgConnection, unit_id: i32) -> Result<Option<UnitCode>, StoreError> {
    let code: Option<String> = unit::table.find(unit_id).select(unit::code).first(conn).optional()?;
    Ok(code.and_then(|code| code.parse().ok()))
}

/// Every step of lineage, by old and then new unit.
pub fn lineage(conn: &mut PgConnection) -> Result<Vec<Lineage>, StoreError> {
    load_lineage(conn, None)
}

/// The steps of lineage from or to a unit that at any time bore the code. Lineage is kept between
/// communes: that of a district or province is `domain::unit::successors` over [`lineage`].
pub fn lineage_of(conn: &mut PgConnection, code: &UnitCode) -> Result<Vec<Lineage>, StoreError> {
    load_lineage(conn, Some(code))
}

fn load_lineage(conn: &mut PgConnection, of: Option<&UnitCode>) -> Result<Vec<Lineage>, StoreError> {
    let (old_code, new_code) = (old.field(unit::code), new.field(unit::code));
    let mut query = unit_lineage::table
        .inner_join(old.on(unit_lineage::old_unit.eq(old.field(unit::id))))
        .inner_join(new.on(unit_lineage::new_unit.eq(new.field(unit::id))))
        .select((
            old_code,
            old.field(unit::valid_from),
            new_code,
            new.field(unit::valid_from),
            unit_lineage::share,
        ))
        .into_boxed();
    if let Some(of) = of {
        query = query.filter(old_code.eq(of.as_str()).or(new_code.eq(of.as_str())));
    }
    let rows: Vec<(String, NaiveDate, String, NaiveDate, Option<f64>)> = query.load(conn)?;
    let mut steps = Vec::with_capacity(rows.len());
    for (old_code, old_from, new_code, new_from, share) in rows {
        steps.push(Lineage {
            old: UnitKey { code: unit_code(&old_code)?, valid_from: old_from },
            new: UnitKey { code: unit_code(&new_code)?, valid_from: new_from },
            share,
        });
    }
    steps.sort_by(|a, b| (&a.old, &a.new).cmp(&(&b.old, &b.new)));
    Ok(steps)
}
