//! Held natively: what carries out the client's effects on a computer of one's own, and what is built on that.
//!
//! [`folder`] keeps sealed blobs, [`copies`] makes files of them and brings them back, [`network`] speaks to a server,
//! [`exchange`] signs in to it, and [`runner`] runs one person's client over both. [`steward`] signs the directory away from the server, [`mod@release`] what
//! the web app is made of, and [`sample`] runs a whole collective of fictional
//! therapists. No rules live here: those are the client's.

pub mod copies;
pub mod exchange;
pub mod folder;
pub mod key_file;
pub mod network;
pub mod release;
pub mod runner;
pub mod sample;
pub mod steward;
pub mod system;
