//! IndexedDB: sealed blobs by name, and this device's key, which cannot be read out of it.
//!
//! Everything is sealed before it gets here, and each save is one short transaction that awaits nothing else: awaiting
//! anything foreign inside one would let the browser commit half of it.

use std::cell::RefCell;
use std::rc::Rc;

use client::records::RecordId;
use client::{BlobName, NotStored, Write};
use idb::{Database, DatabaseEvent as _, Error, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::CryptoKey;

const NAME: &str = "held";
const VERSION: u32 = 1;
const BLOBS: &str = "blobs";
const KEYS: &str = "keys";
const HEAD: &str = "head";
const DEVICE: &str = "device";

/// The open database.
#[derive(Clone)]
pub struct Store {
    database: Rc<RefCell<Database>>,
}

impl Store {
    /// Opens the database, making it if this is the first time.
    pub async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            for store in [BLOBS, KEYS] {
                // If this fails the upgrade transaction aborts, and the open request says so.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        });
        let mut database = request.await?;
        // Another tab erases or upgrades: get out of its way.
        database.on_version_change(|event| {
            if let Ok(database) = event.database() {
                database.close();
            }
        });
        Ok(Self { database: Rc::new(RefCell::new(database)) })
    }

    /// The vault's head, if there is one.
    pub async fn head(&self) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.get(BLOBS, HEAD).await?.map(|value| Uint8Array::new(&value).to_vec()))
    }

    /// Every record.
    pub async fn records(&self) -> Result<Vec<(RecordId, Vec<u8>)>, Error> {
        let (keys, values) = {
            let transaction = self.database.borrow().transaction(&[BLOBS], TransactionMode::ReadOnly)?;
            let store = transaction.object_store(BLOBS)?;
            let (keys, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
            (keys.await?, values.await?)
        };
        let pairs = keys.into_iter().zip(values);
        Ok(pairs
            .filter_map(|(key, value)| Some((record_id(&key)?, Uint8Array::new(&value).to_vec())))
            .collect())
    }

    /// All of `writes` durably, or none of them.
    pub async fn save(&self, writes: Vec<Write>) -> Result<(), NotStored> {
        self.try_save(writes).await.map_err(|_| NotStored)
    }

    async fn try_save(&self, writes: Vec<Write>) -> Result<(), Error> {
        let transaction = self.database.borrow().transaction(&[BLOBS], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(BLOBS)?;
        for write in writes {
            match write {
                Write::Put(name, bytes) => {
                    store.put(&Uint8Array::from(&bytes[..]), Some(&key(name)))?;
                }
                Write::Delete(name) => {
                    store.delete(Query::Key(key(name)))?;
                }
            }
        }
        transaction.commit()?.await?;
        Ok(())
    }

    /// This device's key, if there is one.
    pub async fn device_key(&self) -> Result<Option<CryptoKey>, Error> {
        Ok(self.get(KEYS, DEVICE).await?.and_then(|value| value.dyn_into().ok()))
    }

    /// Keeps this device's key. The browser stores it in a form that scripts cannot read.
    pub async fn keep_device_key(&self, key: &CryptoKey) -> Result<(), Error> {
        let transaction = self.database.borrow().transaction(&[KEYS], TransactionMode::ReadWrite)?;
        transaction.object_store(KEYS)?.put(key, Some(&DEVICE.into()))?;
        transaction.commit()?.await?;
        Ok(())
    }

    /// Removes this device's key.
    pub async fn forget_device_key(&self) -> Result<(), Error> {
        let transaction = self.database.borrow().transaction(&[KEYS], TransactionMode::ReadWrite)?;
        transaction.object_store(KEYS)?.clear()?;
        transaction.commit()?.await?;
        Ok(())
    }

    /// Removes everything.
    pub async fn erase(&self) -> Result<(), Error> {
        let transaction = self.database.borrow().transaction(&[BLOBS, KEYS], TransactionMode::ReadWrite)?;
        transaction.object_store(BLOBS)?.clear()?;
        transaction.object_store(KEYS)?.clear()?;
        transaction.commit()?.await?;
        Ok(())
    }

    async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, Error> {
        let request = {
            let transaction = self.database.borrow().transaction(&[store], TransactionMode::ReadOnly)?;
            transaction.object_store(store)?.get(Query::Key(key.into()))?
        };
        request.await
    }
}

/// Records are keyed by their id's bytes, the head by its name; the two cannot meet.
fn key(name: BlobName) -> JsValue {
    match name {
        BlobName::Head => HEAD.into(),
        BlobName::Record(id) => Uint8Array::from(&id.0[..]).into(),
    }
}

fn record_id(key: &JsValue) -> Option<RecordId> {
    // A binary key comes back as an ArrayBuffer.
    let bytes = Uint8Array::new(key.dyn_ref::<js_sys::ArrayBuffer>()?).to_vec();
    bytes.try_into().ok().map(RecordId)
}
