//! Signing a device in: with a passphrase in two steps, or with a derived key over a challenge.
//!
//! A name that nobody has takes the same steps as one that somebody has, and is refused in the same words as a wrong
//! passphrase.

use axum::Json;
use axum::extract::{Request, State};
use login::{PendingSignIn, RegistrationRecord};
use protocol::account::{
    AccountName, Challenge, Device, FinishSignIn, KeySignIn, OpaqueMessage, SignInKey, SignInStarted,
    SignedIn, StartSignIn,
};
use protocol::limits::REQUEST_BYTES;
use protocol::problem::ProblemKind;
use protocol::{DeviceId, Digest, PublicKey};
use storage::{AccountNumber, NewSignIn, Proof, Registration, Store as _};

use crate::App;
use crate::api::accounts::let_in;
use crate::error::ApiError;
use crate::guard::take;
use crate::heavy::heavy;
use crate::rates::{AddressBlock, Bucket};
use crate::request::{From, Id, read_json};

/// A key that nobody has, checked where there is no other, so that a handle nobody has is answered no sooner.
const NOBODYS_KEY: PublicKey = PublicKey([
    0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e,
    0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
]);

/// A sign-in that waits for its second step.
#[derive(Debug)]
pub(crate) struct Begun {
    sign_in: PendingSignIn,
    /// `None` for a name that nobody has.
    found: Option<Registration>,
    device: DeviceId,
}

pub(crate) async fn start(
    State(app): State<App>,
    From(block): From,
    request: Request,
) -> Result<Json<SignInStarted>, ApiError> {
    let StartSignIn { name, message, device } = read_json(&app, request, REQUEST_BYTES).await?;
    if is_known(&app, &name, &device).await? {
        take(&app, Bucket::KnownDevice, (&name, device.id))?;
    } else {
        take_for_stranger(&app, block, &name)?;
    }
    begin(&app, name, message, device.id).await.map(Json)
}

async fn is_known(app: &App, name: &AccountName, device: &Device) -> Result<bool, ApiError> {
    match &device.known {
        Some(known) => Ok(app.store().knows_device(name.clone(), device.id, known.clone()).await?),
        None => Ok(false),
    }
}

/// What is counted for whoever shows nothing: by address first, so that one address cannot use up many names.
pub(crate) fn take_for_stranger(app: &App, block: AddressBlock, name: &AccountName) -> Result<(), ApiError> {
    take(app, Bucket::SignInFrom, block)?;
    take(app, Bucket::SignIn, name)
}

async fn begin(
    app: &App,
    name: AccountName,
    message: OpaqueMessage,
    device: DeviceId,
) -> Result<SignInStarted, ApiError> {
    let found = app.store().registration(name.clone()).await?;
    let (setup, mut rng) = (app.inner.login.clone(), app.inner.config.randomness.generator());
    let work = move || {
        let record = found.as_ref().map(|found| RegistrationRecord::decode(&found.record)).transpose()?;
        setup.start_sign_in(record.as_ref(), &name, &message, &mut rng).map(|started| (started, found))
    };
    let ((sign_in, message), found) = heavy(app, work).await??;
    let attempt = app.inner.config.randomness.digest();
    let begun = Begun { sign_in, found, device };
    app.inner.sign_ins.keep(attempt, begun, app.now()).map_err(|_| ProblemKind::Overloaded)?;
    Ok(SignInStarted { attempt, message })
}

pub(crate) async fn finish(
    State(app): State<App>,
    Id(attempt): Id<Digest>,
    request: Request,
) -> Result<Json<SignedIn>, ApiError> {
    let FinishSignIn { message } = read_json(&app, request, REQUEST_BYTES).await?;
    let begun = app.inner.sign_ins.take(attempt, app.now()).ok_or(ProblemKind::SignInRefused)?;
    let proved = begun.sign_in.finish(&message).is_ok();
    let found = begun.found.filter(|_| proved).ok_or(ProblemKind::SignInRefused)?;
    let by = Proof::Passphrase(Digest::of(&found.record));
    sign_in(&app, found.account, by, begun.device).await.map(Json)
}

pub(crate) async fn challenge(
    State(app): State<App>,
    From(block): From,
) -> Result<Json<Challenge>, ApiError> {
    take(&app, Bucket::SignInFrom, block)?;
    let challenge = app.inner.config.randomness.digest();
    app.inner.challenges.keep(challenge, (), app.now()).map_err(|()| ProblemKind::Overloaded)?;
    Ok(Json(Challenge { challenge }))
}

pub(crate) async fn with_key(
    State(app): State<App>,
    From(block): From,
    request: Request,
) -> Result<Json<SignedIn>, ApiError> {
    take(&app, Bucket::SignInFrom, block)?;
    let asked: KeySignIn = read_json(&app, request, REQUEST_BYTES).await?;
    let device = asked.device.id;
    app.inner.challenges.take(asked.challenge, app.now()).ok_or(ProblemKind::SignInRefused)?;
    let found = app.store().sign_in_keys(asked.handle).await?;
    let proved = heavy(&app, move || {
        if found.is_empty() {
            let _ = trust::verify_key_sign_in(&asked, &NOBODYS_KEY, asked.challenge);
        }
        let signed = |key: &PublicKey| trust::verify_key_sign_in(&asked, key, asked.challenge).is_ok();
        let found = found.into_iter().find(|found| signed(&found.key))?;
        Some((found.account, SignInKey { handle: asked.handle, key: found.key }))
    });
    let (account, key) = proved.await?.ok_or(ProblemKind::SignInRefused)?;
    sign_in(&app, account, Proof::Key(key), device).await.map(Json)
}

async fn sign_in(
    app: &App,
    account: AccountNumber,
    by: Proof,
    device: DeviceId,
) -> Result<SignedIn, ApiError> {
    let (given, device) = let_in(app, device);
    let name = app.store().sign_in(NewSignIn { account, by, device }, app.now()).await?;
    Ok(given.under(name))
}
