//! Do we know someone? Counts come back, and nothing else does.

use client::conflict_check::{self, CheckOutcome, CheckProblem, CheckStage, ConflictCheckView};
use client::people;
use client::{Area, Intent, View};
use domain::people::Contact;
use domain::people::identifier::Country;
use domain::people::import::{Typed, by_hand};

use crate::for_seeds;
use crate::network::Weather;
use crate::world::World;

fn contact(n: usize) -> Contact {
    let typed = Typed {
        name: format!("Sample Person{n}"),
        emails: vec![format!("person{n}@example.org")],
        phones: vec![format!("+1 415 555 01{:02}", n % 100)],
        ..Typed::default()
    };
    by_hand(&typed, Country::US).expect("a contact")
}

/// Brings people in and ticks them all.
fn knows(world: &mut World, who: usize, numbers: impl Iterator<Item = usize>) {
    world.does(who, Intent::People(people::Intent::BringIn(numbers.map(contact).collect())));
    for row in her_people(world, who).people {
        world.does(who, Intent::People(people::Intent::Tick(row.id, true)));
    }
}

fn her_people(world: &World, who: usize) -> people::PeopleView {
    match world.people[who].sees(Area::People, world.now) {
        Some(View::People(view)) => *view,
        other => panic!("no people: {other:?}"),
    }
}

fn checks(world: &World, who: usize) -> ConflictCheckView {
    match world.people[who].sees(Area::ConflictCheck, world.now) {
        Some(View::ConflictCheck(view)) => view,
        other => panic!("no checks: {other:?}"),
    }
}

fn ask(world: &mut World, who: usize, therapist: usize) {
    let listing = world.listing_of(therapist);
    world.does(who, Intent::ConflictCheck(conflict_check::Intent::Ask(listing)));
}

#[test]
fn through_storm_and_restarts_the_count_is_the_plain_intersection() {
    for_seeds(|seed| {
        let mut world = World::new(seed);
        let bea = world.opens_a_door(1, "Bea (sample)", true);
        let ana = world.arrives(2);
        world.publishes();
        knows(&mut world, bea, 0..60);
        knows(&mut world, ana, 58..95);
        world.grows_rough();
        ask(&mut world, ana, bea);
        for _ in 0..4 {
            world.settle();
        }
        world.network.weather = Weather::FAIR;
        world.settle();
        let check = checks(&world, ana).checks[0].clone();
        assert_eq!(check.people, 37, "seed {seed}");
        // 58 and 59: both by e-mail and by phone, which makes two people and not four.
        let counted = CheckOutcome::Counted { people: 2, places: 0, names: 2 };
        assert_eq!(check.stage, CheckStage::Over(counted), "seed {seed}");
    });
}

#[test]
fn whom_she_never_answers_about_is_as_if_unknown() {
    let mut world = World::new(1);
    let bea = world.opens_a_door(1, "Bea (sample)", true);
    let ana = world.arrives(2);
    world.publishes();
    knows(&mut world, bea, 0..60);
    for row in her_people(&world, bea).people.iter().filter(|row| row.name.as_str().ends_with('9')) {
        world.does(bea, Intent::People(people::Intent::Never(row.id, true)));
    }
    knows(&mut world, ana, 59..60);
    ask(&mut world, ana, bea);
    world.settle();
    let counted = CheckOutcome::Counted { people: 0, places: 0, names: 0 };
    assert_eq!(checks(&world, ana).checks[0].stage, CheckStage::Over(counted));
}

#[test]
fn a_short_list_is_not_answered_from_and_nobody_ticked_is_not_asked() {
    let mut world = World::new(1);
    let bea = world.opens_a_door(1, "Bea (sample)", true);
    let ana = world.arrives(2);
    world.publishes();
    ask(&mut world, ana, bea);
    assert_eq!(checks(&world, ana).problem, Some(CheckProblem::NobodyTicked));
    knows(&mut world, bea, 0..49);
    knows(&mut world, ana, 0..3);
    ask(&mut world, ana, bea);
    world.settle();
    assert_eq!(checks(&world, ana).checks[0].stage, CheckStage::Over(CheckOutcome::TooFewPeople));
}

#[test]
fn where_checks_are_not_automatic_she_answers_or_declines_by_hand() {
    let mut world = World::new(1);
    let bea = world.opens_a_door(1, "Bea (sample)", false);
    let ana = world.arrives(2);
    world.publishes();
    knows(&mut world, ana, 0..3);
    ask(&mut world, ana, bea);
    world.settle();
    assert_eq!(checks(&world, ana).checks[0].stage, CheckStage::Waiting);
    let came = world.door_of(bea).checks[0];
    assert_eq!(came.size, 3 * 64, "three kinds, each filled up: not how many people");
    world.does(bea, Intent::Door(client::door::Intent::DeclineCheck(came.check)));
    world.settle();
    assert_eq!(checks(&world, ana).checks[0].stage, CheckStage::Over(CheckOutcome::Declined));
}
