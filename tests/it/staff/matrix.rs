//! Every address with every role, inside and outside of its units: who gets through, and who is refused with what.

use std::collections::BTreeSet;
use std::path::Path;

use hailong::domain::access::{Right, Role};
use hailong::identity::secret::secret_hash;
use hailong::store::devices::{self, Device};
use hailong::store::publications;
use hailong::store::tokens::{self, NewToken};
use hailong::web::{Door, Entry, Method, routes};

use super::support::{Person, add_account, person};
use crate::web::results::publish;
use crate::web::support::{Answer, TestServer, start, unit_id};

/// What each address is for. A new address has to be thought about here, too.
const DOORS: &str = include_str!("doors.txt");

fn method(entry: &Entry) -> &'static str {
    match entry.method {
        Method::Read => "GET",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    }
}

fn door(door: Door) -> String {
    match door {
        Door::Everybody => "everybody".to_owned(),
        Door::Public(right) => format!("public or {right}"),
        Door::Device => "device".to_owned(),
        Door::Arriving => "arriving".to_owned(),
        Door::Own => "own".to_owned(),
        Door::SignedIn => "signed in".to_owned(),
        Door::Right(right) => right.to_string(),
    }
}

#[test]
fn every_address_is_listed_with_its_door() {
    let mounted: BTreeSet<String> =
        routes().map(|entry| format!("{} {} = {}", method(entry), entry.path, door(entry.door))).collect();
    let listed: BTreeSet<String> = DOORS.lines().map(str::to_owned).collect();
    let missing: Vec<_> = mounted.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&mounted).collect();
    assert!(missing.is_empty() && gone.is_empty(), "add {missing:#?}\nremove {gone:#?}");
}

/// Routes come from the one list only.
#[test]
fn nothing_is_mounted_past_the_list() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs")
                && !entry.ends_with("web/routes.rs")
            {
                let text = std::fs::read_to_string(&entry).unwrap();
                let mounts =
                    [".service(", "web::resource", "web::scope", "default_service", "#[get(", "#[post("];
                found.extend(
                    mounts.iter().filter(|way| text.contains(**way)).map(|way| format!("{entry:?}: {way}")),
                );
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert_eq!(found, Vec::<String>::new());
}

/// Somebody with a role, by browser and by token.
struct Somebody<'a> {
    role: Role,
    /// Where; none for everywhere.
    unit: Option<&'static str>,
    browser: Person<'a>,
    token: String,
}

/// Where the things stand that are asked about.
const INSIDE: &str = "01001";
const PLACES: [Option<&str>; 3] = [Some(INSIDE), Some("01002"), None];

impl<'a> Somebody<'a> {
    fn new(server: &'a TestServer, role: Role, unit: Option<&'static str>) -> Self {
        let name = format!("{role}-{}", unit.unwrap_or("moi-noi"));
        let browser = person(server, &name, role, unit);
        let mut conn = server.connect();
        let unit_id = unit.map(|code| unit_id(&mut conn, code));
        let expires = "2999-12-31".parse().unwrap();
        let new = NewToken { name: &name, expires, account: None, rights: role.rights(), unit_id };
        tokens::add(&mut conn, &new, &secret_hash(&name)).unwrap();
        Self { role, unit, browser, token: format!("Bearer {name}") }
    }

    fn holds(&self, right: Right) -> bool {
        self.role.rights().has(right)
    }

    fn reaches_inside(&self) -> bool {
        self.unit.is_none_or(|unit| unit == INSIDE)
    }
}

/// The address with everything in it that is asked about: a wave that is not public, a unit and an account inside.
fn filled(path: &str, publication: &str) -> String {
    let path = path.replace("{wave}", "rieng").replace("{format}", "csv").replace("{hash}", publication);
    let path = path.replace("{secret}", "khong").replace("{release}", "0").replace("{file:.*}", "form.js");
    let path = if path.starts_with("/api/v1/instruments") {
        path.replace("{id}", "web-test-1")
    } else {
        path.replace("{id}", "0")
    };
    let path = path.replace("{kind}", "scores").replace("{name}", "nguoi-ben-trong");
    let path = path
        .replace("{unit}", "01001-1")
        .replace("{language}", "vi")
        .replace("{item}", "q1")
        .replace("{batch}", "1");
    let about_unit = path.contains("/results")
        || path.ends_with("/visits")
        || path.ends_with("/remarks")
        || path.contains("/ket-qua/");
    if path.contains("v1/results.") || path.contains("/ket-qua-cac-dot") {
        format!("{path}?wave=rieng&unit={INSIDE}")
    } else if about_unit {
        format!("{path}?unit={INSIDE}")
    } else {
        path
    }
}

