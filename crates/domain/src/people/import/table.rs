//! Contact tables (CSV) as Google and Outlook export them, and any other whose columns say what they are.

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Column, recognise};
use super::gather::Gather;
use super::{Broken, Country, MOST_ENTRIES, ReadError, Reading, Why};

/// The widest table read.
const MOST_COLUMNS: usize = 400;

pub(super) fn read(text: &str, home: Country) -> Result<Reading, ReadError> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    if !reader.read_record(&mut row).unwrap_or(false) || row.len() > MOST_COLUMNS {
        return Err(ReadError::NotContacts);
    }
    let heads: Vec<String> = row.iter().map(str::to_owned).collect();
    let (format, columns) = recognise(&heads).ok_or(ReadError::NotContacts)?;
    let unknown = heads.iter().zip(&columns).filter(|(_, column)| **column == Column::Unknown);
    let mut reading = Reading {
        format,
        entries: 0,
        contacts: Vec::new(),
        broken: Vec::new(),
        left_out: Vec::new(),
        unknown_columns: unknown.map(|(head, _)| head.trim().chars().take(80).collect()).collect(),
    };
    // Text cannot fail for want of UTF-8, and ragged rows are allowed; should a row fail yet, the file ends there.
    while matches!(reader.read_record(&mut row), Ok(true)) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        reading.entries += 1;
        let entry = reading.entries;
        if entry > MOST_ENTRIES {
            return Err(ReadError::TooManyEntries);
        }
        let line = row.position().map_or(0, |position| position.line() as usize);
        let mut broken = |why| reading.broken.push(Broken { entry, line, why });
        if row.len() > columns.len() {
            broken(Why::TooManyCells);
            continue;
        }
        // A quotation mark that is never closed swallows the rest of the file into a row that is too short.
        if row.len() < columns.len() && row.iter().any(|cell| cell.lines().count() > 1) {
            broken(Why::QuoteNotClosed);
            continue;
        }
        let (contact, left_out) = gather(&row, &columns, entry, home);
        match contact {
            Some(contact) => reading.contacts.push(contact),
            None => broken(Why::Unreadable),
        }
        reading.left_out.extend(left_out);
    }
    Ok(reading)
}

/// What parts the heads: the sign there are most of in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    // The last of equals wins, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn gather(
    row: &StringRecord,
    columns: &[Column],
    entry: usize,
    home: Country,
) -> (Option<super::Contact>, Vec<super::LeftOut>) {
    let mut gather = Gather::new(entry, home);
    let cell = |at: usize| row.get(at).unwrap_or_default().trim();
    let first = |wanted: &Column| {
        let at = columns.iter().enumerate().position(|(at, column)| column == wanted && !cell(at).is_empty());
        at.map(cell).unwrap_or_default()
    };
    let whole = format!("{} {} {}", first(&Column::Given), first(&Column::Middle), first(&Column::Family));
    gather.name(&whole);
    gather.name(first(&Column::FullName));
    for (at, column) in columns.iter().enumerate() {
        let label = |label: &Option<usize>| label.map(cell).unwrap_or_default().to_lowercase();
        for value in cell(at).split(" ::: ").map(str::trim).filter(|value| !value.is_empty()) {
            match column {
                Column::Email => gather.email(value),
                Column::Phone { label: by } if is_fax(&label(by)) => {}
                Column::Phone { .. } => gather.phone(value),
                Column::Workplace => gather.workplace(value),
                Column::Labels => value.split([';', ',']).for_each(|label| gather.label(label)),
                Column::Npi => gather.npi(value),
                Column::Licence => gather.licence(value),
                Column::Custom { label: by } => match label(by).trim_start_matches(['*', ' ']) {
                    "npi" => gather.npi(value),
                    "license" | "licence" => gather.licence(value),
                    _ => {}
                },
                Column::FullName
                | Column::Given
                | Column::Middle
                | Column::Family
                | Column::Dropped
                | Column::Unknown => {}
            }
        }
    }
    gather.done()
}

fn is_fax(label: &str) -> bool {
    label.contains("fax") || label.contains("pager")
}

#[cfg(test)]
pub(super) mod tests {
    use expect_test::{Expect, expect};

    use super::super::read as read_file;
    use super::*;
    use crate::people::Contact;

