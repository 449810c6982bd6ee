//! The right to practise where she sits, as far as anyone can know it from a listing and from dated data on compacts.
//!
//! A compact gives its members' people a right, never their state: that a state takes part means at most "may be
//! possible, ask". Nothing here is legal advice, and every answer carries what it rests on.

use jiff::civil::Date;
use protocol::compact::Compacts;
use protocol::directory::{Check, Listed};
use protocol::listing::{Authority, Compact, Jurisdiction, Licence, LicenceKind, Standing};
use serde::{Deserialize, Serialize};

/// What is known about her right to practise in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// She is licensed, or registered, there.
    Licensed {
        /// For what.
        kind: LicenceKind,
        /// How far it goes.
        standing: Standing,
        /// When and how the steward checked it; none if it is only said.
        checked: Option<Check>,
    },
    /// She holds an authority under a compact that both states take part in, and it was checked.
    UnderCompact {
        /// Which compact.
        compact: Compact,
        /// On which state's licence it rests.
        home: Jurisdiction,
        /// When and how the steward checked it.
        checked: Check,
        /// The day the data on the compact speaks of, if it says.
        data_as_of: Option<Date>,
    },
    /// A compact could allow it; ask.
    MayBePossible {
        /// Which compact.
        compact: Compact,
        /// On which state's licence it would rest.
        home: Jurisdiction,
        /// What is missing.
        why: WhyMaybe,
    },
    /// Nothing says that she may.
    NotKnown,
}

/// What is missing for a compact to give a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyMaybe {
    /// She says that she holds an authority, and nobody checked.
    NotChecked,
    /// Her licence could carry one, and she does not say that she holds it.
    NotStated,
    /// Both states have joined, and it is not known that both already grant or accept it.
    NotYetIssuing,
}

/// How sure a right is. The order is the order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    NotKnown,
    Maybe,
    Said,
    UnderCompact,
    Licensed,
}

impl Right {
    /// What `listed` says about practising in `seat`, the surest ground first.
    #[must_use]
    pub fn of(listed: &Listed, seat: Jurisdiction, compacts: &Compacts) -> Self {
        let mut best = Self::NotKnown;
        for right in grounds(listed).map(|ground| ground.right(seat, compacts)) {
            if right.rank() > best.rank() {
                best = right;
            }
        }
        best
    }

    pub(super) fn grade(&self) -> Grade {
        match self {
            Self::Licensed { checked: Some(_), .. } => Grade::Licensed,
            Self::Licensed { checked: None, .. } => Grade::Said,
            Self::UnderCompact { .. } => Grade::UnderCompact,
            Self::MayBePossible { .. } => Grade::Maybe,
            Self::NotKnown => Grade::NotKnown,
        }
    }

    /// By grade; between two reasons to ask, the one with less missing.
    fn rank(&self) -> (Grade, core::cmp::Reverse<Option<WhyMaybe>>) {
        let why = if let Self::MayBePossible { why, .. } = self { Some(*why) } else { None };
        (self.grade(), core::cmp::Reverse(why))
    }
}

/// One thing in a listing that a right could rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ground<'a> {
    Licence(&'a Licence, Option<&'a Check>),
    Authority(&'a Authority, Option<&'a Check>),
}

/// Everything in a listing that a right could rest on.
pub(super) fn grounds(listed: &Listed) -> impl Iterator<Item = Ground<'_>> {
    let licences = listed.listing.licences.iter().enumerate();
    let licences = licences.map(|(index, licence)| Ground::Licence(licence, listed.licence_check(index)));
    let authorities = listed.listing.authorities.iter().enumerate();
    let authorities =
        authorities.map(|(index, authority)| Ground::Authority(authority, listed.authority_check(index)));
    licences.chain(authorities)
}

