//! One clinician on several devices, with the real server: what is written on one is on the others, whatever the network,
//! the clocks and the server's own backups do.

use std::collections::BTreeSet;
use std::path::Path;

use client::account::{AccountView, Failure, Intent};
use client::check_in::{CheckInView, Intent as Step};
use client::door::{self, draft::ListingDraft};
use client::set_aside::{Says, ThingView};
use client::sync::{Stage, SyncView, Trouble};
use client::vault::Intent as VaultIntent;
use client::{Area, Intent as AppIntent, View};
use domain::check_in::{CheckIn, Words};
use protocol::Timestamp;
use storage::{Backend, Sqlite};

use crate::account::{PASSPHRASE, account, does, here, opens_with, secret, sign_in, with_account};
use crate::for_seeds;
use crate::network::{Network, Weather};
use crate::no_leak::found;
use crate::world::{NOON, World};

const WEEK: u64 = 7 * Timestamp::DAY;
const YEAR: i64 = 365 * Timestamp::DAY as i64;

fn writes(world: &mut World, device: usize, words: &str) {
    let steps = [Step::Begin, Step::Skip, Step::Skip, Step::Skip];
    for step in steps.into_iter().chain([Step::Write(Words::new(words)), Step::Next, Step::Close]) {
        world.does(device, AppIntent::CheckIn(step));
    }
}

fn drafts(world: &mut World, device: usize, change: impl FnOnce(&mut ListingDraft)) {
    let mut draft = world.door_of(device).draft;
    change(&mut draft);
    world.does(device, AppIntent::Door(door::Intent::Write(Box::new(draft))));
}

fn sync(world: &World, device: usize) -> SyncView {
    here(world, device).sync
}

/// Everything that these journeys write, as one device shows it.
#[derive(Debug, PartialEq)]
struct Held {
    check_ins: Vec<CheckIn>,
    draft: ListingDraft,
    set_aside: Vec<ThingView>,
}

fn holds(world: &mut World, device: usize) -> Held {
    let mut earlier = check_ins(world, device);
    while earlier.further > 0 {
        world.does(device, AppIntent::CheckIn(Step::ShowMore));
        earlier = check_ins(world, device);
    }
    let mut earlier = earlier.earlier;
    // Those of one moment are in no order.
    earlier.sort_by_key(|check_in| format!("{check_in:?}{:?}", words_of(check_in)));
    let Some(View::SetAside(aside)) = world.people[device].sees(Area::SetAside, world.now) else {
        panic!("nothing about what was set aside")
    };
    Held { check_ins: earlier, draft: world.door_of(device).draft, set_aside: aside.things }
}

fn check_ins(world: &World, device: usize) -> CheckInView {
    match world.people[device].sees(Area::CheckIn, world.now) {
        Some(View::CheckIn(view)) => view,
        other => panic!("no check-ins: {other:?}"),
    }
}

fn words_of(check_in: &CheckIn) -> String {
    serde_json::to_string(check_in).expect("plain data")
}

impl Held {
    /// Whether it is in a check-in or in the draft.
    fn says(&self, words: &str) -> bool {
        self.check_ins.iter().any(|check_in| words_of(check_in).contains(words))
            || serde_json::to_string(&self.draft).expect("plain data").contains(words)
    }

    fn has_set_aside(&self, words: &str) -> bool {
        self.set_aside.iter().any(|thing| match &thing.says {
            Says::CheckIn(check_in) => words_of(check_in).contains(words),
            Says::Lines(lines) => lines.iter().any(|(_, line)| line.contains(words)),
            Says::Sessions(_) => false,
        })
    }
}

/// Both devices hold the same, have nothing left to do, and find it all again when they are opened.
fn check_same(world: &mut World, devices: [usize; 2]) -> Held {
    for device in devices {
        let SyncView { trouble, unsent, unopened, .. } = sync(world, device);
        assert_eq!((trouble, unsent, unopened), (None, 0, 0), "device {device}");
    }
    let [one, other] = devices.map(|device| holds(world, device));
    assert_eq!(one, other);
    for device in devices {
        world.switches_off(device);
        assert!(opens_with(world, device, PASSPHRASE));
        assert_eq!(holds(world, device), one, "device {device} after it was switched off and on");
    }
    one
}

