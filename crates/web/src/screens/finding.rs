//! Finding someone: where she sits first, then what she wishes for. Filtering happens on this device.

mod chosen;
mod wishes;

use client::finding::{Card, DirectoryView, Doubt, FindingView, Intent};
use domain::matching::{Reason, Wishes};
use leptos::html::H2;
use leptos::prelude::*;

use self::chosen::{focus, said_back};
use self::wishes::{change, form};
use crate::components::notice::{Notice, Tone};
use crate::components::page::{Announcer, Page};
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::{Route, go};
use crate::terms::{day_of, fee, in_a_row, language, place, term};
use crate::{right, t};

/// The wishes, and who fits.
#[component]
pub(crate) fn Finding() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let wishes = RwSignal::new(
        views
            .finding
            .with_untracked(|view| view.as_ref().map(|view| view.wishes.clone()))
            .unwrap_or_default(),
    );
    let results = NodeRef::<H2>::new();
    let total = Memo::new(move |_| read(views, |view| view.total));
    let cards = Memo::new(move |_| read(views, |view| view.first.clone()));
    let more = Memo::new(move |_| cards.read().len() < total.get());
    let directory = Memo::new(move |_| views.finding.read().as_ref().map(|view| view.directory));
    let announcer = expect_context::<Announcer>();
    Effect::new(move |before: Option<usize>| {
        let total = total.get();
        if before.is_some_and(|before| before != total) {
            announcer.say(t!("finding-total", count = total));
        }
        total
    });
    view! {
        <Page title=t!("finding") back=Route::People>
            <p class="soft">{t!("finding-local")}</p>
            {move || directory.get().map(about_directory)}
            {form(wishes)}
            <h2 tabindex="-1" node_ref=results>
                {move || t!("finding-total", count = total.get())}
            </h2>
            {said_back(wishes, results)}
            {move || {
                (total.get() == 0 && directory.get().is_some_and(|directory| directory.listed.is_some()))
                    .then(|| loosen(views, wishes, results))
            }}
            <ul class="plain-list stack">
                <For each=move || cards.get() key=|card| (card.listing, why(card)) let:found>
                    <li>{card(found)}</li>
                </For>
            </ul>
            <Show when=move || more.get()>
                <div class="actions">
                    <button type="button" class="button" on:click=|_| does(Intent::More)>
                        {t!("finding-show-more")}
                    </button>
                </div>
            </Show>
            <p class="small soft">{t!("finding-order")}</p>
        </Page>
    }
}

fn does(intent: Intent) {
    send(intent);
}

fn read<T: Default>(views: LaterViews, of: impl Fn(&FindingView) -> T) -> T {
    views.finding.read().as_ref().map(of).unwrap_or_default()
}

fn why(found: &Card) -> Vec<String> {
    found.reasons.iter().map(reason_words).collect()
}

fn card(found: Card) -> impl IntoView {
    let listing = found.listing;
    let why = why(&found);
    let open = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        does(Intent::Open(listing));
        go(Route::Someone);
    };
    view! {
        <article class="card">
            <h3>
                <a href=Route::Someone.path() on:click=open>
                    {found.name}
                </a>
            </h3>
            <p class="soft">{in_a_row([found.town, place(&found.jurisdiction)])}</p>
            <p>{found.words}</p>
            <p class="small soft">{in_a_row([fee(&found.fee), opening(&found.opening)])}</p>
            <ul class="reasons" aria-label=t!("finding-reasons")>
                {why.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}
            </ul>
        </article>
    }
}

/// When there is room, and when that was said.
pub(crate) fn opening(opening: &protocol::listing::Opening) -> String {
    match opening.next {
        Some(next) => t!(
            "opening-from",
            next = crate::terms::day_and_year(next),
            stated = crate::terms::day_and_year(opening.stated_on)
        ),
        None => t!("opening-none", stated = crate::terms::day_and_year(opening.stated_on)),
    }
}

fn reason_words(reason: &Reason) -> String {
    match reason {
        Reason::Right(right) => right::in_short(right),
        Reason::Name => t!("reason-name"),
        Reason::Way(way) => term("way", way.as_str()),
        Reason::Focus(focus) => term("focus", focus.as_str()),
        Reason::Fee => t!("reason-fee"),
        Reason::FeeBySliding => t!("reason-fee-sliding"),
        Reason::Opening(_) => t!("reason-opening"),
        Reason::Time(time) => term("time", time.as_str()),
        Reason::Format(format) => term("format", format.as_str()),
        Reason::Language(spoken) => language(spoken),
        Reason::PrivatePay => t!("finding-private-pay"),
        Reason::NotEmployer => t!("finding-not-employer"),
        Reason::NeverSupervisor => t!("finding-never-supervisor"),
    }
}

fn about_directory(directory: DirectoryView) -> impl IntoView {
    let doubt = directory.doubt.map(|doubt| {
        let what = match doubt {
            Doubt::OtherSteward => t!("doubt-steward"),
            Doubt::Older => t!("doubt-older"),
            Doubt::Damaged => t!("doubt-damaged"),
        };
        view! {
            <Notice tone=Tone::Unsure what=what>
                <p>{t!("doubt-safe")}</p>
            </Notice>
        }
    });
    let age = match (directory.listed, directory.made_at) {
        (Some(listed), Some(made)) => t!("directory-of", count = listed, day = day_of(made)),
        _ => t!("directory-not-yet"),
    };
    view! {
        {doubt}
        <p class="small soft">{age}</p>
    }
}

/// Which single wish would help, each to be let go of with one tap.
fn loosen(views: LaterViews, wishes: RwSignal<Wishes>, results: NodeRef<H2>) -> impl IntoView {
    let hints = read(views, |view| view.loosen.clone());
    let mut hints = hints.into_iter().filter(|hint| hint.would_fit > 0).peekable();
    let lead = if hints.peek().is_some() { t!("finding-nobody") } else { t!("finding-nobody-loosen-more") };
    let without = hints
        .map(|hint| {
            let wish = term("wish", &serde_name(&hint.wish));
            let let_go = move |_| {
                change(wishes, |wishes| wishes.loosen(hint.wish));
                focus(results);
            };
            view! {
                <button type="button" class="button" on:click=let_go>
                    {t!("finding-without", wish = wish, count = hint.would_fit)}
                </button>
            }
        })
        .collect_view();
    view! {
        <p>{lead}</p>
        <div class="choices">{without}</div>
    }
}

/// The name a plain enum has in JSON, which is also how its words are filed.
pub(crate) fn serde_name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
