//! What an hour costs, in whole numbers of the currency's smallest unit, so that no fee is ever rounded.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an hour costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// In the smallest unit of the currency: cents, pence, yen.
    pub amount: u32,
    /// In which currency.
    pub currency: Currency,
    /// How low she goes for someone who needs it, if she does.
    #[serde(default)]
    pub sliding_to: Option<u32>,
}

impl Fee {
    /// The least it can come to.
    #[must_use]
    pub fn lowest(&self) -> u32 {
        self.sliding_to.map_or(self.amount, |lowest| lowest.min(self.amount))
    }
}

/// Three letters of ISO 4217, such as "USD".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The text names no currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such currency: write its three letters, like USD")]
pub struct BadCurrency;

impl Currency {
    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimal places its smallest unit stands for.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"CLP" | b"ISK" | b"JPY" | b"KRW" | b"PYG" | b"UGX" | b"VND" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = BadCurrency;

    fn from_str(text: &str) -> Result<Self, BadCurrency> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_| BadCurrency)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(BadCurrency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!("EUR".parse::<Currency>().unwrap().to_string(), "EUR");
        for text in ["", "eur", "EURO", "E1R", "€"] {
            assert_eq!(text.parse::<Currency>(), Err(BadCurrency), "{text}");
        }
    }

    #[test]
    fn the_lowest_fee_is_the_sliding_one_if_there_is_one() {
        let fee = Fee { amount: 150, currency: "USD".parse().unwrap(), sliding_to: None };
        assert_eq!(fee.lowest(), 150);
        assert_eq!(Fee { sliding_to: Some(60), ..fee }.lowest(), 60);
    }
}
