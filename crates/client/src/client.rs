//! The client itself: which state it is in, and to whom each event goes.

use crypto::vault::{KdfParameters, Nfc, Passphrase, UnlockError, Vault, VaultHead, nfc};
use protocol::MailboxId;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::account::{ExchangeId, Exchanged};
use crate::idle::{self, Idle};
use crate::later::{Arriving, Later, LaterSigningIn};
use crate::open::{Open, PutAway};
use crate::post::{CallId, Outcome};
use crate::records::RecordId;
use crate::screen::{read, write};
use crate::vault::{self, Failure, VaultView};
use crate::ways_in::CameIn;
use crate::{
    BlobName, Effect, Now, SaveId, Write, account, caseload, check_in, conflict_check, copies, door, finding,
    hello, people, set_aside, ways_in,
};

/// Something happened.
#[derive(Debug)]
pub enum Event {
    /// The adapter is ready; this is the vault's head, if the device keeps one.
    Started {
        /// The bytes kept under [`BlobName::Head`].
        head: Option<Vec<u8>>,
    },
    /// [`Effect::ReadRecords`] is done.
    RecordsRead(Vec<(RecordId, Vec<u8>)>),
    /// [`Effect::Save`] is done: durable, or nothing of it is.
    Stored(SaveId, Result<(), NotStored>),
    /// [`Effect::MakeDeviceKey`] is done; `None` if the device cannot.
    DeviceKeyMade(Option<Vec<u8>>),
    /// [`Effect::OpenWithDeviceKey`] is done; `None` if the key is gone.
    DeviceKeyOpened(Option<Zeroizing<Vec<u8>>>),
    /// [`Effect::Call`] came to this.
    Answered(CallId, Outcome),
    /// [`Effect::Exchange`] came to this.
    Exchanged(ExchangeId, Exchanged),
    /// Something may have arrived in a watched mailbox.
    Woken(MailboxId),
    /// Time has passed. Adapters say so about every fifteen seconds.
    Tick,
    /// The network seems to be back.
    Online,
    /// A person did something on a screen.
    Person(Intent),
    /// Somebody is there: a key, or a touch. A client that never hears of any does not lock by itself.
    Touched,
    /// The areas that come after the first question are here.
    LaterCame(Later),
    /// [`Effect::GoOn`]: whatever else was waiting has had its turn.
    GoOn,
}

/// The store refused a save, and kept nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotStored;

/// What a person does on a screen, by area.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// At a way in.
    Vault(vault::Intent),
    /// In a check-in.
    CheckIn(check_in::Intent),
    /// With her caseload.
    Caseload(caseload::Intent),
    /// Looking for someone.
    Finding(finding::Intent),
    /// With her people.
    People(people::Intent),
    /// About a conflict check.
    ConflictCheck(conflict_check::Intent),
    /// With a hello.
    Hello(hello::Intent),
    /// At a therapist's own door.
    Door(door::Intent),
    /// With copies of everything.
    Copies(copies::Intent),
    /// With what was set aside.
    SetAside(set_aside::Intent),
    /// With the ways in beside a passphrase.
    WaysIn(ways_in::Intent),
    /// With her account, or signing in to one.
    Account(account::Intent),
}

/// A part of the app that is drawn on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Area {
    /// The ways in, and whether everything is kept.
    Vault,
    /// The check-in, and those before it.
    CheckIn,
    /// Her caseload, and what this week weighs.
    Caseload,
    /// Looking for someone.
    Finding,
    /// Her people and places.
    People,
    /// Conflict checks.
    ConflictCheck,
    /// Hellos, and what was answered.
    Hello,
    /// A therapist's own door.
    Door,
    /// Copies of everything.
    Copies,
    /// What was set aside.
    SetAside,
    /// The ways in beside a passphrase.
    WaysIn,
    /// Her account.
    Account,
}

