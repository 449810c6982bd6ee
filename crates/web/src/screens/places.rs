//! The two places that lead on: looking back, and people.

use client::check_in::Intent;
use domain::check_in::CheckIn;
use leptos::prelude::*;

use crate::components::body_map::marked;
use crate::components::marks::{Icon, icon};
use crate::components::page::Page;
use crate::link::{Views, send};
use crate::router::Route;
use crate::screens::check_in::{carried_name, chip_name};
use crate::t;
use crate::terms::day_and_year;

/// What has changed: a list, until there is enough for more to be said.
#[component]
pub(crate) fn LookingBack() -> impl IntoView {
    let views = expect_context::<Views>();
    let earlier = Memo::new(move |_| {
        views.check_in.read().as_ref().map(|view| view.earlier.clone()).unwrap_or_default()
    });
    let further = Memo::new(move |_| views.check_in.read().as_ref().map_or(0, |view| view.further));
    view! {
        <Page title=t!("place-looking-back")>
            <p class="soft">
                {move || if earlier.read().is_empty() { t!("looking-back-empty") } else { t!("looking-back-too-soon") }}
            </p>
            <ul class="quiet-lines">
                {move || {
                    earlier.get().into_iter().map(|entry| {
                        let day = day_and_year(entry.day);
                        view! {
                            <li class="entry">
                                <p class="soft small">{day}</p>
                                {in_words(&entry)}
                            </li>
                        }
                    }).collect_view()
                }}
            </ul>
            {move || {
                let further = further.get();
                (further > 0).then(|| {
                    view! {
                        <div class="actions">
                            <button type="button" class="button" on:click=|_| send(Intent::ShowMore)>
                                {t!("looking-back-more", further = further)}
                            </button>
                        </div>
                    }
                })
            }}
        </Page>
    }
}

/// What a check-in said; the words she set down a tap away.
pub(crate) fn in_words(entry: &CheckIn) -> impl IntoView + use<> {
    let carried = entry.carrying.given().map(|carried| carried_name(*carried));
    let home = entry
        .came_home
        .given()
        .map(|chips| chips.chips().iter().map(chip_name).collect::<Vec<_>>().join(" · "));
    let body = entry.body.given().map(marked);
    let said = [carried, home, body].into_iter().flatten().collect::<Vec<_>>();
    let said = if said.is_empty() { t!("looking-back-not-today") } else { said.join(". ") };
    let words = entry.set_down.given().map(|words| words.as_str().to_owned());
    view! {
        <p>{said}</p>
        {words
            .map(|words| {
                view! {
                    <details>
                        <summary>{t!("looking-back-words")}</summary>
                        <p class="letter as-written">{words}</p>
                    </details>
                }
            })}
    }
}

/// Someone to talk to.
#[component]
pub(crate) fn People() -> impl IntoView {
    let places = [
        (Route::Finding, t!("finding"), t!("finding-under")),
        (Route::Letters, t!("letters"), t!("letters-under")),
        (Route::HerPeople, t!("her-people"), t!("her-people-under")),
        (Route::Door, t!("door"), t!("door-under")),
        (Route::NeedMoreNow, t!("help"), t!("help-under")),
    ];
    view! {
        <Page title=t!("place-people")>
            <p class="lead">{t!("people-lead")}</p>
            <ul class="quiet-lines">
                {places
                    .map(|(route, name, under)| {
                        view! {
                            <li>
                                <a href=route.path()>
                                    <span>
                                        {name} <br /> <span class="value">{under}</span>
                                    </span>
                                    {icon(Icon::Onward, "icon")}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </Page>
    }
}
