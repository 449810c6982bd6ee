//! Everything that opens it, one after the other: named, and taken away where a rule does not keep it.

use client::ways_in::{InsideView, Intent, Way, WayView, WhyItStays};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::t;
use crate::terms::day_and_year;

/// What is being done with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Naming(Way),
    Removing(Way),
}

pub(super) fn ways(view: Memo<Option<InsideView>>) -> impl IntoView {
    let doing = RwSignal::new(None::<Doing>);
    let ways = Memo::new(move |_| view.read().as_ref().map(|view| view.ways.clone()).unwrap_or_default());
    view! {
        <ul class="plain-list stack">
            {move || ways.get().into_iter().map(|way| view! { <li class="stack tight">{one(way, doing)}</li> }).collect_view()}
        </ul>
    }
}

fn one(view: WayView, doing: RwSignal<Option<Doing>>) -> impl IntoView {
    let way = view.way;
    let called = view.name.clone().unwrap_or_else(|| kind(way));
    let has_name = view.name.is_some();
    let can_be_named = matches!(way, Way::Passkey(_));
    let stays = view.stays.map(|why| match why {
        WhyItStays::LastWayIn => t!("ways-stays-last"),
        WhyItStays::SecondKind => t!("ways-stays-second"),
    });
    let (label, name, sure) = (called.clone(), view.name.unwrap_or_default(), called.clone());
    view! {
        <h3>{called}</h3>
        {has_name.then(|| view! { <p class="small soft">{kind(way)}</p> })}
        {about(way).map(|about| view! { <p>{about}</p> })}
        {view.since.map(|since| view! { <p class="small soft">{t!("ways-since", day = day_and_year(since))}</p> })}
        {match stays {
            Some(stays) => view! { <p class="small soft">{stays}</p> }.into_any(),
            None => {
                view! {
                    <div class="row">
                        <button
                            type="button"
                            class="button bare"
                            aria-label=t!("ways-remove-which", way = label.as_str())
                            on:click=move |_| doing.set(Some(Doing::Removing(way)))
                        >
                            {t!("ways-remove")}
                        </button>
                    </div>
                }
                    .into_any()
            }
        }}
        {can_be_named
            .then(|| {
                view! {
                    <div class="row">
                        <button
                            type="button"
                            class="button bare"
                            aria-label=t!("ways-rename-which", way = label.as_str())
                            on:click=move |_| doing.set(Some(Doing::Naming(way)))
                        >
                            {t!("ways-rename")}
                        </button>
                    </div>
                }
            })}
        {move || match doing.get() {
            Some(Doing::Removing(this)) if this == way => removing(way, &sure, doing).into_any(),
            Some(Doing::Naming(this)) if this == way => naming(way, name.clone(), doing).into_any(),
            _ => ().into_any(),
        }}
    }
}

fn removing(way: Way, called: &str, doing: RwSignal<Option<Doing>>) -> impl IntoView {
    let remove = move |_| {
        doing.set(None);
        send(Intent::Remove(way));
    };
    view! {
        <Notice tone=Tone::Unsure what=t!("ways-remove-sure", way = called)>
            <p>{t!("ways-remove-means")}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| doing.set(None)>
                    {t!("ways-remove-keep")}
                </button>
                <button type="button" class="button leaving" on:click=remove>
                    {t!("ways-remove")}
                </button>
            </div>
        </Notice>
    }
}

fn naming(way: Way, name: String, doing: RwSignal<Option<Doing>>) -> impl IntoView {
    let typed = RwSignal::new(name);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        doing.set(None);
        send(Intent::Name { way, name: typed.get_untracked() });
    };
    view! {
        <form class="stack tight" on:submit=keep>
            <TextField id="way-name" label=t!("ways-name") value=typed />
            <div class="actions">
                <button type="submit" class="button">
                    {t!("ways-name-keep")}
                </button>
            </div>
        </form>
    }
}

fn kind(way: Way) -> String {
    match way {
        Way::Passphrase => t!("ways-passphrase"),
        Way::Device => t!("ways-device"),
        Way::RecoveryCode => t!("code"),
        Way::NewRecoveryCode => t!("code-new"),
        Way::Passkey(_) => t!("passkey"),
    }
}

fn about(way: Way) -> Option<String> {
    match way {
        Way::Device => Some(t!("ways-device-hides")),
        Way::RecoveryCode => Some(t!("code-proven")),
        Way::NewRecoveryCode => Some(t!("code-not-proven")),
        Way::Passphrase | Way::Passkey(_) => None,
    }
}
