//! What the command line takes about the staff.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::domain::access::{Right, Role};
use crate::domain::batch::{Hash, parse_hash};

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
