//! Citizens who answer as fast as they get an answer, over connections that stay open.

use std::net::SocketAddr;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::task::JoinSet;
use uuid::Builder;

use crate::Failure;

/// Room for the answer to one response; such an answer has some 800 bytes.
const ANSWER: usize = 4096;
/// Longest wait for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request that is complete but for the id.
pub struct Request {
    text: Vec<u8>,
    /// Place of the id.
    id: usize,
}

impl Request {
    /// Sends `body` to `path`.
    pub fn new(path: &str, body: &str) -> Result<Self, Failure> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let id = head.len() + body.find(r#""id":""#).ok_or("a body without id")? + r#""id":""#.len();
        Ok(Self { text: [head.as_bytes(), body.as_bytes()].concat(), id })
    }
}

/// What was acknowledged within the time.
pub struct Outcome {
    /// Acknowledged responses per second.
    pub rate: f64,
    /// Half of the answers came within this time.
    pub p50: Duration,
    /// 99 in 100 of the answers came within this time.
    pub p99: Duration,
}

/// Sends responses over so many connections for `time`. Anything but `201 Created` is a failure.
pub fn run(
    address: SocketAddr,
    requests: &Arc<[Request]>,
    connections: usize,
    time: Duration,
) -> Result<Outcome, Failure> {
    let threads = threads(connections);
    let start = Arc::new(Barrier::new(threads));
    let workers: Vec<_> = (0..threads)
        .map(|index| {
            let (requests, start) = (Arc::clone(requests), Arc::clone(&start));
            let own = connections / threads + usize::from(index < connections % threads);
            thread::spawn(move || work(address, &requests, own, &start, time))
        })
        .collect();
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.join().map_err(|_| "a thread of the load has panicked")??);
    }
    times.sort_unstable();
    let part = |of_hundred: usize| times.get(times.len() * of_hundred / 100).copied().unwrap_or_default();
    Ok(Outcome { rate: times.len() as f64 / time.as_secs_f64(), p50: part(50), p99: part(99) })
}

/// One thread per processor, as many as there are connections to share out.
pub fn threads(connections: usize) -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(connections)
}

/// The connections of one thread.
fn work(
    address: SocketAddr,
    requests: &Arc<[Request]>,
    connections: usize,
    start: &Barrier,
    time: Duration,
) -> Result<Vec<Duration>, Failure> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let opened = runtime.block_on(async {
        let mut streams = Vec::new();
        for _ in 0..connections {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            streams.push(stream);
        }
        Ok::<_, Failure>(streams)
    });
    // All threads arrive here, failed or not.
    start.wait();
    let end = Instant::now() + time;
    runtime.block_on(async {
        let mut citizens = JoinSet::new();
        for stream in opened? {
            citizens.spawn(answer(stream, Arc::clone(requests), end));
        }
        let mut times = Vec::new();
        while let Some(done) = tokio::time::timeout(time + PATIENCE, citizens.join_next()).await? {
            times.extend(done??);
        }
        Ok(times)
    })
}

/// Sends one response after the other until the time is over; gives the time of each acknowledgement.
async fn answer(
    mut stream: TcpStream,
    requests: Arc<[Request]>,
    end: Instant,
) -> Result<Vec<Duration>, Failure> {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let (mut text, mut buffer) = (Vec::new(), [0; ANSWER]);
    let mut times = Vec::new();
    loop {
        let request = &requests[rng.random_range(0..requests.len())];
        text.clone_from(&request.text);
        let id = Builder::from_random_bytes(rng.random()).into_uuid();
        id.hyphenated().encode_lower(&mut text[request.id..request.id + 36]);
        let begin = Instant::now();
        if begin >= end {
            return Ok(times);
        }
        stream.write_all(&text).await?;
        let mut filled = 0;
        while !is_complete(&buffer[..filled])? {
            let read = stream.read(&mut buffer[filled..]).await?;
            if read == 0 {
                return Err("the service closed a connection, or answers at great length".into());
            }
            filled += read;
        }
        if !buffer.starts_with(b"HTTP/1.1 201 ") {
            let words = String::from_utf8_lossy(&buffer[..filled]);
            return Err(format!("a response was not accepted: {words}").into());
        }
        let now = Instant::now();
        if now < end {
            times.push(now - begin);
        }
    }
}

/// Whether the answer is there to its last byte.
fn is_complete(answer: &[u8]) -> Result<bool, Failure> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(false) };
    let head = std::str::from_utf8(&answer[..end])?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.ok_or_else(|| format!("an answer without length: {head}"))?.parse()?;
    Ok(answer.len() >= end + 4 + length)
}
