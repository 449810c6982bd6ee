//! Her caseload: weeks as counts, brought in from a calendar or given by hand, and what this one weighs.
//!
//! A calendar is read elsewhere and arrives as times and lengths. Which event a session was is kept only as a hash
//! under a key of the vault, so that bringing the same file in again changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crypto::vault::keyed_hash;
use domain::caseload::merge::{Merged, merge};
use domain::caseload::week::{Habits, WeekCounts, count_weeks, days_since_day_off};
use domain::caseload::weight::{Weight, weigh};
use domain::caseload::{Occurrence, Window, monday_of};
use jiff::civil::Date;
use protocol::Digest;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::records::RecordId;
use crate::records::caseload::{CalendarRecord, WeekRecord};
use crate::{Area, Now};

/// What a person does with her caseload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Keeps the counts of a calendar that was read.
    BringIn {
        /// The sessions found.
        sessions: Vec<Occurrence>,
        /// The days the file speaks of.
        covers: Option<Window>,
    },
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
    brought_in: Option<BroughtIn>,
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

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let this_monday = monday_of(desk.now.today());
        match intent {
            Intent::BringIn { sessions, covers } => self.bring_in(&sessions, covers, desk),
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
            has_calendar: self.calendar.is_some(),
            brought_in: self.brought_in,
            monday,
        }
    }

    fn sessions(&self) -> Vec<Occurrence> {
        self.weeks.values().flat_map(|(_, week)| week.sessions.iter().copied()).collect()
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

    fn bring_in(&mut self, sessions: &[Occurrence], covers: Option<Window>, desk: &mut Desk<'_>) {
        let key = desk.vault.derive_index_key("session");
        let hashed = |session: &Occurrence| Occurrence {
            identity: Digest(keyed_hash(&key, &session.identity.0)),
            ..*session
        };
        let later: Vec<_> = sessions.iter().map(hashed).collect();
        let Merged { sessions, added, moved, removed } = merge(&self.sessions(), &later, covers);
        self.brought_in = Some(BroughtIn { added, moved, removed });

        let mut by_week: BTreeMap<Date, Vec<Occurrence>> = BTreeMap::new();
        for session in sessions {
            by_week.entry(monday_of(session.day())).or_default().push(session);
        }
        let mondays: BTreeSet<Date> = self.weeks.keys().chain(by_week.keys()).copied().collect();
        for monday in mondays {
            let sessions = by_week.remove(&monday).unwrap_or_default();
            self.change_week(monday, desk, |week| week.sessions = sessions);
        }
        if let Some(covers) = covers {
            let (id, mut calendar) = self
                .calendar
                .take()
                .unwrap_or_else(|| (desk.make_record_id(), CalendarRecord { known: covers }));
            calendar.known.from = calendar.known.from.min(covers.from);
            calendar.known.until = calendar.known.until.max(covers.until);
            desk.keep(id, &calendar);
            self.calendar = Some((id, calendar));
        }
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
            (desk.make_record_id(), WeekRecord { monday, sessions: Vec::new(), by_hand: None })
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

    fn file() -> Intent {
        let sessions =
            vec![session(1, MONDAY, 10), session(2, MONDAY, 11), session(3, date(2026, 11, 16), 19)];
        let covers = Some(Window { from: date(2026, 11, 2), until: date(2026, 12, 7) });
        Intent::BringIn { sessions, covers }
    }

    #[test]
    fn a_calendar_becomes_weeks_and_the_same_file_again_changes_nothing() {
        let mut ana = Ana::at_her_desk();
        say(&mut ana, file());
        let first = view(&ana);
        assert_eq!(first.this_week.unwrap().sessions, 2);
        assert_eq!(first.brought_in, Some(BroughtIn { added: 3, moved: 0, removed: 0 }));
        assert_eq!(first.weeks.iter().map(|week| week.sessions).collect::<Vec<_>>(), [2, 1, 0, 0]);

        assert_eq!(say(&mut ana, file()).matches("put record").count(), 1, "only the days it speaks of");
        assert_eq!(view(&ana).brought_in, Some(BroughtIn { added: 0, moved: 0, removed: 0 }));
        ana.restarts();
        assert_eq!(view(&ana).weeks, first.weeks);
    }

    #[test]
    fn a_later_file_removes_inside_its_days_only() {
        let mut ana = Ana::at_her_desk();
        say(&mut ana, file());
        let covers = Some(Window { from: MONDAY, until: date(2026, 12, 7) });
        say(&mut ana, Intent::BringIn { sessions: vec![session(1, MONDAY, 15)], covers });
        assert_eq!(view(&ana).brought_in, Some(BroughtIn { added: 0, moved: 1, removed: 1 }));
        assert_eq!(view(&ana).weeks.iter().map(|week| week.sessions).collect::<Vec<_>>(), [1, 1, 0, 0]);
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
        say(&mut ana, file());
        say(&mut ana, Intent::ByHand(9));
        say(&mut ana, Intent::ForgetCalendar);
        ana.restarts();
        assert_eq!(view(&ana).weeks.len(), 1);
        assert_eq!(ana.records_kept(), 1);
        say(&mut ana, Intent::NotByHand);
        assert_eq!(ana.records_kept(), 0);
    }
}
