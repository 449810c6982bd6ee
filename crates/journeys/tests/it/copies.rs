//! A copy on a new device: everything is there, letters that were under way go on, and the file shows nothing.

use client::copies::{CopiesView, Document, Intent, Outcome, Prefer, Work, files};
use client::reading::AsFile;
use client::vault::Secret;
use client::{Area, Intent as AppIntent, View, door, hello};
use domain::check_in::Words;
use domain::hello::{AnswerKind, AnswerLetter, HelloLetter};

use crate::no_leak::{CANARIES, found, live};
use crate::person::Person;
use crate::world::World;

const PASSPHRASE: &str = "four quiet kettles";

fn copy_of(world: &mut World, person: usize) -> Document {
    world.does(person, AppIntent::Copies(Intent::HandOver));
    world.people[person].handed_over.take().expect("a copy was handed over")
}

fn sealed(copy: &Document) -> Vec<u8> {
    let what = AsFile::Sealed(Secret::new(PASSPHRASE.to_owned()));
    let mut files = files::make(copy, &what, Work::NONE, client::nfc).expect("a sealed copy");
    files.remove(0).content.to_vec()
}

/// Her device is lost: another one, another vault, and the copy.
fn gets_a_new_device(world: &mut World, person: usize, file: &[u8]) {
    let mut device = Person::new(person, 77, false);
    let calls = device.begin(world.now);
    world.people[person] = device;
    world.network.under_way.retain(|call| call.from != person);
    world.network.under_way.extend(calls);
    let (opened, document) = files::open(file, PASSPHRASE, client::nfc).expect("it opens");
    assert_eq!(opened.unreadable, 0);
    world.does(person, AppIntent::Copies(Intent::LookOver(document)));
    world.does(person, AppIntent::Copies(Intent::Restore(Prefer::Here)));
    let came_of_it = copies_of(world, person).outcome;
    assert!(matches!(came_of_it, Some(Outcome::Restored { set_aside: 0, .. })), "{came_of_it:?}");
}

fn copies_of(world: &World, person: usize) -> CopiesView {
    match world.people[person].sees(Area::Copies, world.now) {
        Some(View::Copies(view)) => view,
        other => panic!("no copies: {other:?}"),
    }
}

/// What is to be seen of everything that is hers alone; the directory is everyone's.
fn everything(world: &World, person: usize) -> Vec<Option<View>> {
    let areas = [Area::CheckIn, Area::Caseload, Area::People, Area::ConflictCheck, Area::Hello, Area::Door];
    areas.map(|area| world.people[person].sees(area, world.now)).to_vec()
}

#[test]
fn a_new_device_has_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut world = live(folder.path());
    let ana = 1;
    // What is only on a screen is in no copy.
    let calls = world.people[ana].restart(world.now);
    world.network.under_way.extend(calls);
    world.settle();
    let before = everything(&world, ana);
    let copy = copy_of(&mut world, ana);
    let file = sealed(&copy);

    gets_a_new_device(&mut world, ana, &file);
    assert_eq!(everything(&world, ana), before);
    assert_eq!(copy_of(&mut world, ana), copy, "a copy of it is the same copy");
    world.settle();
    let calls = world.people[ana].restart(world.now);
    world.network.under_way.extend(calls);
    assert_eq!(everything(&world, ana), before);
}

/// The reply key and the listing's keys came with the copies, so a hello that was under way arrives all the same.
#[test]
fn a_hello_under_way_is_answered_although_both_devices_were_lost() {
    let mut world = World::new(5);
    let bea = world.opens_a_door(1, "Bea (sample)", true);
    let ana = world.arrives(2);
    world.publishes();
    let listing = world.listing_of(bea);
    let letter = HelloLetter { words: Words::new("hello"), ..HelloLetter::default() };
    world.does(ana, AppIntent::Hello(hello::Intent::Prepare { listing, letter }));
    world.does(ana, AppIntent::Hello(hello::Intent::Send));
    world.settle();
    for person in [ana, bea] {
        let copy = copy_of(&mut world, person);
        gets_a_new_device(&mut world, person, &sealed(&copy));
    }
    world.settle();
    let came = world.door_of(bea).hellos[0].hello;
    let answer = AnswerLetter {
        kind: AnswerKind::Welcome,
        words: Words::new("come"),
        opening: None,
        fee: Words::default(),
        evening: None,
    };
    world.does(bea, AppIntent::Door(door::Intent::Answer(came, answer)));
    world.settle();
    let sent = &world.hellos_of(ana).sent;
    assert_eq!((sent.len(), sent[0].answers.len()), (1, 1));
}

#[test]
fn a_sealed_copy_shows_no_private_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut world = live(folder.path());
    for person in 0..2 {
        let copy = copy_of(&mut world, person);
        let places = [("the sealed copy".to_owned(), sealed(&copy))];
        let plain = [("the plain one".to_owned(), copy.as_str().as_bytes().to_vec())];
        let mut in_plain = 0;
        for canary in CANARIES {
            assert_eq!(found(canary, &places), Vec::<String>::new(), "{canary}");
            in_plain += found(canary, &plain).len();
        }
        assert!(in_plain > 0, "the search finds them where they are");
    }
}
