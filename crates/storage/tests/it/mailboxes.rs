//! What a mailbox promises.

use protocol::limits::{ENVELOPE_BYTES, MAILBOX_BYTES, MAILBOX_ENVELOPES, PAGE_BYTES, PAGE_ENVELOPES};
use protocol::mailbox::{Days, Sequence};
use protocol::{Capability, EnvelopeId};
use storage::{Append, AppendError, Failure, Made, MailboxError, MakeError, NewMailbox, Store as _};

use crate::engines::{
    ANA, BEA, NOW, acknowledge, append, append_at, mailbox, make, on_each, reader, waiting, writer,
};

#[tokio::test]
async fn making_a_mailbox_again_renews_it_and_other_keys_are_refused() {
    on_each(async |engine| {
        let store = &engine.store;
        assert_eq!(make(store, ANA, 7).await.unwrap(), Made::New);
        assert_eq!(make(store, ANA, 30).await.unwrap(), Made::Renewed);
        let other = NewMailbox {
            id: mailbox(ANA),
            write: writer().hash(),
            read: writer().hash(),
            days: Days::LONGEST,
        };
        assert!(matches!(store.make_mailbox(other, NOW).await, Err(MakeError::Differs)));
    })
    .await;
}

#[tokio::test]
async fn envelopes_come_back_in_order_and_each_mailbox_counts_for_itself() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 7).await.unwrap();
        make(store, BEA, 7).await.unwrap();
        assert_eq!(append(store, ANA, 1, "one").await.unwrap(), 1);
        assert_eq!(append(store, BEA, 1, "other").await.unwrap(), 1);
        assert_eq!(append(store, ANA, 2, "two").await.unwrap(), 2);
        engine.restart(NOW).await;
        let store = &engine.store;
        assert_eq!(append(store, ANA, 3, "").await.unwrap(), 3);
        assert_eq!(waiting(store, ANA).await, "1:one 2:two 3:");
        assert_eq!(waiting(store, BEA).await, "1:other");
        let later = store.read(mailbox(ANA), reader(), Sequence(1), 1).await.unwrap();
        assert_eq!(later.envelopes.iter().map(|envelope| envelope.sequence.0).collect::<Vec<_>>(), [2]);
    })
    .await;
}

#[tokio::test]
async fn a_repeat_gets_the_same_sequence_even_after_it_was_acknowledged() {
    on_each(async |engine| {
        make(&engine.store, ANA, 7).await.unwrap();
        assert_eq!(append(&engine.store, ANA, 1, "one").await.unwrap(), 1);
        assert_eq!(append(&engine.store, ANA, 1, "one").await.unwrap(), 1);
        assert!(matches!(append(&engine.store, ANA, 1, "other").await, Err(AppendError::BodyDiffers)));
        acknowledge(&engine.store, ANA, 1).await.unwrap();
        engine.restart(NOW).await;
        assert_eq!(append(&engine.store, ANA, 1, "one").await.unwrap(), 1);
        assert!(matches!(append(&engine.store, ANA, 1, "other").await, Err(AppendError::BodyDiffers)));
        assert_eq!(waiting(&engine.store, ANA).await, "");
        assert_eq!(append(&engine.store, ANA, 2, "two").await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn acknowledging_lets_go_of_what_was_read_and_nothing_later() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 7).await.unwrap();
        for (id, words) in [(1, "one"), (2, "two"), (3, "three")] {
            append(store, ANA, id, words).await.unwrap();
        }
        acknowledge(store, ANA, 2).await.unwrap();
        acknowledge(store, ANA, 1).await.unwrap();
        assert_eq!(waiting(store, ANA).await, "3:three");
        acknowledge(store, ANA, u64::MAX).await.unwrap();
        assert_eq!(append(store, ANA, 4, "four").await.unwrap(), 4);
        assert_eq!(waiting(store, ANA).await, "4:four");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_key_and_a_mailbox_that_is_not_there_look_the_same() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 7).await.unwrap();
        append(store, ANA, 1, "one").await.unwrap();
        for (of, key) in [(ANA, writer()), (ANA, Capability([9; 32])), (BEA, reader())] {
            let read = store.read(mailbox(of), key.clone(), Sequence(0), 10).await;
            assert!(matches!(read, Err(MailboxError::NoSuchMailbox)));
            let acknowledged = store.acknowledge(mailbox(of), key, Sequence(1), NOW).await;
            assert!(matches!(acknowledged, Err(MailboxError::NoSuchMailbox)));
        }
        for (to, key) in [(ANA, reader()), (BEA, writer())] {
            let append =
                Append { mailbox: mailbox(to), key, envelope: EnvelopeId([7; 16]), body: "x".into() };
            assert!(matches!(store.append(append, NOW).await, Err(AppendError::NoSuchMailbox)));
        }
        assert_eq!(waiting(store, ANA).await, "1:one");
    })
    .await;
}

