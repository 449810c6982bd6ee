//! The vault: what a clinician keeps, sealed so that only she can read it.
//!
//! **Who learns what.** Whoever holds the sealed bytes (the browser's storage, later a server, a thief of either) sees
//! how many records there are, roughly how large each is, which key epoch it belongs to and what kinds of slot open
//! the vault. They do not see what a record says or what kind of thing it is. Someone who also knows the passphrase,
//! or can use this device's key, sees everything: the device key on its own only *hides*.
//!
//! **How.** One random account key opens the vault. It never leaves this crate except inside a [slot](VaultHead): wrapped
//! under a passphrase (stretched by Argon2id), under a [recovery code](RecoveryCode), under what a passkey's
//! pseudo-random function says, or handed out to be wrapped by a key of this device that cannot be taken out of it.
//! The account key opens a *keyring* of epoch keys; each record has a key of its own, derived from its epoch's key and
//! its id. So a new passphrase re-wraps 32 bytes and leaves all records as they are.
//!
//! Every sealed thing is bound to the vault, to its place and to its format version, so that none can be put in
//! another's place. Each blob that holds a key also carries a commitment to the key that opens it, which is how a wrong
//! passphrase is told from damaged bytes, and why no blob can be made that opens differently under two keys.

mod account;
mod head;
mod key_blob;
mod keyring;
mod passphrase;
mod record;
mod record_log;
mod recovery_code;
mod slot;
mod slots;
#[cfg(all(test, target_os = "linux"))]
mod wiping;

use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

pub use account::{AccountHead, AccountWay, AdoptError, ExportKey, NoAccountHead};
pub use head::{HeadError, VaultHead};
use keyring::Keyring;
pub use passphrase::{KdfError, KdfParameters, Nfc, Passphrase, nfc};
pub use protocol::{RecordId, VaultId};
pub use record::{OpenError, SealError, SealedRecord};
pub use record_log::{LogChain, LogSealError};
pub use recovery_code::{CodeSlip, RecoveryCode};
use slot::{CodeSlot, DeviceSlot, PasskeySlot, PassphraseSlot};
pub use slot::{DeviceSlotError, PasskeyError, PasskeyId, PasskeyQuestion, UnlockError};
use slots::Slots;
pub use slots::{Stays, Way};

use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;
use crate::sign_in::SignInSecret;

const INDEX_KEY: Label = Label::new(b"held/vault/index/v1\0");

/// Which of the vault's keys sealed a record. A new epoch starts when a device is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u32);

/// An open vault: seals and opens records. Dropping it wipes its keys, and that is what locking is.
pub struct Vault {
    id: VaultId,
    account_key: Key,
    keyring: Keyring,
    sealed_keyring: Vec<u8>,
    slots: Slots,
}

impl Vault {
    /// A new vault. Until a slot is added, nothing but this value can open it.
    #[must_use]
    pub fn make(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut id = VaultId([0; 16]);
        rng.fill_bytes(&mut id.0);
        let account_key = Key::make(rng);
        let keyring = Keyring::make(rng);
        let sealed_keyring = keyring.seal(&account_key, id, rng);
        Self { id, account_key, keyring, sealed_keyring, slots: Slots::default() }
    }

