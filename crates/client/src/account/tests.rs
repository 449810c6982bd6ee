//! Several devices of Ana, and a server that stands in for the real one. The real one is in `journeys`.

mod server;

use data_encoding::BASE64URL_NOPAD;
use protocol::Digest;
use protocol::account::AccountHead;
use server::{NAME, Server};

use super::*;
use crate::testing::{Ana, PASSPHRASE};
use crate::vault::{Intent as VaultIntent, VaultView};
use crate::ways_in::{self, InsideView, WaysInView};
use crate::{Event, Intent as AppIntent, View};

fn secret(typed: &str) -> Secret {
    Secret::new(typed.to_owned())
}

fn does(ana: &mut Ana, server: &mut Server, intent: Intent) {
    ana.does(AppIntent::Account(intent));
    server.hear(ana);
}

fn ways(ana: &mut Ana, server: &mut Server, intent: ways_in::Intent) {
    ana.does(AppIntent::WaysIn(intent));
    server.hear(ana);
}

/// Half a minute later.
fn later(ana: &mut Ana, server: &mut Server) {
    ana.now.at = ana.now.at.plus(LOOKS_EVERY_MS);
    ana.on(Event::Tick);
    server.hear(ana);
}

fn account(ana: &Ana) -> AccountView {
    match ana.sees(Area::Account) {
        Some(View::Account(view)) => view,
        other => panic!("no account: {other:?}"),
    }
}

fn here(ana: &Ana) -> HereView {
    match account(ana) {
        AccountView::Here(here) => *here,
        other => panic!("not in an account: {other:?}"),
    }
}

fn at_the_door(ana: &Ana) -> DoorView {
    match account(ana) {
        AccountView::Door(door) => door,
        other => panic!("not at the door: {other:?}"),
    }
}

fn none(ana: &Ana) -> NoneView {
    match account(ana) {
        AccountView::None(none) => none,
        other => panic!("an account: {other:?}"),
    }
}

fn inside(ana: &Ana) -> InsideView {
    match ana.sees(Area::WaysIn) {
        Some(View::WaysIn(WaysInView::Inside(view))) => *view,
        other => panic!("not inside: {other:?}"),
    }
}

fn is_open(ana: &Ana) -> bool {
    matches!(ana.sees(Area::Vault), Some(View::Vault(VaultView::Open(_))))
}

fn opens_with(ana: &mut Ana, passphrase: &str) -> bool {
    ana.restarts_locked();
    ana.does(AppIntent::Vault(VaultIntent::Unlock { passphrase: secret(passphrase) }));
    is_open(ana)
}

fn prove_a_code(ana: &mut Ana, server: &mut Server) -> String {
    ways(ana, server, ways_in::Intent::MakeCode);
    let words = inside(ana).words.expect("a code").join(" ");
    ways(ana, server, ways_in::Intent::TypeCodeBack { typed: secret(&words) });
    words
}

fn make() -> Intent {
    Intent::Make { passphrase: secret(PASSPHRASE), device: " my  laptop ".to_owned() }
}

/// Her laptop with an account, the server, and her recovery code.
fn with_account() -> (Ana, Server, String) {
    let (mut ana, mut server) = (Ana::at_her_desk(), Server::default());
    let code = prove_a_code(&mut ana, &mut server);
    does(&mut ana, &mut server, make());
    assert_eq!(here(&ana).name, NAME);
    (ana, server, code)
}

fn sign_in(name: &str, passphrase: &str) -> Intent {
    Intent::SignIn { name: name.to_owned(), passphrase: secret(passphrase), device: "my phone".to_owned() }
}

/// Another device of hers, signed in with the passphrase.
fn phone(server: &mut Server) -> Ana {
    let mut phone = Ana::outside_with(8);
    does(&mut phone, server, sign_in("Grey Heron 4821", PASSPHRASE));
    assert!(is_open(&phone), "{:?}", account(&phone));
    phone
}

