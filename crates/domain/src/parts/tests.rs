//! The map of parts: links, order, airtime, limits.

use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::*;

fn id(n: u8) -> PartId {
    PartId([n; 16])
}

fn on(n: i64) -> Date {
    date(2026, 1, 1) + n.days()
}

fn map(names: &[&str]) -> PartsMap {
    let mut map = PartsMap::default();
    for (n, name) in (1..).zip(names) {
        map.put(id(n), Part::new(name, on(0)).unwrap()).unwrap();
    }
    map
}

#[test]
fn between_two_parts_there_is_one_link_and_who_protects_comes_first() {
    let mut map = map(&["the one who copes", "the tired one", "the critic"]);
    map.link(id(2), id(1), Link::AtOdds).unwrap();
    assert_eq!(map.links().collect::<Vec<_>>(), [(id(1), id(2), Link::AtOdds)]);
    map.link(id(2), id(1), Link::Protects).unwrap();
    assert_eq!(map.links().collect::<Vec<_>>(), [(id(2), id(1), Link::Protects)]);
    map.link(id(1), id(2), Link::Protects).unwrap();
    assert_eq!(map.links().collect::<Vec<_>>(), [(id(1), id(2), Link::Protects)]);
    assert_eq!(map.link(id(1), id(1), Link::Beside), Err(PartError::Itself));
    assert_eq!(map.link(id(1), id(9), Link::Beside), Err(PartError::NotThere));
}

#[test]
fn a_part_taken_away_takes_its_links_and_comes_back_with_them() {
    let mut map = map(&["a", "b", "c"]);
    map.link(id(1), id(2), Link::Protects).unwrap();
    map.link(id(2), id(3), Link::Beside).unwrap();
    let before = map.clone();
    let removed = map.remove(id(2)).unwrap();
    assert_eq!(map.links().count(), 0);
    map.put_back(removed).unwrap();
    assert_eq!(map, before);
    assert_eq!(map.remove(id(9)), None);
    let removed = map.remove(id(2)).unwrap();
    map.remove(id(1));
    map.put_back(removed).unwrap();
    assert_eq!(map.links().collect::<Vec<_>>(), [(id(2), id(3), Link::Beside)]);
}

#[test]
fn the_list_reads_as_the_picture_looks() {
    let mut map = map(&["a", "b", "c"]);
    map.part_mut(id(1)).unwrap().nearness = Nearness::Far;
    map.part_mut(id(2)).unwrap().turn = Turn::from(1_750);
    map.part_mut(id(3)).unwrap().turn = Turn::from(250);
    let order: Vec<PartId> = map.parts().into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, [id(3), id(2), id(1)]);
}

#[test]
fn little_airtime_is_said_late_and_of_few() {
    let mut map = map(&["a", "b", "c", "d", "e", "f"]);
    assert!(map.little_airtime(on(400)).is_empty(), "nothing was noted yet");
    for day in [0, 10, 20, 30, 40, 50, 60] {
        map.part_mut(id(1)).unwrap().hear(on(day));
        map.part_mut(id(2)).unwrap().hear(on(day));
    }
    map.part_mut(id(3)).unwrap().hear(on(20));
    assert!(map.little_airtime(on(28)).is_empty(), "four weeks have not passed");
    assert_eq!(map.little_airtime(on(61)), [id(4), id(5)], "at most a third, the longest unheard first");
    map.part_mut(id(4)).unwrap().hear(on(61));
    assert_eq!(map.little_airtime(on(61)), [id(5), id(6)]);
    map.put(id(5), Part::new("e, put on the map lately", on(50)).unwrap()).unwrap();
    assert_eq!(map.little_airtime(on(61)), [id(6), id(3)]);
}

#[test]
fn hearing_can_be_taken_back_and_twice_a_day_is_once() {
    let mut part = Part::new("a", on(0)).unwrap();
    for day in [5, 3, 5] {
        part.hear(on(day));
    }
    assert!(part.heard().eq([on(3), on(5)]));
    part.unhear(on(5));
    assert_eq!(part.last_heard(), Some(on(3)));
}

#[test]
fn limits_say_so_and_debug_shows_none_of_her_words() {
    assert_eq!(Part::new(" \n", on(0)), Err(PartError::Nameless));
    let mut map = PartsMap::default();
    for n in 0..60 {
        map.put(id(n), Part::new("canary", on(0)).unwrap()).unwrap();
    }
    assert_eq!(map.put(id(200), Part::new("one more", on(0)).unwrap()), Err(PartError::TooMany));
    assert_eq!(map.put(id(7), Part::new("changed", on(0)).unwrap()), Ok(()));
    assert!(!format!("{map:?}").contains("canary"));
}

proptest! {
    #[test]
    fn links_only_join_parts_that_are_there(
        steps in prop::collection::vec((0u8..5, 0u8..5, 0u8..4), 0..40),
    ) {
        let mut map = map(&["a", "b", "c", "d"]);
        for (a, b, what) in steps {
            match what {
                0 => drop(map.remove(id(a))),
                1 => drop(map.link(id(a), id(b), Link::Protects)),
                2 => drop(map.link(id(a), id(b), Link::Beside)),
                _ => drop(map.put(id(a), Part::new("again", on(0)).unwrap())),
            }
            for (first, second, _) in map.links() {
                prop_assert!(first != second && map.part(first).is_some() && map.part(second).is_some());
                prop_assert_eq!(map.links().filter(|it| (it.0, it.1) == (second, first)).count(), 0);
            }
        }
        let json = serde_json::to_string(&map).unwrap();
        prop_assert_eq!(serde_json::from_str::<PartsMap>(&json).unwrap(), map);
    }

    #[test]
    fn a_part_heard_lately_never_has_little_airtime(
        heard in prop::collection::vec((1u8..=5, 0i64..200), 0..40), today in any::<u8>(),
    ) {
        let mut map = map(&["a", "b", "c", "d", "e"]);
        for (part, day) in heard {
            map.part_mut(id(part)).unwrap().hear(on(day));
        }
        let today = on(i64::from(today));
        let quiet = map.little_airtime(today);
        prop_assert!(quiet.len() <= 1);
        for part in quiet {
            let last = map.part(part).unwrap().last_heard().unwrap_or(on(0));
            prop_assert!(days_between(last, today) > 28);
        }
    }
}
