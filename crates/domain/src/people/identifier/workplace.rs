//! Places of work, folded so that `Oak & Elm Counselling, LLC` and `Oak and Elm Counselling` are one place.

use super::normal_form;

normal_form!(
    /// A place of work in its normal form.
    Workplace, Workplace
);

/// Words that say how a place is owned, not which it is.
#[cfg(feature = "contacts")]
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "pllc",
    "pllp",
    "pc",
    "pa",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "cic",
    "gmbh",
    "ag",
    "ug",
    "ev",
    "bv",
    "sarl",
    "sas",
    "srl",
    "sl",
    "pty",
];

/// What people write where there is no place; shared by strangers.
#[cfg(feature = "contacts")]
const NOWHERE: &[&str] = &[
    "private practice",
    "private practise",
    "self",
    "self employed",
    "selfemployed",
    "independent",
    "freelance",
    "retired",
    "none",
    "n a",
    "na",
    "home",
    "work",
    "office",
    "student",
    "unemployed",
    "own practice",
    "clinic",
    "hospital",
    "university",
    "school",
];

impl Workplace {
    fn is_normal(text: &str) -> bool {
        (3..=120).contains(&text.chars().count())
            && !text.starts_with(' ')
            && !text.ends_with(' ')
            && !text.contains("  ")
            && text.chars().all(|c| c == ' ' || c.is_alphanumeric() && !c.is_uppercase())
    }

    /// The normal form of a place as it is written; `None` for what names no place ("private practice").
    #[cfg(feature = "contacts")]
    #[must_use]
    pub fn normalise(text: &str) -> Option<Self> {
        if text.len() > 1_000 {
            return None;
        }
        let plain = super::plain(text).replace(['&', '+'], " and ").replace(['\'', '’', '.'], "");
        let mut words: Vec<_> =
            plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        while words.len() > 1 && words.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
            words.pop();
        }
        while words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        let folded = words.join(" ");
        if NOWHERE.contains(&folded.as_str()) { None } else { Self::try_from(folded).ok() }
    }
}

#[cfg(all(test, feature = "contacts"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_as_people_write_them() {
        for (written, normal) in [
            ("Oak & Elm Counselling, LLC", Some("oak and elm counselling")),
            ("Oak and Elm Counselling", Some("oak and elm counselling")),
            ("The Harbour Centre", Some("harbour centre")),
            ("St. Mary's Hospital", Some("st marys hospital")),
            ("St Mary’s Hospital ", Some("st marys hospital")),
            ("Universität Zürich", Some("universitat zurich")),
            ("Klinik am Fluß GmbH", Some("klinik am fluss")),
            ("River Psychology P.C.", Some("river psychology")),
            ("Ｎｏｒｔｈ　Ｈｏｕｓｅ", Some("north house")),
            ("Praxis Łódź Sp. z o.o.", Some("praxis lodz sp z oo")),
            ("Co.", None),
            ("Private Practice", None),
            ("Self-employed", None),
            ("n/a", None),
            ("", None),
        ] {
            assert_eq!(Workplace::normalise(written).as_ref().map(Workplace::as_str), normal, "{written}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(text in "\\PC{0,40}") {
            if let Some(place) = Workplace::normalise(&text) {
                prop_assert_eq!(Workplace::normalise(place.as_str()), Some(place));
            }
        }
    }
}
