//! The app's files, and the headers of every answer.

use axum::http::{Method, header};
use expect_test::expect;

use crate::service::{Service, config, request};

async fn service() -> Service {
    let files = [
        ("/index.html", "<!doctype html>"),
        ("/index.html.br", "compressed page"),
        ("/help.html", "help lines"),
        ("/sw.js", "worker"),
        ("/assets/app-0123456789ab.wasm", "wasm"),
    ];
    Service::with(config(), &files).await
}

#[tokio::test]
async fn a_screen_is_the_app_and_a_hashed_file_is_kept() {
    let service = service().await;
    expect![[r#"
        200 OK
        content-type: text/html; charset=utf-8
        cache-control: no-cache
        etag: "_ibFnpGsjeaUslMd"
        vary: Accept-Encoding

        <!doctype html>
    "#]]
    .assert_eq(&service.get("/find/someone").await.shown());
    expect![[r#"
        200 OK
        content-type: application/wasm
        cache-control: public, max-age=31536000, immutable
        etag: "M2FUv2f3Zfj3XRag"
        vary: Accept-Encoding

        wasm
    "#]]
    .assert_eq(&service.get("/assets/app-0123456789ab.wasm").await.shown());
    expect![[r#"
        404 Not Found
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:not-found","title":"Nothing is here","status":404,"detail":"Nothing is here. It may have been moved or taken down."}
    "#]].assert_eq(&service.get("/assets/app-ffffffffffff.wasm").await.shown());
    assert_eq!(service.get("/help").await.text(), "help lines");

    let mut compressed = request(Method::GET, "/", None, "", Vec::new());
    compressed.headers_mut().insert(header::ACCEPT_ENCODING, "gzip, br;q=0.9".parse().unwrap());
    let compressed = service.send(compressed).await;
    assert_eq!(
        (compressed.header("content-encoding"), compressed.text().as_str()),
        ("br", "compressed page")
    );
    let mut known = request(Method::GET, "/", None, "", Vec::new());
    known.headers_mut().insert(header::IF_NONE_MATCH, compressed.headers[header::ETAG].clone());
    assert_eq!(service.send(known).await.status, 304);
}

#[tokio::test]
async fn every_answer_says_how_little_may_be_done_with_it() {
    let service = service().await;
    let shown = |answer: crate::service::Answer| {
        let mut headers: Vec<_> = answer
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        headers.join("\n")
    };
    expect![[r#"
        cache-control: no-cache
        content-length: 15
        content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'
        content-type: text/html; charset=utf-8
        cross-origin-embedder-policy: require-corp
        cross-origin-opener-policy: same-origin
        cross-origin-resource-policy: same-origin
        etag: "_ibFnpGsjeaUslMd"
        permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()
        referrer-policy: no-referrer
        strict-transport-security: max-age=63072000
        vary: Accept-Encoding
        x-content-type-options: nosniff
        x-frame-options: DENY"#]].assert_eq(&shown(service.get("/").await));
    let api = service.get("/api/v1/steward").await;
    assert_eq!(api.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    for path in ["/", "/sw.js", "/therapists", "/api/v1/nothing", "/livez"] {
        let answer = service.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(!answer.header("content-security-policy").contains("unsafe-inline"), "{path}");
    }
}
