//! A server in this process, and answers as text that can be compared at a glance.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use protocol::{Capability, Timestamp};
use server::{App, Assets, Config, router};
use storage::{Backend, Memory};
use tower::ServiceExt as _;
use trust::StewardKey;

pub(crate) const NOW: Timestamp = Timestamp(1_795_000_000_000);

pub(crate) struct Service {
    pub(crate) app: App,
    pub(crate) clock: Arc<AtomicU64>,
    router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn steward() -> StewardKey {
    StewardKey::from_seed(&[1; 32])
}

pub(crate) fn config() -> Config {
    Config::new(steward().public())
}

impl Service {
    pub(crate) async fn new() -> Self {
        Self::with(config(), &[]).await
    }

    pub(crate) async fn with(config: Config, files: &[(&str, &str)]) -> Self {
        let clock = Arc::new(AtomicU64::new(NOW.0));
        let read = clock.clone();
        let store = Backend::Memory(Memory::new(NOW));
        let files: BTreeMap<_, _> =
            files.iter().map(|(path, content)| ((*path).to_owned(), content.as_bytes().to_vec())).collect();
        let now = Arc::new(move || Timestamp(read.load(Ordering::Relaxed)));
        let app = App::start(store, config, Assets::from_files(files), now).await.unwrap();
        Self { router: router(app.clone()), app, clock }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path, None, "", Vec::new())).await
    }

    pub(crate) async fn json(
        &self,
        method: Method,
        path: &str,
        key: Option<&Capability>,
        body: String,
    ) -> Answer {
        self.send(request(method, path, key, "application/json", body.into_bytes())).await
    }
}

pub(crate) fn request(
    method: Method,
    path: &str,
    key: Option<&Capability>,
    media_type: &str,
    body: Vec<u8>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !media_type.is_empty() {
        request = request.header(header::CONTENT_TYPE, media_type);
    }
    if let Some(key) = key {
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", key.expose()));
    }
    request.body(Body::from(body)).unwrap()
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status, the headers that matter to a client, and the body.
    pub(crate) fn shown(&self) -> String {
        let mut shown = format!("{}\n", self.status);
        let matters = [
            "content-type",
            "content-encoding",
            "cache-control",
            "etag",
            "retry-after",
            "www-authenticate",
            "vary",
        ];
        for name in matters.into_iter().filter(|name| self.headers.contains_key(*name)) {
            shown += &format!("{name}: {}\n", self.header(name));
        }
        let body = self.text();
        if body.is_empty() { shown } else { format!("{shown}\n{body}\n") }
    }
}
