//! From a file of responses to published results, for few responses and for many.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use hailong::domain::unit::UnitLevel;
use hailong::store;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::Failure;
use crate::answers::Form;
use crate::scratch::Scratch;
use crate::service::Service;
use crate::table::{count, median, seconds};

const FORM: &str = "sipas-2023";
/// First day of the period of the waves.
const DAY: &str = "2026-01-01";
/// Units that take part.
const COMMUNES: usize = 100;
/// Times each download is measured.
const TIMES: usize = 3;
const FORMATS: [&str; 3] = ["json", "csv", "xlsx"];

/// Seconds of one step for one number of responses.
type Steps = Vec<(String, Duration)>;

/// Imports, seals and downloads for each number of responses; gives the figures as Markdown.
pub fn measure(service: &mut Service, scratch: &Scratch, sizes: &[usize]) -> Result<String, Failure> {
    let mut columns = Vec::new();
    for size in sizes {
        columns.push(wave(service, scratch, *size)?);
    }
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Ok(String::new()) };
    let heads: Vec<String> = sizes.iter().map(|size| count(*size as f64)).collect();
    let mut text = format!(
        "Seconds from a file of responses to results: {FORM}, {} items, {COMMUNES} communes with ten sampling \
         units each; downloads are medians of {TIMES}. Cold: the first download after a start of service and \
         database.\n\n| responses | {} | ratio |\n|---|{}\n",
        Form::shipped(FORM)?.len(),
        heads.join(" | "),
        "--:|".repeat(sizes.len() + 1)
    );
    for (place, (step, few)) in first.iter().enumerate() {
        let times = columns.iter().filter_map(|column| column.get(place));
        let times: Vec<String> = times.map(|(_, time)| seconds(*time)).collect();
        let ratio = last[place].1.as_secs_f64() / few.as_secs_f64();
        // Writing into memory cannot fail.
        let _ = writeln!(text, "| {step} | {} | {ratio:.1} |", times.join(" | "));
    }
    Ok(text)
}

/// All steps of one wave.
fn wave(service: &mut Service, scratch: &Scratch, size: usize) -> Result<Steps, Failure> {
    let wave = format!("results-{size}");
    let file = scratch.file("responses.csv");
    write_responses(service, &file, size)?;
    let file = file.display().to_string();
    let target = ["import", "responses", "--instrument", FORM, "--wave", &wave, "--period", "2026-Q1", &file];
    let mut steps = vec![("import".to_owned(), service.run(&target)?)];
    fs::remove_file(&file)?;
    steps.push(("seal and publish".to_owned(), service.run(&["seal", "--wave", &wave, "--close"])?));
    service.run(&["wave", "publish", &wave])?;
    eprintln!("{wave}: imported and sealed");
    let out = scratch.file("results").display().to_string();
    for format in FORMATS {
        let arguments = ["results", "--wave", &wave, "--format", format, "--out", &out];
        let times = (0..TIMES).map(|_| service.run(&arguments)).collect::<Result<_, _>>()?;
        steps.push((format!("`hailong results`, {format}"), median(times)));
    }
    for format in FORMATS {
        let path = format!("/api/v1/waves/{wave}/results.{format}");
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            service.restart()?;
            cold.push(download(service, &path)?);
            warm.push(download(service, &path)?);
        }
        steps.push((format!("GET results.{format}, cold"), median(cold)));
        steps.push((format!("GET results.{format}, warm"), median(warm)));
    }
    Ok(steps)
}

fn download(service: &Service, path: &str) -> Result<Duration, Failure> {
    let begin = Instant::now();
    service.get(path)?;
    Ok(begin.elapsed())
}

fn write_responses(service: &Service, path: &Path, size: usize) -> Result<(), Failure> {
    let units = store::units::units_at(&mut service.database()?, DAY.parse()?)?;
    let communes = units.into_iter().map(|(_, unit)| unit).filter(|unit| unit.level == UnitLevel::Commune);
    let codes: Vec<String> = communes.take(COMMUNES).map(|unit| unit.code.to_string()).collect();
    let mut out = BufWriter::new(File::create(path)?);
    Form::shipped(FORM)?.csv(&codes, size, &mut StdRng::seed_from_u64(2), &mut out)?;
    Ok(out.flush()?)
}
