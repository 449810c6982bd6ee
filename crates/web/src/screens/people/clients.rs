//! Whom a therapist sees as a client, asked before anything else and whenever someone new was brought in: whoever is
//! ticked here stands on the never-answer list.

use client::people::{Intent, PersonRow};
use leptos::prelude::*;

use super::does;
use crate::components::choices::chip;
use crate::components::fields::TextField;
use crate::later::part::LaterViews;
use crate::t;

/// How many names are shown at once; more are found by typing.
const AT_ONCE: usize = 12;

/// The question, until she has answered it. "Not now" leaves it for the next time Held is opened.
#[component]
pub(super) fn HerClients(people: Memo<Vec<PersonRow>>) -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let later = RwSignal::new(false);
    let unsaid = Memo::new(move |_| views.people.read().as_ref().is_some_and(|view| view.clients_unsaid));
    view! {
        <Show when=move || unsaid.get() && !later.get()>
            <section class="card" aria-labelledby="her-clients">
                <h2 id="her-clients">{t!("her-clients")}</h2>
                <Show
                    when=move || !people.read().is_empty()
                    fallback=|| view! { <p>{t!("her-clients-none-yet")}</p> }
                >
                    {which(people, later)}
                </Show>
            </section>
        </Show>
    }
}

fn which(people: Memo<Vec<PersonRow>>, later: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let many = Memo::new(move |_| people.read().len() > AT_ONCE);
    let found = Memo::new(move |_| find(&people.read(), &typed.read()));
    let shown = move || found.get().into_iter().take(AT_ONCE);
    let more = move || found.read().len().saturating_sub(AT_ONCE);
    let some = move || people.read().iter().any(|row| row.never);
    view! {
        <p>{t!("her-clients-who")}</p>
        <Show when=move || many.get()>
            <TextField id="find-client" label=t!("her-clients-find") kind="search" value=typed />
        </Show>
        <div class="choices">
            <For each=shown key=|row| row.id.0 let:row>
                {one(&row, people)}
            </For>
        </div>
        <p class="small soft" role="status">
            {move || (more() > 0).then(|| t!("her-clients-more", count = more()))}
        </p>
        <div class="actions">
            <button type="button" class="button" on:click=|_| does(Intent::ClientsSaid)>
                {move || if some() { t!("her-clients-said") } else { t!("her-clients-nobody") }}
            </button>
            <button type="button" class="button bare" on:click=move |_| later.set(true)>
                {t!("her-clients-later")}
            </button>
        </div>
    }
}

fn one(row: &PersonRow, people: Memo<Vec<PersonRow>>) -> impl IntoView + use<> {
    let id = row.id;
    let never =
        Signal::derive(move || people.read().iter().find(|row| row.id == id).is_some_and(|row| row.never));
    chip(row.name.as_str().to_owned(), never, Signal::stored(false), move || {
        does(Intent::Never(id, !never.get_untracked()));
    })
}

/// Those whose name holds what is typed, in any case; everyone while nothing is.
fn find(people: &[PersonRow], typed: &str) -> Vec<PersonRow> {
    let typed = typed.trim().to_lowercase();
    let holds = |row: &&PersonRow| row.name.as_str().to_lowercase().contains(&typed);
    people.iter().filter(holds).cloned().collect()
}
