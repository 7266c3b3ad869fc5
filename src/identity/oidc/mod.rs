//! Sign-in at a provider of `OpenID` Connect: authorization code with PKCE, state and nonce.
//!
//! | file | what it does |
//! |---|---|
//! | `token` | whether a token of the provider is to be believed |
//! | `flow` | what a browser keeps between going to the provider and coming back |
//! | `link` | accounts and the identities their owners have linked |
//!
//! An account is made by an administrator, and its owner links it while signed in. Addresses of e-mail are never
//! compared: they are given to the next person, and whoever runs the provider can change them.

mod flow;
mod link;
mod token;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

pub use flow::{Flow, LASTS, Purpose, encoded};
pub use link::{Entered, Linked, link, linked, sign_in, unlink};
pub use token::TokenFault;
use token::{Expected, PublicKey};

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long addresses and keys of a provider are used before they are asked for again.
const FRESH: Duration = Duration::from_secs(3600);
/// How long keys are not asked for again because of a token with an unknown one, or after the provider was down.
const PAUSE: Duration = Duration::from_secs(10);
/// Longest answer of a provider.
const LONGEST: u64 = 1 << 20;
/// Words by which a provider says that more than a password was asked (RFC 8176).
const METHODS: [&str; 5] = ["mfa", "otp", "hwk", "sc", "pop"];
/// The same as a class of authentication.
const CLASSES: [&str; 4] = [
    "phr",
    "phrh",
    "https://refeds.org/profile/mfa",
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
];

/// What the provider and this service have agreed on.
#[derive(Clone)]
pub struct Config {
    /// Address of the provider, as its tokens have it.
    pub issuer: String,
    /// What the provider calls this service.
    pub client_id: String,
    /// The secret they share, if any.
    pub client_secret: Option<String>,
    /// Address at this service to which people come back.
    pub redirect: String,
    /// What people call the provider.
    pub name: String,
}

/// A provider.
pub struct Provider {
    config: Config,
    agent: Agent,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    found: Option<(Metadata, Instant)>,
    keys: Option<(Vec<PublicKey>, Instant)>,
    /// When the provider did not answer.
    down: Option<Instant>,
}

/// What a provider says about itself (`OpenID` Connect Discovery 1.0).
#[derive(Debug, Clone, Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// Who somebody is, as the provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// What it calls the person, for good.
    pub subject: String,
    /// Address or name, for people to recognize.
    pub name: String,
    /// Whether it asked for more than a password.
    pub multi_factor: bool,
}

/// Why somebody cannot be signed in by the provider.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It does not answer, or not as a provider does.
    #[error("the provider of OpenID Connect cannot be used: {0}")]
    Down(String),
    /// It does not take the code: used before, too old, or not from it.
    #[error("the provider of OpenID Connect does not take the code")]
    Code,
    /// Its token is not to be believed.
    #[error("a token of the provider of OpenID Connect is not believed: {0}")]
    Token(#[from] TokenFault),
}

/// Why a provider cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no issuer: use its https:// address (http:// on this machine only), without ? and #")]
pub struct BadIssuer(pub String);

impl fmt::Debug for Provider {
    // Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.config.issuer).finish_non_exhaustive()
    }
}

