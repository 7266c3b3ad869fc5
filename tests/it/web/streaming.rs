//! Large files go out while they are made.

use std::io::{Read, Write};
use std::net::TcpStream;

use hailong::domain::instrument::Text;
use hailong::domain::publication::Publication;
use hailong::store::{publications, waves};

use super::results::publish;
use super::support::{TestServer, start};

/// Publishes the results of the wave once more, with so many communes of a new name.
fn publish_large(server: &TestServer, communes: usize) -> Publication {
    publish(server, "mo");
    let mut conn = server.connect();
    let wave = waves::find(&mut conn, &"mo".parse().unwrap()).unwrap().unwrap().number;
    let mut publication = publications::latest(&mut conn, wave).unwrap().unwrap().publication;
    let place = publication.units.iter().position(|unit| unit.level == "commune").unwrap();
    for number in 0..communes {
        let mut unit = publication.units[place].clone();
        unit.code = format!("x{number:05}");
        unit.name = Text::new(&format!("Xã số {number}"), &format!("Commune {number}"));
        publication.units.push(unit);
        publication.figures.push(publication.figures[place].clone());
    }
    publications::insert(&mut conn, wave, &publication).unwrap();
    publication
}

/// Asks for a file and reads its beginning only.
fn glance(server: &TestServer, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\n\r\n",
        server.address,
        super::log::AGENT
    )
    .unwrap();
    let mut begin = [0; 400];
    stream.read_exact(&mut begin).unwrap();
    assert!(begin.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&begin));
    stream
}

#[test]
fn a_large_file_is_sent_in_pieces_and_is_whole() {
    let server = start();
    let publication = publish_large(&server, 6_000);
    let file = server.get("/api/v1/waves/mo/results.json");
    assert_eq!((file.status, file.header("transfer-encoding")), (200, "chunked"));
    assert!(file.header("etag").contains("-vi"), "{}", file.header("etag"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"hailong-mo.json\"");
    let rows = file.json()["rows"].as_array().unwrap().len();
    assert_eq!(rows, publication.units.len() * publication.nodes.len());
    let known = [("if-none-match", file.header("etag"))];
    assert_eq!(server.get_with("/api/v1/waves/mo/results.json", &known).status, 304);
    // Of a small one it is known how long it is.
    let small = server.get("/api/v1/waves/mo/results.json?unit=01001");
    assert_eq!(small.header("content-length"), small.bytes.len().to_string());
}

#[test]
fn whoever_breaks_the_connection_keeps_nobody_from_downloading() {
    let server = start();
    publish_large(&server, 12_000);
    // More than may be on their way at once; each is too long for the buffers of a connection.
    for _ in 0..40 {
        drop(glance(&server, "/api/v1/waves/mo/results.json"));
    }
    let file = server.get("/api/v1/waves/mo/results.csv?unit=01001");
    assert_eq!(file.status, 200);
}

#[test]
fn whoever_reads_slowly_takes_no_turn() {
    let server = start();
    publish_large(&server, 12_000);
    // More than there are processors here, and fewer than may be on their way.
    let slow: Vec<TcpStream> = (0..10).map(|_| glance(&server, "/api/v1/waves/mo/results.json")).collect();
    let file = server.get("/api/v1/waves/mo/results.pdf?unit=01001");
    assert_eq!(file.status, 200);
    drop(slow);
}
