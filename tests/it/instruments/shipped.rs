//! The shipped instruments: no mistakes, and the structure their sources state.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hailong::domain::instrument::{
    CombineOp, GroupRule, Instrument, Measure, Missing, NodeKind, Purpose, Scaling, ScalingFrom, check,
    json_schema,
};

pub fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = ["survey-forms", "tests/data/forms"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter(|path| !path.ends_with("instrument.schema.json"))
        .collect();
    files.sort();
    files
}

pub fn instrument(id: &str) -> Instrument {
    let path = files().into_iter().find(|path| path.file_stem().unwrap() == id).unwrap();
    check::parse_file(id, &fs::read_to_string(path).unwrap()).unwrap()
}

fn count(instrument: &Instrument, kind: NodeKind) -> usize {
    instrument.index.iter().filter(|node| node.kind == kind).count()
}

/// Ids of the nodes of one tree, its root included.
fn tree<'a>(instrument: &'a Instrument, root: &'a str) -> Vec<&'a str> {
    let mut ids = vec![root];
    let mut next = 0;
    while next < ids.len() {
        ids.extend(instrument.children(ids[next]).map(|node| node.id.as_str()));
        next += 1;
    }
    ids
}

#[test]
fn all_files_are_without_mistakes() {
    let files = files();
    assert!(files.len() >= 5);
    for path in files {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let mistakes = check::parse_file(stem, &fs::read_to_string(&path).unwrap()).err().unwrap_or_default();
        assert_eq!(mistakes, [], "{}", path.display());
    }
}

