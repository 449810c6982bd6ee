//! One sealed record: `version 1 · epoch 4 · nonce 24 · padded content · tag 16`.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::keyring::Keyring;
use super::{Epoch, RecordId, VaultId};
use crate::bytes::{Reader, WrongLength};
use crate::hazmat::aead;
use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;
use crate::padding::{pad, unpad};

const VERSION: u8 = 1;
const RECORD_KEY: Label = Label::new(b"held/vault/record/v1\0");
/// Everything shorter looks the same.
const FLOOR: usize = 512;
/// The most a record may hold, before padding.
const MOST_CONTENT: usize = 900 * 1024;
/// No sealed record is longer: one fits in a batch of 1 MiB, padding included.
const LONGEST: usize = 1024 * 1024;

/// A record as it is stored: nothing in it can be read without the vault.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRecord(pub Vec<u8>);

/// A record holds at most 900 KiB; this one would hold more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a record holds at most 900 KiB, not {length} bytes")]
pub struct SealError {
    /// How long it was.
    pub length: usize,
}

/// Why a record did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It was changed, cut short, or belongs in another place or vault.
    #[error("this record was damaged, or belongs elsewhere")]
    Damaged,
    /// It was sealed with a key that this vault does not have (any more, or yet).
    #[error("this record was sealed with a key this vault does not have ({0:?})")]
    UnknownEpoch(Epoch),
    /// A newer program wrote it.
    #[error("this record was written by a newer version (format {0})")]
    Newer(u8),
}

impl From<WrongLength> for OpenError {
    fn from(_: WrongLength) -> Self {
        Self::Damaged
    }
}

/// Where a record belongs; its key and its seal are bound to all of it.
pub(super) struct Place {
    pub(super) vault: VaultId,
    pub(super) record: RecordId,
    pub(super) epoch: Epoch,
}

impl Place {
    fn derive_key(&self, epoch_key: &Key) -> Key {
        kdf::derive(epoch_key, &RECORD_KEY, &[&self.record.0])
    }

    fn bound(&self) -> [u8; 37] {
        let mut bound = [VERSION; 37];
        bound[1..17].copy_from_slice(&self.vault.0);
        bound[17..33].copy_from_slice(&self.record.0);
        bound[33..].copy_from_slice(&self.epoch.0.to_be_bytes());
        bound
    }
}

pub(super) fn seal(
    epoch_key: &Key,
    place: &Place,
    content: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<SealedRecord, SealError> {
    if content.len() > MOST_CONTENT {
        return Err(SealError { length: content.len() });
    }
    let sealed = aead::seal(&place.derive_key(epoch_key), &place.bound(), &pad(content, FLOOR), rng);
    let mut record = Vec::with_capacity(5 + sealed.len());
    record.push(VERSION);
    record.extend_from_slice(&place.epoch.0.to_be_bytes());
    record.extend_from_slice(&sealed);
    Ok(SealedRecord(record))
}

/// The epoch that a record says it was sealed in.
pub(super) fn epoch(sealed: &[u8]) -> Option<Epoch> {
    let mut sealed = Reader::new(sealed);
    (sealed.u8() == Ok(VERSION)).then_some(())?;
    sealed.u32().ok().map(Epoch)
}

pub(super) fn open(
    keyring: &Keyring,
    vault: VaultId,
    record: RecordId,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if sealed.len() > LONGEST {
        return Err(OpenError::Damaged);
    }
    let mut reader = Reader::new(sealed);
    match reader.u8()? {
        0 => return Err(OpenError::Damaged),
        VERSION => {}
        newer => return Err(OpenError::Newer(newer)),
    }
    let place = Place { vault, record, epoch: Epoch(reader.u32()?) };
    let sealed = reader.rest();
    let mut padded = Err(OpenError::UnknownEpoch(place.epoch));
    for epoch_key in keyring.of(place.epoch) {
        padded =
            aead::open(&place.derive_key(epoch_key), &place.bound(), sealed).map_err(|_| OpenError::Damaged);
        if padded.is_ok() {
            break;
        }
    }
    let padded = padded?;
    unpad(&padded).map(|content| Zeroizing::new(content.to_vec())).map_err(|_| OpenError::Damaged)
}

impl core::fmt::Debug for SealedRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SealedRecord({} bytes)", self.0.len())
    }
}
