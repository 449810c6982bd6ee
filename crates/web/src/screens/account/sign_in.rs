//! Signing in at the first door, on a device that is new: with the passphrase, the recovery code, or a passkey.

use client::account::{AccountView, DoorView, Intent};
use client::vault::Secret;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{busy_words, why};
use crate::components::fields::{TextArea, TextField};
use crate::later::part::LaterViews;
use crate::link::send;
use crate::passkey::{self, Answer, NoAnswer};
use crate::screens::ways_in::no_answer;
use crate::t;

/// What stands under the heading at the first door.
pub(crate) fn at_the_door() -> AnyView {
    let views = expect_context::<LaterViews>();
    let view = Memo::new(move |before: Option<&DoorView>| match &*views.account.read() {
        Some(AccountView::Door(view)) => view.clone(),
        // What was typed stays as it was while it opens.
        _ => before.cloned().unwrap_or_default(),
    });
    let failure = Memo::new(move |_| view.read().failure);
    let busy = Memo::new(move |_| view.read().busy);
    let is_busy = Memo::new(move |_| view.read().busy.is_some());
    let asks_passkey = Memo::new(move |_| !view.read().ask.is_empty());
    view! {
        <p class="lead">{t!("sign-in-what")}</p>
        {move || failure.get().map(why)}
        <p class="soft" role="status">
            {move || busy.get().map(busy_words)}
        </p>
        <Show when=move || asks_passkey.get() fallback=move || ways(is_busy)>
            {open_with_passkey(view)}
        </Show>
    }
    .into_any()
}

fn ways(busy: Memo<bool>) -> impl IntoView {
    view! {
        <NameAndPassphrase busy=busy />
        {with_passkey(busy)}
        {with_code(busy)}
    }
}

/// A name and a passphrase.
#[component]
pub(super) fn NameAndPassphrase(busy: Memo<bool>) -> impl IntoView {
    let (name, passphrase) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let device = RwSignal::new(String::new());
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = Secret::new(passphrase.get_untracked());
        passphrase.set(String::new());
        send(Intent::SignIn {
            name: name.get_untracked(),
            passphrase: typed,
            device: device.get_untracked(),
        });
    };
    view! {
        <form class="stack" on:submit=sign_in>
            <TextField
                id="sign-in-name"
                label=t!("account-name")
                hint=t!("sign-in-name-hint")
                autocomplete="username"
                value=name
            />
            <TextField
                id="sign-in-passphrase"
                label=t!("passphrase")
                kind="password"
                autocomplete="current-password"
                value=passphrase
            />
            <TextField id="sign-in-device" label=t!("device-name") hint=t!("device-name-hint") value=device />
            <div class="actions">
                <button type="submit" class="button filled" prop:disabled=busy>
                    {t!("sign-in-do")}
                </button>
            </div>
        </form>
    }
}

fn with_passkey(busy: Memo<bool>) -> impl IntoView {
    let refused = RwSignal::new(None::<NoAnswer>);
    let ask = move |_| {
        refused.set(None);
        spawn_local(async move {
            match passkey::ask_to_sign_in().await {
                Ok(answer) => send(Intent::SignInWithPasskey { answer, device: String::new() }),
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    };
    view! {
        {move || refused.get().map(no_answer)}
        <div class="actions">
            <button type="button" class="button" prop:disabled=busy on:click=ask>
                {t!("sign-in-passkey")}
            </button>
        </div>
    }
}

/// The passkey has signed in; now it is asked what opens the rest.
fn open_with_passkey(view: Memo<DoorView>) -> impl IntoView {
    let refused = RwSignal::new(None::<NoAnswer>);
    let ask = move |_| {
        refused.set(None);
        let passkeys = view.read_untracked().ask.clone();
        spawn_local(async move {
            match passkey::ask(&passkeys).await {
                Ok(Answer { passkey, answer, .. }) => send(Intent::OpenWithPasskey { passkey, answer }),
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    };
    view! {
        <p>{t!("sign-in-passkey-again")}</p>
        {move || refused.get().map(no_answer)}
        <div class="actions">
            <button type="button" class="button filled" on:click=ask>
                {t!("sign-in-passkey-open")}
            </button>
        </div>
    }
}

fn with_code(busy: Memo<bool>) -> impl IntoView {
    let (code, passphrase) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let missing = RwSignal::new(false);
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = passphrase.get_untracked();
        missing.set(typed.is_empty());
        if !typed.is_empty() {
            passphrase.set(String::new());
            let code = Secret::new(code.get_untracked());
            let passphrase = Secret::new(typed);
            send(Intent::SignInWithCode { code, passphrase, device: String::new() });
        }
    };
    view! {
        <details>
            <summary>{t!("sign-in-code")}</summary>
            <form class="stack" on:submit=sign_in>
                <TextArea id="sign-in-code" label=t!("code-typed") hint=t!("code-typed-hint") value=code />
                <TextField
                    id="sign-in-new-passphrase"
                    label=t!("ways-new-passphrase")
                    hint=t!("sign-in-code-passphrase")
                    kind="password"
                    autocomplete="new-password"
                    invalid=missing
                    value=passphrase
                />
                <div class="actions">
                    <button type="submit" class="button" prop:disabled=busy>
                        {t!("sign-in-code-do")}
                    </button>
                </div>
            </form>
        </details>
    }
}
