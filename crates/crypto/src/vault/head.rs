//! The vault's head as bytes: its id, its slots and its sealed keyring.
//!
//! ```text
//! version 1 · vault id 16 · number of slots 1 · slots · length 2 · sealed keyring · checksum 32
//! slot: kind 1 · length 2 · body
//! kind 1, passphrase: memory KiB 4 · passes 4 · lanes 4 · salt 16 · commitment 32 · nonce 24 · sealed key 48
//! kind 2, this device: whatever its key made of the account key
//! ```
//!
//! The checksum (SHA-256) finds bytes that rotted, so that they are never mistaken for a wrong passphrase. It is no
//! protection against someone who changes them: the seals inside are.

use sha2::{Digest as _, Sha256};

use super::VaultId;
use super::keyring;
use super::passphrase::KdfError;
use super::slot::{DeviceSlot, PassphraseSlot};
use crate::bytes::{Reader, WrongLength};

/// The format version of heads, slots and keyrings.
pub(super) const VERSION: u8 = 1;
const PASSPHRASE: u8 = 1;
const DEVICE: u8 = 2;
const CHECKSUM: usize = 32;

/// What is stored beside the records and opens the vault again. Holds no secret in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultHead {
    pub(super) id: VaultId,
    pub(super) passphrase: Option<PassphraseSlot>,
    pub(super) device: Option<DeviceSlot>,
    pub(super) sealed_keyring: Vec<u8>,
}

/// These bytes are not the head of a vault that this program can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// They were changed, cut short, or never were a head.
    #[error("the head of this vault was damaged")]
    Damaged,
    /// A newer program wrote them.
    #[error("this vault was written by a newer version (format {0})")]
    Newer(u8),
    /// They ask for a stretching that is too cheap or too costly.
    #[error(transparent)]
    Cost(#[from] KdfError),
}

impl From<WrongLength> for HeadError {
    fn from(_: WrongLength) -> Self {
        Self::Damaged
    }
}

impl VaultHead {
    /// No head is longer.
    pub const LONGEST: usize = 1
        + 16
        + 1
        + (3 + PassphraseSlot::LENGTH)
        + (3 + DeviceSlot::LONGEST)
        + 2
        + keyring::LONGEST
        + CHECKSUM;

    /// The bytes to store.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut head = vec![VERSION];
        head.extend_from_slice(&self.id.0);
        head.push(u8::from(self.passphrase.is_some()) + u8::from(self.device.is_some()));
        if let Some(slot) = &self.passphrase {
            let mut body = Vec::with_capacity(PassphraseSlot::LENGTH);
            slot.encode(&mut body);
            head.push(PASSPHRASE);
            push_with_length(&mut head, &body);
        }
        if let Some(slot) = &self.device {
            head.push(DEVICE);
            push_with_length(&mut head, slot.wrapped());
        }
        push_with_length(&mut head, &self.sealed_keyring);
        let checksum = Sha256::digest(&head);
        head.extend_from_slice(&checksum);
        head
    }

    /// Reads what [`VaultHead::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, HeadError> {
        let version = *bytes.first().ok_or(HeadError::Damaged)?;
        if version > VERSION {
            return Err(HeadError::Newer(version));
        }
        let (head, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(HeadError::Damaged)?;
        if version != VERSION || bytes.len() > Self::LONGEST || Sha256::digest(head)[..] != checksum[..] {
            return Err(HeadError::Damaged);
        }
        Self::decode_checked(head)
    }

    fn decode_checked(head: &[u8]) -> Result<Self, HeadError> {
        let mut head = Reader::new(head);
        let _version = head.u8()?;
        let id = VaultId(head.array()?);
        let (mut passphrase, mut device) = (None, None);
        for _ in 0..head.u8()? {
            let kind = head.u8()?;
            let body = take_with_length(&mut head)?;
            let repeated = match kind {
                PASSPHRASE => passphrase.replace(PassphraseSlot::decode(body)?).is_some(),
                DEVICE => {
                    let slot = DeviceSlot::new(body.to_vec()).map_err(|_| HeadError::Damaged)?;
                    device.replace(slot).is_some()
                }
                _ => return Err(HeadError::Damaged),
            };
            if repeated {
                return Err(HeadError::Damaged);
            }
        }
        let sealed_keyring = take_with_length(&mut head)?.to_vec();
        head.end()?;
        Ok(Self { id, passphrase, device, sealed_keyring })
    }
}

fn push_with_length(head: &mut Vec<u8>, part: &[u8]) {
    let length = u16::try_from(part.len()).expect("each part of a head is limited to far below 64 KiB");
    head.extend_from_slice(&length.to_be_bytes());
    head.extend_from_slice(part);
}

fn take_with_length<'a>(head: &mut Reader<'a>) -> Result<&'a [u8], WrongLength> {
    let length = head.u16()?;
    head.take(usize::from(length))
}
