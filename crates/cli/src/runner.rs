//! One person's client, running: events in, effects carried out over a folder and a network.
//!
//! There is no global state, so many people can live in one program. The task that runs a client owns its folder; a
//! [`Runner`] is a handle to it, and the last handle dropped, or [`Runner::stop`], locks the vault and ends it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use client::account::{Exchange, ExchangeId};
use client::copies::Document;
use client::post::{CallId, Outcome};
use client::{Area, Client, Effect, Event, Intent, Now, Settings, View, copies, vault};
use protocol::MailboxId;
use rand_core::CryptoRng;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::folder::Folder;
use crate::network::{Heard, Network, Response};
use crate::{exchange, system};

/// Reads a clock: this computer's, or a simulation's.
pub type Clock = Arc<dyn Fn() -> Now + Send + Sync>;

/// What a client runs with.
pub struct Setup<N, R> {
    /// Where its sealed blobs are.
    pub folder: Folder,
    /// How it reaches a server.
    pub network: N,
    /// How it is set up.
    pub settings: Settings,
    /// What time it is.
    pub clock: Clock,
    /// Where its keys come from.
    pub rng: R,
    /// How often it is told that time has passed.
    pub tick: Duration,
}

/// A handle to a running client.
#[derive(Clone)]
pub struct Runner {
    said: mpsc::UnboundedSender<Said>,
    drawn: watch::Receiver<()>,
}

/// The client has ended, or its folder can no longer be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this client has stopped, or what it keeps could not be read")]
pub struct Stopped;

enum Said {
    Event(Event),
    Look(Area, oneshot::Sender<Option<View>>),
    Copy(oneshot::Sender<Document>),
    Stop,
}

impl<N> Setup<N, rand_core::UnwrapErr<getrandom::SysRng>> {
    /// With this computer's clock and randomness.
    #[must_use]
    pub fn new(folder: Folder, network: N) -> Self {
        Self {
            folder,
            network,
            settings: Settings::default(),
            clock: Arc::new(system::now),
            rng: system::randomness(),
            tick: Duration::from_secs(15),
        }
    }
}

