//! Why a listing stands where it stands. The order is made of nothing but these, and each is shown beside the listing.

use jiff::civil::Date;
use protocol::compact::Compacts;
use protocol::directory::Listed;
use protocol::listing::{Fee, Focus, Language, MeetingFormat, Opening, TimeOfWeek, WayOfWorking};
use serde::{Deserialize, Serialize};

use super::right::{Grade, Right};
use super::wishes::{Wishes, days_until_opening};
use super::words::{Typed, words};

/// One reason why a listing fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Her right to practise where the clinician sits.
    Right(Right),
    /// Her name is what was typed.
    Name,
    /// She works this way.
    Way(WayOfWorking),
    /// People come to her for this.
    Focus(Focus),
    /// Her fee fits as it is.
    Fee,
    /// Her fee fits by the sliding scale.
    FeeBySliding,
    /// When she has room.
    Opening(Opening),
    /// She meets people at this time.
    Time(TimeOfWeek),
    /// She meets people this way.
    Format(MeetingFormat),
    /// She speaks it.
    Language(Language),
    /// A private fee, no diagnosis on file.
    PrivatePay,
    /// Not tied to an employer.
    NotEmployer,
    /// Never a supervisor.
    NeverSupervisor,
}

/// How much each reason counts. A wish that excludes whoever does not fit counts nothing: everyone shown fits it.
pub(super) mod weight {
    pub(in crate::matching) const NAME: u16 = 16;
    pub(in crate::matching) const WAY: u16 = 4;
    pub(in crate::matching) const FOCUS: u16 = 4;
    pub(in crate::matching) const FEE: u16 = 2;
    pub(in crate::matching) const FEE_BY_SLIDING: u16 = 1;
    pub(in crate::matching) const TIME: u16 = 2;
    pub(in crate::matching) const FORMAT: u16 = 1;

    pub(in crate::matching) fn right(grade: super::Grade) -> u16 {
        match grade {
            super::Grade::Licensed => 8,
            super::Grade::UnderCompact => 6,
            super::Grade::Said => 3,
            super::Grade::Maybe | super::Grade::NotKnown => 0,
        }
    }

    pub(in crate::matching) fn opening(days: i32) -> u16 {
        match days {
            ..=14 => 3,
            15..=42 => 2,
            _ => 1,
        }
    }
}

impl Reason {
    /// How much it counts.
    pub(super) fn weight(&self, today: Date) -> u16 {
        match self {
            Self::Right(right) => weight::right(right.grade()),
            Self::Name => weight::NAME,
            Self::Way(_) => weight::WAY,
            Self::Focus(_) => weight::FOCUS,
            Self::Fee => weight::FEE,
            Self::FeeBySliding => weight::FEE_BY_SLIDING,
            Self::Opening(opening) => days_until_opening(opening, today).map_or(0, weight::opening),
            Self::Time(_) => weight::TIME,
            Self::Format(_) => weight::FORMAT,
            Self::Language(_) | Self::PrivatePay | Self::NotEmployer | Self::NeverSupervisor => 0,
        }
    }
}

/// Every reason for which `listed` fits `wishes`.
pub(super) fn reasons(listed: &Listed, wishes: &Wishes, compacts: &Compacts, today: Date) -> Vec<Reason> {
    let listing = &listed.listing;
    let mut reasons = vec![];
    reasons.extend(wishes.seat.map(|seat| Reason::Right(Right::of(listed, seat, compacts))));
    if Typed::parse(&wishes.words).touches(&words(&listing.name)) {
        reasons.push(Reason::Name);
    }
    reasons.extend(both(&wishes.ways, &listing.ways).map(Reason::Way));
    reasons.extend(both(&wishes.focus, &listing.focus).map(Reason::Focus));
    reasons.extend(fee(wishes, &listing.fee));
    if days_until_opening(&listing.opening, today).is_some() {
        reasons.push(Reason::Opening(listing.opening));
    }
    reasons.extend(both(&wishes.times, &listing.times).map(Reason::Time));
    reasons.extend(both(&wishes.formats, &listing.formats).map(Reason::Format));
    let spoken = wishes.language.as_ref();
    let spoken = spoken.and_then(|wished| listing.languages.iter().find(|language| language.serves(wished)));
    reasons.extend(spoken.cloned().map(Reason::Language));
    let plain = [
        (wishes.private_pay && listing.private_pay_no_diagnosis, Reason::PrivatePay),
        (wishes.not_employer_or_eap && listing.not_employer_or_eap, Reason::NotEmployer),
        (wishes.never_supervisor && listing.never_supervisor, Reason::NeverSupervisor),
    ];
    reasons.extend(plain.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
    reasons
}

/// What was wished for and is there, in the order of the wishes, each once.
pub(super) fn both<T: Clone + PartialEq>(wished: &[T], there: &[T]) -> impl Iterator<Item = T> {
    let first = move |at: usize| !wished[..at].contains(&wished[at]);
    wished
        .iter()
        .enumerate()
        .filter(move |(at, term)| first(*at) && there.contains(term))
        .map(|(_, term)| term.clone())
}

fn fee(wishes: &Wishes, fee: &Fee) -> Option<Reason> {
    let highest = wishes.highest_fee.filter(|highest| highest.admits(fee))?;
    Some(if fee.amount <= highest.amount { Reason::Fee } else { Reason::FeeBySliding })
}
