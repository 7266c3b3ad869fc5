//! What the command line takes.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveTime;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::access::{Right, Role};
use crate::domain::batch::{Hash, parse_hash};
use crate::domain::period::Period;
use crate::domain::wave::{K_DEFAULT, K_FLOOR, K_MAX, Mode, WaveId};
use crate::export::Format;

/// Hài lòng: anonymous citizen-satisfaction surveys, aggregated into the official indices.
#[derive(Debug, Parser)]
#[command(name = "hailong", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder of the private database and everything else that is kept [default: ./data; demo: ./data-demo]
    #[arg(long, value_name = "DIR", env = "HAILONG_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// PostgreSQL to use instead of a private one
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Folder of PostgreSQL server programs (initdb, postgres) for the private database
    #[arg(long, value_name = "DIR", env = "PG_BIN_DIR", global = true)]
    pub pg_bin_dir: Option<PathBuf>,
    /// Never install PostgreSQL programs; fail and say what is missing
    #[arg(long, env = "HAILONG_NO_FETCH", global = true)]
    pub no_fetch: bool,
    /// Folder of survey forms besides those that ship with the program
    #[arg(long, value_name = "DIR", env = "HAILONG_FORMS", global = true)]
    pub forms: Option<PathBuf>,
}

impl Place {
    /// The data folder of every command but `demo`.
    pub fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the service
    Serve(Serve),
    /// Run the service with two waves of invented responses to play with
    Demo(Demo),
    /// Bring the database up to date
    Migrate,
    /// Check survey forms and report every mistake
    Check(Check),
    /// Import units, responses or scores from CSV
    #[command(subcommand)]
    Import(Import),
    /// Open, close and list waves
    #[command(subcommand)]
    Wave(WaveCommand),
    /// Seal pools of responses into batches and publish
    Seal(Seal),
    /// Write the latest published results of a wave
    Results(Results),
    /// Compute every figure of a downloaded file again and say which differ
    Verify(Verify),
    /// Accounts and tokens of the staff
    #[command(subcommand)]
    Staff(Staff),
    /// Check and export the log of what staff did
    #[command(subcommand)]
    Audit(Audit),
    /// Print the OpenAPI document
    Openapi,
    /// Say what is wrong with database, clock, forms, disk, versions, and what to do
    Doctor,
}

#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Addresses to listen on
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "HAILONG_LISTEN",
        default_value = "127.0.0.1:8080",
        value_delimiter = ','
    )]
    pub listen: Vec<SocketAddr>,
    /// Address under which people reach the service, e.g. <https://khaosat.example.gov.vn>
    #[arg(long, value_name = "URL", env = "HAILONG_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Time of day (Viet Nam) at which pools are sealed
    #[arg(long, value_name = "HH:MM", env = "HAILONG_SEAL_AT", default_value = "02:00", value_parser = time_of_day)]
    pub seal_at: NaiveTime,
    /// Most responses that may wait to be written; beyond it senders are asked to try again
    #[arg(long, value_name = "N", default_value_t = 4096)]
    pub queue: usize,
    /// Write the log as JSON lines
    #[arg(long)]
    pub log_json: bool,
}

#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// Address to listen on; all addresses of this machine, so that a phone in the same network reaches it
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:8080")]
    pub listen: SocketAddr,
    /// Prepare the data, print what to try and end
    #[arg(long)]
    pub prepare_only: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Survey forms, or folders of them; the shipped ones when absent
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print the JSON Schema of survey forms instead
    #[arg(long, conflicts_with = "files")]
    pub schema: bool,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Units: `code,name,name_en,level,parent,valid_from,valid_to`
    Units {
        /// CSV file
        file: PathBuf,
    },
    /// Responses: `unit`, one column per item, optional `weight`, `stratum`, `psu`, `period`
    Responses {
        #[command(flatten)]
        into: Into,
        /// How respondents were found
        #[arg(long, value_enum, default_value_t = ModeName::Sample)]
        mode: ModeName,
        /// Smallest batch of a new wave [default: 10]
        #[arg(long, value_parser = clap::value_parser!(u32).range(i64::from(K_FLOOR)..=i64::from(K_MAX)))]
        k: Option<u32>,
        /// CSV file
        file: PathBuf,
    },
    /// Scores: `unit,period,node,value`
    Scores {
        #[command(flatten)]
        into: Into,
        /// CSV file
        file: PathBuf,
    },
}

