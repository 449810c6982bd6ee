//! The Worker that reads one file a person chose, or makes one. It hears what to do as JSON, then the file as an
//! `ArrayBuffer`; it answers in JSON and has nothing more to do. To stop it, end it.
//!
//! A copy does not pass through the screens: it comes from the client's Worker, or goes there, through a port that
//! comes with the question. The screens get what can be said of it, and a file they only save.

use std::cell::RefCell;
use std::rc::Rc;

use client::copies::{Document, Intent, Work, files};
use client::reading::{AsFile, NotMade, ToRead, WasRead};
use client::screen::FromScreen;
use client::vault::Secret;
use domain::caseload::calendar::{Import, Imported, Question, Refused, Stage};
use domain::people::import;
use js_sys::{Array, ArrayBuffer, Date, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use crate::nfc::nfc;
use crate::port::Port;

/// Events read between two looks at the clock.
const STEP: usize = 500;
/// How often progress is told, in milliseconds.
const TELL_EVERY: f64 = 100.0;

/// Waits for something to read.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let desk = Rc::new(RefCell::new(Desk { scope: scope.clone(), to_read: None, port: None }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| hear(&desk, &event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// What is to be done, and with whom.
struct Desk {
    scope: DedicatedWorkerGlobalScope,
    to_read: Option<ToRead>,
    /// To the client.
    port: Option<Port>,
}

fn hear(desk: &Rc<RefCell<Desk>>, event: &MessageEvent) {
    let data = event.data();
    if let Some(json) = data.as_string() {
        let Ok(what) = serde_json::from_str(&json) else { return };
        let came_with = Port::that_came_with(event);
        let mut at = desk.borrow_mut();
        match what {
            ToRead::Typed(typed, home) => tell(&at.scope, &WasRead::Typed(import::by_hand(&typed, home))),
            ToRead::Make(what) => {
                let scope = at.scope.clone();
                let made = move |copy| make(&scope, &Document::new(copy), &what);
                at.port = came_with.map(|port| Port::open(port, made));
            }
            file_follows => {
                at.to_read = Some(file_follows);
                at.port = came_with.map(|port| Port::open(port, drop));
            }
        }
    } else if let Ok(file) = data.dyn_into::<ArrayBuffer>() {
        let Some(what) = desk.borrow_mut().to_read.take() else { return };
        let at = desk.borrow();
        tell(&at.scope, &read(what, Uint8Array::new(&file).to_vec(), &at));
    }
}

fn read(what: ToRead, file: Vec<u8>, desk: &Desk) -> WasRead {
    match what {
        ToRead::Calendar(question) => {
            WasRead::Calendar(read_calendar(file, question, |progress| tell(&desk.scope, &progress)))
        }
        ToRead::Contacts(home) => WasRead::Contacts(import::read(&file, home)),
        ToRead::Copy { passphrase, restore } => {
            open(&file, &passphrase, desk.port.as_ref().filter(|_| restore))
        }
        ToRead::Typed(typed, home) => WasRead::Typed(import::by_hand(&typed, home)),
        ToRead::Make(_) => WasRead::Made(Err(NotMade)),
    }
}

/// Opens a copy; to restore it, hands it to the client.
fn open(file: &[u8], passphrase: &Secret, to_client: Option<&Port>) -> WasRead {
    WasRead::Copy(files::open(file, passphrase.expose(), nfc).map(|(opened, document)| {
        let said =
            FromScreen::did(&Intent::LookOver(document)).and_then(|said| serde_json::to_string(&said).ok());
        if let (Some(port), Some(said)) = (to_client, said) {
            port.say(&said);
        }
        opened
    }))
}

/// Makes files; they go to the screens as the browser's own, with what can be said of them before.
fn make(scope: &DedicatedWorkerGlobalScope, copy: &Document, what: &AsFile) {
    let message = Array::new();
    let made = files::make(copy, what, Work::USUAL, nfc).map(|files| {
        let made = files.iter().map(|file| file.made.clone()).collect();
        for file in &files {
            let content = Array::of1(&Uint8Array::from(file.content.as_slice()));
            // A browser that has no room for it says nothing here; the screen then has fewer files than were made.
            if let Ok(blob) = Blob::new_with_u8_array_sequence(&content) {
                message.push(&blob);
            }
        }
        made
    });
    if let Ok(json) = serde_json::to_string(&WasRead::Made(made)) {
        message.unshift(&JsValue::from_str(&json));
        let _ = scope.post_message(&message);
    }
}

fn read_calendar(file: Vec<u8>, question: Question, tell: impl Fn(WasRead)) -> Result<Imported, Refused> {
    let mut import = Import::new(file, question)?;
    let mut told = Date::now();
    loop {
        let progress = import.step(STEP)?;
        if progress.stage == Stage::Done {
            return import.finish();
        }
        if Date::now() - told > TELL_EVERY {
            told = Date::now();
            tell(WasRead::Progress(progress));
        }
    }
}

fn tell(scope: &DedicatedWorkerGlobalScope, was_read: &WasRead) {
    if let Ok(json) = serde_json::to_string(was_read) {
        // Posting a string only fails while the Worker is being ended.
        let _ = scope.post_message(&JsValue::from_str(&json));
    }
}
