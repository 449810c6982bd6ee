//! The routes under `/api/v1`, one file for each thing they are about.

pub(crate) mod directory;
pub(crate) mod mailboxes;
pub(crate) mod steward;
pub(crate) mod wake;
