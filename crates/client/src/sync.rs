//! The record log: what is kept here reaches her other devices, and what is kept there comes here.
//!
//! The log is in one order for everybody. This device reads what follows the place it knows, checks the seal over it,
//! merges, and writes what it has; a write that another device overtook is refused, and it reads again. What is read is
//! taken in as one save with the new place, so a cut at any moment leaves either all of it or none.
//!
//! A log that is not the one this device knew is said in words, and nothing is taken from it or sent to it until she
//! says so. Then it is read from its beginning and everything here that it lacks is sent: nothing that opens can do
//! harm, since of every field the newest stays.

pub(crate) mod merge;

use std::collections::{BTreeMap, BTreeSet};

use crypto::vault::{LogChain, LogSealError, OpenError};
use merge::{Merged, merge};
use protocol::account::AccountState;
use protocol::limits::{ACCOUNT_BYTES, ACCOUNT_ENTRIES, LOG_BATCH_BYTES, LOG_PAGE_ENTRIES, LOG_SEAL_BYTES};
use protocol::mailbox::Sequence;
use protocol::record_log::{BadLog, Content, Entry, LogAppend, LogPage, PageEntry, entry_bytes};
use protocol::{Capability, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Area;
use crate::desk::Desk;
use crate::ledger::GONE;
use crate::post::{Call, Caller, Reply};
use crate::records::copies::SetAsideRecord;
use crate::records::{Opened, Stored as _};
use crate::stamps::Stamp;

/// The area in which it is to be seen.
const SHOWN_IN: Area = Area::Account;

/// How long nothing is sent after the server would not take it: the same megabyte would only be refused again.
const REFUSED_FOR: u64 = 5 * Timestamp::MINUTE;

/// What is to be seen of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncView {
    /// What is under way.
    pub stage: Stage,
    /// What stands in the way.
    pub trouble: Option<Trouble>,
    /// How many records here are not in the log yet.
    pub unsent: usize,
    /// How many records in the log do not open. What is here in their place stays.
    pub unopened: usize,
    /// When the log and this device last agreed.
    pub settled: Option<Timestamp>,
}

/// What is under way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing.
    #[default]
    Resting,
    /// Reading what other devices wrote.
    Reading {
        /// How many entries have come.
        done: u64,
        /// Of how many.
        of: u64,
    },
    /// Sending what is here.
    Sending {
        /// How many records are still to go.
        left: usize,
    },
}

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The server was restored from an older copy and lacks some of what it had.
    Restored,
    /// The log is not the one this device knew, and the server says nothing of why.
    Differs,
    /// A newer Held wrote to the log: this one has to be brought up to date first.
    Newer,
    /// The account, or the server, has no room. What is here is safe; it is tried again.
    Full,
    /// The server refuses, for whatever reason; it is tried again.
    Refused,
}

/// The record log, and what is under way with it.
#[derive(Default)]
pub(crate) struct Sync {
    session: Option<Capability>,
    state: State,
    trouble: Option<Trouble>,
    /// Why the last append was refused, and when.
    refused: Option<(Trouble, Timestamp)>,
    unopened: BTreeSet<RecordId>,
    settled: Option<Timestamp>,
    /// Everything here is to be compared with the log, once it has been read from the store.
    gathering: bool,
    server_now: Timestamp,
}

#[derive(Default)]
enum State {
    #[default]
    Resting,
    Reading(Reading),
    Writing(Writing),
}

struct Reading {
    /// Over all that was known before, and all that has come since.
    chain: LogChain,
    began: Sequence,
    last: Sequence,
    entries: Vec<PageEntry>,
    /// How many sealed bytes those are.
    bytes: u64,
}

struct Writing {
    chain: LogChain,
    sent: Vec<(RecordId, Vec<u8>)>,
    up_to: Option<(Stamp, RecordId)>,
    logged: Stamp,
}

impl Sync {
    pub(crate) fn view(&self, unsent: usize) -> SyncView {
        let stage = match &self.state {
            State::Resting => Stage::Resting,
            State::Reading(Reading { chain, began, last, .. }) => {
                Stage::Reading { done: chain.last.0 - began.0, of: last.0.saturating_sub(began.0) }
            }
            State::Writing(_) => Stage::Sending { left: unsent },
        };
        let Self { trouble, settled, .. } = *self;
        SyncView { stage, trouble, unsent, unopened: self.unopened.len(), settled }
    }

