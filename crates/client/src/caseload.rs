//! Her caseload: weeks as counts, brought in from a calendar or given by hand, and what this one weighs.
//!
//! A calendar is read elsewhere and arrives as times and lengths. Which event a session was is kept only as a hash
//! under a key of the vault, so that bringing the same file in again changes nothing.

mod calendars;

use std::collections::{BTreeMap, BTreeSet};

pub use calendars::{CalendarView, LookingOver, Which};
use calendars::{File, each_once, number_of};
use crypto::vault::{Vault, keyed_hash};
use domain::caseload::merge::{Merged, merge};
use domain::caseload::week::{Habits, WeekCounts, count_weeks, days_since_day_off};
use domain::caseload::weight::{Weight, weigh};
use domain::caseload::{Occurrence, Window, monday_of};
use jiff::civil::Date;
use protocol::Digest;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::records::RecordId;
use crate::records::caseload::{CalendarRecord, CalendarRow, KeptSession, SessionKeyRecord, WeekRecord};
use crate::{Area, Now};

/// What a person does with her caseload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Looks over a calendar file that was read. Nothing is kept yet.
    LookOver {
        /// The sessions found.
        sessions: Vec<Occurrence>,
        /// The days the file speaks of.
        covers: Option<Window>,
    },
    /// Keeps the counts of the file looked over, which is this calendar.
    BringIn(Which),
    /// Leaves it.
    Leave,
    /// Gives this week's sessions as one number.
    ByHand(u32),
    /// Says that this week is about like last week.
    LikeLastWeek,
    /// Goes back from a number given by hand to what the calendar says.
    NotByHand,
    /// Lets go of everything that came from a calendar.
    ForgetCalendar,
}

/// What is to be seen of her caseload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseloadView {
    /// This week, if anything is known of it.
    pub this_week: Option<WeekCounts>,
    /// What it weighs beside her own past weeks.
    pub weight: Option<Weight>,
    /// Whether there is a last week to be like.
    pub has_last_week: bool,
    /// Known weeks up to this one, newest first.
    pub weeks: Vec<WeekCounts>,
    /// Days since her last day off, 0 being today.
    pub since_day_off: Option<u32>,
    /// The file being looked over.
    pub looking_over: Option<LookingOver>,
    /// Whether a calendar has been brought in.
    pub has_calendar: bool,
    /// What came of the last calendar.
    pub brought_in: Option<BroughtIn>,
    /// The Monday of this week.
    pub monday: Date,
}

/// What a calendar changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtIn {
    /// Sessions that are new.
    pub added: u32,
    /// Sessions that were at another time before.
    pub moved: u32,
    /// Sessions the calendar no longer has.
    pub removed: u32,
}

#[derive(Default)]
pub(crate) struct Caseload {
    weeks: BTreeMap<Date, (RecordId, WeekRecord)>,
    calendar: Option<(RecordId, CalendarRecord)>,
    /// Of the vault that these sessions came from, if they came with a copy.
    session_key: Option<SessionKeyRecord>,
    file: Option<File>,
    brought_in: Option<BroughtIn>,
}

/// The key under which this vault recognises a session of a calendar again.
pub(crate) fn session_key(vault: &Vault) -> Zeroizing<[u8; 32]> {
    vault.derive_index_key("session")
}

impl Caseload {
    /// How many weeks are shown.
    const SHOWN: usize = 26;

    pub(crate) fn restore_week(&mut self, id: RecordId, week: WeekRecord) {
        self.weeks.insert(week.monday, (id, week));
    }

    pub(crate) fn restore_calendar(&mut self, id: RecordId, calendar: CalendarRecord) {
        self.calendar = Some((id, calendar));
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.weeks.retain(|_, (week, _)| *week != id);
        self.calendar.take_if(|(calendar, _)| *calendar == id);
    }

    pub(crate) fn restore_session_key(&mut self, key: SessionKeyRecord) {
        self.session_key = Some(key);
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let this_monday = monday_of(desk.now.today());
        match intent {
            Intent::LookOver { sessions, covers } => self.look_over(&sessions, covers, desk),
            Intent::BringIn(which) => self.bring_in(which, desk),
            Intent::Leave => self.file = None,
            Intent::ByHand(sessions) => {
                self.set_by_hand(this_monday, Some(WeekCounts::by_hand(this_monday, sessions)), desk);
            }
            Intent::LikeLastWeek => {
                let known = self.known_weeks();
                if let Some(last) = known.iter().rev().find(|week| week.monday < this_monday) {
                    let again = WeekCounts { monday: this_monday, ..last.again() };
                    self.set_by_hand(this_monday, Some(again), desk);
                }
            }
            Intent::NotByHand => self.set_by_hand(this_monday, None, desk),
            Intent::ForgetCalendar => self.forget_calendar(desk),
        }
        desk.redraw(Area::Caseload);
    }

