//! Waiting for a mailbox.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, header};
use http_body_util::BodyExt as _;
use server::router;
use tower::ServiceExt as _;

use crate::mailboxes::{append, make, path, reader, writer};
use crate::service::{Service, request};

struct Stream(Body);

impl Stream {
    async fn open(service: &Service) -> Self {
        let request = request(Method::GET, &path("/wake"), Some(&reader()), "", Vec::new());
        let response = router(service.app.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self(response.into_body())
    }

    async fn next(&mut self) -> Option<String> {
        let frame = self.0.frame().await?.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
    }

    async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(Duration::from_secs(10), self.next()).await.is_err()
    }
}

#[tokio::test(start_paused = true)]
async fn an_append_wakes_whoever_waits_and_says_nothing_more() {
    let service = Service::new().await;
    make(&service).await;
    let mut stream = Stream::open(&service).await;
    let wake = Some("event: wake\ndata:\n\n".to_owned());
    assert_eq!(stream.next().await, wake, "the first comes at once");
    assert!(stream.is_quiet().await);
    append(&service, 1, "sealed").await;
    assert_eq!(stream.next().await, wake);
    assert!(stream.is_quiet().await);
    assert_eq!(stream.next().await.as_deref(), Some(":\n\n"), "a sign of life, after a while");
}

#[tokio::test(start_paused = true)]
async fn a_stopping_server_ends_the_stream_and_says_when_to_come_back() {
    let service = Service::new().await;
    make(&service).await;
    let mut stream = Stream::open(&service).await;
    stream.next().await;
    service.app.begin_stop();
    let last = stream.next().await.unwrap();
    let milliseconds: u64 = last.trim().strip_prefix("retry: ").unwrap().parse().unwrap();
    assert!((2_000..10_000).contains(&milliseconds), "{last}");
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn only_its_owner_may_wait_and_only_on_a_few_devices() {
    let service = Service::new().await;
    make(&service).await;
    let as_writer: Request<Body> = request(Method::GET, &path("/wake"), Some(&writer()), "", Vec::new());
    assert_eq!(service.send(as_writer).await.status, 404);
    let mut streams = Vec::new();
    for _ in 0..8 {
        streams.push(Stream::open(&service).await);
    }
    let ninth = request(Method::GET, &path("/wake"), Some(&reader()), "", Vec::new());
    assert_eq!(service.send(ninth).await.status, 429);
    streams.pop();
    Stream::open(&service).await;
}
