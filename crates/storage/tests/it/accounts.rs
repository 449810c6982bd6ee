//! Names, accounts, the ways into them, their devices and heads.

use protocol::Timestamp;
use protocol::limits::ACCOUNT_DEVICES;
use storage::{
    AccountError, Devices, MakeAccountError, NameError, NewAccount, NewHead, NewSignIn, Proof, PutHeadError,
    SignInError, Store as _,
};

use crate::engines::{ANA, BEA, NOW, on_each};
use crate::people::{
    device, hash, joins, key, known, name, new_account, new_device, new_head, put_head, reservation, session,
    sign_in,
};

const HOUR: u64 = 60 * Timestamp::MINUTE;

#[tokio::test]
async fn the_servers_secret_is_made_once() {
    on_each(async |engine| {
        assert_eq!(engine.store.login_secret("first".into()).await.unwrap(), "first");
        engine.restart(NOW).await;
        assert_eq!(engine.store.login_secret("second".into()).await.unwrap(), "first");
    })
    .await;
}

#[tokio::test]
async fn a_name_is_kept_for_an_hour_for_whoever_it_was_dealt_to() {
    on_each(async |engine| {
        let store = &engine.store;
        store.reserve_name(name(ANA), reservation(ANA).hash(), NOW).await.unwrap();
        let again = store.reserve_name(name(ANA), hash(9), NOW).await;
        assert!(matches!(again, Err(NameError::Taken)));
        let stranger = NewAccount { reservation: reservation(BEA), ..new_account(ANA) };
        assert!(matches!(store.make_account(stranger, NOW).await, Err(MakeAccountError::NameGone)));
        let late = store.make_account(new_account(ANA), NOW.plus(HOUR)).await;
        assert!(matches!(late, Err(MakeAccountError::NameGone)));
        store.make_account(new_account(ANA), NOW.plus(HOUR - 1)).await.unwrap();
        let taken = store.reserve_name(name(ANA), hash(9), NOW).await;
        assert!(matches!(taken, Err(NameError::Taken)));
    })
    .await;
}

