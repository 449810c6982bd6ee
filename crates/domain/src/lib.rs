//! What only the clinician sees: check-ins, her caseload as counts, looking back, her people, and matching with listings.
//!
//! Nothing here reads a clock, draws randomness, does I/O or knows how it will be stored.

pub mod bilateral;
pub mod caseload;
pub mod chapters;
pub mod check_in;
pub mod hello;
pub mod kept_moments;
pub mod looking_back;
pub mod matching;
pub mod parts;
pub mod people;
pub mod release;
