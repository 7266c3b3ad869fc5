//! Answers a client already has are not sent again.

use actix_web::body::MessageBody;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, ETAG, EntityTag, Header as _, IfNoneMatch, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use sha2::{Digest, Sha256};

use crate::domain::batch::hex;

/// A tag for a text: the beginning of its SHA-256. Weak, because the same text travels compressed or not.
pub(super) fn of_text(text: &[u8]) -> String {
    let hash = hex(&Sha256::digest(text).into());
    hash[..32].to_owned()
}

/// A text that may be kept and asked about again.
pub(super) struct Tagged {
    /// What changes when the text does.
    pub tag: String,
    /// Media type.
    pub media: &'static str,
    /// Language, where the text depends on it.
    pub language: Option<String>,
    /// How long it may be used without asking.
    pub cache: &'static str,
    /// File name under which a browser saves it.
    pub file: Option<String>,
}

/// May be kept, but is asked about every time.
pub(super) const ASK_AGAIN: &str = "no-cache";

impl Tagged {
    fn entity(&self) -> EntityTag {
        EntityTag::new_weak(self.tag.clone())
    }

    /// Whether the client has this very text.
    pub(super) fn is_known(&self, request: &HttpRequest) -> bool {
        match IfNoneMatch::parse(request) {
            Ok(IfNoneMatch::Any) => true,
            Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&self.entity())),
            Err(_) => false,
        }
    }

    /// 304.
    pub(super) fn not_modified(&self) -> HttpResponse {
        self.head(HttpResponse::NotModified()).finish()
    }

    /// The text.
    pub(super) fn send(&self, body: impl Into<Bytes>) -> HttpResponse {
        self.send_body(body.into())
    }

    /// The text, as it may still be in the making.
    pub(super) fn send_body(&self, body: impl MessageBody + 'static) -> HttpResponse {
        let mut response = self.head(HttpResponse::Ok());
        if let Some(file) = &self.file {
            response.insert_header(("Content-Disposition", format!("attachment; filename=\"{file}\"")));
        }
        response.content_type(self.media).body(body)
    }

    /// The text, or 304 where the client has it.
    pub(super) fn respond(&self, request: &HttpRequest, body: impl Into<Bytes>) -> HttpResponse {
        if self.is_known(request) { self.not_modified() } else { self.send(body) }
    }

    fn head(&self, mut response: HttpResponseBuilder) -> HttpResponseBuilder {
        response.insert_header((ETAG, self.entity())).insert_header((CACHE_CONTROL, self.cache));
        if let Some(language) = &self.language {
            response
                .insert_header((VARY, "Accept-Language"))
                .insert_header((CONTENT_LANGUAGE, language.clone()));
        }
        response
    }
}
