//! Waiting for a mailbox: a stream of events that say "look", and nothing else.
//!
//! The first event comes at once, so a client that reads after every event misses nothing. When the server stops, it
//! says after how long to come back, different for each client, and ends the stream.

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use protocol::MailboxId;
use protocol::mailbox::Sequence;
use protocol::problem::ProblemKind;
use storage::Store as _;
use tokio::sync::watch;

use crate::App;
use crate::error::ApiError;
use crate::guard::take;
use crate::rates::Bucket;
use crate::request::{Id, Key};
use crate::wake::Waiting;

const WAKE: Bytes = Bytes::from_static(b"event: wake\ndata:\n\n");
const HEARTBEAT: Bytes = Bytes::from_static(b":\n\n");

pub(crate) async fn wait(
    State(app): State<App>,
    Id(mailbox): Id<MailboxId>,
    Key(key): Key,
) -> Result<Response, ApiError> {
    take(&app, Bucket::Read, mailbox)?;
    app.store().read(mailbox, key, Sequence(u64::MAX), 0).await?;
    let waiting = app.inner.wakes.join(mailbox).ok_or(ProblemKind::TooOften)?;
    let place = Place { waiting, stopping: app.stopping(), heartbeat: app.inner.config.heartbeat };
    let body = Body::from_stream(stream::unfold(Some(place), next));
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, body).into_response())
}

struct Place {
    waiting: Waiting,
    stopping: watch::Receiver<bool>,
    heartbeat: Duration,
}

async fn next(place: Option<Place>) -> Option<(Result<Bytes, std::convert::Infallible>, Option<Place>)> {
    let mut place = place?;
    let event = tokio::select! {
        biased;
        _ = place.stopping.wait_for(|stopping| *stopping) => return Some((Ok(come_back(&place.waiting)), None)),
        () = place.waiting.woken() => WAKE,
        () = tokio::time::sleep(place.heartbeat) => HEARTBEAT,
    };
    Some((Ok(event), Some(place)))
}

/// Spread over eight seconds, so that a server that starts again is not met by everyone at once.
fn come_back(waiting: &Waiting) -> Bytes {
    let spread = std::ptr::from_ref(waiting).addr() / 64 % 8_000;
    Bytes::from(format!("retry: {}\n\n", 2_000 + spread))
}