#[tokio::test]
async fn a_name_that_nobody_registered_is_free_again() {
    on_each(async |engine| {
        let store = &engine.store;
        store.reserve_name(name(ANA), hash(1), NOW).await.unwrap();
        for half_hours in 1..=2 {
            store.probe(NOW.plus(half_hours * HOUR / 2)).await.unwrap();
        }
        assert_eq!(store.expire(NOW.plus(HOUR), 10).await.unwrap().names, 1);
        store.reserve_name(name(ANA), hash(2), NOW.plus(HOUR)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_account_whose_answer_was_lost_is_not_made_twice() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let again = NewAccount { device: new_device(ANA, 2), ..new_account(ANA) };
        store.make_account(again, NOW).await.unwrap();
        assert_eq!(store.account(session(ANA, 2), NOW).await.unwrap().devices.len(), 2);
        let other = NewAccount { head: "another head".into(), ..new_account(ANA) };
        assert!(matches!(store.make_account(other, NOW).await, Err(MakeAccountError::NameGone)));
        put_head(store, ANA, 1, 1, "head 2").await.unwrap();
        let late = store.make_account(new_account(ANA), NOW).await;
        assert!(matches!(late, Err(MakeAccountError::NameGone)), "once it is used, nobody makes it again");
    })
    .await;
}

#[tokio::test]
async fn a_registration_is_found_by_its_name_and_nobody_by_another() {
    on_each(async |engine| {
        let store = &engine.store;
        assert_eq!(store.registration(name(ANA)).await.unwrap(), None);
        joins(store, ANA).await;
        joins(store, BEA).await;
        engine.restart(NOW).await;
        let store = &engine.store;
        let found = store.registration(name(BEA)).await.unwrap().unwrap();
        assert_eq!(found.record, format!("registration of {BEA}"));
        assert_eq!(store.registration(name(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_key_finds_its_accounts_the_newest_first() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        store.reserve_name(name(BEA), reservation(BEA).hash(), NOW).await.unwrap();
        let both = NewAccount { keys: vec![key(ANA), key(BEA)], ..new_account(BEA) };
        store.make_account(both, NOW).await.unwrap();
        let accounts = store.sign_in_keys(key(ANA).handle).await.unwrap();
        let [bea, ana] = accounts[..] else { panic!("{accounts:?}") };
        assert_eq!((bea.key, ana.key), (key(ANA).key, key(ANA).key));
        let by = Proof::Key(key(ANA));
        let with = |account, n| NewSignIn { account, by, device: new_device(ANA, n) };
        assert_eq!(store.sign_in(with(ana.account, 2), NOW).await.unwrap(), name(ANA));
        assert_eq!(store.sign_in(with(bea.account, 3), NOW).await.unwrap(), name(BEA));
        assert_eq!(store.sign_in_keys(key(1).handle).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_that_was_begun_before_the_passphrase_changed_ends_with_it() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let before = store.registration(name(ANA)).await.unwrap().unwrap();
        let by = Proof::Passphrase(protocol::Digest::of(&before.record));
        let (passphrase, keyed) = (
            NewSignIn { account: before.account, by, device: new_device(ANA, 2) },
            NewSignIn { account: before.account, by: Proof::Key(key(ANA)), device: new_device(ANA, 3) },
        );
        let changed = NewHead { registration: Some("another".into()), ..new_head(1, "head 2") };
        store.put_head(session(ANA, 1), changed, NOW).await.unwrap();
        for sign_in in [passphrase, keyed] {
            assert!(matches!(store.sign_in(sign_in, NOW).await, Err(SignInError::Refused)));
        }
        sign_in(store, ANA, 2).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_device_is_known_under_its_name_until_it_is_turned_away() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        joins(store, BEA).await;
        let knows = async |of, n, shows| store.knows_device(name(of), device(n), shows).await.unwrap();
        assert!(knows(ANA, 1, known(ANA, 1)).await);
        assert!(!knows(BEA, 1, known(ANA, 1)).await);
        assert!(!knows(ANA, 2, known(ANA, 1)).await);
        assert!(!knows(ANA, 1, known(ANA, 2)).await);
        assert!(!knows(1, 1, known(ANA, 1)).await);
        store.turn_away(session(ANA, 1), Devices::One(device(1)), NOW).await.unwrap();
        assert!(!knows(ANA, 1, known(ANA, 1)).await);
    })
    .await;
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let found = store.registration(name(ANA)).await.unwrap().unwrap();
        let by = Proof::Passphrase(protocol::Digest::of(&found.record));
        let device = storage::NewDevice { session: session(ANA, 9).hash(), ..new_device(ANA, 1) };
        assert_eq!(store.account_name(session(ANA, 1)).await.unwrap(), name(ANA));
        store.sign_in(NewSignIn { account: found.account, by, device }, NOW).await.unwrap();
        assert!(matches!(store.account_name(session(ANA, 1)).await, Err(AccountError::SignedOut)));
        assert!(matches!(store.head(session(ANA, 1), NOW).await, Err(AccountError::SignedOut)));
        assert_eq!(store.account(session(ANA, 9), NOW).await.unwrap().devices.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn devices_are_few_and_each_can_be_turned_away() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let last = u8::try_from(ACCOUNT_DEVICES).unwrap();
        for n in 2..=last {
            sign_in(store, ANA, n).await.unwrap();
        }
        assert!(matches!(sign_in(store, ANA, last + 1).await, Err(SignInError::TooManyDevices)));
        sign_in(store, ANA, 3).await.unwrap();
        store.turn_away(session(ANA, 1), Devices::One(device(2)), NOW).await.unwrap();
        store.turn_away(session(ANA, 1), Devices::One(device(2)), NOW).await.unwrap();
        assert!(matches!(store.account(session(ANA, 2), NOW).await, Err(AccountError::SignedOut)));
        store.turn_away(session(ANA, 3), Devices::Others, NOW).await.unwrap();
        let state = store.account(session(ANA, 3), NOW).await.unwrap();
        assert_eq!(state.devices.iter().map(|seen| seen.id).collect::<Vec<_>>(), [device(3)]);
        store.turn_away(session(ANA, 3), Devices::One(device(3)), NOW).await.unwrap();
        let gone = store.turn_away(session(ANA, 3), Devices::Others, NOW).await;
        assert!(matches!(gone, Err(AccountError::SignedOut)));
    })
    .await;
}

#[tokio::test]
async fn a_device_is_seen_by_the_day_and_no_closer() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        sign_in(store, ANA, 2).await.unwrap();
        let seen = async |now| {
            let state = engine.store.account(session(ANA, 1), now).await.unwrap();
            state.devices.iter().map(|seen| seen.last_seen.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(seen(NOW).await, "2027-01-15 2027-01-15");
        let tomorrow = NOW.plus(Timestamp::DAY);
        store.head(session(ANA, 1), tomorrow).await.unwrap();
        assert_eq!(seen(tomorrow).await, "2027-01-16 2027-01-15");
        assert_eq!(seen(NOW).await, "2027-01-16 2027-01-15", "a clock set back changes nothing");
    })
    .await;
}

#[tokio::test]
async fn a_head_is_replaced_once_and_a_repeat_is_recognised() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        sign_in(store, ANA, 2).await.unwrap();
        put_head(store, ANA, 1, 1, "head 2").await.unwrap();
        put_head(store, ANA, 1, 1, "head 2").await.unwrap();
        for (replaces, words) in [(1, "another"), (0, "head 2"), (3, "head 4"), (u64::MAX, "head 2")] {
            let moved = put_head(store, ANA, 2, replaces, words).await;
            assert!(matches!(moved, Err(PutHeadError::Moved)), "{replaces} {words}");
        }
        let other_keys = NewHead { keys: vec![key(1)], ..new_head(1, "head 2") };
        assert!(matches!(store.put_head(session(ANA, 1), other_keys, NOW).await, Err(PutHeadError::Moved)));
        engine.restart(NOW).await;
        let held = engine.store.head(session(ANA, 2), NOW).await.unwrap();
        assert_eq!((held.version, held.head.0.as_slice()), (2, b"head 2".as_slice()));
        assert_eq!(engine.store.sign_in_keys(key(ANA).handle).await.unwrap(), [], "its keys were replaced");
    })
    .await;
}

