//! Names, making an account, and the ways in: what each answers, and what nobody learns from an answer.

use std::sync::atomic::Ordering;

use axum::http::Method;
use expect_test::expect;
use login::{Registration, SignIn};
use protocol::account::{
    DealtName, Device, MakeAccount, OpaqueMessage, PutHead, RegistrationStarted, SignInStarted, SignedIn,
    StartRegistration, StartSignIn,
};
use protocol::{Capability, Digest, Timestamp};
use server::{Randomness, Rates};

use crate::person::{
    PASSPHRASE, Person, challenge, deal_name, device, finishes, head, joins, keys, post, read, recovery_key,
    registered, rng, signs_in, signs_in_with_key, starts,
};
use crate::service::{Answer, Service, config};

async fn unlimited() -> Service {
    let mut config = config();
    config.rates = Rates::unlimited();
    Service::with(config, &[]).await
}

fn later(service: &Service, milliseconds: u64) {
    service.clock.fetch_add(milliseconds, Ordering::Relaxed);
}

#[tokio::test]
async fn a_name_is_dealt_and_never_twice() {
    let mut config = config();
    (config.randomness, config.rates) = (Randomness::seeded([1; 32]), Rates::unlimited());
    let service = Service::with(config, &[]).await;
    let first = deal_name(&service).await;
    assert_eq!(first.status, 201);
    let mut names = std::collections::BTreeSet::new();
    for _ in 0..50 {
        let DealtName { name, .. } = read(&deal_name(&service).await);
        assert!(names.insert(name));
    }
}

