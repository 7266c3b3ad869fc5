//! What can be set about the service.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpRequest;

use super::problem::Problem;
use crate::domain::licence::Licence;
use crate::domain::public_url::PublicUrl;
use crate::ingest::boundaries::Boundaries;
use serde::Serialize;
use utoipa::ToSchema;

/// What can be set about the service.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Addresses to listen on; port 0 takes any free one.
    pub listen: Vec<SocketAddr>,
    /// Address under which visitors reach the service, where a proxy stands before it. With `https://` browsers
    /// are told to come by HTTPS only.
    pub public_url: Option<String>,
    /// Threads that answer requests; without a number one per processor.
    pub workers: Option<usize>,
    /// How long `/health/ready` says no before connections are refused, so that balancers notice.
    pub pause: Duration,
    /// How long requests in hand may take to end once connections are refused. Whole seconds count.
    pub drain: Duration,
    /// When kiosks return to their start.
    pub kiosk: KioskTimes,
    /// Ids of the forms whose files were changed after a wave used them: no wave begins with them.
    pub outdated_forms: Vec<String>,
    /// Boundaries of units, where there are maps.
    pub boundaries: Option<Arc<Boundaries>>,
    /// Under which licence results are given away.
    pub licence: Licence,
}

/// When a kiosk returns to its start, in seconds. Devices learn it from the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct KioskTimes {
    /// How long the thanks stay after the last touch: at least 20 seconds, in which one may touch them (WCAG 2.2, 2.2.1).
    #[schema(example = 20)]
    pub thanks: u32,
    /// After how long without a touch it is asked whether somebody is still there.
    #[schema(example = 45)]
    pub idle: u32,
    /// How long that question waits for an answer; it may be answered any number of times (WCAG 2.2, 2.2.1).
    #[schema(example = 20)]
    pub warning: u32,
    /// How long nobody has touched the start screen before the device looks for news, sends and reports.
    #[schema(example = 60)]
    pub rest: u32,
}

impl Default for KioskTimes {
    fn default() -> Self {
        Self { thanks: 20, idle: 45, warning: 20, rest: 60 }
    }
}

impl Default for Settings {
    /// Listens on port 8080 of this machine alone.
    fn default() -> Self {
        Self {
            listen: vec![SocketAddr::from(([127, 0, 0, 1], 8080))],
            public_url: None,
            workers: None,
            pause: Duration::from_millis(500),
            drain: Duration::from_secs(10),
            kiosk: KioskTimes::default(),
            outdated_forms: Vec::new(),
            boundaries: None,
            licence: Licence::default(),
        }
    }
}

impl Settings {
    /// Whether the service is reached by HTTPS only.
    pub(super) fn is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// The address of the service as it stands in other sites.
#[derive(Debug, Clone)]
pub(super) struct PublicAddress(Option<PublicUrl>);

impl PublicAddress {
    /// The one that was set, if it is one.
    pub(super) fn of(settings: &Settings) -> Self {
        Self(settings.public_url.as_ref().and_then(|url| url.parse().ok()))
    }

    /// The one that was set, else the one this visitor came by.
    pub(super) fn seen_by(&self, request: &HttpRequest) -> Result<PublicUrl, Problem> {
        if let Some(url) = &self.0 {
            return Ok(url.clone());
        }
        let seen = request.connection_info();
        format!("{}://{}", seen.scheme(), seen.host()).parse().map_err(|_| Problem::bad_request())
    }
}
