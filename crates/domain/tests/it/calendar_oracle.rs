//! Every calendar in `tests/oracle/calendars` against what an independent reader found in it
//! (`tests/oracle/make_expectations.py`). Where the two differ, [`DISAGREEMENTS`] says which clause decides.

use std::collections::BTreeMap;
use std::path::Path;

use domain::caseload::Window;
use domain::caseload::calendar::{Imported, Question, import};
use domain::caseload::session::{Reason, SessionRule};
use jiff::civil::date;
use serde::Deserialize;

/// What takes place in a calendar: start in UTC and minutes, and how much is no session.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
struct Found {
    timed: Vec<(String, i64)>,
    all_day: u32,
    free: u32,
    cancelled: u32,
}

/// One calendar on which we say something else than the oracle, and why.
struct Disagreement {
    calendar: &'static str,
    /// Instances that only we have, and that only the oracle has.
    ours: usize,
    theirs: usize,
    clause: &'static str,
    because: &'static str,
}

const DISAGREEMENTS: &[Disagreement] = &[
    Disagreement {
        calendar: "dates-exrule",
        ours: 0,
        theirs: 6,
        clause: "RFC 5545, A.3 (and RFC 2445, 4.8.5.2)",
        because: "the oracle passes over EXRULE, which was deprecated but still means what it meant",
    },
    Disagreement {
        calendar: "dates-recurrence-id-day",
        ours: 0,
        theirs: 1,
        clause: "RFC 5545, 3.8.4.4",
        because: "a bare date names the day's instance, which therefore is replaced, not doubled",
    },
    Disagreement {
        calendar: "dst-dtend-over-change",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.8.5.3",
        because: "with DTEND every instance lasts exactly as long as the first",
    },
    Disagreement {
        calendar: "dst-duration-over-change",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.6",
        because: "hours and minutes of a DURATION are exact; the oracle adds them to the wall clock",
    },
    Disagreement {
        calendar: "dst-fold-berlin",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.6",
        because: "fifty minutes from the first 2:30 are fifty minutes; the oracle ends at the second 3:20",
    },
    Disagreement {
        calendar: "dst-fold-new-york",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.6",
        because: "as dst-fold-berlin",
    },
    Disagreement {
        calendar: "dst-fold-sydney",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.6",
        because: "as dst-fold-berlin",
    },
    Disagreement {
        calendar: "dst-gap-berlin",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.5",
        because: "a time inside a gap is read with the offset before it, and lasts fifty minutes, not minus ten",
    },
    Disagreement {
        calendar: "dst-gap-floating",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.5",
        because: "as dst-gap-berlin",
    },
    Disagreement {
        calendar: "dst-gap-lord-howe",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.5",
        because: "as dst-gap-berlin",
    },
    Disagreement {
        calendar: "dst-gap-new-york",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.5",
        because: "as dst-gap-berlin",
    },
    Disagreement {
        calendar: "dst-gap-sydney",
        ours: 1,
        theirs: 1,
        clause: "RFC 5545, 3.3.5",
        because: "as dst-gap-berlin",
    },
    Disagreement {
        calendar: "rule-monthly-second-last",
        ours: 5,
        theirs: 0,
        clause: "RFC 5545, 3.3.10",
        because: "BYDAY=TU,-2MO is every Tuesday and one Monday; the oracle asks both of each day",
    },
    Disagreement {
        calendar: "rule-unsynchronised",
        ours: 0,
        theirs: 1,
        clause: "RFC 5545, 3.3.10",
        because: "DTSTART always counts as the first occurrence of COUNT",
    },
    Disagreement {
        calendar: "rule-yearly-week-alone",
        ours: 0,
        theirs: 23,
        clause: "RFC 5545, 3.3.10",
        because: "what BYWEEKNO leaves open, here the weekday, comes from DTSTART",
    },
    Disagreement {
        calendar: "until-date-zoned",
        ours: 1,
        theirs: 0,
        clause: "RFC 5545, 3.3.10",
        because: "UNTIL is inclusive, so a bare date includes its day",
    },
    Disagreement {
        calendar: "until-floating-date",
        ours: 1,
        theirs: 0,
        clause: "RFC 5545, 3.3.10",
        because: "as until-date-zoned",
    },
    Disagreement {
        calendar: "until-local-zoned",
        ours: 1,
        theirs: 0,
        clause: "RFC 5545, 3.3.10",
        because: "UNTIL is inclusive; without Z it is read on the clock of the series",
    },
    Disagreement {
        calendar: "until-utc-series-date",
        ours: 1,
        theirs: 0,
        clause: "RFC 5545, 3.3.10",
        because: "as until-date-zoned",
    },
];

