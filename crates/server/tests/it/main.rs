//! The server from outside: what it answers, what it refuses, and what is left after it was killed.

#![expect(clippy::unwrap_used, reason = "a test says what it does, and stops where it is wrong")]

mod account;
mod assets;
mod crash;
mod directory;
mod edges;
mod mailboxes;
mod pages;
mod person;
mod service;
mod sign_ins;
mod wake;
