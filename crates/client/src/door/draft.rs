//! A listing while it is being written: what she typed, exactly as she typed it, and what does not fit yet.
//!
//! A draft is never refused and never tidied up: it is kept as it stands and only read when she looks it over. Then each
//! part that does not fit says why, so that the form can say it beside the field.

use core::fmt;

use jiff::civil::Date;
use protocol::listing::{
    Currency, Fee, Field, Focus, Jurisdiction, Language, Licence, LicenceKind, Limits, Listing, ListingError,
    MeetingFormat, Opening, Standing, TimeOfWeek, WayOfWorking,
};
use protocol::{Capability, ListingId, MailboxId, PublicKey};
use serde::{Deserialize, Serialize};

/// What she has typed so far.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each is what is typed for the field of `Listing` of the same name")]
pub struct ListingDraft {
    pub name: String,
    pub words: String,
    pub licences: Vec<LicenceDraft>,
    pub town: String,
    pub jurisdiction: String,
    /// One programme a line.
    pub training: String,
    pub ways: Vec<WayOfWorking>,
    /// Ways of working in her own words, with commas between them.
    pub other_ways: String,
    pub focus: Vec<Focus>,
    pub fee: String,
    /// Empty where there is no sliding scale.
    pub sliding_to: String,
    pub currency: String,
    pub private_pay_no_diagnosis: bool,
    /// The next day with room, as a date field gives it; empty while there is none.
    pub opening: String,
    pub times: Vec<TimeOfWeek>,
    pub formats: Vec<MeetingFormat>,
    pub languages: Vec<Language>,
    pub not_employer_or_eap: bool,
    pub never_supervisor: bool,
    pub answers_within_days: String,
}

/// One licence, as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is what is typed for the field of `Licence` of the same name")]
pub struct LicenceDraft {
    pub jurisdiction: String,
    pub kind: LicenceKind,
    pub number: String,
    pub standing: Standing,
}

/// A part of the form that something may be said about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of `ListingDraft` of the same name")]
pub enum Part {
    Name,
    Words,
    /// There are none, or too many.
    Licences,
    /// Where the one at this place counts.
    LicencePlace(usize),
    /// The number of the one at this place.
    LicenceNumber(usize),
    Town,
    Jurisdiction,
    Training,
    Ways,
    OtherWays,
    Focus,
    Fee,
    SlidingTo,
    Currency,
    Opening,
    Times,
    Formats,
    Languages,
    AnswersWithinDays,
}

/// Why a part does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slip {
    /// Nothing is there.
    Missing,
    /// Longer than a listing holds.
    TooLong {
        /// How many characters it has.
        has: usize,
        /// How many fit.
        most: usize,
    },
    /// Neither the name nor the code of a place.
    NoSuchPlace,
    /// Not the three letters of a currency.
    NoSuchCurrency,
    /// Not a sum of money.
    NotASum,
    /// The sliding scale ends above the fee.
    AboveTheFee,
    /// Not a day.
    NotADay,
    /// The day lies behind us.
    DayHasPassed,
    /// Not a number of days a listing may promise.
    NotDays {
        /// The longest it may promise.
        most: u8,
    },
    /// Anything else, in the words of the check that found it.
    Other(String),
}

impl Default for ListingDraft {
    /// An empty form, with what most would choose in the few places where a field cannot stand empty.
    fn default() -> Self {
        Self {
            name: String::new(),
            words: String::new(),
            licences: vec![LicenceDraft::default()],
            town: String::new(),
            jurisdiction: String::new(),
            training: String::new(),
            ways: Vec::new(),
            other_ways: String::new(),
            focus: Vec::new(),
            fee: String::new(),
            sliding_to: String::new(),
            currency: "USD".to_owned(),
            private_pay_no_diagnosis: false,
            opening: String::new(),
            times: Vec::new(),
            formats: Vec::new(),
            languages: Vec::new(),
            not_employer_or_eap: false,
            never_supervisor: false,
            answers_within_days: "3".to_owned(),
        }
    }
}

