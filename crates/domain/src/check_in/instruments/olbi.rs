//! Oldenburg Burnout Inventory: sixteen items in four steps, 1 (agree strongly) to 4; two means, 1 to 4, more is heavier.
//!
//! Key and reversals as two secondary descriptions give them, which agree (mdapp.co, calculator 606; statistics.suttong.com, April 2022; reversals:
//! knowledge-builders.org). The authors give no cut-offs, and none are here; nor a rule for missing answers, nor a reliable change. A sheet that counts
//! 1 as "disagree strongly" is the other way round: the screen says which end is 1.

use super::{Heavier, Instrument, Licence, Scale, Value};

const fn scale(key: &'static str, items: &'static [u8], reversed: &'static [u8]) -> Scale {
    Scale {
        key,
        items,
        reversed,
        value: Value::Mean { times: 1 },
        heavier: Heavier::Up,
        bands: None,
        reliable_change: None,
        fewest_answers: None,
        loinc: None,
    }
}

/// The key of the Oldenburg Burnout Inventory.
pub const OLBI: Instrument = Instrument {
    key: "olbi",
    name: "OLBI",
    version: "16 items, 1 = agree strongly",
    items: 16,
    answers: (1, 4),
    days: None,
    scales: &[
        scale("exhaustion", &[2, 4, 5, 8, 10, 12, 14, 16], &[2, 4, 8, 12]),
        scale("disengagement", &[1, 3, 6, 7, 9, 11, 13, 15], &[3, 6, 9, 11]),
    ],
    asks_for_people: None,
    licence: Licence {
        credit: "Demerouti, Bakker and colleagues",
        terms: "Called free of charge by secondary sources; terms were not read at the authors.",
        sheet: None,
    },
    loinc_items: &[],
    loinc_panel: None,
};
