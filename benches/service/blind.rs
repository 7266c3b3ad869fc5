//! What a ticket, and a blind ticket, cost per response, beside the same answers sent without one: one sender, one after
//! the other.

use std::time::{Duration, Instant};

use chrono::Utc;
use data_encoding::BASE64URL_NOPAD;
use hailong::domain::ticket::TicketCode;
use hailong::identity::{Key, Moment, Principal};
use hailong::store::{self, waves};
use hailong::tickets;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_core::{OsRng, RngCore};
use serde_json::{Value, json};
use uuid::Uuid;
use voprf::{EvaluationElement, Group as _, Proof, Ristretto255, VoprfClient};

use crate::accept::await_wave;
use crate::answers::Form;
use crate::service::Service;
use crate::table::median;
use crate::{Failure, Options};

/// Hà Nội: 126 communes, of which the first is answered.
const UNDER: &str = "01";
const FORM: &str = "one-stop-2018";
/// Names of the waves, which are their ways.
const WAYS: [&str; 3] = ["link", "ticket", "blind"];
/// Responses of a way in a round, for each second a round has.
const EACH: u64 = 100;

/// Times of one response.
#[derive(Default)]
struct Times {
    sent: Vec<Duration>,
    traded: Vec<Duration>,
    made: Vec<Duration>,
}

/// Measures the ways in turns.
pub fn measure(service: &Service, options: &Options) -> Result<String, Failure> {
    let key = Key::in_folder(service.data())?;
    let mut pool = store::pool(&service.cluster()?.url(hailong::embedded::DATABASE), 1)?.get()?;
    for way in WAYS {
        let open = ["wave", "open", way, "--instrument", FORM, "--period", "2026-Q1", "--under", UNDER];
        service.run(&[&open[..], &["--access", way]].concat())?;
        await_wave(service, way)?;
    }
    let stored = waves::find(&mut pool, &"blind".parse()?)?.ok_or("the wave is not there")?;
    let unit =
        waves::units(&mut pool, stored.number)?.into_iter().next().ok_or("a wave without units")?.1.code;
    let count = u32::try_from(EACH * options.seconds)?;
    let mut times: [Times; 3] = Default::default();
    for _ in 0..options.rounds {
        for (way, times) in WAYS.into_iter().zip(&mut times) {
            let codes = if way == "link" {
                vec![TicketCode::of([0; 10]); count as usize]
            } else {
                let now = Utc::now();
                let now = Moment { at: now, day: now.date_naive() };
                let by = Principal::command_line();
                tickets::issue(&mut pool, (&by, &key), (&way.parse()?, &unit), count, now)??.codes
            };
            Sender::new(service, way, unit.as_str())?.send_all(&codes, times)?;
        }
    }
    let micros = |times: &[Duration]| format!("{:.0}", median(times.to_vec()).as_secs_f64() * 1e6);
    let sent = |way: usize| median(times[way].sent.clone()).as_secs_f64();
    let blind = sent(2) + median(times[2].traded.clone()).as_secs_f64();
    Ok(format!(
        "Tickets beside the same answers sent without one, in turns of {count} responses; medians in microseconds of {} \
         rounds, one sender.\n\n\
         | | link | ticket | blind |\n|---|--:|--:|--:|\n\
         | trading the ticket in | | | {} |\n\
         | the response | {} | {} | {} |\n\
         | in the browser (here without one) | | | {} |\n\
         | both requests, ratio to link | 1 | **{:.2}** | **{:.2}** |\n",
        options.rounds,
        micros(&times[2].traded),
        micros(&times[0].sent),
        micros(&times[1].sent),
        micros(&times[2].sent),
        micros(&times[2].made),
        sent(1) / sent(0),
        blind / sent(0),
    ))
}

/// Somebody who answers a wave again and again.
struct Sender<'a> {
    service: &'a Service,
    agent: ureq::Agent,
    way: &'static str,
    unit: &'a str,
    /// Public key of the unit, where tickets are blind.
    public: Option<Vec<u8>>,
}

impl<'a> Sender<'a> {
    fn new(service: &'a Service, way: &'static str, unit: &'a str) -> Result<Self, Failure> {
        let public = if way == "blind" {
            let said = service.get(&format!("/api/v1/waves/{way}/tokens?unit={unit}"))?;
            Some(read(&serde_json::from_slice(&said)?, "key")?)
        } else {
            None
        };
        Ok(Self { service, agent: ureq::Agent::new_with_defaults(), way, unit, public })
    }

    fn send_all(&self, codes: &[TicketCode], times: &mut Times) -> Result<(), Failure> {
        let form = Form::shipped(FORM)?;
        let mut rng = StdRng::seed_from_u64(1);
        for code in codes {
            let mut body: Value = serde_json::from_str(&form.body(self.unit, &mut rng))?;
            body["id"] = Uuid::new_v4().to_string().into();
            match &self.public {
                Some(public) => body["ticket"] = self.traded(code, public, times)?.into(),
                None if self.way == "ticket" => body["ticket"] = code.compact().into(),
                None => {}
            }
            let begin = Instant::now();
            self.post("responses", &body)?;
            times.sent.push(begin.elapsed());
        }
        Ok(())
    }

    /// The token for a ticket.
    fn traded(&self, code: &TicketCode, public: &[u8], times: &mut Times) -> Result<String, Failure> {
        let wrong = |fault: voprf::Error| format!("no token: {fault:?}");
        let begin = Instant::now();
        let mut nonce = [0; 32];
        OsRng.fill_bytes(&mut nonce);
        let begun = VoprfClient::<Ristretto255>::blind(&nonce, &mut OsRng).map_err(wrong)?;
        let blinded = BASE64URL_NOPAD.encode(&begun.message.serialize());
        let before = begin.elapsed();
        let begin = Instant::now();
        let said =
            self.post("tokens", &json!({"unit": self.unit, "ticket": code.compact(), "blinded": blinded}))?;
        times.traded.push(begin.elapsed());
        let begin = Instant::now();
        let element = EvaluationElement::deserialize(&read(&said, "element")?).map_err(wrong)?;
        let proof = Proof::deserialize(&read(&said, "proof")?).map_err(wrong)?;
        let public = Ristretto255::deserialize_elem(public).map_err(|_| "the key is no point")?;
        let token = begun.state.finalize(&nonce, &element, &proof, public).map_err(wrong)?;
        times.made.push(before + begin.elapsed());
        Ok(format!("{}.{}", BASE64URL_NOPAD.encode(&nonce), BASE64URL_NOPAD.encode(&token)))
    }

    fn post(&self, what: &str, body: &Value) -> Result<Value, Failure> {
        let address = format!("http://{}/api/v1/waves/{}/{what}", self.service.address(), self.way);
        let request = self.agent.post(address).header("content-type", "application/json");
        let text = request.send(body.to_string())?.body_mut().read_to_string()?;
        Ok(serde_json::from_str(&text)?)
    }
}

fn read(said: &Value, name: &str) -> Result<Vec<u8>, Failure> {
    let text = said[name].as_str().ok_or_else(|| format!("no {name} in {said}"))?;
    Ok(BASE64URL_NOPAD.decode(text.as_bytes())?)
}
