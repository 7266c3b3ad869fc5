//! The button that an office puts on its portal.

use hailong::domain::unit::{Unit, UnitLevel};
use hailong::store::units;

use super::support::{Answer, start, start_with};

/// The HTML to copy, as it stands in the box for this language.
fn snippet(page: &Answer, language: &str) -> String {
    let area = format!("<textarea class=\"snippet\" id=\"snippet-{language}\"");
    let text = page.text().split(&area).nth(1).unwrap().split_once('>').unwrap().1;
    let text = text.split("</textarea>").next().unwrap();
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}

#[test]
fn the_html_is_a_link_around_a_picture() {
    let server =
        start_with(10, |settings| settings.public_url = Some("https://khaosat.example.gov.vn/".to_owned()));
    let page = server.get("/d/01001-1/nut?lang=vi");
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    assert!(page.text().contains("<title>Nút góp ý – Quầy số 1"), "{}", page.text());
    assert_eq!(
        snippet(&page, "vi"),
        "<a href=\"https://khaosat.example.gov.vn/d/01001-1?lang=vi\" referrerpolicy=\"no-referrer\">\
         <img src=\"https://khaosat.example.gov.vn/d/01001-1/nut.svg?lang=vi\" width=\"304\" height=\"72\" \
         alt=\"Góp ý ẩn danh về sự phục vụ tại Quầy số 1\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></a>"
    );
    let english = snippet(&page, "en");
    assert!(english.contains("?lang=en\"") && english.contains("Rate the service at Counter 1"), "{english}");
    // What is shown as a preview comes from this very service.
    assert!(page.text().contains("<img src=\"/d/01001-1/nut.svg?lang=vi\""), "{}", page.text());
    assert!(!page.text().contains("<img src=\"http"), "{}", page.text());

    server.get("/d/99999/nut").problem(404, "unknown_place");
}

#[test]
fn without_a_public_address_the_html_names_the_one_the_visitor_came_by() {
    let server = start();
    let page = server.get("/d/01001-1/nut");
    assert!(snippet(&page, "vi").contains(&server.url("/d/01001-1?lang=vi")), "{}", page.text());
    let strange = server.get_with("/d/01001-1/nut", &[("host", "a\"><script>")]);
    assert_eq!(strange.status, 400, "{}", strange.text());
}

#[test]
fn a_name_cannot_break_out_of_the_html() {
    let server = start();
    let desk = Unit {
        code: "q".parse().unwrap(),
        name: "Quầy \"A\" & <b>".to_owned(),
        name_en: None,
        level: UnitLevel::Desk,
        parent: Some("01001".parse().unwrap()),
        valid_from: "2025-07-01".parse().unwrap(),
        valid_to: None,
    };
    units::import_units(&mut server.connect(), &[desk]).unwrap();
    let html = snippet(&server.get("/d/q/nut"), "vi");
    assert_eq!((html.matches('<').count(), html.matches('"').count()), (3, 16), "{html}");
    assert!(html.contains("Quầy &#34;A&#34; &#38; &#60;b&#62;\""), "{html}");
}

#[test]
fn any_site_may_show_the_picture_and_keep_it_for_a_day() {
    let server = start();
    let vietnamese = server.get("/d/01001-1/nut.svg?lang=vi");
    assert_eq!((vietnamese.status, vietnamese.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(vietnamese.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(vietnamese.header("cache-control"), "public, max-age=86400");
    assert!(vietnamese.text().contains(">Góp ý về sự phục vụ</text>"), "{}", vietnamese.text());
    let english = server.get_with("/d/01001-1/nut.svg", &[("accept-language", "en")]);
    assert!(english.text().contains(">Rate our service</text>"), "{}", english.text());
    assert!(english.header("vary").contains("Accept-Language"));
    let known = [("if-none-match", vietnamese.header("etag"))];
    assert_eq!(server.get_with("/d/01001-1/nut.svg?lang=vi", &known).status, 304);
    server.get("/d/a%20b/nut.svg").problem(404, "unknown_place");
    // Everything else stays on this site.
    for path in ["/", "/d/01001-1", "/d/01001-1/nut", "/d/a%20b/nut.svg", "/api/v1/waves"] {
        assert_eq!(server.get(path).header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
}

#[test]
fn the_letters_of_the_picture_stand_out() {
    let server = start();
    let svg = server.get("/d/01001-1/nut.svg").text().to_owned();
    let fill = |tag: &str| {
        let tag = svg.split(&format!("<{tag} ")).nth(1).unwrap();
        tag.split("fill=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    // WCAG 2.2, 1.4.3: at least 4.5 to 1.
    let (ground, letters) = (luminance(&fill("rect")), luminance(&fill("g")));
    let contrast = (ground.max(letters) + 0.05) / (ground.min(letters) + 0.05);
    assert!(contrast >= 4.5, "{contrast}");
    assert!(!svg.contains("<script") && !svg.contains("href"), "{svg}");
}

/// Relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let part = |place: usize| {
        let value = f64::from(u8::from_str_radix(&colour[place..place + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}
