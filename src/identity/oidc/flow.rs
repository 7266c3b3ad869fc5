//! What a browser keeps between going to the provider and coming back. It is sealed, so nobody reads or changes it,
//! and no instance of the service has to remember it.

use chrono::{DateTime, Duration, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::identity::Key;
use crate::identity::secret::new_secret;

/// How long somebody may take at the provider.
pub const LASTS: Duration = Duration::minutes(10);
/// What a sealed one is called.
const WHAT: &str = "oidc flow";

/// What coming back is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To link the account with this key, whose owner is signed in.
    Link(i32),
}

/// One way to the provider and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Comes back with the code: shows that this browser began.
    pub state: String,
    /// Comes back in the token: shows that the token was made for this.
    pub nonce: String,
    /// Shows the provider that whoever brings the code also began (RFC 7636).
    pub verifier: String,
    /// What for.
    pub purpose: Purpose,
    /// Page to go to afterwards.
    pub after: String,
    /// Until when, in seconds since 1970.
    until: i64,
}

impl Flow {
    /// One that begins now.
    pub fn begin(purpose: Purpose, after: &str, now: DateTime<Utc>) -> Self {
        let until = (now + LASTS).timestamp();
        let (state, nonce, verifier) = (new_secret(), new_secret(), new_secret());
        Self { state, nonce, verifier, purpose, after: after.to_owned(), until }
    }

    /// What the browser keeps.
    pub fn sealed(&self, key: &Key) -> String {
        // Texts and numbers always serialize.
        let plain = serde_json::to_vec(self).unwrap_or_default();
        BASE64URL_NOPAD.encode(&key.seal(&plain, WHAT))
    }

    /// What a browser kept, if it came back in time with the state it went with.
    pub fn open(key: &Key, sealed: &str, state: &str, now: DateTime<Utc>) -> Option<Self> {
        let plain = key.open(&BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?, WHAT)?;
        let flow: Self = serde_json::from_slice(&plain).ok()?;
        // Digests: a comparison that stops early tells nothing.
        let same = Sha256::digest(&flow.state) == Sha256::digest(state);
        (same && now.timestamp() < flow.until).then_some(flow)
    }

    /// What the provider compares the verifier with.
    pub(super) fn challenge(&self) -> String {
        BASE64URL_NOPAD.encode(&Sha256::digest(&self.verifier))
    }
}

/// The pairs as a form or the query of an address.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let sign = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        text.bytes().map(sign).collect()
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_opens_in_time_with_its_state_and_key_only() {
        let (key, now) = (Key::parse(&"1".repeat(64)).unwrap(), DateTime::UNIX_EPOCH);
        let flow = Flow::begin(Purpose::Link(7), "/quan-tri", now);
        let sealed = flow.sealed(&key);
        assert_eq!(Flow::open(&key, &sealed, &flow.state, now + Duration::minutes(9)).as_ref(), Some(&flow));
        assert_eq!(Flow::open(&key, &sealed, &flow.state, now + LASTS), None);
        assert_eq!(Flow::open(&key, &sealed, &flow.nonce, now), None);
        assert_eq!(Flow::open(&Key::parse(&"2".repeat(64)).unwrap(), &sealed, &flow.state, now), None);
        assert_eq!(Flow::open(&key, "x", &flow.state, now), None);
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let flow = Flow {
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned(),
            ..Flow::begin(Purpose::SignIn, "", DateTime::UNIX_EPOCH)
        };
        assert_eq!(flow.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(encoded(&[("a", "b c&đ")]), "a=b%20c%26%C4%91");
    }
}
