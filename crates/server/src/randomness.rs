//! Where the server's randomness comes from: the system, or a seed where a run has to be the same again.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use getrandom::SysRng;
use protocol::{Capability, Digest};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _, UnwrapErr};

/// A source of randomness. Cloning shares it; `Debug` shows nothing.
#[derive(Clone, Default)]
pub struct Randomness(Option<Arc<Mutex<ChaCha20Rng>>>);

impl Randomness {
    /// The system's.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }

    /// One that is the same in each run: for tests and journeys, and nothing else.
    #[must_use]
    pub fn seeded(seed: [u8; 32]) -> Self {
        Self(Some(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed)))))
    }

    /// A generator of its own for one request, which may go to another thread.
    pub(crate) fn generator(&self) -> ChaCha20Rng {
        match &self.0 {
            Some(seeded) => {
                ChaCha20Rng::from_rng(&mut *seeded.lock().unwrap_or_else(PoisonError::into_inner))
            }
            None => ChaCha20Rng::from_rng(&mut UnwrapErr(SysRng)),
        }
    }

    /// A new secret to hand out.
    pub(crate) fn capability(&self) -> Capability {
        Capability(self.bytes())
    }

    /// Something that nobody can guess.
    pub(crate) fn digest(&self) -> Digest {
        Digest(self.bytes())
    }

    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.generator().fill_bytes(&mut bytes);
        bytes
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Randomness(hidden)")
    }
}
