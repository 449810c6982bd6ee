//! The head of a vault as an account keeps it, and how devices agree on it.
//!
//! **Who learns what.** The server keeps these bytes and can open none of them. It sees how many passkeys there are and
//! the public keys that sign in with them. What opens the vault on one device alone, its passphrase slot and its own
//! key, is never in here: what the server has for the passphrase is wrapped under what OPAQUE exports, so that a thief
//! of the head has nothing to try passphrases on.
//!
//! A head has a version, and a proof over all of it that only the account key can make. So the server can make no head
//! and change none, and a device that has seen a version takes no earlier one. Two devices that change their ways in at
//! once agree as with any three-way merge: what one of them did since the head both knew is done to the other's too.
//! The keys of epochs only ever come together.
//!
//! ```text
//! version 1 · vault id 16 · version of the head 8 · account slot 104 · number of slots 1 · slots ·
//! length 2 · sealed keyring · proof 32
//! slot: kinds 3, 5, 6 and 8 of a vault's head
//! ```

use core::fmt;

use protocol::Digest;
use protocol::account::{SignInKeys, VaultCheck};
use protocol::limits::ACCOUNT_HEAD_BYTES;
use rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::head::{self, HeadError};
use super::keyring::{self, Keyring};
use super::recovery_code::RecoveryCode;
use super::slot::{AccountSlot, CodeSlot, PasskeyId, PasskeyQuestion, PasskeySlot, UnlockError};
use super::slots::Slots;
use super::{Vault, VaultHead, VaultId};
use crate::bytes::Reader;
use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;

const VERSION: u8 = 1;
const EXPORTED: Label = Label::new(b"held/vault/account-slot/v1\0");
const PROOF: Label = Label::new(b"held/vault/account-head/v1\0");
const CHECK: Label = Label::new(b"held/vault/check/v1\0");

/// What OPAQUE exports from a passphrase: the same at each signing in, and the server never has it.
pub struct ExportKey(Zeroizing<[u8; 64]>);

impl ExportKey {
    /// As OPAQUE gave it.
    #[must_use]
    pub fn new(bytes: [u8; 64]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn derive_key(&self, vault: VaultId) -> Key {
        kdf::derive_from(&self.0[..], &EXPORTED, &[&vault.0])
    }
}

impl fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExportKey(hidden)")
    }
}

/// What an account keeps of a vault: enough to open it on a new device, and nothing that opens it on one alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHead {
    id: VaultId,
    version: u64,
    account: AccountSlot,
    code: CodeSlot,
    passkeys: Vec<PasskeySlot>,
    sealed_keyring: Vec<u8>,
    proof: [u8; 32],
}

/// How the passphrase opens the head that is being made.
#[derive(Debug, Clone, Copy)]
pub enum AccountWay<'a> {
    /// By what OPAQUE exports from it: it is new.
    Exported(&'a ExportKey),
    /// As in this head: it has not changed.
    AsIn(&'a AccountHead),
}

/// Why no head can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAccountHead {
    /// There is no recovery code that was typed back.
    #[error("without a recovery code that was typed back, forgetting one thing would lose everything")]
    NoCode,
    /// The head that the passphrase's way should come from is not one of this vault.
    #[error("the head before is not one of this vault")]
    Foreign,
}

/// Why a head is not taken over. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdoptError {
    /// It is of another vault.
    #[error("the head is of another vault")]
    OtherVault,
    /// Nobody who holds the account key has made it.
    #[error("the head was changed, or made by somebody else")]
    NotGenuine,
    /// It is older than one that was seen before, or another one of the same version.
    #[error("the head is older than the one seen before")]
    Older,
    /// It lacks keys that the one before it had, or there are more than a vault holds.
    #[error("the head lacks keys that were there before")]
    Weaker,
}

impl AccountHead {
    /// No head is longer.
    pub const LONGEST: usize = 1
        + 16
        + 8
        + AccountSlot::LENGTH
        + 1
        + (3 + CodeSlot::LONGEST)
        + PasskeySlot::MOST * (3 + PasskeySlot::LONGEST)
        + 2
        + keyring::LONGEST
        + 32;

