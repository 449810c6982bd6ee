//! Names, folded: case, accents, titles, degrees, initials and punctuation gone, particles joined to what they belong
//! to, and the words sorted, so that `Dr. Zoë van den Berg, PhD` and `van den Berg, Zoe` are one.
//!
//! A name is a weak sign. It is asked about apart and never counted as a person; nothing is guessed (no nicknames, no
//! middle names dropped), and a single word is no name to ask about.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::normal_form;

normal_form!(
    /// A name in its normal form.
    FoldedName, Name
);

#[cfg(feature = "contacts")]
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "rev",
    "fr",
    "sr",
    "jr",
    "ii",
    "iii",
    "iv",
    "herr",
    "frau",
    "dipl",
    "psych",
    "rabbi",
    "habil",
];

#[cfg(feature = "contacts")]
const DEGREES: &[&str] = &[
    "phd", "psyd", "edd", "md", "do", "dsw", "lcsw", "licsw", "lcswr", "msw", "lmft", "mft", "amft", "lpc",
    "lpcc", "apcc", "lmhc", "lcpc", "lcmhc", "rn", "np", "pmhnp", "aprn", "dnp", "ma", "msc", "ms", "med",
    "mdiv", "bsc", "ba", "abpp", "ncc", "atr", "mbacp", "ukcp", "cpsychol", "dclinpsy", "rcc", "esq",
];

#[cfg(feature = "contacts")]
const PARTICLES: &[&str] = &[
    "van", "von", "vom", "zu", "zum", "zur", "der", "den", "de", "da", "das", "do", "dos", "del", "della",
    "di", "du", "des", "la", "le", "las", "los", "ten", "ter", "af", "av", "bin", "ibn", "bint", "al", "el",
    "st", "san", "santa", "mac", "mc", "ap",
];

impl FoldedName {
    fn is_normal(text: &str) -> bool {
        (3..=120).contains(&text.chars().count())
            && text.split(' ').count() >= 2
            && text.split(' ').all(|word| {
                !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase())
            })
    }

    /// The normal form of a name as it is written; `None` if fewer than two words are left.
    #[cfg(feature = "contacts")]
    #[must_use]
    pub fn normalise(text: &str) -> Option<Self> {
        if text.len() > 500 {
            return None;
        }
        let whole = without_brackets(&super::plain(text));
        let (family, given) = whole.split_once(',').unwrap_or((whole.as_str(), ""));
        // "Lopez, Ana" is turned round; "Ana Lopez, PhD" is not, since nothing is left after the comma.
        let mut words = name_words(given, true);
        words.extend(name_words(family, false));
        let joined = with_particles_joined(&words);
        // Le, Do and Al are names too: where joining would leave no second word, nothing is joined.
        let mut words = if joined.len() < 2 { words } else { joined };
        words.sort();
        Self::try_from(words.join(" ")).ok()
    }

    /// Whether the words of one name are all among those of the other.
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        let has_all =
            |many: &Self, few: &Self| few.0.split(' ').all(|word| many.0.split(' ').any(|w| w == word));
        has_all(self, other) || has_all(other, self)
    }
}

/// The words that make up the name: no titles, degrees or initials. A hyphen parts two words, an apostrophe does not.
#[cfg(feature = "contacts")]
fn name_words(part: &str, after_comma: bool) -> Vec<String> {
    let part: String = part.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')).collect();
    let mut words: Vec<String> = Vec::new();
    let chunks = part.split(|c: char| c == ',' || c.is_whitespace()).filter(|chunk| !chunk.is_empty());
    for (at, chunk) in chunks.enumerate() {
        let bare = chunk.replace(['.', '-'], "");
        // Ma and Do are names too, so two letters are a degree only after a comma.
        let may_be_degree = after_comma || at > 0 && bare.len() > 2;
        if TITLES.contains(&bare.as_str()) || may_be_degree && DEGREES.contains(&bare.as_str()) {
            continue;
        }
        let pieces = chunk.split(|c: char| !c.is_alphanumeric()).filter(|piece| !is_initial(piece));
        words.extend(pieces.map(str::to_owned));
    }
    words
}

/// Each particle joined to the word it leads ("Berg, Zoe van den" has been turned round before).
#[cfg(feature = "contacts")]
fn with_particles_joined(words: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut particle = String::new();
    for word in words {
        particle.push_str(word);
        if !PARTICLES.contains(&word.as_str()) {
            joined.push(core::mem::take(&mut particle));
        }
    }
    if !particle.is_empty() {
        joined.push(particle);
    }
    joined
}

/// Nothing, or one letter. One character of a script without letter case is a word.
#[cfg(feature = "contacts")]
fn is_initial(piece: &str) -> bool {
    let mut chars = piece.chars();
    match (chars.next(), chars.next()) {
        (None, _) => true,
        (Some(c), None) => c.is_ascii() || c.is_lowercase() || c.is_uppercase(),
        (Some(_), Some(_)) => false,
    }
}

