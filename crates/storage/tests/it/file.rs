//! What only an engine with a file has: it is never made by accident, never shared, never opened by an older version.

use rusqlite::Connection;
use storage::{Backend, Memory, OpenError, Sqlite, Store as _};

use crate::engines::{ANA, Engine, NOW, append, make, waiting};

#[tokio::test]
async fn a_store_is_opened_only_where_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("held.db");
    assert!(matches!(Sqlite::open(&path, NOW), Err(OpenError::NotThere(_))));
    assert!(!path.exists(), "a mistyped path makes nothing");
    let store = Sqlite::init(&path, NOW).unwrap();
    assert!(matches!(Sqlite::open(&path, NOW), Err(OpenError::InUse(_))));
    store.close().await;
    drop(store);
    assert!(matches!(Sqlite::init(&path, NOW), Err(OpenError::AlreadyThere(_))));
    Sqlite::open(&path, NOW).unwrap();
}

#[test]
fn another_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (letter, other) = (folder.path().join("letter.db"), folder.path().join("other.db"));
    std::fs::write(
        &letter,
        "Dear Bea, this is a letter and not a database, however long it may be.".repeat(20),
    )
    .unwrap();
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE someone_elses (n)").unwrap();
    assert!(matches!(Sqlite::open(&letter, NOW), Err(OpenError::Foreign(_))));
    assert!(matches!(Sqlite::open(&other, NOW), Err(OpenError::Foreign(_))));
}

#[tokio::test]
async fn a_store_of_a_later_version_or_with_an_edited_past_is_refused() {
    let mut engine = Engine::all().remove(1);
    engine.store.close().await;
    engine.store = Backend::Memory(Memory::new(NOW));
    let alter = |sql: &str| Connection::open(engine.path()).unwrap().execute_batch(sql).unwrap();
    alter("INSERT INTO migration VALUES (900, zeroblob(32), 0)");
    assert!(matches!(Sqlite::open(&engine.path(), NOW), Err(OpenError::TooNew { found: 900, known: _ })));
    alter("DELETE FROM migration WHERE number = 900; UPDATE migration SET checksum = zeroblob(32)");
    assert!(matches!(Sqlite::open(&engine.path(), NOW), Err(OpenError::Altered(1))));
}

#[tokio::test]
async fn a_backup_can_be_opened_in_the_stores_place() {
    let engine = Engine::all().remove(1);
    let Backend::Sqlite(store) = &engine.store else { panic!("not the engine with a file") };
    make(&engine.store, ANA, 7).await.unwrap();
    append(&engine.store, ANA, 1, "kept").await.unwrap();
    let copy = engine.path().with_file_name("copy.db");
    store.back_up(copy.clone()).await.unwrap();
    append(&engine.store, ANA, 2, "after the copy").await.unwrap();
    let copy = Backend::Sqlite(Sqlite::open(&copy, NOW).unwrap());
    assert_eq!(waiting(&copy, ANA).await, "1:kept");
}

/// Power was cut when the file had been written and the log had not: whatever was answered is in the log.
#[tokio::test]
async fn what_was_answered_is_found_again_when_nothing_was_closed() {
    let engine = Engine::all().remove(1);
    make(&engine.store, ANA, 7).await.unwrap();
    append(&engine.store, ANA, 1, "answered").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("held.db{suffix}");
        std::fs::copy(engine.path().with_file_name(&name), folder.path().join(&name)).unwrap();
    }
    let found = Backend::Sqlite(Sqlite::open(&folder.path().join("held.db"), NOW).unwrap());
    assert_eq!(waiting(&found, ANA).await, "1:answered");
}
