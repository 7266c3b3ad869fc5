//! The folder of one run, gone at its end.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::Failure;

/// The folder of this run. What a killed run left is removed by the next one.
pub struct Scratch {
    path: PathBuf,
    /// Locked as long as the run lasts, which tells other runs so.
    _alive: File,
}

impl Scratch {
    pub fn new() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
        fs::create_dir_all(&root)?;
        // Nobody sweeps between the creation of a folder and the locking of its file.
        let turn = File::create(root.join("sweep.lock"))?;
        turn.lock()?;
        for entry in fs::read_dir(&root)? {
            let left = entry?.path();
            if File::open(left.join("alive")).is_ok_and(|alive| alive.try_lock().is_ok()) {
                fs::remove_dir_all(left)?;
            }
        }
        let path = root.join(std::process::id().to_string());
        fs::create_dir_all(path.join("data"))?;
        let alive = File::create(path.join("alive"))?;
        alive.lock()?;
        let scratch = Self { path, _alive: alive };
        // PostgreSQL that was fetched for one run serves the next ones too.
        let programs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pgbin");
        fs::create_dir_all(&programs)?;
        symlink(programs, scratch.data().join("pgbin"))?;
        Ok(scratch)
    }

    /// The service's data folder.
    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// A file of this run.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(fault) = fs::remove_dir_all(&self.path) {
            eprintln!("bench: cannot remove {}: {fault}", self.path.display());
        }
    }
}
