//! Both ends together: what they agree on, what they refuse, and the bytes of version 1.

use data_encoding::HEXLOWER;
use expect_test::expect;
use proptest::prelude::*;
use protocol::account::{AccountName, OpaqueMessage};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use crate::{
    BadMessage, ExportKey, PassphraseTooLong, Registration, RegistrationRecord, ServerSetup, SignIn,
    SignInError, SignInRefused,
};

const PASSPHRASE: &[u8] = b"slow river";

fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

fn setup() -> ServerSetup {
    ServerSetup::make(&mut rng(1))
}

fn ana() -> AccountName {
    "quiet-harbour-4821".parse().unwrap()
}

fn registered(setup: &ServerSetup, name: &AccountName) -> (RegistrationRecord, ExportKey) {
    let mut rng = rng(2);
    let (registration, request) = Registration::start(PASSPHRASE, &mut rng).unwrap();
    let response = setup.register(name, &request).unwrap();
    let (upload, key) = registration.quick().finish(&response, name, &mut rng).unwrap();
    (RegistrationRecord::accept(&upload).unwrap(), key)
}

/// Signs in with `passphrase` under `name`, where the server answers for `asked` with `record`.
fn sign_in(
    setup: &ServerSetup,
    record: Option<&RegistrationRecord>,
    asked: &AccountName,
    name: &AccountName,
    passphrase: &[u8],
) -> Result<(Result<(), SignInRefused>, ExportKey), SignInError> {
    let mut rng = rng(3);
    let (client, request) = SignIn::start(passphrase, &mut rng).unwrap();
    let (server, response) = setup.start_sign_in(record, asked, &request, &mut rng).unwrap();
    let (finalization, key) = client.quick().finish(&response, name, &mut rng)?;
    Ok((server.finish(&finalization), key))
}

#[test]
fn the_right_passphrase_signs_in_and_gives_the_same_key_each_time() {
    let setup = setup();
    let (record, key) = registered(&setup, &ana());
    assert_eq!(sign_in(&setup, Some(&record), &ana(), &ana(), PASSPHRASE), Ok((Ok(()), key)));
}

#[test]
fn the_passphrase_the_name_and_the_server_all_have_to_be_the_same() {
    let (ours, bea) = (setup(), "quiet-harbour-4822".parse().unwrap());
    let (record, _) = registered(&ours, &ana());
    let wrong = Err(SignInError::WrongPassphrase);
    assert_eq!(sign_in(&ours, Some(&record), &ana(), &ana(), b"slow rivers"), wrong);
    assert_eq!(sign_in(&ours, Some(&record), &ana(), &bea, PASSPHRASE), wrong);
    assert_eq!(sign_in(&ours, Some(&record), &bea, &ana(), PASSPHRASE), wrong);
    let theirs = ServerSetup::make(&mut rng(9));
    assert_eq!(sign_in(&theirs, Some(&record), &ana(), &ana(), PASSPHRASE), wrong);
    assert_eq!(sign_in(&ours, None, &ana(), &ana(), PASSPHRASE), wrong);
}

#[test]
fn a_name_nobody_has_is_answered_like_any_other_and_then_refused() {
    let setup = setup();
    let (record, _) = registered(&setup, &ana());
    let (_, request) = SignIn::start(PASSPHRASE, &mut rng(3)).unwrap();
    let answer = |record| setup.start_sign_in(record, &ana(), &request, &mut rng(4)).unwrap();
    let ((known, some), (unknown, none)) = (answer(Some(&record)), answer(None));
    assert_eq!(some.0.len(), none.0.len());
    // Both begin with the name's own blinded evaluation, which has to be the same however often it is asked for.
    assert_eq!(some.0[..32], none.0[..32]);
    for pending in [known, unknown] {
        assert_eq!(pending.finish(&OpaqueMessage(vec![7; 64])), Err(SignInRefused));
    }
}

#[test]
fn a_proof_is_good_for_one_sign_in_only() {
    let (setup, mut rng) = (setup(), rng(5));
    let (record, _) = registered(&setup, &ana());
    let (client, request) = SignIn::start(PASSPHRASE, &mut rng).unwrap();
    let (first, response) = setup.start_sign_in(Some(&record), &ana(), &request, &mut rng).unwrap();
    let (second, _) = setup.start_sign_in(Some(&record), &ana(), &request, &mut rng).unwrap();
    let (proof, _) = client.quick().finish(&response, &ana(), &mut rng).unwrap();
    assert_eq!(second.finish(&proof), Err(SignInRefused));
    assert_eq!(first.finish(&proof), Ok(()));
}

