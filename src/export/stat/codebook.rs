//! The codebook: DDI Codebook 2.5 (<https://ddialliance.org/Specification/DDI-Codebook/2.5/>), by which archives and
//! catalogues of data know what is in the files: study, universe, sampling, confidentiality, files, variables with
//! their categories, and the questions with their wording.

use std::fmt::Write;

use super::Matter;
use super::files::{DataFile, Kind};
use super::rows::{disclosure, question};
use super::syntax::labels;
use crate::domain::instrument::{AskIf, Item};
use crate::domain::publication::METHOD;
use crate::export::raked;
use crate::export::xml::escaped;
use crate::locale::{period, text_with};

/// Name in the archive.
pub(super) const NAME: &str = "codebook.xml";

/// The document. The moment of writing is left out: the same table gives the same bytes.
pub(super) fn text(matter: &Matter<'_>, files: &[DataFile]) -> String {
    let mut book = Book { matter, out: String::new() };
    let _ = write!(
        book.out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<codeBook xmlns=\"ddi:codebook:2_5\" version=\"2.5\" \
         xml:lang=\"{}\" ID=\"H{}\">\n",
        escaped(&matter.head().language),
        escaped(&matter.head().publication),
    );
    book.study();
    for file in files {
        book.file(file);
    }
    book.out.push_str("<dataDscr>\n");
    book.question_group();
    for file in files {
        book.variables(file);
    }
    book.questions();
    book.out.push_str("</dataDscr>\n</codeBook>\n");
    book.out
}

struct Book<'a> {
    matter: &'a Matter<'a>,
    out: String,
}

