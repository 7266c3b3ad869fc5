//! What the command line takes.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveTime;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::oidc::OpenId;
use super::staff_arguments::{Audit, Staff};
use super::wave_arguments::WaveCommand;
use crate::domain::licence::Licence;
use crate::domain::period::Period;
use crate::domain::public_url::{PublicUrl, PublicUrlError};
use crate::domain::unit::UnitCode;
use crate::domain::wave::{K_FLOOR, K_MAX, Mode, WaveId};
use crate::envelopes::Keys;
use crate::export::Format;
use crate::tickets::MOST;

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
    /// Folder of the private keys of waves with envelopes [default: keys in the data folder]
    #[arg(long, value_name = "DIR", env = "HAILONG_KEYS", global = true)]
    pub keys: Option<PathBuf>,
    /// Folder of further languages of the program (`<tag>/*.ftl`) [default: locales in the data folder]
    #[arg(long, value_name = "DIR", env = "HAILONG_LOCALES", global = true)]
    pub locales: Option<PathBuf>,
}

impl Place {
    /// Where private keys of waves with envelopes are.
    pub fn keys(&self) -> Keys {
        Keys::in_folder(self.keys.clone().unwrap_or_else(|| self.data().join("keys")))
    }

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
    /// Print the SQL that makes roles with few rights on a PostgreSQL of one's own
    Roles,
    /// Check survey forms, translations, recordings and languages, and report every mistake
    Check(Check),
    /// Import units, responses, scores or dossiers from CSV
    #[command(subcommand)]
    Import(Import),
    /// Open, close and list waves
    #[command(subcommand)]
    Wave(WaveCommand),
    /// Seal pools of responses into batches and publish
    Seal(Seal),
    /// Write the latest published results of a wave
    Results(Results),
    /// Make posters and table cards with the QR code of each desk, as PDF
    Posters(Posters),
    /// Make tickets, each good for one response, as PDF to cut out
    Tickets(Tickets),
    /// Compute every figure of a downloaded file again and say which differ
    Verify(Verify),
    /// Set up kiosks at desks, and see how many people came to them
    #[command(subcommand)]
    Kiosk(Kiosk),
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
    #[arg(long, value_name = "URL", env = "HAILONG_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Time of day (Viet Nam) at which pools are sealed
    #[arg(long, value_name = "HH:MM", env = "HAILONG_SEAL_AT", default_value = "02:00", value_parser = time_of_day)]
    pub seal_at: NaiveTime,
    /// The same database with a role that may read and delete answers, for sealing, closing, importing and erasing;
    /// the role of `DATABASE_URL` need not be able to then (`hailong roles`)
    #[arg(long, value_name = "URL", env = "HAILONG_TALLY_URL", hide_env_values = true)]
    pub tally_url: Option<String>,
    /// Most responses that may wait to be written; beyond it senders are asked to try again
    #[arg(long, value_name = "N", default_value_t = 4096)]
    pub queue: usize,
    /// Seconds without a touch after which a kiosk asks whether somebody is still there
    #[arg(long, value_name = "SECONDS", env = "HAILONG_KIOSK_IDLE", default_value_t = 45, value_parser = clap::value_parser!(u32).range(20..=600))]
    pub kiosk_idle: u32,
    /// Boundaries of units for maps of results: a GeoJSON file whose features name their unit as the property `unit`
    #[arg(long, value_name = "FILE", env = "HAILONG_BOUNDARIES")]
    pub boundaries: Option<PathBuf>,
    /// Licence of the data on pages of results: cc-by-4.0, cc-by-sa-4.0 or cc0-1.0
    #[arg(long, value_name = "LICENCE", env = "HAILONG_LICENCE", default_value_t)]
    pub licence: Licence,
    /// Write the log as JSON lines
    #[arg(long)]
    pub log_json: bool,
    #[command(flatten)]
    pub oidc: OpenId,
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
    /// Survey forms or translations, or folders of forms; when absent what the service would use: the shipped
    /// forms, those of --forms, the languages of --locales
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print a JSON Schema instead: of survey forms, or of their translations
    #[arg(
        long,
        value_enum,
        value_name = "OF",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "instrument",
        conflicts_with = "files"
    )]
    pub schema: Option<Schema>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Schema {
    /// Survey forms
    Instrument,
    /// Translations of survey forms
    Translation,
}

