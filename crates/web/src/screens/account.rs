//! Her account: none yet and what it would mean, or its name, its devices, and the ways out of it.

mod between;
mod devices;
mod leaving;
mod making;
mod sign_in;

use client::account::{AccountView, Busy, Failure, HereView, Intent, NoneView, Trouble};
use client::vault::Secret;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::screens::now::Saved;
use crate::screens::ways_in::code_failure;
use crate::t;

pub(crate) use sign_in::at_the_door;

/// Made, or not made yet.
#[component]
pub(crate) fn Account() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let none = Memo::new(move |_| match &*views.account.read() {
        Some(AccountView::None(view)) => Some(view.clone()),
        _ => None,
    });
    let here = Memo::new(move |_| match &*views.account.read() {
        Some(AccountView::Here(view)) => Some((**view).clone()),
        _ => None,
    });
    let is_here = Memo::new(move |_| here.read().is_some());
    view! {
        <Page title=t!("account") back=Route::Yours>
            <Saved />
            {move || {
                if is_here.get() { inside(here).into_any() } else { making::without(none).into_any() }
            }}
        </Page>
    }
}

fn inside(view: Memo<Option<HereView>>) -> impl IntoView {
    let of = move |look: fn(&HereView) -> bool| Memo::new(move |_| view.read().as_ref().is_some_and(look));
    let name = Memo::new(move |_| view.read().as_ref().map(|view| view.name.clone()).unwrap_or_default());
    let failure = Memo::new(move |_| view.read().as_ref().and_then(|view| view.failure));
    let trouble = Memo::new(move |_| view.read().as_ref().and_then(|view| view.trouble));
    let busy = Memo::new(move |_| view.read().as_ref().and_then(|view| view.busy));
    let (signed_in, out_of_reach, other_passphrase) =
        (of(|view| view.signed_in), of(|view| view.out_of_reach), of(|view| view.other_passphrase));
    view! {
        {move || failure.get().map(why)}
        {move || trouble.get().map(in_trouble)}
        <Show when=move || !signed_in.get()>
            <Notice tone=Tone::Unsure what=t!("account-signed-out")>
                <p>{t!("account-signed-out-safe")}</p>
            </Notice>
            {sign_in_again()}
        </Show>
        <section class="stack" aria-labelledby="account-name">
            <h2 id="account-name">{t!("account-name")}</h2>
            <p class="account-name" translate="no">
                {move || name.get()}
            </p>
            <p>{t!("account-name-keep")}</p>
            <p class="on-paper">
                {t!("account-paper", address = window().location().host().unwrap_or_default())}
            </p>
            {keeping(name)}
        </section>
        <p class="small soft" role="status">
            {move || match busy.get() {
                Some(busy) => busy_words(busy),
                None if out_of_reach.get() => t!("account-out-of-reach"),
                None => String::new(),
            }}
        </p>
        <Show when=move || other_passphrase.get()>
            <Notice tone=Tone::Unsure what=t!("account-other-passphrase")>
                <p>
                    {t!("account-other-passphrase-do")} " "
                    <a href=Route::WaysIn.path()>{t!("ways-in")}</a>
                </p>
            </Notice>
        </Show>
        <Show when=move || signed_in.get()>{between::section(view)} {devices::section(view)}</Show>
        {leaving::section(view)}
    }
}

/// The name, to be copied or printed.
fn keeping(name: Memo<String>) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&name.get_untracked());
        leptos::task::spawn_local(async move {
            // Refused where a page may not: the name can be marked and copied by hand.
            if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
                copied.try_set(true);
            }
        });
    };
    let print = |_| {
        // Refused only by a page that may open no dialogue.
        let _ = window().print();
    };
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=copy>
                {t!("account-copy")}
            </button>
            <button type="button" class="button" on:click=print>
                {t!("code-print")}
            </button>
            <span role="status">{move || copied.get().then(|| t!("account-copied"))}</span>
        </div>
    }
}

fn sign_in_again() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let again = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = Secret::new(typed.get_untracked());
        typed.set(String::new());
        send(Intent::SignIn { name: String::new(), passphrase, device: String::new() });
    };
    view! {
        <form class="stack" on:submit=again>
            <TextField
                id="account-passphrase"
                label=t!("account-passphrase")
                kind="password"
                autocomplete="current-password"
                value=typed
            />
            <div class="actions">
                <button type="submit" class="button filled">
                    {t!("sign-in-do")}
                </button>
            </div>
        </form>
    }
}

/// What is under way.
fn busy_words(busy: Busy) -> String {
    match busy {
        Busy::Asking => t!("account-asking"),
        Busy::Stretching => t!("account-stretching"),
        Busy::Sending => t!("account-sending"),
    }
}

/// Why something came to nothing, what is safe, and what to do.
pub(crate) fn why(failure: Failure) -> AnyView {
    let (what, then) = match failure {
        Failure::Wrong => (t!("sign-in-wrong"), t!("sign-in-wrong-do")),
        Failure::NoName => (t!("account-no-name"), t!("account-no-name-do")),
        Failure::OtherPassphrase => (t!("account-not-this-passphrase"), t!("account-not-this-passphrase-do")),
        Failure::Code(failure) => return code_failure(failure),
        Failure::Passkey => (t!("sign-in-no-passkey"), t!("sign-in-no-passkey-do")),
        Failure::OutOfReach => (t!("account-no-network"), t!("account-no-network-do")),
        Failure::TooOften { minutes } => {
            (t!("account-too-often", minutes = minutes), t!("account-too-often-do"))
        }
        Failure::NameGone => (t!("account-name-gone"), t!("account-name-gone-do")),
        Failure::Full => (t!("account-full"), t!("account-full-do")),
        Failure::OtherVault => (t!("account-other-vault"), t!("account-other-vault-do")),
        Failure::Unreadable => (t!("account-unreadable"), t!("account-unreadable-do")),
        Failure::Refused => (t!("account-refused"), t!("account-refused-do")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{then}</p>
        </Notice>
    }
    .into_any()
}

fn in_trouble(trouble: Trouble) -> impl IntoView {
    let (what, then) = match trouble {
        Trouble::OtherVault => (t!("account-trouble-vault"), t!("account-trouble-safe")),
        Trouble::Older => (t!("account-trouble-older"), t!("account-trouble-older-do")),
        Trouble::NotGenuine => (t!("account-trouble-foreign"), t!("account-trouble-safe")),
        Trouble::Newer => (t!("account-trouble-newer"), t!("account-trouble-newer-do")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{then}</p>
            {(trouble == Trouble::Older)
                .then(|| {
                    view! {
                        <div class="actions">
                            <button type="button" class="button" on:click=|_| send(Intent::SendAgain)>
                                {t!("account-send-again")}
                            </button>
                        </div>
                    }
                })}
        </Notice>
    }
}

/// What stands in Yours: that there is none, its name, or that something is to be seen to.
pub(crate) fn in_a_line(view: &AccountView) -> String {
    match view {
        AccountView::Here(here) if !here.signed_in => t!("account-signed-out"),
        AccountView::Here(here) if here.trouble.is_some() => t!("account-look"),
        AccountView::Here(here) => here.name.clone(),
        AccountView::None(NoneView { .. }) | AccountView::Door(_) => t!("account-none"),
    }
}
