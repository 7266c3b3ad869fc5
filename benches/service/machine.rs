//! What the figures depend on.

use std::fs;
use std::thread;

use crate::Failure;
use crate::baseline::text;
use crate::service::Service;

/// Machine, database and load in one sentence.
pub fn facts(service: &Service) -> Result<String, Failure> {
    let mut conn = service.database()?;
    let mut setting = |name: &str| text(&mut conn, &format!("SELECT current_setting('{name}') AS value"));
    let version = setting("server_version")?;
    let durability = ["fsync", "synchronous_commit", "full_page_writes", "wal_sync_method"];
    let durability = durability.map(|name| Ok::<_, Failure>(format!("{name} {}", setting(name)?)));
    let durability = durability.into_iter().collect::<Result<Vec<_>, _>>()?.join(", ");
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Ok(format!(
        "{} on {cores} cores ({}), client, service and database on the same machine; PostgreSQL {version}, \
         {durability}; load average at the start {}.\n",
        std::env::consts::OS,
        processor(),
        load_average()
    ))
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

/// Mean number of processes that wanted to run in the last minute.
pub fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}
