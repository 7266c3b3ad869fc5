//! One's own account: password and sessions.

use hailong::domain::access::Role;

use super::support::{PASSWORD, Person, between, has_logged, person};
use crate::web::support::start;

const NEW: &str = "năm con mèo đen nhỏ";

#[test]
fn changing_the_password_takes_the_old_one_and_ends_the_other_sessions() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, Some("01001"));
    let elsewhere = Person::new(&server);
    elsewhere.sign_in("mai", PASSWORD);
    let change = |old: &str, new: &str, again: &str| {
        mai.fill("/quan-tri/toi", "/quan-tri/toi/mat-khau", &[("old", old), ("new", new), ("again", again)])
    };
    let wrong = change("không phải mật khẩu", NEW, NEW);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Mật khẩu hiện tại không đúng"), "{}", wrong.text());
    assert_eq!(change(PASSWORD, "12345678", "12345678").status, 422);
    assert_eq!(change(PASSWORD, NEW, "khác").status, 422);
    let before = mai.cookies.borrow()["hailong"].clone();
    assert!(change(PASSWORD, NEW, NEW).header("location").contains("da=mat-khau"));
    assert_ne!(mai.cookies.borrow()["hailong"], before);
    assert!(mai.is_in() && !elsewhere.is_in());
    assert_eq!(Person::new(&server).sign_in("mai", PASSWORD).status, 422);
    assert_eq!(Person::new(&server).sign_in("mai", NEW).status, 303);
    assert!(has_logged(&server, "mai", "password_changed"));
}

#[test]
fn a_found_browser_guesses_the_password_no_faster() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let guess = || {
        mai.fill("/quan-tri/toi", "/quan-tri/toi/mat-khau", &[("old", "sai"), ("new", NEW), ("again", NEW)])
    };
    for _ in 0..5 {
        assert!(guess().text().contains("không đúng"));
    }
    assert!(guess().text().contains("Xin đợi"));
}

#[test]
fn sessions_are_listed_and_can_be_ended_elsewhere() {
    let server = start();
    let mai = person(&server, "mai", Role::Viewer, None);
    let others = [Person::new(&server), Person::new(&server)];
    for other in &others {
        other.sign_in("mai", PASSWORD);
    }
    let page = mai.get("/quan-tri/toi").text().to_owned();
    assert_eq!(page.matches("Phiên này").count(), 1, "{page}");
    let which = between(&page, "name=\"which\" value=\"", "\"").to_owned();
    mai.fill("/quan-tri/toi", "/quan-tri/toi/phien", &[("which", &which)]);
    assert_eq!(others.iter().filter(|other| other.is_in()).count(), 1);
    mai.fill("/quan-tri/toi", "/quan-tri/toi/phien", &[("which", "others")]);
    assert!(mai.is_in() && others.iter().all(|other| !other.is_in()));
    assert!(has_logged(&server, "mai", "sessions_ended"));
    // Somebody else's session cannot be ended by its name.
    let hung = person(&server, "hung", Role::Viewer, None);
    hung.fill("/quan-tri/toi", "/quan-tri/toi/phien", &[("which", &which)]);
    assert!(mai.is_in());
}

#[test]
fn pages_exist_in_both_languages_and_are_not_kept_by_the_browser() {
    let server = start();
    let mai = person(&server, "mai", Role::Administrator, None);
    for (path, vietnamese, english) in [
        ("/quan-tri", "Trang quản trị", "Staff pages"),
        ("/quan-tri/toi", "Đổi mật khẩu", "Change password"),
        ("/quan-tri/toi/xac-thuc", "Thêm lớp xác thực", "Add a second factor"),
        ("/quan-tri/toi/ma-truy-cap", "Tạo mã mới", "Make a token"),
        ("/quan-tri/tai-khoan", "Thêm tài khoản", "Add an account"),
        ("/quan-tri/tai-khoan/mai", "Đường dẫn thiết lập", "Set-up link"),
        ("/quan-tri/nhat-ky", "Nhật ký", "Audit log"),
    ] {
        for (language, said) in [("vi", vietnamese), ("en", english)] {
            let page = mai.get(&format!("{path}?lang={language}"));
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text().contains(said), "{path} {language}: {}", page.text());
            assert!(page.text().contains(&format!("<html lang=\"{language}\">")));
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            assert!(!page.text().contains("staff-"), "a text is missing on {path}: {}", page.text());
        }
    }
}
