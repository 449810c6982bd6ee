//! The people in `sample/contacts.vcf`, as the sample collective knows them. Nobody here exists: the numbers are ones kept
//! for fiction, the addresses lead nowhere, and no NPI is given.
//!
//! Those marked shared are the ones that some sample therapists know too, so that a check finds someone.

/// Someone in the sample address book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamplePerson {
    /// Her name.
    pub name: &'static str,
    /// Her e-mail address.
    pub email: Option<&'static str>,
    /// Her telephone number, in E.164 form.
    pub phone: Option<&'static str>,
    /// Where she works.
    pub workplace: Option<&'static str>,
    /// Whether some sample therapists know her too.
    pub shared: bool,
}

macro_rules! people {
    ($($name:literal, $email:expr, $phone:expr, $workplace:expr, $shared:literal;)+) => {
        &[$(SamplePerson {
            name: $name, email: $email, phone: $phone, workplace: $workplace, shared: $shared,
        }),+]
    };
}

/// The places that sample people work at.
pub const SAMPLE_PLACES: &[&str] = &[
    "Oak & Elm Counseling",
    "Harbor Light Clinic",
    "Alder Creek Wellness Center",
    "St. Somewhere Hospital",
    "University of Nowhere-on-Sea",
    "Invented Institute for Psychotherapy",
    "Port Verity Family Services",
    "Eastwick Falls Community Mental Health",
];

