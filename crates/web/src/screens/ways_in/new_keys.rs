//! A new key under everything: rarely wanted, so it stands last and asks once more.

use client::epochs::NewEpoch;
use client::ways_in::{InsideView, Intent};
use leptos::prelude::*;

use crate::components::confirm::Confirm;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::router::Route;
use crate::t;

/// When one would, what happens, and what came of it.
pub(super) fn section(view: Memo<Option<InsideView>>) -> impl IntoView {
    let stage =
        Memo::new(move |_| view.read().as_ref().map(|view| view.new_epoch.clone()).unwrap_or_default());
    let under_way = move || matches!(*stage.read(), NewEpoch::Looking | NewEpoch::ReadingBack);
    view! {
        <section class="stack" aria-labelledby="new-keys">
            <h2 id="new-keys">{t!("new-keys")}</h2>
            <p>{t!("new-keys-when")}</p>
            <p class="small soft">{t!("new-keys-not")}</p>
            <div role="status">{move || came_of_it(&stage.read())}</div>
            <Show when=move || !under_way()>
                <div class="actions">
                    <Confirm
                        action=t!("new-keys-do")
                        question=t!("new-keys-sure")
                        consequence=t!("new-keys-means")
                        keep=t!("new-keys-keep")
                        confirmed=Callback::new(|()| send(Intent::NewEpoch))
                    />
                </div>
            </Show>
        </section>
    }
}

fn came_of_it(stage: &NewEpoch) -> Option<AnyView> {
    let said = match *stage {
        NewEpoch::Settled => return None,
        NewEpoch::Looking => view! { <p>{t!("new-keys-looking")}</p> }.into_any(),
        NewEpoch::ReadingBack => view! { <p>{t!("new-keys-reading-back")}</p> }.into_any(),
        NewEpoch::Done { keeps_older } => view! {
            <Notice tone=Tone::Note what=t!("new-keys-done")>
                <p>{if keeps_older { t!("new-keys-done-keeps") } else { t!("new-keys-done-gone") }}</p>
            </Notice>
        }
        .into_any(),
        NewEpoch::Waits { unopened } => view! {
            <Notice tone=Tone::Unsure what=t!("new-keys-waits", count = unopened)>
                <p>{t!("new-keys-waits-safe")}</p>
                <p>
                    <a href=Route::Copies.path()>{t!("new-keys-waits-do")}</a>
                </p>
            </Notice>
        }
        .into_any(),
        NewEpoch::Full => view! {
            <Notice tone=Tone::Unsure what=t!("new-keys-full")>
                <p>{t!("new-keys-full-safe")}</p>
            </Notice>
        }
        .into_any(),
    };
    Some(said)
}
