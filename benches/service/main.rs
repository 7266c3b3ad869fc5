//! What the service costs and what it withstands, as ratios within one run.
//!
//! ```text
//! cargo bench --locked                      everything, some five minutes
//! cargo bench --locked -- accept            only: responses accepted per second, beside pgbench
//! cargo bench --locked -- results           only: results of few and of many responses
//! cargo bench --locked -- nation            only: pages and files of all communes
//! cargo bench --locked -- downloads         only: memory and time of files of many units and waves
//! cargo bench --locked -- envelopes         only: what an envelope costs beside answers sent openly
//! cargo bench --locked -- blind             only: what tickets and blind tickets cost beside answers without
//! cargo bench --locked -- start             only: start-up, memory, size of the program
//! cargo bench --locked -- --help            rounds, seconds, sizes
//! ```
//!
//! The program is the release build as it ships, started as an operator starts it: `hailong serve` on a
//! private PostgreSQL with full durability. The tables go to standard output as Markdown. Times of a
//! shared machine change from minute to minute; so both sides of a ratio take turns in short rounds, and
//! nothing here can fail for being slow.

mod accept;
mod answers;
mod baseline;
mod blind;
mod downloads;
mod envelopes;
mod load;
mod machine;
mod memory;
mod nation;
mod results;
mod scratch;
mod service;
mod start;
mod table;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use scratch::Scratch;

/// Why a measurement could not be made.
type Failure = Box<dyn Error + Send + Sync>;

/// Measures the release build.
#[derive(Debug, Parser)]
struct Options {
    /// What to measure; everything when absent
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// Rounds of each side; the round with the median ratio is printed
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=99))]
    rounds: u32,
    /// Length of one side of a round in seconds
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Numbers of open connections
    #[arg(long, value_delimiter = ',', default_value = "1,8,64,256")]
    connections: Vec<usize>,
    /// Numbers of imported responses, the small one first
    #[arg(long, value_delimiter = ',', num_args = 2, default_value = "10000,1000000")]
    responses: Vec<usize>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Start,
    Accept,
    Results,
    Nation,
    Downloads,
    Envelopes,
    Blind,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    fn round(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Tables are printed as soon as they are known, so that a run that is cut short has told something.
fn run(options: &Options) -> Result<(), Failure> {
    let scratch = Scratch::new()?;
    let (mut service, first_start) = start::first(&scratch)?;
    println!("{}", machine::facts(&service)?);
    let start = options.wants(Part::Start).then(|| start::again(&mut service)).transpose()?;
    let mut under_load = None;
    if options.wants(Part::Accept) {
        let accepted = accept::measure(&service, &scratch, options)?;
        println!("{}", accepted.table());
        under_load = Some(accepted.memory);
    }
    if let Some(start) = start {
        println!("{}", start.table(first_start, under_load)?);
    }
    if options.wants(Part::Results) {
        println!("{}", results::measure(&mut service, &scratch, &options.responses)?);
    }
    if options.wants(Part::Nation) {
        println!("{}", nation::measure(&mut service, &scratch)?);
    }
    if options.wants(Part::Downloads) {
        println!("{}", downloads::measure(&mut service, &scratch)?);
    }
    if options.wants(Part::Envelopes) {
        println!("{}", envelopes::measure(&service, options)?);
    }
    if options.wants(Part::Blind) {
        println!("{}", blind::measure(&service, options)?);
    }
    println!("Load average at the end: {}.", machine::load_average());
    service.stop()
}