#[test]
fn what_is_kept_is_read_again() {
    let (record, key) = registered(&setup(), &ana());
    let setup = ServerSetup::decode(&setup().expose()).unwrap();
    let record = RegistrationRecord::decode(&record.encode()).unwrap();
    assert_eq!(sign_in(&setup, Some(&record), &ana(), &ana(), PASSPHRASE), Ok((Ok(()), key)));
}

#[test]
fn a_passphrase_has_an_end() {
    assert!(SignIn::start(&vec![b'a'; 65_535], &mut rng(1)).is_ok());
    assert_eq!(SignIn::start(&vec![b'a'; 65_536], &mut rng(1)).err(), Some(PassphraseTooLong));
    assert_eq!(Registration::start(&vec![b'a'; 65_536], &mut rng(1)).err(), Some(PassphraseTooLong));
}

#[test]
fn debug_shows_no_secret() {
    let (setup, mut rng) = (setup(), rng(2));
    let (record, key) = registered(&setup, &ana());
    let (registration, _) = Registration::start(PASSPHRASE, &mut rng).unwrap();
    let (client, request) = SignIn::start(PASSPHRASE, &mut rng).unwrap();
    let (server, _) = setup.start_sign_in(Some(&record), &ana(), &request, &mut rng).unwrap();
    expect!["ServerSetup(hidden) RegistrationRecord(hidden) ExportKey(hidden) Registration(hidden) SignIn(hidden) PendingSignIn(hidden)"]
        .assert_eq(&format!("{setup:?} {record:?} {key:?} {registration:?} {client:?} {server:?}"));
}

