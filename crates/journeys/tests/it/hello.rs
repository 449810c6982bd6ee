//! She says hello, and is answered.

use std::collections::BTreeSet;

use client::Intent;
use client::door;
use client::hello::{self, HelloProblem, Stage};
use domain::check_in::Words;
use domain::hello::{AnswerKind, AnswerLetter, Ask, Beginning, HelloLetter};
use protocol::Timestamp;

use crate::for_seeds;
use crate::network::Weather;
use crate::world::World;

fn letter(words: &str) -> HelloLetter {
    HelloLetter {
        beginning: Some(Beginning::WhereToStart),
        asks: BTreeSet::from([Ask::Opening, Ask::Evening]),
        words: Words::new(words),
        if_you_worry: Words::default(),
    }
}

fn answer(words: &str) -> AnswerLetter {
    AnswerLetter {
        kind: AnswerKind::Welcome,
        words: Words::new(words),
        opening: None,
        fee: Words::default(),
        evening: Some(true),
    }
}

fn says_hello(world: &mut World, who: usize, to: usize, words: &str) {
    let listing = world.listing_of(to);
    world.does(who, Intent::Hello(hello::Intent::Prepare { listing, letter: letter(words) }));
    assert!(world.hellos_of(who).prepared.is_some(), "{:?}", world.hellos_of(who).problem);
    world.does(who, Intent::Hello(hello::Intent::Send));
}

/// Every therapist answers what has come and is not answered.
fn everyone_answers(world: &mut World, therapists: &[usize]) {
    for therapist in therapists {
        for hello in world.door_of(*therapist).hellos.iter().filter(|hello| hello.answer.is_none()) {
            let words = format!("to {}", hello.letter.words.as_str());
            world.does(*therapist, Intent::Door(door::Intent::Answer(hello.hello, answer(&words))));
        }
    }
}

#[test]
fn through_storm_and_restarts_each_hello_arrives_once_and_is_answered_once() {
    for_seeds(|seed| {
        let mut world = World::new(seed);
        let therapists =
            [world.opens_a_door(1, "Bea (sample)", false), world.opens_a_door(2, "Cleo (sample)", false)];
        let clinicians = [world.arrives(11), world.arrives(12), world.arrives(13)];
        world.publishes();
        world.grows_rough();

        // The reference: who wrote what to whom.
        let mut written = BTreeSet::new();
        for clinician in clinicians {
            for therapist in therapists {
                let words = format!("from {clinician} to {therapist}");
                says_hello(&mut world, clinician, therapist, &words);
                written.insert((clinician, therapist, words));
                world.step();
            }
        }
        for _ in 0..6 {
            world.settle();
            everyone_answers(&mut world, &therapists);
        }
        world.network.weather = Weather::FAIR;
        world.settle();

        for therapist in therapists {
            let came: Vec<_> = world
                .door_of(therapist)
                .hellos
                .iter()
                .map(|hello| hello.letter.words.as_str().to_owned())
                .collect();
            let meant: BTreeSet<_> =
                written.iter().filter(|it| it.1 == therapist).map(|it| it.2.clone()).collect();
            assert_eq!(came.len(), meant.len(), "seed {seed}: something came twice or not at all");
            assert_eq!(came.into_iter().collect::<BTreeSet<_>>(), meant, "seed {seed}");
        }
        for clinician in clinicians {
            let sent = world.hellos_of(clinician).sent;
            assert_eq!(sent.len(), therapists.len(), "seed {seed}");
            for hello in sent {
                assert_eq!(hello.stage, Stage::Answered, "seed {seed}");
                let words: Vec<_> = hello.answers.iter().map(|it| it.words.as_str()).collect();
                assert_eq!(words, [format!("to {}", hello.letter.words.as_str())], "seed {seed}");
            }
        }
    });
}

#[test]
fn without_a_network_a_hello_is_kept_and_can_be_taken_back() {
    let mut world = World::new(1);
    let bea = world.opens_a_door(1, "Bea (sample)", false);
    let ana = world.arrives(2);
    world.publishes();
    world.network.weather = Weather { lost: 100, ..Weather::FAIR };
    says_hello(&mut world, ana, bea, "first");
    world.settle();
    let sent = world.hellos_of(ana).sent;
    assert_eq!(sent[0].stage, Stage::Kept);
    world.does(ana, Intent::Hello(hello::Intent::TakeBack(sent[0].hello)));
    says_hello(&mut world, ana, bea, "second");
    world.network.weather = Weather::FAIR;
    world.settle();
    let came: Vec<_> =
        world.door_of(bea).hellos.iter().map(|hello| hello.letter.words.as_str().to_owned()).collect();
    assert_eq!(came, ["second"]);
}

#[test]
fn a_hello_that_is_not_answered_becomes_overdue_and_three_may_wait_at_once() {
    let mut world = World::new(1);
    let doors = [1, 2, 3, 4].map(|n| world.opens_a_door(n, &format!("Sample {n}"), false));
    let ana = world.arrives(9);
    world.publishes();
    for door in &doors[..3] {
        says_hello(&mut world, ana, *door, "hello");
    }
    let listing = world.listing_of(doors[3]);
    world.does(ana, Intent::Hello(hello::Intent::Prepare { listing, letter: letter("a fourth") }));
    assert_eq!(world.hellos_of(ana).problem, Some(HelloProblem::ThreeWaiting));
    world.settle();
    assert!(world.hellos_of(ana).sent.iter().all(|hello| hello.stage == Stage::Waiting));
    world.pass(4 * Timestamp::DAY);
    assert!(world.hellos_of(ana).sent.iter().all(|hello| hello.stage == Stage::Overdue));
}
