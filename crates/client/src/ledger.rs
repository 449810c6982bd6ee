//! The ledger: what was said when, in every record that goes to her other devices, and what of it is not in the log yet.
//!
//! A record is kept as a whole, but two devices may have changed different things in it. So each field has a stamp: when
//! a record is kept again, the fields that changed get a new one. Here is only what tells a change (a hash of each
//! field), never what a field says. What has still to be sent is held as it was sealed.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher as _};

use crypto::vault::{LogChain, Vault, keyed_hash};
use protocol::{RecordId, Timestamp};
use rand_core::CryptoRng;
use serde_json::value::RawValue;

use crate::records::account::AccountRecord;
use crate::records::copies::CopiesRecord;
use crate::records::directory::{DirectoryPartRecord, DirectoryRecord};
use crate::records::ledger::{LedgerRecord, LogMark};
use crate::records::{Opened, Stored};
use crate::stamps::{Change, Clock, Stamp, Stamps, Tag};

/// A record that was removed, for devices that still have it.
pub(crate) const GONE: &str = "gone";

/// The kinds that go to no other device.
const STAY_HERE: [&str; 5] = [
    AccountRecord::KIND,
    CopiesRecord::KIND,
    DirectoryRecord::KIND,
    DirectoryPartRecord::KIND,
    LedgerRecord::KIND,
];

/// What was said when, and what has still to be sent.
#[derive(Default)]
pub(crate) struct Ledger {
    /// What this device marks its stamps with: zeros, where the vault was made.
    tag: Tag,
    clock: Clock,
    /// The names of fields, so that each is kept once.
    names: Vec<Box<str>>,
    known: BTreeMap<RecordId, Known>,
    /// How far this device is with the log; `None` while there is no account.
    log: Option<LogMark>,
    unsent: BTreeMap<RecordId, Unsent>,
}

/// One record, without what it says.
struct Known {
    said: Stamp,
    newest: Stamp,
    /// The newest of this device's own.
    mine: Stamp,
    gone: bool,
    fields: Box<[Field]>,
}

struct Field {
    name: u16,
    value: u64,
    change: Change,
}

/// A record that is not in the log as it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsent {
    /// The newest of this device's own stamps in it.
    pub(crate) mine: Stamp,
    /// As it stands in the store.
    pub(crate) sealed: Vec<u8>,
}

/// Whether records of this kind go to her other devices.
pub(crate) fn travels(kind: &str) -> bool {
    !STAY_HERE.contains(&kind)
}

/// The id of the one record of its kind, or of its kind and what it is about. It is the same on each of her devices, so
/// that two of them never make two.
pub(crate) fn only_record_of(vault: &Vault, kind: &str, about: &str) -> RecordId {
    let key = vault.derive_index_key("records");
    let hash = keyed_hash(&key, format!("{kind}\0{about}").as_bytes());
    RecordId(core::array::from_fn(|at| hash[at]))
}

impl Ledger {
    /// The id of what this device remembers of the log.
    pub(crate) fn record_id(vault: &Vault) -> RecordId {
        only_record_of(vault, LedgerRecord::KIND, "")
    }

    /// What a device remembers that has just come to an account, before anything is said on it.
    pub(crate) fn of_a_new_device(vault: &Vault, rng: &mut dyn CryptoRng) -> (RecordId, LedgerRecord) {
        let mut ledger = Self::default();
        ledger.mark(rng);
        ledger.begin_log(LogChain::start(vault.id(), 0), 0);
        let record =
            LedgerRecord { tag: ledger.tag, log: ledger.log.take().unwrap_or_else(|| unreachable!()) };
        (Self::record_id(vault), record)
    }

    /// Takes in what this device remembers, before any other record.
    pub(crate) fn restore(&mut self, LedgerRecord { tag, log }: LedgerRecord) {
        self.clock.see(log.newest);
        self.clock.see(log.issued);
        (self.tag, self.log) = (tag, Some(log));
    }

