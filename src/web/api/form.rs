//! `GET /api/v1/waves/{wave}/form`: everything a program needs to ask the questions in one language.
#![expect(unused_qualifications, reason = "the macro that describes handlers repeats types in full")]

use std::collections::BTreeMap;

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::instrument::{AskIf, Code, Instrument, Item, ItemKind, Questionnaire, Section};
use crate::domain::unit::Unit;
use crate::domain::wave::Wave;
use crate::web::etag::{self, Tagged};
use crate::web::language;
use crate::web::open_wave::{OpenWave, Places, Recordings, WaveEnvelope, unit_name};
use crate::web::problem::Problem;
use crate::web::registry::open_wave;
use crate::web::state::AppState;

/// Most units that are listed in a form; where a wave has more, `unit` names the one wanted.
pub(crate) const MAX_LISTED: usize = 200;

/// A questionnaire in one language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Form {
    /// Name of the wave.
    #[schema(example = "mot-cua-2026-q3")]
    wave: String,
    /// Title of the wave.
    title: String,
    /// Period the results are about.
    #[schema(example = "2026-Q3")]
    period: String,
    /// Instrument version.
    instrument: String,
    /// Language of the texts.
    language: String,
    /// Languages there are.
    languages: Vec<String>,
    /// `link`: anybody may answer; `ticket`: a response needs the code of a ticket as `ticket`; `unlock`: only kiosks
    /// send responses, each with the permit that a clerk has given.
    #[schema(value_type = String, example = "link")]
    access: &'static str,
    /// Where the wave takes envelopes only: to what key answers are encrypted. HPKE (RFC 9180), base mode,
    /// `DHKEM(X25519, HKDF-SHA256)`, `HKDF-SHA256`, `ChaCha20Poly1305`; info `hailong/v1`; associated data
    /// `wave|unit|instrument|key|id`, the id in small letters; the JSON object of the answers with spaces behind it up to a
    /// multiple of 1024 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    envelope: Option<WaveEnvelope>,
    /// Whether the wave only serves to try the program.
    demo: bool,
    /// Shown before the first question.
    #[serde(skip_serializing_if = "Option::is_none")]
    intro: Option<String>,
    /// Shown after the answers were received.
    #[serde(skip_serializing_if = "Option::is_none")]
    thanks: Option<String>,
    /// Answer scales by name.
    scales: BTreeMap<String, Vec<FormOption>>,
    /// Blocks of questions in the order they are asked.
    sections: Vec<FormSection>,
    /// Number of units where answers are taken.
    unit_count: usize,
    /// The unit asked for, or all of them where they are at most 200, else none.
    units: Vec<FormUnit>,
}

/// One option of a scale.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormOption {
    /// Code to send: a whole number or a word.
    #[schema(value_type = super::body::CodeSchema)]
    code: Code,
    /// What is read.
    label: String,
    /// The face drawn beside it, 1 (very bad) to 5 (very good); absent where none is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 5, example = 5)]
    face: Option<u8>,
}

/// A block of questions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormSection {
    /// Name.
    id: String,
    /// Heading.
    title: String,
    /// A sentence under the heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The questions.
    items: Vec<FormItem>,
}

/// One question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormItem {
    /// Code under which the answer is sent.
    #[schema(example = "q9.01")]
    code: String,
    /// The question.
    text: String,
    /// The same question in plain language, for people who read little.
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<String>,
    /// A help text.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// Address of a recording of the question in this language, below that of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/khao-sat/mot-cua-2026-q3/am-thanh/vi/q1?0f1e2d3c4b5a6978")]
    audio: Option<String>,
    /// `single`: one code is sent; `multiple`: a list of codes.
    #[schema(value_type = String, example = "single")]
    kind: ItemKind,
    /// Name of the scale.
    scale: String,
    /// Whether an answer must be given when the question is asked.
    required: bool,
    /// When the question is asked; absent: always. One of `{"chosen": {"item", "codes"}}`, `{"all": […]}`,
    /// `{"any": […]}`, `{"not": …}`. An item that was not asked counts as not answered, and must not be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    ask_if: Option<AskIf>,
}

/// A unit where answers are taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormUnit {
    /// Code to send.
    #[schema(example = "02020-1")]
    code: String,
    /// Name.
    name: String,
    /// Name of the unit above.
    #[serde(skip_serializing_if = "Option::is_none")]
    above: Option<String>,
}

impl Form {
    fn new(
        (wave, envelope): (&Wave, Option<&WaveEnvelope>),
        instrument: &Instrument,
        recordings: Option<&Recordings>,
        places: &Places,
        language: &str,
    ) -> Self {
        let section = |section| FormSection::new(section, recordings, language);
        let asked = &instrument.questionnaire;
        let text = |text: &crate::domain::instrument::Text| text.get(language).to_owned();
        Self {
            wave: wave.id.to_string(),
            title: text(&wave.title),
            period: wave.period.to_string(),
            instrument: instrument.id.clone(),
            language: language.to_owned(),
            languages: instrument.languages.clone(),
            access: wave.access.as_str(),
            envelope: envelope.cloned(),
            demo: wave.demo,
            intro: asked.intro.as_ref().map(text),
            thanks: asked.thanks.as_ref().map(text),
            scales: scales(asked, language),
            sections: asked.sections.iter().map(section).collect(),
            unit_count: places.total(),
            units: if places.total() <= MAX_LISTED { listed(places, language) } else { Vec::new() },
        }
    }
}