/// Everyone in `sample/contacts.vcf`, in its order.
#[rustfmt::skip]
pub const SAMPLE_PEOPLE: &[SamplePerson] = people![
    "Ana Wrenfield", Some("ana.wrenfield@example.com"), Some("+14155550100"), None, true;
    "Bea Copperlane", Some("bea.copperlane@example.org"), Some("+15105550101"), Some("Harbor Light Clinic"), false;
    "Cleo Mossgate", Some("cleo.mossgate@example.org"), Some("+15035550102"), Some("Alder Creek Wellness Center"), false;
    "Dara Tidewick", Some("dara.tidewick@example.com"), Some("+12125550103"), Some("St. Somewhere Hospital"), false;
    "Zoë van den Lindenlaan", Some("zoe.van.den.lindenlaan@example.org"), Some("+17185550104"), None, false;
    "Farid Stonebridle", Some("farid.stonebridle@example.org"), None, Some("Invented Institute for Psychotherapy"), true;
    "Greta Fernacre", Some("greta.fernacre@example.com"), Some("+12065550106"), Some("Port Verity Family Services"), false;
    "Hana Quillmoor", None, Some("+13235550107"), Some("Eastwick Falls Community Mental Health"), false;
    "Ines Ashenby", Some("ines.ashenby@example.org"), Some("+14155550108"), None, false;
    "José Campoverde-Ruiz", Some("jose.campoverde.ruiz@example.com"), Some("+15105550109"), Some("Harbor Light Clinic"), true;
    "Kemi Dovewater", Some("kemi.dovewater@example.org"), Some("+15035550110"), Some("Alder Creek Wellness Center"), false;
    "Leila Elderwick", Some("leila.elderwick@example.org"), Some("+12125550111"), Some("St. Somewhere Hospital"), false;
    "Mateo Foxmantle", Some("mateo.foxmantle@example.com"), Some("+17185550112"), None, false;
    "Noor Glasswell", None, None, Some("Invented Institute for Psychotherapy"), false;
    "Jürgen Birkenthal", Some("jurgen.birkenthal@example.org"), None, Some("Port Verity Family Services"), true;
    "Petra Inkberry", Some("petra.inkberry@example.com"), Some("+13235550115"), Some("Eastwick Falls Community Mental Health"), false;
    "Quinn Juniperhall", Some("quinn.juniperhall@example.org"), Some("+14155550116"), None, false;
    "Rafael Kestrelby", Some("rafael.kestrelby@example.org"), Some("+15105550117"), Some("Harbor Light Clinic"), false;
    "Sana Lanternhouse", None, Some("+15035550118"), Some("Alder Creek Wellness Center"), false;
    "Seán O'Farrowmere", Some("sean.ofarrowmere@example.org"), Some("+12125550119"), Some("St. Somewhere Hospital"), false;
    "Uma Nettlecombe", Some("uma.nettlecombe@example.org"), Some("+17185550120"), None, false;
    "Vera Oatmarsh", Some("vera.oatmarsh@example.com"), Some("+16175550121"), Some("Invented Institute for Psychotherapy"), false;
    "Wim Pebblestow", Some("wim.pebblestow@example.org"), Some("+12065550122"), Some("Port Verity Family Services"), true;
    "Ximena Rookwell", Some("ximena.rookwell@example.org"), None, Some("Eastwick Falls Community Mental Health"), false;
    "Łucja Brzozowa", Some("lucja.brzozowa@example.com"), Some("+14155550124"), None, false;
    "Zora Thistlegrove", Some("zora.thistlegrove@example.org"), Some("+15105550125"), Some("Harbor Light Clinic"), false;
    "Amara Umberfield", Some("amara.umberfield@example.org"), Some("+15035550126"), Some("Alder Creek Wellness Center"), false;
    "Bruno Vellumore", Some("bruno.vellumore@example.com"), Some("+12125550127"), Some("St. Somewhere Hospital"), false;
    "Celia Willowmark", Some("celia.willowmark@example.org"), Some("+17185550128"), None, false;
    "Søren Ågesund", None, Some("+16175550129"), Some("Invented Institute for Psychotherapy"), false;
    "Elif Zephyrton", Some("elif.zephyrton@example.com"), Some("+12065550130"), Some("Port Verity Family Services"), false;
    "Femi Applemere", Some("femi.applemere@example.org"), Some("+13235550131"), Some("Eastwick Falls Community Mental Health"), true;
    "Gwen Bellweather", Some("gwen.bellweather@example.org"), None, None, false;
    "Mary Anne de la Fontana", Some("mary.anne.de.la.fontana@example.com"), Some("+15105550133"), Some("Harbor Light Clinic"), false;
    "Isla Driftwood-Hale", Some("isla.driftwood.hale@example.org"), Some("+15035550134"), Some("Alder Creek Wellness Center"), false;
    "Jun Embercross", Some("jun.embercross@example.org"), Some("+12125550135"), Some("St. Somewhere Hospital"), false;
    "Keren Fallowmead", Some("keren.fallowmead@example.com"), Some("+17185550136"), None, false;
    "Lars Gorsewick", Some("lars.gorsewick@example.org"), Some("+16175550137"), Some("Invented Institute for Psychotherapy"), false;
    "İpek Yıldızlı", Some("ipek.yildizli@example.org"), Some("+12065550138"), Some("Port Verity Family Services"), false;
    "Nico Ivorygate", Some("nico.ivorygate@example.com"), Some("+13235550139"), Some("Eastwick Falls Community Mental Health"), false;
    "Orla Jackdawson", None, Some("+14155550140"), None, true;
    "Paz Kilnhurst", Some("paz.kilnhurst@example.org"), None, Some("Harbor Light Clinic"), false;
    "Rina Lindenlaan", Some("rina.lindenlaan@example.com"), Some("+15035550142"), Some("Alder Creek Wellness Center"), false;
    "Saul Merrowby", Some("saul.merrowby@example.org"), Some("+12125550143"), Some("St. Somewhere Hospital"), false;
    "Tess Nightingate", None, None, None, false;
    "Udo Orchardine", Some("udo.orchardine@example.com"), Some("+16175550145"), Some("Invented Institute for Psychotherapy"), false;
    "Vida Pinnacrest", Some("vida.pinnacrest@example.org"), Some("+12065550146"), Some("Port Verity Family Services"), false;
    "Wren Quarrington", Some("wren.quarrington@example.org"), Some("+13235550147"), Some("Eastwick Falls Community Mental Health"), true;
    "Xavi Reedmarsh", Some("xavi.reedmarsh@example.com"), Some("+14155550148"), None, false;
    "Yusuf Silverbrook", Some("yusuf.silverbrook@example.org"), Some("+15105550149"), Some("Harbor Light Clinic"), false;
    "Zadie Turnstile", Some("zadie.turnstile@example.org"), None, Some("Alder Creek Wellness Center"), false;
    "Ana Tidewick", None, Some("+12125550151"), Some("St. Somewhere Hospital"), false;
    "Hana Hartspan", Some("hana.hartspan@example.org"), Some("+17185550152"), None, true;
    "Olu Thistlegrove", Some("olu.thistlegrove@example.org"), Some("+16175550153"), Some("Invented Institute for Psychotherapy"), false;
    "Vera Fallowmead", Some("vera.fallowmead@example.com"), Some("+12065550154"), Some("Port Verity Family Services"), false;
    "Celia Quarrington", Some("celia.quarrington@example.org"), Some("+13235550155"), Some("Eastwick Falls Community Mental Health"), false;
    "Jun Quillmoor", Some("jun.quillmoor@example.org"), Some("+14155550156"), None, false;
    "Rina Lanternhouse", Some("rina.lanternhouse@example.com"), Some("+15105550157"), Some("Harbor Light Clinic"), false;
    "Yusuf Yarrowdale", Some("yusuf.yarrowdale@example.org"), Some("+15035550158"), Some("Alder Creek Wellness Center"), false;
    "Farid Jackdawson", Some("farid.jackdawson@example.org"), None, Some("St. Somewhere Hospital"), false;
];

