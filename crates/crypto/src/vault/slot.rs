//! The ways into a vault: each slot wraps the same account key.

use protocol::account::SignInKey;
use protocol::{KeyHandle, PublicKey};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::VaultId;
use super::head::HeadError;
use super::key_blob::{self, BlobError, Kind, VERSION};
use super::passphrase::{KdfParameters, Passphrase};
use super::recovery_code::RecoveryCode;
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
    /// The recovery code is that of another vault, or an older one of this vault.
    #[error("this is not the recovery code of this vault")]
    WrongRecoveryCode,
    /// The passkey gave another secret than when it was added.
    #[error("this is not the passkey of this vault")]
    WrongPasskey,
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
        Self { parameters, salt, blob: wrap(&key, Kind::PassphraseSlot, vault, account_key, rng) }
    }

    pub(super) fn open(&self, vault: VaultId, passphrase: &Passphrase) -> Result<Key, UnlockError> {
        let key = stretch(passphrase, self.parameters, &self.salt);
        unwrap(&key, Kind::PassphraseSlot, vault, &self.blob, UnlockError::WrongPassphrase)
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

/// How long a sign-in key is behind its slot.
const SIGN_IN_KEY: usize = KeyHandle::LENGTH + PublicKey::LENGTH;

fn push_key(key: Option<&SignInKey>, into: &mut Vec<u8>) {
    if let Some(SignInKey { handle, key }) = key {
        into.extend_from_slice(&handle.0);
        into.extend_from_slice(&key.0);
    }
}

fn take_key(body: &mut Reader<'_>, with_key: bool) -> Result<Option<SignInKey>, WrongLength> {
    if !with_key {
        return Ok(None);
    }
    Ok(Some(SignInKey { handle: KeyHandle(body.array()?), key: PublicKey(body.array()?) }))
}

/// The account key under a recovery code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodeSlot {
    blob: [u8; Self::BLOB],
    /// What the code signs in to an account with. Codes that were made before there were accounts have none here until
    /// they are typed again.
    pub(super) key: Option<SignInKey>,
}

impl CodeSlot {
    const BLOB: usize = key_blob::sealed_length(Key::LENGTH);
    pub(super) const LONGEST: usize = Self::BLOB + SIGN_IN_KEY;

    pub(super) fn make(
        account_key: &Key,
        vault: VaultId,
        code: &RecoveryCode,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Self {
        let blob = wrap(&code.derive_key(vault), Kind::CodeSlot, vault, account_key, rng);
        Self { blob, key: Some(code.sign_in().key()) }
    }

    /// Whether it is of the same code, made at the same time.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.blob == other.blob
    }

    pub(super) fn open(&self, vault: VaultId, code: &RecoveryCode) -> Result<Key, UnlockError> {
        unwrap(&code.derive_key(vault), Kind::CodeSlot, vault, &self.blob, UnlockError::WrongRecoveryCode)
    }

    pub(super) fn encode(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.blob);
        push_key(self.key.as_ref(), into);
    }

    pub(super) fn decode(body: &[u8], with_key: bool) -> Result<Self, HeadError> {
        let mut body = Reader::new(body);
        let slot = Self { blob: body.array()?, key: take_key(&mut body, with_key)? };
        body.end()?;
        Ok(slot)
    }
}

/// Names a passkey's slot within its vault: random, and says nothing about the passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PasskeyId(pub [u8; 8]);

/// What an authenticator has to be asked so that it gives again the secret that opens the vault. None of it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyQuestion {
    /// The credential's name, as the authenticator gave it.
    pub credential: Vec<u8>,
    /// What its pseudo-random function is asked.
    pub salt: [u8; 32],
}

/// A credential's name is longer than any authenticator makes it, or empty, or there are too many passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a vault has at most {} passkeys, each with a name of 1 to {} bytes",
    PasskeySlot::MOST,
    PasskeySlot::LONGEST_CREDENTIAL
)]
pub struct PasskeyError;

/// The account key under what a passkey's pseudo-random function says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PasskeySlot {
    pub(super) id: PasskeyId,
    pub(super) question: PasskeyQuestion,
    blob: [u8; Self::BLOB],
    /// What the passkey signs in to an account with, once it was asked.
    pub(super) key: Option<SignInKey>,
}

