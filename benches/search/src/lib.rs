//! The search bench inside WebAssembly: a hundred thousand listings of varied text, and a clinician typing.
//!
//! Ordinary code and a few exported functions over numbers; `search.mjs` calls them and keeps the time.

use core::cell::RefCell;

use domain::matching::{Directory, scan};
use jiff::civil::{Date, date};
use protocol::compact::Compacts;

mod listings;
mod typing;

use listings::listings;
use typing::{Keystroke, keystrokes};

/// The day of the bench.
const TODAY: Date = date(2026, 11, 23);
/// As many as a screen shows at first.
const SHOWN: usize = 20;
const SEED: u64 = 7;

/// A directory and somebody typing.
struct Search {
    directory: Directory,
    keystrokes: Vec<Keystroke>,
}

impl Search {
    /// A directory of `count` listings.
    fn new(count: u32) -> Self {
        let compacts = Compacts::decode(Compacts::BUNDLED).expect("the bundled data can be read");
        Self { directory: Directory::from_listings(listings(count), compacts), keystrokes: keystrokes() }
    }

    /// How many keystrokes there are.
    fn keystrokes(&self) -> usize {
        self.keystrokes.len()
    }

    /// One keystroke: how many listings fit.
    fn press(&self, at: usize) -> usize {
        self.directory.find(&self.keystrokes[at].wishes, SEED, TODAY, SHOWN).total
    }

    /// Whether the slow obvious search finds the very same after this keystroke: all ids, in the same order.
    fn agrees(&self, at: usize) -> bool {
        let wishes = &self.keystrokes[at].wishes;
        let all = self.directory.len();
        let (listings, compacts) = (self.directory.listings(), self.directory.compacts());
        let slow = scan::find(listings, compacts, wishes, SEED, TODAY, all);
        let mut quick = self.directory.find(wishes, SEED, TODAY, SHOWN);
        let same_first = slow.first.iter().take(SHOWN).eq(&quick.first) && slow.total == quick.total;
        quick = self.directory.find(wishes, SEED, TODAY, all);
        same_first && quick == slow
    }
}

thread_local! {
    static SEARCH: RefCell<Option<Search>> = const { RefCell::new(None) };
}

fn with<T>(ask: impl FnOnce(&Search) -> T) -> T {
    SEARCH.with_borrow(|search| ask(search.as_ref().expect("search_prepare is called first")))
}

/// The functions the script calls.
#[expect(unsafe_code, reason = "an exported function needs an unmangled name")]
mod exports {
    use super::{SEARCH, Search, with};

    #[unsafe(no_mangle)]
    extern "C" fn search_prepare(listings: u32) -> u32 {
        let search = Search::new(listings);
        let keystrokes = search.keystrokes();
        SEARCH.set(Some(search));
        u32::try_from(keystrokes).unwrap_or(u32::MAX)
    }

    #[unsafe(no_mangle)]
    extern "C" fn search_press(at: u32) -> u32 {
        u32::try_from(with(|search| search.press(at as usize))).unwrap_or(u32::MAX)
    }

    #[unsafe(no_mangle)]
    extern "C" fn search_agrees(at: u32) -> u32 {
        u32::from(with(|search| search.agrees(at as usize)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keystroke_agrees_with_the_slow_search() {
        let search = Search::new(100);
        for at in (0..search.keystrokes()).step_by(5) {
            assert!(search.agrees(at), "{:?}", search.keystrokes[at]);
        }
        let found = (0..search.keystrokes()).filter(|&at| search.press(at) > 0).count();
        assert!(found * 2 > search.keystrokes(), "most keystrokes find someone: {found}");
    }
}