impl Book<'_> {
    fn element(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            let _ = writeln!(self.out, "<{name}>{}</{name}>", escaped(content));
        }
    }

    fn say(&mut self, name: &str, key: &str) {
        let content = self.matter.text(key);
        self.element(name, &content);
    }

    fn inside(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.out, "<{name}>");
        content(self);
        let _ = writeln!(self.out, "</{name}>");
    }

    fn study(&mut self) {
        let head = self.matter.head();
        self.inside("stdyDscr", |book| {
            book.inside("citation", |book| {
                book.inside("titlStmt", |book| {
                    book.element("titl", &head.title);
                    book.element("IDNo", &head.publication);
                });
                book.inside("prodStmt", |book| {
                    let _ = writeln!(book.out, "<software version=\"{METHOD}\">hailong</software>");
                });
                book.inside("verStmt", |book| book.element("version", &head.publication));
            });
            book.information();
            book.method();
            book.inside("dataAccs", |book| {
                book.inside("useStmt", |book| {
                    let rule = disclosure(book.matter);
                    book.element("confDec", &rule);
                    if head.demo {
                        book.say("disclaimer", "export-demo");
                    }
                });
                for unverified in &head.unverified {
                    book.element("notes", unverified);
                }
            });
        });
    }

    fn information(&mut self) {
        let (matter, head) = (self.matter, self.matter.head());
        self.inside("stdyInfo", |book| {
            let instrument = &matter.evidence.instrument;
            let about = instrument.description.as_ref().map(|text| text.get(&head.language).to_owned());
            book.element("abstract", &about.unwrap_or_else(|| head.instrument_title.clone()));
            book.inside("sumDscr", |book| {
                let spoken = period::spoken(&head.period, &head.language);
                book.element("timePrd", &spoken);
                if let Some(top) = matter.units.first().and_then(|unit| matter.evidence.units.get(*unit)) {
                    book.element("geogCover", top.name.get(&head.language));
                }
                book.say("anlyUnit", "stat-analysis-unit");
                book.say(
                    "universe",
                    if head.mode == "sample" { "stat-universe-sample" } else { "stat-universe-desk" },
                );
                book.say("dataKind", "stat-data-kind");
            });
        });
    }

    fn method(&mut self) {
        let (matter, head) = (self.matter, self.matter.head());
        let is_sample = head.mode == "sample";
        self.inside("method", |book| {
            book.inside("dataColl", |book| {
                book.say(
                    "sampProc",
                    if is_sample { "export-method-mode-sample" } else { "export-method-mode-desk" },
                );
                book.element(
                    "resInstru",
                    &format!(
                        "{} ({}, SHA-256 {})",
                        head.instrument_title, head.instrument, head.instrument_sha256
                    ),
                );
                let weighted = matter.evidence.weighted;
                // The schema allows one list of them.
                if !head.sources.is_empty() {
                    book.inside("sources", |book| {
                        head.sources.iter().for_each(|source| book.element("dataSrc", source));
                    });
                }
                let weights = if weighted { "stat-weight-some" } else { "stat-weight-none" };
                match &head.raking {
                    None => book.say("weight", weights),
                    Some(raking) => {
                        let raked = raked::sentence(&head.language, raking);
                        book.element("weight", &format!("{} {raked}", book.matter.text(weights)));
                    }
                }
            });
            for (label, choice, _) in &head.settings {
                book.element("notes", &format!("{label}: {choice}"));
            }
            book.inside("anlyInfo", |book| {
                let k = [("k", head.k.to_string().into())];
                let batches = text_with(&head.language, "export-method-batches", &k);
                let interval = book.matter.text("export-method-interval");
                book.element("EstSmpErr", &format!("{batches} {interval}"));
            });
        });
    }

    fn file(&mut self, file: &DataFile) {
        let _ = writeln!(self.out, "<fileDscr ID=\"{}\">", id(file.kind));
        self.inside("fileTxt", |book| {
            book.element("fileName", &file.name());
            book.say("fileCont", file.kind.key());
            book.inside("dimensns", |book| {
                book.element("caseQnty", &file.rows.to_string());
                book.element("varQnty", &file.variables.len().to_string());
            });
            let _ = writeln!(book.out, "<fileType charset=\"UTF-8\">text/csv</fileType>");
        });
        self.out.push_str("</fileDscr>\n");
    }

    fn question_group(&mut self) {
        let ids: Vec<String> = (1..=self.matter.items.len()).map(question_id).collect();
        if ids.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "<varGrp ID=\"QUESTIONS\" type=\"other\" var=\"{}\">", ids.join(" "));
        self.say("labl", "stat-questions");
        self.out.push_str("</varGrp>\n");
    }

    fn variables(&mut self, file: &DataFile) {
        for variable in &file.variables {
            let kind = if variable.width.is_some() { "character" } else { "numeric" };
            let _ = writeln!(
                self.out,
                "<var ID=\"{}.{}\" name=\"{}\" files=\"{}\">",
                id(file.kind),
                variable.name,
                variable.name,
                id(file.kind)
            );
            let label = self.matter.text(&variable.key(file.kind));
            self.element("labl", &label);
            for (value, label) in labels(self.matter, variable.name) {
                self.category(&value, &label);
            }
            let _ = writeln!(self.out, "<varFormat type=\"{kind}\"/>\n</var>");
        }
    }

    fn category(&mut self, value: &str, label: &str) {
        let _ = writeln!(
            self.out,
            "<catgry><catValu>{}</catValu><labl>{}</labl></catgry>",
            escaped(value),
            escaped(label)
        );
    }

    /// The questions: their answers are the lines of the batches with this item.
    fn questions(&mut self) {
        let matter = self.matter;
        let language = &matter.head().language;
        for (number, place) in (1..).zip(&matter.items) {
            let Some(item) = matter.evidence.instrument.items().nth(*place) else { continue };
            let _ = writeln!(
                self.out,
                "<var ID=\"{}\" name=\"{}\" files=\"{}\">",
                question_id(number),
                escaped(&item.code),
                id(Kind::Batches)
            );
            self.element("labl", item.text.get(language));
            self.inside("qstn", |book| {
                book.element("qstnLit", item.text.get(language));
                if let Some(plain) = &item.plain {
                    book.element("postQTxt", plain.get(language));
                }
                if let Some(hint) = &item.hint {
                    book.element("ivuInstr", hint.get(language));
                }
            });
            let universe = self.universe(item);
            self.element("universe", &universe);
            if let Some((_, options)) = question(matter, *place) {
                for (code, option) in options {
                    let missing = if option.counted { "" } else { " missing=\"Y\"" };
                    let _ = writeln!(
                        self.out,
                        "<catgry{missing}><catValu>{}</catValu><labl>{}</labl></catgry>",
                        escaped(&code),
                        escaped(option.label.get(language))
                    );
                }
            }
            self.out.push_str("<varFormat type=\"character\"/>\n</var>\n");
        }
    }

    fn universe(&self, item: &Item) -> String {
        let Some(condition) = &item.ask_if else { return self.matter.text("stat-asked-all") };
        let values = [("condition", written(condition).into())];
        text_with(&self.matter.head().language, "stat-asked-if", &values)
    }
}

fn id(kind: Kind) -> String {
    kind.stem().to_uppercase()
}

fn question_id(number: usize) -> String {
    format!("Q{number}")
}

/// A condition in codes, e.g. `q1 = 1, 2`.
fn written(condition: &AskIf) -> String {
    let joined = |parts: &[AskIf], sign: &str| {
        let parts: Vec<String> = parts.iter().map(|part| format!("({})", written(part))).collect();
        parts.join(sign)
    };
    match condition {
        AskIf::Chosen { item, codes } => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            format!("{item} = {}", codes.join(", "))
        }
        AskIf::All(parts) => joined(parts, " & "),
        AskIf::Any(parts) => joined(parts, " | "),
        AskIf::Not(part) => format!("!({})", written(part)),
    }
}
