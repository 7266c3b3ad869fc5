//! A certified provider of `OpenID` Connect, started on this machine, and somebody's browser at its pages.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use hailong::identity::oidc::{self, Config};
use ureq::Agent;

use super::support::between;
use crate::web::support::{TestServer, start_at};

/// npm's `oidc-provider`; it ends when dropped.
pub struct Provider {
    pub issuer: String,
    redirect: String,
    process: Child,
}

impl Provider {
    /// `said`: the methods of authentication that its tokens name, as JSON; `port` 0 is any.
    pub fn start(redirect: &str, said: &str, port: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc-provider");
        assert!(folder.join("node_modules").exists(), "the provider is not here: run .ci/setup --tests");
        let mut process = Command::new("node")
            .args(["provider.mjs", redirect, said, port])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut issuer = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        let issuer = issuer.trim().to_owned();
        assert!(issuer.starts_with("http://127.0.0.1:"), "{issuer:?}");
        Self { issuer, redirect: redirect.to_owned(), process }
    }

    /// The same provider with other keys.
    pub fn begin_anew(&mut self) {
        let port = self.issuer.rsplit(':').next().unwrap().to_owned();
        self.end();
        *self = Self::start(&self.redirect.clone(), "[]", &port);
    }

    pub fn end(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A service at which staff may sign in by the provider.
pub fn start_both(said: &str) -> (TestServer, Provider) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let public = format!("http://127.0.0.1:{port}");
    let provider = Provider::start(&format!("{public}/quan-tri/oidc"), said, "0");
    let config = Config {
        issuer: provider.issuer.clone(),
        client_id: "hailong".to_owned(),
        client_secret: Some("a secret with & and %".to_owned()),
        redirect: format!("{public}/quan-tri/oidc"),
        name: "Cổng định danh".to_owned(),
    };
    let known = Arc::new(oidc::Provider::new(config).unwrap());
    let address = format!("127.0.0.1:{port}").parse().unwrap();
    let server = start_at(address, move |settings| {
        settings.public_url = Some(public.clone());
        settings.oidc = Some(Arc::clone(&known));
    });
    (server, provider)
}

/// Goes through the provider's pages, signing in there as `login`, and gives the path on which one comes back.
pub fn through(provider: &Provider, address: &str, login: &str) -> String {
    let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
    let cookies = RefCell::new(BTreeMap::<String, String>::new());
    let keep = |response: &ureq::http::Response<ureq::Body>| {
        for header in response.headers().get_all("set-cookie") {
            let (name, rest) = header.to_str().unwrap().split_once('=').unwrap();
            cookies.borrow_mut().insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
    };
    let shown = || {
        let cookies = cookies.borrow();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    };
    let mut address = address.to_owned();
    for _ in 0..12 {
        if let Some(path) = address.strip_prefix(provider.redirect.trim_end_matches("/quan-tri/oidc")) {
            return path.to_owned();
        }
        let mut response = agent.get(&address).header("cookie", shown()).call().unwrap();
        keep(&response);
        if response.status() == 200 {
            let page = response.body_mut().read_to_string().unwrap();
            let action = between(&page, "action=\"", "\"");
            let prompt = between(&page, "name=\"prompt\" value=\"", "\"");
            let form = format!("prompt={prompt}&login={login}&password=x");
            let request = agent.post(action).header("cookie", shown());
            response = request.content_type("application/x-www-form-urlencoded").send(form).unwrap();
            keep(&response);
        }
        let next = response.headers().get("location").and_then(|value| value.to_str().ok());
        let next = next.unwrap_or_else(|| panic!("{address} answers {}", response.status())).to_owned();
        address = if next.starts_with('/') { format!("{}{next}", provider.issuer) } else { next };
    }
    panic!("the provider leads nowhere: {address}");
}