    /// This vault's id.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.id
    }

    /// What is stored beside the records, and opens the vault again.
    #[must_use]
    pub fn head(&self) -> VaultHead {
        VaultHead { id: self.id, slots: self.slots.clone(), sealed_keyring: self.sealed_keyring.clone() }
    }

    /// Lets `passphrase` open this vault, and no other passphrase any more. Takes a second or so, on purpose.
    pub fn add_passphrase(
        &mut self,
        passphrase: &Passphrase,
        parameters: KdfParameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) {
        let slot = PassphraseSlot::make(&self.account_key, self.id, passphrase, parameters, rng);
        self.slots.passphrase = Some(slot);
    }

    /// A new recovery code, which opens this vault from now on. The one before it does too, until this one is
    /// [proven](Vault::prove_recovery_code).
    #[must_use]
    pub fn add_recovery_code(&mut self, rng: &mut (impl CryptoRng + ?Sized)) -> RecoveryCode {
        let code = RecoveryCode::make(rng);
        self.slots.new_code = Some(CodeSlot::make(&self.account_key, self.id, &code, rng));
        code
    }

    /// Takes a code that was typed back: if it is the new one, it counts from now on, and the one before it is useless.
    /// True if the code is one that counts.
    #[must_use]
    pub fn prove_recovery_code(&mut self, code: &RecoveryCode) -> bool {
        let id = self.id;
        let opens = |slot: &Option<CodeSlot>| slot.as_ref().is_some_and(|slot| slot.open(id, code).is_ok());
        if opens(&self.slots.new_code) {
            self.slots.code = self.slots.new_code.take();
        } else if !opens(&self.slots.code) {
            return false;
        }
        if let Some(slot) = &mut self.slots.code {
            slot.key = Some(code.sign_in().key());
        }
        true
    }

    /// Lets a passkey open this vault: `answer` is what its pseudo-random function says to the question.
    pub fn add_passkey(
        &mut self,
        question: PasskeyQuestion,
        answer: &[u8; 32],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<PasskeyId, PasskeyError> {
        if self.slots.passkeys.len() == PasskeySlot::MOST {
            return Err(PasskeyError);
        }
        let slot = PasskeySlot::make(&self.account_key, self.id, question, answer, rng)?;
        let id = slot.id;
        self.slots.passkeys.push(slot);
        Ok(id)
    }

    /// Lets a passkey sign in to an account too: `answer` is what it says to [`crate::sign_in::PASSKEY_QUESTION`]. False
    /// if there is no such passkey.
    #[must_use]
    pub fn let_passkey_sign_in(&mut self, id: PasskeyId, answer: &[u8; 32]) -> bool {
        let slot = self.slots.passkeys.iter_mut().find(|slot| slot.id == id);
        slot.map(|slot| slot.key = Some(SignInSecret::of_passkey(answer).key())).is_some()
    }

    /// What this device's own key should wrap, for [`Vault::add_device`]. As secret as the vault itself.
    #[must_use]
    pub fn device_secret(&self) -> Zeroizing<Vec<u8>> {
        slot::device_secret(&self.account_key, self.id)
    }

    /// Keeps the wrapped form of [`Vault::device_secret`], so that this device's key opens the vault.
    pub fn add_device(&mut self, wrapped: Vec<u8>) -> Result<(), DeviceSlotError> {
        self.slots.device = Some(DeviceSlot::new(wrapped)?);
        Ok(())
    }

    /// The ways into this vault.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        self.slots.ways()
    }

    /// Whether this device's own key opens the vault, without asking anybody.
    #[must_use]
    pub const fn opens_with_device(&self) -> bool {
        self.slots.device.is_some()
    }

    /// Whether there are two kinds of ways in, one of them a recovery code that was typed back.
    #[must_use]
    pub const fn has_two_kinds(&self) -> bool {
        self.slots.are_two_kinds()
    }

    /// Whether, and if not why, a way in may be taken away.
    pub fn may_remove(&self, way: Way) -> Result<(), Stays> {
        self.slots.without(way).map(|_| ())
    }

    /// Takes a way in away, unless a rule keeps it. The records stay as they are.
    pub fn remove(&mut self, way: Way) -> Result<(), Stays> {
        self.slots = self.slots.without(way)?;
        Ok(())
    }

    /// The epoch that new records are sealed in.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.keyring.newest().0
    }

    /// Starts a new epoch, with a new key. Older records still open; seal them again to leave the old key behind.
    /// False, and nothing changes, once the keyring is full.
    #[must_use]
    pub fn start_epoch(&mut self, rng: &mut (impl CryptoRng + ?Sized)) -> bool {
        if !self.keyring.start_epoch(rng) {
            return false;
        }
        self.sealed_keyring = self.keyring.seal(&self.account_key, self.id, rng);
        true
    }

    /// Whether this vault still has keys of older epochs.
    #[must_use]
    pub const fn has_older_epochs(&self) -> bool {
        self.keyring.has_older()
    }

    /// Drops the keys of older epochs. What is still sealed with one of them can never be opened again.
    pub fn drop_older_epochs(&mut self, rng: &mut (impl CryptoRng + ?Sized)) {
        self.keyring.drop_older();
        self.sealed_keyring = self.keyring.seal(&self.account_key, self.id, rng);
    }

    /// Whether a record is sealed in the newest epoch, as it says itself. Only opening it proves that.
    #[must_use]
    pub fn is_of_newest_epoch(&self, sealed: &[u8]) -> bool {
        record::epoch(sealed) == Some(self.epoch())
    }

    /// Seals `content` as the record `id`, at a length that says little about how much was written.
    pub fn seal_record(
        &self,
        id: RecordId,
        content: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<SealedRecord, SealError> {
        let (epoch, key) = self.keyring.newest();
        record::seal(key, &record::Place { vault: self.id, record: id, epoch }, content, rng)
    }

    /// Opens a record that was sealed as `id` in this vault.
    pub fn open_record(&self, id: RecordId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        record::open(&self.keyring, self.id, id, sealed)
    }

    /// Seals an account's record log as it is at one place.
    #[must_use]
    pub fn seal_log(&self, chain: &LogChain) -> Vec<u8> {
        let (epoch, key) = self.keyring.newest();
        record_log::seal(epoch, key, self.id, chain)
    }

    /// What a seal on the log says, and in which epoch it was made, if one of this vault's devices made it.
    pub fn check_log_seal(&self, seal: &[u8]) -> Result<(LogChain, Epoch), LogSealError> {
        record_log::check(&self.keyring, self.id, seal)
    }

    /// A key for [`keyed_hash`], always the same for the same vault and purpose.
    #[must_use]
    pub fn derive_index_key(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let key = kdf::derive(&self.account_key, &INDEX_KEY, &[&self.id.0, purpose.as_bytes()]);
        Zeroizing::new(*key.expose())
    }

    fn from_parts(head: &VaultHead, account_key: Key) -> Result<Self, UnlockError> {
        let keyring = Keyring::open(&head.sealed_keyring, &account_key, head.id)?;
        Ok(Self {
            id: head.id,
            account_key,
            keyring,
            sealed_keyring: head.sealed_keyring.clone(),
            slots: head.slots.clone(),
        })
    }
}

