//! Argon2id (RFC 9106, version 0x13) with its memory wiped afterwards.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize as _;

use super::key::Key;

/// Cost and salt of one stretching, already checked by the caller.
pub(crate) struct Stretch<'a> {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
    pub(crate) salt: &'a [u8; 16],
}

/// Stretches `secret` into a key; `None` if Argon2 itself refuses the parameters.
pub(crate) fn argon2id(secret: &[u8], stretch: &Stretch<'_>) -> Option<Key> {
    let params = Params::new(stretch.memory_kib, stretch.passes, stretch.lanes, Some(Key::LENGTH)).ok()?;
    let mut memory = vec![Block::default(); params.block_count()];
    let mut key = Key::from_bytes([0; 32]);
    let made = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        secret,
        stretch.salt,
        key.expose_mut(),
        &mut memory,
    );
    memory.iter_mut().for_each(|block| block.as_mut().zeroize());
    made.ok().map(|()| key)
}
