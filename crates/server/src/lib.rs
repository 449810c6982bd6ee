//! The server: it holds sealed envelopes and the sealed records of accounts, hands out the steward's signed directory,
//! and cannot read what is sealed.
//!
//! [`App`] is everything a request may use; [`router()`] answers requests on it, in any process and on any engine;
//! [`serve`] puts it on a socket with timeouts, jobs and a clean end. `operations.rs` is the table of the interface:
//! the router and `/api/openapi.json` are both made from it.

mod api;
mod app;
mod assets;
mod config;
mod connections;
mod error;
mod fleeting;
mod guard;
mod headers;
mod health;
mod heavy;
mod jobs;
pub mod logs;
mod metrics;
mod names;
mod openapi;
mod operations;
mod pages;
mod published;
mod randomness;
mod rates;
mod request;
mod router;
mod wake;

pub use app::{App, Clock, StartError};
pub use assets::Assets;
pub use config::Config;
pub use connections::{serve, serve_metrics};
pub use randomness::Randomness;
pub use rates::{Bucket, Rate, Rates, WhenFull};
pub use router::router;
