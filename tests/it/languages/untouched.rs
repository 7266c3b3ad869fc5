//! Results and their hashes know nothing of translations.

use uuid::Uuid;

use super::pseudo::{Script, drop_messages, drop_translation, translation};
use super::service::Ground;

#[test]
fn answers_in_a_translated_form_give_the_same_publication() {
    let ground = Ground::new("untouched");
    let instrument = ground.instruments().into_iter().find(|form| form.id == "web-test-1").unwrap();
    ground.open("thu", "web-test-1", &["--public"]);
    let before = ground.program.done(&ground.arguments(&["check"]));
    assert!(!before.contains("en-XA"), "{before}");

    // Half of the people answer before the form is translated, half of them after, in the new language.
    let service = ground.serve();
    answer(&service, "vi", 10);
    service.stop();
    ground.program.done(&ground.arguments(&["seal"]));
    let results = |ground: &Ground| {
        let arguments = ["results", "--wave", "thu", "--format", "json"];
        ground.program.done(&ground.arguments(&arguments))
    };
    let first = results(&ground);
    drop_messages(&ground.locales(), "en-XA", Script::Accented, |_| true);
    drop_translation(&ground.forms(), &translation(&instrument, "en-XA", Script::Accented));
    assert_eq!(results(&ground), first, "a translation changes no result");

    let service = ground.serve();
    answer(&service, "en-XA", 10);
    let json = service.get("/api/v1/waves/thu/results.json?lang=vi").text().to_owned();
    let file = service.get("/api/v1/instruments/web-test-1").text().to_owned();
    assert_eq!(file, crate::web::support::FORM, "the form is the file it was");
    service.stop();
    assert_eq!(json, first, "the service publishes what the command does");

    // The next publication is of all twenty, and stands every test.
    ground.program.done(&ground.arguments(&["wave", "close", "thu"]));
    let second = ground.folder.path().join("thu.json");
    let path = super::service::argument(&second);
    ground.program.done(&ground.arguments(&["results", "--wave", "thu", "--format", "json", "--out", path]));
    let verified = ground.program.done(&ground.arguments(&["verify", "--deep", path]));
    assert!(verified.contains("agree with what is computed again"), "{verified}");
    std::fs::remove_dir_all(ground.locales()).unwrap();
    std::fs::remove_dir_all(ground.forms().join("translations")).unwrap();
    std::fs::create_dir_all(ground.locales()).unwrap();
    ground.program.done(&ground.arguments(&["verify", "--deep", path]));
}

fn answer(service: &super::service::Service, language: &str, people: u32) {
    for number in 0..people {
        let body = format!("id={}&unit=02020&a.q1={}&a.q2=no", Uuid::new_v4(), number % 3 + 3);
        let answer = service.post(&format!("/khao-sat/thu?lang={language}"), &[], &body);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(answer.header("location").ends_with(&format!("lang={language}")));
    }
}
