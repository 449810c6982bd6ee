//! Randomness that repeats, for tests.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

/// A generator that always draws the same from the same seed.
pub(crate) fn seeded(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// The bytes that a frozen vector file holds under `name`, one `name hex` a line.
pub(crate) fn frozen(file: &str, name: &str) -> Vec<u8> {
    let line = file.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let hex = line.unwrap_or_else(|| panic!("the vector file has no line {name}"));
    data_encoding::HEXLOWER.decode(hex.trim().as_bytes()).unwrap()
}
