//! A real browser: Debian's Chromium, steered by chromedriver (W3C `WebDriver`, plain JSON over HTTP).

use std::cell::Cell;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use serde_json::{Value, json};
use ureq::Agent;

use crate::support::folder::own_folder;

/// Name under which `WebDriver` hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Set to anything, it lets tests leave pictures: some thousand of them, which take their time.
const PICTURES: &str = "PICTURES";
/// How long [`Browser::wait_for`] waits.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sizes in CSS pixels that pages are looked at.
pub const PHONE: (u32, u32) = (360, 740);
pub const TABLET: (u32, u32) = (820, 1180);
pub const KIOSK: (u32, u32) = (1280, 800);

/// A browser of one test's own; closed when dropped.
pub struct Browser {
    driver: Child,
    session: String,
    agent: Agent,
    /// The size it was given.
    size: Cell<Option<(u32, u32)>>,
    /// Where it keeps what it keeps; stays when the browser is killed.
    pub profile: PathBuf,
}

impl Browser {
    /// Starts a browser that has never been used.
    pub fn start(name: &str) -> Self {
        Self::with_profile(own_folder(&format!("browser-{name}")))
    }

    /// Starts a browser with what an earlier one has kept.
    pub fn with_profile(profile: PathBuf) -> Self {
        fs::create_dir_all(&profile).unwrap();
        let (driver, port) = start_driver();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(180)))
            .build()
            .new_agent();
        let session = format!("http://127.0.0.1:{port}/session");
        let mut browser = Self { driver, session, agent, size: Cell::default(), profile };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-prefers-reduced-motion",
            "--lang=vi",
            // A name that browsers do not trust as they trust their own machine.
            "--host-resolver-rules=MAP khaosat.example 127.0.0.1",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", browser.profile.display()));
        let options = json!({
            "args": arguments,
            "prefs": {"intl.accept_languages": "vi,en"},
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": options,
        }}});
        let made = browser.post("", &wanted);
        browser.session = format!("{}/{}", browser.session, made["sessionId"].as_str().unwrap());
        browser
    }

    /// Ends the browser as a power cut would: its folder stays.
    pub fn kill(mut self) -> PathBuf {
        for process in below(self.driver.id()) {
            let _ = Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        // A new browser must not take the folder for one in use.
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = fs::remove_file(self.profile.join(lock));
        }
        self.profile.clone()
    }

    fn answer(request: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Value {
        let mut response = request.unwrap();
        let status = response.status();
        let text = response.body_mut().with_config().limit(64 << 20).read_to_string().unwrap();
        let body: Value = serde_json::from_str(&text).unwrap();
        assert!(status.is_success(), "the browser says: {}", body["value"]);
        body["value"].clone()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let request = self.agent.post(format!("{}{path}", self.session));
        Self::answer(request.header("content-type", "application/json").send(body.to_string()))
    }

    fn get(&self, path: &str) -> Value {
        Self::answer(self.agent.get(format!("{}{path}", self.session)).call())
    }

    /// Goes to an address and waits until the page is loaded.
    pub fn open(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        self.get("/url").as_str().unwrap().to_owned()
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.post("/refresh", &json!({}));
    }

    /// Goes one page back.
    pub fn back(&self) {
        self.post("/back", &json!({}));
    }

    /// Runs the body of a function in the page and gives what it returns; promises are waited for.
    pub fn script(&self, body: &str) -> Value {
        self.script_with(body, &json!([]))
    }

    /// As [`Self::script`], with `arguments`.
    pub fn script_with(&self, body: &str, arguments: &Value) -> Value {
        self.post("/execute/sync", &json!({"script": body, "args": arguments}))
    }

    /// Waits until an expression in the page is true, and gives its value.
    #[track_caller]
    pub fn wait_for(&self, expression: &str) -> Value {
        let begin = Instant::now();
        loop {
            let value = self.script(&format!("return ({expression});"));
            if value != Value::Null && value != Value::Bool(false) && value != json!("") {
                return value;
            }
            let patient = begin.elapsed() < PATIENCE;
            assert!(patient, "waited in vain for {expression}; the page says: {}", self.text());
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// What a person sees on the page.
    pub fn text(&self) -> String {
        self.script("return document.body.innerText;").as_str().unwrap().to_owned()
    }

    /// What a person sees in a frame of the page.
    pub fn text_in_frame(&self, selector: &str) -> String {
        let frame = self.element(selector);
        self.post("/frame", &json!({"id": {ELEMENT: frame}}));
        let text = self.text();
        self.post("/frame", &json!({"id": null}));
        text
    }

    /// Makes the window as high as the page, so that a picture shows all of it.
    pub fn stretch(&self, width: u32) {
        let height = self.script("return document.documentElement.scrollHeight;");
        self.resize((width, u32::try_from(height.as_u64().unwrap()).unwrap().min(9000)));
    }

    /// Clicks with a real pointer in the middle of the first element that matches.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Chooses a file of this machine.
    #[track_caller]
    pub fn choose(&self, selector: &str, file: &std::path::Path) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/value"), &json!({"text": file.to_str().unwrap()}));
    }

    #[track_caller]
    fn element(&self, selector: &str) -> String {
        self.wait_for(&format!("!!document.querySelector({})", json!(selector)));
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}));
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    /// Presses keys one after the other, wherever the focus is. Keys without a sign have code points of their
    /// own in `WebDriver`, see [`key`].
    pub fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key.to_string()})))
            .collect();
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}));
    }

    /// Presses keys so that all are down together, as Shift and Tab.
    pub fn press_together(&self, keys: &[char]) {
        let action = |kind: &str, key: &char| json!({"type": kind, "value": key.to_string()});
        let down = keys.iter().map(|key| action("keyDown", key));
        let actions: Vec<Value> = down.chain(keys.iter().rev().map(|key| action("keyUp", key))).collect();
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}));
    }

    /// Runs a command of the Chrome `DevTools` Protocol.
    pub fn cdp(&self, command: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Touches a place of the page, in CSS pixels from its upper left corner.
    pub fn cdp_click(&self, x: u32, y: u32) {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.cdp("Input.dispatchMouseEvent", &event);
        }
    }

    /// Sets the size of the page in CSS pixels; tells whether it was another one.
    pub fn resize(&self, size: (u32, u32)) -> bool {
        if self.size.replace(Some(size)) == Some(size) {
            return false;
        }
        let size = json!({"width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": false});
        self.cdp("Emulation.setDeviceMetricsOverride", &size);
        true
    }

    /// The size it was given last.
    pub fn size(&self) -> (u32, u32) {
        self.size.get().unwrap()
    }

    /// Pretends a preference of the reader, e.g. `forced-colors: active`.
    pub fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.cdp("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// Switches scripts in pages on or off.
    pub fn allow_scripts(&self, allowed: bool) {
        self.cdp("Emulation.setScriptExecutionDisabled", &json!({"value": !allowed}));
    }

    /// Errors and warnings that the pages have left in the console since the last call.
    pub fn complaints(&self) -> Vec<String> {
        let entries = self.post("/se/log", &json!({"type": "browser"}));
        let entries = entries.as_array().unwrap();
        let serious = entries.iter().filter(|entry| entry["level"] != "INFO" && entry["level"] != "DEBUG");
        serious.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Prints the page as PDF, as its styles for paper say.
    pub fn pdf(&self) -> Vec<u8> {
        let paper = json!({"preferCSSPageSize": true});
        decode_base64(self.cdp("Page.printToPDF", &paper)["data"].as_str().unwrap())
    }

    /// Writes what is seen into `target/tmp/screenshots/<name>.png`, for people to look at, where [`PICTURES`] are
    /// asked for.
    pub fn screenshot(&self, name: &str) {
        if !pictures_are_wanted() {
            return;
        }
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        fs::create_dir_all(&folder).unwrap();
        let shot = self.cdp("Page.captureScreenshot", &json!({"format": "png"}));
        let bytes = decode_base64(shot["data"].as_str().unwrap());
        fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }
}

/// Whether [`PICTURES`] are asked for.
pub fn pictures_are_wanted() -> bool {
    env::var_os(PICTURES).is_some()
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Code points of keys without a sign (W3C `WebDriver`, section 17.4.2).
pub mod key {
    pub const TAB: char = '\u{e004}';
    pub const ENTER: char = '\u{e007}';
    pub const SHIFT: char = '\u{e008}';
    pub const ESCAPE: char = '\u{e00c}';
    pub const SPACE: char = ' ';
    pub const DOWN: char = '\u{e015}';
}

/// Starts chromedriver on a free port. Where somebody else takes the port it has chosen, it ends and is started anew.
fn start_driver() -> (Child, u16) {
    for _ in 0..5 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|fault| panic!("chromedriver does not start ({fault}); run .ci/setup --tests"));
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map(Result::unwrap).find_map(|line| {
            let rest = line.split_once("started successfully on port ")?.1;
            rest.trim_end_matches('.').parse().ok()
        });
        if let Some(port) = port {
            return (driver, port);
        }
        driver.wait().unwrap();
    }
    panic!("chromedriver told no port")
}

/// Ids of all processes that descend from this one.
fn below(ancestor: u32) -> Vec<u32> {
    let parent = |id: u32| -> Option<u32> {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse().ok())
    };
    let all =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let parents: Vec<(u32, u32)> = all.filter_map(|id| Some((id, parent(id)?))).collect();
    let mut found = vec![ancestor];
    let mut place = 0;
    while let Some(above) = found.get(place).copied() {
        found.extend(parents.iter().filter(|(_, parent)| *parent == above).map(|(id, _)| *id));
        place += 1;
    }
    found.split_off(1)
}

/// Base64 as the browser writes it.
fn decode_base64(text: &str) -> Vec<u8> {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => u32::from(sign - b'A'),
        b'a'..=b'z' => u32::from(sign - b'a') + 26,
        b'0'..=b'9' => u32::from(sign - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, sign| bits << 6 | value(*sign)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
