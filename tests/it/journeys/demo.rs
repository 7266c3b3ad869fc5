//! The README's first command: a stranger starts the demonstration, answers, a colleague downloads.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::folder::own_folder;

/// A demonstration that runs in a folder of its own.
struct Demonstration {
    child: Child,
    base: String,
    printed: String,
}

fn hailong(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
    command.arg("--data").arg(data).env_remove("DATABASE_URL");
    command
}

impl Demonstration {
    /// Starts it and waits until everything it says at the start was said.
    fn start(data: &Path) -> Self {
        let mut command = hailong(data);
        command.args(["demo", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (mut base, mut printed) = (String::new(), String::new());
        for line in lines.by_ref() {
            let line = line.unwrap();
            if let Some(address) = line.strip_prefix("hailong listens on ") {
                address.clone_into(&mut base);
            }
            printed.push_str(&line);
            printed.push('\n');
            if line.contains("staff token") {
                break;
            }
        }
        assert!(base.starts_with("http://127.0.0.1:"), "{printed}");
        // Keeps the pipe open, as a terminal would.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, base, printed }
    }

    /// Asks it to stop as a service manager does.
    fn stop(mut self) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not stop");
            sleep(Duration::from_millis(50));
        };
        assert!(status.success(), "{status}");
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        // Ended already unless the test failed in between.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn get(url: &str) -> (u16, String) {
    let mut answer = ureq::get(url).config().http_status_as_error(false).build().call().unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

fn post(url: &str, id: &str) -> u16 {
    let body = format!(r#"{{"id": "{id}", "unit": "02020-1", "answers": {{"q1": 2, "q3": 1, "q7": 2}}}}"#);
    let request = ureq::post(url).config().http_status_as_error(false).build();
    request.content_type("application/json").send(body).unwrap().status().as_u16()
}

#[test]
fn a_stranger_answers_and_a_colleague_downloads() {
    let data = own_folder("demonstration");
    let demo = Demonstration::start(&data);
    let form = format!("{}/khao-sat/demo-mot-cua?unit=02020-1", demo.base);
    assert!(demo.printed.contains(&form), "the address of the form is printed");
    let (status, page) = get(&format!("{form}&lang=vi"));
    assert_eq!(status, 200);
    assert!(page.contains("Bộ phận Một cửa xã Chợ Đồn") && page.contains("Ông/Bà được trả kết quả khi nào?"));
    let responses = format!("{}/api/v1/waves/demo-mot-cua/responses", demo.base);
    let id = "7d9b4a0e-5f0c-4c52-9c7e-0d6a3a3f1b11";
    assert_eq!(post(&responses, id), 201);
    assert_eq!(post(&responses, id), 200, "a retry changes nothing");

    let csv = data.join("mot-cua.csv");
    let results = ["results", "--wave", "demo-mot-cua", "--format", "csv", "--out"];
    let taken = hailong(&data).args(results).arg(&csv).output().unwrap();
    assert!(taken.status.success(), "a command works beside the service: {taken:?}");
    let verified = hailong(&data).arg("verify").arg(&csv).arg("--deep").output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
    assert!(std::fs::read_to_string(&csv).unwrap().contains("Xã Chợ Đồn"));
    let (status, page) = get(&format!("{}/ket-qua/demo-mot-cua?lang=vi", demo.base));
    assert!(status == 200 && page.contains("dữ liệu giả định"), "invented data is labelled");
    demo.stop();

    let again = Demonstration::start(&data);
    let responses = format!("{}/api/v1/waves/demo-mot-cua/responses", again.base);
    assert_eq!(post(&responses, id), 200, "the response is still there after a restart");
    again.stop();
    std::fs::remove_dir_all(data).unwrap();
}
