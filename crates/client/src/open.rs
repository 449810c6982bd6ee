//! The open vault: its areas, its saves under way, and the calls that wait for an answer.

use crypto::vault::{KdfParameters, Passphrase, Vault};
use protocol::MailboxId;
use rand_core::CryptoRng;

use crate::client::{Event, Intent, NotStored};
use crate::desk::{Cleared, Desk};
use crate::post::{CallId, Caller, Outcome, Post, Reply};
use crate::records::caseload::{CalendarRecord, WeekRecord};
use crate::records::check_in::{CheckInRecord, ChipsRecord};
use crate::records::conflict_check::{CheckRecord, ReceivedCheckRecord};
use crate::records::directory::{DirectoryPartRecord, DirectoryRecord};
use crate::records::door::{DoorRecord, ListingDraftRecord};
use crate::records::hello::{HelloRecord, ReceivedHelloRecord};
use crate::records::people::{ClientsSaidRecord, PersonRecord, PlaceRecord};
use crate::records::{Opened, RecordError, RecordId, Stored as _};
use crate::saves::Saves;
use crate::vault::{OpenView, Saving};
use crate::{
    Area, BlobName, Effect, Now, SaveId, View, Write, caseload, check_in, conflict_check, door, finding,
    hello, people,
};

pub(crate) struct Open {
    vault: Vault,
    post: Post,
    saves: Saves,
    /// Whether the store has been read: until then nothing is shown, so that nothing seems lost.
    read: bool,
    unreadable: usize,
    areas: Areas,
}

/// Everything that is read from records and drawn on screens.
#[derive(Default)]
struct Areas {
    check_in: check_in::CheckIns,
    caseload: caseload::Caseload,
    finding: finding::Finding,
    people: people::HerPeopleArea,
    conflict_check: conflict_check::Checks,
    hello: hello::Hellos,
    door: door::HerDoor,
    /// Whether checks are answered as soon as they come, although nothing shows that a colleague asked.
    answers_unverified_checks: bool,
}

