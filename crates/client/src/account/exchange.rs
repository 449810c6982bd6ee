//! What an adapter does in one piece when a passphrase meets the server: OPAQUE draws randomness of its own and takes a
//! second to stretch, so the client is told only what it came to.

use core::fmt;

use crypto::vault::{ExportKey, Passphrase};
use protocol::account::{AccountName, Device, OpaqueMessage, SignedIn};
use protocol::problem::ProblemKind;

/// Names one exchange, so that what it came to is taken for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeId(pub u64);

/// What is to be done with a passphrase.
pub enum Exchange {
    /// Begin a registration, `POST registrations`, and end it. What it makes goes to the server in another call.
    Register {
        /// Under which name.
        name: AccountName,
        /// The new passphrase.
        passphrase: Passphrase,
    },
    /// Sign in: `POST sign-ins`, then `POST sign-ins/{attempt}`.
    SignIn {
        /// The account's name.
        name: AccountName,
        /// Its passphrase.
        passphrase: Passphrase,
        /// This device.
        device: Device,
    },
}

/// What it came to.
pub enum Exchanged {
    /// Registered, as far as this side is concerned.
    Registered {
        /// OPAQUE's `RegistrationUpload`.
        registration: OpaqueMessage,
        /// The secret that only the passphrase gives.
        export_key: ExportKey,
    },
    /// Signed in.
    SignedIn {
        /// As the server said.
        signed_in: SignedIn,
        /// The secret that only the passphrase gives.
        export_key: ExportKey,
    },
    /// The name or the passphrase is wrong; which, nobody can tell.
    Wrong,
    /// The server refused.
    Refused {
        /// Why.
        kind: ProblemKind,
        /// How many seconds to wait.
        retry_after: Option<u32>,
    },
    /// Nothing came back, or nothing that could be read.
    Unreachable,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Register { .. } => "register a passphrase",
            Self::SignIn { .. } => "sign in with a passphrase",
        })
    }
}

impl fmt::Debug for Exchanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registered { .. } => f.write_str("registered"),
            Self::SignedIn { .. } => f.write_str("signed in"),
            Self::Wrong => f.write_str("wrong"),
            Self::Refused { kind, .. } => write!(f, "refused: {kind:?}"),
            Self::Unreachable => f.write_str("unreachable"),
        }
    }
}
