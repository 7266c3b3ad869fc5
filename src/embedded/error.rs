//! What can go wrong between "no database was named" and "the private database answers".

use std::io;
use std::path::PathBuf;

/// Why the private PostgreSQL could not be found, started, reached or stopped.
///
/// Every message names the folder or program concerned and what the operator can do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused something; `what` is the action, the cause is the source.
    #[error("could not {what}")]
    Io {
        /// The action, as a verb phrase that names the file or program.
        what: String,
        /// The operating system's answer.
        source: io::Error,
    },

    /// No usable server programs anywhere, and none could be fetched or fetching was forbidden.
    #[error(
        "no {wanted} server programs were found{tried}: install them (`apt-get install postgresql`, \
         `dnf install postgresql-server` or `brew install postgresql@17`), set PG_BIN_DIR to the folder \
         that holds `postgres` and `initdb`, or set DATABASE_URL to a PostgreSQL server of your own"
    )]
    NoBinaries {
        /// "PostgreSQL", with the major version where an existing cluster needs it.
        wanted: String,
        /// Empty, or in parentheses why candidates and fetching did not help.
        tried: String,
    },

    /// The folder named by the option or by `PG_BIN_DIR` cannot be used.
    #[error(
        "PG_BIN_DIR names {}, but {why}: set it to a folder that holds `postgres` and `initdb` of \
         PostgreSQL 13 or newer, or leave it unset",
        dir.display()
    )]
    BinDir {
        /// The folder that was named.
        dir: PathBuf,
        /// What is wrong with it.
        why: String,
    },

    /// The cluster on disk was made by a major version that is not installed.
    #[error(
        "the database in {} was made by PostgreSQL {needed}, and only {found} was found: install \
         PostgreSQL {needed}, or move the data with the `pg_dump` of {needed} into a new folder",
        cluster.display()
    )]
    WrongMajor {
        /// The cluster's folder.
        cluster: PathBuf,
        /// The major version in its `PG_VERSION`.
        needed: u32,
        /// The major versions that were found, as text.
        found: String,
    },

    /// Another process of this service owns the cluster.
    #[error(
        "another instance of hailong{holder} uses the data folder {}: stop it first, or choose another \
         folder with --data",
        data.display()
    )]
    InUse {
        /// The service's data folder.
        data: PathBuf,
        /// Empty, or the process in parentheses.
        holder: String,
    },

    /// Another process holds the cluster, but its database stays silent.
    #[error(
        "another instance of hailong{holder} holds the data folder {}, but its database did not answer \
         within {seconds} seconds: wait for it or stop it, then try again",
        data.display()
    )]
    Unreachable {
        /// The service's data folder.
        data: PathBuf,
        /// Empty, or the process in parentheses.
        holder: String,
        /// How long the attempt lasted.
        seconds: u64,
    },

    /// The cluster belongs to a user that this process must not act for.
    #[error(
        "the database in {} belongs to user {owner}: run hailong as that user, or choose another folder \
         with --data",
        cluster.display()
    )]
    ForeignOwner {
        /// The cluster's folder.
        cluster: PathBuf,
        /// Name or number of the owner.
        owner: String,
    },

    /// Something that is no cluster stands where the cluster should be.
    #[error(
        "{} exists but holds no PostgreSQL database: move it away, or choose another folder with --data",
        cluster.display()
    )]
    NotACluster {
        /// The folder meant for the cluster.
        cluster: PathBuf,
    },

    /// The folder of the socket cannot be trusted.
    #[error("the socket folder {} cannot be used because {why}: remove it and start again", folder.display())]
    SocketFolder {
        /// The folder meant for the socket.
        folder: PathBuf,
        /// What is wrong with it.
        why: String,
    },

    /// `initdb` failed.
    #[error("could not create the database in {}: {detail}", cluster.display())]
    Create {
        /// The folder meant for the cluster.
        cluster: PathBuf,
        /// The last words of `initdb`.
        detail: String,
    },

    /// PostgreSQL ended while starting, or never became ready.
    #[error("PostgreSQL did not start on {}: {detail}; its log is {}", cluster.display(), log.display())]
    Start {
        /// The cluster's folder.
        cluster: PathBuf,
        /// The server's log file.
        log: PathBuf,
        /// The last words of the log, or what the server answered.
        detail: String,
    },

    /// A server from an earlier run still uses the cluster and does not end.
    #[error(
        "PostgreSQL (process {pid}) from an earlier run still uses {} and does not end: stop that process, \
         then start again",
        cluster.display()
    )]
    Orphan {
        /// The process that stays.
        pid: u32,
        /// The cluster's folder.
        cluster: PathBuf,
    },

    /// The server had ended before it was asked to, or did not end when asked.
    #[error("PostgreSQL {how}; its log is {}", log.display())]
    Ended {
        /// How it ended, or that it did not.
        how: String,
        /// The server's log file.
        log: PathBuf,
    },
}

impl Error {
    /// For `map_err`: keeps the cause and says which action failed.
    pub(super) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
