//! `/d/{unit}/nut`: a button for the portal of the office, as a link and a picture without any script.

use actix_web::http::StatusCode;
use actix_web::http::header::{CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::layout::{Page, language_name, send};
use super::place;
use crate::domain::public_url::PublicUrl;
use crate::domain::unit::{Unit, UnitCode};
use crate::locale;
use crate::web::etag::{Tagged, of_text};
use crate::web::language;
use crate::web::open_wave::unit_name;
use crate::web::problem::Problem;
use crate::web::settings::PublicAddress;
use crate::web::state::AppState;

/// Size of the picture, in CSS pixels: high enough for a finger, narrow enough for a phone.
const WIDTH: u32 = 304;
const HEIGHT: u32 = 72;
/// A day: the picture changes with a release, and a portal shows it to many people.
const CACHE: &str = "public, max-age=86400";

#[derive(Template)]
#[template(path = "button.html", config = "src/web/askama.toml")]
struct ButtonPage {
    page: Page,
    unit_name: String,
    width: u32,
    height: u32,
    buttons: Vec<Button>,
}

/// The button in one language.
struct Button {
    language: String,
    language_name: String,
    href: String,
    image: String,
    alt: String,
    /// The HTML to copy.
    snippet: String,
}

/// The picture. Texts are short enough for the widest of the fonts named.
#[derive(Template)]
#[template(path = "button.svg", config = "src/web/askama.toml", escape = "html")]
struct Picture {
    width: u32,
    height: u32,
    language: String,
    main: String,
    small: String,
}

/// The HTML that goes into another site. No address of the page it stands on leaves with it.
#[derive(Template)]
#[template(
    source = r#"<a href="{{ href }}" referrerpolicy="no-referrer"><img src="{{ image }}" width="{{ width }}" height="{{ height }}" alt="{{ alt }}" loading="lazy" referrerpolicy="no-referrer"></a>"#,
    ext = "html"
)]
struct Snippet<'a> {
    href: &'a str,
    image: &'a str,
    width: u32,
    height: u32,
    alt: &'a str,
}

/// The page with the HTML to copy, once in every language.
pub(super) async fn show(
    request: HttpRequest,
    code: Path<String>,
    state: Data<AppState>,
    address: Data<PublicAddress>,
) -> Result<HttpResponse, Problem> {
    let unit = place::find(&state, &code).await?.unit;
    let base = address.seen_by(&request)?;
    let language = language::own(&request);
    let name = unit_name(&unit, &language);
    let title = locale::text_with(&language, "button-window", &[("unit", name.into())]);
    let path = format!("/d/{}/nut", unit.code);
    let buttons =
        locale::languages().into_iter().map(|tag| button(&base, &unit, tag)).collect::<Result<_, _>>();
    let page = ButtonPage {
        page: Page::new(&language, title).with_languages(&locale::languages(), &path, &[]),
        unit_name: name.to_owned(),
        width: WIDTH,
        height: HEIGHT,
        buttons: buttons.map_err(|cause: askama::Error| Problem::internal(&cause))?,
    };
    send(StatusCode::OK, &language, &page)
}

fn button(base: &PublicUrl, unit: &Unit, language: &str) -> Result<Button, askama::Error> {
    let alt = locale::text_with(language, "button-image-alt", &[("unit", unit_name(unit, language).into())]);
    let link = base.short_link(&unit.code);
    let snippet = Snippet {
        href: &format!("{link}?lang={language}"),
        image: &format!("{link}/nut.svg?lang={language}"),
        width: WIDTH,
        height: HEIGHT,
        alt: &alt,
    };
    Ok(Button {
        language: language.to_owned(),
        language_name: language_name(language),
        snippet: snippet.render()?,
        // The preview stays on this site, whatever address is given out.
        href: format!("/d/{}?lang={language}", unit.code),
        image: format!("/d/{}/nut.svg?lang={language}", unit.code),
        alt,
    })
}

/// The picture, for any site to show. It is the same for all places, so the database is not asked.
pub(super) async fn image(request: HttpRequest, code: Path<String>) -> Result<HttpResponse, Problem> {
    let _: UnitCode = code.parse().map_err(|_| Problem::unknown_place())?;
    let language = language::own(&request);
    let picture = Picture {
        width: WIDTH,
        height: HEIGHT,
        main: locale::text(&language, "button-image-main"),
        small: locale::text(&language, "button-image-small"),
        language: language.clone(),
    };
    let svg = picture.render().map_err(|cause| Problem::internal(&cause))?;
    let tagged = Tagged {
        tag: of_text(svg.as_bytes()),
        media: "image/svg+xml",
        language: Some(language),
        cache: CACHE,
        file: None,
    };
    let mut response = tagged.respond(&request, svg);
    response.headers_mut().insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    Ok(response)
}
