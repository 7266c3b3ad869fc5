//! The library that browsers encrypt with is the one that was looked at.

use std::fs;
use std::path::Path;

use hailong::domain::batch::hex;
use sha2::{Digest, Sha256};

/// What src/web/vendor/hpke/make.sh makes.
const SHA256: &str = "d5e87d04b252d29c965e67d06835a8aaec39f00cc9d89445e126f66c74150a13";

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web").join(file)).unwrap()
}

#[test]
fn the_library_is_the_one_that_was_looked_at_with_its_versions_and_licence() {
    let library = read("static/hpke.js");
    assert_eq!(hex(&Sha256::digest(&library).into()), SHA256);
    let head = library.lines().next().unwrap();
    let wanted: serde_json::Value = serde_json::from_str(&read("vendor/hpke/package.json")).unwrap();
    for (name, version) in wanted["dependencies"].as_object().unwrap() {
        let named = format!("{name} {}", version.as_str().unwrap());
        assert!(head.contains(&named), "{named}: {head}");
        assert!(read("static/hpke.txt").contains(&named), "{named}");
    }
    assert!(read("static/hpke.txt").contains("Permission is hereby granted, free of charge"));
}
