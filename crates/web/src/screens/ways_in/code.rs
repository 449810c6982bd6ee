//! The recovery code: shown once, printed or copied by hand, typed back.

use client::vault::Secret;
use client::ways_in::{Failure, InsideView, Intent, Way};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextArea;
use crate::components::notice::{Notice, Tone};
use crate::components::page::{Back, Page};
use crate::link::send;
use crate::t;

/// Whether a code that was typed back works: it does once it no longer waits for that.
#[derive(Clone, Copy)]
pub(super) struct Proof {
    pub(super) works: RwSignal<bool>,
    sent: StoredValue<bool>,
}

impl Proof {
    /// Made where it outlives the field, which goes as soon as the code works.
    pub(super) fn watch(view: Memo<Option<InsideView>>) -> Self {
        let proof = Self { works: RwSignal::new(false), sent: StoredValue::new(false) };
        Effect::new(move |_| {
            let view = view.read();
            let Some(view) = view.as_ref().filter(|_| proof.sent.get_value()) else { return };
            let waits = view.ways.iter().any(|way| way.way == Way::NewRecoveryCode);
            proof.sent.set_value(waits && view.failure.is_none());
            if !waits {
                proof.works.set(true);
            }
        });
        proof
    }
}

/// The page while a code is made: first its words, then a field for them.
pub(super) fn making(view: Memo<Option<InsideView>>, proof: Proof) -> impl IntoView {
    let typing = RwSignal::new(false);
    let words =
        Memo::new(move |_| view.read().as_ref().and_then(|view| view.words.clone()).unwrap_or_default());
    move || {
        if typing.get() {
            type_back_page(view, typing, proof).into_any()
        } else {
            written_down(words, typing).into_any()
        }
    }
}

fn written_down(words: Memo<Vec<String>>, typing: RwSignal<bool>) -> impl IntoView {
    let address = window().location().host().unwrap_or_default();
    let print = |_| {
        // Refused only by a page that may open no dialogue.
        let _ = window().print();
    };
    view! {
        <Page title=t!("code-shown") back=Back::step(|| send(Intent::HideCode))>
            <p class="lead off-paper">{t!("code-shown-what")}</p>
            <ol class="code-words" translate="no">
                {move || words.get().into_iter().map(|word| view! { <li>{word}</li> }).collect_view()}
            </ol>
            <p class="on-paper">{t!("code-paper-use", address = address)}</p>
            <p class="on-paper">{t!("code-paper-keep")}</p>
            <div class="actions">
                <button type="button" class="button filled" on:click=move |_| typing.set(true)>
                    {t!("code-have")}
                </button>
                <button type="button" class="button" on:click=print>
                    {t!("code-print")}
                </button>
                <button type="button" class="button bare" on:click=|_| send(Intent::HideCode)>
                    {t!("code-not-now")}
                </button>
            </div>
        </Page>
    }
}

fn type_back_page(view: Memo<Option<InsideView>>, typing: RwSignal<bool>, proof: Proof) -> impl IntoView {
    view! {
        <Page title=t!("code-back") back=Back::step(move || typing.set(false))>
            <p class="lead">{t!("code-back-why")}</p>
            {type_back(view, proof)}
            <div class="actions">
                <button type="button" class="button bare" on:click=move |_| typing.set(false)>
                    {t!("code-show-again")}
                </button>
            </div>
        </Page>
    }
}

/// The field for a code that was made.
fn type_back(view: Memo<Option<InsideView>>, proof: Proof) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let failure = Memo::new(move |_| view.read().as_ref().and_then(|view| view.failure));
    let check = move |event: SubmitEvent| {
        event.prevent_default();
        proof.sent.set_value(true);
        send(Intent::TypeCodeBack { typed: Secret::new(typed.get_untracked()) });
    };
    view! {
        <form class="stack" on:submit=check>
            <TextArea id="recovery-code" label=t!("code-typed") hint=t!("code-typed-hint") value=typed />
            {move || failure.get().map(code_failure)}
            <div class="actions">
                <button type="submit" class="button filled">
                    {t!("code-check")}
                </button>
            </div>
        </form>
    }
}

/// What stands among the other ways in.
pub(super) fn section(view: Memo<Option<InsideView>>, proof: Proof) -> impl IntoView {
    let has = move |way: Way| {
        Memo::new(move |_| view.read().as_ref().is_some_and(|view| view.ways.iter().any(|it| it.way == way)))
    };
    let (has_one, waits) = (has(Way::RecoveryCode), has(Way::NewRecoveryCode));
    let make = move |_| {
        proof.works.set(false);
        send(Intent::MakeCode);
    };
    view! {
        <section class="stack" aria-labelledby="code">
            <h2 id="code">{t!("code")}</h2>
            <p>{t!("code-what")}</p>
            <Show when=move || waits.get()>
                <Notice tone=Tone::Unsure what=t!("code-unfinished")>
                    <p>{t!("code-unfinished-do")}</p>
                </Notice>
                {type_back(view, proof)}
            </Show>
            <Show when=move || has_one.get()>
                <p class="small soft">{t!("code-make-new-means")}</p>
            </Show>
            <div class="actions">
                <button type="button" class="button" class:filled=move || !has_one.get() && !waits.get() on:click=make>
                    {move || if has_one.get() || waits.get() { t!("code-make-new") } else { t!("code-make") }}
                </button>
            </div>
        </section>
    }
}

/// What is wrong with a code, and where.
pub(crate) fn code_failure(failure: Failure) -> AnyView {
    let what = match failure {
        Failure::Count { words } => t!("code-count", words = words),
        Failure::Unknown { word } => t!("code-unknown", word = word),
        Failure::Another { word } => t!("code-another", word = word),
        Failure::Swapped { word } => t!("code-swapped", word = word, next = word + 1),
        Failure::Several => t!("code-several"),
        Failure::OtherCode => t!("code-other"),
        Failure::Damaged => t!("vault-damaged"),
        Failure::OtherPasskey | Failure::TooManyPasskeys => return ().into_any(),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{t!("code-safe")}</p>
        </Notice>
    }
    .into_any()
}
