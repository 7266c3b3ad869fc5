//! `hailong doctor`: what is wrong with database, clock, forms, disk, versions, and what to do.

mod server;

use std::path::Path;

use chrono::{Datelike, Days, Local, Utc};

use super::arguments::Place;
use super::database::{Database, cluster_options, load_extras, load_forms, open};
use super::{Failure, texts};
use crate::domain::wave::State;
use crate::embedded::{Purpose, find_binaries};
use crate::locale;
use crate::sealing::today_in_viet_nam;
use crate::store::health::{self, DURABILITY_SETTINGS};
use crate::store::{self, Connection};

/// Free space below which writing may soon fail.
const MIN_FREE_BYTES: u64 = 1 << 30;
/// Days before a kiosk must be set up again at which that is said.
const EXPIRES_SOON_DAYS: u64 = 14;
/// The database's clock may differ from this machine's by this much.
const MAX_SKEW_SECONDS: i64 = 5;

/// What was found, printed as it is found.
#[derive(Default)]
struct Findings {
    wrong: usize,
}

impl Findings {
    #[expect(clippy::unused_self, reason = "reads like its counterpart")]
    fn good(&self, what: &str) {
        println!("ok     {what}");
    }

    /// Something to know that may be meant.
    #[expect(clippy::unused_self, reason = "reads like its counterpart")]
    fn note(&self, what: &str, remedy: &str) {
        println!("note   {what}\n       {remedy}");
    }

    fn bad(&mut self, what: &str, remedy: &str) {
        self.wrong += 1;
        println!("WRONG  {what}\n       {remedy}");
    }
}

/// Runs the command. `false` when something is wrong.
pub fn run(place: &Place) -> Result<bool, Failure> {
    let mut findings = Findings::default();
    println!("hailong {}", env!("CARGO_PKG_VERSION"));
    check_clock(&mut findings);
    check_disk(&mut findings, &place.data());
    check_forms(&mut findings, place);
    check_locales(&mut findings, place);
    check_programs(&mut findings, place);
    match open(place, Purpose::Command) {
        Err(fault) => findings.bad(
            &format!("database: {}", super::sentence(fault.as_ref())),
            "make the database reachable and run this again",
        ),
        Ok(database) => {
            let checked = check_database(&mut findings, &database);
            database.close()?;
            checked?;
        }
    }
    match findings.wrong {
        0 => println!("nothing is wrong"),
        wrong => println!("{wrong} to mend"),
    }
    Ok(findings.wrong == 0)
}

fn check_clock(findings: &mut Findings) {
    let today = Local::now().date_naive();
    if today.year() < 2026 {
        findings.bad(&format!("clock: today is {today}?"), "set the clock, e.g. with systemd-timesyncd");
    } else {
        findings.good(&format!("clock: today is {today}"));
    }
}

fn check_disk(findings: &mut Findings, data: &Path) {
    let folder = if data.exists() { data } else { Path::new(".") };
    match fs4::available_space(folder) {
        Ok(free) if free < MIN_FREE_BYTES => findings.bad(
            &format!("disk: {} MB free at {}", free >> 20, folder.display()),
            "free space or move the data folder (--data) to a larger disk",
        ),
        Ok(free) => findings.good(&format!("disk: {} MB free at {}", free >> 20, folder.display())),
        Err(fault) => {
            findings.bad(&format!("disk: {}: {fault}", folder.display()), "make the folder readable");
        }
    }
}

fn check_forms(findings: &mut Findings, place: &Place) {
    let loaded = load_forms(place).and_then(|forms| load_extras(place, &forms).map(|_| forms));
    match loaded {
        Ok(forms) => {
            let ids: Vec<&str> = forms.iter().map(|form| form.instrument.id.as_str()).collect();
            findings.good(&format!("forms: {}", ids.join(", ")));
        }
        Err(fault) => {
            findings.bad(&format!("forms: {fault}"), "mend the file; `hailong check FILE` says more");
        }
    }
}

fn check_locales(findings: &mut Findings, place: &Place) {
    match texts::speak(place) {
        Ok(()) => findings.good(&format!("languages: {}", locale::languages().join(", "))),
        Err(fault) => findings.bad(
            &format!("languages: {}", super::sentence(fault.as_ref())),
            "mend the files; `hailong check --locales DIR` names every mistake",
        ),
    }
}

fn check_programs(findings: &mut Findings, place: &Place) {
    if place.database_url.is_some() {
        return findings.good("database: the server of DATABASE_URL");
    }
    match find_binaries(&cluster_options(place, Purpose::Command)) {
        Ok(found) => {
            findings.good(&format!("database programs: {} in {}", found.version, found.dir.display()));
        }
        Err(fault) => {
            findings.bad(&format!("database programs: {fault}"), "they are fetched at the first start");
        }
    }
}

fn check_database(findings: &mut Findings, database: &Database) -> Result<(), Failure> {
    let mut conn = database.conn()?;
    let version = health::setting(&mut conn, "server_version")?.unwrap_or_default();
    findings.good(&format!("database: PostgreSQL {version}, up to date"));
    if database.cluster().is_some() {
        findings.good(&format!(
            "backup: while the service runs, pg_dump -Fc '{}' > hailong.dump",
            database.url()
        ));
    }
    let skew = (health::now(&mut conn)? - Utc::now()).num_seconds().abs();
    if skew > MAX_SKEW_SECONDS {
        findings
            .bad(&format!("clock: the database's clock is {skew} s off"), "set both clocks by the network");
    }
    server::check_exposure(findings, &mut conn)?;
    if database.cluster().is_none() {
        server::check_role(findings, &mut conn)?;
    }
    for name in DURABILITY_SETTINGS {
        if health::setting(&mut conn, name)?.as_deref() == Some("off") {
            let remedy = format!("ALTER SYSTEM SET {name} = 'on'; SELECT pg_reload_conf();");
            findings.bad(&format!("durability: {name} is off, so a power cut may lose answers"), &remedy);
        }
    }
    for form in database.outdated_forms() {
        let what = format!("form {form}: a wave uses an earlier text of it and keeps that");
        findings.bad(&what, "give the changed form a new id");
    }
    check_devices(findings, &mut conn)?;
    check_waves(findings, &mut conn)
}

fn check_devices(findings: &mut Findings, conn: &mut Connection) -> Result<(), Failure> {
    let soon = today_in_viet_nam() + Days::new(EXPIRES_SOON_DAYS);
    let devices = store::devices::list(conn)?;
    findings.good(&format!("kiosks: {}", devices.len()));
    for device in devices.into_iter().filter(|device| device.expires < soon) {
        let what = format!("kiosk {} at {}: good until {}", device.name, device.unit, device.expires);
        let remedy = format!(
            "hailong kiosk revoke {:?}, then hailong kiosk add --unit {} --name {:?}",
            device.name, device.unit, device.name
        );
        findings.bad(&what, &remedy);
    }
    Ok(())
}

fn check_waves(findings: &mut Findings, conn: &mut Connection) -> Result<(), Failure> {
    let today = Local::now().date_naive();
    let waves = store::waves::list(conn)?;
    findings.good(&format!("waves: {}", waves.len()));
    for stored in waves {
        let wave = stored.wave;
        if wave.state == State::Open && wave.period.last() < today {
            let what =
                format!("wave {}: its period ended on {} and it is still open", wave.id, wave.period.last());
            findings.bad(&what, &format!("hailong wave close {}", wave.id));
        }
    }
    Ok(())
}
