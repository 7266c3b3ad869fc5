//! As whom PostgreSQL runs. It refuses to run as root, while a fresh machine often has only root.
//!
//! Root has two ways out. In a **user namespace** root's own files appear to belong to an ordinary
//! user, so nothing changes hands and a data folder below /root works. Where the kernel or the
//! container refuses namespaces, PostgreSQL runs as the account `postgres`, else `nobody`; that
//! account may be unable to walk to the data folder, so it gets its folders as open descriptors
//! and names them `/proc/self/fd/N`. (Through such a descriptor the account can also reach
//! world-readable files beside the folder, even when a parent like /root is closed to it.)

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown, lchown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::error::Error;
use super::process::{self, Birth, InnerIds, Signal};

/// Inside a namespace any number but 0 would do for the kernel, but `initdb` insists on a number
/// that /etc/passwd knows; this one serves where /etc/passwd has neither account.
const FIRST_ORDINARY_USER: u32 = 1000;

/// An account of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub uid: u32,
    pub gid: u32,
}

/// How the server's processes get an identity that PostgreSQL accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// We are an ordinary user, and so is PostgreSQL.
    Ourselves,
    /// We are root; PostgreSQL sees itself as the user with this number, the machine sees root.
    Namespace { inner: u32 },
    /// We are root; PostgreSQL is this account.
    Account(Account),
}

impl Identity {
    /// Decides by the owner of an existing cluster, so that a folder never changes hands twice.
    pub fn choose(cluster: &Path, owner: Option<u32>) -> Result<Self, Error> {
        let (ourselves, _) = process::effective_ids();
        decide(ourselves, owner, &accounts(), namespaces_work).ok_or_else(|| Error::ForeignOwner {
            cluster: cluster.to_path_buf(),
            owner: owner.map_or_else(String::new, user_name),
        })
    }

    /// The user to whom the cluster's files belong, as the machine sees it.
    pub fn owner(&self) -> u32 {
        match self {
            Self::Ourselves | Self::Namespace { .. } => process::effective_ids().0,
            Self::Account(account) => account.uid,
        }
    }

    /// " as user N" where that is not the user of this process, for messages.
    pub fn as_whom(&self) -> String {
        match self {
            Self::Account(account) => format!(" as user {}", account.uid),
            Self::Ourselves | Self::Namespace { .. } => String::new(),
        }
    }

    /// A command for `program` that will run with this identity, away from terminal and signals of
    /// this process, and end by `at_parent_death` together with the thread that spawns it.
    /// Its working directory is the root directory; it may name `folders` by [`Self::name_of`].
    pub fn command(&self, program: &Path, folders: &[&Folder], at_parent_death: Signal) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null()).process_group(0);
        // PGDATA, PGPORT, PGOPTIONS and the like are meant for other servers.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C").env_remove("LANGUAGE");
        let mut birth = Birth { namespace: None, keep: Vec::new(), at_parent_death };
        match self {
            Self::Ourselves => {}
            Self::Namespace { inner } => birth.namespace = Some(InnerIds::new(*inner)),
            Self::Account(account) => {
                // std also drops root's supplementary groups here.
                command.gid(account.gid).uid(account.uid);
                birth.keep = folders.iter().map(|folder| folder.descriptor()).collect();
            }
        }
        process::prepare(&mut command, birth);
        command
    }

    /// The path by which a process of this identity reaches `folder`.
    pub fn name_of(&self, folder: &Folder) -> PathBuf {
        match self {
            Self::Account(_) if cfg!(target_os = "linux") => {
                PathBuf::from(format!("/proc/self/fd/{}", folder.descriptor()))
            }
            _ => folder.path.clone(),
        }
    }

    /// Hands `folder` itself to this identity.
    pub fn give_folder(&self, folder: &Folder) -> Result<(), Error> {
        let Self::Account(account) = self else { return Ok(()) };
        fchown(&folder.file, Some(account.uid), Some(account.gid)).map_err(Error::io(format!(
            "give {} to user {}",
            folder.path.display(),
            account.uid
        )))
    }

    /// Hands a cluster made under root's ownership to this identity, when it is another.
    pub fn adopt(&self, cluster: &Path, owner: u32) -> Result<(), Error> {
        let Self::Account(account) = self else { return Ok(()) };
        if owner == account.uid {
            return Ok(());
        }
        tracing::info!("handing {} to user {}", cluster.display(), account.uid);
        give_tree(cluster, account).map_err(Error::io(format!(
            "give {} to user {}",
            cluster.display(),
            account.uid
        )))
    }
}

/// `None` when the owner is somebody for whom this process must not act.
fn decide(
    ourselves: u32,
    owner: Option<u32>,
    accounts: &str,
    namespaces_work: impl Fn(u32) -> bool,
) -> Option<Identity> {
    if ourselves != 0 {
        return owner.is_none_or(|owner| owner == ourselves).then_some(Identity::Ourselves);
    }
    let candidates: Vec<Account> =
        ["postgres", "nobody"].iter().filter_map(|name| account_named(accounts, name)).collect();
    if let Some(owner) = owner.filter(|owner| *owner != 0) {
        return candidates.into_iter().find(|account| account.uid == owner).map(Identity::Account);
    }
    let inner = candidates.first().map_or(FIRST_ORDINARY_USER, |account| account.uid);
    if namespaces_work(inner) {
        return Some(Identity::Namespace { inner });
    }
    let fallback = Account { uid: 65534, gid: 65534 };
    Some(Identity::Account(candidates.into_iter().next().unwrap_or(fallback)))
}

