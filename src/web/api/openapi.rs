//! The description of the interface, made from the handlers themselves.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::refusals::Completed;
use super::{
    accounts, audit, form, imports, instruments, kiosk, me, operations, publications, quarantine, remarks,
    responses, results, series, tasks, tickets, tokens, unlock, visits, wave_acts, waves,
};
use crate::web::etag::{self, Tagged};
use crate::web::problem::ProblemDocument;

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
        (name = "kiosk", description = "Devices at a desk"),
        (name = "results", description = "Published results"),
        (name = "instruments", description = "Questionnaires and index trees"),
        (name = "staff", description = "Accounts of the staff and the log of what they did; with a token"),
        (name = "waves", description = "Planning, opening and closing waves; with a token"),
        (name = "quarantine", description = "Batches that look stuffed; with a token"),
        (name = "tasks", description = "What units do about their nodes; with a token"),
        (name = "operations", description = "Running the service"),
    ),
    paths(
        instruments::list, instruments::show,
        waves::list, waves::show, form::show,
        responses::send, responses::send_list,
        tickets::make, tokens::show, tokens::trade, kiosk::show, kiosk::send_counts,
        unlock::permit, unlock::unlock, unlock::send_dossiers,
        results::show, results::download, series::download, visits::list, publications::show,
        me::show,
        accounts::list, accounts::add, accounts::show, accounts::give_role, accounts::take_role,
        accounts::disable, accounts::enable, accounts::make_link,
        audit::list, audit::export,
        imports::send,
        wave_acts::create, wave_acts::change, wave_acts::discard, wave_acts::open, wave_acts::close,
        wave_acts::publish, wave_acts::hide, wave_acts::copy, wave_acts::pool, quarantine::erase,
        quarantine::list, quarantine::decide,
        remarks::send, remarks::list, remarks::waiting, remarks::decide,
        tasks::list, tasks::add, tasks::show, tasks::change,
        show, operations::live, operations::ready, operations::version, operations::metrics,
    ),
    components(schemas(ProblemDocument)),
    modifiers(&Tokens, &Completed),
)]
struct Interface;

/// The schemes by which staff and kiosks are known. Cookies of the staff's pages are not taken here.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_default();
        for (name, format, description) in [
            (
                "token",
                "hl_ and 64 hexadecimal digits",
                "A token of a staff account or of `hailong staff token`. It gives the rights chosen for it, at the \
                 unit chosen for it, and no more than its maker holds. Rights that an address needs stand beside it.",
            ),
            ("device", "hk_ and 64 hexadecimal digits", "The token a kiosk was set up with."),
        ] {
            let mut scheme = Http::new(HttpAuthScheme::Bearer);
            scheme.bearer_format = Some(format.to_owned());
            scheme.description = Some(description.to_owned());
            components.add_security_scheme(name, SecurityScheme::Http(scheme));
        }
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