#[tokio::test]
async fn an_account_is_made_once_and_asking_again_is_safe() {
    let service = unlimited().await;
    let make = registered(&service).await;
    let made = post(&service, "accounts", &make).await;
    assert_eq!((made.status.as_u16(), made.header("cache-control")), (201, "no-store"));
    let again = post(&service, "accounts", &make).await;
    assert_eq!(again.status, 201, "its answer was lost");
    assert_ne!(read::<SignedIn>(&made).session, read::<SignedIn>(&again).session);

    let stranger = MakeAccount { reservation: Capability([9; 32]), ..make.clone() };
    expect![[r#"
        409 Conflict
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:name-gone","title":"The name is no longer kept for you","status":409,"detail":"The name was kept for an hour, and is no longer. Ask for another one."}
    "#]]
    .assert_eq(&post(&service, "accounts", &stranger).await.shown());
    let garbled = MakeAccount { registration: OpaqueMessage(vec![0; 192]), ..make };
    assert_eq!(post(&service, "accounts", &garbled).await.status, 400);
}

#[tokio::test]
async fn a_passphrase_signs_in_a_new_device() {
    let service = unlimited().await;
    let ana = joins(&service).await;
    let answer = signs_in(&service, &ana.signed_in.name, &device(2)).await;
    assert_eq!(answer.status, 200);
    let second = Person { signed_in: read(&answer) };
    let devices = second.state(&service).await.devices;
    assert_eq!(devices.iter().map(|seen| seen.id).collect::<Vec<_>>(), [device(1).id, device(2).id]);
}

/// Whoever asks with a wrong passphrase, or under a name that nobody has, is told the same, byte for byte.
#[tokio::test]
async fn unknown_names_and_wrong_passphrases_are_answered_alike() {
    let service = unlimited().await;
    let ana = joins(&service).await;
    let nobody = "level-quay-0000".parse().unwrap();
    let shape = |answer: &Answer| {
        let headers: Vec<_> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        (answer.status, headers, answer.body.len())
    };
    let mut seen = Vec::new();
    for (name, passphrase) in [(&ana.signed_in.name, b"slow rivers".as_slice()), (&nobody, PASSPHRASE)] {
        let (sign_in, started) = starts(&service, name, &device(2), passphrase).await;
        let SignInStarted { attempt, message } = read(&started);
        assert!(sign_in.finish(&message, name, &mut rng()).is_err(), "the client is told at the first step");
        let refused = finishes(&service, attempt, OpaqueMessage(vec![1; 64])).await;
        let registered = {
            let (_, message) = Registration::start(passphrase, &mut rng()).unwrap();
            post(&service, "registrations", &StartRegistration { name: name.clone(), message }).await
        };
        seen.push((shape(&started), shape(&refused), refused.text(), shape(&registered)));
    }
    assert_eq!(seen[0], seen[1]);
    expect![[r#"{"type":"urn:held:problem:sign-in-refused","title":"Signing in was refused","status":403,"detail":"There is no such account, or this does not open it. Nothing was changed; the other ways in still work."}"#]]
        .assert_eq(&seen[0].2);
    assert_eq!(seen[0].1.0, 403);
}

#[tokio::test]
async fn an_attempt_is_good_once_and_for_a_minute() {
    let service = unlimited().await;
    let ana = joins(&service).await;
    let begin = async || {
        let (sign_in, started) = starts(&service, &ana.signed_in.name, &device(2), PASSPHRASE).await;
        let SignInStarted { attempt, message } = read(&started);
        (attempt, sign_in.finish(&message, &ana.signed_in.name, &mut rng()).unwrap().0)
    };
    let (attempt, proof) = begin().await;
    assert_eq!(finishes(&service, Digest([9; 32]), proof.clone()).await.status, 403);
    assert_eq!(finishes(&service, attempt, proof.clone()).await.status, 200);
    assert_eq!(finishes(&service, attempt, proof).await.status, 403);
    let (attempt, proof) = begin().await;
    later(&service, Timestamp::MINUTE);
    assert_eq!(finishes(&service, attempt, proof).await.status, 403);
}

#[tokio::test]
async fn a_derived_key_signs_in_over_a_fresh_challenge() {
    let service = unlimited().await;
    let ana = joins(&service).await;
    let fresh = challenge(&service).await;
    let answer = signs_in_with_key(&service, &recovery_key(), fresh, &device(2)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        read::<SignedIn>(&answer).name,
        ana.signed_in.name,
        "a device that came by a key learns the name"
    );

    let hers = recovery_key();
    let refused = async |signer, challenge| {
        let answer = signs_in_with_key(&service, signer, challenge, &device(3)).await;
        (answer.status.as_u16(), answer.text())
    };
    let other_key = ed25519_dalek::SigningKey::from_bytes(&[8; 32]);
    let wrong = refused(&other_key, challenge(&service).await).await;
    assert_eq!(wrong.0, 403);
    assert_eq!(refused(&hers, fresh).await, wrong, "a challenge is good once");
    assert_eq!(refused(&hers, Digest([9; 32])).await, wrong, "and was asked for");
    let late = challenge(&service).await;
    later(&service, Timestamp::MINUTE);
    assert_eq!(refused(&hers, late).await, wrong, "and lasts a minute");
    // The key's public half in another account's place lets nobody in: it is gone with the head that had it.
    let put = PutHead { replaces: 1, head: head("head 2"), keys: Default::default(), registration: None };
    assert_eq!(ana.puts_head(&service, &put).await.status, 204);
    assert_eq!(refused(&hers, challenge(&service).await).await, wrong);
}

#[tokio::test]
async fn a_new_passphrase_is_in_force_with_the_head_that_it_opens() {
    let service = unlimited().await;
    let ana = joins(&service).await;
    let name = &ana.signed_in.name;
    let (registration, message) = Registration::start(b"deep lake", &mut rng()).unwrap();
    let start = StartRegistration { name: name.clone(), message };
    let body = serde_json::to_string(&start).unwrap();
    let started = service.json(Method::POST, "/api/v1/registrations", Some(ana.session()), body).await;
    let RegistrationStarted { message } = read(&started);
    let (upload, key) = registration.quick().finish(&message, name, &mut rng()).unwrap();
    assert_eq!(signs_in(&service, name, &device(2)).await.status, 200, "not before");
    let put = PutHead { replaces: 1, head: head("head 2"), keys: keys(), registration: Some(upload) };
    assert_eq!(ana.puts_head(&service, &put).await.status, 204);

    let (sign_in, started) = starts(&service, name, &device(2), b"deep lake").await;
    let SignInStarted { attempt, message } = read(&started);
    let (proof, again) = sign_in.finish(&message, name, &mut rng()).unwrap();
    assert_eq!(key, again);
    assert_eq!(finishes(&service, attempt, proof).await.status, 200);
    let (sign_in, started) = starts(&service, name, &device(2), PASSPHRASE).await;
    assert!(sign_in.finish(&read::<SignInStarted>(&started).message, name, &mut rng()).is_err());
}

/// Five tries, then one a minute, whoever asks and from wherever; but a device that has been here has its own.
#[tokio::test]
async fn a_stranger_who_knows_the_name_cannot_lock_her_out() {
    let service = Service::new().await;
    let ana = joins(&service).await;
    let name = &ana.signed_in.name;
    let stranger = async |n| starts(&service, name, &device(n), b"a guess").await.1.status.as_u16();
    // One of the five went with the registration.
    let tries = [stranger(10).await, stranger(11).await, stranger(12).await, stranger(13).await];
    assert_eq!(tries, [200; 4]);
    let refused = starts(&service, name, &device(14), b"a guess").await.1;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "60"));

    let hers = Device { known: Some(ana.signed_in.known.clone()), ..device(1) };
    let again = signs_in(&service, name, &hers).await;
    assert_eq!(again.status, 200);
    let signed_in: SignedIn = read(&again);
    let guessed = Device { known: Some(Capability([9; 32])), ..device(1) };
    assert_eq!(starts(&service, name, &guessed, b"a guess").await.1.status, 429);
    let other_name = "level-quay-0000".parse().unwrap();
    assert_eq!(starts(&service, &other_name, &device(15), b"a guess").await.1.status, 200);

    // Asking to register under her name counts as well: its answer is worth as much to somebody who guesses.
    let (_, message) = Registration::start(b"a guess", &mut rng()).unwrap();
    let start = StartRegistration { name: name.clone(), message };
    assert_eq!(post(&service, "registrations", &start).await.status, 429);
    let body = serde_json::to_string(&start).unwrap();
    let session = Some(&signed_in.session);
    let own = service.json(Method::POST, "/api/v1/registrations", session, body).await;
    assert_eq!(own.status, 200, "she may change her passphrase meanwhile");
    later(&service, 60_000);
    assert_eq!(stranger(16).await, 200);
}

#[tokio::test]
async fn one_address_gets_so_many_names_and_accounts() {
    let service = Service::new().await;
    for _ in 0..20 {
        assert_eq!(deal_name(&service).await.status, 201);
    }
    assert_eq!(deal_name(&service).await.status, 429);
    let (_, message) = SignIn::start(PASSPHRASE, &mut rng()).unwrap();
    let mut answers = Vec::new();
    for n in 0..61 {
        let name = format!("level-quay-{n:04}").parse().unwrap();
        let start = StartSignIn { name, message: message.clone(), device: device(1) };
        answers.push(post(&service, "sign-ins", &start).await.status.as_u16());
    }
    assert_eq!((answers.iter().filter(|status| **status == 200).count(), answers[60]), (60, 429));
}

#[tokio::test]
async fn more_work_than_the_machine_can_do_is_refused_at_once() {
    let mut config = config();
    config.sign_ins = 0;
    let service = Service::with(config, &[]).await;
    let name = "level-quay-0000".parse().unwrap();
    let (_, refused) = starts(&service, &name, &device(1), PASSPHRASE).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "1"));
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let service = unlimited().await;
    let name = "level-quay-0000".parse().unwrap();
    let start = StartSignIn { name, message: OpaqueMessage(vec![0; 96]), device: device(1) };
    expect![[r#"
        400 Bad Request
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:malformed","title":"The request could not be read","status":400,"detail":"The message is none of OPAQUE's. Nothing was changed."}
    "#]]
    .assert_eq(&post(&service, "sign-ins", &start).await.shown());
}
