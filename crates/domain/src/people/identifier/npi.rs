//! The US National Provider Identifier: ten digits, the last a check digit. It proves neither a licence nor who someone
//! is, and many have none.

use super::normal_form;

normal_form!(
    /// An NPI whose check digit is right.
    Npi, Npi
);

impl Npi {
    /// The NPI in `text`: ten digits, with or without spaces and hyphens between them.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let digits: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        Self::try_from(digits).ok()
    }

    fn is_normal(text: &str) -> bool {
        text.len() == 10
            && text.starts_with(['1', '2'])
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && check_digit(&text.as_bytes()[..9]) == text.as_bytes()[9]
    }
}

/// Luhn's check digit, counted as if the nine digits were led by 80840, which adds 24.
fn check_digit(nine: &[u8]) -> u8 {
    let sum: u32 = nine
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0');
            let twice = digit * 2;
            if at % 2 == 0 { twice / 10 + twice % 10 } else { digit }
        })
        .sum();
    b'0' + ((10 - (sum + 24) % 10) % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_passes_and_a_wrong_digit_does_not() {
        assert!(Npi::new("1234567893").is_some());
        assert_eq!(Npi::new(" 1234-567 893 ").unwrap().as_str(), "1234567893");
        for bad in
            ["1234567890", "123456789", "12345678930", "3234567893", "abcdefghij", "", "１２３４５６７８９３"]
        {
            assert_eq!(Npi::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn any_one_digit_changed_is_noticed() {
        let right = *b"1234567893";
        for at in 0..10 {
            for digit in b'0'..=b'9' {
                let mut other = right;
                other[at] = digit;
                let text = core::str::from_utf8(&other).unwrap();
                assert_eq!(Npi::new(text).is_some(), other == right, "{text}");
            }
        }
    }
}
