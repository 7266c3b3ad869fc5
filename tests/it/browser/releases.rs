//! A newer program, and pages that an older one has made.

use serde_json::json;

use super::desk::{self, START, at_start, begin, outbox, serve, service, set_up, stored, waiting};
use super::driver::Browser;
use super::person;
use super::proxy::Proxy;
use crate::web::support::{TestServer, start, wait_until};

/// The name of the folder of static files.
fn release(server: &TestServer) -> String {
    let page = server.get("/").text().to_owned();
    page.split("/static/").nth(1).unwrap().split('/').next().unwrap().to_owned()
}

const OLD: &str = "0123456789abcdef";

/// Addresses of kept files.
fn files(browser: &Browser) -> Vec<String> {
    let read = "return caches.open('hailong files').then((files) => files.keys()).then((all) => all.map(({url}) => url));";
    let all = browser.script(read);
    all.as_array().unwrap().iter().map(|url| url.as_str().unwrap().to_owned()).collect()
}

fn page_release(browser: &Browser) -> String {
    let address = browser.script("return document.querySelector('link[rel=stylesheet]').href;");
    address.as_str().unwrap().split('/').nth_back(1).unwrap().to_owned()
}

/// Waits until so many responses lie in the outbox or are stored; one whose acknowledgement was lost does both.
#[track_caller]
fn kept_or_stored(browser: &Browser, server: &TestServer, count: usize) {
    wait_until("all responses are kept or stored", || {
        usize::try_from(server.stored()).unwrap() + outbox(browser).len() >= count
    });
}

#[test]
fn a_page_of_an_older_release_is_used_with_its_own_files_until_a_newer_one_is_complete() {
    let server = service();
    let new = release(&server);
    let proxy = Proxy::before(server.address);
    let inside = new.clone();
    proxy.set(|weather| weather.renames = Some((inside, OLD.to_owned())));
    let browser = Browser::start("release-old");
    set_up(&browser, &server, &proxy.url(""));
    desk::open_start(&browser, &proxy.url(""));
    assert_eq!(page_release(&browser), OLD);
    assert!(files(&browser).iter().all(|url| url.contains(OLD)), "{:?}", files(&browser));
    proxy.set(|weather| weather.down = true);
    serve(&browser);

    // The new release is there, and the network fails before it has come through.
    proxy.set(|weather| {
        weather.down = false;
        weather.renames = None;
        weather.breaks = Some("/static/".to_owned());
    });
    browser.open(&proxy.url("/khao-sat/mo?unit=01001-1&kiosk=1&lang=vi"));
    std::thread::sleep(std::time::Duration::from_secs(7));
    proxy.set(|weather| weather.down = true);
    browser.open(&proxy.url(START));
    at_start(&browser);
    assert_eq!(page_release(&browser), OLD);
    serve(&browser);
    // The first may have been sent while the network was there.
    kept_or_stored(&browser, &server, 2);

    proxy.set(|weather| {
        weather.down = false;
        weather.breaks = None;
    });
    browser.open(&proxy.url(START));
    at_start(&browser);
    stored(&server, 2);
    waiting(&browser, 0);
    assert_eq!(page_release(&browser), new);
    browser.wait_for(&format!(
        "caches.open('hailong files').then((files) => files.keys()).then((all) => all.length > 0 && all.every(({{url}}) => url.includes({})))",
        json!(new)
    ));
    proxy.set(|weather| weather.down = true);
    browser.open(&proxy.url(START));
    begin(&browser);
    assert_eq!(page_release(&browser), new);
    person::answer(&browser);
    waiting(&browser, 1);
}

#[test]
fn an_outbox_that_a_newer_release_has_extended_is_used_by_an_older_page() {
    let mut server = start();
    let browser = Browser::start("release-newer");
    browser.open(&server.url("/khao-sat/mo?unit=01001-1"));
    browser.wait_for("!!globalThis.courier");
    server.stop().unwrap();
    let deliver = "return courier.deliver('mo', {id: courier.randomId(), unit: '01001-1', answers: {q1: 4, q2: 'no'}});";
    assert_eq!(browser.script(deliver)["outcome"], "kept");
    let extend = "return new Promise((done, fail) => {
        const asked = indexedDB.open('hailong-outbox', 7);
        asked.onupgradeneeded = () => asked.result.createObjectStore('something new');
        asked.onblocked = () => fail('blocked');
        asked.onsuccess = () => { asked.result.close(); done(asked.result.version); };
    });";
    assert_eq!(browser.script(extend), json!(7));
    assert_eq!(browser.script(deliver)["outcome"], "kept");
    assert_eq!(outbox(&browser).len(), 2);
    server.start_again();
    browser.script("window.dispatchEvent(new Event('online'));");
    waiting(&browser, 0);
    assert_eq!(server.stored(), 2);
}

#[test]
fn nothing_is_kept_but_forms_and_their_files() {
    let server = start();
    let browser = Browser::start("release-kept");
    browser.open(&server.url("/khao-sat/mo?unit=01001-1&lang=vi"));
    browser.wait_for(
        "caches.open('hailong pages').then((pages) => pages.keys()).then((keys) => keys.length > 0)",
    );
    person::answer(&browser);
    for path in ["/", "/ket-qua/mo", "/khao-sat/mo", "/api/v1/waves", "/khao-sat/mo/cam-on?unit=01001-1"] {
        browser.open(&server.url(path));
    }
    let kept = browser.script(
        "return (async () => {
            const all = [];
            for (const name of await caches.keys())
                for (const {method, url} of await (await caches.open(name)).keys())
                    all.push(method + ' ' + new URL(url).pathname.replace(/[0-9a-f]{16}/, '*'));
            return all.sort();
        })();",
    );
    let kept: Vec<&str> = kept.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!(kept[0], "GET /khao-sat/mo");
    assert!(kept[1..].iter().all(|one| one.starts_with("GET /static/*/")), "{kept:?}");
}

#[test]
fn a_slow_network_does_not_keep_anybody_waiting_for_a_form_that_is_kept() {
    let server = start();
    let browser = Browser::start("release-slow");
    let form = server.url("/khao-sat/mo?unit=01001-1&lang=vi");
    browser.open(&form);
    browser.wait_for(
        "caches.open('hailong pages').then((pages) => pages.keys()).then((keys) => keys.length > 0)",
    );
    // Accepts connections and says nothing: what a network without strength does.
    let mut server = server;
    let address = server.address;
    server.stop().unwrap();
    let silent = std::net::TcpListener::bind(address).unwrap();
    let begin = std::time::Instant::now();
    browser.open(&form);
    browser.wait_for("!!document.querySelector('form.questions')");
    assert!(begin.elapsed().as_secs() < 12, "{:?}", begin.elapsed());
    drop(silent);
}
