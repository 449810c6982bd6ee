//! The words on public pages, from `locales/`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::civil::Date;
use protocol::listing::Fee;
use unic_langid::langid;

const ENGLISH: &str = include_str!("../../locales/en.ftl");

/// The words of one language.
pub(super) struct Words(FluentBundle<FluentResource>);

pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(Words::english);
    &WORDS
}

impl Words {
    fn english() -> Self {
        let resource = FluentResource::try_new(ENGLISH.to_owned());
        let resource = resource.expect("the words in the tree are read by a test");
        let mut bundle = FluentBundle::new_concurrent(vec![langid!("en")]);
        // The marks around what is filled in are for mixed directions of writing; listings refuse those signs anyway.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no word is there twice: a test reads them");
        Self(bundle)
    }

    /// The words called `name`.
    pub(super) fn text(&self, name: &str) -> String {
        self.with(name, &[])
    }

    /// The words called `name`, with what they leave open.
    pub(super) fn with(&self, name: &str, open: &[(&'static str, &str)]) -> String {
        let arguments: FluentArgs<'_> = open.iter().copied().collect();
        self.format(name, &arguments)
    }

    /// The words called `name`, for so many.
    pub(super) fn count(&self, name: &str, count: usize) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", count);
        self.format(name, &arguments)
    }

    fn format(&self, name: &str, arguments: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.0.get_message(name).and_then(|message| message.value()) else {
            return name.to_owned();
        };
        self.0.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned()
    }

    /// A term of a listing: in words if they are known, else as it was written.
    pub(super) fn term(&self, set: &str, term: &str) -> String {
        let name = format!("{set}-{term}");
        if self.0.has_message(&name) { self.text(&name) } else { term.replace('-', " ") }
    }

    /// Several terms, in one line.
    pub(super) fn terms<'a>(&self, set: &str, terms: impl IntoIterator<Item = &'a str>) -> String {
        terms.into_iter().map(|term| self.term(set, term)).collect::<Vec<_>>().join(", ")
    }

    /// A day, as people here write it.
    pub(super) fn day(&self, day: Date) -> String {
        let month = self.text(&format!("month-{}", day.month()));
        self.with(
            "day",
            &[("day", &day.day().to_string()), ("month", &month), ("year", &day.year().to_string())],
        )
    }

    /// What an hour costs.
    pub(super) fn fee(&self, fee: &Fee) -> String {
        let amount = |smallest: u32| {
            let unit = 10_u32.pow(fee.currency.decimals());
            let (whole, rest) = (smallest / unit, smallest % unit);
            let width = fee.currency.decimals() as usize;
            let number = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:0width$}") };
            format!("{number} {}", fee.currency)
        };
        match fee.sliding_to {
            Some(lowest) => {
                self.with("fee-sliding", &[("fee", &amount(fee.amount)), ("lowest", &amount(lowest))])
            }
            None => amount(fee.amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use protocol::listing::{Compact, Focus, LicenceKind, MeetingFormat, Standing, TimeOfWeek, WayOfWorking};

    use super::*;

    #[test]
    fn there_are_words_for_every_term() {
        let mut missing = Vec::new();
        macro_rules! look {
            ($($set:literal $terms:ty;)*) => {$(
                for term in <$terms>::KNOWN {
                    let name = format!("{}-{}", $set, term.as_str());
                    if !words().0.has_message(&name) {
                        missing.push(name);
                    }
                }
            )*};
        }
        look! {
            "way" WayOfWorking; "focus" Focus; "licence" LicenceKind; "standing" Standing; "time" TimeOfWeek;
            "format" MeetingFormat; "compact" Compact; "check" protocol::directory::CheckMethod;
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn days_fees_and_unknown_terms_read_naturally() {
        assert_eq!(words().day(date(2026, 12, 1)), "1 December 2026");
        assert_eq!(words().term("way", "walking-meditation"), "walking meditation");
        let fee = |amount, currency: &str, sliding_to| {
            words().fee(&Fee { amount, currency: currency.parse().unwrap(), sliding_to })
        };
        assert_eq!(fee(18_000, "USD", Some(9_050)), "180 USD, on a sliding scale down to 90.50 USD");
        assert_eq!(fee(12_000, "JPY", None), "12000 JPY");
    }
}
