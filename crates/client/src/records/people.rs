//! Her people and places as they are stored, one record each.

use domain::people::{Person, Place};
use jiff::civil::Date;
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

/// She has said which of her people are clients of hers, or that none is. While it is there, she is not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientsSaidRecord {
    pub(crate) on: Date,
}

impl Stored for ClientsSaidRecord {
    const KIND: &'static str = "clients-said";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<PersonRecord>(
            r#"{"kind":"person","version":1,"body":{"id":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16],"name":"Ana López","group":"colleagues","asked":true,"never":false,"names":["ana lopez"],"emails":["ana@example.org"],"phones":["+14155550123"],"npi":"1234567893","licences":["US-CA psychologist 12345"],"workplaces":["oak clinic"]}}"#,
        );
        check_frozen::<PersonRecord>(
            r#"{"kind":"person","version":1,"body":{"id":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],"name":"Bea","group":null,"asked":false,"never":true,"names":[],"emails":[],"phones":["+442079460958"],"npi":null,"licences":[],"workplaces":[]}}"#,
        );
        check_frozen::<ClientsSaidRecord>(
            r#"{"kind":"clients-said","version":1,"body":{"on":"2026-11-23"}}"#,
        );
        check_frozen::<PlaceRecord>(
            r#"{"kind":"place","version":1,"body":{"workplace":"oak clinic","name":"Oak Clinic","asked":true}}"#,
        );
    }
}
