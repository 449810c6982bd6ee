//! The server's tables, in the words of the domain: mailboxes, accounts and their record logs, the
//! listings that wait, the steward's directory.
//!
//! [`Store`] says what an engine can do; [`Memory`] and [`Sqlite`] do it, and [`Backend`] is whichever was chosen. One
//! suite in `tests/it` runs on every engine. An answer means that the change is durable: nothing is acknowledged
//! before its commit. Nothing here opens a sealed body, knows a route, or reads a clock: `now` is an argument.

mod accounts;
mod backend;
mod clock;
mod memory;
mod sqlite;
mod store;

pub use accounts::{
    AccountError, AccountNumber, AppendLogError, Devices, FoundKey, MakeAccountError, NameError, NewAccount,
    NewDevice, NewHead, NewSignIn, Proof, PutHeadError, Registration, SignInError,
};
pub use backend::Backend;
pub use clock::ClockState;
pub use memory::Memory;
pub use sqlite::{OpenError, Sqlite};
pub use store::{
    Append, AppendError, Directory, DirectoryError, Expired, Failure, Figures, ListingError, Made,
    MailboxError, MakeError, NewDirectory, NewMailbox, Page, PendingListing, Store,
};