fn names(ana: &Ana) -> Vec<Option<String>> {
    here(ana).devices.into_iter().map(|device| device.name).collect()
}

#[test]
fn there_is_no_account_before_two_kinds_of_ways_in() {
    let (mut ana, mut server) = (Ana::at_her_desk(), Server::default());
    assert_eq!(none(&ana).missing, Some(Missing::TwoKinds));
    does(&mut ana, &mut server, make());
    assert!(server.heard.is_empty());
    prove_a_code(&mut ana, &mut server);
    assert_eq!(none(&ana).missing, None);
    let wrong = Intent::Make { passphrase: secret("another one"), device: String::new() };
    does(&mut ana, &mut server, wrong);
    assert_eq!(none(&ana).failure, Some(Failure::OtherPassphrase));
    assert!(server.heard.is_empty());
}

#[test]
fn an_account_is_made_and_its_device_listed() {
    let (mut ana, server, _) = with_account();
    assert_eq!(
        server.heard,
        ["deal a name", "register a passphrase", "make an account", "ask how the account stands"]
    );
    let view = here(&ana);
    assert!(view.signed_in && view.failure.is_none() && view.busy.is_none() && !view.out_of_reach);
    assert_eq!(names(&ana), [Some("my laptop".to_owned())]);
    assert!(view.devices[0].this);
    ana.restarts();
    assert_eq!(here(&ana).name, NAME);
    assert!(here(&ana).signed_in);
}

#[test]
fn a_lost_answer_or_a_cut_makes_one_account_all_the_same() {
    for cut in 0..8 {
        let (mut ana, mut server) = (Ana::at_her_desk(), Server::default());
        prove_a_code(&mut ana, &mut server);
        ana.cut_before = Some(cut);
        does(&mut ana, &mut server, make());
        ana.cut_before = None;
        server.loses_answers = cut % 2 == 0;
        ana.sent.clear();
        ana.restarts();
        server.hear(&mut ana);
        server.loses_answers = false;
        ana.now.at = ana.now.at.plus(60_000);
        ana.on(Event::Tick);
        server.hear(&mut ana);
        // Before it was kept nothing has happened, and it is made now.
        if let AccountView::None(_) = account(&ana) {
            does(&mut ana, &mut server, make());
        }
        assert!(here(&ana).signed_in, "cut before {cut}");
        assert_eq!(names(&ana), [Some("my laptop".to_owned())], "cut before {cut}");
    }
}

#[test]
fn without_a_network_nothing_is_made() {
    let (mut ana, mut server) = (Ana::at_her_desk(), Server::default());
    prove_a_code(&mut ana, &mut server);
    server.is_away = true;
    let kept = ana.records_kept();
    does(&mut ana, &mut server, make());
    assert_eq!(none(&ana).failure, Some(Failure::OutOfReach));
    assert_eq!(ana.records_kept(), kept);
}

#[test]
fn a_second_device_signs_in_with_the_passphrase() {
    let (mut ana, mut server, _) = with_account();
    let mut phone = phone(&mut server);
    assert_eq!(here(&phone).name, NAME);
    assert!(!inside(&phone).came_by_code);
    assert!(opens_with(&mut phone, PASSPHRASE));
    later(&mut ana, &mut server);
    assert_eq!(here(&ana).devices.len(), 2);
}

#[test]
fn a_wrong_passphrase_and_an_unknown_name_are_told_alike() {
    let (_, mut server, _) = with_account();
    let mut phone = Ana::outside_with(8);
    for (name, passphrase) in [(NAME, "wrong"), ("grey-heron-4822", PASSPHRASE)] {
        does(&mut phone, &mut server, sign_in(name, passphrase));
        assert_eq!(at_the_door(&phone).failure, Some(Failure::Wrong));
        assert_eq!(at_the_door(&phone).busy, None);
    }
    let before = server.heard.len();
    does(&mut phone, &mut server, sign_in("grey heron", PASSPHRASE));
    assert_eq!(at_the_door(&phone).failure, Some(Failure::NoName));
    assert_eq!(server.heard.len(), before);
    assert!(phone.everything_kept().is_empty(), "nothing is kept before it opens");
    server.is_away = true;
    does(&mut phone, &mut server, sign_in(NAME, PASSPHRASE));
    assert_eq!(at_the_door(&phone).failure, Some(Failure::OutOfReach));
}