    pub(crate) fn view(&self, now: Now) -> CaseloadView {
        let today = now.today();
        let monday = monday_of(today);
        let mut weeks = self.known_weeks();
        weeks.retain(|week| week.monday <= monday);
        weeks.reverse();
        let this_week = weeks.first().copied().filter(|week| week.monday == monday);
        let since_day_off = self
            .calendar
            .as_ref()
            .and_then(|(_, calendar)| days_since_day_off(&self.sessions(), calendar.known, today));
        CaseloadView {
            this_week,
            weight: this_week.map(|week| weigh(&week, &weeks)),
            has_last_week: weeks.iter().any(|week| week.monday < monday),
            weeks: weeks.into_iter().take(Self::SHOWN).collect(),
            since_day_off,
            looking_over: self.file.as_ref().map(|file| file.beside(self.rows(), &self.kept())),
            has_calendar: self.calendar.is_some(),
            brought_in: self.brought_in,
            monday,
        }
    }

    fn kept(&self) -> Vec<KeptSession> {
        self.weeks.values().flat_map(|(_, week)| week.sessions.iter().copied()).collect()
    }

    fn sessions(&self) -> Vec<Occurrence> {
        each_once(self.kept())
    }

    fn rows(&self) -> &[CalendarRow] {
        self.calendar.as_ref().map_or(&[], |(_, calendar)| &calendar.calendars)
    }

    /// Every week anything is known of, earliest first.
    fn known_weeks(&self) -> Vec<WeekCounts> {
        let mut known: BTreeMap<Date, WeekCounts> = BTreeMap::new();
        if let Some((_, calendar)) = &self.calendar {
            let counted = count_weeks(&self.sessions(), calendar.known, &Habits::default());
            known.extend(counted.into_iter().map(|week| (week.monday, week)));
        }
        let by_hand = self.weeks.values().filter_map(|(_, week)| week.by_hand);
        known.extend(by_hand.map(|week| (week.monday, week)));
        known.into_values().collect()
    }

    fn look_over(&mut self, sessions: &[Occurrence], covers: Option<Window>, desk: &Desk<'_>) {
        let own = session_key(desk.vault);
        let key = self.session_key.as_ref().map_or(&*own, |brought| &brought.key);
        let hashed = |session: &Occurrence| Occurrence {
            identity: Digest(keyed_hash(key, &session.identity.0)),
            ..*session
        };
        self.file = Some(File { sessions: sessions.iter().map(hashed).collect(), covers });
    }

    fn bring_in(&mut self, which: Which, desk: &mut Desk<'_>) {
        let Some(number) = number_of(which, self.rows()) else { return };
        let Some(File { sessions: later, covers }) = self.file.take() else { return };
        let of_it: Vec<_> = self.kept().into_iter().filter(|kept| kept.calendar == number).collect();
        let Merged { sessions, added, moved, removed } = merge(&each_once(of_it), &later, covers);
        self.brought_in = Some(BroughtIn { added, moved, removed });

        let mut by_week: BTreeMap<Date, Vec<KeptSession>> = BTreeMap::new();
        for session in sessions {
            let kept = KeptSession::new(number, session);
            by_week.entry(monday_of(session.day())).or_default().push(kept);
        }
        let mondays: BTreeSet<Date> = self.weeks.keys().chain(by_week.keys()).copied().collect();
        for monday in mondays {
            let sessions = by_week.remove(&monday).unwrap_or_default();
            self.change_week(monday, desk, |week| {
                week.sessions.retain(|kept| kept.calendar != number);
                week.sessions.extend(sessions);
                week.sessions.sort_by_key(|kept| (kept.session().at, kept.session().identity, kept.calendar));
            });
        }
        if let Some(covers) = covers {
            self.note_calendar(number, covers, desk);
        }
    }

    /// Notes the day, and the days that calendars have spoken of by now.
    fn note_calendar(&mut self, number: u32, covers: Window, desk: &mut Desk<'_>) {
        let (id, mut calendar) = self.calendar.take().unwrap_or_else(|| {
            (desk.only_record::<CalendarRecord>(""), CalendarRecord { known: covers, calendars: Vec::new() })
        });
        calendar.known.from = calendar.known.from.min(covers.from);
        calendar.known.until = calendar.known.until.max(covers.until);
        calendar.calendars.retain(|row| row.number != number);
        calendar.calendars.push(CalendarRow { number, brought_in_on: Some(desk.now.today()) });
        calendar.calendars.sort_by_key(|row| row.number);
        desk.keep(id, &calendar);
        self.calendar = Some((id, calendar));
    }

