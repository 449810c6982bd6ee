//! The ways into a vault: each slot wraps the same account key.

use rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::VaultId;
use super::head::{HeadError, VERSION};
use super::key_blob::{self, BlobError, Kind};
use super::passphrase::{KdfParameters, Passphrase};
use crate::bytes::{Reader, WrongLength};
use crate::hazmat::argon::{Stretch, argon2id};
use crate::hazmat::key::Key;

const SALT: usize = 16;

/// Why a vault did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The passphrase is another one; nothing is lost.
    #[error("this is not the passphrase of this vault")]
    WrongPassphrase,
    /// The passphrase or device key is right, but the bytes it should open were changed.
    #[error("what opens this vault was damaged")]
    Damaged,
    /// This vault is not opened in this way.
    #[error("this vault is not opened in this way")]
    NoSuchSlot,
}

/// A wrapped key of this device is longer than any wrapping makes it, or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a wrapped key of this device has between 1 and {} bytes", DeviceSlot::LONGEST)]
pub struct DeviceSlotError;

/// The account key under a stretched passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PassphraseSlot {
    parameters: KdfParameters,
    salt: [u8; SALT],
    blob: [u8; Self::BLOB],
}

impl PassphraseSlot {
    const BLOB: usize = key_blob::sealed_length(Key::LENGTH);
    pub(super) const LENGTH: usize = 3 * size_of::<u32>() + SALT + Self::BLOB;

    pub(super) fn make(
        account_key: &Key,
        vault: VaultId,
        passphrase: &Passphrase,
        parameters: KdfParameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Self {
        let mut salt = [0; SALT];
        rng.fill_bytes(&mut salt);
        let key = stretch(passphrase, parameters, &salt);
        let sealed = key_blob::seal(&key, Kind::PassphraseSlot, vault, account_key.expose(), rng);
        let blob = sealed.try_into().expect("a sealed key has one length");
        Self { parameters, salt, blob }
    }

    pub(super) fn open(&self, vault: VaultId, passphrase: &Passphrase) -> Result<Key, UnlockError> {
        let key = stretch(passphrase, self.parameters, &self.salt);
        let opened =
            key_blob::open(&key, Kind::PassphraseSlot, vault, &self.blob).map_err(|error| match error {
                BlobError::WrongKey => UnlockError::WrongPassphrase,
                BlobError::Damaged => UnlockError::Damaged,
            })?;
        opened[..].try_into().map(Key::from_bytes).map_err(|_| UnlockError::Damaged)
    }

    pub(super) fn encode(&self, into: &mut Vec<u8>) {
        let (memory_kib, passes, lanes) = self.parameters.parts();
        for cost in [memory_kib, passes, lanes] {
            into.extend_from_slice(&cost.to_be_bytes());
        }
        into.extend_from_slice(&self.salt);
        into.extend_from_slice(&self.blob);
    }

    pub(super) fn decode(body: &[u8]) -> Result<Self, HeadError> {
        let mut body = Reader::new(body);
        let parameters = KdfParameters::new(body.u32()?, body.u32()?, body.u32()?)?;
        let slot = Self { parameters, salt: body.array()?, blob: body.array()? };
        body.end()?;
        Ok(slot)
    }
}

fn stretch(passphrase: &Passphrase, parameters: KdfParameters, salt: &[u8; SALT]) -> Key {
    let (memory_kib, passes, lanes) = parameters.parts();
    argon2id(passphrase.as_bytes(), &Stretch { memory_kib, passes, lanes, salt })
        .expect("Argon2 accepts everything between our floor and our ceiling")
}

/// The account key as wrapped by a key that cannot be taken out of this device. Opaque here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeviceSlot(Vec<u8>);

impl DeviceSlot {
    pub(super) const LONGEST: usize = 512;

    pub(super) fn new(wrapped: Vec<u8>) -> Result<Self, DeviceSlotError> {
        if wrapped.is_empty() || wrapped.len() > Self::LONGEST {
            Err(DeviceSlotError)
        } else {
            Ok(Self(wrapped))
        }
    }

    pub(super) fn wrapped(&self) -> &[u8] {
        &self.0
    }
}

/// Version, vault, account key and its commitment: what this device's key wraps.
pub(super) fn device_secret(account_key: &Key, vault: VaultId) -> Zeroizing<Vec<u8>> {
    let mut secret = Zeroizing::new(Vec::with_capacity(1 + 16 + Key::LENGTH + 32));
    secret.push(VERSION);
    secret.extend_from_slice(&vault.0);
    secret.extend_from_slice(account_key.expose());
    secret.extend_from_slice(&key_blob::derive_commitment(account_key, Kind::DeviceSlot, vault));
    secret
}

/// The account key in what this device's key unwrapped, if it is this vault's.
pub(super) fn open_device_secret(opened: &[u8], vault: VaultId) -> Result<Key, UnlockError> {
    let (version, its_vault, account_key, commitment) =
        parse_device_secret(opened).map_err(|WrongLength| UnlockError::Damaged)?;
    let agrees = key_blob::derive_commitment(&account_key, Kind::DeviceSlot, vault).ct_eq(&commitment);
    if version != VERSION || its_vault != vault || !bool::from(agrees) {
        return Err(UnlockError::Damaged);
    }
    Ok(account_key)
}

fn parse_device_secret(opened: &[u8]) -> Result<(u8, VaultId, Key, [u8; 32]), WrongLength> {
    let mut opened = Reader::new(opened);
    let parts = (opened.u8()?, VaultId(opened.array()?), Key::from_bytes(opened.array()?), opened.array()?);
    opened.end()?;
    Ok(parts)
}
