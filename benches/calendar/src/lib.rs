//! What the calendar bench measures in WebAssembly: a whole file read, expanded over two years and counted by week.
//! Plain exports, so that nothing but our code is timed.

use std::cell::RefCell;

use domain::caseload::Window;
use domain::caseload::calendar::{Question, import};
use domain::caseload::session::SessionRule;
use domain::caseload::week::{Habits, count_weeks};
use jiff::civil::date;

thread_local! {
    static FILE: RefCell<Vec<u8>> = RefCell::default();
}

/// Makes room for a file of that many bytes and says where it is.
#[expect(unsafe_code, reason = "the name is this module's only export of that name")]
#[unsafe(no_mangle)]
pub extern "C" fn calendar_room(bytes: u32) -> *const u8 {
    FILE.replace(vec![0; bytes as usize]);
    FILE.with_borrow(|file| file.as_ptr())
}

/// Brings the file in and returns how many sessions its weeks have, or -1 if it was refused.
#[expect(unsafe_code, reason = "the name is this module's only export of that name")]
#[unsafe(no_mangle)]
pub extern "C" fn calendar_import() -> i32 {
    let window = Window { from: date(2025, 1, 1), until: date(2027, 1, 1) };
    // Words are left out of it, since the peer has none.
    let rule = SessionRule { leave_out: Vec::new(), ..SessionRule::default() };
    let question = Question { rule, window, home: "America/New_York".into() };
    let Ok(imported) = import(FILE.take(), question) else { return -1 };
    // The window begins on a Wednesday and ends on a Friday: the weeks around it hold every day.
    let weeks = Window { from: date(2024, 12, 30), until: date(2027, 1, 4) };
    let counted = count_weeks(&imported.sessions, weeks, &Habits::default());
    counted.iter().map(|week| week.sessions as i32).sum()
}
