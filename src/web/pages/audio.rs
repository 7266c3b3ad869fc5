//! `/khao-sat/{wave}/am-thanh/{language}/{item}`: a question as it is read aloud.

use actix_files::NamedFile;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ContentEncoding, HeaderValue};
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::web::etag;
use crate::web::problem::Problem;
use crate::web::registry::open_wave;
use crate::web::state::AppState;

/// For the address that names the state of the file.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The recording, or the part of it that a player asks for.
pub(super) async fn show(
    request: HttpRequest,
    path: Path<(String, String, String)>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (wave, language, item) = path.into_inner();
    let wave = open_wave(&state, &wave)?;
    let recording = state.extras().recording(&wave.wave.instrument, &language, &item);
    let recording = recording.ok_or_else(Problem::unknown_recording)?;
    // Somebody may have taken the file away since the start.
    let path = recording.path.clone();
    let Ok(Ok(file)) = web::block(move || NamedFile::open(path)).await else {
        return Err(Problem::unknown_recording());
    };
    // It is compressed as it is, and a part of it must be a part of the same bytes.
    let file = file.disable_content_disposition().set_content_encoding(ContentEncoding::Identity);
    let mut response = file.into_response(&request);
    if response.status().is_client_error() {
        // Said as every other problem.
        response.headers_mut().remove(CONTENT_TYPE);
        return Ok(response);
    }
    let kept = if request.query_string() == recording.version { FOR_GOOD } else { etag::ASK_AGAIN };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(recording.media.media_type()));
    Ok(response)
}
