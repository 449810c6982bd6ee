//! ProQOL 5: thirty items, 1 to 5, the last 30 days; three sums of ten items, 10 to 50. Never one total.
//!
//! Key and reversals (1, 4, 15, 17, 29): read in three open implementations of Stamm's 2009 sheet, which agree. Bands of raw
//! scores (22 or less, 23 to 41, 42 or more): the same sheet as they have it. An older sheet has T-scores with other cuts;
//! the two are never mixed. No reliable change: the standard deviations of raw scores were not read in a source. Known weakness: a
//! Rasch study of 1,615 nurses found the burnout and secondary-stress scales wanting (Heritage, Rees & Hegney 2018, *PLoS ONE* 13, e0193478). Terms: may be
//! copied and used without asking, with credit, unchanged but for the word for "helper", and not sold (Center for Victims of Torture).

use super::{Bands, Heavier, Instrument, Licence, Scale, Value};

const BANDS: Bands = Bands {
    from: &[(10, "low"), (23, "moderate"), (42, "high")],
    source: "Stamm 2009, self-scoring sheet of the ProQOL 5",
};

const fn scale(key: &'static str, items: &'static [u8], reversed: &'static [u8], heavier: Heavier) -> Scale {
    Scale {
        key,
        items,
        reversed,
        value: Value::Sum { times: 1 },
        heavier,
        bands: Some(BANDS),
        reliable_change: None,
        fewest_answers: None,
        loinc: None,
    }
}

/// The key of the ProQOL 5.
pub const PROQOL_5: Instrument = Instrument {
    key: "proqol-5",
    name: "ProQOL 5",
    version: "5 (2009)",
    items: 30,
    answers: (1, 5),
    days: Some(30),
    scales: &[
        scale("compassion-satisfaction", &[3, 6, 12, 16, 18, 20, 22, 24, 27, 30], &[], Heavier::Down),
        scale("burnout", &[1, 4, 8, 10, 15, 17, 19, 21, 26, 29], &[1, 4, 15, 17, 29], Heavier::Up),
        scale("secondary-traumatic-stress", &[2, 5, 7, 9, 11, 13, 14, 23, 25, 28], &[], Heavier::Up),
    ],
    asks_for_people: None,
    licence: Licence {
        credit: "B. Hudnall Stamm (2009). Professional Quality of Life: Compassion Satisfaction and Fatigue Version 5 (ProQOL). ProQOL.org",
        terms: "May be copied and used without asking, with credit and a link to ProQOL.org; unchanged, and not sold.",
        sheet: Some("https://proqol.org"),
    },
    loinc_items: &[],
    loinc_panel: None,
};
