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
    let mut info = Vec::with_capacity(64);
    info.extend_from_slice(label.0);
    context.iter().for_each(|part| info.extend_from_slice(part));
    let mut key = Key::from_bytes([0; 32]);
    Hkdf::<Sha512>::new(None, secret.expose())
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