fn scales(asked: &Questionnaire, language: &str) -> BTreeMap<String, Vec<FormOption>> {
    let mut scales = BTreeMap::new();
    for (name, scale) in &asked.scales {
        let option = |choice: &crate::domain::instrument::Choice| FormOption {
            code: choice.code.clone(),
            label: choice.label.get(language).to_owned(),
            face: choice.face,
        };
        scales.insert(name.clone(), scale.options.iter().map(option).collect());
    }
    scales
}

fn listed(places: &Places, language: &str) -> Vec<FormUnit> {
    places.all_taking().map(|(unit, above)| FormUnit::new(unit, above, language)).collect()
}

impl FormSection {
    fn new(section: &Section, recordings: Option<&Recordings>, language: &str) -> Self {
        let audio = |item: &Item| recordings.and_then(|known| known.get(&item.code)).cloned();
        Self {
            id: section.id.clone(),
            title: section.title.get(language).to_owned(),
            note: section.note.as_ref().map(|note| note.get(language).to_owned()),
            items: section.items.iter().map(|item| FormItem::new(item, audio(item), language)).collect(),
        }
    }
}

impl FormItem {
    fn new(item: &Item, audio: Option<String>, language: &str) -> Self {
        Self {
            code: item.code.clone(),
            text: item.text.get(language).to_owned(),
            plain: item.plain.as_ref().map(|plain| plain.get(language).to_owned()),
            hint: item.hint.as_ref().map(|hint| hint.get(language).to_owned()),
            audio,
            kind: item.kind,
            scale: item.scale.clone(),
            required: item.required,
            ask_if: item.ask_if.clone(),
        }
    }
}

impl FormUnit {
    fn new(unit: &Unit, above: Option<&Unit>, language: &str) -> Self {
        Self {
            code: unit.code.as_str().to_owned(),
            name: unit_name(unit, language).to_owned(),
            above: above.map(|above| unit_name(above, language).to_owned()),
        }
    }
}

/// The form in every language of the instrument, made once.
pub(crate) struct CachedForms(BTreeMap<String, CachedForm>);

struct CachedForm {
    form: Form,
    text: Bytes,
    tag: String,
}

impl CachedForms {
    /// Makes the forms of a wave.
    pub(crate) fn new(
        wave: (&Wave, Option<&WaveEnvelope>),
        instrument: &Instrument,
        recordings: &BTreeMap<String, Recordings>,
        places: &Places,
    ) -> Self {
        let mut forms = BTreeMap::new();
        for language in &instrument.languages {
            let form = Form::new(wave, instrument, recordings.get(language), places, language);
            forms.insert(language.clone(), CachedForm::new(form));
        }
        Self(forms)
    }
}

impl CachedForm {
    fn new(form: Form) -> Self {
        // Texts and numbers under text keys always serialize.
        let text = serde_json::to_vec(&form).unwrap_or_default();
        Self { form, tag: etag::of_text(&text), text: text.into() }
    }
}

/// What may be asked of the form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormQuery {
    /// Language; without it `Accept-Language` decides, then Vietnamese.
    #[expect(dead_code, reason = "read from the query by the choice of language")]
    lang: Option<String>,
    /// Code of the unit wanted.
    unit: Option<String>,
}

/// The questionnaire of an open wave in one language, with the units where it may be answered.
#[utoipa::path(
    get, path = "/api/v1/waves/{wave}/form", tag = "answer", operation_id = "getForm",
    params(("wave" = String, Path, description = "Name of the wave"), FormQuery),
    responses(
        (status = 200, description = "The form", body = Form),
        (status = 304, description = "The form is still the one whose ETag was sent in If-None-Match"),
        (status = 400, description = "bad_request: a parameter is repeated"),
        (status = 404, description = "unknown_wave or unknown_unit"),
        (status = 410, description = "wave_closed"),
    ),
)]
pub async fn show(
    request: HttpRequest,
    wave: Path<String>,
    query: Query<FormQuery>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let wave = open_wave(&state, &wave)?;
    let language = language::of(&request, &wave.languages());
    let Some(cached) = wave.forms.0.get(&language) else { return Err(Problem::unknown_wave()) };
    let tagged = |tag: &str| Tagged {
        tag: tag.to_owned(),
        media: "application/json",
        language: Some(language.clone()),
        cache: etag::ASK_AGAIN,
        file: None,
    };
    match &query.unit {
        None => Ok(tagged(&cached.tag).respond(&request, cached.text.clone())),
        Some(unit) => {
            let narrowed = CachedForm::new(narrowed(&wave, &cached.form, unit)?);
            Ok(tagged(&narrowed.tag).respond(&request, narrowed.text))
        }
    }
}

/// The form for one unit.
fn narrowed(wave: &OpenWave, form: &Form, unit: &str) -> Result<Form, Problem> {
    let (_, found) = wave.places.taking(unit).ok_or_else(Problem::unknown_unit)?;
    let above = wave.places.above(&found.code);
    let units = vec![FormUnit::new(found, above, &form.language)];
    Ok(Form { units, ..form.clone() })
}
