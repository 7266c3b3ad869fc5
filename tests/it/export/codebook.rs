//! The codebook, read back and compared with the instrument and with the files it describes.

use std::collections::HashSet;
use std::fs;

use hailong::domain::instrument::Instrument;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::as_stat::{lines, unpacked};
use super::sample::{Sample, shipped};

/// An element with what is in it.
#[derive(Default, Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn read(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(Self::begun(&tag)),
                Event::Empty(tag) => open.last_mut().unwrap().inside.push(Self::begun(&tag)),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().inside.push(done);
                }
                Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
                Event::GeneralRef(name) => {
                    let sign = match &*name {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("&{other};"),
                    };
                    open.last_mut().unwrap().text.push_str(sign);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "not everything was closed");
        open.pop().unwrap().inside.pop().unwrap()
    }

    fn begun(tag: &quick_xml::events::BytesStart<'_>) -> Self {
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
        });
        let name = tag.name().as_ref().to_owned();
        Self { attributes: attributes.collect(), name, ..Self::default() }
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn all<'e>(&'e self, name: &'e str) -> Box<dyn Iterator<Item = &'e Element> + 'e> {
        let here = self.inside.iter().filter(move |element| element.name == name);
        Box::new(here.chain(self.inside.iter().flat_map(move |element| element.all(name))))
    }

    fn one(&self, path: &str) -> &Element {
        path.split('/').fold(self, |element, name| {
            element
                .inside
                .iter()
                .find(|inside| inside.name == name)
                .unwrap_or_else(|| panic!("no {name} of {path}"))
        })
    }
}

fn codebook(language: &str) -> (Element, Instrument, crate::support::folder::TestFolder) {
    let (instrument, switches) = shipped("sipas-2023", &[]);
    let folder =
        unpacked(&Sample::new(&instrument, switches), None, language, &format!("stat-codebook-{language}"));
    let text = fs::read_to_string(folder.path().join("codebook.xml")).unwrap();
    (Element::read(&text), instrument, folder)
}

#[test]
fn questions_stand_in_the_codebook_as_they_were_asked() {
    for language in ["vi", "en"] {
        let (book, instrument, _folder) = codebook(language);
        let questions: Vec<&Element> = book
            .all("var")
            .filter(|variable| variable.inside.iter().any(|inside| inside.name == "qstn"))
            .collect();
        let measured: HashSet<&str> =
            instrument.index.iter().filter_map(|node| node.measure.as_ref()?.item()).collect();
        assert_eq!(questions.len(), measured.len());
        for question in questions {
            let item = instrument.questionnaire.item(question.attribute("name")).unwrap();
            assert_eq!(question.one("qstn/qstnLit").text, item.text.get(language));
            let options = &instrument.questionnaire.scale_of(item).unwrap().options;
            let categories: Vec<&Element> = question.all("catgry").collect();
            assert_eq!(categories.len(), options.len(), "{}", item.code);
            for (category, option) in categories.iter().zip(options) {
                assert_eq!(category.one("catValu").text, option.code.to_string());
                assert_eq!(category.one("labl").text, option.label.get(language));
                assert_eq!(category.attribute("missing") == "Y", !option.counted);
            }
        }
    }
}

#[test]
fn files_and_columns_are_those_of_the_archive() {
    let (book, _, folder) = codebook("en");
    let files: Vec<&Element> = book.all("fileDscr").collect();
    assert_eq!(files.len(), 6);
    for file in files {
        let name = &file.one("fileTxt/fileName").text;
        let lines = lines(&folder.path().join(name));
        assert_eq!(file.one("fileTxt/dimensns/caseQnty").text, lines.len().to_string(), "{name}");
        let is_column = |variable: &&Element| {
            variable.attribute("files") == file.attribute("ID") && !variable.attribute("ID").starts_with('Q')
        };
        let described: HashSet<&str> =
            book.all("var").filter(is_column).map(|variable| variable.attribute("name")).collect();
        let there: HashSet<&str> = lines[0].keys().map(String::as_str).collect();
        assert_eq!(described, there, "{name}");
        assert_eq!(file.one("fileTxt/dimensns/varQnty").text, there.len().to_string(), "{name}");
    }
}

