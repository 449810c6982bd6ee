//! The device key: it opens the vault without a passphrase, so it hides and does not protect. Whoever can read this
//! folder as its owner can open what is in it.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const NONCE: usize = 24;
const BOUND: &[u8] = b"held/device-key/v1";

/// A new key.
pub(super) fn make(rng: &mut impl CryptoRng) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    rng.fill_bytes(key.as_mut());
    key
}

/// Seals `secret`: nonce, then ciphertext.
pub(super) fn seal(key: &[u8; 32], secret: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: BOUND })
        .expect("a secret is far shorter than the cipher's limit of 256 GiB");
    [&nonce[..], &sealed].concat()
}

/// Opens what [`seal`] made.
pub(super) fn open(key: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new_from_slice(key).ok()?;
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: BOUND }).ok().map(Zeroizing::new)
}
