//! Check-ins: the one under way, those before it, and the chips she is offered.
//!
//! Each turned page is kept, so that a crash loses no more than the page she is on. Writing is kept only once she has
//! gone on from it; what she lets go is never part of anything kept.

use std::collections::BTreeMap;

use domain::check_in::{
    Answer, BodyMap, CameHome, Carried, CheckIn, Chip, ChipError, Chips, Depth, Draft, OwnChip, Page,
    Refused, Region, Sign, Words,
};
use jiff::civil::Date;
use protocol::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::records::RecordId;
use crate::records::check_in::{CheckInRecord, ChipsRecord};
use crate::{Area, Now};

/// What a person does in a check-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Begins one.
    Begin,
    /// How much she is carrying.
    Carry(Carried),
    /// Chooses a chip, or lets go of it again.
    Toggle(Chip),
    /// Adds a chip of her own, to be offered from now on, and chooses it.
    AddChip(String),
    /// Puts a chip away, not to be offered any more. Earlier check-ins keep it.
    PutAway(Chip),
    /// Offers a sign again that was put away.
    BringBack(Sign),
    /// Touches a region of the body map.
    Touch(Region),
    /// Sets a region's depth, as the list does.
    SetDepth(Region, Option<Depth>),
    /// Replaces what she has written.
    Write(Words),
    /// Looked, and nothing is there.
    NothingThere,
    /// Goes on.
    Next,
    /// Goes past this page.
    Skip,
    /// Lets the writing go, and goes on.
    LetGo,
    /// Goes back a page.
    Back,
    /// Takes back the last step.
    Undo,
    /// Closes it: at the end, or before.
    Close,
    /// Takes back the whole check-in, as if it had not been begun.
    Discard,
    /// Shows more of those before it.
    ShowMore,
}

/// What is to be seen of check-ins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInView {
    /// The one under way.
    pub draft: Option<DraftView>,
    /// The newest of those before it, newest first.
    pub earlier: Vec<CheckIn>,
    /// How many there are before these.
    pub further: usize,
    /// Whether there is one today already.
    pub checked_in_today: bool,
    /// Whether the last one today was heavy: a validating sentence comes before anything else.
    pub heavy_today: bool,
    /// Today, on her wall calendar.
    #[serde(with = "protocol::day")]
    pub today: Date,
}

/// The check-in under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// The page she is on.
    pub page: Page,
    /// Which page this is and how many ask something, from one; `None` once it is over.
    pub position: Option<(usize, usize)>,
    /// Whether there is a page to go back to.
    pub can_go_back: bool,
    /// Whether undo would change something.
    pub can_undo: bool,
    /// How much she is carrying, as chosen so far.
    pub carrying: Answer<Carried>,
    /// The chips to choose from.
    pub offered: Vec<Chip>,
    /// The signs she has put away.
    pub put_away: Vec<Sign>,
    /// What came home, as chosen so far.
    pub came_home: Answer<CameHome>,
    /// Where it is, as marked so far.
    pub body: Answer<BodyMap>,
    /// What she has written so far.
    pub writing: Words,
    /// Why the last touch was not taken.
    pub refused: Option<ChipError>,
    /// At the end: nothing was answered, "not today".
    pub is_not_today: bool,
}

/// How many earlier ones are shown, and how many more each time: all of them, over years, would be drawn for minutes.
const SHOWN_AT_ONCE: usize = 100;

#[derive(Default)]
pub(crate) struct CheckIns {
    finished: BTreeMap<RecordId, CheckIn>,
    chips: Option<(RecordId, Chips)>,
    under_way: Option<UnderWay>,
    /// How many earlier ones are shown beyond the first.
    shown: usize,
}

/// A check-in under way.
pub(crate) struct UnderWay {
    id: RecordId,
    begun: Timestamp,
    draft: Draft,
    refused: Option<ChipError>,
}

/// The same while the vault is locked: sealed, in memory, and nowhere else.
#[derive(Serialize, Deserialize)]
struct PutAway {
    id: [u8; 16],
    begun: Timestamp,
    draft: Draft,
}

impl UnderWay {
    /// To be sealed until it is taken up again.
    pub(crate) fn put_away(&self) -> Zeroizing<Vec<u8>> {
        let away = PutAway { id: self.id.0, begun: self.begun, draft: self.draft.clone() };
        Zeroizing::new(serde_json::to_vec(&away).unwrap_or_default())
    }

    /// What was put away.
    pub(crate) fn take_up(bytes: &[u8]) -> Option<Self> {
        let PutAway { id, begun, draft } = serde_json::from_slice(bytes).ok()?;
        Some(Self { id: RecordId(id), begun, draft, refused: None })
    }
}

