//! Long seeded runs of what several devices do with their accounts, on every engine, compared with a plain model.
//!
//! A failure prints its seed; `SEED=7 cargo test -p storage account_simulation` runs that one alone.

use std::collections::BTreeMap;

use protocol::Digest;
use protocol::record_log::Content;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use storage::{AccountError, AppendLogError, Devices, MakeAccountError, NameError, PutHeadError, Store as _};

use crate::engines::{Engine, NOW};
use crate::people::{device, name, new_account, page, put_head, reservation, session, sign_in, write};

const STEPS: u32 = 400;

/// What an account is, said as plainly as possible.
#[derive(Debug, Default, Clone)]
struct Model {
    heads: Vec<String>,
    devices: Vec<u8>,
    log: Vec<(u8, String)>,
}

struct World {
    engine: Engine,
    reserved: BTreeMap<u8, ()>,
    accounts: BTreeMap<u8, Model>,
}

impl World {
    async fn step(&mut self, rng: &mut ChaCha8Rng) -> String {
        let mut below = |n: u32| u8::try_from(rng.next_u32() % n).unwrap();
        let (of, n) = (1 + below(2), 1 + below(3));
        match below(100) {
            0..8 => self.reserve(of).await,
            8..18 => self.make(of).await,
            18..32 => self.sign_in(of, n).await,
            32..50 => self.put_head(of, n, below(3)).await,
            50..85 => self.append(of, n, below(3), below(4), below(3)).await,
            85..92 => self.turn_away(of, n, below(4)).await,
            92..94 => self.delete(of, n).await,
            _ => {
                self.engine.restart(NOW).await;
                "restart".to_owned()
            }
        }
    }

    fn is_signed_in(&self, of: u8, n: u8) -> bool {
        self.accounts.get(&of).is_some_and(|account| account.devices.contains(&n))
    }

    async fn reserve(&mut self, of: u8) -> String {
        let answer = self.engine.store.reserve_name(name(of), reservation(of).hash(), NOW).await;
        if self.accounts.contains_key(&of) || self.reserved.contains_key(&of) {
            assert!(matches!(answer, Err(NameError::Taken)));
        } else {
            answer.unwrap();
            self.reserved.insert(of, ());
        }
        format!("reserve {of}")
    }

    async fn make(&mut self, of: u8) -> String {
        let new = new_account(of);
        let head = String::from_utf8(new.head.to_vec()).unwrap();
        let answer = self.engine.store.make_account(new, NOW).await;
        if self.reserved.remove(&of).is_some() {
            answer.unwrap();
            self.accounts.insert(of, Model { heads: vec![head], devices: vec![1], log: Vec::new() });
        } else {
            match self.accounts.get_mut(&of).filter(|account| account.heads.len() == 1) {
                None => assert!(matches!(answer, Err(MakeAccountError::NameGone))),
                Some(account) => {
                    answer.unwrap();
                    account.devices.retain(|device| *device != 1);
                    account.devices.push(1);
                }
            }
        }
        format!("make {of}")
    }

    async fn sign_in(&mut self, of: u8, n: u8) -> String {
        let Some(account) = self.accounts.get_mut(&of) else {
            assert_eq!(self.engine.store.registration(name(of)).await.unwrap(), None);
            return format!("{of} is nobody");
        };
        sign_in(&self.engine.store, of, n).await.unwrap();
        account.devices.retain(|device| *device != n);
        account.devices.push(n);
        format!("{of} signs in on {n}")
    }

    /// Replaces the newest head, or repeats the last change, or comes too late.
    async fn put_head(&mut self, of: u8, n: u8, how: u8) -> String {
        let signed_in = self.is_signed_in(of, n);
        let heads = self.accounts.get(&of).map(|account| account.heads.clone()).unwrap_or_default();
        let version = heads.len() as u64;
        let next = format!("head {} of {of}", version + 1);
        let last = heads.last().cloned().unwrap_or_default();
        let (replaces, words, expected) = match how {
            0 => (version, next.clone(), true),
            // The first head came with the account, and with other keys than a change has.
            1 => (version.saturating_sub(1), last, version > 1),
            _ => (version.saturating_sub(1), "another".to_owned(), false),
        };
        match put_head(&self.engine.store, of, n, replaces, &words).await {
            Ok(()) => assert!(signed_in && expected),
            Err(PutHeadError::SignedOut) => assert!(!signed_in),
            Err(PutHeadError::Moved) => assert!(signed_in && !expected),
            Err(PutHeadError::Failed(failure)) => panic!("{failure}"),
        }
        if signed_in && how == 0 {
            self.accounts.get_mut(&of).unwrap().heads.push(next);
        }
        format!("{of} puts a head on {n}, as {how}")
    }

