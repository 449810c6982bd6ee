//! The directory: its signed root, the files the root names, and the steward putting a new edition.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, body::Body};
use protocol::Digest;
use protocol::directory::{Publication, Steward};
use protocol::limits::DIRECTORY_BYTES;
use protocol::problem::ProblemKind;
use storage::Store as _;

use crate::App;
use crate::error::ApiError;
use crate::guard::take;
use crate::published::Published;
use crate::rates::Bucket;
use crate::request::{From, Id, read_json};

pub(crate) async fn steward(State(app): State<App>) -> Json<Steward> {
    Json(Steward { key: app.inner.config.steward })
}

pub(crate) async fn root(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let Some(published) = app.published() else {
        return Err(ApiError::new(ProblemKind::NotFound)
            .with_detail("The steward has not put a directory here yet. Look again later."));
    };
    let tag = published.tag().to_owned();
    let caching = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "no-cache")];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, "application/json")], published.root()).into_response())
}

pub(crate) async fn file(
    State(app): State<App>,
    Id(digest): Id<Digest>,
    From(block): From,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let caching = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "Accept-Encoding"),
    ];
    if let Some(file) = app.published().and_then(|published| published.file(digest).cloned()) {
        return Ok(match file.brotli.filter(|_| accepts_brotli(&headers)) {
            Some(brotli) => (caching, [(header::CONTENT_ENCODING, "br")], Body::from(brotli)).into_response(),
            None => (caching, Body::from(file.content)).into_response(),
        });
    }
    take(&app, Bucket::Public, block)?;
    // A file of the edition before, for a client that is half-way through it.
    let content = app.store().directory_file(digest).await?.ok_or(ProblemKind::NotFound)?;
    Ok((caching, Body::from(content)).into_response())
}

pub(crate) async fn put(
    State(app): State<App>,
    From(block): From,
    request: Request,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::Steward, block)?;
    let publication: Publication = read_json(&app, request, DIRECTORY_BYTES).await?;
    let steward = app.inner.config.steward;
    let read = tokio::task::spawn_blocking(move || Published::verify(publication, &steward)).await;
    let (published, directory) = read.map_err(|_| ProblemKind::Internal)?.map_err(|error| {
        ApiError::new(ProblemKind::SignatureRefused).with_detail(format!("Nothing was changed: {error}."))
    })?;
    app.store().put_directory(directory).await?;
    app.publish(published);
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br" && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
