//! The results of a wave, ready to be rendered.

use std::sync::Arc;

use super::principal::{Visitor, require};
use super::problem::Problem;
use super::state::AppState;
use crate::domain::access::Right;
use crate::domain::batch::Hash;
use crate::domain::publication::compared_hash;
use crate::domain::publish::Evidence;
use crate::domain::results::{NotInPublication, Selection};
use crate::domain::table::Rows;
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;
use crate::export::{Format, fits, portion};
use crate::identity::Principal;
use crate::locale;
use crate::planning::remarks::{Told, told};
use crate::sealing::results::{Published, with_rows};
use crate::sealing::{self, series};
use crate::store::waves::StoredWave;
use crate::store::{StoreError, publications, units, waves};

/// The latest publication of a wave, and of the one it is to be compared with.
pub(super) struct Results {
    pub now: Arc<Published>,
    pub earlier: Option<Arc<Published>>,
}

impl Results {
    /// Hash that names the table.
    pub(super) fn hash(&self) -> Hash {
        let earlier = self.earlier.as_ref();
        earlier.map_or(self.now.hash, |earlier| compared_hash(&self.now.hash, &earlier.hash))
    }

    /// Whether there is a table of what was asked for that `format` can hold, without making it.
    pub(super) fn check(&self, selection: &Selection, format: Format) -> Result<(), Problem> {
        let publication = &self.now.publication;
        let has_unit = |code: &String| publication.units.iter().any(|unit| unit.code == *code);
        let has_node = |id: &String| publication.nodes.iter().any(|node| node.id == *id);
        if !selection.unit.as_ref().is_none_or(has_unit) {
            return Err(Problem::unknown_unit());
        }
        if !selection.node.as_ref().is_none_or(has_node) {
            return Err(Problem::unknown_node());
        }
        let has = |id: &String| publication.breakdowns.iter().any(|breakdown| breakdown.id == *id);
        if !selection.breakdown.as_ref().is_none_or(has) {
            return Err(Problem::unknown_breakdown());
        }
        if format.most_rows().is_none() {
            return Ok(());
        }
        // A comparison adds no rows.
        let language = locale::DEFAULT;
        let rows = with_rows(&self.now, None, selection, language, |rows| rows.count())
            .map_err(|_| Problem::unknown_node())?;
        fits(format, [portion(&publication.wave, rows)]).map_err(|unfit| Problem::unfit(&unfit))
    }

    /// The totals behind the figures, where the format is made from them too.
    pub(super) async fn evidence(
        &self,
        state: &AppState,
        format: Format,
    ) -> Result<Option<Evidence>, Problem> {
        if !format.needs_evidence() {
            return Ok(None);
        }
        let now = Arc::clone(&self.now);
        let read = state.db(move |connection| Ok(sealing::evidence(connection, &now.publication)));
        read.await?.map(Some).map_err(|cause| Problem::internal(&cause))
    }

    /// What `read` makes of the rows of what was asked for.
    pub(super) fn with_rows<T>(
        &self,
        selection: &Selection,
        language: &str,
        read: impl FnOnce(&dyn Rows) -> T,
    ) -> Result<T, NotInPublication> {
        with_rows(&self.now, self.earlier.as_deref(), selection, language, read)
    }
}

/// What somebody wants to see, and by which right.
pub(super) struct Wish<'a> {
    /// Name of the wave.
    pub wave: &'a str,
    /// Name of a wave to compare with.
    pub earlier: Option<&'a str>,
    /// Code of the unit it is about; none for all units of the wave.
    pub unit: Option<&'a str>,
    /// The right that opens what is not public.
    pub right: Right,
}

/// The wave if this visitor may see its results at the unit. To citizens a wave that is not public looks like none.
async fn visible(
    state: &AppState,
    wave: &str,
    (unit, right): (Option<&str>, Right),
    visitor: &Visitor,
) -> Result<StoredWave, Problem> {
    let hidden = || if visitor.is_staff() { Problem::unknown_wave() } else { Problem::token_needed() };
    let id: WaveId = wave.parse().map_err(|_| hidden())?;
    let found = state.db(move |connection| waves::find(connection, &id)).await?.ok_or_else(hidden)?;
    if !found.wave.public {
        require_at(state, visitor.0.as_ref().ok_or_else(hidden)?, &found, (unit, right)).await?;
    }
    Ok(found)
}

/// The wave of this name, for staff who hold the right at the unit, or everywhere where none is named.
pub(super) async fn wave_for(
    state: &AppState,
    wave: &str,
    at: (Option<&str>, Right),
    who: &Principal,
) -> Result<StoredWave, Problem> {
    let id: WaveId = wave.parse().map_err(|_| Problem::unknown_wave())?;
    let found = state.db(move |connection| waves::find(connection, &id)).await?;
    let found = found.ok_or_else(Problem::unknown_wave)?;
    require_at(state, who, &found, at).await?;
    Ok(found)
}

/// Refuses with the name of the right, unless it is held at the unit, or everywhere where none is named. Codes stand
/// for the units of the wave's own time.
async fn require_at(
    state: &AppState,
    who: &Principal,
    wave: &StoredWave,
    (unit, right): (Option<&str>, Right),
) -> Result<(), Problem> {
    if who.powers.may_everywhere(right) {
        return Ok(());
    }
    let (code, day) = (unit.and_then(|code| code.parse().ok()), wave.wave.period.first());
    let code: UnitCode = code.ok_or_else(|| Problem::right_needed(right))?;
    let place = state.db(move |connection| units::place(connection, &code, day)).await?;
    require(who, right, &place.map(|place| place.path).unwrap_or_default())
}

