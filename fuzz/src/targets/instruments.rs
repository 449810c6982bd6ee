//! The numbered lines of an official sheet, as a clinician pastes them.

use domain::check_in::instruments::{ALL, match_pasted};

/// What matches has words for every item, and matches again when it is written out by number.
pub(crate) fn pasted(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    for instrument in ALL {
        let Ok(items) = match_pasted(instrument, text) else { continue };
        let mut again = String::new();
        for item in instrument.numbers() {
            let words = items.text(item).expect("every item has a text");
            assert!(!words.is_empty());
            again += &format!("{item}. {words}\n");
        }
        assert_eq!(match_pasted(instrument, &again).as_ref(), Ok(&items));
    }
}
