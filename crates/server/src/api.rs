//! The routes under `/api/v1`, one file for each thing they are about.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod directory;
pub(crate) mod mailboxes;
pub(crate) mod record_log;
pub(crate) mod sign_ins;
pub(crate) mod steward;
pub(crate) mod wake;
