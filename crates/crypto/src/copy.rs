//! A sealed copy: one file that a passphrase opens, here or with any tool that knows the `age` format.
//!
//! **Who learns what.** Whoever finds the file sees how large it is, and that a passphrase opens it. Whoever guesses the
//! passphrase reads everything in it; each guess costs a pass of scrypt over 128 MiB. Held is not needed to open it:
//! that is the point of a format that others keep alive.
//!
//! The `age` crate draws the file's key and salt from the operating system itself, which is why there is no random
//! source among the arguments here. It is linked only into programs that make or open copies.

use std::io::{self, Read as _, Write as _};
use std::iter;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use zeroize::Zeroizing;

use crate::vault::Passphrase;

const BEGINNING: &[u8] = b"age-encryption.org/v1\n";
/// What sealing adds: a header below this, and 16 bytes for each chunk of 64 KiB.
const HEADER: usize = 1024;
const CHUNK: usize = 64 * 1024;
/// The longest file that is opened.
const LONGEST: usize = 160 << 20;

/// What each guess at a copy's passphrase costs, as scrypt's power of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work(u8);

impl Work {
    /// 128 MiB, a second or two: what OWASP asks of scrypt, and what a telephone can still do.
    pub const USUAL: Self = Self(17);
    /// For tests: no protection at all.
    pub const NONE: Self = Self(4);
    /// A file that asks for more than this (256 MiB) is refused, rather than letting it take the device down.
    const MOST: Self = Self(18);
}

/// The copy could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the copy could not be sealed")]
pub struct CannotSeal;

/// Why a sealed copy did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenCopyError {
    /// Not a file that a passphrase opens.
    #[error("this is not a sealed copy")]
    NotSealed,
    /// Another passphrase, or a slip of the hand.
    #[error("this passphrase does not open it")]
    WrongPassphrase,
    /// Cut short, or changed.
    #[error("this copy was cut short or changed")]
    Damaged,
    /// Opening it would take more memory than is safe to give.
    #[error("this copy was sealed at a cost that this program does not pay")]
    TooCostly,
    /// Longer than any copy.
    #[error("this file is longer than any copy")]
    TooLarge,
}

/// Whether a file says that it is one.
#[must_use]
pub fn is_sealed(file: &[u8]) -> bool {
    file.starts_with(BEGINNING)
}

/// Seals `content` for whoever knows the passphrase.
pub fn seal(content: &[u8], passphrase: &Passphrase, work: Work) -> Result<Vec<u8>, CannotSeal> {
    try_seal(content, passphrase, work).map_err(|_| CannotSeal)
}

fn try_seal(content: &[u8], passphrase: &Passphrase, work: Work) -> io::Result<Vec<u8>> {
    let mut recipient = scrypt::Recipient::new(secret(passphrase));
    recipient.set_work_factor(work.0);
    let recipient: &dyn age::Recipient = &recipient;
    let encryptor = Encryptor::with_recipients(iter::once(recipient)).map_err(io::Error::other)?;
    let mut sealed = Vec::with_capacity(content.len() + (content.len() / CHUNK + 1) * 16 + HEADER);
    let mut writer = encryptor.wrap_output(&mut sealed)?;
    writer.write_all(content)?;
    writer.finish()?;
    Ok(sealed)
}

/// Opens what [`seal`], or another program that knows the format, has sealed for a passphrase.
pub fn open(file: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, OpenCopyError> {
    if !is_sealed(file) {
        return Err(OpenCopyError::NotSealed);
    }
    if file.len() > LONGEST {
        return Err(OpenCopyError::TooLarge);
    }
    let decryptor = Decryptor::new_buffered(file).map_err(|error| refused(&error))?;
    if !decryptor.is_scrypt() {
        return Err(OpenCopyError::NotSealed);
    }
    let mut identity = scrypt::Identity::new(secret(passphrase));
    identity.set_max_work_factor(Work::MOST.0);
    let identity: &dyn age::Identity = &identity;
    let mut reader = decryptor.decrypt(iter::once(identity)).map_err(|error| refused(&error))?;
    // Room from the start, so that growing leaves no piece of it behind.
    let mut content = Zeroizing::new(Vec::with_capacity(file.len()));
    reader.read_to_end(&mut content).map_err(|_| OpenCopyError::Damaged)?;
    Ok(content)
}

fn refused(error: &DecryptError) -> OpenCopyError {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            OpenCopyError::WrongPassphrase
        }
        DecryptError::ExcessiveWork { .. } => OpenCopyError::TooCostly,
        _ => OpenCopyError::Damaged,
    }
}

