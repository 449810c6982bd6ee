//! The ways in beside a passphrase: a recovery code, passkeys, and what is to be seen of all of them.
//!
//! Part of this happens at the threshold, where nothing is open yet: `come_in` tries a recovery code or a passkey on
//! the vault's head. The rest changes slots of the open vault: each change is one new head, and no record is touched.

use core::fmt;

use crypto::vault::{
    self, CodeSlip, PasskeyId, PasskeyQuestion, RecoveryCode, Stays, UnlockError, Vault, VaultHead,
};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Area;
use crate::desk::Desk;
use crate::epochs::{Epochs, NewEpoch};
use crate::records::RecordId;
use crate::records::ways_in::{WayNote, WaysInRecord};
use crate::vault::Secret;

/// What a person can do with her ways in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// At the threshold: open the vault with the recovery code.
    UseCode {
        /// What was typed.
        typed: Secret,
    },
    /// At the threshold: open the vault with a passkey.
    UsePasskey {
        /// Which one.
        passkey: PasskeyName,
        /// What its pseudo-random function said, as base64url.
        answer: Secret,
        /// What it said to [`crate::account::PASSKEY_QUESTION`], if it was asked that too.
        #[serde(default)]
        sign_in: Option<Secret>,
    },
    /// Make a recovery code, and show it. One that was made before stays good until this one is typed back.
    MakeCode,
    /// Stop showing the code.
    HideCode,
    /// Type the code back, so that it counts.
    TypeCodeBack {
        /// What was typed.
        typed: Secret,
    },
    /// Let a passkey open the vault; this device's own key no longer does.
    AddPasskey {
        /// The credential, as base64url.
        credential: String,
        /// What its pseudo-random function was asked, as base64url.
        salt: String,
        /// What it said, as base64url.
        answer: Secret,
        /// What she calls it.
        name: String,
        /// What it said to [`crate::account::PASSKEY_QUESTION`], as base64url, so that it signs in to an account too.
        #[serde(default)]
        sign_in: Option<Secret>,
    },
    /// Call a way in by another name; nothing is no name.
    Name {
        /// Which one.
        way: Way,
        /// Its name.
        name: String,
    },
    /// Take a way in away.
    Remove(Way),
    /// Lock after so long without a touch.
    LockAfter(LockAfter),
    /// Another way in need not be offered on Now any more.
    NotNow,
    /// Seal everything under a new key: somebody who knew the old one is turned away.
    NewEpoch,
}

/// One way in, by its name in views and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A passphrase.
    Passphrase,
    /// This device, which only hides.
    Device,
    /// The recovery code.
    RecoveryCode,
    /// A recovery code that is not typed back yet.
    NewRecoveryCode,
    /// A passkey.
    Passkey(PasskeyName),
}

/// Names a passkey among those of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PasskeyName(pub [u8; 8]);

/// After how long without a touch the vault locks by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockAfter {
    /// Five minutes.
    Five,
    /// A quarter of an hour.
    #[default]
    Fifteen,
    /// Half an hour.
    Thirty,
    /// An hour.
    Sixty,
    /// It does not.
    Never,
}

impl LockAfter {
    /// All of them, shortest first.
    pub const ALL: [Self; 5] = [Self::Five, Self::Fifteen, Self::Thirty, Self::Sixty, Self::Never];

    /// In minutes.
    #[must_use]
    pub const fn minutes(self) -> Option<u64> {
        match self {
            Self::Five => Some(5),
            Self::Fifteen => Some(15),
            Self::Thirty => Some(30),
            Self::Sixty => Some(60),
            Self::Never => None,
        }
    }
}

/// Why what was typed or touched did not do. Words of a code are counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// A recovery code has another number of words.
    Count {
        /// How many there are.
        words: usize,
    },
    /// This word is none that a recovery code can have.
    Unknown {
        /// Which one.
        word: usize,
    },
    /// This word is another one than was written down.
    Another {
        /// Which one.
        word: usize,
    },
    /// This word and the next have changed places.
    Swapped {
        /// The first of them.
        word: usize,
    },
    /// Several words are others than were written down.
    Several,
    /// It is a recovery code, but not the one.
    OtherCode,
    /// The passkey is not the one, or gave something else than before.
    OtherPasskey,
    /// What it should open is damaged.
    Damaged,
    /// There are as many passkeys as a vault has room for.
    TooManyPasskeys,
}

/// What is to be seen of the ways in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaysInView {
    /// Before it is open.
    Threshold(ThresholdView),
    /// Once it is open.
    Inside(Box<InsideView>),
}

