//! What the page `/tro-nang` says was tested is what this walk saw: every page and state that a citizen can meet,
//! in Vietnamese and English, in the usual colours, dark and forced ones, in the sizes it is met in.
//!
//! One more state: a line in `states.rs`. One more check: a script in `checks/`, a line in `check.rs` and the
//! message `check-<name>`. Then write the record anew: `WRITE_CONFORMANCE=1 cargo test --locked --test it conformance`.

mod check;
mod claims;
mod colours;
mod faults;
mod ground;
mod keyboard;
mod record;
mod states;
mod visit;
mod walk;

use std::thread;

use ground::Ground;
use walk::Walk;

/// The languages of the program itself. Others are read from folders that an office brings.
const LANGUAGES: [&str; 2] = ["vi", "en"];

#[test]
fn every_page_in_every_state_is_accessible_and_the_record_says_so() {
    let ground = &Ground::prepare();
    let walk = thread::scope(|scope| {
        let walks = LANGUAGES.map(|language| scope.spawn(move || Walk::through(ground, language)));
        walks.into_iter().map(|walk| walk.join().unwrap()).reduce(Walk::and).unwrap()
    });
    assert!(walk.faults.is_empty(), "{}", walk.faults);
    record::compare(&walk);
}