impl Default for LicenceDraft {
    fn default() -> Self {
        Self {
            jurisdiction: String::new(),
            kind: LicenceKind::Psychologist,
            number: String::new(),
            standing: Standing::Licensed,
        }
    }
}

impl fmt::Debug for ListingDraft {
    /// A draft is hers until she hands it in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListingDraft(hidden)")
    }
}

impl fmt::Debug for LicenceDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LicenceDraft(hidden)")
    }
}

impl ListingDraft {
    /// The form filled with a listing, to change it.
    #[must_use]
    pub fn of(listing: &Listing) -> Self {
        let licence = |licence: &Licence| LicenceDraft {
            jurisdiction: licence.jurisdiction.name().to_owned(),
            kind: licence.kind.clone(),
            number: licence.number.clone(),
            standing: licence.standing.clone(),
        };
        let (other_ways, ways): (Vec<_>, Vec<_>) =
            listing.ways.iter().cloned().partition(|way| matches!(way, WayOfWorking::Other(_)));
        Self {
            name: listing.name.clone(),
            words: listing.words.clone(),
            licences: listing.licences.iter().map(licence).collect(),
            town: listing.town.clone(),
            jurisdiction: listing.jurisdiction.name().to_owned(),
            training: listing.training.join("\n"),
            ways,
            other_ways: other_ways.iter().map(WayOfWorking::as_str).collect::<Vec<_>>().join(", "),
            focus: listing.focus.clone(),
            fee: sum_as_typed(listing.fee.amount, listing.fee.currency),
            sliding_to: listing
                .fee
                .sliding_to
                .map(|lowest| sum_as_typed(lowest, listing.fee.currency))
                .unwrap_or_default(),
            currency: listing.fee.currency.to_string(),
            private_pay_no_diagnosis: listing.private_pay_no_diagnosis,
            opening: listing.opening.next.map(|day| day.to_string()).unwrap_or_default(),
            times: listing.times.clone(),
            formats: listing.formats.clone(),
            languages: listing.languages.clone(),
            not_employer_or_eap: listing.not_employer_or_eap,
            never_supervisor: listing.never_supervisor,
            answers_within_days: listing.answers_within_days.to_string(),
        }
    }

