//! Everything a request may use. Cloning shares it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use login::{BadMessage, ServerSetup};
use protocol::Timestamp;
use storage::{Backend, ClockState, Failure, Store as _};
use tokio::sync::{Semaphore, watch};

use crate::api::sign_ins::Begun;
use crate::assets::Assets;
use crate::config::Config;
use crate::fleeting::{self, Fleeting};
use crate::metrics::Metrics;
use crate::published::{BadDirectory, Published};
use crate::rates::Limiter;
use crate::wake::Wakes;

/// Reads the clock: the machine's, or a journey's.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A server without a socket.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Backend,
    pub(crate) config: Config,
    pub(crate) assets: Assets,
    pub(crate) limiter: Limiter,
    pub(crate) wakes: Wakes,
    pub(crate) metrics: Metrics,
    pub(crate) in_flight: Semaphore,
    pub(crate) heavy: Arc<Semaphore>,
    pub(crate) login: Arc<ServerSetup>,
    pub(crate) sign_ins: Fleeting<Begun>,
    pub(crate) challenges: Fleeting<()>,
    pub(crate) openapi: String,
    clock: Clock,
    published: RwLock<Option<Arc<Published>>>,
    stopping: watch::Sender<bool>,
    disk_full: AtomicBool,
    clock_at_start: OnceLock<ClockState>,
}

/// Why a server could not start on a store.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store failed.
    #[error("the store could not be read")]
    Store(#[from] Failure),
    /// The directory in the store is not the steward's.
    #[error("the directory in the store was not signed by this steward's key")]
    Directory(#[from] BadDirectory),
    /// The secret in the store is of another version.
    #[error("the secret that people sign in with is of a version that this one does not read")]
    Login(#[from] BadMessage),
}

impl App {
    /// Starts on a store, with the directory and the secret that are in it; a new store gets a secret.
    pub async fn start(
        store: Backend,
        config: Config,
        assets: Assets,
        clock: Clock,
    ) -> Result<Self, StartError> {
        let published = Published::load(&store, &config.steward).await?;
        let made = ServerSetup::make(&mut config.randomness.generator()).expose();
        let secret = store.login_secret(Bytes::copy_from_slice(&made)).await?;
        let inner = Inner {
            limiter: Limiter::new(config.rates.clone()),
            wakes: Wakes::new(config.waiting),
            metrics: Metrics::default(),
            in_flight: Semaphore::new(config.in_flight),
            heavy: Arc::new(Semaphore::new(config.sign_ins)),
            login: Arc::new(ServerSetup::decode(&secret)?),
            sign_ins: Fleeting::new(fleeting::MOST),
            challenges: Fleeting::new(fleeting::MOST),
            openapi: crate::openapi::document(),
            published: RwLock::new(published.map(Arc::new)),
            stopping: watch::Sender::new(false),
            disk_full: AtomicBool::new(false),
            clock_at_start: OnceLock::new(),
            store,
            config,
            assets,
            clock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The store it runs on.
    #[must_use]
    pub fn store(&self) -> &Backend {
        &self.inner.store
    }

    /// Tells waiting clients to come back later, and `/readyz` to say no. Requests still work.
    pub fn begin_stop(&self) {
        self.inner.stopping.send_replace(true);
    }

    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.inner.stopping.subscribe()
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    pub(crate) fn published(&self) -> Option<Arc<Published>> {
        self.inner.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows a directory that the store has taken, unless a newer one is shown already.
    pub(crate) fn publish(&self, new: Published) {
        let mut shown = self.inner.published.write().unwrap_or_else(PoisonError::into_inner);
        if shown.as_ref().is_none_or(|shown| shown.number() < new.number()) {
            *shown = Some(Arc::new(new));
        }
    }

    pub(crate) fn set_disk_full(&self, full: bool) {
        self.inner.disk_full.store(full, Ordering::Relaxed);
    }

    pub(crate) fn disk_full(&self) -> bool {
        self.inner.disk_full.load(Ordering::Relaxed)
    }

    /// Whether this server should get requests, and if not, why, in a few words.
    pub(crate) async fn ready(&self) -> Result<(), &'static str> {
        if *self.inner.stopping.borrow() {
            return Err("stopping");
        }
        if self.disk_full() {
            return Err("the disk is nearly full");
        }
        let probe = self.inner.store.probe(self.now());
        let state = match tokio::time::timeout(Duration::from_secs(5), probe).await {
            Ok(Ok(state)) => state,
            Ok(Err(Failure::Overloaded)) => return Err("too many writes wait"),
            Ok(Err(_)) => return Err("the store does not take writes"),
            Err(_) => return Err("the store does not answer in time"),
        };
        // A server that was off for a night finds a clock that moved on by hours: that is no reason to stay away.
        let at_start = self.inner.clock_at_start.get_or_init(|| state);
        if state == ClockState::Doubted && *at_start == ClockState::Steady {
            return Err("the clock jumped forward: nothing is deleted until it has stayed there for a day");
        }
        Ok(())
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}
