//! A key of this device that scripts can use but not read: AES-GCM in WebCrypto, not extractable.
//!
//! It opens the vault of someone who has not chosen a passphrase yet. Whoever can open this browser can use it too,
//! which is why the lock says that it only hides.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto, WorkerGlobalScope};

const NONCE: usize = 12;

/// Makes a key; it lives in the browser's key store from here on.
pub async fn make() -> Result<CryptoKey, JsValue> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into())?;
    Reflect::set(&algorithm, &"length".into(), &256.into())?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let extractable = false;
    let key = settled(subtle()?.generate_key_with_object(&algorithm, extractable, &uses)?).await?;
    key.dyn_into()
}

/// Seals `secret`: a random nonce, then the sealed bytes.
pub async fn seal(key: &CryptoKey, secret: &[u8]) -> Result<Vec<u8>, JsValue> {
    let mut nonce = [0; NONCE];
    rand_core::Rng::fill_bytes(&mut crate::random::system(), &mut nonce);
    let sealed = settled(subtle()?.encrypt_with_object_and_u8_array(&with(&nonce), key, secret)?).await?;
    Ok([&nonce[..], &Uint8Array::new(&sealed).to_vec()].concat())
}

/// Opens what [`seal`] made.
pub async fn open(key: &CryptoKey, wrapped: &[u8]) -> Result<Vec<u8>, JsValue> {
    let (nonce, sealed) = wrapped.split_at_checked(NONCE).ok_or(JsValue::UNDEFINED)?;
    let opened = settled(subtle()?.decrypt_with_object_and_u8_array(&with(nonce), key, sealed)?).await?;
    Ok(Uint8Array::new(&opened).to_vec())
}

fn with(nonce: &[u8]) -> AesGcmParams {
    AesGcmParams::new("AES-GCM", &Uint8Array::from(nonce))
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    Ok(js_sys::global().dyn_into::<WorkerGlobalScope>()?.crypto()?.subtle())
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}
