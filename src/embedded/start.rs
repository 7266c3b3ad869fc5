//! From a claimed data folder to a server that answers.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::binaries::{self, Binaries, OLDEST_MAJOR, Unsuitable, leading_number};
use super::config;
use super::error::Error;
use super::fetch::{self, last_words};
use super::initialize::initialize;
use super::layout::Layout;
use super::orphans;
use super::privileges::{Folder, Identity};
use super::process::Signal;
use super::server::Server;
use super::wire::{Refusal, Session};
use super::{DATABASE, Options};

const POLL: Duration = Duration::from_millis(5);
/// Replaying the log after a crash takes as long as it takes; beyond this something else is wrong.
const LONGEST_START: Duration = Duration::from_secs(600);

/// Starts the server of a data folder whose ownership the caller holds.
pub(super) fn start(layout: &Layout, options: &Options) -> Result<(Server, Binaries), Error> {
    let owner = layout.cluster_owner()?;
    let needed = owner.map(|_| layout.cluster_major()).transpose()?;
    let undisturbed = match owner {
        Some(_) => orphans::settle(layout)?,
        None => true,
    };
    let (identity, binaries) = equip(layout, options, owner, needed)?;
    match owner {
        Some(owner) => identity.adopt(&layout.cluster, owner)?,
        None => initialize(layout, &identity, &binaries, options.purpose)?,
    }
    let cluster = Folder::open(&layout.cluster)
        .map_err(Error::io(format!("open the cluster {}", layout.cluster.display())))?;
    let sockets = layout.open_socket_folder(&identity)?;
    if undisturbed {
        orphans::clear_socket(layout)?;
    }
    let (log, log_start) = layout.open_log()?;
    let errors = log.try_clone().map_err(Error::io("duplicate the log's descriptor"))?;
    let program = binaries.dir.join("postgres");
    let mut command = identity.command(&program, &[&cluster, &sockets], Signal::Fast);
    command.args(config::server_arguments(&identity, &cluster, &sockets, options.purpose));
    command.stdout(log).stderr(errors);
    let server = Server::start(command).map_err(Error::io(format!("run {}", program.display())))?;
    if let Err(error) = await_database(layout, &server, log_start) {
        let _ = server.stop();
        return Err(error);
    }
    Ok((server, binaries))
}

/// Identity and programs belong together: the programs must run under the identity, and fetching
/// them may create the account that serves as identity.
fn equip(
    layout: &Layout,
    options: &Options,
    owner: Option<u32>,
    needed: Option<u32>,
) -> Result<(Identity, Binaries), Error> {
    let identity = Identity::choose(&layout.cluster, owner)?;
    if let Some(dir) = named_dir(options) {
        let binaries = binaries::named(&dir, &layout.cluster, needed, &identity)?;
        return Ok((identity, binaries));
    }
    let mut unsuitable = match binaries::search(&layout.pgbin, needed, &identity) {
        Ok(binaries) => return Ok((identity, binaries)),
        Err(unsuitable) => unsuitable,
    };
    let steps = if options.fetch { fetch::steps(needed) } else { Vec::new() };
    for step in steps {
        if let Err(failure) = step.run(&layout.pgbin) {
            unsuitable.reasons.push(failure);
            continue;
        }
        let identity = Identity::choose(&layout.cluster, owner)?;
        match binaries::search(&layout.pgbin, needed, &identity) {
            Ok(binaries) => return Ok((identity, binaries)),
            Err(found) => {
                let failures = std::mem::take(&mut unsuitable.reasons);
                unsuitable = found;
                unsuitable.reasons.extend(failures);
            }
        }
    }
    Err(nothing_suitable(&layout.cluster, needed, unsuitable))
}

fn nothing_suitable(cluster: &Path, needed: Option<u32>, mut unsuitable: Unsuitable) -> Error {
    unsuitable.majors.sort_unstable();
    unsuitable.majors.dedup();
    let majors = unsuitable.majors.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    if let Some(needed) = needed
        && !majors.is_empty()
    {
        return Error::WrongMajor { cluster: cluster.to_path_buf(), needed, found: majors };
    }
    let mut notes = unsuitable.reasons;
    if !majors.is_empty() {
        notes.insert(0, format!("version {majors} is older than {OLDEST_MAJOR}"));
    }
    let tried = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let wanted = needed.map_or_else(|| "PostgreSQL".to_owned(), |needed| format!("PostgreSQL {needed}"));
    Error::NoBinaries { wanted, tried }
}

