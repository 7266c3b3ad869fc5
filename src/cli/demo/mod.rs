//! `hailong demo`: the service with two waves of invented responses, to see the whole way once.

mod guide;
mod invent;

use chrono::{Days, Local, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Failure;
use super::arguments::{Demo, Place};
use super::database::{Database, open_with};
use super::{serve, texts};
use crate::domain::instrument::{Instrument, Measure, SwitchSetting, Text};
use crate::domain::period::Period;
use crate::domain::unit::{Unit, UnitCode, UnitLevel};
use crate::domain::wave::{Access, K_DEFAULT, Mode, Protection, State, Wave, WaveId};
use crate::embedded::Purpose;
use crate::locale;
use crate::sealing;
use crate::store::responses::{NewResponse, Pass};
use crate::store::scores::StoredScore;
use crate::store::waves::StoredWave;
use crate::store::{self, Connection};

/// The eight communes of 2025 that the old district of Chợ Đồn went into.
const COMMUNES: [&str; 8] = ["01933", "02014", "02020", "02026", "02038", "02044", "02071", "02083"];
/// Sealing epochs that are played through.
const EPOCHS: u64 = 8;
/// Fixed, so that every demonstration shows the same figures.
const SEED: u64 = 1_012_018;

/// The waves of the demonstration: name and instrument.
const ONE_STOP: (&str, &str) = ("demo-mot-cua", "one-stop-2018");
const SIPAS: (&str, &str) = ("demo-sipas", "sipas-2023");

/// Runs the command.
pub fn run(place: &Place, options: &Demo) -> Result<bool, Failure> {
    let data = place.data.clone().unwrap_or_else(|| "data-demo".into());
    let place = Place { data: Some(data), ..place.clone() };
    texts::speak(&place)?;
    let database = open_with(&place, Purpose::Serve, serve::CONNECTIONS)?;
    prepare(&database)?;
    if options.prepare_only {
        guide::print(&place, options.listen);
        database.close()?;
        return Ok(true);
    }
    let serving = serve::demo_options(options.listen);
    serve::run_on(database, (serve::key(&place)?, place.keys()), (&serving, None), |addresses| {
        guide::print(&place, addresses.first().copied().unwrap_or(options.listen));
    })
}

/// Makes the desks, waves, responses and publications that are not there yet.
fn prepare(database: &Database) -> Result<(), Failure> {
    let mut conn = database.conn()?;
    let today = Local::now().date_naive();
    let period = Period::quarter_of(today).ok_or("the clock shows no usable date")?;
    let communes = communes(&mut conn, period.first())?;
    let desks = desks(&mut conn, &communes, period.first())?;
    let mut rng = StdRng::seed_from_u64(SEED);
    for ((id, instrument), units, people) in [(ONE_STOP, &desks, 12..28), (SIPAS, &communes, 11..18)] {
        let id: WaveId = id.parse()?;
        if store::waves::find(&mut conn, &id)?.is_some() {
            continue;
        }
        eprintln!("hailong: inventing responses for {id} …");
        let stored =
            store::instruments::find(&mut conn, instrument)?.ok_or("the demonstration's form is missing")?;
        let wave = create(&mut conn, &id, &stored.instrument, &period, units)?;
        give_scores(&mut conn, &wave, &stored.instrument, desks.iter().chain(&communes), &mut rng)?;
        for epoch in (1..=EPOCHS).rev() {
            let day = today.checked_sub_days(Days::new(epoch)).ok_or("the clock shows no usable date")?;
            answer(&mut conn, &wave, &stored.instrument, units, people.clone(), &mut rng)?;
            sealing::seal_wave(&mut conn, &wave, &stored.instrument, day, &mut rng)?;
        }
        sealing::publish(&mut conn, &wave)?;
    }
    Ok(())
}

fn communes(conn: &mut Connection, day: NaiveDate) -> Result<Vec<(i32, Unit)>, Failure> {
    let mut all = store::units::units_at(conn, day)?;
    all.retain(|(_, unit)| COMMUNES.contains(&unit.code.as_str()));
    Ok(all)
}

/// One desk per commune.
fn desks(
    conn: &mut Connection,
    communes: &[(i32, Unit)],
    day: NaiveDate,
) -> Result<Vec<(i32, Unit)>, Failure> {
    let mut new = Vec::new();
    for (_, commune) in communes {
        let name = |language: &str, commune: &str| {
            let mut letters = commune.chars();
            let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
            let commune = if language == "vi" { first + letters.as_str() } else { commune.to_owned() };
            locale::text_with(language, "demo-desk-name", &[("commune", commune.into())])
        };
        new.push(Unit {
            code: format!("{}-1", commune.code).parse()?,
            name: name("vi", &commune.name),
            name_en: commune.name_en.as_deref().map(|commune| name("en", commune)),
            level: UnitLevel::Desk,
            parent: Some(commune.code.clone()),
            valid_from: commune.valid_from,
            valid_to: None,
        });
    }
    store::units::import_units(conn, &new)?;
    let codes: Vec<UnitCode> = new.into_iter().map(|unit| unit.code).collect();
    let mut all = store::units::units_at(conn, day)?;
    all.retain(|(_, unit)| codes.contains(&unit.code));
    Ok(all)
}

fn create(
    conn: &mut Connection,
    id: &WaveId,
    instrument: &Instrument,
    period: &Period,
    units: &[(i32, Unit)],
) -> Result<StoredWave, Failure> {
    let title = |language: &str| {
        let title = instrument.title.get(language).to_owned();
        locale::text_with(language, "demo-wave-title", &[("title", title.into())])
    };
    let wave = Wave {
        id: id.clone(),
        instrument: instrument.id.clone(),
        title: Text::new(&title("vi"), &title("en")),
        period: period.clone(),
        mode: Mode::Desk,
        access: Access::Link,
        state: State::Open,
        k: K_DEFAULT,
        public: true,
        demo: true,
        switches: instrument.complete_setting(&SwitchSetting::default())?,
        languages: Vec::new(),
        earlier: None,
        protection: Protection::default(),
        margins: Vec::new(),
    };
    let ids: Vec<i32> = units.iter().map(|(id, _)| *id).collect();
    store::waves::create(conn, &wave, &ids)?;
    store::waves::find(conn, id)?.ok_or_else(|| "the wave just made is gone".into())
}

/// Invented scores for the indices that are not asked of citizens.
fn give_scores<'a>(
    conn: &mut Connection,
    wave: &StoredWave,
    instrument: &Instrument,
    units: impl Iterator<Item = &'a (i32, Unit)>,
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let mut scores = Vec::new();
    for (unit_id, _) in units {
        for node in instrument.index.iter().filter(|node| node.measure == Some(Measure::Given)) {
            let [low, high] = node.range.unwrap_or([0.0, 1.0]);
            let value = low + (high - low) * [0.5, 1.0, 1.0][rng.random_range(0..3)];
            scores.push(StoredScore { unit_id: *unit_id, node: node.id.clone(), value });
        }
    }
    if !scores.is_empty() {
        store::scores::upsert(conn, wave.number, &scores)?;
    }
    Ok(())
}

/// The answers of one epoch; every unit has its own quality.
fn answer(
    conn: &mut Connection,
    wave: &StoredWave,
    instrument: &Instrument,
    units: &[(i32, Unit)],
    people: std::ops::Range<u32>,
    rng: &mut StdRng,
) -> Result<(), Failure> {
    for (place, (unit_id, _)) in units.iter().enumerate() {
        let quality = 0.95 - 0.04 * place as f64;
        let mut responses = Vec::new();
        for _ in 0..rng.random_range(people.clone()) {
            let response = invent::response(instrument, quality, rng).ok_or("the form cannot be answered")?;
            responses.push(NewResponse {
                wave: wave.number,
                unit_id: *unit_id,
                id: invent::id(rng),
                answers: response.into_bytes(),
                sealed: false,
                pass: Pass::Open,
                channel: None,
            });
        }
        store::responses::insert(conn, &responses)?;
    }
    Ok(())
}