    /// Takes in a record as the store has it.
    pub(crate) fn take_in(&mut self, id: RecordId, opened: &Opened, sealed: &[u8]) {
        if !travels(&opened.kind) {
            return;
        }
        let mine = self.note(id, opened);
        if self.is_unsent(id, mine) {
            self.unsent.insert(id, Unsent { mine, sealed: sealed.to_vec() });
        }
    }

    /// Lets go of what was taken in, as it all comes again.
    pub(crate) fn begin_afresh(&mut self) {
        self.known.clear();
        self.unsent.clear();
    }

    fn is_unsent(&self, id: RecordId, mine: Stamp) -> bool {
        let Some(log) = &self.log else { return false };
        log.sent.is_none_or(|sent| (mine, id) > sent)
    }

    /// What to keep of it, once there is something.
    pub(crate) fn record(&self) -> Option<LedgerRecord> {
        Some(LedgerRecord { tag: self.tag, log: self.log.clone()? })
    }

    /// Whether what was said here then was not known where the other was said.
    pub(crate) fn is_news(&self, mine: Stamp, theirs: Change) -> bool {
        let Some(log) = &self.log else { return true };
        let never_left = mine.tag == self.tag && mine > log.logged;
        // A log that is taken as it is may have lost what it once had.
        let may_be_lost = log.anew || log.sent.is_none();
        never_left || (may_be_lost && theirs.over.is_none_or(|over| mine > over))
    }

    /// The record with its stamps: what changed since it was last kept is said now.
    pub(crate) fn stamp(&mut self, id: RecordId, opened: Opened, now: Timestamp) -> Opened {
        let tag = self.tag;
        let known = self.known.get(&id);
        let values = values(&opened.body);
        let Some(known) = known.filter(|known| !known.gone) else {
            let over = known.map(|gone| gone.newest);
            let said = self.clock.next(now, tag);
            let since = match over {
                // Written again after it was removed: every field is newer than that.
                Some(over) => values
                    .iter()
                    .map(|(name, _)| (name.to_string(), Change { said, over: Some(over) }))
                    .collect(),
                None => BTreeMap::new(),
            };
            return Opened { stamps: Some(Stamps { said, since }), ..opened };
        };
        let mut said = None;
        let mut since = BTreeMap::new();
        let is_logged =
            |stamp: Stamp| stamp.tag != tag || self.log.as_ref().is_some_and(|log| stamp <= log.logged);
        let mut keep = |name: &str, change: Change| {
            if change != (Change { said: known.said, over: None }) {
                since.insert(name.to_owned(), change);
            }
        };
        let mut change = |before: Option<&Field>| {
            let said = *said.get_or_insert_with(|| self.clock.next(now, tag));
            let over = before.and_then(|field| {
                if is_logged(field.change.said) { Some(field.change.said) } else { field.change.over }
            });
            Change { said, over }
        };
        for (name, value) in &values {
            let before = known.fields.iter().find(|field| &*self.names[usize::from(field.name)] == *name);
            match before {
                Some(field) if field.value == *value => keep(name, field.change),
                before => keep(name, change(before)),
            }
        }
        // A field that is no longer written was changed too.
        for field in &known.fields {
            let name = &*self.names[usize::from(field.name)];
            if !values.iter().any(|(written, _)| *written == name) {
                let before = field.change;
                keep(name, if field.value == NOTHING { before } else { change(Some(field)) });
            }
        }
        Opened { stamps: Some(Stamps { said: known.said, since }), ..opened }
    }

    /// What stands in a removed record's place; `None` if no other device can know of it.
    pub(crate) fn remove(&mut self, id: RecordId, now: Timestamp) -> Option<Opened> {
        self.log.as_ref()?;
        let known = self.known.get(&id)?;
        if known.gone {
            return None;
        }
        Some(gone(Stamps { said: self.clock.next(now, self.tag), since: BTreeMap::new() }))
    }

