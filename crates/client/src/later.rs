//! The areas that nobody needs before the first question. Native clients have them from the start; a browser fetches
//! their code once the first question is there, and hands it in with [`Event::LaterCame`].
//!
//! What they are asked goes through one trait object, so that the rest of the client never names them and the code
//! behind it can live in a module of its own.

use crypto::vault::{Vault, VaultHead};
use protocol::MailboxId;
#[cfg(test)]
use protocol::{Capability, account::AccountState};
use rand_core::CryptoRng;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::account::{AccountView, DoorView, ExchangeId, Exchanged, SigningIn};
use crate::desk::Desk;
use crate::post::{Caller, Reply};
use crate::records::account::{AccountRecord, DeviceRecord};
use crate::records::caseload::{CalendarRecord, SessionKeyRecord, WeekRecord};
use crate::records::conflict_check::{CheckRecord, ReceivedCheckRecord};
use crate::records::copies::{CopiesRecord, SetAsideRecord};
use crate::records::directory::{DirectoryPartRecord, DirectoryRecord};
use crate::records::door::{DoorRecord, ListingDraftRecord};
use crate::records::hello::{HelloRecord, ReceivedHelloRecord};
use crate::records::people::{ClientsSaidRecord, PersonRecord, PlaceRecord};
use crate::records::ways_in::WaysInRecord;
use crate::records::{Opened, RecordError, RecordId, Stored as _};
use crate::screen::{read, write};
use crate::ways_in::{Around, CameIn, WaysInView};
use crate::{
    Area, Effect, Event, Intent, Now, Settings, View, Write, account, caseload, check_in, conflict_check,
    copies, door, finding, hello, people, set_aside, ways_in,
};

/// The code of those areas.
#[derive(Debug, Clone, Copy)]
pub struct Later {
    areas: fn(Settings) -> Box<dyn LaterAreas>,
    threshold: fn() -> Box<dyn LaterThreshold>,
}

impl Later {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self { areas: |settings| Box::new(Areas::new(settings)), threshold: || Box::new(Threshold) }
    }

    pub(crate) fn begin(self, settings: Settings) -> Box<dyn LaterAreas> {
        (self.areas)(settings)
    }

    pub(crate) fn threshold(self) -> Box<dyn LaterThreshold> {
        (self.threshold)()
    }
}

impl Default for Later {
    fn default() -> Self {
        Self::new()
    }
}

/// What has to do with a vault that is not open: the ways in beside a passphrase and this device, and what was under way
/// when it was locked.
pub(crate) trait LaterThreshold {
    /// Tries to open the vault whose head this is.
    fn come_in(&self, intent: &ways_in::Intent, head: &VaultHead) -> Result<CameIn, ways_in::Failure>;
    /// What is to be seen of them.
    fn view(&self, head: &VaultHead, failure: Option<ways_in::Failure>) -> WaysInView;
    /// The same for a screen in another thread.
    fn view_json(&self, head: &VaultHead, failure: Option<ways_in::Failure>) -> Option<Box<RawValue>>;
    /// What a screen in another thread says was done there.
    fn read_intent(&self, json: &RawValue) -> Option<Intent>;
    /// What is under way, to be sealed until the vault is opened again.
    fn put_away(&self, under_way: &check_in::UnderWay) -> Zeroizing<Vec<u8>>;
    /// What was put away.
    fn take_up(&self, bytes: &[u8]) -> Option<check_in::UnderWay>;
    /// Somebody has an account that was made on another device.
    fn begin_to_sign_in(&self, settings: Settings, rng: &mut dyn CryptoRng) -> Box<dyn LaterSigningIn>;
    /// What is to be seen of that at the first door.
    fn at_the_door(&self, signing_in: Option<&dyn LaterSigningIn>) -> AccountView;
    /// The same for a screen in another thread.
    fn at_the_door_json(&self, signing_in: Option<&dyn LaterSigningIn>) -> Option<Box<RawValue>>;
    /// What a screen in another thread says was done there.
    fn read_account_intent(&self, json: &RawValue) -> Option<Intent>;
}

/// Signing in at the first door.
pub(crate) trait LaterSigningIn: Send {
    /// Takes in what concerns it.
    fn update(&mut self, event: Event, now: Now, rng: &mut dyn CryptoRng) -> Arriving;
    /// What is to be seen of it.
    fn view(&self) -> DoorView;
}

