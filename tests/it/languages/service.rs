//! The real program serving with folders of a test's own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hailong::domain::instrument::Instrument;
use hailong::ingest::forms;
use ureq::Agent;

use crate::journeys::program::Program;
use crate::support::folder::TestFolder;
use crate::web::support::{Answer, FORM};

/// Folders for a service, and the program on a database of its own.
pub struct Ground {
    pub folder: TestFolder,
    pub program: Program,
}

impl Ground {
    /// With the form of the web tests in the folder of forms.
    pub fn new(name: &str) -> Self {
        let folder = TestFolder::new(&format!("languages-{name}"));
        for part in ["forms", "locales"] {
            std::fs::create_dir_all(folder.path().join(part)).unwrap();
        }
        std::fs::write(folder.path().join("forms/web-test-1.json"), FORM).unwrap();
        Self { folder, program: Program::new() }
    }

    pub fn forms(&self) -> PathBuf {
        self.folder.path().join("forms")
    }

    pub fn locales(&self) -> PathBuf {
        self.folder.path().join("locales")
    }

    /// Arguments that name both folders, before others.
    pub fn arguments<'a>(&self, others: &[&'a str]) -> Vec<&'a str> {
        let leak = |path: PathBuf| -> &'static str { path.display().to_string().leak() };
        let mut arguments = vec!["--forms", leak(self.forms()), "--locales", leak(self.locales())];
        arguments.extend(others);
        arguments
    }

    /// Opens a wave at two communes.
    pub fn open(&self, wave: &str, instrument: &str, more: &[&str]) {
        let open = ["wave", "open", wave, "--instrument", instrument, "--period", "2026-Q3", "--unit"];
        let arguments = [&open[..], &["02020,02014"], more].concat();
        self.program.done(&self.arguments(&arguments));
    }

    /// All instruments the service knows.
    pub fn instruments(&self) -> Vec<Instrument> {
        let loaded = forms::load(None).unwrap().into_iter().chain(forms::load(Some(&self.forms())).unwrap());
        loaded.map(|form| form.instrument).collect()
    }

    /// Starts the service and waits until it listens.
    pub fn serve(&self) -> Service {
        let mut command = self.program.command(&self.arguments(&["serve", "--listen", "127.0.0.1:0"]));
        Service::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))
    }
}

/// A running service.
pub struct Service {
    child: Child,
    base: String,
    agent: Agent,
}

impl Service {
    fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it says where it listens").unwrap();
        let base = line.strip_prefix("hailong listens on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        Self { child, base, agent }
    }

    /// Gets a page as a browser asks for it.
    pub fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base)).header("accept", "text/html");
        Answer::of(request.call().unwrap())
    }

    /// Sends a form, as a browser does unless the headers say otherwise.
    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = self.agent.post(format!("{}{path}", self.base)).header("accept", "text/html");
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send(body.as_bytes()).unwrap())
    }

    /// Asks it to stop, as a service manager does, and waits.
    pub fn stop(mut self) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not stop");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Ended already unless the test failed in between.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path as an argument.
pub fn argument(path: &Path) -> &str {
    path.to_str().unwrap()
}
