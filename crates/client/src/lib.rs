//! The app without a screen: events in, effects out.
//!
//! Browser, command line, sample therapists and simulations all run this code. It does no I/O, reads no clock and
//! draws no randomness of its own: an adapter hands it events together with the time and a random source, and carries
//! out the [`Effect`]s that come back. What is to be seen is asked for with [`Client::view`].
//!
//! An area (`check_in`, `hello`, …) is one file: its [`Intent`]s, its rules, its view and its tests. A change goes
//! through a `Desk`, which seals what is kept into one save and holds back whatever must not leave before
//! that save is durable.

pub mod account;
pub mod caseload;
pub mod check_in;
pub mod conflict_check;
pub mod copies;
pub mod door;
pub mod effect;
pub mod finding;
pub mod hello;
pub mod now;
pub mod people;
pub mod post;
pub mod reading;
pub mod records;
pub mod screen;
pub mod set_aside;
pub mod sync;
pub mod vault;
pub mod ways_in;

mod client;
mod desk;
pub mod epochs;
mod exchange;
mod idle;
mod later;
mod ledger;
mod notes;
mod open;
mod saves;
#[cfg(test)]
mod simulation;
mod stamps;
#[cfg(test)]
mod testing;

pub use client::{Area, Client, Event, Intent, NotStored, Settings, View};
pub use crypto::vault::{KdfParameters, nfc};
pub use effect::{BlobName, Effect, SaveId, Write};
pub use later::Later;
pub use notes::read_as_every_note;
pub use now::Now;
