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

#[cfg(test)]
mod tests {
    use argon2::{AssociatedData, ParamsBuilder};
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn the_library_agrees_with_rfc_9106_section_5_3() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(HEXLOWER.encode(&tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    #[test]
    fn our_use_agrees_with_the_reference_implementation() {
        // From the reference C code: "slow river", two passes over 19 MiB, one lane, 32 bytes.
        let stretch = Stretch { memory_kib: 19 * 1024, passes: 2, lanes: 1, salt: b"0123456789abcdef" };
        let key = argon2id(b"slow river", &stretch).unwrap();
        assert_eq!(
            HEXLOWER.encode(key.expose()),
            "a3bfa3ccbf889b7cfe78665591de92e377e12548333d391ef22f7214e74b99ab"
        );
    }
}
