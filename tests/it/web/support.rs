//! A real service on a free port, over a database of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use actix_web::rt::System;
use diesel::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hailong::domain::instrument::{Instrument, SwitchSetting, Text};
use hailong::domain::unit::{Unit, UnitLevel};
use hailong::domain::wave::{Access, Mode, Protection, State, Wave};
use hailong::identity::Key;
use hailong::ingest::extras::Extras;
use hailong::ingest::writer::Writer;
use hailong::store::{self, instruments, units, waves};
use hailong::web::server::{self, Stopper};
use hailong::web::{AppState, Settings};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::http::Response;
use uuid::Uuid;

use crate::support::cluster::{TestDatabase, fresh_database_from};

pub const FORM: &str = include_str!("instrument.json");
/// Places in the writer's queue, where a test does not say otherwise.
const QUEUE: usize = 10_000;

/// Code, name, English name, level and parent.
type UnitLine = (&'static str, &'static str, Option<&'static str>, UnitLevel, Option<&'static str>);

/// A province with two communes; three desks, two of them in the first.
const UNITS: [UnitLine; 6] = [
    ("19", "Tỉnh Thử Nghiệm", Some("Thu Nghiem province"), UnitLevel::Province, None),
    ("01001", "Xã Một", Some("Mot commune"), UnitLevel::Commune, Some("19")),
    ("01002", "Xã Hai", None, UnitLevel::Commune, Some("19")),
    ("01001-1", "Quầy số 1", Some("Counter 1"), UnitLevel::Desk, Some("01001")),
    ("01001-2", "Quầy số 2", Some("Counter 2"), UnitLevel::Desk, Some("01001")),
    ("01002-1", "Bộ phận một cửa xã Hai", None, UnitLevel::Desk, Some("01002")),
];
pub const DESK: &str = "01001-1";
const DESKS: [&str; 3] = ["01001-1", "01001-2", "01002-1"];

pub fn instrument() -> Instrument {
    serde_json::from_str(FORM).unwrap()
}

/// A wave of the test instrument, open by a link, with results for everybody.
pub fn wave(id: &str) -> Wave {
    Wave {
        id: id.parse().unwrap(),
        instrument: "web-test-1".to_owned(),
        title: Text::new("Đợt thử", "Test wave"),
        period: "2026-Q3".parse().unwrap(),
        mode: Mode::Desk,
        access: Access::Link,
        state: State::Open,
        k: 5,
        public: true,
        demo: false,
        switches: SwitchSetting::new(),
        languages: Vec::new(),
        earlier: None,
        protection: Protection::default(),
        margins: Vec::new(),
    }
}

/// Units, the instrument and waves of every kind.
fn prepare(url: &str) {
    let mut conn = PgConnection::establish(url).unwrap();
    store::migrate(&mut conn).unwrap();
    let all = UNITS.map(|(code, name, name_en, level, parent)| Unit {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        name_en: name_en.map(str::to_owned),
        level,
        parent: parent.map(|parent| parent.parse().unwrap()),
        valid_from: "2025-07-01".parse().unwrap(),
        valid_to: None,
    });
    units::import_units(&mut conn, &all).unwrap();
    instruments::save(&mut conn, FORM, &Sha256::digest(FORM).into(), &instrument()).unwrap();
    let desks = DESKS.map(|code| unit_id(&mut conn, code));
    for new in [
        wave("mo"),
        Wave { public: false, ..wave("rieng") },
        Wave { demo: true, title: Text::new("Đợt dùng thử", "Trial wave"), ..wave("thu") },
        Wave { state: State::Closed, ..wave("dong") },
        Wave { access: Access::Import, public: false, ..wave("nhap") },
        Wave {
            title: Text::new("Đợt có ý kiến viết thêm", "Wave with remarks"),
            protection: Protection { remarks: true, ..Protection::default() },
            ..wave("noi")
        },
    ] {
        waves::create(&mut conn, &new, &desks).unwrap();
    }
    waves::create(&mut conn, &wave("mot-quay"), &desks[..1]).unwrap();
}

pub fn unit_id(conn: &mut PgConnection, code: &str) -> i32 {
    let day = "2026-07-01".parse().unwrap();
    units::unit_id(conn, &code.parse().unwrap(), day).unwrap().unwrap()
}

/// The key of the services of the tests.
pub fn key() -> Key {
    Key::parse(&"5a".repeat(32)).unwrap()
}

/// A running service; it stops when dropped.
pub struct TestServer {
    pub database: TestDatabase,
    pub address: SocketAddr,
    launch: Launch,
    stopper: Stopper,
    thread: Option<JoinHandle<std::io::Result<()>>>,
    agent: Agent,
}

/// A service with the usual settings.
pub fn start() -> TestServer {
    start_with(QUEUE, |_| {})
}

/// A service with translations and recordings of forms.
pub fn start_with_extras(extras: Extras) -> TestServer {
    serve(QUEUE, |_| {}, extras)
}

/// A service with so many places in the writer's queue and other settings.
pub fn start_with(queue: usize, set: fn(&mut Settings)) -> TestServer {
    serve(queue, set, Extras::default())
}

