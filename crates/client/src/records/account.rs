//! What this device knows of its account, and what each device is called.

use jiff::civil::Date;
use protocol::account::{AccountHead, AccountName, MakeAccount, PutHead};
use protocol::{Capability, DeviceId};
use serde::{Deserialize, Serialize};

use super::Stored;

/// How this device stands with the account. It is about this device alone: part of no copy, and sent nowhere.
///
/// Whatever is on its way to the server is in here first, so that a device that is switched off goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    pub(crate) name: AccountName,
    pub(crate) device: DeviceId,
    /// None once this device is signed out.
    #[serde(default)]
    pub(crate) session: Option<Capability>,
    #[serde(default)]
    pub(crate) known: Option<Capability>,
    /// The last head that both this device and the server knew, as the server calls it.
    #[serde(default)]
    pub(crate) head: Option<KnownHead>,
    /// The account that is being made.
    #[serde(default)]
    pub(crate) making: Option<Box<MakeAccount>>,
    /// A head on its way.
    #[serde(default)]
    pub(crate) putting: Option<Box<Putting>>,
    #[serde(default)]
    pub(crate) turning_away: Option<TurningAway>,
    #[serde(default)]
    pub(crate) leaving: Option<Leaving>,
    /// The account has another passphrase than this device.
    #[serde(default)]
    pub(crate) other_passphrase: bool,
}

impl AccountRecord {
    /// Of a device that knows no more of its account yet.
    pub(crate) fn new(name: AccountName, device: DeviceId) -> Self {
        Self {
            name,
            device,
            session: None,
            known: None,
            head: None,
            making: None,
            putting: None,
            turning_away: None,
            leaving: None,
            other_passphrase: false,
        }
    }
}

/// A head, and the version the server gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownHead {
    pub(crate) at: u64,
    pub(crate) head: AccountHead,
}

/// A head on its way, and what is to be done here once it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Putting {
    pub(crate) put: PutHead,
    /// The vault's own head with the new passphrase, as base64url: this device opens with it from then on.
    #[serde(default)]
    pub(crate) passphrase: Option<String>,
}

/// Which device is being turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TurningAway {
    One(DeviceId),
    AllOthers,
}

/// How this device is leaving the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Leaving {
    SigningOut,
    Deleting,
}

impl Stored for AccountRecord {
    const KIND: &'static str = "account";
}

/// What she calls one of her devices. The server knows it by a number and a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeviceRecord {
    pub(crate) device: DeviceId,
    pub(crate) name: String,
    pub(crate) since: Date,
}

impl Stored for DeviceRecord {
    const KIND: &'static str = "device";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<AccountRecord>(
            r#"{"kind":"account","version":1,"body":{"name":"grey-heron-4821","device":"AQEBAQEBAQEBAQEBAQEBAQ"}}"#,
        );
        check_frozen::<AccountRecord>(
            r#"{"kind":"account","version":1,"body":{"name":"grey-heron-4821","device":"AQEBAQEBAQEBAQEBAQEBAQ","session":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","known":"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM","head":{"at":3,"head":"AQI"},"putting":{"put":{"replaces":3,"head":"AQI","keys":[],"registration":"AQI"},"passphrase":"AQI"},"turning_away":{"one":"BAQEBAQEBAQEBAQEBAQEBA"},"leaving":"signing_out","other_passphrase":true}}"#,
        );
        check_frozen::<DeviceRecord>(
            r#"{"kind":"device","version":1,"body":{"device":"AQEBAQEBAQEBAQEBAQEBAQ","name":"my laptop","since":"2026-11-23"}}"#,
        );
    }

    #[test]
    fn debug_shows_neither_the_name_nor_a_session() {
        let name = "grey-heron-4821".parse().unwrap();
        let session = Some(Capability([2; 32]));
        let record = AccountRecord { session, ..AccountRecord::new(name, DeviceId([1; 16])) };
        let shown = format!("{record:?}");
        assert!(!shown.contains("heron") && !shown.contains("AgIC"), "{shown}");
    }
}
