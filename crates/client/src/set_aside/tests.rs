//! A copy restored beside other words, and what was set aside then: read, put back, kept beside, let go, and undone.

use super::{Intent, Outcome, Says, SetAsideView, ThingView};
use crate::copies::{self, Document, Prefer};
use crate::testing::Ana;
use crate::ways_in;
use crate::{Area, Intent as AppIntent, View, caseload, check_in};

fn says(ana: &mut Ana, intent: Intent) -> String {
    ana.does(AppIntent::SetAside(intent))
}

fn view(ana: &Ana) -> SetAsideView {
    match ana.sees(Area::SetAside) {
        Some(View::SetAside(view)) => view,
        other => panic!("nothing to be seen: {other:?}"),
    }
}

fn thing(ana: &Ana, kind: &str) -> ThingView {
    view(ana).things.into_iter().find(|thing| thing.kind == kind).expect("it was set aside")
}

fn restore(ana: &mut Ana, records: &str, prefer: Prefer) {
    let copy =
        format!(r#"{{"format":"held-copy","version":1,"made_on":"2026-11-20","records":[{records}]}}"#);
    ana.does(AppIntent::Copies(copies::Intent::LookOver(Document::new(copy))));
    ana.does(AppIntent::Copies(copies::Intent::Restore(prefer)));
}

fn check_in_saying(words: &str) -> String {
    format!(
        r#"{{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"check-in","version":1,"body":{{"at":1795478400000,"day":"2026-11-23","carrying":"skipped","came_home":"skipped","body":"skipped","set_down":{{"given":"{words}"}}}}}}"#
    )
}

fn words(ana: &Ana) -> Vec<String> {
    let Some(View::CheckIn(view)) = ana.sees(Area::CheckIn) else { panic!("no check-ins") };
    let words = view.earlier.iter().filter_map(|entry| entry.set_down.given());
    words.map(|words| words.as_str().to_owned()).collect()
}

/// A check-in with her newer words in place, and the older ones set aside.
fn ana() -> Ana {
    let mut ana = Ana::at_her_desk();
    restore(&mut ana, &check_in_saying("older words"), Prefer::Here);
    restore(&mut ana, &check_in_saying("newer words"), Prefer::Copy);
    ana
}

#[test]
fn what_was_set_aside_is_seen_with_its_day_and_its_words() {
    let mut ana = ana();
    assert_eq!(words(&ana), ["newer words"]);
    let thing = thing(&ana, "check-in");
    assert_eq!(thing.day.map(|day| day.to_string()).as_deref(), Some("2026-11-23"));
    let Says::CheckIn(entry) = &thing.says else { panic!("not a check-in") };
    assert_eq!(entry.set_down.given().map(domain::check_in::Words::as_str), Some("older words"));
    assert!(thing.can_be_put_back && thing.can_stand_beside);
    assert!(!format!("{thing:?}").contains("words"), "and Debug shows none of it");
    let before = view(&ana);
    ana.restarts();
    assert_eq!(view(&ana).things, before.things);
}

#[test]
fn put_back_it_changes_places_with_what_was_there() {
    let mut ana = ana();
    let older = thing(&ana, "check-in").id;
    says(&mut ana, Intent::PutBack(older));
    assert_eq!(view(&ana).outcome, Some(Outcome::PutBack));
    assert_eq!(words(&ana), ["older words"]);
    let newer = thing(&ana, "check-in").id;
    says(&mut ana, Intent::PutBack(newer));
    assert_eq!(words(&ana), ["newer words"]);
    assert_eq!(view(&ana).things.len(), 1, "and it can go on like that without growing");
    ana.restarts();
    assert_eq!((words(&ana), ana.unreadable()), (vec!["newer words".to_owned()], 0));
}

#[test]
fn both_are_kept_and_nothing_is_aside_any_more() {
    let mut ana = ana();
    let older = thing(&ana, "check-in").id;
    says(&mut ana, Intent::KeepBoth(older));
    let mut both = words(&ana);
    both.sort();
    assert_eq!(
        (both, view(&ana).things.len()),
        (vec!["newer words".to_owned(), "older words".to_owned()], 0)
    );
}

#[test]
fn whatever_was_done_can_be_undone() {
    for intent in [Intent::PutBack, Intent::KeepBoth, Intent::LetGo] {
        let mut ana = ana();
        let before = (words(&ana), view(&ana).things);
        says(&mut ana, intent(before.1[0].id.clone()));
        assert!(view(&ana).can_undo);
        assert_ne!((words(&ana), view(&ana).things), before);
        says(&mut ana, Intent::Undo);
        assert_eq!(view(&ana).outcome, Some(Outcome::Undone));
        assert_eq!((words(&ana), view(&ana).things), before);
        ana.restarts();
        assert_eq!((words(&ana), view(&ana).things), before);
    }
}

#[test]
fn what_was_changed_since_is_not_undone_over_her_head() {
    let mut ana = ana();
    let older = thing(&ana, "check-in").id;
    says(&mut ana, Intent::PutBack(older));
    ana.does(AppIntent::WaysIn(ways_in::Intent::NewEpoch));
    says(&mut ana, Intent::Undo);
    assert_eq!(view(&ana).outcome, Some(Outcome::ChangedSince));
    ana.restarts();
    assert_eq!((words(&ana), ana.unreadable()), (vec!["older words".to_owned()], 0));
}

#[test]
fn after_a_new_key_a_thing_let_go_comes_back_under_it() {
    let mut ana = ana();
    let older = thing(&ana, "check-in").id;
    says(&mut ana, Intent::LetGo(older));
    ana.does(AppIntent::WaysIn(ways_in::Intent::NewEpoch));
    says(&mut ana, Intent::Undo);
    ana.restarts();
    assert_eq!((view(&ana).things.len(), ana.unreadable()), (1, 0));
}

#[test]
fn a_week_finds_the_place_of_its_monday() {
    let mut ana = Ana::at_her_desk();
    ana.does(AppIntent::Caseload(caseload::Intent::ByHand(18)));
    let week = r#"{"id":"AgICAgICAgICAgICAgICAg","kind":"week","version":2,"body":{"monday":"2026-11-23","sessions":[],"by_hand":{"monday":"2026-11-23","sessions":25,"back_to_backs":null,"evenings":null,"days_off":null,"heavier":null,"source":"hand"}}}"#;
    restore(&mut ana, week, Prefer::Here);
    let aside = thing(&ana, "week");
    assert!(matches!(aside.says, Says::Sessions(25)) && !aside.can_stand_beside);
    says(&mut ana, Intent::PutBack(aside.id));
    let Some(View::Caseload(caseload)) = ana.sees(Area::Caseload) else { panic!("no caseload") };
    assert_eq!(caseload.this_week.map(|week| week.sessions), Some(25));
    assert!(matches!(thing(&ana, "week").says, Says::Sessions(18)));
}

#[test]
fn a_thing_of_any_kind_can_be_read_without_its_keys() {
    let mut ana = Ana::at_her_desk();
    let aside = r#"{"id":"AwMDAwMDAwMDAwMDAwMDAw","kind":"set-aside","version":1,"body":{"on":"2026-11-20","kind":"dream","version":3,"body":{"id":"canary","title":"The house","signing_seed":"canary","rooms":["a stair","a lamp"]}}}"#;
    restore(&mut ana, aside, Prefer::Here);
    let thing = thing(&ana, "dream");
    let Says::Lines(lines) = &thing.says else { panic!("not read by its kind") };
    assert_eq!(format!("{lines:?}"), r#"[("rooms", "a stair; a lamp"), ("title", "The house")]"#);
    assert!(!thing.can_be_put_back && !thing.can_stand_beside);
    says(&mut ana, Intent::PutBack(thing.id));
    assert_eq!(view(&ana).things.len(), 1, "nothing happens");
}

#[test]
fn a_full_disk_changes_nothing_until_there_is_room() {
    let mut ana = ana();
    let older = thing(&ana, "check-in").id;
    ana.disk_is_full = true;
    says(&mut ana, Intent::PutBack(older));
    assert!(view(&ana).under_way && view(&ana).outcome.is_none());
    ana.does(AppIntent::CheckIn(check_in::Intent::Begin));
    ana.disk_is_full = false;
    ana.does(AppIntent::Vault(crate::vault::Intent::SaveAgain));
    assert_eq!(view(&ana).outcome, Some(Outcome::PutBack));
    assert_eq!(words(&ana), ["older words"]);
}