    fn set_by_hand(&mut self, monday: Date, by_hand: Option<WeekCounts>, desk: &mut Desk<'_>) {
        self.change_week(monday, desk, |week| week.by_hand = by_hand);
    }

    fn forget_calendar(&mut self, desk: &mut Desk<'_>) {
        let mondays: Vec<Date> = self.weeks.keys().copied().collect();
        for monday in mondays {
            self.change_week(monday, desk, |week| week.sessions.clear());
        }
        if let Some((id, _)) = self.calendar.take() {
            desk.forget(id);
        }
        self.brought_in = None;
    }

    /// Changes one week's record; keeps it only if that made a difference, and drops it once it is empty.
    fn change_week(&mut self, monday: Date, desk: &mut Desk<'_>, change: impl FnOnce(&mut WeekRecord)) {
        let known = self.weeks.remove(&monday);
        let before = known.as_ref().map(|(_, week)| week.clone());
        let (id, mut week) = known.unwrap_or_else(|| {
            (
                desk.only_record::<WeekRecord>(&monday.to_string()),
                WeekRecord { monday, sessions: Vec::new(), by_hand: None },
            )
        });
        change(&mut week);
        let is_empty = week.sessions.is_empty() && week.by_hand.is_none();
        if is_empty {
            if before.is_some() {
                desk.forget(id);
            }
            return;
        }
        if before.as_ref() != Some(&week) {
            desk.keep(id, &week);
        }
        self.weeks.insert(monday, (id, week));
    }
}

#[cfg(test)]
mod tests {
    use domain::caseload::week::Source;
    use jiff::civil::date;
    use protocol::Timestamp;

    use super::*;
    use crate::testing::Ana;
    use crate::{Intent as AppIntent, View};

    /// Ana's test clock says Monday, 23 November 2026.
    const MONDAY: Date = date(2026, 11, 23);

    fn say(ana: &mut Ana, intent: Intent) -> String {
        ana.does(AppIntent::Caseload(intent))
    }

    fn view(ana: &Ana) -> CaseloadView {
        match ana.sees(Area::Caseload) {
            Some(View::Caseload(view)) => view,
            other => panic!("not a caseload: {other:?}"),
        }
    }

    fn session(n: u8, day: Date, hour: i8) -> Occurrence {
        let starts = day.at(hour, 0, 0, 0);
        let seconds = jiff::tz::Offset::UTC.to_timestamp(starts).unwrap().as_second();
        let at = Timestamp(u64::try_from(seconds).unwrap() * 1_000);
        Occurrence { identity: Digest([n; 32]), starts, at, minutes: 50 }
    }

    const FROM: Date = date(2026, 11, 2);

    fn file() -> Vec<Occurrence> {
        vec![session(1, MONDAY, 10), session(2, MONDAY, 11), session(3, date(2026, 11, 16), 19)]
    }

    /// Reads a file that speaks of the days from `from` on.
    fn look_over(ana: &mut Ana, sessions: Vec<Occurrence>, from: Date) -> LookingOver {
        let covers = Some(Window { from, until: date(2026, 12, 7) });
        say(ana, Intent::LookOver { sessions, covers });
        view(ana).looking_over.unwrap()
    }

    /// Reads a file, and keeps it as what it most likely is.
    fn bring_in(ana: &mut Ana, sessions: Vec<Occurrence>, from: Date) -> String {
        let likely = look_over(ana, sessions, from).likely;
        say(ana, Intent::BringIn(likely))
    }

    fn by_week(ana: &Ana) -> Vec<u32> {
        view(ana).weeks.iter().map(|week| week.sessions).collect()
    }

    #[test]
    fn a_calendar_becomes_weeks_and_the_same_file_again_changes_nothing() {
        let mut ana = Ana::at_her_desk();
        bring_in(&mut ana, file(), FROM);
        let first = view(&ana);
        assert_eq!(first.this_week.unwrap().sessions, 2);
        assert_eq!(first.brought_in, Some(BroughtIn { added: 3, moved: 0, removed: 0 }));
        assert_eq!(by_week(&ana), [2, 1, 0, 0]);

        let again = look_over(&mut ana, file(), FROM);
        assert_eq!(again.likely, Which::Same(0));
        assert_eq!((again.calendars[0].sessions, again.calendars[0].shared), (3, 3));
        let saved = say(&mut ana, Intent::BringIn(again.likely));
        assert_eq!(saved.matches("put record").count(), 1, "only the days it speaks of");
        assert_eq!(view(&ana).brought_in, Some(BroughtIn { added: 0, moved: 0, removed: 0 }));
        ana.restarts();
        assert_eq!(view(&ana).weeks, first.weeks);
    }

