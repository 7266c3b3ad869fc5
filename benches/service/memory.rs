//! Memory of the service and of its PostgreSQL, as the kernel tells it.

use std::fs;
use std::path::Path;

use crate::Failure;
use crate::service::Service;

/// Proportional set sizes: memory that processes share is divided among them, so they add up.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// The service's own, in bytes.
    pub service: u64,
    /// That of all PostgreSQL processes, in bytes.
    pub postgres: u64,
    /// Number of PostgreSQL processes.
    pub processes: usize,
}

impl Memory {
    /// What both take now.
    pub fn of(service: &Service) -> Result<Self, Failure> {
        let first = service.postmaster()?;
        let postgres = [first].into_iter().chain(children(first)?);
        // A process that has ended meanwhile takes nothing.
        let shares: Vec<u64> = postgres.filter_map(|process| share(process).ok()).collect();
        Ok(Self {
            service: share(service.process())?,
            postgres: shares.iter().sum(),
            processes: shares.len(),
        })
    }
}

/// The most memory a process has had, in bytes.
pub fn peak(process: u32) -> Result<u64, Failure> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kilobytes.ok_or("the kernel does not tell the most memory")?.parse::<u64>()? * 1024)
}

/// Lets the peak begin anew at what the process has now.
pub fn forget_peak(process: u32) -> Result<(), Failure> {
    Ok(fs::write(format!("/proc/{process}/clear_refs"), "5")?)
}

fn share(process: u32) -> Result<u64, Failure> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kilobytes.ok_or("the kernel does not tell the share of memory")?.parse::<u64>()? * 1024)
}

fn children(parent: u32) -> Result<Vec<u32>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path();
        let process = path.file_name().and_then(|name| name.to_str()?.parse().ok());
        if let Some(process) = process
            && parent_of(&path) == Some(parent)
        {
            found.push(process);
        }
    }
    Ok(found)
}

fn parent_of(process: &Path) -> Option<u32> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}
