//! The vault's head as bytes: its id, its slots and its sealed keyring.
//!
//! ```text
//! version 1 · vault id 16 · number of slots 1 · slots · length 2 · sealed keyring · checksum 32
//! slot: kind 1 · length 2 · body
//! kind 1, passphrase: memory KiB 4 · passes 4 · lanes 4 · salt 16 · commitment 32 · nonce 24 · sealed key 48
//! kind 2, this device: whatever its key made of the account key
//! since version 2:
//! kind 3, recovery code: commitment 32 · nonce 24 · sealed key 48
//! kind 4, recovery code not typed back yet: the same
//! kind 5, passkey: id 8 · salt 32 · length 2 · credential · commitment 32 · nonce 24 · sealed key 48
//! since version 3:
//! kinds 6, 7 and 8: as 3, 4 and 5, and then what signs in with it: handle 16 · public key 32
//! ```
//!
//! A head is written in the oldest version that can say it, so that an older Held still opens what it understands.
//!
//! The checksum (SHA-256) finds bytes that rotted, so that they are never mistaken for a wrong passphrase. It is no
//! protection against someone who changes them: the seals inside are.

use sha2::{Digest as _, Sha256};

use super::VaultId;
use super::keyring;
use super::passphrase::KdfError;
use super::slot::{CodeSlot, DeviceSlot, PasskeySlot, PassphraseSlot};
use super::slots::Slots;
use crate::bytes::{Reader, WrongLength};

/// With passphrases and this device.
const FIRST: u8 = 1;
/// With recovery codes and passkeys too.
const SECOND: u8 = 2;
/// With what they sign in with.
const VERSION: u8 = 3;
const PASSPHRASE: u8 = 1;
const DEVICE: u8 = 2;
pub(super) const CODE: u8 = 3;
const NEW_CODE: u8 = 4;
const PASSKEY: u8 = 5;
/// From a kind of slot to the same with a sign-in key.
const WITH_KEY: u8 = 3;
const CHECKSUM: usize = 32;

/// What is stored beside the records and opens the vault again. Holds no secret in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultHead {
    pub(super) id: VaultId,
    pub(super) slots: Slots,
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
        + 2 * (3 + CodeSlot::LONGEST)
        + PasskeySlot::MOST * (3 + PasskeySlot::LONGEST)
        + 2
        + keyring::LONGEST
        + CHECKSUM;

    /// The bytes to store.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let slots = self.encode_slots();
        let version = match slots.iter().map(|(kind, _)| *kind).max() {
            None | Some(PASSPHRASE | DEVICE) => FIRST,
            Some(CODE | NEW_CODE | PASSKEY) => SECOND,
            Some(_) => VERSION,
        };
        let mut head = vec![version];
        head.extend_from_slice(&self.id.0);
        head.push(u8::try_from(slots.len()).expect("a vault has a dozen slots at most"));
        for (kind, body) in slots {
            head.push(kind);
            push_with_length(&mut head, &body);
        }
        push_with_length(&mut head, &self.sealed_keyring);
        let checksum = Sha256::digest(&head);
        head.extend_from_slice(&checksum);
        head
    }

    fn encode_slots(&self) -> Vec<(u8, Vec<u8>)> {
        let mut slots = Vec::new();
        if let Some(slot) = &self.slots.passphrase {
            let mut body = Vec::with_capacity(PassphraseSlot::LENGTH);
            slot.encode(&mut body);
            slots.push((PASSPHRASE, body));
        }
        if let Some(slot) = &self.slots.device {
            slots.push((DEVICE, slot.wrapped().to_vec()));
        }
        let codes = [(CODE, &self.slots.code), (NEW_CODE, &self.slots.new_code)];
        slots.extend(codes.into_iter().filter_map(|(kind, slot)| Some(encode_code(kind, slot.as_ref()?))));
        slots.extend(self.slots.passkeys.iter().map(encode_passkey));
        slots
    }

    /// Reads what [`VaultHead::encode`] wrote, in this version or an older one.
    pub fn decode(bytes: &[u8]) -> Result<Self, HeadError> {
        let version = *bytes.first().ok_or(HeadError::Damaged)?;
        if version > VERSION {
            return Err(HeadError::Newer(version));
        }
        let (head, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(HeadError::Damaged)?;
        if version < FIRST || bytes.len() > Self::LONGEST || Sha256::digest(head)[..] != checksum[..] {
            return Err(HeadError::Damaged);
        }
        Self::decode_checked(head)
    }

    fn decode_checked(head: &[u8]) -> Result<Self, HeadError> {
        let mut head = Reader::new(head);
        let version = head.u8()?;
        let id = VaultId(head.array()?);
        let mut slots = Slots::default();
        for _ in 0..head.u8()? {
            let kind = head.u8()?;
            if (version == FIRST && kind > DEVICE) || (version == SECOND && kind > PASSKEY) {
                return Err(HeadError::Damaged);
            }
            let body = take_with_length(&mut head)?;
            let repeated = match kind {
                PASSPHRASE => slots.passphrase.replace(PassphraseSlot::decode(body)?).is_some(),
                DEVICE => {
                    let slot = DeviceSlot::new(body.to_vec()).map_err(|_| HeadError::Damaged)?;
                    slots.device.replace(slot).is_some()
                }
                _ => decode_way(kind, body, &mut slots)?,
            };
            if repeated {
                return Err(HeadError::Damaged);
            }
        }
        let sealed_keyring = take_with_length(&mut head)?.to_vec();
        head.end()?;
        Ok(Self { id, slots, sealed_keyring })
    }
}

