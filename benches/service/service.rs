//! The program, run as an operator runs it.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use diesel::{Connection, PgConnection};
use hailong::embedded::{Cluster, DATABASE, Options, Purpose};

use crate::Failure;

/// The release build under measurement.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_hailong");
/// Longest wait for the end of the service.
const PATIENCE: Duration = Duration::from_secs(90);

/// `hailong serve` on a private database. Stopped when dropped.
pub struct Service {
    data: PathBuf,
    address: SocketAddr,
    child: Option<Child>,
}

impl Service {
    /// Starts the service and waits until it answers; gives the time that took.
    pub fn start(data: &Path) -> Result<(Self, Duration), Failure> {
        let begin = Instant::now();
        let log = data.with_extension("log");
        let mut serve = command(data);
        serve.args(["serve", "--listen", "127.0.0.1:0"]).stderr(File::create(&log)?);
        let child = serve.stdout(Stdio::piped()).spawn()?;
        let unknown = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut service = Self { data: data.to_owned(), address: unknown, child: Some(child) };
        let output = service.child.as_mut().and_then(|child| child.stdout.take());
        let mut line = String::new();
        BufReader::new(output.ok_or("the service has no output")?).read_line(&mut line)?;
        let address = line.trim().rsplit("http://").next().and_then(|address| address.parse().ok());
        service.address = address.ok_or_else(|| {
            let log = fs::read_to_string(log).unwrap_or_default();
            format!("the service says {line:?} instead of its address, and {}", log.trim())
        })?;
        service.get("/health/ready")?;
        Ok((service, begin.elapsed()))
    }

    /// Stops the service and starts it again; gives the time of the start.
    pub fn restart(&mut self) -> Result<Duration, Failure> {
        self.shut_down()?;
        let (next, time) = Self::start(&self.data)?;
        *self = next;
        Ok(time)
    }

    /// Changes settings of PostgreSQL as an operator would; they hold from the next start on.
    pub fn configure(&self, settings: &str) -> Result<(), Failure> {
        let path = self.data.join("postgres/postgresql.conf");
        writeln!(OpenOptions::new().append(true).open(path)?, "{settings}")?;
        Ok(())
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Process number of the service.
    pub fn process(&self) -> u32 {
        self.child.as_ref().map_or(0, Child::id)
    }

    /// Process number of the first PostgreSQL process.
    pub fn postmaster(&self) -> Result<u32, Failure> {
        let text = fs::read_to_string(self.data.join("postgres/postmaster.pid"))?;
        Ok(text.lines().next().unwrap_or_default().trim().parse()?)
    }

    /// The body at this path, read to its end.
    pub fn get(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let mut response = ureq::get(format!("http://{}{path}", self.address)).call()?;
        Ok(response.body_mut().with_config().limit(1 << 30).read_to_vec()?)
    }

    /// Runs a command of the program beside the service and gives the time it took.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Duration, Failure> {
        let begin = Instant::now();
        let output = command(&self.data).args(arguments).output()?;
        let time = begin.elapsed();
        if output.status.success() {
            return Ok(time);
        }
        let arguments: Vec<_> =
            arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect();
        let words = String::from_utf8_lossy(&output.stderr);
        Err(format!("hailong {}: {}", arguments.join(" "), words.trim()).into())
    }

    /// The running cluster, shared with the service.
    pub fn cluster(&self) -> Result<Cluster, Failure> {
        let (data, purpose) = (self.data.clone(), Purpose::Command);
        Ok(Cluster::open(&Options { data, pg_bin_dir: None, fetch: false, purpose })?)
    }

    /// A connection to the service's database.
    pub fn database(&self) -> Result<PgConnection, Failure> {
        Ok(PgConnection::establish(&self.cluster()?.url(DATABASE))?)
    }

    /// Stops the service and its database.
    pub fn stop(mut self) -> Result<(), Failure> {
        self.shut_down()
    }

    fn shut_down(&mut self) -> Result<(), Failure> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        Command::new("kill").arg(child.id().to_string()).status()?;
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if child.try_wait()?.is_some() {
                return Ok(());
            }
            sleep(Duration::from_millis(10));
        }
        child.kill()?;
        child.wait()?;
        Err("the service did not stop when asked and was killed".into())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Err(fault) = self.shut_down() {
            eprintln!("bench: {fault}");
        }
    }
}

/// The program with this data folder and nothing else from the environment.
fn command(data: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    for name in ["DATABASE_URL", "HAILONG_LISTEN", "HAILONG_FORMS", "HAILONG_PUBLIC_URL", "HAILONG_SEAL_AT"] {
        command.env_remove(name);
    }
    command.env("HAILONG_DATA", data).stdin(Stdio::null());
    command
}
