//! A passkey: made with the browser's own dialogue, if this browser and what keeps the passkey can do it.

use client::ways_in::{Failure, InsideView, Intent, Way};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::passkey::{self, Made, NoAnswer};
use crate::t;

pub(super) fn section(view: Memo<Option<InsideView>>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<NoAnswer>);
    let asking = RwSignal::new(false);
    let is_full = Memo::new(move |_| {
        view.read().as_ref().is_some_and(|view| view.failure == Some(Failure::TooManyPasskeys))
    });
    let only_hides = Memo::new(move |_| {
        view.read().as_ref().is_some_and(|view| view.ways.iter().any(|it| it.way == Way::Device))
    });
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        refused.set(None);
        asking.set(true);
        // Before the dialogue: this screen may be gone once that has ended.
        let called = name.get_untracked();
        spawn_local(async move {
            match passkey::make().await {
                Ok(Made { credential, salt, answer, sign_in }) => {
                    send(Intent::AddPasskey { credential, salt, answer, name: called, sign_in });
                    name.set(String::new());
                }
                Err(why) => refused.set(Some(why)),
            }
            asking.set(false);
        });
    };
    view! {
        <section class="stack" aria-labelledby="passkey">
            <h2 id="passkey">{t!("passkey")}</h2>
            <p>{t!("passkey-what")}</p>
            <Show when=move || only_hides.get()>
                <p class="small soft">{t!("passkey-device")}</p>
            </Show>
            <form class="stack" on:submit=add>
                <TextField id="passkey-name" label=t!("ways-name") hint=t!("passkey-name-hint") value=name />
                {move || refused.get().map(no_answer)}
                <Show when=move || is_full.get()>
                    <Notice tone=Tone::Trouble what=t!("passkey-full")>
                        <p>{t!("passkey-full-do")}</p>
                    </Notice>
                </Show>
                <div class="actions">
                    <button type="submit" class="button" prop:disabled=asking>
                        {t!("passkey-add")}
                    </button>
                </div>
            </form>
        </section>
    }
}

/// Why there is no secret, and what that means.
pub(crate) fn no_answer(why: NoAnswer) -> impl IntoView {
    let (what, then) = match why {
        NoAnswer::NoPasskeys => (t!("passkey-none"), t!("passkey-none-do")),
        NoAnswer::NoSecret => (t!("passkey-no-secret"), t!("passkey-no-secret-do")),
        NoAnswer::CalledOff => (t!("passkey-called-off"), t!("passkey-called-off-do")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{then}</p>
        </Notice>
    }
}
