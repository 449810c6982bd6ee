//! What is left of a deleted account where the store keeps its own: nothing, in no file. Looked for byte by byte.

use std::path::Path;

use protocol::account::{SignInKey, VaultCheck};
use protocol::mailbox::Sequence;
use protocol::record_log::{Entry, LogAppend};
use protocol::{DeviceId, Digest, KeyHandle, PublicKey, RecordId, VaultId};
use storage::{Backend, Memory, NewAccount, NewDevice, NewHead, Sqlite, Store as _};

use crate::engines::{ANA, BEA, Engine, NOW};
use crate::people::{joins, known, name, new_account, reservation, session, write};

/// 16 bytes that stand in no other account, for everything that is kept.
const HEAD: &[u8; 16] = b"canary: the head";
const OLD_HEAD: &[u8; 16] = b"canary: old head";
const OPAQUE: &[u8; 16] = b"canary: a record";
const VAULT: &[u8; 16] = b"canary: vault id";
const CHECK: &[u8; 32] = b"canary: check of the account key";
const HANDLE: &[u8; 16] = b"canary: a handle";
const KEY: &[u8; 32] = b"canary: a key that signs in here";
const SEALED: &[u8; 16] = b"canary: a letter";
const REPLACED: &[u8; 16] = b"canary: a draft.";
const RECORD: &[u8; 16] = b"canary: its id..";
const SEAL: &[u8; 16] = b"canary: the seal";
const DEVICE: &[u8; 16] = b"canary: a device";

fn canaries() -> Vec<(&'static str, Vec<u8>)> {
    let mut canaries: Vec<_> =
        [HEAD, OLD_HEAD, OPAQUE, VAULT, HANDLE, SEALED, REPLACED, RECORD, SEAL, DEVICE]
            .iter()
            .map(|canary| ("a canary", canary.to_vec()))
            .collect();
    canaries.extend([
        ("the check", CHECK.to_vec()),
        ("the key", KEY.to_vec()),
        ("the name", name(ANA).as_str().as_bytes().to_vec()),
        ("the session", session(ANA, 1).hash().0.to_vec()),
        ("what it is known by", known(ANA, 1).hash().0.to_vec()),
        ("the reservation", reservation(ANA).hash().0.to_vec()),
        ("a digest in the log", Digest::of(&large(REPLACED)).0.to_vec()),
    ]);
    canaries
}

/// Long enough for pages of its own.
fn large(canary: &[u8; 16]) -> Vec<u8> {
    canary.repeat(2_000)
}

/// Which canaries are in which files of the folder.
fn found_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        // The write-ahead log goes with the last connection, maybe at this moment.
        let Ok(bytes) = std::fs::read(&file) else { continue };
        for (what, canary) in canaries() {
            if bytes.windows(canary.len()).any(|window| window == canary) {
                let text = String::from_utf8_lossy(&canary).into_owned();
                found.push(format!("{what} in {}: {text}", file.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    found
}

async fn ana_joins_and_writes(store: &Backend) {
    store.reserve_name(name(ANA), reservation(ANA).hash(), NOW).await.unwrap();
    let keys = vec![SignInKey { handle: KeyHandle(*HANDLE), key: PublicKey(*KEY) }];
    let device =
        NewDevice { id: DeviceId(*DEVICE), session: session(ANA, 1).hash(), known: known(ANA, 1).hash() };
    let ana = NewAccount {
        registration: large(OPAQUE).into(),
        vault: VaultCheck { vault: VaultId(*VAULT), check: Digest(*CHECK) },
        head: large(OLD_HEAD).into(),
        keys: keys.clone(),
        device,
        ..new_account(ANA)
    };
    store.make_account(ana, NOW).await.unwrap();
    let head = NewHead { replaces: 1, head: large(HEAD).into(), keys, registration: None };
    store.put_head(session(ANA, 1), head, NOW).await.unwrap();
    for (after, words) in [(0, REPLACED), (1, SEALED)] {
        let entries = vec![Entry { record: RecordId(*RECORD), sealed: large(words) }];
        let append = LogAppend { after: Sequence(after), seal: SEAL.to_vec(), entries };
        store.append_log(session(ANA, 1), append, NOW).await.unwrap();
    }
}

#[tokio::test]
async fn nothing_of_a_deleted_account_is_left_in_any_file() {
    let engine = Engine::all().remove(1);
    let folder = engine.path().parent().unwrap().to_owned();
    let store = &engine.store;
    joins(store, BEA).await;
    ana_joins_and_writes(store).await;
    write(store, BEA, 1, 0, &[(1, "kept")]).await.unwrap();
    let before = found_in(&folder);
    for (what, canary) in canaries() {
        let text = String::from_utf8_lossy(&canary).into_owned();
        assert!(before.iter().any(|line| line.ends_with(&text)), "the search finds {what} while it is there");
    }
    store.delete_account(session(ANA, 1)).await.unwrap();
    assert_eq!(found_in(&folder), Vec::<String>::new(), "while the store is open");
    assert_eq!(write(store, BEA, 1, 1, &[(1, "again")]).await.unwrap(), 2);
    store.close().await;
    assert_eq!(found_in(&folder), Vec::<String>::new(), "and once it is closed");
}

/// The power went after the first step: the account cannot be entered, and expiry takes the rest.
#[tokio::test]
async fn a_deletion_that_was_cut_short_is_finished_by_expiry() {
    let mut engine = Engine::all().remove(1);
    let folder = engine.path().parent().unwrap().to_owned();
    ana_joins_and_writes(&engine.store).await;
    engine.store.close().await;
    engine.store = Backend::Memory(Memory::new(NOW));
    let cut = rusqlite::Connection::open(engine.path()).unwrap();
    cut.execute_batch(
        "PRAGMA secure_delete = ON; DELETE FROM device; DELETE FROM sign_in_key; DELETE FROM registration;
        UPDATE account SET name = NULL, made_with = x'', vault = x'', vault_check = x'', head = x'', log_seal = x''",
    )
    .unwrap();
    drop(cut);
    engine.store = Backend::Sqlite(Sqlite::open(&engine.path(), NOW).unwrap());
    assert_ne!(found_in(&folder), Vec::<String>::new(), "its records are still there");
    for _ in 0..3 {
        engine.store.expire(NOW, 100).await.unwrap();
    }
    assert_eq!(found_in(&folder), Vec::<String>::new());
}

/// A reader neither keeps writes waiting nor keeps an account from being deleted, only the log from being emptied.
#[tokio::test]
async fn while_somebody_reads_writes_go_on_and_the_log_is_emptied_after() {
    let engine = Engine::all().remove(1);
    let folder = engine.path().parent().unwrap().to_owned();
    let store = &engine.store;
    joins(store, BEA).await;
    ana_joins_and_writes(store).await;
    let reader = rusqlite::Connection::open(engine.path()).unwrap();
    let reading = reader.unchecked_transaction().unwrap();
    let entries = |reading: &rusqlite::Connection| -> i64 {
        reading.query_row("SELECT count(*) FROM log_entry", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(entries(&reading), 2);
    assert_eq!(write(store, BEA, 1, 0, &[(1, "meanwhile")]).await.unwrap(), 1);
    store.delete_account(session(ANA, 1)).await.unwrap();
    assert_eq!(entries(&reading), 2, "it reads what was there when it began");
    assert_ne!(found_in(&folder), Vec::<String>::new());
    drop(reading);
    assert_eq!(write(store, BEA, 1, 1, &[(1, "after")]).await.unwrap(), 2);
    assert_eq!(found_in(&folder), Vec::<String>::new());
}
