//! PHQ-9: nine items, 0 to 3, the last two weeks; sum 0 to 27. Item 9 asks about thoughts of being dead or of hurting
//! oneself and is never scored in silence.
//!
//! Bands 5, 10, 15, 20: Kroenke, Spitzer & Williams 2001, *Journal of General Internal Medicine* 16, 606–613, and LOINC answer list
//! LL382-3. Reliable change of 6: NHS Talking Therapies manual (the secondary source read quotes it). LOINC codes of the items and
//! the total: loinc.org 44249-1 and 69729-2. A rule for missing answers was not found in a source that could be read, so
//! there is none: the score is a range. Terms: the PHQ family needs no fee and no permission (PHQ instruction manual, as quoted by
//! Wikipedia, "Patient Health Questionnaire").

use super::{Bands, Heavier, Instrument, Licence, ReliableChange, Scale, Value};

/// The key of the PHQ-9.
pub const PHQ_9: Instrument = Instrument {
    key: "phq-9",
    name: "PHQ-9",
    version: "1999",
    items: 9,
    answers: (0, 3),
    days: Some(14),
    scales: &[Scale {
        key: "total",
        items: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        reversed: &[],
        value: Value::Sum { times: 1 },
        heavier: Heavier::Up,
        bands: Some(Bands {
            from: &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately-severe"), (20, "severe")],
            source: "Kroenke, Spitzer & Williams 2001",
        }),
        reliable_change: Some(ReliableChange { points: 6, source: "NHS Talking Therapies manual" }),
        fewest_answers: None,
        loinc: Some("44261-6"),
    }],
    asks_for_people: Some(9),
    licence: Licence {
        credit: "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues",
        terms: "No fee and no permission needed to copy or use it.",
        sheet: Some("https://www.phqscreeners.com"),
    },
    loinc_items: &[
        "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8",
    ],
    loinc_panel: Some("44249-1"),
};
