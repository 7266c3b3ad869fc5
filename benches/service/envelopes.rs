//! What an envelope costs per response: taking it, and opening it when its pool is sealed; beside the same answers sent
//! openly.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use hailong::domain::batch::Hash;
use hailong::domain::envelope::{Place, seal};
use hailong::domain::instrument::Instrument;
use hailong::domain::submission::Submission;
use hailong::store::responses::{NewResponse, Pass, insert};
use hailong::store::{envelopes, instruments, waves};
use rand::SeedableRng;
use rand::rngs::StdRng;
use uuid::Uuid;

use crate::accept::await_wave;
use crate::answers::Form;
use crate::load::{self, Request};
use crate::service::Service;
use crate::table::{count, median, millis};
use crate::{Failure, Options};

/// Hà Nội: 126 communes.
const UNDER: &str = "01";
const FORM: &str = "one-stop-2018";
/// Different requests that are sent again and again, each time with another id.
const REQUESTS: usize = 500;
/// Responses of each unit that are sealed.
const POOL: usize = 50;
/// Envelopes that are made one after the other.
const MADE: u32 = 500;

/// One of the two ways.
struct Way {
    wave: &'static str,
    number: i32,
    units: Vec<(i32, String)>,
    /// Name and public half of the key, where answers are encrypted.
    key: Option<(String, Hash)>,
    instrument: Instrument,
    sha256: Hash,
    form: Form,
}

/// Measures both ways in turns.
pub fn measure(service: &Service, options: &Options) -> Result<String, Failure> {
    let ways = [Way::prepare(service, "openly", false)?, Way::prepare(service, "sealed", true)?];
    let connections = options.connections.iter().copied().max().unwrap_or(1);
    let mut conn = service.database()?;
    let (mut rates, mut times) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    let requests = [ways[0].requests()?, ways[1].requests()?];
    for _ in 0..options.rounds {
        for side in [0, 1] {
            conn.batch_execute("TRUNCATE response, envelope; CHECKPOINT")?;
            let taken = load::run(service.address(), &requests[side], connections, options.round())?;
            rates[side].push(taken.rate);
        }
        conn.batch_execute("TRUNCATE response, envelope; CHECKPOINT")?;
        for side in [0, 1] {
            ways[side].fill(&mut conn)?;
            times[side].push(service.run(&["seal", "--wave", ways[side].wave])?);
        }
    }
    for side in &mut rates {
        side.sort_by(f64::total_cmp);
    }
    let rate = |side: usize| rates[side][rates[side].len() / 2];
    let each =
        |side: usize| median(times[side].clone()) / u32::try_from(POOL * ways[side].units.len()).unwrap_or(1);
    Ok(format!(
        "Sealed envelopes beside the same answers sent openly, in turns of {} s at {connections} connections; medians of \
         {} rounds. An envelope is made in {} ms by this processor without a browser.\n\n\
         | | openly | sealed | ratio |\n|---|--:|--:|--:|\n\
         | responses taken per second | {} | {} | **{:.2}** |\n\
         | sealing, ms per response ({POOL} of each of {} units) | {} | {} | **{:.2}** |\n",
        options.seconds,
        options.rounds,
        millis(ways[1].making()?),
        count(rate(0)),
        count(rate(1)),
        rate(1) / rate(0),
        ways[1].units.len(),
        millis(each(0)),
        millis(each(1)),
        each(1).as_secs_f64() / each(0).as_secs_f64(),
    ))
}

