//! Sockets: accepting with a bound, timeouts for slow peers, and a clean end.
//!
//! A stop goes in order: `/readyz` says no and waiting clients are told to come back, no connection is accepted any
//! more, requests finish, the store writes what waits and closes.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header;
use axum::routing::get;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use storage::Store as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::{App, jobs, router};

/// The largest head of a request.
const HEAD_BYTES: usize = 16 * 1024;

/// Serves `app` on `listener` until `stop` ends, then stops cleanly and closes the store. `data` is the folder whose
/// free room is watched, if there is one.
pub async fn serve(
    app: App,
    listener: TcpListener,
    data: Option<PathBuf>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut work = JoinSet::new();
    work.spawn(jobs::expire(app.clone()));
    if let Some(folder) = data {
        work.spawn(jobs::watch_disk(app.clone(), folder));
    }
    let open = GracefulShutdown::new();
    tokio::select! {
        () = stop => {}
        () = accept(&app, listener, &open) => {}
    }
    app.begin_stop();
    let within = app.inner.config.stop_within;
    if tokio::time::timeout(within, open.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish before the server stopped");
    }
    work.shutdown().await;
    app.store().close().await;
    Ok(())
}

/// Serves the counters, on an address that only the operator reaches, until dropped.
pub async fn serve_metrics(app: App, listener: TcpListener) -> io::Result<()> {
    let page = move || async move {
        let text = app.inner.metrics.page(&app);
        ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
    };
    axum::serve(listener, Router::new().route("/metrics", get(page))).await
}

async fn accept(app: &App, listener: TcpListener, open: &GracefulShutdown) {
    let routes = router(app.clone());
    let room = Arc::new(Semaphore::new(app.inner.config.connections));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(app.inner.config.header_timeout)
        .max_buf_size(HEAD_BYTES);
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return };
        let (stream, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: wait for some to be closed rather than spin.
                tracing::warn!(cause = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let routes = routes.clone();
        let answer = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(address));
            routes.clone().oneshot(request)
        });
        let connection = open.watch(http.serve_connection(prepared(stream), answer));
        tokio::spawn(async move {
            // A peer that goes away or is too slow ends its own connection: nothing to report.
            let _ = connection.await;
            drop(place);
        });
    }
}

fn prepared(stream: TcpStream) -> TokioIo<TcpStream> {
    // An answer is small and complete: waiting to fill a packet only makes it late.
    let _ = stream.set_nodelay(true);
    TokioIo::new(stream)
}
