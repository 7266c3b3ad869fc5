//! Boundaries of units for maps, from a GeoJSON file (RFC 7946): a feature collection whose features have the code of
//! their unit as the property `unit`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;

use crate::domain::unit::UnitCode;

/// A closed line of longitudes and latitudes in degrees.
pub type Ring = Vec<[f64; 2]>;

/// The boundaries of units by their codes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boundaries(BTreeMap<String, Vec<Ring>>);

/// Why boundaries cannot be used: where in the file, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum BoundaryFault {
    /// The file cannot be read.
    #[error("{file}: {cause}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        cause: std::io::Error,
    },
    /// It is no GeoJSON of areas.
    #[error(
        "{file}: {reason} at {place}; it should be a GeoJSON FeatureCollection of Polygons and MultiPolygons"
    )]
    NotGeoJson {
        /// The file.
        file: String,
        /// Where: the way to the value, and the line.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A feature is not as it should be.
    #[error("{file}: feature {feature} (the first is 1): {reason}")]
    Feature {
        /// The file.
        file: String,
        /// Which feature.
        feature: usize,
        /// What is wrong and what to do.
        reason: String,
    },
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: CollectionKind,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
enum CollectionKind {
    FeatureCollection,
}

#[derive(Deserialize)]
struct Feature {
    properties: Option<Properties>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Properties {
    unit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

/// Longitude and latitude, perhaps with a height.
#[derive(Deserialize)]
struct Position(Vec<f64>);

impl Boundaries {
    /// Reads a file and checks it: every feature names a unit once, every ring is closed and within the world.
    pub fn read(path: &Path) -> Result<Self, BoundaryFault> {
        let file = path.display().to_string();
        let opened = File::open(path);
        let opened = opened.map_err(|cause| BoundaryFault::Unreadable { file: file.clone(), cause })?;
        let mut reader = serde_json::Deserializer::from_reader(BufReader::new(opened));
        let read: Result<Collection, _> = serde_path_to_error::deserialize(&mut reader);
        let collection = read.map_err(|fault| {
            let (line, column) = (fault.inner().line(), fault.inner().column());
            BoundaryFault::NotGeoJson {
                file: file.clone(),
                place: format!("{} (line {line}, column {column})", fault.path()),
                reason: fault.inner().to_string(),
            }
        })?;
        let CollectionKind::FeatureCollection = collection.kind;
        let mut found = BTreeMap::new();
        for (place, feature) in collection.features.into_iter().enumerate() {
            let wrong =
                |reason: String| BoundaryFault::Feature { file: file.clone(), feature: place + 1, reason };
            let (code, rings) = read_feature(feature).map_err(wrong)?;
            if found.contains_key(&code) {
                return Err(wrong(format!(
                    "unit {code} has a boundary already; a unit of several parts is one MultiPolygon"
                )));
            }
            found.insert(code, rings);
        }
        Ok(Self(found))
    }

    /// The rings of a unit.
    pub fn of(&self, code: &str) -> Option<&[Ring]> {
        self.0.get(code).map(Vec::as_slice)
    }

    /// How many units have boundaries.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

fn read_feature(feature: Feature) -> Result<(String, Vec<Ring>), String> {
    let code = match feature.properties.and_then(|properties| properties.unit) {
        Some(serde_json::Value::String(code)) => code,
        // Programs that make maps like to drop the quotes, and the zeros before the number with them.
        Some(other) => {
            return Err(format!("the property \"unit\" is {other}; write the code as text: \"{other}\""));
        }
        None => return Err("there is no property \"unit\"; it names the unit by its code".to_owned()),
    };
    code.parse::<UnitCode>().map_err(|fault| fault.to_string())?;
    let polygons = match feature.geometry {
        Some(Geometry::Polygon(rings)) => vec![rings],
        Some(Geometry::MultiPolygon(polygons)) => polygons,
        None => return Err(format!("unit {code} has no geometry")),
    };
    let rings: Result<Vec<Ring>, String> = polygons.into_iter().flatten().map(read_ring).collect();
    let rings = rings.map_err(|reason| format!("unit {code}: {reason}"))?;
    if rings.is_empty() {
        return Err(format!("unit {code} has an empty geometry"));
    }
    Ok((code, rings))
}

fn read_ring(positions: Vec<Position>) -> Result<Ring, String> {
    let mut ring = Vec::with_capacity(positions.len());
    for position in positions {
        let [longitude, latitude, ..] = position.0.as_slice() else {
            return Err("a position has fewer than two numbers".to_owned());
        };
        if !(-180.0..=180.0).contains(longitude) || !(-90.0..=90.0).contains(latitude) {
            return Err(format!(
                "{longitude}, {latitude} is no longitude and latitude in degrees; save the file in WGS 84 (EPSG:4326)"
            ));
        }
        ring.push([*longitude, *latitude]);
    }
    if ring.len() < 4 || ring.first() != ring.last() {
        return Err("a ring must have four positions or more, and end where it began".to_owned());
    }
    Ok(ring)
}
