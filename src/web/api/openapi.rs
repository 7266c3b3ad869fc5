//! The description of the interface, made from the handlers themselves.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{accounts, audit, form, instruments, me, operations, publications, responses, results, waves};
use crate::web::etag::{self, Tagged};

/// The interface.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hài lòng",
        description = "Anonymous citizen-satisfaction surveys for Vietnamese local government, aggregated into the \
            official indices. Nothing that identifies a respondent or orders responses in time is stored, logged or \
            sent. Errors are problem documents (RFC 9457) with a stable `code`; their texts follow Accept-Language. \
            Besides those listed, any address may answer 405 wrong_method, 406 not_acceptable and 500 internal.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "answer", description = "Ask the questions and send the answers"),
        (name = "results", description = "Published results"),
        (name = "instruments", description = "Questionnaires and index trees"),
        (name = "staff", description = "Accounts of the staff and the log of what they did; with a token"),
        (name = "operations", description = "Running the service"),
    ),
    paths(
        instruments::list, instruments::show,
        waves::list, waves::show, form::show,
        responses::send, responses::send_list,
        results::show, results::download, publications::show,
        me::show,
        accounts::list, accounts::add, accounts::show, accounts::give_role, accounts::take_role,
        accounts::disable, accounts::enable, accounts::make_link,
        audit::list, audit::export,
        show, operations::live, operations::ready, operations::version, operations::metrics,
    ),
    modifiers(&Token),
)]
struct Interface;

/// The scheme by which staff are known: a token of `/quan-tri/toi/ma-truy-cap` or of `hailong staff token`. It gives
/// the rights chosen for it, at the unit chosen for it, and no more than its maker holds; the rights an address needs
/// stand beside it as scopes. Cookies of the staff's pages are not taken here.
struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.bearer_format = Some("hl_ and 64 hexadecimal digits".to_owned());
        scheme.description = Some(
            "A token of a staff account or of `hailong staff token`. It gives the rights chosen for it, at the unit \
             chosen for it, and no more than its maker holds. Rights that an address needs stand beside it."
                .to_owned(),
        );
        let scheme = SecurityScheme::Http(scheme);
        api.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

// The description is made of texts alone and always serializes.
static TEXT: LazyLock<String> = LazyLock::new(|| Interface::openapi().to_pretty_json().unwrap_or_default());

/// The OpenAPI description, as it is kept in `openapi.json` without the line feed at its end.
pub fn openapi_json() -> String {
    TEXT.clone()
}

/// This description.
#[utoipa::path(
    get, path = "/openapi.json", tag = "operations", operation_id = "getDescription",
    responses(
        (status = 200, description = "OpenAPI", body = Object),
        (status = 304, description = "The client has it"),
    ),
)]
pub async fn show(request: HttpRequest) -> HttpResponse {
    let tagged = Tagged {
        tag: etag::of_text(TEXT.as_bytes()),
        media: "application/json",
        language: None,
        cache: etag::ASK_AGAIN,
        file: None,
    };
    tagged.respond(&request, TEXT.as_str())
}
