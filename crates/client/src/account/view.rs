//! What a person does about an account, and what is to be seen of one.

use jiff::civil::Date;
use protocol::DeviceId;
use serde::{Deserialize, Serialize};

use crate::sync::SyncView;
use crate::vault::Secret;
use crate::ways_in::{self, PasskeyName, PasskeyView};

/// What a person does about her account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Sign in with a name and a passphrase: at the first door, or inside with a vault that is the account's.
    SignIn {
        /// The account's name, as typed. Inside an account that is known here, it is not needed.
        name: String,
        /// Its passphrase.
        passphrase: Secret,
        /// What to call this device.
        device: String,
    },
    /// At the first door: sign in with the recovery code, and choose a passphrase.
    SignInWithCode {
        /// What was typed.
        code: Secret,
        /// The passphrase from now on, of the account too.
        passphrase: Secret,
        /// What to call this device.
        device: String,
    },
    /// At the first door: sign in with a passkey.
    SignInWithPasskey {
        /// What its pseudo-random function said to [`crate::account::PASSKEY_QUESTION`], as base64url.
        answer: Secret,
        /// What to call this device.
        device: String,
    },
    /// At the first door: open what the account keeps with the passkey.
    OpenWithPasskey {
        /// Which one.
        passkey: PasskeyName,
        /// What its pseudo-random function said to its own question, as base64url.
        answer: Secret,
    },
    /// At the first door: go back.
    StopSigningIn,
    /// Make an account.
    Make {
        /// The passphrase that opens this device: it becomes the account's.
        passphrase: Secret,
        /// What to call this device.
        device: String,
    },
    /// Another passphrase for the account and this device, in one step.
    ChangePassphrase {
        /// From now on.
        passphrase: Secret,
    },
    /// Call a device by another name.
    NameDevice {
        /// Which one.
        device: DeviceId,
        /// Its name.
        name: String,
    },
    /// Turn a device away.
    TurnAway(DeviceId),
    /// Turn all other devices away.
    TurnAllAway,
    /// Sign this device out. What is here stays here.
    SignOut,
    /// Delete the account. What is here stays here.
    Delete {
        /// The account's name, typed to be sure.
        name: String,
    },
    /// The server has an older state than this device: send what is here.
    SendAgain,
    /// Look again now.
    Look,
}

/// What is to be seen of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountView {
    /// At the first door.
    Door(DoorView),
    /// There is none.
    None(NoneView),
    /// There is one.
    Here(Box<HereView>),
}

/// Signing in at the first door.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorView {
    /// What is under way.
    pub busy: Option<Busy>,
    /// These passkeys open what the account keeps; one of them has to be asked.
    pub ask: Vec<PasskeyView>,
    /// Why the last try came to nothing.
    pub failure: Option<Failure>,
}

/// Without an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoneView {
    /// What is still missing for one.
    pub missing: Option<Missing>,
    /// A passphrase opens this device already: it becomes the account's.
    pub has_passphrase: bool,
    /// What is under way.
    pub busy: Option<Busy>,
    /// Why the last try came to nothing.
    pub failure: Option<Failure>,
    /// How the account before went.
    pub left: Option<Left>,
}

/// What is missing for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// Two kinds of ways in, one of them a recovery code that was typed back.
    TwoKinds,
    /// The recovery code is from before there were accounts: it has to be typed once more.
    CodeTypedAgain,
}

/// How an account went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Left {
    /// This device signed out.
    SignedOut,
    /// It was deleted.
    Deleted,
}

/// What is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Busy {
    /// Asking the server.
    Asking,
    /// Stretching the passphrase, which takes a second or so.
    Stretching,
    /// Something is kept here and on its way.
    Sending,
}

/// With an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HereView {
    /// Its name.
    pub name: String,
    /// This device is signed in.
    pub signed_in: bool,
    /// Its devices.
    pub devices: Vec<DeviceView>,
    /// What is under way.
    pub busy: Option<Busy>,
    /// Why the last try came to nothing.
    pub failure: Option<Failure>,
    /// Why nothing is exchanged with the account.
    pub trouble: Option<Trouble>,
    /// The account has another passphrase than the one that opens this device.
    pub other_passphrase: bool,
    /// The last question to the server was not answered.
    pub out_of_reach: bool,
    /// How its record log and this device stand.
    pub sync: SyncView,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Which one.
    pub id: DeviceId,
    /// What she calls it.
    pub name: Option<String>,
    /// When it was last seen.
    pub last_seen: Date,
    /// It is this one.
    pub this: bool,
}

/// Why something came to nothing. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// The name or the passphrase is wrong; which, nobody can tell.
    Wrong,
    /// That is no account's name: two words and four digits.
    NoName,
    /// This is not the passphrase that opens this device.
    OtherPassphrase,
    /// The recovery code has a slip in it, or signs in to no account.
    Code(ways_in::Failure),
    /// The passkey signs in to no account.
    Passkey,
    /// No network, or no server.
    OutOfReach,
    /// Too many tries from here.
    TooOften {
        /// Minutes to wait.
        minutes: u32,
    },
    /// The name was no longer kept.
    NameGone,
    /// The account has as many devices as one may, or keeps as much.
    Full,
    /// The account is of another vault than the one on this device.
    OtherVault,
    /// What the account keeps is damaged, or from a newer version.
    Unreadable,
    /// The server would not.
    Refused,
}

/// Why nothing is exchanged with the account any more. What is here is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The server shows an account of another vault.
    OtherVault,
    /// The server shows an older state than this device has seen.
    Older,
    /// The server shows something that none of her devices made.
    NotGenuine,
    /// It is from a newer version.
    Newer,
}
