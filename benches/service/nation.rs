//! Pages and files of a publication of the whole nation, beside those of one of a hundred communes.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::time::{Duration, Instant};

use hailong::domain::unit::UnitLevel;
use hailong::store;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::Failure;
use crate::answers::Form;
use crate::scratch::Scratch;
use crate::service::Service;
use crate::table::{count, median, millis, seconds};

const FORM: &str = "sipas-2023";
/// First day of the period of the waves.
const DAY: &str = "2026-01-01";
/// Communes of the smaller publication.
const FEW: usize = 100;
/// Responses per commune.
const EACH: usize = 30;
/// Times each page is measured, after one that warms it up.
const TIMES: usize = 9;

/// What is asked for, with how its time is printed.
struct Wanted {
    name: &'static str,
    path: fn(&Wave) -> String,
    file: bool,
}

/// A published wave.
struct Wave {
    id: String,
    province: String,
    commune: String,
}

const WANTED: [Wanted; 9] = [
    Wanted { name: "page of the nation", path: |wave| format!("/ket-qua/{}?unit=VN", wave.id), file: false },
    Wanted {
        name: "page of a province",
        path: |wave| format!("/ket-qua/{}?unit={}", wave.id, wave.province),
        file: false,
    },
    Wanted {
        name: "page of a commune",
        path: |wave| format!("/ket-qua/{}?unit={}", wave.id, wave.commune),
        file: false,
    },
    Wanted {
        name: "report (PDF) of a commune",
        path: |wave| format!("/api/v1/waves/{}/results.pdf?unit={}", wave.id, wave.commune),
        file: true,
    },
    Wanted { name: "report (PDF) of the nation", path: |wave| download(wave, "pdf"), file: true },
    Wanted { name: "XLSX of all units", path: |wave| download(wave, "xlsx"), file: true },
    Wanted { name: "ODS of all units", path: |wave| download(wave, "ods"), file: true },
    Wanted { name: "CSV of all units", path: |wave| download(wave, "csv"), file: true },
    Wanted { name: "JSON of all units", path: |wave| download(wave, "json"), file: true },
];

fn download(wave: &Wave, format: &str) -> String {
    format!("/api/v1/waves/{}/results.{format}", wave.id)
}

/// Publishes both waves and asks for everything; gives the figures as Markdown.
pub fn measure(service: &mut Service, scratch: &Scratch) -> Result<String, Failure> {
    let communes = communes(service)?;
    let (few, all) = (communes.len().min(FEW), communes.len());
    let small = publish(service, scratch, "nation-few", &communes[..few])?;
    let large = publish(service, scratch, "nation-all", &communes)?;
    let mut text = format!(
        "Pages and files over HTTP, the publication in memory, medians of {TIMES} (files: 3): {FORM}, {EACH} responses \
         per commune. Pages in ms, files in s.\n\n| asked for | {few} communes | {} communes | ratio |\n|---|--:|--:|--:|\n",
        count(all as f64)
    );
    for wanted in &WANTED {
        let [one, other] = [&small, &large].map(|wave| time(service, wanted, wave));
        let (one, other) = (one?, other?);
        let ratio = other.as_secs_f64() / one.as_secs_f64();
        let said =
            |time| if wanted.file { format!("{} s", seconds(time)) } else { format!("{} ms", millis(time)) };
        // Writing into memory cannot fail.
        let _ = writeln!(text, "| {} | {} | {} | {ratio:.1} |", wanted.name, said(one), said(other));
    }
    Ok(text)
}

/// Publishes the smaller wave under this name, which it gives back.
pub fn publish_few(service: &Service, scratch: &Scratch, id: &str) -> Result<String, Failure> {
    let communes = communes(service)?;
    Ok(publish(service, scratch, id, &communes[..communes.len().min(FEW)])?.id)
}

/// Code and province of every commune.
fn communes(service: &Service) -> Result<Vec<(String, String)>, Failure> {
    let units = store::units::units_at(&mut service.database()?, DAY.parse()?)?;
    let units = units.into_iter().map(|(_, unit)| unit).filter(|unit| unit.level == UnitLevel::Commune);
    let pair = |unit: hailong::domain::unit::Unit| {
        let province = unit.parent.as_ref().map(ToString::to_string).unwrap_or_default();
        (unit.code.to_string(), province)
    };
    Ok(units.map(pair).collect())
}

fn publish(
    service: &Service,
    scratch: &Scratch,
    id: &str,
    communes: &[(String, String)],
) -> Result<Wave, Failure> {
    let file = scratch.file("nation.csv");
    let codes: Vec<String> = communes.iter().map(|(code, _)| code.clone()).collect();
    let mut out = BufWriter::new(File::create(&file)?);
    Form::shipped(FORM)?.csv(&codes, EACH * codes.len(), &mut StdRng::seed_from_u64(3), &mut out)?;
    out.flush()?;
    let path = file.display().to_string();
    service.run(&[
        "import",
        "responses",
        "--instrument",
        FORM,
        "--wave",
        id,
        "--period",
        "2026-Q1",
        &path,
    ])?;
    fs::remove_file(&file)?;
    service.run(&["seal", "--wave", id, "--close"])?;
    service.run(&["wave", "publish", id])?;
    eprintln!("{id}: published");
    let (commune, province) = communes.first().cloned().ok_or("there are no communes")?;
    Ok(Wave { id: id.to_owned(), province, commune })
}

fn time(service: &Service, wanted: &Wanted, wave: &Wave) -> Result<Duration, Failure> {
    let path = (wanted.path)(wave);
    service.get(&path)?;
    let times = (0..if wanted.file { 3 } else { TIMES }).map(|_| {
        let begin = Instant::now();
        service.get(&path)?;
        Ok::<_, Failure>(begin.elapsed())
    });
    Ok(median(times.collect::<Result<_, _>>()?))
}
