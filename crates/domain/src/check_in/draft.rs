//! A check-in being made: the pages in order, going on, going back, past, and undoing a slip.
//!
//! It always ends: every page leads to the next, there are five at most, and ending early is allowed anywhere. What she
//! writes and lets go leaves no trace: not in the answer, not in what undo remembers.

use jiff::civil::Date;
use protocol::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answer, BodyMap, CameHome, Carried, CheckIn, Chip, ChipError, Depth, Region, Words};

/// The five pages, in the order they are shown. It is the same every day, so that a tired hand knows the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// How much are you carrying?
    Carrying,
    /// What came home with you?
    CameHome,
    /// Where is it?
    Body,
    /// Anything to set down?
    SetDown,
    /// It is over.
    Done,
}

impl Page {
    /// The pages that ask something.
    pub const QUESTIONS: [Self; 4] = [Self::Carrying, Self::CameHome, Self::Body, Self::SetDown];
}

/// Why a touch was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It belongs to a page that is not the one shown: a late touch, to be ignored.
    #[error("that belongs to another page")]
    OtherPage,
    /// The chip cannot be chosen.
    #[error(transparent)]
    Chip(#[from] ChipError),
}

/// What undo brings back: all but the writing, of which no copy is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Answers {
    page: Page,
    carrying: Answer<Carried>,
    came_home: Answer<CameHome>,
    body: Answer<BodyMap>,
    set_down: Answer<()>,
}

/// A check-in on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    asks: Vec<Page>,
    now: Answers,
    writing: Words,
    before: Vec<Answers>,
}

impl Default for Draft {
    fn default() -> Self {
        Self::asking(&Page::QUESTIONS)
    }
}

impl Draft {
    const UNDO_LIMIT: usize = 64;

    /// A draft that asks these pages, in their usual order, each once.
    #[must_use]
    pub fn asking(pages: &[Page]) -> Self {
        let asks: Vec<_> = Page::QUESTIONS.into_iter().filter(|page| pages.contains(page)).collect();
        let now = Answers {
            page: asks.first().copied().unwrap_or(Page::Done),
            carrying: Answer::NotAsked,
            came_home: Answer::NotAsked,
            body: Answer::NotAsked,
            set_down: Answer::NotAsked,
        };
        Self { asks, now, writing: Words::default(), before: Vec::new() }
    }

    /// The page shown.
    #[must_use]
    pub const fn page(&self) -> Page {
        self.now.page
    }

