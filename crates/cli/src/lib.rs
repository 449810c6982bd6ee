//! Held natively: what carries out the client's effects on a computer of one's own, and what is built on that.
//!
//! [`folder`] keeps sealed blobs, [`network`] speaks to a server, and [`runner`] runs one person's client over both.
//! No rules live here: those are the client's.

pub mod folder;
pub mod network;
pub mod runner;
pub mod system;
