//! The client's end of a whole exchange: what is asked, in which order, and what the answers mean. Who carries the
//! requests is up to the caller, so that a browser, a command line and a test all do the same.

use core::future::Future;

use protocol::account::{
    AccountName, Device, FinishSignIn, OpaqueMessage, RegistrationStarted, SignInStarted, SignedIn,
    StartRegistration, StartSignIn,
};
use protocol::problem::{Problem, ProblemKind};
use rand_core::CryptoRng;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{ExportKey, Registration, SignIn, SignInError};

/// A `POST` of JSON to a path of the server.
pub struct Request {
    /// Below the server's origin.
    pub path: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What the server said: the status and the body.
pub type Response = (u16, Vec<u8>);

/// Why it came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The name, the passphrase, or the server is another one; which of them cannot be told.
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

/// Registers a passphrase. What comes of it has yet to be handed to the server, with an account or a new head.
///
/// # Errors
/// When it came to nothing.
pub async fn register<F: Future<Output = Option<Response>>>(
    name: &AccountName,
    passphrase: &[u8],
    ask: impl Fn(Request) -> F,
    rng: &mut impl CryptoRng,
) -> Result<(OpaqueMessage, ExportKey), Failure> {
    let (registration, message) = Registration::start(passphrase, rng).map_err(|_| Failure::Wrong)?;
    let start = StartRegistration { name: name.clone(), message };
    let RegistrationStarted { message } = say(&ask, "registrations", &start).await?;
    registration.finish(&message, name, rng).map_err(|_| Failure::Unreachable)
}

/// Signs a device in with a passphrase.
///
/// # Errors
/// When it came to nothing.
pub async fn sign_in<F: Future<Output = Option<Response>>>(
    name: &AccountName,
    passphrase: &[u8],
    device: Device,
    ask: impl Fn(Request) -> F,
    rng: &mut impl CryptoRng,
) -> Result<(SignedIn, ExportKey), Failure> {
    let (sign_in, message) = SignIn::start(passphrase, rng).map_err(|_| Failure::Wrong)?;
    let start = StartSignIn { name: name.clone(), message, device };
    let SignInStarted { attempt, message } = say(&ask, "sign-ins", &start).await?;
    let (message, key) = sign_in.finish(&message, name, rng).map_err(|error| match error {
        SignInError::WrongPassphrase => Failure::Wrong,
        SignInError::BadMessage(_) => Failure::Unreachable,
    })?;
    let signed_in = say(&ask, &format!("sign-ins/{attempt}"), &FinishSignIn { message }).await?;
    Ok((signed_in, key))
}

async fn say<T: DeserializeOwned, F: Future<Output = Option<Response>>>(
    ask: &impl Fn(Request) -> F,
    path: &str,
    said: &impl Serialize,
) -> Result<T, Failure> {
    // Plain data with string keys, which serde_json always writes.
    let body = serde_json::to_vec(said).unwrap_or_default();
    let (status, body) =
        ask(Request { path: format!("/api/v1/{path}"), body }).await.ok_or(Failure::Unreachable)?;
    if (200..300).contains(&status) {
        return serde_json::from_slice(&body).map_err(|_| Failure::Unreachable);
    }
    Err(match serde_json::from_slice::<Problem>(&body) {
        Ok(Problem { kind: ProblemKind::SignInRefused, .. }) => Failure::Wrong,
        Ok(Problem { kind, retry_after, .. }) => Failure::Refused { kind, retry_after },
        Err(_) => Failure::Unreachable,
    })
}