#[test]
fn a_forgotten_passphrase_is_mended_with_the_code_on_a_new_device() {
    let (mut ana, mut server, code) = with_account();
    let mut tablet = Ana::outside_with(9);
    let with = |code: &str| Intent::SignInWithCode {
        code: secret(code),
        passphrase: secret("green door, open"),
        device: "tablet".to_owned(),
    };
    does(&mut tablet, &mut server, with("ocean build"));
    assert_eq!(at_the_door(&tablet).failure, Some(Failure::Code(ways_in::Failure::Count { words: 2 })));
    does(&mut tablet, &mut server, with(&code));
    assert!(is_open(&tablet));
    assert!(opens_with(&mut tablet, "green door, open"));
    server.hear(&mut tablet);
    assert!(!here(&tablet).other_passphrase && here(&tablet).busy.is_none());

    later(&mut ana, &mut server);
    assert!(here(&ana).other_passphrase, "the laptop says that the account has another one");
    assert!(opens_with(&mut ana, PASSPHRASE), "and opens with its own");
    let mut phone = Ana::outside_with(8);
    does(&mut phone, &mut server, sign_in(NAME, PASSPHRASE));
    assert_eq!(at_the_door(&phone).failure, Some(Failure::Wrong));
    does(&mut phone, &mut server, sign_in(NAME, "green door, open"));
    assert!(is_open(&phone));
}

fn add_passkey(sign_in: Option<[u8; 32]>) -> ways_in::Intent {
    ways_in::Intent::AddPasskey {
        credential: BASE64URL_NOPAD.encode(b"her key"),
        salt: BASE64URL_NOPAD.encode(&[1; 32]),
        answer: secret(&BASE64URL_NOPAD.encode(&[6; 32])),
        name: "my key".to_owned(),
        sign_in: sign_in.map(|answer| secret(&BASE64URL_NOPAD.encode(&answer))),
    }
}

#[test]
fn a_passkey_signs_in_and_then_opens() {
    let (mut ana, mut server, _) = with_account();
    ways(&mut ana, &mut server, add_passkey(Some([7; 32])));
    let mut phone = Ana::outside_with(8);
    let with = |answer: [u8; 32]| Intent::SignInWithPasskey {
        answer: secret(&BASE64URL_NOPAD.encode(&answer)),
        device: "phone".to_owned(),
    };
    does(&mut phone, &mut server, with([8; 32]));
    assert_eq!(at_the_door(&phone).failure, Some(Failure::Passkey));
    does(&mut phone, &mut server, with([7; 32]));
    let [passkey] = &at_the_door(&phone).ask[..] else { panic!("one passkey to ask") };
    let passkey = passkey.passkey;
    for (answer, opens) in [([5; 32], false), ([6; 32], true)] {
        let answer = secret(&BASE64URL_NOPAD.encode(&answer));
        does(&mut phone, &mut server, Intent::OpenWithPasskey { passkey, answer });
        assert_eq!(is_open(&phone), opens);
    }
    assert!(here(&phone).signed_in);
}