    /// The vault this is of.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.id
    }

    /// Which version of the head it is; each one that replaces another is one more.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The keys that sign in beside the passphrase.
    #[must_use]
    pub fn sign_in_keys(&self) -> SignInKeys {
        let mut keys: Vec<_> = self.code.key.into_iter().collect();
        for key in self.passkeys.iter().filter_map(|slot| slot.key) {
            // One passkey may have been added twice.
            if keys.iter().all(|known| known.handle != key.handle) {
                keys.push(key);
            }
        }
        SignInKeys::try_from(keys).expect("a vault has fewer ways in than an account has keys, each once")
    }

    /// The passkeys that open it, and what each has to be asked.
    pub fn passkeys(&self) -> impl Iterator<Item = (PasskeyId, &PasskeyQuestion)> {
        self.passkeys.iter().map(|slot| (slot.id, &slot.question))
    }

    /// Whether the same passphrase opens both, chosen at the same time.
    #[must_use]
    pub fn has_passphrase_of(&self, other: &Self) -> bool {
        self.account == other.account
    }

    /// Opens the vault with what OPAQUE exported when the passphrase signed in.
    pub fn unlock_with_export_key(&self, exported: &ExportKey) -> Result<Vault, UnlockError> {
        self.unlock(self.account.open(self.id, &exported.derive_key(self.id))?)
    }

    /// Opens the vault with its recovery code.
    pub fn unlock_with_recovery_code(&self, code: &RecoveryCode) -> Result<Vault, UnlockError> {
        self.unlock(self.code.open(self.id, code)?)
    }

    /// Opens the vault with what a passkey said to its question.
    pub fn unlock_with_passkey(&self, id: PasskeyId, answer: &[u8; 32]) -> Result<Vault, UnlockError> {
        let slot = self.passkeys.iter().find(|slot| slot.id == id).ok_or(UnlockError::NoSuchSlot)?;
        self.unlock(slot.open(self.id, answer)?)
    }

    /// With the ways of the account, and none of this device yet.
    fn unlock(&self, account_key: Key) -> Result<Vault, UnlockError> {
        if !self.is_proven_by(&account_key) {
            return Err(UnlockError::Damaged);
        }
        let keyring = Keyring::open(&self.sealed_keyring, &account_key, self.id)?;
        let slots =
            Slots { code: Some(self.code.clone()), passkeys: self.passkeys.clone(), ..Slots::default() };
        Ok(Vault { id: self.id, account_key, keyring, sealed_keyring: self.sealed_keyring.clone(), slots })
    }

    fn is_proven_by(&self, account_key: &Key) -> bool {
        prove(account_key, self.id, &self.encode_unproven()).ct_eq(&self.proof).into()
    }

    /// The bytes to hand to the server.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.encode_unproven();
        bytes.extend_from_slice(&self.proof);
        bytes
    }

    fn encode_unproven(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.id.0);
        bytes.extend_from_slice(&self.version.to_be_bytes());
        bytes.extend_from_slice(self.account.as_bytes());
        bytes.push(u8::try_from(1 + self.passkeys.len()).expect("a vault has a dozen slots at most"));
        let code = head::encode_code(head::CODE, &self.code);
        for (kind, body) in core::iter::once(code).chain(self.passkeys.iter().map(head::encode_passkey)) {
            bytes.push(kind);
            head::push_with_length(&mut bytes, &body);
        }
        head::push_with_length(&mut bytes, &self.sealed_keyring);
        bytes
    }

    /// Reads what [`AccountHead::encode`] wrote. Only opening it, or [`Vault::adopt`], shows who wrote it.
    pub fn decode(bytes: &[u8]) -> Result<Self, HeadError> {
        let mut head = Reader::new(bytes);
        match head.u8()? {
            VERSION if bytes.len() <= Self::LONGEST => {}
            0 | VERSION => return Err(HeadError::Damaged),
            newer => return Err(HeadError::Newer(newer)),
        }
        let id = VaultId(head.array()?);
        let version = u64::from_be_bytes(head.array()?);
        let account = AccountSlot::from_bytes(head.array()?);
        let mut slots = Slots::default();
        for _ in 0..head.u8()? {
            let kind = head.u8()?;
            if head::decode_way(kind, head::take_with_length(&mut head)?, &mut slots)? {
                return Err(HeadError::Damaged);
            }
        }
        let sealed_keyring = head::take_with_length(&mut head)?.to_vec();
        let proof = head.array()?;
        head.end()?;
        match slots {
            Slots { code: Some(code), new_code: None, passkeys, .. } => {
                Ok(Self { id, version, account, code, passkeys, sealed_keyring, proof })
            }
            _ => Err(HeadError::Damaged),
        }
    }
}

