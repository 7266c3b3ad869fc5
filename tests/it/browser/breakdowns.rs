//! Results by category as people see them, on phones and large screens, in both languages.

use super::driver::Browser;
use super::page::{Tables, looks_right};
use crate::web::breakdowns::{WAVE, answer, broken_down, seal};
use crate::web::support::start;

#[test]
fn groups_look_right_everywhere() {
    let server = start();
    broken_down(&server);
    let browser = Browser::start("breakdowns");
    let look = |name: &str, path: &str| {
        looks_right(&browser, &server.url(path), &format!("breakdowns-{name}"), Tables::Steady);
    };
    answer(&server, ("01001-1", "no"), false, 8);
    answer(&server, ("01001-1", "yes"), true, 2);
    seal(&server);
    look("waiting", &format!("/ket-qua/{WAVE}?unit=19"));
    for (back, kiosk) in [("yes", true), ("no", true), ("yes", false), ("no", false)] {
        answer(&server, ("01001-1", back), kiosk, 10);
    }
    seal(&server);
    look("main", &format!("/ket-qua/{WAVE}?unit=19"));
    look("all", &format!("/ket-qua/{WAVE}?unit=19&breakdown=q2"));
    look("commune", &format!("/ket-qua/{WAVE}?unit=01001"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