impl Ground<'_> {
    pub(super) fn right(&self, seat: Jurisdiction, compacts: &Compacts) -> Right {
        match self {
            Self::Licence(licence, checked) if licence.jurisdiction == seat => Right::Licensed {
                kind: licence.kind.clone(),
                standing: licence.standing.clone(),
                checked: checked.cloned(),
            },
            Self::Licence(licence, _) => by_licence_elsewhere(licence, seat, compacts),
            Self::Authority(authority, checked) => by_authority(authority, *checked, seat, compacts),
        }
    }

    /// What a right rests on, without dates: grounds with the same key give rights of the same grade everywhere.
    pub(super) fn key(&self) -> (u8, String, Vec<Jurisdiction>, bool) {
        match self {
            Self::Licence(licence, checked) => {
                let what = format!("{}/{}", licence.kind, licence.standing);
                (0, what, vec![licence.jurisdiction], checked.is_some())
            }
            Self::Authority(authority, checked) => {
                let states =
                    core::iter::once(authority.home).chain(authority.states.iter().copied()).collect();
                (1, authority.compact.to_string(), states, checked.is_some())
            }
        }
    }
}

fn by_licence_elsewhere(licence: &Licence, seat: Jurisdiction, compacts: &Compacts) -> Right {
    if licence.standing != Standing::Licensed {
        return Right::NotKnown;
    }
    let compact =
        Compact::KNOWN.iter().find(|compact| compact.licence_kind().as_ref() == Some(&licence.kind));
    let Some(compact) = compact else { return Right::NotKnown };
    let home = licence.jurisdiction;
    match taking_part(compact, home, seat, compacts) {
        TakingPart::Issuing(_) => {
            Right::MayBePossible { compact: compact.clone(), home, why: WhyMaybe::NotStated }
        }
        TakingPart::Joined => {
            Right::MayBePossible { compact: compact.clone(), home, why: WhyMaybe::NotYetIssuing }
        }
        TakingPart::No => Right::NotKnown,
    }
}

fn by_authority(
    authority: &Authority,
    checked: Option<&Check>,
    seat: Jurisdiction,
    compacts: &Compacts,
) -> Right {
    let (compact, home) = (authority.compact.clone(), authority.home);
    let covers_seat = authority.states.contains(&seat)
        || (authority.states.is_empty() && !authority.compact.names_each_state());
    match taking_part(&compact, home, seat, compacts) {
        TakingPart::No => Right::NotKnown,
        TakingPart::Joined => Right::MayBePossible { compact, home, why: WhyMaybe::NotYetIssuing },
        TakingPart::Issuing(_) if !covers_seat => {
            Right::MayBePossible { compact, home, why: WhyMaybe::NotStated }
        }
        TakingPart::Issuing(data_as_of) => match checked {
            Some(check) => Right::UnderCompact { compact, home, checked: check.clone(), data_as_of },
            None => Right::MayBePossible { compact, home, why: WhyMaybe::NotChecked },
        },
    }
}

enum TakingPart {
    /// Both are members and both issue; the older date of the two rows, if they say.
    Issuing(Option<Date>),
    /// Both are members; that both issue is not known.
    Joined,
    /// At least one is no member, or nothing is known about it.
    No,
}