/// A whole account and a whole sign-in at the full price of stretching, with seeded randomness.
#[test]
fn version_1_stays_as_it_is() {
    let (setup, mut random) = (setup(), rng(6));
    let mut seen = vec![("secret", setup.expose().to_vec())];
    let (registration, request) = Registration::start(PASSPHRASE, &mut random).unwrap();
    let response = setup.register(&ana(), &request).unwrap();
    seen.extend([("registration request", request.0), ("registration response", response.0.clone())]);
    let (upload, key) = registration.finish(&response, &ana(), &mut random).unwrap();
    let record = RegistrationRecord::accept(&upload).unwrap();
    seen.extend([("record", record.encode()), ("export key", key.expose().to_vec())]);

    let (client, request) = SignIn::start(PASSPHRASE, &mut random).unwrap();
    let (server, response) = setup.start_sign_in(Some(&record), &ana(), &request, &mut random).unwrap();
    let (finalization, again) = client.finish(&response, &ana(), &mut random).unwrap();
    assert_eq!((server.finish(&finalization), again), (Ok(()), key));
    seen.extend([("request", request.0), ("response", response.0), ("finalization", finalization.0)]);

    let shown: Vec<_> =
        seen.iter().map(|(what, bytes)| format!("{what}: {}\n", HEXLOWER.encode(bytes))).collect();
    expect![[r#"
        secret: 0101274dd1ee5216c204fb698daea45b52e98b6f0fdd046dcc3a86bb079e36f024147e4b875d59a9ef432b8e45b04a98c4b19dc8c7475f5dce4259b4ca2dd67282bc44e5f70efca1749c4f164639b102dd202b20e1c286109af686266ed13610092aefb728da96d8b8bd74e6e6ce3cadce00137aab932fdaa0d0a6ccab1a273a7f
        registration request: ce5dd488070b85e02afe358ec64058f0d62f537ce33e2cc7b459b000b26a8d6e
        registration response: e8a146eb01295f85f8579643c2216816ad54bce6ff6d8d438ec20dcdc18747063e561da9a97f0a0edade736c911baefd1327738b4c04508ad57ccd908b8ae865
        record: 018ac0d2b62dbe5ee47e327d3a2d8ba2f9442889621c53504f8a8f9cde8ad3a86e730c935611daf849275fa1de1ffe6afb6501d2fa0fc27ae831be3622dd70365be67135f8513871fb1727730635850c75105df1a2e2a2cac141c5a52f07f026d99dcf40c406f6f82da58de20783b0a8d3a911fa7705a9471934c8e5589016fe269148ecc055e51d2219cebc6b3a3db202f76e8dc135118d75bc4f8e8ab67d82fd9dc9115443e359d6867306d49f8a21d93c4c9c739bca1917c11bbfd482968152
        export key: 6f6dcaded7576200bc567be80b6265b0c06acccb344d78a2a28f276f023f313698dbfaa2afef63294455ceae9e2a7b5324df7007b318e0b15e37290ac21c9401
        request: 00fcc3c89e8959ba96017ad785dc9a4b64845b97c8f4d49688812648f1f09a0e994da5a0de3a39ac85f8bb5de743675472802e302ccd8f43d151df1e40bedd8e8c5b5af3acd29b08959739e81b49001711751d733e64b064dd77370bdddef268
        response: b09cdc302be8271c2843db59803914996d9d7a26c6c4e775156bb8f5ad58c76bc3c62fe3e9825a9d893a6d490b26205659d553924bb784833710ac1f7c3f8ec8b50668eca0e4051861d30d031f60c38d425a482aa48ba4db1a16f10b601c03c82c9fa1e3365fbe1dc25d03cbb7b658dfe786359daaf477dbaeb49e788c84db486873c7149bb51e035fd17dc42f0d03f1747a72284038bff444d6b70685bb8926646735f7dd2eba4fd6bc4ca1f490c9f62eef3574b53261636d56221c92a81a16bc9332246e0962272341055ede7d8c4e677ccfcea3fc7546e608ea862cf64d490cfce5391bfc060fae452f9f2ecb4a06ff2f1a6f7c62908962df6c1d29ceec026c7e93f0818233d858dae8921ec26883cd3fd436bfc10a370576858480572566b34ce7a301b9776eb1295c4043a5cad84df9e02e4cc97695516ec43df9b0ce41
        finalization: a709e594e90d9fd360db73d03eebebe21a52d9eeb29ff92e89126ac6559de7b4f5a7b41e8afafa2150204cbac6506bc00dcc81e3d674000ba4d0a0508c554a1f
    "#]].assert_eq(&shown.concat());
}

#[test]
fn bytes_of_another_length_or_version_are_refused() {
    let (setup, mut rng) = (setup(), rng(7));
    let (record, _) = registered(&setup, &ana());
    let (_, request) = Registration::start(PASSPHRASE, &mut rng).unwrap();
    let longer = |message: &OpaqueMessage| OpaqueMessage([&message.0[..], &[0]].concat());
    assert_eq!(setup.register(&ana(), &longer(&request)), Err(BadMessage));
    // The neutral point would make every passphrase the same.
    assert_eq!(setup.register(&ana(), &OpaqueMessage(vec![0; 32])), Err(BadMessage));
    let (_, request) = SignIn::start(PASSPHRASE, &mut rng).unwrap();
    assert!(setup.start_sign_in(None, &ana(), &longer(&request), &mut rng).is_err());
    let (mut kept, mut secret) = (record.encode(), setup.expose().to_vec());
    (kept[0], secret[0]) = (2, 2);
    assert_eq!(RegistrationRecord::decode(&kept), Err(BadMessage));
    assert_eq!(ServerSetup::decode(&secret).err(), Some(BadMessage));
    assert_eq!(RegistrationRecord::accept(&OpaqueMessage(vec![0; 192])), Err(BadMessage));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_passphrase_opens_what_it_made_and_no_other_does(
        passphrase in prop::collection::vec(any::<u8>(), 0..40),
        other in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let (setup, name, mut rng) = (setup(), ana(), rng(8));
        let (registration, request) = Registration::start(&passphrase, &mut rng).unwrap();
        let response = setup.register(&name, &request).unwrap();
        let (upload, key) = registration.quick().finish(&response, &name, &mut rng).unwrap();
        let record = RegistrationRecord::accept(&upload).unwrap();
        let tried = sign_in(&setup, Some(&record), &name, &name, &other);
        let expected = if passphrase == other { Ok((Ok(()), key.clone())) } else { Err(SignInError::WrongPassphrase) };
        prop_assert_eq!(tried, expected);
        prop_assert_eq!(sign_in(&setup, Some(&record), &name, &name, &passphrase), Ok((Ok(()), key)));
    }

    #[test]
    fn no_bytes_make_either_end_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), length in 0_usize..12) {
        let (setup, name, mut rng) = (setup(), ana(), rng(8));
        let lengths = [bytes.len(), 32, 64, 96, 128, 129, 192, 193, 256, 320, 321, 0];
        let mut bytes = bytes;
        bytes.resize(lengths[length], 7);
        let message = OpaqueMessage(bytes.clone());
        let _ = setup.register(&name, &message);
        let _ = (RegistrationRecord::accept(&message), RegistrationRecord::decode(&bytes), ServerSetup::decode(&bytes));
        let _ = setup.start_sign_in(None, &name, &message, &mut rng);
        let (registration, _) = Registration::start(PASSPHRASE, &mut rng).unwrap();
        let _ = registration.quick().finish(&message, &name, &mut rng);
        let (client, request) = SignIn::start(PASSPHRASE, &mut rng).unwrap();
        let (server, _) = setup.start_sign_in(None, &name, &request, &mut rng).unwrap();
        let _ = (client.quick().finish(&message, &name, &mut rng), server.finish(&message));
    }
}
