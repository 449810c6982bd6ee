//! An account and several devices of one clinician, with the real server: made, signed in to, changed, left.

use client::account::{AccountView, DoorView, Failure, HereView, Intent, Left};
use client::vault::{Intent as VaultIntent, Secret, VaultView};
use client::ways_in::{self, WaysInView};
use client::{Area, Intent as AppIntent, View};

use crate::world::World;

pub(crate) const PASSPHRASE: &str = "canary slow river";
const DIARY: &str = "canary in the fourth hour";

pub(crate) fn secret(typed: &str) -> Secret {
    Secret::new(typed.to_owned())
}

pub(crate) fn does(world: &mut World, device: usize, intent: Intent) {
    world.does(device, AppIntent::Account(intent));
    world.settle();
}

pub(crate) fn account(world: &World, device: usize) -> AccountView {
    match world.people[device].sees(Area::Account, world.now) {
        Some(View::Account(view)) => view,
        other => panic!("no account: {other:?}"),
    }
}

pub(crate) fn here(world: &World, device: usize) -> HereView {
    match account(world, device) {
        AccountView::Here(view) => *view,
        other => panic!("not in an account: {other:?}"),
    }
}

fn at_the_door(world: &World, device: usize) -> DoorView {
    match account(world, device) {
        AccountView::Door(view) => view,
        other => panic!("not at the door: {other:?}"),
    }
}

pub(crate) fn opens_with(world: &mut World, device: usize, passphrase: &str) -> bool {
    world.people[device].restart_locked(world.now);
    world.does(device, AppIntent::Vault(VaultIntent::Unlock { passphrase: secret(passphrase) }));
    world.settle();
    matches!(
        world.people[device].sees(Area::Vault, world.now),
        Some(View::Vault(VaultView::Open(open))) if open.unreadable == 0
    )
}

/// Her laptop, with two kinds of ways in; and her recovery code.
fn laptop(world: &mut World) -> (usize, String) {
    let laptop = world.stands_outside(1);
    world.does(laptop, AppIntent::Vault(VaultIntent::Begin { passphrase: Some(secret(PASSPHRASE)) }));
    world.does(laptop, AppIntent::WaysIn(ways_in::Intent::MakeCode));
    let Some(View::WaysIn(WaysInView::Inside(view))) = world.people[laptop].sees(Area::WaysIn, world.now)
    else {
        panic!("not inside")
    };
    let code = view.words.expect("a recovery code").join(" ");
    world.does(laptop, AppIntent::WaysIn(ways_in::Intent::TypeCodeBack { typed: secret(&code) }));
    (laptop, code)
}

/// The same with an account, and its name.
pub(crate) fn with_account(world: &mut World) -> (usize, String, String) {
    let (laptop, code) = laptop(world);
    does(world, laptop, make());
    let view = here(world, laptop);
    assert!(view.signed_in && view.failure.is_none(), "{view:?}");
    (laptop, code, view.name)
}

fn make() -> Intent {
    Intent::Make { passphrase: secret(PASSPHRASE), device: DIARY.to_owned() }
}

pub(crate) fn sign_in(name: &str, passphrase: &str) -> Intent {
    Intent::SignIn { name: name.to_owned(), passphrase: secret(passphrase), device: String::new() }
}

fn with_code(code: &str, passphrase: &str) -> Intent {
    Intent::SignInWithCode { code: secret(code), passphrase: secret(passphrase), device: String::new() }
}

#[test]
fn a_second_device_comes_by_passphrase_and_a_third_by_recovery_code() {
    let world = &mut World::new(1);
    let (laptop, code, name) = with_account(world);
    let phone = world.stands_outside(2);
    does(world, phone, sign_in(&name.to_uppercase().replace('-', " "), PASSPHRASE));
    assert_eq!(here(world, phone).name, name);
    let tablet = world.stands_outside(3);
    does(world, tablet, with_code(&code, "green door"));
    assert!(here(world, tablet).signed_in && !here(world, tablet).other_passphrase);
    for device in [laptop, phone, tablet] {
        assert_eq!(here(world, device).devices.len(), 3, "device {device}");
    }
    // The account's passphrase is the one that was chosen with the code; the others keep their own, and say so.
    for device in [laptop, phone] {
        assert!(here(world, device).other_passphrase);
        assert!(opens_with(world, device, PASSPHRASE));
    }
    assert!(opens_with(world, tablet, "green door"));
    let another = world.stands_outside(4);
    does(world, another, sign_in(&name, PASSPHRASE));
    assert_eq!(at_the_door(world, another).failure, Some(Failure::Wrong));
    does(world, another, sign_in(&name, "green door"));
    assert!(here(world, another).signed_in);
}

#[test]
fn a_wrong_passphrase_and_an_unknown_name_look_alike() {
    let world = &mut World::new(2);
    let (_, _, name) = with_account(world);
    let phone = world.stands_outside(2);
    let mut answers = Vec::new();
    for (name, passphrase) in [(&name[..], "green door"), ("grey-nobody-0000", PASSPHRASE)] {
        let before = world.network.traffic.len();
        does(world, phone, sign_in(name, passphrase));
        assert_eq!(at_the_door(world, phone).failure, Some(Failure::Wrong));
        let said = &world.network.traffic[before..];
        let asked =
            said.iter().position(|said| said.starts_with(b"POST /api/v1/sign-ins")).expect("it is asked");
        answers.push(said[asked + 1].len());
    }
    assert_eq!(answers[0], answers[1], "one answer is as long as the other");
    let stranger = "zoo able able able able able able able able able able able able able able able";
    does(world, phone, with_code(stranger, "green door"));
    assert!(matches!(at_the_door(world, phone).failure, Some(Failure::Code(_))));
    assert!(world.people[phone].kept.is_empty());
}

