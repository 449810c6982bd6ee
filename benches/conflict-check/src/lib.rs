//! The whole conflict check in WebAssembly, both parties, on lists made beforehand: plain exports and no imports, so
//! that nothing but our code is timed.

use std::cell::RefCell;

use crypto::conflict_check::{Identifier, Kind, OpenQuestion, Person, Question};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

thread_local! {
    static LISTS: RefCell<(Vec<Person>, Vec<Person>)> = RefCell::default();
}

/// Makes both lists: how many are asked about, known, and both.
#[expect(unsafe_code, reason = "an exported name counts as unsafe; no other export has this one")]
#[unsafe(no_mangle)]
pub extern "C" fn make_lists(asked: u32, known: u32, shared: u32) {
    let person = |n: u32| {
        let text = format!("person-{n}@example.org");
        Person(vec![Identifier { kind: Kind::Email, text }])
    };
    let first = asked - shared;
    let lists = ((0..asked).map(person).collect(), (first..first + known).map(person).collect());
    LISTS.replace(lists);
}

/// Runs the exchange and returns how many were found, or -1 if something failed.
#[expect(unsafe_code, reason = "an exported name counts as unsafe; no other export has this one")]
#[unsafe(no_mangle)]
pub extern "C" fn exchange_between_lists() -> i32 {
    LISTS.with_borrow(|(hers, theirs)| exchange(hers, theirs).unwrap_or(-1))
}

fn exchange(hers: &[Person], theirs: &[Person]) -> Option<i32> {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let (question, open) = OpenQuestion::make(hers, rng).ok()?;
    let answer = Question::decode(&question).ok()?.answer(theirs, &[], rng).ok()?;
    i32::try_from(open.count(&answer).ok()?.people_found()).ok()
}
