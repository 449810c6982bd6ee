//! The directory is replaced whole or not at all.

use bytes::Bytes;
use protocol::Digest;
use storage::{Backend, DirectoryError, NewDirectory, Store as _};

use crate::engines::{NOW, on_each};

fn directory(number: u64, refers_to: &[&str], files: &[&'static str]) -> NewDirectory {
    NewDirectory {
        number,
        root: Bytes::from(format!("root {number} of {}", refers_to.join(", "))),
        refers_to: refers_to.iter().map(|file| Digest::of(file.as_bytes())).collect(),
        files: files.iter().map(|file| (Digest::of(file.as_bytes()), Bytes::from(*file))).collect(),
        settled: Vec::new(),
    }
}

async fn here(store: &Backend, file: &str) -> bool {
    store.directory_file(Digest::of(file.as_bytes())).await.unwrap().is_some_and(|content| content == file)
}

#[tokio::test]
async fn a_directory_comes_back_as_it_was_put_and_never_goes_back() {
    on_each(async |engine| {
        assert_eq!(engine.store.directory().await.unwrap(), None);
        engine.store.put_directory(directory(5, &["a", "b"], &["a", "b"])).await.unwrap();
        engine.store.put_directory(directory(5, &["a", "b"], &["a", "b"])).await.unwrap();
        engine.restart(NOW).await;
        let store = &engine.store;
        let back = store.put_directory(directory(4, &["a"], &["a"])).await;
        assert!(matches!(back, Err(DirectoryError::Outdated)));
        let other = store.put_directory(directory(5, &["a"], &["a"])).await;
        assert!(matches!(other, Err(DirectoryError::Outdated)));
        let kept = store.directory().await.unwrap().unwrap();
        assert_eq!((kept.number, kept.root), (5, Bytes::from("root 5 of a, b")));
        assert!(here(store, "a").await && here(store, "b").await);
    })
    .await;
}

#[tokio::test]
async fn a_directory_is_updated_by_difference_and_the_one_before_can_still_be_fetched() {
    on_each(async |engine| {
        let store = &engine.store;
        store.put_directory(directory(1, &["a", "b"], &["a", "b"])).await.unwrap();
        store.put_directory(directory(2, &["b", "c"], &["c"])).await.unwrap();
        assert!(here(store, "a").await, "a client that has root 1 is half-way through");
        store.put_directory(directory(3, &["c"], &[])).await.unwrap();
        assert!(!here(store, "a").await);
        assert!(here(store, "b").await && here(store, "c").await);
    })
    .await;
}

#[tokio::test]
async fn a_directory_with_a_missing_file_changes_nothing() {
    on_each(async |engine| {
        let store = &engine.store;
        store.put_directory(directory(1, &["a"], &["a"])).await.unwrap();
        let missing = store.put_directory(directory(2, &["b", "c"], &["b"])).await;
        assert!(matches!(missing, Err(DirectoryError::FileMissing(digest)) if digest == Digest::of(b"c")));
        assert_eq!(store.directory().await.unwrap().unwrap().number, 1);
        assert!(!here(store, "b").await);
    })
    .await;
}
