//! What the demonstration prints: where to look and what to try.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use fast_qr::QRBuilder;

use super::{COMMUNES, ONE_STOP, SIPAS};
use crate::cli::arguments::Place;
use crate::locale;

/// Prints addresses and commands, Vietnamese first, then English.
pub fn print(place: &Place, listen: SocketAddr) {
    let base = format!("http://{}", reachable(listen));
    let form = format!("{base}/khao-sat/{}?unit={}-1", ONE_STOP.0, COMMUNES[2]);
    println!("\n{}", rule());
    for language in ["vi", "en"] {
        println!("{}", locale::text(language, "demo-ready"));
    }
    println!("{}\n", rule());
    line("demo-answer", &form);
    if let Ok(code) = QRBuilder::new(form.as_str()).build() {
        println!("{}", code.to_str());
    }
    line("demo-answer-sipas", &format!("{base}/khao-sat/{}", SIPAS.0));
    line("demo-results", &format!("{base}/ket-qua/{}", ONE_STOP.0));
    line("demo-download", &format!("{base}/api/v1/waves/{}/results.xlsx", ONE_STOP.0));
    let data = place.data();
    let called = std::env::args().next().unwrap_or_else(|| "hailong".to_owned());
    let program = format!("{called} --data {}", data.display());
    line(
        "demo-command-results",
        &format!("{program} results --wave {} --format csv --out mot-cua.csv", ONE_STOP.0),
    );
    line("demo-command-verify", &format!("{program} verify mot-cua.csv"));
    line("demo-command-seal", &format!("{program} seal --wave {}", ONE_STOP.0));
    line("demo-command-token", &format!("{program} staff token --name \"Van phong\""));
}

fn line(key: &str, what: &str) {
    println!("{} / {}", locale::text("vi", key), locale::text("en", key));
    println!("    {what}\n");
}

fn rule() -> String {
    "─".repeat(72)
}

/// The address to print: where the service listens on all addresses, the one that other machines of
/// the network see.
fn reachable(listen: SocketAddr) -> SocketAddr {
    if !listen.ip().is_unspecified() {
        return listen;
    }
    let ip = own_address().unwrap_or(IpAddr::from([127, 0, 0, 1]));
    SocketAddr::new(ip, listen.port())
}

/// The address this machine would send from. Connecting a datagram socket sends nothing;
/// 192.0.2.1 is reserved for documentation (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}
