//! Where things lie in the service's data folder, and the folder of the socket.
//!
//! ```text
//! data/postgres            the cluster            data/postgres.lock     held by the owning process
//! data/postgres.new-PID    a cluster being made   data/postgres.guests   held by attached processes
//! data/postgres.socket     the Unix socket        data/postgres.log      the server's own log
//! data/pgbin               fetched programs
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::binaries::leading_number;
use super::error::Error;
use super::privileges::{Folder, Identity};
use super::process;

/// The address of a Unix socket has room for 103 to 107 bytes, of which "/.s.PGSQL.5432" takes 14.
const LONGEST_SOCKET_FOLDER: usize = 80;

/// The log is put aside at a start that finds it larger.
const LARGEST_LOG: u64 = 1 << 20;

/// The paths of one data folder, absolute and free of symbolic links.
#[derive(Debug)]
pub(super) struct Layout {
    pub data: PathBuf,
    pub cluster: PathBuf,
    pub log: PathBuf,
    pub lock: PathBuf,
    pub guests: PathBuf,
    pub pgbin: PathBuf,
    pub sockets: PathBuf,
}

impl Layout {
    /// Creates the data folder where it is missing.
    pub fn prepare(data: &Path) -> Result<Self, Error> {
        fs::create_dir_all(data).map_err(Error::io(format!("create the data folder {}", data.display())))?;
        Self::existing(data).map_err(Error::io(format!("read the data folder {}", data.display())))
    }

    /// The layout of a data folder that exists.
    pub fn existing(data: &Path) -> io::Result<Self> {
        let data = data.canonicalize()?;
        let metadata = fs::metadata(&data)?;
        Ok(Self {
            cluster: data.join("postgres"),
            log: data.join("postgres.log"),
            lock: data.join("postgres.lock"),
            guests: data.join("postgres.guests"),
            pgbin: data.join("pgbin"),
            sockets: socket_folder(&data, metadata.dev(), metadata.ino()),
            data,
        })
    }

    /// The owner of the cluster's folder, `None` where there is no cluster yet. An empty folder
    /// counts as none: a complete cluster can be moved into its place.
    pub fn cluster_owner(&self) -> Result<Option<u32>, Error> {
        let metadata = match fs::metadata(&self.cluster) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(Error::io(format!("read {}", self.cluster.display())))?,
        };
        let empty = fs::read_dir(&self.cluster).is_ok_and(|mut entries| entries.next().is_none());
        Ok((!empty).then(|| metadata.uid()))
    }

    /// The major version that made the existing cluster.
    pub fn cluster_major(&self) -> Result<u32, Error> {
        let text = match fs::read_to_string(self.cluster.join("PG_VERSION")) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Error::io(format!("read {}", self.cluster.display()))(error));
            }
            other => other.unwrap_or_default(),
        };
        leading_number(&text).ok_or_else(|| Error::NotACluster { cluster: self.cluster.clone() })
    }

    /// Creates or checks the folder of the socket and hands it to `identity`. Below /tmp somebody
    /// else may have put something in its place, so it is opened without following a link and
    /// everything is asked of the open folder.
    pub fn open_socket_folder(&self, identity: &Identity) -> Result<Folder, Error> {
        match DirBuilder::new().mode(0o700).create(&self.sockets) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Error::io(format!("create the socket folder {}", self.sockets.display()))(error));
            }
            _ => {}
        }
        let folder = self.trusted_socket_folder(identity.owner())?;
        identity.give_folder(&folder)?;
        Ok(folder)
    }

    /// The existing folder of the socket, once it is certain that only we or `owner` can write there.
    pub fn trusted_socket_folder(&self, owner: u32) -> Result<Folder, Error> {
        let refuse = |why: String| Error::SocketFolder { folder: self.sockets.clone(), why };
        let folder = Folder::open_itself(&self.sockets)
            .map_err(|error| refuse(format!("it is no folder that can be opened ({error})")))?;
        let (actual, mode) = folder.owner_and_mode().map_err(|error| refuse(error.to_string()))?;
        if actual != owner && actual != process::effective_ids().0 {
            return Err(refuse(format!("it belongs to user {actual}")));
        }
        if mode & 0o077 != 0 {
            return Err(refuse(format!("its mode is {mode:o} instead of 700")));
        }
        Ok(folder)
    }

    /// Removes the folder of the socket when it lies outside the data folder, where nobody would
    /// think of removing it by hand.
    pub fn remove_outside_socket_folder(&self) {
        if !self.sockets.starts_with(&self.data) {
            // Only succeeds when empty, that is after a clean end.
            let _ = fs::remove_dir(&self.sockets);
        }
    }

    /// Opens the server's log for appending; returns its present length too.
    pub fn open_log(&self) -> Result<(File, u64), Error> {
        let complain = || Error::io(format!("open the log {}", self.log.display()));
        if fs::metadata(&self.log).is_ok_and(|log| log.len() > LARGEST_LOG) {
            fs::rename(&self.log, self.log.with_extension("log.old")).map_err(complain())?;
        }
        let mut options = OpenOptions::new();
        let log = options.append(true).create(true).mode(0o600).open(&self.log).map_err(complain())?;
        let length = log.metadata().map_err(complain())?.len();
        Ok((log, length))
    }
}

/// Inside the data folder where the path fits into a socket address. libpq takes a comma for the
/// end of one host in a list of hosts. The name is the same for every process that looks for it.
fn socket_folder(data: &Path, device: u64, inode: u64) -> PathBuf {
    let inside = data.join("postgres.socket");
    let bytes = inside.as_os_str().as_bytes();
    if bytes.len() <= LONGEST_SOCKET_FOLDER && !bytes.contains(&b',') {
        return inside;
    }
    PathBuf::from(format!("/tmp/hailong-{device:x}-{inode:x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_stays_inside_unless_its_address_would_be_too_long_or_hold_a_comma() {
        let inside = socket_folder(Path::new("/srv/Hài lòng/dữ liệu"), 1, 2);
        assert_eq!(inside, Path::new("/srv/Hài lòng/dữ liệu/postgres.socket"));
        let long = "/srv/".to_owned() + &"dữ liệu ".repeat(10);
        assert_eq!(socket_folder(Path::new(&long), 0xfe00, 0x1f), Path::new("/tmp/hailong-fe00-1f"));
        assert_eq!(socket_folder(Path::new("/srv/a,b"), 0xfe00, 0x1f), Path::new("/tmp/hailong-fe00-1f"));
    }
}