#[derive(Debug, Clone, Args)]
pub struct Tickets {
    /// Wave by ticket
    #[arg(long, value_name = "ID")]
    pub wave: WaveId,
    /// Unit where people are served
    #[arg(long, value_name = "CODE")]
    pub unit: UnitCode,
    /// How many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    pub count: u32,
    /// PDF to write; it must not exist yet
    #[arg(long, value_name = "FILE.pdf")]
    pub out: PathBuf,
    /// Address under which people reach the service [env: `HAILONG_PUBLIC_URL`]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,
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
    /// Dossiers closed per unit in the period of a wave: `unit,closed`
    Dossiers {
        /// Wave
        #[arg(long, value_name = "ID")]
        wave: WaveId,
        /// CSV file
        file: PathBuf,
    },
    /// How many people there are by answer, to which the weights of a sample are raked:
    /// `unit,question,answer,population`
    Margins {
        /// Wave
        #[arg(long, value_name = "ID")]
        wave: WaveId,
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
    /// Wave; several of them, each as --wave ID or parted by commas, come into one file by period (csv, parquet, json, jsonstat, sdmx, xlsx or ods)
    #[arg(long, value_name = "ID", required = true, value_delimiter = ',')]
    pub wave: Vec<WaveId>,
    /// Earlier wave to compare with
    #[arg(long, value_name = "ID")]
    pub compare: Option<WaveId>,
    /// Only this unit and the units below it
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// Only this node and the nodes below it
    #[arg(long, value_name = "ID")]
    pub node: Option<String>,
    /// By category of this breakdown of the wave: the code of a question, or channel
    #[arg(long, value_name = "CODE", conflicts_with = "compare")]
    pub breakdown: Option<String>,
    /// Format: pdf, html (the official publication), xlsx, ods, csv, stat (to compute again with R or SPSS), parquet, json, jsonstat, sdmx or zip (all of them); that of the file's ending, else csv
    #[arg(long)]
    pub format: Option<Format>,
    /// Address of the service; a report (pdf) then has a QR code of the page of these results
    #[arg(long, value_name = "URL", env = "HAILONG_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
    /// File to write; standard output when absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Language of names
    #[arg(long, value_name = "TAG", default_value = "vi")]
    pub lang: String,
}

#[derive(Debug, Args)]
pub struct Posters {
    /// Posters of this wave alone; without it they bear short links, which stay true from one survey to the next
    #[arg(long, value_name = "ID")]
    pub wave: Option<WaveId>,
    /// Units to make posters for
    #[arg(long = "unit", value_name = "CODE", value_delimiter = ',')]
    pub units: Vec<UnitCode>,
    /// All desks below this unit, or its communes where there are no desks
    #[arg(long, value_name = "CODE")]
    pub under: Option<UnitCode>,
    /// One language, or two: the first in large letters
    #[arg(long, value_name = "TAG,TAG", value_delimiter = ',', default_value = "vi,en")]
    pub lang: Vec<String>,
    /// What to make for each unit
    #[arg(long, value_enum, default_value_t = PosterKind::Both)]
    pub kind: PosterKind,
    /// Address under which people reach the service; that of `HAILONG_PUBLIC_URL` when absent
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// PDF file to write, or a folder for a file per unit
    #[arg(long, value_name = "FILE|DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PosterKind {
    /// A4 to hang up
    Poster,
    /// A4 with four cards to cut out
    Card,
    /// Both
    Both,
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
pub enum Kiosk {
    /// Print, once, the address that makes a device a kiosk of a desk
    Add {
        /// Unit it stands at
        #[arg(long, value_name = "CODE")]
        unit: UnitCode,
        /// Which device it is, e.g. "Máy số 1"
        #[arg(long)]
        name: String,
        /// Days until it must be set up again
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
        /// Address under which the device reaches the service
        #[arg(long, value_name = "URL", env = "HAILONG_PUBLIC_URL", default_value = "http://localhost:8080")]
        public_url: PublicUrl,
    },
    /// Names, units and expiry of the devices
    List,
    /// Make the device of this name an ordinary one again; what waits on it is still sent
    Revoke {
        /// The name
        name: String,
    },
    /// How many people began, answered and left, as CSV; in sums of at least k, released when batches are sealed
    Counts {
        /// Wave
        #[arg(long, value_name = "ID")]
        wave: WaveId,
        /// Only this unit and the units below it
        #[arg(long, value_name = "CODE")]
        unit: Option<UnitCode>,
    },
}

fn public_url(text: &str) -> Result<String, PublicUrlError> {
    text.parse::<PublicUrl>().map(|url| url.to_string())
}

fn time_of_day(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "a time is written like 02:00".to_owned())
}

pub(super) fn setting(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(switch, choice)| !switch.is_empty() && !choice.is_empty());
    let (switch, choice) = parts.ok_or("a setting is written SWITCH=CHOICE, e.g. statistic=mean5")?;
    Ok((switch.to_owned(), choice.to_owned()))
}
