//! A passphrase forgotten and mended, passkeys, the two rules, the idle lock, and a new epoch cut at every step.

use data_encoding::BASE64URL_NOPAD;
use expect_test::expect;

use super::*;
use crate::testing::{Ana, PASSPHRASE};
use crate::vault::{OpenView, VaultView};
use crate::{Event, Intent as AppIntent, View, check_in, vault as door};

fn does(ana: &mut Ana, intent: Intent) -> String {
    ana.does(AppIntent::WaysIn(intent))
}

fn inside(ana: &Ana) -> InsideView {
    match ana.sees(Area::WaysIn) {
        Some(View::WaysIn(WaysInView::Inside(view))) => *view,
        other => panic!("not inside: {other:?}"),
    }
}

fn threshold(ana: &Ana) -> ThresholdView {
    match ana.sees(Area::WaysIn) {
        Some(View::WaysIn(WaysInView::Threshold(view))) => view,
        other => panic!("not at the threshold: {other:?}"),
    }
}

fn open(ana: &Ana) -> Option<OpenView> {
    match ana.sees(Area::Vault) {
        Some(View::Vault(VaultView::Open(open))) => Some(open),
        _ => None,
    }
}

fn ways(ana: &Ana) -> String {
    let one = |way: WayView| match way.stays {
        None => format!("{:?}", way.way),
        Some(why) => format!("{:?} ({why:?})", way.way),
    };
    inside(ana).ways.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn secret(typed: &str) -> Secret {
    Secret::new(typed.to_owned())
}

fn type_back(words: &[String]) -> Intent {
    Intent::TypeCodeBack { typed: secret(&words.join(" ")) }
}

fn use_code(words: &[String]) -> Intent {
    Intent::UseCode { typed: secret(&words.join(" ")) }
}

fn make_code(ana: &mut Ana) -> Vec<String> {
    does(ana, Intent::MakeCode);
    inside(ana).words.expect("the words of the new code")
}

fn prove_a_code(ana: &mut Ana) -> Vec<String> {
    let words = make_code(ana);
    does(ana, type_back(&words));
    words
}

fn lock(ana: &mut Ana) {
    ana.does(AppIntent::Vault(door::Intent::Lock));
}

fn choose_passphrase(ana: &mut Ana, passphrase: &str) {
    ana.does(AppIntent::Vault(door::Intent::SetPassphrase { passphrase: secret(passphrase) }));
}

fn unlock(ana: &mut Ana, passphrase: &str) {
    ana.does(AppIntent::Vault(door::Intent::Unlock { passphrase: secret(passphrase) }));
}

fn check_in_once(ana: &mut Ana) {
    ana.does(AppIntent::CheckIn(check_in::Intent::Begin));
    ana.does(AppIntent::CheckIn(check_in::Intent::Skip));
    ana.does(AppIntent::CheckIn(check_in::Intent::Close));
}

fn add_passkey(answer: [u8; 32]) -> Intent {
    Intent::AddPasskey {
        credential: BASE64URL_NOPAD.encode(b"her phone"),
        salt: BASE64URL_NOPAD.encode(&[1; 32]),
        answer: secret(&BASE64URL_NOPAD.encode(&answer)),
        name: "  my   phone ".to_owned(),
        sign_in: None,
    }
}

fn use_passkey(ana: &Ana, answer: [u8; 32]) -> Intent {
    let [passkey] = &threshold(ana).passkeys[..] else { panic!("one passkey") };
    assert_eq!(BASE64URL_NOPAD.decode(passkey.credential.as_bytes()).unwrap(), b"her phone");
    Intent::UsePasskey {
        passkey: passkey.passkey,
        answer: secret(&BASE64URL_NOPAD.encode(&answer)),
        sign_in: None,
    }
}

#[test]
fn a_forgotten_passphrase_is_mended_with_the_recovery_code() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    assert_eq!(ways(&ana), "Passphrase (LastWayIn)");
    expect!["save 3 [put head, put record of 557 bytes]; redraw Vault; redraw WaysIn; redraw Account"]
        .assert_eq(&does(&mut ana, Intent::MakeCode));
    let words = inside(&ana).words.expect("words to write down");
    assert_eq!(words.len(), 16);
    assert!(!inside(&ana).two_kinds, "it does not count before it was typed back");

    does(&mut ana, type_back(&words));
    assert!(inside(&ana).two_kinds);
    assert_eq!(inside(&ana).words, None);
    assert_eq!(ways(&ana), "Passphrase (SecondKind), RecoveryCode (SecondKind)");

    ana.restarts_locked();
    assert!(threshold(&ana).code);
    does(&mut ana, use_code(&words));
    assert!(inside(&ana).came_by_code, "a new passphrase is the next thing");
    assert_eq!(ana.unreadable(), 0);
    choose_passphrase(&mut ana, "another one");
    assert!(!inside(&ana).came_by_code);

    ana.restarts_locked();
    unlock(&mut ana, PASSPHRASE);
    assert_eq!(open(&ana), None, "the forgotten one opens nothing any more");
    unlock(&mut ana, "another one");
    assert!(open(&ana).is_some());
    assert_eq!(ways(&ana), "Passphrase (SecondKind), RecoveryCode (SecondKind)");
}

