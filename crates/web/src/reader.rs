//! The short-lived Worker that reads one file she chose, or a few typed words. Stopping is ending it.

use std::cell::RefCell;
use std::rc::Rc;

use client::reading::{ToRead, WasRead};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = held, js_name = openImport)]
    fn open_import() -> Worker;
}

/// One reading under way. Dropping it ends it; nothing of it is kept.
pub(crate) struct Reader {
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Reader {
    /// Reads what was typed.
    pub(crate) fn typed(what: &ToRead, was_read: impl FnMut(Option<WasRead>) + 'static) -> Self {
        let reader = Self::open(was_read);
        reader.say(what);
        reader
    }

    /// Reads a file. `None` comes back when the reading itself broke off.
    pub(crate) fn file(what: &ToRead, file: &Blob, was_read: impl FnMut(Option<WasRead>) + 'static) -> Self {
        let was_read = Rc::new(RefCell::new(was_read));
        let telling = Rc::clone(&was_read);
        let reader = Self::open(move |read| (telling.borrow_mut())(read));
        let worker = reader.worker.clone();
        reader.say(what);
        let bytes = file.array_buffer();
        spawn_local(async move {
            match JsFuture::from(bytes).await {
                Ok(bytes) => {
                    // Handed over rather than copied: a calendar may be ten megabytes.
                    let handed_over = js_sys::Array::of1(&bytes);
                    let _ = worker.post_message_with_transfer(&bytes, &handed_over);
                }
                Err(_) => (was_read.borrow_mut())(None),
            }
        });
        reader
    }

    fn open(was_read: impl FnMut(Option<WasRead>) + 'static) -> Self {
        let worker = open_import();
        let was_read = Rc::new(RefCell::new(was_read));
        let telling = Rc::clone(&was_read);
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let read = event.data().as_string().and_then(|json| serde_json::from_str(&json).ok());
            (telling.borrow_mut())(read);
        });
        let failed = Closure::<dyn FnMut()>::new(move || (was_read.borrow_mut())(None));
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Self { worker, _hear: hear, _failed: failed }
    }

    fn say(&self, what: &ToRead) {
        if let Ok(json) = serde_json::to_string(what) {
            // Text can always be sent to a Worker that has not ended.
            let _ = self.worker.post_message(&json.into());
        }
    }
}
