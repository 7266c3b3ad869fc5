//! `hailong serve`: the service.

use std::env;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::rt::System;
use chrono::NaiveTime;

use super::arguments::{Place, Serve};
use super::database::{Database, open_with};
use super::oidc::OpenId;
use super::{Failure, texts};
use crate::domain::licence::Licence;
use crate::embedded::{Cluster, Purpose};
use crate::envelopes::Keys;
use crate::identity::Key;
use crate::ingest::boundaries::Boundaries;
use crate::ingest::writer::Writer;
use crate::sealing::{Schedule, Scheduler};
use crate::store;
use crate::web::{self, AppState, KioskTimes, Settings, Tally};

/// Connections of the service besides the writer's: pages, results and sealing.
pub const CONNECTIONS: u32 = 8;
/// Connections of the role that seals, where it is another one.
const TALLY_CONNECTIONS: u32 = 3;
/// Responses that may wait to be written in a demonstration.
const DEMO_QUEUE: usize = 4096;

/// Runs the command.
pub fn run(place: &Place, options: &Serve) -> Result<bool, Failure> {
    start_log(options.log_json);
    texts::speak(place)?;
    // What is wrong with a file is said before anything is started.
    let boundaries = options.boundaries.as_deref().map(Boundaries::read).transpose()?;
    if let Some(boundaries) = &boundaries {
        tracing::info!(units = boundaries.count(), "maps can be drawn");
    }
    let boundaries = boundaries.map(Arc::new);
    let database = open_with(place, Purpose::Serve, CONNECTIONS)?;
    run_on(database, (key(place)?, place.keys()), (options, boundaries), |_| {})
}

/// Who seals: the role of the service, another one, or nobody here.
fn tally(database: &Database, url: Option<&str>) -> Result<Tally, Failure> {
    if let Some(url) = url {
        let pool = store::pool(url, TALLY_CONNECTIONS)?;
        let role = store::roles::own_role(&mut *pool.get()?)?;
        if !role.may_seal {
            return Err(format!("{} may not read and delete answers; see `hailong roles`", role.name).into());
        }
        return Ok(Tally::Own(pool));
    }
    let role = store::roles::own_role(&mut *database.conn()?)?;
    if role.may_seal {
        return Ok(Tally::Same);
    }
    tracing::warn!(
        role = role.name,
        "this role may not read answers and HAILONG_TALLY_URL is not set: nothing is sealed here; run `hailong seal` \
         every night as hailong_tally"
    );
    Ok(Tally::Elsewhere)
}

/// The options a demonstration serves with.
pub fn demo_options(listen: SocketAddr) -> Serve {
    start_log(false);
    Serve {
        listen: vec![listen],
        public_url: None,
        seal_at: Schedule::default().at,
        tally_url: None,
        queue: DEMO_QUEUE,
        kiosk_idle: KioskTimes::default().idle,
        boundaries: None,
        licence: Licence::default(),
        log_json: false,
        oidc: OpenId::default(),
    }
}

/// Serves from an open database until the process is told to stop; `ready` gets the addresses it
/// listens on.
pub fn run_on(
    database: Database,
    (key, keys): (Key, Keys),
    (options, boundaries): (&Serve, Option<Arc<Boundaries>>),
    ready: impl FnOnce(&[SocketAddr]),
) -> Result<bool, Failure> {
    for form in database.outdated_forms() {
        tracing::warn!(
            form,
            "a wave uses an earlier text of this form and keeps it; give a changed form a new id"
        );
    }
    let writer = Writer::start(database.url(), options.queue)?;
    let tally = tally(&database, options.tally_url.as_deref())?;
    let pools = (database.pool().clone(), tally.clone());
    let state = AppState::with_roles(pools, writer, key, database.extras(), keys.clone())?;
    let sealing = match &tally {
        Tally::Same => Some(database.pool()),
        Tally::Own(pool) => Some(pool),
        Tally::Elsewhere => None,
    };
    let (bursts, schedule) = (state.bursts(), schedule(options.seal_at));
    let start =
        |pool: &store::Pool| Scheduler::start_watching(pool.clone(), schedule, Arc::clone(bursts), keys);
    let scheduler = sealing.map(start);
    let scheduler = scheduler.transpose()?;
    let settings = Settings {
        listen: options.listen.clone(),
        public_url: options.public_url.clone(),
        oidc: options.oidc.provider(options.public_url.as_deref())?,
        boundaries,
        licence: options.licence,
        kiosk: KioskTimes { idle: options.kiosk_idle, ..KioskTimes::default() },
        outdated_forms: database.outdated_forms().to_vec(),
        ..Settings::default()
    };
    let outcome = serve(&database, settings, state, ready);
    if let Some(scheduler) = scheduler {
        scheduler.stop();
    }
    drop(tally);
    database.close()?;
    outcome?;
    Ok(true)
}

/// The key that is not in the database: of `HAILONG_KEY`, else of the data folder. Instances that share a database
/// share it.
pub fn key(place: &Place) -> Result<Key, Failure> {
    match env::var("HAILONG_KEY") {
        Ok(text) => Ok(Key::parse(&text)?),
        Err(_) => Ok(Key::in_folder(&place.data())?),
    }
}

fn schedule(at: NaiveTime) -> Schedule {
    Schedule { at, ..Schedule::default() }
}

/// Runs the HTTP service; stops it when the private PostgreSQL ends by itself.
fn serve(
    database: &Database,
    settings: Settings,
    state: AppState,
    ready: impl FnOnce(&[SocketAddr]),
) -> Result<(), Failure> {
    let watch = database.cluster().and_then(Cluster::watch);
    System::new().block_on(async {
        let server = web::server::run(settings, state)?;
        for address in server.addresses() {
            println!("hailong listens on http://{address}");
        }
        ready(server.addresses());
        if let Some(watch) = watch {
            let stopper = server.stopper();
            std::thread::spawn(move || {
                if !watch.wait().asked {
                    tracing::error!("the private PostgreSQL has ended; the service stops");
                    stopper.stop();
                }
            });
        }
        server.wait().await
    })?;
    Ok(())
}

/// Starts the log: text for people, JSON lines on request. No request, address or answer is logged.
fn start_log(json: bool) {
    let log = tracing_subscriber::fmt().with_target(false).with_writer(std::io::stderr);
    let started =
        if json { log.json().try_init() } else { log.with_ansi(std::io::stderr().is_terminal()).try_init() };
    if let Err(fault) = started {
        eprintln!("hailong: the log could not be started: {fault}");
    }
}
