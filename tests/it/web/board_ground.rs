//! Publications made by hand, whose every figure a test knows.

use diesel::PgConnection;
use hailong::domain::coarse::interval;
use hailong::domain::instrument::{Display, Instrument, SwitchSetting, Text};
use hailong::domain::publication::{
    Basis, Disclosure, Figure, METHOD, PrecisionState, Publication, PublishedKind, PublishedNode,
    PublishedUnit, PublishedWave, Withheld,
};
use hailong::domain::statistics::rank::competition_ranks;
use hailong::domain::wave::{State, Wave};
use hailong::store::{instruments, publications, waves};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::support::{TestServer, unit_id, wave};

/// The groups, the lowest first.
pub const GROUPS: [(&str, &str, &str); 4] = [
    ("low", "Thấp nhất", "Lowest"),
    ("lower", "Trung bình thấp", "Lower middle"),
    ("upper", "Trung bình cao", "Upper middle"),
    ("high", "Cao nhất", "Highest"),
];
/// Id, kind, parent, name and English name of every node.
const NODES: [(&str, PublishedKind, Option<&str>, &str, &str); 11] = [
    ("all", PublishedKind::Index, None, "Chỉ số hài lòng", "Satisfaction index"),
    ("a", PublishedKind::Dimension, Some("all"), "Tiếp cận dịch vụ", "Access"),
    ("a1", PublishedKind::Indicator, Some("a"), "Nơi ngồi chờ", "Waiting room"),
    ("a2", PublishedKind::Indicator, Some("a"), "Trang thiết bị", "Equipment"),
    ("a3", PublishedKind::Indicator, Some("a"), "Thời gian chờ đến lượt", "Waiting time"),
    ("b", PublishedKind::Dimension, Some("all"), "Công chức", "Staff"),
    ("b1", PublishedKind::Indicator, Some("b"), "Thái độ giao tiếp", "Manner"),
    ("b2", PublishedKind::Indicator, Some("b"), "Hướng dẫn rõ ràng", "Clear guidance"),
    ("b3", PublishedKind::Indicator, Some("b"), "Giải quyết đúng hẹn", "On time"),
    ("q", PublishedKind::Indicator, Some("b"), "Ông/Bà có phải trả thêm tiền không?", "Paid extra?"),
    ("g", PublishedKind::Indicator, Some("all"), "Hồ sơ trực tuyến", "Online dossiers"),
];
const OPTIONS: [(&str, &str, &str); 3] =
    [("never", "Không", "Never"), ("once", "Một lần", "Once"), ("often", "Nhiều lần", "Often")];

/// Value and standard error of a unit at the indicators a1 to b3, in percent.
pub type Values = [(f64, f64); 6];

