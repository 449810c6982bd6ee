//! What a device that is signed in does with its account: look, replace the head, turn devices away, delete it.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use protocol::DeviceId;
use protocol::account::{AccountState, HeldHead, PutHead};
use protocol::limits::ACCOUNT_REQUEST_BYTES;
use protocol::problem::ProblemKind;
use storage::{Devices, NewHead, Store as _};

use crate::App;
use crate::error::ApiError;
use crate::guard::take;
use crate::rates::Bucket;
use crate::request::{Id, Key, read_json};

pub(crate) async fn state(State(app): State<App>, Key(session): Key) -> Result<Json<AccountState>, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    Ok(Json(app.store().account(session, app.now()).await?))
}

pub(crate) async fn head(State(app): State<App>, Key(session): Key) -> Result<Json<HeldHead>, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    Ok(Json(app.store().head(session, app.now()).await?))
}

pub(crate) async fn put_head(
    State(app): State<App>,
    Key(session): Key,
    request: Request,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    if app.disk_full() {
        return Err(ProblemKind::ServerFull.into());
    }
    let PutHead { replaces, head, keys, registration } =
        read_json(&app, request, ACCOUNT_REQUEST_BYTES).await?;
    let registration = registration.as_ref().map(login::RegistrationRecord::accept).transpose()?;
    let registration = registration.map(|record| record.encode().into());
    let head = NewHead { replaces, head: head.0.into(), keys: keys.into(), registration };
    app.store().put_head(session, head, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn turn_away(
    State(app): State<App>,
    Id(device): Id<DeviceId>,
    Key(session): Key,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    app.store().turn_away(session, Devices::One(device), app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn turn_others_away(
    State(app): State<App>,
    Key(session): Key,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    app.store().turn_away(session, Devices::Others, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn delete(State(app): State<App>, Key(session): Key) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    app.store().delete_account(session).await?;
    Ok(StatusCode::NO_CONTENT)
}