    async fn append(&mut self, of: u8, n: u8, entries: u8, record: u8, behind: u8) -> String {
        let signed_in = self.is_signed_in(of, n);
        let last = self.accounts.get(&of).map_or(0, |account| account.log.len() as u64);
        let after = if behind == 0 { last.saturating_sub(1) } else { last };
        let words: Vec<_> =
            (0..=entries).map(|at| ((record + at) % 4, format!("{after}.{at} by {n}"))).collect();
        let entries: Vec<_> = words.iter().map(|(record, words)| (*record, words.as_str())).collect();
        match write(&self.engine.store, of, n, after, &entries).await {
            Ok(now_last) => {
                assert!(signed_in && after == last);
                let log = &mut self.accounts.get_mut(&of).unwrap().log;
                log.extend(words);
                assert_eq!(now_last, log.len() as u64);
            }
            Err(AppendLogError::SignedOut) => assert!(!signed_in),
            Err(AppendLogError::Moved) => assert!(signed_in && after != last),
            Err(error) => panic!("{error}"),
        }
        format!("{of} appends after {after} on {n}")
    }

    async fn turn_away(&mut self, of: u8, n: u8, whom: u8) -> String {
        let signed_in = self.is_signed_in(of, n);
        let devices = if whom == 0 { Devices::Others } else { Devices::One(device(whom)) };
        let answer = self.engine.store.turn_away(session(of, n), devices, NOW).await;
        assert_eq!(answer.is_ok(), signed_in);
        if let Some(account) = self.accounts.get_mut(&of).filter(|_| signed_in) {
            account.devices.retain(|device| if whom == 0 { *device == n } else { *device != whom });
        }
        format!("{of} turns {whom} away on {n}")
    }

    async fn delete(&mut self, of: u8, n: u8) -> String {
        let answer = self.engine.store.delete_account(session(of, n)).await;
        if self.is_signed_in(of, n) {
            answer.unwrap();
            self.accounts.remove(&of);
        } else {
            assert!(matches!(answer, Err(AccountError::SignedOut)));
        }
        format!("{of} deletes the account on {n}")
    }

    async fn compare(&self) {
        for (of, n) in [1, 2].into_iter().flat_map(|of| [1, 2, 3].map(|n| (of, n))) {
            let state = self.engine.store.account(session(of, n), NOW).await;
            let Some(model) = self.accounts.get(&of).filter(|_| self.is_signed_in(of, n)) else {
                assert!(matches!(state, Err(AccountError::SignedOut)));
                continue;
            };
            let (state, mut devices) = (state.unwrap(), model.devices.clone());
            let mut seen: Vec<_> = state.devices.iter().map(|seen| seen.id.0[0]).collect();
            seen.sort_unstable();
            devices.sort_unstable();
            assert_eq!(seen, devices);
            assert_eq!((state.head, state.last.0), (model.heads.len() as u64, model.log.len() as u64));
            let held = self.engine.store.head(session(of, n), NOW).await.unwrap();
            assert_eq!(String::from_utf8(held.head.0).unwrap(), *model.heads.last().unwrap());
            let found = page(&self.engine.store, of, n, 0).await.entries;
            let whole_later = |at: usize, record| model.log[at + 1..].iter().any(|entry| entry.0 == record);
            let expected =
                model.log.iter().enumerate().map(|(at, (record, words))| match whole_later(at, *record) {
                    true => (*record, Content::Replaced(Digest::of(words.as_bytes()))),
                    false => (*record, Content::Whole(words.clone().into_bytes())),
                });
            let found: Vec<_> = found.into_iter().map(|entry| (entry.record.0[0], entry.content)).collect();
            assert!(found == expected.collect::<Vec<_>>(), "the log of {of}");
        }
    }
}

#[tokio::test]
async fn every_engine_does_with_accounts_what_the_model_does() {
    let seeds = match std::env::var("SEED") {
        Ok(seed) => vec![seed.parse::<u64>().unwrap()],
        Err(_) => (0..3).collect(),
    };
    for seed in seeds {
        for engine in Engine::all() {
            println!("seed {seed} on {}", engine.name);
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut world = World { engine, reserved: BTreeMap::new(), accounts: BTreeMap::new() };
            for step in 0..STEPS {
                let done = world.step(&mut rng).await;
                println!("{step}: {done}");
                world.compare().await;
            }
        }
    }
}
