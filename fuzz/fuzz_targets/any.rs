//! The libFuzzer binary: fuzzes the target that the environment variable `HELD_FUZZ` names.
#![no_main]

use std::sync::LazyLock;

static RUN: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("HELD_FUZZ").unwrap_or_default();
    let Some(target) = fuzz::find(&name) else {
        let names: Vec<&str> = fuzz::TARGETS.iter().map(|target| target.name).collect();
        panic!("set HELD_FUZZ to one of {}", names.join(", "));
    };
    target.run
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (*RUN)(bytes));
