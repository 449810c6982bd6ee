//! What this browser says about keeping what it was given, and asking it to.

use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::t;

/// What the browser has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    NotAsked,
    Keeps,
    MayClear,
    CannotSay,
}

/// Whether it keeps, and a button that asks.
#[component]
pub(super) fn Browser() -> impl IntoView {
    let answer = RwSignal::new(Answer::NotAsked);
    spawn_local(async move {
        match persisted().await {
            Some(true) => answer.set(Answer::Keeps),
            Some(false) => {}
            None => answer.set(Answer::CannotSay),
        }
    });
    view! {
        <p>{t!("browser-may-clear")}</p>
        <AskToKeep answer=answer />
    }
}

/// The question by itself, for where the rest has been said.
#[component]
pub(super) fn Ask() -> impl IntoView {
    let answer = RwSignal::new(Answer::NotAsked);
    spawn_local(async move {
        if persisted().await != Some(false) {
            answer.set(Answer::Keeps);
        }
    });
    let asked = RwSignal::new(false);
    view! {
        <Show when=move || asked.get() || answer.get() == Answer::NotAsked>
            <AskToKeep answer=answer asked=asked />
        </Show>
    }
}

#[component]
fn AskToKeep(
    answer: RwSignal<Answer>,
    #[prop(default = RwSignal::new(false))] asked: RwSignal<bool>,
) -> impl IntoView {
    let ask = move |_| {
        asked.set(true);
        spawn_local(async move {
            answer.set(match persist().await {
                Some(true) => Answer::Keeps,
                Some(false) => Answer::MayClear,
                None => Answer::CannotSay,
            });
        });
    };
    view! {
        <p role="status">
            {move || match answer.get() {
                Answer::NotAsked => None,
                Answer::Keeps => Some(t!("browser-keeps")),
                Answer::MayClear => Some(t!("browser-said-no")),
                Answer::CannotSay => Some(t!("browser-cannot-say")),
            }}
        </p>
        <Show when=move || matches!(answer.get(), Answer::NotAsked | Answer::MayClear)>
            <div class="actions">
                <button type="button" class="button" on:click=ask>
                    {t!("browser-ask")}
                </button>
            </div>
        </Show>
    }
}

async fn persisted() -> Option<bool> {
    said(window().navigator().storage().persisted()).await
}

async fn persist() -> Option<bool> {
    said(window().navigator().storage().persist()).await
}

/// A browser without this, or one that refuses to talk about it, says nothing.
async fn said(asked: Result<Promise, JsValue>) -> Option<bool> {
    JsFuture::from(asked.ok()?).await.ok()?.as_bool()
}