impl VaultHead {
    /// Opens the vault with its passphrase. Takes a second or so, on purpose.
    pub fn unlock_with_passphrase(&self, passphrase: &Passphrase) -> Result<Vault, UnlockError> {
        let slot = self.slots.passphrase.as_ref().ok_or(UnlockError::NoSuchSlot)?;
        Vault::from_parts(self, slot.open(self.id, passphrase)?)
    }

    /// Opens the vault with what this device's key unwrapped from [`VaultHead::device_slot`].
    pub fn unlock_with_device(&self, opened: &[u8]) -> Result<Vault, UnlockError> {
        if self.slots.device.is_none() {
            return Err(UnlockError::NoSuchSlot);
        }
        Vault::from_parts(self, slot::open_device_secret(opened, self.id)?)
    }

    /// Opens the vault with its recovery code, typed back before or not.
    pub fn unlock_with_recovery_code(&self, code: &RecoveryCode) -> Result<Vault, UnlockError> {
        let mut opened = Err(UnlockError::NoSuchSlot);
        for slot in self.slots.code.iter().chain(&self.slots.new_code) {
            opened = slot.open(self.id, code);
            if opened.is_ok() {
                break;
            }
        }
        Vault::from_parts(self, opened?)
    }

    /// Opens the vault with what a passkey said to its question.
    pub fn unlock_with_passkey(&self, id: PasskeyId, answer: &[u8; 32]) -> Result<Vault, UnlockError> {
        let slot = self.slots.passkeys.iter().find(|slot| slot.id == id).ok_or(UnlockError::NoSuchSlot)?;
        Vault::from_parts(self, slot.open(self.id, answer)?)
    }

    /// Whether a passphrase opens this vault.
    #[must_use]
    pub const fn has_passphrase(&self) -> bool {
        self.slots.passphrase.is_some()
    }

    /// Whether a recovery code opens this vault, typed back or not.
    #[must_use]
    pub const fn has_recovery_code(&self) -> bool {
        self.slots.code.is_some() || self.slots.new_code.is_some()
    }

