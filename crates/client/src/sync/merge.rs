//! Two versions of one record, made on two devices, become one: of each field the one that was said last.
//!
//! What loses is not dropped. If a field that was said without knowledge of the other lost something she typed, the
//! whole version that lost is set aside for her to see.

use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

use crate::ledger::{GONE, fields};
use crate::records::Opened;
use crate::stamps::{Change, Stamp, Stamps};

/// What two versions came to.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) record: Opened,
    /// It says what the log says, so nothing has to be sent.
    pub(crate) is_theirs: bool,
    /// What was said here and lost to what was said elsewhere.
    pub(crate) mine_lost: bool,
    /// What was said elsewhere and lost to what was said here, neither knowing of the other.
    pub(crate) theirs_lost: bool,
}

/// Merges `mine`, which is here, with `theirs`, which is in the log. `is_news` says whether what
/// was said here then was not known where the other was said.
pub(crate) fn merge(mine: &Opened, theirs: &Opened, is_news: impl Fn(Stamp, Change) -> bool) -> Merged {
    let (my_stamps, their_stamps) =
        (mine.stamps.clone().unwrap_or_default(), theirs.stamps.clone().unwrap_or_default());
    // What cannot be laid side by side goes by which was said last as a whole.
    if mine.kind != theirs.kind || mine.version != theirs.version {
        let theirs_win = their_stamps.newest() >= my_stamps.newest();
        let (winner, loser) = if theirs_win { (theirs, mine) } else { (mine, theirs) };
        let last = Change { said: their_stamps.newest(), over: None };
        let unknown = loser.kind != GONE && (!theirs_win || is_news(my_stamps.newest(), last));
        return Merged {
            record: winner.clone(),
            is_theirs: theirs_win,
            mine_lost: theirs_win && unknown,
            theirs_lost: !theirs_win && unknown && winner.kind != GONE,
        };
    }
    let (my_fields, their_fields) = (fields(&mine.body), fields(&theirs.body));
    let mut names: Vec<&str> = my_fields.keys().chain(their_fields.keys()).copied().collect();
    names.extend(my_stamps.since.keys().chain(their_stamps.since.keys()).map(String::as_str));
    names.sort_unstable();
    names.dedup();

    let said = my_stamps.said.max(their_stamps.said);
    let mut merged = Merged { record: theirs.clone(), is_theirs: true, mine_lost: false, theirs_lost: false };
    let mut body = BTreeMap::new();
    let mut since = BTreeMap::new();
    for name in names {
        let mine = Side::of(&my_fields, &my_stamps, name);
        let theirs = Side::of(&their_fields, &their_stamps, name);
        let differ = mine.text() != theirs.text();
        let winner = if mine.change.said > theirs.change.said {
            merged.is_theirs = false;
            merged.theirs_lost |= differ && theirs.says_something() && mine.did_not_know(theirs.change.said);
            mine.knowing(theirs.change.said)
        } else {
            merged.mine_lost |= differ && mine.says_something() && is_news(mine.change.said, theirs.change);
            theirs
        };
        if let Some(value) = winner.value {
            body.insert(name, value);
        }
        if winner.change != (Change { said, over: None }) {
            since.insert(name.to_owned(), winner.change);
        }
    }
    merged.is_theirs &= said == their_stamps.said;
    if !merged.is_theirs {
        merged.record.stamps = Some(Stamps { said, since });
        // Fields that were read as JSON are written as JSON again.
        merged.record.body = match body.get("").filter(|_| body.len() == 1) {
            Some(whole) => (*whole).to_owned(),
            None => to_raw_value(&body).unwrap_or_else(|_| theirs.body.clone()),
        };
    }
    merged
}

/// One field on one side.
#[derive(Clone, Copy)]
struct Side<'a> {
    value: Option<&'a RawValue>,
    change: Change,
}

impl<'a> Side<'a> {
    fn of(fields: &BTreeMap<&str, &'a RawValue>, stamps: &Stamps, name: &str) -> Self {
        let value = fields.get(name).copied();
        let change = match (value, stamps.since.get(name)) {
            (_, Some(change)) => *change,
            (Some(_), None) => Change { said: stamps.said, over: None },
            // A version that never had this field says nothing about it.
            (None, None) => Change { said: Stamp::default(), over: None },
        };
        Self { value, change }
    }

    fn text(&self) -> Option<&str> {
        self.value.map(RawValue::get)
    }

    fn says_something(&self) -> bool {
        !matches!(self.text(), None | Some("null" | "\"\"" | "[]" | "{}" | "false"))
    }

    /// The same, now that the other is known too.
    fn knowing(self, then: Stamp) -> Self {
        let over = self.change.over.max((then != Stamp::default()).then_some(then));
        Self { change: Change { over, ..self.change }, ..self }
    }

    /// Whether this was said without knowledge of what was said then.
    fn did_not_know(&self, then: Stamp) -> bool {
        self.change.over.is_none_or(|over| then > over) && then != Stamp::default()
    }
}

