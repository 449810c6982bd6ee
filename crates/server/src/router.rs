//! All routes: the interface, the public pages, health, and the app's files for everything else.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::get;
use protocol::problem::ProblemKind;

use crate::error::ApiError;
use crate::{App, assets, guard, headers, health, operations, pages};

/// Answers requests on `app`, in any process: behind a socket, or called directly.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for operation in operations::all() {
        router = router.route(operation.path, operation.handler);
    }
    router
        .route("/api/openapi.json", get(openapi))
        .route("/api/{*rest}", axum::routing::any(nothing_here))
        .route("/therapists", get(pages::everyone))
        .route("/therapists/{listing}", get(pages::one))
        .route(pages::STYLE_PATH, get(pages::style))
        .fallback(assets::serve)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(app.clone(), guard::shed))
        // Health stays outside what is shed: a busy server is not a dead one.
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .layer(middleware::from_fn_with_state(app.clone(), guard::observe))
        .layer(middleware::from_fn(headers::harden))
        .with_state(app)
}

async fn openapi(State(app): State<App>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")],
        app.inner.openapi.clone(),
    )
}

async fn nothing_here() -> ApiError {
    ProblemKind::NotFound.into()
}

async fn wrong_method() -> ApiError {
    ProblemKind::MethodUnknown.into()
}
