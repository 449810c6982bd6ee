//! A folder keeps each save whole or not at all, and shows it again after a restart.

use super::*;
use crate::system;

fn record(id: u8) -> BlobName {
    BlobName::Record(RecordId([id; 16]))
}

fn put(id: u8, bytes: &[u8]) -> Write {
    Write::Put(record(id), bytes.to_vec())
}

fn kept(folder: &mut Folder) -> Vec<(u8, Vec<u8>)> {
    folder.records().unwrap().into_iter().map(|(id, bytes)| (id.0[0], bytes)).collect()
}

#[test]
fn what_is_saved_is_there_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    assert_eq!(folder.head().unwrap(), None);
    folder.save(&[Write::Put(BlobName::Head, b"head".to_vec()), put(1, b"one")]).unwrap();
    folder.save(&[put(2, b"two"), put(1, b"one again")]).unwrap();
    folder.save(&[Write::Delete(record(2))]).unwrap();
    for _ in 0..2 {
        assert_eq!(folder.head().unwrap().unwrap(), b"head");
        assert_eq!(kept(&mut folder), [(1, b"one again".to_vec())]);
        drop(folder);
        folder = Folder::open(place.path()).unwrap();
    }
    folder.save(&[put(3, b"after")]).unwrap();
    assert_eq!(kept(&mut folder), [(1, b"one again".to_vec()), (3, b"after".to_vec())]);
}

#[test]
fn a_save_cut_off_by_a_power_cut_is_as_if_it_had_not_begun() {
    let place = tempfile::tempdir().unwrap();
    let sealed = place.path().join(SEALED);
    let mut folder = Folder::open(place.path()).unwrap();
    folder.save(&[put(1, b"one")]).unwrap();
    let before = fs::metadata(&sealed).unwrap().len();
    folder.save(&[put(1, b"changed"), put(2, b"two")]).unwrap();
    drop(folder);
    let whole = fs::read(&sealed).unwrap();
    for cut in usize::try_from(before).unwrap()..whole.len() {
        fs::write(&sealed, &whole[..cut]).unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        assert_eq!(kept(&mut folder), [(1, b"one".to_vec())], "cut at {cut}");
        folder.save(&[put(3, b"goes on")]).unwrap();
        assert_eq!(kept(&mut folder).len(), 2);
    }
}

#[test]
fn what_was_deleted_has_left_the_disk_after_the_next_opening() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    folder.save(&[put(1, b"canary"), put(2, b"stays")]).unwrap();
    folder.save(&[Write::Delete(record(1))]).unwrap();
    drop(folder);
    drop(Folder::open(place.path()).unwrap());
    let bytes = fs::read(place.path().join(SEALED)).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"canary"));
    assert!(bytes.windows(5).any(|window| window == b"stays"));
}

#[test]
fn a_file_that_is_mostly_old_is_written_anew_while_open() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    let large = vec![7; 300_000];
    for round in 0..10 {
        folder.save(&[put(1, &large), put(2, &[round])]).unwrap();
    }
    assert!(fs::metadata(place.path().join(SEALED)).unwrap().len() < 2_000_000);
    let expected = [(1, large), (2, vec![9])];
    assert_eq!(kept(&mut folder), expected);
    folder.save(&[put(3, b"and on")]).unwrap();
    drop(folder);
    assert_eq!(kept(&mut Folder::open(place.path()).unwrap())[..2], expected);
}

#[test]
fn a_folder_in_use_or_damaged_is_said_to_be_and_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let first = Folder::open(place.path()).unwrap();
    assert!(matches!(Folder::open(place.path()), Err(FolderError::InUse(_))));
    drop(first);
    let sealed = place.path().join(SEALED);
    fs::write(&sealed, b"something else").unwrap();
    assert!(matches!(Folder::open(place.path()), Err(FolderError::Bad { problem: BadLog::NotALog, .. })));
    assert_eq!(fs::read(&sealed).unwrap(), b"something else");
}

#[test]
fn the_device_key_opens_what_it_sealed_until_it_is_forgotten() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    let wrapped = folder.make_device_key(b"secret", &mut system::randomness()).unwrap();
    assert_eq!(&folder.open_with_device_key(&wrapped).unwrap()[..], b"secret");
    assert!(folder.open_with_device_key(&wrapped[1..]).is_none());
    folder.forget_device_key().unwrap();
    assert!(folder.open_with_device_key(&wrapped).is_none());
    folder.forget_device_key().unwrap();

    let wrapped = folder.make_device_key(b"secret", &mut system::randomness()).unwrap();
    folder.save(&[put(1, b"one")]).unwrap();
    folder.erase().unwrap();
    assert!(kept(&mut folder).is_empty() && folder.open_with_device_key(&wrapped).is_none());
}

#[cfg(unix)]
#[test]
fn nobody_else_on_this_computer_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("hers");
    let mut folder = Folder::open(&path).unwrap();
    folder.save(&[put(1, b"one")]).unwrap();
    folder.make_device_key(b"secret", &mut system::randomness()).unwrap();
    let mode = |name: &str| fs::metadata(path.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(""), mode(SEALED), mode(DEVICE_KEY)), (0o700, 0o600, 0o600));
}
