//! The open vault: its areas, its saves under way, and the calls that wait for an answer.

use std::collections::{BTreeMap, VecDeque};

use crypto::vault::{KdfParameters, Passphrase, SealedRecord, Vault, Way};
use rand_core::CryptoRng;
use serde_json::value::RawValue;

use crate::check_in::CheckIns;
use crate::client::{Event, Intent, NotStored};
use crate::desk::{Cleared, Desk};
use crate::later::{Later, LaterAreas};
use crate::ledger::{GONE, Ledger, only_record_of};
use crate::post::{CallId, Outcome, Post};
use crate::records::check_in::{CheckInRecord, ChipsRecord};
use crate::records::ledger::LedgerRecord;
use crate::records::{Opened, RecordError, RecordId, Stored as _};
use crate::saves::Saves;
use crate::screen::{read, write};
use crate::vault::{OpenView, Opening, Saving};
use crate::ways_in::Around;
use crate::{Area, BlobName, Effect, Now, SaveId, View, Write};

/// How many records are opened before whatever else waits has its turn.
const SLICE: usize = 400;
/// As [`crate::ways_in::LockAfter`] has it, for as long as what she says is not read yet.
const UNTIL_SHE_SAYS_OTHERWISE: u64 = 15;

pub(crate) struct Open {
    vault: Vault,
    post: Post,
    saves: Saves,
    ledger: Ledger,
    /// Whether the store has been read: until then nothing is shown, so that nothing seems lost.
    read: bool,
    unreadable: usize,
    /// She came in with the recovery code, and has not chosen a passphrase since.
    came_by_code: bool,
    /// How many saves were durable when the store was last asked for its records.
    durable_when_asked: u64,
    check_in: CheckIns,
    later: Option<Box<dyn LaterAreas>>,
    /// What belongs to areas that are not here yet.
    put_by: Vec<(RecordId, Opened)>,
    /// What was under way when the vault was locked.
    put_away: Option<(Later, PutAway)>,
    /// What the store had and is not opened yet.
    coming: VecDeque<(RecordId, Vec<u8>)>,
    /// How much that was.
    of: usize,
    /// What she did meanwhile that needs everything to be there.
    held: Vec<Event>,
}

/// What is under way while the vault is locked: sealed, in memory only, gone with the tab.
pub(crate) struct PutAway {
    id: RecordId,
    sealed: SealedRecord,
}

