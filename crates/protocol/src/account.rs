//! Accounts: a name that the server dealt, ways to sign in, the devices that did, and the sealed head of a vault.
//!
//! The server never learns a passphrase, a recovery code or what a passkey says: it holds an OPAQUE record (RFC 9807)
//! and public keys. An account has no address and no number of anybody; its devices have ids and a day, and no names.

use core::fmt;
use core::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::limits::{ACCOUNT_HEAD_BYTES, ACCOUNT_KEYS, OPAQUE_BYTES};
use crate::mailbox::Sequence;
use crate::{Capability, DeviceId, Digest, KeyHandle, PublicKey, Signature, Timestamp, VaultId};

/// What a clinician signs in with beside her passphrase: two words and four digits, dealt by the server so that none can
/// be found to be taken. It is typed by hand now and then, so case and what stands between its parts do not matter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName(String);

/// The text is not two words and four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account's name is two words and four digits")]
pub struct BadAccountName;

impl AccountName {
    /// No name is longer.
    pub const LONGEST: usize = 32;

    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountName {
    type Err = BadAccountName;

    fn from_str(text: &str) -> Result<Self, BadAccountName> {
        if text.len() > 4 * Self::LONGEST {
            return Err(BadAccountName);
        }
        let parts: Vec<_> = text
            .split(|between: char| {
                between.is_whitespace() || matches!(between, '-' | '‐' | '‑' | '–' | '.' | '_')
            })
            .filter(|part| !part.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let [first, second, digits] = &parts[..] else { return Err(BadAccountName) };
        let is_word = |part: &String| part.bytes().all(|letter| letter.is_ascii_lowercase());
        let name = parts.join("-");
        if is_word(first)
            && is_word(second)
            && digits.len() == 4
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && name.len() <= Self::LONGEST
        {
            Ok(Self(name))
        } else {
            Err(BadAccountName)
        }
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AccountName {
    /// Nobody's name stands in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountName(hidden)")
    }
}

impl Serialize for AccountName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AccountName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! limited_bytes {
    ($(#[$doc:meta])* $name:ident, $most:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(pub Vec<u8>);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&BASE64URL_NOPAD.encode(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                if text.len() > BASE64URL_NOPAD.encode_len($most) {
                    return Err(serde::de::Error::custom("more bytes than this may have"));
                }
                BASE64URL_NOPAD.decode(text.as_bytes()).map(Self).map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
    };
}

limited_bytes!(
    /// One message of OPAQUE, as its library writes it.
    OpaqueMessage,
    OPAQUE_BYTES
);
limited_bytes!(
    /// A vault's head as the client made it for the server: ways in, each sealing the account key, and the keyring.
    AccountHead,
    ACCOUNT_HEAD_BYTES
);

/// Which vault an account belongs to: a device whose own differs is not let near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultCheck {
    /// The vault's id.
    pub vault: VaultId,
    /// Derived from the account key, one way.
    pub check: Digest,
}

/// A public key that signs in beside the passphrase: a recovery code and a passkey each derive one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInKey {
    /// What the account is found by; derived from the same secret as the key.
    pub handle: KeyHandle,
    /// The Ed25519 key.
    pub key: PublicKey,
}

/// Which device this is, and whether it has signed in before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Made by the device itself, at random.
    pub id: DeviceId,
    /// What [`SignedIn::known`] was the last time. It gives this device a rate limit of its own, so that a stranger who
    /// knows the name cannot use up hers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Capability>,
}

/// A name nobody has: the answer to `POST /api/v1/account-names`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealtName {
    /// Free now, and kept for the one who asked for an hour.
    pub name: AccountName,
    /// Proves that it was dealt to whoever registers with it.
    pub reservation: Capability,
}

/// OPAQUE's registration request: `POST /api/v1/registrations`. The same for a new account and a new passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartRegistration {
    /// Under which name.
    pub name: AccountName,
    /// OPAQUE's `RegistrationRequest`.
    pub message: OpaqueMessage,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationStarted {
    /// OPAQUE's `RegistrationResponse`.
    pub message: OpaqueMessage,
}

/// Makes the account: `POST /api/v1/accounts`. Answered with [`SignedIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeAccount {
    /// The name that was dealt.
    pub name: AccountName,
    /// To whom it was dealt.
    pub reservation: Capability,
    /// OPAQUE's `RegistrationUpload`.
    pub registration: OpaqueMessage,
    /// Whose vault it is.
    pub vault: VaultCheck,
    /// The head, version 1.
    pub head: AccountHead,
    /// Further ways to sign in.
    pub keys: SignInKeys,
    /// The device that makes it.
    pub device: Device,
}

/// At most [`ACCOUNT_KEYS`] keys, each handle once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<SignInKey>", into = "Vec<SignInKey>")]
pub struct SignInKeys(Vec<SignInKey>);

/// There are too many of them, or two with one handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account has at most {ACCOUNT_KEYS} keys, each with a handle of its own")]
pub struct BadKeys;

impl SignInKeys {
    /// The keys.
    #[must_use]
    pub fn as_slice(&self) -> &[SignInKey] {
        &self.0
    }
}

impl TryFrom<Vec<SignInKey>> for SignInKeys {
    type Error = BadKeys;

    fn try_from(keys: Vec<SignInKey>) -> Result<Self, BadKeys> {
        let repeated = |at: usize, key: &SignInKey| keys[..at].iter().any(|other| other.handle == key.handle);
        if keys.len() > ACCOUNT_KEYS || keys.iter().enumerate().any(|(at, key)| repeated(at, key)) {
            return Err(BadKeys);
        }
        Ok(Self(keys))
    }
}

impl From<SignInKeys> for Vec<SignInKey> {
    fn from(keys: SignInKeys) -> Self {
        keys.0
    }
}

