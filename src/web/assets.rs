//! Style sheets, scripts and fonts, compiled in.
//!
//! They stand in one folder whose name changes with their content: `/static/<release>/form.js`. So a script can
//! name its neighbours by relative addresses, a browser may keep everything for good, and a page that was kept
//! for use without a network goes on using the files it was made with.

use std::sync::LazyLock;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest, Sha256};

use super::etag::{self, Tagged};
use super::problem::Problem;
use super::routes::{Door, Entry};
use crate::domain::batch::hex;

#[derive(Embed)]
#[folder = "src/web/static"]
struct Files;

/// Says that the service worker may look after every page.
const WORKER_SCOPE: HeaderName = HeaderName::from_static("service-worker-allowed");

/// Names all files as they are: the beginning of SHA-256 over names and contents.
static RELEASE: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in names {
        let content = Files::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
        hash.update(name.as_bytes());
        hash.update(content);
    }
    hex(&hash.finalize().into())[..16].to_owned()
});

/// The files at `/static/`, and the service worker at the top.
pub(super) const ROUTES: &[Entry] = &[
    Entry::read("/static/{release}/{file:.*}", Door::Everybody, |route| route.to(show)),
    Entry::read("/sw.js", Door::Everybody, |route| route.to(worker)),
];

/// Address of a file, so that a browser may keep it for good.
pub(super) fn address(file: &str) -> String {
    format!("/static/{}/{file}", *RELEASE)
}

async fn show(request: HttpRequest, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (release, file) = path.into_inner();
    let found = Files::get(&file).ok_or_else(Problem::unknown_address)?;
    // A page of an earlier release gets today's file, which it must ask for again.
    let cache = if release == *RELEASE { "public, max-age=31536000, immutable" } else { etag::ASK_AGAIN };
    Ok(tagged(&file, &found, cache).respond(&request, found.data.into_owned()))
}

/// The service worker. It learns from its own address which release it belongs to.
async fn worker(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let found = Files::get("sw.js").ok_or_else(Problem::unknown_address)?;
    let mut response = tagged("sw.js", &found, etag::ASK_AGAIN).respond(&request, found.data.into_owned());
    response.headers_mut().insert(WORKER_SCOPE, HeaderValue::from_static("/"));
    Ok(response)
}

fn tagged(file: &str, found: &EmbeddedFile, cache: &'static str) -> Tagged {
    let media = match file.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "woff2")) => "font/woff2",
        Some((_, "txt")) => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let tag = hex(&found.metadata.sha256_hash())[..16].to_owned();
    Tagged { tag, media, language: None, cache, file: None }
}
