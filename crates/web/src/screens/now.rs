//! Now: arriving. One question, one sentence about the week, and nothing that waits impatiently.

use client::vault::{Intent, Saving, VaultView};
use leptos::prelude::*;

use crate::components::marks::Horizon;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::LaterOnNow;
use crate::link::{Views, send};
use crate::router::Route;
use crate::screens::waiting::OpeningFurther;
use crate::t;

/// Greets without a name or a number.
#[component]
pub(crate) fn Now() -> impl IntoView {
    let views = expect_context::<Views>();
    let heavy = move || views.check_in.read().as_ref().is_some_and(|view| view.heavy_today);
    let under_way = move || views.check_in.read().as_ref().is_some_and(|view| view.draft.is_some());
    let checked_in = move || views.check_in.read().as_ref().is_some_and(|view| view.checked_in_today);
    let sentence = move || {
        if heavy() {
            t!("now-heavy")
        } else if checked_in() {
            t!("now-noted")
        } else {
            t!("now-question")
        }
    };
    let action = move || {
        if under_way() {
            t!("now-go-on")
        } else if checked_in() {
            t!("now-again")
        } else {
            t!("now-check-in")
        }
    };
    view! {
        <Page title=greeting()>
            <Saved />
            <p class="lead">{sentence}</p>
            <div class="actions">
                <a class="button" class:filled=move || !checked_in() href=Route::CheckIn.path()>
                    {action}
                </a>
            </div>
            <OpeningFurther />
            <LaterOnNow later=views.later />
            <p>
                <a class="soft" href=Route::NeedMoreNow.path()>
                    {t!("need-more-now")}
                </a>
            </p>
        </Page>
        <Horizon />
    }
}

/// By the hour on her own clock.
fn greeting() -> String {
    match js_sys::Date::new_0().get_hours() {
        5..=11 => t!("good-morning"),
        12..=17 => t!("good-afternoon"),
        _ => t!("good-evening"),
    }
}

/// Only when something is not kept as it ought to be.
#[component]
pub(crate) fn Saved() -> impl IntoView {
    let views = expect_context::<Views>();
    let trouble = Memo::new(move |_| match &*views.vault.read() {
        VaultView::Open(open) => (open.saving == Saving::Failed, open.unreadable),
        _ => (false, 0),
    });
    view! {
        <Show when=move || trouble.get().0>
            <Notice tone=Tone::Trouble what=t!("not-saved")>
                <p>{t!("not-saved-safe")}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=|_| send(Intent::SaveAgain)>
                        {t!("try-again")}
                    </button>
                </div>
            </Notice>
        </Show>
        {move || {
            let count = trouble.get().1;
            (count > 0).then(|| {
                view! {
                    <Notice tone=Tone::Unsure what=t!("unread-records", count = count)>
                        <p>{t!("unread-records-safe")}</p>
                    </Notice>
                }
            })
        }}
    }
}