/// What a step of signing in comes to.
#[derive(Default)]
pub(crate) struct Arriving {
    pub(crate) effects: Vec<Effect>,
    /// The vault is open, and this is to be kept with its head.
    pub(crate) arrived: Option<(Vault, Vec<Write>)>,
}

impl LaterSigningIn for SigningIn {
    fn update(&mut self, event: Event, now: Now, rng: &mut dyn CryptoRng) -> Arriving {
        let account::Step { effects, came } = match event {
            Event::Person(Intent::Account(intent)) => self.did(intent, now, rng),
            Event::Exchanged(id, exchanged) => self.exchanged(id, exchanged, rng),
            Event::Answered(id, outcome) => self.answered(id, outcome, now, rng),
            _ => account::Step::default(),
        };
        Arriving { effects, arrived: came.map(|came| came.keep(rng)) }
    }

    fn view(&self) -> DoorView {
        SigningIn::view(self)
    }
}

struct Threshold;

impl LaterThreshold for Threshold {
    fn come_in(&self, intent: &ways_in::Intent, head: &VaultHead) -> Result<CameIn, ways_in::Failure> {
        ways_in::come_in(intent, head)
    }

    fn view(&self, head: &VaultHead, failure: Option<ways_in::Failure>) -> WaysInView {
        WaysInView::Threshold(ways_in::at_the_threshold(head, failure))
    }

    fn view_json(&self, head: &VaultHead, failure: Option<ways_in::Failure>) -> Option<Box<RawValue>> {
        write(&self.view(head, failure))
    }

    fn read_intent(&self, json: &RawValue) -> Option<Intent> {
        read(json).map(Intent::WaysIn)
    }

    fn put_away(&self, under_way: &check_in::UnderWay) -> Zeroizing<Vec<u8>> {
        under_way.put_away()
    }

    fn take_up(&self, bytes: &[u8]) -> Option<check_in::UnderWay> {
        check_in::UnderWay::take_up(bytes)
    }

    fn begin_to_sign_in(&self, settings: Settings, rng: &mut dyn CryptoRng) -> Box<dyn LaterSigningIn> {
        Box::new(SigningIn::new(settings, rng))
    }

    fn at_the_door(&self, signing_in: Option<&dyn LaterSigningIn>) -> AccountView {
        AccountView::Door(signing_in.map(LaterSigningIn::view).unwrap_or_default())
    }

    fn at_the_door_json(&self, signing_in: Option<&dyn LaterSigningIn>) -> Option<Box<RawValue>> {
        write(&self.at_the_door(signing_in))
    }

    fn read_account_intent(&self, json: &RawValue) -> Option<Intent> {
        read(json).map(Intent::Account)
    }
}