impl PasskeySlot {
    const BLOB: usize = key_blob::sealed_length(Key::LENGTH);
    /// As WebAuthn has it.
    const LONGEST_CREDENTIAL: usize = 1023;
    pub(super) const LONGEST: usize = 8 + 32 + 2 + Self::LONGEST_CREDENTIAL + Self::BLOB + SIGN_IN_KEY;
    /// More than anyone carries.
    pub(super) const MOST: usize = 8;

    pub(super) fn make(
        account_key: &Key,
        vault: VaultId,
        question: PasskeyQuestion,
        answer: &[u8; 32],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Self, PasskeyError> {
        if question.credential.is_empty() || question.credential.len() > Self::LONGEST_CREDENTIAL {
            return Err(PasskeyError);
        }
        let mut id = PasskeyId([0; 8]);
        rng.fill_bytes(&mut id.0);
        let blob = wrap(&Key::from_bytes(*answer), Kind::PasskeySlot, vault, account_key, rng);
        Ok(Self { id, question, blob, key: None })
    }

    pub(super) fn open(&self, vault: VaultId, answer: &[u8; 32]) -> Result<Key, UnlockError> {
        unwrap(&Key::from_bytes(*answer), Kind::PasskeySlot, vault, &self.blob, UnlockError::WrongPasskey)
    }

    pub(super) fn encode(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.id.0);
        into.extend_from_slice(&self.question.salt);
        let length = u16::try_from(self.question.credential.len()).expect("limited to 1,023 bytes");
        into.extend_from_slice(&length.to_be_bytes());
        into.extend_from_slice(&self.question.credential);
        into.extend_from_slice(&self.blob);
        push_key(self.key.as_ref(), into);
    }

    pub(super) fn decode(body: &[u8], with_key: bool) -> Result<Self, HeadError> {
        let mut body = Reader::new(body);
        let (id, salt) = (PasskeyId(body.array()?), body.array()?);
        let length = usize::from(body.u16()?);
        if !(1..=Self::LONGEST_CREDENTIAL).contains(&length) {
            return Err(HeadError::Damaged);
        }
        let credential = body.take(length)?.to_vec();
        let question = PasskeyQuestion { credential, salt };
        let slot = Self { id, question, blob: body.array()?, key: take_key(&mut body, with_key)? };
        body.end()?;
        Ok(slot)
    }
}

fn wrap<const N: usize>(
    key: &Key,
    kind: Kind,
    vault: VaultId,
    account_key: &Key,
    rng: &mut (impl CryptoRng + ?Sized),
) -> [u8; N] {
    let sealed = key_blob::seal(key, kind, vault, account_key.expose(), rng);
    sealed.try_into().expect("a sealed key has one length")
}

fn unwrap(
    key: &Key,
    kind: Kind,
    vault: VaultId,
    blob: &[u8],
    wrong: UnlockError,
) -> Result<Key, UnlockError> {
    let opened = key_blob::open(key, kind, vault, blob).map_err(|error| match error {
        BlobError::WrongKey => wrong,
        BlobError::Damaged => UnlockError::Damaged,
    })?;
    opened[..].try_into().map(Key::from_bytes).map_err(|_| UnlockError::Damaged)
}

/// The account key under what OPAQUE exports from a passphrase: only in the head that an account keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountSlot([u8; Self::LENGTH]);

impl AccountSlot {
    pub(super) const LENGTH: usize = key_blob::sealed_length(Key::LENGTH);

