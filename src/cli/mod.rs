//! The command line: one file per command.

mod arguments;
mod audit;
pub mod check;
mod database;
mod demo;
mod doctor;
mod import;
mod kiosk;
mod oidc;
mod os_user;
mod posters;
mod results;
mod seal;
mod serve;
mod staff;
mod staff_arguments;
mod texts;
mod tickets;
mod verify;
mod wave;
mod wave_arguments;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

use self::arguments::{Arguments, Command};
use self::database::{Database, open};
use crate::embedded::Purpose;

/// Why a command failed: one sentence for the person at the keyboard, causes behind it.
type Failure = Box<dyn Error + Send + Sync>;

/// Reads the arguments, runs the command and prints what went wrong.
///
/// Exit codes: 0 done, 1 the command found something wrong (a mistake in a form, a figure that
/// differs), 2 it could not be carried out.
pub fn main() -> ExitCode {
    end_quietly_on_closed_pipe();
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("hailong: {}", sentence(failure.as_ref()));
            ExitCode::from(2)
        }
    }
}

/// `hailong … | head` closes the pipe early: no reason for a report about a panic. The standard
/// library panics when it cannot print, and has no other way to be told.
fn end_quietly_on_closed_pipe() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(0);
        }
        report(panic);
    }));
}

/// The failure and its causes, each once.
fn sentence(failure: &dyn Error) -> String {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = next.source();
    }
    text
}

fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let place = &arguments.place;
    let connect = || {
        texts::speak(place)?;
        open(place, Purpose::Command)
    };
    match &arguments.command {
        Command::Serve(options) => serve::run(place, options),
        Command::Demo(options) => demo::run(place, options),
        Command::Check(options) => Ok(check::command(place, options, &mut std::io::stdout().lock())?),
        Command::Openapi => {
            println!("{}", crate::web::openapi_json());
            Ok(true)
        }
        Command::Roles => {
            print!("{}", crate::store::roles::script());
            Ok(true)
        }
        Command::Doctor => doctor::run(place),
        Command::Migrate => with(connect()?, database::report_migrations),
        Command::Import(options) => with(connect()?, |database| import::run(database, options)),
        Command::Wave(options) => with(connect()?, |database| wave::run(database, &place.keys(), options)),
        Command::Seal(options) => with(connect()?, |database| seal::run(database, &place.keys(), options)),
        Command::Results(options) => with(connect()?, |database| results::run(database, options)),
        Command::Posters(options) => {
            // What is wrong with the arguments is said before a database is started.
            let address = posters::address(options)?;
            with(connect()?, |database| posters::run(database, options, &address))
        }
        Command::Tickets(options) => {
            let address = tickets::address(options)?;
            with(connect()?, |database| tickets::run(place, database, options, &address))
        }
        Command::Verify(options) => with(connect()?, |database| verify::run(database, options)),
        Command::Kiosk(options) => with(connect()?, |database| kiosk::run(database, options)),
        Command::Staff(options) => with(connect()?, |database| staff::run(database, options)),
        Command::Audit(options) => with(connect()?, |database| audit::run(database, options)),
    }
}

/// Runs a command and stops the private cluster again if this process started it.
fn with<T>(
    mut database: Database,
    command: impl FnOnce(&mut Database) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let outcome = command(&mut database);
    database.close()?;
    outcome
}
