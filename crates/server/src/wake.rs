//! Who waits for which mailbox. An append wakes only those who wait for that one.
//!
//! A wake-up carries nothing and may be lost: a client that is woken reads, and reads now and then anyway.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::MailboxId;
use tokio::sync::Notify;

/// The most clients that wait for one mailbox: its owner's devices and tabs.
const PER_MAILBOX: usize = 8;
const SHARDS: usize = 32;

#[derive(Debug)]
pub(crate) struct Wakes {
    shards: Arc<[Mutex<Shard>]>,
    waiting: Arc<AtomicU64>,
    most: usize,
}

type Shard = BTreeMap<MailboxId, Vec<Arc<Notify>>>;

/// One client's place among those who wait; dropping it gives it up.
#[derive(Debug)]
pub(crate) struct Waiting {
    mailbox: MailboxId,
    notify: Arc<Notify>,
    shards: Arc<[Mutex<Shard>]>,
    waiting: Arc<AtomicU64>,
}

impl Wakes {
    pub(crate) fn new(most: usize) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { shards, waiting: Arc::default(), most }
    }

    /// Joins those who wait for `mailbox`, unless too many do. It starts out woken, so that nothing appended between
    /// reading and joining is missed.
    pub(crate) fn join(&self, mailbox: MailboxId) -> Option<Waiting> {
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let notify = Arc::new(Notify::new());
        notify.notify_one();
        let mut shard = lock(&self.shards, mailbox);
        let here = shard.entry(mailbox).or_default();
        if before >= self.most as u64 || here.len() >= PER_MAILBOX {
            if here.is_empty() {
                shard.remove(&mailbox);
            }
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        here.push(notify.clone());
        let (shards, waiting) = (self.shards.clone(), self.waiting.clone());
        Some(Waiting { mailbox, notify, shards, waiting })
    }

    /// Wakes those who wait for `mailbox`.
    pub(crate) fn wake(&self, mailbox: MailboxId) {
        for notify in lock(&self.shards, mailbox).get(&mailbox).into_iter().flatten() {
            notify.notify_one();
        }
    }

    /// How many wait, for all mailboxes together.
    pub(crate) fn count(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }
}

impl Waiting {
    /// Ends at the next wake-up, or at once if there was one since the last call.
    pub(crate) async fn woken(&self) {
        self.notify.notified().await;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut shard = lock(&self.shards, self.mailbox);
        if let Some(here) = shard.get_mut(&self.mailbox) {
            here.retain(|notify| !Arc::ptr_eq(notify, &self.notify));
            if here.is_empty() {
                shard.remove(&self.mailbox);
            }
        }
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

fn lock(shards: &[Mutex<Shard>], mailbox: MailboxId) -> MutexGuard<'_, Shard> {
    shards[usize::from(mailbox.0[0]) % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const ANA: MailboxId = MailboxId([1; 16]);
    const BEA: MailboxId = MailboxId([2; 16]);

    fn is_woken(waiting: &Waiting) -> bool {
        waiting.woken().now_or_never().is_some()
    }

    #[test]
    fn only_those_who_wait_for_that_mailbox_are_woken_once() {
        let wakes = Wakes::new(10);
        let (phone, laptop, bea) =
            (wakes.join(ANA).unwrap(), wakes.join(ANA).unwrap(), wakes.join(BEA).unwrap());
        assert!([&phone, &laptop, &bea].map(is_woken).iter().all(|woken| *woken), "all start out woken");
        wakes.wake(ANA);
        wakes.wake(ANA);
        assert_eq!([&phone, &laptop, &bea].map(is_woken), [true, true, false]);
        assert_eq!([&phone, &laptop, &bea].map(is_woken), [false, false, false]);
    }

    #[test]
    fn places_are_bounded_and_given_back() {
        let wakes = Wakes::new(PER_MAILBOX + 1);
        let mut places: Vec<_> = (0..PER_MAILBOX).map(|_| wakes.join(ANA).unwrap()).collect();
        assert!(wakes.join(ANA).is_none(), "too many for one mailbox");
        let _bea = wakes.join(BEA).unwrap();
        assert!(wakes.join(MailboxId([3; 16])).is_none(), "too many altogether");
        places.clear();
        assert_eq!(wakes.count(), 1);
        assert!(wakes.join(ANA).is_some());
    }
}