/// The remarks of a wave that this visitor may read at a unit and below it.
pub(super) async fn remarks(
    state: &AppState,
    wave: &str,
    unit: Option<&str>,
    visitor: &Visitor,
) -> Result<(StoredWave, Told), Problem> {
    let stored = visible(state, wave, (unit, Right::SeeResults), visitor).await?;
    let (of, within) = (stored.clone(), unit.map(str::to_owned));
    let told = state.db(move |connection| told(connection, &of, within.as_deref())).await?;
    Ok((stored, told))
}

/// Reads what the results of a wave consist of.
pub(super) async fn read(state: &AppState, wish: &Wish<'_>, visitor: &Visitor) -> Result<Results, Problem> {
    let at = (wish.unit, wish.right);
    let now = latest(state, visible(state, wish.wave, at, visitor).await?.number).await?;
    let earlier = match wish.earlier {
        Some(earlier) => Some(latest(state, visible(state, earlier, at, visitor).await?.number).await?),
        None => None,
    };
    Ok(Results { now, earlier })
}

pub(super) async fn latest(state: &AppState, wave: i32) -> Result<Arc<Published>, Problem> {
    let shared = state.clone();
    let read = state.db(move |connection| shared.publications().latest(connection, wave)).await?;
    read.ok_or_else(Problem::nothing_published)
}

/// Waves whose results this visitor may see, by period, with their current publications: all of them or a refusal.
pub(super) async fn published(
    state: &AppState,
    waves: &[String],
    at: (Option<&str>, Right),
    visitor: &Visitor,
) -> Result<Vec<(StoredWave, Hash)>, Problem> {
    let mut seen = Vec::new();
    for wave in waves {
        seen.push(visible(state, wave, at, visitor).await?);
    }
    let seen = series::in_order(seen);
    let found = state.db(move |connection| {
        let key = |wave: StoredWave| {
            let key = publications::latest_key(connection, wave.number)?;
            Ok(key.map(|key| (wave, key.hash)))
        };
        seen.into_iter().map(key).collect::<Result<Option<Vec<_>>, StoreError>>()
    });
    found.await?.ok_or_else(Problem::nothing_published)
}

/// Earlier waves that are looked at beside one.
const EARLIER: usize = 11;

/// What a page shows: results beside those of an earlier wave, and which others they could stand beside.
pub(super) struct Shown {
    pub wave: StoredWave,
    pub results: Results,
    /// Earlier waves of the same or a comparable instrument whose results the visitor may see, the latest first.
    pub earlier: Vec<StoredWave>,
}

/// Reads what a page shows. Where no earlier wave is named, the one chosen for the wave is taken, else the latest that
/// can be compared; an empty name stands for none.
pub(super) async fn shown(state: &AppState, wish: &Wish<'_>, visitor: &Visitor) -> Result<Shown, Problem> {
    let at = (wish.unit, wish.right);
    let wave = visible(state, wish.wave, at, visitor).await?;
    let now = latest(state, wave.number).await?;
    let earlier = earlier_waves(state, (&wave, &now), at, visitor).await?;
    let compared = match wish.earlier {
        Some("") => None,
        Some(named) => Some(visible(state, named, at, visitor).await?.number),
        None => {
            let chosen = earlier.iter().find(|before| Some(&before.wave.id) == wave.wave.earlier.as_ref());
            chosen.or(earlier.first()).map(|before| before.number)
        }
    };
    let compared = match compared {
        Some(number) => Some(latest(state, number).await?),
        None => None,
    };
    Ok(Shown { wave, results: Results { now, earlier: compared }, earlier })
}

async fn earlier_waves(
    state: &AppState,
    (wave, now): (&StoredWave, &Published),
    at: (Option<&str>, Right),
    visitor: &Visitor,
) -> Result<Vec<StoredWave>, Problem> {
    let read =
        |connection: &mut _| Ok((waves::list(connection)?, publications::published_waves(connection)?));
    let (all, published) = state.db(read).await?;
    let is_comparable = |instrument: &str| {
        let listed = now.instrument.comparable.iter().any(|rule| rule.instrument == instrument);
        listed || instrument == wave.wave.instrument
    };
    let mut found = Vec::new();
    for other in all {
        let (new, old) = (&wave.wave, &other.wave);
        let fits = old.period.first() < new.period.first() && old.mode == new.mode && old.demo == new.demo;
        let fits = fits && new.is_in_line_with(old);
        if !fits || !is_comparable(&old.instrument) || published.binary_search(&other.number).is_err() {
            continue;
        }
        let is_seen = match &visitor.0 {
            _ if old.public => true,
            Some(who) => require_at(state, who, &other, at).await.is_ok(),
            None => false,
        };
        if is_seen {
            found.push(other);
        }
        if found.len() == EARLIER {
            break;
        }
    }
    Ok(found)
}

/// A public wave of this name; to whoever looks from outside any other looks like none.
pub(super) async fn public_wave(state: &AppState, wave: &str) -> Result<StoredWave, Problem> {
    visible(state, wave, (None, Right::SeeResults), &Visitor(None)).await
}