/// A unit of a publication: code, name, level, position of the parent and its values; none while it waits.
pub type UnitLine = (String, String, &'static str, Option<usize>, Option<Values>);

fn text(vi: &str, en: &str) -> Text {
    Text::new(vi, en)
}

fn nodes() -> Vec<PublishedNode> {
    let node = |id: &str, kind, parent: Option<&str>, label| PublishedNode {
        id: id.to_owned(),
        kind,
        parent: parent.map(str::to_owned),
        label,
        range: Some([0.0, 100.0]),
        display: Display { decimals: 1, unit: Some("%".to_owned()), of: None },
        share: id.len() == 2,
        groups: if id == "all" {
            GROUPS.map(|(id, vi, en)| (id.to_owned(), text(vi, en))).into()
        } else {
            Vec::new()
        },
    };
    let mut nodes: Vec<PublishedNode> = Vec::new();
    for (id, kind, parent, vi, en) in NODES {
        nodes.push(node(id, kind, parent, text(vi, en)));
        if id == "q" {
            for (code, vi, en) in OPTIONS {
                nodes.push(node(&format!("q={code}"), PublishedKind::Option, Some("q"), text(vi, en)));
            }
        }
    }
    nodes
}

fn figure(value: f64, se: f64, n: i64) -> Figure {
    Figure {
        value: Some(value),
        ci: Some(interval([value - 2.0 * se, value + 2.0 * se])),
        se: Some(se),
        n: Some(n),
        n_eff: Some(n as f64),
        df: Some(200.0),
        nonresponse: Some(0.02),
        precision: Some(PrecisionState::Reliable),
        batches: Some(12),
        ..Figure::absent(Disclosure::Shown)
    }
}

fn mean(values: &[(f64, f64)]) -> (f64, f64) {
    let count = values.len() as f64;
    let value = values.iter().map(|(value, _)| value).sum::<f64>() / count;
    let variance = values.iter().map(|(_, se)| se * se).sum::<f64>() / (count * count);
    (value, variance.sqrt())
}

fn figures(values: Option<Values>) -> Vec<Figure> {
    let Some(values) = values else {
        let absent = |node: PublishedNode| {
            let is_given = node.id == "g" || node.id == "q";
            Figure::absent(if is_given { Disclosure::NoValue } else { Disclosure::Waiting })
        };
        return nodes().into_iter().map(absent).collect();
    };
    let (a, b) = (mean(&values[..3]), mean(&values[3..]));
    let of = |node: &PublishedNode| match node.id.as_str() {
        "all" => figure(mean(&[a, b]).0, mean(&[a, b]).1, 240),
        "a" => figure(a.0, a.1, 240),
        "b" => figure(b.0, b.1, 240),
        "q=never" => figure(80.0, 2.0, 250),
        "q=once" => figure(15.0, 2.0, 250),
        "q=often" => figure(5.0, 1.0, 250),
        "q" | "g" => Figure::absent(Disclosure::NoValue),
        leaf => {
            let place = ["a1", "a2", "a3", "b1", "b2", "b3"].iter().position(|id| *id == leaf).unwrap();
            figure(values[place].0, values[place].1, 240 + i64::try_from(place).unwrap())
        }
    };
    nodes().iter().map(of).collect()
}

/// A publication of these units.
pub fn publication(id: &str, period: &str, instrument: &Instrument, lines: &[UnitLine]) -> Publication {
    let unit = |(code, name, level, parent, _): &UnitLine| PublishedUnit {
        code: code.clone(),
        valid_from: "2025-07-01".parse().unwrap(),
        level: (*level).to_owned(),
        parent: *parent,
        name: text(name, &name.replace("Xã số", "Commune").replace("Tỉnh Thử Nghiệm", "Thu Nghiem province")),
    };
    let mut figures: Vec<Vec<Figure>> = lines.iter().map(|line| figures(line.4)).collect();
    let ranked: Vec<usize> =
        (0..lines.len()).filter(|place| lines[*place].2 == "commune" && lines[*place].4.is_some()).collect();
    let values: Vec<f64> = ranked.iter().map(|place| figures[*place][0].value.unwrap()).collect();
    for (place, rank) in ranked.iter().zip(competition_ranks(&values)) {
        let index = &mut figures[*place][0];
        index.rank = Some(rank);
        index.ranked = Some(u32::try_from(ranked.len()).unwrap());
        let from_top = (rank as usize - 1) * GROUPS.len() / ranked.len();
        index.group = Some(GROUPS[GROUPS.len() - 1 - from_top].0.to_owned());
    }
    Publication {
        method: METHOD.to_owned(),
        level: 0.95,
        wave: PublishedWave {
            id: id.to_owned(),
            title: text("Khảo sát hài lòng", "Satisfaction survey"),
            instrument: instrument.id.clone(),
            instrument_sha256: "0".repeat(64),
            period: period.to_owned(),
            mode: "desk".to_owned(),
            k: 10,
            demo: false,
            switches: SwitchSetting::new(),
        },
        basis: Basis {
            batches: 48,
            chain: Some("c".repeat(64)),
            scores: 0,
            scores_sha256: None,
            withheld: Withheld::default(),
            pooled: None,
            raking: None,
        },
        nodes: nodes(),
        units: lines.iter().map(unit).collect(),
        figures,
        breakdowns: Vec::new(),
    }
}

/// The form all of this is of.
pub fn instrument(id: &str) -> Instrument {
    let node = |(id, kind, parent, vi, en): (&str, PublishedKind, Option<&str>, &str, &str)| {
        let mut node = json!({"id": id, "kind": kind.as_str(), "label": {"vi": vi, "en": en}});
        if let Some(parent) = parent {
            node["parent"] = json!(parent);
        }
        match id {
            "all" | "a" | "b" => node["combine"] = json!({"op": "mean"}),
            "g" => node["measure"] = json!({"stat": "given"}),
            "q" => node["measure"] = json!({"stat": "distribution", "item": "q9"}),
            _ => node["measure"] = json!({"stat": "mean", "item": id}),
        }
        node
    };
    serde_json::from_value(json!({
        "id": id, "family": "board", "title": {"vi": "Phiếu hài lòng", "en": "Satisfaction form"},
        "valid": {"from": "2020-01-01"}, "languages": ["vi", "en"], "sources": [{"title": "made for tests"}],
        "index": NODES.map(node),
        "benchmarks": [{"nodes": ["all"], "rank": true, "groups": {"by": "quantile", "cuts": [0.25, 0.5, 0.75],
            "groups": GROUPS.map(|(id, vi, en)| json!({"id": id, "label": {"vi": vi, "en": en}}))}}],
    }))
    .unwrap()
}

/// Stores a wave with this publication.
pub fn store(conn: &mut PgConnection, publication: &Publication, public: bool) {
    let desk = unit_id(conn, "01001-1");
    let new = Wave {
        instrument: publication.wave.instrument.clone(),
        title: publication.wave.title.clone(),
        period: publication.wave.period.parse().unwrap(),
        state: State::Closed,
        k: 10,
        public,
        ..wave(&publication.wave.id)
    };
    let number = waves::create(conn, &new, &[desk]).unwrap();
    publications::insert(conn, number, publication).unwrap();
}

/// Stores the form.
pub fn store_form(conn: &mut PgConnection, instrument: &Instrument) {
    let text = serde_json::to_string(instrument).unwrap();
    instruments::save(conn, &text, &Sha256::digest(&text).into(), instrument).unwrap();
}

/// A province with so many communes, the n-th by `values`.
pub fn province(count: usize, values: impl Fn(usize) -> Option<Values>) -> Vec<UnitLine> {
    let whole = [(78.0, 0.4), (80.0, 0.4), (70.0, 0.4), (84.0, 0.4), (82.0, 0.4), (86.0, 0.4)];
    let mut lines: Vec<UnitLine> =
        vec![("19".to_owned(), "Tỉnh Thử Nghiệm".to_owned(), "province", None, Some(whole))];
    let commune = |number: usize| {
        let code = format!("{:05}", 1000 + number);
        (code, format!("Xã số {number}"), "commune", Some(0), values(number))
    };
    lines.extend((1..=count).map(commune));
    lines
}

/// Values around a level: the third indicator clearly lower than the rest, or all alike.
pub fn around(level: f64, clear: bool) -> Values {
    let low = if clear { level - 25.0 } else { level - 1.0 };
    [
        (level + 1.0, 1.5),
        (level + 2.0, 1.5),
        (low, 1.5),
        (level + 1.5, 1.5),
        (level + 0.5, 1.5),
        (level + 2.5, 1.5),
    ]
}

/// Twelve communes in three waves: the first is of another form that cannot be compared. Commune 1 rises clearly,
/// commune 2 by chance, commune 12 waits.
pub fn three_waves(server: &TestServer) {
    let mut conn = server.connect();
    let (old, new) = (instrument("board-0"), instrument("board-1"));
    store_form(&mut conn, &old);
    let listed = serde_json::json!([{"instrument": "board-0", "breaks": [
        {"nodes": ["*"], "reason": {"vi": "Phiếu cũ hỏi khác.", "en": "The old form asked otherwise."}}]}]);
    let mut with_rule = serde_json::to_value(&new).unwrap();
    with_rule["comparable"] = listed;
    let new: Instrument = serde_json::from_value(with_rule).unwrap();
    store_form(&mut conn, &new);
    let now = |number: usize| match number {
        12 => None,
        1 => Some(around(90.0, true)),
        2 => Some(around(85.5, false)),
        _ => Some(around(86.0 - 2.0 * number as f64, number % 2 == 1)),
    };
    let before = |number: usize| match number {
        12 => None,
        1 => Some(around(80.0, true)),
        2 => Some(around(85.0, false)),
        _ => Some(around(86.0 - 2.0 * number as f64, false)),
    };
    for (id, period, form, values) in [
        ("hl-2025-q4", "2025-Q4", &old, &before as &dyn Fn(usize) -> Option<Values>),
        ("hl-2026-q1", "2026-Q1", &new, &before),
        ("hl-2026-q2", "2026-Q2", &new, &now),
    ] {
        store(&mut conn, &publication(id, period, form, &province(12, values)), true);
    }
}
