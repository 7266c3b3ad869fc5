//! Maps of units from boundaries the operator supplies.

use std::path::PathBuf;
use std::sync::Arc;

use hailong::ingest::boundaries::Boundaries;
use serde_json::{Value, json};

use super::board_ground::three_waves;
use super::support::{start, start_with};
use crate::journeys::program::Program;
use crate::support::folder::own_folder;

/// Squares side by side: the n-th commune lies n steps east of 105°.
pub fn squares(count: usize) -> Value {
    let feature = |number: usize| {
        let (west, south) = (105.0 + 0.1 * (number % 4) as f64, 21.0 + 0.1 * (number / 4) as f64);
        let ring = [
            [west, south],
            [west + 0.1, south],
            [west + 0.1, south + 0.1],
            [west, south + 0.1],
            [west, south],
        ];
        json!({
            "type": "Feature", "properties": {"unit": format!("{:05}", 1000 + number), "name": "x"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        })
    };
    json!({"type": "FeatureCollection", "features": (1..=count).map(feature).collect::<Vec<_>>()})
}

fn written(name: &str, text: &str) -> PathBuf {
    let folder = own_folder("boundaries");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.geojson"));
    std::fs::write(&path, text).unwrap();
    path
}

/// The boundaries of twelve communes less the last, as settings of a service want them.
pub fn eleven() -> Arc<Boundaries> {
    let name = format!("{:?}", std::thread::current().id());
    Arc::new(Boundaries::read(&written(&name, &squares(11).to_string())).unwrap())
}

#[test]
fn communes_are_filled_by_group_and_lead_to_their_results() {
    let server = start_with(10, |settings| settings.boundaries = Some(eleven()));
    three_waves(&server);
    let page = server.get("/ket-qua/hl-2026-q2?unit=19&lang=en");
    let map = page
        .text()
        .split_once("<svg class=\"chart map\"")
        .expect("a map")
        .1
        .split_once("</section>")
        .unwrap()
        .0;
    let areas = map.split("</svg>").next().unwrap();
    assert_eq!(areas.matches("<a href=").count(), 11, "{areas}");
    // Ranks 1 to 11 in four groups: three, three, three and two.
    let filled = |group: usize| areas.matches(&format!("fill=\"url(#map-{group})\"")).count();
    assert_eq!([0, 1, 2, 3].map(filled), [2, 3, 3, 3], "{areas}");
    assert!(areas.contains("href=\"/ket-qua/hl-2026-q2?unit=01001&amp;lang=en\""), "{areas}");
    assert!(areas.contains("<title>Commune 1: 87.1%: Highest</title>"), "{areas}");
    // A square keeps its four corners and no more.
    for path in areas.split("<path d=\"").skip(1).filter(|path| !path.contains("stroke-width=\"0.9\"")) {
        let path = path.split('"').next().unwrap();
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (1, 3), "{path}");
    }
    for name in ["Lowest", "Lower middle", "Upper middle", "Highest", "In no group"] {
        assert!(map.contains(name), "{name}");
    }
    assert!(map.contains("One unit has no boundary"), "{map}");
    // Nobody below a commune has a boundary, and a service without boundaries has no maps.
    assert!(!server.get("/ket-qua/hl-2026-q2?unit=01001").text().contains("chart map"));
    let without = start();
    three_waves(&without);
    assert!(!without.get("/ket-qua/hl-2026-q2?unit=19").text().contains("chart map"));
}

/// Before anything is started: nothing is left behind in the folder of the data.
#[test]
fn a_service_does_not_start_with_wrong_boundaries() {
    let program = Program::new();
    let file = written("start", "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\"}]}");
    let said = program.refused(&["serve", "--boundaries", &file.display().to_string()]);
    assert!(said.contains("start.geojson: feature 1") && said.contains("no property \"unit\""), "{said}");
    let said = program.refused(&["serve", "--licence", "mit"]);
    assert!(said.contains("cc-by-4.0, cc-by-sa-4.0, cc0-1.0"), "{said}");
}

#[test]
fn wrong_boundaries_are_refused_with_where_and_why() {
    let refused = |text: &str| Boundaries::read(&written("wrong", text)).unwrap_err().to_string();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut all = squares(3);
        change(&mut all);
        refused(&all.to_string())
    };
    let missing = Boundaries::read(&own_folder("khong-co")).unwrap_err().to_string();
    assert!(missing.contains("khong-co"), "{missing}");
    assert!(refused("{").contains("line 1"), "{}", refused("{"));
    for (what, said) in [
        (changed(&|all| all["type"] = json!("Feature")), "FeatureCollection"),
        (
            changed(&|all| all["features"][1]["properties"]["unit"] = json!(1002)),
            "feature 2 (the first is 1)",
        ),
        (changed(&|all| all["features"][1]["properties"]["unit"] = json!(1002)), "write the code as text"),
        (changed(&|all| all["features"][2]["properties"] = json!({})), "there is no property \"unit\""),
        (
            changed(&|all| all["features"][2]["properties"]["unit"] = json!("01001")),
            "01001 has a boundary already",
        ),
        (changed(&|all| all["features"][0]["geometry"] = json!(null)), "01001 has no geometry"),
        (
            changed(&|all| all["features"][0]["geometry"] = json!({"type": "Point", "coordinates": [1, 2]})),
            "features[0].geometry",
        ),
        (
            changed(&|all| {
                all["features"][0]["geometry"]["coordinates"][0][0] = json!([583_000.0, 2_340_000.0]);
            }),
            "EPSG:4326",
        ),
        (
            changed(&|all| all["features"][0]["geometry"]["coordinates"][0][4] = json!([1.0, 2.0])),
            "end where it began",
        ),
    ] {
        assert!(what.contains(said), "{said}: {what}");
    }
}
