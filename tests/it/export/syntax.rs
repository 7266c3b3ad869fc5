//! The syntax file, run by PSPP, which reads what SPSS reads.

use std::fs;
use std::process::Command;

use super::as_stat::{lines, unpacked};
use super::sample::{Sample, shipped};

#[test]
fn pspp_reads_every_file_with_its_labels() {
    let (instrument, switches) = shipped("sipas-2023", &[]);
    let folder = unpacked(&Sample::new(&instrument, switches), Some("01"), "vi", "stat-pspp");
    let path = folder.path();
    let run = |program: &str, arguments: &[&str]| {
        let output =
            Command::new(program).args(arguments).current_dir(path).env("LC_ALL", "C.UTF-8").output();
        let output = output.unwrap_or_else(|fault| panic!("{program}: {fault}; run .ci/setup --tests"));
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}: {said}");
        said
    };
    let said = run("pspp", &["read.sps"]);
    assert!(!said.contains("warning") && !said.contains("error"), "{said}");
    for name in ["results", "batches", "units", "nodes", "scores", "components"] {
        // Another program of the same package reads the .sav back.
        run("pspp-convert", &[&format!("{name}.sav"), &format!("{name}-back.csv")]);
        let (sent, back) =
            (lines(&path.join(format!("{name}.csv"))), lines(&path.join(format!("{name}-back.csv"))));
        assert_eq!(sent.len(), back.len(), "{name}");
        assert!(!sent.is_empty(), "{name}");
        for (sent, back) in sent.iter().zip(&back) {
            for (column, text) in sent {
                let found = back[column].trim();
                let same = match (text.parse::<f64>(), found.parse::<f64>()) {
                    (Ok(sent), Ok(back)) => (sent - back).abs() <= 1e-9 * sent.abs().max(1.0),
                    _ => text.trim() == found,
                };
                assert!(same, "{name} {column}: {text:?} became {found:?}");
            }
        }
    }
    fs::write(path.join("labels.sps"), "SET WIDTH=240.\nGET FILE='batches.sav'.\nDISPLAY DICTIONARY.\n")
        .unwrap();
    let said = run("pspp", &["labels.sps"]);
    assert!(said.contains("Số lần phương án"), "{said}");
    assert!(said.contains("q9.01=5") && said.contains("Rất hài lòng"), "{said}");
}
