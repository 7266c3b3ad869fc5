//! `hailong kiosk`: devices that stand at a desk, and how many people came to them.

use std::io::{self, Write};

use chrono::Days;
use fast_qr::QRBuilder;

use super::Failure;
use super::arguments::Kiosk;
use super::database::Database;
use super::os_user::command_line;
use super::staff::now;
use super::wave::find;
use crate::domain::access::Action;
use crate::domain::public_url::PublicUrl;
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;
use crate::export::csv::{BYTE_ORDER_MARK, defused};
use crate::identity::secret::{new_secret, secret_hash};
use crate::sealing::{today_in_viet_nam, visits};
use crate::store::devices::{self, Device};
use crate::store::{Connection, audit, together, units};

/// Longest name of a device, in characters.
const MAX_NAME: usize = 100;

/// Runs the command.
pub fn run(database: &mut Database, command: &Kiosk) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    match command {
        Kiosk::Add { unit, name, days, public_url } => {
            let expires = today_in_viet_nam().checked_add_days(Days::new(u64::from(*days)));
            let expires = expires.ok_or("that date is too far away")?;
            add(&mut conn, &Device { name: name.clone(), unit: unit.clone(), expires }, public_url)
        }
        Kiosk::List => {
            for device in devices::list(&mut conn)? {
                println!("{}\t{}\tuntil {}", device.name, device.unit, device.expires);
            }
            Ok(true)
        }
        Kiosk::Revoke { name } => {
            let revoked = together(&mut conn, |conn| {
                let revoked = devices::remove(conn, name)?;
                if revoked {
                    let entry = command_line().entry(Action::DeviceRevoked).to(name);
                    audit::append(conn, entry, now().at, now().day)?;
                }
                Ok(revoked)
            })?;
            let said = if revoked { "is no kiosk any more" } else { "does not exist" };
            println!("the device {name} {said}");
            Ok(revoked)
        }
        Kiosk::Counts { wave, unit } => counts(&mut conn, wave, unit.as_ref()),
    }
}

fn add(conn: &mut Connection, device: &Device, public_url: &PublicUrl) -> Result<bool, Failure> {
    let length = device.name.trim().chars().count();
    if !(1..=MAX_NAME).contains(&length) || device.name.chars().any(char::is_control) {
        return Err(format!("the name of a device has 1 to {MAX_NAME} characters on one line").into());
    }
    let today = today_in_viet_nam();
    let unit = units::unit_at(conn, &device.unit, today)?;
    let unit = unit.ok_or_else(|| format!("there is no unit {} on {today}", device.unit))?;
    let token = format!("hk_{}", new_secret());
    together(conn, |conn| {
        devices::add(conn, device, &secret_hash(&token))?;
        let entry = command_line().entry(Action::DeviceAdded).to(&device.name).at(Some(device.unit.clone()));
        audit::append(conn, entry.with("expires", &device.expires), now().at, now().day)
    })?;
    eprintln!(
        "{} at {} ({}), good until {}; open this once on the device, it is shown only now:",
        device.name, unit.name, unit.code, device.expires
    );
    // Behind the hash sign it stays in the browser: no server and no log sees it.
    let address = format!("{public_url}/kiosk#{token}");
    println!("{address}");
    if let Ok(code) = QRBuilder::new(address.as_str()).build() {
        println!("{}", code.to_str());
    }
    // Browsers trust an address that nobody in between can change: by HTTPS, or on the machine itself.
    if !public_url.as_str().starts_with("https://") && !public_url.is_local() {
        eprintln!("note: without https:// the device cannot go on when the network fails");
    }
    Ok(true)
}

fn counts(conn: &mut Connection, wave: &WaveId, unit: Option<&UnitCode>) -> Result<bool, Failure> {
    let stored = find(conn, wave)?;
    let released = visits::released(conn, &stored, unit)?;
    let first = stored.wave.period.first();
    let released = released.ok_or_else(|| {
        let code = unit.map_or("", UnitCode::as_str);
        format!("there is no unit {code} on {first}, the first day of the period")
    })?;
    let mut out = io::stdout().lock();
    out.write_all(BYTE_ORDER_MARK)?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(["wave", "unit", "name", "level", "asked", "answered", "abandoned"])?;
    for (unit, visits) in released {
        let figures = [visits.asked, visits.answered, visits.abandoned].map(|figure| figure.to_string());
        let [asked, answered, abandoned] = figures.each_ref().map(String::as_str);
        let name = defused(&unit.name);
        let level = unit.level.as_str();
        table.write_record([wave.as_str(), unit.code.as_str(), &name, level, asked, answered, abandoned])?;
    }
    table.flush()?;
    Ok(true)
}