    /// The passkeys that open this vault, and what each has to be asked.
    pub fn passkeys(&self) -> impl Iterator<Item = (PasskeyId, &PasskeyQuestion)> {
        self.slots.passkeys.iter().map(|slot| (slot.id, &slot.question))
    }

    /// What this device's key has to unwrap, if the device opens this vault.
    #[must_use]
    pub fn device_slot(&self) -> Option<&[u8]> {
        self.slots.device.as_ref().map(DeviceSlot::wrapped)
    }

    /// The vault this is the head of.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.id
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("id", &self.id).finish_non_exhaustive()
    }
}

/// HMAC-SHA-256 of `message`: the same for the same words, and unguessable without the key.
#[must_use]
pub fn keyed_hash(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    kdf::hmac_sha256(key, message)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{frozen, seeded};

    const DIARY: RecordId = RecordId(*b"diary-of-tuesday");

    fn words(of: &str) -> Passphrase {
        Passphrase::new(of, nfc)
    }

    /// Ana's vault, opened by "slow river" and by her laptop's key (which here wraps by adding a byte).
    fn vault_of_ana() -> Vault {
        let rng = &mut seeded(1);
        let mut vault = Vault::make(rng);
        vault.add_passphrase(&words("slow river"), KdfParameters::FLOOR, rng);
        vault.add_device(wrap(&vault.device_secret())).unwrap();
        vault
    }

    fn wrap(secret: &[u8]) -> Vec<u8> {
        [b"w", secret].concat()
    }

    fn unwrap(head: &VaultHead) -> &[u8] {
        &head.device_slot().unwrap()[1..]
    }

    /// The head after a trip through storage.
    pub(super) fn stored(vault: &Vault) -> VaultHead {
        let head = vault.head();
        let bytes = head.encode();
        assert!(bytes.len() <= VaultHead::LONGEST);
        assert_eq!(VaultHead::decode(&bytes), Ok(head.clone()));
        head
    }

    fn says(vault: &Vault, sealed: &SealedRecord) -> String {
        String::from_utf8(vault.open_record(DIARY, &sealed.0).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn either_slot_opens_the_vault_and_what_was_sealed_before() {
        let ana = vault_of_ana();
        let sealed = ana.seal_record(DIARY, b"numb after the fourth hour", &mut seeded(2)).unwrap();
        let head = stored(&ana);
        let by_words = head.unlock_with_passphrase(&words("slow river")).unwrap();
        let by_device = head.unlock_with_device(unwrap(&head)).unwrap();
        assert_eq!(says(&by_words, &sealed), "numb after the fourth hour");
        assert_eq!(says(&by_device, &sealed), "numb after the fourth hour");
        assert_eq!(by_device.head(), head);
    }

    #[test]
    fn a_wrong_passphrase_says_so_and_damage_says_so() {
        let head = stored(&vault_of_ana());
        let wrong = head.unlock_with_passphrase(&words("slow rivers")).unwrap_err();
        assert_eq!(wrong, UnlockError::WrongPassphrase);

        let mut swapped = head.clone();
        swapped.sealed_keyring = Vault::make(&mut seeded(9)).head().sealed_keyring;
        let damaged = swapped.unlock_with_passphrase(&words("slow river")).unwrap_err();
        assert_eq!(damaged, UnlockError::Damaged);

        let no_slot = Vault::make(&mut seeded(3)).head();
        assert_eq!(no_slot.unlock_with_passphrase(&words("")).unwrap_err(), UnlockError::NoSuchSlot);
        assert_eq!(no_slot.unlock_with_device(b"").unwrap_err(), UnlockError::NoSuchSlot);
    }

    #[test]
    fn a_slot_of_another_vault_opens_nothing() {
        let (ana, rng) = (vault_of_ana(), &mut seeded(4));
        let mut bea = Vault::make(rng);
        bea.add_passphrase(&words("slow river"), KdfParameters::FLOOR, rng);
        let mut mixed = ana.head();
        mixed.slots.passphrase = bea.head().slots.passphrase;
        assert_eq!(
            mixed.unlock_with_passphrase(&words("slow river")).unwrap_err(),
            UnlockError::WrongPassphrase
        );
        assert_eq!(mixed.unlock_with_device(&bea.device_secret()).unwrap_err(), UnlockError::Damaged);
    }

    #[test]
    fn a_new_passphrase_replaces_the_old_one_and_keeps_the_records() {
        let mut ana = vault_of_ana();
        let sealed = ana.seal_record(DIARY, b"kept", &mut seeded(5)).unwrap();
        ana.add_passphrase(&words("green door"), KdfParameters::FLOOR, &mut seeded(6));
        let head = stored(&ana);
        assert!(head.unlock_with_passphrase(&words("slow river")).is_err());
        assert_eq!(says(&head.unlock_with_passphrase(&words("green door")).unwrap(), &sealed), "kept");
    }

    #[test]
    fn the_last_way_in_cannot_be_removed() {
        let mut ana = vault_of_ana();
        assert_eq!(ana.remove(Way::Device), Ok(()));
        assert_eq!(ana.remove(Way::Passphrase), Err(Stays::LastWayIn));
        assert!(ana.head().has_passphrase());
        assert_eq!(ana.head().device_slot(), None);
        assert_eq!(ana.add_device(vec![]), Err(DeviceSlotError));
        assert_eq!(ana.add_device(vec![0; 513]), Err(DeviceSlotError));
    }

    #[test]
    fn older_records_open_after_a_new_epoch_and_newer_ones_need_its_key() {
        let mut ana = vault_of_ana();
        let before = ana.head().unlock_with_passphrase(&words("slow river")).unwrap();
        let old = ana.seal_record(DIARY, b"old", &mut seeded(7)).unwrap();
        assert!(ana.start_epoch(&mut seeded(8)));
        let new = ana.seal_record(DIARY, b"new", &mut seeded(9)).unwrap();
        let again = stored(&ana).unlock_with_passphrase(&words("slow river")).unwrap();
        assert_eq!((says(&again, &old), says(&again, &new)), ("old".into(), "new".into()));
        assert_eq!(before.open_record(DIARY, &new.0), Err(OpenError::UnknownEpoch(Epoch(2))));
    }

    #[test]
    fn the_keyring_fills_up_without_a_panic() {
        let (mut vault, rng) = (Vault::make(&mut seeded(1)), &mut seeded(2));
        while vault.start_epoch(rng) {}
        assert_eq!(vault.epoch(), Epoch(256));
        assert!(stored(&vault).encode().len() <= VaultHead::LONGEST);
    }

    #[test]
    fn a_record_opens_only_in_its_own_place() {
        let (ana, bea) = (vault_of_ana(), Vault::make(&mut seeded(10)));
        let sealed = ana.seal_record(DIARY, b"mine", &mut seeded(11)).unwrap();
        assert_eq!(ana.open_record(RecordId([0; 16]), &sealed.0), Err(OpenError::Damaged));
        assert_eq!(bea.open_record(DIARY, &sealed.0), Err(OpenError::Damaged));
        assert_eq!(ana.open_record(DIARY, b""), Err(OpenError::Damaged));
        assert_eq!(ana.open_record(DIARY, &[2]), Err(OpenError::Newer(2)));
        for at in 0..sealed.0.len() {
            let mut changed = sealed.0.clone();
            changed[at] ^= 1;
            assert!(ana.open_record(DIARY, &changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn short_records_all_look_alike_and_long_ones_are_refused() {
        let (ana, rng) = (vault_of_ana(), &mut seeded(12));
        let length = |content: &[u8], rng: &mut _| ana.seal_record(DIARY, content, rng).unwrap().0.len();
        assert_eq!(length(b"", rng), length(&[b'a'; 508], rng));
        assert!(length(&[b'a'; 900 * 1024], rng) <= 1024 * 1024);
        let too_long = ana.seal_record(DIARY, &[b'a'; 900 * 1024 + 1], rng);
        assert_eq!(too_long, Err(SealError { length: 921_601 }));
    }

    #[test]
    fn index_keys_differ_by_purpose_and_by_vault_only() {
        let (ana, bea) = (vault_of_ana(), Vault::make(&mut seeded(13)));
        assert_eq!(ana.derive_index_key("calendar"), ana.derive_index_key("calendar"));
        assert_ne!(ana.derive_index_key("calendar"), ana.derive_index_key("people"));
        assert_ne!(ana.derive_index_key("calendar"), bea.derive_index_key("calendar"));
    }

    #[test]
    fn keyed_hashes_are_those_of_rfc_4231() {
        let hash = keyed_hash(&[0x0b; 32], b"Hi There");
        // RFC 4231 uses a 20-byte key; HMAC pads with zeros, so this is its case 1 with the padding spelt out.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        assert_ne!(keyed_hash(&key, b"Hi There"), hash);
        expect!["b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"]
            .assert_eq(&HEXLOWER.encode(&keyed_hash(&key, b"Hi There")));
    }

    #[test]
    fn debug_shows_no_secret() {
        let ana = vault_of_ana();
        let sealed = ana.seal_record(DIARY, b"mine", &mut seeded(11)).unwrap();
        expect![[r#"
            Vault { id: VaultId(mjdEUEVgY57GcLehfUkrJw), .. }
            Passphrase(hidden) SealedRecord(557 bytes) Keyring(1 hidden) Key(hidden)"#]]
        .assert_eq(&format!(
            "{ana:?}\n{:?} {sealed:?} {:?} {:?}",
            words("slow river"),
            ana.keyring,
            ana.account_key
        ));
    }

    #[test]
    fn a_head_that_asks_for_too_little_or_too_much_is_refused() {
        let head = stored(&vault_of_ana()).encode();
        let asking = |kib: u32| {
            let mut asking = head[..head.len() - 32].to_vec();
            asking[21..25].copy_from_slice(&kib.to_be_bytes());
            use sha2::Digest as _;
            let checksum = sha2::Sha256::digest(&asking);
            VaultHead::decode(&[&asking[..], &checksum].concat()).map(|_| ())
        };
        assert_eq!(asking(19 * 1024), Ok(()));
        assert_eq!(asking(8), Err(HeadError::Cost(KdfError::TooWeak)));
        assert_eq!(asking(4 * 1024 * 1024), Err(HeadError::Cost(KdfError::TooCostly)));
    }

    #[test]
    fn a_newer_or_damaged_head_is_told_apart() {
        let head = vault_of_ana().head().encode();
        let mut newer = head.clone();
        newer[0] = 4;
        assert_eq!(VaultHead::decode(&newer), Err(HeadError::Newer(4)));
        assert_eq!(VaultHead::decode(&head[..head.len() - 1]), Err(HeadError::Damaged));
        assert_eq!(VaultHead::decode(&[]), Err(HeadError::Damaged));
    }

    #[test]
    fn version_1_stays_readable() {
        let file = include_str!("../tests/vectors/vault-1.txt");
        let head = VaultHead::decode(&frozen(file, "head")).unwrap();
        assert_eq!(head.encode(), frozen(file, "head"));
        let by_words = head.unlock_with_passphrase(&words("slow river")).unwrap();
        let by_device = head.unlock_with_device(unwrap(&head)).unwrap();
        for vault in [by_words, by_device] {
            for (record, content) in [("record-of-epoch-1", "old"), ("record-of-epoch-2", "new")] {
                assert_eq!(says(&vault, &SealedRecord(frozen(file, record))), content);
            }
            assert_eq!(vault.derive_index_key("calendar")[..], frozen(file, "calendar-index-key"));
        }
    }

    proptest! {
        #[test]
        fn any_content_comes_back(content in proptest::collection::vec(any::<u8>(), 0..2_000), seed: u64) {
            let vault = Vault::make(&mut seeded(seed));
            let sealed = vault.seal_record(DIARY, &content, &mut seeded(seed ^ 1)).unwrap();
            prop_assert_eq!(&vault.open_record(DIARY, &sealed.0).unwrap()[..], &content[..]);
        }

        #[test]
        fn no_bytes_make_decoding_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = VaultHead::decode(&bytes);
            let _ = vault_of_nobody().open_record(DIARY, &bytes);
        }
    }

    fn vault_of_nobody() -> Vault {
        Vault::make(&mut seeded(0))
    }
}