#[tokio::test]
async fn a_full_mailbox_takes_repeats_but_nothing_new_until_it_is_read() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 7).await.unwrap();
        let large = || vec![7; ENVELOPE_BYTES];
        let fits = u8::try_from(MAILBOX_BYTES / ENVELOPE_BYTES as u64).unwrap();
        for id in 0..fits {
            append_at(store, ANA, id, large(), NOW).await.unwrap();
        }
        assert!(matches!(append(store, ANA, fits, "x").await, Err(AppendError::MailboxFull)));
        assert_eq!(append_at(store, ANA, 0, large(), NOW).await.unwrap(), 1);
        acknowledge(store, ANA, 1).await.unwrap();
        assert_eq!(append(store, ANA, fits, "x").await.unwrap(), u64::from(fits) + 1);
    })
    .await;
}

#[tokio::test]
async fn many_small_envelopes_fill_a_mailbox_too() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 7).await.unwrap();
        let put = |n: u64| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            let append =
                Append { mailbox: mailbox(ANA), key: writer(), envelope: EnvelopeId(id), body: "x".into() };
            store.append(append, NOW)
        };
        // All at once, so that the engine with a disk commits them in few batches.
        let mut waiting = Vec::new();
        for n in 0..=MAILBOX_ENVELOPES {
            let mut future = Box::pin(put(n));
            // A first poll puts it into the queue.
            match std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context))).await
            {
                std::task::Poll::Ready(answer) => waiting.push(Ok(answer)),
                std::task::Poll::Pending => waiting.push(Err(future)),
            }
        }
        let mut refused = 0;
        for answer in waiting {
            let answer = match answer {
                Ok(answer) => answer,
                Err(future) => future.await,
            };
            match answer {
                Ok(_) => {}
                Err(AppendError::MailboxFull | AppendError::Failed(Failure::Overloaded)) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(refused, 1);
    })
    .await;
}

#[tokio::test]
async fn a_page_stops_at_its_limits() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 7).await.unwrap();
        for id in 0..10 {
            append_at(store, ANA, id, vec![7; ENVELOPE_BYTES], NOW).await.unwrap();
        }
        let page = store.read(mailbox(ANA), reader(), Sequence(0), PAGE_ENVELOPES).await.unwrap();
        assert_eq!(page.envelopes.len(), PAGE_BYTES / ENVELOPE_BYTES - 1);
        make(store, BEA, 7).await.unwrap();
        for id in 0..3 {
            append(store, BEA, id, "x").await.unwrap();
        }
        let lengths = async |limit| {
            store.read(mailbox(BEA), reader(), Sequence(0), limit).await.unwrap().envelopes.len()
        };
        assert_eq!([lengths(0).await, lengths(2).await, lengths(usize::MAX).await], [0, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn a_closed_store_refuses_what_it_could_not_keep() {
    on_each(async |engine| {
        make(&engine.store, ANA, 7).await.unwrap();
        engine.store.close().await;
        let refused = append(&engine.store, ANA, 1, "late").await;
        assert!(matches!(refused, Err(AppendError::Failed(Failure::Closed))));
    })
    .await;
}
