//! Blind tickets: a ticket is traded in for a token that nobody can tell from any other, not even who issued both.
//!
//! VOPRF of RFC 9497 with ristretto255 and SHA-512. The browser makes a random number and sends it blinded, together
//! with the ticket; the service multiplies it by the key of the wave and unit and proves that it took that key, whose
//! public half stands in every page of the unit. The browser takes the blinding off and has a token: a function of
//! its number that only holders of the key can compute. What the service has seen when it issued is a random point,
//! which goes with every token equally well.
//!
//! Keys are derived from the key in the data folder. Somebody who learns one can make tokens, and still link none.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use rand_core::OsRng;
use sha2::{Digest as _, Sha256};
use voprf::{BlindedElement, Group, Ristretto255, VoprfServer};

use super::{mac, trade_in};
use crate::domain::batch::{Hash, hex};
use crate::domain::ticket::TicketCode;
use crate::domain::unit::UnitCode;
use crate::domain::wave::WaveId;
use crate::identity::Key;
use crate::store::responses::Pass;
use crate::store::{self, Connection, StoreError, together, waves};

/// Bytes of the number a browser makes.
const NONCE: usize = 32;
/// Bytes of a token.
const TOKEN: usize = 64;

/// A wave and one of its units, as those who open it know them.
#[derive(Debug, Clone, Copy)]
pub struct BlindPlace<'a> {
    /// Key of the wave in the database: another wave under the same name has another one.
    pub number: i32,
    /// Name of the wave.
    pub wave: &'a WaveId,
    /// The unit.
    pub unit: &'a UnitCode,
}

/// The key of a wave and unit.
pub struct BlindKey(VoprfServer<Ristretto255>);

/// No key can be derived; that happens once in 2^252 times.
#[derive(Debug, thiserror::Error)]
#[error("no key for blind tickets can be derived")]
pub struct NoKey;

/// What a browser gets for a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// What it sent, multiplied by the key.
    pub element: Vec<u8>,
    /// Proof that it was the key in the page.
    pub proof: Vec<u8>,
}

/// What a browser sends of its number: a point of the group that is not its neutral element.
#[derive(Debug, Clone)]
pub struct Blinded(BlindedElement<Ristretto255>);

/// A token with the number it was made for. Never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    nonce: [u8; NONCE],
    token: [u8; TOKEN],
}

/// A text is no token, or no blinded number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not written as it should be")]
pub struct NotWritten;

impl fmt::Debug for BlindKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindKey")
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl FromStr for Blinded {
    type Err = NotWritten;

    fn from_str(text: &str) -> Result<Self, NotWritten> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| NotWritten)?;
        if bytes.len() != NONCE {
            return Err(NotWritten);
        }
        BlindedElement::deserialize(&bytes).map(Self).map_err(|_| NotWritten)
    }
}

impl FromStr for Token {
    type Err = NotWritten;

    /// Number and token in base64url without padding, a point between them.
    fn from_str(text: &str) -> Result<Self, NotWritten> {
        let (nonce, token) = text.split_once('.').ok_or(NotWritten)?;
        let bytes = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| NotWritten);
        let nonce = bytes(nonce)?.try_into().map_err(|_| NotWritten)?;
        Ok(Self { nonce, token: bytes(token)?.try_into().map_err(|_| NotWritten)? })
    }
}

impl Token {
    /// What the writer of responses needs: SHA-256 of the number.
    fn pass(&self) -> Pass {
        Pass::Token(Sha256::digest(self.nonce).into())
    }
}

impl BlindKey {
    /// The key of a wave and unit.
    ///
    /// # Errors
    /// Practically never.
    pub fn of(key: &Key, place: BlindPlace<'_>) -> Result<Self, NoKey> {
        let seed = key.blind_seed(&format!("{}|{}|{}", place.number, place.wave, place.unit));
        VoprfServer::new_from_seed(&seed, b"hailong/v1").map(Self).map_err(|_| NoKey)
    }

    /// The public half, as it stands in pages.
    pub fn public(&self) -> String {
        BASE64URL_NOPAD.encode(&Ristretto255::serialize_elem(self.0.get_public_key()))
    }

    /// Multiplies what a browser has sent by the key. The same comes back for the same; the proof is another each time.
    pub fn evaluate(&self, blinded: &Blinded) -> Evaluated {
        let done = self.0.blind_evaluate(&mut OsRng, &blinded.0);
        Evaluated { element: done.message.serialize().to_vec(), proof: done.proof.serialize().to_vec() }
    }

    /// What a token is to the writer of responses: nothing where it was not made with this key.
    pub fn pass(&self, token: &Token) -> Pass {
        let right = self.0.evaluate(&token.nonce).is_ok_and(|right| is_same(&right, &token.token));
        if right { token.pass() } else { Pass::None }
    }
}

/// Compares in a time that does not tell how far two texts agree.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |differing, (one, other)| differing | (one ^ other));
    one.len() == other.len() && differing == 0
}

/// Spends a ticket for a blinded number. Whether that may be evaluated: not if the ticket is wrong, used, or for
/// another wave or unit, nobody knows which; yes if this very number was traded in for it before, because the answer
/// may have been lost on its way. `None` where the wave takes no answers any more.
///
/// # Errors
/// When the database fails.
pub fn trade(
    conn: &mut Connection,
    key: &Key,
    place: BlindPlace<'_>,
    code: &TicketCode,
    blinded: &Blinded,
) -> Result<Option<bool>, StoreError> {
    let BlindPlace { number, wave, unit } = place;
    let ticket = hex(&mac(key, wave, unit, code));
    // Other marks than those of tickets, which have two bars.
    let mark = key.mark_ticket(&format!("blind|{number}|{ticket}|{}", hex_of(blinded)));
    together(conn, |conn| {
        if !waves::hold_open(conn, number)? {
            return Ok(None);
        }
        if store::blind::is_traded(conn, &mark)? {
            return Ok(Some(true));
        }
        if trade_in(conn, key, (wave, unit), code)? {
            store::blind::note_traded(conn, number, &mark)?;
            return Ok(Some(true));
        }
        // The same request came twice at once, and the other one was faster.
        Ok(Some(store::blind::is_traded(conn, &mark)?))
    })
}

fn hex_of(blinded: &Blinded) -> String {
    let bytes: Hash = Sha256::digest(blinded.0.serialize()).into();
    hex(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    /// RFC 9497, A.1.2: VOPRF mode of ristretto255-SHA512, test vector 1.
    #[test]
    fn the_example_of_the_standard_comes_out() {
        let key = BlindKey(VoprfServer::new_from_seed(&[0xa3; 32], b"test key").unwrap());
        let public = bytes("c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e");
        assert_eq!(key.public(), BASE64URL_NOPAD.encode(&public));
        let blinded = bytes("863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945");
        let blinded: Blinded = BASE64URL_NOPAD.encode(&blinded).parse().unwrap();
        let element = bytes("aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e");
        assert_eq!(key.evaluate(&blinded).element, element);
        let token = "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d\
                     a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c";
        assert_eq!(key.0.evaluate(&[0]).unwrap().to_vec(), bytes(token));
    }

    #[test]
    fn what_is_no_point_or_the_neutral_one_is_none() {
        for bytes in [[0_u8; 32], [0xff; 32]] {
            assert!(BASE64URL_NOPAD.encode(&bytes).parse::<Blinded>().is_err());
        }
        assert!("AAAA".parse::<Blinded>().is_err());
    }
}
