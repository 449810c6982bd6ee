//! Dealing a name, registering a passphrase under it, and making the account.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use bytes::Bytes;
use login::RegistrationRecord;
use protocol::account::{
    AccountName, DealtName, MakeAccount, RegistrationStarted, SignedIn, StartRegistration,
};
use protocol::limits::{ACCOUNT_REQUEST_BYTES, REQUEST_BYTES};
use protocol::problem::ProblemKind;
use protocol::{Capability, DeviceId};
use storage::{AccountError, NameError, NewAccount, NewDevice, Store as _};

use crate::App;
use crate::api::sign_ins::take_for_stranger;
use crate::error::ApiError;
use crate::guard::take;
use crate::heavy::heavy;
use crate::names;
use crate::rates::Bucket;
use crate::request::{From, MaybeKey, read_json};

/// So often a name is drawn again when it is somebody's: there are a hundred million of them.
const DRAWS: usize = 16;

pub(crate) async fn deal_name(
    State(app): State<App>,
    From(block): From,
) -> Result<(StatusCode, Json<DealtName>), ApiError> {
    take(&app, Bucket::DealName, block)?;
    let reservation = app.inner.config.randomness.capability();
    let mut rng = app.inner.config.randomness.generator();
    for _ in 0..DRAWS {
        let name = names::draw(&mut rng);
        match app.store().reserve_name(name.clone(), reservation.hash(), app.now()).await {
            Ok(()) => return Ok((StatusCode::CREATED, Json(DealtName { name, reservation }))),
            Err(NameError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ProblemKind::Overloaded.into())
}

/// An answer here is worth as much to somebody who guesses as one to a sign-in, so it is counted with those.
pub(crate) async fn register(
    State(app): State<App>,
    From(block): From,
    MaybeKey(session): MaybeKey,
    request: Request,
) -> Result<Json<RegistrationStarted>, ApiError> {
    let StartRegistration { name, message } = read_json(&app, request, REQUEST_BYTES).await?;
    match session {
        Some(session) if is_of(&app, &session, &name).await? => take(&app, Bucket::Account, session.0)?,
        _ => take_for_stranger(&app, block, &name)?,
    }
    let setup = app.inner.login.clone();
    let message = heavy(&app, move || setup.register(&name, &message)).await??;
    Ok(Json(RegistrationStarted { message }))
}

async fn is_of(app: &App, session: &Capability, name: &AccountName) -> Result<bool, ApiError> {
    match app.store().account_name(session.clone()).await {
        Ok(own) => Ok(own == *name),
        Err(AccountError::SignedOut) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn make(
    State(app): State<App>,
    From(block): From,
    request: Request,
) -> Result<(StatusCode, Json<SignedIn>), ApiError> {
    take(&app, Bucket::MakeAccount, block)?;
    if app.disk_full() {
        return Err(ProblemKind::ServerFull.into());
    }
    let MakeAccount { name, reservation, registration, vault, head, keys, device } =
        read_json(&app, request, ACCOUNT_REQUEST_BYTES).await?;
    let registration = Bytes::from(RegistrationRecord::accept(&registration)?.encode());
    let (given, device) = let_in(&app, device.id);
    let (head, keys) = (head.0.into(), keys.into());
    let account = NewAccount { name: name.clone(), reservation, registration, vault, head, keys, device };
    app.store().make_account(account, app.now()).await?;
    Ok((StatusCode::CREATED, Json(given.under(name))))
}

/// What a device is given that has proved that it may come in, and what is kept of that.
pub(crate) fn let_in(app: &App, id: DeviceId) -> (Given, NewDevice) {
    let randomness = &app.inner.config.randomness;
    let given = Given { session: randomness.capability(), known: randomness.capability() };
    let device = NewDevice { id, session: given.session.hash(), known: given.known.hash() };
    (given, device)
}

/// Secrets for one device, on their way to it.
pub(crate) struct Given {
    session: Capability,
    known: Capability,
}

impl Given {
    pub(crate) fn under(self, name: AccountName) -> SignedIn {
        SignedIn { name, session: self.session, known: self.known }
    }
}
