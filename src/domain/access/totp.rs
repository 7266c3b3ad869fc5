//! Codes of an authenticator app: TOTP (RFC 6238) over HOTP (RFC 4226), HMAC-SHA-1, six digits, thirty seconds, as
//! every app understands it.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds a code is shown.
pub const PERIOD_SECONDS: i64 = 30;
/// Digits of a code.
pub const CODE_DIGITS: usize = 6;
/// Steps by which the clock of a phone may be off, in both directions.
const DRIFT: i64 = 1;

/// The code of a time step (seconds since 1970 divided by [`PERIOD_SECONDS`]).
pub fn code_at(secret: &[u8], step: i64) -> String {
    // HMAC takes keys of any length.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    let digest = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let cut = digest.iter().skip(offset).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (cut & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code this is, among those near `seconds` (since 1970) and after the step of the last code that
/// was accepted: a code is never accepted twice. All are compared, in the same time whichever it is.
pub fn matching_step(secret: &[u8], code: &str, seconds: i64, last: i64) -> Option<i64> {
    let now = seconds.div_euclid(PERIOD_SECONDS);
    let mut found = None;
    for step in now - DRIFT..=now + DRIFT {
        if same(code_at(secret, step).as_bytes(), code.as_bytes()) && step > last {
            found = Some(step);
        }
    }
    found
}

/// Compares without stopping at the first difference.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key of the test vectors of RFC 6238, appendix B; the last six of their eight digits.
    const KEY: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(KEY, seconds / PERIOD_SECONDS), code, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_or_late_and_once() {
        let now = 1_111_111_111;
        let step = now / PERIOD_SECONDS;
        for off in -1..=1 {
            assert_eq!(matching_step(KEY, &code_at(KEY, step + off), now, 0), Some(step + off));
        }
        for off in [-2, 2] {
            assert_eq!(matching_step(KEY, &code_at(KEY, step + off), now, 0), None);
        }
        assert_eq!(matching_step(KEY, &code_at(KEY, step), now, step), None, "used before");
        assert_eq!(matching_step(KEY, &code_at(KEY, step - 1), now, step), None, "older than one used");
        assert_eq!(matching_step(KEY, &code_at(KEY, step + 1), now, step), Some(step + 1));
        for wrong in ["", "1", "05047", "0504711", "abcdef"] {
            assert_eq!(matching_step(KEY, wrong, now, 0), None, "{wrong}");
        }
    }
}