    /// The listing this would be, said today. What the form does not ask for stays as it is in `before`; id, door and
    /// keys are filled in when it is handed in.
    ///
    /// # Errors
    /// Every part that does not fit, and why.
    pub fn finish(&self, before: Option<&Listing>, today: Date) -> Result<Listing, Vec<(Part, Slip)>> {
        let mut slips = Slips::default();
        let licences = self.licences(&mut slips);
        let jurisdiction = slips.take(Part::Jurisdiction, place(&self.jurisdiction));
        let fee = self.fee(&mut slips);
        let next = slips.take(Part::Opening, opening(&self.opening, today));
        let answers_within_days = slips.take(Part::AnswersWithinDays, days(&self.answers_within_days));
        slips.line(Part::Name, &self.name, Limits::NAME);
        slips.line(Part::Words, &self.words, Limits::WORDS);
        slips.line(Part::Town, &self.town, Limits::TOWN);
        let ways = self.ways();
        slips.some(Part::Ways, &ways);
        let long = pieces(&self.other_ways, ',').map(|way| way.chars().count()).max().unwrap_or_default();
        if long > Limits::TERM {
            slips.add(Part::OtherWays, Slip::TooLong { has: long, most: Limits::TERM });
        }
        slips.some(Part::Formats, &self.formats);
        slips.some(Part::Languages, &self.languages);
        let (Some(jurisdiction), Some(fee), Some(next), Some(answers_within_days), true) =
            (jurisdiction, fee, next, answers_within_days, slips.0.is_empty())
        else {
            return Err(slips.in_order());
        };
        let signing_key = PublicKey([0; 32]);
        let listing = Listing {
            id: ListingId::derive(&signing_key),
            revision: 0,
            name: self.name.trim().to_owned(),
            words: self.words.trim().to_owned(),
            licences,
            authorities: before.map(|before| before.authorities.clone()).unwrap_or_default(),
            town: self.town.trim().to_owned(),
            jurisdiction,
            training: pieces(&self.training, '\n').map(str::to_owned).collect(),
            ways,
            focus: self.focus.clone(),
            fee,
            private_pay_no_diagnosis: self.private_pay_no_diagnosis,
            opening: Opening { next, stated_on: today },
            times: self.times.clone(),
            formats: self.formats.clone(),
            languages: self.languages.clone(),
            not_employer_or_eap: self.not_employer_or_eap,
            never_supervisor: self.never_supervisor,
            answers_within_days,
            // The app has no way yet to tell a colleague's check from anyone's, so it is not offered.
            automatic_checks: before.is_some_and(|before| before.automatic_checks),
            door: protocol::listing::Door {
                mailbox: MailboxId([0; 16]),
                write: Capability([0; 32]),
                hello_key: PublicKey([0; 32]),
            },
            signing_key,
        };
        // The last word is the check that everyone who reads a listing makes.
        match listing.validate() {
            Ok(()) => Ok(listing),
            Err(ListingError::Fields(problems)) => Err(problems
                .into_iter()
                .map(|problem| (part(problem.field), Slip::Other(problem.what)))
                .collect()),
            Err(other) => Err(vec![(Part::Words, Slip::Other(other.to_string()))]),
        }
    }

    fn licences(&self, slips: &mut Slips) -> Vec<Licence> {
        slips.some(Part::Licences, &self.licences);
        let typed = self.licences.iter().enumerate().filter_map(|(at, typed)| {
            slips.line(Part::LicenceNumber(at), &typed.number, Limits::LICENCE_NUMBER);
            let jurisdiction = slips.take(Part::LicencePlace(at), place(&typed.jurisdiction))?;
            let number = typed.number.trim().to_owned();
            Some(Licence { jurisdiction, kind: typed.kind.clone(), number, standing: typed.standing.clone() })
        });
        typed.collect()
    }

    fn ways(&self) -> Vec<WayOfWorking> {
        let mut ways = self.ways.clone();
        for way in pieces(&self.other_ways, ',').map(WayOfWorking::from) {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        ways
    }

    fn fee(&self, slips: &mut Slips) -> Option<Fee> {
        let currency = self.currency.trim().to_uppercase().parse::<Currency>();
        let currency = slips.take(Part::Currency, currency.map_err(|_| Slip::NoSuchCurrency))?;
        let amount = slips.take(Part::Fee, sum(&self.fee, currency))?;
        let sliding_to = match self.sliding_to.trim() {
            "" => None,
            typed => Some(slips.take(Part::SlidingTo, sum(typed, currency))?),
        };
        if sliding_to.is_some_and(|lowest| lowest > amount) {
            slips.add(Part::SlidingTo, Slip::AboveTheFee);
        }
        Some(Fee { amount, currency, sliding_to })
    }
}

#[derive(Default)]
struct Slips(Vec<(Part, Slip)>);

impl Slips {
    fn add(&mut self, part: Part, slip: Slip) {
        self.0.push((part, slip));
    }

    fn take<T>(&mut self, part: Part, read: Result<T, Slip>) -> Option<T> {
        read.map_err(|slip| self.add(part, slip)).ok()
    }

    fn line(&mut self, part: Part, text: &str, most: usize) {
        let has = text.trim().chars().count();
        match has {
            0 => self.add(part, Slip::Missing),
            _ if has > most => self.add(part, Slip::TooLong { has, most }),
            _ => {}
        }
    }

