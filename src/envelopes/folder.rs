//! The folder of private keys: one file per key, readable by its owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::domain::batch::{Hash, hex, parse_hash};
use crate::domain::envelope::{PrivateKey, key_name};
use crate::domain::wave::WaveId;

/// Where private keys are, if they are on this machine at all.
#[derive(Debug, Clone, Default)]
pub struct Keys(Option<PathBuf>);

/// Why a private key cannot be kept, read or destroyed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// There is no folder for them here.
    #[error("no folder for private keys is known here")]
    NoFolder,
    /// A file of it cannot be read, made or destroyed.
    #[error("the private key {0} cannot be read, made or destroyed: {1}")]
    File(PathBuf, io::Error),
    /// A file holds something else.
    #[error("{0} does not hold the private key it is named after")]
    Shape(PathBuf),
}

/// What the folder has of a key.
#[derive(Debug)]
pub enum Found {
    /// The private half.
    Here(PrivateKey),
    /// Zeros where it was: destroying it was interrupted.
    Erased,
    /// Nothing: it is on another machine, or lost.
    Absent,
}

impl Keys {
    /// In this folder, which is made when the first key is.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self(Some(folder))
    }

    /// Nowhere: nothing can be opened here.
    pub fn none() -> Self {
        Self(None)
    }

    /// Makes a pair for a wave, keeps the private half, and gives name and public half.
    ///
    /// # Errors
    /// When there is no folder, or it cannot be written.
    pub fn make(&self, wave: &WaveId) -> Result<(String, Hash), KeysError> {
        let folder = self.0.as_deref().ok_or(KeysError::NoFolder)?;
        let private = PrivateKey::random(&mut rand::rng());
        let public = private.public();
        let name = key_name(&public);
        let path = file(folder, wave, &name);
        keep(folder, &path, &private).map_err(|fault| KeysError::File(path, fault))?;
        Ok((name, public))
    }

    /// What is here of this wave's key.
    ///
    /// # Errors
    /// When the file cannot be read, or holds something else.
    pub fn find(&self, wave: &WaveId, name: &str) -> Result<Found, KeysError> {
        let Some(folder) = self.0.as_deref() else { return Ok(Found::Absent) };
        let path = file(folder, wave, name);
        let text = match fs::read_to_string(&path) {
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(Found::Absent),
            read => read.map_err(|fault| KeysError::File(path.clone(), fault))?,
        };
        let Some(bytes) = parse_hash(text.trim()) else { return Err(KeysError::Shape(path)) };
        if bytes == [0; 32] {
            return Ok(Found::Erased);
        }
        match PrivateKey::from_bytes(&bytes) {
            Some(private) if key_name(&private.public()) == name => Ok(Found::Here(private)),
            _ => Err(KeysError::Shape(path)),
        }
    }

    /// Writes zeros over the private half and waits until they are on the disk. From then on nothing opens.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn erase(&self, wave: &WaveId, name: &str) -> Result<(), KeysError> {
        self.at(wave, name, |path| {
            let mut there = OpenOptions::new().write(true).open(path)?;
            there.write_all(line(&[0; 32]).as_bytes())?;
            there.sync_all()
        })
    }

    /// Takes the file away, once it is noted down that the key is destroyed.
    ///
    /// # Errors
    /// When it cannot be taken away.
    pub fn remove(&self, wave: &WaveId, name: &str) -> Result<(), KeysError> {
        self.at(wave, name, |path| {
            fs::remove_file(path)?;
            path.parent().map_or(Ok(()), sync)
        })
    }

    /// Does something to a file, which need not be there.
    fn at(
        &self,
        wave: &WaveId,
        name: &str,
        work: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), KeysError> {
        let Some(folder) = self.0.as_deref() else { return Ok(()) };
        let path = file(folder, wave, name);
        match work(&path) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(KeysError::File(path, fault)),
            _ => Ok(()),
        }
    }
}

/// The name of the key makes it the only one, even where several databases share a folder.
fn file(folder: &Path, wave: &WaveId, name: &str) -> PathBuf {
    folder.join(format!("{wave}.{name}.key"))
}

/// The same number of characters for every key, so that one is written exactly over another.
fn line(bytes: &Hash) -> String {
    hex(bytes) + "\n"
}

fn keep(folder: &Path, path: &Path, private: &PrivateKey) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // Never over a file that is there: another key cannot have this name.
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    made.write_all(line(&private.to_bytes()).as_bytes())?;
    made.sync_all()?;
    sync(folder)
}

/// Waits until the names in a folder are on the disk.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
