//! HKDF-SHA-512 (RFC 5869) with a label for each use, so that no two uses can ever meet in one key.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Sha256, Sha512};

use super::key::Key;

/// Derives a key from `secret` for the use that `label` and the `context` parts name.
///
/// Every label ends in a zero byte and the parts that follow it have fixed lengths (the last may vary), so that
/// different uses never make the same input.
pub(crate) fn derive(secret: &Key, label: &Label, context: &[&[u8]]) -> Key {
    derive_from(secret.expose(), label, context)
}

/// The same from a secret that is longer than a key.
pub(crate) fn derive_from(secret: &[u8], label: &Label, context: &[&[u8]]) -> Key {
    let mut info = Vec::with_capacity(64);
    info.extend_from_slice(label.0);
    context.iter().for_each(|part| info.extend_from_slice(part));
    let mut key = Key::from_bytes([0; 32]);
    Hkdf::<Sha512>::new(None, secret)
        .expand(&info, key.expose_mut())
        .expect("32 bytes are far below HKDF's limit of 255 blocks");
    key
}

/// HMAC-SHA-256 of `message`.
pub(crate) fn hmac_sha256(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// The name of one use of a secret.
pub(crate) struct Label(&'static [u8]);

impl Label {
    /// `name` must end in a zero byte; this is checked while compiling when used in a `const`.
    pub(crate) const fn new(name: &'static [u8]) -> Self {
        assert!(matches!(name.last(), Some(0)), "a label ends in a zero byte");
        Self(name)
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn the_library_agrees_with_rfc_5869_appendix_a_1() {
        let salt: Vec<u8> = (0..=0x0c).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let mut okm = [0; 42];
        Hkdf::<Sha256>::new(Some(&salt), &[0x0b; 22]).expand(&info, &mut okm).unwrap();
        assert_eq!(
            HEXLOWER.encode(&okm),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        );
    }

    #[test]
    fn our_use_is_rfc_5869_spelt_out_with_hmac_sha_512() {
        fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
            let mut mac = Hmac::<Sha512>::new_from_slice(key).unwrap();
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        }
        const LABEL: Label = Label::new(b"a label\0");
        let pseudorandom = hmac(&[0; 64], &[7; 32]);
        let expanded = hmac(&pseudorandom, b"a label\0one two\x01");
        let key = derive(&Key::from_bytes([7; 32]), &LABEL, &[b"one ", b"two"]);
        assert_eq!(key.expose()[..], expanded[..32]);
    }
}
