//! Areas coloured by group, for pages.
//!
//! The projection is equirectangular at the middle latitude: in a province it is true to within a hundredth. Corners
//! are moved to a grid of half a pixel, the same for both sides of a border, so that neighbours stay neighbours.

use super::Paint;
use super::svg::hex;
use crate::export::xml::escaped;

/// Greatest width and height, in CSS pixels.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 760.0;
/// Free space around.
const EDGE: f64 = 4.0;
/// Side of a pattern.
const TILE: f64 = 7.0;

/// A closed line of longitudes and latitudes in degrees.
pub type Ring = Vec<[f64; 2]>;

/// An area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area<'a> {
    /// Its borders; what is within an even number of them is outside.
    pub rings: &'a [Ring],
    /// Its group, from 0.
    pub group: Option<usize>,
    /// Where it leads.
    pub href: Option<String>,
    /// Its name, value and group in words.
    pub said: String,
}

/// A map.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<'a> {
    /// What it is.
    pub title: String,
    /// What it shows.
    pub description: String,
    /// Language.
    pub language: String,
    /// How many groups there are.
    pub groups: usize,
    /// The areas.
    pub areas: Vec<Area<'a>>,
}

/// A line of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swatch {
    /// The name of the group.
    pub name: String,
    /// The sign of the group as SVG.
    pub svg: String,
}

/// Puts degrees on the sheet.
struct Projection {
    west: f64,
    north: f64,
    /// Pixels for a degree of longitude and of latitude.
    scale: [f64; 2],
}

impl Projection {
    /// With the size of the sheet; none without any extent.
    fn of(areas: &[Area]) -> Option<(Self, [f64; 2])> {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in areas.iter().flat_map(|area| area.rings).flatten() {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        let shrink = f64::midpoint(low[1], high[1]).to_radians().cos();
        let (wide, tall) = ((high[0] - low[0]) * shrink, high[1] - low[1]);
        if !(wide > 0.0 && tall > 0.0) {
            return None;
        }
        let scale = ((WIDTH - 2.0 * EDGE) / wide).min((HEIGHT - 2.0 * EDGE) / tall);
        let size = [wide * scale + 2.0 * EDGE, tall * scale + 2.0 * EDGE];
        Some((Self { west: low[0], north: high[1], scale: [scale * shrink, scale] }, size))
    }

    /// In halves of a pixel.
    #[expect(clippy::cast_possible_truncation, reason = "the sheet is a few hundred pixels wide")]
    fn place(&self, [longitude, latitude]: [f64; 2]) -> [i32; 2] {
        let x = (longitude - self.west) * self.scale[0] + EDGE;
        let y = (self.north - latitude) * self.scale[1] + EDGE;
        [x, y].map(|length| (length * 2.0).round() as i32)
    }
}

/// The `svg` element; none where the areas have no extent.
pub fn draw(map: &Map) -> Option<String> {
    let (projection, [width, height]) = Projection::of(&map.areas)?;
    let (width, height) = (width.ceil(), height.ceil());
    let mut text = format!(
        "<svg class=\"chart map\" role=\"group\" lang=\"{}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         aria-labelledby=\"map-title\" aria-describedby=\"map-desc\"><title id=\"map-title\">{}</title><desc id=\"map-desc\">{}</desc><defs>",
        escaped(&map.language),
        escaped(&map.title),
        escaped(&map.description),
    );
    for group in 0..map.groups {
        text.push_str(&pattern(group, map.groups, "map"));
    }
    text.push_str("</defs>");
    for area in &map.areas {
        let fill = match area.group {
            Some(group) => format!("fill=\"url(#map-{group})\""),
            None => format!("class=\"chart-paper\" fill=\"{}\" stroke-dasharray=\"2 2\"", hex(Paint::Paper)),
        };
        let shape = format!(
            "<path d=\"{}\" fill-rule=\"evenodd\" {fill} stroke=\"{}\" stroke-width=\"0.7\"/>",
            outline(area.rings, &projection),
            hex(Paint::Ink)
        );
        let title = escaped(&area.said);
        let linked = match &area.href {
            // The list beside the map has the same links for the keyboard.
            Some(href) => format!(
                "<a href=\"{}\" tabindex=\"-1\" aria-label=\"{title}\">{shape}<title>{title}</title></a>",
                escaped(href)
            ),
            None => format!("<g role=\"img\" aria-label=\"{title}\">{shape}<title>{title}</title></g>"),
        };
        text.push_str(&linked);
    }
    text.push_str("</svg>");
    Some(text)
}

/// The path of the borders on the grid. Rings that shrink to nothing are left out, but something of an area stays.
fn outline(rings: &[Ring], projection: &Projection) -> String {
    let mut text = String::new();
    for ring in rings {
        let points = simplified(ring.iter().map(|point| projection.place(*point)));
        if points.len() < 3 {
            continue;
        }
        for (place, point) in points.iter().enumerate() {
            text.push(if place == 0 { 'M' } else { 'L' });
            text.push_str(&half(point[0]));
            text.push(' ');
            text.push_str(&half(point[1]));
        }
        text.push('Z');
    }
    if let (true, Some(point)) = (text.is_empty(), rings.first().and_then(|ring| ring.first())) {
        let [x, y] = projection.place(*point).map(half);
        text = format!("M{x} {y}h1v1h-1Z");
    }
    text
}

/// Without points that repeat the one before or lie on the straight line between their neighbours.
fn simplified(points: impl Iterator<Item = [i32; 2]>) -> Vec<[i32; 2]> {
    let mut kept: Vec<[i32; 2]> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., before, middle] = kept.as_slice() {
            let turn = |axis: usize, other: usize| {
                i64::from(middle[axis] - before[axis]) * i64::from(point[other] - middle[other])
            };
            if turn(0, 1) == turn(1, 0) {
                kept.pop();
            }
        }
        kept.push(point);
    }
    if kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    kept
}