#[test]
fn a_device_that_was_turned_away_is_out() {
    let world = &mut World::new(3);
    let (laptop, _, name) = with_account(world);
    let phone = world.stands_outside(2);
    does(world, phone, sign_in(&name, PASSPHRASE));
    let other = here(world, laptop).devices.into_iter().find(|device| !device.this).expect("two devices");
    let before = world.people[laptop].kept.clone();
    does(world, laptop, Intent::TurnAway(other.id));
    assert_eq!(here(world, laptop).devices.len(), 1);
    let changed = world.people[laptop].kept.iter().all(|(name, bytes)| before.get(name) != Some(bytes));
    assert!(changed, "everything is sealed under a new key");
    assert!(!here(world, phone).signed_in);
    assert!(opens_with(world, phone, PASSPHRASE), "what is on it stays hers");
    assert!(opens_with(world, laptop, PASSPHRASE));
}

#[test]
fn a_passphrase_that_was_changed_on_one_device_leaves_the_other_its_own() {
    let world = &mut World::new(4);
    let (laptop, _, name) = with_account(world);
    let phone = world.stands_outside(2);
    does(world, phone, sign_in(&name, PASSPHRASE));
    world.does(phone, AppIntent::Vault(VaultIntent::SetPassphrase { passphrase: secret("green door") }));
    world.settle();
    assert!(!here(world, phone).other_passphrase && here(world, laptop).other_passphrase);
    assert!(!opens_with(world, phone, PASSPHRASE) && opens_with(world, phone, "green door"));
    assert!(!opens_with(world, laptop, "green door") && opens_with(world, laptop, PASSPHRASE));
    does(world, laptop, Intent::ChangePassphrase { passphrase: secret("late light") });
    assert!(!here(world, laptop).other_passphrase && here(world, phone).other_passphrase);
}

#[test]
fn an_account_is_deleted_and_what_is_here_stays() {
    let world = &mut World::new(5);
    let (laptop, code, name) = with_account(world);
    let phone = world.stands_outside(2);
    does(world, phone, sign_in(&name, PASSPHRASE));
    does(world, laptop, Intent::Delete { name: name.clone() });
    assert!(matches!(account(world, laptop), AccountView::None(view) if view.left == Some(Left::Deleted)));
    assert!(!here(world, phone).signed_in);
    assert!(opens_with(world, laptop, PASSPHRASE) && opens_with(world, phone, PASSPHRASE));
    let tablet = world.stands_outside(3);
    does(world, tablet, sign_in(&name, PASSPHRASE));
    assert_eq!(at_the_door(world, tablet).failure, Some(Failure::Wrong));
    does(world, tablet, with_code(&code, "green door"));
    assert!(matches!(at_the_door(world, tablet).failure, Some(Failure::Code(_))));
}

#[test]
fn in_a_storm_there_is_one_account_with_each_device_once() {
    for seed in 10..13 {
        println!("seed {seed}");
        let world = &mut World::new(seed);
        let (laptop, code) = laptop(world);
        world.network.weather = crate::network::Weather::STORM;
        // What is tried once comes to nothing now and then, and is done again by hand.
        while !matches!(account(world, laptop), AccountView::Here(_)) {
            does(world, laptop, make());
        }
        world.settle();
        let phone = world.stands_outside(2);
        while !matches!(account(world, phone), AccountView::Here(_)) {
            does(world, phone, with_code(&code, "green door"));
        }
        does(world, phone, Intent::ChangePassphrase { passphrase: secret("late light") });
        world.network.weather = crate::network::Weather::FAIR;
        world.settle();
        let view = here(world, laptop);
        assert!(view.signed_in && view.other_passphrase && view.busy.is_none(), "{view:?}");
        let another = world.stands_outside(3);
        does(world, another, sign_in(&view.name, "late light"));
        assert!(here(world, another).signed_in);
        assert!(opens_with(world, laptop, PASSPHRASE) && opens_with(world, phone, "late light"));
    }
}

#[test]
fn nothing_she_typed_travels_or_is_kept_in_the_clear() {
    let world = &mut World::new(6);
    let (laptop, code, name) = with_account(world);
    let phone = world.stands_outside(2);
    does(world, phone, sign_in(&name, PASSPHRASE));
    does(world, laptop, Intent::ChangePassphrase { passphrase: secret("canary green door") });
    let kept = world.people.iter().flat_map(|person| person.kept.values());
    let first_words = code.split(' ').take(3).collect::<Vec<_>>().join(" ");
    for said in world.network.traffic.iter().chain(kept) {
        for canary in ["canary", &first_words] {
            assert!(!said.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary}");
        }
    }
    // The name is what she is found by: it travels, and is kept nowhere in the clear.
    assert!(
        world.network.traffic.iter().any(|said| said.windows(name.len()).any(|part| part == name.as_bytes()))
    );
    let kept = world.people.iter().flat_map(|person| person.kept.values());
    assert!(!kept.clone().any(|said| said.windows(name.len()).any(|part| part == name.as_bytes())));
}
