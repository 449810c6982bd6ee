//! Signing in to an account on a new device, with a recovery code or a passkey.
//!
//! **Who learns what.** Each of them derives a secret of its own for this, apart from what opens the vault: the server
//! gets a public key and a handle to find the account by, and neither says anything about the vault's keys. Whoever
//! steals the server's table can sign in to nothing and open nothing with it.
//!
//! A passkey is asked a second, constant question ([`PASSKEY_QUESTION`]), since a device that is new does not know yet
//! what the vault would ask it. What it answers signs in; it does not open the vault.

use core::fmt;

use protocol::account::{SignInKey, key_sign_in_message};
use protocol::{DeviceId, Digest, KeyHandle, PublicKey, Signature};

use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;
use crate::hazmat::signing::Signer;

/// What a passkey's pseudo-random function is asked so that it signs in. The same for everybody, and no secret.
pub const PASSKEY_QUESTION: [u8; 32] = *b"held/sign-in/passkey/question/1\0";

const OF_CODE: Label = Label::new(b"held/sign-in/recovery-code/v1\0");
const OF_PASSKEY: Label = Label::new(b"held/sign-in/passkey/v1\0");
const HANDLE: Label = Label::new(b"held/sign-in/handle/v1\0");
const SEED: Label = Label::new(b"held/sign-in/seed/v1\0");

/// What signs in to an account. Wiped when dropped.
pub struct SignInSecret {
    handle: KeyHandle,
    signer: Signer,
}

impl SignInSecret {
    /// What a passkey signs in with: `answer` is what it says to [`PASSKEY_QUESTION`].
    #[must_use]
    pub fn of_passkey(answer: &[u8; 32]) -> Self {
        Self::derive(&kdf::derive(&Key::from_bytes(*answer), &OF_PASSKEY, &[]))
    }

    pub(crate) fn of_code(secret: &Key) -> Self {
        Self::derive(&kdf::derive(secret, &OF_CODE, &[]))
    }

    fn derive(secret: &Key) -> Self {
        let mut handle = KeyHandle([0; 16]);
        handle.0.copy_from_slice(&kdf::derive(secret, &HANDLE, &[]).expose()[..KeyHandle::LENGTH]);
        Self { handle, signer: Signer::from_seed(&kdf::derive(secret, &SEED, &[])) }
    }

    /// What the server is told of it.
    #[must_use]
    pub fn key(&self) -> SignInKey {
        SignInKey { handle: self.handle, key: PublicKey(self.signer.public()) }
    }

    /// Answers the server's challenge for one device.
    #[must_use]
    pub fn sign(&self, challenge: Digest, device: DeviceId) -> Signature {
        Signature(self.signer.sign(&key_sign_in_message(self.handle, challenge, device)))
    }
}

impl fmt::Debug for SignInSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInSecret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use ed25519_dalek::{Verifier as _, VerifyingKey};
    use expect_test::expect;

    use super::*;
    use crate::testing::seeded;
    use crate::vault::RecoveryCode;

    const DEVICE: DeviceId = DeviceId([3; 16]);

    #[test]
    fn the_server_can_check_who_signs_in_on_which_device() {
        let secret = RecoveryCode::make(&mut seeded(1)).sign_in();
        let signature = secret.sign(Digest([9; 32]), DEVICE);
        let key = VerifyingKey::from_bytes(&secret.key().key.0).unwrap();
        let fits = |challenge, device| {
            let message = key_sign_in_message(secret.key().handle, challenge, device);
            key.verify(&message, &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
        };
        assert!(fits(Digest([9; 32]), DEVICE));
        assert!(!fits(Digest([8; 32]), DEVICE));
        assert!(!fits(Digest([9; 32]), DeviceId([4; 16])));
    }

    #[test]
    fn a_code_and_a_passkey_sign_in_with_keys_of_their_own() {
        let code = RecoveryCode::make(&mut seeded(1));
        let key = code.sign_in().key();
        assert_eq!(code.sign_in().key(), key);
        assert_ne!(RecoveryCode::make(&mut seeded(2)).sign_in().key(), key);
        let passkey = SignInSecret::of_passkey(&[7; 32]).key();
        assert_ne!(passkey, SignInSecret::of_passkey(&[8; 32]).key());
        assert_eq!(format!("{:?}", code.sign_in()), "SignInSecret(hidden)");
    }

    /// They are at the server: a changed derivation locks everybody out.
    #[test]
    fn version_1_stays_what_it_is() {
        let shown =
            |key: SignInKey| format!("{} {}", HEXLOWER.encode(&key.handle.0), HEXLOWER.encode(&key.key.0));
        expect!["0c0c5bfde91f3a2e645ef7d5fa6ce296 791e97fc1c9dafd22245d0d9f24ead64ebb1d2d55f762cfc26a4c86d5b20306b"].assert_eq(&shown(RecoveryCode::make(&mut seeded(1)).sign_in().key()));
        expect!["3fa1643af52066353a3b99fc05fb09c5 d3cb3fd5cbea725fcf34a3ece541f8c4527f2c04a9b175c5339818fa0ada6ff5"].assert_eq(&shown(SignInSecret::of_passkey(&[7; 32]).key()));
    }
}