#[test]
fn all_files_have_the_same_meaning_after_writing_and_reading() {
    for path in files() {
        let read = check::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        let again = check::parse(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!(read, again, "{}", path.display());
    }
}

#[test]
fn sipas_has_39_criteria_9_factors_2_contents_and_one_overall_index() {
    let sipas = instrument("sipas-2023");
    let ids = tree(&sipas, "sipas");
    assert_eq!(sipas.root().unwrap().id, "sipas");
    assert_eq!(ids.len(), 51);
    let of_kind = |kind: NodeKind| ids.iter().filter(|id| sipas.node(id).unwrap().kind == kind).count();
    assert_eq!(of_kind(NodeKind::Index), 1);
    assert_eq!(of_kind(NodeKind::Dimension), 2);
    assert_eq!(of_kind(NodeKind::SubDimension), 9);
    assert_eq!(of_kind(NodeKind::Indicator), 39);
    let sizes: Vec<usize> = ["I.A", "I.B", "I.C", "I.D", "II.A", "II.B", "II.C", "II.D", "II.E"]
        .iter()
        .map(|factor| sipas.children(factor).count())
        .collect();
    assert_eq!(sizes, [2, 2, 9, 10, 3, 4, 3, 3, 3]);
    for number in 1..=39 {
        let node = sipas.node(&number.to_string()).unwrap();
        assert_eq!(node.measure.as_ref().unwrap().item().unwrap(), format!("q9.{number:02}"));
    }
}

#[test]
fn sipas_asks_what_the_form_asks() {
    let sipas = instrument("sipas-2023");
    let mut options: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for item in sipas.items() {
        let question = item.code.split('.').next().unwrap();
        options.entry(question).or_default().push(sipas.questionnaire.scale_of(item).unwrap().options.len());
    }
    let expected = [
        ("q1", vec![4; 9]),
        ("q2", vec![7]),
        ("q3", vec![4; 7]),
        ("q4", vec![4]),
        ("q5", vec![3]),
        ("q6", vec![3]),
        ("q7", vec![4; 3]),
        ("q8", vec![2; 7]),
        ("q9", vec![5; 39]),
        ("q10", vec![4; 10]),
        ("gender", vec![2]),
        ("ethnicity", vec![2]),
        ("age", vec![5]),
        ("education", vec![6]),
        ("occupation", vec![7]),
    ];
    assert_eq!(options, BTreeMap::from(expected));
}

#[test]
fn sipas_leaves_statistic_and_combination_to_the_wave() {
    let sipas = instrument("sipas-2023");
    let setting = BTreeMap::from([
        ("statistic".to_owned(), "mean5".to_owned()),
        ("combination".to_owned(), "factors".to_owned()),
    ]);

    let by_default = sipas.settle(&BTreeMap::new()).unwrap();
    let otherwise = sipas.settle(&setting).unwrap();

    let root = |settled: &Instrument| settled.node("sipas").unwrap().combine.clone().unwrap();
    assert_eq!(root(&by_default).op, CombineOp::Pool);
    assert_eq!((root(&otherwise).op, root(&otherwise).missing), (CombineOp::Mean, Missing::Null));
    let leaf = |settled: &Instrument| settled.node("1").unwrap().clone();
    assert!(matches!(leaf(&by_default).measure, Some(Measure::Share { .. })));
    assert!(matches!(leaf(&otherwise).measure, Some(Measure::Mean { .. })));
    let scale =
        Scaling { from: ScalingFrom::Fixed([0.0, 5.0]), to: [0.0, 100.0], reverse: false, clamp: false };
    assert_eq!(leaf(&otherwise).scale, Some(scale));
    assert_eq!(check::check(&otherwise).iter().filter(|found| found.code != "unused_switch").count(), 0);
    assert!(sipas.switches.iter().all(|switch| !switch.verified));
}

#[test]
fn papi_has_8_dimensions_and_29_sub_dimensions() {
    for id in ["papi-2019", "papi-2020"] {
        let papi = instrument(id);
        assert_eq!(count(&papi, NodeKind::Dimension), 8);
        assert_eq!(count(&papi, NodeKind::SubDimension), 29);
        let sizes: Vec<usize> =
            (1..=8).map(|dimension| papi.children(&dimension.to_string()).count()).collect();
        assert_eq!(sizes, [4, 4, 3, 4, 4, 4, 3, 3]);
        assert_eq!(papi.node("papi").unwrap().range, Some([8.0, 80.0]));
        assert_eq!(papi.items().count(), 0);
        let Some(GroupRule::Quantile { cuts, groups }) = &papi.benchmarks[0].groups else { panic!() };
        assert_eq!(*cuts, [0.25, 0.5, 0.75]);
        let names: Vec<&str> = groups.iter().map(|group| group.label.get("vi")).collect();
        assert_eq!(names, ["Thấp nhất", "Trung bình thấp", "Trung bình cao", "Cao nhất"]);
    }
}

#[test]
fn papi_2020_is_compared_with_2019_without_breaks_and_2019_with_2018_not_in_dimension_8() {
    let later = instrument("papi-2020");
    assert_eq!(later.comparable[0].instrument, "papi-2019");
    assert_eq!(later.comparable[0].notable_percent, Some(5.0));
    assert!(later.comparable[0].breaks.is_empty());

    let earlier = instrument("papi-2019");
    assert_eq!(earlier.comparable[0].instrument, "papi-2018");
    let broken: Vec<&str> =
        earlier.comparable[0].breaks.iter().flat_map(|one| one.nodes.iter().map(String::as_str)).collect();
    assert_eq!(broken, ["8", "papi", "8.1", "8.2", "8.3"]);
}

#[test]
fn the_one_stop_rating_has_nine_indices_of_which_citizens_answer_four() {
    let one_stop = instrument("one-stop-2018");
    let indices: Vec<_> = one_stop.children("one-stop").collect();
    assert_eq!(indices.len(), 9);
    let asked: Vec<&str> = indices
        .iter()
        .filter(|node| node.measure.as_ref().unwrap().item().is_some())
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(asked, ["1", "3", "4", "7"]);
    assert!(indices.iter().all(|node| node.round == Some(1) && node.range == Some([0.0, 2.0])));
    let total = one_stop.root().unwrap().combine.as_ref().unwrap();
    assert_eq!((total.op, total.missing), (CombineOp::Sum, Missing::Skip));
    let Some(GroupRule::Bands { bounds, groups, .. }) = &one_stop.benchmarks[1].groups else { panic!() };
    assert_eq!(*bounds, [6.0, 9.0, 12.0, 15.0]);
    let names: Vec<&str> = groups.iter().map(|group| group.label.get("vi")).collect();
    assert_eq!(names, ["Yếu", "Trung bình", "Khá", "Tốt", "Xuất sắc"]);
    for item in one_stop.items().filter(|item| item.purpose == Purpose::Opinion) {
        let scale = one_stop.questionnaire.scale_of(item).unwrap();
        let counted: Vec<String> = scale
            .options
            .iter()
            .filter(|option| option.counted)
            .map(|option| option.code.to_string())
            .collect();
        assert_eq!(counted, ["2", "1", "0"], "{}", item.code);
        let worst: Vec<String> = scale
            .options
            .iter()
            .filter(|option| option.unfavourable)
            .map(|option| option.code.to_string())
            .collect();
        assert_eq!(worst, ["0"], "{}", item.code);
    }
}

#[test]
fn the_one_stop_rating_ends_with_the_field_of_the_procedure_which_a_link_may_preset() {
    let one_stop = instrument("one-stop-2018");
    let items: Vec<_> = one_stop.items().collect();
    let (field, opinions) = items.split_last().unwrap();
    assert_eq!((field.code.as_str(), field.purpose), ("linh_vuc", Purpose::Demographic));
    assert!(field.prefill && !field.required);
    assert!(opinions.iter().all(|item| item.purpose == Purpose::Opinion && !item.prefill));
    assert_eq!(one_stop.questionnaire.scale_of(field).unwrap().options.len(), 9);
    assert!(one_stop.unverified.iter().any(|text| text.get("vi").contains("Danh sách lĩnh vực")));
    let measured = one_stop.index.iter().filter_map(|node| node.measure.as_ref()?.item());
    assert!(measured.into_iter().all(|item| item != "linh_vuc"), "it feeds no figure");
}

#[test]
fn the_committed_json_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("survey-forms/instrument.schema.json");
    let committed = fs::read_to_string(path).unwrap();
    let as_value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(
        as_value(&committed),
        as_value(&json_schema()),
        "regenerate with: hailong check --schema > survey-forms/instrument.schema.json"
    );
}

#[test]
fn the_readme_explains_every_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("survey-forms/README.md");
    let readme = fs::read_to_string(path).unwrap();
    for code in check::CODES {
        assert!(readme.contains(&format!("| `{code}` |")), "README.md has no line for {code}");
    }
}
