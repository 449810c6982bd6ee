//! One file for each screen. A screen draws a view and sends intents; it decides nothing.

pub(crate) mod account;
pub(crate) mod calendar;
pub(crate) mod caseload;
pub(crate) mod check_in;
pub(crate) mod conflict_check;
pub(crate) mod copies;
pub(crate) mod door;
pub(crate) mod finding;
pub(crate) mod first_door;
pub(crate) mod hello;
pub(crate) mod letters;
pub(crate) mod listing;
pub(crate) mod need_more_now;
pub(crate) mod now;
pub(crate) mod nowhere;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod set_aside;
pub(crate) mod someone;
pub(crate) mod threshold;
pub(crate) mod veil;
pub(crate) mod version;
pub(crate) mod waiting;
pub(crate) mod ways_in;
pub(crate) mod yours;