/// What opens the vault beside a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThresholdView {
    /// A recovery code does.
    pub code: bool,
    /// These passkeys do.
    pub passkeys: Vec<PasskeyView>,
    /// Why the last try did not open it.
    pub failure: Option<Failure>,
}

/// What an authenticator has to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// Which one.
    pub passkey: PasskeyName,
    /// The credential, as base64url.
    pub credential: String,
    /// What its pseudo-random function is asked, as base64url.
    pub salt: String,
}

/// The ways into an open vault.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsideView {
    /// All of them.
    pub ways: Vec<WayView>,
    /// There are two kinds, one of them the recovery code typed back.
    pub two_kinds: bool,
    /// She came in with the recovery code: a new passphrase is the next thing.
    pub came_by_code: bool,
    /// The words of the code that was just made, as long as they are shown.
    pub words: Option<Vec<String>>,
    /// Why the last thing did not do.
    pub failure: Option<Failure>,
    /// When it locks by itself.
    pub lock_after: LockAfter,
    /// Another way in may be offered on Now.
    pub is_offered: bool,
    /// How far a new epoch has come.
    pub new_epoch: NewEpoch,
}

/// One way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayView {
    /// Which one.
    pub way: Way,
    /// What she calls it.
    pub name: Option<String>,
    /// Since when, if that is known.
    pub since: Option<Date>,
    /// Why it cannot be taken away.
    pub stays: Option<WhyItStays>,
}

/// Why a way in cannot be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyItStays {
    /// Nothing else opens it.
    LastWayIn,
    /// Without it, forgetting one thing could lock her out.
    SecondKind,
}

/// What surrounds the ways in of an open vault.
pub(crate) struct Around<'a> {
    pub(crate) vault: &'a Vault,
    pub(crate) today: Date,
    /// The day of the first check-in.
    pub(crate) began: Option<Date>,
    pub(crate) came_by_code: bool,
}

/// How somebody has come in.
pub(crate) struct CameIn {
    pub(crate) vault: Vault,
    pub(crate) by_code: bool,
}

/// Tries to open the vault whose head this is.
pub(crate) fn come_in(intent: &Intent, head: &VaultHead) -> Result<CameIn, Failure> {
    match intent {
        Intent::UseCode { typed } => {
            let code = RecoveryCode::read(typed.expose())?;
            let mut vault = head.unlock_with_recovery_code(&code)?;
            // Whoever types it here has it; there is no better proof.
            let _ = vault.prove_recovery_code(&code);
            Ok(CameIn { vault, by_code: true })
        }
        Intent::UsePasskey { passkey, answer, sign_in } => {
            let answer = bytes_of(answer.expose()).ok_or(Failure::OtherPasskey)?;
            let mut vault = head.unlock_with_passkey(PasskeyId(passkey.0), &answer)?;
            if let Some(answer) = sign_in.as_ref().and_then(|answer| bytes_of(answer.expose())) {
                let _ = vault.let_passkey_sign_in(PasskeyId(passkey.0), &answer);
            }
            Ok(CameIn { vault, by_code: false })
        }
        _ => Err(Failure::Damaged),
    }
}

/// What is to be seen of a vault that is not open.
pub(crate) fn at_the_threshold(head: &VaultHead, failure: Option<Failure>) -> ThresholdView {
    let passkey = |(id, question): (PasskeyId, &PasskeyQuestion)| PasskeyView {
        passkey: PasskeyName(id.0),
        credential: BASE64URL_NOPAD.encode(&question.credential),
        salt: BASE64URL_NOPAD.encode(&question.salt),
    };
    ThresholdView {
        code: head.has_recovery_code(),
        passkeys: head.passkeys().map(passkey).collect(),
        failure,
    }
}

/// The ways into the open vault, and what is remembered of them.
#[derive(Default)]
pub(crate) struct WaysIn {
    record: Option<(RecordId, WaysInRecord)>,
    /// The code that was just made.
    shown: Option<RecoveryCode>,
    failure: Option<Failure>,
    epochs: Epochs,
}

impl WaysIn {
    /// Days after the first check-in before another way in is offered.
    const SETTLES_IN_DAYS: i32 = 3;
    const LONGEST_NAME: usize = 60;