    /// The account was asked for, and this is what it says: reads and writes whatever is new.
    pub(crate) fn look(&mut self, account: &AccountState, session: &Capability, desk: &mut Desk<'_>) {
        self.session = Some(session.clone());
        self.server_now = account.now;
        if self.gathering || !matches!(self.state, State::Resting) {
            return;
        }
        if desk.ledger.log().is_none() {
            self.begin(account.epoch, desk);
            self.gather(desk);
        } else {
            // Even if nothing was added: another device may have taken the log as it is, and this one has to know.
            self.read(desk);
        }
    }

    /// This device is new to the account: from here on it is one of several. Before anything is said on it.
    pub(crate) fn join(&mut self, desk: &mut Desk<'_>) {
        desk.ledger.mark(desk.rng);
        self.begin(0, desk);
        desk.keep_ledger();
    }

    fn begin(&mut self, server: u64, desk: &mut Desk<'_>) {
        desk.ledger.begin_log(LogChain::start(desk.vault.id(), 0), server);
    }

    /// She saw that the log is not the one this device knew: it is taken as it is, and what it lacks is sent.
    pub(crate) fn send_again(&mut self, desk: &mut Desk<'_>) {
        if !self.waits_for_her() {
            return;
        }
        self.trouble = None;
        if let Some(mark) = desk.ledger.log_mut() {
            mark.anew = true;
            let round = mark.round + 1;
            self.begin_again(round, desk);
        }
    }

    /// From the beginning of the log, with all that is here held against it.
    fn begin_again(&mut self, round: u32, desk: &mut Desk<'_>) {
        let start = LogChain::start(desk.vault.id(), round);
        if let Some(mark) = desk.ledger.log_mut() {
            (mark.round, mark.seen, mark.chain, mark.sent) = (round, start.last, start.digest, None);
        }
        self.gather(desk);
    }

    /// She asks to look now: what was refused is tried again too.
    pub(crate) fn try_again(&mut self) {
        self.refused = None;
    }

    /// There is no account any more, or this device is signed out.
    pub(crate) fn end(&mut self, desk: &mut Desk<'_>) {
        desk.post.forget(Caller::Log);
        if desk.ledger.log().is_some() {
            desk.forget_ledger();
        }
        *self = Self::default();
    }

    /// Whether the log and this device have agreed since the vault was opened.
    pub(crate) fn is_settled(&self) -> bool {
        self.settled.is_some()
    }

    fn waits_for_her(&self) -> bool {
        matches!(self.trouble, Some(Trouble::Restored | Trouble::Differs))
    }

    /// Has the store read, to send from it whatever the log turns out to lack.
    fn gather(&mut self, desk: &mut Desk<'_>) {
        self.gathering = true;
        desk.keep_ledger();
        desk.read_records_once_saved();
        desk.redraw(SHOWN_IN);
    }

    /// The store was read, for this or for something else.
    pub(crate) fn records_read(&mut self, records: &[(RecordId, Vec<u8>)], desk: &mut Desk<'_>) {
        if core::mem::take(&mut self.gathering) {
            desk.ledger.hold_all(records);
            self.read(desk);
        }
    }

    fn read(&mut self, desk: &mut Desk<'_>) {
        let Some(mark) = desk.ledger.log() else { return };
        let chain = LogChain { round: mark.round, last: mark.seen, digest: mark.chain };
        let reading = Reading { chain, began: chain.last, last: chain.last, entries: Vec::new(), bytes: 0 };
        self.ask_for_more(reading, desk);
    }

    fn ask_for_more(&mut self, reading: Reading, desk: &mut Desk<'_>) {
        let Some(session) = &self.session else { return };
        desk.ask(Caller::Log, Call::ReadLog(session.clone(), reading.chain.last));
        self.state = State::Reading(reading);
        desk.redraw(SHOWN_IN);
    }

