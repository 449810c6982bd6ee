//! Passkeys, by the browser's own dialogues: making one, and asking one for the secret that opens the vault.
//!
//! The secret is what the authenticator's pseudo-random function (WebAuthn's `prf`) says to a random question. Browsers
//! offer this to a page only, not to a Worker, so it passes through here on its way to the client, and is kept nowhere.
//! No server takes part in that: the challenge is random and nobody checks the signature. To sign in to an account, a
//! passkey is asked a second question that is the same for everybody; the client derives a key from what it says.

use client::account::PASSKEY_QUESTION;
use client::vault::Secret;
use client::ways_in::{PasskeyName, PasskeyView};
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::t;

/// ES256, EdDSA, RS256: what authenticators know. The signatures are never looked at.
const ALGORITHMS: [i32; 3] = [-7, -8, -257];
const PATIENCE_MS: f64 = 180_000.0;
const SECRET: usize = 32;

/// A passkey that was made and has said its secret. All but the secret is public.
pub(crate) struct Made {
    /// Its name, as base64url.
    pub(crate) credential: String,
    /// What it was asked, as base64url.
    pub(crate) salt: String,
    /// What it said, as base64url.
    pub(crate) answer: Secret,
    /// What it said to the question that signs in, as base64url, if it said anything.
    pub(crate) sign_in: Option<Secret>,
}

/// What a passkey said.
struct Said {
    credential: String,
    first: Secret,
    second: Option<Secret>,
}

/// Why there is no secret. Nothing was changed in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// This browser has no passkeys here.
    NoPasskeys,
    /// There is a passkey, but it cannot keep a secret for a page.
    NoSecret,
    /// She, or the browser, has called it off.
    CalledOff,
}

/// Makes a passkey and asks it once.
pub(crate) async fn make() -> Result<Made, NoAnswer> {
    let salt = random::<SECRET>();
    let algorithms =
        ALGORITHMS.map(|algorithm| object(&[("type", "public-key".into()), ("alg", algorithm.into())]));
    let user = object(&[
        ("id", bytes(&random::<16>())),
        ("name", t!("brand").into()),
        ("displayName", t!("brand").into()),
    ]);
    let public_key = object(&[
        ("challenge", bytes(&random::<32>())),
        ("rp", object(&[("name", t!("brand").into())]).into()),
        ("user", user.into()),
        ("pubKeyCredParams", algorithms.into_iter().collect::<Array>().into()),
        (
            "authenticatorSelection",
            object(&[("residentKey", "preferred".into()), ("userVerification", "required".into())]).into(),
        ),
        ("timeout", PATIENCE_MS.into()),
        ("extensions", asking("eval", questions(&salt))),
    ]);
    let made = credential("create", public_key).await?;
    let credential_id = get(&made, "id").as_string().ok_or(NoAnswer::NoPasskeys)?;
    let salt = to_base64url(&salt);
    let (answer, sign_in) = match secret(&made, "first") {
        Some(answer) => (answer, secret(&made, "second")),
        // Many authenticators answer only once they are asked to open something.
        None if get(&said(&made), "enabled").is_truthy() => {
            let Said { first, second, .. } = ask_any(&[(&credential_id, &salt)]).await?;
            (first, second)
        }
        None => return Err(NoAnswer::NoSecret),
    };
    Ok(Made { credential: credential_id, salt, answer, sign_in })
}

/// What any of these said to its own question, and to the one that signs in.
pub(crate) struct Answer {
    pub(crate) passkey: PasskeyName,
    pub(crate) answer: Secret,
    pub(crate) sign_in: Option<Secret>,
}

/// Asks for the secret of any of these.
pub(crate) async fn ask(passkeys: &[PasskeyView]) -> Result<Answer, NoAnswer> {
    let questions: Vec<_> =
        passkeys.iter().map(|passkey| (passkey.credential.as_str(), passkey.salt.as_str())).collect();
    let Said { credential, first: answer, second: sign_in } = ask_any(&questions).await?;
    let which = passkeys.iter().find(|passkey| passkey.credential == credential).ok_or(NoAnswer::NoSecret)?;
    Ok(Answer { passkey: which.passkey, answer, sign_in })
}