    pub(crate) fn restore(&mut self, id: RecordId, record: WaysInRecord) {
        self.record = Some((id, record));
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.record.take_if(|(record, _)| *record == id);
    }

    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        self.epochs.resume(desk);
    }

    pub(crate) fn lock_after(&self) -> LockAfter {
        self.record.as_ref().map(|(_, record)| record.lock_after).unwrap_or_default()
    }

    pub(crate) fn records_read(
        &mut self,
        records: &[(RecordId, Vec<u8>)],
        has_account: bool,
        desk: &mut Desk<'_>,
    ) {
        let before = self.epochs.stage();
        self.epochs.records_read(records, has_account, desk);
        if self.epochs.stage() != before {
            desk.redraw(Area::WaysIn);
        }
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        self.failure = None;
        match intent {
            Intent::MakeCode => {
                self.shown = Some(desk.vault.add_recovery_code(desk.rng));
                desk.keep_head();
                self.note(Way::NewRecoveryCode, None, desk);
            }
            Intent::HideCode => self.shown = None,
            Intent::TypeCodeBack { typed } => self.type_back(&typed, desk),
            Intent::AddPasskey { credential, salt, answer, name, sign_in } => {
                let answers = (&answer, sign_in.as_ref());
                self.failure = self.add_passkey(&credential, &salt, answers, &name, desk).err();
            }
            Intent::Name { way, name } => self.name(way, &name, desk),
            Intent::Remove(way) => self.remove(way, desk),
            Intent::LockAfter(lock_after) => self.remember(desk, |record| record.lock_after = lock_after),
            Intent::NotNow => self.remember(desk, |record| record.not_offered = true),
            Intent::NewEpoch => self.epochs.begin(desk),
            // A screen one step behind: it is open already.
            Intent::UseCode { .. } | Intent::UsePasskey { .. } => {}
        }
        desk.redraw(Area::WaysIn);
    }

    fn type_back(&mut self, typed: &Secret, desk: &mut Desk<'_>) {
        match RecoveryCode::read(typed.expose()) {
            Ok(code) if desk.vault.prove_recovery_code(&code) => {
                self.shown = None;
                desk.keep_head();
                self.note(Way::RecoveryCode, None, desk);
            }
            Ok(_) => self.failure = Some(Failure::OtherCode),
            Err(slip) => self.failure = Some(slip.into()),
        }
    }

    fn add_passkey(
        &mut self,
        credential: &str,
        salt: &str,
        (answer, sign_in): (&Secret, Option<&Secret>),
        name: &str,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let credential = BASE64URL_NOPAD.decode(credential.as_bytes()).map_err(|_| Failure::OtherPasskey)?;
        let salt = *bytes_of(salt).ok_or(Failure::OtherPasskey)?;
        let answer = bytes_of(answer.expose()).ok_or(Failure::OtherPasskey)?;
        let id = desk
            .vault
            .add_passkey(PasskeyQuestion { credential, salt }, &answer, desk.rng)
            .map_err(|_| Failure::TooManyPasskeys)?;
        if let Some(answer) = sign_in.and_then(|answer| bytes_of(answer.expose())) {
            let _ = desk.vault.let_passkey_sign_in(id, &answer);
        }
        self.note(Way::Passkey(PasskeyName(id.0)), Some(name), desk);
        // From here on the lock does more than hide.
        if desk.vault.remove(vault::Way::Device).is_ok() {
            desk.forget_device_key_once_saved();
            desk.redraw(Area::Vault);
        }
        desk.keep_head();
        Ok(())
    }

    fn remove(&mut self, way: Way, desk: &mut Desk<'_>) {
        if desk.vault.remove(way.into()).is_err() {
            return;
        }
        if way == Way::NewRecoveryCode {
            self.shown = None;
        }
        if way == Way::Device {
            desk.forget_device_key_once_saved();
            desk.redraw(Area::Vault);
        }
        desk.keep_head();
        self.remember(desk, |record| record.notes.retain(|note| note.way != way));
    }

    fn name(&mut self, way: Way, name: &str, desk: &mut Desk<'_>) {
        let name = tidy(name);
        self.remember(desk, |record| {
            if let Some(note) = record.notes.iter_mut().find(|note| note.way == way) {
                note.name = name;
            }
        });
    }

    /// There is a new slot of this kind since today.
    fn note(&mut self, way: Way, name: Option<&str>, desk: &mut Desk<'_>) {
        let since = desk.now.today();
        let name = name.and_then(tidy);
        self.remember(desk, |record| {
            let replaced = [Some(way), (way == Way::RecoveryCode).then_some(Way::NewRecoveryCode)];
            record.notes.retain(|note| !replaced.contains(&Some(note.way)));
            record.notes.push(WayNote { way, name, since });
        });
    }

    fn remember(&mut self, desk: &mut Desk<'_>, change: impl FnOnce(&mut WaysInRecord)) {
        let (id, record) = self
            .record
            .get_or_insert_with(|| (desk.only_record::<WaysInRecord>(""), WaysInRecord::default()));
        change(record);
        desk.keep(*id, record);
    }

    pub(crate) fn view(&self, around: &Around<'_>) -> InsideView {
        let vault = around.vault;
        let notes = self.record.as_ref().map_or(&[][..], |(_, record)| &record.notes);
        let way = |way: vault::Way| {
            let named = Way::from(way);
            let note = notes.iter().find(|note| note.way == named);
            WayView {
                way: named,
                name: note.and_then(|note| note.name.clone()),
                since: note.map(|note| note.since),
                stays: match vault.may_remove(way) {
                    Err(Stays::LastWayIn) => Some(WhyItStays::LastWayIn),
                    Err(Stays::SecondKind) => Some(WhyItStays::SecondKind),
                    Ok(()) | Err(Stays::NoSuchWay) => None,
                },
            }
        };
        let not_offered = self.record.as_ref().is_some_and(|(_, record)| record.not_offered);
        let settled =
            around.began.and_then(|began| began.until(around.today).ok()).map(|span| span.get_days());
        InsideView {
            ways: vault.ways().into_iter().map(way).collect(),
            two_kinds: vault.has_two_kinds(),
            came_by_code: around.came_by_code,
            words: self.shown.as_ref().map(|code| code.words().map(str::to_owned).collect()),
            failure: self.failure,
            lock_after: self.lock_after(),
            is_offered: !vault.has_two_kinds()
                && !not_offered
                && settled.is_some_and(|days| days >= Self::SETTLES_IN_DAYS),
            new_epoch: self.epochs.stage(),
        }
    }
}

