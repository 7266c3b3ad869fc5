//! The second factor.

use hailong::domain::access::{PERIOD_SECONDS, Role, code_at};

use super::support::{
    PASSWORD, Person, SHORT_PASSWORD, between, code, has_logged, now, person, person_with, sql,
};
use crate::web::support::start;

fn send_code(person: &Person, code: &str) -> u16 {
    person.fill("/quan-tri/ma-xac-thuc", "/quan-tri/ma-xac-thuc", &[("code", code)]).status
}

#[test]
fn signing_in_takes_a_code_that_is_never_accepted_twice() {
    let server = start();
    let mai = person(&server, "mai", Role::Administrator, None);
    let before = mai.cookies.borrow()["hailong"].clone();
    // Codes are made once: half a minute may end anywhere in between.
    let step = now().at.timestamp() / PERIOD_SECONDS;
    let (secret, _) = mai.add_factor();
    assert_ne!(mai.cookies.borrow()["hailong"], before, "the session is replaced");
    assert!(mai.is_in() && has_logged(&server, "mai", "second_factor_added"));

    let again = Person::new(&server);
    let asked = again.sign_in("mai", PASSWORD);
    assert_eq!(asked.header("location"), "/quan-tri/ma-xac-thuc?lang=vi&sau=/quan-tri");
    let half = again.cookies.borrow()["hailong"].clone();
    for page in ["/quan-tri", "/quan-tri/toi", "/quan-tri/tai-khoan", "/quan-tri/toi/xac-thuc"] {
        assert_eq!(again.get(page).header("location"), "/quan-tri/ma-xac-thuc?lang=vi", "{page}");
    }
    assert_eq!(send_code(&again, "000000"), 422);
    assert_eq!(send_code(&again, &code_at(&secret, step)), 422, "the code that proved the app was used");
    let ahead = code(&secret, 1);
    assert_eq!(send_code(&again, &ahead), 303, "a clock may be half a minute ahead");
    assert!(again.is_in());
    assert_ne!(again.cookies.borrow()["hailong"], half, "the session is replaced");

    let third = Person::new(&server);
    third.sign_in("mai", PASSWORD);
    assert_eq!(send_code(&third, &ahead), 422, "used in another browser");
}

#[test]
fn codes_cannot_be_guessed() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let (secret, _) = mai.add_factor();
    let thief = Person::new(&server);
    thief.sign_in("mai", PASSWORD);
    // The password took one try of five.
    for guess in ["111111", "222222", "333333", "444444"] {
        assert_eq!(send_code(&thief, guess), 422);
    }
    assert_eq!(send_code(&thief, &code(&secret, 1)), 429);
    assert_eq!(Person::new(&server).sign_in("mai", PASSWORD).status, 429, "nor by beginning anew");
}

#[test]
fn a_recovery_code_replaces_the_phone_once() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let (_, codes) = mai.add_factor();
    assert_eq!(codes.len(), 10);
    let without_phone = Person::new(&server);
    without_phone.sign_in("mai", PASSWORD);
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert_eq!(send_code(&without_phone, &typed), 303);
    assert!(without_phone.get("/quan-tri/toi").text().contains("Còn 9 mã dự phòng"));
    assert!(has_logged(&server, "mai", "recovery_code_used"));
    let again = Person::new(&server);
    again.sign_in("mai", PASSWORD);
    assert_eq!(send_code(&again, &codes[3]), 422);
    // New codes make the old ones worthless; making them takes the password.
    let wrong = mai.fill("/quan-tri/toi", "/quan-tri/toi/ma-du-phong", &[("password", "sai rồi nhé bạn")]);
    assert_eq!(wrong.status, 422);
    let page = mai.fill("/quan-tri/toi", "/quan-tri/toi/ma-du-phong", &[("password", PASSWORD)]);
    assert_eq!(page.text().matches("<li><code>").count(), 10, "{}", page.text());
    assert_eq!(send_code(&again, &codes[4]), 422);
}

#[test]
fn a_short_password_needs_a_second_factor_before_anything_else() {
    let server = start();
    let mai = person_with(&server, "mai", (Role::Administrator, None), SHORT_PASSWORD);
    for page in ["/quan-tri", "/quan-tri/tai-khoan", "/quan-tri/nhat-ky"] {
        assert_eq!(mai.get(page).header("location"), "/quan-tri/toi/xac-thuc?lang=vi", "{page}");
    }
    assert!(mai.get("/quan-tri/toi/xac-thuc").text().contains("ngắn hơn 15 ký tự"));
    mai.add_factor();
    assert!(mai.is_in());
    // It stays as long as the password is short.
    let kept = mai.fill("/quan-tri/toi", "/quan-tri/toi/xac-thuc/bo", &[("password", SHORT_PASSWORD)]);
    assert!(kept.header("location").ends_with("da=can-xac-thuc"), "{}", kept.header("location"));
    let fields = [("old", SHORT_PASSWORD), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(mai.fill("/quan-tri/toi", "/quan-tri/toi/mat-khau", &fields).status, 303);
    let gone = mai.fill("/quan-tri/toi", "/quan-tri/toi/xac-thuc/bo", &[("password", PASSWORD)]);
    assert!(gone.header("location").ends_with("da=bo-xac-thuc"), "{}", gone.header("location"));
    assert_eq!(Person::new(&server).sign_in("mai", PASSWORD).header("location"), "/quan-tri?lang=vi");
}

#[test]
fn the_secret_is_encrypted_and_belongs_to_one_account() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let (secret, _) = mai.add_factor();
    let hex = data_encoding::HEXLOWER.encode(&secret);
    let open = format!("SELECT 1 FROM account WHERE position('{hex}' IN encode(totp, 'hex')) > 0");
    assert_eq!(sql(&server, &open).unwrap(), 0);
    // Moved to another account by whoever can write to the database, it does not open that one.
    person(&server, "hung", Role::Administrator, None);
    sql(&server, "UPDATE account SET totp = (SELECT totp FROM account WHERE name = 'mai'), totp_step = 0 WHERE name = 'hung'").unwrap();
    let hung = Person::new(&server);
    hung.sign_in("hung", PASSWORD);
    let page = hung.get("/quan-tri/ma-xac-thuc").text().to_owned();
    let fields = [("csrf", between(&page, "name=\"csrf\" value=\"", "\"")), ("code", &code(&secret, 1))];
    assert_eq!(hung.send("/quan-tri/ma-xac-thuc", &fields, &[]).status, 500);
    assert!(!hung.is_in());
}

#[test]
fn a_proposal_is_good_for_its_own_account_only() {
    let server = start();
    let (mai, hung) =
        (person(&server, "mai", Role::Viewer, None), person(&server, "hung", Role::Viewer, None));
    let page = mai.get("/quan-tri/toi/xac-thuc").text().to_owned();
    let sealed = between(&page, "name=\"sealed\" value=\"", "\"");
    let refused =
        hung.fill("/quan-tri/toi/xac-thuc", "/quan-tri/toi/xac-thuc", &[("sealed", sealed), ("code", "1")]);
    assert_eq!(refused.status, 400);
    let wrong =
        mai.fill("/quan-tri/toi/xac-thuc", "/quan-tri/toi/xac-thuc", &[("sealed", sealed), ("code", "1")]);
    assert_eq!(wrong.status, 422);
    assert_eq!(between(wrong.text(), "name=\"sealed\" value=\"", "\""), sealed, "the picture stays the same");
}
