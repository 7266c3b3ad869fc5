//! Folders for the files of tests, one per test process below the target directory, so that no run
//! meets another's files. What a killed run leaves is removed by the next one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// This process's own folder. The lock in it lives as long as the process and tells other runs so.
struct OwnFolder {
    path: PathBuf,
    _alive: File,
}

static OWN: LazyLock<OwnFolder> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hailong");
    fs::create_dir_all(&root).unwrap();
    // Nobody sweeps between the creation of a folder and the locking of its file.
    let turn = File::create(root.join("sweep.lock")).unwrap();
    turn.lock().unwrap();
    for entry in fs::read_dir(&root).unwrap().map(Result::unwrap) {
        let alive = File::open(entry.path().join("alive"));
        if entry.path().is_dir() && alive.is_ok_and(|alive| alive.try_lock().is_ok()) {
            // Its server may still be ending; what cannot be removed now is removed next time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let path = root.join(std::process::id().to_string());
    fs::create_dir_all(&path).unwrap();
    let alive = File::create(path.join("alive")).unwrap();
    alive.lock().unwrap();
    OwnFolder { path, _alive: alive }
});

/// A folder of this call alone, not created yet; gone at the latest with the next run.
pub fn own_folder(name: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    OWN.path.join(format!("{name}-{}", COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// Programs that were fetched for one test run serve the next ones too.
pub fn shared_programs() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pgbin");
    fs::create_dir_all(&path).unwrap();
    path
}

/// A folder that is removed at the end of the test.
pub struct TestFolder(PathBuf);

impl TestFolder {
    pub fn new(name: &str) -> Self {
        let path = own_folder(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TestFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn tests_that_chose_the_same_name_have_folders_of_their_own() {
    let (one, other) = (TestFolder::new("same"), TestFolder::new("same"));
    fs::write(one.path().join("file"), "kept").unwrap();
    drop(other);
    assert_eq!(fs::read_to_string(one.path().join("file")).unwrap(), "kept");
}
