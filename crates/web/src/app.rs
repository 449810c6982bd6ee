//! Which screen is on: the ways in first, then what the address says; and Veil over all of it.

use std::time::Duration;

use client::screen::FromScreen;
use client::vault::{self, VaultView};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::components::page::{Announcer, Bar, Corner, Covered, LiveRegion};
use crate::keeping;
use crate::later::LaterScreen;
use crate::link::{Views, say, send};
use crate::router::{Route, Router, go, on_window};
use crate::screens::{
    check_in::CheckIn, first_door::FirstDoor, need_more_now::NeedMoreNow, now::Now, nowhere::Nowhere,
    threshold::Threshold, veil::Veil, waiting,
};
use crate::t;

/// How close together two presses of Escape are Veil.
const TWICE_WITHIN_MS: f64 = 800.0;

/// How often it is said that somebody is there.
const TOUCHES_EVERY_MS: f64 = 10_000.0;

/// How long after the first question the rest is fetched.
const AFTER_THE_FIRST_QUESTION: Duration = Duration::from_secs(1);

/// Everything.
#[component]
pub(crate) fn App() -> impl IntoView {
    let views = Views::provide();
    let router = Router::start();
    let announcer = Announcer::provide();
    let veiled = RwSignal::new(false);
    let helping = Memo::new(move |_| router.route() == Route::NeedMoreNow);
    let beneath = Memo::new(move |before: Option<&Route>| match router.route() {
        Route::NeedMoreNow => before.cloned().unwrap_or(Route::Now),
        route => route,
    });
    let veil = Callback::new(move |()| {
        send(vault::Intent::Lock);
        veiled.set(true);
    });
    escape_twice(veil);
    fetch_later(views);
    note_that_there_is_a_vault(views);
    say_when_touched(views);
    remove_opening_page();

    view! {
        <Show
            when=move || veiled.get()
            fallback=move || {
                view! {
                    <div class="page" class:arriving=move || is_arriving(views, router)>
                        <a class="skip" href="#main">
                            {t!("skip-to-page")}
                        </a>
                        <Corner open=Signal::derive(move || views.is_open()) veil=veil />
                        <Offline />
                        <Elsewhere />
                        <LocksSoon />
                        <Show when=move || helping.get()>
                            <div class="screen">
                                <NeedMoreNow back=beneath.get_untracked() />
                            </div>
                        </Show>
                        // Help covers the page it was asked for from, so that nothing typed there is lost. And while
                        // another tab writes, the page can be looked at, with help within reach.
                        <div class="screen" prop:hidden=helping prop:inert=move || views.elsewhere.get()>
                            <Covered by=helping>{move || screen(views, beneath)}</Covered>
                        </div>
                        <Show when=move || views.is_open() && router.route() != Route::CheckIn>
                            <Bar />
                        </Show>
                    </div>
                }
            }
        >
            <Veil lift=Callback::new(move |()| veiled.set(false)) />
        </Show>
        <LiveRegion announcer=announcer />
    }
}

/// The ways in come before any address.
fn screen(views: Views, route: Memo<Route>) -> AnyView {
    if let Some(why) = views.stopped.get() {
        return waiting::stopped(why).into_any();
    }
    // A change within an open vault is for the screens; only the way in is decided here.
    let way_in = Memo::new(move |_| WayIn::of(&views.vault.read()));
    match way_in.get() {
        WayIn::Starting => waiting::opening().into_any(),
        WayIn::FirstDoor if keeping::is_marked() => view! { <Gone /> }.into_any(),
        WayIn::FirstDoor => view! { <FirstDoor /> }.into_any(),
        WayIn::Locked => view! { <Threshold /> }.into_any(),
        WayIn::Unreadable => waiting::unreadable().into_any(),
        WayIn::Open => open_screen(views, &route.read()),
    }
}