    pub(crate) fn replied(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        let was_writing = matches!(self.state, State::Writing(_));
        match (core::mem::take(&mut self.state), reply) {
            (State::Reading(reading), Reply::Content(page)) => self.page(reading, &page, desk),
            (State::Writing(writing), Reply::Done) => self.written(writing, desk),
            // Another device was faster.
            (State::Writing(_), Reply::Refused { status: 409 }) => self.read(desk),
            (State::Reading(_) | State::Writing(_), Reply::Refused { status }) => {
                self.trouble = match status {
                    507 => Some(Trouble::Full),
                    // Signed out: the account says so.
                    401 => None,
                    _ => Some(Trouble::Refused),
                };
                if was_writing {
                    self.refused = self.trouble.map(|trouble| (trouble, desk.now.at));
                }
            }
            _ => {}
        }
        desk.redraw(SHOWN_IN);
    }

    fn page(&mut self, mut reading: Reading, page: &[u8], desk: &mut Desk<'_>) {
        let page = match LogPage::decode(page) {
            Ok(page) => page,
            Err(BadLog::Version(_)) => return self.trouble = Some(Trouble::Newer),
            Err(_) => return self.trouble = Some(Trouble::Refused),
        };
        self.server_now = page.now;
        // She agreed on another device that the log is taken as it is.
        if let (Some(mark), Ok((sealed, _))) = (desk.ledger.log(), desk.vault.check_log_seal(&page.seal))
            && sealed.round > mark.round
        {
            return self.begin_again(sealed.round, desk);
        }
        if page.last < reading.chain.last || (page.entries.is_empty() && page.last > reading.chain.last) {
            return self.differs(page.epoch, desk);
        }
        for entry in page.entries {
            reading.chain.extend(entry.record, entry.digest());
            if let Content::Whole(sealed) = &entry.content {
                reading.bytes += sealed.len() as u64;
            }
            reading.entries.push(entry);
        }
        // More than any account holds: a server that goes on like this would fill the device.
        if reading.bytes > ACCOUNT_BYTES || reading.chain.last.0 > ACCOUNT_ENTRIES {
            self.trouble = Some(Trouble::Refused);
            return;
        }
        reading.last = page.last;
        if reading.chain.last < page.last {
            return self.ask_for_more(reading, desk);
        }
        match check(&reading, &page.seal, desk) {
            Ok(sealed_in) => self.take_in(reading, sealed_in, page.epoch, desk),
            Err(Refusal::Differs) => self.differs(page.epoch, desk),
            Err(Refusal::Newer) => self.trouble = Some(Trouble::Newer),
            // Another device began a new epoch of keys; they come with the account's head.
            Err(Refusal::KeysToCome) => {}
        }
    }

    fn differs(&mut self, epoch: u64, desk: &mut Desk<'_>) {
        let announced = desk.ledger.log().is_some_and(|mark| epoch > mark.server);
        self.trouble = Some(if announced { Trouble::Restored } else { Trouble::Differs });
        desk.redraw(SHOWN_IN);
    }

    /// Takes in what was read, in one save with the place it ends at; then it is this device's turn.
    fn take_in(&mut self, reading: Reading, sealed_in: u32, epoch: u64, desk: &mut Desk<'_>) {
        self.trouble = None;
        let mut newest = BTreeMap::new();
        for PageEntry { record, content } in reading.entries {
            if let Content::Whole(sealed) = content {
                newest.insert(record, sealed);
            }
        }
        let mut keys_to_come = false;
        for (id, sealed) in &newest {
            match desk.vault.open_record(*id, sealed) {
                Ok(bytes) => match Opened::decode(&bytes) {
                    Ok(theirs) => self.lay_beside(*id, &theirs, sealed, desk),
                    Err(_) => drop(self.unopened.insert(*id)),
                },
                Err(OpenError::UnknownEpoch(_)) => keys_to_come = true,
                // What stands here in its place stays; where there is nothing, a newer Held may read it one day.
                Err(error) => {
                    if matches!(error, OpenError::Newer(_)) && !desk.ledger.knows(*id) {
                        desk.keep_as_it_is(*id, sealed.clone());
                    }
                    self.unopened.insert(*id);
                }
            }
        }
        if keys_to_come {
            // What was taken in stays taken in; all of it is read again once the keys are there.
            return;
        }
        if let Some(mark) = desk.ledger.log_mut() {
            (mark.seen, mark.chain) = (reading.chain.last, reading.chain.digest);
            (mark.sealed_in, mark.server) = (sealed_in, epoch);
        }
        desk.keep_ledger();
        self.write(desk);
    }

