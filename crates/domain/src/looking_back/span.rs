//! Spans by words: since the new year, this chapter, all.

use jiff::civil::{Date, date};

use crate::caseload::Window;

/// How far back she looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// Since the first of January.
    SinceTheNewYear,
    /// Since the chapter she is in began; everything where there is none.
    ThisChapter,
    /// Everything.
    All,
}

impl Span {
    /// All spans, shortest word first.
    pub const ALL: [Self; 3] = [Self::SinceTheNewYear, Self::ThisChapter, Self::All];

    /// Its days up to and with `today`, where `first` is the earliest day of anything kept and `chapter` the first of the
    /// chapter she is in. Never ends before it begins.
    #[must_use]
    pub fn window(self, first: Date, chapter: Option<Date>, today: Date) -> Window {
        let from = match self {
            Self::SinceTheNewYear => date(today.year(), 1, 1),
            Self::ThisChapter => chapter.unwrap_or(first),
            Self::All => first,
        };
        let until = today.tomorrow().unwrap_or(today);
        Window { from: from.min(until), until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_what_their_words_say() {
        let (first, today) = (date(2024, 5, 6), date(2026, 3, 2));
        let chapter = Some(date(2025, 9, 15));
        let from = |span: Span, chapter| span.window(first, chapter, today).from;
        assert_eq!(from(Span::SinceTheNewYear, chapter), date(2026, 1, 1));
        assert_eq!(from(Span::ThisChapter, chapter), date(2025, 9, 15));
        assert_eq!(from(Span::ThisChapter, None), first);
        assert_eq!(from(Span::All, chapter), first);
        assert_eq!(Span::All.window(first, None, today).until, date(2026, 3, 3));
    }

    #[test]
    fn a_span_never_ends_before_it_begins() {
        let window = Span::ThisChapter.window(date(2026, 1, 1), Some(date(2027, 1, 1)), date(2026, 3, 2));
        assert!(window.from <= window.until);
    }
}
