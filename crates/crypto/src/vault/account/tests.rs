//! Two devices of Ana, one account, and a server that hands out what it likes.

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::*;
use crate::testing::{frozen, seeded};
use crate::vault::{Epoch, KdfParameters, Passphrase, RecordId, Way, nfc};

const DIARY: RecordId = RecordId(*b"diary-of-tuesday");
const ANSWER: [u8; 32] = [7; 32];

fn exported() -> ExportKey {
    ExportKey::new([9; 64])
}

fn question(credential: &[u8]) -> PasskeyQuestion {
    PasskeyQuestion { credential: credential.to_vec(), salt: [5; 32] }
}

/// Her laptop: a recovery code that was typed back and a passkey.
fn laptop() -> (Vault, RecoveryCode) {
    let rng = &mut seeded(1);
    let mut vault = Vault::make(rng);
    let code = vault.add_recovery_code(rng);
    assert!(vault.prove_recovery_code(&code));
    let id = vault.add_passkey(question(b"her key"), &ANSWER, rng).unwrap();
    assert!(vault.let_passkey_sign_in(id, &[8; 32]));
    (vault, code)
}

fn first_head(vault: &Vault) -> AccountHead {
    vault.seal_account_head(AccountWay::Exported(&exported()), 1, &mut seeded(2)).unwrap()
}

/// The head that follows `before`, as the server then has it.
fn next_head(vault: &Vault, before: &AccountHead) -> AccountHead {
    let version = before.version() + 1;
    let head = vault.seal_account_head(AccountWay::AsIn(before), version, &mut seeded(version)).unwrap();
    assert!(vault.is_said_by(&head));
    AccountHead::decode(&head.encode()).unwrap()
}

fn says(vault: &Vault, sealed: &[u8]) -> String {
    String::from_utf8(vault.open_record(DIARY, sealed).unwrap().to_vec()).unwrap()
}

#[test]
fn passphrase_code_and_passkey_each_open_it_on_a_new_device() {
    let (laptop, code) = laptop();
    let sealed = laptop.seal_record(DIARY, b"kept", &mut seeded(3)).unwrap();
    let head = AccountHead::decode(&first_head(&laptop).encode()).unwrap();
    let (passkey, asked) = head.passkeys().next().unwrap();
    assert_eq!(*asked, question(b"her key"));
    for phone in [
        head.unlock_with_export_key(&exported()).unwrap(),
        head.unlock_with_recovery_code(&code).unwrap(),
        head.unlock_with_passkey(passkey, &ANSWER).unwrap(),
    ] {
        assert_eq!(says(&phone, &sealed.0), "kept");
        assert_eq!(phone.ways(), [Way::Passkey(passkey), Way::RecoveryCode]);
        assert_eq!(phone.derive_check(), laptop.derive_check());
        assert!(phone.is_said_by(&head) && phone.has_two_kinds());
    }
    let wrong = head.unlock_with_export_key(&ExportKey::new([8; 64])).unwrap_err();
    assert_eq!(wrong, UnlockError::WrongPassphrase);
    assert_eq!(head.unlock_with_passkey(passkey, &[6; 32]).unwrap_err(), UnlockError::WrongPasskey);
    let other = RecoveryCode::make(&mut seeded(9));
    assert_eq!(head.unlock_with_recovery_code(&other).unwrap_err(), UnlockError::WrongRecoveryCode);
}

#[test]
fn what_opens_it_on_one_device_alone_is_never_in_it() {
    let (mut laptop, _) = laptop();
    let before = first_head(&laptop).encode();
    laptop.add_passphrase(&Passphrase::new("slow river", nfc), KdfParameters::FLOOR, &mut seeded(3));
    laptop.add_device(b"wrapped by this device alone".to_vec()).unwrap();
    let _ = laptop.add_recovery_code(&mut seeded(4));
    let after = first_head(&laptop);
    assert_eq!(after.encode(), before, "neither they nor a code that was not typed back change a byte");
    assert!(laptop.is_said_by(&after));
    let phone = after.unlock_with_export_key(&exported()).unwrap();
    assert!(!phone.head().has_passphrase() && phone.head().device_slot().is_none());
}

#[test]
fn there_is_none_without_a_recovery_code_that_was_typed_back() {
    let mut vault = Vault::make(&mut seeded(50));
    let _ = vault.add_recovery_code(&mut seeded(2));
    let way = exported();
    let made = vault.seal_account_head(AccountWay::Exported(&way), 1, &mut seeded(3));
    assert_eq!(made, Err(NoAccountHead::NoCode));
    let (bea, _) = laptop();
    let foreign = vault.seal_account_head(AccountWay::AsIn(&first_head(&bea)), 2, &mut seeded(3));
    assert_eq!(foreign, Err(NoAccountHead::Foreign));
}

