//! GAD-7: seven items, 0 to 3, the last two weeks; sum 0 to 21.
//!
//! Bands 5, 10, 15: Spitzer, Kroenke, Williams & Löwe 2006, *Archives of Internal Medicine* 166, 1092–1097. Reliable change of 4: NHS
//! Talking Therapies manual (the secondary source read quotes it). LOINC codes: loinc.org 69729-2. No rule for missing answers could be
//! read, so there is none. Terms as for the PHQ-9.

use super::{Bands, Heavier, Instrument, Licence, ReliableChange, Scale, Value};

/// The key of the GAD-7.
pub const GAD_7: Instrument = Instrument {
    key: "gad-7",
    name: "GAD-7",
    version: "2006",
    items: 7,
    answers: (0, 3),
    days: Some(14),
    scales: &[Scale {
        key: "total",
        items: &[1, 2, 3, 4, 5, 6, 7],
        reversed: &[],
        value: Value::Sum { times: 1 },
        heavier: Heavier::Up,
        bands: Some(Bands {
            from: &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")],
            source: "Spitzer, Kroenke, Williams & Löwe 2006",
        }),
        reliable_change: Some(ReliableChange { points: 4, source: "NHS Talking Therapies manual" }),
        fewest_answers: None,
        loinc: Some("70274-6"),
    }],
    asks_for_people: None,
    licence: Licence {
        credit: "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues",
        terms: "No fee and no permission needed to copy or use it.",
        sheet: Some("https://www.phqscreeners.com"),
    },
    loinc_items: &["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"],
    loinc_panel: None,
};
