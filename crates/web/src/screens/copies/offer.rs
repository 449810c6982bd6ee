//! A copy, offered quietly once there is something to lose. Said once, and taken away with one tap.

use client::copies::Intent;
use leptos::prelude::*;

use super::browser::Ask;
use crate::components::notice::{Notice, Tone};
use crate::later::part::LaterViews;
use crate::link::{Views, send};
use crate::router::Route;
use crate::t;

/// On Now, from the day after the first check-in until there is a copy or she says no.
#[component]
pub(crate) fn CopyOffer() -> impl IntoView {
    let (first, later) = (expect_context::<Views>(), expect_context::<LaterViews>());
    let offered = Memo::new(move |_| {
        let has_begun = first.check_in.read().as_ref().is_some_and(|view| {
            view.draft.is_none() && view.earlier.iter().any(|check_in| check_in.day < view.today)
        });
        has_begun && later.copies.read().as_ref().is_some_and(|view| view.may_be_offered)
    });
    view! {
        <Show when=move || offered.get()>
            <Notice tone=Tone::Note what=t!("copy-offer")>
                <p>{t!("copy-offer-why")}</p>
                <div class="actions">
                    <a class="button" href=Route::Copies.path()>
                        {t!("copy-offer-make")}
                    </a>
                    <button type="button" class="button bare" on:click=|_| send(Intent::NotNow)>
                        {t!("copy-offer-not-now")}
                    </button>
                </div>
                <Ask />
            </Notice>
        </Show>
    }
}
