//! Facts about the shipped list that can be looked up elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hailong::domain::unit::{
    Unit, UnitCode, UnitLevel, UnitTree, check_units, english_name, successors, without_diacritics,
};
use hailong::store::units::{Shipped, shipped};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn code(text: &str) -> UnitCode {
    text.parse().unwrap()
}

fn trees() -> (Shipped, UnitTree, UnitTree) {
    let list = shipped().unwrap();
    let before = UnitTree::at(list.units.clone(), day("2020-12-31"));
    let after = UnitTree::at(list.units.clone(), day("2026-12-31"));
    (list, before, after)
}

fn count(tree: &UnitTree, level: UnitLevel) -> usize {
    tree.iter().filter(|unit| unit.level == level).count()
}

fn named<'a>(tree: &'a UnitTree, text: &str) -> &'a str {
    &tree.get(&code(text)).unwrap().name
}

#[test]
fn as_many_units_as_the_decrees_say() {
    let (list, before, after) = trees();
    // 691 districts had wards; five island districts had none.
    let expected = [
        (UnitLevel::Nation, 1, 1),
        (UnitLevel::Province, 63, 34),
        (UnitLevel::District, 696, 0),
        (UnitLevel::Commune, 10_035, 3_321),
        (UnitLevel::Desk, 0, 0),
    ];
    for (level, old, new) in expected {
        assert_eq!((count(&before, level), count(&after, level)), (old, new), "{level}");
    }
    let bare =
        |unit: &&Unit| unit.level == UnitLevel::District && before.children(&unit.code).next().is_none();
    let bare: Vec<&str> = before.iter().filter(bare).map(|unit| unit.code.as_str()).collect();
    assert_eq!(bare, ["318", "471", "498", "536", "755"]);
    assert_eq!(list.units.len(), 1 + 63 + 696 + 10_035 + 34 + 3_321);
    assert_eq!(check_units(&list.units), []);
}

#[test]
fn the_communes_of_2026_by_kind() {
    let (_, _, after) = trees();
    let kind = |word: &str| {
        after.iter().filter(|unit| unit.level == UnitLevel::Commune && unit.name.starts_with(word)).count()
    };
    assert_eq!((kind("Xã "), kind("Phường "), kind("Đặc khu ")), (2_599, 709, 13));
    for (text, name) in [
        ("75", "Thành phố Đồng Nai"),
        ("22", "Thành phố Quảng Ninh"),
        ("24", "Thành phố Bắc Ninh"),
        ("06970", "Xã Ba Chẽ"),
        ("09193", "Phường Yên Phong"),
    ] {
        assert_eq!(named(&after, text), name);
    }
}

#[test]
fn bac_kan_is_gone_since_july_2025() {
    let (list, before, after) = trees();
    assert_eq!(named(&before, "06"), "Tỉnh Bắc Kạn");
    assert_eq!(after.get(&code("06")), None);
    assert_eq!(named(&before, "02020"), "Thị trấn Bằng Lũng");
    assert_eq!(named(&after, "02020"), "Xã Chợ Đồn");
    let last_day = UnitTree::at(list.units.clone(), day("2025-06-30"));
    let first_day = UnitTree::at(list.units, day("2025-07-01"));
    assert!(last_day.get(&code("06")).is_some() && first_day.get(&code("06")).is_none());
    let path: Vec<&str> = after.path(&code("02020")).iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(path, ["Việt Nam", "Tỉnh Thái Nguyên", "Xã Chợ Đồn"]);
}

#[test]
fn cho_don_district_became_eight_communes() {
    let (list, before, after) = trees();
    let district = code("064");
    assert_eq!(named(&before, "064"), "Huyện Chợ Đồn");
    assert_eq!(before.children(&district).count(), 20);
    let found = successors(&list.lineage, &before, &district);
    let found: Vec<(&str, &str)> =
        found.iter().map(|key| (key.code.as_str(), named(&after, key.code.as_str()))).collect();
    assert_eq!(
        found,
        [
            ("01933", "Xã Đồng Phúc"),
            ("02014", "Xã Bạch Thông"),
            ("02020", "Xã Chợ Đồn"),
            ("02026", "Xã Nam Cường"),
            ("02038", "Xã Quảng Bạch"),
            ("02044", "Xã Yên Thịnh"),
            ("02071", "Xã Nghĩa Tá"),
            ("02083", "Xã Yên Phong"),
        ]
    );
}

