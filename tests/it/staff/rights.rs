//! Rights follow the unit tree, whatever the tree.

use hailong::domain::access::{Entitlement, Powers, Reach, Right, Rights, Role, path_of};
use hailong::domain::unit::{Unit, UnitCode, UnitKey, UnitLevel, UnitTree};
use proptest::prelude::*;

fn unit(code: &str, level: UnitLevel, parent: Option<&str>, from: &str, to: Option<&str>) -> Unit {
    Unit {
        code: code.parse().unwrap(),
        name: format!("Đơn vị {code}"),
        name_en: None,
        level,
        parent: parent.map(|parent| parent.parse().unwrap()),
        valid_from: from.parse().unwrap(),
        valid_to: to.map(|to| to.parse().unwrap()),
    }
}

fn code(text: &str) -> UnitCode {
    text.parse().unwrap()
}

/// Provinces, communes and desks, each under one of the units a level higher.
fn forest() -> impl Strategy<Value = UnitTree> {
    let parents = |count| prop::collection::vec(any::<prop::sample::Index>(), 1..count);
    (parents(4), parents(8), parents(12)).prop_map(|(provinces, communes, desks)| {
        let from = "2025-07-01";
        let mut units = vec![unit("VN", UnitLevel::Nation, None, from, None)];
        for (place, _) in provinces.iter().enumerate() {
            units.push(unit(&format!("p{place}"), UnitLevel::Province, Some("VN"), from, None));
        }
        for (place, parent) in communes.iter().enumerate() {
            let above = format!("p{}", parent.index(provinces.len()));
            units.push(unit(&format!("c{place}"), UnitLevel::Commune, Some(&above), from, None));
        }
        for (place, parent) in desks.iter().enumerate() {
            let above = format!("c{}", parent.index(communes.len()));
            units.push(unit(&format!("d{place}"), UnitLevel::Desk, Some(&above), from, None));
        }
        UnitTree::at(units, "2026-11-25".parse().unwrap())
    })
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL.to_vec())
}

fn under(tree: &UnitTree, code: &UnitCode) -> Reach {
    Reach::Under(tree.get(code).unwrap().key())
}

proptest! {
    #[test]
    fn a_role_holds_at_its_unit_and_exactly_the_units_below(tree in forest(), role in role(), at in any::<prop::sample::Index>()) {
        let all: Vec<UnitCode> = tree.iter().map(|unit| unit.code.clone()).collect();
        let top = &all[at.index(all.len())];
        let powers = Powers::new(vec![Entitlement::of_role(role, under(&tree, top))]);
        let below: Vec<&UnitCode> = tree.descendants(top).into_iter().map(|unit| &unit.code).collect();
        for code in &all {
            let inside = code == top || below.contains(&code);
            for right in Right::ALL {
                let expected = inside && role.rights().has(right);
                prop_assert_eq!(powers.may(right, &path_of(&tree, code)), expected, "{} {} {}", top, code, right);
            }
        }
        prop_assert!(Right::ALL.iter().all(|right| !powers.may_everywhere(*right)));
        prop_assert!(Right::ALL.iter().all(|right| !powers.may(*right, &path_of(&tree, &code_of_nobody()))));
    }

    #[test]
    fn a_token_gives_no_more_than_its_maker_and_no_more_than_it_says(
        tree in forest(), held in role(), asked in role(), at in any::<prop::sample::Index>(), of in any::<prop::sample::Index>(),
    ) {
        let all: Vec<UnitCode> = tree.iter().map(|unit| unit.code.clone()).collect();
        let maker = Powers::new(vec![Entitlement::of_role(held, under(&tree, &all[at.index(all.len())]))]);
        let limit = Entitlement::of_role(asked, under(&tree, &all[of.index(all.len())]));
        let token = maker.clone().limited_to(limit.clone());
        let said = Powers::new(vec![limit]);
        for code in &all {
            let path = path_of(&tree, code);
            for right in Right::ALL {
                prop_assert_eq!(token.may(right, &path), maker.may(right, &path) && said.may(right, &path));
                // Lists for looking things up say the same as the question about one unit.
                let lists = token.places(right);
                let covered = lists.iter().all(|keys| keys.iter().any(|key| path.contains(key)));
                prop_assert_eq!(covered, token.may(right, &path), "{}", right);
            }
        }
    }

    #[test]
    fn several_roles_add_up(tree in forest(), first in role(), second in role(), at in any::<prop::sample::Index>(), of in any::<prop::sample::Index>()) {
        let all: Vec<UnitCode> = tree.iter().map(|unit| unit.code.clone()).collect();
        let one = Entitlement::of_role(first, under(&tree, &all[at.index(all.len())]));
        let other = Entitlement::of_role(second, under(&tree, &all[of.index(all.len())]));
        let both = Powers::new(vec![one.clone(), other.clone()]);
        let (one, other) = (Powers::new(vec![one]), Powers::new(vec![other]));
        for code in &all {
            let path = path_of(&tree, code);
            for right in Right::ALL {
                prop_assert_eq!(both.may(right, &path), one.may(right, &path) || other.may(right, &path));
            }
        }
    }
}

