//! `/quan-tri/dot/{wave}`: one wave, what can still be changed about it, and what can be done with it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::erase;
use super::form::{Fields, Sent};
use super::layout::{Input, StaffPage, Wrong, back, send};
use super::wave_fields::{Inputs, Typed, earlier_waves, wrong};
use super::wave_pool;
use super::wave_protection;
use super::waves::WAVES;
use crate::domain::access::Right;
use crate::domain::wave::{Access, State, Wave};
use crate::domain::wave_change::{Field, Fixed, fixed};
use crate::export::tasks::day as written_day;
use crate::locale::period;
use crate::planning::{self, Managed};
use crate::store::{instruments, publications, sources, waves as store_waves};
use crate::web::language;
use crate::web::open_wave::unit_name;
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::settings::Settings;
use crate::web::state::AppState;
use crate::web::waves::{self, Refusal, WaveChange, manage, name};

/// Most units that are listed; a province has some hundreds.
const LISTED: usize = 1000;

#[derive(Template)]
#[template(path = "staff/wave.html", config = "src/web/askama.toml")]
struct WavePage {
    page: StaffPage,
    id: String,
    action: String,
    facts: Vec<(String, String)>,
    state: State,
    public: bool,
    /// Where its results are, once there are any.
    results: Option<String>,
    preview: String,
    /// Where waves are added to it, if it is pooled.
    pooled: Option<String>,
    /// Where remarks are read, if the wave takes any.
    remarks: Option<String>,
    units: Vec<UnitLink>,
    more_units: usize,
    /// What can no longer be changed, with the reason.
    fixed: Vec<(String, String)>,
    inputs: Inputs,
    copy: Input,
    /// Where it is erased, where that may be done now.
    erase: Option<String>,
}

impl WavePage {
    /// Whether the field of this name can still be changed.
    fn can(&self, name: &str) -> bool {
        Field::ALL.iter().any(|field| field.as_str() == name && fixed(*field, self.state).is_none())
    }
}

/// A unit that takes part.
struct UnitLink {
    name: String,
    code: String,
    /// Where it is answered, while it is.
    href: Option<String>,
}

/// What the page is made of.
struct Known {
    wave: Managed,
    instrument: String,
    languages: Vec<String>,
    published: bool,
    /// Names of the waves it is made from.
    sources: Vec<String>,
}

async fn read(state: &AppState, who: &Staff, path: &str, tongue: &str) -> Result<Known, Problem> {
    let (id, shared, tongue) = (name(path)?, state.clone(), tongue.to_owned());
    let found = manage(state, who, move |connection, by| {
        let wave = match planning::managed(connection, by, &id)? {
            Ok(wave) => wave,
            Err(refused) => return Ok(Err(refused)),
        };
        let published = publications::latest_key(connection, wave.stored.number)?.is_some();
        let form = instruments::find(connection, &wave.stored.wave.instrument)?;
        let form = form.map(|stored| shared.extras().translated(stored.instrument).0);
        let instrument = form.as_ref().map(|form| form.title.get(&tongue).to_owned()).unwrap_or_default();
        let languages = form.map(|form| form.languages).unwrap_or_default();
        let mut names = Vec::new();
        for number in sources::of_wave(connection, wave.stored.number)? {
            names
                .extend(store_waves::by_number(connection, number)?.map(|source| source.wave.id.to_string()));
        }
        Ok(Ok(Known { wave, instrument, languages, published, sources: names }))
    });
    found.await?.map_err(|refusal| refusal.problem())
}

pub(super) async fn show(
    request: HttpRequest,
    path: Path<String>,
    who: Staff,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    wave_page(&request, &who, &state, &path, Kept::default(), Vec::new()).await
}

/// What was typed into the forms of the page that came back.
#[derive(Default)]
struct Kept<'a> {
    typed: Option<Typed>,
    copy: &'a str,
}

