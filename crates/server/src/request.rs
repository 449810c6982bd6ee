//! The parts of a request, read from outside, each refused as a problem that says what to change.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use protocol::Capability;
use protocol::problem::ProblemKind;
use serde::de::DeserializeOwned;

use crate::App;
use crate::error::ApiError;
use crate::rates::AddressBlock;

/// What is between the slashes: an id.
pub(crate) struct Id<T>(pub(crate) T);

impl<T> FromRequestParts<App> for Id<T>
where
    T: FromStr<Err: Display> + Send + 'static,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, app).await;
        let path = path.map_err(|_| ApiError::new(ProblemKind::Malformed))?;
        parse_id(&path.0).map(Self)
    }
}

/// Two ids between the slashes.
pub(crate) struct Ids<T, U>(pub(crate) T, pub(crate) U);

impl<T, U> FromRequestParts<App> for Ids<T, U>
where
    T: FromStr<Err: Display> + Send + 'static,
    U: FromStr<Err: Display> + Send + 'static,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let path = axum::extract::Path::<(String, String)>::from_request_parts(parts, app).await;
        let path = path.map_err(|_| ApiError::new(ProblemKind::Malformed))?;
        Ok(Self(parse_id(&path.0.0)?, parse_id(&path.0.1)?))
    }
}

fn parse_id<T: FromStr<Err: Display>>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|error| {
        ApiError::new(ProblemKind::Malformed)
            .with_detail(format!("In the address: {error}. Nothing was changed."))
    })
}

/// The key in the `Authorization` header.
pub(crate) struct Key(pub(crate) Capability);

impl FromRequestParts<App> for Key {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key =
            value.and_then(|value| value.strip_prefix("Bearer ")).and_then(|key| key.trim().parse().ok());
        key.map(Self).ok_or(ApiError::new(ProblemKind::KeyMissing))
    }
}

/// The same where a request may come without one.
pub(crate) struct MaybeKey(pub(crate) Option<Capability>);

impl FromRequestParts<App> for MaybeKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(Self(None));
        }
        Key::from_request_parts(parts, app).await.map(|Key(key)| Self(Some(key)))
    }
}

/// The block of addresses a request came from.
pub(crate) struct From(pub(crate) AddressBlock);

impl FromRequestParts<App> for From {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = if app.inner.config.behind_proxy { forwarded(&parts.headers) } else { None };
        Ok(Self(AddressBlock::of(forwarded.or(connected))))
    }
}

/// The last address is the one that our own proxy added; those before it are whatever the client claimed.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let mut values = headers.get_all("x-forwarded-for").iter();
    values.next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// Reads a body of at most `limit` bytes and of media type `expected`, within the time a body may take.
pub(crate) async fn read_body(
    app: &App,
    request: Request,
    expected: &str,
    limit: usize,
) -> Result<Bytes, ApiError> {
    let (parts, body) = request.into_parts();
    let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|value| value.split(';').next()).map(str::trim);
    if !essence.is_some_and(|essence| essence.eq_ignore_ascii_case(expected)) {
        return Err(ApiError::new(ProblemKind::MediaTypeUnknown)
            .with_detail(format!("This address takes Content-Type: {expected}. Nothing was stored.")));
    }
    let collected = tokio::time::timeout(app.inner.config.body_timeout, collect(body, limit)).await;
    collected.map_err(|_| ApiError::new(ProblemKind::TooSlow))?
}

async fn collect(body: Body, limit: usize) -> Result<Bytes, ApiError> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(ApiError::new(ProblemKind::TooLarge)
            .with_detail(format!("At most {limit} bytes are taken here. Nothing was stored."))),
        Err(_) => {
            Err(ApiError::new(ProblemKind::Malformed)
                .with_detail("The request broke off. Nothing was stored."))
        }
    }
}

/// Reads a JSON body.
pub(crate) async fn read_json<T: DeserializeOwned>(
    app: &App,
    request: Request,
    limit: usize,
) -> Result<T, ApiError> {
    let body = read_body(app, request, "application/json", limit).await?;
    serde_json::from_slice(&body).map_err(|error| {
        ApiError::new(ProblemKind::Malformed)
            .with_detail(format!("In the body: {error}. Nothing was changed."))
    })
}
