//! Several tabs, one writer: the tab that holds the browser's lock runs the client, the others show what it shows.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent, WorkerGlobalScope};

const NAME: &str = "held";

/// What tabs tell each other. It stays inside this browser and this site.
#[derive(Debug, Serialize, Deserialize)]
pub enum BetweenTabs {
    /// A tab has opened and would like to show what there is.
    Here,
    /// The tab that holds the vault shows this: a [`client::screen::ToScreen`] as JSON.
    Shows(String),
    /// A person wants to go on in another tab: close the vault and let go of the lock.
    GiveWay,
}

/// The channel between the tabs.
pub struct Channel(BroadcastChannel);

impl Channel {
    /// Opens the channel and hands on what other tabs say.
    pub fn open(mut heard: impl FnMut(BetweenTabs) + 'static) -> Result<Self, JsValue> {
        let channel = BroadcastChannel::new(NAME)?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let said = event.data().as_string().and_then(|json| serde_json::from_str(&json).ok());
            if let Some(said) = said {
                heard(said);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        Ok(Self(channel))
    }

    /// Tells every other tab.
    pub fn say(&self, message: &BetweenTabs) {
        if let Ok(json) = serde_json::to_string(message) {
            // Only fails once the channel is closed, which happens when the Worker ends.
            let _ = self.0.post_message(&JsValue::from_str(&json));
        }
    }
}

/// The lock that makes this tab the writer. Ends with the tab, or when given up.
#[derive(Clone, Default)]
pub struct WriterLock(Rc<RefCell<Option<Function>>>);

impl WriterLock {
    /// Asks for the lock. `granted` is called as soon as no other tab holds it; with `only_if_free`, it is told at
    /// once whether that is now, and does not wait.
    pub fn ask(&self, only_if_free: bool, granted: impl FnOnce(bool) + 'static) -> Result<(), JsValue> {
        // Web Locks by name: web-sys offers them only behind a flag for unstable interfaces.
        let navigator = js_sys::global().dyn_into::<WorkerGlobalScope>()?.navigator();
        let locks = Reflect::get(&navigator, &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into())?;
        let release = Rc::clone(&self.0);
        let held = Closure::once_into_js(move |lock: JsValue| -> Promise {
            let has_it = lock.is_truthy();
            // The lock lasts as long as this promise is open.
            let until_released = Promise::new(&mut |resolve, _| {
                if has_it {
                    release.replace(Some(resolve));
                } else {
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                }
            });
            granted(has_it);
            until_released
        });
        // The promise returned here settles when the lock ends; nothing waits for that.
        request.call3(&locks, &NAME.into(), &options, &held)?;
        Ok(())
    }

    /// Gives the lock up.
    pub fn release(&self) {
        if let Some(resolve) = self.0.take() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }
}
