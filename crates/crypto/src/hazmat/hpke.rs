//! HPKE (RFC 9180) in base mode with one suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

type SecretKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type OneTimeKey = <X25519HkdfSha256 as Kem>::EncappedKey;

const ONE_TIME_KEY: usize = 32;

/// RFC 9180's `DeriveKeyPair`.
pub(crate) fn derive_secret_key(seed: &[u8; 32]) -> [u8; 32] {
    X25519HkdfSha256::derive_keypair(seed).0.to_bytes().into()
}

pub(crate) fn public_key(secret: &[u8; 32]) -> [u8; 32] {
    let secret = SecretKey::from_bytes(secret).expect("any 32 bytes are an X25519 secret key");
    X25519HkdfSha256::sk_to_pk(&secret).to_bytes().into()
}

/// One-time key and ciphertext; `None` if `to` is a key that would make the result readable by everyone.
pub(crate) fn seal(
    to: &[u8; 32],
    info: &[u8],
    bound: &[u8],
    plaintext: &[u8],
    mut rng: &mut (impl CryptoRng + ?Sized),
) -> Option<Vec<u8>> {
    let to = PublicKey::from_bytes(to).ok()?;
    let (one_time, ciphertext) = hpke::single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &to, info, plaintext, bound, &mut rng)
    .ok()?;
    Some([&one_time.to_bytes()[..], &ciphertext].concat())
}

/// Opens what [`seal`] made; `None` if it does not open.
pub(crate) fn open(
    secret: &[u8; 32],
    info: &[u8],
    bound: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let secret = SecretKey::from_bytes(secret).ok()?;
    let (one_time, ciphertext) = sealed.split_at_checked(ONE_TIME_KEY)?;
    let one_time = OneTimeKey::from_bytes(one_time).ok()?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &one_time,
        info,
        ciphertext,
        bound,
    )
    .ok()
    .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use core::convert::Infallible;

    use data_encoding::HEXLOWER;
    use rand_core::{TryCryptoRng, TryRng};

    use super::*;

    /// Draws exactly these bytes, once.
    struct Draws(Vec<u8>);

    impl TryRng for Draws {
        type Error = Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            unimplemented!("HPKE only fills bytes")
        }
        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            unimplemented!("HPKE only fills bytes")
        }
        fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
            into.copy_from_slice(&self.0.split_off(self.0.len() - into.len()));
            Ok(())
        }
    }

    impl TryCryptoRng for Draws {}

    fn hex(text: &str) -> Vec<u8> {
        HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    #[test]
    fn seals_and_opens_as_rfc_9180_appendix_a_2_1() {
        let info = hex("4f6465206f6e2061204772656369616e2055726e");
        let ephemeral = hex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
        let seed: [u8; 32] =
            hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df").try_into().unwrap();
        let public: [u8; 32] =
            hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a").try_into().unwrap();
        let secret: [u8; 32] =
            hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb").try_into().unwrap();
        let plaintext = hex("4265617574792069732074727574682c20747275746820626561757479");
        let one_time = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
        let ciphertext =
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

        assert_eq!(public_key(&secret), public);
        assert_eq!(public_key(&derive_secret_key(&seed)), public);
        let sealed = seal(&public, &info, b"Count-0", &plaintext, &mut Draws(ephemeral)).unwrap();
        assert_eq!(HEXLOWER.encode(&sealed), format!("{one_time}{ciphertext}"));
        assert_eq!(open(&secret, &info, b"Count-0", &sealed).unwrap()[..], plaintext);
    }
}
