//! The library draws from an older `rand_core`; here it is handed the randomness that we were handed.

use opaque_ke::rand::{CryptoRng, Error, RngCore};

/// A source of randomness of today, as `rand_core` 0.6 knew them.
pub(crate) struct Older<'a, R>(pub(crate) &'a mut R);

impl<R: rand_core::CryptoRng> RngCore for Older<'_, R> {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, to: &mut [u8]) {
        self.0.fill_bytes(to);
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Error> {
        self.0.fill_bytes(to);
        Ok(())
    }
}

impl<R: rand_core::CryptoRng> CryptoRng for Older<'_, R> {}
