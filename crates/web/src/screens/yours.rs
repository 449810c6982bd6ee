//! Yours: what is hers to decide. The lock, how the page looks, and removing everything.

use client::vault::{Intent, Secret, VaultView};
use client::ways_in::WaysInView;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::choices::radio_chip;
use crate::components::confirm::Confirm;
use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::{Views, send};
use crate::screens::account::in_a_line;
use crate::screens::copies::last;
use crate::screens::set_aside::how_many;
use crate::screens::version::Version;
use crate::theme::{self, Theme};
use crate::{keeping, router, t};

/// The lock, the look, the way out.
#[component]
pub(crate) fn Yours() -> impl IntoView {
    let later = expect_context::<LaterViews>();
    let has_one_way = Memo::new(
        move |_| matches!(&*later.ways_in.read(), Some(WaysInView::Inside(view)) if !view.two_kinds),
    );
    view! {
        <Page title=t!("yours") back=router::Route::Now>
            <section class="stack" aria-labelledby="yours-lock">
                <h2 id="yours-lock">{t!("yours-lock")}</h2>
                <Passphrase />
                <p>
                    <a href=router::Route::WaysIn.path()>{t!("ways-in")}</a>
                    {move || has_one_way.get().then(|| view! { <span class="small soft">" · " {t!("yours-one-way")}</span> })}
                </p>
                <div class="actions">
                    <button type="button" class="button" on:click=|_| send(Intent::Lock)>
                        {t!("yours-lock-now")}
                    </button>
                </div>
                <p class="small soft">{t!("yours-veil")}</p>
            </section>
            <section class="stack" aria-labelledby="yours-copies">
                <h2 id="yours-copies">{t!("yours-copies")}</h2>
                <p>{move || later.copies.read().as_ref().map(last)}</p>
                <p>
                    <a href=router::Route::Copies.path()>{t!("yours-copies-go")}</a>
                </p>
                <p>
                    <a href=router::Route::SetAside.path()>{t!("set-aside")}</a>
                    {move || how_many(later).map(|said| view! { <span class="small soft">" · " {said}</span> })}
                </p>
            </section>
            <section class="stack" aria-labelledby="yours-account">
                <h2 id="yours-account">{t!("account")}</h2>
                <p>{move || later.account.read().as_ref().map(in_a_line)}</p>
                <p>
                    <a href=router::Route::Account.path()>{t!("yours-account-go")}</a>
                </p>
            </section>
            <section class="stack" aria-labelledby="yours-look">
                <h2 id="yours-look">{t!("yours-look")}</h2>
                <Look />
            </section>
            <Version />
            <section class="stack" aria-labelledby="yours-erase">
                <h2 id="yours-erase">{t!("yours-erase")}</h2>
                <p>{t!("yours-erase-what")}</p>
                <div class="actions">
                    <Confirm
                        action=t!("yours-erase-do")
                        question=t!("yours-erase-sure")
                        consequence=t!("yours-erase-consequence")
                        keep=t!("yours-erase-keep")
                        confirmed=Callback::new(|()| erase())
                    />
                </div>
            </section>
        </Page>
    }
}

fn erase() {
    theme::forget();
    keeping::unmark();
    send(Intent::EraseEverything);
    router::go(router::Route::Now);
}

/// A passphrase for a vault that has none.
#[component]
fn Passphrase() -> impl IntoView {
    let views = expect_context::<Views>();
    let only_hides =
        Memo::new(move |_| matches!(&*views.vault.read(), VaultView::Open(open) if open.only_hides));
    let typed = RwSignal::new(String::new());
    let set = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = typed.get_untracked();
        if !passphrase.is_empty() {
            typed.set(String::new());
            send(Intent::SetPassphrase { passphrase: Secret::new(passphrase) });
        }
    };
    view! {
        <Show when=move || only_hides.get() fallback=|| view! { <p>{t!("yours-has-passphrase")}</p> }>
            <Notice tone=Tone::Unsure what=t!("yours-only-hides")>
                <p>{t!("yours-only-hides-do")}</p>
            </Notice>
            <form class="stack" on:submit=set>
                <TextField
                    id="new-passphrase"
                    label=t!("passphrase")
                    hint=t!("passphrase-hint")
                    kind="password"
                    autocomplete="new-password"
                    value=typed
                />
                <div class="actions">
                    <button type="submit" class="button filled">
                        {t!("yours-set-passphrase")}
                    </button>
                </div>
            </form>
        </Show>
    }
}

/// Day or night, and the size of the text.
#[component]
fn Look() -> impl IntoView {
    let chosen = RwSignal::new(Theme::chosen());
    let size = RwSignal::new(theme::text_size());
    view! {
        <fieldset class="stack tight">
            <legend class="label">{t!("yours-light")}</legend>
            <div class="choices">
                {Theme::ALL
                    .map(|theme| {
                        let choose = move || {
                            theme.choose();
                            chosen.set(theme);
                        };
                        let label = match theme {
                            Theme::System => t!("light-system"),
                            Theme::Day => t!("light-day"),
                            Theme::Night => t!("light-night"),
                        };
                        radio_chip("light", label, Signal::derive(move || chosen.get() == theme), choose)
                    })
                    .collect_view()}
            </div>
        </fieldset>
        <fieldset class="stack tight">
            <legend class="label">{t!("yours-text")}</legend>
            <div class="choices">
                {theme::TEXT_SIZES
                    .map(|pixels| {
                        let choose = move || {
                            theme::choose_text_size(pixels);
                            size.set(pixels);
                        };
                        let label = t!("text-size", pixels = pixels);
                        radio_chip("text", label, Signal::derive(move || size.get() == pixels), choose)
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
