//! A small blob that holds a key, sealed under another key, with a commitment to the key that opens it.
//!
//! Poly1305 alone does not commit: a blob can be crafted that opens under two keys. The commitment rules that out, and
//! tells a wrong key (the commitment differs) from damage (it agrees, but the seal does not open).

use rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::VaultId;
use crate::hazmat::aead;
use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;

const SEAL: Label = Label::new(b"held/vault/key-blob/seal/v1\0");
const COMMIT: Label = Label::new(b"held/vault/key-blob/commitment/v1\0");
const COMMITMENT: usize = 32;
/// The format version of key blobs.
pub(super) const VERSION: u8 = 1;

/// What kind of blob it is: part of what its key, commitment and seal are bound to.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(super) enum Kind {
    PassphraseSlot = 1,
    DeviceSlot = 2,
    Keyring = 3,
    CodeSlot = 4,
    PasskeySlot = 5,
    AccountSlot = 6,
}

/// Why a key blob did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlobError {
    WrongKey,
    Damaged,
}

/// How long a blob around `content` bytes is.
pub(super) const fn sealed_length(content: usize) -> usize {
    COMMITMENT + content + aead::OVERHEAD
}

/// The commitment to `key` as the one that opens the blob of this kind in this vault.
pub(super) fn derive_commitment(key: &Key, kind: Kind, vault: VaultId) -> [u8; COMMITMENT] {
    *kdf::derive(key, &COMMIT, &[&bound(kind, vault)]).expose()
}

/// Seals `content` under `key`, as commitment, nonce and ciphertext.
pub(super) fn seal(
    key: &Key,
    kind: Kind,
    vault: VaultId,
    content: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Vec<u8> {
    let bound = bound(kind, vault);
    let sealed = aead::seal(&kdf::derive(key, &SEAL, &[&bound]), &bound, content, rng);
    [&derive_commitment(key, kind, vault)[..], &sealed].concat()
}

/// Opens what [`seal`] made.
pub(super) fn open(
    key: &Key,
    kind: Kind,
    vault: VaultId,
    blob: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BlobError> {
    let (commitment, sealed) = blob.split_first_chunk::<COMMITMENT>().ok_or(BlobError::Damaged)?;
    if !bool::from(derive_commitment(key, kind, vault).ct_eq(commitment)) {
        return Err(BlobError::WrongKey);
    }
    let bound = bound(kind, vault);
    aead::open(&kdf::derive(key, &SEAL, &[&bound]), &bound, sealed).map_err(|_| BlobError::Damaged)
}

/// Format version, kind and vault: all of fixed length, so no two meet.
fn bound(kind: Kind, vault: VaultId) -> [u8; 18] {
    let mut bound = [VERSION; 18];
    bound[1] = kind as u8;
    bound[2..].copy_from_slice(&vault.0);
    bound
}
