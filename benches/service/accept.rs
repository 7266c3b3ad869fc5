//! Responses accepted per second: committed, flushed to disk and acknowledged over HTTP.

use std::fmt::Write as _;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use hailong::store;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::answers::Form;
use crate::baseline::{self, Baseline};
use crate::load::{self, Request};
use crate::memory::Memory;
use crate::scratch::Scratch;
use crate::service::Service;
use crate::table::{count, millis};
use crate::{Failure, Options};

/// Hà Nội: 126 communes.
const UNDER: &str = "01";
/// Different requests that are sent again and again, each time with another id.
const REQUESTS: usize = 1000;
/// The form people fill in at the counter; measured at every number of connections.
const SHORT: &str = "one-stop-2018";
/// The longest form; measured at the greatest number of connections.
const LONG: &str = "sipas-2023";

/// What was found.
pub struct Accepted {
    lines: Vec<Line>,
    rounds: u32,
    round: Duration,
    /// Memory in the middle of a round with the most connections.
    pub memory: Memory,
}

struct Line {
    form: &'static str,
    items: usize,
    connections: usize,
    ours: load::Outcome,
    theirs: baseline::Outcome,
}

impl Line {
    fn ratio(&self) -> f64 {
        self.ours.rate / self.theirs.rate
    }
}

/// Measures both sides at each number of connections.
pub fn measure(service: &Service, scratch: &Scratch, options: &Options) -> Result<Accepted, Failure> {
    let most = options.connections.iter().copied().max().unwrap_or(1);
    let short = Place::prepare(service, scratch, SHORT)?;
    let mut lines = Vec::new();
    for connections in &options.connections {
        lines.push(short.median(options, *connections)?);
    }
    let memory = short.memory_under_load(most, options.round())?;
    lines.push(Place::prepare(service, scratch, LONG)?.median(options, most)?);
    Ok(Accepted { lines, rounds: options.rounds, round: options.round(), memory })
}

/// A wave people answer, and the baseline for its rows.
struct Place<'a> {
    service: &'a Service,
    form: &'static str,
    items: usize,
    requests: Arc<[Request]>,
    baseline: Baseline,
}

impl<'a> Place<'a> {
    fn prepare(service: &'a Service, scratch: &Scratch, form: &'static str) -> Result<Self, Failure> {
        service.run(&[
            "wave",
            "open",
            form,
            "--instrument",
            form,
            "--period",
            "2026-Q1",
            "--under",
            UNDER,
        ])?;
        let mut conn = service.database()?;
        let wave = store::waves::find(&mut conn, &form.parse()?)?.ok_or("the wave is not there")?;
        let units = store::waves::units(&mut conn, wave.number)?;
        let questions = Form::shipped(form)?;
        let path = format!("/api/v1/waves/{form}/responses");
        let mut rng = StdRng::seed_from_u64(1);
        let requests = (0..REQUESTS).map(|index| {
            let (_, unit) = &units[index % units.len()];
            Request::new(&path, &questions.body(unit.code.as_str(), &mut rng))
        });
        let requests: Arc<[Request]> = requests.collect::<Result<_, _>>()?;
        await_wave(service, form)?;
        // Fills the pools, so that the baseline can see how long a row is.
        load::run(service.address(), &requests, 1, Duration::from_millis(500))?;
        let baseline = Baseline::prepare(service, &scratch.file("insert.sql"), units.len())?;
        Ok(Self { service, form, items: questions.len(), requests, baseline })
    }

    /// The round with the median ratio.
    fn median(&self, options: &Options, connections: usize) -> Result<Line, Failure> {
        let mut rounds = Vec::new();
        for round in 1..=options.rounds {
            let line = self.round(connections, options.round())?;
            eprintln!(
                "{}, {connections} connections, round {round}: {:.0} : {:.0} per second = {:.2}",
                self.form,
                line.ours.rate,
                line.theirs.rate,
                line.ratio()
            );
            rounds.push(line);
        }
        rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
        Ok(rounds.swap_remove(rounds.len() / 2))
    }

    fn round(&self, connections: usize, time: Duration) -> Result<Line, Failure> {
        self.even()?;
        let ours = load::run(self.service.address(), &self.requests, connections, time)?;
        self.even()?;
        let theirs = self.baseline.run(connections, time)?;
        Ok(Line { form: self.form, items: self.items, connections, ours, theirs })
    }

    /// Both sides start with empty pools and nothing left to flush.
    fn even(&self) -> Result<(), Failure> {
        Ok(self.service.database()?.batch_execute("TRUNCATE response, baseline; CHECKPOINT")?)
    }

    fn memory_under_load(&self, connections: usize, time: Duration) -> Result<Memory, Failure> {
        thread::scope(|scope| {
            let load = scope.spawn(|| load::run(self.service.address(), &self.requests, connections, time));
            thread::sleep(time / 2);
            let memory = Memory::of(self.service);
            load.join().map_err(|_| "the load has panicked")??;
            memory
        })
    }
}

/// The service looks for new waves every second.
pub fn await_wave(service: &Service, wave: &str) -> Result<(), Failure> {
    let begin = Instant::now();
    loop {
        match service.get(&format!("/api/v1/waves/{wave}/form")) {
            Ok(_) => return Ok(()),
            Err(fault) if begin.elapsed() > Duration::from_secs(10) => return Err(fault),
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}

impl Accepted {
    /// The figures as Markdown.
    pub fn table(&self) -> String {
        let mut text = format!(
            "Responses accepted durably per second over HTTP, beside pgbench inserting the same rows one per \
             transaction (prepared, Unix socket, same cluster, table with the same key and no foreign key). \
             The sides take turns of {} s; of {} rounds the one with the median ratio.\n\n\
             | form | connections | hailong, per s | p50 ms | p99 ms | pgbench, per s | its mean ms | ratio |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|\n",
            self.round.as_secs(),
            self.rounds
        );
        for line in &self.lines {
            // Writing into memory cannot fail.
            let _ = writeln!(
                text,
                "| {}, {} items | {} | {} | {} | {} | {} | {} | **{:.1}** |",
                line.form,
                line.items,
                line.connections,
                count(line.ours.rate),
                millis(line.ours.p50),
                millis(line.ours.p99),
                count(line.theirs.rate),
                millis(line.theirs.mean),
                line.ratio()
            );
        }
        text
    }
}
