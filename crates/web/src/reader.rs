//! The short-lived Worker that reads one file she chose, or a few typed words, or makes a file. Stopping is ending it.

use std::cell::RefCell;
use std::rc::Rc;

use client::reading::{ToRead, WasRead};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, MessageChannel, MessageEvent, MessagePort, Worker};

use crate::link;

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
    pub(crate) fn typed(what: &ToRead, mut was_read: impl FnMut(Option<WasRead>) + 'static) -> Self {
        let reader = Self::open(move |read, _| was_read(read));
        reader.say(what, None);
        reader
    }

    /// Reads a file. `None` comes back when the reading itself broke off.
    pub(crate) fn file(what: &ToRead, file: &Blob, was_read: impl FnMut(Option<WasRead>) + 'static) -> Self {
        Self::read(what, None, file, was_read)
    }

    /// The same for a copy, which goes on to the client by itself if it is to be restored.
    pub(crate) fn copy(what: &ToRead, file: &Blob, was_read: impl FnMut(Option<WasRead>) + 'static) -> Self {
        Self::read(what, port_to_client().as_ref(), file, was_read)
    }

    /// Has files made of what the client is going to hand over.
    pub(crate) fn make(what: &ToRead, made: impl FnMut(Option<WasRead>, Vec<Blob>) + 'static) -> Self {
        let reader = Self::open(made);
        reader.say(what, port_to_client().as_ref());
        reader
    }

    fn read(
        what: &ToRead,
        port: Option<&MessagePort>,
        file: &Blob,
        was_read: impl FnMut(Option<WasRead>) + 'static,
    ) -> Self {
        let was_read = Rc::new(RefCell::new(was_read));
        let telling = Rc::clone(&was_read);
        let reader = Self::open(move |read, _| (telling.borrow_mut())(read));
        let worker = reader.worker.clone();
        reader.say(what, port);
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

    fn open(was_read: impl FnMut(Option<WasRead>, Vec<Blob>) + 'static) -> Self {
        let worker = open_import();
        let was_read = Rc::new(RefCell::new(was_read));
        let telling = Rc::clone(&was_read);
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let (json, files) = parts(&event.data());
            let read = json.and_then(|json| serde_json::from_str(&json).ok());
            (telling.borrow_mut())(read, files);
        });
        let failed = Closure::<dyn FnMut()>::new(move || (was_read.borrow_mut())(None, Vec::new()));
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Self { worker, _hear: hear, _failed: failed }
    }

    fn say(&self, what: &ToRead, port: Option<&MessagePort>) {
        let Ok(json) = serde_json::to_string(what) else { return };
        // Text can always be sent to a Worker that has not ended.
        let _ = match port {
            Some(port) => self.worker.post_message_with_transfer(&json.into(), &js_sys::Array::of1(port)),
            None => self.worker.post_message(&json.into()),
        };
    }
}

/// One end of a channel whose other end the client has.
fn port_to_client() -> Option<MessagePort> {
    let channel = MessageChannel::new().ok()?;
    link::open_port(&channel.port1());
    Some(channel.port2())
}

/// What is said, and the files that come with it.
fn parts(message: &JsValue) -> (Option<String>, Vec<Blob>) {
    match message.dyn_ref::<js_sys::Array>() {
        Some(parts) => {
            let files = parts.iter().skip(1).filter_map(|file| file.dyn_into().ok());
            (parts.get(0).as_string(), files.collect())
        }
        None => (message.as_string(), Vec::new()),
    }
}
