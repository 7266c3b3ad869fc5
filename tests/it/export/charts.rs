//! Charts: what is drawn where, and the SVG of it.

use std::collections::HashMap;

use hailong::domain::publication::{Disclosure, PrecisionState, PublishedKind};
use hailong::domain::table::Row;
use hailong::export::chart::{Drawing, Mark, Paint, StackedBars, of_table, svg};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::support::{AWKWARD, bare, full, head};

const WIDTH: f64 = 480.0;

fn option(question: &str, code: &str, share: Option<f64>) -> Row {
    let id = format!("{question}={code}");
    let mut row = share.map_or_else(
        || bare("1", "commune", &id, PublishedKind::Option),
        |share| full("1", "commune", &id, PublishedKind::Option, share),
    );
    row.node_name = format!("Phương án {code}");
    row
}

fn question(id: &str, name: &str) -> Row {
    Row { node_name: name.to_owned(), ..bare("1", "commune", id, PublishedKind::Indicator) }
}

/// Two questions of one scale, one of another, one with several answers, one that is partly hidden.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, name, shares) in [
        ("q1", AWKWARD[7], &[Some(62.5), Some(30.0), Some(7.5)][..]),
        ("q2", "Câu hỏi hai", &[Some(20.0), Some(80.0), Some(0.0)][..]),
        ("q3", "Câu hỏi ba", &[Some(50.0), Some(50.0)][..]),
        ("q4", "Nhiều lựa chọn", &[Some(70.0), Some(60.0), Some(10.0)][..]),
        ("q5", "Bị che một phần", &[Some(40.0), None][..]),
        ("q6", "Chọn một trong nhiều, ít người chọn", &[Some(20.0), Some(10.0)][..]),
    ] {
        rows.push(question(id, name));
        let codes = ["a", "b", "c"];
        rows.extend(codes.iter().zip(shares).map(|(code, share)| option(id, code, *share)));
    }
    rows
}

fn bars(drawing: &Drawing) -> Vec<(f64, f64, f64)> {
    let bar = |mark: &Mark| match mark {
        Mark::Rectangle { x, y, width, height, .. } if *height > 10.0 => Some((*y, *x, *width)),
        _ => None,
    };
    drawing.marks.iter().filter_map(bar).collect()
}

fn texts(drawing: &Drawing) -> Vec<&str> {
    let mut texts = Vec::new();
    for mark in &drawing.marks {
        if let Mark::Text { text, .. } = mark {
            texts.push(text.as_str());
        }
    }
    texts
}

#[test]
fn a_bar_is_divided_as_the_answers_are() {
    let rows = rows();
    let rows: Vec<&Row> = rows.iter().collect();
    let questions = of_table::questions(&rows);
    let names: Vec<&str> =
        questions.iter().filter(|question| question.is_whole()).map(|question| question.id).collect();
    assert_eq!(names, ["q1", "q2", "q3", "q5"], "shares that are no parts of a whole are not stacked");
    let charts = of_table::stacked(&head(), &questions, WIDTH);
    assert_eq!(
        charts.iter().map(|chart| chart.bars.len()).collect::<Vec<_>>(),
        [2, 2],
        "one legend per scale"
    );

    let drawing = charts[0].draw();
    let found = bars(&drawing);
    assert_eq!(found.len(), 5, "an option nobody chose takes no room");
    for (bar, share) in found.iter().zip([62.5, 30.0, 7.5, 20.0, 80.0]) {
        assert!((bar.2 - (WIDTH * share / 100.0 - 0.8)).abs() < 1e-9, "{bar:?} is {share} %");
    }
    assert!(found[3].0 > found[2].0 && found[3].1.abs() < 1e-9, "each question begins a line of its own");
    let texts = texts(&drawing);
    for expected in ["Phương án a", "63%", "30%", "8%", "12.345 trả lời"] {
        assert!(texts.contains(&expected), "{expected}: {texts:?}");
    }
}

