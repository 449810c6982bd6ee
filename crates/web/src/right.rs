//! The right to practise where she sits, in words that claim no more than is known.

use domain::matching::{Right, WhyMaybe};

use crate::t;
use crate::terms::{day_and_year, place, term};

/// In a few words, for a list.
pub(crate) fn in_short(right: &Right) -> String {
    match right {
        Right::Licensed { checked: Some(_), .. } => t!("right-licensed"),
        Right::Licensed { checked: None, .. } => t!("right-said"),
        Right::UnderCompact { .. } => t!("right-compact"),
        Right::MayBePossible { .. } => t!("right-maybe"),
        Right::NotKnown => t!("right-not-known"),
    }
}

/// In full, with what it rests on.
pub(crate) fn in_full(right: &Right) -> String {
    match right {
        Right::Licensed { kind, standing, checked } => {
            let (kind, standing) = (term("licence", kind.as_str()), term("standing", standing.as_str()));
            match checked {
                Some(check) => t!(
                    "right-licensed-full",
                    kind = kind,
                    standing = standing,
                    day = day_and_year(check.on),
                    how = term("method", check.how.as_str())
                ),
                None => t!("right-said-full", kind = kind, standing = standing),
            }
        }
        Right::UnderCompact { compact, home, checked, data_as_of } => {
            let (compact, day) = (term("compact", compact.as_str()), day_and_year(checked.on));
            match data_as_of {
                Some(as_of) => t!(
                    "right-compact-full",
                    compact = compact,
                    home = place(home),
                    day = day,
                    data = day_and_year(*as_of)
                ),
                None => t!("right-compact-undated", compact = compact, home = place(home), day = day),
            }
        }
        Right::MayBePossible { compact, home, why } => {
            let why = match why {
                WhyMaybe::NotChecked => t!("maybe-not-checked"),
                WhyMaybe::NotStated => t!("maybe-not-stated"),
                WhyMaybe::NotYetIssuing => t!("maybe-not-issuing"),
            };
            t!("right-maybe-full", compact = term("compact", compact.as_str()), home = place(home), why = why)
        }
        Right::NotKnown => t!("right-not-known-full"),
    }
}
