//! `hailong posters`: posters and table cards with the QR code of each desk.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::Failure;
use super::arguments::{PosterKind, Posters};
use super::database::Database;
use super::wave::find;
use crate::domain::instrument::Text;
use crate::domain::public_url::PublicUrl;
use crate::domain::unit::{Unit, UnitCode, UnitLevel, UnitTree};
use crate::domain::wave::State;
use crate::export::poster::{self, Desk, Kind};
use crate::locale;
use crate::planning::desks_or_communes;
use crate::sealing::today_in_viet_nam;
use crate::store::{self, Connection};

/// Where the service's address is looked for when it is not given.
const ADDRESS: &str = "HAILONG_PUBLIC_URL";

/// The address that goes on the posters. One that leads to this very machine is taken only from the command
/// itself: posters are printed once and hang for years.
pub fn address(options: &Posters) -> Result<PublicUrl, Failure> {
    if options.wave.is_none() && options.units.is_empty() && options.under.is_none() {
        return Err("posters for which units? Give --wave, --unit or --under".into());
    }
    reached(options.public_url.as_ref())
}

/// Where people reach the service: as the command says, else as the environment does.
pub(super) fn reached(given: Option<&PublicUrl>) -> Result<PublicUrl, Failure> {
    if let Some(url) = given {
        return Ok(url.clone());
    }
    let set = std::env::var(ADDRESS).ok().filter(|url| !url.is_empty());
    let set = set
        .ok_or("where do people reach the service? Give --public-url, e.g. https://khaosat.example.gov.vn")?;
    let url: PublicUrl = set.parse().map_err(|fault| format!("{ADDRESS}: {fault}"))?;
    if url.is_local() {
        return Err(format!(
            "{ADDRESS} is {url}, which no telephone reaches; to print it all the same, give it with --public-url"
        )
        .into());
    }
    Ok(url)
}

/// Runs the command.
pub fn run(database: &mut Database, options: &Posters, address: &PublicUrl) -> Result<bool, Failure> {
    let places = places(&mut *database.conn()?, options)?;
    let link = |unit: &UnitCode| match &options.wave {
        Some(wave) => address.form(wave, unit),
        None => address.short_link(unit),
    };
    let languages = options.lang.iter().map(|tag| spoken(tag)).collect::<Result<Vec<_>, _>>()?;
    let kind = match options.kind {
        PosterKind::Poster => Kind::Poster,
        PosterKind::Card => Kind::Card,
        PosterKind::Both => Kind::Both,
    };
    let desks: Vec<(UnitCode, Desk)> = places
        .into_iter()
        .map(|(unit, above)| {
            let desk = Desk { name: names(&unit), above: above.as_ref().map(names), link: link(&unit.code) };
            (unit.code, desk)
        })
        .collect();
    if options.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) {
        let all: Vec<Desk> = desks.iter().map(|(_, desk)| desk.clone()).collect();
        write(&options.out, &poster::render(&all, &languages, kind)?)?;
        println!("{}: {} units", options.out.display(), desks.len());
        return Ok(true);
    }
    fs::create_dir_all(&options.out).map_err(|fault| cannot_write(&options.out, &fault))?;
    for (code, desk) in &desks {
        let path = options.out.join(format!("{code}.pdf"));
        write(&path, &poster::render(std::slice::from_ref(desk), &languages, kind)?)?;
    }
    println!("{}: {} files", options.out.display(), desks.len());
    Ok(true)
}

/// The units to make posters for, by code, each with the one above.
fn places(conn: &mut Connection, options: &Posters) -> Result<Vec<(Unit, Option<Unit>)>, Failure> {
    let mut day = today_in_viet_nam();
    let mut taking: Option<Vec<UnitCode>> = None;
    if let Some(id) = &options.wave {
        let stored = find(conn, id)?;
        if !stored.wave.access.is_answered() || stored.wave.state == State::Closed {
            return Err(format!(
                "nobody can answer {id} by a link any more; leave --wave out for short links"
            )
            .into());
        }
        day = stored.wave.period.first();
        let units = store::waves::units(conn, stored.number)?;
        taking = Some(units.into_iter().map(|(_, unit)| unit.code).collect());
    }
    let all = store::units::units_at(conn, day)?;
    let tree = UnitTree::at(all.into_iter().map(|(_, unit)| unit), day);
    let chosen = chosen(&tree, options, taking.as_deref())?;
    let with_above = |code: &UnitCode| Some((tree.get(code)?.clone(), said_above(&tree, code).cloned()));
    Ok(chosen.iter().filter_map(with_above).collect())
}

/// The unit above that the name of the unit does not say already: "Bộ phận Một cửa xã Chợ Đồn" stands in "xã Chợ Đồn"
/// anyway, so its province is more use. The nation goes without saying.
fn said_above<'a>(tree: &'a UnitTree, code: &UnitCode) -> Option<&'a Unit> {
    let name = tree.get(code)?.name.to_lowercase();
    let below_nation = |unit: &&&Unit| unit.level != UnitLevel::Nation;
    let above = tree.ancestors(code);
    let above: Vec<&&Unit> = above.iter().filter(below_nation).collect();
    let new = above.iter().find(|unit| !name.contains(&unit.name.to_lowercase()));
    new.or(above.first()).map(|unit| **unit)
}

/// Codes of the units named and of those below `--under`; of a wave, only where it takes answers.
fn chosen(tree: &UnitTree, options: &Posters, taking: Option<&[UnitCode]>) -> Result<Vec<UnitCode>, Failure> {
    let known = |code: &UnitCode| -> Result<(), Failure> {
        tree.get(code)
            .map(|_| ())
            .ok_or_else(|| format!("there is no unit {code}; `hailong import units` adds desks").into())
    };
    let takes = |code: &UnitCode| taking.is_none_or(|taking| taking.contains(code));
    let mut found: BTreeSet<UnitCode> = BTreeSet::new();
    for code in &options.units {
        known(code)?;
        if !takes(code) {
            return Err(format!("{code} takes no answers in this wave").into());
        }
        found.insert(code.clone());
    }
    if let Some(top) = &options.under {
        known(top)?;
        match taking {
            Some(taking) => {
                let below =
                    tree.descendants(top).into_iter().chain(tree.get(top)).map(|unit| unit.code.clone());
                found.extend(below.filter(|code| taking.contains(code)));
            }
            None => found.extend(desks_or_communes(tree, top)),
        }
    }
    if options.units.is_empty() && options.under.is_none() {
        found.extend(taking.unwrap_or_default().iter().cloned());
    }
    if found.is_empty() {
        return Err(
            "no posters to make: nothing below the unit named is a desk or a commune that takes answers"
                .into(),
        );
    }
    Ok(found.into_iter().collect())
}

/// The language of the program that is called so.
fn spoken(tag: &str) -> Result<&'static str, Failure> {
    let all = locale::languages();
    let known = all.iter().find(|known| known.eq_ignore_ascii_case(tag.trim()));
    known
        .copied()
        .ok_or_else(|| format!("{tag:?} is no language of posters; there are: {}", all.join(", ")).into())
}

fn names(unit: &Unit) -> Text {
    Text::new(&unit.name, unit.name_en.as_deref().unwrap_or(&unit.name))
}

fn write(path: &Path, pdf: &[u8]) -> Result<(), Failure> {
    fs::write(path, pdf).map_err(|fault| cannot_write(path, &fault))
}

fn cannot_write(path: &Path, fault: &io::Error) -> Failure {
    format!("cannot write {}: {fault}", path.display()).into()
}
