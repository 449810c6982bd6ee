//! The Worker that reads one file a person chose. It hears what to read as JSON, then the file as an `ArrayBuffer`;
//! it answers in JSON and has nothing more to do. To stop it, end it.

use std::cell::RefCell;
use std::rc::Rc;

use client::reading::{ToRead, WasRead};
use domain::caseload::calendar::{Import, Imported, Question, Refused, Stage};
use domain::people::import;
use js_sys::{ArrayBuffer, Date, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Events read between two looks at the clock.
const STEP: usize = 500;
/// How often progress is told, in milliseconds.
const TELL_EVERY: f64 = 100.0;

/// Waits for something to read.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let to_read: Rc<RefCell<Option<ToRead>>> = Rc::default();
    let telling = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if let Some(json) = data.as_string() {
            match serde_json::from_str(&json) {
                Ok(ToRead::Typed(typed, home)) => {
                    tell(&telling, &WasRead::Typed(import::by_hand(&typed, home)));
                }
                Ok(file_follows) => drop(to_read.replace(Some(file_follows))),
                Err(_) => {}
            }
        } else if let (Some(what), Ok(file)) = (to_read.take(), data.dyn_into::<ArrayBuffer>()) {
            let was_read = read(what, Uint8Array::new(&file).to_vec(), |progress| tell(&telling, &progress));
            tell(&telling, &was_read);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

fn read(what: ToRead, file: Vec<u8>, progress: impl Fn(WasRead)) -> WasRead {
    match what {
        ToRead::Calendar(question) => WasRead::Calendar(read_calendar(file, question, progress)),
        ToRead::Contacts(home) => WasRead::Contacts(import::read(&file, home)),
        ToRead::Typed(typed, home) => WasRead::Typed(import::by_hand(&typed, home)),
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