    fn lay_beside(&mut self, id: RecordId, theirs: &Opened, sealed: &[u8], desk: &mut Desk<'_>) {
        self.unopened.remove(&id);
        let stamps = theirs.stamps.clone().unwrap_or_default();
        if let Some(mark) = desk.ledger.log_mut() {
            mark.newest = mark.newest.max(stamps.newest());
        }
        if desk.ledger.is_just(id, &stamps) {
            desk.keep_as_it_is(id, sealed.to_vec());
            desk.ledger.keep_theirs(id, theirs);
            return;
        }
        let unsent = desk.ledger.unsent().get(&id).cloned();
        let mine = unsent.and_then(|unsent| {
            let bytes = desk.vault.open_record(id, &unsent.sealed).ok()?;
            Opened::decode(&bytes).ok()
        });
        let Some(mine) = mine else {
            desk.keep_as_it_is(id, sealed.to_vec());
            desk.ledger.keep_theirs(id, theirs);
            desk.take_in(id, (theirs.kind != GONE).then(|| theirs.clone()));
            return;
        };
        let Merged { record, is_theirs, mine_lost, theirs_lost } =
            merge(&mine, theirs, |stamp, change| desk.ledger.is_news(stamp, change));
        for (lost, version) in [(mine_lost, &mine), (theirs_lost, theirs)] {
            if lost && holds_her_words(&version.kind) {
                set_aside(id, version, desk);
            }
        }
        if is_theirs {
            desk.keep_as_it_is(id, sealed.to_vec());
            desk.ledger.keep_theirs(id, theirs);
        } else if let Some(sealed) = desk.seal_and_keep(id, &record) {
            desk.ledger.keep(id, &record, &sealed);
        }
        if record.body.get() != mine.body.get() || record.kind != mine.kind {
            desk.take_in(id, (record.kind != GONE).then_some(record));
        }
    }

    /// Sends as much as travels at once, if there is anything.
    fn write(&mut self, desk: &mut Desk<'_>) {
        let Some(session) = self.session.clone() else { return };
        let Some(mark) = desk.ledger.log().cloned() else { return };
        // A log that was taken as it is gets a seal of ours, although nothing may be missing from it.
        if desk.ledger.unsent().is_empty() && !mark.anew {
            self.finish(desk);
            return;
        }
        if let Some((trouble, at)) = self.refused
            && (at..at.plus(REFUSED_FOR)).contains(&desk.now.at)
        {
            self.trouble = Some(trouble);
            return;
        }
        let mut order: Vec<_> = desk.ledger.unsent().iter().map(|(id, unsent)| (unsent.mine, *id)).collect();
        order.sort_unstable();
        desk.ledger.hold_clock(self.server_now);
        let mut chain = LogChain { round: mark.round, last: mark.seen, digest: mark.chain };
        let mut room = LOG_BATCH_BYTES - LOG_SEAL_BYTES - 16;
        let (mut entries, mut sent, mut up_to, mut logged) = (Vec::new(), Vec::new(), mark.sent, mark.logged);
        for (_, id) in order.into_iter().take(LOG_PAGE_ENTRIES) {
            let Some((sealed, mine)) = to_send(id, self.server_now, desk) else { continue };
            let Some(left) = room.checked_sub(entry_bytes(sealed.len())) else { break };
            room = left;
            up_to = up_to.max(Some((mine, id)));
            logged = logged.max(mine);
            chain.extend(id, protocol::Digest::of(&sealed));
            entries.push(Entry { record: id, sealed: sealed.clone() });
            sent.push((id, sealed));
        }
        // Kept before it leaves: no stamp that may be in the log is ever given to anything else.
        if let Some(mark) = desk.ledger.log_mut()
            && mark.issued < logged
        {
            mark.issued = logged;
            desk.keep_ledger();
        }
        let append = LogAppend { after: mark.seen, seal: desk.vault.seal_log(&chain), entries };
        desk.ask_once_all_saved(Caller::Log, Call::AppendLog(session, append));
        self.state = State::Writing(Writing { chain, sent, up_to, logged });
        desk.redraw(SHOWN_IN);
    }

