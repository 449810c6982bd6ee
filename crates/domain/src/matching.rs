//! Finding a therapist, on the clinician's own device: who may practise where she sits, who fits what she wishes for,
//! in which order, and why.
//!
//! What she looks for is never sent anywhere. [`Directory::find`] answers from an index; [`scan::find`] is the slow
//! obvious version, kept because the two must always agree.

mod chosen;
mod directory;
mod found;
mod reason;
mod right;
pub mod scan;
mod set;
mod wishes;
mod word_index;
mod words;

pub use chosen::Chosen;
pub use directory::Directory;
pub use found::{Found, Hint, Match};
pub use reason::Reason;
pub use right::{Right, WhyMaybe};
pub use wishes::{Filter, HighestFee, Wishes};