/// A service with settings that depend on the address it will have.
pub fn start_at(address: SocketAddr, set: impl Fn(&mut Settings) + Send + Sync + 'static) -> TestServer {
    serve_at(address, QUEUE, Arc::new(set), Extras::default())
}

/// Changes settings.
type Set = dyn Fn(&mut Settings) + Send + Sync;

fn serve(queue: usize, set: fn(&mut Settings), extras: Extras) -> TestServer {
    serve_at("127.0.0.1:0".parse().unwrap(), queue, Arc::new(set), extras)
}

fn serve_at(address: SocketAddr, queue: usize, set: Arc<Set>, extras: Extras) -> TestServer {
    super::log::listen();
    let database = fresh_database_from("web", prepare);
    let launch = Launch { url: database.url(), queue, set, extras: Arc::new(extras) };
    let (address, stopper, thread) = launch.run(address);
    let agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(30)))
        .user_agent(super::log::AGENT)
        .build()
        .new_agent();
    TestServer { database, address, launch, stopper, thread: Some(thread), agent }
}

/// How a service is started, and started again.
struct Launch {
    url: String,
    queue: usize,
    set: Arc<Set>,
    extras: Arc<Extras>,
}

type Running = (SocketAddr, Stopper, JoinHandle<std::io::Result<()>>);

impl Launch {
    fn run(&self, listen: SocketAddr) -> Running {
        let mut settings = Settings {
            listen: vec![listen],
            workers: Some(2),
            pause: Duration::from_millis(50),
            drain: Duration::from_secs(3),
            ..Settings::default()
        };
        (self.set)(&mut settings);
        let (url, queue, extras) = (self.url.clone(), self.queue, Arc::clone(&self.extras));
        let (started, wait) = channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let pool = store::pool(&url, 4).unwrap();
                let writer = Writer::start(&url, queue).unwrap();
                let state = AppState::with_extras(pool, writer, key(), extras)?;
                let server = server::run(settings, state)?;
                started.send((server.addresses()[0], server.stopper())).unwrap();
                server.wait().await
            })
        });
        let (address, stopper) = wait.recv().unwrap();
        (address, stopper, thread)
    }
}

impl TestServer {
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.call().unwrap())
    }

    pub fn post(&self, path: &str, media: &str, body: &[u8]) -> Answer {
        self.post_with(path, &[("content-type", media)], body)
    }

    pub fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = self.agent.post(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send(body).unwrap())
    }

    /// Sends a response to the wave `mo`.
    pub fn send(&self, body: &Value) -> Answer {
        self.post("/api/v1/waves/mo/responses", "application/json", body.to_string().as_bytes())
    }

    /// Sends a request with another method and no body.
    pub fn request(&self, method: &str, path: &str) -> Answer {
        let request = ureq::http::Request::builder().method(method).uri(self.url(path)).body(()).unwrap();
        let request = self.agent.configure_request(request).allow_non_standard_methods(true).build();
        Answer::of(self.agent.run(request).unwrap())
    }

    pub fn delete_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.agent.delete(self.url(path));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(request.call().unwrap())
    }

    pub fn connect(&self) -> PgConnection {
        self.database.connect()
    }

    /// Number of responses waiting in pools.
    pub fn stored(&self) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        let count = diesel::sql_query("SELECT count(*) AS n FROM response");
        count.get_result::<Count>(&mut self.connect()).unwrap().n
    }

    /// Starts the service again that was stopped, at the same address over the same database.
    pub fn start_again(&mut self) {
        let (_, stopper, thread) = self.launch.run(self.address);
        (self.stopper, self.thread) = (stopper, Some(thread));
    }

    /// Asks for a stop and waits for it.
    pub fn stop(&mut self) -> std::io::Result<()> {
        self.stopper.stop();
        self.thread.take().map_or(Ok(()), |thread| thread.join().unwrap())
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

/// Waits until the service has noticed something, which takes a second.
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn of(mut response: Response<ureq::Body>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: response.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap(),
        }
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts a problem document and gives it.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let document = self.json();
        assert_eq!((self.status, document["code"].as_str().unwrap()), (status, code), "{document}");
        assert_eq!(document["status"], status);
        for text in ["title", "detail"] {
            assert!(document[text].as_str().is_some_and(|text| text.contains(' ')), "{document}");
        }
        document
    }

    /// Codes of the violations, with their pointers.
    pub fn violations(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let document = self.json();
        let list = document["violations"].as_array().unwrap_or_else(|| panic!("{document}"));
        list.iter().map(|violation| (text(&violation["pointer"]), text(&violation["code"]))).collect()
    }
}

/// A response that is as it should be.
pub fn good() -> Value {
    json!({
        "id": Uuid::new_v4(), "unit": DESK,
        "answers": {"q1": 4, "q2": "yes", "q3": 2, "q4": ["tv", "web"], "q5": null},
    })
}

/// [`good`] with one member set.
pub fn good_but(pointer: &str, value: Value) -> Value {
    let mut body = good();
    *body.pointer_mut(pointer).unwrap() = value;
    body
}
