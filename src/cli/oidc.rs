//! Where staff may sign in besides this service.

use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use clap::Args;

use super::Failure;
use crate::identity::oidc::{Config, Provider};

/// Where people come back to.
const BACK: &str = "/quan-tri/oidc";

/// Where staff may sign in besides this service.
#[derive(Debug, Clone, Default, Args)]
pub struct OpenId {
    /// Address of a provider of `OpenID` Connect at which staff may sign in; needs --public-url
    #[arg(
        long = "oidc-issuer",
        value_name = "URL",
        env = "HAILONG_OIDC_ISSUER",
        requires_all = ["client_id", "public_url"]
    )]
    pub issuer: Option<String>,
    /// What the provider calls this service
    #[arg(long = "oidc-client-id", value_name = "ID", env = "HAILONG_OIDC_CLIENT_ID")]
    pub client_id: Option<String>,
    /// File with the secret shared with the provider; or the secret itself in `HAILONG_OIDC_CLIENT_SECRET`
    #[arg(long = "oidc-client-secret-file", value_name = "FILE", env = "HAILONG_OIDC_CLIENT_SECRET_FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// What people call the provider [default: its host]
    #[arg(long = "oidc-name", value_name = "NAME", env = "HAILONG_OIDC_NAME")]
    pub name: Option<String>,
}

impl OpenId {
    /// The provider, where one is set.
    pub fn provider(&self, public_url: Option<&str>) -> Result<Option<Arc<Provider>>, Failure> {
        let (Some(issuer), Some(client_id), Some(public_url)) = (&self.issuer, &self.client_id, public_url)
        else {
            return Ok(None);
        };
        let secret = match &self.client_secret_file {
            Some(file) => Some(
                fs::read_to_string(file)
                    .map_err(|fault| format!("cannot read {}: {fault}", file.display()))?,
            ),
            None => env::var("HAILONG_OIDC_CLIENT_SECRET").ok(),
        };
        let host = issuer.split_once("://").map_or(issuer.as_str(), |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or(host);
        let config = Config {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            client_secret: secret.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
            redirect: format!("{}{BACK}", public_url.trim_end_matches('/')),
            name: self.name.clone().unwrap_or_else(|| host.to_owned()),
        };
        Ok(Some(Arc::new(Provider::new(config)?)))
    }
}
