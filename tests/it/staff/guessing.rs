//! Guessing is slowed down, and nobody is shut out by it.

use hailong::domain::access::Role;

use super::support::{PASSWORD, Person, has_logged, person, sql};
use crate::web::support::{TestServer, start, wait_until};

const WRONG: &str = "đây là mật khẩu sai";

/// So many wrong tries in a row from browsers that have never been here.
fn guess(server: &TestServer, name: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(Person::new(server).sign_in(name, WRONG).status, 422);
    }
}

#[test]
fn after_five_wrong_tries_the_answer_is_to_wait_and_comes_at_once() {
    let server = start();
    person(&server, "mai", Role::Viewer, None);
    guess(&server, "mai", 5);
    let begin = std::time::Instant::now();
    let told = Person::new(&server).sign_in("mai", PASSWORD);
    assert_eq!(told.status, 429, "not even the right password is looked at");
    assert!(begin.elapsed().as_secs() < 5);
    let wait: u64 = told.header("retry-after").parse().unwrap();
    assert!((1..=15).contains(&wait), "{wait}");
    assert!(told.text().contains("Xin đợi") && told.text().contains("giây"), "{}", told.text());
    // The log is written aside, so that nobody feels by the time it takes whether there is such an account.
    wait_until("the log says so", || has_logged(&server, "sign-in page", "guesses_slowed"));
    // An account that does not exist answers alike.
    guess(&server, "khong-co", 5);
    assert_eq!(Person::new(&server).sign_in("khong-co", PASSWORD).status, 429);
    // Another account behind the same address is not touched.
    person(&server, "hung", Role::Viewer, None);
    assert_eq!(Person::new(&server).sign_in("hung", PASSWORD).status, 303);
}

#[test]
fn after_the_wait_the_right_password_opens_and_forgives() {
    let server = start();
    person(&server, "mai", Role::Viewer, None);
    guess(&server, "mai", 5);
    sql(&server, "UPDATE sign_in_failure SET last = last - interval '16 seconds'").unwrap();
    assert_eq!(Person::new(&server).sign_in("mai", WRONG).status, 422);
    let told = Person::new(&server).sign_in("mai", PASSWORD);
    let wait: u64 = told.header("retry-after").parse().unwrap();
    assert!((16..=30).contains(&wait), "twice as long: {wait}");
    sql(&server, "UPDATE sign_in_failure SET last = last - interval '31 seconds'").unwrap();
    assert_eq!(Person::new(&server).sign_in("mai", PASSWORD).status, 303);
    guess(&server, "mai", 5);
}

#[test]
fn strangers_do_not_shut_out_the_owner() {
    let server = start();
    // given an owner who is signed in, and one who has signed in from this browser before
    let signed_in = person(&server, "mai", Role::Viewer, None);
    let known = Person::new(&server);
    assert_eq!(known.sign_in("mai", PASSWORD).status, 303);
    known.fill("/quan-tri", "/quan-tri/dang-xuat", &[]);
    // when strangers have guessed until no guess is looked at any more
    guess(&server, "mai", 5);
    sql(&server, "UPDATE sign_in_failure SET failures = 100").unwrap();
    let stranger = Person::new(&server);
    let closed = stranger.sign_in("mai", PASSWORD);
    assert_eq!((closed.status, closed.header("retry-after")), (429, "86400"));
    sql(&server, "UPDATE sign_in_failure SET last = last - interval '30 days'").unwrap();
    assert_eq!(stranger.sign_in("mai", PASSWORD).status, 429, "waiting does not help a guesser");
    // then the session goes on, and the known browser signs in and forgives
    assert!(signed_in.is_in());
    assert_eq!(known.sign_in("mai", PASSWORD).status, 303);
    assert_eq!(stranger.sign_in("mai", PASSWORD).status, 303);
}

#[test]
fn a_known_browser_has_a_count_of_its_own() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    for _ in 0..5 {
        assert_eq!(mai.sign_in("mai", WRONG).status, 422);
    }
    assert_eq!(mai.sign_in("mai", PASSWORD).status, 429, "a stolen browser guesses no faster");
    assert_eq!(Person::new(&server).sign_in("mai", PASSWORD).status, 303);
    // The secret of a browser is worth nothing for another account.
    person(&server, "hung", Role::Viewer, None);
    guess(&server, "hung", 5);
    assert_eq!(mai.sign_in("hung", PASSWORD).status, 429);
}

#[test]
fn a_browser_shared_by_two_people_is_known_to_both() {
    let server = start();
    let shared = person(&server, "mai", Role::Viewer, None);
    let first = shared.cookies.borrow()["hailong-device"].clone();
    person(&server, "hung", Role::Viewer, None);
    assert_eq!(shared.sign_in("hung", PASSWORD).status, 303);
    assert_ne!(shared.cookies.borrow()["hailong-device"], first, "a planted secret is replaced");
    for name in ["mai", "hung"] {
        guess(&server, name, 5);
        assert_eq!(shared.sign_in(name, PASSWORD).status, 303, "{name}");
    }
    // What stood in the browser before opens nothing any more.
    guess(&server, "mai", 5);
    let thief = Person::new(&server);
    thief.cookies.borrow_mut().insert("hailong-device".to_owned(), first);
    assert_eq!(thief.sign_in("mai", PASSWORD).status, 429);
}

#[test]
fn a_thousand_names_fill_no_table() {
    let server = start();
    sql(&server, "INSERT INTO sign_in_failure SELECT int4send(n), 3, now() - interval '8 days' FROM generate_series(1, 500) n").unwrap();
    guess(&server, "ai-do", 1);
    let left = sql(&server, "SELECT 1 FROM sign_in_failure").unwrap();
    assert_eq!(left, 1, "old counts are cleared away");
    let short = sql(&server, "SELECT 1 FROM sign_in_failure WHERE octet_length(subject) = 2").unwrap();
    assert_eq!(short, 1, "names without an account share 65,536 counts");
}
