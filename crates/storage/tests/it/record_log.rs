//! Accounts' record logs: in order, without holes, and by one device at a time.

use protocol::limits::{ACCOUNT_BYTES, LOG_PAGE_BYTES, LOG_PAGE_ENTRIES, SEALED_RECORD_BYTES};
use protocol::mailbox::Sequence;
use protocol::record_log::{Content, Entry, LogAppend};
use protocol::{Digest, RecordId};
use storage::{AccountError, AppendLogError, Store as _};

use crate::engines::{ANA, BEA, NOW, on_each};
use crate::people::{joins, page, record, session, shown, sign_in, write};

#[tokio::test]
async fn entries_come_back_in_order_and_each_account_counts_for_itself() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        joins(store, BEA).await;
        assert_eq!(shown(&page(store, ANA, 1, 0).await), "0 of 0:");
        assert_eq!(write(store, ANA, 1, 0, &[(1, "one"), (2, "two")]).await.unwrap(), 2);
        assert_eq!(write(store, BEA, 1, 0, &[(1, "other")]).await.unwrap(), 1);
        engine.restart(NOW).await;
        let store = &engine.store;
        assert_eq!(write(store, ANA, 1, 2, &[(3, "")]).await.unwrap(), 3);
        let all = page(store, ANA, 1, 0).await;
        assert_eq!(shown(&all), "3 of 3: 1=one 2=two 3=");
        assert_eq!((all.seal.as_slice(), all.now), (b"seal after 2".as_slice(), NOW));
        assert_eq!(shown(&page(store, ANA, 1, 2).await), "1 of 3: 3=");
        assert_eq!(shown(&page(store, ANA, 1, 3).await), "0 of 3:");
        assert_eq!(shown(&page(store, ANA, 1, u64::MAX).await), "0 of 3:");
        assert_eq!(shown(&page(store, BEA, 1, 0).await), "1 of 1: 1=other");
    })
    .await;
}

#[tokio::test]
async fn of_a_record_written_again_its_digest_stays_where_it_was() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        write(store, ANA, 1, 0, &[(1, "draft"), (2, "two")]).await.unwrap();
        write(store, ANA, 1, 2, &[(1, "better"), (1, "best")]).await.unwrap();
        let all = page(store, ANA, 1, 0).await;
        assert_eq!(shown(&all), "4 of 4: 1~ 2=two 1~ 1=best");
        assert!(all.entries[0].content == Content::Replaced(Digest::of(b"draft")));
        assert!(all.entries[2].content == Content::Replaced(Digest::of(b"better")));
        assert_eq!(store.account(session(ANA, 1), NOW).await.unwrap().bytes, 7);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_behind_has_to_read_first_and_a_repeat_is_behind() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        sign_in(store, ANA, 2).await.unwrap();
        write(store, ANA, 1, 0, &[(1, "first")]).await.unwrap();
        for after in [0, 2, u64::MAX] {
            let moved = write(store, ANA, 2, after, &[(1, "first")]).await;
            assert!(matches!(moved, Err(AppendLogError::Moved)), "{after}");
        }
        assert_eq!(shown(&page(store, ANA, 2, 0).await), "1 of 1: 1=first");
        assert_eq!(page(store, ANA, 2, 0).await.seal, b"seal after 0");
    })
    .await;
}

#[tokio::test]
async fn of_many_devices_that_append_at_once_one_does() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let tries = (0..16).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { write(&store, ANA, 1, 0, &[(n, "mine")]).await })
        });
        let mut won = 0;
        for tried in tries.collect::<Vec<_>>() {
            match tried.await.unwrap() {
                Ok(last) => won += last,
                Err(error) => assert!(matches!(error, AppendLogError::Moved)),
            }
        }
        assert_eq!((won, page(store, ANA, 1, 0).await.entries.len()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_page_stops_at_its_limits() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let many: Vec<_> = (0..LOG_PAGE_ENTRIES).map(|_| (1, "x")).collect();
        write(store, ANA, 1, 0, &many).await.unwrap();
        let after = LOG_PAGE_ENTRIES as u64;
        write(store, ANA, 1, after, &[(2, "y")]).await.unwrap();
        assert_eq!(page(store, ANA, 1, 0).await.entries.len(), LOG_PAGE_ENTRIES);
        joins(store, BEA).await;
        let large = |n: u8| Entry { record: record(n), sealed: vec![n; SEALED_RECORD_BYTES] };
        for after in 0..3 {
            let append =
                LogAppend { after: Sequence(after), seal: vec![1], entries: vec![large(after as u8)] };
            store.append_log(session(BEA, 1), append, NOW).await.unwrap();
        }
        let first = page(store, BEA, 1, 0).await;
        assert_eq!((first.entries.len(), first.last), (1, Sequence(3)), "one that is larger comes alone");
        assert!(first.encode().len() > LOG_PAGE_BYTES);
    })
    .await;
}

#[tokio::test]
async fn an_account_keeps_so_much_and_what_is_replaced_makes_room() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let full = usize::try_from(ACCOUNT_BYTES).unwrap() / SEALED_RECORD_BYTES;
        let put = async |after: usize, n: usize, bytes| {
            let mut id = [0; 16];
            id[0] = n as u8;
            let entries = vec![Entry { record: RecordId(id), sealed: vec![7; bytes] }];
            let append = LogAppend { after: Sequence(after as u64), seal: vec![1], entries };
            engine.store.append_log(session(ANA, 1), append, NOW).await
        };
        for n in 0..full {
            put(n, n, SEALED_RECORD_BYTES).await.unwrap();
        }
        assert!(matches!(put(full, full, 1).await, Err(AppendLogError::Full)));
        put(full, 0, SEALED_RECORD_BYTES - 1).await.unwrap();
        put(full + 1, full, 1).await.unwrap();
        assert_eq!(store.account(session(ANA, 1), NOW).await.unwrap().bytes, ACCOUNT_BYTES);
    })
    .await;
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_read_or_write() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let read = store.read_log(session(BEA, 1), Sequence(0), NOW).await;
        assert!(matches!(read, Err(AccountError::SignedOut)));
        let written = write(store, BEA, 1, 0, &[(1, "x")]).await;
        assert!(matches!(written, Err(AppendLogError::SignedOut)));
    })
    .await;
}
