//! `/quan-tri/lap-dot`: planning a wave. First the form, because the rest depends on it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::form::{Fields, Sent};
use super::layout::{Input, StaffPage, Wrong, back, send};
use super::select::{Choice, Select};
use super::units;
use super::wave_fields::{Inputs, Typed, earlier_waves, wrong};
use super::wave_protection::{self as protection, ProtectionFields};
use super::waves::WAVES;
use crate::domain::access::Right;
use crate::domain::instrument::Instrument;
use crate::domain::period::Period;
use crate::domain::wave::{Access, K_DEFAULT, Protection};
use crate::identity::Principal;
use crate::sealing::today_in_viet_nam;
use crate::store::instruments;
use crate::web::language;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::settings::Settings;
use crate::web::state::AppState;
use crate::web::waves::{self, NewWave, Refusal};

/// The form that is to be asked.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    instrument: String,
}

#[derive(Template)]
#[template(path = "staff/wave_choose.html", config = "src/web/askama.toml")]
struct ChoosePage {
    page: StaffPage,
    instruments: Select,
}

#[derive(Template)]
#[template(path = "staff/wave_new.html", config = "src/web/askama.toml")]
struct NewPage {
    page: StaffPage,
    instrument: String,
    instrument_title: String,
    id: Input,
    period: Input,
    under: Input,
    mode: Select,
    access: Select,
    protection: ProtectionFields,
    switches: Vec<Select>,
    inputs: Inputs,
    public: bool,
}

/// What was typed beside the fields of every wave.
#[derive(Debug, Default)]
struct More {
    id: String,
    period: String,
    under: String,
    mode: String,
    access: String,
    public: bool,
    switches: Vec<(String, String)>,
    protection: Protection,
    margins: Vec<String>,
}

impl More {
    fn of(fields: &Fields, instrument: &Instrument) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        let chosen = |switch: &str| (switch.to_owned(), text(&format!("switch-{switch}")));
        let switches = instrument.switches.iter().map(|switch| chosen(&switch.id));
        Self {
            id: text("id"),
            period: text("period"),
            under: text("under"),
            mode: text("mode"),
            access: text("access"),
            public: !text("public").is_empty(),
            switches: switches.filter(|(_, choice)| !choice.is_empty()).collect(),
            protection: protection::sent(fields),
            margins: fields.all("margins").to_vec(),
        }
    }

    /// What is likely wanted: this quarter, at one's own unit.
    fn likely(who: &Principal) -> Self {
        let mut grants = who.grants.iter().filter(|grant| grant.role.rights().has(Right::ManageWaves));
        let own = grants.find_map(|grant| grant.unit());
        Self {
            period: Period::quarter_of(today_in_viet_nam())
                .map_or_else(String::new, |period| period.to_string()),
            under: own.map_or_else(String::new, |key| key.code.to_string()),
            ..Self::default()
        }
    }

    /// What is asked for, and which words of it are none.
    fn new_wave(&self, typed: &Typed, instrument: &str, offered: usize) -> (NewWave, Vec<Refusal>) {
        let mut wrong = Vec::new();
        let mut bad = |field, code, text: &str| wrong.push(Refusal::of(field, code, Some(text.to_owned())));
        let day = typed.closes_on.as_str();
        let closes_on = Some(day).filter(|day| !day.is_empty()).map(str::parse).transpose();
        let closes_on = closes_on.inspect_err(|_| bad("closes_on", "wave_no_day", day)).unwrap_or_default();
        let k = typed.k.parse().inspect_err(|_| bad("k", "wave_k", &typed.k)).ok();
        let new = NewWave {
            id: self.id.clone(),
            instrument: instrument.to_owned(),
            period: self.period.clone(),
            units: typed.codes(),
            under: Some(self.under.clone()),
            title: Some(typed.title.clone()),
            title_en: Some(typed.title_en.clone()),
            mode: Some(self.mode.clone()),
            access: Some(self.access.clone()),
            k,
            public: self.public,
            switches: self.switches.iter().cloned().collect(),
            closes_on,
            languages: typed.chosen_languages(offered),
            earlier: Some(typed.earlier.clone()),
            envelope: self.protection.envelope,
            retention: Some(self.protection.retention.as_str().to_owned()),
            breakdowns: self.protection.breakdowns.clone(),
            margins: self.margins.clone(),
            remarks: self.protection.remarks,
            open: false,
        };
        if !wrong.is_empty() {
            wrong.splice(0..0, new.wrong_words());
        }
        (new, wrong)
    }
}

pub(super) async fn show(
    request: HttpRequest,
    query: Query<Chosen>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let Some(instrument) = asked(&state, &query.instrument).await? else {
        return choose(&request, &who, &state, &query.instrument).await;
    };
    let typed = Typed {
        title: instrument.title.get("vi").to_owned(),
        title_en: instrument.title.get("en").to_owned(),
        k: K_DEFAULT.to_string(),
        ..Typed::default()
    };
    let more = More::likely(&who.0);
    new_page(&request, &who, &state, &instrument, (&more, &typed), (StatusCode::OK, Vec::new())).await
}