fn half(value: i32) -> String {
    if value % 2 == 0 { (value / 2).to_string() } else { format!("{:.1}", f64::from(value) / 2.0) }
}

/// The legend: a square for each group, the lowest first, and one for units without a group.
pub fn swatches(names: &[&str], none: &str) -> Vec<Swatch> {
    let square = |inside: String, fill: String| {
        format!(
            "<svg class=\"chart\" aria-hidden=\"true\" viewBox=\"0 0 26 18\" width=\"26\" height=\"18\"><defs>{inside}</defs>\
             <rect x=\"1\" y=\"1\" width=\"24\" height=\"16\" {fill} stroke=\"{}\"/></svg>",
            hex(Paint::Ink)
        )
    };
    let group = |(place, name): (usize, &&str)| Swatch {
        name: (*name).to_owned(),
        svg: square(pattern(place, names.len(), "legend"), format!("fill=\"url(#legend-{place})\"")),
    };
    let last = Swatch {
        name: none.to_owned(),
        svg: square(
            String::new(),
            format!("class=\"chart-paper\" fill=\"{}\" stroke-dasharray=\"2 2\"", hex(Paint::Paper)),
        ),
    };
    names.iter().enumerate().map(group).chain([last]).collect()
}

/// A ground that differs from the others in lightness and in what is drawn on it.
fn pattern(place: usize, of: usize, id: &str) -> String {
    // The better, the darker: pale is what one has to look at closely.
    let step = of.saturating_sub(place + 1);
    let (ground, ink) = (hex(Paint::Step { place: step, of }), hex(Paint::OnStep { place: step, of }));
    let line = |from: (f64, f64), to: (f64, f64)| {
        format!(
            "<path d=\"M{} {}L{} {}\" stroke=\"{ink}\" stroke-width=\"0.9\" fill=\"none\"/>",
            from.0, from.1, to.0, to.1
        )
    };
    let (rising, falling) = (line((0.0, TILE), (TILE, 0.0)), line((0.0, 0.0), (TILE, TILE)));
    let drawn = match place % 5 {
        0 => format!("{rising}{falling}"),
        1 => rising,
        2 => format!("<circle cx=\"3.5\" cy=\"3.5\" r=\"1\" fill=\"{ink}\"/>"),
        3 => String::new(),
        _ => line((0.0, 3.5), (TILE, 3.5)),
    };
    format!(
        "<pattern id=\"{id}-{place}\" width=\"{TILE}\" height=\"{TILE}\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"{TILE}\" height=\"{TILE}\" fill=\"{ground}\"/>{drawn}</pattern>"
    )
}
