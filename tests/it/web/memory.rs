//! What the program keeps in memory while it writes a file: as much for many waves as for one.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use super::board_ground::{around, instrument, province, publication, store, store_form};
use super::support::{TestServer, start};

/// Communes of a wave: of ten nodes each, a file of some ten megabytes.
const COMMUNES: usize = 3_000;
const WAVES: [(&str, &str); 8] = [
    ("m-1", "2024-Q1"),
    ("m-2", "2024-Q2"),
    ("m-3", "2024-Q3"),
    ("m-4", "2024-Q4"),
    ("m-5", "2025-Q1"),
    ("m-6", "2025-Q2"),
    ("m-7", "2025-Q3"),
    ("m-8", "2025-Q4"),
];

/// Bytes of a file that the program writes to a pipe, and the greatest memory it had until the last piece of it: the
/// kernel counts (`VmHWM`), and the program is at most a full pipe ahead.
fn written(server: &TestServer, waves: &[(&str, &str)], format: &str) -> (u64, u64) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
    command.env("DATABASE_URL", server.database.url()).args(["results", "--format", format]);
    for (wave, _) in waves {
        command.args(["--wave", wave]);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let (mut bytes, mut most) = (0, 0);
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = out.read(&mut piece).unwrap();
        if read == 0 {
            break;
        }
        bytes += read as u64;
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        most = most.max(kilobytes.unwrap_or(0) * 1024);
    }
    assert!(child.wait().unwrap().success());
    (bytes, most)
}

#[test]
fn a_file_of_many_waves_takes_no_more_memory_than_one_of_a_single_wave() {
    // given eight waves of three thousand communes
    let server = start();
    let mut conn = server.connect();
    let form = instrument("board-1");
    store_form(&mut conn, &form);
    for (wave, period) in WAVES {
        let lines = province(COMMUNES, |number| Some(around(80.0 - number as f64 / 100.0, true)));
        store(&mut conn, &publication(wave, period, &form, &lines), true);
    }
    for format in ["csv", "parquet"] {
        // when two of them are written, and all eight
        let (few, least) = written(&server, &WAVES[..2], format);
        let (many, most) = written(&server, &WAVES, format);
        // then the file is four times as long, and memory grows by less than half of what is added would take
        assert!(many > few * 38 / 10 && least > 0, "{format}: {few} and {many} bytes");
        // Some 200 bytes a figure. What is measured differs by some megabytes from run to run.
        let added = (6 * COMMUNES * 10 * 200) as u64;
        let grown = most.saturating_sub(least);
        assert!(grown < added / 2, "{format}: {least} bytes of memory became {most}");
    }
}
