//! Start-up, memory, size of the program.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::Failure;
use crate::memory::Memory;
use crate::scratch::Scratch;
use crate::service::{PROGRAM, Service};
use crate::table::{median, megabytes, seconds};

/// Starts that are measured.
const STARTS: usize = 5;
/// After this time a service that nobody uses has settled.
const REST: Duration = Duration::from_secs(2);
/// The private cluster allows 40 connections, too few for pgbench's 256. Nothing else is changed.
const SETTINGS: &str = "max_connections = 300";

/// What was found.
pub struct Start {
    again: Duration,
    idle: Memory,
}

/// The first start on a new folder, which makes the database and brings in units and forms. The
/// service then runs with the settings of the measurements.
pub fn first(scratch: &Scratch) -> Result<(Service, Duration), Failure> {
    let (mut service, time) = Service::start(&scratch.data())?;
    service.configure(SETTINGS)?;
    service.restart()?;
    Ok((service, time))
}

/// Later starts, and the service at rest.
pub fn again(service: &mut Service) -> Result<Start, Failure> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(service.restart()?);
    }
    sleep(REST);
    Ok(Start { again: median(times), idle: Memory::of(service)? })
}

impl Start {
    /// The figures as Markdown.
    pub fn table(&self, first: Duration, loaded: Option<Memory>) -> Result<String, Failure> {
        let mut lines = vec![
            ("first start, database made, until ready".to_owned(), format!("{} s", seconds(first))),
            (format!("later starts until ready, median of {STARTS}"), format!("{} s", seconds(self.again))),
            ("program".to_owned(), megabytes(fs::metadata(PROGRAM)?.len())),
        ];
        for (when, memory) in [("at rest", Some(self.idle)), ("under load", loaded)] {
            let Some(memory) = memory else { continue };
            lines.push((format!("memory of the service {when} (PSS)"), megabytes(memory.service)));
            lines.push((
                format!("memory of its {} PostgreSQL processes {when} (PSS)", memory.processes),
                megabytes(memory.postgres),
            ));
        }
        let lines: Vec<String> =
            lines.into_iter().map(|(name, figure)| format!("| {name} | {figure} |\n")).collect();
        Ok(format!("| start and size | |\n|---|--:|\n{}", lines.concat()))
    }
}
