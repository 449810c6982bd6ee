//! One target for every decoder of bytes from outside: whatever the bytes, it must return, and say no politely.
//!
//! **To add one:** write a `fn(&[u8])` in the file of its crate under `targets/`, add a line to [`TARGETS`], and put at
//! least one good example into `corpus/<name>/`. `cargo test` in this folder runs every target over its corpus and over
//! some thousands of seeded changes to it, on the stable toolchain; `any` runs one for as long as you like:
//! `HELD_FUZZ=vault_head cargo +nightly fuzz run any --features libfuzzer corpus/vault_head`.
//!
//! A target checks more than "does not panic" where it can: what decodes must encode to the same bytes again.

mod targets {
    pub(crate) mod calendar;
    pub(crate) mod copies;
    pub(crate) mod crypto;
    pub(crate) mod directory;
    pub(crate) mod folder;
    pub(crate) mod instruments;
    pub(crate) mod login;
    pub(crate) mod mailbox;
    pub(crate) mod people;
    pub(crate) mod record_log;
}

use targets::{calendar, copies, crypto, directory, folder, instruments, login, mailbox, people, record_log};

/// One decoder under test.
pub struct Target {
    /// Its name, which is also its corpus's folder.
    pub name: &'static str,
    /// Feeds it.
    pub run: fn(&[u8]),
}

/// Every target. The tests and the fuzzer know no other list.
pub const TARGETS: &[Target] = &[
    Target { name: "vault_head", run: crypto::vault_head },
    Target { name: "account_head", run: crypto::account_head },
    Target { name: "vault_device_secret", run: crypto::vault_device_secret },
    Target { name: "vault_record", run: crypto::vault_record },
    Target { name: "log_seal", run: crypto::log_seal },
    Target { name: "recovery_code", run: crypto::recovery_code },
    Target { name: "hello", run: crypto::hello },
    Target { name: "conflict_question", run: crypto::conflict_question },
    Target { name: "conflict_open_question", run: crypto::conflict_open_question },
    Target { name: "conflict_answer", run: crypto::conflict_answer },
    Target { name: "calendar", run: calendar::calendar },
    Target { name: "contacts", run: people::contacts },
    Target { name: "pasted_sheet", run: instruments::pasted },
    Target { name: "listing", run: directory::listing },
    Target { name: "directory_root", run: directory::directory_root },
    Target { name: "directory_shard", run: directory::directory_shard },
    Target { name: "compacts", run: directory::compacts },
    Target { name: "release", run: directory::release },
    Target { name: "login_server", run: login::server },
    Target { name: "login_client", run: login::client },
    Target { name: "record_log", run: record_log::record_log },
    Target { name: "mailbox_page", run: mailbox::page },
    Target { name: "note", run: mailbox::note },
    Target { name: "folder_log", run: folder::folder_log },
    Target { name: "copy", run: copies::copy },
    Target { name: "sealed_copy", run: copies::sealed_copy },
];

/// The target of this name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
