//! The listing as data for search engines (schema.org, JSON-LD). A data block is not a script and never runs, but it
//! stands inside a `script` element, so nothing in it may end that element.

use maud::{Markup, PreEscaped, html};
use protocol::listing::{Language, Listing};
use serde_json::json;

pub(super) fn block(listing: &Listing) -> Markup {
    let data = json!({
        "@context": "https://schema.org",
        "@type": "Person",
        "name": listing.name,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": listing.town,
            "addressRegion": listing.jurisdiction.name(),
        },
        "knowsLanguage": listing.languages.iter().map(Language::as_str).collect::<Vec<_>>(),
    });
    html! { script type="application/ld+json" { (PreEscaped(escaped(&data.to_string()))) } }
}

/// In JSON these signs stand only inside strings, where they may as well be written as numbers.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(sign)));
            }
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_can_end_the_element_and_it_still_says_the_same() {
        let hostile = "</script><script>alert(1)</script><!-- & \u{2028}";
        let text = escaped(&json!({ "name": hostile }).to_string());
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], hostile);
    }
}
