//! What passes between a screen and the short-lived Worker that reads one file, or a few typed words, for her, or makes one.
//!
//! Files are read away from the client: the parsers are large, and stopping is ending that Worker. What comes back is
//! looked over on the screen and only then handed to the client, which is where it is kept.

use std::collections::BTreeMap;

use domain::caseload::calendar::{Imported, Progress, Question, Refused};
use domain::people::Contact;
use domain::people::identifier::Country;
use domain::people::import::{ReadError, Reading, Typed};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::copies::CopyError;
use crate::vault::Secret;

/// What is to be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ToRead {
    /// A calendar; its file follows.
    Calendar(Question),
    /// An address book; its file follows. Numbers without a calling code are read as dialled in this country.
    Contacts(Country),
    /// What was typed into a form; nothing follows.
    Typed(Typed, Country),
    /// Everything she keeps, to be made into files. It comes from the client itself, through a port of its own, so
    /// that no key passes through the screens.
    Make(AsFile),
    /// A copy; its file follows.
    Copy {
        /// What opens it, if it is sealed.
        passphrase: Secret,
        /// Whether the client is to lay it beside what is here. Otherwise this goes no further than opening it.
        restore: bool,
    },
}

/// What a copy is made into.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum AsFile {
    /// One file that this passphrase opens.
    Sealed(Secret),
    /// The copy as it is.
    Json,
    /// A table for each kind.
    Tables,
    /// A page to read, in these words.
    Page(BTreeMap<String, String>),
}

/// A file that was made; its content comes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    /// What it is called.
    pub name: String,
    /// How many rows it has, if it is a table.
    pub rows: Option<usize>,
    /// Its size.
    pub bytes: usize,
}

/// No file could be made. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("no copy could be made")]
pub struct NotMade;

/// A copy that opened, and was read to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOpened {
    /// The day it was made.
    pub made_on: Date,
    /// How many of each kind are in it.
    pub contents: Vec<(String, usize)>,
    /// How many records this version of Held cannot read.
    pub unreadable: usize,
    /// Whether it was sealed.
    pub sealed: bool,
}

/// Why a copy did not open. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CopyRefused {
    /// It is sealed, and nothing was typed.
    #[error("this copy is sealed: it needs its passphrase")]
    NeedsPassphrase,
    /// Another passphrase, or a slip of the hand.
    #[error("this passphrase does not open it")]
    WrongPassphrase,
    /// Opening it would take more memory than is safe to give.
    #[error("this copy was sealed at a cost that Held does not pay")]
    TooCostly,
    /// What is in it is no copy that can be used.
    #[error(transparent)]
    Copy(#[from] CopyError),
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum WasRead {
    /// Still reading.
    Progress(Progress),
    /// A calendar, to be looked over.
    Calendar(Result<Imported, Refused>),
    /// An address book, to be looked over.
    Contacts(Result<Reading, ReadError>),
    /// One contact from a form, or the fields that cannot be what they should be.
    Typed(Result<Contact, Vec<domain::people::Kind>>),
    /// Files; their contents come with this, in the same order.
    Made(Result<Vec<MadeFile>, NotMade>),
    /// A copy, opened to its end.
    Copy(Result<CopyOpened, CopyRefused>),
}