#[test]
fn mistakes_in_a_code_are_named_and_change_nothing() {
    let mut ana = Ana::at_her_desk();
    let words = make_code(&mut ana);
    let with = |word: usize, other: &str| {
        let mut words = words.clone();
        words[word - 1] = other.to_owned();
        words
    };
    let other = if words[4] == "zebra" { "acorn" } else { "zebra" };
    for (typed, failure) in [
        (words[..15].to_vec(), Failure::Count { words: 15 }),
        (with(3, "xylophone"), Failure::Unknown { word: 3 }),
        (with(5, other), Failure::Another { word: 5 }),
    ] {
        does(&mut ana, type_back(&typed));
        assert_eq!(inside(&ana).failure, Some(failure));
        assert_eq!(inside(&ana).words.as_ref(), Some(&words), "it is still there to look at");
    }
    lock(&mut ana);
    does(&mut ana, use_code(&with(5, other)));
    assert_eq!(threshold(&ana).failure, Some(Failure::Another { word: 5 }));
    assert_eq!(open(&ana), None);
}

#[test]
fn a_new_code_makes_the_old_one_useless_once_typed_back() {
    let mut ana = Ana::at_her_desk();
    let old = prove_a_code(&mut ana);
    let new = make_code(&mut ana);
    assert_eq!(ways(&ana), "Passphrase (SecondKind), RecoveryCode (SecondKind), NewRecoveryCode");
    lock(&mut ana);
    does(&mut ana, use_code(&old));
    assert!(open(&ana).is_some(), "until then the old one opens it");
    assert_eq!(inside(&ana).words, None, "the new one is shown once only");
    does(&mut ana, type_back(&new));
    assert_eq!(ways(&ana), "Passphrase (SecondKind), RecoveryCode (SecondKind)");
    ana.restarts_locked();
    does(&mut ana, use_code(&old));
    assert_eq!(threshold(&ana).failure, Some(Failure::OtherCode));
    does(&mut ana, use_code(&new));
    assert!(open(&ana).is_some());
}

#[test]
fn a_code_used_at_the_threshold_is_as_good_as_typed_back() {
    let mut ana = Ana::at_her_desk();
    let words = make_code(&mut ana);
    ana.restarts_locked();
    does(&mut ana, use_code(&words));
    assert!(inside(&ana).two_kinds);
    ana.restarts();
    assert!(inside(&ana).two_kinds, "and that was kept");
}

#[test]
fn a_passkey_opens_it_and_takes_the_devices_place() {
    let mut ana = Ana::outside();
    ana.does(AppIntent::Vault(door::Intent::Begin { passphrase: None }));
    assert!(open(&ana).is_some_and(|open| open.only_hides));
    assert_eq!(ways(&ana), "Device (LastWayIn)");
    let said = does(&mut ana, add_passkey([7; 32]));
    assert!(said.contains("forget device key"), "{said}");
    assert!(open(&ana).is_some_and(|open| !open.only_hides));
    let [way] = &inside(&ana).ways[..] else { panic!("one way in") };
    assert_eq!((way.name.as_deref(), way.stays), (Some("my phone"), Some(WhyItStays::LastWayIn)));

    ana.restarts_locked();
    let wrong = use_passkey(&ana, [8; 32]);
    does(&mut ana, wrong);
    assert_eq!(threshold(&ana).failure, Some(Failure::OtherPasskey));
    let right = use_passkey(&ana, [7; 32]);
    does(&mut ana, right);
    assert!(open(&ana).is_some());
    assert!(!inside(&ana).came_by_code);
}