impl Runner {
    /// Starts a client. It begins at the first door, or locked, as its folder has it.
    #[must_use]
    pub fn start<N: Network, R: CryptoRng + Send + 'static>(setup: Setup<N, R>) -> Self {
        let (said, hear) = mpsc::unbounded_channel();
        let (drawn, see) = watch::channel(());
        let person = Person {
            client: Client::new(setup.settings),
            folder: setup.folder,
            network: setup.network,
            clock: setup.clock,
            rng: setup.rng,
            said: said.downgrade(),
            calls: JoinSet::new(),
            watches: BTreeMap::new(),
            drawn,
            copy_for: None,
        };
        tokio::spawn(person.live(hear, setup.tick));
        Self { said, drawn: see }
    }

    /// Does something, as on a screen.
    pub fn does(&self, intent: Intent) {
        self.hears(Event::Person(intent));
    }

    /// Lets the client know of something that happened.
    pub fn hears(&self, event: Event) {
        // A client that has stopped does nothing any more; whoever waits for it is told.
        let _ = self.said.send(Said::Event(event));
    }

    /// Looks at an area; `None` while the vault is not open.
    ///
    /// # Errors
    /// When the client has stopped.
    pub async fn sees(&self, area: Area) -> Result<Option<View>, Stopped> {
        let (say, hear) = oneshot::channel();
        self.said.send(Said::Look(area, say)).map_err(|_| Stopped)?;
        hear.await.map_err(|_| Stopped)
    }

    /// Everything that is kept, opened.
    ///
    /// # Errors
    /// When the client stops before that, or its vault is not open.
    pub async fn copy(&self) -> Result<Document, Stopped> {
        let (hand_over, copy) = oneshot::channel();
        self.said.send(Said::Copy(hand_over)).map_err(|_| Stopped)?;
        copy.await.map_err(|_| Stopped)
    }

    /// Looks at an area whenever something changes, until `what` finds what it looks for.
    ///
    /// # Errors
    /// When the client stops before that.
    pub async fn until<T>(&self, area: Area, mut what: impl FnMut(View) -> Option<T>) -> Result<T, Stopped> {
        let mut drawn = self.drawn.clone();
        loop {
            drawn.mark_unchanged();
            if let Some(found) = self.sees(area).await?.and_then(&mut what) {
                return Ok(found);
            }
            drawn.changed().await.map_err(|_| Stopped)?;
        }
    }

    /// Opens the vault with its passphrase.
    ///
    /// # Errors
    /// When it does not open it.
    pub async fn open_with_passphrase(&self, passphrase: vault::Secret) -> Result<(), Stopped> {
        use vault::{Intent as Way, VaultView};
        let mut passphrase = Some(passphrase);
        self.until(Area::Vault, |view| {
            let View::Vault(view) = view else { return None };
            match view {
                VaultView::Open(_) => Some(Ok(())),
                VaultView::Starting | VaultView::Opening => None,
                VaultView::Locked { passphrase: true, failure: None, .. } => {
                    if let Some(passphrase) = passphrase.take() {
                        self.does(Intent::Vault(Way::Unlock { passphrase }));
                    }
                    None
                }
                VaultView::Locked { .. } | VaultView::FirstDoor | VaultView::Unreadable => Some(Err(Stopped)),
            }
        })
        .await?
    }

    /// Opens the vault with the device's own key, making both if there are none. Returns once it is open.
    ///
    /// # Errors
    /// When it cannot be opened in this way.
    pub async fn open_with_device(&self) -> Result<(), Stopped> {
        use vault::{Intent as Way, VaultView};
        self.until(Area::Vault, |view| {
            let View::Vault(view) = view else { return None };
            match view {
                VaultView::FirstDoor => self.does(Intent::Vault(Way::Begin { passphrase: None })),
                VaultView::Locked { device: true, failure: None, .. } => {
                    self.does(Intent::Vault(Way::UnlockWithDevice));
                }
                VaultView::Open(_) => return Some(Ok(())),
                VaultView::Locked { .. } | VaultView::Unreadable => return Some(Err(Stopped)),
                VaultView::Starting | VaultView::Opening => {}
            }
            None
        })
        .await?
    }

    /// Locks the vault and ends. Everything kept is durable when this returns, and the folder free.
    pub async fn stop(self) {
        let _ = self.said.send(Said::Stop);
        self.said.closed().await;
    }
}

/// The client with everything it lives on.
struct Person<N, R> {
    client: Client,
    folder: Folder,
    network: N,
    clock: Clock,
    rng: R,
    said: mpsc::WeakUnboundedSender<Said>,
    calls: JoinSet<()>,
    watches: BTreeMap<MailboxId, Aborts>,
    drawn: watch::Sender<()>,
    /// Who waits for a copy.
    copy_for: Option<oneshot::Sender<Document>>,
}

/// Ends a task when dropped.
struct Aborts(AbortHandle);

impl Drop for Aborts {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<N: Network, R: CryptoRng> Person<N, R> {
    async fn live(mut self, mut hear: mpsc::UnboundedReceiver<Said>, tick: Duration) {
        let mut ticks = interval_at(Instant::now() + tick, tick);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut going_on = self.begin();
        while going_on {
            going_on = tokio::select! {
                said = hear.recv() => match said {
                    Some(Said::Event(event)) => self.take(event),
                    Some(Said::Look(area, say)) => {
                        let _ = say.send(self.client.view(area, (self.clock)()));
                        true
                    }
                    Some(Said::Copy(hand_over)) => {
                        self.copy_for = Some(hand_over);
                        self.take(Event::Person(Intent::Copies(copies::Intent::HandOver)))
                    }
                    Some(Said::Stop) | None => false,
                },
                _ = ticks.tick() => self.take(Event::Tick),
                Some(_) = self.calls.join_next() => true,
            };
        }
        self.take(Event::Person(Intent::Vault(vault::Intent::Lock)));
        // The folder is free again before anyone learns that this has ended.
        drop(self);
        drop(hear);
    }

    fn begin(&mut self) -> bool {
        // A folder that cannot be read must not look like an empty one.
        let Ok(head) = self.folder.head() else { return false };
        self.take(Event::Started { head })
    }

