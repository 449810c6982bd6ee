//! Two scores of one person beside each other: is the difference more than error of measurement?
//!
//! Most ups and downs from month to month are noise. Only where a publisher or a health service states a figure is a
//! difference called more than that (Jacobson & Truax 1991 give the idea); elsewhere it is not judged at all.

use super::{Heavier, ScaleScore};

/// What a difference says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Within what error of measurement makes: no change to speak of.
    WithinError,
    /// More than that, and heavier.
    Heavier,
    /// More than that, and lighter.
    Lighter,
    /// No figure is known for this scale, or answers are missing: not judged.
    NotJudged,
}

/// The later score beside the earlier one of the same scale.
#[must_use]
pub fn moved(earlier: &ScaleScore, later: &ScaleScore) -> Moved {
    let same = core::ptr::eq(earlier.scale, later.scale) || earlier.scale == later.scale;
    let (Some(before), Some(after), Some(reliable), true) =
        (earlier.value(), later.value(), earlier.scale.reliable_change, same)
    else {
        return Moved::NotJudged;
    };
    let difference = after - before;
    if difference.abs() < f64::from(reliable.points) {
        return Moved::WithinError;
    }
    match (difference > 0.0, earlier.scale.heavier) {
        (true, Heavier::Up) | (false, Heavier::Down) => Moved::Heavier,
        (true, Heavier::Down) | (false, Heavier::Up) => Moved::Lighter,
    }
}
