//! One clinician and her device, for the tests of an area: effects come out as a line of text, saves are carried out
//! at once, and a restart reads everything back from what was kept.

use std::collections::BTreeMap;

use crypto::vault::{KdfParameters, nfc};
use protocol::account::AccountState;
use protocol::{Capability, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::value::RawValue;

use crate::copies::Document;
use crate::records::{Opened, RecordId};
use crate::sync::SyncView;
use crate::vault::{self, Secret, VaultView};
use crate::{Area, BlobName, Client, Effect, Event, Intent, NotStored, Now, Settings, View, Write};

pub(crate) const PASSPHRASE: &str = "late light, north window";

const SETTINGS: Settings = Settings { kdf: KdfParameters::FLOOR, answers_unverified_checks: false, nfc };

/// A clinician with a vault that is open.
pub(crate) struct Ana {
    client: Client,
    kept: BTreeMap<BlobName, Vec<u8>>,
    rng: ChaCha20Rng,
    pub(crate) now: Now,
    /// How many milliseconds her clock is ahead, in a simulation.
    pub(crate) ahead: i64,
    pub(crate) disk_is_full: bool,
    /// The power fails before so many more effects are carried out.
    pub(crate) cut_before: Option<usize>,
    /// Effects that went out to the world: calls and watches.
    pub(crate) sent: Vec<Effect>,
    /// The last copy that was handed over.
    pub(crate) handed_over: Option<Document>,
}

impl Ana {
    /// Before the first door.
    pub(crate) fn outside() -> Self {
        Self::outside_with(7)
    }

    /// The same on another device, which draws other numbers.
    pub(crate) fn outside_with(seed: u64) -> Self {
        let mut ana = Self {
            client: Client::new(SETTINGS),
            kept: BTreeMap::new(),
            rng: ChaCha20Rng::seed_from_u64(seed),
            now: Now { at: Timestamp(1_795_478_400_000), utc_offset_minutes: -480 },
            ahead: 0,
            disk_is_full: false,
            cut_before: None,
            sent: Vec::new(),
            handed_over: None,
        };
        ana.on(Event::Started { head: None });
        ana
    }

    /// Inside, with a passphrase.
    pub(crate) fn at_her_desk() -> Self {
        let mut ana = Self::outside();
        ana.does(Intent::Vault(vault::Intent::Begin {
            passphrase: Some(Secret::new(PASSPHRASE.to_owned())),
        }));
        ana
    }

    /// Inside, with this device's own key.
    pub(crate) fn with_a_device_key(seed: u64) -> Self {
        let mut ana = Self::outside_with(seed);
        ana.does(Intent::Vault(vault::Intent::Begin { passphrase: None }));
        ana
    }

    /// Another device with the same vault, and nothing in it yet.
    pub(crate) fn another_device(&self, seed: u64) -> Self {
        let mut other = Self::outside_with(seed);
        other.kept = self
            .kept
            .iter()
            .filter(|(name, _)| **name == BlobName::Head)
            .map(|(name, head)| (*name, head.clone()))
            .collect();
        other.restarts_with_device();
        let open = other.client.open_vault().expect("the vault is open");
        let effects = open.join(other.now, &mut other.rng);
        other.carry_out(effects);
        other
    }

    /// The device is switched off and on again, and opens with its own key.
    pub(crate) fn restarts_with_device(&mut self) {
        self.starts(Client::new(SETTINGS));
        self.does(Intent::Vault(vault::Intent::UnlockWithDevice));
    }

    /// What the account says reaches the device.
    pub(crate) fn account_says(&mut self, account: &AccountState, session: &Capability) {
        let Some(open) = self.client.open_vault() else { return };
        let effects = open.account_says(account, session, self.now, &mut self.rng);
        self.carry_out(effects);
    }

    /// She has everything sent again.
    pub(crate) fn send_again(&mut self) {
        let Some(open) = self.client.open_vault() else { return };
        let effects = open.send_again(self.now, &mut self.rng);
        self.carry_out(effects);
    }

    /// What is to be seen of the record log.
    pub(crate) fn sync(&self) -> SyncView {
        self.client.sync().expect("the vault is open")
    }

    /// Every record that opens.
    pub(crate) fn opened(&self) -> Vec<(RecordId, Opened)> {
        let vault = self.client.vault().expect("the vault is open");
        let open = |(id, sealed): (RecordId, Vec<u8>)| {
            let opened = Opened::decode(&vault.open_record(id, &sealed).ok()?).ok()?;
            Some((id, opened))
        };
        self.records().into_iter().filter_map(open).collect()
    }

    /// Does something on a screen; the effects, as text.
    #[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
    pub(crate) fn does(&mut self, intent: Intent) -> String {
        // Everything a screen says crosses a Worker boundary as JSON.
        let json = serde_json::to_string(&intent).expect("intents are plain data");
        self.on(Event::Person(serde_json::from_str(&json).expect("and come back")))
    }

    /// Takes in an event and carries out what touches the store, down to the last effect.
    pub(crate) fn on(&mut self, event: Event) -> String {
        let effects = self.client.update(event, self.now, &mut self.rng);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> String {
        let mut said = Vec::new();
        let mut events = Vec::new();
        let mut next = Some(effects);
        while let Some(effects) = next {
            // Only the first round is what the event itself came to; the rest follows from saves.
            let first = said.is_empty();
            for effect in effects {
                if first || !matches!(effect, Effect::Redraw(_)) {
                    said.push(format!("{effect:?}"));
                }
                match &mut self.cut_before {
                    Some(0) => return said.join("; "),
                    Some(left) if !matches!(effect, Effect::Redraw(_)) => *left -= 1,
                    _ => {}
                }
                match effect {
                    Effect::Save(id, writes) => events.push(Event::Stored(id, self.store(writes))),
                    Effect::ReadRecords => events.push(Event::RecordsRead(self.records())),
                    Effect::GoOn => events.push(Event::GoOn),
                    Effect::Erase => {
                        self.kept.clear();
                        events.push(Event::Started { head: None });
                    }
                    Effect::MakeDeviceKey { secret } => {
                        events.push(Event::DeviceKeyMade(Some(secret.to_vec())));
                    }
                    Effect::OpenWithDeviceKey { wrapped } => {
                        events.push(Event::DeviceKeyOpened(Some(wrapped.into())));
                    }
                    Effect::HandOver(copy) => self.handed_over = Some(copy),
                    Effect::Redraw(_) | Effect::ForgetDeviceKey => {}
                    out => self.sent.push(out),
                }
            }
            next = events.pop().map(|event| self.client.update(event, self.now, &mut self.rng));
        }
        said.join("; ")
    }

    pub(crate) fn sees(&self, area: Area) -> Option<View> {
        let view = self.client.view(area, self.now)?;
        let json = serde_json::to_string(&view).expect("views are plain data");
        let again = serde_json::from_str(&json).expect("and come back");
        assert_eq!(view, again);
        Some(again)
    }

    /// The device is switched off and on again, and she unlocks.
    pub(crate) fn restarts(&mut self) {
        self.restarts_as(Client::new(SETTINGS));
    }

    /// The same in a browser that has fetched no more than the first question needs.
    pub(crate) fn restarts_with_the_first_question(&mut self) {
        self.restarts_as(Client::for_the_first_question(SETTINGS));
    }

    fn restarts_as(&mut self, client: Client) {
        self.starts(client);
        self.unlocks();
    }

    /// The device is switched off and on again.
    pub(crate) fn restarts_locked(&mut self) {
        self.starts(Client::new(SETTINGS));
    }

    fn starts(&mut self, client: Client) {
        self.client = client;
        self.on(Event::Started { head: self.kept.get(&BlobName::Head).cloned() });
    }

    pub(crate) fn unlocks(&mut self) {
        self.does(Intent::Vault(vault::Intent::Unlock { passphrase: Secret::new(PASSPHRASE.to_owned()) }));
    }

    /// What a screen in another thread sees.
    pub(crate) fn sees_json(&self, area: Area) -> Option<Box<RawValue>> {
        self.client.view_json(area, self.now)
    }

    /// What a screen in another thread says.
    pub(crate) fn reads(&self, area: Area, json: &RawValue) -> Option<Intent> {
        self.client.read_intent(area, json)
    }

    /// How many records could not be read.
    pub(crate) fn unreadable(&self) -> usize {
        match self.sees(Area::Vault) {
            Some(View::Vault(VaultView::Open(open))) => open.unreadable,
            other => panic!("the vault is not open: {other:?}"),
        }
    }

    pub(crate) fn records_kept(&self) -> usize {
        self.kept.keys().filter(|name| matches!(name, BlobName::Record(_))).count()
    }

    /// Every record as it is kept.
    pub(crate) fn kept_records(&self) -> Vec<(RecordId, Vec<u8>)> {
        self.records()
    }

    /// Everything the device keeps, to look for words that should not be there.
    pub(crate) fn everything_kept(&self) -> Vec<u8> {
        self.kept.values().flatten().copied().collect()
    }

    /// Spoils the first record, as a failing disk would.
    pub(crate) fn spoil_a_record(&mut self) {
        let record = self.kept.iter_mut().find(|(name, _)| matches!(name, BlobName::Record(_)));
        if let Some(byte) = record.and_then(|(_, bytes)| bytes.last_mut()) {
            *byte ^= 1;
        }
    }

    fn store(&mut self, writes: Vec<Write>) -> Result<(), NotStored> {
        if self.disk_is_full {
            return Err(NotStored);
        }
        for write in writes {
            match write {
                Write::Put(name, bytes) => self.kept.insert(name, bytes),
                Write::Delete(name) => self.kept.remove(&name),
            };
        }
        Ok(())
    }

    fn records(&self) -> Vec<(RecordId, Vec<u8>)> {
        let record = |(name, bytes): (&BlobName, &Vec<u8>)| match name {
            BlobName::Record(id) => Some((*id, bytes.clone())),
            BlobName::Head => None,
        };
        self.kept.iter().filter_map(record).collect()
    }
}
