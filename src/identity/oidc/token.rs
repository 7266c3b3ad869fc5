//! The token by which a provider says who somebody is (`OpenID` Connect Core 1.0, section 3.1.3.7).

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;

/// Seconds by which clocks may differ.
const SKEW: i64 = 60;
/// Longest subject (section 2).
const MAX_SUBJECT: usize = 255;

/// A public key of a provider. What is missing is not of its kind.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PublicKey {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

/// What a token says.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    pub sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    azp: Option<String>,
    #[serde(default)]
    pub amr: Vec<String>,
    pub acr: Option<String>,
    pub email: Option<String>,
    pub preferred_username: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// What a token must say.
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub client: &'a str,
    pub nonce: &'a str,
    pub now: DateTime<Utc>,
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is signed by a key that is not among those known: perhaps a new one.
    #[error("it is signed by an unknown key")]
    UnknownKey,
    /// It is no token, or signed in a way that is not taken.
    #[error("it cannot be read")]
    Unreadable,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Signature,
    /// It is from another provider.
    #[error("it is from another issuer")]
    Issuer,
    /// It is for another service.
    #[error("it is for another client")]
    Audience,
    /// It belongs to another sign-in.
    #[error("the nonce is another")]
    Nonce,
    /// It is too old, or from the future.
    #[error("it is not valid at this time")]
    Time,
    /// It names nobody.
    #[error("it names nobody")]
    Subject,
}

/// What a token says, if it is one of the provider's for this very sign-in.
pub(super) fn verify(token: &str, keys: &[PublicKey], expected: &Expected<'_>) -> Result<Claims, TokenFault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Unreadable)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenFault::Unreadable)?;
    let header: Header = part(header)?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).map_err(|_| TokenFault::Unreadable)?;
    let key = keys.iter().find(|key| key.fits(&header)).ok_or(TokenFault::UnknownKey)?;
    key.check(&header.alg, signed.as_bytes(), &signature)?;
    // Nothing of it was looked at before it was known to be the provider's.
    let claims: Claims = part(claims)?;
    claims.check(expected)?;
    Ok(claims)
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, TokenFault> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| TokenFault::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenFault::Unreadable)
}

impl PublicKey {
    /// Whether a token with this header can be signed by the key.
    fn fits(&self, header: &Header) -> bool {
        let kind = match header.alg.as_str() {
            "RS256" | "PS256" => "RSA",
            "ES256" => "EC",
            "EdDSA" => "OKP",
            _ => return false,
        };
        self.kty == kind
            && self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && self.alg.as_ref().is_none_or(|alg| *alg == header.alg)
            && header.kid.as_ref().is_none_or(|kid| self.kid.as_ref() == Some(kid))
    }

