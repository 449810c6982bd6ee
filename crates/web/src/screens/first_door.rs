//! The first door: what this is, who can read it, what it is not; then how it is locked.

use client::vault::{Intent, Secret};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::choices::choice;
use crate::components::fields::TextField;
use crate::components::marks::Horizon;
use crate::components::notice::{Notice, Tone};
use crate::components::page::{Back, Page};
use crate::later::LaterSignIn;
use crate::link::{Views, send};
use crate::router::Route;
use crate::t;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Welcome,
    YoursAlone,
    WhatItIsNot,
    Lock,
    SignIn,
}

/// Three short pages and a lock.
#[component]
pub(crate) fn FirstDoor() -> impl IntoView {
    let step = RwSignal::new(Step::Welcome);
    move || match step.get() {
        Step::Welcome => welcome(step).into_any(),
        Step::YoursAlone => yours_alone(step).into_any(),
        Step::WhatItIsNot => what_it_is_not(step).into_any(),
        Step::Lock => view! { <Lock step=step /> }.into_any(),
        Step::SignIn => view! { <SignIn step=step /> }.into_any(),
    }
}

fn welcome(step: RwSignal<Step>) -> impl IntoView {
    view! {
        <Page title=t!("welcome")>
            <p class="lead">{t!("welcome-allowed")}</p>
            <p>{t!("welcome-what")}</p>
            {onward(step, Step::YoursAlone, t!("welcome-go-on"))}
            <div class="actions">
                <button type="button" class="button bare" on:click=move |_| step.set(Step::SignIn)>
                    {t!("welcome-account")}
                </button>
            </div>
        </Page>
        <Horizon />
    }
}

fn yours_alone(step: RwSignal<Step>) -> impl IntoView {
    view! {
        <Page title=t!("yours-alone") back=Back::step(move || step.set(Step::Welcome))>
            <p class="lead">{t!("yours-alone-sealed")}</p>
            <p>{t!("yours-alone-server")}</p>
            <p>{t!("yours-alone-network")}</p>
            {onward(step, Step::WhatItIsNot, t!("go-on"))}
        </Page>
    }
}

fn what_it_is_not(step: RwSignal<Step>) -> impl IntoView {
    view! {
        <Page title=t!("what-it-is-not") back=Back::step(move || step.set(Step::YoursAlone))>
            <p class="lead">{t!("what-it-is-not-therapy")}</p>
            <p>{t!("what-it-is-not-records")}</p>
            <p>
                {t!("what-it-is-not-emergency")} " "
                <a href=Route::NeedMoreNow.path()>{t!("what-it-is-not-help")}</a>
            </p>
            {onward(step, Step::Lock, t!("begin"))}
        </Page>
    }
}

fn onward(step: RwSignal<Step>, next: Step, label: String) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" class="button filled" on:click=move |_| step.set(next)>
                {label}
            </button>
        </div>
    }
}

/// For an account that was made on another device.
#[component]
fn SignIn(step: RwSignal<Step>) -> impl IntoView {
    let views = expect_context::<Views>();
    view! {
        <Page title=t!("welcome-sign-in") back=Back::step(move || step.set(Step::Welcome))>
            <LaterSignIn later=views.later />
        </Page>
    }
}

/// A passphrase, or none for now.
#[component]
fn Lock(step: RwSignal<Step>) -> impl IntoView {
    const GROUP: &str = "lock";
    let with_passphrase = RwSignal::new(true);
    let typed = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let begun = RwSignal::new(false);
    let begin = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = with_passphrase.get_untracked().then(|| typed.get_untracked());
        if passphrase.as_ref().is_some_and(String::is_empty) {
            missing.set(true);
            return;
        }
        begun.set(true);
        typed.set(String::new());
        send(Intent::Begin { passphrase: passphrase.map(Secret::new) });
    };
    view! {
        <Page title=t!("lock") back=Back::step(move || step.set(Step::WhatItIsNot))>
            <form class="stack" on:submit=begin>
                <fieldset class="stack" aria-label=t!("lock")>
                    {choice(
                        GROUP,
                        t!("lock-passphrase"),
                        t!("lock-passphrase-under"),
                        with_passphrase.into(),
                        move || with_passphrase.set(true),
                    )}
                    {choice(
                        GROUP,
                        t!("lock-later"),
                        t!("lock-later-under"),
                        Signal::derive(move || !with_passphrase.get()),
                        move || with_passphrase.set(false),
                    )}
                </fieldset>
                <Show when=move || with_passphrase.get()>
                    <TextField
                        id="passphrase"
                        label=t!("passphrase")
                        hint=t!("passphrase-hint")
                        kind="password"
                        autocomplete="new-password"
                        invalid=missing
                        value=typed
                    />
                    <Show when=move || missing.get() && typed.read().is_empty()>
                        <Notice tone=Tone::Trouble what=t!("passphrase-missing")>
                            <p>{t!("passphrase-missing-do")}</p>
                        </Notice>
                    </Show>
                </Show>
                <p>{t!("no-copy-yet")}</p>
                <div class="actions">
                    <button type="submit" class="button filled" prop:disabled=begun>
                        {move || if begun.get() { t!("lock-making") } else { t!("lock-make") }}
                    </button>
                </div>
            </form>
        </Page>
    }
}
