//! `hailong staff`: tokens for downloads.

use chrono::{Days, Local};
use rand::RngExt;
use sha2::{Digest, Sha256};

use super::Failure;
use super::arguments::Staff;
use super::database::Database;
use crate::domain::batch::{Hash, hex};
use crate::store;

/// Runs the command.
pub fn run(database: &mut Database, command: &Staff) -> Result<bool, Failure> {
    let Staff::Token { name, days } = command;
    let token = new_token();
    let expires = Local::now().date_naive().checked_add_days(Days::new(u64::from(*days)));
    let expires = expires.ok_or("that date is too far away")?;
    let hash: Hash = Sha256::digest(token.as_bytes()).into();
    store::tokens::add(&mut *database.conn()?, name, expires, &hash)?;
    eprintln!("token for {name}, good until {expires}; it is shown only now:");
    println!("{token}");
    Ok(true)
}

/// 256 random bits. Only the SHA-256 is kept: guessing is hopeless, so no slow hash is needed.
fn new_token() -> String {
    let secret: [u8; 32] = rand::rng().random();
    format!("hl_{}", hex(&secret))
}
