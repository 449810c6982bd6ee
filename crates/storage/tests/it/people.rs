//! Short ways to say what happens to an account.

use protocol::account::{AccountName, SignInKey, VaultCheck};
use protocol::mailbox::Sequence;
use protocol::record_log::{Content, Entry, LogAppend, LogPage};
use protocol::{Capability, CapabilityHash, DeviceId, Digest, KeyHandle, PublicKey, RecordId, VaultId};
use storage::{
    AppendLogError, Backend, NewAccount, NewDevice, NewHead, NewSignIn, Proof, PutHeadError, SignInError,
    Store as _,
};

use crate::engines::NOW;

pub(crate) fn name(of: u8) -> AccountName {
    format!("quiet-harbour-{of:04}").parse().unwrap()
}

/// The reservation of a name.
pub(crate) fn reservation(of: u8) -> Capability {
    Capability([of; 32])
}

/// What lets device `n` of an account in.
pub(crate) fn session(of: u8, n: u8) -> Capability {
    let mut bytes = [of; 32];
    bytes[31] = n;
    Capability(bytes)
}

/// What shows later that device `n` was here.
pub(crate) fn known(of: u8, n: u8) -> Capability {
    let mut bytes = [of; 32];
    (bytes[0], bytes[31]) = (0x77, n);
    Capability(bytes)
}

pub(crate) fn device(n: u8) -> DeviceId {
    DeviceId([n; 16])
}

pub(crate) fn new_device(of: u8, n: u8) -> NewDevice {
    NewDevice { id: device(n), session: session(of, n).hash(), known: known(of, n).hash() }
}

pub(crate) fn key(n: u8) -> SignInKey {
    SignInKey { handle: KeyHandle([n; 16]), key: PublicKey([n; 32]) }
}

pub(crate) fn record(n: u8) -> RecordId {
    RecordId([n; 16])
}

pub(crate) fn new_account(of: u8) -> NewAccount {
    NewAccount {
        name: name(of),
        reservation: reservation(of),
        registration: format!("registration of {of}").into(),
        vault: VaultCheck { vault: VaultId([of; 16]), check: Digest([of; 32]) },
        head: format!("head 1 of {of}").into(),
        keys: vec![key(of)],
        device: new_device(of, 1),
    }
}

/// An account with one device.
pub(crate) async fn joins(store: &Backend, of: u8) {
    store.reserve_name(name(of), reservation(of).hash(), NOW).await.unwrap();
    store.make_account(new_account(of), NOW).await.unwrap();
}

pub(crate) async fn sign_in(store: &Backend, of: u8, n: u8) -> Result<AccountName, SignInError> {
    let found = store.registration(name(of)).await.unwrap().unwrap();
    let by = Proof::Passphrase(Digest::of(&found.record));
    let new = NewSignIn { account: found.account, by, device: new_device(of, n) };
    store.sign_in(new, NOW).await
}

pub(crate) fn new_head(replaces: u64, words: &str) -> NewHead {
    NewHead { replaces, head: words.to_owned().into(), keys: vec![key(9)], registration: None }
}

pub(crate) async fn put_head(
    store: &Backend,
    of: u8,
    n: u8,
    replaces: u64,
    words: &str,
) -> Result<(), PutHeadError> {
    store.put_head(session(of, n), new_head(replaces, words), NOW).await
}

pub(crate) fn log_append(after: u64, entries: &[(u8, &str)]) -> LogAppend {
    let entry = |&(n, words): &(u8, &str)| Entry { record: record(n), sealed: words.as_bytes().to_vec() };
    let seal = format!("seal after {after}").into_bytes();
    LogAppend { after: Sequence(after), seal, entries: entries.iter().map(entry).collect() }
}

pub(crate) async fn write(
    store: &Backend,
    of: u8,
    n: u8,
    after: u64,
    entries: &[(u8, &str)],
) -> Result<u64, AppendLogError> {
    store.append_log(session(of, n), log_append(after, entries), NOW).await.map(|last| last.0)
}

pub(crate) async fn page(store: &Backend, of: u8, n: u8, after: u64) -> LogPage {
    store.read_log(session(of, n), Sequence(after), NOW).await.unwrap()
}

/// A page as `2 of 3: 1=first 2~`, where `~` is an entry whose record was written again later.
pub(crate) fn shown(page: &LogPage) -> String {
    let entries = page.entries.iter().map(|entry| match &entry.content {
        Content::Whole(sealed) => format!(" {}={}", entry.record.0[0], String::from_utf8_lossy(sealed)),
        Content::Replaced(_) => format!(" {}~", entry.record.0[0]),
    });
    format!("{} of {}:{}", page.entries.len(), page.last.0, entries.collect::<String>())
}

pub(crate) fn hash(n: u8) -> CapabilityHash {
    Capability([n; 32]).hash()
}