/// The instrument of this name in all languages there are, if citizens can be asked with it.
async fn asked(state: &AppState, id: &str) -> Result<Option<Instrument>, Problem> {
    let id = id.to_owned();
    let found = state.db(move |connection| instruments::find(connection, &id)).await?;
    let found = found.map(|stored| stored.instrument).filter(|form| form.items().next().is_some());
    Ok(found.map(|form| state.extras().translated(form).0))
}

async fn choose(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    asked: &str,
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-wave-new");
    let language = page.language.clone();
    if !asked.is_empty() {
        page.wrong
            .push(wrong(&Refusal::of("instrument", "wave_instrument", Some(asked.to_owned())), &language));
    }
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let all = state.db(instruments::list).await?;
    let askable = all.iter().map(|stored| &stored.instrument).filter(|form| form.items().next().is_some());
    let choice = |form: &Instrument| Choice {
        label: format!("{} ({})", form.title.get(&language), form.id),
        value: form.id.clone(),
        chosen: form.id == asked,
    };
    let instruments = Select::new(&page, "instrument", askable.map(choice).collect());
    send(status, &language, &ChoosePage { page, instruments })
}

async fn new_page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    instrument: &Instrument,
    (more, typed): (&More, &Typed),
    (status, wrong): (StatusCode, Vec<Wrong>),
) -> Result<HttpResponse, Problem> {
    let mut page = StaffPage::new(request, &who.0, "staff-wave-new");
    page.wrong = wrong;
    page.units = units::offered(state, who, Right::ManageWaves).await?;
    let earlier = earlier_waves(state, who.0.powers.clone()).await?;
    let word = |name: &str, words: &[&str], chosen: &str| {
        let choice = |word: &&str| Choice {
            value: (*word).to_owned(),
            label: page.text(&format!("staff-wave-{name}-{word}")),
            chosen: *word == chosen,
        };
        words.iter().map(choice).collect::<Vec<_>>()
    };
    let hinted = |name, value: &str| {
        page.input(name, "text").value(value).hint(page.text(&format!("staff-wave-{name}-hint")))
    };
    let new = NewPage {
        instrument: instrument.id.clone(),
        instrument_title: instrument.title.get(&page.language).to_owned(),
        id: hinted("id", &more.id).required(),
        period: hinted("period", &more.period).required(),
        under: hinted("under", &more.under).unit(),
        mode: Select::new(&page, "mode", word("mode", &["desk", "sample"], &more.mode)),
        access: Select::new(
            &page,
            "access",
            word("access", &Access::CHOICES.map(Access::as_str), &more.access),
        )
        .hint(page.text("staff-wave-access-hint")),
        protection: ProtectionFields::new(&page, instrument, &more.protection, &more.margins),
        switches: switches(instrument, more, &page.language),
        inputs: Inputs::new(&page, typed, &instrument.languages, &earlier),
        public: more.public,
        page,
    };
    let language = language::own(request);
    send(status, &language, &new)
}

/// One field for each open question of method.
fn switches(instrument: &Instrument, more: &More, language: &str) -> Vec<Select> {
    let field = |switch: &crate::domain::instrument::Switch| {
        let typed = more.switches.iter().find(|(id, _)| *id == switch.id).map(|(_, choice)| choice);
        let chosen = typed.unwrap_or(&switch.default);
        let choices = switch.choices.iter().map(|(id, choice)| Choice {
            value: id.clone(),
            label: choice.label().get(language).to_owned(),
            chosen: id == chosen,
        });
        Select::of(format!("switch-{}", switch.id), switch.label.get(language).to_owned(), choices.collect())
    };
    instrument.switches.iter().map(field).collect()
}

pub(super) async fn create(
    form: Sent,
    state: Data<AppState>,
    settings: Data<Settings>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let Some(instrument) = asked(&state, fields.text("instrument")).await? else {
        return choose(&request, &who, &state, fields.text("instrument")).await;
    };
    let (mut more, typed) = (More::of(&fields, &instrument), Typed::of(&fields));
    more.under = units::meant(&state, &who, Right::ManageWaves, &more.under).await?;
    let (new, refusals) = more.new_wave(&typed, &instrument.id, instrument.languages.len());
    let (status, refusals) = if refusals.is_empty() {
        match waves::create(&state, &who, new, settings.outdated_forms.clone()).await {
            Ok(Ok(created)) => return Ok(back(&request, &format!("{WAVES}/{}", created.wave.id), "lap-dot")),
            Ok(Err(refusals)) => (StatusCode::UNPROCESSABLE_ENTITY, refusals),
            // What was typed is not lost because one of the units is another's.
            Err(problem) if problem.is_missing_right() => {
                let field = if more.under.is_empty() { "units" } else { "under" };
                (problem.status, vec![Refusal::of(field, "wave_not_yours", None)])
            }
            Err(problem) => return Err(problem),
        }
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, refusals)
    };
    let language = language::own(&request);
    let wrong = refusals.iter().map(|refusal| wrong(refusal, &language)).collect();
    new_page(&request, &who, &state, &instrument, (&more, &typed), (status, wrong)).await
}
