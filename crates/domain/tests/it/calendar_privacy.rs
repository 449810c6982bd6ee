//! No title, person, place or note of a calendar gets out of an import, not even by way of a fault or a `Debug`.

use domain::caseload::Window;
use domain::caseload::calendar::{Import, Question, import};
use domain::caseload::session::SessionRule;
use jiff::civil::date;

const CANARY: &str = "Quokka";

fn question() -> Question {
    Question {
        rule: SessionRule::default(),
        window: Window { from: date(2025, 6, 1), until: date(2027, 6, 1) },
        home: "Europe/Berlin".into(),
    }
}

/// The canary in every property that can hold words, in names nobody knows, and on broken lines.
fn calendar_of_canaries() -> Vec<u8> {
    let private = "SUMMARY:Quokka\r\nDESCRIPTION:Quokka\r\nLOCATION:Quokka\r\nCATEGORIES:Quokka\r\nCOMMENT:Quokka\r\n\
        CONTACT:Quokka\r\nATTENDEE;CN=Quokka:mailto:Quokka@example.org\r\nORGANIZER;CN=Quokka:mailto:Quokka@example.org\r\n\
        URL:https://example.org/Quokka\r\nGEO:1;2\r\nX-QUOKKA:Quokka\r\nRESOURCES:Quokka\r\nSTATUS:Quokka\r\n";
    let events = [
        format!(
            "UID:Quokka-1\r\nDTSTART:20250902T090000\r\nDURATION:PT50M\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n{private}"
        ),
        format!(
            "UID:Quokka-1\r\nRECURRENCE-ID:20250909T090000\r\nDTSTART:20250910T090000\r\nDURATION:PT50M\r\n{private}"
        ),
        format!("UID:Quokka-2\r\nDTSTART;TZID=Quokka/Time:20250902T110000\r\nDURATION:PT50M\r\n{private}"),
        format!("UID:Quokka-3\r\nDTSTART:Quokka\r\n{private}"),
        format!("UID:Quokka-4\r\nDTSTART:20250902T090000\r\nRRULE:FREQ=Quokka\r\n{private}"),
        format!("UID:Quokka-5\r\nQuokka without a colon\r\nDTSTART;VALUE=DATE:20250902\r\n{private}"),
    ];
    let events: String = events
        .iter()
        .map(|it| {
            format!("BEGIN:VEVENT\r\n{it}BEGIN:VALARM\r\nDESCRIPTION:Quokka\r\nEND:VALARM\r\nEND:VEVENT\r\n")
        })
        .collect();
    format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Quokka\r\n{events}Quokka\r\nEND:VCALENDAR\r\n").into_bytes()
}

#[test]
fn nothing_private_leaves_an_import() {
    let imported = import(calendar_of_canaries(), question()).unwrap();
    assert_eq!(imported.sessions.len(), 6);
    assert_eq!(imported.problems.len(), 5, "{:?}", imported.problems);
    let told = format!("{}\n{imported:?}", serde_json::to_string(&imported).unwrap()).to_lowercase();
    assert!(!told.contains(&CANARY.to_lowercase()), "{told}");
}

#[test]
fn the_test_would_notice() {
    let mut question = question();
    question.rule.include.push(CANARY.into());
    assert_eq!(
        import(calendar_of_canaries(), question).unwrap().sessions.len(),
        6,
        "the words are judged by"
    );
    let mut import = Import::new(calendar_of_canaries(), self::question()).unwrap();
    import.step(1).unwrap();
    assert!(String::from_utf8(calendar_of_canaries()).unwrap().contains(CANARY));
}
