//! The address under which people reach the service.

use std::fmt;
use std::str::FromStr;

use super::unit::UnitCode;
use super::wave::WaveId;

/// Where people reach the service, e.g. `https://khaosat.example.gov.vn`: scheme, host, perhaps a port, no slash
/// at the end. It is printed on posters and put into other sites, so it is plain ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why a text is no public address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// Neither `http://` nor `https://` stands in front.
    #[error("an address begins with https:// (or http://), e.g. https://khaosat.example.gov.vn")]
    Scheme,
    /// No host, or one with signs that are in no host.
    #[error(
        "{0:?} is no host; write a name in its ASCII form (xn--… where it has diacritics) or an address, and a port after a colon"
    )]
    Host(String),
    /// Something after the host: pages link to one another from the top of the host.
    #[error("an address ends with its host (and port); the service does not live under {0:?}")]
    Path(String),
    /// Longer than [`PublicUrl::MAX_LENGTH`].
    #[error("a public address has at most {max} characters, this one has {0}", max = PublicUrl::MAX_LENGTH)]
    TooLong(usize),
}

impl PublicUrl {
    /// Longest address, in characters: with the longest unit code it still makes a QR code that old phones read.
    pub const MAX_LENGTH: usize = 120;

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a place that stays true over all surveys: `…/d/{unit}`.
    pub fn short_link(&self, unit: &UnitCode) -> String {
        format!("{self}/d/{unit}")
    }

    /// The address of one survey at a place.
    pub fn form(&self, wave: &WaveId, unit: &UnitCode) -> String {
        format!("{self}/khao-sat/{wave}?unit={unit}")
    }

    /// The page of the results of a wave, at a unit and compared with an earlier wave where there are such.
    pub fn results(&self, wave: &WaveId, unit: Option<&UnitCode>, compare: Option<&WaveId>) -> String {
        let unit = unit.map(|unit| format!("unit={unit}"));
        let compare = compare.map(|wave| format!("compare={wave}"));
        let query: Vec<String> = unit.into_iter().chain(compare).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{self}/ket-qua/{wave}{mark}{}", query.join("&"))
    }

    /// Whether it leads to the machine itself, where no visitor gets.
    pub fn is_local(&self) -> bool {
        let (_, authority) = self.0.split_once("://").unwrap_or_default();
        let host = host_of(authority).0;
        let name = host == "localhost" || host.ends_with(".localhost");
        let digits = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        name || (digits && host.starts_with("127.")) || matches!(host, "[::1]" | "[::]" | "0.0.0.0")
    }
}

/// The same page of results about another unit.
pub fn about(page: &str, unit: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let others = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("unit="));
    let query: Vec<String> =
        std::iter::once(format!("unit={unit}")).chain(others.map(str::to_owned)).collect();
    format!("{path}?{}", query.join("&"))
}

/// Host, and what stands behind the colon after it.
fn host_of(authority: &str) -> (&str, Option<&str>) {
    let end =
        if authority.starts_with('[') { authority.find(']').map(|end| end + 1) } else { authority.find(':') };
    let (host, rest) = authority.split_at(end.unwrap_or(authority.len()));
    (host, rest.strip_prefix(':').or((!rest.is_empty()).then_some("")))
}

fn is_host(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match bracketed {
        Some(inner) => {
            inner.len() > 1
                && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.')
        }
        None => host.bytes().all(plain) && host.bytes().any(|byte| byte.is_ascii_alphanumeric()),
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").ok_or(PublicUrlError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err(PublicUrlError::Scheme);
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (host, port) = host_of(authority);
        let good_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        if !is_host(host) || !good_port {
            return Err(PublicUrlError::Host(authority.to_owned()));
        }
        if !path.bytes().all(|byte| byte == b'/') {
            return Err(PublicUrlError::Path(path.to_owned()));
        }
        let address = format!("{scheme}://{}", authority.to_ascii_lowercase());
        if address.len() > Self::MAX_LENGTH {
            return Err(PublicUrlError::TooLong(address.len()));
        }
        Ok(Self(address))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, PublicUrlError> {
        text.parse::<PublicUrl>().map(|url| url.to_string())
    }

    #[test]
    fn an_address_is_kept_in_one_spelling() {
        for (text, kept) in [
            ("https://khaosat.example.gov.vn", "https://khaosat.example.gov.vn"),
            (" HTTPS://KhaoSat.example.gov.vn/ ", "https://khaosat.example.gov.vn"),
            ("http://192.168.1.20:8080", "http://192.168.1.20:8080"),
            ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_people_could_not_type_or_follow_is_refused() {
        for text in ["", "khaosat.example.gov.vn", "ftp://example.gov.vn", "javascript://x"] {
            assert_eq!(read(text), Err(PublicUrlError::Scheme), "{text}");
        }
        for text in [
            "https://",
            "https:///d",
            "https://a b",
            "https://khảosát.vn",
            "https://me@host",
            "https://h:0",
            "https://h:x",
            "https://[::1",
            "https://..",
        ] {
            assert!(matches!(read(text), Err(PublicUrlError::Host(_))), "{text}: {:?}", read(text));
        }
        for text in
            ["https://h?x=1", "https://h/khao-sat", "https://h/#a", "https://h/a b", "https://h/\"><script>"]
        {
            assert!(matches!(read(text), Err(PublicUrlError::Path(_))), "{text}");
        }
        assert_eq!(read(&format!("https://{}", "x".repeat(113))), Err(PublicUrlError::TooLong(121)));
    }

    #[test]
    fn the_machine_itself_is_no_place_for_visitors() {
        for (text, local) in [
            ("http://127.0.0.1:8080", true),
            ("http://localhost", true),
            ("http://[::1]:8080/", true),
            ("http://0.0.0.0:8080", true),
            ("http://192.168.1.20:8080", false),
            ("https://localhost.example.gov.vn", false),
            ("https://127.example.gov.vn", false),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().is_local(), local, "{text}");
        }
    }
}