fn named_dir(options: &Options) -> Option<PathBuf> {
    let named = options.pg_bin_dir.clone();
    named.or_else(|| std::env::var_os("PG_BIN_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from))
}

/// As [`super::find_binaries`].
pub(super) fn find_binaries(options: &Options) -> Result<Binaries, Error> {
    let absent = || options.data.join("postgres");
    let layout = Layout::existing(&options.data).ok();
    let cluster = layout.as_ref().map_or_else(absent, |layout| layout.cluster.clone());
    let owner = layout.as_ref().map(Layout::cluster_owner).transpose()?.flatten();
    let needed = match (&layout, owner) {
        (Some(layout), Some(_)) => Some(layout.cluster_major()?),
        _ => None,
    };
    let identity = Identity::choose(&cluster, owner)?;
    if let Some(dir) = named_dir(options) {
        return binaries::named(&dir, &cluster, needed, &identity);
    }
    binaries::search(&options.data.join("pgbin"), needed, &identity)
        .map_err(|unsuitable| nothing_suitable(&cluster, needed, unsuitable))
}

/// Waits until sessions are accepted, then makes sure of the service's database.
fn await_database(layout: &Layout, server: &Server, log_start: u64) -> Result<(), Error> {
    let complain =
        |detail: String| Error::Start { cluster: layout.cluster.clone(), log: layout.log.clone(), detail };
    let begin = Instant::now();
    let mut next_notice = Duration::from_secs(10);
    let mut session = loop {
        if let Some(ending) = server.watch().ending() {
            let words = log_since(&layout.log, log_start);
            return Err(complain(format!("it ended with {} after saying: {words}", ending.status)));
        }
        match Session::open(&layout.sockets, "postgres") {
            Ok(session) => break session,
            Err(Refusal::Final(answer)) => return Err(complain(format!("it answers: {answer}"))),
            Err(Refusal::NotNow(answer)) if begin.elapsed() > LONGEST_START => {
                return Err(complain(format!("it was not ready after ten minutes ({answer})")));
            }
            Err(Refusal::NotNow(answer)) => {
                if begin.elapsed() > next_notice {
                    tracing::info!("still waiting for PostgreSQL ({answer})");
                    next_notice *= 2;
                }
            }
        }
        sleep(POLL);
    };
    let known = session.query(&format!("SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"));
    let outcome = match known {
        Ok(false) => session.query(&format!("CREATE DATABASE {DATABASE}")),
        other => other,
    };
    outcome.map(|_| ()).map_err(|(Refusal::NotNow(answer) | Refusal::Final(answer))| {
        complain(format!("it could not create the database {DATABASE}: {answer}"))
    })
}

fn log_since(log: &Path, start: u64) -> String {
    let mut text = Vec::new();
    let read = File::open(log).and_then(|mut file| {
        file.seek(SeekFrom::Start(start))?;
        file.read_to_end(&mut text)
    });
    match read {
        Ok(_) => last_words(&String::from_utf8_lossy(&text)),
        Err(error) => format!("nothing that can be read ({error})"),
    }
}

/// What a guest sees of the server that another process runs, once it is ready for use.
pub(super) fn running_server(layout: &Layout) -> Option<Binaries> {
    let owner = layout.cluster_owner().ok()??;
    layout.trusted_socket_folder(owner).ok()?;
    let session = Session::open(&layout.sockets, DATABASE).ok()?;
    // The first word is the program, each further one stands in quotes.
    let command_line = fs::read_to_string(layout.cluster.join("postmaster.opts")).ok()?;
    let program = command_line.split(" \"").next()?;
    Some(Binaries {
        dir: Path::new(program).parent()?.to_path_buf(),
        major: leading_number(&session.server_version)?,
        version: session.server_version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(needed: Option<u32>, majors: &[u32], reasons: &[&str]) -> String {
        let reasons = reasons.iter().map(|reason| (*reason).to_owned()).collect();
        let unsuitable = Unsuitable { majors: majors.to_vec(), reasons };
        nothing_suitable(Path::new("/data/postgres"), needed, unsuitable).to_string()
    }

    #[test]
    fn one_sentence_tells_what_to_install() {
        assert_eq!(
            message(None, &[], &[]),
            "no PostgreSQL server programs were found: install them (`apt-get install postgresql`, \
             `dnf install postgresql-server` or `brew install postgresql@17`), set PG_BIN_DIR to the folder \
             that holds `postgres` and `initdb`, or set DATABASE_URL to a PostgreSQL server of your own"
        );
        let tried = message(Some(15), &[], &["`npm install`: no network"]);
        assert!(
            tried.starts_with("no PostgreSQL 15 server programs were found (`npm install`: no network): ")
        );
        let old = message(None, &[12, 11, 12], &[]);
        assert!(old.contains("(version 11, 12 is older than 13)"), "{old}");
    }

    #[test]
    fn a_cluster_of_another_version_is_named_with_what_was_found() {
        let refusal = message(Some(18), &[15], &[]);
        assert!(refusal.starts_with(
            "the database in /data/postgres was made by PostgreSQL 18, and only 15 was found: install"
        ));
    }
}
