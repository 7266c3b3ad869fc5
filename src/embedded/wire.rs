//! As much of PostgreSQL's protocol (version 3.0, trust authentication, simple query) as it takes
//! to see that the server is ready and to create a database, without a database library.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::config::PORT;

/// The cluster's only user, a superuser; the socket's folder decides who may connect.
pub(super) const USER: &str = "hailong";

const PROTOCOL_3_0: u32 = 3 << 16;
/// Far above anything the server sends here.
const LONGEST_MESSAGE: usize = 1 << 20;
/// Creating a database copies a template and flushes it: seconds on a slow disk.
const PATIENCE: Duration = Duration::from_secs(120);

/// Why no session came about, or a statement failed.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Nobody listens, or the server is starting, stopping or full: may change by itself.
    NotNow(String),
    /// The server's final answer.
    Final(String),
}

/// An open session.
#[derive(Debug)]
pub(super) struct Session {
    stream: UnixStream,
    /// `server_version` as the server reports it.
    pub server_version: String,
}

impl Session {
    /// Connects to the server whose socket lies in `folder`.
    pub fn open(folder: &Path, database: &str) -> Result<Self, Refusal> {
        let stream = UnixStream::connect(folder.join(format!(".s.PGSQL.{PORT}")));
        let mut stream = stream.map_err(|error| Refusal::NotNow(error.to_string()))?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(broken)?;
        stream.set_write_timeout(Some(PATIENCE)).map_err(broken)?;
        let mut startup = PROTOCOL_3_0.to_be_bytes().to_vec();
        for word in ["user", USER, "database", database, "application_name", "hailong", ""] {
            startup.extend_from_slice(word.as_bytes());
            startup.push(0);
        }
        stream.write_all(&with_length(&startup)).map_err(broken)?;
        let mut session = Self { stream, server_version: String::new() };
        session.until_ready()?;
        Ok(session)
    }

    /// Runs one statement; returns whether it produced any row.
    pub fn query(&mut self, statement: &str) -> Result<bool, Refusal> {
        let mut body = statement.as_bytes().to_vec();
        body.push(0);
        let mut message = vec![b'Q'];
        message.extend_from_slice(&with_length(&body));
        self.stream.write_all(&message).map_err(broken)?;
        self.until_ready()
    }

    /// Reads up to `ReadyForQuery`; an error message on the way is the result.
    fn until_ready(&mut self) -> Result<bool, Refusal> {
        let mut rows = false;
        let mut refusal = None;
        loop {
            let (tag, body) = match self.message() {
                Ok(message) => message,
                // The server hangs up after an error during the start of a session.
                Err(error) => return Err(refusal.unwrap_or_else(|| broken(error))),
            };
            match tag {
                b'Z' => return refusal.map_or(Ok(rows), Err),
                b'D' => rows = true,
                b'E' => refusal = Some(refusal_of(&body)),
                b'S' => {
                    let mut words = body.split(|byte| *byte == 0);
                    if words.next() == Some(b"server_version") {
                        let version = words.next().unwrap_or_default();
                        self.server_version = String::from_utf8_lossy(version).into_owned();
                    }
                }
                b'R' if body != [0; 4] => {
                    return Err(Refusal::Final("it asks for a password".to_owned()));
                }
                _ => {}
            }
        }
    }

    fn message(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let mut head = [0; 5];
        self.stream.read_exact(&mut head)?;
        let [tag, length @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        // The length counts its own four bytes.
        let length = length.checked_sub(4).filter(|length| *length <= LONGEST_MESSAGE);
        let mut body = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
        self.stream.read_exact(&mut body)?;
        Ok((tag, body))
    }
}

fn with_length(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    [length.to_be_bytes().as_slice(), body].concat()
}

fn broken(error: impl Into<io::Error>) -> Refusal {
    Refusal::NotNow(error.into().to_string())
}

/// An `ErrorResponse` is a list of fields, each a letter and a text: C is the code, M the message.
fn refusal_of(body: &[u8]) -> Refusal {
    let mut code = String::new();
    let mut text = String::new();
    for field in body.split(|byte| *byte == 0) {
        match field.split_first() {
            Some((b'C', value)) => code = String::from_utf8_lossy(value).into_owned(),
            Some((b'M', value)) => text = String::from_utf8_lossy(value).into_owned(),
            _ => {}
        }
    }
    match code.as_str() {
        // cannot_connect_now, admin_shutdown, too_many_connections
        "57P03" | "57P01" | "53300" => Refusal::NotNow(text),
        _ => Refusal::Final(text),
    }
}