#[test]
fn ways_are_named_and_taken_away_within_the_rules() {
    let mut ana = Ana::at_her_desk();
    prove_a_code(&mut ana);
    does(&mut ana, add_passkey([7; 32]));
    let passkey = inside(&ana).ways[1].way;
    does(&mut ana, Intent::Name { way: passkey, name: "the grey key".to_owned() });
    assert_eq!(inside(&ana).ways[1].name.as_deref(), Some("the grey key"));
    does(&mut ana, Intent::Remove(Way::RecoveryCode));
    assert!(inside(&ana).two_kinds, "nothing happened");
    does(&mut ana, Intent::Remove(Way::Passphrase));
    ana.restarts_locked();
    unlock(&mut ana, PASSPHRASE);
    assert_eq!(open(&ana), None);
    let right = use_passkey(&ana, [7; 32]);
    does(&mut ana, right);
    assert_eq!(inside(&ana).ways[0].name.as_deref(), Some("the grey key"));
    does(&mut ana, Intent::Remove(passkey));
    assert_eq!(inside(&ana).ways.len(), 2, "it stays: it is the second kind now");
}

#[test]
fn another_way_in_is_offered_after_three_days_and_once_declined_never_again() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    assert!(!inside(&ana).is_offered);
    ana.now.at = ana.now.at.plus(3 * 24 * 3_600_000);
    assert!(inside(&ana).is_offered);
    does(&mut ana, Intent::NotNow);
    assert!(!inside(&ana).is_offered);
    ana.restarts();
    assert!(!inside(&ana).is_offered);
}

#[test]
fn it_is_not_offered_to_whoever_has_one() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    prove_a_code(&mut ana);
    ana.now.at = ana.now.at.plus(30 * 24 * 3_600_000);
    assert!(!inside(&ana).is_offered);
}

#[test]
fn without_a_touch_it_warns_then_locks() {
    let mut ana = Ana::at_her_desk();
    does(&mut ana, Intent::LockAfter(LockAfter::Five));
    ana.on(Event::Touched);
    let pass = |ana: &mut Ana, seconds: u64| {
        ana.now.at = ana.now.at.plus(seconds * 1_000);
        ana.on(Event::Tick)
    };
    pass(&mut ana, 239);
    assert!(open(&ana).is_some_and(|open| !open.locks_soon));
    expect!["redraw Vault"].assert_eq(&pass(&mut ana, 2));
    assert!(open(&ana).is_some_and(|open| open.locks_soon));
    expect!["redraw Vault"].assert_eq(&ana.on(Event::Touched));
    pass(&mut ana, 299);
    assert!(open(&ana).is_some());
    pass(&mut ana, 2);
    assert_eq!(open(&ana), None);
    ana.restarts();
    assert_eq!(inside(&ana).lock_after, LockAfter::Five);
}

#[test]
fn what_comes_after_the_lock_and_was_meant_for_the_open_vault_says_nothing_at_the_threshold() {
    let mut ana = Ana::at_her_desk();
    lock(&mut ana);
    for late in [Intent::HideCode, Intent::LockAfter(LockAfter::Five), add_passkey([7; 32])] {
        assert_eq!(does(&mut ana, late), "");
    }
    assert_eq!(threshold(&ana).failure, None);
}

#[test]
fn a_check_in_under_way_is_sealed_by_the_lock_and_goes_on_after_it() {
    let mut ana = Ana::at_her_desk();
    ana.does(AppIntent::CheckIn(check_in::Intent::Begin));
    for _ in 0..3 {
        ana.does(AppIntent::CheckIn(check_in::Intent::Skip));
    }
    let words = domain::check_in::Words::new("canary, set down at the window");
    ana.does(AppIntent::CheckIn(check_in::Intent::Write(words)));
    let (before, kept) = (ana.sees(Area::CheckIn), ana.everything_kept());
    assert!(format!("{:?}", before).contains("SetDown"));
    lock(&mut ana);
    assert_eq!(ana.everything_kept(), kept, "it is kept in memory only");
    unlock(&mut ana, "not this");
    unlock(&mut ana, PASSPHRASE);
    assert_eq!(ana.sees(Area::CheckIn), before);
}

#[test]
fn nobody_is_locked_out_who_has_no_screen_or_wants_no_lock() {
    let mut ana = Ana::at_her_desk();
    ana.now.at = ana.now.at.plus(1_000 * 60_000);
    ana.on(Event::Tick);
    assert!(open(&ana).is_some());
    ana.on(Event::Touched);
    does(&mut ana, Intent::LockAfter(LockAfter::Never));
    ana.now.at = ana.now.at.plus(1_000 * 60_000);
    ana.on(Event::Tick);
    assert!(open(&ana).is_some());
}

#[test]
fn changing_a_way_in_never_rewrites_a_record() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    let before = ana.kept_records();
    prove_a_code(&mut ana);
    does(&mut ana, add_passkey([7; 32]));
    choose_passphrase(&mut ana, "another one");
    let after = ana.kept_records();
    assert!(before.iter().all(|record| after.contains(record)));
    assert_eq!(after.len(), before.len() + 1, "what is remembered of the ways in, and nothing else");
}

