//! Public pages about listings: no script, no cookie, readable without the app, and good on paper.
//!
//! What a therapist wrote is text and nothing else: `maud` escapes it, and the one block of data for search engines is
//! escaped apart (see [`structured::block`]). Words are in `locales/`, colours and sizes in `pages/style.css`.

mod everyone;
mod one;
mod structured;
mod words;

use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};
use protocol::{ListingId, Timestamp};

use crate::App;
use crate::error::ApiError;
use crate::guard::take;
use crate::headers::PAGE_POLICY;
use crate::rates::Bucket;
use crate::request::From;
use words::words;

pub(crate) const STYLE_PATH: &str = "/therapists/style.css";

/// All listings, by where the therapists sit.
pub(crate) async fn everyone(State(app): State<App>, From(block): From) -> Result<Response, ApiError> {
    take(&app, Bucket::Public, block)?;
    let today = day_of(app.now());
    let published = app.published();
    let listings = published.iter().flat_map(|published| published.listings(today));
    Ok(page(StatusCode::OK, &everyone::page(listings)))
}

/// One listing.
pub(crate) async fn one(
    State(app): State<App>,
    Path(listing): Path<String>,
    From(block): From,
) -> Result<Response, ApiError> {
    take(&app, Bucket::Public, block)?;
    let today = day_of(app.now());
    let id = listing.parse::<ListingId>().ok();
    let published = app.published();
    let found = id.and_then(|id| published.as_ref()?.listing(id, today));
    Ok(match found {
        Some(listed) => page(StatusCode::OK, &one::page(listed)),
        None => page(StatusCode::NOT_FOUND, &missing()),
    })
}

pub(crate) async fn style() -> impl IntoResponse {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, include_str!("pages/style.css"))
}

fn page(status: StatusCode, markup: &Markup) -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
    ];
    (status, headers, markup.0.clone()).into_response()
}

/// The frame around every page.
fn frame(title: &str, description: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="description" content=(description);
                title { (title) }
                link rel="stylesheet" href=(STYLE_PATH);
            }
            body {
                header {
                    nav aria-label=(words().text("nav-label")) {
                        a href="/therapists" { (words().text("nav-therapists")) }
                        a href="/" { (words().text("nav-app")) }
                        a href="/help" { (words().text("nav-help")) }
                    }
                }
                main { (main) }
                footer { p { (words().text("footer")) } }
            }
        }
    }
}

fn missing() -> Markup {
    let main = html! {
        h1 { (words().text("missing-title")) }
        p { (words().text("missing-text")) }
        p { a href="/therapists" { (words().text("nav-therapists")) } }
    };
    frame(&words().text("missing-title"), &words().text("missing-text"), &main)
}

/// The day it is at the prime meridian: a listing's last day is not more precise than that.
fn day_of(now: Timestamp) -> Date {
    let seconds = i64::try_from(now.0 / 1_000).unwrap_or(i64::MAX);
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
    jiff::tz::Offset::UTC.to_datetime(moment).date()
}
