//! Opening waves: where answers are taken, and what is refused.

use std::fs;

use super::program::Program;
use crate::support::folder::TestFolder;

#[test]
fn a_commune_takes_part_by_its_desks_or_by_itself() {
    let program = Program::new();
    let folder = TestFolder::new("desks");
    let desks = folder.path().join("desks.csv");
    fs::write(&desks, "code,name,name_en,level,parent,valid_from,valid_to\n02020-1,Quầy 1,,desk,02020,,\n02020-2,Quầy 2,,desk,02020,,\n").unwrap();
    program.done(&["import", "units", desks.to_str().unwrap()]);
    let open = |wave: &str, under: &str| {
        program.done(&[
            "wave",
            "open",
            wave,
            "--instrument",
            "one-stop-2018",
            "--period",
            "2026-Q4",
            "--under",
            under,
        ])
    };
    assert!(open("cho-don", "02020").contains("units: 2"));
    assert!(open("viet-nam", "VN").contains("units: 3322"), "3,320 communes and two desks");
}

#[test]
fn what_nobody_could_answer_is_not_opened() {
    let program = Program::new();
    let open = |arguments: &[&str]| {
        program.refused(&[&["wave", "open", "w", "--unit", "02020"], arguments].concat())
    };
    assert!(open(&["--instrument", "papi-2020"]).contains("import scores"), "a form without questions");
    assert!(open(&["--instrument", "none"]).contains("there are: one-stop-2018"));
    assert!(open(&["--instrument", "one-stop-2018", "--title", " "]).contains("a title has"));
    assert!(open(&["--instrument", "sipas-2023", "--set", "statistic=median"]).contains("share45"));
    assert!(open(&["--instrument", "sipas-2023", "--k", "4"]).contains('5'), "k is at least 5");
    assert!(open(&["--instrument", "sipas-2023", "--period", "2026-Q5"]).contains("is not a period"));
    assert!(program.done(&["wave", "list"]).contains("no waves yet"));
}

#[test]
fn results_before_the_first_sealing_are_refused_with_what_to_do() {
    let program = Program::new();
    let wave =
        ["wave", "open", "w", "--instrument", "one-stop-2018", "--period", "2026-Q4", "--unit", "02020"];
    program.done(&wave);
    assert!(program.refused(&["results", "--wave", "w"]).contains("hailong seal --wave w"));
    assert!(program.refused(&["results", "--wave", "x"]).contains("there is no wave x"));
    let crossed = ["results", "--wave", "w", "--format", "csv", "--out", "x.xlsx"];
    assert!(!program.run(&crossed).status.success());
}

#[test]
fn a_wave_is_planned_opened_extended_and_copied_to_the_next_quarter() {
    let program = Program::new();
    let plan =
        ["wave", "open", "q3", "--instrument", "one-stop-2018", "--period", "2026-Q3", "--unit", "02020"];
    let planned = program.done(&[&plan[..], &["--planned", "--closes-on", "2999-12-01"]].concat());
    assert!(planned.contains("wave q3 is planned; units: 1"), "{planned}");
    assert!(program.done(&["wave", "list"]).contains("\tplanned\tstaff\tk=10\t1 units\tuntil 2999-12-01"));
    assert!(program.done(&["wave", "begin", "q3"]).contains("wave q3 is open"));
    assert!(program.refused(&["wave", "begin", "q3"]).contains("open"), "it is open already");

    // What people were told can be prolonged and not cut short, and nothing else about it changes any more.
    program.done(&[
        "wave",
        "change",
        "q3",
        "--closes-on",
        "2999-12-31",
        "--unit",
        "02026",
        "--title",
        "Quý III",
    ]);
    program.refused(&["wave", "change", "q3", "--closes-on", "2999-12-02"]);
    assert!(program.refused(&["wave", "change", "q3"]).contains("nothing is to be changed"));
    assert!(program.done(&["wave", "list"]).contains("\topen\tstaff\tk=10\t2 units\tuntil 2999-12-31"));
    program.done(&["wave", "change", "q3", "--no-closing-day"]);

    let copied = program.done(&["wave", "copy", "q3", "q4"]);
    assert!(copied.contains("wave q4 is planned for 2026-Q4"), "{copied}");
    let list = program.done(&["wave", "list"]);
    assert!(
        list.contains("q4\tone-stop-2018\t2026-Q4\tdesk\tlink\tplanned\tstaff\tk=10\t2 units\n"),
        "{list}"
    );
    assert!(program.refused(&["wave", "copy", "q3", "q4"]).contains("q4"));
    let log = program.done(&["audit", "export"]);
    for action in ["wave_created", "wave_opened", "wave_extended", "wave_changed"] {
        assert!(log.contains(action), "{action}: {log}");
    }
}
