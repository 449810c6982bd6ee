//! Whether the process lives, and whether it should get requests.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use crate::App;

pub(crate) async fn live() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "alive\n")
}

pub(crate) async fn ready(State(app): State<App>) -> impl IntoResponse {
    let (status, text) = match app.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
    };
    (status, [(header::CACHE_CONTROL, "no-store")], text)
}