/// Nothing she wrote stands in the clear on the wire, on her devices or in the server's folder.
fn check_unseen(world: &World, server: Option<&Path>) {
    let mut places = vec![("the wire".to_owned(), world.network.traffic.concat())];
    for (index, person) in world.people.iter().enumerate() {
        places.push((format!("device {index}"), person.kept.values().flatten().copied().collect()));
    }
    for file in server.into_iter().flat_map(|folder| std::fs::read_dir(folder).expect("the folder")) {
        let path = file.expect("a file").path();
        places.push((path.display().to_string(), std::fs::read(&path).expect("it can be read")));
    }
    assert_eq!(found("canary", &places), Vec::<String>::new());
}

/// On a laptop and a phone, with something written on each.
fn two_devices(world: &mut World) -> (usize, usize) {
    let (laptop, _, name) = with_account(world);
    writes(world, laptop, "canary from the laptop");
    drafts(world, laptop, |draft| draft.town = "Canary Wharf".to_owned());
    world.settle();
    let phone = world.stands_outside(2);
    does(world, phone, sign_in(&name, PASSPHRASE));
    assert!(holds(world, phone).says("canary from the laptop"), "all of it is there");
    assert_eq!(holds(world, phone), holds(world, laptop));
    (laptop, phone)
}

/// A request's method, and where it went without the names of things.
fn path(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let mut words = said.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    format!("{method} {}", path.split('/').take(4).collect::<Vec<_>>().join("/"))
}

#[test]
fn both_devices_end_the_same_and_what_lost_is_set_aside() {
    for_seeds(|seed| {
        let world = &mut World::new(seed);
        let (laptop, phone) = two_devices(world);

        world.network.cut = BTreeSet::from([laptop, phone]);
        drafts(world, laptop, |draft| draft.words = "canary, said on the laptop".to_owned());
        drafts(world, laptop, |draft| draft.training = "canary training".to_owned());
        writes(world, laptop, "canary at noon");
        world.pass(Timestamp::MINUTE);
        drafts(world, phone, |draft| draft.words = "canary, said on the phone".to_owned());
        drafts(world, phone, |draft| draft.fee = "80".to_owned());
        writes(world, phone, "canary in the evening");
        world.settle();
        assert!(sync(world, laptop).unsent > 0 && !holds(world, phone).says("canary at noon"));

        world.network.cut.clear();
        world.network.weather = Weather::STORM;
        world.settle();
        world.network.weather = Weather::FAIR;
        world.settle();
        let held = check_same(world, [laptop, phone]);
        // Of each field what was said last; what both said at once is not lost.
        assert_eq!(held.draft.words, "canary, said on the phone");
        assert_eq!((&held.draft.training[..], &held.draft.fee[..]), ("canary training", "80"));
        assert!(held.has_set_aside("canary, said on the laptop"), "{:?}", held.set_aside.len());
        assert!(held.says("canary at noon") && held.says("canary in the evening"));
        check_unseen(world, None);
    });
}

#[test]
fn a_server_restored_from_last_week_loses_nobodys_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let (live, backup) = (folder.path().join("held.db"), folder.path().join("backup.db"));
    let store = Backend::Sqlite(Sqlite::init(&live, NOON).expect("a store"));
    let world = &mut World::over(Network::on(store, World::steward_key(), NOON), 7);
    let (laptop, phone) = two_devices(world);
    world.network.back_up(&backup);

    writes(world, laptop, "canary of Monday");
    drafts(world, phone, |draft| draft.words = "canary of Tuesday".to_owned());
    world.settle();
    world.pass(WEEK);
    writes(world, phone, "canary of Sunday");
    world.settle();
    let before = check_same(world, [laptop, phone]);

    world.network.restore(&backup, &folder.path().join("restored.db"));
    writes(world, laptop, "canary after it");
    world.settle();
    for device in [laptop, phone] {
        assert_eq!(sync(world, device).trouble, Some(Trouble::Restored), "device {device}");
    }
    assert_eq!(holds(world, phone), before, "nothing is taken away meanwhile");

    // She says so on one device; the other follows by itself.
    does(world, laptop, Intent::SendAgain);
    world.settle();
    let after = check_same(world, [laptop, phone]);
    for words in ["from the laptop", "of Monday", "of Tuesday", "of Sunday", "after it"] {
        assert!(after.says(&format!("canary {words}")), "{words} is missing");
    }
    assert_eq!((after.draft, after.set_aside), (before.draft, before.set_aside));

    // A third device finds all of it at the server.
    let tablet = world.stands_outside(3);
    let name = here(world, laptop).name;
    does(world, tablet, sign_in(&name, PASSPHRASE));
    check_same(world, [laptop, tablet]);
    check_unseen(world, Some(folder.path()));
}

