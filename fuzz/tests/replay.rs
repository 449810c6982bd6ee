//! Runs every target over its corpus and over seeded changes to it. `HELD_FUZZ_ROUNDS` sets how many changes.

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use fuzz::{TARGETS, Target};

/// Fixed, so that every run tries the same; a failure prints the bytes, which then belong into the corpus.
const SEED: u64 = 0x4e1d;
const ROUNDS: usize = 2_000;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn examples(target: &Target) -> Vec<Vec<u8>> {
    let folder = corpus().join(target.name);
    names_in(&folder).iter().map(|name| std::fs::read(folder.join(name)).unwrap()).collect()
}

fn run(target: &Target, bytes: &[u8]) {
    if catch_unwind(|| (target.run)(bytes)).is_err() {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        panic!("{} does not survive {hex}", target.name);
    }
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(targets, names_in(&corpus()));
}

#[test]
fn every_target_survives_its_corpus() {
    for target in TARGETS {
        let examples = examples(target);
        assert!(!examples.is_empty(), "{} has no example", target.name);
        examples.iter().for_each(|example| run(target, example));
    }
}

#[test]
fn every_target_survives_changes_to_its_corpus() {
    let rounds = std::env::var("HELD_FUZZ_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    println!("seed {SEED:#x}, {rounds} rounds");
    for target in TARGETS {
        let examples = examples(target);
        let mut draws = Draws(SEED);
        for _ in 0..rounds {
            let mut bytes = examples[draws.below(examples.len())].clone();
            for _ in 0..=draws.below(4) {
                change(&mut bytes, &examples, &mut draws);
            }
            run(target, &bytes);
        }
    }
}

/// One of the changes that break decoders: a flipped bit, a telling byte, a cut, a repeat, another example's tail.
fn change(bytes: &mut Vec<u8>, examples: &[Vec<u8>], draws: &mut Draws) {
    let at = draws.below(bytes.len() + 1);
    match draws.below(6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << draws.below(8),
        1 if at < bytes.len() => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'\n', b'{'][draws.below(8)],
        2 => bytes.truncate(at),
        3 => bytes.insert(at, draws.below(256) as u8),
        4 => {
            let end = (at + draws.below(64)).min(bytes.len());
            bytes.extend_from_within(at..end);
        }
        _ => {
            let other = &examples[draws.below(examples.len())];
            bytes.truncate(at);
            bytes.extend_from_slice(&other[other.len().min(at)..]);
        }
    }
}

/// SplitMix64: small, and the same everywhere.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}
