//! What goes between her devices: how far it is, and what stands in the way, in words and with what to do.

use client::account::{HereView, Intent};
use client::sync::{Stage, SyncView, Trouble};
use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::t;

/// The section of it.
pub(super) fn section(view: Memo<Option<HereView>>) -> impl IntoView {
    let sync = Memo::new(move |_| view.read().as_ref().map(|view| view.sync.clone()).unwrap_or_default());
    let trouble = Memo::new(move |_| sync.read().trouble);
    let unopened = Memo::new(move |_| sync.read().unopened);
    view! {
        <section class="stack" aria-labelledby="between">
            <h2 id="between">{t!("between")}</h2>
            <p role="status">{move || stands(&sync.read())}</p>
            {move || trouble.get().map(in_words)}
            {move || {
                let count = unopened.get();
                (count > 0).then(|| {
                    view! {
                        <Notice tone=Tone::Unsure what=t!("between-unopened", count = count)>
                            <p>{t!("between-unopened-safe")}</p>
                        </Notice>
                    }
                })
            }}
        </section>
    }
}

fn stands(sync: &SyncView) -> String {
    match sync.stage {
        Stage::Reading { done, of } if of > 0 => t!("between-reading", done = done, of = of),
        Stage::Sending { left } => t!("between-sending", left = left),
        Stage::Reading { .. } | Stage::Resting if sync.unsent > 0 => {
            t!("between-waits", unsent = sync.unsent)
        }
        Stage::Reading { .. } | Stage::Resting if sync.settled.is_some() => t!("between-settled"),
        Stage::Reading { .. } | Stage::Resting => t!("between-not-yet"),
    }
}

fn in_words(trouble: Trouble) -> impl IntoView {
    let (what, then) = match trouble {
        Trouble::Restored => (t!("between-restored"), t!("between-restored-do")),
        Trouble::Differs => (t!("between-differs"), t!("between-differs-do")),
        Trouble::Newer => (t!("account-trouble-newer"), t!("account-trouble-newer-do")),
        Trouble::Full => (t!("between-full"), t!("between-full-do")),
        Trouble::Refused => (t!("between-refused"), t!("between-refused-do")),
    };
    let asks = matches!(trouble, Trouble::Restored | Trouble::Differs);
    view! {
        <Notice tone=Tone::Unsure what=what>
            <p>{then}</p>
            {asks
                .then(|| {
                    view! {
                        <div class="actions">
                            <button type="button" class="button" on:click=|_| send(Intent::SendAgain)>
                                {t!("between-again")}
                            </button>
                        </div>
                    }
                })}
        </Notice>
    }
}
