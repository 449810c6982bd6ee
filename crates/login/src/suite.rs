//! The one suite: which group, which exchange, what stretching costs, and what is authenticated beside the passphrase.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use opaque_ke::errors::InternalError;
use opaque_ke::generic_array::{ArrayLength, GenericArray};
use opaque_ke::ksf::Ksf;
use opaque_ke::{CipherSuite, Identifiers, Ristretto255, TripleDh};
use protocol::account::AccountName;
use zeroize::Zeroize as _;

/// Both ends take it into what they authenticate: nothing said here can be replayed into another protocol or version.
pub(crate) const CONTEXT: &[u8] = b"held/login/v1";

pub(crate) struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Stretching;
}

/// Who takes part: her under her account's name, and the server under its key.
pub(crate) fn identifiers(name: &AccountName) -> Identifiers<'_> {
    Identifiers { client: Some(name.as_str().as_bytes()), server: None }
}

/// What each guess costs: Argon2id. Not stored anywhere and not for the server to choose, so it cannot be lowered.
#[derive(Clone, Copy)]
pub(crate) struct Stretching {
    memory_kib: u32,
    passes: u32,
}

impl Stretching {
    const FULL: Self = Self { memory_kib: 64 * 1024, passes: 3 };
    #[cfg(any(test, feature = "quick"))]
    pub(crate) const QUICK: Self = Self { memory_kib: 8, passes: 1 };
}

impl Default for Stretching {
    fn default() -> Self {
        Self::FULL
    }
}

impl Ksf for Stretching {
    fn hash<L: ArrayLength<u8>>(
        &self,
        input: GenericArray<u8, L>,
    ) -> Result<GenericArray<u8, L>, InternalError> {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(L::USIZE))
            .map_err(|_| InternalError::KsfError)?;
        let mut memory = vec![Block::default(); params.block_count()];
        let mut stretched = GenericArray::default();
        // As RFC 9807 has it, without salt: the input already differs for each account and each server.
        let made = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
            &input,
            &[0; 16],
            &mut stretched,
            &mut memory,
        );
        memory.iter_mut().for_each(|block| block.as_mut().zeroize());
        made.map(|()| stretched).map_err(|_| InternalError::KsfError)
    }
}