fn question() -> Question {
    let everything = SessionRule {
        shortest_minutes: 0,
        longest_minutes: u32::MAX,
        include: Vec::new(),
        leave_out: Vec::new(),
    };
    Question {
        rule: everything,
        window: Window { from: date(2025, 6, 1), until: date(2027, 6, 1) },
        home: "America/New_York".into(),
    }
}

fn found(imported: &Imported) -> Found {
    let count = |reason| imported.left_behind.get(&reason).copied().unwrap_or(0);
    let mut timed: Vec<(String, i64)> = imported
        .sessions
        .iter()
        .map(|it| {
            let milliseconds = i64::try_from(it.at.0).expect("inside the window");
            let at = jiff::Timestamp::from_millisecond(milliseconds).expect("inside the window");
            (at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), i64::from(it.minutes))
        })
        .collect();
    timed.sort();
    Found {
        timed,
        all_day: count(Reason::AllDay),
        free: count(Reason::Free),
        cancelled: count(Reason::Cancelled),
    }
}

/// How many of `some` are not among `others`, each counted as often as it occurs.
fn only_in<'a>(some: &'a [(String, i64)], others: &[(String, i64)]) -> Vec<&'a (String, i64)> {
    let mut left: BTreeMap<&(String, i64), usize> = BTreeMap::new();
    for it in others {
        *left.entry(it).or_default() += 1;
    }
    some.iter()
        .filter(|it| match left.get_mut(it) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

#[test]
fn every_calendar_is_counted_as_the_oracle_counts_it_or_for_a_stated_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle");
    let expectations: BTreeMap<String, Found> =
        serde_json::from_slice(&std::fs::read(folder.join("expectations.json")).unwrap()).unwrap();
    assert!(expectations.len() >= 150);
    let mut wrong = Vec::new();
    let mut told = 0;
    for (name, expected) in &expectations {
        let file = std::fs::read(folder.join("calendars").join(name).with_extension("ics")).unwrap();
        let imported = import(file, question()).unwrap();
        let ours = found(&imported);
        let (more, less) = (only_in(&ours.timed, &expected.timed), only_in(&expected.timed, &ours.timed));
        let counts = |it: &Found| (it.all_day, it.free, it.cancelled);
        let agrees = more.is_empty() && less.is_empty() && counts(&ours) == counts(expected);
        let disagreement = DISAGREEMENTS.iter().find(|it| it.calendar == name);
        told += usize::from(disagreement.is_some());
        let explained = disagreement.is_some_and(|it| {
            (it.ours, it.theirs) == (more.len(), less.len()) && counts(&ours) == counts(expected)
        });
        if agrees == disagreement.is_some() || (!agrees && !explained) {
            wrong.push(format!(
                "{name}: only ours {} {:?}, only theirs {} {:?}; ours {:?}, theirs {:?}; {:?}",
                more.len(),
                &more[..more.len().min(4)],
                less.len(),
                &less[..less.len().min(4)],
                counts(&ours),
                counts(expected),
                imported.problems,
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), expectations.len(), wrong.join("\n"));
    assert_eq!(told, DISAGREEMENTS.len(), "a disagreement names no calendar");
    assert!(DISAGREEMENTS.iter().all(|it| it.clause.starts_with("RFC 5545, ") && !it.because.is_empty()));
}
