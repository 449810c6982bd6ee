//! WHO-5: five items, 0 to 5, the last two weeks; sum times four, 0 to 100, and more is lighter. (One calculator on the
//! web subtracts five from the sum; that is wrong.)
//!
//! 50 or less suggests a closer look, and a difference of 10 counts: Topp, Østergaard, Søndergaard & Bech 2015, *Psychotherapy and
//! Psychosomatics* 84, 167–176, and the scoring sheet as clinical software prints it (help.valant.com). Terms: free to use with the source named
//! (INSPQ information sheet 14); changed versions must be marked (psykiatri-regionh.dk/who-5).

use super::{Bands, Heavier, Instrument, Licence, ReliableChange, Scale, Value};

/// The key of the WHO-5.
pub const WHO_5: Instrument = Instrument {
    key: "who-5",
    name: "WHO-5",
    version: "1998",
    items: 5,
    answers: (0, 5),
    days: Some(14),
    scales: &[Scale {
        key: "total",
        items: &[1, 2, 3, 4, 5],
        reversed: &[],
        value: Value::Sum { times: 4 },
        heavier: Heavier::Down,
        bands: Some(Bands { from: &[(0, "closer-look"), (51, "usual")], source: "Topp et al. 2015" }),
        reliable_change: Some(ReliableChange { points: 10, source: "Topp et al. 2015; WHO-5 scoring sheet" }),
        fewest_answers: None,
        loinc: None,
    }],
    asks_for_people: None,
    licence: Licence {
        credit: "World Health Organization; Psychiatric Research Unit, Mental Health Centre North Zealand, Hillerød",
        terms: "Free to use with the source named; a changed version must be marked as changed.",
        sheet: Some("https://www.psykiatri-regionh.dk/who-5"),
    },
    loinc_items: &[],
    loinc_panel: None,
};
