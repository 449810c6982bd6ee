//! What the server does without being asked: delete what is due, and watch the disk.

use std::path::PathBuf;
use std::time::Duration;

use storage::Store as _;

use crate::App;

const EXPIRE_EVERY: Duration = Duration::from_secs(60);
const LOOK_AT_DISK_EVERY: Duration = Duration::from_secs(10);

/// How many rows one step of expiry deletes, so that appends never wait long for it.
const EXPIRE_STEP: usize = 200;

/// Below this much free room nothing is appended: expiry itself needs room to free some.
const LEAST_FREE: u64 = 256 * 1024 * 1024;

/// Deletes what is due, every minute, until dropped.
pub(crate) async fn expire(app: App) {
    let mut every = tokio::time::interval(EXPIRE_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        loop {
            match app.store().expire(app.now(), EXPIRE_STEP).await {
                Ok(expired) => {
                    app.inner
                        .metrics
                        .expired(expired.envelopes + expired.tombstones + expired.mailboxes + expired.names);
                    if !expired.reached(EXPIRE_STEP) {
                        break;
                    }
                }
                Err(failure) => {
                    tracing::warn!(cause = %failure, "expiry did not run; it is tried again in a minute");
                    break;
                }
            }
        }
    }
}

/// Watches how much room is left where the data is, until dropped.
pub(crate) async fn watch_disk(app: App, folder: PathBuf) {
    let mut every = tokio::time::interval(LOOK_AT_DISK_EVERY);
    let mut full = false;
    loop {
        every.tick().await;
        let Ok(disk) = rustix::fs::statvfs(&folder) else { continue };
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if full != (free < LEAST_FREE) {
            full = !full;
            app.set_disk_full(full);
            if full {
                tracing::warn!(
                    free_bytes = free,
                    "the disk is nearly full: nothing is appended until there is room"
                );
            }
        }
    }
}