fn open_screen(views: Views, route: &Route) -> AnyView {
    match route {
        Route::Now => view! { <Now /> }.into_any(),
        Route::CheckIn => view! { <CheckIn /> }.into_any(),
        // Help is never beneath itself.
        Route::Nowhere | Route::NeedMoreNow => view! { <Nowhere /> }.into_any(),
        later => view! { <LaterScreen later=views.later route=later.clone() /> }.into_any(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WayIn {
    Starting,
    FirstDoor,
    Locked,
    Unreadable,
    Open,
}

impl WayIn {
    fn of(view: &VaultView) -> Self {
        match view {
            VaultView::Starting => Self::Starting,
            VaultView::FirstDoor => Self::FirstDoor,
            VaultView::Unreadable => Self::Unreadable,
            // Opening keeps the way in on screen, so that nothing jumps while a passphrase is being tried.
            VaultView::Locked { .. } | VaultView::Opening => Self::Locked,
            VaultView::Open(_) => Self::Open,
        }
    }
}

/// Fetches the rest where it stands in nobody's way: at once for whoever has been here before, and otherwise a moment
/// after the first question is there.
fn fetch_later(views: Views) {
    Effect::new(move |_| {
        if matches!(*views.vault.read(), VaultView::Locked { .. }) {
            views.later.want();
        } else if views.check_in.read().as_ref().is_some_and(|view| view.draft.is_some()) {
            set_timeout(move || views.later.want(), AFTER_THE_FIRST_QUESTION);
        }
    });
}

/// So that one that goes without being erased is noticed.
fn note_that_there_is_a_vault(views: Views) {
    let is_open = Memo::new(move |_| views.is_open());
    Effect::new(move |_| {
        if is_open.get() {
            keeping::mark();
        }
    });
}

/// There was a vault here, and nobody erased it.
#[component]
fn Gone() -> impl IntoView {
    let begun = RwSignal::new(false);
    let begin = move |at: Route| {
        keeping::unmark();
        go(at);
        begun.set(true);
    };
    view! {
        <Show when=move || begun.get() fallback=move || waiting::gone(begin)>
            <FirstDoor />
        </Show>
    }
}

/// Pages that stand on the horizon rather than on a form.
fn is_arriving(views: Views, router: Router) -> bool {
    views.is_open() && router.route() == Route::Now
}

/// One line while there is no network. Nearly everything works without, so it says no more than that.
#[component]
fn Offline() -> impl IntoView {
    let offline = RwSignal::new(!window().navigator().on_line());
    on_window("online", move |_: web_sys::Event| {
        offline.set(false);
        say(&FromScreen::Online);
    });
    on_window("offline", move |_: web_sys::Event| offline.set(true));
    view! {
        <Show when=move || offline.get()>
            <p class="offline" role="status">
                {t!("offline")}
            </p>
        </Show>
    }
}

/// A minute before the lock.
#[component]
fn LocksSoon() -> impl IntoView {
    let views = expect_context::<Views>();
    view! {
        <div role="status">
            <Show when=move || views.locks_soon()>
                <p class="locks-soon">{t!("locks-soon")}</p>
            </Show>
        </div>
    }
}

/// A key, a touch or a turn of the wheel: somebody is there. Said now and then; at once if the lock is near, and while
/// it is locked, so that whoever opens it is counted from then on.
fn say_when_touched(views: Views) {
    let said_at = StoredValue::new(f64::NEG_INFINITY);
    for event in ["keydown", "pointerdown", "wheel"] {
        on_window(event, move |event: web_sys::Event| {
            let at = event.time_stamp();
            if at - said_at.get_value() > TOUCHES_EVERY_MS
                || untrack(|| views.locks_soon() || !views.is_open())
            {
                said_at.set_value(at);
                say(&FromScreen::Touched);
            }
        });
    }
}

/// While another tab has the vault: what that means, and going on here instead.
#[component]
fn Elsewhere() -> impl IntoView {
    let views = expect_context::<Views>();
    let router = expect_context::<Router>();
    // The page below is inert, so this is the page, unless help lies over it.
    let helping = move || router.route() == Route::NeedMoreNow;
    view! {
        <Show when=move || views.elsewhere.get()>
            <div class="elsewhere" role=move || if helping() { "region" } else { "main" } aria-label=t!("elsewhere")>
                <div role="status">
                    {move || {
                        if helping() {
                            view! { <h2>{t!("elsewhere")}</h2> }.into_any()
                        } else {
                            view! { <h1>{t!("elsewhere")}</h1> }.into_any()
                        }
                    }}
                    <p class="soft">{t!("elsewhere-safe")}</p>
                </div>
                <button type="button" class="button" on:click=|_| say(&FromScreen::TakeOver)>
                    {t!("elsewhere-here")}
                </button>
            </div>
        </Show>
    }
}

fn escape_twice(veil: Callback<()>) {
    let last = StoredValue::new(f64::NEG_INFINITY);
    on_window("keydown", move |event: KeyboardEvent| {
        if event.key() != "Escape" || event.repeat() {
            return;
        }
        let at = event.time_stamp();
        if at - last.get_value() < TWICE_WITHIN_MS {
            veil.run(());
            last.set_value(f64::NEG_INFINITY);
        } else {
            last.set_value(at);
        }
    });
}

/// `index.html` has a page of its own until this program is there.
fn remove_opening_page() {
    if let Some(opening) = document().get_element_by_id("opening") {
        opening.remove();
    }
}