impl Open {
    pub(crate) fn new(vault: Vault, later: Option<Box<dyn LaterAreas>>) -> Self {
        Self {
            vault,
            post: Post::default(),
            saves: Saves::default(),
            ledger: Ledger::default(),
            read: false,
            unreadable: 0,
            came_by_code: false,
            durable_when_asked: 0,
            check_in: CheckIns::default(),
            later,
            put_by: Vec::new(),
            put_away: None,
            coming: VecDeque::new(),
            of: 0,
            held: Vec::new(),
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Whether there is something to be seen of `area`: of the check-in as soon as the store was read, of the others once
    /// all of it is open.
    pub(crate) fn is_shown(&self, area: Area) -> bool {
        self.read || (self.of > 0 && matches!(area, Area::Vault | Area::CheckIn))
    }

    /// How far opening has come; `None` once it is done.
    fn opening(&self) -> Option<Opening> {
        (!self.read).then(|| Opening { done: self.of - self.coming.len(), of: self.of })
    }

    /// What is under way, as the vault is being locked.
    pub(crate) fn put_away(&self, later: Later, rng: &mut impl CryptoRng) -> Option<PutAway> {
        let bytes = later.threshold().put_away(self.check_in.under_way()?);
        let mut id = RecordId([0; 16]);
        rng.fill_bytes(&mut id.0);
        let sealed = self.vault.seal_record(id, &bytes, rng).ok()?;
        Some(PutAway { id, sealed })
    }

    /// Goes on with it, once everything is read.
    pub(crate) fn take_up(&mut self, later: Later, put_away: PutAway) {
        self.put_away = Some((later, put_away));
    }

    /// She came in with the recovery code, or in another way.
    pub(crate) fn came_by_code(&mut self, by_code: bool) {
        self.came_by_code = by_code;
    }

    /// After how many minutes without a touch it locks.
    pub(crate) fn lock_after_minutes(&self) -> Option<u64> {
        self.later.as_ref().map_or(Some(UNTIL_SHE_SAYS_OTHERWISE), |later| later.lock_after_minutes())
    }

    pub(crate) fn vault_view(&self, locks_soon: bool) -> OpenView {
        OpenView {
            only_hides: self.vault.opens_with_device(),
            locks_soon,
            saving: self.saves.state(),
            unreadable: self.unreadable,
            waits_for_network: self.post.is_held_up(),
            opening: self.opening(),
        }
    }

    pub(crate) fn view(&self, area: Area, now: Now) -> Option<View> {
        match area {
            Area::Vault => Some(View::Vault(crate::vault::VaultView::Open(self.vault_view(false)))),
            Area::CheckIn => Some(View::CheckIn(self.check_in.view(now))),
            Area::WaysIn => Some(View::WaysIn(self.later.as_ref()?.ways_in(&self.around(now)))),
            Area::Account => {
                Some(View::Account(self.later.as_ref()?.account(&self.vault, self.ledger.unsent().len())))
            }
            later => self.later.as_ref()?.view(later, now),
        }
    }

    pub(crate) fn view_json(&self, area: Area, now: Now) -> Option<Box<RawValue>> {
        match area {
            Area::CheckIn => write(&self.check_in.view(now)),
            Area::WaysIn => self.later.as_ref()?.ways_in_json(&self.around(now)),
            Area::Account => self.later.as_ref()?.account_json(&self.vault, self.ledger.unsent().len()),
            later => self.later.as_ref()?.view_json(later, now),
        }
    }

    fn around(&self, now: Now) -> Around<'_> {
        Around {
            vault: &self.vault,
            today: now.today(),
            began: self.check_in.first_day(),
            came_by_code: self.came_by_code,
        }
    }

    pub(crate) fn read_intent(&self, area: Area, json: &RawValue) -> Option<Intent> {
        match area {
            Area::CheckIn => read(json).map(Intent::CheckIn),
            later => self.later.as_ref()?.read_intent(later, json),
        }
    }

    pub(crate) fn update(&mut self, event: Event, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let effects = self.take_in(event, now, rng);
        if effects.iter().any(|effect| matches!(effect, Effect::ReadRecords)) {
            self.durable_when_asked = self.saves.durable();
        }
        effects
    }

    fn take_in(&mut self, event: Event, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        match event {
            Event::RecordsRead(records) if self.read => self.read_again(records, now, rng),
            Event::RecordsRead(records) => self.begin_to_open(records, now, rng),
            Event::GoOn => self.go_on_opening(now, rng),
            waits @ Event::Person(_) if !self.read && !is_of_a_draft(&waits) => {
                self.held.push(waits);
                Vec::new()
            }
            Event::Stored(id, outcome) => self.stored(id, outcome),
            Event::Answered(id, outcome) => self.answered(id, outcome, now, rng),
            Event::Tick => self.tick(false, now, rng),
            Event::Online => self.tick(true, now, rng),
            Event::Exchanged(id, exchanged) => {
                self.ask_later(now, rng, |later, desk| later.exchanged(id, exchanged, desk))
            }
            Event::Woken(mailbox) => self.ask_later(now, rng, |later, desk| later.tick(Some(mailbox), desk)),
            Event::Person(Intent::CheckIn(intent)) => {
                self.at_the_desk(now, rng, |areas, desk| areas.check_in.update(intent, desk))
            }
            Event::Person(intent) => self.ask_later(now, rng, |later, desk| later.update(intent, desk)),
            // For the client, or for a locked one; these can only be late here.
            Event::Started { .. }
            | Event::DeviceKeyMade(_)
            | Event::DeviceKeyOpened(_)
            | Event::LaterCame(_)
            | Event::Touched => Vec::new(),
        }
    }

    /// Opens what the store has, a slice at a time, so that she can begin while years of it are still being opened.
    fn begin_to_open(
        &mut self,
        records: Vec<(RecordId, Vec<u8>)>,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        self.restore_ledger(&records);
        self.take_up_what_was_put_away();
        self.of = records.len();
        self.coming = records.into();
        // Her chips come first: they are what a check-in offers.
        let chips = only_record_of(&self.vault, ChipsRecord::KIND, "");
        if let Some(at) = self.coming.iter().position(|(id, _)| *id == chips) {
            self.coming.swap(0, at);
        }
        self.go_on_opening(now, rng)
    }

    fn go_on_opening(&mut self, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        if self.read {
            return Vec::new();
        }
        let slice = self.coming.len().min(SLICE);
        for (id, sealed) in self.coming.drain(..slice).collect::<Vec<_>>() {
            self.open_and_restore(id, &sealed);
        }
        if !self.coming.is_empty() {
            let first = self.of - self.coming.len() == SLICE;
            let check_in = first.then_some(Effect::Redraw(Area::CheckIn));
            return check_in.into_iter().chain([Effect::Redraw(Area::Vault), Effect::GoOn]).collect();
        }
        let mut effects = self.all_is_open(now, rng);
        for event in core::mem::take(&mut self.held) {
            effects.extend(self.update(event, now, rng));
        }
        effects
    }

    /// Opens every record. One that does not open is counted and left alone: nothing is ever thrown away for being
    /// unreadable, since a newer Held, or a better copy, may still read it.
    fn restore(
        &mut self,
        records: Vec<(RecordId, Vec<u8>)>,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        self.restore_ledger(&records);
        for (id, sealed) in records {
            self.open_and_restore(id, &sealed);
        }
        self.all_is_open(now, rng)
    }

    fn open_and_restore(&mut self, id: RecordId, sealed: &[u8]) {
        let restored = self.open_one(id, sealed).and_then(|opened| {
            self.ledger.take_in(id, &opened, sealed);
            self.restore_one(id, opened)
        });
        self.unreadable += usize::from(restored.is_err());
    }

    fn take_up_what_was_put_away(&mut self) {
        if let Some((later, PutAway { id, sealed })) = self.put_away.take()
            && let Ok(bytes) = self.vault.open_record(id, &sealed.0)
            && let Some(under_way) = later.threshold().take_up(&bytes)
        {
            self.check_in.go_on(under_way);
        }
    }

    fn all_is_open(&mut self, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        self.read = true;
        let mut effects = self.ask_later(now, rng, |later, desk| later.resume(desk));
        effects.extend(Area::ALL.map(Effect::Redraw));
        effects
    }

    /// The store was read once more, for a copy or after a restore. What is not durable yet counts too; and if
    /// something became durable meanwhile, what was read may lack it, so it is read again.
    fn read_again(
        &mut self,
        records: Vec<(RecordId, Vec<u8>)>,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        if self.saves.durable() != self.durable_when_asked {
            return vec![Effect::ReadRecords];
        }
        let mut records: BTreeMap<_, _> = records.into_iter().collect();
        for write in self.saves.pending() {
            match write {
                Write::Put(BlobName::Record(id), sealed) => drop(records.insert(*id, sealed.clone())),
                Write::Delete(BlobName::Record(id)) => drop(records.remove(id)),
                Write::Put(BlobName::Head, _) | Write::Delete(BlobName::Head) => {}
            }
        }
        let records: Vec<_> = records.into_iter().collect();
        let mut afresh = false;
        let mut effects = self.ask_later(now, rng, |later, desk| afresh = later.records_read(&records, desk));
        if afresh {
            self.unreadable = 0;
            self.check_in.begin_afresh();
            self.ledger.begin_afresh();
            if let Some(later) = &mut self.later {
                later.begin_afresh();
            }
            effects.extend(self.restore(records, now, rng));
        }
        effects
    }

    /// What tells which of the others are in the log comes before them.
    fn restore_ledger(&mut self, records: &[(RecordId, Vec<u8>)]) {
        let ledger = Ledger::record_id(&self.vault);
        let kept = records.iter().find(|(id, _)| *id == ledger);
        let opened = kept.and_then(|(id, sealed)| self.open_one(*id, sealed).ok());
        if let Some(Ok(record)) = opened.map(|opened| opened.body()) {
            self.ledger.restore(record);
        }
    }

    fn open_one(&self, id: RecordId, sealed: &[u8]) -> Result<Opened, RecordError> {
        let bytes = self.vault.open_record(id, sealed).map_err(|_| RecordError::Malformed)?;
        Opened::decode(&bytes)
    }

    fn restore_one(&mut self, id: RecordId, opened: Opened) -> Result<(), RecordError> {
        match (opened.kind.as_str(), &mut self.later) {
            (CheckInRecord::KIND, _) => self.check_in.restore(id, opened.body()?),
            (ChipsRecord::KIND, _) => self.check_in.restore_chips(id, opened.body()?),
            (LedgerRecord::KIND | GONE, _) => {}
            (_, Some(later)) => later.restore(id, &opened)?,
            (_, None) => self.put_by.push((id, opened)),
        }
        Ok(())
    }

    /// The other areas are here: they get what was put by for them.
    pub(crate) fn add_later(
        &mut self,
        mut later: Box<dyn LaterAreas>,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        for (id, opened) in core::mem::take(&mut self.put_by) {
            self.unreadable += usize::from(later.restore(id, &opened).is_err());
        }
        self.later = Some(later);
        if !self.read {
            return Vec::new();
        }
        let mut effects = self.ask_later(now, rng, |later, desk| later.resume(desk));
        effects.extend(Area::ALL.map(Effect::Redraw));
        effects
    }

    fn answered(&mut self, id: CallId, outcome: Outcome, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let was_held_up = self.post.is_held_up();
        let mut effects = match self.post.answered(id, outcome, now.at) {
            Some((caller, reply)) => {
                self.ask_later(now, rng, |later, desk| later.replied(caller, reply, desk))
            }
            None => Vec::new(),
        };
        if self.post.is_held_up() != was_held_up {
            effects.push(Effect::Redraw(Area::Vault));
        }
        effects
    }

    fn tick(&mut self, network_is_back: bool, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        if !self.read {
            return Vec::new();
        }
        let due = self.post.due(now.at, network_is_back);
        let mut effects: Vec<_> = due.into_iter().map(|(id, call)| Effect::Call(id, call)).collect();
        effects.extend(self.ask_later(now, rng, |later, desk| later.tick(None, desk)));
        effects
    }

    /// Lets an area deal with an event, then puts what it keeps into one save and holds back what must wait for it.
    fn at_the_desk(
        &mut self,
        now: Now,
        rng: &mut impl CryptoRng,
        deal: impl FnOnce(&mut Areas<'_>, &mut Desk<'_>),
    ) -> Vec<Effect> {
        let mut desk = Desk::new(now, rng, &mut self.vault, &mut self.post, &mut self.ledger);
        deal(&mut Areas { check_in: &mut self.check_in, later: self.later.as_deref_mut() }, &mut desk);
        let Cleared { writes, once_saved, once_all_saved, at_once, taken, passphrase_chosen } = desk.clear();
        self.came_by_code &= !passphrase_chosen;
        let mut effects = self.save(writes, once_saved);
        effects.extend(self.saves.once_all_saved(once_all_saved));
        effects.extend(at_once);
        if !taken.is_empty() {
            effects.extend(self.take_in_records(taken, now, rng));
        }
        effects
    }

    /// What another device wrote, or removed, reaches the areas as if it had been here when the vault was opened.
    fn take_in_records(
        &mut self,
        taken: Vec<(RecordId, Option<Opened>)>,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        for (id, record) in taken {
            let restored = match record {
                Some(opened) => self.restore_one(id, opened),
                None => {
                    self.check_in.gone(id);
                    if let Some(later) = &mut self.later {
                        later.gone(id);
                    }
                    Ok(())
                }
            };
            self.unreadable += usize::from(restored.is_err());
        }
        let mut effects = self.ask_later(now, rng, |later, desk| later.go_on(desk));
        effects.extend(Area::ALL.map(Effect::Redraw));
        effects
    }

    /// The same for the areas that may not be here yet. Until they are, nothing of theirs can have happened.
    fn ask_later(
        &mut self,
        now: Now,
        rng: &mut impl CryptoRng,
        deal: impl FnOnce(&mut dyn LaterAreas, &mut Desk<'_>),
    ) -> Vec<Effect> {
        self.at_the_desk(now, rng, |areas, desk| {
            if let Some(later) = &mut areas.later {
                deal(*later, desk);
            }
        })
    }

    /// Asks for one durable transaction; `then` is held back until it is.
    pub(crate) fn save(&mut self, writes: Vec<Write>, then: Vec<Effect>) -> Vec<Effect> {
        let before = self.saves.state();
        let effects = self.saves.save(writes, then);
        self.say_if_changed(before, effects)
    }

    pub(crate) fn save_again(&mut self) -> Vec<Effect> {
        let before = self.saves.state();
        let effects = self.saves.again();
        self.say_if_changed(before, effects)
    }

    /// What is not yet durable, as one last save.
    pub(crate) fn flush(&mut self) -> Option<Effect> {
        self.saves.flush()
    }

    /// What the account says, without asking it.
    #[cfg(test)]
    pub(crate) fn account_says(
        &mut self,
        account: &protocol::account::AccountState,
        session: &protocol::Capability,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        if !self.read {
            return Vec::new();
        }
        self.ask_later(now, rng, |later, desk| later.account_says(account, session, desk))
    }

    /// This device is new to the account.
    #[cfg(test)]
    pub(crate) fn join(&mut self, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        self.ask_later(now, rng, |later, desk| later.join(desk))
    }

    /// She says that the log is to be taken as it is.
    #[cfg(test)]
    pub(crate) fn send_again(&mut self, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        self.ask_later(now, rng, |later, desk| later.send_again(desk))
    }

    #[cfg(test)]
    pub(crate) fn sync(&self) -> Option<crate::sync::SyncView> {
        Some(self.later.as_ref()?.sync(self.ledger.unsent().len()))
    }

    fn stored(&mut self, id: SaveId, outcome: Result<(), NotStored>) -> Vec<Effect> {
        let before = self.saves.state();
        let effects = match outcome {
            Ok(()) => self.saves.stored(id),
            Err(NotStored) => {
                self.saves.not_stored(id);
                Vec::new()
            }
        };
        self.say_if_changed(before, effects)
    }

    fn say_if_changed(&self, before: Saving, mut effects: Vec<Effect>) -> Vec<Effect> {
        if self.saves.state() != before {
            effects.push(Effect::Redraw(Area::Vault));
        }
        effects
    }

    /// Whether a new passphrase has to be the account's too.
    pub(crate) fn has_account(&self) -> bool {
        self.later.as_ref().is_some_and(|later| later.has_account())
    }

    /// A passphrase in place of the one before, if there was one. The device key goes only once the new head is kept.
    pub(crate) fn set_passphrase(
        &mut self,
        passphrase: &Passphrase,
        kdf: KdfParameters,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        self.vault.add_passphrase(passphrase, kdf, rng);
        self.came_by_code = false;
        let then =
            if self.vault.remove(Way::Device).is_ok() { vec![Effect::ForgetDeviceKey] } else { Vec::new() };
        let head = self.vault.head().encode();
        let mut effects = self.save(vec![Write::Put(BlobName::Head, head)], then);
        effects.push(Effect::Redraw(Area::WaysIn));
        effects
    }
}

/// Whether this is a step of a check-in under way, which needs nothing that was kept before.
fn is_of_a_draft(event: &Event) -> bool {
    use crate::check_in::Intent as Step;
    matches!(
        event,
        Event::Person(Intent::CheckIn(
            Step::Begin
                | Step::Carry(_)
                | Step::Toggle(_)
                | Step::Touch(_)
                | Step::SetDepth(..)
                | Step::Write(_)
                | Step::NothingThere
                | Step::Next
                | Step::Skip
                | Step::LetGo
                | Step::Back
                | Step::Undo
                | Step::Close
        ))
    )
}

/// What one event may change.
struct Areas<'a> {
    check_in: &'a mut CheckIns,
    later: Option<&'a mut (dyn LaterAreas + 'static)>,
}