async fn wave_page(
    request: &HttpRequest,
    who: &Staff,
    state: &AppState,
    path: &str,
    sent: Kept<'_>,
    wrong: Vec<Wrong>,
) -> Result<HttpResponse, Problem> {
    let known = read(state, who, path, &language::own(request)).await?;
    let mut page = StaffPage::new(request, &who.0, "staff-wave-title");
    page.wrong = wrong;
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let stored = &known.wave.stored;
    let (wave, language) = (&stored.wave, page.language.clone());
    let typed = sent.typed.unwrap_or_else(|| Typed::of_wave(stored));
    let mut earlier = earlier_waves(state, who.0.powers.clone()).await?;
    earlier.retain(|before| before.period.last() < wave.period.last());
    wave.title.get(&language).clone_into(&mut page.title);
    let answered = wave.state == State::Open && wave.access.is_answered();
    let unit = |unit: &crate::domain::unit::Unit| UnitLink {
        name: unit_name(unit, &language).to_owned(),
        href: answered.then(|| format!("/khao-sat/{}?unit={}&lang={language}", wave.id, unit.code)),
        code: unit.code.to_string(),
    };
    let all = &known.wave.units;
    let one = WavePage {
        id: wave.id.to_string(),
        action: page.link(&format!("{WAVES}/{}", wave.id)),
        facts: facts(&page, &known),
        state: wave.state,
        public: wave.public,
        results: known.published.then(|| page.link(&format!("/quan-tri/ket-qua/{}", wave.id))),
        preview: page.link(&format!("{WAVES}/{}/xem-thu", wave.id)),
        pooled: (wave.access == Access::Pooled)
            .then(|| format!("{}&id={}", page.link(wave_pool::POOL), wave.id)),
        remarks: wave.protection.remarks.then(|| page.link(&format!("{WAVES}/{}/y-kien", wave.id))),
        units: all.iter().take(LISTED).map(|(_, one)| unit(one)).collect(),
        more_units: all.len().saturating_sub(LISTED),
        fixed: fixed_fields(&page, wave.state),
        inputs: Inputs::new(&page, &typed, &known.languages, &earlier),
        erase: (wave.state == State::Closed && who.0.powers.may_somewhere(Right::EraseWaves))
            .then(|| page.link(&erase::address(wave.id.as_str()))),
        copy: page
            .input("id", "text")
            .value(
                &Some(sent.copy.to_owned())
                    .filter(|typed| !typed.is_empty())
                    .or_else(|| next_name(wave))
                    .unwrap_or_default(),
            )
            .hint(page.text("staff-wave-id-hint")),
        page,
    };
    send(status, &language, &one)
}

/// What the copy for the next period is likely to be called: the same, with the next period in place of this one.
fn next_name(wave: &Wave) -> Option<String> {
    let (name, period) = (wave.id.as_str(), wave.period.as_str().to_lowercase());
    let next = wave.period.next()?.as_str().to_lowercase();
    name.contains(&period).then(|| name.replacen(&period, &next, 1))
}

/// What the wave is, in words.
fn facts(page: &StaffPage, known: &Known) -> Vec<(String, String)> {
    let stored = &known.wave.stored;
    let wave = &stored.wave;
    let label = |key: &str| page.text(key);
    let word = |name: &str, word: &str| page.text(&format!("staff-wave-{name}-{word}"));
    let until = match stored.closes_on {
        Some(day) => written_day(&page.language, day),
        None => page.text("staff-wave-no-end"),
    };
    let seen = if wave.public { "staff-wave-public" } else { "staff-wave-staff-only" };
    let mut facts = vec![
        (label("staff-wave-state"), word("state", wave.state.as_str())),
        (label("staff-field-instrument"), format!("{} ({})", known.instrument, wave.instrument)),
        (label("staff-field-period"), period::spoken(wave.period.as_str(), &page.language)),
        (label("staff-field-mode"), word("mode", wave.mode.as_str())),
        (label("staff-field-access"), word("access", wave.access.as_str())),
        (label("staff-field-k"), wave.k.to_string()),
        (label("staff-wave-units"), known.wave.units.len().to_string()),
        (label("staff-field-closes_on"), until),
        (label("staff-wave-who-sees"), label(seen)),
    ];
    if known.sources.is_empty() {
        facts.extend(wave_protection::facts(page, wave));
    } else {
        facts.push((label("staff-wave-pooled-from"), known.sources.join(", ")));
    }
    facts
}