    /// A record is gone and nothing stands in its place.
    pub(crate) fn drop(&mut self, id: RecordId) {
        self.known.remove(&id);
        self.unsent.remove(&id);
    }

    /// Notes a record as it is being kept by this device.
    pub(crate) fn keep(&mut self, id: RecordId, opened: &Opened, sealed: &[u8]) {
        let mine = self.note(id, opened);
        if self.log.is_some() {
            self.unsent.insert(id, Unsent { mine, sealed: sealed.to_vec() });
        }
    }

    /// Notes a record as it is in the log, and now here.
    pub(crate) fn keep_theirs(&mut self, id: RecordId, opened: &Opened) {
        self.note(id, opened);
        self.unsent.remove(&id);
    }

    /// A record was sealed anew and says what it said; it has to go into the log like this.
    pub(crate) fn reseal(&mut self, id: RecordId, sealed: &[u8]) {
        if let (Some(_), Some(known)) = (&self.log, self.known.get(&id)) {
            self.unsent.insert(id, Unsent { mine: known.mine, sealed: sealed.to_vec() });
        }
    }

    /// What was sent as it is here has been taken.
    pub(crate) fn taken(&mut self, id: RecordId, sealed: &[u8]) {
        if self.unsent.get(&id).is_some_and(|unsent| unsent.sealed == sealed) {
            self.unsent.remove(&id);
        }
    }

    /// Everything that is here has to be looked at: what goes out is compared with the log first.
    pub(crate) fn hold_all(&mut self, records: &[(RecordId, Vec<u8>)]) {
        for (id, sealed) in records {
            if let Some(known) = self.known.get(id) {
                let unsent = Unsent { mine: known.mine, sealed: sealed.clone() };
                self.unsent.entry(*id).or_insert(unsent);
            }
        }
    }

    /// The newest of this device's own stamps in it.
    fn note(&mut self, id: RecordId, opened: &Opened) -> Stamp {
        let stamps = opened.stamps.clone().unwrap_or_default();
        let newest = stamps.newest();
        self.clock.see(newest);
        let values = values(&opened.body);
        let mut fields: Vec<Field> = values
            .iter()
            .map(|(name, value)| Field { name: self.intern(name), value: *value, change: stamps.of(name) })
            .collect();
        for (name, change) in &stamps.since {
            if !values.iter().any(|(written, _)| *written == name.as_str()) {
                fields.push(Field { name: self.intern(name), value: NOTHING, change: *change });
            }
        }
        let mine = stamps.newest_by(self.tag).unwrap_or_default();
        let fields = fields.into_boxed_slice();
        self.known.insert(id, Known { said: stamps.said, newest, mine, gone: opened.kind == GONE, fields });
        mine
    }

