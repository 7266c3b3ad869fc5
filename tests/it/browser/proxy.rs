//! What may stand between a browser and the service: a network that comes and goes, that loses what the service has
//! answered, and a service of an older release.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What the network does.
#[derive(Clone, Default)]
pub struct Weather {
    /// Nothing comes through.
    pub down: bool,
    /// Requests come through whose line holds this, and their answers are lost.
    pub loses: Option<String>,
    /// Requests whose line holds this are answered 502 by somebody in between.
    pub breaks: Option<String>,
    /// Of these two texts of the same length the service means the first and the browser knows the second.
    pub renames: Option<(String, String)>,
    /// The lines of all requests that came.
    pub seen: Vec<String>,
}

/// A way to a service; ends with the process.
pub struct Proxy {
    pub address: SocketAddr,
    weather: Arc<Mutex<Weather>>,
}

impl Proxy {
    pub fn before(service: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let weather = Arc::<Mutex<Weather>>::default();
        let shared = Arc::clone(&weather);
        thread::spawn(move || {
            for client in listener.incoming().map(Result::unwrap) {
                let weather = Arc::clone(&shared);
                // A browser that hangs up is no reason for anything.
                thread::spawn(move || pass(client, service, &weather));
            }
        });
        Self { address, weather }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Changes the weather.
    pub fn set(&self, change: impl FnOnce(&mut Weather)) {
        change(&mut self.weather.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Lines of the requests that came and hold this.
    pub fn seen(&self, part: &str) -> Vec<String> {
        let weather = self.weather.lock().unwrap_or_else(PoisonError::into_inner);
        weather.seen.iter().filter(|line| line.contains(part)).cloned().collect()
    }
}

/// Brings one request to the service and its answer back; nothing where the connection is lost.
fn pass(mut client: TcpStream, service: SocketAddr, weather: &Mutex<Weather>) -> Option<()> {
    client.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let request = read_request(&mut client)?;
    let line = String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next()?).into_owned();
    let now = {
        let mut weather = weather.lock().unwrap_or_else(PoisonError::into_inner);
        weather.seen.push(line.clone());
        weather.clone()
    };
    if now.down {
        return None;
    }
    let holds = |part: &Option<String>| part.as_ref().is_some_and(|part| line.contains(part.as_str()));
    if holds(&now.breaks) {
        client
            .write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .ok()?;
        return Some(());
    }
    let (inside, outside) = now.renames.clone().unwrap_or_default();
    let mut upstream = TcpStream::connect(service).ok()?;
    upstream.write_all(&replaced(&request, &outside, &inside)).ok()?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).ok()?;
    if holds(&now.loses) {
        return None;
    }
    client.write_all(&replaced(&answer, &inside, &outside)).ok()
}

/// The whole request, made one of its own connection and not compressed.
fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        let head = request.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = head {
            let text = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if request.len() >= end + 4 + length.unwrap_or(0) {
                break;
            }
        }
        match client.read(&mut chunk).ok()? {
            0 => return None,
            read => request.extend_from_slice(&chunk[..read]),
        }
    }
    let request = replaced(&request, "Accept-Encoding:", "X-Accept-Coding:");
    Some(replaced(&request, "Connection: keep-alive", "Connection: close     "))
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut place = 0;
    while !from.is_empty() && place + from.len() <= bytes.len() {
        if bytes[place..].starts_with(from.as_bytes()) {
            bytes[place..place + from.len()].copy_from_slice(to.as_bytes());
        }
        place += 1;
    }
    bytes
}
