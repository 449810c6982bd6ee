//! The calendar that a clinician brings in.

use domain::caseload::Window;
use domain::caseload::calendar::{Question, import};
use domain::caseload::session::SessionRule;
use jiff::civil::date;

/// What is counted is inside the window, in order, and the same a second time.
pub(crate) fn calendar(bytes: &[u8]) {
    let window = Window { from: date(2025, 6, 1), until: date(2026, 6, 1) };
    let question = Question { rule: SessionRule::default(), window, home: "America/New_York".into() };
    let imported = import(bytes.to_vec(), question.clone());
    if let Ok(imported) = &imported {
        assert!(imported.sessions.is_sorted_by_key(|session| session.at));
        assert!(imported.sessions.iter().all(|session| window.holds(session.day())));
        let in_weeks: u32 = imported.weeks.iter().map(|week| week.sessions).sum();
        assert_eq!(in_weeks as usize, imported.sessions.len());
    }
    assert_eq!(import(bytes.to_vec(), question), imported);
}