impl Way {
    fn prepare(service: &Service, wave: &'static str, sealed: bool) -> Result<Self, Failure> {
        let mut open =
            vec!["wave", "open", wave, "--instrument", FORM, "--period", "2026-Q1", "--under", UNDER];
        open.extend(sealed.then_some("--envelope"));
        service.run(&open)?;
        let mut conn = service.database()?;
        let stored = waves::find(&mut conn, &wave.parse()?)?.ok_or("the wave is not there")?;
        let units = waves::units(&mut conn, stored.number)?;
        let key = envelopes::key_of(&mut conn, stored.number)?.map(|key| (key.name, key.public));
        let instrument = instruments::find(&mut conn, FORM)?.ok_or("the form is not there")?;
        await_wave(service, wave)?;
        Ok(Self {
            wave,
            number: stored.number,
            units: units.into_iter().map(|(number, unit)| (number, unit.code.to_string())).collect(),
            key,
            instrument: instrument.instrument,
            sha256: instrument.sha256,
            form: Form::shipped(FORM)?,
        })
    }

    /// Encapsulated key and encrypted answers.
    fn envelope(&self, unit: &str, id: Uuid, answers: &str) -> Result<(Hash, Vec<u8>), Failure> {
        let (key, public) = self.key.as_ref().ok_or("a wave without a key")?;
        let place = Place { wave: self.wave, unit, instrument: &self.sha256, key, id };
        Ok(seal(public, &place, answers, &mut rand::rng()).ok_or("an envelope cannot be made")?)
    }

    /// The bodies; every one is sent under many ids, so what is taken here would not open.
    fn requests(&self) -> Result<Arc<[Request]>, Failure> {
        let mut rng = StdRng::seed_from_u64(1);
        let path = format!("/api/v1/waves/{}/responses", self.wave);
        let requests = (0..REQUESTS).map(|index| {
            let (_, unit) = &self.units[index % self.units.len()];
            let body = self.form.body(unit, &mut rng);
            let Some((key, _)) = &self.key else { return Request::new(&path, &body) };
            let (enc, sealed) = self.envelope(unit, Uuid::nil(), answers(&body)?)?;
            let code = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
            let (enc, sealed) = (code(&enc), code(&sealed));
            let body = format!(
                r#"{{"id":"{:036}","unit":"{unit}","key":"{key}","enc":"{enc}","sealed":"{sealed}"}}"#,
                0
            );
            Request::new(&path, &body)
        });
        requests.collect()
    }

    /// Fills the pool of every unit.
    fn fill(&self, conn: &mut PgConnection) -> Result<(), Failure> {
        let mut rng = StdRng::seed_from_u64(2);
        for (unit_id, unit) in &self.units {
            let mut pool = Vec::with_capacity(POOL);
            for _ in 0..POOL {
                let (body, id) = (self.form.body(unit, &mut rng), Uuid::new_v4());
                let kept = if self.key.is_some() {
                    let (enc, sealed) = self.envelope(unit, id, answers(&body)?)?;
                    [enc.as_slice(), &sealed].concat()
                } else {
                    let submission = Submission { answers: serde_json::from_str(answers(&body)?)? };
                    let response = submission.check(&self.instrument);
                    response.map_err(|_| "an invented answer breaks a rule")?.into_bytes()
                };
                pool.push(NewResponse {
                    wave: self.number,
                    unit_id: *unit_id,
                    id,
                    answers: kept,
                    sealed: self.key.is_some(),
                    channel: None,
                    pass: Pass::Open,
                });
            }
            insert(conn, &pool)?;
        }
        Ok(())
    }

    /// How long it takes to make one.
    fn making(&self) -> Result<Duration, Failure> {
        let body = self.form.body(&self.units[0].1, &mut StdRng::seed_from_u64(3));
        let begin = Instant::now();
        for _ in 0..MADE {
            self.envelope(&self.units[0].1, Uuid::new_v4(), answers(&body)?)?;
        }
        Ok(begin.elapsed() / MADE)
    }
}

/// The JSON object of the answers in a body.
fn answers(body: &str) -> Result<&str, Failure> {
    let (_, rest) = body.split_once(r#""answers":"#).ok_or("a body without answers")?;
    Ok(rest.strip_suffix('}').ok_or("a body without an end")?)
}