#[test]
fn every_key_that_signs_in_is_told_once() {
    let (mut laptop, code) = laptop();
    let keys = |head: &AccountHead| Vec::from(head.sign_in_keys());
    let head = first_head(&laptop);
    let passkey = crate::sign_in::SignInSecret::of_passkey(&[8; 32]).key();
    assert_eq!(keys(&head), [code.sign_in().key(), passkey]);
    let again = laptop.add_passkey(question(b"her key"), &ANSWER, &mut seeded(3)).unwrap();
    assert!(laptop.let_passkey_sign_in(again, &[8; 32]));
    assert_eq!(keys(&next_head(&laptop, &head)), [code.sign_in().key(), passkey]);
    assert!(!laptop.let_passkey_sign_in(PasskeyId([0; 8]), &[8; 32]));
}

#[test]
fn what_two_devices_did_at_once_is_done_on_both() {
    let (mut laptop, _) = laptop();
    let base = first_head(&laptop);
    let mut phone = base.unlock_with_export_key(&exported()).unwrap();

    let Some(&Way::Passkey(first)) = laptop.ways().first() else { panic!("a passkey is the first way") };
    laptop.remove(Way::Passkey(first)).unwrap_err();
    let second = laptop.add_passkey(question(b"another"), &[6; 32], &mut seeded(3)).unwrap();
    laptop.remove(Way::Passkey(first)).unwrap();
    let second_head = next_head(&laptop, &base);

    let third = phone.add_passkey(question(b"her phone"), &[5; 32], &mut seeded(4)).unwrap();
    let code = phone.add_recovery_code(&mut seeded(5));
    assert!(phone.prove_recovery_code(&code));
    phone.adopt(&second_head, Some(&base), &mut seeded(6)).unwrap();
    assert_eq!(phone.ways(), [Way::Passkey(second), Way::Passkey(third), Way::RecoveryCode]);
    assert!(!phone.is_said_by(&second_head));

    let third_head = next_head(&phone, &second_head);
    laptop.adopt(&third_head, Some(&second_head), &mut seeded(7)).unwrap();
    assert!(laptop.is_said_by(&third_head));
    assert_eq!(laptop.ways(), phone.ways());
    assert!(third_head.unlock_with_recovery_code(&code).is_ok(), "the newer code counts");
    assert!(third_head.unlock_with_export_key(&exported()).is_ok());
}

#[test]
fn two_devices_that_start_the_same_epoch_open_all_of_it() {
    let (mut laptop, _) = laptop();
    let base = first_head(&laptop);
    let mut phone = base.unlock_with_export_key(&exported()).unwrap();
    assert!(laptop.start_epoch(&mut seeded(3)) && phone.start_epoch(&mut seeded(4)));
    let by_laptop = laptop.seal_record(DIARY, b"laptop", &mut seeded(5)).unwrap();
    let by_phone = phone.seal_record(DIARY, b"phone", &mut seeded(6)).unwrap();

    let second = next_head(&laptop, &base);
    phone.adopt(&second, Some(&base), &mut seeded(7)).unwrap();
    assert_eq!(phone.epoch(), Epoch(3), "neither of the two is the newest");
    let third = next_head(&phone, &second);
    laptop.adopt(&third, Some(&second), &mut seeded(8)).unwrap();
    assert!(laptop.is_said_by(&third));
    assert_eq!(laptop.epoch(), Epoch(3));
    for vault in [&laptop, &phone, &third.unlock_with_export_key(&exported()).unwrap()] {
        assert_eq!((says(vault, &by_laptop.0), says(vault, &by_phone.0)), ("laptop".into(), "phone".into()));
    }
}

#[test]
fn a_head_that_is_older_foreign_changed_or_weaker_is_refused() {
    let (mut laptop, _) = laptop();
    let base = first_head(&laptop);
    let mut phone = base.unlock_with_export_key(&exported()).unwrap();
    assert!(laptop.start_epoch(&mut seeded(3)));
    let second = next_head(&laptop, &base);
    phone.adopt(&second, Some(&base), &mut seeded(4)).unwrap();
    phone.adopt(&second, Some(&second), &mut seeded(4)).unwrap();

    let rng = &mut seeded(5);
    assert_eq!(phone.adopt(&base, Some(&second), rng), Err(AdoptError::Older));
    let twin = laptop.seal_account_head(AccountWay::AsIn(&base), 2, &mut seeded(6)).unwrap();
    assert_eq!(
        phone.adopt(&twin, Some(&second), rng),
        Err(AdoptError::Older),
        "the same version, other bytes"
    );
    let mut raised = base.clone();
    raised.version = 3;
    assert_eq!(phone.adopt(&raised, Some(&second), rng), Err(AdoptError::NotGenuine));
    let mut strangers = Vault::make(rng);
    let code = strangers.add_recovery_code(rng);
    assert!(strangers.prove_recovery_code(&code));
    assert_eq!(phone.adopt(&first_head(&strangers), None, rng), Err(AdoptError::OtherVault));
    let without_key = base.unlock_with_export_key(&exported()).unwrap();
    let weaker = without_key.seal_account_head(AccountWay::AsIn(&base), 3, rng).unwrap();
    assert_eq!(phone.adopt(&weaker, Some(&second), rng), Err(AdoptError::Weaker));
    assert!(phone.is_said_by(&second), "nothing of it was taken over");
}

