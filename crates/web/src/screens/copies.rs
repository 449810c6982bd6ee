//! Copies: everything that is hers in a file of her own, and back again. Nothing here is urged; it says what is so.

mod browser;
mod made;
mod offer;
mod open;

use client::copies::{Contents, CopiesView, Intent};
use client::reading::AsFile;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use client::vault::Secret;

use self::browser::Browser;
use self::made::{Made, made, make};
pub(crate) use self::offer::CopyOffer;
use self::open::OpenCopy;
use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::reader::Reader;
use crate::router::Route;
use crate::screens::now::Saved;
use crate::t;
use crate::terms::day_and_year;
use crate::words::{of_families, say};

/// The last good copy, making one, opening one, plain files, and what this browser says of keeping.
#[component]
pub(crate) fn Copies() -> impl IntoView {
    send(Intent::LookThrough);
    on_cleanup(|| send(Intent::Leave));
    let views = expect_context::<LaterViews>();
    let copies = Memo::new(move |_| views.copies.get().unwrap_or_default());
    view! {
        <Page title=t!("copies") back=Route::Yours>
            <Saved />
            <p class="lead">{move || last(&copies.read())}</p>
            <section class="stack" aria-labelledby="copies-make">
                <h2 id="copies-make">{t!("copies-make")}</h2>
                <Make copies=copies />
            </section>
            <section class="stack" aria-labelledby="copies-open">
                <h2 id="copies-open">{t!("copies-open")}</h2>
                <OpenCopy copies=copies />
            </section>
            <section class="stack" aria-labelledby="copies-plain">
                <h2 id="copies-plain">{t!("copies-plain")}</h2>
                <Plain />
            </section>
            <section class="stack" aria-labelledby="copies-browser">
                <h2 id="copies-browser">{t!("copies-browser")}</h2>
                <Browser />
            </section>
        </Page>
    }
}

/// The day of the last good copy, plainly.
pub(crate) fn last(copies: &CopiesView) -> String {
    match copies.sealed_on {
        Some(day) => t!("copies-last", day = day_and_year(day)),
        None => t!("copies-none"),
    }
}

/// A sealed copy: what it would hold, a passphrase, and then the file.
#[component]
fn Make(copies: Memo<CopiesView>) -> impl IntoView {
    let (typed, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let slip = RwSignal::new(None::<String>);
    let state = RwSignal::new(Made::NotYet);
    let reader = StoredValue::new_local(None::<Reader>);
    on_cleanup(move || reader.set_value(None));
    let seal = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = typed.get_untracked();
        slip.set(if passphrase.is_empty() {
            Some(t!("copies-passphrase-missing"))
        } else if passphrase != again.get_untracked() {
            Some(t!("copies-passphrase-differs"))
        } else {
            None
        });
        if slip.with_untracked(Option::is_none) {
            typed.set(String::new());
            again.set(String::new());
            reader.set_value(Some(make(AsFile::Sealed(Secret::new(passphrase)), state)));
        }
    };
    view! {
        <p>{t!("copies-make-what")}</p>
        {move || copies.read().contents.as_ref().map(contents)}
        <p class="small soft">{t!("copies-make-keys")}</p>
        <form class="stack" on:submit=seal>
            <TextField
                id="copy-passphrase"
                label=t!("copies-passphrase")
                hint=t!("copies-passphrase-hint")
                kind="password"
                autocomplete="new-password"
                invalid=Signal::derive(move || slip.read().is_some())
                value=typed
            />
            <TextField
                id="copy-passphrase-again"
                label=t!("copies-passphrase-again")
                kind="password"
                autocomplete="new-password"
                invalid=Signal::derive(move || slip.read().is_some())
                value=again
            />
            {move || {
                slip.get()
                    .map(|what| {
                        view! {
                            <Notice tone=Tone::Trouble what=what>
                                <p>{t!("copies-nothing-made")}</p>
                            </Notice>
                        }
                    })
            }}
            <div class="actions">
                <button
                    type="submit"
                    class="button filled"
                    prop:disabled=move || matches!(*state.read(), Made::UnderWay)
                >
                    {t!("copies-seal")}
                </button>
            </div>
        </form>
        {move || made(&state.read(), t!("copies-sealed"), Some(Callback::new(|()| send(Intent::Saved))))}
    }
}

/// What a copy holds: how many of what, how large, and what it cannot hold.
fn contents(contents: &Contents) -> impl IntoView + use<> {
    let unopened = contents.unopened;
    view! {
        {kinds(&contents.kinds)}
        <p>{t!("copies-size", size = size(contents.bytes))}</p>
        {(unopened > 0)
            .then(|| {
                view! {
                    <Notice tone=Tone::Unsure what=t!("copies-unopened", count = unopened)>
                        <p>{t!("copies-unopened-safe")}</p>
                    </Notice>
                }
            })}
    }
}

/// Several kinds of thing, counted.
pub(super) fn kinds(kinds: &[(String, usize)]) -> impl IntoView + use<> {
    let rows = kinds.iter().map(|(kind, count)| view! { <li>{counted(kind, *count)}</li> }).collect_view();
    view! { <ul>{rows}</ul> }
}

/// "3 check-ins", or the kind's own name if a newer Held brought it.
fn counted(kind: &str, count: usize) -> String {
    let key = format!("kept-{kind}");
    let words = say(&key, &[("count", count.into())]);
    if words == key { say("kept-other", &[("count", count.into()), ("kind", kind.into())]) } else { words }
}

/// "12 kB".
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => t!("size-bytes", bytes = bytes),
        1_000..1_000_000 => t!("size-kilobytes", kilobytes = bytes.div_ceil(1_000)),
        _ => t!("size-megabytes", megabytes = bytes.div_ceil(1_000_000)),
    }
}

/// Files that anyone can read, and that say so.
#[component]
fn Plain() -> impl IntoView {
    let state = RwSignal::new(Made::NotYet);
    let reader = StoredValue::new_local(None::<Reader>);
    on_cleanup(move || reader.set_value(None));
    let button = move |label: String, what: fn() -> AsFile| {
        view! {
            <button
                type="button"
                class="button"
                prop:disabled=move || matches!(*state.read(), Made::UnderWay)
                on:click=move |_| reader.set_value(Some(make(what(), state)))
            >
                {label}
            </button>
        }
    };
    view! {
        <p>{t!("copies-plain-what")}</p>
        <div class="actions">
            {button(
                t!("copies-plain-page"),
                || AsFile::Page(of_families(&["page-", "carrying-", "sign-", "region-", "depth-"])),
            )} {button(t!("copies-plain-tables"), || AsFile::Tables)}
            {button(t!("copies-plain-json"), || AsFile::Json)}
        </div>
        <p class="small soft">{t!("copies-plain-keys")}</p>
        {move || made(&state.read(), t!("copies-plain-made"), None)}
    }
}
