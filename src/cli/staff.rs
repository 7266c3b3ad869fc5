//! `hailong staff`: tokens for downloads.

use chrono::Days;
use rand::RngExt;

use super::Failure;
use super::arguments::Staff;
use super::database::Database;
use crate::domain::batch::hex;
use crate::sealing::today_in_viet_nam;
use crate::store::{self, Connection};
use crate::web::token_hash;

/// Runs the command.
pub fn run(database: &mut Database, command: &Staff) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    match command {
        Staff::Token { name, days } => make(&mut conn, name, *days),
        Staff::List => {
            for (name, expires) in store::tokens::list(&mut conn)? {
                println!("{name}\tuntil {expires}");
            }
            Ok(true)
        }
        Staff::Revoke { name } => {
            let revoked = store::tokens::remove(&mut conn, name)?;
            let said = if revoked { "is worthless now" } else { "does not exist" };
            println!("the token of {name} {said}");
            Ok(revoked)
        }
    }
}

fn make(conn: &mut Connection, name: &str, days: u32) -> Result<bool, Failure> {
    let token = new_token("hl");
    let expires = today_in_viet_nam().checked_add_days(Days::new(u64::from(days)));
    let expires = expires.ok_or("that date is too far away")?;
    store::tokens::add(conn, name, expires, &token_hash(&token))?;
    eprintln!("token for {name}, good until {expires}; it is shown only now:");
    println!("{token}");
    Ok(true)
}

/// 256 random bits behind a word that says what they open. Only the SHA-256 is kept: guessing is hopeless, so no
/// slow hash is needed.
pub(super) fn new_token(opens: &str) -> String {
    let secret: [u8; 32] = rand::rng().random();
    format!("{opens}_{}", hex(&secret))
}
