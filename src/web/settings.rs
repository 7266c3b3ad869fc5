//! What can be set about the service.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::HttpRequest;

use super::problem::Problem;
use crate::domain::public_url::PublicUrl;

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