    fn check(&self, alg: &str, signed: &[u8], signature: &[u8]) -> Result<(), TokenFault> {
        let number = |text: &Option<String>| {
            let text = text.as_ref().ok_or(TokenFault::Unreadable)?;
            BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| TokenFault::Unreadable)
        };
        let rsa = |how: &RsaParameters| {
            let key = RsaPublicKeyComponents { n: number(&self.n)?, e: number(&self.e)? };
            key.verify(how, signed, signature).map_err(|_| TokenFault::Signature)
        };
        let other = |how: &'static dyn VerificationAlgorithm, key: Vec<u8>| {
            UnparsedPublicKey::new(how, key).verify(signed, signature).map_err(|_| TokenFault::Signature)
        };
        match (alg, self.crv.as_deref()) {
            ("RS256", _) => rsa(&RSA_PKCS1_2048_8192_SHA256),
            ("PS256", _) => rsa(&RSA_PSS_2048_8192_SHA256),
            ("ES256", Some("P-256")) => {
                // An uncompressed point (SEC 1, 2.3.3).
                let point = [&[4][..], &number(&self.x)?, &number(&self.y)?].concat();
                other(&ECDSA_P256_SHA256_FIXED, point)
            }
            ("EdDSA", Some("Ed25519")) => other(&ED25519, number(&self.x)?),
            _ => Err(TokenFault::UnknownKey),
        }
    }
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), TokenFault> {
        if self.iss != expected.issuer {
            return Err(TokenFault::Issuer);
        }
        let (among, several) = match &self.aud {
            Audience::One(one) => (one == expected.client, false),
            Audience::Many(many) => (many.iter().any(|one| one == expected.client), many.len() > 1),
        };
        let party = match &self.azp {
            Some(party) => party == expected.client,
            None => !several,
        };
        if !among || !party {
            return Err(TokenFault::Audience);
        }
        if self.nonce.as_deref() != Some(expected.nonce) {
            return Err(TokenFault::Nonce);
        }
        let now = expected.now.timestamp();
        if self.exp.saturating_add(SKEW) <= now || self.iat > now + SKEW {
            return Err(TokenFault::Time);
        }
        if self.sub.is_empty() || self.sub.len() > MAX_SUBJECT {
            return Err(TokenFault::Subject);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};
    use serde_json::{Value, json};

    const NOW: i64 = 1_800_000_000;

    fn pair() -> Ed25519KeyPair {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap()
    }

    fn public(pair: &Ed25519KeyPair) -> Vec<PublicKey> {
        let x = BASE64URL_NOPAD.encode(pair.public_key().as_ref());
        vec![serde_json::from_value(json!({"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": x})).unwrap()]
    }

    fn token(pair: &Ed25519KeyPair, header: &Value, change: &Value) -> String {
        let mut claims = json!({"iss": "https://p", "sub": "lan", "aud": "us", "nonce": "n",
            "exp": NOW + 600, "iat": NOW});
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let text = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", text(header), text(&claims));
        format!("{signed}.{}", BASE64URL_NOPAD.encode(pair.sign(signed.as_bytes()).as_ref()))
    }

    fn check(token: &str, keys: &[PublicKey]) -> Result<String, TokenFault> {
        let now = DateTime::from_timestamp(NOW, 0).unwrap();
        let expected = Expected { issuer: "https://p", client: "us", nonce: "n", now };
        verify(token, keys, &expected).map(|claims| claims.sub)
    }

    #[test]
    fn a_token_is_believed_when_everything_about_it_is_right() {
        let (pair, header) = (pair(), json!({"alg": "EdDSA", "kid": "1"}));
        let keys = public(&pair);
        for change in [json!({}), json!({"aud": ["us"]}), json!({"aud": ["us", "them"], "azp": "us"})] {
            assert_eq!(check(&token(&pair, &header, &change), &keys), Ok("lan".to_owned()), "{change}");
        }
        for (change, fault) in [
            (json!({"iss": "https://q"}), TokenFault::Issuer),
            (json!({"aud": "them"}), TokenFault::Audience),
            (json!({"aud": ["us", "them"]}), TokenFault::Audience),
            (json!({"azp": "them"}), TokenFault::Audience),
            (json!({"nonce": "m"}), TokenFault::Nonce),
            (json!({"nonce": null}), TokenFault::Nonce),
            (json!({"exp": NOW - 61}), TokenFault::Time),
            (json!({"exp": "soon"}), TokenFault::Unreadable),
            (json!({"iat": NOW + 61}), TokenFault::Time),
            (json!({"sub": ""}), TokenFault::Subject),
        ] {
            assert_eq!(check(&token(&pair, &header, &change), &keys), Err(fault), "{change}");
        }
    }

    #[test]
    fn only_the_keys_of_the_provider_sign() {
        let (pair, other) = (pair(), pair());
        let (keys, good) = (public(&pair), json!({"alg": "EdDSA", "kid": "1"}));
        assert_eq!(check(&token(&other, &good, &json!({})), &keys), Err(TokenFault::Signature));
        for header in
            [json!({"alg": "none"}), json!({"alg": "HS256", "kid": "1"}), json!({"alg": "EdDSA", "kid": "2"})]
        {
            assert_eq!(
                check(&token(&pair, &header, &json!({})), &keys),
                Err(TokenFault::UnknownKey),
                "{header}"
            );
        }
        let whole = token(&pair, &good, &json!({}));
        let (front, _) = whole.rsplit_once('.').unwrap();
        for broken in ["", "a.b", "a.b.c.d", front, &format!("{front}."), &whole[1..]] {
            assert!(check(broken, &keys).is_err(), "{broken}");
        }
    }
}