#[tokio::test]
async fn of_many_devices_that_replace_one_head_at_once_one_does() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        let tries = (0..16).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { put_head(&store, ANA, 1, 1, &format!("head of {n}")).await })
        });
        let mut won = 0;
        for tried in tries.collect::<Vec<_>>() {
            match tried.await.unwrap() {
                Ok(()) => won += 1,
                Err(error) => assert!(matches!(error, PutHeadError::Moved)),
            }
        }
        assert_eq!((won, store.head(session(ANA, 1), NOW).await.unwrap().version), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_account_is_gone_and_its_name_is_free() {
    on_each(async |engine| {
        let store = &engine.store;
        joins(store, ANA).await;
        joins(store, BEA).await;
        let begun = store.registration(name(ANA)).await.unwrap().unwrap();
        let by = Proof::Passphrase(protocol::Digest::of(&begun.record));
        store.delete_account(session(ANA, 1)).await.unwrap();
        assert!(matches!(store.delete_account(session(ANA, 1)).await, Err(AccountError::SignedOut)));
        assert_eq!(store.registration(name(ANA)).await.unwrap(), None);
        assert_eq!(store.sign_in_keys(key(ANA).handle).await.unwrap(), []);
        joins(store, ANA).await;
        // What was begun before names an account that is no more, not the one that came after it.
        let late = NewSignIn { account: begun.account, by, device: new_device(ANA, 5) };
        assert!(matches!(store.sign_in(late, NOW).await, Err(SignInError::Refused)));
        assert_eq!(store.head(session(BEA, 1), NOW).await.unwrap().version, 1);
    })
    .await;
}
