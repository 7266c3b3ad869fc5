//! `GET /api/v1/results.{format}?wave=…&wave=…`: the results of several waves in one file.

use std::collections::HashMap;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::results::note;
use crate::domain::access::Right;
use crate::domain::batch::{Hash, hex};
use crate::domain::results::{NotInPublication, Selection};
use crate::export::{self, Format, Unfit, fits};
use crate::sealing::results::NoResults;
use crate::sealing::series::{Series, Share, Wanted, reader};
use crate::web::etag::{self, Tagged};
use crate::web::language;
use crate::web::principal::Visitor;
use crate::web::problem::Problem;
use crate::web::results::{latest, published};
use crate::web::state::AppState;

/// Waves of a file: five years of months.
const MOST_WAVES: usize = 60;

/// What is asked for.
#[derive(Default)]
struct Asked {
    waves: Vec<String>,
    others: HashMap<String, String>,
}

impl Asked {
    /// Each parameter but `wave` stands once; an empty one counts as absent, as forms send it.
    fn of(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut asked = Self::default();
        for (name, value) in pairs {
            if name == "wave" {
                asked.waves.push(value);
            } else if asked.others.insert(name, value).is_some() {
                return Err(Problem::bad_request());
            }
        }
        match asked.waves.len() {
            0 => Err(Problem::waves_needed()),
            many if many > MOST_WAVES => Err(Problem::too_many_waves(MOST_WAVES)),
            _ => Ok(asked),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.others.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn selection(&self) -> Selection {
        let own = |name: &str| self.text(name).map(str::to_owned);
        Selection { unit: own("unit"), node: own("node"), breakdown: own("breakdown") }
    }
}

/// The latest published results of several waves in one file, in the order of their periods. A unit or node that a
/// wave does not have adds no rows. One wave after the other is read and written: what fails on the way breaks the
/// connection, so that no part looks like a whole file.
#[utoipa::path(
    get, path = "/api/v1/results.{format}", tag = "results", operation_id = "downloadWaves",
    params(
        ("format" = String, Path, description = "csv, parquet, json, jsonstat, sdmx, xlsx or ods; of one wave also the others"),
        ("wave" = Vec<String>, Query, description = "Names of the waves, at most 60: wave=a&wave=b"),
        ("unit" = Option<String>, Query, description = "Code of a unit: it and all units below it"),
        ("node" = Option<String>, Query, description = "Id of a node: it and all nodes below it"),
        ("breakdown" = Option<String>, Query, description = "By category of this breakdown, which each of the waves must have; only as json, csv, xlsx, ods or parquet, and not compared with another wave"),
        ("compare" = Option<String>, Query, description = "Name of a wave each of them is compared with"),
        ("lang" = Option<String>, Query, description = "Language of names and labels; without it Accept-Language decides, then Vietnamese"),
    ),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (Object = "application/json"), (Vec<u8> = "application/vnd.apache.parquet"))),
        (status = 304, description = "The file is still the one whose ETag was sent in If-None-Match"),
        (status = 400, description = "waves_needed; too_many_waves; bad_request: another parameter is repeated; not_by_category; one_wave_only: the format is about one wave; too_many_rows: more than two sheets of a workbook hold; same_period: SDMX cannot tell two of the waves apart"),
        (status = 401, description = "token_needed: one of the waves is not public, or is not there"),
        (status = 403, description = "right_needed: the token does not give the right at the unit in one of the waves, or at all units"),
        (status = 404, description = "unknown_wave, unknown_format, nothing_published: one of the waves has no results; unknown_unit, unknown_node: none of the waves has it; unknown_breakdown"),
        (status = 503, description = "database_unavailable or overloaded"),
    ),
    security((), ("token" = [])),
)]
pub async fn download(
    request: HttpRequest,
    format: Path<String>,
    query: Query<Vec<(String, String)>>,
    visitor: Visitor,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let format: Format = format.parse().map_err(|_| Problem::unknown_format())?;
    let asked = Asked::of(query.into_inner())?;
    let (selection, compare) = (asked.selection(), asked.text("compare"));
    if selection.breakdown.is_some() && (!format.knows_breakdowns() || compare.is_some()) {
        return Err(Problem::not_by_category());
    }
    if !format.knows_waves() {
        return Err(Problem::unfit(&Unfit::OneWave(format)));
    }
    let at = (selection.unit.as_deref(), Right::Download);
    let waves = published(&state, &asked.waves, at, &visitor).await?;
    let earlier = match compare {
        Some(name) => published(&state, &[name.to_owned()], at, &visitor).await?.pop(),
        None => None,
    };
    let earlier = match earlier {
        Some((wave, _)) => Some(latest(&state, wave.number).await?),
        None => None,
    };
    let hashes: Vec<Hash> = waves.iter().map(|(_, hash)| *hash).collect();
    let language = language::own(&request);
    let names: Vec<String> = waves.iter().map(|(wave, _)| wave.wave.id.to_string()).collect();
    let of_all = of_all(&hashes, earlier.as_ref().map(|earlier| &earlier.hash));
    let tagged = Tagged {
        tag: format!("{}-{}-{language}", hex(&of_all), env!("CARGO_PKG_VERSION")),
        media: format.content_type(),
        language: Some(language.clone()),
        cache: etag::ASK_AGAIN,
        file: Some(export::file_name(&named(&names), selection.unit.as_deref(), format)),
    };
    if tagged.is_known(&request) {
        return Ok(tagged.not_modified());
    }
    let wanted = Wanted { selection: selection.clone(), language, earlier };
    let reader = reader(state.pool().clone());
    let series = state.aside(move || Series::new(reader, hashes, wanted).map_err(refused)).await?;
    fits(format, series.shares().iter().map(Share::portion)).map_err(|unfit| Problem::unfit(&unfit))?;
    for name in &names {
        note(&state, &visitor, (name, selection.unit.as_deref(), format), Right::Download).await?;
    }
    let body = state.sending(move |out| {
        let series = out.paced(series);
        export::render_waves(&series, format, out)
    });
    Ok(tagged.send_body(body.await?))
}

/// A hash that changes when one of the publications does.
fn of_all(waves: &[Hash], earlier: Option<&Hash>) -> Hash {
    let mut text = Sha256::new_with_prefix(b"hailong waves 1\n");
    for hash in waves {
        text.update(hash);
    }
    if let Some(earlier) = earlier {
        text.update(b"compared");
        text.update(earlier);
    }
    text.finalize().into()
}

/// The first and the last of them.
fn named(waves: &[String]) -> String {
    match waves {
        [first, .., last] => format!("{first}--{last}"),
        [only] => only.clone(),
        [] => String::new(),
    }
}

fn refused(cause: NoResults) -> Problem {
    match cause {
        NoResults::Selection(NotInPublication::Unit(_)) => Problem::unknown_unit(),
        NoResults::Selection(NotInPublication::Node(_)) => Problem::unknown_node(),
        NoResults::Selection(NotInPublication::Breakdown(_)) => Problem::unknown_breakdown(),
        NoResults::UnknownWave(_) => Problem::unknown_wave(),
        NoResults::NotPublished(_) => Problem::nothing_published(),
        NoResults::Store(cause) if cause.is_unavailable() => Problem::busy("database_unavailable"),
        NoResults::Store(cause) => Problem::internal(&cause),
    }
}