#[test]
fn a_device_that_was_off_for_a_year_catches_up_although_its_clock_is_a_year_wrong() {
    for (seed, ahead) in [(21, YEAR), (22, -YEAR)] {
        let world = &mut World::new(seed);
        let (laptop, phone) = two_devices(world);
        // The phone is switched off with words on it that never left.
        world.network.cut = BTreeSet::from([phone]);
        writes(world, phone, "canary that never left");
        drafts(world, phone, |draft| draft.words = "canary of a year ago".to_owned());
        world.switches_off(phone);
        for month in 0..12 {
            for day in 0..90 {
                writes(world, laptop, &format!("canary {month} {day}"));
            }
            drafts(world, laptop, |draft| draft.words = format!("canary of month {month}"));
            world.pass(30 * Timestamp::DAY);
            world.settle();
        }
        world.people[phone].ahead = ahead;
        world.network.cut.clear();
        world.does(phone, AppIntent::Vault(VaultIntent::Unlock { passphrase: secret(PASSPHRASE) }));
        drafts(world, phone, |draft| draft.fee = "95".to_owned());
        writes(world, phone, "canary at a strange hour");

        let mut shown = false;
        let until = world.now.plus(20 * Timestamp::MINUTE);
        while world.now < until {
            world.step();
            shown |= matches!(sync(world, phone).stage, Stage::Reading { done, of } if 0 < done && done < of);
        }
        assert!(shown, "how far it is, is shown");
        let held = check_same(world, [laptop, phone]);
        assert_eq!(held.check_ins.len(), 1 + 12 * 90 + 2);
        assert!(held.says("canary that never left") && held.says("canary at a strange hour"));
        assert_eq!((&held.draft.words[..], &held.draft.fee[..]), ("canary of month 11", "95"));
        assert!(held.has_set_aside("canary of a year ago"));

        // What is said last from now on is what stays, whatever that clock says.
        drafts(world, phone, |draft| draft.town = "Canary Row".to_owned());
        world.settle();
        drafts(world, laptop, |draft| draft.town = "Canary Hill".to_owned());
        world.settle();
        assert_eq!(check_same(world, [laptop, phone]).draft.town, "Canary Hill");
    }
}

#[test]
fn an_account_that_is_full_says_so_and_loses_nothing() {
    let world = &mut World::new(31);
    let (laptop, phone) = two_devices(world);
    world.network.full = true;
    writes(world, laptop, "canary too much");
    writes(world, phone, "canary of the phone");
    world.settle();
    for device in [laptop, phone] {
        let SyncView { trouble, unsent, .. } = sync(world, device);
        assert_eq!((trouble, unsent), (Some(Trouble::Full), 1), "device {device}");
        world.switches_off(device);
        assert!(opens_with(world, device, PASSPHRASE));
        assert_eq!(sync(world, device).trouble, Some(Trouble::Full), "device {device}, opened again");
    }
    assert!(holds(world, laptop).says("canary too much"));

    world.network.full = false;
    world.settle();
    let held = check_same(world, [laptop, phone]);
    assert!(held.says("canary too much") && held.says("canary of the phone"));
}

#[test]
fn a_device_with_another_vault_is_refused_before_anything_is_sent() {
    let world = &mut World::new(41);
    let (laptop, _, name) = with_account(world);
    let other = world.stands_outside(9);
    world.does(other, AppIntent::Vault(VaultIntent::Begin { passphrase: Some(secret(PASSPHRASE)) }));
    writes(world, other, "canary of another vault");
    world.settle();

    // Only the other device's questions reach the server now.
    world.network.cut = BTreeSet::from([laptop]);
    let before = world.network.traffic.len();
    does(world, other, sign_in(&name, PASSPHRASE));
    let AccountView::None(view) = account(world, other) else { panic!("it has no account") };
    assert_eq!(view.failure, Some(Failure::OtherVault));
    // Each question is followed by its answer. The directory is everyone's, and read from time to time.
    let asked = world.network.traffic[before..].iter().step_by(2).map(|said| path(said));
    let asked: Vec<_> = asked.filter(|path| path != "GET /api/v1/directory").collect();
    let expected =
        ["POST /api/v1/sign-ins", "POST /api/v1/sign-ins", "GET /api/v1/account", "DELETE /api/v1/account"];
    assert_eq!(asked, expected, "it signs in, compares, and leaves");
    world.network.cut.clear();

    // What it wrote stays its own, and the account has no trace of it.
    world.settle();
    assert!(holds(world, other).says("canary of another vault"));
    assert!(!holds(world, laptop).says("canary of another vault"));
    assert_eq!(here(world, laptop).devices.len(), 1);
    check_unseen(world, None);
}