#[test]
fn the_study_is_described() {
    for language in ["vi", "en"] {
        let (book, instrument, _folder) = codebook(language);
        assert_eq!((book.name.as_str(), book.attribute("xmlns")), ("codeBook", "ddi:codebook:2_5"));
        assert_eq!(book.attribute("xml:lang"), language);
        let study = book.one("stdyDscr");
        assert_eq!(study.one("citation/titlStmt/titl").text, if language == "vi" { "Thử" } else { "Test" });
        for path in [
            "stdyInfo/sumDscr/universe",
            "method/dataColl/sampProc",
            "method/dataColl/weight",
            "method/anlyInfo/EstSmpErr",
        ] {
            assert!(study.one(path).text.len() > 20, "{path}");
        }
        assert!(study.one("dataAccs/useStmt/confDec").text.contains("10"));
        for note in &instrument.unverified {
            assert!(study.one("dataAccs").all("notes").any(|element| element.text == note.get(language)));
        }
        // Every text is one: no key of a message was left standing.
        for element in ["labl", "universe", "confDec", "fileCont", "anlyUnit", "dataKind", "weight"] {
            for found in book.all(element) {
                assert!(!found.text.starts_with("stat-") && !found.text.starts_with("export-"), "{found:?}");
            }
        }
        let ids: Vec<&str> = book.all("var").map(|variable| variable.attribute("ID")).collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "an ID stands twice");
    }
}

/// What may stand in the elements used here, in this order; `*`: any number of times, else at most once. From the
/// sequences of codebook.xsd of DDI Codebook 2.5.
const SEQUENCES: [(&str, &str); 20] = [
    ("codeBook", "docDscr* stdyDscr* fileDscr* dataDscr* otherMat*"),
    (
        "stdyDscr",
        "citation* studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* othrStdyMat* notes*",
    ),
    ("citation", "titlStmt rspStmt prodStmt distStmt serStmt* verStmt* biblCit* holdings* notes*"),
    ("titlStmt", "titl subTitl* altTitl* parTitl* IDNo*"),
    ("prodStmt", "producer* copyright prodDate* prodPlac* software* fundAg* grantNo*"),
    ("verStmt", "version* verResp* notes*"),
    ("stdyInfo", "studyBudget* subject* abstract* sumDscr* qualityStatement* notes* exPostEvaluation*"),
    (
        "sumDscr",
        "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox boundPoly* anlyUnit* universe* dataKind*",
    ),
    ("method", "dataColl* notes* anlyInfo stdyClas* dataProcessing* codingInstructions*"),
    (
        "dataColl",
        "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* targetSampleSize* deviat* \
         collMode* resInstru* instrumentDevelopment* sources collSitu* actMin* ConOps* weight* cleanOps*",
    ),
    ("sources", "dataSrc* sourceCitation* srcOrig* srcChar* srcDocu* sources*"),
    ("anlyInfo", "respRate* EstSmpErr* dataAppr*"),
    ("dataAccs", "setAvail* useStmt* notes*"),
    ("useStmt", "confDec* specPerm* restrctn* contact* citReq* deposReq* conditions* disclaimer*"),
    ("fileDscr", "fileTxt* locMap notes*"),
    (
        "fileTxt",
        "fileName* fileCitation dataFingerprint* fileCont fileStrc dimensns fileType* format filePlac dataChck* \
         ProcStat dataMsng software verStmt",
    ),
    ("dimensns", "caseQnty* varQnty* logRecL* recPrCas* recNumTot*"),
    ("dataDscr", "varGrp* nCubeGrp* var* nCube* notes*"),
    (
        "var",
        "location* labl* imputation security embargo respUnit anlysUnit qstn* valrng* invalrng* undocCod* universe* \
         TotlResp sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* derivation varFormat \
         geoMap* catLevel* notes*",
    ),
    ("catgry", "catValu labl* txt* catStat* mrow catgry*"),
];

/// Archives check against the schema before they take a codebook.
#[test]
fn elements_stand_in_the_order_of_the_schema_and_not_too_often() {
    let (instrument, switches) = shipped("one-stop-2018", &[]);
    assert!(instrument.sources.len() > 1, "several sources are one list");
    let folder = unpacked(&Sample::new(&instrument, switches), None, "vi", "stat-codebook-order");
    let text = fs::read_to_string(folder.path().join("codebook.xml")).unwrap();
    let book = Element::read(&text);
    in_sequence(&book);
    assert_eq!(book.all("dataSrc").count(), instrument.sources.len());
    in_sequence(&codebook("en").0);
}

fn in_sequence(element: &Element) {
    element.inside.iter().for_each(in_sequence);
    let Some((_, allowed)) = SEQUENCES.iter().find(|(name, _)| *name == element.name) else { return };
    let allowed: Vec<&str> = allowed.split_whitespace().collect();
    let mut at = 0;
    for (place, inside) in element.inside.iter().enumerate() {
        let found = allowed[at..].iter().position(|known| known.trim_end_matches('*') == inside.name);
        at += found.unwrap_or_else(|| panic!("{} in {} comes too late", inside.name, element.name));
        let again = place > 0 && element.inside[place - 1].name == inside.name;
        assert!(!again || allowed[at].ends_with('*'), "{} stands twice in {}", inside.name, element.name);
    }
}
