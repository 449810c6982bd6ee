//! A blank page over everything, with a neutral title. The vault is locked behind it.

use leptos::html::Button;
use leptos::prelude::*;

use crate::t;

/// Nothing to see. Any key, or a touch, leads to the threshold.
#[component]
pub(crate) fn Veil(
    /// Takes the veil away.
    lift: Callback<()>,
) -> impl IntoView {
    let blank = NodeRef::<Button>::new();
    document().set_title(&t!("veil-title"));
    Effect::new(move |_| {
        if let Some(blank) = blank.get() {
            // Only a button that is gone cannot take focus.
            let _ = blank.focus();
        }
    });
    view! {
        <main class="veil">
            <button type="button" node_ref=blank on:click=move |_| lift.run(())>
                <span class="unseen">{t!("veil-lift")}</span>
                <span class="veil-dot" aria-hidden=HIDDEN></span>
            </button>
        </main>
    }
}

const HIDDEN: &str = "true";
