//! Where she is in the app: addresses, and moving between them without loading a page.
//!
//! Links are plain `<a href>`; a click on one that leads to a route is taken over here, everything else is the
//! browser's. No address holds anything she typed or chose.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlAnchorElement, MouseEvent};

/// A screen with an address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// Arriving.
    Now,
    /// The five pages.
    CheckIn,
    /// What the weeks weigh.
    Inside,
    /// Bring a calendar in.
    Calendar,
    /// What has changed.
    LookingBack,
    /// Someone to talk to.
    People,
    /// Looking for someone.
    Finding,
    /// Whoever is open in that list. Which one is in no address, so in no browser history.
    Someone,
    /// Do we know someone?
    Check,
    /// Writing a hello.
    Hello,
    /// Hellos and answers.
    Letters,
    /// Her people and places.
    HerPeople,
    /// A therapist's own door.
    Door,
    /// Writing, or changing, her listing.
    Listing,
    /// Grounding and help lines.
    NeedMoreNow,
    /// What is hers to decide.
    Yours,
    /// Copies of everything.
    Copies,
    /// What opens it, and a second way in.
    WaysIn,
    /// What was set aside.
    SetAside,
    /// Her account and its devices.
    Account,
    /// An address that leads nowhere.
    Nowhere,
}

impl Route {
    const FIXED: &[(&str, Route)] = &[
        ("/", Route::Now),
        ("/check-in", Route::CheckIn),
        ("/inside", Route::Inside),
        ("/inside/calendar", Route::Calendar),
        ("/looking-back", Route::LookingBack),
        ("/people", Route::People),
        ("/people/find", Route::Finding),
        ("/people/someone", Route::Someone),
        ("/people/check", Route::Check),
        ("/people/hello", Route::Hello),
        ("/people/letters", Route::Letters),
        ("/people/mine", Route::HerPeople),
        ("/people/door", Route::Door),
        ("/people/door/listing", Route::Listing),
        ("/need-more-now", Route::NeedMoreNow),
        ("/yours", Route::Yours),
        ("/yours/copies", Route::Copies),
        ("/yours/ways-in", Route::WaysIn),
        ("/yours/set-aside", Route::SetAside),
        ("/yours/account", Route::Account),
    ];

    /// The route an address means.
    pub(crate) fn parse(path: &str) -> Self {
        let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
        Self::FIXED
            .iter()
            .find_map(|(known, route)| (*known == path).then(|| route.clone()))
            .unwrap_or(Self::Nowhere)
    }

    /// Which of the four words at the foot it belongs to, if any.
    pub(crate) fn place(&self) -> Option<Self> {
        match self {
            Self::Now | Self::CheckIn => Some(Self::Now),
            Self::Inside | Self::Calendar => Some(Self::Inside),
            Self::LookingBack => Some(Self::LookingBack),
            Self::People
            | Self::Finding
            | Self::Someone
            | Self::Check
            | Self::Hello
            | Self::Letters
            | Self::HerPeople
            | Self::Door
            | Self::Listing => Some(Self::People),
            Self::NeedMoreNow
            | Self::Yours
            | Self::Copies
            | Self::WaysIn
            | Self::SetAside
            | Self::Account
            | Self::Nowhere => None,
        }
    }

    /// The address of this route.
    pub(crate) fn path(&self) -> String {
        Self::FIXED
            .iter()
            .find_map(|(path, route)| (route == self).then(|| (*path).to_owned()))
            .unwrap_or_else(|| "/".to_owned())
    }
}

/// Follows the address bar, and changes it.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    current: RwSignal<Route>,
}

impl Router {
    /// Starts following links, back and forward.
    pub(crate) fn start() -> Self {
        let router = Self { current: RwSignal::new(Route::parse(&address())) };
        let back = Closure::<dyn Fn()>::new(move || router.current.set(Route::parse(&address())));
        let click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| router.follow(&event));
        listen("popstate", &back);
        listen("click", &click);
        back.forget();
        click.forget();
        provide_context(router);
        router
    }

    /// The current route, tracked.
    pub(crate) fn route(self) -> Route {
        self.current.get()
    }

    /// Goes to `route`, so that the browser's back button leads here again.
    pub(crate) fn go(self, route: Route) {
        if let Ok(history) = window().history() {
            // The only failures are a sandboxed or detached page, where staying put is right.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.path()));
        }
        self.current.set(route);
    }

    fn follow(self, event: &MouseEvent) {
        let plain = event.button() == 0
            && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key())
            && !event.default_prevented();
        let Some(link) = event
            .target()
            .filter(|_| plain)
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| element.closest("a[href]").ok().flatten())
            .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok())
        else {
            return;
        };
        let ours = Some(link.origin()) == window().location().origin().ok()
            && link.target().is_empty()
            && !link.has_attribute("download");
        let route = Route::parse(&link.pathname());
        if ours && link.hash().is_empty() && route != Route::Nowhere {
            event.prevent_default();
            self.go(route);
        }
    }
}

/// Goes to a route from an event handler.
pub(crate) fn go(route: Route) {
    expect_context::<Router>().go(route);
}

fn address() -> String {
    window().location().pathname().unwrap_or_default()
}

fn listen<T: ?Sized>(event: &str, handler: &Closure<T>)
where
    Closure<T>: AsRef<JsValue>,
{
    // Adding a listener to the window cannot fail.
    let _ = window().add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
}

/// Calls `handler` for each `event` at the window, for as long as whoever asks for it is on the screen.
pub(crate) fn on_window<E: JsCast + 'static>(event: &str, handler: impl Fn(E) + 'static) {
    let listening = window_event_listener_untyped(event, move |event| handler(event.unchecked_into()));
    on_cleanup(move || listening.remove());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_by_its_own_address() {
        for (path, route) in Route::FIXED {
            assert_eq!(Route::parse(path), *route);
            assert_eq!(route.path(), *path);
        }
        assert_eq!(Route::parse("/yours/"), Route::Yours);
    }

    #[test]
    fn other_addresses_are_left_to_the_browser() {
        for path in ["/help", "/therapists", "/api/v1/directory", "", "/yours/x", "//"] {
            assert_eq!(Route::parse(path), Route::Nowhere, "{path}");
        }
    }
}
