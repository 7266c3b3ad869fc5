//! The library by which browsers blind is the one that was looked at.

use std::fs;
use std::path::Path;

use hailong::domain::batch::hex;
use sha2::{Digest, Sha256};

/// What src/web/vendor/voprf/make.sh makes.
const SHA256: &str = "b6dfc570301d893be42482d3de66da98ce1eebfa6cb53743c5b92a133f7bed1c";

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web").join(file)).unwrap()
}

#[test]
fn the_library_for_blind_tickets_is_the_one_that_was_looked_at_with_its_versions_and_licence() {
    let library = read("static/voprf.js");
    assert_eq!(hex(&Sha256::digest(&library).into()), SHA256);
    let head = library.lines().next().unwrap();
    let wanted: serde_json::Value = serde_json::from_str(&read("vendor/voprf/package.json")).unwrap();
    for (name, version) in wanted["dependencies"].as_object().unwrap() {
        let named = format!("{name} {}", version.as_str().unwrap());
        assert!(head.contains(&named), "{named}: {head}");
        assert!(read("static/voprf.txt").contains(&named), "{named}");
    }
    assert!(read("static/voprf.txt").contains("Permission is hereby granted, free of charge"));
}
