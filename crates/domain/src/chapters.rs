//! Private life as chapters: "since the diagnosis", with a first day, perhaps a last, and her own words.
//!
//! Chapters may overlap and need no end. Whether one begins a new baseline for looking back is her choice, made when she
//! writes it or at any later time; nothing is inferred.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check_in::Words;

/// Which chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChapterId(pub [u8; 16]);

/// One chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Which.
    pub id: ChapterId,
    /// What she calls it.
    pub words: Words,
    /// Its first day.
    #[serde(with = "protocol::day")]
    pub from: Date,
    /// Its last day, once there is one.
    #[serde(with = "last_day", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whether looking back begins anew with it.
    pub new_baseline: bool,
}

/// Why a chapter was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChapterError {
    /// It has no words.
    #[error("a chapter needs a word")]
    Empty,
    /// Its last day is before its first.
    #[error("the last day is before the first")]
    EndsBeforeItBegins,
    /// There are [`Chapters::LIMIT`] already.
    #[error("there are 200 chapters already")]
    TooMany,
}

/// All chapters, earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Chapters(Vec<Chapter>);

impl Chapters {
    /// The most chapters.
    pub const LIMIT: usize = 200;

    /// Keeps a chapter, or changes the one with its id.
    pub fn put(&mut self, chapter: Chapter) -> Result<(), ChapterError> {
        if chapter.words.is_blank() {
            return Err(ChapterError::Empty);
        }
        if chapter.until.is_some_and(|until| until < chapter.from) {
            return Err(ChapterError::EndsBeforeItBegins);
        }
        let others = self.0.iter().filter(|it| it.id != chapter.id).count();
        if others >= Self::LIMIT {
            return Err(ChapterError::TooMany);
        }
        self.remove(chapter.id);
        let at = self.0.partition_point(|it| (it.from, it.id) < (chapter.from, chapter.id));
        self.0.insert(at, chapter);
        Ok(())
    }

    /// Takes a chapter away; one that is not there changes nothing.
    pub fn remove(&mut self, id: ChapterId) {
        self.0.retain(|it| it.id != id);
    }

    /// All of them, earliest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Chapter> {
        self.0.iter()
    }

    /// Those that a day lies in, the one begun last first.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Chapter> {
        self.iter().rev().filter(move |it| it.from <= day && it.until.is_none_or(|until| day <= until))
    }

    /// The days on which looking back begins anew, earliest first, each once.
    #[must_use]
    pub fn baselines(&self) -> Vec<Date> {
        let mut days: Vec<Date> = self.0.iter().filter(|it| it.new_baseline).map(|it| it.from).collect();
        days.dedup();
        days
    }
}

mod last_day {
    use jiff::civil::Date;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Day(#[serde(with = "protocol::day")] Date);

    #[expect(clippy::ref_option, reason = "serde hands fields over by reference")]
    pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(&day.map(Day), serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|Day(day)| day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    fn chapter(id: u8, from: Date, until: Option<Date>, new_baseline: bool) -> Chapter {
        Chapter {
            id: ChapterId([id; 16]),
            words: Words::new("since the diagnosis"),
            from,
            until,
            new_baseline,
        }
    }

    #[test]
    fn chapters_stand_in_order_and_may_overlap() {
        let mut chapters = Chapters::default();
        chapters.put(chapter(1, date(2026, 3, 1), None, true)).unwrap();
        chapters.put(chapter(2, date(2025, 1, 1), Some(date(2026, 6, 1)), false)).unwrap();
        let on = |day| chapters.on(day).map(|it| it.id.0[0]).collect::<Vec<_>>();
        assert_eq!(on(date(2026, 4, 1)), [1, 2]);
        assert_eq!(on(date(2026, 6, 1)), [1, 2]);
        assert_eq!(on(date(2026, 6, 2)), [1]);
        assert!(on(date(2024, 1, 1)).is_empty());
        assert_eq!(chapters.baselines(), [date(2026, 3, 1)]);
    }

    #[test]
    fn a_chapter_is_changed_in_place_and_a_new_baseline_is_her_choice_at_any_time() {
        let mut chapters = Chapters::default();
        chapters.put(chapter(1, date(2026, 3, 1), None, false)).unwrap();
        assert!(chapters.baselines().is_empty());
        chapters.put(chapter(1, date(2026, 2, 1), None, true)).unwrap();
        assert_eq!((chapters.iter().count(), chapters.baselines()), (1, vec![date(2026, 2, 1)]));
        chapters.remove(ChapterId([1; 16]));
        assert_eq!(chapters, Chapters::default());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut chapters = Chapters::default();
        let blank = Chapter { words: Words::new(" \n"), ..chapter(1, date(2026, 3, 1), None, false) };
        assert_eq!(chapters.put(blank), Err(ChapterError::Empty));
        let backwards = chapter(1, date(2026, 3, 1), Some(date(2026, 2, 28)), false);
        assert_eq!(chapters.put(backwards), Err(ChapterError::EndsBeforeItBegins));
    }

    #[test]
    fn json_keeps_an_open_end_open() {
        for until in [None, Some(date(2026, 6, 1))] {
            let it = chapter(1, date(2026, 3, 1), until, true);
            let json = serde_json::to_string(&it).unwrap();
            assert_eq!(serde_json::from_str::<Chapter>(&json).unwrap(), it);
        }
        assert!(!format!("{:?}", chapter(1, date(2026, 3, 1), None, true)).contains("diagnosis"));
    }

    proptest! {
        #[test]
        fn they_are_always_in_order_and_each_once(all in prop::collection::vec((0u8..6, 1i8..28, any::<bool>()), 0..30)) {
            let mut chapters = Chapters::default();
            for (id, day, new_baseline) in all {
                chapters.put(chapter(id, date(2026, 3, day), None, new_baseline)).unwrap();
            }
            let keys: Vec<_> = chapters.iter().map(|it| (it.from, it.id)).collect();
            prop_assert!(keys.is_sorted_by(|a, b| a < b));
            let mut ids: Vec<_> = chapters.iter().map(|it| it.id).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), keys.len());
            prop_assert!(chapters.baselines().is_sorted_by(|a, b| a < b));
        }
    }
}