/// Asks with a browser or a token, as the address has it.
fn ask_as(server: &TestServer, entry: &Entry, path: &str, who: &Somebody) -> Answer {
    if !path.starts_with("/quan-tri") {
        return ask(server, entry, path, Some(("authorization", &who.token)));
    }
    let cookies = who.browser.cookies.borrow();
    let pairs = cookies.iter().map(|(name, value)| format!("{name}={value}"));
    ask(server, entry, path, Some(("cookie", &pairs.collect::<Vec<_>>().join("; "))))
}

/// Asks without anything in the body.
fn ask(server: &TestServer, entry: &Entry, path: &str, shown: Option<(&str, &str)>) -> Answer {
    let is_page = path.starts_with("/quan-tri");
    let media = if is_page || path.starts_with("/khao-sat") {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    };
    let mut headers = vec![("content-type", media), ("accept", "application/json")];
    headers.extend(shown);
    match entry.method {
        Method::Read => server.get_with(path, &headers[1..]),
        Method::Post => server.post_with(path, &headers, b""),
        Method::Delete => server.delete_with(path, &headers[1..]),
    }
}

/// What came of it.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Let in.
    Through,
    /// Sent to sign in.
    SignIn,
    /// Sent to another page.
    Elsewhere,
    /// 401.
    TokenNeeded,
    /// 401 for whoever is no kiosk.
    DeviceNeeded,
    /// 403 with the name of the right.
    Missing(String),
    /// 404, as if it were not there.
    Hidden,
}

fn outcome(answer: &Answer) -> Outcome {
    let location = answer.header("location");
    if answer.status == 303 && location.starts_with("/quan-tri/dang-nhap") {
        return Outcome::SignIn;
    }
    if answer.status == 303 {
        return Outcome::Elsewhere;
    }
    let problem = answer.header("content-type").starts_with("application/problem");
    let document = if problem { answer.json() } else { serde_json::Value::Null };
    match (answer.status, document["code"].as_str().unwrap_or_default()) {
        (401, "token_needed") => Outcome::TokenNeeded,
        (401, "device_needed") => Outcome::DeviceNeeded,
        (403, "right_needed") => Outcome::Missing(document["right"].as_str().unwrap().to_owned()),
        // The form was not ours: whoever hears that has passed the door.
        (403, "form_expired") => Outcome::Through,
        (404, "unknown_account" | "unknown_wave") => Outcome::Hidden,
        (401 | 403, code) => panic!("{} {code}", answer.status),
        (status, _) => {
            assert!(status < 500, "{status}: {}", answer.text());
            Outcome::Through
        }
    }
}

/// What is made of public waves for everybody looks like nothing to staff, too, while the wave is not public.
fn is_for_everybody_only(path: &str) -> bool {
    path.ends_with("/du-lieu") || path.ends_with("/nhung")
}

/// What is to come of it for a citizen.
fn for_citizens(entry: &Entry) -> Outcome {
    let page = entry.path.starts_with("/quan-tri");
    match entry.door {
        _ if is_for_everybody_only(entry.path) => Outcome::TokenNeeded,
        Door::Everybody => Outcome::Through,
        Door::Device => Outcome::DeviceNeeded,
        // The wave takes answers, so everybody knows of it; its results are not public.
        Door::Public(_) if entry.path == "/api/v1/waves" || entry.path == "/api/v1/waves/{wave}" => {
            Outcome::Through
        }
        Door::Arriving | Door::Own | Door::SignedIn | Door::Right(_) if page => Outcome::SignIn,
        Door::Public(_) | Door::Arriving | Door::Own | Door::SignedIn | Door::Right(_) => {
            Outcome::TokenNeeded
        }
    }
}

