//! The key of a wave with envelopes.

use super::{Answer, Managed, Refused, managed};
use crate::domain::access::Action;
use crate::domain::wave::{State, Wave, WaveId};
use crate::envelopes::{self, Keys, note_destroyed};
use crate::identity::{Moment, Principal};
use crate::store::envelopes::WaveKey;
use crate::store::{Connection, audit, together};

/// Gives a wave with envelopes its key, unless it has one; does nothing for others. In the transaction of the caller.
pub(super) fn provide_key(conn: &mut Connection, keys: &Keys, number: i32, wave: &Wave) -> Answer<()> {
    if !wave.protection.envelope {
        return Ok(Ok(()));
    }
    let provided = envelopes::provide(conn, keys, (number, &wave.id))?;
    Ok(provided.map(drop).map_err(|fault| Refused::NoKey(fault.to_string())))
}

/// Makes the key of a planned wave on this machine, so that another one can open the wave without ever having the
/// private half. Gives the key that is there if one was made before.
pub fn make_key(
    conn: &mut Connection,
    by: &Principal,
    id: &WaveId,
    keys: &Keys,
    now: Moment,
) -> Answer<WaveKey> {
    let wave = match with_envelopes(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    let (number, state) = (wave.stored.number, wave.stored.wave.state);
    together(conn, |conn| {
        let before = crate::store::envelopes::key_of(conn, number)?;
        if let Some(there) = before {
            return Ok(Ok(there));
        }
        if state != State::Planned {
            return Ok(Err(Refused::State(state)));
        }
        let made = envelopes::provide(conn, keys, (number, id))?;
        if let Ok(key) = &made {
            let entry = wave.entry(by, Action::WaveKeyMade).with("key", &key.name);
            audit::append(conn, entry, now.at, now.day)?;
        }
        Ok(made.map_err(|fault| Refused::NoKey(fault.to_string())))
    })
}

/// Gives the private key of a closed wave up as lost, so that the wave can be finished without what nobody can read.
pub fn lose_key(conn: &mut Connection, by: &Principal, id: &WaveId, now: Moment) -> Answer<()> {
    let wave = match with_envelopes(conn, by, id)? {
        Ok(wave) => wave,
        Err(refused) => return Ok(Err(refused)),
    };
    if wave.stored.wave.state != State::Closed {
        return Ok(Err(Refused::State(wave.stored.wave.state)));
    }
    together(conn, |conn| {
        let entry = wave.entry(by, Action::WaveKeyLost);
        note_destroyed(conn, wave.stored.number, entry, (now.at, now.day))?;
        Ok(Ok(()))
    })
}

fn with_envelopes(conn: &mut Connection, by: &Principal, id: &WaveId) -> Answer<Managed> {
    let wave = managed(conn, by, id)?;
    Ok(wave.and_then(
        |wave| {
            if wave.stored.wave.protection.envelope { Ok(wave) } else { Err(Refused::NoEnvelopes) }
        },
    ))
}