    fn written(&mut self, Writing { chain, sent, up_to, logged }: Writing, desk: &mut Desk<'_>) {
        self.refused = None;
        let epoch = desk.vault.epoch().0;
        let is_all = sent.len() == desk.ledger.unsent().len() || sent.is_empty();
        for (id, sealed) in &sent {
            desk.ledger.taken(*id, sealed);
            self.unopened.remove(id);
        }
        if let Some(mark) = desk.ledger.log_mut() {
            (mark.seen, mark.chain, mark.sealed_in) = (chain.last, chain.digest, epoch);
            (mark.sent, mark.logged) = (up_to, logged);
            mark.newest = mark.newest.max(logged);
            mark.anew &= !is_all;
        }
        desk.keep_ledger();
        self.write(desk);
    }

    /// All that is here is in the log.
    fn finish(&mut self, desk: &mut Desk<'_>) {
        self.settled = Some(desk.now.at);
        if let Some(mark) = desk.ledger.log_mut()
            && mark.sent.is_none()
        {
            mark.sent = Some((mark.logged, RecordId([0xff; 16])));
            desk.keep_ledger();
        }
        desk.redraw(SHOWN_IN);
    }
}

enum Refusal {
    Differs,
    Newer,
    KeysToCome,
}

/// Checks that what was read is the log, whole and in order; the epoch in which it was sealed.
fn check(reading: &Reading, seal: &[u8], desk: &Desk<'_>) -> Result<u32, Refusal> {
    let Some(mark) = desk.ledger.log() else { return Err(Refusal::Differs) };
    if mark.anew || reading.chain.last == Sequence(0) {
        return Ok(mark.sealed_in);
    }
    let (chain, epoch) = desk.vault.check_log_seal(seal).map_err(|error| match error {
        LogSealError::Broken => Refusal::Differs,
        LogSealError::Newer(_) => Refusal::Newer,
        // The keys of an epoch that has been left behind can come no more.
        LogSealError::UnknownEpoch(epoch) if epoch < desk.vault.epoch() => Refusal::Differs,
        LogSealError::UnknownEpoch(_) => Refusal::KeysToCome,
    })?;
    // What is missing must be further on.
    let mut whole = BTreeSet::new();
    let withheld = reading.entries.iter().rev().any(|entry| match entry.content {
        Content::Whole(_) => {
            whole.insert(entry.record);
            false
        }
        Content::Replaced(_) => !whole.contains(&entry.record),
    });
    // Of a log that was taken as it is, what one device lacks another still has to send.
    let withheld = withheld && !(mark.round > 0 && mark.sent.is_none());
    if chain != reading.chain || epoch.0 < mark.sealed_in || withheld {
        Err(Refusal::Differs)
    } else {
        Ok(epoch.0)
    }
}

/// A record as it is to be sent, and the newest of this device's stamps in it.
fn to_send(id: RecordId, server: Timestamp, desk: &mut Desk<'_>) -> Option<(Vec<u8>, Stamp)> {
    let unsent = desk.ledger.unsent().get(&id)?.clone();
    if desk.ledger.newest(id).at > server {
        let bytes = desk.vault.open_record(id, &unsent.sealed).ok()?;
        let opened = Opened::decode(&bytes).ok()?;
        if let Some(held) = desk.ledger.hold_back(&opened, server) {
            let sealed = desk.seal_and_keep(id, &held)?;
            desk.ledger.keep(id, &held, &sealed);
            let mine = desk.ledger.unsent().get(&id)?.mine;
            return Some((sealed, mine));
        }
    }
    Some((unsent.sealed, unsent.mine))
}

/// What a person wrote, as against what the program keeps for its own purposes.
fn holds_her_words(kind: &str) -> bool {
    use crate::records::{caseload, check_in, door, people};
    [
        check_in::CheckInRecord::KIND,
        check_in::ChipsRecord::KIND,
        caseload::WeekRecord::KIND,
        people::PersonRecord::KIND,
        people::PlaceRecord::KIND,
        door::ListingDraftRecord::KIND,
    ]
    .contains(&kind)
}

fn set_aside(place: RecordId, version: &Opened, desk: &mut Desk<'_>) {
    let Ok(body) = serde_json::from_str(version.body.get()) else { return };
    let record = SetAsideRecord {
        on: desk.now.today(),
        kind: version.kind.clone(),
        version: version.version,
        body,
        place: Some(place),
    };
    let id = desk.make_record_id();
    if desk.keep(id, &record) {
        desk.take_in(id, Some(Opened::new(&record)));
    }
}
