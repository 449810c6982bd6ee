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

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;
    use crate::testing::seeded;

    #[test]
    fn opens_what_draft_irtf_cfrg_xchacha_appendix_a_3_1_sealed() {
        let key: [u8; 32] = core::array::from_fn(|at| 0x80 + at as u8);
        let nonce: [u8; NONCE] = core::array::from_fn(|at| 0x40 + at as u8);
        let bound = HEXLOWER.decode(b"50515253c0c1c2c3c4c5c6c7").unwrap();
        let ciphertext = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
                          731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
                          2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
                          21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780a\
                          cf49";
        let sealed = [&nonce[..], &HEXLOWER.decode(ciphertext.as_bytes()).unwrap()].concat();
        let opened = open(&Key::from_bytes(key), &bound, &sealed).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&opened),
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
             sunscreen would be it."
        );
        assert_eq!(open(&Key::from_bytes(key), b"elsewhere", &sealed), Err(DoesNotOpen));
    }

    #[test]
    fn sealing_twice_gives_different_bytes_of_the_stated_length() {
        let (key, rng) = (Key::make(&mut seeded(1)), &mut seeded(2));
        let [first, second] = [(); 2].map(|()| seal(&key, b"", b"Dear Bea", rng));
        assert_ne!(first, second);
        assert_eq!(first.len(), 8 + OVERHEAD);
    }
}
