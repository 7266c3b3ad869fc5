//! The results as a schema.org Dataset, for search engines of data. It is data inside the page, which no browser runs.

use serde_json::{Value, json};

use crate::domain::batch::hex;
use crate::domain::licence::Licence;
use crate::domain::period::Period;
use crate::domain::public_url::PublicUrl;
use crate::domain::publication::{Publication, PublishedKind};
use crate::export::Format;
use crate::locale;
use crate::sealing::results::Published;

/// The description as JSON-LD that can stand inside a `script` element.
pub(super) fn json_ld(now: &Published, base: &PublicUrl, licence: Licence, language: &str) -> String {
    let publication = &now.publication;
    let wave = &publication.wave;
    let name = wave.title.get(language);
    let hash = hex(&now.hash);
    let page = format!("{base}/ket-qua/{}", wave.id);
    let mut dataset = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": locale::text_with(language, "data-description", &[
            ("title", name.into()),
            ("instrument", now.instrument.title.get(language).into()),
            ("k", wave.k.into()),
        ]),
        "url": format!("{page}/du-lieu"),
        "identifier": format!("sha256:{hash}"),
        "license": licence.url(),
        "isAccessibleForFree": true,
        "inLanguage": language,
        "variableMeasured": variables(publication, language),
        "distribution": distribution(publication, base, language),
    });
    if let Ok(period) = wave.period.parse::<Period>() {
        dataset["temporalCoverage"] = json!(format!("{}/{}", period.first(), period.last()));
    }
    let tops: Vec<Value> = publication
        .units
        .iter()
        .filter(|unit| unit.parent.is_none())
        .map(|unit| json!({"@type": "AdministrativeArea", "name": unit.name.get(language)}))
        .collect();
    dataset["spatialCoverage"] = json!(tops);
    // Nothing of it can end the element it stands in.
    dataset.to_string().replace('<', "\\u003c")
}

fn variables(publication: &Publication, language: &str) -> Vec<Value> {
    let nodes = publication
        .nodes
        .iter()
        .filter(|node| matches!(node.kind, PublishedKind::Index | PublishedKind::Dimension));
    nodes
        .map(|node| {
            let mut variable = json!({
                "@type": "PropertyValue", "propertyID": node.id, "name": node.label.get(language),
            });
            if let Some([least, most]) = node.range {
                variable["minValue"] = json!(least);
                variable["maxValue"] = json!(most);
            }
            if let Some(unit) = &node.display.unit {
                variable["unitText"] = json!(unit);
            }
            variable
        })
        .collect()
}

fn distribution(publication: &Publication, base: &PublicUrl, language: &str) -> Vec<Value> {
    let file = |format: Format| {
        json!({
            "@type": "DataDownload",
            "encodingFormat": format.content_type(),
            "name": locale::text(language, &format!("results-download-{format}")),
            "contentUrl": format!("{base}/api/v1/waves/{}/results.{format}?lang={language}", publication.wave.id),
        })
    };
    Format::ALL.into_iter().map(file).collect()
}
