//! Her account: a name that the server dealt, her devices, and the head of her vault that opens on a new one.
//!
//! Nothing here needs an account: without one, everything stays on this device. With one, this device asks from time to
//! time how the account stands. If it belongs to another vault, nothing is sent. If another device changed the ways in,
//! that is taken over first; what was changed here follows; only then are records exchanged.
//!
//! A passphrase is changed in one step: the server takes the new registration together with the new head, and this device
//! opens with the new passphrase only once that is done. So it is changed with a network, or not at all; a device that
//! is switched off in between goes on with it. Her other devices open with what was chosen on them, and say so.

mod devices;
mod exchange;
mod heads;
mod making;
mod signing_in;
mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crypto::vault::{AccountWay, Passphrase, Vault, VaultHead, Way, keyed_hash};
use data_encoding::BASE64URL_NOPAD;
use protocol::account::{self, AccountState, DealtName, SignedIn};
use protocol::problem::ProblemKind;
use protocol::{Capability, DeviceId, Timestamp};

pub use crypto::sign_in::PASSKEY_QUESTION;
pub use crypto::vault::ExportKey;
pub use exchange::{Exchange, ExchangeId, Exchanged};
pub(crate) use signing_in::{SigningIn, Step};
pub use view::{
    AccountView, Busy, DeviceView, DoorView, Failure, HereView, Intent, Left, Missing, NoneView, Trouble,
};

use crate::desk::Desk;
use crate::post::Reply;
use crate::post::account::{AccountCall, Asked};
use crate::records::account::{AccountRecord, DeviceRecord, Leaving, TurningAway};
use crate::records::{RecordId, Stored as _};
use crate::sync::Sync;
use crate::vault::Secret;
use crate::{Area, Settings};

/// How often it is asked how the account stands.
const LOOKS_EVERY_MS: u64 = 30_000;
/// The same while something here is not in the log yet.
const LOOKS_SOON_MS: u64 = 5_000;
const LONGEST_NAME: usize = 60;

/// The account of an open vault.
pub(crate) struct Account {
    /// Its record log.
    pub(crate) sync: Sync,
    settings: Settings,
    record: Option<(RecordId, AccountRecord)>,
    devices: BTreeMap<DeviceId, DeviceRecord>,
    state: Option<AccountState>,
    looked_at: Option<Timestamp>,
    out_of_reach: bool,
    in_hand: Option<InHand>,
    failure: Option<Failure>,
    trouble: Option<Trouble>,
    left: Option<Left>,
}

/// What is begun and not kept yet: gone with the lock, and nothing has happened then.
enum InHand {
    /// A name is asked for.
    Dealing { passphrase: Passphrase, device: DeviceRecord },
    /// The passphrase of a new account meets the server.
    Making { exchange: ExchangeId, dealt: DealtName, device: DeviceRecord },
    /// A new passphrase does; here is the head with which this device opens then.
    Changing { exchange: ExchangeId, head: Box<VaultHead> },
    /// The passphrase signs in, from inside.
    SigningIn { exchange: ExchangeId, device: DeviceRecord },
    /// It has; whether it is the account of this vault is being looked at.
    Comparing { signed_in: SignedIn, device: DeviceRecord },
}

