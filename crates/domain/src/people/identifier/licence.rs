//! Licences, as a board prints them: where, what for, which number.

use protocol::listing::{Jurisdiction, LicenceKind};

use super::normal_form;

normal_form!(
    /// A licence in its normal form: `US-CA psychologist 12345`.
    Licence, Licence
);

impl Licence {
    /// The normal form of a licence. The number loses spaces, punctuation, leading zeros and the letters before it,
    /// which name the kind again (`PSY 012345` is `12345`).
    #[must_use]
    pub fn new(jurisdiction: Jurisdiction, kind: &LicenceKind, number: &str) -> Option<Self> {
        let number: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
        let number = number.to_ascii_uppercase();
        let bare = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let bare = bare.trim_start_matches('0');
        Self::try_from(format!("{} {} {bare}", jurisdiction.as_str(), kind.as_str())).ok()
    }

    /// The licence in a line such as `US-CA psychologist PSY 12345` or `us-ca LMFT 12345`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 120 {
            return None;
        }
        let (jurisdiction, rest) = text.split_once([' ', ',', ':'])?;
        let jurisdiction = jurisdiction.to_uppercase().parse().ok()?;
        let words: Vec<_> = rest.split([' ', ',', ':', '#', '.']).filter(|word| !word.is_empty()).collect();
        let split = words.iter().position(|word| word.contains(|c: char| c.is_ascii_digit()))?;
        let (named, number) = words.split_at(split);
        // "psychologist PSY 12345": letters may stand apart from the number they lead.
        let without_lead = named.len().checked_sub(1).map(|last| &named[..last]);
        let kind = kind_named(named).or_else(|| kind_named(without_lead?))?;
        Self::new(jurisdiction, &kind, &number.concat())
    }

    fn is_normal(text: &str) -> bool {
        let parts: Vec<_> = text.split(' ').collect();
        let [jurisdiction, kind, number] = parts[..] else { return false };
        jurisdiction.parse::<Jurisdiction>().is_ok()
            && (1..=40).contains(&kind.len())
            && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            && (1..=20).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && number.starts_with(|c: char| c.is_ascii_digit() && c != '0')
    }
}

/// The kind that words, or the letters after a name, stand for.
fn kind_named(words: &[&str]) -> Option<LicenceKind> {
    Some(match words.join("-").to_lowercase().as_str() {
        "psychologist" | "psy" | "clinical-psychologist" | "licensed-psychologist" => {
            LicenceKind::Psychologist
        }
        "counsellor"
        | "counselor"
        | "lpc"
        | "lpcc"
        | "lmhc"
        | "lcpc"
        | "lcmhc"
        | "professional-counselor" => LicenceKind::Counsellor,
        "marriage-and-family-therapist" | "lmft" | "mft" => LicenceKind::MarriageAndFamily,
        "clinical-social-worker" | "lcsw" | "licsw" | "lcsw-c" | "lisw" => LicenceKind::ClinicalSocialWorker,
        "psychiatrist" => LicenceKind::Psychiatrist,
        "psychiatric-nurse" | "pmhnp" => LicenceKind::PsychiatricNurse,
        "psychotherapist" => LicenceKind::Psychotherapist,
        "creative-arts-therapist" | "lcat" => LicenceKind::CreativeArtsTherapist,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_as_people_write_them() {
        for (written, normal) in [
            ("US-CA psychologist 12345", Some("US-CA psychologist 12345")),
            ("us-ca PSY 12345", Some("US-CA psychologist 12345")),
            ("US-CA psychologist PSY012345", Some("US-CA psychologist 12345")),
            ("US-CA Psychologist PSY 12345", Some("US-CA psychologist 12345")),
            ("US-NY: LCSW #0078-901", Some("US-NY clinical-social-worker 78901")),
            ("US-OR LPC C4321", Some("US-OR counsellor 4321")),
            ("US-WA marriage and family therapist LF 6012", Some("US-WA marriage-and-family-therapist 6012")),
            ("US-WA lmft LF6012", Some("US-WA marriage-and-family-therapist 6012")),
            ("GB-ENG psychotherapist 998877A", Some("GB-ENG psychotherapist 998877A")),
            ("California psychologist 12345", None),
            ("US-CA plumber 12345", None),
            ("US-CA psychologist", None),
            ("US-CA psychologist 000", None),
            ("", None),
        ] {
            assert_eq!(Licence::parse(written).as_ref().map(Licence::as_str), normal, "{written}");
        }
        assert_eq!(Licence::parse(&"US-CA ".repeat(1_000)), None);
    }

    #[test]
    fn a_licence_in_a_listing_has_the_same_normal_form() {
        let listed = Licence::new("US-CA".parse().unwrap(), &LicenceKind::Psychologist, "PSY 12345");
        assert_eq!(listed, Licence::parse("US-CA psychologist 12345"));
    }
}