    #[test]
    fn a_later_file_removes_inside_its_days_only() {
        let mut ana = Ana::at_her_desk();
        bring_in(&mut ana, file(), FROM);
        bring_in(&mut ana, vec![session(1, MONDAY, 15)], MONDAY);
        assert_eq!(view(&ana).brought_in, Some(BroughtIn { added: 0, moved: 1, removed: 1 }));
        assert_eq!(by_week(&ana), [1, 1, 0, 0]);
    }

    #[test]
    fn another_calendar_takes_nothing_from_the_first_and_each_forgets_only_its_own() {
        let mut ana = Ana::at_her_desk();
        bring_in(&mut ana, file(), FROM);
        let other = look_over(&mut ana, vec![session(8, MONDAY, 16), session(9, MONDAY, 17)], FROM);
        assert_eq!((other.likely, other.calendars[0].shared), (Which::Another, 0));
        say(&mut ana, Intent::BringIn(Which::Another));
        assert_eq!(by_week(&ana), [4, 1, 0, 0]);

        ana.restarts();
        bring_in(&mut ana, vec![session(9, MONDAY, 17)], FROM);
        assert_eq!(view(&ana).brought_in, Some(BroughtIn { added: 0, moved: 0, removed: 1 }));
        assert_eq!(by_week(&ana), [3, 1, 0, 0]);
        bring_in(&mut ana, vec![session(1, MONDAY, 10)], FROM);
        assert_eq!(by_week(&ana), [2, 0, 0, 0]);
    }

    #[test]
    fn a_session_in_two_calendars_counts_once_and_stays_until_both_have_let_it_go() {
        let mut ana = Ana::at_her_desk();
        bring_in(&mut ana, file(), FROM);
        look_over(&mut ana, vec![session(1, MONDAY, 10), session(9, MONDAY, 17)], FROM);
        say(&mut ana, Intent::BringIn(Which::Another));
        assert_eq!(by_week(&ana), [3, 1, 0, 0]);
        look_over(&mut ana, vec![session(2, MONDAY, 11), session(3, date(2026, 11, 16), 19)], FROM);
        say(&mut ana, Intent::BringIn(Which::Same(0)));
        assert_eq!(by_week(&ana), [3, 1, 0, 0], "the other calendar still has it");
        look_over(&mut ana, vec![session(9, MONDAY, 17)], FROM);
        say(&mut ana, Intent::BringIn(Which::Same(1)));
        assert_eq!(by_week(&ana), [2, 1, 0, 0]);
    }

    #[test]
    fn a_file_that_is_left_or_meant_for_no_calendar_there_is_changes_nothing() {
        let mut ana = Ana::at_her_desk();
        look_over(&mut ana, file(), FROM);
        say(&mut ana, Intent::BringIn(Which::Same(7)));
        assert_eq!(ana.records_kept(), 0);
        say(&mut ana, Intent::Leave);
        say(&mut ana, Intent::BringIn(Which::Another));
        assert_eq!((ana.records_kept(), view(&ana).looking_over), (0, None));
    }

    #[test]
    fn one_tap_says_about_like_last_week() {
        let mut ana = Ana::at_her_desk();
        assert!(!view(&ana).has_last_week);
        say(&mut ana, Intent::LikeLastWeek);
        assert_eq!(view(&ana).this_week, None, "there is no last week to be like");
        say(&mut ana, Intent::ByHand(22));
        ana.now.at = ana.now.at.plus(7 * Timestamp::DAY);
        assert!(view(&ana).has_last_week);
        say(&mut ana, Intent::LikeLastWeek);
        ana.restarts();
        let week = view(&ana).this_week.unwrap();
        assert_eq!((week.sessions, week.source), (22, Source::LikeLastWeek));
    }

    #[test]
    fn forgetting_the_calendar_leaves_what_was_given_by_hand() {
        let mut ana = Ana::at_her_desk();
        bring_in(&mut ana, file(), FROM);
        say(&mut ana, Intent::ByHand(9));
        say(&mut ana, Intent::ForgetCalendar);
        ana.restarts();
        assert_eq!(view(&ana).weeks.len(), 1);
        assert_eq!(ana.records_kept(), 1);
        say(&mut ana, Intent::NotByHand);
        assert_eq!(ana.records_kept(), 0);
    }
}