fn taking_part(compact: &Compact, home: Jurisdiction, seat: Jurisdiction, compacts: &Compacts) -> TakingPart {
    let (Some(home), Some(seat)) = (compacts.row(compact, home), compacts.row(compact, seat)) else {
        return TakingPart::No;
    };
    if home.enacted != Some(true) || seat.enacted != Some(true) || home.jurisdiction == seat.jurisdiction {
        return TakingPart::No;
    }
    if home.issuing == Some(true) && seat.issuing == Some(true) {
        return TakingPart::Issuing(home.as_of.zip(seat.as_of).map(|(home, seat)| home.min(seat)));
    }
    TakingPart::Joined
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use protocol::directory::{CheckMethod, CheckedPart};

    use super::*;
    use crate::matching::scan::tests::listed;

    fn place(code: &str) -> Jurisdiction {
        code.parse().unwrap()
    }

    fn licence(code: &str, kind: LicenceKind) -> Licence {
        Licence { jurisdiction: place(code), kind, number: "1".into(), standing: Standing::Licensed }
    }

    fn check(of: CheckedPart) -> Check {
        Check { of, index: 0, on: date(2026, 11, 1), how: CheckMethod::PublicRegister }
    }

    fn right(licences: &[Licence], authorities: &[Authority], checks: &[Check], seat: &str) -> Right {
        let mut listed = listed();
        listed.listing.licences = licences.to_vec();
        listed.listing.authorities = authorities.to_vec();
        listed.checks = checks.to_vec();
        Right::of(&listed, place(seat), &Compacts::decode(Compacts::BUNDLED).unwrap())
    }

    fn maybe(compact: Compact, home: &str, why: WhyMaybe) -> Right {
        Right::MayBePossible { compact, home: place(home), why }
    }

    #[test]
    fn a_licence_there_decides_checked_or_said() {
        let licences = [licence("US-CA", LicenceKind::MarriageAndFamily)];
        let checked = right(&licences, &[], &[check(CheckedPart::Licence)], "US-CA");
        assert!(
            matches!(&checked, Right::Licensed { checked: Some(check), .. } if check.on == date(2026, 11, 1))
        );
        let said = right(&licences, &[], &[], "US-CA");
        assert!(matches!(said, Right::Licensed { checked: None, .. }) && said.grade() < checked.grade());
        assert_eq!(right(&licences, &[], &[], "US-NY"), Right::NotKnown);
    }

    #[test]
    fn psypact_gives_a_right_only_to_someone_whose_authority_was_checked() {
        let licences = [licence("US-AZ", LicenceKind::Psychologist)];
        let authorities = [Authority { compact: Compact::Psypact, home: place("US-AZ"), states: vec![] }];
        let checks = [check(CheckedPart::Authority)];
        assert!(matches!(right(&licences, &authorities, &checks, "US-TX"), Right::UnderCompact { .. }));
        let unchecked = right(&licences, &authorities, &[], "US-TX");
        assert_eq!(unchecked, maybe(Compact::Psypact, "US-AZ", WhyMaybe::NotChecked));
        let unstated = right(&licences, &[], &[], "US-TX");
        assert_eq!(unstated, maybe(Compact::Psypact, "US-AZ", WhyMaybe::NotStated));
        // California and New York are not members, whatever she holds.
        assert_eq!(right(&licences, &authorities, &checks, "US-CA"), Right::NotKnown);
        assert_eq!(right(&licences, &authorities, &checks, "US-NY"), Right::NotKnown);
    }

    #[test]
    fn the_counseling_compact_grants_states_one_by_one_and_only_where_two_issue() {
        let licences = [licence("US-AZ", LicenceKind::Counsellor)];
        let held = |states: &[&str]| {
            let states = states.iter().map(|code| place(code)).collect();
            [Authority { compact: Compact::Counseling, home: place("US-AZ"), states }]
        };
        let checks = [check(CheckedPart::Authority)];
        let named = right(&licences, &held(&["US-MN"]), &checks, "US-MN");
        assert!(matches!(named, Right::UnderCompact { data_as_of: Some(_), .. }));
        let unnamed = right(&licences, &held(&[]), &checks, "US-MN");
        assert_eq!(unnamed, maybe(Compact::Counseling, "US-AZ", WhyMaybe::NotStated));
        let colorado = right(&licences, &held(&["US-CO"]), &checks, "US-CO");
        assert_eq!(colorado, maybe(Compact::Counseling, "US-AZ", WhyMaybe::NotYetIssuing));
    }

    #[test]
    fn the_social_work_compact_does_not_issue_yet() {
        let licences = [licence("US-WA", LicenceKind::ClinicalSocialWorker)];
        let there = right(&licences, &[], &[], "US-CO");
        assert_eq!(there, maybe(Compact::SocialWork, "US-WA", WhyMaybe::NotYetIssuing));
        assert_eq!(right(&licences, &[], &[], "US-CA"), Right::NotKnown);
    }

    #[test]
    fn a_trainee_or_another_profession_gets_nothing_from_a_compact() {
        let mut trainee = licence("US-AZ", LicenceKind::Psychologist);
        trainee.standing = Standing::Trainee;
        assert_eq!(right(&[trainee], &[], &[], "US-TX"), Right::NotKnown);
        let family = [licence("US-AZ", LicenceKind::MarriageAndFamily)];
        assert_eq!(right(&family, &[], &[], "US-TX"), Right::NotKnown);
    }

    #[test]
    fn the_surest_ground_counts() {
        let licences =
            [licence("US-AZ", LicenceKind::Psychologist), licence("US-TX", LicenceKind::Psychologist)];
        let check = Check { index: 1, ..check(CheckedPart::Licence) };
        assert_eq!(right(&licences, &[], &[check], "US-TX").grade(), Grade::Licensed);
    }
}