impl Area {
    /// Every area, in the order they are drawn after opening.
    pub const ALL: [Self; 12] = [
        Self::Vault,
        Self::CheckIn,
        Self::Caseload,
        Self::Finding,
        Self::People,
        Self::ConflictCheck,
        Self::Hello,
        Self::Door,
        Self::Copies,
        Self::SetAside,
        Self::WaysIn,
        Self::Account,
    ];
}

/// What is to be seen of one area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum View {
    /// The ways in.
    Vault(VaultView),
    /// The check-in.
    CheckIn(check_in::CheckInView),
    /// Her caseload.
    Caseload(caseload::CaseloadView),
    /// Looking for someone.
    Finding(Box<finding::FindingView>),
    /// Her people and places.
    People(Box<people::PeopleView>),
    /// Conflict checks.
    ConflictCheck(conflict_check::ConflictCheckView),
    /// Hellos.
    Hello(hello::HelloView),
    /// A therapist's own door.
    Door(Box<door::DoorView>),
    /// Copies of everything.
    Copies(copies::CopiesView),
    /// What was set aside.
    SetAside(set_aside::SetAsideView),
    /// The ways in beside a passphrase.
    WaysIn(ways_in::WaysInView),
    /// Her account.
    Account(account::AccountView),
}

/// The app without a screen.
pub struct Client {
    state: State,
    settings: Settings,
    later: Option<Later>,
    idle: Idle,
}

/// How a client is set up.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What a new passphrase slot costs.
    pub kdf: KdfParameters,
    /// Whether conflict checks are answered as soon as they come, although nothing shows yet that a colleague asked.
    /// Only the sample collective does this.
    pub answers_unverified_checks: bool,
    /// How letters in a passphrase are composed.
    pub nfc: Nfc,
}

impl Default for Settings {
    fn default() -> Self {
        Self { kdf: KdfParameters::DEFAULT, answers_unverified_checks: false, nfc }
    }
}

enum State {
    Starting,
    FirstDoor {
        /// Somebody is signing in to an account that was made on another device.
        signing_in: Option<Box<dyn LaterSigningIn>>,
    },
    Unreadable,
    Locked {
        head: Box<VaultHead>,
        failure: Option<Failure>,
        other_failure: Option<ways_in::Failure>,
        put_away: Option<PutAway>,
    },
    MakingDeviceKey(Box<Vault>),
    Open(Box<Open>),
}

impl State {
    const fn first_door() -> Self {
        Self::FirstDoor { signing_in: None }
    }

    fn locked(head: VaultHead, put_away: Option<PutAway>) -> Self {
        Self::Locked { head: Box::new(head), failure: None, other_failure: None, put_away }
    }
}