    fn some<T>(&mut self, part: Part, chosen: &[T]) {
        if chosen.is_empty() {
            self.add(part, Slip::Missing);
        }
    }

    fn in_order(mut self) -> Vec<(Part, Slip)> {
        self.0.sort_by_key(|(part, _)| *part);
        self.0
    }
}

/// A place by its name, or by its code for one this version has no name for.
fn place(typed: &str) -> Result<Jurisdiction, Slip> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Slip::Missing);
    }
    Jurisdiction::named()
        .find_map(|(place, name)| name.eq_ignore_ascii_case(typed).then_some(place))
        .or_else(|| typed.to_uppercase().parse().ok())
        .ok_or(Slip::NoSuchPlace)
}

/// A sum in the currency's smallest unit. Either sign may stand before the smaller coins; none stands for thousands,
/// since "1,800" means two things.
fn sum(typed: &str, currency: Currency) -> Result<u32, Slip> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Slip::Missing);
    }
    let decimals = currency.decimals() as usize;
    let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > decimals {
        return Err(Slip::NotASum);
    }
    format!("{whole}{part:0<decimals$}").parse().ok().filter(|sum| *sum <= Limits::FEE).ok_or(Slip::NotASum)
}

fn sum_as_typed(smallest: u32, currency: Currency) -> String {
    let decimals = currency.decimals() as usize;
    let unit = 10_u32.pow(currency.decimals());
    match smallest % unit {
        0 => (smallest / unit).to_string(),
        part => format!("{}.{part:0decimals$}", smallest / unit),
    }
}

fn opening(typed: &str, today: Date) -> Result<Option<Date>, Slip> {
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse::<Date>() {
            Err(_) => Err(Slip::NotADay),
            Ok(day) if day < today => Err(Slip::DayHasPassed),
            Ok(day) => Ok(Some(day)),
        },
    }
}

fn days(typed: &str) -> Result<u8, Slip> {
    let most = Limits::ANSWER_DAYS;
    typed.trim().parse().ok().filter(|days| (1..=most).contains(days)).ok_or(Slip::NotDays { most })
}

fn pieces(typed: &str, between: char) -> impl Iterator<Item = &str> {
    typed.split(between).map(str::trim).filter(|piece| !piece.is_empty())
}

