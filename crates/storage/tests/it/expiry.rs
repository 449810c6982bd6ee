//! What is deleted, when, and what a wrong clock may not do.

use protocol::Timestamp;
use protocol::limits::TOMBSTONE_DAYS;
use storage::{AppendError, Backend, ClockState, Expired, Store as _};

use crate::engines::{ANA, BEA, NOW, acknowledge, append, append_at, make, make_at, on_each, waiting};

const HOUR: u64 = 60 * Timestamp::MINUTE;

/// Lets the clock run to `days` after the start, looked at every half hour as a running server does, and expires.
async fn run_to(store: &Backend, from_days: u64, to_days: u64) -> Expired {
    for half_hours in from_days * 48..to_days * 48 {
        store.probe(NOW.plus(half_hours * HOUR / 2)).await.unwrap();
    }
    store.expire(NOW.plus(to_days * Timestamp::DAY), 1_000).await.unwrap()
}

#[tokio::test]
async fn what_nobody_fetched_goes_after_the_mailboxs_days() {
    on_each(async |engine| {
        make(&engine.store, ANA, 2).await.unwrap();
        append(&engine.store, ANA, 1, "old").await.unwrap();
        assert_eq!(run_to(&engine.store, 0, 1).await, Expired::default());
        make_at(&engine.store, ANA, 2, NOW.plus(Timestamp::DAY)).await.unwrap();
        append_at(&engine.store, ANA, 2, b"young".to_vec(), NOW.plus(Timestamp::DAY)).await.unwrap();
        engine.restart(NOW.plus(Timestamp::DAY)).await;
        assert_eq!(run_to(&engine.store, 1, 2).await, Expired { envelopes: 1, ..Expired::default() });
        assert_eq!(waiting(&engine.store, ANA).await, "2:young");
        assert_eq!(
            run_to(&engine.store, 2, 3).await,
            Expired { envelopes: 1, mailboxes: 1, ..Expired::default() }
        );
        assert!(matches!(append(&engine.store, ANA, 3, "late").await, Err(AppendError::NoSuchMailbox)));
    })
    .await;
}

#[tokio::test]
async fn an_acknowledged_id_is_remembered_for_a_week() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 90).await.unwrap();
        append(store, ANA, 1, "one").await.unwrap();
        acknowledge(store, ANA, 1).await.unwrap();
        assert_eq!(run_to(store, 0, TOMBSTONE_DAYS - 1).await, Expired::default());
        assert_eq!(append(store, ANA, 1, "one").await.unwrap(), 1);
        let expired = run_to(store, TOMBSTONE_DAYS - 1, TOMBSTONE_DAYS).await;
        assert_eq!(expired, Expired { tombstones: 1, ..Expired::default() });
        assert_eq!(append(store, ANA, 1, "one").await.unwrap(), 2, "a sequence is never used twice");
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_ends_with_all_that_is_in_it_a_little_at_a_time() {
    on_each(async |engine| {
        let store = &engine.store;
        make(store, ANA, 1).await.unwrap();
        make(store, BEA, 3).await.unwrap();
        for id in 0..5 {
            append(store, ANA, id, "x").await.unwrap();
            append(store, BEA, id, "x").await.unwrap();
        }
        acknowledge(store, ANA, 1).await.unwrap();
        for half_hours in 0..48 {
            store.probe(NOW.plus(half_hours * HOUR / 2)).await.unwrap();
        }
        let mut rounds = Vec::new();
        loop {
            let expired = store.expire(NOW.plus(Timestamp::DAY), 2).await.unwrap();
            rounds.push((expired.envelopes + expired.tombstones, expired.mailboxes));
            if !expired.reached(2) {
                break;
            }
        }
        assert_eq!(rounds, [(2, 0), (2, 0), (1, 1)]);
        assert_eq!(waiting(store, BEA).await, "1:x 2:x 3:x 4:x 5:x");
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_jumps_ahead_deletes_nothing_for_a_day() {
    on_each(async |engine| {
        make(&engine.store, ANA, 1).await.unwrap();
        append(&engine.store, ANA, 1, "safe").await.unwrap();
        let jumped = NOW.plus(365 * Timestamp::DAY);
        assert_eq!(engine.store.probe(jumped).await.unwrap(), ClockState::Doubted);
        assert_eq!(engine.store.expire(jumped, 10).await.unwrap(), Expired::default());
        engine.restart(jumped.plus(HOUR)).await;
        assert_eq!(engine.store.expire(jumped.plus(HOUR), 10).await.unwrap(), Expired::default());
        assert_eq!(waiting(&engine.store, ANA).await, "1:safe");
        assert_eq!(engine.store.probe(NOW.plus(HOUR)).await.unwrap(), ClockState::Steady, "put right");
        assert_eq!(engine.store.probe(jumped).await.unwrap(), ClockState::Doubted);
        let stayed = jumped.plus(Timestamp::DAY);
        assert_eq!(engine.store.expire(stayed, 10).await.unwrap().envelopes, 1, "believed after a day");
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_neither_expires_early_nor_stalls() {
    on_each(async |engine| {
        let store = &engine.store;
        let back = Timestamp(NOW.0 - 30 * Timestamp::DAY);
        make_at(store, ANA, 1, back).await.unwrap();
        append_at(store, ANA, 1, b"safe".to_vec(), back).await.unwrap();
        assert_eq!(store.expire(back, 10).await.unwrap(), Expired::default());
        assert_eq!(run_to(store, 0, 0).await, Expired::default());
        assert_eq!(waiting(store, ANA).await, "1:safe");
        assert_eq!(run_to(store, 0, 1).await.envelopes, 1);
    })
    .await;
}