/// Tries once per process whether the kernel lets us enter a user namespace and run something there.
fn namespaces_work(inner: u32) -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        // `initdb` needs the shell too.
        let mut probe = Identity::Namespace { inner }.command(Path::new("/bin/sh"), &[], Signal::Kill);
        match probe.args(["-c", ":"]).status() {
            Ok(status) => status.success(),
            Err(error) => {
                tracing::debug!("user namespaces are refused ({error})");
                false
            }
        }
    })
}

fn account_named(accounts: &str, name: &str) -> Option<Account> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        // An alias of root would be refused like root.
        (uid != 0).then_some(Account { uid, gid })
    })
}

fn accounts() -> String {
    fs::read_to_string("/etc/passwd").unwrap_or_default()
}

/// The name of user `uid`, or the number where it has none.
pub(super) fn user_name(uid: u32) -> String {
    name_in(&accounts(), uid)
}

fn name_in(accounts: &str, uid: u32) -> String {
    let number = uid.to_string();
    let line = accounts.lines().find(|line| line.split(':').nth(2) == Some(&number));
    line.and_then(|line| line.split(':').next()).map_or(number, str::to_owned)
}

/// Children first, the top last: an interrupted run leaves the top as it was and begins anew.
fn give_tree(path: &Path, account: &Account) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        for entry in fs::read_dir(path)? {
            give_tree(&entry?.path(), account)?;
        }
    }
    lchown(path, Some(account.uid), Some(account.gid))
}

/// An open directory: its path for us, its descriptor for a child that cannot walk the path.
#[derive(Debug)]
pub(super) struct Folder {
    pub path: PathBuf,
    file: File,
}

impl Folder {
    /// Opens the directory `path` for use by children.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::open_with(path, libc::O_DIRECTORY)
    }

    /// The same, but fails when `path` itself is a symbolic link, which somebody else may have put there.
    pub fn open_itself(path: &Path) -> io::Result<Self> {
        Self::open_with(path, libc::O_DIRECTORY | libc::O_NOFOLLOW)
    }

    fn open_with(path: &Path, flags: i32) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        Ok(Self { path: path.to_path_buf(), file })
    }

    /// The owner and the permission bits, asked of the descriptor and not of the path.
    pub fn owner_and_mode(&self) -> io::Result<(u32, u32)> {
        let metadata = self.file.metadata()?;
        Ok((metadata.uid(), metadata.mode() & 0o7777))
    }

    fn descriptor(&self) -> RawFd {
        self.file.as_raw_fd()
    }
}

/// `-D folder` for `initdb` and `postgres`.
pub(super) fn data_argument(identity: &Identity, cluster: &Folder) -> [OsString; 2] {
    [OsString::from("-D"), identity.name_of(cluster).into_os_string()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNTS: &str = "root:x:0:0:root:/root:/bin/sh\n\
        nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n\
        an:x:1001:1001::/home/an:/bin/sh\n\
        postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n";
    const POSTGRES: Account = Account { uid: 101, gid: 104 };
    const NOBODY: Account = Account { uid: 65534, gid: 65533 };

    #[test]
    fn an_ordinary_user_runs_only_a_cluster_of_its_own() {
        assert_eq!(decide(1001, None, ACCOUNTS, |_| panic!("needs no test")), Some(Identity::Ourselves));
        assert_eq!(decide(1001, Some(1001), ACCOUNTS, |_| false), Some(Identity::Ourselves));
        assert_eq!(decide(1001, Some(0), ACCOUNTS, |_| true), None);
        assert_eq!(decide(1001, Some(101), ACCOUNTS, |_| true), None);
    }

    #[test]
    fn root_prefers_a_namespace_and_falls_back_to_an_account() {
        let inner = POSTGRES.uid;
        for owner in [None, Some(0)] {
            assert_eq!(decide(0, owner, ACCOUNTS, |_| true), Some(Identity::Namespace { inner }));
            assert_eq!(decide(0, owner, ACCOUNTS, |_| false), Some(Identity::Account(POSTGRES)));
        }
        let without_postgres = ACCOUNTS.replace("postgres:", "db:");
        assert_eq!(decide(0, None, &without_postgres, |_| false), Some(Identity::Account(NOBODY)));
        assert_eq!(decide(0, None, "", |_| true), Some(Identity::Namespace { inner: 1000 }));
    }

    #[test]
    fn the_owner_of_an_existing_cluster_decides_even_where_namespaces_work() {
        assert_eq!(decide(0, Some(101), ACCOUNTS, |_| true), Some(Identity::Account(POSTGRES)));
        assert_eq!(decide(0, Some(65534), ACCOUNTS, |_| true), Some(Identity::Account(NOBODY)));
        assert_eq!(decide(0, Some(1001), ACCOUNTS, |_| true), None);
    }

    #[test]
    fn an_owner_is_called_by_name_where_it_has_one() {
        assert_eq!(name_in(ACCOUNTS, 1001), "an");
        assert_eq!(name_in(ACCOUNTS, 4242), "4242");
    }
}
