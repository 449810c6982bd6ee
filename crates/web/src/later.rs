//! What nobody needs before the first question, from the side that waits for it: most screens, and what is to be seen
//! on them. It is cut off into a file of its own when the app is built, and fetched once it is wanted.

pub(crate) mod part;

use client::Area;
use client::screen::FromScreen;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::value::RawValue;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::link::{Views, say};
use crate::router::Route;
use crate::screens::waiting;
use crate::t;

/// The part that is fetched later, here or not.
#[derive(Clone, Copy)]
pub(crate) struct Later {
    stage: RwSignal<Stage>,
    part: StoredValue<Option<Part>, LocalStorage>,
    /// What came before it was here, in order.
    early: StoredValue<Vec<Shown>, LocalStorage>,
    /// Whoever lives as long as the page, so that what the part provides does too.
    owner: StoredValue<Option<Owner>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    NotWanted,
    OnItsWay,
    NotFetched,
    Here,
}

/// An area, and what is to be seen of it now.
pub(crate) type Shown = (Area, Option<Box<RawValue>>);

/// What the part does.
pub(crate) struct Part {
    /// Draws a screen.
    pub(crate) draw: fn(&Route) -> AnyView,
    /// Draws what Now says of her week and her letters.
    pub(crate) draw_now: fn() -> AnyView,
    /// Draws the ways in beside a passphrase, at the threshold.
    pub(crate) draw_threshold: fn() -> AnyView,
    /// Draws signing in, at the first door.
    pub(crate) draw_sign_in: fn() -> AnyView,
    /// Takes in what is to be seen of an area.
    pub(crate) hear: Box<dyn Fn(Shown)>,
}

/// Everything this leads to, and nothing else does, is in the file that is fetched.
#[wasm_split(later, fallible)]
fn fetch() -> Result<fn() -> Part, SplitLoaderError> {
    Ok(part::begin)
}

impl Later {
    /// Not wanted yet. To be made where it lives as long as the page.
    pub(crate) fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::NotWanted),
            part: StoredValue::new_local(None),
            early: StoredValue::new_local(Vec::new()),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// Fetches it, here and in the Worker, unless that has been tried.
    pub(crate) fn want(self) {
        if self.stage.get_untracked() == Stage::NotWanted {
            self.fetch();
        }
    }

    /// The same; if it was tried and failed, once more.
    pub(crate) fn want_again(self) {
        if matches!(self.stage.get_untracked(), Stage::NotWanted | Stage::NotFetched) {
            self.fetch();
        }
    }

    fn fetch(self) {
        self.stage.set(Stage::OnItsWay);
        say(&FromScreen::Later);
        spawn_local(async move {
            match fetch().await {
                Ok(begin) => self.begin(begin),
                Err(_) => self.stage.set(Stage::NotFetched),
            }
        });
    }

    /// The Worker could not fetch its own.
    pub(crate) fn not_fetched(self) {
        self.stage.set(Stage::NotFetched);
    }

    /// An area has changed.
    pub(crate) fn hear(self, shown: Shown) {
        self.part.with_value(|part| match part {
            Some(part) => (part.hear)(shown),
            None => self.early.update_value(|early| early.push(shown)),
        });
    }

    fn begin(self, begin: fn() -> Part) {
        // Asked for again because the Worker could not fetch its own: this one is here already.
        if self.part.with_value(Option::is_none)
            && let Some(owner) = self.owner.get_value()
        {
            let part = owner.with(begin);
            self.early.update_value(|early| early.drain(..).for_each(|shown| (part.hear)(shown)));
            self.part.set_value(Some(part));
        }
        self.stage.set(Stage::Here);
    }
}

/// One of the screens that come later; until then, that it is on its way.
#[component]
pub(crate) fn LaterScreen(later: Later, route: Route) -> impl IntoView {
    later.want_again();
    let views = expect_context::<Views>();
    // Nothing is drawn from half of what was kept.
    let opens = Memo::new(move |_| views.opening().is_some());
    move || match later.stage.get() {
        Stage::Here if opens.get() => waiting::opening_further().into_any(),
        Stage::NotWanted | Stage::OnItsWay => waiting::opening().into_any(),
        Stage::NotFetched => waiting::not_fetched(later).into_any(),
        Stage::Here => draw(later, |part| (part.draw)(&route)),
    }
}

/// What Now says of her week and her letters, once that is here.
#[component]
pub(crate) fn LaterOnNow(later: Later) -> impl IntoView {
    let views = expect_context::<Views>();
    let opens = Memo::new(move |_| views.opening().is_some());
    move || (later.stage.get() == Stage::Here && !opens.get()).then(|| draw(later, |part| (part.draw_now)()))
}

/// The ways in beside a passphrase, at the threshold, once that is here.
#[component]
pub(crate) fn LaterAtThreshold(later: Later) -> impl IntoView {
    move || (later.stage.get() == Stage::Here).then(|| draw(later, |part| (part.draw_threshold)()))
}

/// Signing in, at the first door; until that is here, that it is on its way.
#[component]
pub(crate) fn LaterSignIn(later: Later) -> impl IntoView {
    later.want_again();
    let again = move |_| later.want_again();
    move || match later.stage.get() {
        Stage::NotWanted | Stage::OnItsWay => view! { <p class="soft">{t!("opening")}</p> }.into_any(),
        Stage::NotFetched => view! {
            <p>{t!("not-fetched")}</p>
            <div class="actions">
                <button type="button" class="button filled" on:click=again>
                    {t!("try-again")}
                </button>
            </div>
        }
        .into_any(),
        Stage::Here => draw(later, |part| (part.draw_sign_in)()),
    }
}

fn draw(later: Later, what: impl FnOnce(&Part) -> AnyView) -> AnyView {
    later.part.with_value(|part| part.as_ref().map(what)).unwrap_or_else(|| ().into_any())
}
