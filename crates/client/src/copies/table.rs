//! What a copy holds as plain tables, one for each kind: for spreadsheets, and for the page to read.
//!
//! A table is made from whatever a record says, so that a kind added later is not forgotten. Keys stay out of it: they
//! open and sign things, and are of use only to Held. A cell that a spreadsheet would run is made plain text.

use serde_json::Value;

use super::document::{CopiedRecord, VaultCopy};
use super::is_shown;

/// One kind of thing, a row each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Which kind, as the copy names it.
    pub kind: String,
    /// What the columns hold.
    pub columns: Vec<String>,
    /// The rows, in the order of the columns.
    pub rows: Vec<Vec<String>>,
}

/// Fields that are keys, or places to send to: of use to nobody but Held.
const KEYS: &[&str] = &[
    "door",
    "exchange",
    "hello_secret",
    "id",
    "identity",
    "mailbox",
    "mailbox_made",
    "note",
    "open",
    "points",
    "question",
    "read_up_to",
    "reply",
    "signing_key",
    "signing_seed",
];

/// What a row is about comes first, and orders the rows.
const FIRST: &[&str] = &["day", "monday", "on", "name", "written", "asked", "at"];

/// Moments, which records hold as milliseconds.
const MOMENTS: &[&str] = &["asked", "at", "read_at", "written"];

/// Every kind that is hers, as a table, by name.
#[must_use]
pub fn tables(copy: &VaultCopy) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for (kind, _) in copy.contents() {
        if is_shown(&kind) {
            tables.push(table(kind.clone(), copy.records.iter().filter(|record| record.opened.kind == kind)));
        }
    }
    tables
}

fn table<'a>(kind: String, records: impl Iterator<Item = &'a CopiedRecord>) -> Table {
    let mut columns: Vec<String> = Vec::new();
    let rows: Vec<Vec<(String, String)>> = records
        .map(|record| {
            let body = serde_json::from_str(record.opened.body.get()).unwrap_or(Value::Null);
            let mut cells = Vec::new();
            flatten("", &body, &mut cells);
            for (name, _) in &cells {
                if !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
            cells
        })
        .collect();
    columns.sort_by_key(|name| {
        (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()), name.clone())
    });
    let in_order = |cells: Vec<(String, String)>| {
        let cell = |column: &String| {
            cells.iter().find(|(name, _)| name == column).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        columns.iter().map(cell).collect()
    };
    let mut rows: Vec<Vec<String>> = rows.into_iter().map(in_order).collect();
    rows.sort();
    Table { kind, columns, rows }
}

/// What one record says, line by line: the name of a field, and what is in it. Keys and empty fields are left out.
pub(crate) fn lines(body: &Value) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    flatten("", body, &mut cells);
    cells.retain(|(_, text)| !text.is_empty());
    cells
}

/// A record as named cells. An answer that was given is just that answer.
fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    let Value::Object(fields) = value else {
        cells.push((name.to_owned(), in_a_cell(name, value)));
        return;
    };
    if let (1, Some(given)) = (fields.len(), fields.get("given")) {
        return flatten(name, given, cells);
    }
    for (field, value) in fields {
        if KEYS.contains(&field.as_str()) {
            continue;
        }
        let name = if name.is_empty() { field.clone() } else { format!("{name} {field}") };
        flatten(&name, value, cells);
    }
}

fn in_a_cell(name: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if MOMENTS.contains(&name) => {
            let moment = number.as_i64().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
            moment.map_or_else(|| number.to_string(), |moment| moment.to_string())
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(in_a_list).collect();
            items.join("; ")
        }
        Value::Object(_) => in_a_list(value),
    }
}

/// One of several: what it says, with the names of its fields left out where there is only one.
fn in_a_list(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<_> = fields.iter().filter(|(name, _)| !KEYS.contains(&name.as_str())).collect();
            match fields.as_slice() {
                [(_, only)] => in_a_list(only),
                several => {
                    let several = several.iter().map(|(name, value)| format!("{name}: {}", in_a_list(value)));
                    several.collect::<Vec<_>>().join(", ")
                }
            }
        }
        Value::Array(items) => items.iter().map(in_a_list).collect::<Vec<_>>().join(", "),
        plain => in_a_cell("", plain),
    }
}

impl Table {
    /// As RFC 4180 says, with a mark in front by which spreadsheets know that it is UTF-8.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        for row in core::iter::once(&self.columns).chain(&self.rows) {
            let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

/// In quotes where it must be, and with an apostrophe before whatever a spreadsheet would take for a formula.
fn quoted(cell: &str) -> String {
    const RUN: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let guard = if cell.trim_start_matches(' ').starts_with(RUN) { "'" } else { "" };
    if guard.is_empty() && !cell.contains(['"', ',', '\r', '\n']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn copy() -> VaultCopy {
        let text = r#"{"format":"held-copy","version":1,"made_on":"2026-11-23","records":[
{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"check-in","version":1,"body":{"at":1795478400000,"day":"2026-11-23","carrying":{"given":{"step":5}},"came_home":{"given":[{"sign":"numb"},{"own":"the phone"}]},"body":{"given":{"jaw":"clear"}},"set_down":{"given":"=HYPERLINK(\"http://x\"),\nso \"tired\""}}},
{"id":"AgICAgICAgICAgICAgICAg","kind":"check-in","version":1,"body":{"at":0,"day":"2026-11-22","carrying":"skipped","came_home":"not_asked","body":"nothing_there","set_down":"skipped"}},
{"id":"AwMDAwMDAwMDAwMDAwMDAw","kind":"session-key","version":1,"body":{"key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}},
{"id":"BAQEBAQEBAQEBAQEBAQEBA","kind":"person","version":1,"body":{"id":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],"name":"Bea","group":null,"asked":false,"never":true,"names":[],"emails":[],"phones":["+442079460958"],"npi":null,"licences":[],"workplaces":[]}}
]}"#;
        VaultCopy::decode(text.as_bytes()).expect("a copy")
    }

    #[test]
    fn each_kind_is_a_table_and_keys_are_in_none() {
        let tables = tables(&copy());
        let kinds: Vec<_> = tables.iter().map(|table| (table.kind.as_str(), table.rows.len())).collect();
        assert_eq!(kinds, [("check-in", 2), ("person", 1)]);
        expect![[r#"
            day,at,body,body jaw,came_home,carrying,carrying step,set_down
            2026-11-22,1970-01-01T00:00:00Z,nothing_there,,not_asked,skipped,,skipped
            2026-11-23,2026-11-24T00:00:00Z,,clear,numb; the phone,,5,"'=HYPERLINK(""http://x""),
            so ""tired"""
        "#]]
        .assert_eq(&tables[0].csv().trim_start_matches('\u{feff}').replace("\r\n", "\n"));
        assert!(tables[1].csv().contains("\"'+442079460958\""));
    }

    #[test]
    fn a_cell_that_would_run_is_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"] {
            assert!(quoted(cell).starts_with("\"'"), "{cell:?}");
        }
        assert_eq!(quoted("so tired"), "so tired");
        assert_eq!(quoted("a, b"), "\"a, b\"");
    }
}
