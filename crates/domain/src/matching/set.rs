//! A set of listings by their number, as bits: cheap to cut and join for a hundred thousand of them.

/// A set of numbers below a fixed size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    bits: Vec<u64>,
    size: usize,
}

impl Set {
    pub(super) fn none(size: usize) -> Self {
        Self { bits: vec![0; size.div_ceil(64)], size }
    }

    pub(super) fn all(size: usize) -> Self {
        let mut set = Self { bits: vec![u64::MAX; size.div_ceil(64)], size };
        if !size.is_multiple_of(64)
            && let Some(last) = set.bits.last_mut()
        {
            *last = (1 << (size % 64)) - 1;
        }
        set
    }

    /// Those for which `fits` holds.
    pub(super) fn of(size: usize, mut fits: impl FnMut(usize) -> bool) -> Self {
        let word = |from: usize| {
            let mut bits = 0;
            for number in from..size.min(from + 64) {
                bits |= u64::from(fits(number)) << (number - from);
            }
            bits
        };
        Self { bits: (0..size).step_by(64).map(word).collect(), size }
    }

    pub(super) fn insert(&mut self, number: u32) {
        self.bits[number as usize / 64] |= 1 << (number % 64);
    }

    pub(super) fn count(&self) -> usize {
        self.bits.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits |= others;
        }
    }

    pub(super) fn cut(&mut self, other: &Self) {
        for (bits, others) in self.bits.iter_mut().zip(&other.bits) {
            *bits &= others;
        }
    }

    pub(super) fn complement(mut self) -> Self {
        let all = Self::all(self.size);
        for (bits, all) in self.bits.iter_mut().zip(&all.bits) {
            *bits = !*bits & all;
        }
        self
    }

    /// How many are in both.
    pub(super) fn count_both(&self, other: &Self) -> usize {
        self.bits.iter().zip(&other.bits).map(|(one, two)| (one & two).count_ones() as usize).sum()
    }

    /// Calls `each` with every number that is in both, in order.
    pub(super) fn each_in_both(&self, other: &Self, mut each: impl FnMut(usize)) {
        for (at, (one, two)) in self.bits.iter().zip(&other.bits).enumerate() {
            let mut left = one & two;
            while left != 0 {
                each(at * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

/// The listings that have one thing in common: as numbers while they are few, as a set once that is smaller.
#[derive(Debug, Clone)]
pub(super) enum Holders {
    Few(Box<[u32]>),
    Many(Set),
}

impl Holders {
    /// From rising numbers below `size`.
    pub(super) fn new(numbers: Vec<u32>, size: usize) -> Self {
        if numbers.len() * 32 <= size {
            return Self::Few(numbers.into_boxed_slice());
        }
        let mut set = Set::none(size);
        for number in numbers {
            set.insert(number);
        }
        Self::Many(set)
    }

    pub(super) fn join_to(&self, set: &mut Set) {
        match self {
            Self::Few(numbers) => {
                for &number in numbers {
                    set.insert(number);
                }
            }
            Self::Many(many) => set.join(many),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::*;

    fn numbers(set: &Set) -> Vec<usize> {
        let mut numbers = vec![];
        set.each_in_both(&Set::all(set.size), |number| numbers.push(number));
        numbers
    }

    proptest! {
        #[test]
        fn a_set_is_what_a_list_of_flags_is(flags in prop::collection::vec(any::<(bool, bool)>(), 0..300)) {
            let size = flags.len();
            let (one, two) = (Set::of(size, |at| flags[at].0), Set::of(size, |at| flags[at].1));
            let expected = |fits: fn(&(bool, bool)) -> bool| -> Vec<usize> {
                (0..size).filter(|&at| fits(&flags[at])).collect()
            };
            let mut joined = one.clone();
            joined.join(&two);
            assert_eq!(numbers(&joined), expected(|flag| flag.0 || flag.1));
            let mut cut = one.clone();
            cut.cut(&two);
            assert_eq!(numbers(&cut), expected(|flag| flag.0 && flag.1));
            assert_eq!(one.count_both(&two), cut.count());
            assert_eq!(numbers(&one.complement()), expected(|flag| !flag.0));
            assert_eq!(Set::all(size).count(), size);
        }

        #[test]
        fn holders_are_the_same_few_or_many(numbers_in in prop::collection::btree_set(0_u32..500, 0..60)) {
            let holders = Holders::new(numbers_in.iter().copied().collect(), 500);
            assert_eq!(matches!(holders, Holders::Few(_)), numbers_in.len() <= 15);
            let mut set = Set::none(500);
            holders.join_to(&mut set);
            assert_eq!(numbers(&set), numbers_in.iter().map(|&at| at as usize).collect::<Vec<_>>());
        }
    }
}
