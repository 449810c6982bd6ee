//! Messages to and from the screen of this tab.

use client::screen::{FromScreen, ToScreen};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use crate::port::Port;

/// Tells the screen of this tab.
pub fn tell(message: &ToScreen) {
    if let (Ok(json), Some(scope)) = (serde_json::to_string(message), scope()) {
        tell_json(&scope, &json);
    }
}

/// Tells the screen something that is JSON already, as another tab sent it.
pub fn relay(json: &str) {
    if let Some(scope) = scope() {
        tell_json(&scope, json);
    }
}

/// Hands on what the screen says, and the ports it opens, for as long as the Worker lives. Anything else is ignored.
pub fn listen(mut heard: impl FnMut(FromScreen) + 'static, mut came: impl FnMut(MessagePort) + 'static) {
    let Some(scope) = scope() else { return };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(port) = Port::that_came_with(&event) {
            return came(port);
        }
        let said = event.data().as_string().and_then(|json| serde_json::from_str(&json).ok());
        if let Some(said) = said {
            heard(said);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

fn tell_json(scope: &DedicatedWorkerGlobalScope, json: &str) {
    // Posting a string only fails while the Worker is being closed.
    let _ = scope.post_message(&JsValue::from_str(json));
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}