    pub(super) fn make(
        account_key: &Key,
        vault: VaultId,
        exported: &Key,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Self {
        Self(wrap(exported, Kind::AccountSlot, vault, account_key, rng))
    }

    pub(super) fn open(&self, vault: VaultId, exported: &Key) -> Result<Key, UnlockError> {
        unwrap(exported, Kind::AccountSlot, vault, &self.0, UnlockError::WrongPassphrase)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    pub(super) const fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::SignInSecret;
    use crate::testing::{frozen, seeded};
    use crate::vault::tests::stored;
    use crate::vault::{RecordId, SealedRecord, Vault, VaultHead, Way, nfc};

    const DIARY: RecordId = RecordId(*b"diary-of-tuesday");
    const ANSWER: [u8; 32] = [7; 32];

    fn question() -> PasskeyQuestion {
        PasskeyQuestion { credential: b"her phone".to_vec(), salt: [5; 32] }
    }

    fn says(vault: &Vault, sealed: &[u8]) -> String {
        String::from_utf8(vault.open_record(DIARY, sealed).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn a_recovery_code_opens_the_vault_and_counts_once_typed_back() {
        let mut ana = Vault::make(&mut seeded(1));
        let sealed = ana.seal_record(DIARY, b"kept", &mut seeded(2)).unwrap();
        let code = ana.add_recovery_code(&mut seeded(3));
        assert_eq!(ana.ways(), [Way::NewRecoveryCode]);
        assert_eq!(says(&stored(&ana).unlock_with_recovery_code(&code).unwrap(), &sealed.0), "kept");
        assert!(ana.prove_recovery_code(&code));
        assert!(ana.prove_recovery_code(&code), "and again");
        assert_eq!(ana.ways(), [Way::RecoveryCode]);
        assert_eq!(says(&stored(&ana).unlock_with_recovery_code(&code).unwrap(), &sealed.0), "kept");
    }

    #[test]
    fn the_old_code_opens_until_the_new_one_was_typed_back() {
        let mut ana = Vault::make(&mut seeded(1));
        let old = ana.add_recovery_code(&mut seeded(2));
        assert!(ana.prove_recovery_code(&old));
        let lost = ana.add_recovery_code(&mut seeded(3));
        let new = ana.add_recovery_code(&mut seeded(4));
        assert!(stored(&ana).unlock_with_recovery_code(&old).is_ok());
        assert!(!ana.prove_recovery_code(&lost), "it was made anew before it was typed back");
        assert!(ana.prove_recovery_code(&new));
        let head = stored(&ana);
        assert_eq!(head.unlock_with_recovery_code(&old).unwrap_err(), UnlockError::WrongRecoveryCode);
        assert!(head.unlock_with_recovery_code(&new).is_ok());
    }

    #[test]
    fn a_passkey_opens_the_vault_by_its_answer_alone() {
        let mut ana = Vault::make(&mut seeded(1));
        let id = ana.add_passkey(question(), &ANSWER, &mut seeded(2)).unwrap();
        let head = stored(&ana);
        assert_eq!(head.passkeys().collect::<Vec<_>>(), [(id, &question())]);
        assert!(head.unlock_with_passkey(id, &ANSWER).is_ok());
        assert_eq!(head.unlock_with_passkey(id, &[8; 32]).unwrap_err(), UnlockError::WrongPasskey);
        let nobody = PasskeyId([0; 8]);
        assert_eq!(head.unlock_with_passkey(nobody, &ANSWER).unwrap_err(), UnlockError::NoSuchSlot);
    }

    #[test]
    fn passkeys_are_bounded() {
        let (mut ana, rng) = (Vault::make(&mut seeded(1)), &mut seeded(2));
        for length in [0, 1024] {
            let question = PasskeyQuestion { credential: vec![1; length], salt: [0; 32] };
            assert_eq!(ana.add_passkey(question, &ANSWER, rng), Err(PasskeyError));
        }
        for _ in 0..PasskeySlot::MOST {
            let longest = PasskeyQuestion { credential: vec![1; 1023], salt: [0; 32] };
            ana.add_passkey(longest, &ANSWER, rng).unwrap();
        }
        assert_eq!(ana.add_passkey(question(), &ANSWER, rng), Err(PasskeyError));
        let _ = stored(&ana);
    }

    #[test]
    fn a_slot_of_one_kind_or_vault_does_not_open_as_another() {
        let mut ana = Vault::make(&mut seeded(1));
        let mut bea = Vault::make(&mut seeded(2));
        let code = ana.add_recovery_code(&mut seeded(3));
        let id = bea.add_passkey(question(), code.derive_key(bea.id()).expose(), &mut seeded(4)).unwrap();
        let mut mixed = bea.head();
        mixed.slots.new_code = ana.head().slots.new_code;
        assert_eq!(mixed.unlock_with_recovery_code(&code).unwrap_err(), UnlockError::WrongRecoveryCode);
        mixed.slots.new_code = CodeSlot::decode(&mixed.slots.passkeys[0].blob, false).ok();
        assert_eq!(mixed.unlock_with_recovery_code(&code).unwrap_err(), UnlockError::WrongRecoveryCode);
        assert!(mixed.unlock_with_passkey(id, code.derive_key(bea.id()).expose()).is_ok());
    }

    #[test]
    fn version_2_stays_readable() {
        let file = include_str!("../../tests/vectors/vault-2.txt");
        let text = |name| String::from_utf8(frozen(file, name)).unwrap();
        let head = VaultHead::decode(&frozen(file, "head")).unwrap();
        assert_eq!(head.encode(), frozen(file, "head"));
        let passphrase = head.unlock_with_passphrase(&Passphrase::new("slow river", nfc)).unwrap();
        let code = RecoveryCode::read(&text("recovery-code")).unwrap();
        let new_code = RecoveryCode::read(&text("new-recovery-code")).unwrap();
        let (passkey, asked) = head.passkeys().next().unwrap();
        assert_eq!(*asked, question());
        for vault in [
            passphrase,
            head.unlock_with_recovery_code(&code).unwrap(),
            head.unlock_with_recovery_code(&new_code).unwrap(),
            head.unlock_with_passkey(passkey, &ANSWER).unwrap(),
        ] {
            assert_eq!(says(&vault, &frozen(file, "record")), "kept");
        }
    }

    #[test]
    fn version_3_stays_readable() {
        let file = include_str!("../../tests/vectors/vault-3.txt");
        let head = VaultHead::decode(&frozen(file, "head")).unwrap();
        assert_eq!(head.encode(), frozen(file, "head"));
        let text = String::from_utf8(frozen(file, "recovery-code")).unwrap();
        let code = RecoveryCode::read(&text).unwrap();
        assert_eq!(head.slots.code.as_ref().unwrap().key, Some(code.sign_in().key()));
        let (passkey, _) = head.passkeys().next().unwrap();
        assert_eq!(head.slots.passkeys[0].key, Some(SignInSecret::of_passkey(&[8; 32]).key()));
        for vault in [head.unlock_with_recovery_code(&code), head.unlock_with_passkey(passkey, &ANSWER)] {
            assert_eq!(says(&vault.unwrap(), &frozen(file, "record")), "kept");
        }
    }

    #[test]
    fn a_head_is_of_the_oldest_version_that_can_say_it() {
        let mut ana = Vault::make(&mut seeded(1));
        ana.add_device(vec![1]).unwrap();
        assert_eq!(ana.head().encode()[0], 1);
        let id = ana.add_passkey(question(), &ANSWER, &mut seeded(2)).unwrap();
        assert_eq!(ana.head().encode()[0], 2);
        assert!(ana.let_passkey_sign_in(id, &ANSWER));
        assert_eq!(ana.head().encode()[0], 3);
    }

    #[test]
    fn a_new_epoch_drops_the_older_keys_only_when_told() {
        let mut ana = Vault::make(&mut seeded(1));
        let old = ana.seal_record(DIARY, b"old", &mut seeded(2)).unwrap();
        let code = ana.add_recovery_code(&mut seeded(3));
        assert!(ana.start_epoch(&mut seeded(4)));
        assert!(ana.has_older_epochs() && !ana.is_of_newest_epoch(&old.0));
        let new: SealedRecord = ana.seal_record(DIARY, b"new", &mut seeded(5)).unwrap();
        assert!(ana.is_of_newest_epoch(&new.0));
        ana.drop_older_epochs(&mut seeded(6));
        let again = stored(&ana).unlock_with_recovery_code(&code).unwrap();
        assert!(!again.has_older_epochs());
        assert_eq!(says(&again, &new.0), "new");
        assert!(again.open_record(DIARY, &old.0).is_err());
    }
}
