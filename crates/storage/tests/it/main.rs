//! One suite for every engine, and a seeded simulation against an obvious model of what a mailbox is.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it does, and stops where it is wrong"
)]

mod directory;
mod engines;
mod expiry;
mod file;
mod listings;
mod mailboxes;
mod simulation;