impl Account {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            sync: Sync::default(),
            settings,
            record: None,
            devices: BTreeMap::new(),
            state: None,
            looked_at: None,
            out_of_reach: false,
            in_hand: None,
            failure: None,
            trouble: None,
            left: None,
        }
    }

    pub(crate) fn restore(&mut self, id: RecordId, record: AccountRecord) {
        self.record = Some((id, record));
    }

    pub(crate) fn restore_device(&mut self, record: DeviceRecord) {
        self.devices.insert(record.device, record);
    }

    /// What allows this device to speak for the account, while it is signed in and nothing is wrong.
    pub(crate) fn session(&self) -> Option<&Capability> {
        if self.trouble.is_some() {
            return None;
        }
        self.record.as_ref().and_then(|(_, record)| record.session.as_ref())
    }

    /// Whether a new passphrase has to be the account's too.
    pub(crate) fn takes_passphrase(&self) -> bool {
        self.record.as_ref().is_some_and(|(_, record)| record.session.is_some())
    }

    /// Whether other devices may still need keys that this one no longer does.
    pub(crate) const fn is_there(&self) -> bool {
        self.record.is_some()
    }

    /// Goes on with whatever was on its way when the vault was last open.
    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        let Some((_, record)) = &self.record else { return };
        if let Some(making) = &record.making {
            ask(desk, Asked::Make, AccountCall::Make(making.clone()));
        }
        self.send_again(desk);
        self.look(desk);
    }

    /// What is kept to be sent is sent, or sent once more.
    fn send_again(&self, desk: &mut Desk<'_>) {
        let Some((_, record)) = &self.record else { return };
        let Some(session) = &record.session else { return };
        if let Some(putting) = &record.putting {
            let put = Box::new(putting.put.clone());
            ask(desk, Asked::PutHead, AccountCall::PutHead(session.clone(), put));
        }
        match record.turning_away {
            Some(TurningAway::One(device)) => {
                ask(desk, Asked::TurnAway, AccountCall::TurnAway(session.clone(), device));
            }
            Some(TurningAway::AllOthers) => {
                ask(desk, Asked::TurnAway, AccountCall::TurnAllAway(session.clone()));
            }
            None => {}
        }
        match record.leaving {
            Some(Leaving::SigningOut) => {
                ask(desk, Asked::Leave, AccountCall::TurnAway(session.clone(), record.device));
            }
            Some(Leaving::Deleting) => ask(desk, Asked::Leave, AccountCall::Delete(session.clone())),
            None => {}
        }
    }

    /// The ways in were changed here: the account learns of it.
    pub(crate) fn ways_changed(&mut self, desk: &mut Desk<'_>) {
        if self.state.is_some() && self.session().is_some() {
            self.is_up_to_date(desk);
        }
        desk.redraw(Area::Account);
    }

    pub(crate) fn tick(&mut self, desk: &mut Desk<'_>) {
        let every = if desk.ledger.is_settled() { LOOKS_EVERY_MS } else { LOOKS_SOON_MS };
        let due = self.looked_at.is_none_or(|at| desk.now.at >= at.plus(every) || desk.now.at < at);
        if due {
            self.look(desk);
        }
    }

    fn look(&mut self, desk: &mut Desk<'_>) {
        let Some((_, record)) = &self.record else { return };
        if let Some(session) = &record.session {
            ask(desk, Asked::State, AccountCall::State(session.clone()));
            self.looked_at = Some(desk.now.at);
        }
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        self.failure = None;
        let begun = match intent {
            Intent::Make { passphrase, device } => self.make(&passphrase, &device, desk),
            Intent::ChangePassphrase { passphrase } => self.change_passphrase(&passphrase, desk),
            Intent::SignIn { name, passphrase, device } => self.sign_in(&name, &passphrase, &device, desk),
            Intent::NameDevice { device, name } => {
                self.name_device(device, &name, desk);
                Ok(())
            }
            Intent::TurnAway(device) => {
                self.turn_away(TurningAway::One(device), desk);
                Ok(())
            }
            Intent::TurnAllAway => {
                self.turn_away(TurningAway::AllOthers, desk);
                Ok(())
            }
            Intent::SignOut => {
                self.leave(Leaving::SigningOut, desk);
                Ok(())
            }
            Intent::Delete { name } => self.delete(&name, desk),
            Intent::SendAgain => {
                self.send_mine(desk);
                self.sync.send_again(desk);
                Ok(())
            }
            Intent::Look => {
                self.sync.try_again();
                self.look(desk);
                Ok(())
            }
            // For the first door: a screen one step behind.
            Intent::SignInWithCode { .. }
            | Intent::SignInWithPasskey { .. }
            | Intent::OpenWithPasskey { .. }
            | Intent::StopSigningIn => Ok(()),
        };
        if let Err(failure) = begun {
            self.failure = Some(failure);
        }
        desk.redraw(Area::Account);
    }

    /// This device opens with a passphrase, so its own key goes.
    fn passphrase_is_kept(&self, desk: &mut Desk<'_>) {
        if desk.vault.remove(Way::Device).is_ok() {
            desk.forget_device_key_once_saved();
            desk.redraw(Area::Vault);
        }
        desk.passphrase_was_chosen();
        desk.keep_head();
        desk.redraw(Area::WaysIn);
    }

    fn change_passphrase(&mut self, typed: &Secret, desk: &mut Desk<'_>) -> Result<(), Failure> {
        let Some((_, record)) = &self.record else { return Ok(()) };
        if record.session.is_none() || self.in_hand.is_some() {
            return Ok(());
        }
        // Only the head of this vault with the other passphrase is kept aside, until the server has its part.
        let before = desk.vault.head();
        let passphrase = Passphrase::new(typed.expose(), self.settings.nfc);
        desk.vault.add_passphrase(&passphrase, self.settings.kdf, desk.rng);
        let head = desk.vault.head();
        if !desk.vault.take_passphrase(&before) {
            // There was none before: this device opens with the new one at once.
            self.passphrase_is_kept(desk);
        }
        let exchange = ExchangeId(desk.rng.next_u64());
        desk.exchange(exchange, Exchange::Register { name: record.name.clone(), passphrase });
        self.in_hand = Some(InHand::Changing { exchange, head: Box::new(head) });
        Ok(())
    }

    pub(crate) fn exchanged(&mut self, id: ExchangeId, exchanged: Exchanged, desk: &mut Desk<'_>) {
        match (self.in_hand.take(), exchanged) {
            (
                Some(InHand::Making { exchange, dealt, device }),
                Exchanged::Registered { registration, export_key },
            ) if exchange == id => self.send_new_account(dealt, device, registration, &export_key, desk),
            (
                Some(InHand::Changing { exchange, head }),
                Exchanged::Registered { registration, export_key },
            ) if exchange == id => {
                let passphrase = BASE64URL_NOPAD.encode(&head.encode());
                self.put_head(AccountWay::Exported(&export_key), Some(registration), Some(passphrase), desk);
            }
            (Some(InHand::SigningIn { exchange, device }), Exchanged::SignedIn { signed_in, .. })
                if exchange == id =>
            {
                let state = AccountCall::State(signed_in.session.clone());
                self.in_hand = Some(InHand::Comparing { signed_in, device });
                ask(desk, Asked::State, state);
            }
            (
                Some(
                    InHand::Making { exchange, .. }
                    | InHand::Changing { exchange, .. }
                    | InHand::SigningIn { exchange, .. },
                ),
                failed,
            ) if exchange == id => self.failure = Some(failure_of(&failed)),
            (in_hand, _) => self.in_hand = in_hand,
        }
        desk.redraw(Area::Account);
    }

    pub(crate) fn replied(&mut self, asked: Asked, reply: Reply, desk: &mut Desk<'_>) {
        match (asked, reply) {
            // The first two are for the first door.
            (Asked::Challenge | Asked::KeySignIn | Asked::NotHers, _) => return,
            (Asked::Name, Reply::Content(body)) => self.name_was_dealt(&body, desk),
            (Asked::Make, Reply::Content(body)) => self.was_made(&body, desk),
            (Asked::State, Reply::Content(body)) => self.stands(&body, desk),
            (Asked::Head, Reply::Content(body)) => self.head_was_read(&body, desk),
            (Asked::PutHead, Reply::Content(_)) => self.head_was_put(desk),
            (Asked::PutHead, Reply::Problem { kind: ProblemKind::HeadMoved, .. }) => self.read_head(desk),
            (Asked::TurnAway, Reply::Content(_) | Reply::Problem { kind: ProblemKind::NotFound, .. }) => {
                self.was_turned_away(desk);
            }
            (
                Asked::Leave,
                Reply::Content(_)
                | Reply::Problem { kind: ProblemKind::NotFound | ProblemKind::SignedOut, .. },
            ) => {
                let deleted =
                    self.record.as_ref().is_some_and(|(_, record)| record.leaving == Some(Leaving::Deleting));
                self.has_left(if deleted { Left::Deleted } else { Left::SignedOut }, desk);
            }
            (Asked::Name | Asked::Make, Reply::Problem { kind, retry_after }) => {
                self.was_not_made(kind, retry_after, desk);
            }
            (Asked::Name, Reply::Unreachable) => {
                self.in_hand = None;
                self.failure = Some(Failure::OutOfReach);
            }
            (_, Reply::Unreachable) => self.does_not_answer(),
            (_, Reply::Problem { kind: ProblemKind::SignedOut, .. }) => self.is_signed_out(desk),
            (asked, Reply::Problem { kind, retry_after }) => self.was_refused(asked, kind, retry_after, desk),
            // Nothing else is ever said to a question about an account.
            (_, Reply::Done | Reply::Envelopes(_) | Reply::Refused { .. }) => {}
        }
        desk.redraw(Area::Account);
    }

    fn stands(&mut self, body: &[u8], desk: &mut Desk<'_>) {
        let Ok(state) = serde_json::from_slice::<AccountState>(body) else { return };
        self.out_of_reach = false;
        let is_ours = state.vault == desk.vault.derive_check();
        if let Some(InHand::Comparing { .. }) = self.in_hand {
            let Some(InHand::Comparing { signed_in, device }) = self.in_hand.take() else { return };
            if !is_ours {
                // Nothing of this vault has gone there; the device is not to stand on its list either.
                ask(desk, Asked::NotHers, AccountCall::TurnAway(signed_in.session, device.device));
                self.failure = Some(Failure::OtherVault);
                return;
            }
            self.is_signed_in(signed_in, device, desk);
        }
        if !is_ours {
            self.trouble = Some(Trouble::OtherVault);
            return;
        }
        let at = self.record.as_ref().and_then(|(_, record)| record.head.as_ref()).map(|known| known.at);
        let moved = at != Some(state.head);
        self.state = Some(state);
        if moved {
            self.read_head(desk);
        } else {
            self.is_up_to_date(desk);
        }
    }

    fn is_signed_out(&mut self, desk: &mut Desk<'_>) {
        self.in_hand = None;
        self.change(desk, |record| {
            (record.session, record.turning_away, record.leaving) = (None, None, None);
        });
        desk.redraw(Area::WaysIn);
    }

    fn does_not_answer(&mut self) {
        self.out_of_reach = true;
        if let Some(InHand::Comparing { .. }) = self.in_hand {
            self.in_hand = None;
            self.failure = Some(Failure::OutOfReach);
        }
    }

    fn was_refused(
        &mut self,
        asked: Asked,
        kind: ProblemKind,
        retry_after: Option<u32>,
        desk: &mut Desk<'_>,
    ) {
        if kind == ProblemKind::TooOften && asked == Asked::State {
            return self.does_not_answer();
        }
        self.change(desk, |record| match asked {
            Asked::PutHead => record.putting = None,
            Asked::TurnAway => record.turning_away = None,
            Asked::Leave => record.leaving = None,
            _ => {}
        });
        self.failure = Some(match kind {
            ProblemKind::AccountFull | ProblemKind::ServerFull | ProblemKind::TooLarge => Failure::Full,
            _ => too_often(kind, retry_after).unwrap_or(Failure::Refused),
        });
    }

    fn change(&mut self, desk: &mut Desk<'_>, change: impl FnOnce(&mut AccountRecord)) {
        if let Some((id, record)) = &mut self.record {
            change(record);
            desk.keep(*id, record);
        }
    }

    fn missing(&self, vault: &Vault) -> Option<Missing> {
        match (vault.has_two_kinds(), vault.code_signs_in()) {
            (false, _) => Some(Missing::TwoKinds),
            (true, false) => Some(Missing::CodeTypedAgain),
            (true, true) => None,
        }
    }

    pub(crate) fn view(&self, vault: &Vault, unsent: usize) -> AccountView {
        let busy = self.busy();
        let Some((_, record)) = self.record.as_ref().filter(|(_, record)| record.making.is_none()) else {
            return AccountView::None(NoneView {
                missing: self.missing(vault),
                has_passphrase: vault.head().has_passphrase(),
                busy,
                failure: self.failure,
                left: self.left,
            });
        };
        let device = |seen: &account::SeenDevice| DeviceView {
            id: seen.id,
            name: self
                .devices
                .get(&seen.id)
                .map(|record| record.name.clone())
                .filter(|name| !name.is_empty()),
            last_seen: seen.last_seen,
            this: seen.id == record.device,
        };
        AccountView::Here(Box::new(HereView {
            name: record.name.to_string(),
            signed_in: record.session.is_some(),
            devices: self.state.iter().flat_map(|state| &state.devices).map(device).collect(),
            busy,
            failure: self.failure,
            trouble: self.trouble,
            other_passphrase: record.other_passphrase,
            out_of_reach: self.out_of_reach,
            sync: self.sync.view(unsent),
        }))
    }

    fn busy(&self) -> Option<Busy> {
        let sending = |record: &AccountRecord| {
            record.making.is_some()
                || record.putting.is_some()
                || record.turning_away.is_some()
                || record.leaving.is_some()
        };
        match &self.in_hand {
            Some(InHand::Dealing { .. } | InHand::Comparing { .. }) => Some(Busy::Asking),
            Some(InHand::Making { .. } | InHand::Changing { .. } | InHand::SigningIn { .. }) => {
                Some(Busy::Stretching)
            }
            None => self.record.as_ref().filter(|(_, record)| sending(record)).map(|_| Busy::Sending),
        }
    }
}

