//! Copies on a command line: restored into an empty folder, looked at, made again, and what is refused.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use client::copies::{Document, Work, files};
use client::reading::AsFile;
use client::vault::Secret;

const COPY: &str = r#"{"format":"held-copy","version":1,"made_on":"2026-11-23","records":[
{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"check-in","version":1,"body":{"at":1795478400000,"day":"2026-11-23","carrying":{"given":{"step":5}},"came_home":{"given":[{"sign":"numb"},{"own":"the phone"}]},"body":{"given":{"jaw":"clear"}},"set_down":{"given":"so tired"}}},
{"id":"AgICAgICAgICAgICAgICAg","kind":"chips","version":1,"body":{"put_away":["dread"],"own":["the phone"]}}
]}
"#;

fn held(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_held")).args(arguments).current_dir(folder).output().expect("held runs")
}

fn says(folder: &Path, arguments: &[&str]) -> String {
    let output = held(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn refuses(folder: &Path, arguments: &[&str]) -> String {
    let output = held(folder, arguments);
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("text")
}

/// A place with a sealed copy and its passphrase in it.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let what = AsFile::Sealed(Secret::new("four quiet kettles".to_owned()));
    let made = files::make(&Document::new(COPY.to_owned()), &what, Work::NONE, client::nfc).expect("made");
    fs::write(place.path().join("copy.age"), &made[0].content).expect("written");
    fs::write(place.path().join("words"), "four quiet kettles\n").expect("written");
    fs::write(place.path().join("other-words"), "four kettles\n").expect("written");
    place
}

#[test]
fn a_sealed_copy_is_restored_into_an_empty_folder_and_comes_out_the_same() {
    let place = place();
    let at = place.path();
    let verified = says(at, &["verify", "copy.age", "--passphrase-file", "words"]);
    assert_eq!(verified, "made on 2026-11-23, sealed\ncheck-in: 1\nchips: 1\n");
    let restored = says(at, &["restore", "copy.age", "--data", "hers", "--passphrase-file", "words"]);
    assert_eq!(restored, "restored 2 things from the copy of 2026-11-23\n");
    assert!(says(at, &["open", "--data", "hers"]).contains("check-ins: 1"));

    says(at, &["export", "--data", "hers", "--plain", "json"]);
    let plain = fs::read_dir(at).expect("the folder").filter_map(|entry| {
        let path = entry.expect("an entry").path();
        path.extension().is_some_and(|ending| ending == "json").then_some(path)
    });
    let plain: Vec<_> = plain.collect();
    let [plain] = plain.as_slice() else { panic!("one file was written: {plain:?}") };
    let records = |text: &str| text.split_once("\"records\":").map(|(_, records)| records.to_owned());
    assert_eq!(records(&fs::read_to_string(plain).expect("a copy")), records(COPY));

    let tables = says(at, &["export", "--data", "hers", "--plain", "csv"]);
    assert_eq!(tables.lines().count(), 2, "{tables}");
    says(at, &["export", "--data", "hers", "--plain", "html"]);
    let again = refuses(at, &["export", "--data", "hers", "--plain", "html"]);
    assert!(again.contains("was not written"), "nothing is replaced: {again}");
}

#[test]
fn what_does_not_open_changes_nothing() {
    let place = place();
    let at = place.path();
    let wrong = refuses(at, &["restore", "copy.age", "--data", "hers", "--passphrase-file", "other-words"]);
    assert!(wrong.contains("this passphrase does not open it"), "{wrong}");
    assert!(!at.join("hers").exists());

    let whole = fs::read(at.join("copy.age")).expect("a copy");
    fs::write(at.join("cut.age"), &whole[..whole.len() - 9]).expect("written");
    let cut = refuses(at, &["verify", "cut.age", "--passphrase-file", "words"]);
    assert!(cut.contains("cut short or changed"), "{cut}");
    fs::write(at.join("letter.txt"), "Dear Bea").expect("written");
    assert!(refuses(at, &["verify", "letter.txt"]).contains("not a copy"));
    assert!(refuses(at, &["verify", "nowhere"]).contains("cannot be read"));
    assert!(refuses(at, &["export", "--data", "hers"]).contains("there is no folder"));
}

#[test]
fn a_folder_that_holds_a_vault_is_left_alone() {
    let place = place();
    let at = place.path();
    fs::write(at.join("copy.json"), COPY).expect("written");
    says(at, &["restore", "copy.json", "--data", "hers"]);
    let again = refuses(at, &["restore", "copy.json", "--data", "hers"]);
    assert!(again.contains("is not empty; nothing was changed"), "{again}");
}