#[test]
fn a_new_epoch_that_is_cut_at_any_step_loses_nothing_and_finishes_by_itself() {
    for cut in 0.. {
        let mut ana = Ana::at_her_desk();
        prove_a_code(&mut ana);
        for _ in 0..4 {
            check_in_once(&mut ana);
        }
        let (earlier, kept) = (ana.sees(Area::CheckIn), ana.records_kept());
        ana.cut_before = Some(cut);
        does(&mut ana, Intent::NewEpoch);
        let was_cut = ana.cut_before.take() == Some(0);

        ana.restarts();
        assert_eq!(ana.unreadable(), 0, "cut before effect {cut}");
        assert_eq!((ana.sees(Area::CheckIn), ana.records_kept()), (earlier, kept), "cut before effect {cut}");
        let stage = inside(&ana).new_epoch;
        let is_over = matches!(stage, NewEpoch::Settled | NewEpoch::Done { keeps_older: false });
        assert!(is_over, "cut before effect {cut}: {stage:?}");
        let epochs: std::collections::BTreeSet<_> =
            ana.kept_records().into_iter().map(|(_, sealed)| sealed[4]).collect();
        assert!(epochs == [1].into() || epochs == [2].into(), "cut before effect {cut}: {epochs:?}");
        ana.restarts();
        assert_eq!(ana.unreadable(), 0, "cut before effect {cut}, and again");
        if !was_cut {
            assert_eq!(epochs, [2].into());
            assert!(cut > 4, "several steps were cut");
            return;
        }
    }
}

#[test]
fn a_new_epoch_is_refused_while_a_record_does_not_open() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    ana.spoil_a_record();
    let before = ana.everything_kept();
    does(&mut ana, Intent::NewEpoch);
    assert_eq!(inside(&ana).new_epoch, NewEpoch::Waits { unopened: 1 });
    assert_eq!(ana.everything_kept(), before);
}

#[test]
fn a_new_epoch_says_that_it_is_done_and_until_then_is_not_begun_twice() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    ana.disk_is_full = true;
    does(&mut ana, Intent::NewEpoch);
    let first = ana.everything_kept();
    assert!(!does(&mut ana, Intent::NewEpoch).contains("read records"), "a second tap");
    assert_eq!(ana.everything_kept(), first);
    ana.disk_is_full = false;
    ana.does(AppIntent::Vault(door::Intent::SaveAgain));
    assert_eq!(inside(&ana).new_epoch, NewEpoch::Done { keeps_older: false });
    does(&mut ana, Intent::NewEpoch);
    assert_eq!(inside(&ana).new_epoch, NewEpoch::Done { keeps_older: false }, "and once more, if she likes");
    ana.restarts();
    assert_eq!((ana.unreadable(), inside(&ana).new_epoch), (0, NewEpoch::Settled));
}

#[test]
fn a_new_epoch_waits_for_a_full_disk() {
    let mut ana = Ana::at_her_desk();
    check_in_once(&mut ana);
    ana.disk_is_full = true;
    does(&mut ana, Intent::NewEpoch);
    assert_eq!(inside(&ana).new_epoch, NewEpoch::ReadingBack);
    ana.disk_is_full = false;
    ana.does(AppIntent::Vault(door::Intent::SaveAgain));
    assert_eq!(inside(&ana).new_epoch, NewEpoch::Done { keeps_older: false });
    ana.restarts();
    assert_eq!(ana.unreadable(), 0);
}

#[test]
fn neither_code_nor_answer_shows_in_debug_or_in_what_is_kept() {
    let mut ana = Ana::at_her_desk();
    let words = make_code(&mut ana);
    does(&mut ana, add_passkey([7; 32]));
    let kept = String::from_utf8_lossy(&ana.everything_kept()).into_owned();
    let shown = format!("{:?} {:?}", inside(&ana), type_back(&words));
    for word in words.iter().filter(|word| word.len() > 4) {
        assert!(!shown.contains(word.as_str()) && !kept.contains(word.as_str()), "{word}");
    }
    assert!(!kept.contains("my phone"), "what she calls it is sealed");
    expect![[r#"InsideView { ways: [WayView { way: Passphrase, name: None, since: None, stays: None }], two_kinds: false, words: None, failure: None, .. }"#]]
        .assert_eq(&format!("{:?}", inside(&Ana::at_her_desk())).replace("Some(LastWayIn)", "None"));
}
