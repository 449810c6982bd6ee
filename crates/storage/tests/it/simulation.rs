//! Long seeded runs of everything a mailbox does, on every engine, compared step by step with a plain model.
//!
//! A failure prints its seed; `SEED=7 cargo test -p storage simulation` runs that one alone.

use std::collections::BTreeMap;

use protocol::Timestamp;
use protocol::limits::TOMBSTONE_DAYS;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use storage::{AppendError, MailboxError, Store as _};

use crate::engines::{Engine, NOW, append_at, mailbox, make_at, reader};
use protocol::mailbox::Sequence;

const STEPS: u32 = 400;
const HOUR: u64 = 60 * Timestamp::MINUTE;

/// What a mailbox is, said as plainly as possible.
#[derive(Debug, Default, Clone)]
struct Model {
    days: u64,
    expires: u64,
    last: u64,
    /// By sequence: the id, the words, whether they still wait, and when the entry goes.
    entries: BTreeMap<u64, (u8, String, bool, u64)>,
}

struct World {
    engine: Engine,
    mailboxes: BTreeMap<u8, Model>,
    clock: Timestamp,
    /// The latest moment that the store has seen: a clock set back does not move it.
    seen: Timestamp,
}

impl World {
    async fn step(&mut self, rng: &mut ChaCha8Rng) -> String {
        let mut below = |n: u32| rng.next_u32() % n;
        let of = 0xA0 + u8::try_from(below(3)).unwrap();
        match below(100) {
            0..12 => self.make(of, 1 + u16::try_from(below(5)).unwrap()).await,
            12..60 => self.append(of, u8::try_from(below(12)).unwrap(), below(8) == 0).await,
            60..75 => self.acknowledge(of, u64::from(below(8))).await,
            75..82 => self.expire().await,
            82..88 => {
                self.engine.restart(self.clock).await;
                "restart".to_owned()
            }
            88..97 => self.hours_pass(below(24), below(4) > 0).await,
            _ => {
                self.clock = Timestamp(self.clock.0 - u64::from(below(72)) * HOUR);
                format!("clock back to {}", self.clock.0)
            }
        }
    }

    /// Lets hours pass, looking at the clock each hour as a running server does.
    async fn hours_pass(&mut self, hours: u32, from_latest: bool) -> String {
        if from_latest {
            self.clock = self.clock.max(self.seen);
        }
        for _ in 0..hours {
            self.clock = self.clock.plus(HOUR);
            self.engine.store.probe(self.clock).await.unwrap();
            self.seen = self.seen.max(self.clock);
        }
        format!("{hours} hours pass, to {}", self.clock.0)
    }

    fn stamp(&self) -> u64 {
        self.clock.max(self.seen).0
    }

    async fn make(&mut self, of: u8, days: u16) -> String {
        make_at(&self.engine.store, of, days, self.clock).await.unwrap();
        let stamp = self.stamp();
        let model = self.mailboxes.entry(of).or_default();
        model.days = u64::from(days);
        model.expires = model.expires.max(stamp + model.days * Timestamp::DAY);
        format!("make {of:x} for {days} days")
    }

    async fn append(&mut self, to: u8, id: u8, other: bool) -> String {
        let words = format!("words {id}{}", if other { ", changed" } else { "" });
        let answer = append_at(&self.engine.store, to, id, words.clone().into_bytes(), self.clock).await;
        let stamp = self.stamp();
        let expected = self.mailboxes.get_mut(&to).map(|model| {
            let known = model.entries.iter().find(|(_, entry)| entry.0 == id);
            if let Some((sequence, entry)) = known {
                return (entry.1 == words).then_some(*sequence);
            }
            model.last += 1;
            let entry = (id, words.clone(), true, stamp + model.days * Timestamp::DAY);
            model.entries.insert(model.last, entry);
            Some(model.last)
        });
        match (answer, expected) {
            (Ok(sequence), Some(Some(expected))) => assert_eq!(sequence, expected),
            (Err(AppendError::BodyDiffers), Some(None)) | (Err(AppendError::NoSuchMailbox), None) => {}
            (answer, expected) => panic!("{answer:?} where the model says {expected:?}"),
        }
        format!("append {id} to {to:x}: {words}")
    }

    async fn acknowledge(&mut self, of: u8, up_to: u64) -> String {
        let answer = self.engine.store.acknowledge(mailbox(of), reader(), Sequence(up_to), self.clock).await;
        let forgotten = self.stamp() + TOMBSTONE_DAYS * Timestamp::DAY;
        match self.mailboxes.get_mut(&of) {
            None => assert!(matches!(answer, Err(MailboxError::NoSuchMailbox))),
            Some(model) => {
                answer.unwrap();
                for entry in model.entries.range_mut(..=up_to).map(|(_, entry)| entry).filter(|entry| entry.2)
                {
                    (entry.2, entry.3) = (false, forgotten);
                }
            }
        }
        format!("acknowledge {of:x} up to {up_to}")
    }

    async fn expire(&mut self) -> String {
        self.engine.store.expire(self.clock, 1_000).await.unwrap();
        self.seen = self.seen.max(self.clock);
        let due = self.seen.0;
        self.mailboxes.retain(|_, model| model.expires > due);
        for model in self.mailboxes.values_mut() {
            model.entries.retain(|_, entry| entry.3 > due);
        }
        "expire".to_owned()
    }

    async fn compare(&self) {
        for of in 0xA0..0xA3 {
            let read = self.engine.store.read(mailbox(of), reader(), Sequence(0), 200).await;
            let Some(model) = self.mailboxes.get(&of) else {
                assert!(matches!(read, Err(MailboxError::NoSuchMailbox)));
                continue;
            };
            let words = |body: &[u8]| String::from_utf8(body.to_vec()).unwrap();
            let found: Vec<_> =
                read.unwrap().envelopes.iter().map(|e| (e.sequence.0, e.id.0[0], words(&e.body))).collect();
            let entries = model.entries.iter().filter(|(_, entry)| entry.2);
            let expected: Vec<_> = entries.map(|(&at, entry)| (at, entry.0, entry.1.clone())).collect();
            assert_eq!(found, expected, "in mailbox {of:x}");
        }
    }
}

#[tokio::test]
async fn every_engine_does_what_the_model_does() {
    let seeds = match std::env::var("SEED") {
        Ok(seed) => vec![seed.parse::<u64>().unwrap()],
        Err(_) => (0..6).collect(),
    };
    for seed in seeds {
        for engine in Engine::all() {
            println!("seed {seed} on {}", engine.name);
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut world = World { engine, mailboxes: BTreeMap::new(), clock: NOW, seen: NOW };
            for step in 0..STEPS {
                let done = world.step(&mut rng).await;
                println!("{step}: {done}");
                world.compare().await;
            }
        }
    }
}
