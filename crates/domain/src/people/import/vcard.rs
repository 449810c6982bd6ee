//! vCard 2.1, 3.0 and 4.0, one card after another.

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};
use calcard::{Entry, Parser};

use super::card::{self, cards};
use super::gather::Gather;
use super::{Broken, Country, Format, MOST_ENTRIES, ReadError, Reading, Why};

pub(super) fn begins_a_card(line: &str) -> bool {
    card::is_begin(line)
}

pub(super) fn read(text: &str, home: Country) -> Result<Reading, ReadError> {
    let mut reading = Reading {
        format: Format::VCard,
        entries: 0,
        contacts: Vec::new(),
        broken: Vec::new(),
        left_out: Vec::new(),
        unknown_columns: Vec::new(),
    };
    for card in cards(text) {
        reading.entries += 1;
        let entry = reading.entries;
        if entry > MOST_ENTRIES {
            return Err(ReadError::TooManyEntries);
        }
        let mut broken = |why| reading.broken.push(Broken { entry, line: card.line, why });
        let Some(text) = &card.text else {
            broken(Why::NotEnded);
            continue;
        };
        let Entry::VCard(parsed) = Parser::new(text).entry() else {
            broken(Why::Unreadable);
            continue;
        };
        if is_a_list(&parsed) {
            continue;
        }
        let (contact, left_out) = gather(&parsed, entry, home);
        match contact {
            Some(contact) => reading.contacts.push(contact),
            None => broken(Why::Unreadable),
        }
        reading.left_out.extend(left_out);
    }
    Ok(reading)
}

fn gather(card: &VCard, entry: usize, home: Country) -> (Option<super::Contact>, Vec<super::LeftOut>) {
    let mut gather = Gather::new(entry, home);
    for name in card.properties(&VCardProperty::Fn) {
        gather.name(&first_text(name));
    }
    if gather.is_unnamed() {
        // Family; given; additional: shown the other way round.
        for name in card.properties(&VCardProperty::N) {
            let parts: Vec<_> = name.values.iter().take(3).map(value_text).collect();
            let part = |at: usize| parts.get(at).map_or("", String::as_str);
            gather.name(&format!("{} {} {}", part(1), part(2), part(0)));
        }
    }
    for property in &card.entries {
        let text = || first_text(property);
        match &property.name {
            VCardProperty::Email => gather.email(&text()),
            VCardProperty::Tel => gather.phone(&text()),
            VCardProperty::Org => gather.workplace(&text()),
            VCardProperty::Categories => {
                property.values.iter().for_each(|value| gather.label(&value_text(value)));
            }
            VCardProperty::Other(name) if name.eq_ignore_ascii_case("X-NPI") => gather.npi(&text()),
            VCardProperty::Other(name)
                if name.eq_ignore_ascii_case("X-LICENSE") || name.eq_ignore_ascii_case("X-LICENCE") =>
            {
                gather.licence(&text());
            }
            _ => {}
        }
    }
    let is_org = has(card, "KIND", "org") || has(card, "X-ABSHOWAS", "company");
    if is_org {
        gather.is_a_place();
    }
    gather.done()
}

/// A list of contacts, which some programs store as a card.
fn is_a_list(card: &VCard) -> bool {
    has(card, "KIND", "group") || has(card, "X-ADDRESSBOOKSERVER-KIND", "group")
}

fn has(card: &VCard, name: &str, value: &str) -> bool {
    card.entries.iter().any(|property| {
        property.name.as_str().eq_ignore_ascii_case(name) && first_text(property).eq_ignore_ascii_case(value)
    })
}

fn first_text(property: &VCardEntry) -> String {
    property.values.first().map(value_text).unwrap_or_default()
}