    fn intern(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|known| **known == *name).unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        });
        // Records have a few hundred field names among them; a hostile one that had more would share the last.
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Whether there is, or was, such a record here.
    pub(crate) fn knows(&self, id: RecordId) -> bool {
        self.known.contains_key(&id)
    }

    /// The newest stamp of a record.
    pub(crate) fn newest(&self, id: RecordId) -> Stamp {
        self.known.get(&id).map(|known| known.newest).unwrap_or_default()
    }

    /// Whether a record here is just what these stamps say.
    pub(crate) fn is_just(&self, id: RecordId, stamps: &Stamps) -> bool {
        let Some(known) = self.known.get(&id) else { return false };
        let said = |field: &Field| stamps.of(&self.names[usize::from(field.name)]) == field.change;
        known.said == stamps.said && known.newest == stamps.newest() && known.fields.iter().all(said)
    }

    /// How far this device is with the log.
    pub(crate) fn log(&self) -> Option<&LogMark> {
        self.log.as_ref()
    }

    pub(crate) fn log_mut(&mut self) -> Option<&mut LogMark> {
        self.log.as_mut()
    }

    /// This device is one more of hers: it marks what it says with something of its own.
    pub(crate) fn mark(&mut self, rng: &mut (impl CryptoRng + ?Sized)) {
        rng.fill_bytes(&mut self.tag.0);
    }

    /// From now on this device writes to the log: all it has, to begin with.
    pub(crate) fn begin_log(&mut self, chain: LogChain, server: u64) {
        self.log = Some(LogMark {
            round: chain.round,
            seen: chain.last,
            chain: chain.digest,
            sealed_in: 0,
            server,
            newest: Stamp::default(),
            logged: Stamp::default(),
            issued: Stamp::default(),
            sent: None,
            anew: false,
        });
    }

    /// There is no log any more.
    pub(crate) fn end_log(&mut self) {
        self.log = None;
        self.unsent.clear();
    }

    /// Everything is to be sent once more.
    pub(crate) fn send_all(&mut self) {
        if let Some(log) = &mut self.log {
            log.sent = None;
        }
    }

    /// Whether all that is here is in the log, or there is none.
    pub(crate) fn is_settled(&self) -> bool {
        self.log.as_ref().is_none_or(|log| self.unsent.is_empty() && !log.anew)
    }

    pub(crate) fn unsent(&self) -> &BTreeMap<RecordId, Unsent> {
        &self.unsent
    }

    /// Sets the clock back to the server's time, before anything is [held back](Ledger::hold_back).
    pub(crate) fn hold_clock(&mut self, server: Timestamp) {
        if let Some(log) = &self.log {
            self.clock.hold_back(server, log.newest.max(log.issued));
        }
    }

    /// Stamps what this device said ahead of the server's time again, at that time; `None` if there is nothing such.
    pub(crate) fn hold_back(&mut self, opened: &Opened, server: Timestamp) -> Option<Opened> {
        let tag = self.tag;
        let newest = self.log.as_ref().map(|log| log.newest).unwrap_or_default();
        let ahead = |stamp: Stamp| stamp.at > server && stamp > newest && stamp.tag == tag;
        let mut stamps = opened.stamps.clone()?;
        if !stamps.all().any(ahead) {
            return None;
        }
        let mut in_order: Vec<Stamp> = stamps.all().filter(|stamp| ahead(*stamp)).collect();
        in_order.sort_unstable();
        in_order.dedup();
        let again: BTreeMap<Stamp, Stamp> =
            in_order.into_iter().map(|stamp| (stamp, self.clock.next(server, tag))).collect();
        let held = |stamp: Stamp| again.get(&stamp).copied().unwrap_or(stamp);
        stamps.said = held(stamps.said);
        for change in stamps.since.values_mut() {
            change.said = held(change.said);
        }
        Some(Opened { stamps: Some(stamps), ..opened.clone() })
    }
}

/// What is kept in a removed record's place.
pub(crate) fn gone(stamps: Stamps) -> Opened {
    Opened { kind: GONE.to_owned(), version: 1, stamps: Some(stamps), body: empty() }
}

fn empty() -> Box<RawValue> {
    RawValue::from_string("{}".to_owned()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// The hash of a field that is not there.
const NOTHING: u64 = 0;

/// The fields of a body, each with a hash of what it says. A body without fields is one field without a name.
fn values(body: &RawValue) -> Vec<(&str, u64)> {
    fields(body).into_iter().map(|(name, value)| (name, hash(value))).collect()
}

/// The fields of a body, as they are written there.
pub(crate) fn fields(body: &RawValue) -> BTreeMap<&str, &RawValue> {
    // Names with escapes in them cannot be borrowed; no record of ours has one, and such a body stays whole.
    serde_json::from_str(body.get()).unwrap_or_else(|_| BTreeMap::from([("", body)]))
}

fn hash(value: &RawValue) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(value.get().as_bytes());
    hasher.finish().max(1)
}