#[cfg(test)]
mod tests {
    use protocol::Timestamp;

    use super::*;
    use crate::stamps::Tag;

    fn at(at: u64, tag: u8) -> Stamp {
        Stamp { at: Timestamp(at), count: 0, tag: Tag([tag; 8]) }
    }

    fn record(body: &str, said: Stamp, since: &[(&str, Stamp, Option<Stamp>)]) -> Opened {
        let since = since
            .iter()
            .map(|(name, said, over)| ((*name).to_owned(), Change { said: *said, over: *over }))
            .collect();
        Opened {
            kind: "check-in".to_owned(),
            version: 1,
            stamps: Some(Stamps { said, since }),
            body: RawValue::from_string(body.to_owned()).unwrap(),
        }
    }

    /// On device 1, that is; its stamps from 10 on are not in the log.
    fn merged(mine: &Opened, theirs: &Opened) -> Merged {
        merge(mine, theirs, |stamp, _| stamp.tag == Tag([1; 8]) && stamp >= at(10, 1))
    }

    #[test]
    fn each_field_goes_by_who_said_it_last() {
        let begun = at(1, 1);
        let mine = record(r#"{"a":"mine","b":"old"}"#, begun, &[("a", at(10, 1), Some(begun))]);
        let theirs = record(r#"{"a":"old","b":"theirs"}"#, begun, &[("b", at(12, 2), Some(begun))]);
        let Merged { record, is_theirs, mine_lost, theirs_lost } = merged(&mine, &theirs);
        assert_eq!(record.body.get(), r#"{"a":"mine","b":"theirs"}"#);
        assert!(!is_theirs && !mine_lost && !theirs_lost);
        let stamps = record.stamps.unwrap();
        assert_eq!((stamps.of("a").said, stamps.of("b").said), (at(10, 1), at(12, 2)));
    }

    #[test]
    fn what_two_devices_said_without_knowing_of_each_other_is_never_dropped() {
        let begun = at(1, 1);
        let mine = |when| record(r#"{"a":"mine"}"#, begun, &[("a", at(when, 1), Some(begun))]);
        let theirs = record(r#"{"a":"theirs"}"#, begun, &[("a", at(12, 2), Some(begun))]);
        let earlier = merged(&mine(10), &theirs);
        assert!(earlier.is_theirs && earlier.mine_lost && !earlier.theirs_lost);
        let later = merged(&mine(20), &theirs);
        assert!(!later.is_theirs && !later.mine_lost && later.theirs_lost);
        assert_eq!(later.record.body.get(), r#"{"a":"mine"}"#);
    }

    #[test]
    fn what_was_said_in_the_knowledge_of_the_other_sets_nothing_aside() {
        let mine = record(r#"{"a":"mended"}"#, at(1, 2), &[("a", at(20, 1), Some(at(12, 2)))]);
        let theirs = record(r#"{"a":"older"}"#, at(1, 2), &[("a", at(12, 2), None)]);
        let Merged { record, theirs_lost, mine_lost, .. } = merged(&mine, &theirs);
        assert_eq!(record.body.get(), r#"{"a":"mended"}"#);
        assert!(!theirs_lost && !mine_lost);
    }

    #[test]
    fn a_record_that_was_removed_stays_so_unless_it_was_written_after() {
        let written = |when| record(r#"{"a":"words"}"#, at(when, 1), &[]);
        let removed = crate::ledger::gone(Stamps { said: at(15, 2), since: BTreeMap::new() });
        let before = merged(&written(12), &removed);
        assert!(before.record.kind == GONE && before.mine_lost && before.is_theirs);
        let known = merged(&written(5), &removed);
        assert!(known.record.kind == GONE && !known.mine_lost);
        let after = merged(&written(20), &removed);
        assert!(after.record.kind != GONE && !after.is_theirs && !after.theirs_lost);
    }

    #[test]
    fn the_same_twice_is_theirs() {
        let one = record(r#"{"a":"words","b":[1]}"#, at(12, 1), &[("b", at(14, 1), Some(at(12, 1)))]);
        let Merged { is_theirs, mine_lost, theirs_lost, .. } = merged(&one, &one.clone());
        assert!(is_theirs && !mine_lost && !theirs_lost);
    }

    #[test]
    fn a_field_of_a_newer_version_and_a_body_without_fields_survive() {
        let mine = record(r#"{"a":"mine"}"#, at(12, 1), &[]);
        let theirs = record(r#"{"a":"mine","new":7}"#, at(11, 2), &[]);
        assert_eq!(merged(&mine, &theirs).record.body.get(), r#"{"a":"mine","new":7}"#);
        let whole = |text: &str, when| record(text, at(when, 1), &[]);
        assert_eq!(merged(&whole("\"b\"", 13), &whole("\"a\"", 12)).record.body.get(), "\"b\"");
    }
}