    /// Which page this is and how many ask something, counted from one; `None` once it is over.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        Some((self.asks.iter().position(|page| *page == self.page())? + 1, self.asks.len()))
    }

    /// What is chosen so far for how much she carries.
    #[must_use]
    pub const fn carrying(&self) -> Answer<Carried> {
        self.now.carrying
    }

    /// What is chosen so far for what came home.
    #[must_use]
    pub const fn came_home(&self) -> &Answer<CameHome> {
        &self.now.came_home
    }

    /// What is marked so far on the body.
    #[must_use]
    pub const fn body(&self) -> &Answer<BodyMap> {
        &self.now.body
    }

    /// What she has written so far.
    #[must_use]
    pub const fn writing(&self) -> &Words {
        &self.writing
    }

    /// Whether there is a page to go back to.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.previous().is_some()
    }

    /// Whether undo would change something.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    /// Answers how much she is carrying.
    pub fn carry(&mut self, carried: Carried) -> Result<(), Refused> {
        self.on(Page::Carrying)?;
        self.remember();
        self.now.carrying = Answer::Given(carried);
        Ok(())
    }

    /// Chooses a chip, or lets go of it again.
    pub fn toggle(&mut self, chip: Chip) -> Result<(), Refused> {
        self.on(Page::CameHome)?;
        let mut chosen = self.now.came_home.given().cloned().unwrap_or_default();
        chosen.toggle(chip)?;
        self.remember();
        self.now.came_home = if chosen.is_empty() { Answer::NotAsked } else { Answer::Given(chosen) };
        Ok(())
    }

    /// Touches a region of the map: deeper, and after the deepest off.
    pub fn touch(&mut self, region: Region) -> Result<(), Refused> {
        self.mark(|map| map.touch(region))
    }

    /// Sets a region's depth, as the list does.
    pub fn set_depth(&mut self, region: Region, depth: Option<Depth>) -> Result<(), Refused> {
        self.mark(|map| map.set(region, depth))
    }

    /// Replaces what she has written. Undoing is the text field's own affair.
    pub fn write(&mut self, text: &str) -> Result<(), Refused> {
        self.on(Page::SetDown)?;
        self.writing = Words::new(text);
        self.now.set_down = Answer::NotAsked;
        Ok(())
    }

    /// Says that nothing came home, or that it sits nowhere, or that there is nothing to set down; and goes on.
    /// How much she carries has its own lightest step instead.
    pub fn nothing_there(&mut self) -> Result<(), Refused> {
        if matches!(self.page(), Page::Carrying | Page::Done) {
            return Err(Refused::OtherPage);
        }
        self.leave(Leaving::NothingThere);
        Ok(())
    }

    /// Goes on. A page left without an answer was skipped; writing is kept.
    pub fn next(&mut self) {
        self.leave(Leaving::AsItIs);
    }

    /// Goes past this page, dropping what was chosen on it. Writing is dropped too, so that what she skips is not kept.
    pub fn skip(&mut self) {
        self.leave(Leaving::Skipped);
    }

    /// Lets the writing go and goes on. Nothing of it is stored, nor that there was any.
    pub fn let_go(&mut self) -> Result<(), Refused> {
        self.on(Page::SetDown)?;
        self.leave(Leaving::Skipped);
        Ok(())
    }

    /// Goes back one page; what was answered there is still there. Stays on the first.
    pub fn back(&mut self) {
        if let Some(page) = self.previous() {
            self.remember();
            self.now.page = page;
        }
    }

    /// Takes back the last choice or page turn. Writing that was let go does not come back.
    pub fn undo(&mut self) {
        if let Some(before) = self.before.pop() {
            self.now = before;
        }
    }

    /// Ends it here, on whichever page. Pages she never saw were not asked.
    #[must_use]
    pub fn finish(mut self, at: Timestamp, day: Date) -> CheckIn {
        if self.page() != Page::Done {
            self.leave(Leaving::AsItIs);
        }
        let set_down = match self.now.set_down {
            // Undone to a state in which there was writing, which she has emptied since.
            Answer::Given(()) if self.writing.is_blank() => Answer::Skipped,
            Answer::Given(()) => Answer::Given(self.writing),
            Answer::NotAsked => Answer::NotAsked,
            Answer::Skipped => Answer::Skipped,
            Answer::NothingThere => Answer::NothingThere,
        };
        CheckIn {
            at,
            day,
            carrying: self.now.carrying,
            came_home: self.now.came_home,
            body: self.now.body,
            set_down,
        }
    }

    fn on(&self, page: Page) -> Result<(), Refused> {
        if self.page() == page { Ok(()) } else { Err(Refused::OtherPage) }
    }

    fn mark(&mut self, change: impl FnOnce(&mut BodyMap)) -> Result<(), Refused> {
        self.on(Page::Body)?;
        let mut map = self.now.body.given().cloned().unwrap_or_default();
        change(&mut map);
        self.remember();
        self.now.body = if map.is_empty() { Answer::NotAsked } else { Answer::Given(map) };
        Ok(())
    }

    fn leave(&mut self, how: Leaving) {
        let page = self.page();
        if page == Page::Done {
            return;
        }
        self.remember();
        match page {
            Page::Carrying => how.settle(&mut self.now.carrying),
            Page::CameHome => how.settle(&mut self.now.came_home),
            Page::Body => how.settle(&mut self.now.body),
            Page::SetDown => self.leave_writing(how),
            Page::Done => {}
        }
        self.now.page = self.asks.iter().copied().find(|next| *next > page).unwrap_or(Page::Done);
    }

    fn leave_writing(&mut self, how: Leaving) {
        if how == Leaving::AsItIs && !self.writing.is_blank() {
            self.now.set_down = Answer::Given(());
            return;
        }
        self.writing = Words::default();
        how.settle(&mut self.now.set_down);
        // With the writing gone, no earlier state may claim that there was any.
        for before in &mut self.before {
            if before.set_down == Answer::Given(()) {
                before.set_down = Answer::Skipped;
            }
        }
    }

    fn previous(&self) -> Option<Page> {
        self.asks.iter().copied().rfind(|page| *page < self.page())
    }

    fn remember(&mut self) {
        if self.before.len() == Self::UNDO_LIMIT {
            self.before.remove(0);
        }
        self.before.push(self.now.clone());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    AsItIs,
    Skipped,
    NothingThere,
}

