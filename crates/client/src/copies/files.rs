//! From a copy to files, and from a file to a copy. Run where it may take a second and some memory: in the short-lived
//! Worker of a browser, or on a command line.

use std::collections::BTreeMap;

use crypto::copy::{self as sealed, OpenCopyError, Work};
use crypto::vault::{Nfc, Passphrase};
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::document::{CopyError, Document, VaultCopy};
use super::page::page;
use super::table::tables;
use crate::reading::{AsFile, CopyOpened, CopyRefused, MadeFile, NotMade};

/// One file, ready to be saved.
pub struct File {
    /// What is to be said of it.
    pub made: MadeFile,
    /// All of it.
    pub content: Zeroizing<Vec<u8>>,
}

/// Makes files of a copy. A sealed one is opened again before it is handed out.
///
/// # Errors
/// When the copy cannot be read or sealed, or does not open again.
pub fn make(document: &Document, what: &AsFile, work: Work, nfc: Nfc) -> Result<Vec<File>, NotMade> {
    let copy = VaultCopy::decode(document.as_str().as_bytes()).map_err(|_| NotMade)?;
    let on = copy.made_on;
    Ok(match what {
        AsFile::Sealed(passphrase) => {
            let passphrase = Passphrase::new(passphrase.expose(), nfc);
            let plain = document.as_str().as_bytes();
            let sealed = sealed::seal(plain, &passphrase, work).map_err(|_| NotMade)?;
            match sealed::open(&sealed, &passphrase) {
                Ok(again) if again.as_slice() == plain => {}
                _ => return Err(NotMade),
            }
            vec![file(name(on, "", "age"), None, sealed)]
        }
        AsFile::Json => vec![file(name(on, "", "json"), None, document.as_str().as_bytes().to_vec())],
        AsFile::Page(words) => {
            let html = page(&copy, &|key| in_words(words, key));
            vec![file(name(on, "", "html"), None, html.into_bytes())]
        }
        AsFile::Tables => tables(&copy)
            .iter()
            .map(|table| file(name(on, &table.kind, "csv"), Some(table.rows.len()), table.csv().into_bytes()))
            .collect(),
    })
}

/// Opens a copy: sealed, or as plain as it is inside.
///
/// # Errors
/// When it does not open, or is no copy.
pub fn open(file: &[u8], passphrase: &str, nfc: Nfc) -> Result<(CopyOpened, Document), CopyRefused> {
    let is_sealed = sealed::is_sealed(file);
    let opened = if is_sealed {
        if passphrase.is_empty() {
            return Err(CopyRefused::NeedsPassphrase);
        }
        Some(sealed::open(file, &Passphrase::new(passphrase, nfc)).map_err(refused)?)
    } else {
        None
    };
    let plain = opened.as_ref().map_or(file, |opened| opened.as_slice());
    let copy = VaultCopy::decode(plain).map_err(CopyRefused::Copy)?;
    let opened = CopyOpened {
        made_on: copy.made_on,
        contents: copy.contents().into_iter().filter(|(kind, _)| super::is_shown(kind)).collect(),
        unreadable: copy.unreadable(),
        sealed: is_sealed,
    };
    Ok((opened, copy.encode()))
}

fn refused(error: OpenCopyError) -> CopyRefused {
    match error {
        OpenCopyError::WrongPassphrase => CopyRefused::WrongPassphrase,
        OpenCopyError::NotSealed => CopyRefused::Copy(CopyError::NotACopy),
        OpenCopyError::Damaged => CopyRefused::Copy(CopyError::Damaged),
        OpenCopyError::TooCostly => CopyRefused::TooCostly,
        OpenCopyError::TooLarge => CopyRefused::Copy(CopyError::TooLarge),
    }
}

fn file(name: String, rows: Option<usize>, content: Vec<u8>) -> File {
    File { made: MadeFile { name, rows, bytes: content.len() }, content: Zeroizing::new(content) }
}

/// A name that says what it is and of which day, and nothing else.
fn name(on: Date, kind: &str, ending: &str) -> String {
    let dash = if kind.is_empty() { "" } else { "-" };
    format!("held-{on}{dash}{kind}.{ending}")
}

/// What `key` stands for, or what can be guessed from the key itself: all after its family.
fn in_words(words: &BTreeMap<String, String>, key: &str) -> String {
    words.get(key).cloned().unwrap_or_else(|| {
        let plain = key.split_once('-').map_or(key, |(_, rest)| rest).replace('-', " ");
        let mut letters = plain.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use crypto::vault::nfc;

    use super::*;
    use crate::vault::Secret;

    const TEXT: &str = "{\"format\":\"held-copy\",\"version\":1,\"made_on\":\"2026-11-23\",\"records\":[\n{\"id\":\"AgICAgICAgICAgICAgICAg\",\"kind\":\"chips\",\"version\":1,\"body\":{\"put_away\":[\"dread\"],\"own\":[\"canaryphone\"]}}\n]}\n";

    fn made(what: &AsFile) -> Vec<File> {
        make(&Document::new(TEXT.to_owned()), what, Work::NONE, nfc).expect("made")
    }

    fn sealed() -> Vec<u8> {
        made(&AsFile::Sealed(Secret::new("four quiet kettles".to_owned()))).remove(0).content.to_vec()
    }

    #[test]
    fn files_say_what_they_are_and_hold_it() {
        let names = |what: &AsFile| made(what).iter().map(|file| file.made.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&AsFile::Json), ["held-2026-11-23.json"]);
        assert_eq!(names(&AsFile::Tables), ["held-2026-11-23-chips.csv"]);
        assert_eq!(names(&AsFile::Page(BTreeMap::new())), ["held-2026-11-23.html"]);
        for what in [AsFile::Json, AsFile::Tables, AsFile::Page(BTreeMap::new())] {
            assert!(String::from_utf8_lossy(&made(&what)[0].content).contains("canaryphone"));
        }
    }

    #[test]
    fn a_sealed_copy_opens_again_and_shows_nothing_before() {
        let file = sealed();
        assert!(!String::from_utf8_lossy(&file).contains("canary"));
        let (opened, document) = open(&file, "four quiet kettles", nfc).expect("opened");
        assert_eq!((opened.contents, opened.sealed), (vec![("chips".to_owned(), 1)], true));
        assert_eq!(document.as_str(), TEXT);
        let (opened, _) = open(TEXT.as_bytes(), "", nfc).expect("a plain one needs no passphrase");
        assert!(!opened.sealed);
    }

    #[test]
    fn what_does_not_open_says_why() {
        let why = |file: &[u8], passphrase| open(file, passphrase, nfc).unwrap_err();
        let file = sealed();
        assert_eq!(why(&file, ""), CopyRefused::NeedsPassphrase);
        assert_eq!(why(&file, "four kettles"), CopyRefused::WrongPassphrase);
        assert_eq!(why(&file[..file.len() - 4], "four quiet kettles"), CopyRefused::Copy(CopyError::Damaged));
        assert_eq!(why(b"PK\x03\x04", "x"), CopyRefused::Copy(CopyError::NotACopy));
        let other = crypto::copy::seal(b"a letter", &Passphrase::new("x", nfc), Work::NONE).expect("sealed");
        assert_eq!(
            why(&other, "x"),
            CopyRefused::Copy(CopyError::NotACopy),
            "age opens it, and it is none of ours"
        );
    }
}
