//! Units to choose from where one is typed: by code or by name.

use crate::domain::access::{Powers, Right, path_of};
use crate::domain::unit::{Unit, UnitCode, UnitTree};
use crate::sealing::today_in_viet_nam;
use crate::store::{Connection, StoreError, units};
use crate::web::principal::Staff;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// Most units that a page offers: those of a province, not those of the country.
const OFFERED: usize = 400;

/// The units of today at which the right is held, by code.
fn theirs(connection: &mut Connection, powers: &Powers, right: Right) -> Result<Vec<Unit>, StoreError> {
    let day = today_in_viet_nam();
    let all = units::units_at(connection, day)?;
    let tree = UnitTree::at(all.into_iter().map(|(_, unit)| unit), day);
    let theirs = tree.iter().filter(|unit| powers.may(right, &path_of(&tree, &unit.code)));
    Ok(theirs.cloned().collect())
}

/// The units that whoever looks may choose: from the highest level downwards, as far as a page can carry them. All
/// others can be typed.
pub(super) async fn offered(state: &AppState, who: &Staff, right: Right) -> Result<Vec<Unit>, Problem> {
    let powers = who.0.powers.clone();
    let mut found = state.db(move |connection| theirs(connection, &powers, right)).await?;
    found.sort_by(|one, other| (one.level, &one.code).cmp(&(other.level, &other.code)));
    if let Some(level) = found.get(OFFERED).map(|unit| unit.level) {
        found.retain(|unit| unit.level < level);
    }
    Ok(found)
}

/// The code that was meant: what was typed, or the code of the only unit of this name at which the right is held.
pub(super) async fn meant(
    state: &AppState,
    who: &Staff,
    right: Right,
    typed: &str,
) -> Result<String, Problem> {
    if typed.is_empty() || typed.parse::<UnitCode>().is_ok() {
        return Ok(typed.to_owned());
    }
    let (powers, name) = (who.0.powers.clone(), typed.to_lowercase());
    let found = state.db(move |connection| theirs(connection, &powers, right)).await?;
    let bears = |unit: &&Unit| {
        unit.name.to_lowercase() == name
            || unit.name_en.as_ref().is_some_and(|english| english.to_lowercase() == name)
    };
    let mut named = found.iter().filter(bears);
    Ok(match (named.next(), named.next()) {
        (Some(only), None) => only.code.to_string(),
        _ => typed.to_owned(),
    })
}
