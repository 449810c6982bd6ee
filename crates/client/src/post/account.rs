//! What is asked of the server about an account.

use core::fmt;

use protocol::account::{KeySignIn, MakeAccount, PutHead};
use protocol::{Capability, DeviceId};

/// One question about an account.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountCall {
    /// Deal a name.
    DealName,
    /// Make the account.
    Make(Box<MakeAccount>),
    /// Something fresh to sign.
    Challenge,
    /// Sign in with what was signed.
    SignInWithKey(Box<KeySignIn>),
    /// How it stands.
    State(Capability),
    /// Its head.
    Head(Capability),
    /// Replace its head.
    PutHead(Capability, Box<PutHead>),
    /// Turn one device away, this one too.
    TurnAway(Capability, DeviceId),
    /// Turn all other devices away.
    TurnAllAway(Capability),
    /// Delete it.
    Delete(Capability),
}

/// What was asked, so that the answer is taken for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// For a name.
    Name,
    /// To make the account.
    Make,
    /// For something to sign.
    Challenge,
    /// To sign in with a key.
    KeySignIn,
    /// How it stands.
    State,
    /// For its head.
    Head,
    /// To replace its head.
    PutHead,
    /// To turn devices away.
    TurnAway,
    /// To let this device, or everything, go.
    Leave,
    /// To take back a sign-in to an account of another vault.
    NotHers,
}

impl AccountCall {
    /// Method, path, session and body.
    pub(super) fn request(&self) -> (&'static str, String, Option<String>, Option<Vec<u8>>) {
        // Plain data with string keys, which serde_json always writes.
        let json = |written: serde_json::Result<Vec<u8>>| Some(written.unwrap_or_default());
        let (method, path, session, body) = match self {
            Self::DealName => ("POST", "account-names".to_owned(), None, None),
            Self::Make(make) => ("POST", "accounts".to_owned(), None, json(serde_json::to_vec(make))),
            Self::Challenge => ("POST", "sign-in-challenges".to_owned(), None, None),
            Self::SignInWithKey(key) => {
                ("POST", "key-sign-ins".to_owned(), None, json(serde_json::to_vec(key)))
            }
            Self::State(session) => ("GET", "account".to_owned(), Some(session), None),
            Self::Head(session) => ("GET", "account/head".to_owned(), Some(session), None),
            Self::PutHead(session, put) => {
                ("PUT", "account/head".to_owned(), Some(session), json(serde_json::to_vec(put)))
            }
            Self::TurnAway(session, device) => {
                ("DELETE", format!("account/devices/{device}"), Some(session), None)
            }
            Self::TurnAllAway(session) => ("DELETE", "account/devices".to_owned(), Some(session), None),
            Self::Delete(session) => ("DELETE", "account".to_owned(), Some(session), None),
        };
        (method, path, session.map(Capability::expose), body)
    }

    /// Somebody waits for it, or it is asked again soon anyway: it is not tried again by itself.
    pub(super) const fn is_tried_once(&self) -> bool {
        matches!(
            self,
            Self::DealName | Self::Challenge | Self::SignInWithKey(_) | Self::State(_) | Self::Head(_)
        )
    }
}

impl fmt::Debug for AccountCall {
    /// What is done, never to which account.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DealName => "deal a name",
            Self::Make(_) => "make an account",
            Self::Challenge => "ask for a challenge",
            Self::SignInWithKey(_) => "sign in with a key",
            Self::State(_) => "ask how the account stands",
            Self::Head(_) => "read the account's head",
            Self::PutHead(_, put) if put.registration.is_some() => "put a head with a new passphrase",
            Self::PutHead(..) => "put a head",
            Self::TurnAway(..) => "turn a device away",
            Self::TurnAllAway(_) => "turn all other devices away",
            Self::Delete(_) => "delete the account",
        })
    }
}
