//! Ways in: what opens what she wrote, a second way beside the first, and when it locks by itself.

mod code;
mod list;
mod new_keys;
mod passkeys;
mod threshold;

use client::account::AccountView;
use client::vault::{Intent as VaultIntent, Secret};
use client::ways_in::{InsideView, Intent, LockAfter, Way, WaysInView};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::choices::radio_chip;
use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::screens::account::why;
use crate::screens::now::Saved;
use crate::t;

pub(crate) use code::code_failure;
pub(crate) use passkeys::no_answer;
pub(crate) use threshold::at_the_threshold;

/// What is to be seen of them while the vault is open.
fn inside() -> Memo<Option<InsideView>> {
    let views = expect_context::<LaterViews>();
    Memo::new(move |_| match &*views.ways_in.read() {
        Some(WaysInView::Inside(view)) => Some((**view).clone()),
        _ => None,
    })
}

/// All of it; while a recovery code is made, that alone.
#[component]
pub(crate) fn WaysIn() -> impl IntoView {
    let view = inside();
    let making = Memo::new(move |_| view.read().as_ref().is_some_and(|view| view.words.is_some()));
    let proof = code::Proof::watch(view);
    move || {
        if making.get() { code::making(view, proof).into_any() } else { overview(view, proof).into_any() }
    }
}

fn overview(view: Memo<Option<InsideView>>, proof: code::Proof) -> impl IntoView {
    let of = move |look: fn(&InsideView) -> bool| Memo::new(move |_| view.read().as_ref().is_some_and(look));
    let two_kinds = of(|view| view.two_kinds);
    let came_by_code = of(|view| view.came_by_code);
    let has_passphrase = of(|view| view.ways.iter().any(|way| way.way == Way::Passphrase));
    view! {
        <Page title=t!("ways-in") back=Route::Yours>
            <Saved />
            <p class="lead">{move || if two_kinds.get() { t!("ways-in-two") } else { t!("ways-in-one") }}</p>
            <Show when=move || proof.works.get()>
                <div role="status">
                    <Notice tone=Tone::Note what=t!("code-works")>
                        <p>{t!("code-works-keep")}</p>
                    </Notice>
                </div>
            </Show>
            <Show when=move || came_by_code.get()>
                <section class="stack" aria-labelledby="mend">
                    <h2 id="mend">{t!("ways-mend")}</h2>
                    <p>{t!("ways-mend-do")}</p>
                    <Passphrase has_one=has_passphrase />
                </section>
            </Show>
            <section class="stack" aria-labelledby="ways-list">
                <h2 id="ways-list">{t!("ways-list")}</h2>
                {list::ways(view)}
            </section>
            {code::section(view, proof)}
            <Show when=move || !came_by_code.get()>
                <section class="stack" aria-labelledby="ways-passphrase">
                    <h2 id="ways-passphrase">{t!("ways-passphrase")}</h2>
                    <Passphrase has_one=has_passphrase />
                </section>
            </Show>
            {passkeys::section(view)}
            {lock_after(view)}
            {new_keys::section(view)}
        </Page>
    }
}

/// Chooses a passphrase, in place of the one there is.
#[component]
fn Passphrase(has_one: Memo<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(false);
    // Signed in, it becomes the account's too: what is under way there, and why it came to nothing.
    let views = expect_context::<LaterViews>();
    let account = Memo::new(move |_| match &*views.account.read() {
        Some(AccountView::Here(view)) if view.signed_in => Some((view.busy, view.failure)),
        _ => None,
    });
    let choose = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = typed.get_untracked();
        if !passphrase.is_empty() {
            typed.set(String::new());
            chosen.set(true);
            send(VaultIntent::SetPassphrase { passphrase: Secret::new(passphrase) });
        }
    };
    view! {
        <form class="stack" on:submit=choose>
            <TextField
                id="new-passphrase"
                label=t!("ways-new-passphrase")
                hint=t!("passphrase-hint")
                kind="password"
                autocomplete="new-password"
                value=typed
            />
            <Show when=move || has_one.get()>
                <p class="small soft">{t!("ways-new-passphrase-means")}</p>
            </Show>
            <div class="actions">
                <button type="submit" class="button">
                    {move || if has_one.get() { t!("ways-change-passphrase") } else { t!("yours-set-passphrase") }}
                </button>
                <span role="status">
                    {move || {
                        let done = || chosen.get().then(|| t!("ways-passphrase-chosen"));
                        match account.get() {
                            Some((Some(_), _)) => Some(t!("account-stretching")),
                            Some((None, Some(_))) => None,
                            _ => done(),
                        }
                    }}
                </span>
            </div>
            {move || account.get().filter(|_| chosen.get()).and_then(|(_, failure)| failure).map(why)}
            <Show when=move || account.get().is_some()>
                <p class="small soft">{t!("ways-new-passphrase-account")}</p>
            </Show>
        </form>
    }
}

fn lock_after(view: Memo<Option<InsideView>>) -> impl IntoView {
    let chosen = Memo::new(move |_| view.read().as_ref().map(|view| view.lock_after));
    let label = |after: LockAfter| match after.minutes() {
        Some(minutes) => t!("lock-after-minutes", minutes = minutes),
        None => t!("lock-after-never"),
    };
    view! {
        <section class="stack" aria-labelledby="lock-after">
            <h2 id="lock-after">{t!("lock-after")}</h2>
            <p>{t!("lock-after-means")}</p>
            <fieldset class="choices" aria-labelledby="lock-after">
                {LockAfter::ALL
                    .map(|after| {
                        radio_chip(
                            "lock-after",
                            label(after),
                            Signal::derive(move || chosen.get() == Some(after)),
                            move || send(Intent::LockAfter(after)),
                        )
                    })
                    .collect_view()}
            </fieldset>
        </section>
    }
}

/// One line on Now, after the first days, until she has a second way in or would rather not be asked. Whether it is
/// time for that, the client says.
#[component]
pub(crate) fn WayOffer() -> impl IntoView {
    view! {
        <div class="row">
            <a href=Route::WaysIn.path()>{t!("ways-offer")}</a>
            <button type="button" class="button bare" on:click=|_| send(Intent::NotNow)>
                {t!("ways-offer-not")}
            </button>
        </div>
    }
}