/// What is to come of it for somebody of the staff.
fn for_staff(entry: &Entry, who: &Somebody) -> Outcome {
    let missing = |right: Right| Outcome::Missing(right.to_string());
    match entry.door {
        _ if is_for_everybody_only(entry.path) => Outcome::TokenNeeded,
        Door::Device => Outcome::DeviceNeeded,
        Door::Arriving => Outcome::Elsewhere,
        Door::Public(_) if entry.path == "/api/v1/waves" || entry.path == "/api/v1/waves/{wave}" => {
            Outcome::Through
        }
        // A publication holds all units and cannot be cut.
        Door::Public(right) if entry.path.contains("{hash}") => {
            if who.holds(right) && who.unit.is_none() {
                Outcome::Through
            } else {
                missing(right)
            }
        }
        Door::Public(right) => {
            if who.holds(right) && who.reaches_inside() {
                Outcome::Through
            } else {
                missing(right)
            }
        }
        Door::Right(right) if !who.holds(right) => missing(right),
        Door::Right(right) if entry.path.ends_with("/visits") && !who.reaches_inside() => missing(right),
        // A kiosk is opened at the unit; how many dossiers it closed is not asked before a body is there.
        Door::Right(right) if entry.path.ends_with("{unit}/unlock") && !who.reaches_inside() => {
            missing(right)
        }
        Door::Right(right)
            if (entry.path.contains("/ket-qua/{wave}") || entry.path.contains("/ket-qua-cac-dot"))
                && !who.reaches_inside() =>
        {
            missing(right)
        }
        // Remarks are read at one's own units of the wave.
        Door::Right(_) if entry.path.contains("remarks") || entry.path.ends_with("dot/{wave}/y-kien") => {
            Outcome::Through
        }
        // A wave is managed by those who may manage it at every unit of it. Forms are checked before they are read,
        // and without a body nothing is asked about yet.
        Door::Right(Right::ManageWaves) if entry.path.contains("{wave}") && who.unit.is_some() => {
            let page = entry.path.starts_with("/quan-tri");
            let unread = entry.path == "/api/v1/waves/{wave}"
                || entry.path.ends_with("/copy")
                || entry.path.ends_with("/pool");
            if entry.method == Method::Post && (page || unread) {
                Outcome::Through
            } else {
                missing(Right::ManageWaves)
            }
        }
        Door::Right(Right::EraseWaves) if entry.method == Method::Read && who.unit.is_some() => {
            missing(Right::EraseWaves)
        }
        // An account elsewhere looks like none. Forms are checked before they are read.
        Door::Right(Right::ManageAccounts) if entry.path.contains("{name}") && !who.reaches_inside() => {
            let form = entry.path.starts_with("/quan-tri") && entry.method == Method::Post;
            // Without a body, nothing is asked about yet.
            let unread = entry.path.ends_with("/roles");
            if form || unread { Outcome::Through } else { Outcome::Hidden }
        }
        Door::Everybody | Door::Own | Door::SignedIn | Door::Right(_) => Outcome::Through,
    }
}

#[test]
fn every_role_gets_through_where_it_should_and_nowhere_else() {
    // given people of every role inside, outside and everywhere
    let server = start();
    publish(&server, "rieng");
    add_account(&server, "nguoi-ben-trong", Role::Viewer, Some(INSIDE));
    let hash = publications::hashes(&mut server.connect()).unwrap()[0].hash;
    let hash = hailong::domain::batch::hex(&hash);
    let pairs = Role::ALL.iter().flat_map(|role| PLACES.map(|unit| (*role, unit)));
    let staff: Vec<Somebody> = pairs.map(|(role, unit)| Somebody::new(&server, role, unit)).collect();
    let kiosk = Device {
        name: "Máy số 1".to_owned(),
        unit: "01001-1".parse().unwrap(),
        expires: "2999-12-31".parse().unwrap(),
    };
    devices::add(&mut server.connect(), &kiosk, &secret_hash("hk_kiosk")).unwrap();
    // when each asks for everything, then it is as the list says
    let mut wrong = Vec::new();
    let mut asked = 0;
    for entry in routes() {
        let path = filled(entry.path, &hash);
        assert!(!path.contains('{'), "{path} has a variable this test does not know");
        let mut check = |who: String, answer: &Answer, expected: Outcome| {
            asked += 1;
            let found = outcome(answer);
            if found != expected {
                wrong.push(format!("{} {path} as {who}: {found:?}, not {expected:?}", method(entry)));
            }
        };
        check("citizen".to_owned(), &ask(&server, entry, &path, None), for_citizens(entry));
        let kiosk = ask(&server, entry, &path, Some(("authorization", "Bearer hk_kiosk")));
        let citizen = for_citizens(entry);
        let expected = if entry.door == Door::Device { Outcome::Through } else { citizen };
        check("kiosk".to_owned(), &kiosk, expected);
        for who in staff.iter().filter(|_| entry.path != "/quan-tri/dang-xuat") {
            let name = format!("{} at {}", who.role, who.unit.unwrap_or("everywhere"));
            check(name, &ask_as(&server, entry, &path, who), for_staff(entry, who));
        }
    }
    assert!(asked > 700, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_form_is_refused_without_the_token_of_the_session() {
    let server = start();
    let admin = person(&server, "quan", Role::Administrator, None);
    let open = ["/quan-tri/dang-nhap", "/quan-tri/thiet-lap/{secret}", "/quan-tri/ma-xac-thuc"];
    let mut forms = 0;
    for entry in routes().filter(|entry| entry.method == Method::Post && entry.path.starts_with("/quan-tri"))
    {
        if open.contains(&entry.path) {
            continue;
        }
        forms += 1;
        let path = filled(entry.path, "");
        admin
            .send(&path, &[("act", "disable")], &[("accept", "application/json")])
            .problem(403, "form_expired");
    }
    assert!(forms >= 8, "{forms}");
}
