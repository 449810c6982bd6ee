//! The ways out of an account: signing this device out, and deleting all of it. What is on this device stays.

use client::account::{HereView, Intent};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::t;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    SignOut,
    Delete,
}

pub(super) fn section(view: Memo<Option<HereView>>) -> impl IntoView {
    let asking = RwSignal::new(Asking::Nothing);
    let signed_in = Memo::new(move |_| view.read().as_ref().is_some_and(|view| view.signed_in));
    view! {
        <section class="stack" aria-labelledby="account-leave">
            <h2 id="account-leave">{t!("account-leave")}</h2>
            <p>{t!("account-leave-stays")}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| asking.set(Asking::SignOut)>
                    {move || if signed_in.get() { t!("account-sign-out") } else { t!("account-forget") }}
                </button>
                <Show when=move || signed_in.get()>
                    <button type="button" class="button leaving" on:click=move |_| asking.set(Asking::Delete)>
                        {t!("account-delete")}
                    </button>
                </Show>
            </div>
            {move || match asking.get() {
                Asking::Nothing => ().into_any(),
                Asking::SignOut => sign_out(asking).into_any(),
                Asking::Delete => delete(asking).into_any(),
            }}
        </section>
    }
}

fn sign_out(asking: RwSignal<Asking>) -> impl IntoView {
    let leave = move |_| {
        asking.set(Asking::Nothing);
        send(Intent::SignOut);
    };
    view! {
        <Notice tone=Tone::Unsure what=t!("account-sign-out-sure")>
            <p>{t!("account-sign-out-means")}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| asking.set(Asking::Nothing)>
                    {t!("account-stay")}
                </button>
                <button type="button" class="button" on:click=leave>
                    {t!("account-sign-out-do")}
                </button>
            </div>
        </Notice>
    }
}

fn delete(asking: RwSignal<Asking>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        send(Intent::Delete { name: typed.get_untracked() });
    };
    view! {
        <Notice tone=Tone::Unsure what=t!("account-delete-sure")>
            <p>{t!("account-delete-means")}</p>
            <form class="stack" on:submit=delete>
                <TextField id="account-delete-name" label=t!("account-delete-name") value=typed />
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| asking.set(Asking::Nothing)>
                        {t!("account-keep")}
                    </button>
                    <button type="submit" class="button leaving">
                        {t!("account-delete-do")}
                    </button>
                </div>
            </form>
        </Notice>
    }
}
