//! What every request passes: a bound on how many are at work, the rates, and the counters.

use std::hash::Hash;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use protocol::problem::ProblemKind;

use crate::App;
use crate::error::{ApiError, RefusedWith};
use crate::rates::Bucket;

/// Takes one from a bucket, or refuses.
pub(crate) fn take(app: &App, bucket: Bucket, key: impl Hash) -> Result<(), ApiError> {
    app.inner.limiter.take(bucket, key, app.now()).map_err(|wait| {
        let seconds = u32::try_from(wait.div_ceil(1_000)).unwrap_or(u32::MAX);
        ApiError::new(ProblemKind::TooOften).after_seconds(seconds)
    })
}

/// Refuses at once when too many requests are at work, rather than let all of them wait. A stream that has begun no
/// longer counts: those have a bound of their own.
pub(crate) async fn shed(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.inner.in_flight.try_acquire() {
        Ok(_permit) => next.run(request).await,
        Err(_) => ApiError::new(ProblemKind::Overloaded).into_response(),
    }
}

/// Counts requests by route, never by id or address.
pub(crate) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", |path| crate::metrics::known_route(path.as_str()));
    let method = request.method().clone();
    #[expect(clippy::disallowed_methods, reason = "how long an answer takes is measured, never decided on")]
    let started = Instant::now();
    let response = next.run(request).await;
    app.inner.metrics.answered(&method, route, response.status(), started.elapsed());
    if let Some(RefusedWith(kind)) = response.extensions().get() {
        app.inner.metrics.refused(*kind);
    }
    tracing::debug!(%method, route, status = response.status().as_u16(), "answered");
    response
}
