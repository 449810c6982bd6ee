//! The ways in beside a passphrase, at the threshold: a passkey, and the recovery code when all else is forgotten.

use client::vault::Secret;
use client::ways_in::{Failure, Intent, PasskeyView, ThresholdView, WaysInView};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::code::code_failure;
use super::passkeys::no_answer;
use crate::components::fields::TextArea;
use crate::components::notice::{Notice, Tone};
use crate::later::part::LaterViews;
use crate::link::send;
use crate::passkey::{self, Answer, NoAnswer};
use crate::router::{Route, go};
use crate::t;

/// What there is of them; nothing if nothing is.
pub(crate) fn at_the_threshold() -> AnyView {
    let views = expect_context::<LaterViews>();
    let view = Memo::new(move |before: Option<&ThresholdView>| match &*views.ways_in.read() {
        Some(WaysInView::Threshold(view)) => view.clone(),
        // What was typed stays as it was while it is being tried.
        _ => before.cloned().unwrap_or(ThresholdView { code: false, passkeys: Vec::new(), failure: None }),
    });
    let has_passkeys = Memo::new(move |_| !view.read().passkeys.is_empty());
    let has_code = Memo::new(move |_| view.read().code);
    view! {
        <Show when=move || has_passkeys.get()>{with_passkey(view)}</Show>
        <Show when=move || has_code.get()>{with_code(view)}</Show>
    }
    .into_any()
}

fn with_passkey(view: Memo<ThresholdView>) -> impl IntoView {
    let refused = RwSignal::new(None::<NoAnswer>);
    let other = Memo::new(move |_| view.read().failure == Some(Failure::OtherPasskey));
    let use_it = move |_| {
        refused.set(None);
        let passkeys: Vec<PasskeyView> = view.read_untracked().passkeys.clone();
        spawn_local(async move {
            match passkey::ask(&passkeys).await {
                Ok(Answer { passkey, answer, sign_in }) => {
                    send(Intent::UsePasskey { passkey, answer, sign_in });
                }
                Err(why) => refused.set(Some(why)),
            }
        });
    };
    view! {
        <div class="stack">
            {move || refused.get().map(no_answer)}
            <Show when=move || other.get()>
                <Notice tone=Tone::Trouble what=t!("wrong-passphrase")>
                    <p>{t!("passkey-other-safe")}</p>
                </Notice>
            </Show>
            <div class="actions">
                <button type="button" class="button" on:click=use_it>
                    {t!("passkey-use")}
                </button>
            </div>
        </div>
    }
}

fn with_code(view: Memo<ThresholdView>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let failure = Memo::new(move |_| view.read().failure);
    let use_it = move |event: SubmitEvent| {
        event.prevent_default();
        send(Intent::UseCode { typed: Secret::new(typed.get_untracked()) });
        // A new passphrase is the next thing, and waits there once it is open.
        go(Route::WaysIn);
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || {
                view! {
                    <div class="actions">
                        <button type="button" class="button bare" on:click=move |_| is_open.set(true)>
                            {t!("code-use")}
                        </button>
                    </div>
                }
            }
        >
            <form class="stack" on:submit=use_it>
                <TextArea id="recovery-code" label=t!("code-typed") hint=t!("code-typed-hint") value=typed />
                {move || failure.get().map(code_failure)}
                <div class="actions">
                    <button type="submit" class="button filled">
                        {t!("code-open")}
                    </button>
                </div>
            </form>
        </Show>
    }
}
