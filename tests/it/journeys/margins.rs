//! A raked sample at the command line, from planning to the refusal of changed margins.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::program::Program;
use crate::support::folder::TestFolder;

const OTHERS: [&str; 7] =
    ["chung-thuc", "xay-dung", "kinh-doanh", "cu-tru", "bao-tro-xa-hoi", "nguoi-co-cong", "khac"];

#[test]
fn a_sample_is_raked_at_the_command_line() {
    let program = Program::new();
    let folder = TestFolder::new("margins");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let open = "wave open mau --instrument one-stop-2018 --period 2026-Q4 --unit 02020 --k 5";
    let open: Vec<&str> = open.split(' ').collect();
    let desk = program.refused(&[&open[..], &["--margin", "linh_vuc"]].concat());
    assert!(desk.contains("only a designed sample"), "{desk}");
    let sample = [&open[..], &["--mode", "sample", "--access", "import", "--margin"]].concat();
    assert!(program.refused(&[&sample[..], &["gender"]].concat()).contains("is no margin"));
    program.done(&[&sample[..], &["linh_vuc"]].concat());

    // Known is by field how many dossiers were closed: 900 and 100, and none of the other fields.
    let mut people = "unit;question;answer;population\n02020;linh_vuc;ho-tich;900\n".to_owned();
    let bad = file("bad.csv", &format!("{people}02020;sex;1;400\n"));
    let refused = program.refused(&["import", "margins", "--wave", "mau", &bad]);
    let said = "line 3, column question: the wave is not raked to \"sex\"; its questions are linh_vuc";
    assert!(refused.contains(said), "{refused}");
    people.push_str("02020;linh_vuc;dat-dai;100\n");
    for other in OTHERS {
        writeln!(people, "02020;linh_vuc;{other};0").unwrap();
    }
    let good = file("good.csv", &people);
    let imported = program.done(&["import", "margins", "--wave", "mau", &good]);
    assert_eq!(imported, "margins of 1 units are in wave mau\n");

    let mut answers = "unit,linh_vuc,q7,weight\n".to_owned();
    for (field, attitudes) in [("ho-tich", &[2, 2, 2, 1][..]), ("dat-dai", &[1, 0, 1, 1, 1, 0])] {
        for attitude in attitudes {
            writeln!(answers, "02020,{field},{attitude},1").unwrap();
        }
    }
    let answers = file("answers.csv", &answers);
    let import = "import responses --instrument one-stop-2018 --period 2026-Q4 --k 5 --wave mau";
    program.done(&[&import.split(' ').collect::<Vec<_>>()[..], &[&answers]].concat());
    program.done(&["seal", "--wave", "mau", "--close"]);

    // The mean of 7/4 and 4/6 by 900 and 100 is 1.64; by the ten answers it is 1.1.
    let results = program.results(&["--wave", "mau"]);
    assert_eq!(results[&("02020".to_owned(), "7".to_owned())]["value"], "1.6");
    let json = program.done(&["results", "--wave", "mau", "--format", "json"]);
    let json: Value = serde_json::from_str(json.trim_start_matches('\u{feff}')).unwrap();
    assert!(json.to_string().contains("\"raking\":{\"margins\":[{\"id\":\"linh_vuc\""), "{json}");

    let late = program.refused(&["import", "margins", "--wave", "mau", &good]);
    assert!(late.contains("its margins cannot be changed any more"), "{late}");
}
