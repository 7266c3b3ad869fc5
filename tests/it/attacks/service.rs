//! The real program with a private database, and people who answer ten questions each in a way of their own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hailong::domain::instrument::Instrument;
use uuid::Uuid;

use super::ground::{packed, ten_questions};

/// Where people answer.
pub const DESK: &str = "02020";

/// The program, not yet running.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
    command.args(arguments).env_remove("DATABASE_URL").env_remove("HAILONG_TALLY_URL");
    command
}

/// Runs it to the end, which must be good, and gives what it printed.
#[track_caller]
pub fn done(mut command: Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// A folder with the form of ten questions.
pub fn forms(folder: &Path) -> PathBuf {
    let forms = folder.join("forms");
    fs::create_dir_all(&forms).unwrap();
    fs::write(forms.join("ten-1.json"), ten_questions().0).unwrap();
    forms
}

/// A service that runs until it is dropped.
pub struct Service {
    child: Child,
    pub base: String,
    pub log: PathBuf,
}

impl Service {
    /// Starts the command, which serves, with its log in a file.
    pub fn start(mut command: Command, log: PathBuf) -> Self {
        command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = lines.by_ref().map(Result::unwrap).find_map(|line| {
            let address = line.strip_prefix("hailong listens on ")?;
            Some(address.to_owned())
        });
        let base = base.unwrap_or_else(|| panic!("{}", fs::read_to_string(&log).unwrap()));
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, base, log }
    }

    /// Asks it to stop as a service manager does, and waits.
    pub fn stop(mut self) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(self.child.wait().unwrap().success());
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let request = ureq::get(format!("{}{path}", self.base)).config().http_status_as_error(false).build();
        let mut answer = request.call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// Sends a response as a program does, with headers that say who it is.
    pub fn send(&self, wave: &str, id: Uuid, answers: &[i32; 10], headers: &[(&str, &str)]) -> u16 {
        let answers: serde_json::Map<_, _> =
            (1..).zip(given(answers)).map(|(n, code)| (format!("a{n}"), code.into())).collect();
        let body = serde_json::json!({"id": id, "unit": DESK, "answers": answers});
        let mut request = ureq::post(format!("{}/api/v1/waves/{wave}/responses", self.base))
            .config()
            .http_status_as_error(false)
            .build()
            .content_type("application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send(body.to_string()).unwrap().status().as_u16()
    }
}

fn given(answers: &[i32; 10]) -> impl Iterator<Item = i32> {
    answers.iter().copied()
}

impl Drop for Service {
    fn drop(&mut self) {
        // Ended already unless the test failed in between.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The answers of the person with this number: no two are alike, and nobody is dissatisfied with the first.
pub fn answers_of(person: usize) -> [i32; 10] {
    let digit = |place: u32| i32::try_from(person / 5_usize.pow(place) % 5).unwrap() + 1;
    std::array::from_fn(|place| match place {
        0 => 4,
        // In between stands what differs from person to person in no order, so that sorting tells nothing.
        1..=5 => digit(u32::try_from(place).unwrap() - 1),
        _ => i32::try_from((person * 7 + place * 3) % 5).unwrap() + 1,
    })
}

/// The same as the database keeps them.
pub fn kept(instrument: &Instrument, person: usize) -> Vec<u8> {
    packed(instrument, &answers_of(person))
}

/// Bytes in hexadecimal digits, as a dump has them.
pub fn hexadecimal(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
