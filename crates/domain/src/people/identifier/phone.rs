//! Telephone numbers, in E.164 form: `+`, the calling code, the national number, and nothing else.
//!
//! Numbers are mostly written as dialled at home, so a default country says what `(415) 555-0123` means. An extension is
//! dropped: the number then stands for the switchboard, on both sides alike.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{NotNormal, normal_form};

normal_form!(
    /// A telephone number in E.164 form.
    Phone, Phone
);

/// A country by its two letters: whose way of dialling a number without a calling code is read in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// The United States.
    pub const US: Self = Self(*b"US");

    /// Its two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = NotNormal;
    fn from_str(text: &str) -> Result<Self, NotNormal> {
        match text.as_bytes() {
            [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => Ok(Self([*a, *b])),
            _ => Err(NotNormal),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = NotNormal;
    fn try_from(text: String) -> Result<Self, NotNormal> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Phone {
    fn is_normal(text: &str) -> bool {
        text.strip_prefix('+').is_some_and(|digits| {
            (7..=15).contains(&digits.len())
                && digits.bytes().all(|b| b.is_ascii_digit())
                && !digits.starts_with('0')
        })
    }

    /// The normal form of a number as it is written, read as dialled in `home` unless it says its calling code.
    /// `None` where it cannot be a whole number there (an area code is missing, it is a short code, it is no number).
    #[cfg(feature = "contacts")]
    #[must_use]
    pub fn normalise(text: &str, home: Country) -> Option<Self> {
        dialling::read(text, home).and_then(|number| Self::try_from(number).ok())
    }
}

#[cfg(feature = "contacts")]
mod dialling {
    use unicode_normalization::UnicodeNormalization as _;

    use super::super::regions::{CODES, COUNTRIES};
    use super::Country;

    pub(super) fn read(text: &str, home: Country) -> Option<String> {
        if text.len() > 200 {
            return None;
        }
        let (digits, is_international) = digits(text)?;
        if is_international {
            return abroad(&digits);
        }
        let (_, code, exits) = COUNTRIES.iter().find(|(name, ..)| *name == home.as_str())?;
        let exit = exits.split('|').find(|exit| !exit.is_empty() && digits.starts_with(exit));
        if let Some(number) = exit.and_then(|exit| abroad(&digits[exit.len()..])) {
            return Some(number);
        }
        if let Some(national) = national(*code, &digits) {
            return Some(format!("+{code}{national}"));
        }
        // "44 20 7946 0958": the calling code without a plus.
        digits.strip_prefix(&code.to_string()).and_then(|_| abroad(&digits))
    }

    /// The digits dialled, and whether they begin with a calling code.
    fn digits(text: &str) -> Option<(String, bool)> {
        let text: String = text.nfkc().collect::<String>().to_lowercase();
        let text = text.trim().trim_start_matches("tel:").trim_start_matches('\'');
        let text = without_extension(text);
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '(' || is_format_mark(c));
        let (is_international, text) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
        // "+44 (0)20 …": the digit dialled only at home.
        let text = if is_international { text.replace("(0)", "") } else { text.to_owned() };
        let letters = text.chars().filter(char::is_ascii_alphabetic).count();
        let mut digits = String::new();
        for c in text.chars() {
            match c {
                _ if decimal(c).is_some() => digits.push(decimal(c)?),
                'a'..='z' if letters >= 3 && digits.len() >= 3 => digits.push(keypad(c)),
                ' ' | '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '*' => {}
                c if c.is_whitespace() || is_format_mark(c) => {}
                _ => return None,
            }
        }
        Some((digits, is_international))
    }

    /// What stands before an extension: a word or sign for one, with digits already before it.
    fn without_extension(text: &str) -> &str {
        let signs = ["ext", "x", "#", ";", ",", "poste", "durchwahl", "int.", "anexo", "extn"];
        let cut = signs.iter().filter_map(|sign| {
            let at = text.find(sign)?;
            let before = text[..at].chars().filter(|c| decimal(*c).is_some()).count();
            let after = text[at + sign.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
            let is_extension =
                before >= 6 && (*sign != "x" || after.starts_with(|c: char| c.is_ascii_digit()));
            is_extension.then_some(at)
        });
        cut.min().map_or(text, |at| &text[..at])
    }

    /// Marks that steer writing direction, which phones leave around numbers.
    fn is_format_mark(c: char) -> bool {
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    }

    /// The digit in whatever script it is written.
    fn decimal(c: char) -> Option<char> {
        const ZEROS: [char; 6] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}'];
        let value = ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|v| *v < 10))?;
        char::from_digit(value, 10)
    }

    fn keypad(letter: char) -> char {
        match letter {
            'a'..='c' => '2',
            'd'..='f' => '3',
            'g'..='i' => '4',
            'j'..='l' => '5',
            'm'..='o' => '6',
            'p'..='s' => '7',
            't'..='v' => '8',
            _ => '9',
        }
    }

    /// A number that begins with a calling code.
    fn abroad(digits: &str) -> Option<String> {
        (1..=3).find_map(|length| {
            let code: u16 = digits.get(..length)?.parse().ok()?;
            CODES.binary_search_by_key(&code, |(code, ..)| *code).ok()?;
            let national = national(code, &digits[length..])?;
            Some(format!("+{code}{national}"))
        })
    }

    /// The national number without the prefix dialled before it; `None` if no number there is that long.
    fn national(code: u16, digits: &str) -> Option<&str> {
        let at = CODES.binary_search_by_key(&code, |(code, ..)| *code).ok()?;
        let (_, prefix, lengths) = CODES[at];
        let fits = |digits: &str| digits.len() < 32 && lengths & 1 << digits.len() != 0;
        let number = match digits.strip_prefix(prefix).filter(|_| !prefix.is_empty()) {
            // A leading zero is always the prefix where there is one; other digits may also begin a number.
            Some(rest)
                if fits(rest) && (prefix.starts_with('0') || !fits(digits) || is_dialled(code, digits)) =>
            {
                rest
            }
            _ if fits(digits) => digits,
            _ => return other_forms(code, digits),
        };
        // In North America neither an area code nor an exchange begins with 0 or 1.
        let begins_well = |part: &str| part.starts_with(|c: char| c >= '2');
        let whole = code != 1 || begins_well(number) && number.get(3..).is_some_and(begins_well);
        whole.then_some(number)
    }

    /// Belarus dials 8 and has numbers of many lengths, of which only those beginning with 80 begin with an 8.
    fn is_dialled(code: u16, digits: &str) -> bool {
        code == 375 && !digits.starts_with("80")
    }

    /// Forms still in address books after a country changed how it dials.
    fn other_forms(code: u16, digits: &str) -> Option<&str> {
        match (code, digits.len()) {
            // Mexico until 2019: a 1 between calling code and mobile number; 044, 045 and 01 before it at home.
            (52, 11) => digits.strip_prefix('1'),
            (52, 13) => digits.strip_prefix("044").or_else(|| digits.strip_prefix("045")),
            (52, 12) => digits.strip_prefix("01"),
            // Brazil: 0 and two digits for the carrier.
            (55, 13 | 14) if digits.starts_with('0') => Some(&digits[3..]),
            _ => None,
        }
    }
}

