//! Kiosks: devices that staff have set up at a desk, their secrets as digests.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::device;
use super::{StoreError, read};
use crate::domain::batch::Hash;
use crate::domain::unit::{UnitCode, UnitCodeError};

/// A device at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Which one it is, for staff.
    pub name: String,
    /// Code of the unit it stands at.
    pub unit: UnitCode,
    /// Last day its secret is accepted.
    pub expires: NaiveDate,
}

/// Adds a device by the SHA-256 of its secret.
///
/// # Errors
/// [`StoreError::Exists`] when a device has this name already.
pub fn add(conn: &mut PgConnection, new: &Device, hash: &Hash) -> Result<(), StoreError> {
    let row = (
        device::hash.eq(hash.as_slice()),
        device::name.eq(&new.name),
        device::unit.eq(new.unit.as_str()),
        device::expires.eq(new.expires),
    );
    let added = diesel::insert_into(device::table).values(row).on_conflict_do_nothing().execute(conn)?;
    if added == 0 {
        return Err(StoreError::Exists { what: "device", name: new.name.clone() });
    }
    Ok(())
}

/// The device with this digest, unless its secret has expired.
pub fn find(conn: &mut PgConnection, hash: &Hash, today: NaiveDate) -> Result<Option<Device>, StoreError> {
    let row = device::table
        .find(hash.as_slice())
        .filter(device::expires.ge(today))
        .select((device::name, device::unit, device::expires))
        .get_result::<Row>(conn)
        .optional()?;
    row.map(read_row).transpose()
}

/// All devices, by name.
pub fn list(conn: &mut PgConnection) -> Result<Vec<Device>, StoreError> {
    let rows: Vec<Row> =
        device::table.order(device::name).select((device::name, device::unit, device::expires)).load(conn)?;
    rows.into_iter().map(read_row).collect()
}

/// Takes the secret of the device of this name away; gives whether there was one.
pub fn remove(conn: &mut PgConnection, name: &str) -> Result<bool, StoreError> {
    let removed = diesel::delete(device::table.filter(device::name.eq(name))).execute(conn)?;
    Ok(removed == 1)
}

type Row = (String, String, NaiveDate);

fn read_row((name, unit, expires): Row) -> Result<Device, StoreError> {
    let unit = unit.parse().map_err(|fault: UnitCodeError| read::unreadable("device", &unit, fault))?;
    Ok(Device { name, unit, expires })
}
