//! Making mailboxes, and putting, reading and acknowledging what is in them.

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::limits::{ENVELOPE_BYTES, PAGE_ENVELOPES, REQUEST_BYTES};
use protocol::mailbox::{Acknowledge, Appended, MakeMailbox, Sequence, encode_page};
use protocol::problem::ProblemKind;
use protocol::{EnvelopeId, MailboxId};
use serde::Deserialize;
use storage::{Append, Made, NewMailbox, Store as _};

use crate::App;
use crate::error::ApiError;
use crate::guard::take;
use crate::rates::Bucket;
use crate::request::{From, Id, Ids, Key, read_body, read_json};

pub(crate) const OCTETS: &str = "application/octet-stream";

pub(crate) async fn make(
    State(app): State<App>,
    Id(id): Id<MailboxId>,
    From(block): From,
    request: Request,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::MakeMailbox, block)?;
    let MakeMailbox { write, read, days } = read_json(&app, request, REQUEST_BYTES).await?;
    match app.store().make_mailbox(NewMailbox { id, write, read, days }, app.now()).await? {
        Made::New => Ok(StatusCode::CREATED),
        Made::Renewed => Ok(StatusCode::OK),
    }
}

pub(crate) async fn append(
    State(app): State<App>,
    Ids(mailbox, envelope): Ids<MailboxId, EnvelopeId>,
    Key(key): Key,
    request: Request,
) -> Result<Json<Appended>, ApiError> {
    take(&app, Bucket::Append, mailbox)?;
    if app.disk_full() {
        return Err(ProblemKind::ServerFull.into());
    }
    let body = read_body(&app, request, OCTETS, ENVELOPE_BYTES).await?;
    let sequence = app.store().append(Append { mailbox, key, envelope, body }, app.now()).await?;
    app.inner.wakes.wake(mailbox);
    Ok(Json(Appended { sequence }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadQuery {
    #[serde(default)]
    after: Sequence,
    limit: Option<usize>,
}

pub(crate) async fn read(
    State(app): State<App>,
    Id(mailbox): Id<MailboxId>,
    Key(key): Key,
    query: Result<Query<ReadQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    take(&app, Bucket::Read, mailbox)?;
    let Query(ReadQuery { after, limit }) = query.map_err(|_| {
        ApiError::new(ProblemKind::Malformed)
            .with_detail("`after` and `limit` are whole numbers. Nothing was changed.")
    })?;
    let page = app.store().read(mailbox, key, after, limit.unwrap_or(PAGE_ENVELOPES)).await?;
    let headers = [(header::CONTENT_TYPE, OCTETS), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, encode_page(&page.envelopes)).into_response())
}

pub(crate) async fn acknowledge(
    State(app): State<App>,
    Id(mailbox): Id<MailboxId>,
    Key(key): Key,
    request: Request,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::Read, mailbox)?;
    let Acknowledge { up_to } = read_json(&app, request, REQUEST_BYTES).await?;
    app.store().acknowledge(mailbox, key, up_to, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