impl Provider {
    /// A provider that is asked nothing yet.
    ///
    /// # Errors
    /// When the issuer is no address that can be trusted.
    pub fn new(config: Config) -> Result<Self, BadIssuer> {
        let local = ["http://127.0.0.1", "http://[::1]", "http://localhost"];
        let on_this_machine = local.iter().any(|start| {
            let rest = config.issuer.strip_prefix(start);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
        let secure = config.issuer.starts_with("https://");
        if !(secure || on_this_machine) || config.issuer.contains(['?', '#', ' ']) {
            return Err(BadIssuer(config.issuer));
        }
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .https_only(secure)
            .tls_config(tls)
            .build()
            .new_agent();
        Ok(Self { config, agent, known: Mutex::default() })
    }

    /// What people call the provider.
    pub fn name(&self) -> &str {
        &self.config.name
    }

    /// The provider, as its tokens have it.
    pub fn issuer(&self) -> &str {
        &self.config.issuer
    }

    /// Where somebody goes to sign in. Blocks.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn address(&self, flow: &Flow) -> Result<String, Fault> {
        let start = self.metadata()?.authorization_endpoint;
        let pairs = [
            ("response_type", "code"),
            ("client_id", &self.config.client_id),
            ("redirect_uri", &self.config.redirect),
            ("scope", "openid email profile"),
            ("state", &flow.state),
            ("nonce", &flow.nonce),
            ("code_challenge", &flow.challenge()),
            ("code_challenge_method", "S256"),
        ];
        Ok(format!("{start}{}{}", if start.contains('?') { '&' } else { '?' }, encoded(&pairs)))
    }

    /// Who came back with the code. Blocks.
    ///
    /// # Errors
    /// When the provider is down, does not take the code, or says something that is not to be believed.
    pub fn redeem(&self, flow: &Flow, code: &str, now: DateTime<Utc>) -> Result<Identity, Fault> {
        let token = self.token(flow, code)?;
        let expected =
            Expected { issuer: &self.config.issuer, client: &self.config.client_id, nonce: &flow.nonce, now };
        let claims = match token::verify(&token, &self.keys(false)?, &expected) {
            // The provider may have begun to use a new key.
            Err(TokenFault::UnknownKey) => token::verify(&token, &self.keys(true)?, &expected)?,
            verified => verified?,
        };
        let class = claims.acr.as_deref().is_some_and(|class| CLASSES.contains(&class));
        let multi_factor = class || claims.amr.iter().any(|method| METHODS.contains(&method.as_str()));
        let name = claims.email.or(claims.preferred_username).unwrap_or_else(|| claims.sub.clone());
        let name = name.chars().filter(|sign| !sign.is_control()).take(200).collect();
        Ok(Identity { issuer: self.config.issuer.clone(), subject: claims.sub, name, multi_factor })
    }

    /// Exchanges the code for the token.
    fn token(&self, flow: &Flow, code: &str) -> Result<String, Fault> {
        let address = self.metadata()?.token_endpoint;
        let Config { client_id, client_secret, redirect, .. } = &self.config;
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", flow.verifier.as_str()),
        ];
        let mut request = self.agent.post(&address).header("accept", "application/json");
        if let Some(secret) = client_secret {
            let part = |text: &str| encoded(&[("", text)])[1..].to_owned();
            let both = BASE64.encode(format!("{}:{}", part(client_id), part(secret)).as_bytes());
            request = request.header("authorization", format!("Basic {both}"));
        } else {
            pairs.push(("client_id", client_id));
        }
        let request = request.content_type("application/x-www-form-urlencoded");
        let mut response = request.send(encoded(&pairs)).map_err(|fault| Fault::Down(fault.to_string()))?;
        match response.status().as_u16() {
            200 => {}
            400 => return Err(Fault::Code),
            status => return Err(Fault::Down(format!("{address} answers {status}"))),
        }
        let body = response.body_mut().with_config().limit(LONGEST).read_to_vec();
        let body = body.map_err(|fault| Fault::Down(fault.to_string()))?;
        let tokens: Tokens = serde_json::from_slice(&body).map_err(|_| TokenFault::Unreadable)?;
        Ok(tokens.id_token)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the provider says about itself.
    fn metadata(&self) -> Result<Metadata, Fault> {
        if let Some((found, at)) = &self.lock().found
            && at.elapsed() < FRESH
        {
            return Ok(found.clone());
        }
        let address =
            format!("{}/.well-known/openid-configuration", self.config.issuer.trim_end_matches('/'));
        let found: Metadata = self.ask(&address)?;
        if found.issuer != self.config.issuer {
            return Err(Fault::Down(format!("it calls itself {}", found.issuer)));
        }
        self.lock().found = Some((found.clone(), Instant::now()));
        Ok(found)
    }

    /// The keys of the provider; `new`: others than those known, if there are any.
    fn keys(&self, new: bool) -> Result<Vec<PublicKey>, Fault> {
        let fresh = if new { PAUSE } else { FRESH };
        if let Some((keys, at)) = &self.lock().keys
            && at.elapsed() < fresh
        {
            return Ok(keys.clone());
        }
        let set: KeySet = self.ask(&self.metadata()?.jwks_uri)?;
        // Keys of kinds that are not known here are none of ours to read.
        let keys: Vec<PublicKey> =
            set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        self.lock().keys = Some((keys.clone(), Instant::now()));
        Ok(keys)
    }

    fn ask<T: DeserializeOwned>(&self, address: &str) -> Result<T, Fault> {
        if self.lock().down.is_some_and(|at| at.elapsed() < PAUSE) {
            return Err(Fault::Down("it did not answer a moment ago".to_owned()));
        }
        let asked = self.get(address);
        self.lock().down = asked.is_err().then(Instant::now);
        asked.map_err(Fault::Down)
    }

    fn get<T: DeserializeOwned>(&self, address: &str) -> Result<T, String> {
        let mut response = self.agent.get(address).call().map_err(|fault| fault.to_string())?;
        if response.status() != 200 {
            return Err(format!("{address} answers {}", response.status()));
        }
        let body = response.body_mut().with_config().limit(LONGEST).read_to_vec();
        let body = body.map_err(|fault| fault.to_string())?;
        serde_json::from_slice(&body).map_err(|fault| format!("{address}: {fault}"))
    }
}
