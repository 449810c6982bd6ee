//! Her people and places as they are stored, one record each.

use domain::people::{Person, Place};
use serde::{Deserialize, Serialize};

use super::Stored;

/// One of her people. The record's id is the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PersonRecord(pub(crate) Person);

impl Stored for PersonRecord {
    const KIND: &'static str = "person";
}

/// One of her places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PlaceRecord(pub(crate) Place);

impl Stored for PlaceRecord {
    const KIND: &'static str = "place";
}