/// Begins to sign in with a passphrase: `POST /api/v1/sign-ins`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartSignIn {
    /// The account's name. One that nobody has is answered just like one that somebody has.
    pub name: AccountName,
    /// OPAQUE's `CredentialRequest`.
    pub message: OpaqueMessage,
    /// The device that signs in.
    pub device: Device,
}

/// Its answer: what the device has to work on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInStarted {
    /// Names this attempt for a minute.
    pub attempt: Digest,
    /// OPAQUE's `CredentialResponse`.
    pub message: OpaqueMessage,
}

/// Ends it: `POST /api/v1/sign-ins/{attempt}`. Answered with [`SignedIn`], or refused for a wrong name and for a wrong
/// passphrase in the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishSignIn {
    /// OPAQUE's `CredentialFinalization`.
    pub message: OpaqueMessage,
}

/// Something fresh to sign: the answer to `POST /api/v1/sign-in-challenges`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Random, good once and for a minute.
    pub challenge: Digest,
}

/// Signs in with a derived key: `POST /api/v1/key-sign-ins`. Answered with [`SignedIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySignIn {
    /// Which key.
    pub handle: KeyHandle,
    /// What the server asked to have signed.
    pub challenge: Digest,
    /// Over [`key_sign_in_message`].
    pub signature: Signature,
    /// The device that signs in.
    pub device: Device,
}

/// What a key signs to sign in: nothing else that it ever signs can be taken for it.
#[must_use]
pub fn key_sign_in_message(handle: KeyHandle, challenge: Digest, device: DeviceId) -> Vec<u8> {
    [b"held/sign-in/key/v1\0".as_slice(), &handle.0, &challenge.0, &device.0].concat()
}

/// The device is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The name, for a device that came by a key.
    pub name: AccountName,
    /// Allows everything below `/api/v1/account`, until the device is turned away.
    pub session: Capability,
    /// Proves later that this device has been here; see [`Device::known`].
    pub known: Capability,
}

/// What the server holds for the account: `GET /api/v1/account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountState {
    /// Whose vault it is.
    pub vault: VaultCheck,
    /// The server's time.
    pub now: Timestamp,
    /// Rises when the server is restored from a backup.
    pub epoch: u64,
    /// The version of its head.
    pub head: u64,
    /// The last place in its record log.
    pub last: Sequence,
    /// How many sealed bytes are kept for it.
    pub bytes: u64,
    /// Its devices, in the order in which they came.
    pub devices: Vec<SeenDevice>,
}

/// One device of the account, as the server knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenDevice {
    /// Which one.
    pub id: DeviceId,
    /// The day of its last call, in UTC.
    #[serde(with = "crate::day")]
    pub last_seen: Date,
}

/// The head as the server holds it: `GET /api/v1/account/head`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldHead {
    /// 1, 2, 3 …
    pub version: u64,
    /// What the client made.
    pub head: AccountHead,
}

/// Replaces the head, and with it whatever it opens with, in one step: `PUT /api/v1/account/head`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutHead {
    /// The version that it replaces; refused if another device was faster. A repeat of what was done is done.
    pub replaces: u64,
    /// The new head.
    pub head: AccountHead,
    /// The keys that sign in from now on.
    pub keys: SignInKeys,
    /// OPAQUE's `RegistrationUpload` for a new passphrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<OpaqueMessage>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<String> {
        text.parse::<AccountName>().ok().map(|name| name.to_string())
    }

    #[test]
    fn a_name_is_read_however_it_is_typed() {
        for text in ["grey-heron-4821", " Grey Heron 4821 ", "GREY–HERON_4821", "grey.heron - 4821"] {
            assert_eq!(parsed(text).as_deref(), Some("grey-heron-4821"), "{text}");
        }
        for text in
            ["", "grey-heron", "grey-heron-482", "grey-heron-48211", "4821-grey-heron", "gray-hérón-4821"]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
        assert_eq!(parsed(&"a".repeat(10_000)), None);
        assert_eq!(parsed(&format!("{}-heron-4821", "a".repeat(30))), None);
    }

    #[test]
    fn debug_shows_neither_a_name_nor_a_message() {
        let name: AccountName = "grey-heron-4821".parse().unwrap();
        assert_eq!(
            format!("{name:?} {:?}", OpaqueMessage(vec![7])),
            "AccountName(hidden) OpaqueMessage(1 bytes)"
        );
    }

    #[test]
    fn a_message_has_a_limit() {
        let read = |length: usize| {
            serde_json::from_str::<OpaqueMessage>(&format!(
                "\"{}\"",
                BASE64URL_NOPAD.encode(&vec![1; length])
            ))
        };
        assert!(read(OPAQUE_BYTES).is_ok());
        assert!(read(OPAQUE_BYTES + 1).is_err());
        assert!(serde_json::from_str::<OpaqueMessage>("\"a+\"").is_err());
    }

    #[test]
    fn keys_are_few_and_each_has_a_handle_of_its_own() {
        let key = |n: u8| SignInKey { handle: KeyHandle([n; 16]), key: PublicKey([n; 32]) };
        assert!(SignInKeys::try_from(vec![key(1), key(2)]).is_ok());
        assert_eq!(SignInKeys::try_from(vec![key(1), key(1)]), Err(BadKeys));
        assert_eq!(SignInKeys::try_from((0..=ACCOUNT_KEYS as u8).map(key).collect::<Vec<_>>()), Err(BadKeys));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_name_panic(text in "\\PC{0,80}") {
            if let Ok(name) = text.parse::<AccountName>() {
                prop_assert_eq!(name.as_str().parse::<AccountName>(), Ok(name.clone()));
            }
        }
    }
}
