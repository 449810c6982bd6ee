//! Listings on their way to the steward.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use bytes::Bytes;
use protocol::ListingId;
use protocol::directory::{Pending, PendingListing, SignedListing, StewardRequest};
use protocol::limits::{LISTING_BYTES, PENDING_PAGE, REQUEST_BYTES};
use protocol::problem::ProblemKind;
use storage::Store as _;

use crate::App;
use crate::error::ApiError;
use crate::guard::take;
use crate::rates::Bucket;
use crate::request::{From, Id, read_json};

/// What a steward's request must be signed for, to see what waits.
pub(crate) const PENDING: &str = "pending";

pub(crate) async fn put_listing(
    State(app): State<App>,
    Id(id): Id<ListingId>,
    From(block): From,
    request: Request,
) -> Result<StatusCode, ApiError> {
    take(&app, Bucket::PutListing, block)?;
    let signed: SignedListing = read_json(&app, request, LISTING_BYTES).await?;
    let listing = trust::verify_listing(&signed).map_err(|error| {
        ApiError::new(ProblemKind::SignatureRefused).with_detail(format!("Nothing was changed: {error}."))
    })?;
    if listing.id != id {
        return Err(ApiError::new(ProblemKind::Malformed)
            .with_detail("The address names another listing than the body. Nothing was changed."));
    }
    if app.published().is_some_and(|published| published.revision(id) > listing.revision) {
        return Err(ProblemKind::ListingOutdated.into());
    }
    let body = serde_json::to_vec(&signed).map_err(|_| ProblemKind::Internal)?;
    let (revision, arrived) = (listing.revision, app.now());
    let pending = storage::PendingListing { listing: id, revision, body: Bytes::from(body), arrived };
    app.store().put_listing(pending).await?;
    Ok(StatusCode::ACCEPTED)
}

pub(crate) async fn pending(
    State(app): State<App>,
    From(block): From,
    request: Request,
) -> Result<Json<Pending>, ApiError> {
    take(&app, Bucket::Steward, block)?;
    let request: StewardRequest = read_json(&app, request, REQUEST_BYTES).await?;
    trust::verify_request(&request, PENDING, &app.inner.config.steward, app.now()).map_err(|error| {
        ApiError::new(ProblemKind::SignatureRefused).with_detail(format!("Nothing was changed: {error}."))
    })?;
    let waiting = app.store().pending_listings(PENDING_PAGE).await?;
    let listings = waiting.into_iter().filter_map(|waiting| {
        let listing = serde_json::from_slice(&waiting.body).ok()?;
        Some(PendingListing { id: waiting.listing, since: waiting.arrived, listing })
    });
    Ok(Json(Pending { listings: listings.collect() }))
}