    /// A contact on one line, for tests.
    pub(in crate::people::import) fn line(contact: &Contact) -> String {
        let mut said =
            format!("{} [{}]", contact.name.as_str(), contact.folded.as_ref().map_or("", |n| n.as_str()));
        contact.emails.iter().for_each(|email| said += &format!(" {}", email.as_str()));
        contact.phones.iter().for_each(|phone| said += &format!(" {}", phone.as_str()));
        contact.workplaces.keys().for_each(|place| said += &format!(" @{}", place.as_str()));
        contact.npi.iter().for_each(|npi| said += &format!(" npi {}", npi.as_str()));
        contact.licences.iter().for_each(|licence| said += &format!(" {}", licence.as_str()));
        contact.group.iter().for_each(|group| said += &format!(" {group:?}"));
        said + "\n"
    }

    fn check(file: &str, expected: &Expect) {
        let reading = read_file(file.as_bytes(), Country::US).unwrap();
        let mut said = format!("{:?}\n", reading.format);
        reading.contacts.iter().for_each(|contact| said += &line(contact));
        for broken in &reading.broken {
            said += &format!("broken {} on line {}: {:?}\n", broken.entry, broken.line, broken.why);
        }
        for left in &reading.left_out {
            said += &format!("left out of {}: {:?}\n", left.entry, left.kind);
        }
        if !reading.unknown_columns.is_empty() {
            said += &format!("unknown: {}\n", reading.unknown_columns.join(", "));
        }
        expected.assert_eq(&said);
    }

    #[test]
    fn googles_table_with_several_values_in_a_cell() {
        check(
            "First Name,Middle Name,Last Name,Birthday,Notes,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,\
             Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Custom Field 1 - Label,Custom Field 1 - Value,Shoe size\n\
             Ana,,López,1980-01-01,canary,Oak Clinic,* myContacts ::: Family,* Home,ana@example.org ::: lopez@example.org,\
             Mobile,(415) 555-0123 ::: +1 415 555 0124,Work Fax,(415) 555-0199,NPI,1234567893,38\n\
             ,,,,,Harbour Centre,* myContacts,,,Work,(415) 555-0126,,,,,\n",
            &expect![[r#"
                GoogleTable
                Ana López [ana lopez] ana@example.org lopez@example.org +14155550123 +14155550124 @oak clinic npi 1234567893 Family
                Harbour Centre [] +14155550126 @harbour centre
                unknown: Shoe size
            "#]],
        );
    }

    #[test]
    fn googles_older_table() {
        check(
            "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,\
             Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name\n\
             Bea Okafor,Bea,,Okafor,,* My Contacts ::: Colleagues,* Work,bea@example.org,Mobile,4155550125,,Oak Clinic\n\
             Cleo Ng,,,,,,,,Mobile,12,,\n",
            &expect![[r#"
                GoogleTable
                Bea Okafor [bea okafor] bea@example.org +14155550125 @oak clinic Colleagues
                Cleo Ng [cleo ng]
                left out of 2: Phone
            "#]],
        );
    }

    #[test]
    fn outlooks_table_also_with_semicolons() {
        check(
            "First Name;Middle Name;Last Name;Company;E-mail Address;E-mail 2 Address;Mobile Phone;Business Phone;Business Fax;Categories;Notes\r\n\
             Zoë;;van den Berg;\"Oak & Elm; Counselling\";zoe@example.org;zb@example.com;415-555-0127;415-555-0128 x3;415-555-0199;Supervision;\"canary\r\nsecond line\"\r\n",
            &expect![[r#"
                OutlookTable
                Zoë van den Berg [vandenberg zoe] zb@example.com zoe@example.org +14155550127 +14155550128 @oak and elm counselling Supervisors
            "#]],
        );
    }

    #[test]
    fn broken_rows_are_named_and_the_others_are_read() {
        check(
            "First Name,Last Name,E-mail Address\nAna,Lopez,ana@example.org,extra\n\nBea,Okafor,bea@example.org\n,,not an address\nDara,\"Vance\nEve,Stone,eve@example.org\n",
            &expect![[r#"
                OutlookTable
                Bea Okafor [bea okafor] bea@example.org
                broken 1 on line 2: TooManyCells
                broken 3 on line 5: Unreadable
                broken 4 on line 6: QuoteNotClosed
                left out of 3: Email
            "#]],
        );
    }
}