#[test]
fn lineage_leads_from_every_old_unit_to_every_new_one() {
    let (list, before, after) = trees();
    assert_eq!(list.lineage.len(), 10_602);
    let mut successors_of: BTreeMap<&UnitCode, BTreeSet<&UnitCode>> = BTreeMap::new();
    let mut reached = BTreeSet::new();
    for step in &list.lineage {
        assert_eq!(before.get(&step.old.code).map(Unit::key).as_ref(), Some(&step.old));
        assert_eq!(after.get(&step.new.code).map(Unit::key).as_ref(), Some(&step.new));
        assert!(successors_of.entry(&step.old.code).or_default().insert(&step.new.code));
        reached.insert(&step.new.code);
        assert_eq!(step.share, None);
    }
    assert_eq!(reached.len(), 3_321);
    let wards = |unit: &&Unit| unit.level == UnitLevel::Commune;
    assert!(before.iter().filter(wards).all(|ward| successors_of.contains_key(&ward.code)));
    assert_eq!(successors_of.len(), 10_035 + 5);
    assert_eq!(successors_of.values().filter(|new| new.len() > 1).count(), 471);
}

#[test]
fn every_old_province_passed_whole_into_one_new_province() {
    let (list, before, after) = trees();
    let mut merged: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for province in before.iter().filter(|unit| unit.level == UnitLevel::Province) {
        let heirs: BTreeSet<&UnitCode> = successors(&list.lineage, &before, &province.code)
            .iter()
            .filter_map(|key| after.at_level(&key.code, UnitLevel::Province))
            .map(|unit| &unit.code)
            .collect();
        assert_eq!(heirs.len(), 1, "{}", province.name);
        merged.entry(heirs.first().unwrap().to_string()).or_default().push(province.code.to_string());
    }
    assert_eq!(merged.len(), 34);
    assert_eq!(merged["19"], ["06", "19"]);
    assert_eq!(merged["79"], ["74", "77", "79"]);
    assert_eq!(merged.values().filter(|old| old.len() == 1).count(), 11);
}

#[test]
fn a_ward_code_does_not_name_a_ward() {
    let (_, before, after) = trees();
    let communes = || after.iter().filter(|unit| unit.level == UnitLevel::Commune);
    let reused: Vec<(&Unit, &Unit)> =
        communes().filter_map(|unit| Some((before.get(&unit.code)?, unit))).collect();
    assert_eq!(reused.len(), 3_316);
    assert_eq!(reused.iter().filter(|(old, new)| old.name != new.name).count(), 2_213);
    // Two thirds are not a matter of where the tone mark stands.
    let base = |unit: &Unit| without_diacritics(&unit.name).to_lowercase();
    assert_eq!(reused.iter().filter(|(old, new)| base(old) != base(new)).count(), 2_142);
}

#[test]
fn every_unit_has_an_english_name_in_plain_letters() {
    let (list, _, after) = trees();
    for unit in list.units.iter().filter(|unit| unit.level != UnitLevel::Nation) {
        assert_eq!(unit.name_en, english_name(&unit.name), "{}", unit.code);
        let english = unit.name_en.as_deref().unwrap();
        assert!(english.is_ascii(), "{} {english}", unit.code);
        assert_eq!(unit.name.trim(), unit.name, "{}", unit.code);
        assert!(!unit.name.contains("  "), "{}", unit.code);
    }
    assert_eq!(after.get(&code("02020")).unwrap().name_en.as_deref(), Some("Cho Don commune"));
    assert_eq!(after.get(&UnitCode::nation()).unwrap().name_en.as_deref(), Some("Viet Nam"));
}
