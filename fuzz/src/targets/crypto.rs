//! Decoders of `crypto`. Keys and ids are those of the crate's frozen vectors, so that the corpus really opens.

use std::sync::LazyLock;

use crypto::conflict_check::{OpenQuestion, Question};
use crypto::hello::{self, HelloSecretKey, Kind};
use crypto::vault::{AccountHead, ExportKey, RecordId, RecoveryCode, Vault, VaultHead};
use sha2::{Digest as _, Sha256};

const HEAD: &[u8] = include_bytes!("../../corpus/vault_head/frozen-1");
const ACCOUNT_HEAD: &[u8] = include_bytes!("../../corpus/account_head/frozen-1");
const DEVICE_SECRET: &[u8] = include_bytes!("../../corpus/vault_device_secret/frozen-1");
const LOG_SEALS: [&[u8]; 2] =
    [include_bytes!("../../corpus/log_seal/epoch-1"), include_bytes!("../../corpus/log_seal/epoch-2")];
const OPEN_QUESTION: &[u8] = include_bytes!("../../corpus/conflict_open_question/frozen-1");
const HELLO_SECRET: [u8; 32] = *include_bytes!("hello-secret-key");

static VAULT: LazyLock<Vault> = LazyLock::new(|| {
    let head = VaultHead::decode(HEAD).expect("the frozen head decodes");
    head.unlock_with_device(DEVICE_SECRET).expect("the frozen secret opens it")
});
static ASKED: LazyLock<OpenQuestion> =
    LazyLock::new(|| OpenQuestion::decode(OPEN_QUESTION).expect("the frozen question decodes"));

/// Also with the right checksum put under the bytes, since few changes would get past it otherwise. Not unlocked with
/// a passphrase: that is slow on purpose.
pub(crate) fn vault_head(bytes: &[u8]) {
    let body = &bytes[..bytes.len().saturating_sub(32)];
    decode_head(&[body, &Sha256::digest(body)].concat());
    decode_head(bytes);
}

fn decode_head(bytes: &[u8]) {
    if let Ok(head) = VaultHead::decode(bytes) {
        assert_eq!(VaultHead::decode(&head.encode()), Ok(head));
    }
}

/// Only the bytes that a device made open.
pub(crate) fn account_head(bytes: &[u8]) {
    if let Ok(head) = AccountHead::decode(bytes) {
        assert_eq!(head.encode()[..], *bytes);
        let _ = head.sign_in_keys();
        let opened = head.unlock_with_export_key(&ExportKey::new([9; 64])).is_ok();
        assert_eq!(opened, bytes == ACCOUNT_HEAD, "only the right head opens");
    }
}

pub(crate) fn vault_device_secret(bytes: &[u8]) {
    let opened = VAULT.head().unlock_with_device(bytes).is_ok();
    assert_eq!(opened, bytes == DEVICE_SECRET, "only the right secret opens a vault");
}

pub(crate) fn vault_record(bytes: &[u8]) {
    let _ = VAULT.open_record(RecordId(*b"diary-of-tuesday"), bytes);
}

/// Only seals that this vault made hold; of the newest epoch, it makes the same again.
pub(crate) fn log_seal(bytes: &[u8]) {
    let held = VAULT.check_log_seal(bytes);
    assert_eq!(held.is_ok(), LOG_SEALS.contains(&bytes), "only the right seals hold");
    if let Ok((chain, epoch)) = held {
        assert!(epoch < VAULT.epoch() || VAULT.seal_log(&chain) == bytes);
    }
}

/// What is taken for a code is the same code when its words are typed.
pub(crate) fn recovery_code(bytes: &[u8]) {
    if let Ok(code) = RecoveryCode::read(&String::from_utf8_lossy(bytes)) {
        let words: Vec<_> = code.words().collect();
        let again = RecoveryCode::read(&words.join(" ")).expect("its own words are a code");
        assert!(again.words().eq(words));
    }
}

pub(crate) fn hello(bytes: &[u8]) {
    let _ = hello::open(&HelloSecretKey::from_bytes(HELLO_SECRET), Kind::Hello, b"listing of bea..", bytes);
}

pub(crate) fn conflict_question(bytes: &[u8]) {
    if let Ok(question) = Question::decode(bytes) {
        assert!(question.batches().map(|(_, points)| points).sum::<usize>() <= 512);
    }
}

pub(crate) fn conflict_open_question(bytes: &[u8]) {
    if let Ok(open) = OpenQuestion::decode(bytes) {
        assert_eq!(open.encode()[..], *bytes);
    }
}

pub(crate) fn conflict_answer(bytes: &[u8]) {
    if let Ok(counts) = ASKED.count(bytes) {
        assert!(counts.people_found() <= counts.people_asked as usize);
    }
}