/// Asks whichever passkey she chooses what it signs in with: on a new device, nothing more is known of it.
pub(crate) async fn ask_to_sign_in() -> Result<Secret, NoAnswer> {
    let public_key = object(&[
        ("challenge", bytes(&random::<32>())),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE_MS.into()),
        ("extensions", asking("eval", object(&[("first", bytes(&PASSKEY_QUESTION))]))),
    ]);
    let asked = credential("get", public_key).await?;
    secret(&asked, "first").ok_or(NoAnswer::NoSecret)
}

async fn ask_any(asked_of: &[(&str, &str)]) -> Result<Said, NoAnswer> {
    let allowed = Array::new();
    let by_credential = Object::new();
    for (id, salt) in asked_of {
        let (Some(raw), Some(salt)) = (from_base64url(id), from_base64url(salt)) else { continue };
        allowed.push(&object(&[("type", "public-key".into()), ("id", bytes(&raw))]));
        set(&by_credential, id, &questions(&salt));
    }
    let public_key = object(&[
        ("challenge", bytes(&random::<32>())),
        ("allowCredentials", allowed.into()),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE_MS.into()),
        ("extensions", asking("evalByCredential", by_credential)),
    ]);
    let asked = credential("get", public_key).await?;
    let credential = get(&asked, "id").as_string().ok_or(NoAnswer::NoSecret)?;
    let first = secret(&asked, "first").ok_or(NoAnswer::NoSecret)?;
    Ok(Said { credential, first, second: secret(&asked, "second") })
}

/// What opens the vault, and what signs in, in one touch.
fn questions(salt: &[u8]) -> Object {
    object(&[("first", bytes(salt)), ("second", bytes(&PASSKEY_QUESTION))])
}

/// Calls `navigator.credentials.create` or `.get`, by name: where a page is not secure there is neither.
async fn credential(method: &str, public_key: Object) -> Result<JsValue, NoAnswer> {
    let credentials = get(&window().navigator(), "credentials");
    let call: Function = get(&credentials, method).dyn_into().map_err(|_| NoAnswer::NoPasskeys)?;
    let options = object(&[("publicKey", public_key.into())]);
    let promise = call.call1(&credentials, &options).map_err(|_| NoAnswer::NoPasskeys)?;
    let promise: Promise = promise.dyn_into().map_err(|_| NoAnswer::NoPasskeys)?;
    JsFuture::from(promise).await.map_err(|error| match get(&error, "name").as_string().as_deref() {
        Some("NotAllowedError" | "AbortError" | "InvalidStateError") => NoAnswer::CalledOff,
        _ => NoAnswer::NoPasskeys,
    })
}

fn asking(how: &str, what: Object) -> JsValue {
    object(&[("prf", object(&[(how, what.into())]).into())]).into()
}

/// What a credential says about its pseudo-random function.
fn said(credential: &JsValue) -> JsValue {
    get(credential, "getClientExtensionResults")
        .dyn_into::<Function>()
        .and_then(|results| results.call0(credential))
        .map_or(JsValue::UNDEFINED, |results| get(&results, "prf"))
}

fn secret(credential: &JsValue, which: &str) -> Option<Secret> {
    let result = get(&get(&said(credential), "results"), which);
    let answer = match result.dyn_into::<ArrayBuffer>() {
        Ok(buffer) => Uint8Array::new(&buffer),
        Err(other) => other.dyn_into::<Uint8Array>().ok()?,
    };
    let said = answer.to_vec();
    (said.len() == SECRET).then(|| Secret::new(to_base64url(&said)))
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    entries.iter().for_each(|(name, value)| set(&object, name, value));
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes any property.
    let _ = Reflect::set(object, &name.into(), value);
}

/// A property; undefined if there is none.
fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn random<const N: usize>() -> [u8; N] {
    let mut drawn = [0; N];
    // Refused only for more than 65,536 bytes.
    let _ = window().crypto().map(|crypto| crypto.get_random_values_with_u8_array(&mut drawn));
    drawn
}

fn to_base64url(bytes: &[u8]) -> String {
    let binary: String = bytes.iter().copied().map(char::from).collect();
    let base64 = window().btoa(&binary).unwrap_or_default();
    base64.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let binary = window().atob(&text.replace('-', "+").replace('_', "/")).ok()?;
    binary.chars().map(|sign| u8::try_from(u32::from(sign)).ok()).collect()
}
