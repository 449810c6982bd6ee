//! The Worker where the client runs: what a person does goes there, what is to be seen comes back.
//!
//! `start.js` opens the Worker while this program is still loading, and keeps what arrives early in `held.early`.
//! One message is one piece of JSON: a [`FromScreen`] on the way there, a [`ToScreen`] on the way back.

use client::Area;
use client::check_in::CheckInView;
use client::screen::{Deed, FromScreen, Holder, ToScreen, Trouble, read};
use client::vault::{Opening, VaultView};
use leptos::prelude::*;
use serde_json::value::RawValue;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort, Worker};

use crate::later::Later;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = held, js_name = vault)]
    static VAULT: Worker;
    #[wasm_bindgen(thread_local_v2, js_namespace = held, js_name = early)]
    static EARLY: js_sys::Array;

    /// What the service worker says of the version in use, as JSON.
    #[wasm_bindgen(js_namespace = held, js_name = release)]
    pub(crate) fn release() -> Option<String>;

    /// Puts the newer Held in this one's place and loads the page again.
    #[wasm_bindgen(js_namespace = held, js_name = useNewer)]
    pub(crate) fn use_newer();
}

/// Why the Worker cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// The browser does not let it.
    Trouble(Trouble),
    /// A fault of ours, in a developer's words.
    Broken(String),
}

/// What is to be seen, a signal each.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    /// Why nothing can be shown, if so.
    pub(crate) stopped: RwSignal<Option<Stopped>>,
    /// Another tab has the vault, and this one shows what that one shows.
    pub(crate) elsewhere: RwSignal<bool>,
    /// The ways in.
    pub(crate) vault: RwSignal<VaultView>,
    /// The check-in; `None` until the vault is open.
    pub(crate) check_in: RwSignal<Option<CheckInView>>,
    /// Everything else.
    pub(crate) later: Later,
}

impl Views {
    /// Starts listening to the Worker and provides the views to all screens.
    pub(crate) fn provide() -> Self {
        let views = Self {
            stopped: RwSignal::new(None),
            elsewhere: RwSignal::new(false),
            vault: RwSignal::new(VaultView::Starting),
            check_in: RwSignal::new(None),
            later: Later::new(),
        };
        provide_context(views);
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| views.hear(&event.data()));
        VAULT.with(|worker| worker.set_onmessage(Some(hear.as_ref().unchecked_ref())));
        hear.forget();
        EARLY.with(|early| early.iter().for_each(|message| views.hear(&message)));
        views
    }

    fn hear(self, message: &JsValue) {
        let Some(json) = message.as_string() else { return };
        match serde_json::from_str(&json) {
            Ok(ToScreen::Show(area, view)) => self.show(area, view),
            Ok(ToScreen::Held(holder)) => self.elsewhere.set(holder == Holder::AnotherTab),
            Ok(ToScreen::NoLater) => self.later.not_fetched(),
            Ok(ToScreen::Trouble(trouble)) => self.stopped.set(Some(Stopped::Trouble(trouble))),
            // `worker.js` says so in plain words when it cannot start at all.
            Err(error) => self.stopped.set(Some(Stopped::Broken(format!("{error}: {json}")))),
        }
    }

    /// Nothing of hers stays in this program once the vault is closed.
    fn show(self, area: Area, view: Option<Box<RawValue>>) {
        match area {
            Area::Vault => {
                if let Some(view) = view.and_then(|view| read(&view)) {
                    self.vault.set(view);
                }
            }
            Area::CheckIn => self.check_in.set(view.and_then(|view| read(&view))),
            later => self.later.hear((later, view)),
        }
    }

    /// Whether it locks within a minute unless somebody touches something.
    pub(crate) fn locks_soon(self) -> bool {
        matches!(&*self.vault.read(), VaultView::Open(open) if open.locks_soon)
    }

    /// How far opening what was kept has come; `None` once all of it is open.
    pub(crate) fn opening(self) -> Option<Opening> {
        match &*self.vault.read() {
            VaultView::Open(open) => open.opening,
            _ => None,
        }
    }

    /// Whether there is something to lock.
    pub(crate) fn is_open(self) -> bool {
        matches!(*self.vault.read(), VaultView::Open(_))
    }
}

/// Tells the client what a person did.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a deed is done once; and it reads better where it is called"
)]
pub(crate) fn send(deed: impl Deed) {
    if let Some(said) = FromScreen::did(&deed) {
        say(&said);
    }
}

/// Tells the Worker something.
pub(crate) fn say(said: &FromScreen) {
    let Ok(json) = serde_json::to_string(said) else { return };
    VAULT.with(|worker| {
        // Text can always be sent; a Worker that has ended has said so.
        let _ = worker.post_message(&json.into());
    });
}

/// Gives the client one end of a channel to another Worker: copies go that way, and keys never come here.
pub(crate) fn open_port(port: &MessagePort) {
    VAULT.with(|worker| {
        let _ = worker.post_message_with_transfer(&JsValue::NULL, &js_sys::Array::of1(port));
    });
}