fn value_text(value: &VCardValue) -> String {
    match value {
        VCardValue::Component(parts) => parts.join(" "),
        VCardValue::Binary(data) => String::from_utf8_lossy(&data.data).into_owned(),
        value => value.as_text().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::read as read_file;
    use super::*;

    fn check(file: &str, expected: &Expect) {
        let reading = read_file(file.as_bytes(), Country::US).unwrap();
        let mut said = String::new();
        for contact in &reading.contacts {
            said += &crate::people::import::table::tests::line(contact);
        }
        for broken in &reading.broken {
            said += &format!("broken {} on line {}: {:?}\n", broken.entry, broken.line, broken.why);
        }
        for left in &reading.left_out {
            said += &format!("left out of {}: {:?}\n", left.entry, left.kind);
        }
        expected.assert_eq(&said);
    }

    #[test]
    fn an_iphone_writes_grouped_properties() {
        check(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 17.0//EN\r\nN:López;Ana;;Dr.;\r\nFN:Dr. Ana López\r\n\
             ORG:Oak Clinic;Adults\r\nitem1.EMAIL;type=INTERNET;type=pref:Ana@Example.org\r\nitem1.X-ABLabel:_$!<Other>!$_\r\n\
             TEL;type=CELL;type=VOICE;type=pref:(415) 555-0123\r\nTEL;type=WORK;type=FAX:(415) 555-0199\r\n\
             item2.ADR;type=HOME:;;1 Main St;Town;CA;94000;USA\r\nBDAY:1980-04-01\r\nNOTE:canary\\, she said\r\nEND:VCARD\r\n",
            &expect![[r#"
                Dr. Ana López [ana lopez] ana@example.org +14155550123 @oak clinic
            "#]],
        );
    }

    #[test]
    fn an_old_phone_writes_quoted_printable_in_2_1() {
        check(
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCr=\r\ngen;;;\r\n\
             TEL;CELL;PREF:030 23125555\r\nTEL;HOME:+49 30 23125 556\r\nEMAIL;INTERNET:jm@example.org\r\n\
             PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r\n AAAQABAAD/2wBD\r\n\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:2.1\r\nFN;QUOTED-PRINTABLE:Zo=EB Park\r\nTEL:415-555-0124\r\nEND:VCARD\r\n",
            &expect![[r#"
                Jürgen Müller [jurgen muller] jm@example.org +493023125556
                Zoë Park [park zoe] +14155550124
                left out of 1: Phone
            "#]],
        );
    }

    #[test]
    fn version_4_writes_uris_and_kinds() {
        check(
            "BEGIN:VCARD\nVERSION:4.0\nKIND:individual\nFN:Bea Okafor\nN:Okafor;Bea;;;\nEMAIL;PREF=1:bea@example.org\n\
             TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+1-415-555-0125;ext=5\nCATEGORIES:Colleagues,book club\n\
             X-NPI:1234567893\nX-LICENSE:US-CA psychologist PSY 12345\nUID:urn:uuid:1\nEND:VCARD\n\
             BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Harbour Centre\nTEL:+14155550126\nEND:VCARD\n\
             BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Friends\nMEMBER:urn:uuid:1\nEND:VCARD\n",
            &expect![[r#"
                Bea Okafor [bea okafor] bea@example.org +14155550125 npi 1234567893 US-CA psychologist 12345 Colleagues
                Harbour Centre [] +14155550126 @harbour centre
            "#]],
        );
    }

    #[test]
    fn folded_lines_escapes_and_a_card_without_a_full_name() {
        check(
            "BEGIN:VCARD\nVERSION:3.0\nN:Ng;Cleo;;;\nEMAIL:cleo.ng.long.ad\n dress@example.org\nORG:Oak\\, Elm & Co\\; Partners;\nEND:VCARD\n\
             BEGIN:VCARD\nVERSION:3.0\nEMAIL:nobody@example.org\nEND:VCARD\n\
             BEGIN:VCARD\nVERSION:3.0\nNOTE:nothing else\nEND:VCARD\n",
            &expect![[r#"
                Cleo Ng [cleo ng] cleo.ng.long.address@example.org @oak elm and co partners
                nobody@example.org [] nobody@example.org
                broken 3 on line 12: Unreadable
            "#]],
        );
    }

    #[test]
    fn broken_cards_are_named_and_the_others_are_read() {
        check(
            "BEGIN:VCARD\nFN:Ana Lopez\nBEGIN:VCARD\nVERSION:3.0\nFN:Bea Okafor\nEMAIL:not an address\nEND:VCARD\nnoise\n\
             begin:vcard\nfn:Cleo Ng\ntel:4155550127\nend:vcard\nBEGIN:VCARD\nFN:Dara",
            &expect![[r#"
                Bea Okafor [bea okafor]
                Cleo Ng [cleo ng] +14155550127
                broken 1 on line 1: NotEnded
                broken 4 on line 13: NotEnded
                left out of 2: Email
            "#]],
        );
    }
}
