//! `hailong staff`: accounts and tokens of the staff. Whoever can run this beside the database may do everything; no
//! password is ever typed here.

use chrono::Utc;

use super::Failure;
use super::database::Database;
use super::os_user::command_line;
use super::staff_arguments::{AddStaff, Reached, Staff};
use crate::domain::access::{Reach, Right};
use crate::identity::accounts::{self, NewAccount, Refused};
use crate::identity::tokens::{self, Wanted};
use crate::identity::{Moment, Principal, set_up};
use crate::sealing::today_in_viet_nam;
use crate::store::accounts::Grant;
use crate::store::{self, Connection};

/// Now.
pub fn now() -> Moment {
    Moment { at: Utc::now(), day: today_in_viet_nam() }
}

/// Runs the command.
pub fn run(database: &mut Database, command: &Staff) -> Result<bool, Failure> {
    let mut conn = database.conn()?;
    let by = command_line();
    match command {
        Staff::Add(options) => add(&mut conn, &by, options),
        Staff::List => list(&mut conn, &by),
        Staff::Disable { name } => disable(&mut conn, &by, name, true),
        Staff::Enable { name } => disable(&mut conn, &by, name, false),
        Staff::Reset { name, without_second_factor, reached } => {
            let reset = accounts::reset(&mut conn, &by, name, *without_second_factor, now())?;
            let secret = reset.map_err(|refused| sentence(&refused, name, None))?;
            print_link(name, &secret, reached);
            Ok(true)
        }
        Staff::Token { name, days, rights, unit } => {
            let rights = rights.iter().copied().collect();
            make_token(&mut conn, &by, &Wanted { name, days: *days, rights, unit: unit.as_deref() })
        }
        Staff::Revoke { name } => {
            let revoked = tokens::revoke(&mut conn, &by, name, now())?;
            let said = if revoked { "is worthless now" } else { "does not exist" };
            println!("the token of {name} {said}");
            Ok(revoked)
        }
    }
}

/// Why it was not done, for the person at the keyboard.
fn sentence(refused: &Refused, name: &str, unit: Option<&str>) -> Failure {
    let unit = unit.unwrap_or_default();
    match refused {
        Refused::BadName => {
            format!(
                "{name:?} cannot be a sign-in name; use 2 to 64 of a-z 0-9 . _ @ -, a letter or digit first"
            )
        }
        Refused::BadFullName => "a name has 1 to 200 characters".to_owned(),
        Refused::NameTaken => format!("there is a staff account {name} already"),
        Refused::UnknownAccount => {
            format!("there is no staff account {name}; `hailong staff list` shows all")
        }
        Refused::UnknownUnit => format!("no unit bears the code {unit:?} today"),
        Refused::UnknownRole | Refused::LastRole | Refused::Right(_) | Refused::Yourself => {
            format!("refused: {}", refused.as_str())
        }
    }
    .into()
}

fn add(conn: &mut Connection, by: &Principal, options: &AddStaff) -> Result<bool, Failure> {
    let name = options.name.as_str();
    let full_name = options.full_name.as_deref().unwrap_or(name);
    let unit = options.unit.as_deref();
    let new = NewAccount { name, full_name, role: options.role, unit };
    let secret = accounts::add(conn, by, &new, now())?.map_err(|refused| sentence(&refused, name, unit))?;
    print_link(name, &secret, &options.reached);
    Ok(true)
}

fn print_link(name: &str, secret: &str, reached: &Reached) {
    let days = set_up::LASTS.num_days();
    eprintln!(
        "whoever opens this link first chooses the password of {name}; it works once, within {days} days:"
    );
    println!("{}{}", reached.public_url.trim_end_matches('/'), set_up::path(secret));
}

fn role(grant: &Grant) -> String {
    match &grant.reach {
        Reach::Everything => format!("{} everywhere", grant.role),
        Reach::Under(key) => format!("{} at {}", grant.role, key.code),
    }
}

fn list(conn: &mut Connection, by: &Principal) -> Result<bool, Failure> {
    for listed in accounts::list(conn, by, now())? {
        let account = &listed.account;
        let state = match (account.disabled, account.password.is_some(), account.totp.is_some()) {
            (true, _, _) => "disabled",
            (_, false, _) => "not set up",
            (_, _, true) => "password and second factor",
            (_, _, false) => "password",
        };
        let roles: Vec<String> = listed.grants.iter().map(role).collect();
        println!("{}\t{}\t{}\t{state}", account.name, account.full_name, roles.join(", "));
    }
    for token in store::tokens::list(conn, None)? {
        let rights: Vec<&str> = token.gives.rights.iter().map(Right::as_str).collect();
        println!("{}\ttoken\t{}\tuntil {}", token.name, rights.join(" "), token.expires);
    }
    Ok(true)
}

fn disable(conn: &mut Connection, by: &Principal, name: &str, disabled: bool) -> Result<bool, Failure> {
    accounts::set_disabled(conn, by, name, disabled, now())?
        .map_err(|refused| sentence(&refused, name, None))?;
    let said = if disabled { "nobody can sign in to" } else { "people can sign in again to" };
    println!("{said} {name}");
    Ok(true)
}

fn make_token(conn: &mut Connection, by: &Principal, wanted: &Wanted) -> Result<bool, Failure> {
    let made = tokens::make(conn, by, wanted, now())?;
    let (token, expires) = made.map_err(|refused| match refused {
        Refused::NameTaken => format!("there is a staff token {} already", wanted.name).into(),
        Refused::BadName => "a name has 1 to 100 characters".into(),
        other => sentence(&other, wanted.name, wanted.unit),
    })?;
    eprintln!("token for {}, good until {expires}; it is shown only now:", wanted.name);
    println!("{token}");
    Ok(true)
}
