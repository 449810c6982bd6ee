//! Somebody looking for a therapist: wishes ticked one after the other, words typed letter by letter.

use domain::matching::{HighestFee, Wishes};
use protocol::listing::{Focus, TimeOfWeek, WayOfWorking};

/// What stands on the screen after one key was pressed.
#[derive(Debug)]
pub(crate) struct Keystroke {
    /// All wishes as they are then.
    pub(crate) wishes: Wishes,
}

/// What is typed. Common and rare words, names, a word nobody has, single letters that begin half of all words.
const TYPED: &[&str] = &[
    "s",
    "a",
    "the",
    "and the",
    "trauma",
    "vicarious trauma",
    "somatic",
    "grief and lo",
    "burnout after the pandemic",
    "parts that get little airtime",
    "ana b",
    "portland",
    "i do not know where to start",
    "emdr evenings",
    "zzyzx",
    "re",
    "co",
    "st",
];

/// Every key pressed, in order: each text under each set of wishes.
pub(crate) fn keystrokes() -> Vec<Keystroke> {
    let mut keystrokes = vec![];
    for wishes in ticked() {
        keystrokes.push(Keystroke { wishes: wishes.clone() });
        for text in TYPED {
            for (end, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
                let words = text[..end].to_owned();
                keystrokes.push(Keystroke { wishes: Wishes { words, ..wishes.clone() } });
            }
        }
    }
    keystrokes
}

/// From nothing ticked to all of it.
fn ticked() -> Vec<Wishes> {
    let mut wishes = Wishes::default();
    let mut all = vec![wishes.clone()];
    let mut tick = |change: fn(&mut Wishes)| {
        change(&mut wishes);
        all.push(wishes.clone());
    };
    tick(|wishes| wishes.seat = "US-TX".parse().ok());
    tick(|wishes| wishes.ways = vec![WayOfWorking::Emdr, WayOfWorking::Somatic, WayOfWorking::Ifs]);
    tick(|wishes| wishes.focus = vec![Focus::VicariousTrauma, Focus::Loss]);
    tick(|wishes| wishes.times = vec![TimeOfWeek::Evenings, TimeOfWeek::Weekends]);
    tick(|wishes| {
        wishes.highest_fee = "USD".parse().ok().map(|currency| HighestFee { amount: 16_000, currency });
    });
    tick(|wishes| wishes.not_town = "Portland".into());
    tick(|wishes| {
        wishes.private_pay = true;
        wishes.opening_within_days = Some(60);
        wishes.language = "en".parse().ok();
        wishes.never_supervisor = true;
    });
    all
}
