//! Copenhagen Burnout Inventory: nineteen items in five steps worth 0, 25, 50, 75 and 100 (answers 0 to 4 here); three means, 0 to 100.
//!
//! Key: the English version used in the PUMA study (Kristensen, Borritz, Villadsen & Christensen 2005, *Work & Stress* 19, 192–207), numbered through: personal 1 to 6, work
//! 7 to 13 with 13 turned round, clients 14 to 19. That sheet's rule for missing answers is a mean of those given from three of the personal and
//! four of the work items on; for clients it was not read, so all six are needed. No bands: web calculators disagree
//! and the authors' own were not read. No reliable change: inputs not verified. Terms: called free by secondary sources, not read at the publisher; so
//! only the key is here.

use super::{Heavier, Instrument, Licence, Scale, Value};

const fn scale(
    key: &'static str,
    items: &'static [u8],
    reversed: &'static [u8],
    fewest_answers: Option<u8>,
) -> Scale {
    Scale {
        key,
        items,
        reversed,
        value: Value::Mean { times: 25 },
        heavier: Heavier::Up,
        bands: None,
        reliable_change: None,
        fewest_answers,
        loinc: None,
    }
}

/// The key of the Copenhagen Burnout Inventory.
pub const CBI: Instrument = Instrument {
    key: "cbi",
    name: "CBI",
    version: "English, PUMA study",
    items: 19,
    answers: (0, 4),
    days: None,
    scales: &[
        scale("personal", &[1, 2, 3, 4, 5, 6], &[], Some(3)),
        scale("work", &[7, 8, 9, 10, 11, 12, 13], &[13], Some(4)),
        scale("clients", &[14, 15, 16, 17, 18, 19], &[], None),
    ],
    asks_for_people: None,
    licence: Licence {
        credit: "Kristensen, Borritz, Villadsen & Christensen 2005, National Institute of Occupational Health, Copenhagen",
        terms: "Published with the article; terms were not read at the publisher.",
        sheet: None,
    },
    loinc_items: &[],
    loinc_panel: None,
};