/// The wave a file goes into.
#[derive(Debug, Args)]
pub struct Into {
    /// Instrument version of the wave
    #[arg(long, value_name = "ID")]
    pub instrument: String,
    /// Wave; made when it is new
    #[arg(long, value_name = "ID")]
    pub wave: WaveId,
    /// Period of a new wave, when the file does not say
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<Period>,
    /// How open questions of method are settled in a new wave
    #[arg(long = "set", value_name = "SWITCH=CHOICE", value_parser = setting)]
    pub settings: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ModeName {
    /// Voluntary feedback at the counter
    Desk,
    /// A designed sample
    Sample,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Desk => Self::Desk,
            ModeName::Sample => Self::Sample,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum WaveCommand {
    /// Open a wave that people answer by link
    Open(OpenWave),
    /// Take no more answers, seal and publish
    Close {
        /// Wave
        wave: WaveId,
    },
    /// Let everybody see the results, or staff only
    Publish {
        /// Wave
        wave: WaveId,
        /// Staff only again
        #[arg(long)]
        private: bool,
    },
    /// All waves
    List,
}

#[derive(Debug, Args)]
pub struct OpenWave {
    /// Name: lower-case letters, digits and hyphens
    pub wave: WaveId,
    /// Instrument version
    #[arg(long, value_name = "ID")]
    pub instrument: String,
    /// Period, e.g. 2026-Q4; the quarter of today when absent
    #[arg(long)]
    pub period: Option<Period>,
    /// Units that take part
    #[arg(long = "unit", value_name = "CODE", value_delimiter = ',', required_unless_present = "under")]
    pub units: Vec<String>,
    /// All desks below this unit, or its communes where there are no desks
    #[arg(long, value_name = "CODE")]
    pub under: Option<String>,
    /// Title in Vietnamese; the instrument's when absent
    #[arg(long)]
    pub title: Option<String>,
    /// Title in English
    #[arg(long)]
    pub title_en: Option<String>,
    /// How respondents are found
    #[arg(long, value_enum, default_value_t = ModeName::Desk)]
    pub mode: ModeName,
    /// Smallest batch
    #[arg(long, default_value_t = K_DEFAULT, value_parser = clap::value_parser!(u32).range(i64::from(K_FLOOR)..=i64::from(K_MAX)))]
    pub k: u32,
    /// Let everybody see the results
    #[arg(long)]
    pub public: bool,
    /// How open questions of method are settled
    #[arg(long = "set", value_name = "SWITCH=CHOICE", value_parser = setting)]
    pub settings: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub struct Seal {
    /// Wave; all open waves when absent
    #[arg(long, value_name = "ID")]
    pub wave: Option<WaveId>,
    /// Close the wave first: no more answers, leftovers go to the units above
    #[arg(long, requires = "wave")]
    pub close: bool,
}

#[derive(Debug, Args)]
pub struct Results {
    /// Wave
    #[arg(long, value_name = "ID")]
    pub wave: WaveId,
    /// Earlier wave to compare with
    #[arg(long, value_name = "ID")]
    pub compare: Option<WaveId>,
    /// Only this unit and the units below it
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// Only this node and the nodes below it
    #[arg(long, value_name = "ID")]
    pub node: Option<String>,
    /// Format: csv, json or xlsx; that of the file's ending, else csv
    #[arg(long)]
    pub format: Option<Format>,
    /// File to write; standard output when absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Language of names
    #[arg(long, value_name = "TAG", default_value = "vi")]
    pub lang: String,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// A downloaded .json, .csv or .xlsx
    pub file: PathBuf,
    /// Count the kept responses of every batch again, too
    #[arg(long)]
    pub deep: bool,
}

#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Add an account and print a one-time link by which its owner chooses a password
    Add(AddStaff),
    /// Accounts with their roles, then the names and last days of tokens made here
    List,
    /// Let nobody sign in to the account any more
    Disable {
        /// Sign-in name
        name: String,
    },
    /// Let a disabled account be used again
    Enable {
        /// Sign-in name
        name: String,
    },
    /// Print a new one-time link for an account whose password is lost
    Reset {
        /// Sign-in name
        name: String,
        /// The phone is lost, too: turn the second factor off
        #[arg(long)]
        without_second_factor: bool,
        #[command(flatten)]
        reached: Reached,
    },
    /// Make a token for programs and print it once
    Token {
        /// Whom or what it is for
        #[arg(long, default_value = "staff")]
        name: String,
        /// Days until it expires
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
        /// What it may do
        #[arg(long = "right", value_name = "RIGHT", default_values = ["see_results", "download"], value_delimiter = ',')]
        rights: Vec<Right>,
        /// Only at this unit and those below it
        #[arg(long, value_name = "CODE")]
        unit: Option<String>,
    },
    /// Make the token of this name worthless
    Revoke {
        /// The name
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct AddStaff {
    /// Name to sign in with, e.g. an official mail address
    #[arg(long)]
    pub name: String,
    /// Name of the person; the sign-in name when absent
    #[arg(long, value_name = "NAME")]
    pub full_name: Option<String>,
    /// viewer, clerk, manager, analyst, auditor or administrator
    #[arg(long)]
    pub role: Role,
    /// Only at this unit and those below it; everywhere when absent
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    #[command(flatten)]
    pub reached: Reached,
}

/// Where links lead.
#[derive(Debug, Args)]
pub struct Reached {
    /// Address under which people reach the service
    #[arg(long, value_name = "URL", env = "HAILONG_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    pub public_url: String,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Compute every hash of the audit log again and print the last one
    Verify {
        /// Number and hash printed earlier, to see that no entry up to there was replaced
        #[arg(long, value_name = "NUMBER:HASH", value_parser = seen)]
        seen: Option<(i64, Hash)>,
    },
    /// Write the audit log
    Export {
        /// csv or json
        #[arg(long, value_enum, default_value_t = AuditFormat::Csv)]
        format: AuditFormat,
        /// File to write; standard output when absent
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AuditFormat {
    /// Rows, for spreadsheets
    Csv,
    /// Objects, for programs
    Json,
}

fn seen(text: &str) -> Result<(i64, Hash), String> {
    let parts =
        text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, parse_hash(hash)?)));
    parts.ok_or_else(|| "what was seen is written NUMBER:HASH, as `audit verify` prints it".to_owned())
}

fn time_of_day(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "a time is written like 02:00".to_owned())
}

fn setting(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(switch, choice)| !switch.is_empty() && !choice.is_empty());
    let (switch, choice) = parts.ok_or("a setting is written SWITCH=CHOICE, e.g. statistic=mean5")?;
    Ok((switch.to_owned(), choice.to_owned()))
}
