//! One suite for every engine, and seeded simulations against an obvious model of what a mailbox and an
//! account are.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it does, and stops where it is wrong"
)]

mod account_simulation;
mod accounts;
mod deleting;
mod directory;
mod engines;
mod expiry;
mod file;
mod listings;
mod mailboxes;
mod people;
mod record_log;
mod restoring;
mod simulation;
