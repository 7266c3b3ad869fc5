//! `GET /api/v1/waves/{wave}/results`: the table of results in every format.
#![expect(unused_qualifications, reason = "the macro that describes handlers repeats types in full")]

use std::io;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::domain::access::{Action, Right};
use crate::domain::batch::hex;
use crate::domain::public_url::PublicUrl;
use crate::domain::results::Selection;
use crate::domain::table::Rows;
use crate::export::tasks::TaskLine;
use crate::export::{self, Edition, Format};
use crate::store::audit;
use crate::web::etag::{self, Tagged};
use crate::web::language;
use crate::web::outgoing::PacedRows;
use crate::web::principal::{Visitor, now};
use crate::web::problem::Problem;
use crate::web::results::{self, Wish};
use crate::web::settings::PublicAddress;
use crate::web::state::AppState;
use crate::web::tasks;
use sha2::{Digest, Sha256};

/// What part of the results is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResultsQuery {
    /// Code of a unit: it and all units below it. A report (pdf) is about this unit.
    unit: Option<String>,
    /// Id of a node: it and all nodes below it.
    node: Option<String>,
    /// By category of this breakdown of the wave: the code of a question, or `channel`. Only as json, csv, xlsx, ods
    /// or parquet, and not compared with another wave. Units above communes have figures by category.
    breakdown: Option<String>,
    /// Name of an earlier wave to compare with.
    compare: Option<String>,
    /// Language of names and labels; without it `Accept-Language` decides, then Vietnamese.
    #[expect(dead_code, reason = "read from the query by the choice of language")]
    lang: Option<String>,
}

/// The latest published results as JSON.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/results", tag = "results", operation_id = "getResults",
    params(("wave" = String, Path, description = "Name of the wave"), ResultsQuery),
    responses(
        (status = 200, description = "The table; the ETag begins with the hash of the publication", body = Object),
        (status = 304, description = "The table is still the one whose ETag was sent in If-None-Match"),
        (status = 400, description = "bad_request: a parameter is repeated; not_by_category: a breakdown in another format or with a comparison"),
        (status = 401, description = "token_needed: the wave is not public, or there is none"),
        (status = 403, description = "right_needed: the token does not give the right at the unit, or at all units"),
        (status = 404, description = "unknown_wave, unknown_unit, unknown_node, unknown_breakdown or nothing_published"),
        (status = 503, description = "database_unavailable or overloaded"),
    ),
    security((), ("token" = [])),
)]
pub async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<ResultsQuery>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let wanted = Wanted { format: Format::Json, file: None, address: None };
    render(&request, (&wave, query, Right::SeeResults), &visitor, &state, wanted).await
}

/// The latest published results as a file.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/results.{format}", tag = "results", operation_id = "downloadResults",
    params(
        ("wave" = String, Path, description = "Name of the wave"),
        ("format" = String, Path, description = "pdf, html (the official publication), xlsx, ods, csv, stat (to compute again with R or SPSS), parquet, json, jsonstat, sdmx or zip (all of them)"),
        ResultsQuery,
    ),
    responses(
        (status = 200, description = "The file; the ETag begins with the hash of the publication", content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/pdf"),
            (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet"),
            (Vec<u8> = "application/zip"),
            (String = "text/csv"),
            (Object = "application/json"),
        )),
        (status = 304, description = "The file is still the one whose ETag was sent in If-None-Match"),
        (status = 400, description = "bad_request: a parameter is repeated; not_by_category: a breakdown in another format or with a comparison; too_many_rows: more than the sheets of an xlsx or ods hold"),
        (status = 401, description = "token_needed: the wave is not public, or there is none"),
        (status = 403, description = "right_needed: the token does not give the right at the unit, or at all units"),
        (status = 404, description = "unknown_wave, unknown_unit, unknown_node, unknown_breakdown, unknown_format or nothing_published"),
        (status = 503, description = "database_unavailable or overloaded"),
    ),
    security((), ("token" = [])),
)]
pub async fn download(
    request: HttpRequest,
    path: Path<(String, String)>,
    query: Query<ResultsQuery>,
    visitor: Visitor,
    state: Data<AppState>,
    public: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let (wave, format) = path.into_inner();
    let format: Format = format.parse().map_err(|_| Problem::unknown_format())?;
    let file = export::file_name(&wave, query.unit.as_deref(), format);
    // Without an address a report says less, but it is there.
    let public = public.seen_by(&request).ok();
    let address = public.and_then(|public| page_of(&public, &wave, &query));
    let wanted = Wanted { format, file: Some(file), address };
    render(&request, (&wave, query.into_inner(), Right::Download), &visitor, &state, wanted).await
}