/// Those whom some sample therapists know too.
pub fn shared_people() -> impl Iterator<Item = &'static SamplePerson> {
    SAMPLE_PEOPLE.iter().filter(|person| person.shared)
}

#[cfg(test)]
mod tests {
    use domain::people::identifier::Country;
    use domain::people::import::{Reading, read};
    use domain::people::{Contact, Email, Phone, Workplace};

    use super::*;

    const VCARDS: &[u8] = include_bytes!("../../../../sample/contacts.vcf");
    const GOOGLE: &[u8] = include_bytes!("../../../../sample/contacts-google.csv");
    const OUTLOOK: &[u8] = include_bytes!("../../../../sample/contacts-outlook.csv");

    fn reading(file: &[u8]) -> Reading {
        read(file, Country::US).unwrap()
    }

    /// A contact with its identifiers as the list writes them.
    fn said(contact: &Contact) -> (String, Option<String>, Option<String>, Option<String>) {
        assert!(contact.emails.len() < 2 && contact.phones.len() < 2 && contact.workplaces.len() < 2);
        (
            contact.name.as_str().to_owned(),
            contact.emails.first().map(|email| email.as_str().to_owned()),
            contact.phones.first().map(|phone| phone.as_str().to_owned()),
            contact.workplaces.keys().next().map(|place| place.as_str().to_owned()),
        )
    }

    fn listed(person: &SamplePerson) -> (String, Option<String>, Option<String>, Option<String>) {
        let email = person.email.map(|text| Email::normalise(text).unwrap().into());
        let phone = person.phone.map(|text| Phone::normalise(text, Country::US).unwrap().into());
        let workplace = person.workplace.map(|text| Workplace::normalise(text).unwrap().into());
        (person.name.to_owned(), email, phone, workplace)
    }

    #[test]
    fn the_vcard_file_and_the_list_agree() {
        let reading = reading(VCARDS);
        assert_eq!(reading.broken, []);
        let (people, others) = reading.contacts.split_at(SAMPLE_PEOPLE.len());
        for (contact, person) in people.iter().zip(SAMPLE_PEOPLE) {
            assert_eq!(said(contact), listed(person));
        }
        // A clinic, and someone known by one word and a number that is not whole.
        assert_eq!(
            others.iter().map(|other| other.name.as_str()).collect::<Vec<_>>(),
            ["Harbor Light Clinic", "Mum"]
        );
        assert_eq!(reading.left_out.len(), 1);
    }

    #[test]
    fn the_tables_hold_some_of_the_same_people() {
        let (google, outlook) = (reading(GOOGLE), reading(OUTLOOK));
        assert_eq!((&google.broken, &outlook.broken), (&vec![], &vec![]));
        for (contact, person) in google.contacts.iter().chain(&outlook.contacts).zip(SAMPLE_PEOPLE) {
            assert_eq!(said(contact), listed(person));
        }
        assert_eq!(google.unknown_columns, ["Favourite tea"]);
        assert_eq!((google.contacts.len(), outlook.contacts.len()), (20, 20));
    }

    #[test]
    fn nobody_in_it_can_be_real() {
        for contact in [VCARDS, GOOGLE, OUTLOOK].into_iter().flat_map(|file| reading(file).contacts) {
            assert!(contact.npi.is_none() && contact.licences.is_empty());
            for email in &contact.emails {
                assert!(email.as_str().ends_with("@example.org") || email.as_str().ends_with("@example.com"));
            }
            for phone in &contact.phones {
                assert!(phone.as_str().starts_with("+1") && phone.as_str()[5..].starts_with("55501"));
            }
        }
    }

    #[test]
    fn some_are_shared_and_can_be_found_by_more_than_a_name() {
        assert!((5..12).contains(&shared_people().count()));
        assert!(shared_people().all(|person| person.email.is_some() || person.phone.is_some()));
    }
}
