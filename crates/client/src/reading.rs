//! What passes between a screen and the short-lived Worker that reads one file, or a few typed words, for her.
//!
//! Files are read away from the client: the parsers are large, and stopping is ending that Worker. What comes back is
//! looked over on the screen and only then handed to the client, which is where it is kept.

use domain::caseload::calendar::{Imported, Progress, Question, Refused};
use domain::people::Contact;
use domain::people::identifier::Country;
use domain::people::import::{ReadError, Reading, Typed};
use serde::{Deserialize, Serialize};

/// What is to be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ToRead {
    /// A calendar; its file follows.
    Calendar(Question),
    /// An address book; its file follows. Numbers without a calling code are read as dialled in this country.
    Contacts(Country),
    /// What was typed into a form; nothing follows.
    Typed(Typed, Country),
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
}