/// What is to be sent.
struct Wanted {
    format: Format,
    /// Name of the file, for a download.
    file: Option<String>,
    /// The page of the same results.
    address: Option<String>,
}

/// The page of the same results; none where a name in the query is no name.
fn page_of(public: &PublicUrl, wave: &str, query: &ResultsQuery) -> Option<String> {
    let unit = query.unit.as_deref().map(str::parse).transpose().ok()?;
    let compare = query.compare.as_deref().map(str::parse).transpose().ok()?;
    Some(public.results(&wave.parse().ok()?, unit.as_ref(), compare.as_ref()))
}

async fn render(
    request: &HttpRequest,
    (wave, query, right): (&str, ResultsQuery, Right),
    visitor: &Visitor,
    state: &AppState,
    wanted: Wanted,
) -> Result<HttpResponse, Problem> {
    let Wanted { format, file, address } = wanted;
    let (earlier, unit) = (query.compare.as_deref(), query.unit.as_deref());
    let results = results::read(state, &Wish { wave, earlier, unit, right }, visitor).await?;
    let language = language::own(request);
    let instrument = results.now.publication.wave.instrument.clone();
    let tasks = match format {
        Format::Pdf => tasks::lines(state, visitor, (&instrument, unit), &language).await?,
        _ => Vec::new(),
    };
    let tagged = Tagged {
        // Another version of the program may write the same figures in another form.
        tag: format!("{}-{}-{language}{}", hex(&results.hash()), env!("CARGO_PKG_VERSION"), tag_of(&tasks)),
        media: format.content_type(),
        language: Some(language.clone()),
        cache: etag::ASK_AGAIN,
        file,
    };
    let selection = Selection { unit: query.unit, node: query.node, breakdown: query.breakdown };
    if selection.breakdown.is_some() && (!format.knows_breakdowns() || query.compare.is_some()) {
        return Err(Problem::not_by_category());
    }
    results.check(&selection, format)?;
    if tagged.is_known(request) {
        return Ok(tagged.not_modified());
    }
    let evidence = results.evidence(state, format).await?;
    note(state, visitor, (wave, selection.unit.as_deref(), format), right).await?;
    let body = state
        .sending(move |out| {
            let pace = out.pace();
            let write = |table: &dyn Rows| {
                let table: &dyn Rows = &PacedRows { table, pace };
                let edition = Edition { table, address, evidence: evidence.as_ref(), tasks: &tasks };
                export::render(edition, format, out)
            };
            // It was checked that there is one.
            results.with_rows(&selection, &language, write).map_err(|_| io::ErrorKind::NotFound)?
        })
        .await?;
    Ok(tagged.send_body(body))
}

/// What tells reports with other tasks apart; nothing where there are none.
fn tag_of(tasks: &[TaskLine]) -> String {
    if tasks.is_empty() {
        return String::new();
    }
    format!("-{}", hex(&Sha256::digest(format!("{tasks:?}")).into()))
}

/// Notes down what staff take away. Nothing is known of others.
pub(super) async fn note(
    state: &AppState,
    visitor: &Visitor,
    (wave, unit, format): (&str, Option<&str>, Format),
    right: Right,
) -> Result<(), Problem> {
    let Some(who) = visitor.0.as_ref().filter(|_| right == Right::Download) else { return Ok(()) };
    let entry = who.entry(Action::ResultsDownloaded).to(wave).with("format", &format);
    let entry = entry.with("unit", &unit.unwrap_or("-")).at(unit.and_then(|code| code.parse().ok()));
    let now = now();
    state.db(move |connection| audit::append(connection, entry, now.at, now.day)).await
}
