//! Files of many units and waves: what they take of the memory of the service, and how long.

use std::fmt::Write as _;
use std::io;
use std::time::{Duration, Instant};

use hailong::domain::instrument::Text;
use hailong::domain::publication::{Publication, PublishedKind};
use hailong::domain::wave::State;
use hailong::store::{publications, waves};

use crate::Failure;
use crate::memory::{forget_peak, peak};
use crate::nation;
use crate::scratch::Scratch;
use crate::service::Service;
use crate::table::{count, megabytes, seconds};

/// Units, nodes and waves of the largest file.
const UNITS: usize = 10_000;
const NODES: usize = 51;
const WAVES: usize = 12;
/// Formats of one wave: with the address of the file behind its name.
const SINGLE: [&str; 4] = ["csv", "xlsx", "html", "pdf"];
const SEVERAL: [&str; 5] = ["csv", "parquet", "json", "jsonstat", "sdmx"];
/// With the waves that fit.
const BOOKS: [(&str, usize); 2] = [("xlsx", 4), ("ods", 2)];

/// Publishes the waves and downloads them; gives the figures as Markdown.
pub fn measure(service: &mut Service, scratch: &Scratch) -> Result<String, Failure> {
    let sample = nation::publish_few(service, scratch, "downloads-sample")?;
    let names = publish(service, &sample)?;
    let mut text = format!(
        "Files of {} units and {NODES} nodes, sent to a client on the same machine by a service started anew; memory is \
         the most the whole service had until the end of the file (VmHWM).\n\n| file | waves | MB | s | memory \
         |\n|---|--:|--:|--:|--:|\n",
        count(UNITS as f64)
    );
    let one = |format: &&'static str| (*format, 1, format!("/api/v1/waves/{}/results.{format}", names[0]));
    let of_many = |format: &&'static str, waves: usize| {
        let asked: Vec<String> = names[..waves].iter().map(|name| format!("wave={name}")).collect();
        (*format, waves, format!("/api/v1/results.{format}?{}", asked.join("&")))
    };
    let wanted = SEVERAL.iter().map(|format| of_many(format, 1));
    let wanted = wanted.chain(SEVERAL.iter().map(|format| of_many(format, WAVES)));
    let wanted = wanted.chain(BOOKS.iter().map(|(format, waves)| of_many(format, *waves)));
    for (format, waves, path) in wanted.chain(SINGLE.iter().map(one)) {
        service.restart()?;
        let (bytes, time, memory) = download(service, &path)?;
        eprintln!("{format} of {waves}: {} in {}", megabytes(bytes), seconds(time));
        // Writing into memory cannot fail.
        let (mb, memory) = (megabytes(bytes), megabytes(memory));
        let _ = writeln!(text, "| {format} | {waves} | {mb} | {} | {memory} |", seconds(time));
    }
    Ok(text)
}

fn download(service: &Service, path: &str) -> Result<(u64, Duration, u64), Failure> {
    forget_peak(service.process())?;
    let begin = Instant::now();
    let mut response = ureq::get(format!("http://{}{path}", service.address())).call()?;
    let bytes = io::copy(&mut response.body_mut().as_reader(), &mut io::sink())?;
    let time = begin.elapsed();
    Ok((bytes, time, peak(service.process())?))
}

/// Stores waves of a sample that is repeated until it has as many units, with figures that differ from unit to unit.
fn publish(service: &Service, sample: &str) -> Result<Vec<String>, Failure> {
    let mut conn = service.database()?;
    let stored = waves::find(&mut conn, &sample.parse()?)?.ok_or("the sample is not there")?;
    let found = publications::latest(&mut conn, stored.number)?.ok_or("the sample is not published")?;
    let large = enlarged(found.publication);
    let mut names = Vec::new();
    for wave in 0..WAVES {
        let (name, period) = (format!("downloads-{wave}"), format!("{}-Q{}", 2023 + wave / 4, wave % 4 + 1));
        let mut publication = large.clone();
        publication.wave.id.clone_from(&name);
        publication.wave.period.clone_from(&period);
        let mut new = stored.wave.clone();
        (new.id, new.period, new.state, new.public) = (name.parse()?, period.parse()?, State::Closed, true);
        let number = waves::create(&mut conn, &new, &[])?;
        publications::insert(&mut conn, number, &publication)?;
        names.push(name);
    }
    Ok(names)
}

fn enlarged(mut publication: Publication) -> Publication {
    let is_kept = |kind: PublishedKind| kind != PublishedKind::Option;
    let kept: Vec<usize> = (0..publication.nodes.len())
        .filter(|node| is_kept(publication.nodes[*node].kind))
        .chain((0..publication.nodes.len()).filter(|node| !is_kept(publication.nodes[*node].kind)))
        .take(NODES)
        .collect();
    publication.nodes = kept.iter().map(|node| publication.nodes[*node].clone()).collect();
    for row in &mut publication.figures {
        *row = kept.iter().map(|node| row[*node].clone()).collect();
    }
    let communes: Vec<usize> =
        (0..publication.units.len()).filter(|unit| publication.units[*unit].level == "commune").collect();
    let mut number = 0;
    while publication.units.len() < UNITS {
        let from = communes[number % communes.len()];
        number += 1;
        let mut unit = publication.units[from].clone();
        unit.code = format!("x{number:05}");
        unit.name = Text::new(&format!("Xã số {number}"), &format!("Commune {number}"));
        let mut figures = publication.figures[from].clone();
        for value in figures.iter_mut().filter_map(|figure| figure.value.as_mut()) {
            *value += number as f64 / 1e5;
        }
        publication.units.push(unit);
        publication.figures.push(figures);
    }
    publication.units.truncate(UNITS);
    publication.figures.truncate(UNITS);
    publication
}