impl Open {
    pub(crate) fn new(vault: Vault, answers_unverified_checks: bool) -> Self {
        Self {
            vault,
            post: Post::default(),
            saves: Saves::default(),
            read: false,
            unreadable: 0,
            areas: Areas { answers_unverified_checks, ..Areas::default() },
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    pub(crate) fn is_read(&self) -> bool {
        self.read
    }

    pub(crate) fn vault_view(&self) -> OpenView {
        OpenView {
            only_hides: !self.vault.head().has_passphrase(),
            saving: self.saves.state(),
            unreadable: self.unreadable,
            waits_for_network: self.post.is_held_up(),
        }
    }

    pub(crate) fn view(&self, area: Area, now: Now) -> View {
        match area {
            Area::Vault => View::Vault(crate::vault::VaultView::Open(self.vault_view())),
            Area::CheckIn => View::CheckIn(self.areas.check_in.view(now)),
            Area::Caseload => View::Caseload(self.areas.caseload.view(now)),
            Area::Finding => View::Finding(Box::new(self.areas.finding.view(now))),
            Area::People => View::People(Box::new(self.areas.people.view())),
            Area::ConflictCheck => View::ConflictCheck(self.areas.conflict_check.view(now)),
            Area::Hello => View::Hello(self.areas.hello.view(now)),
            Area::Door => View::Door(Box::new(self.areas.door.view(self.areas.listed_now()))),
        }
    }

    pub(crate) fn update(&mut self, event: Event, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        match event {
            Event::RecordsRead(records) => self.restore(records, now, rng),
            Event::Stored(id, outcome) => self.stored(id, outcome),
            Event::Answered(id, outcome) => self.answered(id, outcome, now, rng),
            Event::Tick => self.tick(false, now, rng),
            Event::Online => self.tick(true, now, rng),
            Event::Woken(mailbox) => {
                self.at_the_desk(now, rng, |areas, desk| areas.tick(Some(mailbox), desk))
            }
            Event::Person(intent) => self.at_the_desk(now, rng, |areas, desk| areas.update(intent, desk)),
            // For a locked client; it can only be late here.
            Event::Started { .. } | Event::DeviceKeyMade(_) | Event::DeviceKeyOpened(_) => Vec::new(),
        }
    }

    /// Opens every record. One that does not open is counted and left alone: nothing is ever thrown away for being
    /// unreadable, since a newer Held, or a better copy, may still read it.
    fn restore(
        &mut self,
        records: Vec<(RecordId, Vec<u8>)>,
        now: Now,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        for (id, sealed) in records {
            let restored = match self.vault.open_record(id, &sealed) {
                Ok(bytes) => Opened::decode(&bytes).and_then(|opened| self.areas.restore(id, &opened)),
                Err(_) => Err(RecordError::Malformed),
            };
            self.unreadable += usize::from(restored.is_err());
        }
        self.read = true;
        let mut effects = self.at_the_desk(now, rng, Areas::resume);
        effects.extend(Area::ALL.map(Effect::Redraw));
        effects
    }

    fn answered(&mut self, id: CallId, outcome: Outcome, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let was_held_up = self.post.is_held_up();
        let mut effects = match self.post.answered(id, outcome, now.at) {
            Some((caller, reply)) => {
                self.at_the_desk(now, rng, |areas, desk| areas.replied(caller, reply, desk))
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
        effects.extend(self.at_the_desk(now, rng, |areas, desk| areas.tick(None, desk)));
        effects
    }

    /// Lets an area deal with an event, then puts what it keeps into one save and holds back what must wait for it.
    fn at_the_desk(
        &mut self,
        now: Now,
        rng: &mut impl CryptoRng,
        deal: impl FnOnce(&mut Areas, &mut Desk<'_>),
    ) -> Vec<Effect> {
        let mut desk = Desk::new(now, rng, &self.vault, &mut self.post);
        deal(&mut self.areas, &mut desk);
        let Cleared { writes, once_saved, at_once } = desk.clear();
        let mut effects = self.save(writes, once_saved);
        effects.extend(at_once);
        effects
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

    /// From "decide later" to a passphrase. The device key goes only once the new head is kept.
    pub(crate) fn set_passphrase(
        &mut self,
        passphrase: &Passphrase,
        kdf: KdfParameters,
        rng: &mut impl CryptoRng,
    ) -> Vec<Effect> {
        self.vault.add_passphrase(passphrase, kdf, rng);
        let then = if self.vault.remove_device() { vec![Effect::ForgetDeviceKey] } else { Vec::new() };
        let head = self.vault.head().encode();
        self.save(vec![Write::Put(BlobName::Head, head)], then)
    }
}

impl Areas {
    fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
            Intent::CheckIn(intent) => self.check_in.update(intent, desk),
            Intent::Caseload(intent) => self.caseload.update(intent, desk),
            Intent::Finding(intent) => self.finding.update(intent, desk),
            Intent::People(intent) => self.people.update(intent, desk),
            Intent::ConflictCheck(intent) => {
                let listed = match &intent {
                    conflict_check::Intent::Ask(listing) => self.finding.listed(*listing),
                    conflict_check::Intent::Remove(_) => None,
                };
                self.conflict_check.update(intent, listed, &self.people.asked(), desk);
            }
            Intent::Hello(intent) => {
                let listed = self.hello.listing_of(&intent).and_then(|listing| self.finding.listed(listing));
                self.hello.update(intent, listed, desk);
            }
            Intent::Door(intent) => {
                let (listed, people) = (self.listed_now(), &self.people);
                self.door.update(intent, listed, || people.answerable(), desk);
            }
            // Dealt with by the client before anything reaches an area.
            Intent::Vault(_) => {}
        }
    }

    fn restore(&mut self, id: RecordId, opened: &Opened) -> Result<(), RecordError> {
        match opened.kind.as_str() {
            CheckInRecord::KIND => self.check_in.restore(id, opened.body()?),
            ChipsRecord::KIND => self.check_in.restore_chips(id, opened.body()?),
            WeekRecord::KIND => self.caseload.restore_week(id, opened.body()?),
            CalendarRecord::KIND => self.caseload.restore_calendar(id, opened.body()?),
            DirectoryRecord::KIND => self.finding.restore(id, opened.body()?),
            DirectoryPartRecord::KIND => self.finding.restore_part(id, opened.body()?),
            PersonRecord::KIND => self.people.restore(opened.body()?),
            PlaceRecord::KIND => self.people.restore_place(id, opened.body()?),
            ClientsSaidRecord::KIND => self.people.restore_clients_said(id, opened.body()?),
            CheckRecord::KIND => self.conflict_check.restore(id, opened.body()?),
            HelloRecord::KIND => self.hello.restore(id, opened.body()?),
            DoorRecord::KIND => self.door.restore(id, opened.body()?),
            ListingDraftRecord::KIND => self.door.restore_draft(id, opened.body()?),
            ReceivedHelloRecord::KIND => self.door.restore_hello(id, opened.body()?),
            ReceivedCheckRecord::KIND => self.door.restore_check(id, opened.body()?),
            _ => return Err(RecordError::Newer),
        }
        Ok(())
    }

    /// Takes up again whatever was unfinished when the vault was last open.
    fn resume(&mut self, desk: &mut Desk<'_>) {
        self.finding.resume(desk);
        self.people.resume();
        self.conflict_check.resume(desk);
        self.hello.resume(desk);
        self.door.resume(desk);
    }

    /// Time has passed, or something may have come into one mailbox.
    fn tick(&mut self, woken: Option<MailboxId>, desk: &mut Desk<'_>) {
        if woken.is_none() {
            let awaited = matches!(self.door.progress(self.listed_now()), door::Progress::WithSteward { .. });
            self.finding.tick(awaited, desk);
        }
        self.conflict_check.tick(woken, desk);
        self.hello.tick(woken, desk);
        self.door.tick(woken, desk);
    }

    /// What the directory shows of the listing that is hers, if it shows one.
    fn listed_now(&self) -> Option<door::ListedNow> {
        let listed = self.finding.listed(self.door.listing()?.id)?;
        Some(door::ListedNow { revision: listed.listing.revision, until: listed.listed_until })
    }

    fn replied(&mut self, caller: Caller, reply: Reply, desk: &mut Desk<'_>) {
        match caller {
            Caller::Directory => self.finding.root_replied(reply, desk),
            Caller::DirectoryPart(digest) => {
                self.finding.part_replied(digest, reply, desk);
                desk.redraw(Area::Door);
            }
            Caller::Hello(hello) => self.hello.replied(hello, reply, desk),
            Caller::ConflictCheck(check) => self.conflict_check.replied(check, reply, desk),
            Caller::Door => {
                let people = &self.people;
                self.door.replied(reply, self.answers_unverified_checks, || people.answerable(), desk);
            }
            Caller::Listing => self.door.listing_replied(&reply, desk),
            Caller::Answer(note) => self.door.answer_replied(note, desk),
        }
    }
}
