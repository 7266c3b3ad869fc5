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

/// The script of the service worker, which is served at the top.
const WORKER: &str = "sw.js";
/// The script that stands before it.
const COURIER: &str = "courier.js";
/// The list of all files.
const LIST: &str = "files.json";

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

/// Name of the folder.
pub(super) fn release() -> &'static str {
    &RELEASE
}

/// The files at `/static/`, and the service worker at the top.
pub(super) const ROUTES: &[Entry] = &[
    Entry::read("/static/{release}/{file:.*}", Door::Everybody, |route| route.to(show)),
    Entry::read("/sw.js", Door::Everybody, |route| route.to(worker)),
];

/// Address of a file, so that a browser may keep it for good.
pub(super) fn address(file: &str) -> String {
    format!("/static/{}/{file}", *RELEASE)
}

/// The picture beside the title of a window, inside the address itself: it costs no request.
pub(super) static ICON: LazyLock<String> = LazyLock::new(|| {
    let picture = Files::get("icon.svg").map(|file| file.data).unwrap_or_default();
    let mut text = String::from_utf8_lossy(picture.trim_ascii()).replace('%', "%25");
    for (sign, escape) in [('#', "%23"), ('<', "%3C"), ('>', "%3E"), ('"', "%22")] {
        text = text.replace(sign, escape);
    }
    format!("data:image/svg+xml,{text}")
});

async fn show(request: HttpRequest, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (release, file) = path.into_inner();
    if file == LIST {
        return list(&request, &release);
    }
    let found = Files::get(&file).ok_or_else(Problem::unknown_address)?;
    Ok(tagged(&file, &found, caching(&release)).respond(&request, found.data.into_owned()))
}

/// How long a file may be used. A page of an earlier release gets today's file, which it must ask for again.
fn caching(release: &str) -> &'static str {
    if release == *RELEASE { "public, max-age=31536000, immutable" } else { etag::ASK_AGAIN }
}

/// The names of all files a page may need, for whoever keeps a page for use without a network.
fn list(request: &HttpRequest, release: &str) -> Result<HttpResponse, Problem> {
    let needed = |name: &str| name != WORKER && !media(name).starts_with("text/plain");
    let mut names: Vec<_> = Files::iter().filter(|name| needed(name)).collect();
    names.sort();
    let text = serde_json::to_vec(&names).map_err(|cause| Problem::internal(&cause))?;
    let tag = etag::of_text(&text);
    let media = "application/json";
    Ok(Tagged { tag, media, language: None, cache: caching(release), file: None }.respond(request, text))
}

/// The service worker: what carries responses, which it shares with pages, and its own script. It is the same for
/// every page: pages say themselves which release they belong to, so that a kept page of an older one does not
/// call an older worker back.
async fn worker(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut text = Vec::new();
    for name in [COURIER, WORKER] {
        text.extend_from_slice(&Files::get(name).ok_or_else(Problem::unknown_address)?.data);
        text.push(b'\n');
    }
    let tag = etag::of_text(&text);
    let media = media(WORKER);
    let tagged = Tagged { tag, media, language: None, cache: etag::ASK_AGAIN, file: None };
    let mut response = tagged.respond(&request, text);
    response.headers_mut().insert(WORKER_SCOPE, HeaderValue::from_static("/"));
    Ok(response)
}

fn media(file: &str) -> &'static str {
    match file.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "webmanifest")) => "application/manifest+json",
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "woff2")) => "font/woff2",
        Some((_, "txt")) => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn tagged(file: &str, found: &EmbeddedFile, cache: &'static str) -> Tagged {
    let tag = hex(&found.metadata.sha256_hash())[..16].to_owned();
    Tagged { tag, media: media(file), language: None, cache, file: None }
}
