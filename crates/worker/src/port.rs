//! A port between this Worker and another: copies pass through it, so that no key of hers reaches the screens.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, MessagePort};

/// One end. Dropping it closes it.
pub struct Port {
    port: MessagePort,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Port {
    /// Hands on the text that comes in.
    pub fn open(port: MessagePort, mut heard: impl FnMut(String) + 'static) -> Self {
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        port.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Self { port, _hear: hear }
    }

    /// The port that came with a message, if one did.
    pub fn that_came_with(event: &MessageEvent) -> Option<MessagePort> {
        event.ports().get(0).dyn_into().ok()
    }

    /// Sends text to the other end.
    pub fn say(&self, text: &str) {
        // Text can always be sent; if the other end is gone, nobody waits for it.
        let _ = self.port.post_message(&text.into());
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.port.close();
    }
}
