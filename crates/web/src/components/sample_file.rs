//! A fictional file to try an import with. It is offered only where the steward says of every listing that it is a
//! sample, so that nobody takes it for somebody's.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Response};

use crate::later::part::LaterViews;
use crate::t;

/// Tries the file at `address`, or hands it over. `read` takes it as if she had chosen it herself.
#[component]
pub(crate) fn SampleFile(
    address: &'static str,
    #[prop(into)] label: String,
    read: impl Fn(Blob) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let is_sample =
        Memo::new(move |_| views.finding.read().as_ref().is_some_and(|view| view.offered.is_sample));
    let not_come = RwSignal::new(false);
    let try_it = move || {
        not_come.set(false);
        spawn_local(async move {
            let file = fetch(address).await;
            match file {
                // Who has gone elsewhere meanwhile wants it no more.
                _ if not_come.is_disposed() => {}
                Some(file) => read(file),
                None => not_come.set(true),
            }
        });
    };
    view! {
        <Show when=move || is_sample.get()>
            <div class="stack tight">
                <p class="small soft">{t!("sample-files")}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| try_it()>
                        {label.clone()}
                    </button>
                    <a class="button bare" href=address download="">
                        {t!("sample-download")}
                    </a>
                </div>
                <p role="status">{move || not_come.get().then(|| t!("sample-not-come"))}</p>
            </div>
        </Show>
    }
}

async fn fetch(address: &str) -> Option<Blob> {
    let answer: Response = JsFuture::from(window().fetch_with_str(address)).await.ok()?.dyn_into().ok()?;
    let content = answer.ok().then(|| answer.blob().ok()).flatten()?;
    JsFuture::from(content).await.ok()?.dyn_into().ok()
}
