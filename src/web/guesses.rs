//! Holds back the answers to wrong tickets.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;

use crate::domain::access::WrongCodes;

/// Answers that wait at once. More would only fill the memory: whoever sends them all together does not wait for
/// answers anyway.
const MOST: usize = 1000;

/// How many wrong codes have come lately, for the whole service.
#[derive(Debug)]
pub(super) struct Guesses {
    lately: Mutex<(WrongCodes, Instant)>,
    waiting: AtomicUsize,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { lately: Mutex::new((WrongCodes::default(), Instant::now())), waiting: AtomicUsize::new(0) }
    }
}

impl Guesses {
    /// Counts wrong codes and waits as long as their answer has to.
    pub(super) async fn slow(&self, wrong: u32) {
        let wait = self.count(wrong);
        if self.waiting.fetch_add(1, Ordering::Relaxed) < MOST {
            sleep(wait).await;
        }
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    fn count(&self, wrong: u32) -> Duration {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, at) = *lately;
        let now = before.after(at.elapsed()).with(wrong);
        *lately = (now, Instant::now());
        now.wait()
    }
}
