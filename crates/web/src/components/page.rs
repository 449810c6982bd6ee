//! The page: one heading that takes focus, a way back, and what stands around every screen.

use leptos::context::Provider;
use leptos::html::H1;
use leptos::prelude::*;

use super::marks::{Icon, icon};
use crate::router::{Route, Router};
use crate::t;

/// Says things to a screen reader without moving it: the polite live region in the shell.
#[derive(Clone, Copy)]
pub(crate) struct Announcer(RwSignal<String>);

impl Announcer {
    /// Makes one and provides it to all screens.
    pub(crate) fn provide() -> Self {
        let announcer = Self(RwSignal::new(String::new()));
        provide_context(announcer);
        announcer
    }

    /// Says `words`, after what is being read.
    pub(crate) fn say(self, words: String) {
        self.0.set(words);
    }
}

/// The live region that [`Announcer`] speaks through.
#[component]
pub(crate) fn LiveRegion(announcer: Announcer) -> impl IntoView {
    view! { <div class="unseen" role="status" aria-live="polite">{move || announcer.0.get()}</div> }
}

/// One page: names the tab, and on arrival puts the focus on its heading, at the top.
#[component]
pub(crate) fn Page(
    /// The heading, and the tab's name.
    #[prop(into)]
    title: String,
    /// Where "Back" leads, if anywhere.
    #[prop(optional, into)]
    back: Option<Back>,
    /// Names the heading for a field or group that it labels.
    #[prop(optional)]
    heading_id: Option<&'static str>,
    /// More than one column of text.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    arrive(heading, title.clone());
    view! {
        <main class="column" class:wide=wide id="main">
            <header>
                {back.map(Back::draw)} <h1 id=heading_id tabindex="-1" node_ref=heading>
                    {title}
                </h1>
            </header>
            {children()}
        </main>
    }
}

/// A way back: to a route, or to what a screen decides.
#[derive(Clone)]
pub(crate) enum Back {
    /// A link.
    To(Route),
    /// A step inside the same screen.
    Step(Callback<()>),
}

impl From<Route> for Back {
    fn from(route: Route) -> Self {
        Self::To(route)
    }
}

impl Back {
    /// A step inside the same screen.
    pub(crate) fn step(go_back: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Step(Callback::new(move |()| go_back()))
    }

    fn draw(self) -> AnyView {
        match self {
            Self::To(route) => view! {
                <a class="back" href=route.path()>
                    {icon(Icon::Back, "icon")}
                    {t!("back")}
                </a>
            }
            .into_any(),
            Self::Step(go_back) => view! {
                <button type="button" class="back" on:click=move |_| go_back.run(())>
                    {icon(Icon::Back, "icon")}
                    {t!("back")}
                </button>
            }
            .into_any(),
        }
    }
}

/// Holds a page that something else may cover. While it does, the page is as it was; uncovered, it arrives again.
#[component]
pub(crate) fn Covered(#[prop(into)] by: Signal<bool>, children: Children) -> impl IntoView {
    // Given to these children alone: a component has no scope of its own, so what covers would take itself for covered.
    view! { <Provider value=IsCovered(by)>{children()}</Provider> }
}

#[derive(Clone, Copy)]
struct IsCovered(Signal<bool>);

fn arrive(heading: NodeRef<H1>, title: String) {
    let announcer = use_context::<Announcer>();
    let covered = use_context::<IsCovered>();
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        if covered.is_some_and(|covered| covered.0.get()) {
            return;
        }
        document().set_title(&t!("tab", title = title.clone()));
        window().scroll_to_with_x_and_y(0.0, 0.0);
        // A heading that is not on the page any more cannot take focus; then the next page does.
        let _ = heading.focus();
        if let Some(announcer) = announcer {
            announcer.say(title.clone());
        }
    });
}

/// The corner: where she is, help lines, what is hers, and Veil. The same on every page, so that help is in one place.
#[component]
pub(crate) fn Corner(
    /// Whether there is something to lock and to own.
    #[prop(into)]
    open: Signal<bool>,
    /// Blanks the page.
    #[prop(into)]
    veil: Callback<()>,
) -> impl IntoView {
    let router = expect_context::<Router>();
    view! {
        <header class="corner">
            <a class="brand" href="/" aria-label=t!("brand-label")>
                {t!("brand")}
            </a>
            <nav aria-label=t!("corner-label")>
                <a
                    href=Route::NeedMoreNow.path()
                    aria-current=move || (router.route() == Route::NeedMoreNow).then_some("page")
                >
                    {t!("corner-help")}
                </a>
                <Show when=move || open.get()>
                    <a
                        href=Route::Yours.path()
                        aria-current=move || (router.route() == Route::Yours).then_some("page")
                    >
                        {t!("yours")}
                    </a>
                </Show>
                <button
                    type="button"
                    aria-keyshortcuts="Escape"
                    title=t!("veil-hint")
                    on:click=move |_| veil.run(())
                >
                    {t!("veil")}
                </button>
            </nav>
        </header>
    }
}

/// The four words at the foot of every page.
#[component]
pub(crate) fn Bar() -> impl IntoView {
    let router = expect_context::<Router>();
    let places = [
        (Route::Now, t!("place-now")),
        (Route::Inside, t!("place-inside")),
        (Route::LookingBack, t!("place-looking-back")),
        (Route::People, t!("place-people")),
    ];
    view! {
        <nav class="bar" aria-label=t!("bar-label")>
            <ul>
                {places
                    .into_iter()
                    .map(|(route, word)| {
                        let path = route.path();
                        let here = move || (router.route().place().as_ref() == Some(&route)).then_some("page");
                        view! {
                            <li>
                                <a href=path aria-current=here>
                                    {word}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}