fn code_of_nobody() -> UnitCode {
    code("khong-co")
}

#[test]
fn a_role_ends_with_its_unit_and_does_not_pass_to_the_next_bearer_of_the_code() {
    // given a commune whose code passed to another one on 1 July 2025
    let units = [
        unit("19", UnitLevel::Province, None, "2004-07-08", None),
        unit("02020", UnitLevel::Commune, Some("19"), "2004-07-08", Some("2025-07-01")),
        unit("02020", UnitLevel::Commune, Some("19"), "2025-07-01", None),
        unit("02020-1", UnitLevel::Desk, Some("02020"), "2004-07-08", None),
    ];
    let old = UnitKey { code: code("02020"), valid_from: "2004-07-08".parse().unwrap() };
    let powers = Powers::new(vec![Entitlement::of_role(Role::Manager, Reach::Under(old))]);
    let may = |code_: &str, day: &str| {
        let tree = UnitTree::at(units.clone(), day.parse().unwrap());
        powers.may(Right::SeeResults, &path_of(&tree, &code(code_)))
    };
    // when the day comes, then the role reaches neither the new commune nor the desk that is now its own
    assert!(may("02020", "2025-06-30") && may("02020-1", "2025-06-30"));
    assert!(!may("02020", "2025-07-01") && !may("02020-1", "2025-07-01") && !may("19", "2025-06-30"));
}

#[test]
fn roles_hold_what_they_are_said_to_hold() {
    let results = Rights::of(&[Right::SeeResults, Right::Download]);
    assert!(Role::Auditor.rights().and(results).is_empty(), "an auditor sees no results of persons");
    assert!(Role::Clerk.rights().and(results).is_empty(), "a clerk sees no results");
    assert!(Role::ALL.iter().all(|role| Role::Administrator.rights().has_all(role.rights())));
    let managing = Role::ALL.into_iter().filter(|role| role.rights().has(Right::ManageAccounts));
    assert_eq!(managing.collect::<Vec<_>>(), [Role::Administrator]);
    assert!(!Role::Manager.rights().has(Right::DecideQuarantine), "nobody judges the own unit");
    let everything = Powers::new(vec![Entitlement::of_role(Role::Viewer, Reach::Everything)]);
    assert!(everything.may_everywhere(Right::SeeResults) && !everything.may_somewhere(Right::Download));
    assert!(
        everything.hold_all(Rights::of(&[Right::SeeResults]), None) && !everything.hold_all(results, None)
    );
}

/// The table in the documentation is the one in the program.
#[test]
fn the_documented_table_is_that_of_the_program() {
    let source = include_str!("../../../src/domain/access/mod.rs");
    let rows: Vec<Vec<bool>> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! | ")?.strip_suffix(" |"))
        .map(|line| line.split('|').skip(1).map(|cell| cell.contains('✓')).collect())
        .skip(1)
        .collect();
    assert_eq!(rows.len(), Right::ALL.len(), "{rows:?}");
    for right in Right::ALL {
        let held: Vec<bool> = Role::ALL.iter().map(|role| role.rights().has(right)).collect();
        assert!(rows.contains(&held), "{right}: {held:?}");
    }
    // The order of the rows is that of the rights, except that one sentence comes before another.
    let count = |rows: &[Vec<bool>]| rows.iter().flatten().filter(|held| **held).count();
    let program: Vec<Vec<bool>> = Right::ALL
        .iter()
        .map(|right| Role::ALL.iter().map(|role| role.rights().has(*right)).collect())
        .collect();
    assert_eq!(count(&rows), count(&program));
}

#[test]
fn the_table_for_people_says_what_every_role_may_do() {
    let readme = include_str!("../../../README.md");
    let roles = Role::ALL.map(|role| role.to_string()).join(" | ");
    assert!(readme.contains(&format!("| right | | {roles} |")), "{roles}");
    for right in Right::ALL {
        let line = readme.lines().find(|line| line.starts_with(&format!("| `{right}` |")));
        let line = line.unwrap_or_else(|| panic!("README.md has no line for {right}"));
        let cells: Vec<bool> = line.split('|').skip(3).take(6).map(|cell| cell.contains('✓')).collect();
        assert_eq!(cells, Role::ALL.map(|role| role.rights().has(right)), "{right}");
    }
}