/// As it is kept: short, on one line; nothing is no name.
fn tidy(name: &str) -> Option<String> {
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(WaysIn::LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

pub(crate) fn bytes_of(base64url: &str) -> Option<Zeroizing<[u8; 32]>> {
    let decoded = Zeroizing::new(BASE64URL_NOPAD.decode(base64url.as_bytes()).ok()?);
    decoded[..].try_into().map(Zeroizing::new).ok()
}

impl From<CodeSlip> for Failure {
    fn from(slip: CodeSlip) -> Self {
        match slip {
            CodeSlip::Count { words } => Self::Count { words },
            CodeSlip::Unknown { word } => Self::Unknown { word },
            CodeSlip::Another { word } => Self::Another { word },
            CodeSlip::Swapped { word } => Self::Swapped { word },
            CodeSlip::Several => Self::Several,
        }
    }
}

impl From<UnlockError> for Failure {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::WrongRecoveryCode | UnlockError::NoSuchSlot => Self::OtherCode,
            UnlockError::WrongPasskey | UnlockError::WrongPassphrase => Self::OtherPasskey,
            UnlockError::Damaged => Self::Damaged,
        }
    }
}

impl From<vault::Way> for Way {
    fn from(way: vault::Way) -> Self {
        match way {
            vault::Way::Passphrase => Self::Passphrase,
            vault::Way::Device => Self::Device,
            vault::Way::RecoveryCode => Self::RecoveryCode,
            vault::Way::NewRecoveryCode => Self::NewRecoveryCode,
            vault::Way::Passkey(id) => Self::Passkey(PasskeyName(id.0)),
        }
    }
}

impl From<Way> for vault::Way {
    fn from(way: Way) -> Self {
        match way {
            Way::Passphrase => Self::Passphrase,
            Way::Device => Self::Device,
            Way::RecoveryCode => Self::RecoveryCode,
            Way::NewRecoveryCode => Self::NewRecoveryCode,
            Way::Passkey(name) => Self::Passkey(PasskeyId(name.0)),
        }
    }
}

impl Serialize for PasskeyName {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for PasskeyName {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(from)?;
        let bytes = HEXLOWER.decode(hex.as_bytes()).map_err(serde::de::Error::custom)?;
        bytes.try_into().map(Self).map_err(|_| serde::de::Error::custom("expected 8 bytes"))
    }
}

impl fmt::Debug for InsideView {
    /// Without the words of a code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsideView")
            .field("ways", &self.ways)
            .field("two_kinds", &self.two_kinds)
            .field("words", &self.words.as_ref().map(|_| "hidden"))
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