/// Without what stands in brackets or quotation marks: a nickname, a former name, a remark.
#[cfg(feature = "contacts")]
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut quoted = false;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                '"' | '“' | '”' => {
                    quoted = !quoted;
                    return false;
                }
                _ => {}
            }
            depth == 0 && !quoted
        })
        .collect()
}

/// A name as it is shown to her. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShownName(String);

impl ShownName {
    /// The longest name shown, in characters.
    pub const LIMIT: usize = 120;

    /// The name with white space tidied, cut at [`ShownName::LIMIT`]; `None` if nothing is there.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let tidy = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = tidy.chars().take(Self::LIMIT).collect();
        (!cut.is_empty()).then_some(Self(cut))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ShownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownName(hidden)")
    }
}

#[cfg(all(test, feature = "contacts"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_as_people_write_them() {
        for (written, normal) in [
            ("Ana Lopez", Some("ana lopez")),
            ("  ana   LOPEZ ", Some("ana lopez")),
            ("Ana López", Some("ana lopez")),
            ("Lopez, Ana", Some("ana lopez")),
            ("López, Ana M.", Some("ana lopez")),
            ("Ana M. Lopez", Some("ana lopez")),
            ("Dr. Ana Lopez", Some("ana lopez")),
            ("Dr Ana Lopez, PhD", Some("ana lopez")),
            ("Ana Lopez, Psy.D., LMFT", Some("ana lopez")),
            ("Ana Lopez LCSW", Some("ana lopez")),
            ("Prof. Dr. med. Ana Lopez", Some("ana lopez")),
            ("Ana \"Annie\" Lopez", Some("ana lopez")),
            ("Ana (Annie) Lopez", Some("ana lopez")),
            ("Ana Lopez Jr.", Some("ana lopez")),
            ("Ana Maria Lopez", Some("ana lopez maria")),
            ("Ana Lopez-Ruiz", Some("ana lopez ruiz")),
            ("Sean O'Brien", Some("obrien sean")),
            ("Seán O’Brien", Some("obrien sean")),
            ("Zoë van den Berg", Some("vandenberg zoe")),
            ("van den Berg, Zoe", Some("vandenberg zoe")),
            ("Berg, Zoe van den", Some("vandenberg zoe")),
            ("Zoe Vandenberg", Some("vandenberg zoe")),
            ("Maria de la Cruz", Some("delacruz maria")),
            ("María Delacruz", Some("delacruz maria")),
            ("Søren Ågård", Some("agard soren")),
            ("Łukasz Żółć", Some("lukasz zolc")),
            ("Jürgen Groß", Some("gross jurgen")),
            ("İpek Işık", Some("ipek isik")),
            ("Ａｎａ Ｌｏｐｅｚ", Some("ana lopez")),
            ("王 小明", Some("小明 王")),
            ("Le Nguyen", Some("le nguyen")),
            ("Nguyen, Le", Some("le nguyen")),
            ("Wei Ma", Some("ma wei")),
            ("Wei Ma, MA", Some("ma wei")),
            ("Lopez", None),
            ("Ana", None),
            ("A. L.", None),
            ("Dr. Lopez", None),
            ("Mum", None),
            ("", None),
            ("., ,;", None),
        ] {
            assert_eq!(FoldedName::normalise(written).as_ref().map(FoldedName::as_str), normal, "{written}");
        }
        assert_eq!(FoldedName::normalise(&"ana ".repeat(10_000)), None);
    }

    #[test]
    fn one_name_fits_another_when_its_words_are_all_there() {
        let fold = |name| FoldedName::normalise(name).unwrap();
        assert!(fold("Ana Lopez").fits(&fold("Ana Maria Lopez")));
        assert!(fold("Ana Maria Lopez").fits(&fold("Ana Lopez")));
        assert!(!fold("Ana Lopez").fits(&fold("Bea Lopez")));
    }

    proptest! {
        #[test]
        fn the_normal_form_is_sorted_and_normal(text in "\\PC{0,40}") {
            if let Some(name) = FoldedName::normalise(&text) {
                prop_assert!(FoldedName::try_from(name.as_str().to_owned()).is_ok());
                let words: Vec<_> = name.as_str().split(' ').collect();
                prop_assert!(words.is_sorted());
            }
        }

        #[test]
        fn order_case_and_accents_do_not_matter(given in "[a-z]{3,8}", family in "[b-z]{4,9}") {
            let is_no_name = |word: &str| TITLES.contains(&word) || DEGREES.contains(&word);
            prop_assume!(!is_no_name(&given) && !is_no_name(&family));
            let plain = FoldedName::normalise(&format!("{given} {family}"));
            let turned = FoldedName::normalise(&format!("{}, {given}", family.to_uppercase()));
            prop_assert_eq!(plain, turned);
        }
    }
}
