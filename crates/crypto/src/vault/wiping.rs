//! Whether locking wipes: the memory of the test itself is searched for the keys of a vault that was dropped.
//!
//! Linux only, where a program may read its own memory like a file. What is looked for is kept disguised, since it would
//! find itself otherwise, and randomness is drawn without a buffer that would keep it.

use std::fs::{File, read_to_string};
use std::os::unix::fs::FileExt as _;

use core::convert::Infallible;
use rand_core::{TryCryptoRng, TryRng};

use super::{KdfParameters, Passphrase, Vault, VaultHead, nfc};

const DISGUISE: u8 = 0x5a;

/// Draws bytes that are nowhere else, one by one.
struct Unbuffered(u64);

impl TryRng for Unbuffered {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unimplemented!("keys are filled")
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unimplemented!("keys are filled")
    }
    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for byte in into {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 56) as u8;
        }
        Ok(())
    }
}

impl TryCryptoRng for Unbuffered {}

/// How often each of these stands in writable memory.
fn count(disguised: &[[u8; 32]]) -> Vec<usize> {
    let memory = File::open("/proc/self/mem").expect("a program may read itself");
    let mut counts = vec![0; disguised.len()];
    for line in read_to_string("/proc/self/maps").expect("a program may read itself").lines() {
        let mut parts = line.split_whitespace();
        let (range, rights) = (parts.next().expect("a range"), parts.next().expect("rights"));
        let place = parts.nth(3).unwrap_or_default();
        if !rights.starts_with("rw") || place.starts_with('/') || place.starts_with("[v") {
            continue;
        }
        let (from, to) = range.split_once('-').expect("two ends");
        let [from, to] = [from, to].map(|end| u64::from_str_radix(end, 16).expect("an address"));
        let mut page = [0; 4096];
        for at in (from..to).step_by(page.len()) {
            // A part that went away meanwhile belongs to another test.
            if memory.read_exact_at(&mut page, at).is_err() {
                break;
            }
            if page == [0; 4096] {
                continue;
            }
            for (needle, count) in disguised.iter().zip(&mut counts) {
                *count += occurrences(&page, needle);
            }
            page.fill(0);
        }
    }
    counts
}

/// By its first half, since a key may lie across two pages. Spelt out, as this is the slow part of it.
fn occurrences(page: &[u8; 4096], needle: &[u8; 32]) -> usize {
    let half = &needle[..16];
    let mut found = 0;
    let mut at = 0;
    while at + half.len() <= page.len() {
        if page[at] ^ DISGUISE == half[0] && page[at + 1] ^ DISGUISE == half[1] {
            let same = page[at..].iter().zip(half).all(|(byte, hidden)| byte ^ DISGUISE == *hidden);
            found += usize::from(same);
        }
        at += 1;
    }
    found
}

#[test]
fn a_dropped_vault_leaves_no_key_in_memory() {
    fn disguised(vault: &Vault) -> [[u8; 32]; 2] {
        [vault.account_key.expose(), vault.keyring.newest().1.expose()]
            .map(|key| key.map(|byte| byte ^ DISGUISE))
    }
    fn opened(head: &VaultHead) -> [[u8; 32]; 2] {
        let vault = head.unlock_with_passphrase(&Passphrase::new("slow river", nfc)).unwrap();
        let keys = disguised(&vault);
        assert!(count(&keys).iter().all(|&found| found > 0), "the search finds what is there");
        keys
    }
    let head = {
        let rng = &mut Unbuffered(7);
        let mut vault = Vault::make(rng);
        vault.add_passphrase(&Passphrase::new("slow river", nfc), KdfParameters::FLOOR, rng);
        assert!(vault.start_epoch(rng));
        vault.head()
    };
    let keys = opened(&head);
    assert_eq!(count(&keys), [0, 0]);
}
