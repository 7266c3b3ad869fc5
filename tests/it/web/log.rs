//! Everything the program logs during the tests, kept to look for what must not be in it.

use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The agent every request of the tests names.
pub const AGENT: &str = "visitor-agent-7f3a";

static LINES: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| {
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(|| Keeper)
        .with_ansi(false)
        .without_time()
        .finish();
    // Another test may have set its own; then nothing can be said here and the test below fails.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Mutex::default()
});

struct Keeper;

impl Write for Keeper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts listening, once.
pub fn listen() {
    LazyLock::force(&LINES);
}

/// Everything logged so far.
pub fn lines() -> String {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&lines).into_owned()
}
