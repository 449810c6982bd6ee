//! Her devices: what she calls them, when each was last seen, and turning one away.

use client::account::{DeviceView, HereView, Intent};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::t;
use crate::terms::day_and_year;

/// What is being done with one of them, by its place on the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Naming(usize),
    TurningAway(usize),
    TurningAllAway,
}

pub(super) fn section(view: Memo<Option<HereView>>) -> impl IntoView {
    let doing = RwSignal::new(None::<Doing>);
    let devices =
        Memo::new(move |_| view.read().as_ref().map(|view| view.devices.clone()).unwrap_or_default());
    let others = Memo::new(move |_| devices.read().len() > 1);
    view! {
        <section class="stack" aria-labelledby="devices">
            <h2 id="devices">{t!("devices")}</h2>
            <ul class="plain-list stack">
                {move || {
                    devices
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, device)| view! { <li class="stack tight">{one(at, device, doing)}</li> })
                        .collect_view()
                }}
            </ul>
            <Show when=move || others.get()>
                <div class="actions">
                    <button
                        type="button"
                        class="button bare"
                        on:click=move |_| doing.set(Some(Doing::TurningAllAway))
                    >
                        {t!("devices-away-all")}
                    </button>
                </div>
                {move || {
                    (doing.get() == Some(Doing::TurningAllAway))
                        .then(|| turning_away(t!("devices-away-all-sure"), Intent::TurnAllAway, doing))
                }}
            </Show>
        </section>
    }
}

fn one(at: usize, device: DeviceView, doing: RwSignal<Option<Doing>>) -> impl IntoView {
    let DeviceView { id, name, last_seen, this } = device;
    let called = name.clone().unwrap_or_else(|| t!("device-unnamed"));
    let (for_naming, for_away, sure) = (called.clone(), called.clone(), called.clone());
    view! {
        <h3>{called}</h3>
        <p class="small soft">
            {if this { t!("device-this") } else { t!("device-seen", day = day_and_year(last_seen)) }}
        </p>
        <div class="row">
            <button
                type="button"
                class="button bare"
                aria-label=t!("ways-rename-which", way = for_naming)
                on:click=move |_| doing.set(Some(Doing::Naming(at)))
            >
                {t!("ways-rename")}
            </button>
            {(!this)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button bare"
                            aria-label=t!("device-away-which", device = for_away)
                            on:click=move |_| doing.set(Some(Doing::TurningAway(at)))
                        >
                            {t!("device-away")}
                        </button>
                    }
                })}
        </div>
        {move || match doing.get() {
            Some(Doing::Naming(this)) if this == at => {
                naming(id, name.clone().unwrap_or_default(), doing).into_any()
            }
            Some(Doing::TurningAway(this)) if this == at => {
                let question = t!("device-away-sure", device = sure.clone());
                turning_away(question, Intent::TurnAway(id), doing).into_any()
            }
            _ => ().into_any(),
        }}
    }
}

fn naming(device: protocol::DeviceId, name: String, doing: RwSignal<Option<Doing>>) -> impl IntoView {
    let typed = RwSignal::new(name);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        doing.set(None);
        send(Intent::NameDevice { device, name: typed.get_untracked() });
    };
    view! {
        <form class="stack tight" on:submit=keep>
            <TextField id="device-name" label=t!("device-name") value=typed />
            <div class="actions">
                <button type="submit" class="button">
                    {t!("ways-name-keep")}
                </button>
            </div>
        </form>
    }
}

fn turning_away(question: String, intent: Intent, doing: RwSignal<Option<Doing>>) -> impl IntoView {
    let intent = StoredValue::new(intent);
    let away = move |_| {
        doing.set(None);
        send(intent.get_value());
    };
    view! {
        <Notice tone=Tone::Unsure what=question>
            <p>{t!("device-away-means")}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| doing.set(None)>
                    {t!("device-away-keep")}
                </button>
                <button type="button" class="button leaving" on:click=away>
                    {t!("device-away")}
                </button>
            </div>
        </Notice>
    }
}