/// What the open vault asks of those areas.
pub(crate) trait LaterAreas: Send {
    /// A person did something in one of them.
    fn update(&mut self, intent: Intent, desk: &mut Desk<'_>);
    /// Takes in one record, as the store has it.
    fn restore(&mut self, id: RecordId, opened: &Opened) -> Result<(), RecordError>;
    /// Another device removed a record.
    fn gone(&mut self, id: RecordId);
    /// Takes up whatever came from another device.
    fn go_on(&mut self, desk: &mut Desk<'_>);
    /// Lets go of everything that was taken in: it all comes again, from a store that has changed.
    fn begin_afresh(&mut self);
    /// The store was read once more. Whether everything is to be taken in afresh.
    fn records_read(&mut self, records: &copies::Sealed, desk: &mut Desk<'_>) -> bool;
    /// Takes up again whatever was unfinished when the vault was last open.
    fn resume(&mut self, desk: &mut Desk<'_>);
    /// Time has passed, or something may have come into one mailbox.
    fn tick(&mut self, woken: Option<MailboxId>, desk: &mut Desk<'_>);
    /// The account was asked for, and this is what it says.
    #[cfg(test)]
    fn account_says(&mut self, account: &AccountState, session: &Capability, desk: &mut Desk<'_>);
    /// This device is new to the account.
    #[cfg(test)]
    fn join(&mut self, desk: &mut Desk<'_>);
    /// She says that the log is to be taken as it is, and what it lacks sent.
    #[cfg(test)]
    fn send_again(&mut self, desk: &mut Desk<'_>);
    /// What is to be seen of the record log.
    #[cfg(test)]
    fn sync(&self, unsent: usize) -> crate::sync::SyncView;
    /// A call was answered.
    fn replied(&mut self, caller: Caller, reply: Reply, desk: &mut Desk<'_>);
    /// What is to be seen of `area`; `None` if it is not one of these.
    fn view(&self, area: Area, now: Now) -> Option<View>;
    /// The same for a screen in another thread.
    fn view_json(&self, area: Area, now: Now) -> Option<Box<RawValue>>;
    /// What is to be seen of the ways in.
    fn ways_in(&self, around: &Around<'_>) -> WaysInView;
    /// The same for a screen in another thread.
    fn ways_in_json(&self, around: &Around<'_>) -> Option<Box<RawValue>>;
    /// What is to be seen of the account.
    fn account(&self, vault: &Vault, unsent: usize) -> AccountView;
    /// The same for a screen in another thread.
    fn account_json(&self, vault: &Vault, unsent: usize) -> Option<Box<RawValue>>;
    /// A passphrase has met the server.
    fn exchanged(&mut self, id: ExchangeId, exchanged: Exchanged, desk: &mut Desk<'_>);
    /// Whether a new passphrase has to be the account's too.
    fn has_account(&self) -> bool;
    /// After how many minutes without a touch the vault locks.
    fn lock_after_minutes(&self) -> Option<u64>;
    /// What a screen in another thread says was done in `area`.
    fn read_intent(&self, area: Area, json: &RawValue) -> Option<Intent>;
}

/// Everything that is read from records and drawn on screens.
struct Areas {
    caseload: caseload::Caseload,
    finding: finding::Finding,
    people: people::HerPeopleArea,
    conflict_check: conflict_check::Checks,
    hello: hello::Hellos,
    door: door::HerDoor,
    copies: copies::Copies,
    set_aside: set_aside::SetAside,
    ways_in: ways_in::WaysIn,
    account: account::Account,
    /// A new epoch was begun, here or on another device, and is gone on with once the record log has been read.
    epoch_waits: bool,
    settings: Settings,
}

impl Areas {
    fn new(settings: Settings) -> Self {
        Self {
            caseload: caseload::Caseload::default(),
            finding: finding::Finding::default(),
            people: people::HerPeopleArea::default(),
            conflict_check: conflict_check::Checks::default(),
            hello: hello::Hellos::default(),
            door: door::HerDoor::default(),
            copies: copies::Copies::default(),
            set_aside: set_aside::SetAside::default(),
            ways_in: ways_in::WaysIn::default(),
            account: account::Account::new(settings),
            epoch_waits: false,
            settings,
        }
    }

    /// What the directory shows of the listing that is hers, if it shows one.
    fn listed_now(&self) -> Option<door::ListedNow> {
        let listed = self.finding.listed(self.door.listing()?.id)?;
        Some(door::ListedNow { revision: listed.listing.revision, until: listed.listed_until })
    }
}

impl LaterAreas for Areas {
    fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
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
            Intent::Copies(intent) => self.copies.update(intent, desk),
            Intent::SetAside(intent) => self.set_aside.update(&intent, desk),
            Intent::WaysIn(intent) => {
                self.ways_in.update(intent, desk);
                self.account.ways_changed(desk);
            }
            Intent::Account(intent) => self.account.update(intent, desk),
            // Dealt with before anything reaches these areas.
            Intent::Vault(_) | Intent::CheckIn(_) => {}
        }
    }

    fn restore(&mut self, id: RecordId, opened: &Opened) -> Result<(), RecordError> {
        match opened.kind.as_str() {
            WeekRecord::KIND => self.caseload.restore_week(id, opened.body()?),
            CalendarRecord::KIND => self.caseload.restore_calendar(id, opened.body()?),
            SessionKeyRecord::KIND => self.caseload.restore_session_key(opened.body()?),
            CopiesRecord::KIND => self.copies.restore(id, opened.body()?),
            WaysInRecord::KIND => self.ways_in.restore(id, opened.body()?),
            AccountRecord::KIND => self.account.restore(id, opened.body()?),
            DeviceRecord::KIND => self.account.restore_device(opened.body()?),
            SetAsideRecord::KIND => self.set_aside.restore(id, opened.body()?),
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

    fn gone(&mut self, id: RecordId) {
        self.caseload.gone(id);
        self.people.gone(id);
        self.conflict_check.gone(id);
        self.hello.gone(id);
        self.door.gone(id);
        self.ways_in.gone(id);
        self.set_aside.gone(id);
    }

    fn go_on(&mut self, desk: &mut Desk<'_>) {
        self.people.resume();
        self.conflict_check.resume(desk);
        self.hello.resume(desk);
        self.door.resume(desk);
    }

    fn begin_afresh(&mut self) {
        self.set_aside.begin_afresh();
        *self = Self {
            copies: core::mem::take(&mut self.copies),
            set_aside: core::mem::take(&mut self.set_aside),
            ways_in: core::mem::take(&mut self.ways_in),
            account: core::mem::replace(&mut self.account, account::Account::new(self.settings)),
            ..Self::new(self.settings)
        };
    }

    fn records_read(&mut self, records: &copies::Sealed, desk: &mut Desk<'_>) -> bool {
        self.ways_in.records_read(records, self.account.is_there(), desk);
        self.account.sync.records_read(records, desk);
        let put_back = self.set_aside.records_read(records, desk);
        self.copies.records_read(records, desk) || put_back
    }

    fn resume(&mut self, desk: &mut Desk<'_>) {
        self.epoch_waits = true;
        self.account.resume(desk);
        self.finding.resume(desk);
        self.people.resume();
        self.conflict_check.resume(desk);
        self.hello.resume(desk);
        self.door.resume(desk);
    }

    fn tick(&mut self, woken: Option<MailboxId>, desk: &mut Desk<'_>) {
        if woken.is_none() {
            if self.epoch_waits && (desk.ledger.log().is_none() || self.account.sync.is_settled()) {
                self.epoch_waits = false;
                self.ways_in.resume(desk);
            }
            let awaited = matches!(self.door.progress(self.listed_now()), door::Progress::WithSteward { .. });
            self.finding.tick(awaited, desk);
            self.account.tick(desk);
        }
        self.conflict_check.tick(woken, desk);
        self.hello.tick(woken, desk);
        self.door.tick(woken, desk);
    }

    #[cfg(test)]
    fn account_says(&mut self, account: &AccountState, session: &Capability, desk: &mut Desk<'_>) {
        self.account.sync.look(account, session, desk);
    }

    #[cfg(test)]
    fn join(&mut self, desk: &mut Desk<'_>) {
        self.account.sync.join(desk);
    }

    #[cfg(test)]
    fn send_again(&mut self, desk: &mut Desk<'_>) {
        self.account.sync.send_again(desk);
    }

    #[cfg(test)]
    fn sync(&self, unsent: usize) -> crate::sync::SyncView {
        self.account.sync.view(unsent)
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
                self.door.replied(
                    reply,
                    self.settings.answers_unverified_checks,
                    || people.answerable(),
                    desk,
                );
            }
            Caller::Log => self.account.sync.replied(reply, desk),
            Caller::Listing => self.door.listing_replied(&reply, desk),
            Caller::Answer(note) => self.door.answer_replied(note, desk),
            Caller::Account(asked) => {
                let older = desk.vault.epoch();
                self.account.replied(asked, reply, desk);
                self.epoch_waits |= desk.vault.epoch() != older;
            }
        }
    }

    fn view(&self, area: Area, now: Now) -> Option<View> {
        Some(match area {
            Area::Vault | Area::CheckIn | Area::WaysIn | Area::Account => return None,
            Area::Caseload => View::Caseload(self.caseload.view(now)),
            Area::Finding => View::Finding(Box::new(self.finding.view(now))),
            Area::People => View::People(Box::new(self.people.view())),
            Area::ConflictCheck => View::ConflictCheck(self.conflict_check.view(now)),
            Area::Hello => View::Hello(self.hello.view(now)),
            Area::Door => View::Door(Box::new(self.door.view(self.listed_now()))),
            Area::Copies => View::Copies(self.copies.view()),
            Area::SetAside => View::SetAside(self.set_aside.view()),
        })
    }

    fn view_json(&self, area: Area, now: Now) -> Option<Box<RawValue>> {
        match area {
            Area::Vault | Area::CheckIn => None,
            Area::Caseload => write(&self.caseload.view(now)),
            Area::Finding => write(&self.finding.view(now)),
            Area::People => write(&self.people.view()),
            Area::ConflictCheck => write(&self.conflict_check.view(now)),
            Area::Hello => write(&self.hello.view(now)),
            Area::Door => write(&self.door.view(self.listed_now())),
            Area::Copies => write(&self.copies.view()),
            Area::SetAside => write(&self.set_aside.view()),
            Area::WaysIn | Area::Account => None,
        }
    }

    fn ways_in(&self, around: &Around<'_>) -> WaysInView {
        WaysInView::Inside(Box::new(self.ways_in.view(around)))
    }

    fn ways_in_json(&self, around: &Around<'_>) -> Option<Box<RawValue>> {
        write(&self.ways_in(around))
    }

    fn account(&self, vault: &Vault, unsent: usize) -> AccountView {
        self.account.view(vault, unsent)
    }

    fn account_json(&self, vault: &Vault, unsent: usize) -> Option<Box<RawValue>> {
        write(&self.account.view(vault, unsent))
    }

    fn exchanged(&mut self, id: ExchangeId, exchanged: Exchanged, desk: &mut Desk<'_>) {
        self.account.exchanged(id, exchanged, desk);
    }

    fn has_account(&self) -> bool {
        self.account.takes_passphrase()
    }

    fn lock_after_minutes(&self) -> Option<u64> {
        self.ways_in.lock_after().minutes()
    }

    fn read_intent(&self, area: Area, json: &RawValue) -> Option<Intent> {
        match area {
            Area::Vault | Area::CheckIn => None,
            Area::Caseload => read(json).map(Intent::Caseload),
            Area::Finding => read(json).map(Intent::Finding),
            Area::People => read(json).map(Intent::People),
            Area::ConflictCheck => read(json).map(Intent::ConflictCheck),
            Area::Hello => read(json).map(Intent::Hello),
            Area::Door => read(json).map(Intent::Door),
            Area::Copies => read(json).map(Intent::Copies),
            Area::SetAside => read(json).map(Intent::SetAside),
            Area::WaysIn => read(json).map(Intent::WaysIn),
            Area::Account => read(json).map(Intent::Account),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::to_raw_value;

    use super::*;
    use crate::Event;
    use crate::testing::Ana;

    fn by_hand() -> Intent {
        Intent::Caseload(caseload::Intent::ByHand(18))
    }

    #[test]
    fn what_was_kept_for_an_area_that_is_not_here_waits_for_it() {
        let mut ana = Ana::at_her_desk();
        ana.does(by_hand());
        let before = ana.sees(Area::Caseload);

        ana.restarts_with_the_first_question();
        assert_eq!(ana.sees(Area::Caseload), None);
        assert!(ana.sees(Area::CheckIn).is_some());
        assert_eq!(ana.unreadable(), 0, "nothing seems lost");

        ana.on(Event::LaterCame(Later::new()));
        assert_eq!(ana.sees(Area::Caseload), before);
        ana.on(Event::LaterCame(Later::new()));
        assert_eq!(ana.sees(Area::Caseload), before, "coming twice takes nothing away");
    }

    #[test]
    fn a_vault_that_opens_after_they_came_has_them_too() {
        let mut ana = Ana::at_her_desk();
        ana.does(by_hand());
        let before = ana.sees(Area::Caseload);
        ana.restarts_with_the_first_question();
        ana.on(Event::LaterCame(Later::new()));
        ana.does(Intent::Vault(crate::vault::Intent::Lock));
        ana.unlocks();
        assert_eq!(ana.sees(Area::Caseload), before);
    }

    #[test]
    fn what_is_done_where_nothing_is_yet_does_nothing() {
        let mut ana = Ana::at_her_desk();
        ana.restarts_with_the_first_question();
        let kept = ana.records_kept();
        assert_eq!(ana.does(by_hand()), "");
        assert_eq!(ana.records_kept(), kept);
    }

    #[test]
    fn another_thread_sees_and_does_the_same() {
        let mut ana = Ana::at_her_desk();
        let json = to_raw_value(&caseload::Intent::ByHand(18)).expect("plain data");
        let intent = ana.reads(Area::Caseload, &json).expect("an intent of that area");
        ana.does(intent);
        for area in Area::ALL {
            let typed = serde_json::to_value(ana.sees(area)).expect("plain data");
            let json = ana.sees_json(area).expect("every area is there");
            let json: serde_json::Value = serde_json::from_str(json.get()).expect("JSON");
            assert_eq!(typed.as_object().and_then(|named| named.values().next()), Some(&json), "{area:?}");
        }
        let other_area = to_raw_value(&by_hand()).expect("plain data");
        assert!(
            ana.reads(Area::Door, &other_area).is_none(),
            "an intent of another area makes no sense there"
        );
    }
}
