//! A raked sample at the command line, from planning to the refusal of changed margins.

use std::fs;

use super::program::{Program, number};
use crate::support::folder::own_folder;

const GOOD: &str = "unit;question;answer;population\n02020;gender;1;600\n02020;gender;2;400\n";

#[test]
fn a_sample_is_raked_at_the_command_line() {
    let program = Program::new();
    let folder = own_folder("margins");
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let open =
        ["wave", "open", "mau", "--instrument", "one-stop-2018", "--period", "2026-Q4", "--unit", "02020"];
    assert!(
        program.refused(&[&open[..], &["--margin", "gender"]].concat()).contains("is no margin"),
        "the form does not ask for it"
    );
    let open = [
        "wave",
        "open",
        "mau",
        "--instrument",
        "sipas-2023",
        "--period",
        "2026-Q4",
        "--unit",
        "02020",
        "--k",
        "5",
    ];
    let desk = program.refused(&[&open[..], &["--margin", "gender"]].concat());
    assert!(desk.contains("only a designed sample"), "{desk}");
    program.done(&[&open[..], &["--margin", "gender", "--mode", "sample", "--access", "import"]].concat());

    let bad = file("bad.csv", "unit;question;answer;population\n02020;gender;1;600\n02020;sex;2;400\n");
    let refused = program.refused(&["import", "margins", "--wave", "mau", &bad]);
    let said = "line 3, column question: the wave is not raked to \"sex\"; its questions are gender";
    assert!(refused.contains(said), "{refused}");
    let good = file("good.csv", GOOD);
    assert_eq!(
        program.done(&["import", "margins", "--wave", "mau", &good]),
        "margins of 1 units are in wave mau\n"
    );

    // Seven of ten people asked are women (2), who are less satisfied.
    let mut answers = "unit,gender,q8.31,weight\n".to_owned();
    for row in ["1,5,1", "1,5,1", "1,4,1", "2,2,1", "2,3,1", "2,2,1", "2,3,1", "2,2,1", "2,3,1", "2,3,1"] {
        answers.push_str(&format!("02020,{row}\n"));
    }
    let answers = file("answers.csv", &answers);
    let imported = program.run(&[
        "import",
        "responses",
        "--wave",
        "mau",
        "--instrument",
        "sipas-2023",
        "--k",
        "5",
        &answers,
    ]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    program.done(&["seal", "--wave", "mau", "--close"]);

    // The mean of 14/3 and 18/7 by 600 men and 400 women is 3.83, and 3.2 without.
    let results = program.results(&["--wave", "mau"]);
    let row = &results[&("02020".to_owned(), "q8.31".to_owned())];
    let raked = (0.6 * 14.0 / 3.0 + 0.4 * 18.0 / 7.0 - 1.0) / 4.0;
    let least =
        (number(row, "value") / 100.0 - raked).abs().min((number(row, "value") - (1.0 + 4.0 * raked)).abs());
    assert!(least < 0.01, "{row:?} is not {raked}");

    let late = program.refused(&["import", "margins", "--wave", "mau", &good]);
    assert!(late.contains("its margins cannot be changed any more"), "{late}");
    let json = program.done(&["results", "--wave", "mau", "--format", "json"]);
    assert!(
        json.contains("\"raking\":{\"margins\":[{\"id\":\"gender\"") || json.contains("\"raking\": {"),
        "{json}"
    );
    fs::remove_dir_all(folder).unwrap();
}
