//! One person and her device: a client, and what the device keeps.

use std::collections::{BTreeMap, BTreeSet};

use client::account::{Exchange, ExchangeId};
use client::copies::Document;
use client::records::RecordId;
use client::vault::{Intent as VaultIntent, VaultView};
use client::{Area, BlobName, Client, Effect, Event, Intent, Now, Settings, View, Write};
use crypto::vault::KdfParameters;
use protocol::{MailboxId, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use crate::network::UnderWay;

/// A person with her vault open. The device key stands in for a passphrase, which is slow on purpose.
pub(crate) struct Person {
    client: Client,
    settings: Settings,
    pub(crate) kept: BTreeMap<BlobName, Vec<u8>>,
    pub(crate) watched: BTreeSet<MailboxId>,
    /// The last copy of hers that was handed over.
    pub(crate) handed_over: Option<Document>,
    /// Passphrases that are to meet the server.
    pub(crate) exchanges: Vec<(ExchangeId, Exchange)>,
    /// How many milliseconds the device's clock is ahead.
    pub(crate) ahead: i64,
    rng: ChaCha20Rng,
    index: usize,
}

impl Person {
    pub(crate) fn new(index: usize, seed: u64, answers_checks: bool) -> Self {
        let settings = Settings {
            kdf: KdfParameters::FLOOR,
            answers_unverified_checks: answers_checks,
            ..Settings::default()
        };
        Self {
            client: Client::new(settings),
            settings,
            kept: BTreeMap::new(),
            watched: BTreeSet::new(),
            handed_over: None,
            exchanges: Vec::new(),
            ahead: 0,
            rng: ChaCha20Rng::seed_from_u64(seed),
            index,
        }
    }

    /// Stands before the first door.
    pub(crate) fn stand_outside(&mut self, now: Timestamp) {
        let calls = self.take(Event::Started { head: None }, now);
        assert!(calls.is_empty(), "nothing is asked before anybody has done something");
    }

    /// The device is switched off and on, and is locked.
    pub(crate) fn restart_locked(&mut self, now: Timestamp) {
        self.client = Client::new(self.settings);
        (self.watched, self.exchanges) = (BTreeSet::new(), Vec::new());
        let head = self.kept.get(&BlobName::Head).cloned();
        self.take(Event::Started { head }, now);
    }

    /// Draws numbers for a passphrase that meets the server.
    pub(crate) fn rng(&mut self) -> &mut ChaCha20Rng {
        &mut self.rng
    }

    /// Goes through the first door.
    pub(crate) fn begin(&mut self, now: Timestamp) -> Vec<UnderWay> {
        let mut calls = self.take(Event::Started { head: None }, now);
        calls.extend(self.does(Intent::Vault(VaultIntent::Begin { passphrase: None }), now));
        calls
    }

    pub(crate) fn does(&mut self, intent: Intent, now: Timestamp) -> Vec<UnderWay> {
        self.take(Event::Person(intent), now)
    }

    /// The device is switched off and on; she opens her vault again from what it kept.
    pub(crate) fn restart(&mut self, now: Timestamp) -> Vec<UnderWay> {
        self.client = Client::new(self.settings);
        self.watched.clear();
        self.exchanges.clear();
        let head = self.kept.get(&BlobName::Head).cloned();
        let mut calls = self.take(Event::Started { head }, now);
        calls.extend(self.does(Intent::Vault(VaultIntent::UnlockWithDevice), now));
        let open = matches!(self.sees(Area::Vault, now), Some(View::Vault(VaultView::Open(view))) if view.unreadable == 0);
        assert!(open, "person {} cannot open her vault", self.index);
        calls
    }

    pub(crate) fn sees(&self, area: Area, now: Timestamp) -> Option<View> {
        self.client.view(area, self.on_her_clock(now))
    }

    /// Takes in an event and everything the device itself answers; the calls go to the network.
    pub(crate) fn take(&mut self, event: Event, now: Timestamp) -> Vec<UnderWay> {
        let mut calls = Vec::new();
        let mut events = vec![event];
        let now = self.on_her_clock(now);
        while let Some(event) = events.pop() {
            for effect in self.client.update(event, now, &mut self.rng) {
                match effect {
                    Effect::Call(id, call) => calls.push(UnderWay { from: self.index, id, call }),
                    Effect::Watch(mailbox, _) => drop(self.watched.insert(mailbox)),
                    Effect::Unwatch(mailbox) => drop(self.watched.remove(&mailbox)),
                    Effect::UnwatchAll => self.watched.clear(),
                    Effect::HandOver(copy) => self.handed_over = Some(copy),
                    Effect::Exchange(id, exchange) => self.exchanges.push((id, exchange)),
                    Effect::Redraw(_) | Effect::ForgetDeviceKey => {}
                    Effect::Save(id, writes) => {
                        self.keep(writes);
                        events.push(Event::Stored(id, Ok(())));
                    }
                    Effect::ReadRecords => events.push(Event::RecordsRead(self.records())),
                    Effect::GoOn => events.push(Event::GoOn),
                    Effect::Erase => self.kept.clear(),
                    Effect::MakeDeviceKey { secret } => {
                        events.push(Event::DeviceKeyMade(Some(hidden(&secret))));
                    }
                    Effect::OpenWithDeviceKey { wrapped } => {
                        events.push(Event::DeviceKeyOpened(Some(hidden(&wrapped).into())));
                    }
                }
            }
        }
        calls
    }

    fn on_her_clock(&self, now: Timestamp) -> Now {
        Now { at: Timestamp(now.0.saturating_add_signed(self.ahead)), utc_offset_minutes: 0 }
    }

    fn keep(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put(name, bytes) => self.kept.insert(name, bytes),
                Write::Delete(name) => self.kept.remove(&name),
            };
        }
    }

    fn records(&self) -> Vec<(RecordId, Vec<u8>)> {
        let record = |(name, bytes): (&BlobName, &Vec<u8>)| match name {
            BlobName::Record(id) => Some((*id, bytes.clone())),
            BlobName::Head => None,
        };
        self.kept.iter().filter_map(record).collect()
    }
}

/// Stands in for a key of the device that cannot be taken out of it: here nobody tries.
fn hidden(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte ^ 0x5a).collect()
}