/// What can no longer be changed in this state, each with its reason.
fn fixed_fields(page: &StaffPage, state: State) -> Vec<(String, String)> {
    let why = |field: &Field| {
        let key = match fixed(*field, state)? {
            Fixed::Opened => "violation-wave-fixed-opened",
            Fixed::Closed => "violation-wave-fixed-closed",
        };
        Some((page.text(&format!("staff-wave-fixed-{field}")), page.text(key)))
    };
    Field::ALL.iter().filter_map(why).collect()
}

/// Does what the button says that was pressed.
pub(super) async fn act(
    form: Sent,
    path: Path<String>,
    state: Data<AppState>,
    settings: Data<Settings>,
) -> Result<HttpResponse, Problem> {
    let Sent { request, who, fields } = form;
    let act = fields.text("act");
    let here = format!("{WAVES}/{}", path.as_str());
    let id = name(&path)?;
    let done = match act {
        "sua" => {
            let change = change(&fields, &state, &who, &path).await?;
            let more = !change.more_units.is_empty();
            match waves::change(&state, &who, id, change).await {
                Err(problem) if more && problem.is_missing_right() => {
                    Err(Refusal::of("units", "wave_not_yours", None))
                }
                other => other?,
            }
        }
        "mo" => waves::open(&state, &who, id, settings.outdated_forms.clone()).await?,
        "cong-khai" | "thoi-cong-khai" => waves::publish(&state, &who, id, act == "cong-khai").await?,
        // One cannot be opened again: it is asked twice.
        "dong" | "bo" if fields.text("sure").is_empty() => Err(Refusal::of("sure", "wave_not_sure", None)),
        "dong" => match waves::close(&state, &who, id).await? {
            Ok(closed) if closed.published.is_none() => return Ok(back(&request, &here, "dong-dot-trong")),
            closed => closed.map(drop),
        },
        "bo" => match waves::discard(&state, &who, id).await? {
            Ok(()) => return Ok(back(&request, WAVES, "bo-dot")),
            Err(refusal) => Err(refusal),
        },
        "chep" => match waves::copy(&state, &who, id, fields.text("id").to_owned()).await? {
            Ok(copied) => {
                let done = if copied.gone.is_empty() { "chep-dot" } else { "chep-dot-thieu" };
                return Ok(back(&request, &format!("{WAVES}/{}", copied.wave.id), done));
            }
            Err(refusal) => Err(refusal),
        },
        _ => return Err(Problem::bad_form()),
    };
    match done {
        Ok(()) => Ok(back(&request, &here, &format!("{act}-dot"))),
        Err(refusal) => {
            let wrong = vec![wrong(&refusal, &language::own(&request))];
            let sent = Kept { typed: (act == "sua").then(|| Typed::of(&fields)), copy: fields.text("id") };
            wave_page(&request, &who, &state, &path, sent, wrong).await
        }
    }
}

/// What the form asks for. Fields that it does not have, because they are fixed, stay.
async fn change(fields: &Fields, state: &AppState, who: &Staff, path: &str) -> Result<WaveChange, Problem> {
    let typed = Typed::of(fields);
    let offered = read(state, who, path, "vi").await?.languages.len();
    let has = |name: &str| !fields.all(name).is_empty();
    let given = |name: &str| has(name).then(|| fields.text(name).to_owned());
    Ok(WaveChange {
        title: given("title"),
        title_en: given("title_en"),
        closes_on: given("closes_on"),
        more_units: typed.codes(),
        languages: has("languages").then(|| typed.chosen_languages(offered)),
        earlier: given("earlier"),
        // What is no number is out of its bounds.
        k: given("k").map(|k| k.parse().unwrap_or(0)),
    })
}
