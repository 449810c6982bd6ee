//! Without an account: what one is, what is missing for it, and making it.

use client::account::{Intent, Left, Missing, NoneView};
use client::vault::Secret;
use client::ways_in;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{busy_words, sign_in::NameAndPassphrase, why};
use crate::components::fields::{TextArea, TextField};
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::router::Route;
use crate::t;

pub(super) fn without(view: Memo<Option<NoneView>>) -> impl IntoView {
    let missing = Memo::new(move |_| view.read().as_ref().and_then(|view| view.missing));
    let failure = Memo::new(move |_| view.read().as_ref().and_then(|view| view.failure));
    let left = Memo::new(move |_| view.read().as_ref().and_then(|view| view.left));
    let is_busy = Memo::new(move |_| view.read().as_ref().is_some_and(|view| view.busy.is_some()));
    let busy = Memo::new(move |_| view.read().as_ref().and_then(|view| view.busy));
    view! {
        {move || left.get().map(went)}
        <p class="lead">{t!("account-what")}</p>
        <p>{t!("account-who-learns")}</p>
        {move || failure.get().map(why)}
        {move || match missing.get() {
            Some(Missing::TwoKinds) => two_kinds().into_any(),
            Some(Missing::CodeTypedAgain) => code_again().into_any(),
            None => make(view, is_busy).into_any(),
        }}
        <p class="small soft" role="status">
            {move || busy.get().map(busy_words)}
        </p>
        <details>
            <summary>{t!("account-have-one")}</summary>
            <div class="stack">
                <p>{t!("account-have-one-here")}</p>
                <NameAndPassphrase busy=is_busy />
            </div>
        </details>
    }
}

fn went(left: Left) -> impl IntoView {
    let (what, then) = match left {
        Left::SignedOut => (t!("account-left"), t!("account-left-safe")),
        Left::Deleted => (t!("account-deleted"), t!("account-deleted-backups")),
    };
    view! {
        <div role="status">
            <Notice tone=Tone::Note what=what>
                <p>{then}</p>
            </Notice>
        </div>
    }
}

fn two_kinds() -> impl IntoView {
    view! {
        <Notice tone=Tone::Unsure what=t!("account-two-kinds")>
            <p>{t!("account-two-kinds-why")}</p>
            <p>
                <a href=Route::WaysIn.path()>{t!("ways-in")}</a>
            </p>
        </Notice>
    }
}

/// The code was made before there were accounts.
fn code_again() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let check = move |event: SubmitEvent| {
        event.prevent_default();
        send(ways_in::Intent::TypeCodeBack { typed: Secret::new(typed.get_untracked()) });
    };
    view! {
        <form class="stack" on:submit=check>
            <p>{t!("account-code-again")}</p>
            <TextArea id="recovery-code" label=t!("code-typed") hint=t!("code-typed-hint") value=typed />
            <div class="actions">
                <button type="submit" class="button filled">
                    {t!("code-check")}
                </button>
            </div>
        </form>
    }
}

fn make(view: Memo<Option<NoneView>>, is_busy: Memo<bool>) -> impl IntoView {
    let (passphrase, device) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let has_passphrase = view.read_untracked().as_ref().is_some_and(|view| view.has_passphrase);
    let missing = RwSignal::new(false);
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = passphrase.get_untracked();
        missing.set(typed.is_empty());
        if !typed.is_empty() {
            passphrase.set(String::new());
            send(Intent::Make { passphrase: Secret::new(typed), device: device.get_untracked() });
        }
    };
    let (label, hint, fill) = if has_passphrase {
        (t!("passphrase"), t!("account-make-passphrase"), "current-password")
    } else {
        (t!("passphrase"), t!("passphrase-hint"), "new-password")
    };
    view! {
        <form class="stack" on:submit=make>
            <TextField
                id="account-passphrase"
                label=label
                hint=hint
                kind="password"
                autocomplete=fill
                invalid=missing
                value=passphrase
            />
            <TextField id="device-name" label=t!("device-name") hint=t!("device-name-hint") value=device />
            <div class="actions">
                <button type="submit" class="button filled" prop:disabled=is_busy>
                    {t!("account-make")}
                </button>
            </div>
        </form>
    }
}
