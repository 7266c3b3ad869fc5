//! `hailong tickets`: sheets of tickets to cut out.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

use super::Failure;
use super::arguments::{Place, Tickets};
use super::database::Database;
use super::os_user::command_line;
use super::posters::reached;
use super::serve::key;
use super::staff::now;
use crate::domain::instrument::Text;
use crate::domain::public_url::PublicUrl;
use crate::export::ticket::{self, Sheet};
use crate::tickets::issue;

/// The address that goes on the tickets.
pub fn address(options: &Tickets) -> Result<PublicUrl, Failure> {
    reached(options.public_url.as_ref())
}

/// Runs the command.
pub fn run(
    place: &Place,
    database: &mut Database,
    options: &Tickets,
    address: &PublicUrl,
) -> Result<bool, Failure> {
    let (key, by) = (key(place)?, command_line());
    let out = &options.out;
    let cannot_write = |fault| format!("cannot write {}: {fault}", out.display());
    // Before any ticket is made; and never over an earlier sheet, which is there only once. For its owner alone.
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(out);
    let mut file = file.map_err(cannot_write)?;
    let mut conn = database.conn()?;
    let made = issue(&mut conn, (&by, &key), (&options.wave, &options.unit), options.count, now());
    let issued = match made {
        Ok(Ok(issued)) => issued,
        failed => {
            // Nothing was written to it yet.
            let _ = std::fs::remove_file(out);
            return Err(match failed {
                Ok(Err(refused)) => refused.to_string().into(),
                Err(fault) => fault.into(),
                Ok(Ok(_)) => "no tickets".into(),
            });
        }
    };
    let name = Text::new(&issued.unit.name, issued.unit.name_en.as_deref().unwrap_or(&issued.unit.name));
    let (wave, unit) = (options.wave.clone(), options.unit.clone());
    let sheet = Sheet { wave, unit, name, address: address.clone() };
    let pdf = ticket::render(&sheet, &issued.codes)?;
    file.write_all(&pdf).and_then(|()| file.sync_all()).map_err(cannot_write)?;
    println!("{}: {} tickets; the codes are kept nowhere else", out.display(), issued.codes.len());
    Ok(true)
}
