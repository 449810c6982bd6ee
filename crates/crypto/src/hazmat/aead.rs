//! XChaCha20-Poly1305 with a random 24-byte nonce in front: large enough that random nonces do not repeat.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::key::Key;

pub(crate) const NONCE: usize = 24;
pub(crate) const TAG: usize = 16;
/// How much longer the sealed bytes are than what they hold.
pub(crate) const OVERHEAD: usize = NONCE + TAG;

/// What was sealed does not open with this key and this associated data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DoesNotOpen;

/// Seals `plaintext`, bound to `bound`, as nonce and ciphertext with its tag.
pub(crate) fn seal(
    key: &Key,
    bound: &[u8],
    plaintext: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let ciphertext = XChaCha20Poly1305::new(key.expose().into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plaintext, aad: bound })
        .expect("the cipher's limit of 256 GiB is above every limit of ours");
    [&nonce[..], &ciphertext].concat()
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(DoesNotOpen)?;
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: bound })
        .map(Zeroizing::new)
        .map_err(|_| DoesNotOpen)
}