impl CheckIns {
    pub(crate) fn restore(&mut self, id: RecordId, CheckInRecord(check_in): CheckInRecord) {
        self.finished.insert(id, check_in);
    }

    pub(crate) fn restore_chips(&mut self, id: RecordId, ChipsRecord(chips): ChipsRecord) {
        self.chips = Some((id, chips));
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.finished.remove(&id);
        self.chips.take_if(|(chips, _)| *chips == id);
    }

    /// Lets go of what was taken in, as it all comes again; a check-in under way goes on.
    pub(crate) fn begin_afresh(&mut self) {
        *self = Self { under_way: self.under_way.take(), shown: self.shown, ..Self::default() };
    }

    /// The one under way.
    pub(crate) fn under_way(&self) -> Option<&UnderWay> {
        self.under_way.as_ref()
    }

    /// Goes on with one that was put away.
    pub(crate) fn go_on(&mut self, under_way: UnderWay) {
        self.under_way = Some(under_way);
    }

    /// The day of the first one.
    pub(crate) fn first_day(&self) -> Option<Date> {
        self.finished.values().map(|check_in| check_in.day).min()
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
            Intent::Begin => self.begin(desk),
            Intent::Close => self.under_way = None,
            Intent::Discard => self.discard(desk),
            Intent::AddChip(words) => self.add_chip(&words, desk),
            Intent::PutAway(chip) => self.put_away(&chip, desk),
            Intent::BringBack(sign) => self.change_chips(desk, |chips| {
                chips.bring_back(sign);
                Ok(())
            }),
            Intent::ShowMore => self.shown += SHOWN_AT_ONCE,
            step => self.step(step, desk),
        }
        desk.redraw(Area::CheckIn);
    }

    pub(crate) fn view(&self, now: Now) -> CheckInView {
        let today = now.today();
        let under_way = self.under_way.as_ref();
        let mut earlier: Vec<_> =
            self.finished.iter().filter(|(id, _)| under_way.is_none_or(|it| it.id != **id)).collect();
        earlier.sort_by_key(|(_, check_in)| core::cmp::Reverse((check_in.day, check_in.at)));
        let further = earlier.len().saturating_sub(SHOWN_AT_ONCE + self.shown);
        earlier.truncate(SHOWN_AT_ONCE + self.shown);
        let newest = self.finished.values().max_by_key(|check_in| (check_in.day, check_in.at));
        let last_today = newest.filter(|check_in| check_in.day == today);
        CheckInView {
            draft: under_way.map(|it| self.draft_view(it)),
            checked_in_today: last_today.is_some(),
            heavy_today: last_today.is_some_and(CheckIn::is_heavy),
            further,
            earlier: earlier.into_iter().map(|(_, check_in)| check_in.clone()).collect(),
            today,
        }
    }

    fn draft_view(&self, under_way: &UnderWay) -> DraftView {
        let draft = &under_way.draft;
        let page = draft.page();
        let kept = self.finished.get(&under_way.id);
        DraftView {
            page,
            position: draft.position(),
            can_go_back: draft.can_go_back(),
            can_undo: draft.can_undo(),
            carrying: draft.carrying(),
            offered: self.chips().offered().collect(),
            put_away: self.chips().put_away,
            came_home: draft.came_home().clone(),
            body: draft.body().clone(),
            writing: draft.writing().clone(),
            refused: under_way.refused,
            is_not_today: page == Page::Done && kept.is_some_and(CheckIn::is_not_today),
        }
    }

    fn begin(&mut self, desk: &mut Desk<'_>) {
        if self.under_way.is_none() {
            let id = desk.make_record_id();
            self.under_way =
                Some(UnderWay { id, begun: desk.now.at, draft: Draft::default(), refused: None });
        }
    }

    fn step(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let Some(under_way) = &mut self.under_way else { return };
        let draft = &mut under_way.draft;
        let page = draft.page();
        let outcome = match intent {
            Intent::Carry(carried) => draft.carry(carried),
            Intent::Toggle(chip) => draft.toggle(chip),
            Intent::Touch(region) => draft.touch(region),
            Intent::SetDepth(region, depth) => draft.set_depth(region, depth),
            Intent::Write(words) => draft.write(words.as_str()),
            Intent::NothingThere => draft.nothing_there(),
            Intent::LetGo => draft.let_go(),
            Intent::Next => {
                draft.next();
                Ok(())
            }
            Intent::Skip => {
                draft.skip();
                Ok(())
            }
            Intent::Back => {
                draft.back();
                Ok(())
            }
            Intent::Undo => {
                draft.undo();
                Ok(())
            }
            Intent::Begin
            | Intent::Close
            | Intent::Discard
            | Intent::AddChip(_)
            | Intent::PutAway(_)
            | Intent::BringBack(_)
            | Intent::ShowMore => Ok(()),
        };
        under_way.refused = match outcome {
            Err(Refused::Chip(error)) => Some(error),
            Ok(()) | Err(Refused::OtherPage) => None,
        };
        if draft.page() != page {
            self.keep(desk);
        }
    }

    /// Keeps the check-in as far as it has come: if she never comes back, this is where she ended it.
    fn keep(&mut self, desk: &mut Desk<'_>) {
        let Some(UnderWay { id, begun, draft, .. }) = &self.under_way else { return };
        let check_in = draft.clone().finish(*begun, desk.now.today());
        desk.keep(*id, &CheckInRecord(check_in.clone()));
        self.finished.insert(*id, check_in);
    }

    fn discard(&mut self, desk: &mut Desk<'_>) {
        let Some(UnderWay { id, .. }) = self.under_way.take() else { return };
        if self.finished.remove(&id).is_some() {
            desk.forget(id);
        }
    }

    fn add_chip(&mut self, words: &str, desk: &mut Desk<'_>) {
        match OwnChip::new(words) {
            Ok(own) => {
                self.change_chips(desk, |chips| chips.add(own.clone()));
                let chip = Chip::Own(own);
                let chosen = self.under_way.as_ref().and_then(|it| it.draft.came_home().given());
                if !chosen.is_some_and(|chosen| chosen.chips().contains(&chip)) {
                    self.step(Intent::Toggle(chip), desk);
                }
            }
            Err(error) => self.refuse(error),
        }
    }

    /// What is no longer offered is no longer chosen either, as long as this check-in is under way.
    fn put_away(&mut self, chip: &Chip, desk: &mut Desk<'_>) {
        self.change_chips(desk, |chips| {
            chips.remove(chip);
            Ok(())
        });
        let chosen = self.under_way.as_ref().and_then(|it| it.draft.came_home().given());
        if chosen.is_some_and(|chosen| chosen.chips().contains(chip)) {
            self.step(Intent::Toggle(chip.clone()), desk);
        }
    }

    fn change_chips(
        &mut self,
        desk: &mut Desk<'_>,
        change: impl FnOnce(&mut Chips) -> Result<(), ChipError>,
    ) {
        let (id, mut chips) =
            self.chips.clone().unwrap_or_else(|| (desk.only_record::<ChipsRecord>(""), Chips::default()));
        match change(&mut chips) {
            Ok(()) => {
                desk.keep(id, &ChipsRecord(chips.clone()));
                self.chips = Some((id, chips));
            }
            Err(error) => self.refuse(error),
        }
    }

    fn refuse(&mut self, error: ChipError) {
        if let Some(under_way) = &mut self.under_way {
            under_way.refused = Some(error);
        }
    }

    fn chips(&self) -> Chips {
        self.chips.as_ref().map(|(_, chips)| chips.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::Ana;
    use crate::{Intent as AppIntent, View};

    fn say(ana: &mut Ana, intent: Intent) -> String {
        ana.does(AppIntent::CheckIn(intent))
    }

    fn view(ana: &Ana) -> CheckInView {
        match ana.sees(Area::CheckIn) {
            Some(View::CheckIn(view)) => view,
            other => panic!("not a check-in: {other:?}"),
        }
    }

    fn writing(ana: &mut Ana, words: &str) {
        say(ana, Intent::Begin);
        for _ in 0..3 {
            say(ana, Intent::Skip);
        }
        say(ana, Intent::Write(Words::new(words)));
    }

    #[test]
    fn each_page_is_kept_as_it_is_turned() {
        let mut ana = Ana::at_her_desk();
        expect!["redraw CheckIn"].assert_eq(&say(&mut ana, Intent::Begin));
        expect!["redraw CheckIn"].assert_eq(&say(&mut ana, Intent::Carry(Carried::CantTell)));
        expect!["save 2 [put record of 557 bytes]; redraw Vault; redraw CheckIn"]
            .assert_eq(&say(&mut ana, Intent::Next));
        assert_eq!(view(&ana).draft.unwrap().page, Page::CameHome);
        assert_eq!(view(&ana).earlier, [], "the one under way is not yet one of those before");

        ana.restarts();
        let view = view(&ana);
        assert_eq!(view.draft, None, "it does not open in her face");
        assert_eq!(view.earlier[0].carrying, Answer::Given(Carried::CantTell));
        assert_eq!(view.earlier[0].body, Answer::NotAsked);
    }

    #[test]
    fn what_is_let_go_is_nowhere() {
        let mut ana = Ana::at_her_desk();
        writing(&mut ana, "a canary in the mine");
        say(&mut ana, Intent::LetGo);
        assert!(view(&ana).draft.unwrap().is_not_today);
        say(&mut ana, Intent::Close);
        ana.restarts();
        assert_eq!(view(&ana).earlier[0].set_down, Answer::Skipped);
    }

    #[test]
    fn writing_is_kept_once_she_goes_on_and_only_sealed() {
        let mut ana = Ana::at_her_desk();
        writing(&mut ana, "a canary in the mine");
        say(&mut ana, Intent::Next);
        say(&mut ana, Intent::Close);
        ana.restarts();
        assert_eq!(view(&ana).earlier[0].set_down, Answer::Given(Words::new("a canary in the mine")));
        let kept = ana.everything_kept();
        assert!(!kept.windows(6).any(|window| window == b"canary"));
    }

    #[test]
    fn closing_without_turning_a_page_leaves_nothing() {
        let mut ana = Ana::at_her_desk();
        say(&mut ana, Intent::Begin);
        say(&mut ana, Intent::Carry(Carried::CantTell));
        say(&mut ana, Intent::Close);
        ana.restarts();
        assert_eq!(view(&ana).earlier, []);
        assert_eq!(ana.records_kept(), 0);
    }

    #[test]
    fn a_discarded_one_is_gone() {
        let mut ana = Ana::at_her_desk();
        writing(&mut ana, "never mind");
        say(&mut ana, Intent::Next);
        say(&mut ana, Intent::Discard);
        ana.restarts();
        assert_eq!(view(&ana).earlier, []);
        assert_eq!(ana.records_kept(), 0);
    }

    #[test]
    fn a_chip_put_away_is_not_chosen_any_more_and_a_sign_can_be_brought_back() {
        let mut ana = Ana::at_her_desk();
        let phone = Chip::Own(OwnChip::new("the phone").unwrap());
        say(&mut ana, Intent::Begin);
        say(&mut ana, Intent::Skip);
        say(&mut ana, Intent::AddChip("the phone".to_owned()));
        say(&mut ana, Intent::Toggle(Chip::Sign(Sign::Numb)));
        say(&mut ana, Intent::PutAway(phone));
        say(&mut ana, Intent::PutAway(Chip::Sign(Sign::Dread)));
        let draft = view(&ana).draft.unwrap();
        assert_eq!(draft.came_home.given().unwrap().chips(), [Chip::Sign(Sign::Numb)]);
        assert_eq!(draft.put_away, [Sign::Dread]);
        say(&mut ana, Intent::BringBack(Sign::Dread));
        let draft = view(&ana).draft.unwrap();
        assert_eq!(draft.offered, Sign::ALL.map(Chip::Sign));
        assert_eq!(draft.put_away, []);
    }

    #[test]
    fn undo_takes_back_a_slip_and_then_the_page_it_was_made_on() {
        let mut ana = Ana::at_her_desk();
        say(&mut ana, Intent::Begin);
        assert!(!view(&ana).draft.unwrap().can_undo);
        say(&mut ana, Intent::Skip);
        say(&mut ana, Intent::Toggle(Chip::Sign(Sign::Numb)));
        say(&mut ana, Intent::Undo);
        assert_eq!(view(&ana).draft.unwrap().came_home, Answer::NotAsked);
        say(&mut ana, Intent::Undo);
        let draft = view(&ana).draft.unwrap();
        assert_eq!((draft.page, draft.can_undo), (Page::Carrying, false));
    }

    #[test]
    fn her_own_chip_is_chosen_and_offered_from_then_on() {
        let mut ana = Ana::at_her_desk();
        say(&mut ana, Intent::Begin);
        say(&mut ana, Intent::Skip);
        say(&mut ana, Intent::AddChip(" ".to_owned()));
        assert_eq!(view(&ana).draft.unwrap().refused, Some(ChipError::Empty));
        say(&mut ana, Intent::AddChip("the phone".to_owned()));
        say(&mut ana, Intent::PutAway(Chip::Sign(Sign::Dread)));
        ana.restarts();
        say(&mut ana, Intent::Begin);
        let offered = view(&ana).draft.unwrap().offered;
        assert!(offered.contains(&Chip::Own(OwnChip::new("the phone").unwrap())));
        assert!(!offered.contains(&Chip::Sign(Sign::Dread)));
    }
}
