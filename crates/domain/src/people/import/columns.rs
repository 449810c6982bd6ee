//! What the columns of a table mean, by their heads and never by their place.

use super::Format;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    FullName,
    Given,
    Middle,
    Family,
    Email,
    /// A number; the column that labels it, if there is one, may say that it is a fax.
    Phone {
        label: Option<usize>,
    },
    Workplace,
    Labels,
    Npi,
    Licence,
    /// Whatever the label column beside it says.
    Custom {
        label: Option<usize>,
    },
    /// Known, and nobody's business here.
    Dropped,
    Unknown,
}

/// The meaning of each column, and whose table it is. `None` if no column can be recognised that someone is known by.
pub(super) fn recognise(heads: &[String]) -> Option<(Format, Vec<Column>)> {
    let lower: Vec<String> = heads.iter().map(|head| head.trim().to_lowercase()).collect();
    let columns: Vec<_> = lower.iter().map(|head| meaning(head, &lower)).collect();
    let has = |wanted: &str| lower.iter().any(|head| head == wanted);
    let tells = |column: &Column| matches!(column, Column::Email | Column::Phone { .. });
    let names = |column: &Column| {
        matches!(column, Column::FullName | Column::Given | Column::Family | Column::Workplace)
    };
    if !columns.iter().any(tells) && !columns.iter().any(names) {
        return None;
    }
    let format = if lower.iter().any(|head| head.starts_with("e-mail 1 - ") || head.starts_with("phone 1 - "))
    {
        Format::GoogleTable
    } else if has("e-mail address") || has("business phone") || has("mobile phone") {
        Format::OutlookTable
    } else if columns.iter().any(tells) {
        Format::OtherTable
    } else {
        return None;
    };
    Some((format, columns))
}

fn meaning(head: &str, all: &[String]) -> Column {
    if let Some((thing, part)) = numbered(head) {
        let label = || {
            let prefix = head.rsplit_once(" - ").map_or(head, |(prefix, _)| prefix);
            let names = [format!("{prefix} - label"), format!("{prefix} - type")];
            all.iter().position(|other| names.contains(other))
        };
        return match (thing, part) {
            ("e-mail" | "email", "value") => Column::Email,
            ("phone", "value") => Column::Phone { label: label() },
            ("organization", "name") => Column::Workplace,
            ("custom field", "value") => Column::Custom { label: label() },
            _ => Column::Dropped,
        };
    }
    match head {
        "name" | "full name" | "display name" | "file as" => Column::FullName,
        "first name" | "given name" => Column::Given,
        "middle name" | "additional name" => Column::Middle,
        "last name" | "family name" | "surname" => Column::Family,
        "e-mail address" | "e-mail 2 address" | "e-mail 3 address" | "e-mail" | "email" | "email address" => {
            Column::Email
        }
        "mobile phone" | "business phone" | "business phone 2" | "home phone" | "home phone 2"
        | "primary phone" | "other phone" | "car phone" | "assistant's phone" | "phone" | "phone number"
        | "mobile" | "telephone" => Column::Phone { label: None },
        "company" | "organization" | "organization name" | "organisation" | "workplace" | "employer" => {
            Column::Workplace
        }
        "labels" | "group membership" | "categories" | "group" => Column::Labels,
        "npi" => Column::Npi,
        "license" | "licence" | "license number" | "licence number" => Column::Licence,
        head if is_known_and_dropped(head) => Column::Dropped,
        _ => Column::Unknown,
    }
}

/// `e-mail 2 - value` as its thing and its part.
fn numbered(head: &str) -> Option<(&str, &str)> {
    let (thing, part) = head.rsplit_once(" - ")?;
    let (thing, number) = thing.rsplit_once(' ')?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some((thing, part))
}

fn is_known_and_dropped(head: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "address",
        "anniversary",
        "assistant's name",
        "billing",
        "birthday",
        "business address",
        "business city",
        "business country",
        "business fax",
        "business postal",
        "business state",
        "business street",
        "callback",
        "children",
        "company main phone",
        "company yomi",
        "department",
        "directory",
        "e-mail 2 d",
        "e-mail 2 t",
        "e-mail 3 d",
        "e-mail 3 t",
        "e-mail d",
        "e-mail t",
        "event",
        "gender",
        "given name yomi",
        "family name yomi",
        "government",
        "hobby",
        "home address",
        "home city",
        "home country",
        "home fax",
        "home postal",
        "home state",
        "home street",
        "im",
        "initials",
        "internet free",
        "isdn",
        "job title",
        "keywords",
        "language",
        "location",
        "maiden name",
        "manager",
        "mileage",
        "name prefix",
        "name suffix",
        "nickname",
        "notes",
        "occupation",
        "office location",
        "organization department",
        "organization title",
        "organizational id",
        "other address",
        "other city",
        "other country",
        "other fax",
        "other postal",
        "other state",
        "other street",
        "pager",
        "phonetic",
        "photo",
        "po box",
        "priority",
        "private",
        "profession",
        "radio phone",
        "referred by",
        "relation",
        "schools",
        "sensitivity",
        "short name",
        "spouse",
        "subject",
        "suffix",
        "telex",
        "title",
        "tty",
        "user 1",
        "user 2",
        "user 3",
        "user 4",
        "web",
        "yomi",
        "additional name yomi",
    ];
    head.is_empty() || BEGINNINGS.iter().any(|beginning| head.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(heads: &[&str]) -> Option<(Format, Vec<Column>)> {
        recognise(&heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn columns_are_known_by_their_heads_wherever_they_stand() {
        let (format, columns) =
            of(&["Phone 1 - Value", "Shoe size", "Phone 1 - Label", "First Name"]).unwrap();
        assert_eq!(format, Format::GoogleTable);
        let expected = [Column::Phone { label: Some(2) }, Column::Unknown, Column::Dropped, Column::Given];
        assert_eq!(columns, expected);
    }

    #[test]
    fn a_table_without_a_way_to_know_anyone_is_none() {
        assert_eq!(of(&["Date", "Amount"]), None);
        assert_eq!(of(&["Name", "Amount"]), None);
        assert!(of(&["Name", "E-mail"]).is_some_and(|(format, _)| format == Format::OtherTable));
    }
}
