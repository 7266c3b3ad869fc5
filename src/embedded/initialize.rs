//! Makes a new cluster beside its final place and moves it there when it is complete: a cluster
//! that carries its final name was never interrupted while being made.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Output;
use std::thread::sleep;
use std::time::Duration;

use super::Purpose;
use super::binaries::Binaries;
use super::config::STARTING_VALUES;
use super::error::Error;
use super::fetch::last_words;
use super::layout::Layout;
use super::privileges::{Folder, Identity, data_argument};
use super::process::Signal;
use super::wire::USER;

const UNFINISHED: &str = "postgres.new";

/// With C.UTF-8 `lower('Đ')` is right and sorting needs no tables; some systems lack it.
const LOCALES: [&str; 2] = ["C.UTF-8", "en_US.UTF-8"];

/// Makes the cluster of `layout`, which must not exist.
pub(super) fn initialize(
    layout: &Layout,
    identity: &Identity,
    binaries: &Binaries,
    purpose: Purpose,
) -> Result<(), Error> {
    tracing::info!("creating a PostgreSQL {} cluster in {}", binaries.major, layout.cluster.display());
    sweep(&layout.data)?;
    // A name of its own: an `initdb` that survived its parent would clean up under its own name.
    let unfinished = layout.data.join(format!("{UNFINISHED}-{}", std::process::id()));
    let complain = |what: &str| Error::io(format!("{what} {}", unfinished.display()));
    DirBuilder::new().mode(0o700).create(&unfinished).map_err(complain("create"))?;
    let folder = Folder::open(&unfinished).map_err(complain("open"))?;
    identity.give_folder(&folder)?;
    run_initdb(layout, identity, binaries, purpose, &folder)?;
    add_settings(&unfinished.join("postgresql.conf")).map_err(complain("configure"))?;
    sync(&unfinished).map_err(complain("flush"))?;
    fs::rename(&unfinished, &layout.cluster).map_err(complain("put into place"))?;
    sync(&layout.data).map_err(complain("flush the folder above"))
}

fn run_initdb(
    layout: &Layout,
    identity: &Identity,
    binaries: &Binaries,
    purpose: Purpose,
    folder: &Folder,
) -> Result<(), Error> {
    let mut detail = String::new();
    for locale in LOCALES {
        // Killed with us, not interrupted: an interrupted initdb would take its time to clean up.
        let mut initdb = identity.command(&binaries.dir.join("initdb"), &[folder], Signal::Kill);
        initdb.args(data_argument(identity, folder));
        initdb.args(["--username", USER, "--encoding=UTF8", "--auth=trust", "--data-checksums"]);
        initdb.arg(format!("--locale={locale}"));
        if purpose == Purpose::Test {
            initdb.arg("--no-sync");
        }
        let Output { status, stdout, stderr } = initdb.output().map_err(Error::io("run initdb"))?;
        if status.success() {
            return Ok(());
        }
        let stderr = String::from_utf8_lossy(&stderr);
        detail = last_words(if stderr.trim().is_empty() {
            std::str::from_utf8(&stdout).unwrap_or_default()
        } else {
            &stderr
        });
        if !stderr.contains("invalid locale") {
            break;
        }
    }
    Err(Error::Create { cluster: layout.cluster.clone(), detail })
}

fn add_settings(file: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).open(file)?;
    file.write_all(STARTING_VALUES.as_bytes())?;
    file.sync_all()
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Removes what an interrupted run left. A child of its `initdb` may still be writing for a moment,
/// so a folder that fills up again while it is emptied is tried again.
fn sweep(data: &Path) -> Result<(), Error> {
    let complain = || Error::io(format!("read {}", data.display()));
    for entry in fs::read_dir(data).map_err(complain())? {
        let entry = entry.map_err(complain())?;
        if !entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            continue;
        }
        let mut outcome = Ok(());
        for _ in 0..100 {
            outcome = fs::remove_dir_all(entry.path());
            match &outcome {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => outcome = Ok(()),
                _ => {}
            }
            if outcome.is_ok() {
                break;
            }
            sleep(Duration::from_millis(20));
        }
        outcome.map_err(Error::io(format!("remove the unfinished {}", entry.path().display())))?;
    }
    Ok(())
}