const fn part(field: Field) -> Part {
    match field {
        Field::Name => Part::Name,
        // The two that no form shows: nothing she can change there.
        Field::Words | Field::Id | Field::Authorities => Part::Words,
        Field::Licences => Part::Licences,
        Field::Town => Part::Town,
        Field::Training => Part::Training,
        Field::Ways => Part::Ways,
        Field::Focus => Part::Focus,
        Field::Fee => Part::Fee,
        Field::Times => Part::Times,
        Field::Formats => Part::Formats,
        Field::Languages => Part::Languages,
        Field::AnswersWithinDays => Part::AnswersWithinDays,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    /// A form that fits.
    pub(crate) fn bea() -> ListingDraft {
        ListingDraft {
            name: "Bea Sample".into(),
            words: "Dear colleague, come in.".into(),
            licences: vec![LicenceDraft {
                jurisdiction: "California".into(),
                number: "PSY-1".into(),
                ..LicenceDraft::default()
            }],
            town: "Sampleton".into(),
            jurisdiction: "us-ca".into(),
            ways: vec![WayOfWorking::Emdr],
            other_ways: " hakomi, ,emdr".into(),
            fee: "180".into(),
            sliding_to: "90,50".into(),
            opening: "2026-12-01".into(),
            formats: vec![MeetingFormat::Video],
            languages: vec!["en".parse().unwrap()],
            ..ListingDraft::default()
        }
    }

    fn check(change: impl FnOnce(&mut ListingDraft), said: &Expect) {
        let mut draft = bea();
        change(&mut draft);
        let slips = draft.finish(None, TODAY).expect_err("it does not fit");
        let lines = slips.iter().map(|(part, slip)| format!("{part:?}: {slip:?}\n"));
        said.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn what_fits_becomes_a_listing_said_today() {
        let listing = bea().finish(None, TODAY).unwrap();
        assert_eq!(listing.jurisdiction.as_str(), "US-CA");
        assert_eq!((listing.fee.amount, listing.fee.sliding_to), (18_000, Some(9_050)));
        assert_eq!(listing.opening, Opening { next: Some(date(2026, 12, 1)), stated_on: TODAY });
        assert_eq!(listing.ways, [WayOfWorking::Emdr, WayOfWorking::Other("hakomi".into())]);
    }

    #[test]
    fn a_listing_filled_in_again_is_the_same() {
        let listing = bea().finish(None, TODAY).unwrap();
        assert_eq!(ListingDraft::of(&listing).finish(Some(&listing), TODAY).unwrap(), listing);
    }

    #[test]
    fn an_empty_form_says_what_is_needed_in_the_order_of_the_form() {
        let nothing = ListingDraft { answers_within_days: String::new(), ..ListingDraft::default() };
        check(
            |draft| *draft = nothing,
            &expect![[r#"
                Name: Missing
                Words: Missing
                LicencePlace(0): Missing
                LicenceNumber(0): Missing
                Town: Missing
                Jurisdiction: Missing
                Ways: Missing
                Fee: Missing
                Formats: Missing
                Languages: Missing
                AnswersWithinDays: NotDays { most: 30 }
            "#]],
        );
    }

    #[test]
    fn what_does_not_fit_says_why() {
        check(
            |draft| draft.words = "é".repeat(4_001),
            &expect![[r#"
                Words: TooLong { has: 4001, most: 4000 }
            "#]],
        );
        check(
            |draft| draft.other_ways = format!("hakomi, {}", "x".repeat(41)),
            &expect![[r#"
                OtherWays: TooLong { has: 41, most: 40 }
            "#]],
        );
        check(
            |draft| draft.jurisdiction = "Ruritania".into(),
            &expect![[r#"
                Jurisdiction: NoSuchPlace
            "#]],
        );
        check(
            |draft| draft.sliding_to = "200".into(),
            &expect![[r#"
                SlidingTo: AboveTheFee
            "#]],
        );
        check(
            |draft| draft.opening = "2026-11-22".into(),
            &expect![[r#"
                Opening: DayHasPassed
            "#]],
        );
        check(
            |draft| draft.name = "Bea\u{202e}".into(),
            &expect![[r#"
                Name: Other("has an invisible sign in it; type it anew")
            "#]],
        );
    }

    #[test]
    fn a_sum_is_never_guessed_at() {
        let dollars: Currency = "USD".parse().unwrap();
        let yen: Currency = "JPY".parse().unwrap();
        for (typed, currency, read) in [
            ("180", dollars, Ok(18_000)),
            (" 180.5 ", dollars, Ok(18_050)),
            ("0", dollars, Ok(0)),
            ("12000", yen, Ok(12_000)),
            ("1,800", dollars, Err(Slip::NotASum)),
            ("12000.5", yen, Err(Slip::NotASum)),
            ("-5", dollars, Err(Slip::NotASum)),
            ("$180", dollars, Err(Slip::NotASum)),
            (".5", dollars, Err(Slip::NotASum)),
            ("99999999999", dollars, Err(Slip::NotASum)),
            ("", dollars, Err(Slip::Missing)),
        ] {
            assert_eq!(sum(typed, currency), read, "{typed}");
        }
        assert_eq!(sum_as_typed(9_050, dollars), "90.50");
        assert_eq!(sum_as_typed(9_000, dollars), "90");
    }

    #[test]
    fn debug_shows_nothing_of_a_draft() {
        assert_eq!(format!("{:?}", bea()), "ListingDraft(hidden)");
        assert_eq!(format!("{:?}", bea().licences), "[LicenceDraft(hidden)]");
    }
}
