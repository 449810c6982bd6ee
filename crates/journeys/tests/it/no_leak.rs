//! Canary words in every private field are never found in the database's files, on the wire or on the device.

use std::path::Path;

use client::door;
use client::hello;
use client::people;
use client::{Intent, check_in};
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use domain::check_in::Words;
use domain::hello::{AnswerKind, AnswerLetter, HelloLetter};
use domain::matching::Wishes;
use domain::people::identifier::Country;
use domain::people::import::{Typed, by_hand};
use protocol::Timestamp;
use storage::{Backend, Sqlite};

use crate::network::Network;
use crate::world::{NOON, World};

pub(crate) const CANARIES: [&str; 7] = [
    "canaryinadiary",
    "canarychip",
    "canaryhello",
    "canaryreach",
    "canaryanswer",
    "canaryperson",
    "canarysearch",
];

/// Lives through everything private there is, on a database on disk.
pub(crate) fn live(folder: &Path) -> World {
    let path = folder.join("held.sqlite");
    let backend = Backend::Sqlite(Sqlite::init(&path, NOON).expect("a database"));
    let mut world = World::over(Network::on(backend, World::steward_key(), NOON), 3);
    let bea = world.opens_a_door(1, "Bea (sample)", true);
    let ana = world.arrives(2);
    world.publishes();

    for step in [
        check_in::Intent::Begin,
        check_in::Intent::Skip,
        check_in::Intent::AddChip("canarychip".to_owned()),
        check_in::Intent::Next,
        check_in::Intent::Skip,
        check_in::Intent::Write(Words::new("canaryinadiary")),
        check_in::Intent::Next,
    ] {
        world.does(ana, Intent::CheckIn(step));
    }
    let typed = Typed {
        name: "Canaryperson Sample".to_owned(),
        emails: vec!["canaryperson@example.org".to_owned()],
        ..Typed::default()
    };
    let contact = by_hand(&typed, Country::US).expect("a contact");
    world.does(ana, Intent::People(people::Intent::BringIn(vec![contact])));
    let wishes = Wishes { words: "canarysearch".to_owned(), ..Wishes::default() };
    world.does(ana, Intent::Finding(client::finding::Intent::Wish(Box::new(wishes))));
    let letter = HelloLetter {
        words: Words::new("canaryhello"),
        if_you_worry: Words::new("canaryreach"),
        ..HelloLetter::default()
    };
    let listing = world.listing_of(bea);
    world.does(ana, Intent::Hello(hello::Intent::Prepare { listing, letter }));
    world.does(ana, Intent::Hello(hello::Intent::Send));
    world.settle();
    let came = world.door_of(bea).hellos[0].hello;
    let answer = AnswerLetter {
        kind: AnswerKind::Welcome,
        words: Words::new("canaryanswer"),
        opening: None,
        fee: Words::default(),
        evening: None,
    };
    world.does(bea, Intent::Door(door::Intent::Answer(came, answer)));
    world.settle();
    assert_eq!(world.hellos_of(ana).sent[0].answers.len(), 1, "it was lived through to the end");
    world
}

/// Where a canary sits, plainly or in a usual encoding, in any case of letters.
pub(crate) fn found(canary: &str, places: &[(String, Vec<u8>)]) -> Vec<String> {
    // An encoding of three-byte groups shows a word whole only at one of three offsets.
    let shifted = |encoding: &data_encoding::Encoding| {
        (0..3)
            .map(|skip| {
                let whole = canary.len().saturating_sub(skip) / 3 * 3;
                encoding.encode(&canary.as_bytes()[skip..skip + whole]).into_bytes()
            })
            .collect::<Vec<_>>()
    };
    let mut forms = vec![canary.as_bytes().to_vec(), HEXLOWER.encode(canary.as_bytes()).into_bytes()];
    forms.extend(shifted(&BASE64));
    forms.extend(shifted(&BASE64URL_NOPAD));
    let holds = |bytes: &[u8]| {
        let lower = bytes.to_ascii_lowercase();
        forms.iter().any(|form| {
            [bytes, &lower]
                .iter()
                .any(|bytes| bytes.windows(form.len()).any(|window| window == form.as_slice()))
        })
    };
    places.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name.clone()).collect()
}

fn everywhere(world: &World, folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut places: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file")))
        .collect();
    assert!(!places.is_empty(), "there is a database to look through");
    places.push(("the wire".to_owned(), world.network.traffic.concat()));
    for (index, person) in world.people.iter().enumerate() {
        let kept: Vec<u8> = person.kept.values().flatten().copied().collect();
        places.push((format!("device {index}"), kept));
    }
    places
}

#[test]
fn no_private_word_is_ever_in_the_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = live(folder.path());
    let places = everywhere(&world, folder.path());
    for canary in CANARIES {
        assert_eq!(found(canary, &places), Vec::<String>::new(), "{canary}");
    }
}

#[test]
fn the_search_finds_a_word_that_does_leak() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut world = live(folder.path());
    let leak = b"an unsealed canaryhello".to_vec();
    let path = "/api/v1/mailboxes/BwcHBwcHBwcHBwcHBwcHBw/envelopes/BwcHBwcHBwcHBwcHBwcHBw";
    world.network.ask("PUT", path, None, "application/octet-stream", leak.clone());
    world.pass(Timestamp::MINUTE);
    assert_eq!(found("canaryhello", &everywhere(&world, folder.path())), ["the wire"]);
    std::fs::write(folder.path().join("log"), BASE64.encode(&leak)).expect("a file");
    assert_eq!(found("canaryhello", &everywhere(&world, folder.path())).len(), 2);
}