#[cfg(all(test, feature = "contacts"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn country(code: &str) -> Country {
        code.parse().expect("two letters")
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (written, home, normal) in [
            ("(415) 555-0123", "US", Some("+14155550123")),
            ("415.555.0123", "US", Some("+14155550123")),
            ("4155550123", "US", Some("+14155550123")),
            ("1-415-555-0123", "US", Some("+14155550123")),
            ("+1 (415) 555-0123", "GB", Some("+14155550123")),
            ("001 415 555 0123", "DE", Some("+14155550123")),
            ("011 44 20 7946 0958", "US", Some("+442079460958")),
            ("tel:+1-415-555-0123", "US", Some("+14155550123")),
            ("tel:+1-415-555-0123;ext=22", "US", Some("+14155550123")),
            ("415-555-0123 x22", "US", Some("+14155550123")),
            ("415-555-0123 ext. 22", "US", Some("+14155550123")),
            ("415-555-0123,,22#", "US", Some("+14155550123")),
            ("1-415-555-HELD", "US", Some("+14155554353")),
            ("'+14155550123", "US", Some("+14155550123")),
            ("\u{202a}+1 415 555 0123\u{202c}", "US", Some("+14155550123")),
            ("+1\u{a0}415\u{a0}555‑0123", "US", Some("+14155550123")),
            ("＋１ ４１５ ５５５ ０１２３", "US", Some("+14155550123")),
            ("٤١٥٥٥٥٠١٢٣", "US", Some("+14155550123")),
            ("555-0123", "US", None),
            ("911", "US", None),
            ("115 555 0123", "US", None),
            ("415 155 0123", "US", None),
            ("020 7946 0958", "GB", Some("+442079460958")),
            ("(020) 7946 0958", "GB", Some("+442079460958")),
            ("+44 (0)20 7946 0958", "US", Some("+442079460958")),
            ("+44 020 7946 0958", "US", Some("+442079460958")),
            ("0044 20 7946 0958", "GB", Some("+442079460958")),
            ("44 20 7946 0958", "GB", Some("+442079460958")),
            ("07700 900123", "GB", Some("+447700900123")),
            ("01632 960123", "GB", Some("+441632960123")),
            ("030 23125 555", "DE", Some("+493023125555")),
            ("+49 (0) 30 23125 555", "US", Some("+493023125555")),
            ("06 12 34 56 78", "FR", Some("+33612345678")),
            ("+33 6 12 34 56 78", "US", Some("+33612345678")),
            ("06 6982 1234", "IT", Some("+390669821234")),
            ("+39 06 6982 1234", "US", Some("+390669821234")),
            ("612 34 56 78", "ES", Some("+34612345678")),
            ("085 123 4567", "IE", Some("+353851234567")),
            ("0412 345 678", "AU", Some("+61412345678")),
            ("0011 1 415 555 0123", "AU", Some("+14155550123")),
            ("021 123 4567", "NZ", Some("+64211234567")),
            ("098765 43210", "IN", Some("+919876543210")),
            ("8 (912) 345-67-89", "RU", Some("+79123456789")),
            ("06 1 234 5678", "HU", Some("+3612345678")),
            ("+52 1 55 1234 5678", "US", Some("+525512345678")),
            ("044 55 1234 5678", "MX", Some("+525512345678")),
            ("55 1234 5678", "MX", Some("+525512345678")),
            ("0 15 11 91234-5678", "BR", Some("+5511912345678")),
            ("(11) 91234-5678", "BR", Some("+5511912345678")),
            ("+999 123 456 789", "US", None),
            ("+", "US", None),
            ("ask at the desk", "US", None),
            ("ana@example.org", "US", None),
            ("", "US", None),
            ("4155550123", "XX", None),
        ] {
            let phone = Phone::normalise(written, country(home));
            assert_eq!(phone.as_ref().map(Phone::as_str), normal, "{written} in {home}");
        }
        assert_eq!(Phone::normalise(&"1".repeat(100_000), Country::US), None);
    }

    /// The reference's own examples, written in each of the ways it would write them, must come out as it says.
    #[test]
    fn the_reference_agrees_on_its_examples() {
        use phonenumber::metadata::DATABASE;
        let mut compared = 0;
        let mut differ = Vec::new();
        for meta in DATABASE.iter().filter(|meta| meta.id() != "001") {
            let home = country(meta.id());
            let all = meta.descriptors();
            let kinds = [all.fixed_line(), all.mobile(), all.toll_free(), all.voip()];
            for example in kinds.into_iter().flatten().filter_map(|kind| kind.example()) {
                let expected = format!("+{}{example}", meta.country_code());
                let prefix = meta.national_prefix().unwrap_or_default();
                let spaced = example.chars().flat_map(|c| [c, ' ']).collect::<String>();
                for written in
                    [expected.clone(), format!("{prefix}{example}"), format!("({prefix}) {spaced}")]
                {
                    compared += 1;
                    let ours = Phone::normalise(&written, home);
                    if ours.as_ref().map(Phone::as_str) != Some(expected.as_str()) {
                        differ.push(format!("{} {written} {ours:?}", meta.id()));
                    }
                }
            }
        }
        assert!(compared > 2_000, "{compared}");
        assert_eq!(differ, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(text in "[+0-9() .x-]{0,24}", home in "(US|GB|DE|IT|RU|MX|BR)") {
            if let Some(phone) = Phone::normalise(&text, country(&home)) {
                prop_assert_eq!(Phone::normalise(phone.as_str(), Country::US), Some(phone));
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,60}") {
            let _ = Phone::normalise(&text, Country::US);
        }
    }
}
