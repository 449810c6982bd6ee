//! The page with all listings.

use std::collections::BTreeMap;

use maud::{Markup, html};
use protocol::directory::Listed;

use super::frame;
use super::words::words;

pub(super) fn page<'a>(listings: impl Iterator<Item = &'a Listed>) -> Markup {
    let mut places: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
    for listed in listings {
        places.entry(listed.listing.jurisdiction.name().to_owned()).or_default().push(listed);
    }
    let count: usize = places.values().map(Vec::len).sum();
    let main = html! {
        h1 { (words().text("everyone-title")) }
        p.lead { (words().text("everyone-lead")) }
        @if count == 0 {
            p { (words().text("everyone-none")) }
        } @else {
            p { (words().count("everyone-count", count)) }
        }
        @for (place, mut listings) in places {
            @let () = listings.sort_by(|one, other| one.listing.name.cmp(&other.listing.name));
            section {
                h2 { (place) }
                ul.listings { @for listed in listings { (entry(listed)) } }
            }
        }
    };
    frame(&words().text("everyone-title"), &words().text("everyone-lead"), &main)
}

fn entry(listed: &Listed) -> Markup {
    let listing = &listed.listing;
    html! {
        li {
            a href={ "/therapists/" (listing.id) } { (listing.name) }
            " · " (listing.town)
            br;
            span.soft {
                (words().terms("way", listing.ways.iter().map(protocol::listing::WayOfWorking::as_str)))
                " · " (words().fee(&listing.fee))
            }
        }
    }
}
