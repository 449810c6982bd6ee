//! A store put back from a backup: whole, and of a higher epoch, so that clients send again what it had lost.

use storage::{Backend, OpenError, Sqlite, Store as _};

use crate::engines::{ANA, BEA, Engine, NOW};
use crate::people::{joins, name, page, put_head, session, shown, sign_in, write};

#[tokio::test]
async fn a_restored_store_has_a_higher_epoch_and_every_account_of_the_backup() {
    let engine = Engine::all().remove(1);
    let (Backend::Sqlite(file), store) = (&engine.store, &engine.store) else { panic!("no file") };
    store.login_secret("the server's".into()).await.unwrap();
    for of in [ANA, BEA] {
        joins(store, of).await;
        put_head(store, of, 1, 1, "head 2").await.unwrap();
        write(store, of, 1, 0, &[(1, "first")]).await.unwrap();
    }
    let backup = engine.path().with_file_name("backup.db");
    file.back_up(backup.clone()).await.unwrap();
    write(store, ANA, 1, 1, &[(2, "after the backup")]).await.unwrap();

    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("held.db");
    Sqlite::restore(&backup, &path, NOW).unwrap();
    let restored = Backend::Sqlite(Sqlite::open(&path, NOW).unwrap());
    assert!(restored.epoch() > store.epoch());
    assert_eq!(restored.login_secret("another".into()).await.unwrap(), "the server's");
    for of in [ANA, BEA] {
        let state = restored.account(session(of, 1), NOW).await.unwrap();
        assert_eq!((state.head, state.epoch), (2, restored.epoch()));
        let log = page(&restored, of, 1, 0).await;
        assert_eq!((shown(&log).as_str(), log.epoch), ("1 of 1: 1=first", restored.epoch()));
        assert!(restored.registration(name(of)).await.unwrap().is_some());
        sign_in(&restored, of, 2).await.unwrap();
    }
    assert_eq!(write(&restored, ANA, 1, 1, &[(2, "sent again")]).await.unwrap(), 2);
}

/// The same backup a second time: whoever saw the first epoch has to notice as well.
#[tokio::test]
async fn the_same_backup_restored_later_has_a_higher_epoch_again() {
    let engine = Engine::all().remove(1);
    let Backend::Sqlite(file) = &engine.store else { panic!("no file") };
    let backup = engine.path().with_file_name("backup.db");
    file.back_up(backup.clone()).await.unwrap();
    let mut epoch = engine.store.epoch();
    for day in 1..4 {
        let elsewhere = tempfile::tempdir().unwrap();
        let path = elsewhere.path().join("held.db");
        let now = NOW.plus(day * protocol::Timestamp::DAY);
        let before = std::mem::replace(&mut epoch, Sqlite::restore(&backup, &path, now).unwrap());
        assert!(epoch > before);
        assert_eq!(Sqlite::open(&path, now).unwrap().epoch(), epoch);
    }
}

#[tokio::test]
async fn nothing_that_is_there_is_overwritten_and_no_other_file_is_taken_for_a_backup() {
    let engine = Engine::all().remove(1);
    let Backend::Sqlite(file) = &engine.store else { panic!("no file") };
    let backup = engine.path().with_file_name("backup.db");
    file.back_up(backup.clone()).await.unwrap();
    engine.store.close().await;
    let occupied = engine.path().with_file_name("backup-2.db");
    std::fs::write(&occupied, "something").unwrap();
    assert!(matches!(Sqlite::restore(&backup, &occupied, NOW), Err(OpenError::AlreadyThere(_))));
    let (letter, free) = (engine.path().with_file_name("letter"), engine.path().with_file_name("new.db"));
    std::fs::write(&letter, "Dear Bea, this is no backup.".repeat(40)).unwrap();
    assert!(matches!(Sqlite::restore(&letter, &free, NOW), Err(OpenError::Foreign(_))));
    let missing = engine.path().with_file_name("missing.db");
    assert!(matches!(Sqlite::restore(&missing, &free, NOW), Err(OpenError::NotThere(_))));
    assert!(!free.exists());
}
