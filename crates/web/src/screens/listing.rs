//! Her listing: the form, and then the page as others will see it before she hands it in.

use client::door::{DoorView, Intent, Progress};
use leptos::prelude::*;
use protocol::listing::Listing as Said;

use crate::components::notice::{Notice, Tone};
use crate::components::page::{Back, Page};
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::{Route, go};
use crate::screens::someone::profile;
use crate::screens::waiting::opening;
use crate::t;
use crate::terms::day_and_year;

mod fields;
mod form;

/// The form, or what she looks over.
#[component]
pub(crate) fn Listing() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let prepared = Memo::new(move |_| views.door.read().as_ref().map(|view| view.prepared.clone()));
    move || match prepared.get() {
        Some(Some(listing)) => look_over(&listing).into_any(),
        Some(None) => view! { <form::Form /> }.into_any(),
        // What she typed before is on its way; an empty form now would take its place.
        None => opening().into_any(),
    }
}

fn does(intent: Intent) {
    send(intent);
}

fn look_over(listing: &Said) -> impl IntoView + use<> {
    let hand_in = |_| {
        does(Intent::HandIn);
        go(Route::Door);
    };
    let profile = profile(listing, |_| t!("listing-check-to-come"), ().into_any());
    let name = listing.name.clone();
    view! {
        <Page title=t!("listing-preview") back=Back::step(|| does(Intent::PutBack))>
            <p class="soft">{t!("listing-preview-means")}</p>
            <article class="card preview">
                <h2>{name}</h2>
                {profile}
            </article>
            <Notice tone=Tone::Note what=t!("listing-next")>
                <p>{t!("listing-next-words")}</p>
            </Notice>
            <div class="actions">
                <button type="button" class="button filled" on:click=hand_in>
                    {t!("listing-hand-in")}
                </button>
                <button type="button" class="button" on:click=|_| does(Intent::PutBack)>
                    {t!("listing-change")}
                </button>
            </div>
        </Page>
    }
}

/// Where her listing stands, for the top of her door.
pub(crate) fn progress(view: &DoorView) -> impl IntoView + use<> {
    let name = view.listing.as_ref().map(|listing| listing.name.clone()).unwrap_or_default();
    let stands = match view.progress {
        Progress::None => view! { <p>{t!("door-no-listing")}</p> }.into_any(),
        Progress::OnItsWay => view! { <p role="status">{t!("door-on-its-way")}</p> }.into_any(),
        Progress::WithSteward { earlier_listed } => {
            let id = view.listing.as_ref().map(|listing| listing.id.to_string()).unwrap_or_default();
            let meanwhile = if earlier_listed { t!("door-earlier-listed") } else { t!("door-not-seen-yet") };
            view! {
                <p role="status">{t!("door-with-steward")} " " {meanwhile}</p>
                <p class="small soft">{t!("door-steward-name")} " " <code>{id}</code></p>
            }
            .into_any()
        }
        Progress::Listed { until } => {
            view! { <p role="status">{t!("door-listed", name = name, day = day_and_year(until))}</p> }
                .into_any()
        }
        Progress::Refused(why) => refused(why).into_any(),
    };
    let words = match (view.unfinished, view.progress) {
        (true, _) => t!("door-listing-go-on"),
        (false, Progress::None) => t!("door-listing-write"),
        (false, _) => t!("door-listing-change"),
    };
    view! {
        {stands}
        <div class="actions">
            <a class="button" href=Route::Listing.path()>
                {words}
            </a>
        </div>
    }
}

fn refused(why: client::door::NotTaken) -> impl IntoView {
    let then = match why {
        client::door::NotTaken::Newer => t!("door-refused-newer"),
        client::door::NotTaken::Other => t!("door-refused-other"),
    };
    view! {
        <Notice tone=Tone::Trouble what=t!("door-refused")>
            <p>{then}</p>
            <div class="actions">
                <button type="button" class="button" on:click=|_| does(Intent::SendAgain)>
                    {t!("door-send-again")}
                </button>
            </div>
        </Notice>
    }
}
