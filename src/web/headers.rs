//! Headers on every response.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;

/// Everything a page uses comes from this service, and no script or style stands inside a page.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";
/// A year.
const TRANSPORT: &str = "max-age=31536000";

/// A document for programs loads nothing and stands in no frame.
const PROGRAM_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Name and value of the headers of everything that a browser may show.
const PAGES: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    // Neither the address of a form nor that of a page leaves with a link.
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    (
        header::PERMISSIONS_POLICY,
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
];

/// The same for the JSON interface: what is left of them when nothing is shown. Citizens' answers come and go
/// there, and the headers of a page would be most of what is sent.
const PROGRAMS: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, PROGRAM_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
];

/// The middleware. `secure`: the service is reached by HTTPS only.
pub(super) async fn add(
    secure: bool,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let always: &[_] = if response.request().path().starts_with("/api/") { &PROGRAMS } else { &PAGES };
    let headers = response.headers_mut();
    for (name, value) in always {
        // What is made to stand on other sites says so itself.
        let may_differ =
            *name == header::CROSS_ORIGIN_RESOURCE_POLICY || *name == header::CONTENT_SECURITY_POLICY;
        if !may_differ || !headers.contains_key(name) {
            headers.insert(name.clone(), HeaderValue::from_static(value));
        }
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    // What nobody said may be kept is not kept.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    Ok(response)
}
