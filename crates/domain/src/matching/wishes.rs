//! What a clinician wishes for. An empty wish excludes nobody.

use jiff::civil::Date;
use protocol::listing::{
    Currency, Fee, Focus, Jurisdiction, Language, MeetingFormat, Opening, TimeOfWeek, WayOfWorking,
};
use serde::{Deserialize, Serialize};

/// What a clinician wishes for. Of several ways, concerns, times or formats, one that fits is enough to be found; each
/// further one counts towards the order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// Where she sits when they meet: what decides who may practise.
    pub seat: Option<Jurisdiction>,
    /// Only those whose right to practise there was checked.
    pub only_sure: bool,
    /// Words to find in the listing; the last may be unfinished.
    pub words: String,
    /// Ways of working.
    pub ways: Vec<WayOfWorking>,
    /// What she comes for.
    pub focus: Vec<Focus>,
    /// The most an hour may cost, the sliding scale included.
    pub highest_fee: Option<HighestFee>,
    /// A private fee with no diagnosis on any file.
    pub private_pay: bool,
    /// Room for someone new within so many days.
    pub opening_within_days: Option<u16>,
    /// When in the week.
    pub times: Vec<TimeOfWeek>,
    /// How to meet.
    pub formats: Vec<MeetingFormat>,
    /// In which language.
    pub language: Option<Language>,
    /// Her own town, to find nobody from there.
    pub not_town: String,
    /// Her own training programme, to find nobody from there.
    pub not_training: String,
    /// Nobody tied to an employer or an employee-assistance programme.
    pub not_employer_or_eap: bool,
    /// Nobody who may become supervisor or assessor.
    pub never_supervisor: bool,
}

/// The most an hour may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighestFee {
    /// In the smallest unit of the currency.
    pub amount: u32,
    /// In which currency. A fee in another one does not fit, since nothing here knows a rate of exchange.
    pub currency: Currency,
}

impl HighestFee {
    /// A sum as a person types it: "120", "120.50", "120,5", "1,200". `None` if it is no sum.
    #[must_use]
    pub fn parse(typed: &str, currency: Currency) -> Option<Self> {
        let decimals = currency.decimals() as usize;
        let is_point = |letter: char| matches!(letter, '.' | ',');
        let typed = typed.trim();
        let (whole, part) = match typed.rsplit_once(is_point) {
            Some((whole, part)) if (1..=decimals).contains(&part.len()) => (whole, part),
            _ => (typed, ""),
        };
        let digits = whole.replace(is_point, "") + part + &"0".repeat(decimals - part.len());
        let are_digits = whole.starts_with(|first: char| first.is_ascii_digit())
            && digits.bytes().all(|digit| digit.is_ascii_digit());
        let amount = digits.parse().ok().filter(|_| are_digits)?;
        Some(Self { amount, currency })
    }

    /// Whether the fee fits, if need be by the sliding scale.
    pub(super) fn admits(&self, fee: &Fee) -> bool {
        fee.currency == self.currency && fee.lowest() <= self.amount
    }
}

/// One wish that can exclude a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// May practise where she sits, or perhaps may.
    Seat,
    /// That right was checked.
    OnlySure,
    /// Her words are in it.
    Words,
    /// A way of working.
    Ways,
    /// What she comes for.
    Focus,
    /// The fee.
    Fee,
    /// A private fee with no diagnosis on file.
    PrivatePay,
    /// Room within so many days.
    Opening,
    /// A time of the week.
    Times,
    /// A way to meet.
    Formats,
    /// The language.
    Language,
    /// Not her town.
    NotTown,
    /// Not her training programme.
    NotTraining,
    /// Not tied to an employer.
    NotEmployer,
    /// Never a supervisor.
    NeverSupervisor,
}

/// Days after which what a therapist said about her next opening says nothing any more.
const OPENING_STALE_AFTER: i32 = 60;

/// An opening as numbers of days, so that many can be compared quickly.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpeningDays {
    next: i32,
    stated_on: i32,
}

impl OpeningDays {
    const NONE: i32 = i32::MAX;

    pub(super) fn new(opening: &Opening) -> Self {
        Self { next: opening.next.map_or(Self::NONE, day_number), stated_on: day_number(opening.stated_on) }
    }

    /// In how many days there is room, counted from `today`; 0 if there is room already; none if that is not known.
    pub(super) fn until(self, today: i32) -> Option<i32> {
        let stale = today - self.stated_on > OPENING_STALE_AFTER;
        if stale || self.next == Self::NONE { None } else { Some((self.next - today).max(0)) }
    }
}

/// In how many days there is room; none if that is not known.
pub(super) fn days_until_opening(opening: &Opening, today: Date) -> Option<i32> {
    OpeningDays::new(opening).until(day_number(today))
}

/// Days since 1970. All dates are within ten thousand years of it.
pub(super) fn day_number(date: Date) -> i32 {
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    i32::try_from(days).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_opening_that_was_stated_long_ago_is_not_known_any_more() {
        let opening = Opening { next: Some(date(2026, 3, 10)), stated_on: date(2026, 2, 1) };
        assert_eq!(days_until_opening(&opening, date(2026, 3, 1)), Some(9));
        assert_eq!(days_until_opening(&opening, date(2026, 3, 20)), Some(0));
        assert_eq!(days_until_opening(&opening, date(2026, 4, 2)), Some(0));
        assert_eq!(days_until_opening(&opening, date(2026, 4, 3)), None);
        assert_eq!(days_until_opening(&Opening { next: None, ..opening }, date(2026, 3, 1)), None);
    }

    #[test]
    fn a_sum_is_read_as_a_person_types_it() {
        let read = |typed: &str, currency: &str| {
            HighestFee::parse(typed, currency.parse().unwrap()).map(|highest| highest.amount)
        };
        for (typed, cents) in [("120", 12_000), (" 120.50 ", 12_050), ("120,5", 12_050), ("1,200", 120_000)] {
            assert_eq!(read(typed, "USD"), Some(cents), "{typed}");
        }
        assert_eq!(read("9,000", "JPY"), Some(9_000));
        for typed in ["", ".", "12 or so", "-5", "+5", "99999999999", ".50"] {
            assert_eq!(read(typed, "USD"), None, "{typed}");
        }
    }

    #[test]
    fn a_fee_in_another_currency_does_not_fit() {
        let highest = HighestFee { amount: 10_000, currency: "USD".parse().unwrap() };
        let fee = Fee { amount: 15_000, currency: "USD".parse().unwrap(), sliding_to: Some(10_000) };
        assert!(highest.admits(&fee));
        assert!(!highest.admits(&Fee { sliding_to: None, ..fee }));
        assert!(!highest.admits(&Fee { currency: "EUR".parse().unwrap(), ..fee }));
    }

    #[test]
    fn wishes_kept_by_an_older_version_are_still_wishes() {
        let wishes: Wishes = serde_json::from_str(r#"{"seat":"US-CA","words":"grief"}"#).unwrap();
        assert_eq!(wishes.words, "grief");
        assert!(wishes.ways.is_empty());
    }
}