impl Leaving {
    fn settle<T>(self, answer: &mut Answer<T>) {
        match self {
            Self::AsItIs if matches!(answer, Answer::NotAsked) => *answer = Answer::Skipped,
            Self::AsItIs => {}
            Self::Skipped => *answer = Answer::Skipped,
            Self::NothingThere => *answer = Answer::NothingThere,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::{OwnChip, Sign, Step};
    use super::*;

    fn finish(draft: Draft) -> CheckIn {
        draft.finish(Timestamp(1), date(2026, 3, 2))
    }

    fn at_set_down(text: &str) -> Draft {
        let mut draft = Draft::asking(&[Page::SetDown]);
        draft.write(text).unwrap();
        draft
    }

    #[test]
    fn a_whole_check_in_goes_through_five_pages_and_ends() {
        let mut draft = Draft::default();
        assert_eq!((draft.page(), draft.position()), (Page::Carrying, Some((1, 4))));
        draft.carry(Carried::Step(Step::VeryMuch)).unwrap();
        draft.next();
        draft.toggle(Chip::Sign(Sign::Numb)).unwrap();
        draft.next();
        draft.touch(Region::Throat).unwrap();
        draft.set_depth(Region::Jaw, Some(Depth::Deep)).unwrap();
        draft.next();
        draft.write("the 4 o'clock").unwrap();
        draft.next();
        assert_eq!((draft.page(), draft.position()), (Page::Done, None));
        draft.next();
        assert_eq!(draft.page(), Page::Done);
        let done = finish(draft);
        assert_eq!(done.carrying, Answer::Given(Carried::Step(Step::VeryMuch)));
        assert_eq!(done.came_home.given().unwrap().chips(), [Chip::Sign(Sign::Numb)]);
        assert_eq!(done.body.given().unwrap().iter().count(), 2);
        assert_eq!(done.set_down.given().unwrap().as_str(), "the 4 o'clock");
    }

    #[test]
    fn nothing_is_chosen_for_her() {
        let draft = Draft::default();
        assert_eq!(draft.carrying(), Answer::NotAsked);
        assert!(draft.writing().is_blank());
        assert!(!draft.can_go_back() && !draft.can_undo());
    }

    #[test]
    fn skipped_not_asked_and_nothing_there_stay_apart() {
        let mut draft = Draft::asking(&[Page::Carrying, Page::CameHome, Page::Body]);
        draft.skip();
        draft.nothing_there().unwrap();
        let done = finish(draft);
        assert_eq!(done.carrying, Answer::Skipped);
        assert_eq!(done.came_home, Answer::NothingThere);
        assert_eq!(done.body, Answer::Skipped, "shown and left without an answer");
        assert_eq!(done.set_down, Answer::NotAsked);
    }

    #[test]
    fn ending_early_leaves_the_rest_not_asked_and_keeps_what_is_there() {
        let mut draft = Draft::default();
        draft.carry(Carried::CantTell).unwrap();
        let done = finish(draft);
        assert_eq!(done.carrying, Answer::Given(Carried::CantTell));
        assert_eq!((done.came_home, done.set_down), (Answer::NotAsked, Answer::NotAsked));
    }

    #[test]
    fn skipping_every_page_is_not_today() {
        let mut draft = Draft::default();
        for _ in 0..4 {
            draft.skip();
        }
        assert!(finish(draft).is_not_today());
    }

    #[test]
    fn what_is_let_go_is_the_same_as_what_was_never_written() {
        let mut let_go = at_set_down("canary");
        let_go.let_go().unwrap();
        assert!(let_go.writing().is_blank());
        let mut skipped = Draft::asking(&[Page::SetDown]);
        skipped.skip();
        assert_eq!(finish(let_go), finish(skipped));
    }

    #[test]
    fn undo_does_not_bring_back_what_was_let_go() {
        let mut draft = at_set_down("canary");
        draft.next();
        draft.back();
        assert_eq!(draft.writing().as_str(), "canary");
        draft.let_go().unwrap();
        while draft.can_undo() {
            draft.undo();
            assert!(draft.writing().is_blank());
        }
        assert_eq!(finish(draft).set_down, Answer::Skipped);
    }

    #[test]
    fn undo_to_the_end_after_letting_go_is_skipped_and_not_unasked() {
        let mut draft = at_set_down("canary");
        draft.next();
        draft.back();
        draft.let_go().unwrap();
        draft.undo();
        draft.undo();
        assert_eq!(draft.page(), Page::Done);
        assert_eq!(finish(draft).set_down, Answer::Skipped);
    }

    #[test]
    fn going_back_keeps_the_answer_and_undo_takes_back_a_slip() {
        let kept = Answer::Given(Carried::Step(Step::Some));
        let mut draft = Draft::default();
        draft.carry(Carried::Step(Step::Some)).unwrap();
        draft.next();
        draft.back();
        assert_eq!(draft.carrying(), kept);
        draft.skip();
        assert_eq!(draft.carrying(), Answer::Skipped);
        draft.undo();
        assert_eq!((draft.page(), draft.carrying()), (Page::Carrying, kept));
    }

    #[test]
    fn a_late_touch_for_another_page_is_refused_and_changes_nothing() {
        let mut draft = Draft::default();
        assert_eq!(draft.touch(Region::Chest), Err(Refused::OtherPage));
        assert_eq!(draft.write("x"), Err(Refused::OtherPage));
        assert_eq!(draft.nothing_there(), Err(Refused::OtherPage));
        assert_eq!(draft.let_go(), Err(Refused::OtherPage));
        assert_eq!(draft, Draft::default());
    }

    #[test]
    fn letting_go_of_the_only_chip_leaves_the_page_unanswered() {
        let mut draft = Draft::asking(&[Page::CameHome]);
        let chip = Chip::Own(OwnChip::new("a loss").unwrap());
        draft.toggle(chip.clone()).unwrap();
        draft.toggle(chip).unwrap();
        assert_eq!(finish(draft).came_home, Answer::Skipped);
    }

    #[derive(Debug, Clone)]
    enum Touch {
        Carry(u8),
        Chip(usize),
        Region(usize),
        Write(String),
        Nothing,
        Next,
        Skip,
        LetGo,
        Back,
        Undo,
    }

    fn touch() -> impl Strategy<Value = Touch> {
        prop_oneof![
            (1..=7_u8).prop_map(Touch::Carry),
            (0..Sign::ALL.len()).prop_map(Touch::Chip),
            (0..Region::ALL.len()).prop_map(Touch::Region),
            "[a-z ]{0,8}".prop_map(Touch::Write),
            Just(Touch::Nothing),
            Just(Touch::Next),
            Just(Touch::Skip),
            Just(Touch::LetGo),
            Just(Touch::Back),
            Just(Touch::Undo),
        ]
    }

    fn apply(draft: &mut Draft, touch: &Touch) {
        let taken = match touch {
            Touch::Carry(n) => draft.carry(Carried::Step(Step::new(*n).unwrap())),
            Touch::Chip(n) => draft.toggle(Chip::Sign(Sign::ALL[*n])),
            Touch::Region(n) => draft.touch(Region::ALL[*n]),
            Touch::Write(text) => draft.write(text),
            Touch::Nothing => draft.nothing_there(),
            Touch::LetGo => draft.let_go(),
            Touch::Next => return draft.next(),
            Touch::Skip => return draft.skip(),
            Touch::Back => return draft.back(),
            Touch::Undo => return draft.undo(),
        };
        // A refused touch is allowed here: the properties say that it does not matter.
        let _ = taken;
    }

    fn touched(touches: &[Touch]) -> Draft {
        let mut draft = Draft::default();
        for touch in touches {
            apply(&mut draft, touch);
        }
        draft
    }

    proptest! {
        #[test]
        fn whatever_she_touches_it_ends_within_four_more_steps(touches in prop::collection::vec(touch(), 0..120)) {
            let mut draft = touched(&touches);
            for _ in 0..4 {
                draft.next();
            }
            prop_assert_eq!(draft.page(), Page::Done);
            let done = finish(draft);
            prop_assert!(done.carrying != Answer::NotAsked && done.set_down != Answer::NotAsked);
            prop_assert!(done.came_home.given().is_none_or(|chosen| (1..=3).contains(&chosen.chips().len())));
            prop_assert!(done.body.given().is_none_or(|map| !map.is_empty()));
            prop_assert!(done.set_down.given().is_none_or(|words| !words.is_blank()));
            let json = serde_json::to_string(&done).unwrap();
            prop_assert_eq!(serde_json::from_str::<CheckIn>(&json).unwrap(), done);
        }

        #[test]
        fn undo_takes_back_exactly_one_step(touches in prop::collection::vec(touch(), 0..60), step in touch()) {
            let before = touched(&touches);
            let mut draft = before.clone();
            apply(&mut draft, &step);
            let undoable = draft.before.len() > before.before.len() && !matches!(step, Touch::Undo);
            if undoable {
                draft.undo();
                prop_assert_eq!(draft.page(), before.page());
                prop_assert_eq!(draft.carrying(), before.carrying());
                prop_assert_eq!(draft.came_home(), before.came_home());
                prop_assert_eq!(draft.body(), before.body());
            }
        }
    }
}
