//! Which listings have which words, by whole word and by the beginning of one.

use std::collections::BTreeMap;

use super::set::{Holders, Set};
use super::words::Typed;

/// Words gathered from listings one after the other.
#[derive(Default)]
#[expect(
    clippy::disallowed_types,
    reason = "millions of words are looked up, and `finish` puts them in order"
)]
pub(super) struct Gathering {
    holders: std::collections::HashMap<Box<str>, Vec<u32>>,
}

impl Gathering {
    /// Adds the words of listing `number`; numbers must rise.
    pub(super) fn add(&mut self, number: u32, words: impl IntoIterator<Item = String>) {
        for word in words {
            if let Some(holders) = self.holders.get_mut(word.as_str()) {
                if holders.last() != Some(&number) {
                    holders.push(number);
                }
            } else {
                self.holders.insert(word.into_boxed_str(), vec![number]);
            }
        }
    }

    /// The index over listings below `size`.
    pub(super) fn finish(self, size: usize) -> WordIndex {
        let mut index = WordIndex { words: vec![], holders: vec![], starts: BTreeMap::new(), size };
        let mut gathered: Vec<_> = self.holders.into_iter().collect();
        gathered.sort_unstable();
        for (word, holders) in gathered {
            let holders = Holders::new(holders, size);
            if let Some(first) = word.chars().next() {
                let start = index.starts.entry(first).or_insert_with(|| Set::none(size));
                holders.join_to(start);
            }
            index.words.push(word);
            index.holders.push(holders);
        }
        index
    }
}

/// Words in order, each with its listings.
#[derive(Debug)]
pub(super) struct WordIndex {
    words: Vec<Box<str>>,
    holders: Vec<Holders>,
    /// By first sign: joining a good part of all words is what one typed letter would cost otherwise.
    starts: BTreeMap<char, Set>,
    size: usize,
}

impl WordIndex {
    /// The listings that have this word.
    pub(super) fn with(&self, word: &str) -> Set {
        let mut set = Set::none(self.size);
        if let Ok(at) = self.words.binary_search_by(|other| other.as_ref().cmp(word)) {
            self.holders[at].join_to(&mut set);
        }
        set
    }

    /// The listings that have a word beginning so.
    pub(super) fn with_start(&self, start: &str) -> Set {
        let mut signs = start.chars();
        if let (Some(only), None) = (signs.next(), signs.next()) {
            return self.starts.get(&only).cloned().unwrap_or_else(|| Set::none(self.size));
        }
        let from = self.words.partition_point(|word| word.as_ref() < start);
        let mut set = Set::none(self.size);
        let beginning_so = self.words[from..].iter().take_while(|word| word.starts_with(start));
        for (_, holders) in beginning_so.zip(&self.holders[from..]) {
            holders.join_to(&mut set);
        }
        set
    }

    /// The listings that have all these words.
    pub(super) fn with_all(&self, words: &[String]) -> Set {
        let mut set = Set::all(self.size);
        for word in words {
            set.cut(&self.with(word));
        }
        set
    }

    /// The listings that have everything typed.
    pub(super) fn fits(&self, typed: &Typed) -> Set {
        let mut set = self.with_all(&typed.whole);
        if let Some(start) = &typed.unfinished {
            set.cut(&self.with_start(start));
        }
        set
    }

    /// The listings that have anything typed.
    pub(super) fn touches(&self, typed: &Typed) -> Set {
        let mut set =
            typed.unfinished.as_ref().map_or_else(|| Set::none(self.size), |start| self.with_start(start));
        for word in &typed.whole {
            set.join(&self.with(word));
        }
        set
    }
}
