//! What only a socket can show: slow peers, broken requests, and a stop in the middle.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::mailboxes::{append, make, path, reader, writer};
use crate::service::{Service, config};

struct Running {
    service: Service,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn running() -> Running {
    let mut config = config();
    config.header_timeout = Duration::from_millis(200);
    config.body_timeout = Duration::from_millis(200);
    let service = Service::with(config, &[]).await;
    make(&service).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = server::serve(service.app.clone(), listener, None, async move {
        let _ = stopped.await;
    });
    Running { service, address, stop, ended: tokio::spawn(serving) }
}

/// Sends bytes and reads until the server closes or says nothing more.
async fn talk(address: SocketAddr, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> &str {
    answer.lines().next().unwrap_or("closed").trim_start_matches("HTTP/1.1 ")
}

#[tokio::test]
async fn half_a_head_and_half_a_body_do_not_hold_a_connection() {
    let running = running().await;
    let half = talk(running.address, "GET /livez HTTP/1.1\r\nHost: held\r\nX-Slow: ").await;
    assert!(matches!(status(&half), "closed" | "408 Request Timeout"), "{half}");
    let put = format!(
        "PUT {} HTTP/1.1\r\nHost: held\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: 100\r\n\r\nhalf",
        path("/envelopes/AQEBAQEBAQEBAQEBAQEBAQ"),
        writer().expose(),
    );
    let stalled = talk(running.address, &put).await;
    assert_eq!(status(&stalled), "408 Request Timeout");
    assert_eq!(append(&running.service, 1, "whole").await.status, StatusCode::OK, "nothing of it was stored");
}

#[tokio::test]
async fn nonsense_is_refused_and_others_are_served() {
    let running = running().await;
    for nonsense in ["\r\n\r\n\r\n", "HELLO\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", &"x".repeat(100_000)] {
        // The server may close before it has read everything.
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        let _ = stream.write_all(nonsense.as_bytes()).await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    let alive = talk(running.address, "GET /livez HTTP/1.1\r\nHost: held\r\nConnection: close\r\n\r\n").await;
    assert_eq!(status(&alive), "200 OK");
}

#[tokio::test]
async fn a_stop_ends_streams_closes_the_store_and_returns() {
    let running = running().await;
    let key = reader().expose();
    let wait = format!("GET {} HTTP/1.1\r\nHost: held\r\nAuthorization: Bearer {key}\r\n\r\n", path("/wake"));
    let mut waiting = TcpStream::connect(running.address).await.unwrap();
    waiting.write_all(wait.as_bytes()).await.unwrap();
    let mut said = String::new();
    while !said.contains("event: wake") {
        let mut part = [0; 1024];
        let length = waiting.read(&mut part).await.unwrap();
        said += std::str::from_utf8(&part[..length]).unwrap();
    }
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
    waiting.read_to_string(&mut said).await.unwrap();
    assert!(said.contains("retry: "), "{said}");
    assert_eq!(append(&running.service, 1, "late").await.status, StatusCode::SERVICE_UNAVAILABLE);
}