impl Client {
    /// A client that waits for [`Event::Started`].
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { later: Some(Later::new()), ..Self::for_the_first_question(settings) }
    }

    /// The same with no more than the ways in and the check-in, until [`Event::LaterCame`].
    #[must_use]
    pub fn for_the_first_question(settings: Settings) -> Self {
        Self { state: State::Starting, settings, later: None, idle: Idle::default() }
    }

    /// Takes in one event. The effects are to be carried out in order.
    pub fn update(&mut self, event: Event, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        match event {
            Event::Started { head } => self.start(head),
            Event::DeviceKeyMade(wrapped) => self.begin_with_device(wrapped),
            Event::DeviceKeyOpened(secret) => self.unlock_with_device(secret),
            Event::Person(Intent::Vault(intent)) => self.way_in(intent, now, rng),
            Event::Person(Intent::WaysIn(intent)) if matches!(self.state, State::Locked { .. }) => {
                self.come_in(&intent)
            }
            event if matches!(self.state, State::FirstDoor { .. }) && concerns_signing_in(&event) => {
                self.sign_in(event, now, rng)
            }
            Event::LaterCame(later) => self.add_later(later, now, rng),
            Event::Touched => self.touched(now, rng),
            Event::Tick => self.tick(now, rng),
            inner => match &mut self.state {
                State::Open(open) => open.update(inner, now, rng),
                // Locked while it was under way: a later unlock reads the store afresh and asks again.
                _ => Vec::new(),
            },
        }
    }

    /// What is to be seen of `area`; `None` while the vault is not open.
    #[must_use]
    pub fn view(&self, area: Area, now: Now) -> Option<View> {
        if area == Area::Vault {
            return Some(View::Vault(self.vault_view()));
        }
        match &self.state {
            State::Locked { head, other_failure, .. } if area == Area::WaysIn => {
                let view = self.later?.threshold().view(head, *other_failure);
                Some(View::WaysIn(view))
            }
            State::FirstDoor { signing_in } if area == Area::Account => {
                Some(View::Account(self.later?.threshold().at_the_door(signing_in.as_deref())))
            }
            State::Open(open) if open.is_shown(area) => open.view(area, now),
            _ => None,
        }
    }

    /// The same for a screen in another thread.
    #[must_use]
    pub fn view_json(&self, area: Area, now: Now) -> Option<Box<RawValue>> {
        if area == Area::Vault {
            return write(&self.vault_view());
        }
        match &self.state {
            State::Locked { head, other_failure, .. } if area == Area::WaysIn => {
                self.later?.threshold().view_json(head, *other_failure)
            }
            State::FirstDoor { signing_in } if area == Area::Account => {
                self.later?.threshold().at_the_door_json(signing_in.as_deref())
            }
            State::Open(open) if open.is_shown(area) => open.view_json(area, now),
            _ => None,
        }
    }

    /// What a screen in another thread says was done in `area`; `None` if it makes no sense, or not yet.
    #[must_use]
    pub fn read_intent(&self, area: Area, json: &RawValue) -> Option<Intent> {
        match (area, &self.state) {
            (Area::Vault, _) => read(json).map(Intent::Vault),
            (Area::WaysIn, State::Locked { .. }) => self.later?.threshold().read_intent(json),
            (Area::Account, State::FirstDoor { .. }) => self.later?.threshold().read_account_intent(json),
            (_, State::Open(open)) => open.read_intent(area, json),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(crate) fn sync(&self) -> Option<crate::sync::SyncView> {
        match &self.state {
            State::Open(open) => open.sync(),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(crate) fn vault(&self) -> Option<&Vault> {
        match &self.state {
            State::Open(open) => Some(open.vault()),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(crate) fn open_vault(&mut self) -> Option<&mut Open> {
        match &mut self.state {
            State::Open(open) => Some(open),
            _ => None,
        }
    }

    fn add_later(&mut self, later: Later, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        // Those that are here hold her open records; they are not replaced.
        if self.later.replace(later).is_some() {
            return Vec::new();
        }
        match &mut self.state {
            State::Open(open) => open.add_later(later.begin(self.settings), now, rng),
            _ => vec![Effect::Redraw(Area::WaysIn), Effect::Redraw(Area::Account)],
        }
    }

    fn open(&self, vault: Vault) -> Open {
        Open::new(vault, self.later.map(|later| later.begin(self.settings)))
    }

    fn start(&mut self, head: Option<Vec<u8>>) -> Vec<Effect> {
        self.state = match head.map(|bytes| VaultHead::decode(&bytes)) {
            None => State::first_door(),
            Some(Ok(head)) => State::locked(head, None),
            Some(Err(_)) => State::Unreadable,
        };
        vec![Effect::Redraw(Area::Vault), Effect::Redraw(Area::WaysIn), Effect::Redraw(Area::Account)]
    }

    fn way_in(&mut self, intent: vault::Intent, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        match (intent, &mut self.state) {
            (vault::Intent::Begin { passphrase: Some(passphrase) }, State::FirstDoor { .. }) => {
                let mut vault = Vault::make(rng);
                let passphrase = Passphrase::new(passphrase.expose(), self.settings.nfc);
                vault.add_passphrase(&passphrase, self.settings.kdf, rng);
                self.begin(vault, Vec::new())
            }
            (vault::Intent::Begin { passphrase: None }, State::FirstDoor { .. }) => {
                let vault = Vault::make(rng);
                let secret = vault.device_secret();
                self.state = State::MakingDeviceKey(Box::new(vault));
                vec![Effect::MakeDeviceKey { secret }, Effect::Redraw(Area::Vault)]
            }
            (vault::Intent::Unlock { passphrase }, State::Locked { head, failure, .. }) => {
                match head.unlock_with_passphrase(&Passphrase::new(passphrase.expose(), self.settings.nfc)) {
                    Ok(vault) => self.read(vault),
                    Err(error) => {
                        *failure = Some(match error {
                            UnlockError::WrongPassphrase | UnlockError::NoSuchSlot => {
                                Failure::WrongPassphrase
                            }
                            _ => Failure::Damaged,
                        });
                        vec![Effect::Redraw(Area::Vault)]
                    }
                }
            }
            (vault::Intent::UnlockWithDevice, State::Locked { head, .. }) => match head.device_slot() {
                Some(wrapped) => vec![Effect::OpenWithDeviceKey { wrapped: wrapped.to_vec() }],
                None => Vec::new(),
            },
            (vault::Intent::SetPassphrase { passphrase }, State::Open(open)) if open.has_account() => {
                let change = account::Intent::ChangePassphrase { passphrase };
                open.update(Event::Person(Intent::Account(change)), now, rng)
            }
            (vault::Intent::SetPassphrase { passphrase }, State::Open(open)) => open.set_passphrase(
                &Passphrase::new(passphrase.expose(), self.settings.nfc),
                self.settings.kdf,
                rng,
            ),
            (vault::Intent::SaveAgain, State::Open(open)) => open.save_again(),
            (vault::Intent::Lock, State::Open(_)) => self.lock(rng),
            (vault::Intent::EraseEverything, _) => {
                self.state = State::Starting;
                vec![Effect::UnwatchAll, Effect::Erase, Effect::Redraw(Area::Vault)]
            }
            // A second tap, or a screen one step behind.
            _ => Vec::new(),
        }
    }

    fn lock(&mut self, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let State::Open(open) = &mut self.state else { return Vec::new() };
        let last_save = open.flush();
        let put_away = self.later.and_then(|later| open.put_away(later, rng));
        self.state = State::locked(open.vault().head(), put_away);
        let mut effects: Vec<_> = last_save.into_iter().collect();
        effects.push(Effect::UnwatchAll);
        effects.extend(Area::ALL.map(Effect::Redraw));
        effects
    }

    /// To an account that was made on another device.
    fn sign_in(&mut self, event: Event, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let (Some(later), State::FirstDoor { signing_in }) = (self.later, &mut self.state) else {
            return Vec::new();
        };
        let signing_in =
            signing_in.get_or_insert_with(|| later.threshold().begin_to_sign_in(self.settings, rng));
        let Arriving { mut effects, arrived } = signing_in.update(event, now, rng);
        if let Some((vault, writes)) = arrived {
            effects.extend(self.begin(vault, writes));
            effects.push(Effect::Redraw(Area::Vault));
        }
        effects
    }

    /// With a recovery code or a passkey.
    fn come_in(&mut self, intent: &ways_in::Intent) -> Vec<Effect> {
        // Anything else was meant for the open vault, and the lock was quicker.
        if !matches!(intent, ways_in::Intent::UseCode { .. } | ways_in::Intent::UsePasskey { .. }) {
            return Vec::new();
        }
        let (Some(later), State::Locked { head, other_failure, .. }) = (self.later, &mut self.state) else {
            return Vec::new();
        };
        match later.threshold().come_in(intent, head) {
            Ok(CameIn { vault, by_code }) => {
                let new_head = vault.head();
                let changed = (new_head != **head).then(|| Write::Put(BlobName::Head, new_head.encode()));
                let mut effects = self.read(vault);
                if let State::Open(open) = &mut self.state {
                    open.came_by_code(by_code);
                    effects.extend(open.save(changed.into_iter().collect(), Vec::new()));
                }
                effects
            }
            Err(failure) => {
                *other_failure = Some(failure);
                vec![Effect::Redraw(Area::WaysIn), Effect::Redraw(Area::Vault)]
            }
        }
    }

    fn touched(&mut self, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let State::Open(open) = &self.state else {
            self.idle.begin(now.at);
            return Vec::new();
        };
        match self.idle.touched(now.at, open.lock_after_minutes()) {
            idle::Now::Lock => self.lock(rng),
            idle::Now::Redraw => vec![Effect::Redraw(Area::Vault)],
            idle::Now::Stay => Vec::new(),
        }
    }

    fn tick(&mut self, now: Now, rng: &mut impl CryptoRng) -> Vec<Effect> {
        let State::Open(open) = &mut self.state else { return Vec::new() };
        let idle = self.idle.look(now.at, open.lock_after_minutes());
        if idle == idle::Now::Lock {
            return self.lock(rng);
        }
        let mut effects = open.update(Event::Tick, now, rng);
        if idle == idle::Now::Redraw {
            effects.push(Effect::Redraw(Area::Vault));
        }
        effects
    }

    fn begin_with_device(&mut self, wrapped: Option<Vec<u8>>) -> Vec<Effect> {
        let State::MakingDeviceKey(vault) = core::mem::replace(&mut self.state, State::first_door()) else {
            return Vec::new();
        };
        let mut vault = *vault;
        match wrapped.map(|wrapped| vault.add_device(wrapped)) {
            Some(Ok(())) => self.begin(vault, Vec::new()),
            _ => vec![Effect::Redraw(Area::Vault)],
        }
    }

    fn unlock_with_device(&mut self, secret: Option<Zeroizing<Vec<u8>>>) -> Vec<Effect> {
        let State::Locked { head, failure, .. } = &mut self.state else { return Vec::new() };
        match secret.map(|secret| head.unlock_with_device(&secret)) {
            Some(Ok(vault)) => self.read(vault),
            _ => {
                *failure = Some(Failure::DeviceKeyGone);
                vec![Effect::Redraw(Area::Vault)]
            }
        }
    }

    /// A vault that is new here: it is there once its head, and what comes with it, is kept.
    fn begin(&mut self, vault: Vault, mut with: Vec<Write>) -> Vec<Effect> {
        with.insert(0, Write::Put(BlobName::Head, vault.head().encode()));
        let mut open = self.open(vault);
        let effects = open.save(with, vec![Effect::ReadRecords]);
        self.state = State::Open(Box::new(open));
        effects
    }

    fn read(&mut self, vault: Vault) -> Vec<Effect> {
        let mut open = self.open(vault);
        if let (State::Locked { put_away, .. }, Some(later)) = (&mut self.state, self.later)
            && let Some(put_away) = put_away.take()
        {
            open.take_up(later, put_away);
        }
        self.state = State::Open(Box::new(open));
        vec![Effect::Redraw(Area::Vault), Effect::ReadRecords]
    }

    fn vault_view(&self) -> VaultView {
        match &self.state {
            State::Starting => VaultView::Starting,
            State::FirstDoor { .. } => VaultView::FirstDoor,
            State::Unreadable => VaultView::Unreadable,
            State::Locked { head, failure, .. } => VaultView::Locked {
                passphrase: head.has_passphrase(),
                device: head.device_slot().is_some(),
                failure: *failure,
            },
            State::MakingDeviceKey(_) => VaultView::Opening,
            State::Open(open) if open.is_shown(Area::Vault) => {
                VaultView::Open(open.vault_view(self.idle.is_warned()))
            }
            State::Open(_) => VaultView::Opening,
        }
    }
}

fn concerns_signing_in(event: &Event) -> bool {
    matches!(event, Event::Person(Intent::Account(_)) | Event::Exchanged(..) | Event::Answered(..))
}

impl Default for Client {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}
