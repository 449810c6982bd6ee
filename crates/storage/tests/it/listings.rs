//! The steward's queue of listings.

use bytes::Bytes;
use protocol::ListingId;
use storage::{ListingError, NewDirectory, PendingListing, Store as _};

use crate::engines::{NOW, on_each};

fn listing(id: u8, revision: u64, words: &'static str) -> PendingListing {
    let arrived = NOW.plus(u64::from(id));
    PendingListing { listing: ListingId([id; 16]), revision, body: Bytes::from(words), arrived }
}

#[tokio::test]
async fn a_newer_revision_replaces_an_older_one() {
    on_each(async |engine| {
        let put = async |listing| engine.store.put_listing(listing).await;
        put(listing(1, 2, "second")).await.unwrap();
        put(listing(1, 2, "second")).await.unwrap();
        assert!(matches!(put(listing(1, 2, "other")).await, Err(ListingError::Outdated)));
        assert!(matches!(put(listing(1, 1, "first")).await, Err(ListingError::Outdated)));
        put(listing(1, 3, "third")).await.unwrap();
        assert_eq!(engine.store.pending_listings(10).await.unwrap(), [listing(1, 3, "third")]);
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_read_oldest_first_and_emptied_by_a_directory() {
    on_each(async |engine| {
        for id in [3, 1, 2] {
            engine.store.put_listing(listing(id, u64::from(id), "words")).await.unwrap();
        }
        engine.restart(NOW).await;
        let store = &engine.store;
        let ids = async |limit| {
            let waiting = store.pending_listings(limit).await.unwrap();
            waiting.iter().map(|waiting| waiting.listing.0[0]).collect::<Vec<_>>()
        };
        assert_eq!((ids(2).await, ids(9).await), (vec![1, 2], vec![1, 2, 3]));
        let settled = vec![(ListingId([1; 16]), 1), (ListingId([2; 16]), 9), (ListingId([3; 16]), 2)];
        let root = Bytes::from("root");
        let directory = NewDirectory { number: 1, root, refers_to: vec![], files: vec![], settled };
        store.put_directory(directory).await.unwrap();
        assert_eq!(ids(9).await, [3], "a revision newer than the settled one still waits");
    })
    .await;
}