/// A recovery code's slot, and of which kind it is.
pub(super) fn encode_code(kind: u8, slot: &CodeSlot) -> (u8, Vec<u8>) {
    let mut body = Vec::with_capacity(CodeSlot::LONGEST);
    slot.encode(&mut body);
    (kind + if slot.key.is_some() { WITH_KEY } else { 0 }, body)
}

/// The same for a passkey's.
pub(super) fn encode_passkey(slot: &PasskeySlot) -> (u8, Vec<u8>) {
    let mut body = Vec::with_capacity(PasskeySlot::LONGEST);
    slot.encode(&mut body);
    (PASSKEY + if slot.key.is_some() { WITH_KEY } else { 0 }, body)
}

/// Takes in a slot of one of the ways that an account's head has too. Whether there was one already.
pub(super) fn decode_way(kind: u8, body: &[u8], slots: &mut Slots) -> Result<bool, HeadError> {
    const KEYED_CODE: u8 = CODE + WITH_KEY;
    const KEYED_NEW_CODE: u8 = NEW_CODE + WITH_KEY;
    const KEYED_PASSKEY: u8 = PASSKEY + WITH_KEY;
    let with_key = kind > PASSKEY;
    Ok(match kind {
        CODE | KEYED_CODE => slots.code.replace(CodeSlot::decode(body, with_key)?).is_some(),
        NEW_CODE | KEYED_NEW_CODE => slots.new_code.replace(CodeSlot::decode(body, with_key)?).is_some(),
        PASSKEY | KEYED_PASSKEY => {
            let slot = PasskeySlot::decode(body, with_key)?;
            let known = slots.passkeys.iter().any(|known| known.id == slot.id);
            slots.passkeys.push(slot);
            known || slots.passkeys.len() > PasskeySlot::MOST
        }
        _ => return Err(HeadError::Damaged),
    })
}

pub(super) fn push_with_length(head: &mut Vec<u8>, part: &[u8]) {
    let length = u16::try_from(part.len()).expect("each part of a head is limited to far below 64 KiB");
    head.extend_from_slice(&length.to_be_bytes());
    head.extend_from_slice(part);
}

pub(super) fn take_with_length<'a>(head: &mut Reader<'a>) -> Result<&'a [u8], WrongLength> {
    let length = head.u16()?;
    head.take(usize::from(length))
}
