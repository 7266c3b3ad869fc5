//! A form with a file.

use actix_multipart::Multipart;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, dev};
use futures_util::{StreamExt as _, stream};
use std::pin::Pin;

use super::form::{self, Fields};
use crate::web::imports::FILE_LIMIT;
use crate::web::input;
use crate::web::principal::Staff;
use crate::web::problem::Problem;

/// Media type of a form with a file.
const FORM: &str = "multipart/form-data";
/// What stands around the file.
const AROUND: usize = 16 * 1024;

/// A form of the signed-in pages with a file, and by whom it was sent.
pub(super) struct Upload {
    /// The request.
    pub request: HttpRequest,
    /// Who sent it.
    pub who: Staff,
    /// Its fields.
    pub fields: Fields,
    /// The file; its name is not looked at. Empty where none was chosen.
    pub file: Bytes,
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let arriving = form::arriving(request, payload);
        Box::pin(async move {
            let (request, who, payload) = arriving.await?;
            let multipart = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
            if !multipart.is_some_and(|media| media.starts_with(FORM)) {
                let fields = form::read(&request, payload, &who.0).await?;
                return Ok(Self { request, who, fields, file: Bytes::new() });
            }
            if form::is_foreign(&request) {
                return Err(Problem::cross_site());
            }
            let body = input::read_slowly(&request, payload, FORM, FILE_LIMIT + AROUND).await?;
            let (pairs, file) = parts(request.headers(), body).await?;
            let fields = Fields::of(pairs);
            form::check(&fields, &who.0)?;
            Ok(Self { request, who, fields, file })
        })
    }
}

/// The fields of the form and its file.
async fn parts(headers: &HeaderMap, body: Bytes) -> Result<(Vec<(String, String)>, Bytes), Problem> {
    let whole = stream::iter([Ok::<_, actix_web::error::PayloadError>(body)]);
    let mut parts = Multipart::new(headers, whole);
    let (mut pairs, mut file) = (Vec::new(), Bytes::new());
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Problem::bad_form())?;
        let name = part.name().unwrap_or_default().to_owned();
        let Ok(Ok(bytes)) = part.bytes(FILE_LIMIT).await else {
            return Err(Problem::too_large(FILE_LIMIT));
        };
        if name == "file" {
            file = bytes;
        } else {
            let text = std::str::from_utf8(&bytes).map_err(|_| Problem::bad_form())?;
            pairs.push((name, text.to_owned()));
        }
    }
    Ok((pairs, file))
}
