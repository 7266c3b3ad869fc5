//! Style sheets and scripts, compiled in.

use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{Embed, EmbeddedFile};

use super::api::read;
use super::etag::Tagged;
use super::problem::Problem;
use crate::domain::batch::hex;

#[derive(Embed)]
#[folder = "src/web/static"]
struct Files;

/// The files at `/static/`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(read("/static/{file}", show));
}

/// Address of a file that changes with its content, so that a browser may keep it for good.
pub(super) fn address(file: &str) -> String {
    let hash = Files::get(file).map(|found| tag(&found)).unwrap_or_default();
    format!("/static/{file}?{hash}")
}

fn tag(file: &EmbeddedFile) -> String {
    hex(&file.metadata.sha256_hash())[..16].to_owned()
}

async fn show(request: HttpRequest, file: Path<String>) -> Result<HttpResponse, Problem> {
    let found = Files::get(&file).ok_or_else(Problem::unknown_address)?;
    let media = match file.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let tag = tag(&found);
    // Under the address that names the content it never changes; under the bare one it may.
    let cache = if request.query_string() == tag {
        "public, max-age=31536000, immutable"
    } else {
        super::etag::ASK_AGAIN
    };
    let tagged = Tagged { tag, media, language: None, cache, file: None };
    Ok(tagged.respond(&request, found.data.into_owned()))
}
