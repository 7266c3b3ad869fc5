//! Kiosks, set up at the keyboard.

use super::program::{Program, data};

#[test]
fn a_kiosk_is_set_up_listed_and_revoked() {
    let program = Program::new();
    program.done(&["import", "units", &data("kiosk/desks.csv")]);
    let add = ["kiosk", "add", "--unit", "02020-1", "--name", "Máy số 1", "--days", "30"];
    let url = ["--public-url", "https://khaosat.example.gov.vn/"];
    let said = program.done(&[&add[..], &url].concat());
    let address = said.lines().next().unwrap();
    let secret = address.strip_prefix("https://khaosat.example.gov.vn/kiosk#hk_").unwrap();
    assert!(secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{secret}");
    assert!(said.lines().count() > 15 && said.contains('█'), "no QR code: {said}");
    assert!(program.refused(&[&add[..], &url].concat()).contains("there is a device Máy số 1 already"));

    // Thirty days are left. What else the doctor finds depends on the machine.
    let doctor = || String::from_utf8(program.run(&["doctor"]).stdout).unwrap();
    assert!(doctor().contains("kiosks: 1\n") && !doctor().contains("WRONG  kiosk"), "{}", doctor());
    program.done(&["kiosk", "add", "--unit", "02020", "--name", "Máy cũ", "--days", "3"]);
    assert!(doctor().contains("WRONG  kiosk Máy cũ at 02020: good until "), "{}", doctor());
    program.done(&["kiosk", "revoke", "Máy cũ"]);

    let listed = program.done(&["kiosk", "list"]);
    assert!(listed.starts_with("Máy số 1\t02020-1\tuntil "), "{listed}");
    assert!(!listed.contains(secret));
    assert!(program.done(&["kiosk", "revoke", "Máy số 1"]).contains("is no kiosk any more"));
    assert!(program.refused(&["kiosk", "revoke", "Máy số 1"]).contains("does not exist"));
    assert_eq!(program.done(&["kiosk", "list"]), "");
}

#[test]
fn what_cannot_be_a_kiosk_is_refused_and_says_why() {
    let program = Program::new();
    for (unit, name, url, why) in [
        ("99999", "Máy", "https://a.vn", "there is no unit 99999 on "),
        ("02020", " ", "https://a.vn", "the name of a device has 1 to 100 characters"),
        ("02020", "hai\ndòng", "https://a.vn", "on one line"),
        ("02020", "Máy", "khaosat.vn", "an address begins with https://"),
        ("02 020", "Máy", "https://a.vn", "a unit code holds only letters"),
    ] {
        let said = program.refused(&["kiosk", "add", "--unit", unit, "--name", name, "--public-url", url]);
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(program.done(&["kiosk", "list"]), "");
}

#[test]
fn counts_are_a_table_for_excel() {
    let program = Program::new();
    program.done(&["wave", "open", "mot-cua", "--instrument", "one-stop-2018", "--unit", "02020"]);
    let csv = program.done(&["kiosk", "counts", "--wave", "mot-cua"]);
    assert_eq!(csv, "\u{feff}wave,unit,name,level,asked,answered,abandoned\r\n");
    assert!(program.refused(&["kiosk", "counts", "--wave", "khong"]).contains("there is no wave khong"));
    let nowhere = program.refused(&["kiosk", "counts", "--wave", "mot-cua", "--unit", "99999"]);
    assert!(nowhere.contains("there is no unit 99999 on "), "{nowhere}");
}