fn secret(passphrase: &Passphrase) -> SecretString {
    SecretString::from(passphrase.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::nfc;

    fn words(of: &str) -> Passphrase {
        Passphrase::new(of, nfc)
    }

    fn sealed() -> Vec<u8> {
        seal(b"so tired", &words("four quiet kettles"), Work::NONE).expect("sealed")
    }

    #[test]
    fn what_was_sealed_opens_with_its_passphrase_alone() {
        let sealed = sealed();
        assert!(is_sealed(&sealed));
        assert_eq!(open(&sealed, &words("four quiet kettles")).expect("opened").as_slice(), b"so tired");
        assert_eq!(open(&sealed, &words("four kettles")).unwrap_err(), OpenCopyError::WrongPassphrase);
        assert!(!sealed.windows(8).any(|window| window == b"so tired"));
    }

    /// Sealed on the day this format came to be.
    #[test]
    fn version_1_stays_readable() {
        let frozen = include_bytes!("../tests/vectors/copy-1.age");
        let opened = open(frozen, &words("four quiet kettles")).expect("opened");
        assert!(opened.starts_with(br#"{"format":"held-copy","version":1,"#));
    }

    /// What anyone would do with the library, and so with the program of that name.
    #[test]
    fn stock_age_opens_it() {
        let identity = scrypt::Identity::new(SecretString::from("four quiet kettles".to_owned()));
        let sealed = sealed();
        assert_eq!(age::decrypt(&identity, &sealed).expect("opened"), b"so tired");
    }

    #[test]
    fn what_stock_age_sealed_opens_here() {
        let mut recipient = scrypt::Recipient::new(SecretString::from("four quiet kettles".to_owned()));
        recipient.set_work_factor(5);
        let sealed = age::encrypt(&recipient, b"so tired").expect("sealed");
        assert_eq!(open(&sealed, &words("four quiet kettles")).expect("opened").as_slice(), b"so tired");
    }

    #[test]
    fn the_same_letters_from_another_keyboard_open_it() {
        let sealed = seal(b"x", &words("caf\u{e9} north"), Work::NONE).expect("sealed");
        assert!(open(&sealed, &words("cafe\u{301}\u{a0}north")).is_ok());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed() {
        let sealed = sealed();
        // Each try times a pass of scrypt, so a few places stand for all.
        for at in (0..sealed.len()).step_by(11) {
            assert!(open(&sealed[..at], &words("four quiet kettles")).is_err(), "cut at {at}");
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&changed, &words("four quiet kettles")).is_err(), "changed at {at}");
        }
        assert_eq!(
            open(&sealed[..sealed.len() - 3], &words("four quiet kettles")).unwrap_err(),
            OpenCopyError::Damaged
        );
    }

    #[test]
    fn a_file_that_asks_for_too_much_is_refused_before_it_is_paid() {
        let sealed = sealed();
        let cost =
            sealed.windows(3).position(|window| window == b" 4\n").expect("what it costs stands in the file");
        let costly = [&sealed[..cost], b" 30\n", &sealed[cost + 3..]].concat();
        assert_eq!(open(&costly, &words("four quiet kettles")).unwrap_err(), OpenCopyError::TooCostly);
    }

    #[test]
    fn another_kind_of_file_is_told_apart() {
        for file in [&b""[..], b"{}", b"PK\x03\x04", b"-----BEGIN AGE ENCRYPTED FILE-----\n"] {
            assert_eq!(open(file, &words("x")).unwrap_err(), OpenCopyError::NotSealed);
        }
        assert_eq!(open(b"age-encryption.org/v1\n", &words("x")).unwrap_err(), OpenCopyError::Damaged);
    }
}
