//! A person's page: her own words first, then what was checked and when, then what this device cannot know.

use client::finding::PersonView;
use leptos::prelude::*;
use protocol::listing::{Focus, Listing, MeetingFormat, TimeOfWeek, WayOfWorking};

use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::right;
use crate::router::Route;
use crate::screens::finding::opening;
use crate::t;
use crate::terms::{day_and_year, fee, in_a_row, language, place, term};

/// Whoever is open in the list.
#[component]
pub(crate) fn Someone() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let person = Memo::new(move |_| views.finding.read().as_ref().and_then(|view| view.person.clone()));
    move || match person.get() {
        Some(person) => page(*person).into_any(),
        None => nobody_open().into_any(),
    }
}

/// A page about someone, after a reload: which one is kept nowhere, so there is none.
pub(crate) fn nobody_open() -> impl IntoView {
    view! {
        <Page title=t!("nobody-open") back=Route::Finding>
            <p>{t!("nobody-open-why")}</p>
            <div class="actions">
                <a class="button filled" href=Route::Finding.path()>
                    {t!("nobody-open-go")}
                </a>
            </div>
        </Page>
    }
}

fn page(person: PersonView) -> impl IntoView {
    let listed = person.listed;
    let check = |index: usize| match listed.licence_check(index) {
        Some(check) => {
            let how = term("method", check.how.as_str());
            t!("licence-checked", day = day_and_year(check.on), how = how)
        }
        None => t!("licence-not-checked"),
    };
    let between = view! {
        {person.right.as_ref().map(|right| view! { <p>{right::in_full(right)}</p> })}
        <div class="actions">
            <a class="button filled" href=Route::Check.path()>
                {t!("someone-check")}
            </a>
            <a class="button" href=Route::Hello.path()>
                {t!("someone-hello")}
            </a>
        </div>
    };
    let profile = profile(&listed.listing, check, between.into_any());
    let until = day_and_year(listed.listed_until);
    view! {
        <Page title=listed.listing.name.clone() back=Route::Finding>
            {profile}
            <p class="small soft">{t!("someone-listed-until", day = until)}</p>
            <h2>{t!("someone-unknown")}</h2>
            <p>{t!("someone-unknown-words")}</p>
        </Page>
    }
}

/// What a listing says, under its name. `check` says what was checked of each licence; `between` stands after her words.
pub(crate) fn profile(listing: &Listing, check: impl Fn(usize) -> String, between: AnyView) -> AnyView {
    let words = listing.words.split("\n\n").map(|words| view! { <p>{words.to_owned()}</p> }).collect_view();
    let licences = listing.licences.iter().enumerate().map(|(index, licence)| {
        let line = in_a_row([
            term("licence", licence.kind.as_str()),
            place(&licence.jurisdiction),
            licence.number.clone(),
            term("standing", licence.standing.as_str()),
        ]);
        let check = check(index);
        view! {
            <li>
                {line} <br /> <span class="small soft">{check}</span>
            </li>
        }
    });
    let licences = licences.collect_view();
    let terms = |family: &str, terms: Vec<&str>| in_a_row(terms.into_iter().map(|each| term(family, each)));
    let facts = [
        (t!("finding-ways"), terms("way", listing.ways.iter().map(WayOfWorking::as_str).collect())),
        (t!("finding-focus"), terms("focus", listing.focus.iter().map(Focus::as_str).collect())),
        (t!("finding-times"), terms("time", listing.times.iter().map(TimeOfWeek::as_str).collect())),
        (t!("finding-formats"), terms("format", listing.formats.iter().map(MeetingFormat::as_str).collect())),
        (t!("listing-languages"), in_a_row(listing.languages.iter().map(language))),
        (t!("someone-fee"), fee(&listing.fee)),
        (t!("someone-opening"), opening(&listing.opening)),
        (t!("someone-training"), in_a_row(listing.training.iter().cloned())),
        (t!("someone-answers"), t!("someone-answers-within", days = listing.answers_within_days)),
    ];
    let promises = [
        (listing.private_pay_no_diagnosis, t!("finding-private-pay")),
        (listing.not_employer_or_eap, t!("finding-not-employer")),
        (listing.never_supervisor, t!("finding-never-supervisor")),
    ];
    let promises: Vec<_> = promises.into_iter().filter_map(|(holds, words)| holds.then_some(words)).collect();
    view! {
        <p class="soft">{in_a_row([listing.town.clone(), place(&listing.jurisdiction)])}</p>
        <div class="letter stack">{words}</div>
        {between}
        <dl class="facts">
            {facts
                .into_iter()
                .filter(|(_, fact)| !fact.is_empty())
                .map(|(name, fact)| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> })
                .collect_view()}
        </dl>
        {(!promises.is_empty())
            .then(|| view! { <ul>{promises.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul> })}
        <h2>{t!("someone-licences")}</h2>
        <ul>{licences}</ul>
    }
    .into_any()
}
