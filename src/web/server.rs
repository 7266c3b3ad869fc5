//! Starting and stopping the service.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::rt::time::sleep;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::problem::dress;
use super::settings::{PublicAddress, Settings};
use super::state::AppState;
use super::{headers, routes};

/// How long a client may take to send the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long an idle connection is kept: above the usual 60 s of proxies, which want to close first.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// The running service.
pub struct Server {
    inner: actix_web::dev::Server,
    addresses: Vec<SocketAddr>,
    state: AppState,
    settings: Settings,
    stop: watch::Sender<bool>,
}

/// Asks a running service to stop.
#[derive(Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Asks for a graceful stop; [`Server::wait`] returns when it is done.
    pub fn stop(&self) {
        // Without a receiver the service has stopped already.
        let _ = self.0.send(true);
    }
}

/// Starts listening. Must be called inside an actix system; the service lives as long as [`Server::wait`] is
/// awaited.
///
/// # Errors
/// When an address cannot be listened on.
pub fn run(settings: Settings, state: AppState) -> io::Result<Server> {
    let data = Data::new(state.clone());
    let shown = Data::new(settings.clone());
    let times = Data::new(settings.kiosk);
    let secure = settings.is_secure();
    let address = Data::new(PublicAddress::of(&settings));
    let make = move || {
        // The last one wrapped sees a request first and a response last.
        App::new()
            .app_data(data.clone())
            .app_data(shown.clone())
            .app_data(address.clone())
            .app_data(times.clone())
            .wrap(Compress::default())
            .wrap(from_fn(dress))
            .wrap(from_fn(move |request, next| headers::add(secure, request, next)))
            .configure(routes::mount)
    };
    let mut server = HttpServer::new(make)
        .disable_signals()
        .client_request_timeout(HEAD_PATIENCE)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(settings.drain.as_secs());
    if let Some(workers) = settings.workers {
        server = server.workers(workers);
    }
    for address in &settings.listen {
        server = server
            .bind(address)
            .map_err(|cause| io::Error::new(cause.kind(), format!("cannot listen on {address}: {cause}")))?;
    }
    let addresses = server.addrs();
    let (stop, _) = watch::channel(false);
    Ok(Server { inner: server.run(), addresses, state, settings, stop })
}

impl Server {
    /// Addresses listened on.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// A handle by which the service can be stopped from elsewhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Serves until SIGTERM, SIGINT or [`Stopper::stop`], then stops gracefully: not ready any more, a pause for
    /// balancers to notice, no new connections, requests in hand ended, and last the writer, so that every
    /// response that was acknowledged is committed. A second signal cuts the requests in hand short.
    ///
    /// # Errors
    /// When signals cannot be listened to or the service breaks down.
    pub async fn wait(self) -> io::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut asked = self.stop.subscribe();
        let handle = self.inner.handle();
        let mut signalled = async move || {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                // The sender lives in `self`, so this is never an error.
                _ = asked.changed() => {}
            }
        };
        let mut serving = pin!(self.inner);
        let outcome = tokio::select! {
            outcome = &mut serving => outcome,
            () = signalled() => {
                tracing::info!("stopping");
                self.state.stop_accepting();
                let stopping = stop(&handle, self.settings.pause, signalled());
                let (outcome, ()) = tokio::join!(serving, stopping);
                outcome
            }
        };
        self.state.writer().stop();
        tracing::info!("stopped");
        outcome
    }
}

/// Refuses new connections after a pause and waits for the requests in hand, unless asked again.
async fn stop(handle: &ServerHandle, pause: Duration, again: impl Future<Output = ()>) {
    let gentle = async {
        sleep(pause).await;
        handle.stop(true).await;
    };
    tokio::select! {
        () = gentle => {}
        () = again => handle.stop(false).await,
    }
}
