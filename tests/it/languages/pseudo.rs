//! Languages made from English, so that every text that was not translated stands out: no Latin letter of ASCII
//! is left in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};
use hailong::domain::instrument::{Instrument, Text};
use serde_json::{Map, Value, json};

/// How letters are written.
#[derive(Clone, Copy)]
pub enum Script {
    /// With accents, from left to right.
    Accented,
    /// With Arabic letters, from right to left.
    Arabic,
}

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "áƀçđéƒǧĥíĵķļɱñóþǫŕšţúṽŵẋýžÅƁÇĐÉƑǦĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ";
/// The same for small and capital letters.
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهابتثجحخدذرزسشصضطظعغفقكلمنه";
/// The brackets around every text.
pub const BRACKETS: [char; 2] = ['⟦', '⟧'];

impl Script {
    fn letters(self, text: &str) -> String {
        let own: Vec<char> = match self {
            Self::Accented => ACCENTED.chars().collect(),
            Self::Arabic => ARABIC.chars().collect(),
        };
        assert_eq!(own.len(), PLAIN.len());
        text.chars().map(|sign| PLAIN.find(sign).map_or(sign, |place| own[place])).collect()
    }

    /// The text in brackets and 40 % longer, as translations tend to be.
    pub fn text(self, text: &str) -> String {
        let longer = "·".repeat(text.chars().count() * 2 / 5);
        format!("{}{}{longer}{}", BRACKETS[0], self.letters(text), BRACKETS[1])
    }
}

/// Writes all English messages that are `wanted` as the messages of `tag`.
pub fn drop_messages(folder: &Path, tag: &str, script: Script, wanted: impl Fn(&str) -> bool) {
    let own = folder.join(tag);
    fs::create_dir_all(&own).unwrap();
    let english = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locale/en");
    for entry in fs::read_dir(english).unwrap().map(Result::unwrap) {
        let source = fs::read_to_string(entry.path()).unwrap();
        let mut file = parser::parse(source).unwrap();
        file.body.retain(|entry| !matches!(entry, Entry::Message(message) if !wanted(&message.id.name)));
        for entry in &mut file.body {
            if let Entry::Message(message) = entry {
                whole(message.value.as_mut().unwrap(), script);
            }
        }
        fs::write(own.join(entry.file_name()), serializer::serialize(&file)).unwrap();
    }
    let name = format!("language-{tag} = {}\n", script.text("Pseudo"));
    fs::write(own.join("name.ftl"), name).unwrap();
}

/// The letters of a message, and brackets and the padding around the whole of it.
fn whole(pattern: &mut Pattern<String>, script: Script) {
    let length = letters(pattern, script);
    let end = format!("{}{}", "·".repeat(length * 2 / 5), BRACKETS[1]);
    pattern.elements.insert(0, PatternElement::TextElement { value: BRACKETS[0].to_string() });
    pattern.elements.push(PatternElement::TextElement { value: end });
}

fn letters(pattern: &mut Pattern<String>, script: Script) -> usize {
    let mut length = 0;
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                length += value.chars().count();
                *value = script.letters(value);
            }
            PatternElement::Placeable { expression } => choices(expression, script),
        }
    }
    length
}

fn choices(expression: &mut Expression<String>, script: Script) {
    match expression {
        Expression::Select { variants, .. } => {
            for variant in variants {
                letters(&mut variant.value, script);
            }
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => choices(expression, script),
        Expression::Inline(_) => {}
    }
}

/// The texts of an instrument that citizens read, made from its English ones.
pub fn translation(instrument: &Instrument, tag: &str, script: Script) -> Value {
    let words = |text: &Text| Value::from(script.text(text.0.get("en").unwrap()));
    let asked = &instrument.questionnaire;
    let mut file = json!({
        "$schema": "translation.schema.json",
        "instrument": instrument.id, "language": tag, "title": words(&instrument.title),
        "sections": {}, "items": {}, "options": {},
    });
    for (field, text) in [("intro", &asked.intro), ("thanks", &asked.thanks)] {
        if let Some(text) = text {
            file[field] = words(text);
        }
    }
    for section in &asked.sections {
        let texts = [("title", Some(&section.title)), ("note", section.note.as_ref())];
        file["sections"][&section.id] = texts_of(&texts, &words);
        for item in &section.items {
            let texts =
                [("text", Some(&item.text)), ("plain", item.plain.as_ref()), ("hint", item.hint.as_ref())];
            file["items"][&item.code] = texts_of(&texts, &words);
        }
    }
    for (name, scale) in &asked.scales {
        let labels: BTreeMap<String, Value> =
            scale.options.iter().map(|option| (option.code.to_string(), words(&option.label))).collect();
        file["options"][name] = json!(labels);
    }
    file
}

fn texts_of(texts: &[(&str, Option<&Text>)], words: &impl Fn(&Text) -> Value) -> Value {
    let there = texts.iter().filter_map(|(field, text)| Some(((*field).to_owned(), words((*text)?))));
    Value::Object(there.collect::<Map<_, _>>())
}

/// Writes a translation where it belongs in a folder of forms.
pub fn drop_translation(forms: &Path, translation: &Value) {
    let folder = forms.join("translations");
    fs::create_dir_all(&folder).unwrap();
    let name = |field: &str| translation[field].as_str().unwrap().to_owned();
    let file = format!("{}.{}.json", name("instrument"), name("language"));
    fs::write(folder.join(file), translation.to_string()).unwrap();
}
