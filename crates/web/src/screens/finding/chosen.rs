//! What she looks for, said back in words, each to be let go of with one tap.

use domain::matching::{Chosen, Wishes};
use leptos::html::H2;
use leptos::prelude::*;

use super::wishes::{change, opening_within};
use crate::components::marks::{Icon, icon};
use crate::t;
use crate::terms::{language, place, sum, term};

/// Everything chosen, and a way to clear all of it; nothing while nothing is.
pub(super) fn said_back(wishes: RwSignal<Wishes>, results: NodeRef<H2>) -> impl IntoView {
    let chosen = Memo::new(move |_| wishes.read().chosen());
    view! {
        <Show when=move || !chosen.read().is_empty()>
            <section class="stack tight" aria-label=t!("finding-chosen")>
                <p class="small soft">{t!("finding-chosen")}</p>
                <div class="choices">
                    <For each=move || chosen.get() key=in_words let:one>
                        {let_go(one, wishes, results)}
                    </For>
                    <button
                        type="button"
                        class="button bare"
                        on:click=move |_| {
                            change(wishes, |wishes| *wishes = Wishes::default());
                            focus(results);
                        }
                    >
                        {t!("finding-clear")}
                    </button>
                </div>
            </section>
        </Show>
    }
}

fn let_go(one: Chosen, wishes: RwSignal<Wishes>, results: NodeRef<H2>) -> impl IntoView {
    let words = in_words(&one);
    view! {
        <button
            type="button"
            class="chip"
            aria-label=t!("finding-let-go", wish = words.as_str())
            on:click=move |_| {
                change(wishes, |wishes| wishes.let_go(&one));
                focus(results);
            }
        >
            <span>{words.clone()}</span>
            {icon(Icon::Away, "icon")}
        </button>
    }
}

/// What was tapped is gone then, so the keys go on from the result.
pub(super) fn focus(results: NodeRef<H2>) {
    if let Some(results) = results.get_untracked() {
        // Only a heading that is gone cannot take focus.
        let _ = results.focus();
    }
}

fn in_words(chosen: &Chosen) -> String {
    match chosen {
        Chosen::Seat(seat) => t!("chosen-seat", place = place(seat)),
        Chosen::OnlySure => t!("finding-only-sure"),
        Chosen::Words(words) => t!("chosen-words", words = words.as_str()),
        Chosen::Way(way) => term("way", way.as_str()),
        Chosen::Focus(focus) => term("focus", focus.as_str()),
        Chosen::Fee(highest) => t!("chosen-fee", sum = sum(highest.amount, highest.currency)),
        Chosen::PrivatePay => t!("finding-private-pay"),
        Chosen::OpeningWithin(days) => t!("chosen-opening", within = opening_within(*days)),
        Chosen::Time(time) => term("time", time.as_str()),
        Chosen::Format(format) => term("format", format.as_str()),
        Chosen::Language(spoken) => language(spoken),
        Chosen::NotTown(town) => t!("chosen-not-from", place = town.as_str()),
        Chosen::NotTraining(programme) => t!("chosen-not-trained", programme = programme.as_str()),
        Chosen::NotEmployer => t!("finding-not-employer"),
        Chosen::NeverSupervisor => t!("finding-never-supervisor"),
    }
}
