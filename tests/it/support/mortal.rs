//! An instance of the program that dies at a chosen moment.

use std::convert::Infallible;

use rand::rand_core::{TryCryptoRng, TryRng};

/// Randomness that makes its user die after a number of calls.
pub struct Mortal(pub u32);

impl Mortal {
    fn live(&mut self) -> u32 {
        self.0 = self.0.checked_sub(1).expect("the instance dies here");
        self.0.wrapping_mul(0x9e37_79b9)
    }
}

impl TryRng for Mortal {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.live())
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from(self.live()))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(u8::try_from(self.live() % 256).unwrap());
        Ok(())
    }
}

impl TryCryptoRng for Mortal {}
