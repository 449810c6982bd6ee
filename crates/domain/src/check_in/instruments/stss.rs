//! Secondary Traumatic Stress Scale: seventeen items, 1 to 5, the last seven days; three sums and a total of 17 to 85.
//!
//! Key: read in two places that agree (scales.arabpsychology.com; an open implementation). Source of the scale: Bride, Robinson, Yegidis & Figley 2004,
//! *Research on Social Work Practice* 14, 27–35. Bands in circulation were not read in a source of the author, so there are none; nor is there a reliable
//! change, nor a rule for missing answers. Copyright Brian E. Bride 1999; terms were not found, so only the key is here.

use super::{Heavier, Instrument, Licence, Scale, Value};

const fn scale(key: &'static str, items: &'static [u8]) -> Scale {
    Scale {
        key,
        items,
        reversed: &[],
        value: Value::Sum { times: 1 },
        heavier: Heavier::Up,
        bands: None,
        reliable_change: None,
        fewest_answers: None,
        loinc: None,
    }
}

/// The key of the Secondary Traumatic Stress Scale.
pub const STSS: Instrument = Instrument {
    key: "stss",
    name: "STSS",
    version: "1999",
    items: 17,
    answers: (1, 5),
    days: Some(7),
    scales: &[
        scale("intrusion", &[2, 3, 6, 10, 13]),
        scale("avoidance", &[1, 5, 7, 9, 12, 14, 17]),
        scale("arousal", &[4, 8, 11, 15, 16]),
        scale("total", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]),
    ],
    asks_for_people: None,
    licence: Licence {
        credit: "Copyright 1999 Brian E. Bride; Bride, Robinson, Yegidis & Figley 2004",
        terms: "Terms of use were not found; ask the author before copying the sheet.",
        sheet: None,
    },
    loinc_items: &[],
    loinc_panel: None,
};