#[test]
fn a_passphrase_is_changed_in_one_step_however_it_is_cut() {
    for cut in 0..10 {
        let (mut ana, mut server, _) = with_account();
        ana.cut_before = Some(cut);
        ana.does(AppIntent::Vault(VaultIntent::SetPassphrase { passphrase: secret("green door") }));
        server.loses_answers = cut % 2 == 0;
        server.hear(&mut ana);
        ana.cut_before = None;
        server.loses_answers = false;
        ana.sent.clear();
        let old = opens_with(&mut ana, PASSPHRASE);
        if !old {
            assert!(opens_with(&mut ana, "green door"), "cut before {cut}");
        }
        server.hear(&mut ana);
        later(&mut ana, &mut server);
        // Whichever it is now, it is the same here and at the server.
        let changed = opens_with(&mut ana, "green door");
        assert_eq!(changed, !opens_with(&mut ana, PASSPHRASE), "cut before {cut}");
        let now = if changed { "green door" } else { PASSPHRASE };
        let mut phone = Ana::outside_with(8);
        does(&mut phone, &mut server, sign_in(NAME, now));
        assert!(is_open(&phone), "cut before {cut}");
    }
}

#[test]
fn without_a_network_the_passphrase_stays() {
    let (mut ana, mut server, _) = with_account();
    server.is_away = true;
    does(&mut ana, &mut server, Intent::ChangePassphrase { passphrase: secret("green door") });
    assert_eq!(here(&ana).failure, Some(Failure::OutOfReach));
    assert!(!opens_with(&mut ana, "green door") && opens_with(&mut ana, PASSPHRASE));
}

#[test]
fn two_devices_that_change_their_ways_at_once_come_to_agree() {
    let (mut ana, mut server, _) = with_account();
    let mut phone = phone(&mut server);
    server.is_away = true;
    ways(&mut ana, &mut server, add_passkey(None));
    let code = prove_a_code(&mut phone, &mut server);
    server.is_away = false;
    for _ in 0..3 {
        later(&mut ana, &mut server);
        later(&mut phone, &mut server);
    }
    let of = |ana: &Ana| inside(ana).ways.into_iter().map(|way| way.way).collect::<Vec<_>>();
    assert_eq!(of(&ana), of(&phone));
    assert_eq!(of(&ana).len(), 3);
    let mut tablet = Ana::outside_with(9);
    let with = Intent::SignInWithCode {
        code: secret(&code),
        passphrase: secret("green door"),
        device: String::new(),
    };
    does(&mut tablet, &mut server, with);
    assert!(is_open(&tablet), "the code that was made on the phone counts");
}

#[test]
fn a_device_that_was_turned_away_is_out_and_the_keys_change() {
    let (mut ana, mut server, _) = with_account();
    let mut phone = phone(&mut server);
    later(&mut ana, &mut server);
    let other = here(&ana).devices.into_iter().find(|device| !device.this).unwrap();
    assert_eq!(other.name.as_deref(), Some("my phone"), "its name came by the log");
    let before = ana.kept_records();
    does(&mut ana, &mut server, Intent::TurnAway(other.id));
    assert_eq!(here(&ana).devices.len(), 1);
    later(&mut ana, &mut server);
    let after = ana.kept_records();
    assert!(before.iter().all(|record| !after.contains(record)), "everything is sealed under a new key");
    assert_eq!(ana.unreadable(), 0);

    let heard = server.heard.len();
    later(&mut phone, &mut server);
    assert!(!here(&phone).signed_in);
    later(&mut phone, &mut server);
    assert_eq!(server.heard.len(), heard + 1, "it asks no more");
    assert!(opens_with(&mut phone, PASSPHRASE), "what is on it stays");
    does(&mut phone, &mut server, sign_in("", PASSPHRASE));
    assert!(here(&phone).signed_in, "with the passphrase it can come back");
    ana.restarts();
    assert_eq!(ana.unreadable(), 0);
}

#[test]
fn a_cut_while_a_device_is_turned_away_is_made_good() {
    for cut in 0..10 {
        let (mut ana, mut server, _) = with_account();
        let _ = phone(&mut server);
        later(&mut ana, &mut server);
        ana.cut_before = Some(cut);
        does(&mut ana, &mut server, Intent::TurnAllAway);
        ana.cut_before = None;
        ana.sent.clear();
        ana.restarts();
        server.hear(&mut ana);
        let before = here(&ana).devices.len();
        assert!(before == 1 || cut == 0, "cut before {cut}: {before}");
        assert_eq!(ana.unreadable(), 0);
        assert!(here(&ana).busy.is_none(), "cut before {cut}");
    }
}