#[test]
fn an_interval_stands_where_its_numbers_are() {
    let mut rows = [
        full("1", "commune", "total", PublishedKind::Index, 50.0),
        full("1", "commune", "d1", PublishedKind::Dimension, 60.0),
        bare("1", "commune", "d2", PublishedKind::Dimension),
    ];
    rows[1].precision = Some(PrecisionState::NotReliable);
    rows[2].disclosure = Disclosure::Waiting;
    let rows: Vec<&Row> = rows.iter().collect();
    let chart = of_table::intervals(&head(), &rows, WIDTH);
    let axis = chart.axis.unwrap();
    assert!(axis.least <= 48.75 && 61.25 <= axis.most, "{axis:?}");
    let drawing = chart.draw();
    let discs: Vec<(f64, bool, Paint)> = drawing
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Disc { middle, hollow, paint, .. } => Some((middle.0, *hollow, *paint)),
            _ => None,
        })
        .collect();
    assert_eq!(discs.len(), 2, "what is not shown has no disc");
    assert_eq!((discs[0].1, discs[1].1), (false, true));
    assert_eq!(discs[1].2, Paint::Weak);
    let ticks: HashMap<&str, f64> = drawing
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text { text, x, paint: Paint::Soft, .. } => Some((text.as_str(), *x)),
            _ => None,
        })
        .collect();
    assert!((discs[0].0 - ticks["50"]).abs() < 1e-9, "{ticks:?}");
    assert!((discs[1].0 - ticks["60"]).abs() < 1e-9, "{ticks:?}");
    let said = texts(&drawing).join(" ");
    for expected in ["50,00%", "(48,75\u{a0}–\u{a0}51,25)", "chưa đủ 10 người"] {
        assert!(said.replace("  ", " ").contains(expected), "{expected}: {said}");
    }
}

#[test]
fn measures_that_differ_do_not_share_a_scale() {
    let mut rows = [
        full("1", "commune", "total", PublishedKind::Index, 50.0),
        full("1", "commune", "p", PublishedKind::Dimension, 1.2),
        full("1", "commune", "d1", PublishedKind::Dimension, 60.0),
    ];
    (rows[1].sign, rows[1].of) = (None, Some(2.0));
    let rows: Vec<&Row> = rows.iter().collect();
    let groups: Vec<usize> = of_table::by_measure(&rows).iter().map(Vec::len).collect();
    assert_eq!(groups, [2, 1]);
}

#[test]
fn nothing_is_drawn_beside_the_sheet() {
    let rows = rows();
    let rows: Vec<&Row> = rows.iter().collect();
    let questions = of_table::questions(&rows);
    let mut drawings: Vec<Drawing> =
        of_table::stacked(&head(), &questions, WIDTH).iter().map(StackedBars::draw).collect();
    drawings.extend(questions.iter().map(|question| of_table::multiple(&head(), question, WIDTH).draw()));
    assert_eq!(drawings.len(), 8);
    for drawing in drawings {
        let inside = |x: f64, y: f64| {
            (-0.01..=drawing.width + 0.01).contains(&x) && (-0.01..=drawing.height + 0.01).contains(&y)
        };
        for mark in &drawing.marks {
            let held = match mark {
                Mark::Rectangle { x, y, width, height, .. } => {
                    inside(*x, *y) && inside(x + width, y + height)
                }
                Mark::Line { from, to, .. } => inside(from.0, from.1) && inside(to.0, to.1),
                Mark::Disc { middle, radius, .. } => {
                    inside(middle.0 - radius, middle.1 - radius)
                        && inside(middle.0 + radius, middle.1 + radius)
                }
                Mark::Text { x, y, size, .. } => inside(*x, *y) && inside(*x, y - size),
            };
            assert!(held, "{mark:?} on {} x {}", drawing.width, drawing.height);
        }
    }
}

#[test]
fn the_svg_is_a_picture_with_a_name_and_obeys_a_strict_policy() {
    let rows = rows();
    let rows: Vec<&Row> = rows.iter().collect();
    for chart in of_table::stacked(&head(), &of_table::questions(&rows), WIDTH) {
        let text = svg::svg(&chart.draw(), "c<1");
        let mut reader = Reader::from_str(&text);
        let (mut said, mut ids) = (String::new(), Vec::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) | Event::Empty(start) => {
                    for attribute in start.attributes() {
                        let attribute = attribute.unwrap();
                        let name = attribute.key.as_ref().to_owned();
                        assert!(name != "style" && !name.starts_with("on") && name != "href", "{name}");
                        if name == "id" {
                            ids.push(attribute.value.to_string());
                        }
                    }
                    assert!(!["script", "style", "image", "use"].contains(&start.name().as_ref()));
                }
                Event::Text(text) => said.push_str(&text),
                Event::GeneralRef(sign) => {
                    said.push_str(match sign.as_ref() {
                        "lt" => "<",
                        "gt" => ">",
                        "amp" => "&",
                        "quot" => "\"",
                        other => panic!("{other:?}"),
                    });
                }
                Event::Eof => break,
                _ => (),
            }
        }
        assert_eq!(ids, ["c&lt;1-title", "c&lt;1-desc"]);
        assert!(text.contains("role=\"img\"") && text.contains("aria-labelledby=\"c&lt;1-title\""));
        assert!(said.starts_with("Tỷ lệ từng phương án trả lờiMỗi thanh"), "{said}");
        if chart.bars.len() == 2 && chart.legend.len() == 3 {
            assert!(said.contains("Xã \"Yên Thịnh\", phía Bắc; <cũ> & 'mới'"), "{said}");
        }
    }
}