impl Vault {
    /// What an account is to keep of this vault from now on, as the version `version`.
    pub fn seal_account_head(
        &self,
        passphrase: AccountWay<'_>,
        version: u64,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<AccountHead, NoAccountHead> {
        let account = match passphrase {
            AccountWay::Exported(exported) => {
                AccountSlot::make(&self.account_key, self.id, &exported.derive_key(self.id), rng)
            }
            AccountWay::AsIn(head) if self.made(head) => head.account.clone(),
            AccountWay::AsIn(_) => return Err(NoAccountHead::Foreign),
        };
        let mut head = AccountHead {
            id: self.id,
            version,
            account,
            code: self.slots.code.clone().ok_or(NoAccountHead::NoCode)?,
            passkeys: self.slots.passkeys.clone(),
            sealed_keyring: self.keyring.seal(&self.account_key, self.id, rng),
            proof: [0; 32],
        };
        head.proof = prove(&self.account_key, self.id, &head.encode_unproven());
        Ok(head)
    }

    /// Whether a device that holds this vault's account key has made the head.
    #[must_use]
    pub fn made(&self, head: &AccountHead) -> bool {
        head.id == self.id && head.is_proven_by(&self.account_key)
    }

    /// Takes over what another device has done to the ways in and to the keys. `base` is the head both of them knew:
    /// what was done here since then stays.
    ///
    /// # Errors
    /// If the head is not to be trusted, or older than `base`. Nothing has changed then.
    pub fn adopt(
        &mut self,
        head: &AccountHead,
        base: Option<&AccountHead>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(), AdoptError> {
        let theirs = self.keyring_of(head)?;
        if let Some(base) = base {
            if head.version < base.version || (head.version == base.version && head != base) {
                return Err(AdoptError::Older);
            }
            if !theirs.covers(&self.keyring_of(base)?) {
                return Err(AdoptError::Weaker);
            }
        }
        if !self.keyring.covers(&theirs) {
            if !self.keyring.join(&theirs) {
                return Err(AdoptError::Weaker);
            }
            // Two devices have started the same epoch: another one that is both's follows it.
            if !self.keyring.is_settled() {
                let _ = self.keyring.start_epoch(rng);
            }
            self.sealed_keyring = self.keyring.seal(&self.account_key, self.id, rng);
        }
        self.slots.code = Some(merge_codes(self.slots.code.take(), base.map(|base| &base.code), &head.code));
        let known = base.map_or(&[][..], |base| &base.passkeys);
        self.slots.passkeys = merge_passkeys(&self.slots.passkeys, known, &head.passkeys);
        Ok(())
    }

    /// Whether the head says all of this vault's ways in and keys that an account is to keep.
    #[must_use]
    pub fn is_said_by(&self, head: &AccountHead) -> bool {
        let same = |one: &[PasskeySlot], other: &[PasskeySlot]| one.iter().all(|slot| other.contains(slot));
        self.keyring_of(head).is_ok_and(|theirs| theirs.covers(&self.keyring))
            && self.slots.code.as_ref() == Some(&head.code)
            && same(&self.slots.passkeys, &head.passkeys)
            && same(&head.passkeys, &self.slots.passkeys)
    }

    /// Takes over the passphrase of another head of this vault, with which it then opens on this device. False if that
    /// has none, or is of another vault.
    #[must_use]
    pub fn take_passphrase(&mut self, head: &VaultHead) -> bool {
        if head.id != self.id || head.slots.passphrase.is_none() {
            return false;
        }
        self.slots.passphrase.clone_from(&head.slots.passphrase);
        true
    }

    /// Whether the recovery code signs in to an account; one that was made before there were accounts does once it is
    /// typed again.
    #[must_use]
    pub fn code_signs_in(&self) -> bool {
        self.slots.code.as_ref().is_some_and(|slot| slot.key.is_some())
    }

    /// Tells this vault from any other, for an account that belongs to one alone. Says nothing about its keys.
    #[must_use]
    pub fn derive_check(&self) -> VaultCheck {
        let check = kdf::derive(&self.account_key, &CHECK, &[&self.id.0]);
        VaultCheck { vault: self.id, check: Digest(*check.expose()) }
    }

    fn keyring_of(&self, head: &AccountHead) -> Result<Keyring, AdoptError> {
        if head.id != self.id {
            return Err(AdoptError::OtherVault);
        }
        if !head.is_proven_by(&self.account_key) {
            return Err(AdoptError::NotGenuine);
        }
        Keyring::open(&head.sealed_keyring, &self.account_key, self.id).map_err(|_| AdoptError::NotGenuine)
    }
}

/// A code that is new here stays; otherwise theirs counts.
fn merge_codes(ours: Option<CodeSlot>, known: Option<&CodeSlot>, theirs: &CodeSlot) -> CodeSlot {
    match ours {
        Some(ours) if !ours.is(theirs) && known.is_some_and(|known| !ours.is(known)) => ours,
        Some(ours) if ours.is(theirs) && theirs.key.is_none() => ours,
        _ => theirs.clone(),
    }
}

/// Theirs, without those taken away here, and with those added here as far as there is room.
fn merge_passkeys(ours: &[PasskeySlot], known: &[PasskeySlot], theirs: &[PasskeySlot]) -> Vec<PasskeySlot> {
    let find =
        |slots: &[PasskeySlot], slot: &PasskeySlot| slots.iter().find(|other| other.id == slot.id).cloned();
    let kept = theirs.iter().filter_map(|slot| match (find(ours, slot), find(known, slot)) {
        (Some(own), _) if slot.key.is_none() => Some(own),
        (None, Some(_)) => None,
        _ => Some(slot.clone()),
    });
    let added = ours.iter().filter(|slot| find(known, slot).or_else(|| find(theirs, slot)).is_none());
    kept.chain(added.cloned()).take(PasskeySlot::MOST).collect()
}

fn prove(account_key: &Key, vault: VaultId, bytes: &[u8]) -> [u8; 32] {
    kdf::hmac_sha256(kdf::derive(account_key, &PROOF, &[&vault.0]).expose(), bytes)
}

const _: () = assert!(AccountHead::LONGEST <= ACCOUNT_HEAD_BYTES, "the server takes the longest head");

#[cfg(test)]
mod tests;
