//! The page of one therapist.

use maud::{Markup, html};
use protocol::directory::{Check, Listed};
use protocol::listing::{
    Authority, Focus, Language, Licence, Listing, MeetingFormat, TimeOfWeek, WayOfWorking,
};

use super::words::words;
use super::{frame, structured};

pub(super) fn page(listed: &Listed) -> Markup {
    let listing = &listed.listing;
    let place = [listing.town.as_str(), listing.jurisdiction.name()].join(", ");
    let main = html! {
        h1 { (listing.name) }
        p.lead { (place) }
        section.letter { @for paragraph in paragraphs(&listing.words) { p { (paragraph) } } }
        section {
            h2 { (words().text("one-standing")) }
            ul {
                @for (index, licence) in listing.licences.iter().enumerate() {
                    li { (licence_line(licence)) br; (check_line(listed.licence_check(index))) }
                }
                @for (index, authority) in listing.authorities.iter().enumerate() {
                    li { (authority_line(authority)) br; (check_line(listed.authority_check(index))) }
                }
            }
            p.soft { (words().with("one-listed-until", &[("day", &words().day(listed.listed_until))])) }
        }
        section {
            h2 { (words().text("one-practical")) }
            dl { @for (name, value) in practical(listing) { dt { (words().text(name)) } dd { (value) } } }
            @let promises = promises(listing);
            @if !promises.is_empty() { ul { @for promise in promises { li { (words().text(promise)) } } } }
        }
        section.next {
            h2 { (words().text("one-hello")) }
            p { (words().count("one-hello-text", usize::from(listing.answers_within_days))) }
            p { a href="/" { (words().text("one-hello-link")) } }
            p.soft { (words().text("one-limits")) }
        }
        (structured::block(listing))
    };
    let description = words().with("one-description", &[("name", &listing.name), ("place", &place)]);
    frame(&listing.name, &description, &main)
}

fn paragraphs(words: &str) -> impl Iterator<Item = &str> {
    words.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

fn licence_line(licence: &Licence) -> String {
    words().with(
        "licence-line",
        &[
            ("kind", &words().term("licence", licence.kind.as_str())),
            ("place", licence.jurisdiction.name()),
            ("number", &licence.number),
            ("standing", &words().term("standing", licence.standing.as_str())),
        ],
    )
}

fn authority_line(authority: &Authority) -> String {
    let compact = words().term("compact", authority.compact.as_str());
    words().with("authority-line", &[("compact", &compact), ("home", authority.home.name())])
}

fn check_line(check: Option<&Check>) -> Markup {
    let text = match check {
        Some(check) => {
            let how = words().term("check", check.how.as_str());
            words().with("check-line", &[("day", &words().day(check.on)), ("how", &how)])
        }
        None => words().text("check-none"),
    };
    html! { span.soft { (text) } }
}

fn practical(listing: &Listing) -> Vec<(&'static str, String)> {
    let opening = match listing.opening.next {
        Some(day) => words().day(day),
        None => words().text("opening-none"),
    };
    let stated = words().day(listing.opening.stated_on);
    let opening = words().with("opening-line", &[("opening", &opening), ("stated", &stated)]);
    let mut lines = vec![
        ("one-ways", words().terms("way", listing.ways.iter().map(WayOfWorking::as_str))),
        ("one-focus", words().terms("focus", listing.focus.iter().map(Focus::as_str))),
        ("one-fee", words().fee(&listing.fee)),
        ("one-opening", opening),
        ("one-times", words().terms("time", listing.times.iter().map(TimeOfWeek::as_str))),
        ("one-formats", words().terms("format", listing.formats.iter().map(MeetingFormat::as_str))),
        ("one-languages", words().terms("language", listing.languages.iter().map(Language::as_str))),
        ("one-training", listing.training.join(", ")),
    ];
    lines.retain(|(_, value)| !value.is_empty());
    lines
}

fn promises(listing: &Listing) -> Vec<&'static str> {
    [
        (listing.private_pay_no_diagnosis, "promise-no-diagnosis"),
        (listing.not_employer_or_eap, "promise-independent"),
        (listing.never_supervisor, "promise-never-supervisor"),
    ]
    .into_iter()
    .filter_map(|(made, name)| made.then_some(name))
    .collect()
}
