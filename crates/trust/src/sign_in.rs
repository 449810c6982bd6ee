//! Signing in with a key that a recovery code or a passkey derives: one signature over a fresh challenge.

use protocol::account::{KeySignIn, key_sign_in_message};
use protocol::{Digest, PublicKey};

use crate::BadSignature;
use crate::keys::verify_whole;

/// Checks that `key` signed `challenge`, for this handle and this device.
///
/// # Errors
/// When it did not.
pub fn verify_key_sign_in(
    sign_in: &KeySignIn,
    key: &PublicKey,
    challenge: Digest,
) -> Result<(), BadSignature> {
    let message = key_sign_in_message(sign_in.handle, challenge, sign_in.device.id);
    verify_whole(key, &message, &sign_in.signature)
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};
    use protocol::account::Device;
    use protocol::{DeviceId, KeyHandle, Signature};

    use super::*;

    #[test]
    fn a_signature_is_for_one_handle_one_challenge_and_one_device() {
        let signer = SigningKey::from_bytes(&[3; 32]);
        let key = PublicKey(signer.verifying_key().to_bytes());
        let (handle, challenge) = (KeyHandle([1; 16]), Digest([2; 32]));
        let device = Device { id: DeviceId([4; 16]), known: None };
        let message = key_sign_in_message(handle, challenge, device.id);
        let signature = Signature(signer.sign(&message).to_bytes());
        let sign_in = KeySignIn { handle, challenge, signature, device };
        assert_eq!(verify_key_sign_in(&sign_in, &key, challenge), Ok(()));

        let elsewhere = Device { id: DeviceId([5; 16]), known: None };
        let other_device = KeySignIn { device: elsewhere, ..sign_in.clone() };
        let other_handle = KeySignIn { handle: KeyHandle([9; 16]), ..sign_in.clone() };
        for other in [other_device, other_handle] {
            assert_eq!(verify_key_sign_in(&other, &key, challenge), Err(BadSignature));
        }
        // What counts is what the server asked for, not what the client says that it was.
        assert_eq!(verify_key_sign_in(&sign_in, &key, Digest([9; 32])), Err(BadSignature));
        let stranger = PublicKey(SigningKey::from_bytes(&[6; 32]).verifying_key().to_bytes());
        assert_eq!(verify_key_sign_in(&sign_in, &stranger, challenge), Err(BadSignature));
    }
}