fn ask(desk: &mut Desk<'_>, asked: Asked, call: AccountCall) {
    desk.ask(crate::post::Caller::Account(asked), crate::post::Call::Account(call));
}

/// The id of what a device is called, the same on each of hers.
pub(crate) fn device_record_id_in(vault: &Vault, device: DeviceId) -> RecordId {
    let key = vault.derive_index_key("records");
    let hash = keyed_hash(&key, format!("{}\0{device}", DeviceRecord::KIND).as_bytes());
    RecordId(core::array::from_fn(|at| hash[at]))
}

fn device_record_id(device: DeviceId, desk: &Desk<'_>) -> RecordId {
    device_record_id_in(desk.vault, device)
}

/// As it is kept: short, on one line.
fn device_name(typed: &str) -> String {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    name.chars().take(LONGEST_NAME).collect()
}

fn too_often(kind: ProblemKind, retry_after: Option<u32>) -> Option<Failure> {
    let minutes = retry_after.unwrap_or(60).div_ceil(60).max(1);
    (kind == ProblemKind::TooOften).then_some(Failure::TooOften { minutes })
}

fn failure_of(exchanged: &Exchanged) -> Failure {
    match exchanged {
        Exchanged::Wrong | Exchanged::Refused { kind: ProblemKind::SignInRefused, .. } => Failure::Wrong,
        Exchanged::Refused { kind: ProblemKind::AccountFull, .. } => Failure::Full,
        Exchanged::Refused { kind, retry_after } => {
            too_often(*kind, *retry_after).unwrap_or(Failure::Refused)
        }
        Exchanged::Unreachable => Failure::OutOfReach,
        Exchanged::Registered { .. } | Exchanged::SignedIn { .. } => Failure::Refused,
    }
}
