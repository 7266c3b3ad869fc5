//! How the nodes of tasks have moved.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::compare::{Comparison, compare};
use crate::domain::task::{Movement, Standing, Task};
use crate::domain::wave::{Wave, WaveId};
use crate::sealing::results::Published;
use crate::store::waves::StoredWave;
use crate::store::{Connection, StoreError, waves};

/// The results of a wave, and the latest later ones that can be compared with them.
struct Since {
    then: Arc<Published>,
    later: Option<(Arc<Published>, Comparison)>,
}

/// For each task its node, and the node's change at its unit from the wave the task was attached to until the latest
/// wave that can be compared with that one. `published`: the current results of a wave by its key.
///
/// Both ends are figures of publications, so nothing is said here that those do not say.
pub fn standings(
    conn: &mut Connection,
    tasks: &[Task],
    mut published: impl FnMut(&mut Connection, i32) -> Result<Option<Arc<Published>>, StoreError>,
) -> Result<Vec<Standing>, StoreError> {
    let all = if tasks.is_empty() { Vec::new() } else { waves::list(conn)? };
    let mut known: BTreeMap<&WaveId, Option<Since>> = BTreeMap::new();
    for task in tasks {
        if !known.contains_key(&task.wave) {
            known.insert(&task.wave, since(conn, &all, &task.wave, &mut published)?);
        }
    }
    let standing = |task: &Task| known.get(&task.wave).and_then(Option::as_ref).map(|since| since.of(task));
    let nothing = || Standing { node: None, movement: None };
    Ok(tasks.iter().map(|task| standing(task).unwrap_or_else(nothing)).collect())
}

fn since(
    conn: &mut Connection,
    all: &[StoredWave],
    wave: &WaveId,
    published: &mut impl FnMut(&mut Connection, i32) -> Result<Option<Arc<Published>>, StoreError>,
) -> Result<Option<Since>, StoreError> {
    let Some(from) = all.iter().find(|stored| stored.wave.id == *wave) else { return Ok(None) };
    let Some(then) = published(conn, from.number)? else { return Ok(None) };
    // Latest first, as they are listed.
    for later in all.iter().filter(|stored| is_later(&stored.wave, &from.wave)) {
        let Some(now) = published(conn, later.number)? else { continue };
        let comparison = compare(&now.publication, &then.publication, &now.instrument);
        if comparison.changes.iter().flatten().any(|change| change.change.is_some()) {
            return Ok(Some(Since { then, later: Some((now, comparison)) }));
        }
    }
    Ok(Some(Since { then, later: None }))
}

fn is_later(later: &Wave, earlier: &Wave) -> bool {
    later.period.first() > earlier.period.first()
        && later.mode == earlier.mode
        && later.demo == earlier.demo
        && later.is_in_line_with(earlier)
}

impl Since {
    fn of(&self, task: &Task) -> Standing {
        let mut nodes = self.then.publication.nodes.iter();
        let node = nodes.find(|node| node.id == task.node).cloned();
        Standing { node, movement: self.movement(task) }
    }

    fn movement(&self, task: &Task) -> Option<Movement> {
        let (now, comparison) = self.later.as_ref()?;
        let publication = &now.publication;
        let at = (task.unit.code.as_str(), task.unit.valid_from);
        let unit = publication.units.iter().position(|unit| (unit.code.as_str(), unit.valid_from) == at)?;
        let node = publication.nodes.iter().position(|node| node.id == task.node)?;
        let change = comparison.changes.get(unit)?.get(node)?.clone();
        change.change?;
        Some(Movement {
            wave: publication.wave.id.parse().ok()?,
            period: publication.wave.period.clone(),
            value: publication.figures.get(unit)?.get(node)?.value,
            change,
        })
    }
}
