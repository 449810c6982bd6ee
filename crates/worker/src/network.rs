//! Calls to the server with `fetch`, and wake-ups as server-sent events read from a streamed response.
//!
//! No cookie and no referrer is ever sent. Browsers decide which requests share a connection; that limit is said in
//! `SECURITY.md`.

use client::post::{Call, Outcome, Request as Asked};
use js_sys::{Reflect, Uint8Array};
use protocol::{Capability, MailboxId};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, Request,
    RequestCache, RequestCredentials, RequestInit, Response, WorkerGlobalScope,
};

/// How long a broken watch waits before it is taken up again.
const RECONNECT_MS: i32 = 20_000;

/// Asks the server.
pub async fn call(call: &Call) -> Outcome {
    ask(call.request()).await
}

/// Asks the server for something that is no call of the client's.
pub async fn ask(request: Asked) -> Outcome {
    try_to_ask(request).await.unwrap_or(Outcome::Unreachable)
}

async fn try_to_ask(request: Asked) -> Result<Outcome, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method);
    let headers = Headers::new()?;
    if let Some(bearer) = &request.bearer {
        headers.set("authorization", &format!("Bearer {bearer}"))?;
    }
    if let Some((media_type, bytes)) = &request.body {
        headers.set("content-type", media_type)?;
        init.set_body(&Uint8Array::from(&bytes[..]));
    }
    let response = send(&request.path, &init, &headers, None).await?;
    let body = JsFuture::from(response.array_buffer()?).await?;
    let body = Uint8Array::new(&body);
    if body.length() as usize > Call::RESPONSE_LIMIT {
        return Ok(Outcome::Unreachable);
    }
    Ok(Outcome::Response { status: response.status(), body: body.to_vec() })
}

/// Watches a mailbox until dropped.
pub struct Watch(AbortController);

impl Watch {
    /// Starts watching; `None` if this browser cannot.
    pub fn begin(mailbox: MailboxId, read: Capability, woken: impl Fn() + 'static) -> Option<Self> {
        let abort = AbortController::new().ok()?;
        let signal = abort.signal();
        wasm_bindgen_futures::spawn_local(async move {
            while !signal.aborted() {
                let _ = read_wake_ups(mailbox, &read, &signal, &woken).await;
                pause(RECONNECT_MS).await;
                // Something may have come while nobody watched.
                if !signal.aborted() {
                    woken();
                }
            }
        });
        Some(Self(abort))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read_wake_ups(
    mailbox: MailboxId,
    read: &Capability,
    signal: &AbortSignal,
    woken: &impl Fn(),
) -> Result<(), JsValue> {
    let headers = Headers::new()?;
    headers.set("authorization", &format!("Bearer {}", read.expose()))?;
    let path = format!("/api/v1/mailboxes/{mailbox}/wake");
    let response = send(&path, &RequestInit::new(), &headers, Some(signal)).await?;
    let stream = response.body().filter(|_| response.ok()).ok_or(JsValue::UNDEFINED)?;
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let bytes = Uint8Array::new(&Reflect::get(&chunk, &"value".into())?).to_vec();
        // Heartbeats are comments, which begin with a colon; anything else is a wake-up, and carries nothing.
        if bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"event")) {
            woken();
        }
    }
}

async fn pause(milliseconds: i32) {
    let timer = js_sys::Promise::new(&mut |resolve, _| {
        if let Ok(scope) = js_sys::global().dyn_into::<WorkerGlobalScope>() {
            let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(timer).await;
}

async fn send(
    path: &str,
    init: &RequestInit,
    headers: &Headers,
    signal: Option<&AbortSignal>,
) -> Result<Response, JsValue> {
    init.set_headers(headers);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    // Pieces of the directory are content-addressed and may come from the browser's cache.
    if !path.starts_with("/api/v1/directory/shards/") {
        init.set_cache(RequestCache::NoStore);
    }
    init.set_signal(signal);
    let request = Request::new_with_str_and_init(path, init)?;
    let scope: WorkerGlobalScope = js_sys::global().dyn_into()?;
    JsFuture::from(scope.fetch_with_request(&request)).await?.dyn_into()
}