#[test]
fn no_changed_byte_opens() {
    let (laptop, _) = laptop();
    let bytes = first_head(&laptop).encode();
    assert!(bytes.len() <= AccountHead::LONGEST);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        if let Ok(head) = AccountHead::decode(&changed) {
            assert!(head.unlock_with_export_key(&exported()).is_err(), "byte {at}");
            assert!(!laptop.made(&head), "byte {at}");
        }
    }
}

#[test]
fn a_newer_or_damaged_head_is_told_apart() {
    let (laptop, _) = laptop();
    let bytes = first_head(&laptop).encode();
    assert_eq!(AccountHead::decode(&[&[2], &bytes[1..]].concat()), Err(HeadError::Newer(2)));
    assert_eq!(AccountHead::decode(&bytes[..bytes.len() - 1]), Err(HeadError::Damaged));
    assert_eq!(AccountHead::decode(&[&bytes[..], &[0]].concat()), Err(HeadError::Damaged));
    assert_eq!(AccountHead::decode(&vec![VERSION; AccountHead::LONGEST + 1]), Err(HeadError::Damaged));
    assert_eq!(AccountHead::decode(&[]), Err(HeadError::Damaged));
}

#[test]
fn a_code_from_before_accounts_signs_in_once_it_is_typed_again() {
    let file = include_str!("../../../tests/vectors/vault-2.txt");
    let text = |name| String::from_utf8(frozen(file, name)).unwrap();
    let head = VaultHead::decode(&frozen(file, "head")).unwrap();
    let code = RecoveryCode::read(&text("recovery-code")).unwrap();
    let mut vault = head.unlock_with_recovery_code(&code).unwrap();
    assert!(!vault.code_signs_in());
    assert!(vault.prove_recovery_code(&code) && vault.code_signs_in());
}

#[test]
fn debug_shows_no_secret() {
    assert_eq!(format!("{:?}", exported()), "ExportKey(hidden)");
}

#[test]
fn version_1_stays_readable() {
    let file = include_str!("../../../tests/vectors/account-head-1.txt");
    let head = AccountHead::decode(&frozen(file, "head")).unwrap();
    assert_eq!(head.encode(), frozen(file, "head"));
    assert_eq!(head.version(), 4);
    let code = String::from_utf8(frozen(file, "recovery-code")).unwrap();
    let (passkey, _) = head.passkeys().next().unwrap();
    for vault in [
        head.unlock_with_export_key(&exported()).unwrap(),
        head.unlock_with_recovery_code(&RecoveryCode::read(&code).unwrap()).unwrap(),
        head.unlock_with_passkey(passkey, &ANSWER).unwrap(),
    ] {
        assert_eq!(says(&vault, &frozen(file, "record")), "kept");
        assert_eq!(HEXLOWER.encode(&vault.derive_check().check.0).as_bytes(), &frozen(file, "check")[..]);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_decoding_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = AccountHead::decode(&bytes);
        let _ = AccountHead::decode(&[&[VERSION][..], &bytes].concat());
    }

    /// However two devices change their ways in, once each has the other's head they agree.
    #[test]
    fn two_devices_always_come_to_agree(
        seed: u64,
        deeds in proptest::collection::vec((any::<bool>(), 0_u8..4), 0..12),
    ) {
        let rng = &mut seeded(seed);
        let (laptop, _) = laptop();
        let base = first_head(&laptop);
        let mut devices = [laptop, base.unlock_with_export_key(&exported()).unwrap()];
        for (which, deed) in deeds {
            let vault = &mut devices[usize::from(which)];
            match deed {
                0 => drop(vault.add_passkey(question(b"one more"), &[4; 32], rng)),
                1 => {
                    let way = vault.ways()[0];
                    let _ = vault.remove(way);
                }
                2 => {
                    let code = vault.add_recovery_code(rng);
                    prop_assert!(vault.prove_recovery_code(&code));
                }
                _ => prop_assert!(vault.start_epoch(rng)),
            }
        }
        let [laptop, phone] = &mut devices;
        let second = next_head(laptop, &base);
        phone.adopt(&second, Some(&base), rng).unwrap();
        let third = next_head(phone, &second);
        laptop.adopt(&third, Some(&second), rng).unwrap();
        prop_assert!(laptop.is_said_by(&third) && phone.is_said_by(&third));
        prop_assert_eq!(laptop.epoch(), phone.epoch());
        prop_assert!(third.unlock_with_export_key(&exported()).is_ok());
    }
}
