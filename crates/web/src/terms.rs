//! The terms of listings, dates and sums of money, in words.

use jiff::civil::Date;
use js_sys::{Array, Function, JsString, Object, Reflect};
use protocol::Timestamp;
use protocol::listing::{Currency, Fee, Jurisdiction, Language};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::t;
use crate::words::say;

/// The language dates are written in; the words of `locales/en` stand around them.
const LANGUAGE: &str = "en-GB";

/// A term of a listing in our words, or as it stands there if it is in her own.
pub(crate) fn term(family: &str, term: &str) -> String {
    let key = format!("{family}-{term}");
    let words = say(&key, &[]);
    if words == key { term.to_owned() } else { words }
}

/// Several things in a line.
pub(crate) fn in_a_row(things: impl IntoIterator<Item = String>) -> String {
    things.into_iter().collect::<Vec<_>>().join(" · ")
}

/// A day: "Thursday 26 November".
pub(crate) fn day(date: Date) -> String {
    let moment = js_sys::Date::new_with_year_month_day(
        u32::try_from(date.year()).unwrap_or_default(),
        i32::from(date.month()) - 1,
        i32::from(date.day()),
    );
    written(&moment, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// A day of some other year: "26 November 2026".
pub(crate) fn day_and_year(date: Date) -> String {
    let moment = js_sys::Date::new_with_year_month_day(
        u32::try_from(date.year()).unwrap_or_default(),
        i32::from(date.month()) - 1,
        i32::from(date.day()),
    );
    written(&moment, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// The day of a moment, on her own clock.
pub(crate) fn day_of(at: Timestamp) -> String {
    // A double holds every millisecond of the next hundred thousand years.
    let milliseconds = at.0.to_string().parse::<f64>().unwrap_or_default();
    let moment = js_sys::Date::new(&JsValue::from_f64(milliseconds));
    written(&moment, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

fn written(moment: &js_sys::Date, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (part, how) in parts {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsString::from(*part), &JsString::from(*how));
    }
    moment.to_locale_date_string(LANGUAGE, &options).into()
}

/// What an hour costs.
pub(crate) fn fee(fee: &Fee) -> String {
    let full = sum(fee.amount, fee.currency);
    match fee.sliding_to {
        Some(lowest) => t!("fee-sliding", full = full, lowest = sum(lowest, fee.currency)),
        None => t!("fee-full", full = full),
    }
}

/// A sum of money, given in the currency's smallest unit.
pub(crate) fn sum(smallest: u32, currency: Currency) -> String {
    let decimals = currency.decimals() as usize;
    let unit = 10_u32.pow(currency.decimals());
    let (whole, part) = (smallest / unit, smallest % unit);
    let number = if part == 0 { whole.to_string() } else { format!("{whole}.{part:0decimals$}") };
    match currency.as_str() {
        "USD" => format!("${number}"),
        "GBP" => format!("£{number}"),
        "EUR" => format!("€{number}"),
        other => format!("{other} {number}"),
    }
}

/// A language by its name, or its tag where nobody has one for it.
pub(crate) fn language(language: &Language) -> String {
    let tag = language.as_str();
    match term("spoken", tag) {
        unknown if unknown == tag => named_by_browser(tag).unwrap_or(unknown),
        ours => ours,
    }
}

fn named_by_browser(tag: &str) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let names: Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    let names = Reflect::construct(&names, &Array::of2(&LANGUAGE.into(), &options)).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &tag.into()).ok()?.as_string()
}

/// A jurisdiction by its name.
pub(crate) fn place(jurisdiction: &Jurisdiction) -> String {
    jurisdiction.name().to_owned()
}

#[cfg(test)]
mod tests {
    use protocol::listing::{Focus, LicenceKind, MeetingFormat, Standing, TimeOfWeek, WayOfWorking};

    use super::*;

    fn check<T: core::fmt::Display>(family: &str, known: &[T]) {
        for known in known {
            let key = format!("{family}-{known}");
            assert_ne!(say(&key, &[]), key);
        }
    }

    #[test]
    fn every_known_term_has_words_and_others_stand_as_they_are() {
        crate::words::add_later();
        check("way", WayOfWorking::KNOWN);
        check("focus", Focus::KNOWN);
        check("time", TimeOfWeek::KNOWN);
        check("format", MeetingFormat::KNOWN);
        check("licence", LicenceKind::KNOWN);
        check("standing", Standing::KNOWN);
        check("spoken", &["ase", "bfi"]);
        assert_eq!(term("way", "hakomi"), "hakomi");
    }

    #[test]
    fn a_fee_says_how_low_it_goes() {
        crate::words::add_later();
        let mut of = Fee { amount: 18_000, currency: "USD".parse().unwrap(), sliding_to: Some(9_050) };
        assert_eq!(fee(&of), "$180 an hour, sliding to $90.50");
        of.sliding_to = None;
        assert_eq!(fee(&of), "$180 an hour");
    }
}
