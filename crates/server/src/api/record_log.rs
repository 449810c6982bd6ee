//! Reading an account's record log, and appending to it.

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::limits::LOG_BATCH_BYTES;
use protocol::mailbox::Sequence;
use protocol::problem::ProblemKind;
use protocol::record_log::{Appended, LogAppend};
use serde::Deserialize;
use storage::Store as _;

use crate::App;
use crate::api::mailboxes::OCTETS;
use crate::error::ApiError;
use crate::guard::take;
use crate::rates::Bucket;
use crate::request::{Key, read_body};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadQuery {
    #[serde(default)]
    after: Sequence,
}

pub(crate) async fn read(
    State(app): State<App>,
    Key(session): Key,
    query: Result<Query<ReadQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    let Query(ReadQuery { after }) = query.map_err(|_| {
        ApiError::new(ProblemKind::Malformed).with_detail("`after` is a whole number. Nothing was changed.")
    })?;
    let page = app.store().read_log(session, after, app.now()).await?;
    let headers = [(header::CONTENT_TYPE, OCTETS), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, page.encode()).into_response())
}

pub(crate) async fn append(
    State(app): State<App>,
    Key(session): Key,
    request: Request,
) -> Result<Json<Appended>, ApiError> {
    take(&app, Bucket::Account, session.0)?;
    if app.disk_full() {
        return Err(ProblemKind::ServerFull.into());
    }
    let body = read_body(&app, request, OCTETS, LOG_BATCH_BYTES).await?;
    let append = LogAppend::decode(&body).map_err(|error| {
        ApiError::new(ProblemKind::Malformed)
            .with_detail(format!("In the body: {error}. Nothing was stored."))
    })?;
    let last = app.store().append_log(session, append, app.now()).await?;
    Ok(Json(Appended { last }))
}