#[test]
fn an_account_of_another_vault_is_let_be() {
    let (_, mut server, _) = with_account();
    let mut bea = Ana::outside_with(20);
    bea.does(AppIntent::Vault(VaultIntent::Begin { passphrase: Some(secret(PASSPHRASE)) }));
    let kept = bea.everything_kept();
    does(&mut bea, &mut server, sign_in(NAME, PASSPHRASE));
    assert_eq!(none(&bea).failure, Some(Failure::OtherVault));
    assert_eq!(bea.everything_kept(), kept);
    assert_eq!(server.held.unwrap().sessions.len(), 1, "and it does not stand on the list");
}

#[test]
fn a_server_that_shows_another_vault_gets_nothing() {
    let (mut ana, mut server, _) = with_account();
    server.held.as_mut().unwrap().vault.check = Digest([0; 32]);
    ways(&mut ana, &mut server, add_passkey(None));
    later(&mut ana, &mut server);
    let heard = server.heard.len();
    assert_eq!(here(&ana).trouble, Some(Trouble::OtherVault));
    prove_a_code(&mut ana, &mut server);
    assert_eq!(server.heard.len(), heard, "not even a head");
}

#[test]
fn a_server_put_back_to_an_older_state_is_noticed_and_mended() {
    let (mut ana, mut server, _) = with_account();
    let older = server.held.clone();
    ways(&mut ana, &mut server, add_passkey(None));
    later(&mut ana, &mut server);
    assert_eq!(server.held.as_ref().unwrap().head.version, 2);
    server.held = older;
    later(&mut ana, &mut server);
    assert_eq!(here(&ana).trouble, Some(Trouble::Older));
    assert_eq!(server.held.as_ref().unwrap().head.version, 1, "nothing is done before she says so");
    does(&mut ana, &mut server, Intent::SendAgain);
    assert_eq!(here(&ana).trouble, None);
    assert_eq!(server.held.as_ref().unwrap().head.version, 2);
    assert!(inside(&ana).ways.len() == 3);
}

#[test]
fn a_head_that_nobody_of_hers_made_is_not_taken_over() {
    let (mut ana, mut server, _) = with_account();
    let held = server.held.as_mut().unwrap();
    held.head.version = 9;
    held.head.head = AccountHead(vec![1; 200]);
    later(&mut ana, &mut server);
    assert_eq!(here(&ana).trouble, Some(Trouble::Newer));
    assert_eq!(inside(&ana).ways.len(), 2);
}

#[test]
fn signing_out_and_deleting_leave_what_is_here() {
    let (mut ana, mut server, _) = with_account();
    let wrong = Intent::Delete { name: "grey-heron-4822".to_owned() };
    does(&mut ana, &mut server, wrong);
    assert_eq!(here(&ana).failure, Some(Failure::NoName));
    does(&mut ana, &mut server, Intent::SignOut);
    assert_eq!(none(&ana).left, Some(Left::SignedOut));
    assert_eq!(server.held.as_ref().unwrap().sessions, []);
    does(&mut ana, &mut server, sign_in(NAME, PASSPHRASE));
    assert!(here(&ana).signed_in);
    does(&mut ana, &mut server, Intent::Delete { name: "Grey Heron 4821".to_owned() });
    assert_eq!(none(&ana).left, Some(Left::Deleted));
    assert!(server.held.is_none());
    ana.restarts();
    assert_eq!(none(&ana).left, None);
    assert!(opens_with(&mut ana, PASSPHRASE));
}

#[test]
fn the_name_of_an_account_stands_in_the_clear_nowhere() {
    let (ana, _, _) = with_account();
    let kept = ana.everything_kept();
    for canary in [NAME, "my laptop", "session"] {
        assert!(!kept.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary}");
    }
}