    /// Takes in an event and all that follow from it; whether to go on.
    fn take(&mut self, event: Event) -> bool {
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            for effect in self.client.update(event, (self.clock)(), &mut self.rng) {
                match self.carry_out(effect) {
                    Ok(event) => waiting.extend(event),
                    Err(Stopped) => return false,
                }
            }
        }
        true
    }

    /// Carries out one effect. What touches the folder is done when this returns: saves keep their order, and one
    /// person has nothing better to do than to wait for her own disk.
    fn carry_out(&mut self, effect: Effect) -> Result<Option<Event>, Stopped> {
        Ok(match effect {
            Effect::Save(id, writes) => Some(Event::Stored(id, self.folder.save(&writes))),
            Effect::GoOn => Some(Event::GoOn),
            Effect::ReadRecords => Some(Event::RecordsRead(self.folder.records().map_err(|_| Stopped)?)),
            Effect::Erase => {
                // What is still there is shown, rather than a first door that hides it.
                let erased = self.folder.erase();
                let head = if erased.is_ok() { None } else { self.folder.head().map_err(|_| Stopped)? };
                Some(Event::Started { head })
            }
            Effect::MakeDeviceKey { secret } => {
                Some(Event::DeviceKeyMade(self.folder.make_device_key(&secret, &mut self.rng).ok()))
            }
            Effect::OpenWithDeviceKey { wrapped } => {
                Some(Event::DeviceKeyOpened(self.folder.open_with_device_key(&wrapped)))
            }
            Effect::ForgetDeviceKey => {
                // The head no longer has a slot for it, so a key left behind opens nothing.
                let _ = self.folder.forget_device_key();
                None
            }
            Effect::Call(id, call) => {
                self.call(id, call);
                None
            }
            Effect::Exchange(id, exchange) => {
                self.exchange(id, exchange);
                None
            }
            Effect::Watch(mailbox, _) if self.watches.contains_key(&mailbox) => None,
            Effect::Watch(mailbox, read) => {
                let (network, said) = (self.network.clone(), self.said.clone());
                let task = tokio::spawn(async move {
                    let heard = move |heard| {
                        let Some(said) = said.upgrade() else { return };
                        let event = match heard {
                            Heard::Woken => Event::Woken(mailbox),
                            Heard::Back => Event::Online,
                        };
                        let _ = said.send(Said::Event(event));
                    };
                    network.watch(mailbox, read, heard).await;
                });
                self.watches.insert(mailbox, Aborts(task.abort_handle()));
                None
            }
            Effect::Unwatch(mailbox) => {
                self.watches.remove(&mailbox);
                None
            }
            Effect::UnwatchAll => {
                self.watches.clear();
                None
            }
            Effect::HandOver(copy) => {
                if let Some(waiting) = self.copy_for.take() {
                    // Whoever asked may have gone on without it.
                    let _ = waiting.send(copy);
                }
                None
            }
            Effect::Redraw(_) => {
                self.drawn.send_replace(());
                None
            }
        })
    }

    fn exchange(&mut self, id: ExchangeId, exchange: Exchange) {
        let (network, said) = (self.network.clone(), self.said.clone());
        self.calls.spawn(async move {
            let ask = |request| {
                let network = network.clone();
                async move {
                    match network.ask(request).await {
                        Ok(Response { status, body }) => Outcome::Response { status, body },
                        Err(_) => Outcome::Unreachable,
                    }
                }
            };
            let exchanged = exchange::carry_out(exchange, ask, &mut system::randomness()).await;
            if let Some(said) = said.upgrade() {
                let _ = said.send(Said::Event(Event::Exchanged(id, exchanged)));
            }
        });
    }

    fn call(&mut self, id: CallId, call: client::post::Call) {
        let (network, said) = (self.network.clone(), self.said.clone());
        self.calls.spawn(async move {
            let outcome = network.call(call).await;
            if let Some(said) = said.upgrade() {
                let _ = said.send(Said::Event(Event::Answered(id, outcome)));
            }
        });
    }
}

#[cfg(test)]
mod tests;
