//! Ed25519, for keys that are derived and never kept.

use ed25519_dalek::{Signer as _, SigningKey};

use super::key::Key;

/// A signing key; it wipes itself when dropped.
pub(crate) struct Signer(SigningKey);

impl Signer {
    pub(crate) fn from_seed(seed: &Key) -> Self {
        Self(SigningKey::from_bytes(seed.expose()))
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn signs_as_rfc_8032_section_7_1_does() {
        let seed = HEXLOWER.decode(b"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let signer = Signer::from_seed(&Key::from_bytes(seed.unwrap().try_into().unwrap()));
        assert_eq!(
            HEXLOWER.encode(&signer.public()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert!(HEXLOWER.encode(&signer.sign(b"")).starts_with("e5564300c360ac729086e2cc806e828a"));
    }
}
