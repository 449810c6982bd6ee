//! E-mail addresses. Lower case throughout: the standard lets a mail server tell `Ana` from `ana`, and none does. The
//! domain is in its ASCII form.
//!
//! Dots and `+tags` in the part before the @ are left alone, since with most providers they make another mailbox. Gmail
//! alone says in its help pages that they do not, and that `googlemail.com` is the same; so there, and only there, they
//! are dropped. A wrong join would tell someone about a stranger; a missed one only misses.

use super::normal_form;

normal_form!(
    /// An e-mail address in its normal form.
    Email, Email
);

impl Email {
    fn is_normal(text: &str) -> bool {
        let Some((local, domain)) = text.rsplit_once('@') else { return false };
        let local_fits = !local.is_empty() && local.len() <= 64 && !local.contains(unwelcome);
        let domain_fits = domain.len() <= 253
            && domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            });
        local_fits && domain_fits
    }

    /// The normal form of an address as it is typed, also as `mailto:` or as `Ana <ana@example.org>`.
    #[cfg(feature = "contacts")]
    #[must_use]
    pub fn normalise(text: &str) -> Option<Self> {
        use unicode_normalization::UnicodeNormalization as _;

        if text.len() > 1_000 {
            return None;
        }
        let text = text.trim();
        let text = text.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).unwrap_or(text);
        let head = text.get(..7).filter(|head| head.eq_ignore_ascii_case("mailto:"));
        let text = head.map_or(text, |head| &text[head.len()..]).trim();
        let (local, domain) = text.rsplit_once('@')?;
        let mut local: String = local.nfc().collect::<String>().to_lowercase().nfc().collect();
        let mut domain = idna::domain_to_ascii(domain.trim_end_matches('.')).ok()?;
        if matches!(domain.as_str(), "gmail.com" | "googlemail.com") {
            domain = "gmail.com".to_owned();
            local = local.split('+').next().unwrap_or_default().replace('.', "");
        }
        Self::try_from(format!("{local}@{domain}")).ok()
    }
}

fn unwelcome(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | '"' | ',' | ';' | '(' | ')')
}

#[cfg(all(test, feature = "contacts"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_as_people_write_them() {
        for (written, normal) in [
            ("ana@example.org", Some("ana@example.org")),
            ("  Ana.Lopez@Example.ORG ", Some("ana.lopez@example.org")),
            ("ANA@EXAMPLE.ORG.", Some("ana@example.org")),
            ("mailto:ana@example.org", Some("ana@example.org")),
            ("MAILTO:Ana@example.org", Some("ana@example.org")),
            ("Ana Lopez <ana@example.org>", Some("ana@example.org")),
            ("ana+held@example.org", Some("ana+held@example.org")),
            ("ana.lopez@example.org", Some("ana.lopez@example.org")),
            ("a.n.a+tag@gmail.com", Some("ana@gmail.com")),
            ("Ana@GoogleMail.com", Some("ana@gmail.com")),
            ("ana@bücher.example", Some("ana@xn--bcher-kva.example")),
            ("ana@BÜCHER.example", Some("ana@xn--bcher-kva.example")),
            ("ana@xn--bcher-kva.example", Some("ana@xn--bcher-kva.example")),
            ("josé@example.org", Some("josé@example.org")),
            ("jose\u{301}@example.org", Some("josé@example.org")),
            ("o'brien@example.org", Some("o'brien@example.org")),
            ("+@gmail.com", None),
            ("ana@localhost", None),
            ("ana@", None),
            ("@example.org", None),
            ("ana example.org", None),
            ("ana@exa mple.org", None),
            ("ana@example..org", None),
            ("a b@example.org", None),
            ("ana@b@example.org", None),
            ("ana@example.org, bea@example.org", None),
            ("", None),
        ] {
            assert_eq!(Email::normalise(written).as_ref().map(Email::as_str), normal, "{written}");
        }
        assert_eq!(Email::normalise(&format!("{}@example.org", "a".repeat(65))), None);
        assert_eq!(Email::normalise(&"@".repeat(10_000)), None);
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(text in "\\PC{0,20}@[a-zA-Zäß.0-9-]{1,20}") {
            if let Some(email) = Email::normalise(&text) {
                prop_assert_eq!(Email::normalise(email.as_str()), Some(email));
            }
        }
    }
}
