//! What stands on the page when there is nothing to draw yet, or nothing that can be.

use client::screen::Trouble;
use client::vault::Opening;
use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::Later;
use crate::link::{Stopped, Views};
use crate::router::Route;
use crate::t;

/// Looking for a vault on this device.
pub(crate) fn opening() -> impl IntoView {
    view! {
        <main class="column" id="main" aria-busy="true">
            <p class="soft">{t!("opening")}</p>
        </main>
    }
}

/// The same while what was kept is being opened, which takes a while if it is much.
pub(crate) fn opening_further() -> impl IntoView {
    view! {
        <main class="column" id="main" aria-busy="true">
            <OpeningFurther />
        </main>
    }
}

/// How far it has come.
#[component]
pub(crate) fn OpeningFurther() -> impl IntoView {
    let views = expect_context::<Views>();
    move || {
        views.opening().map(|Opening { done, of }| {
            view! { <p class="soft small">{t!("opening-further", done = done, of = of)}</p> }
        })
    }
}

/// What this device keeps cannot be read as a vault.
pub(crate) fn unreadable() -> impl IntoView {
    view! {
        <Page title=t!("unreadable")>
            <p>{t!("unreadable-safe")}</p>
            <p>{t!("unreadable-do")}</p>
            <div class="actions">
                <button type="button" class="button filled" on:click=|_| reload()>
                    {t!("try-again")}
                </button>
                <a class="button bare" href=Route::NeedMoreNow.path()>
                    {t!("need-more-now")}
                </a>
            </div>
        </Page>
    }
}

/// There was a vault here, and nobody erased it.
pub(crate) fn gone(begin: impl Fn(Route) + Copy + Send + Sync + 'static) -> impl IntoView {
    view! {
        <Page title=t!("gone")>
            <p class="lead">{t!("gone-what")}</p>
            <p>{t!("gone-do")}</p>
            <div class="actions">
                <button type="button" class="button filled" on:click=move |_| begin(Route::Copies)>
                    {t!("gone-restore")}
                </button>
                <button type="button" class="button bare" on:click=move |_| begin(Route::Now)>
                    {t!("gone-begin")}
                </button>
            </div>
            <p>
                <a href=Route::NeedMoreNow.path()>{t!("need-more-now")}</a>
            </p>
        </Page>
    }
}

/// Most screens come after the first question, and have not come.
pub(crate) fn not_fetched(later: Later) -> impl IntoView {
    view! {
        <Page title=t!("not-fetched")>
            <p>{t!("not-fetched-safe")}</p>
            <div class="actions">
                <button type="button" class="button filled" on:click=move |_| later.want_again()>
                    {t!("try-again")}
                </button>
            </div>
        </Page>
    }
}

/// The Worker cannot go on.
pub(crate) fn stopped(why: Stopped) -> impl IntoView {
    let (what, then, details) = match why {
        Stopped::Trouble(Trouble::NoStore) => (t!("no-store"), t!("no-store-do"), None),
        Stopped::Trouble(Trouble::NoLocks) => (t!("no-locks"), t!("no-locks-do"), None),
        Stopped::Broken(details) => (t!("broken-what"), t!("broken-safe"), Some(details)),
    };
    view! {
        <Page title=t!("broken")>
            <Notice tone=Tone::Trouble what=what>
                <p>{then}</p>
                {details
                    .map(|details| {
                        view! {
                            <details>
                                <summary>{t!("broken-details")}</summary>
                                <p class="small">{details}</p>
                            </details>
                        }
                    })}
            </Notice>
            <div class="actions">
                <button type="button" class="button filled" on:click=|_| reload()>
                    {t!("try-again")}
                </button>
                <a class="button bare" href=Route::NeedMoreNow.path()>
                    {t!("need-more-now")}
                </a>
            </div>
        </Page>
    }
}

pub(crate) fn reload() {
    // Refused only by a browser that is closing the page.
    let _ = window().location().reload();
}
