//! `hailong audit`: checking and exporting the log of what staff did.

use std::io::Write as _;

use super::Failure;
use super::database::Database;
use super::os_user::command_line;
use super::staff::now;
use super::staff_arguments::{Audit, AuditFormat};
use crate::domain::batch::{Hash, hex};
use crate::identity::audit::{self, Chain};
use crate::store::{self, Connection, audit::Filter};
use crate::web::audit_file::{to_csv, to_json};

/// Runs the command.
pub fn run(database: &mut Database, command: &Audit) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    match command {
        Audit::Verify { seen } => verify(&mut conn, seen.as_ref()),
        Audit::Export { format, out } => {
            let entries = audit::export(&mut conn, &command_line(), Filter::default(), now())?;
            let bytes = match format {
                AuditFormat::Csv => to_csv(&entries)?,
                AuditFormat::Json => to_json(&entries)?,
            };
            match out {
                Some(file) => {
                    std::fs::write(file, bytes).map_err(|fault| format!("{}: {fault}", file.display()))?;
                }
                None => std::io::stdout().lock().write_all(&bytes)?,
            }
            Ok(true)
        }
    }
}

fn verify(conn: &mut Connection, seen: Option<&(i64, Hash)>) -> Result<bool, Failure> {
    match audit::verify(conn)? {
        Chain::Broken(number) => {
            println!("the audit log was changed at entry {number}");
            Ok(false)
        }
        Chain::Sound(last, hash) => {
            println!("every entry is as it was written; note this down and check it later with --seen:");
            println!("{last}:{}", hex(&hash));
            let Some((number, hash)) = seen else { return Ok(true) };
            let entry = store::audit::list(conn, &Filter::default(), Some(number.saturating_add(1)), 1)?;
            let same = entry.first().is_some_and(|(entry, kept)| entry.number == *number && kept == hash);
            println!(
                "entry {number} {}",
                if same { "is the one that was seen" } else { "is not the one that was seen" }
            );
            Ok(same)
        }
    }
}
