//! Mailboxes through HTTP: every answer a client acts on, as it is sent.

use axum::http::Method;
use expect_test::{Expect, expect};
use protocol::limits::ENVELOPE_BYTES;
use protocol::mailbox::{Days, MakeMailbox, decode_page};
use protocol::{Capability, EnvelopeId, MailboxId};
use server::{Bucket, Rate, Rates, WhenFull};

use crate::service::{Answer, Service, config, request};

pub(crate) fn writer() -> Capability {
    Capability([1; 32])
}

pub(crate) fn reader() -> Capability {
    Capability([2; 32])
}

pub(crate) fn path(rest: &str) -> String {
    format!("/api/v1/mailboxes/{}{rest}", MailboxId([7; 16]))
}

pub(crate) async fn make(service: &Service) -> Answer {
    let make = MakeMailbox { write: writer().hash(), read: reader().hash(), days: Days::LONGEST };
    service.json(Method::PUT, &path(""), None, serde_json::to_string(&make).unwrap()).await
}

pub(crate) async fn append(service: &Service, id: u8, words: &str) -> Answer {
    append_with(service, id, &writer(), "application/octet-stream", words.as_bytes().to_vec()).await
}

async fn append_with(service: &Service, id: u8, key: &Capability, media_type: &str, body: Vec<u8>) -> Answer {
    let path = path(&format!("/envelopes/{}", EnvelopeId([id; 16])));
    service.send(request(Method::PUT, &path, Some(key), media_type, body)).await
}

async fn read(service: &Service, query: &str) -> Answer {
    let path = path(&format!("/envelopes{query}"));
    service.send(request(Method::GET, &path, Some(&reader()), "", Vec::new())).await
}

async fn acknowledge(service: &Service, body: &str) -> Answer {
    service.json(Method::POST, &path("/acknowledge"), Some(&reader()), body.to_owned()).await
}

fn check(answer: &Answer, expected: &Expect) {
    expected.assert_eq(&answer.shown());
}

#[tokio::test]
async fn an_envelope_goes_in_comes_out_and_is_let_go() {
    let service = Service::new().await;
    check(
        &make(&service).await,
        &expect![[r#"
            201 Created
            cache-control: no-store
        "#]],
    );
    check(
        &make(&service).await,
        &expect![[r#"
            200 OK
            cache-control: no-store
        "#]],
    );
    check(
        &append(&service, 1, "sealed").await,
        &expect![[r#"
            200 OK
            content-type: application/json
            cache-control: no-store

            {"sequence":1}
        "#]],
    );
    check(
        &append(&service, 1, "sealed").await,
        &expect![[r#"
            200 OK
            content-type: application/json
            cache-control: no-store

            {"sequence":1}
        "#]],
    );
    append(&service, 2, "more").await;

    let page = read(&service, "").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "application/octet-stream"));
    let envelopes = decode_page(&page.body).unwrap();
    let found: Vec<_> = envelopes.iter().map(|e| (e.sequence.0, e.id.0[0], e.body.as_slice())).collect();
    assert_eq!(found, [(1, 1, b"sealed".as_slice()), (2, 2, b"more".as_slice())]);
    assert_eq!(decode_page(&read(&service, "?after=1&limit=5").await.body).unwrap().len(), 1);

    check(
        &acknowledge(&service, r#"{"up_to":1}"#).await,
        &expect![[r#"
            204 No Content
            cache-control: no-store
        "#]],
    );
    assert_eq!(decode_page(&read(&service, "").await.body).unwrap().len(), 1);
    check(
        &append(&service, 1, "sealed").await,
        &expect![[r#"
            200 OK
            content-type: application/json
            cache-control: no-store

            {"sequence":1}
        "#]],
    );
}

#[tokio::test]
async fn what_cannot_be_done_says_so() {
    let service = Service::new().await;
    make(&service).await;
    append(&service, 1, "sealed").await;
    check(
        &append(&service, 1, "other words").await,
        &expect![[r#"
        409 Conflict
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:envelope-differs","title":"The envelope's id was used before","status":409,"detail":"Another envelope was sent under this id, and is kept. Send this one under a new random id."}
    "#]],
    );

    let octets = "application/octet-stream";
    check(
        &append_with(&service, 2, &reader(), octets, vec![]).await,
        &expect![[r#"
        404 Not Found
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:no-such-mailbox","title":"No such mailbox","status":404,"detail":"There is no such mailbox, or this key does not open it. Nothing was changed."}
    "#]],
    );
    check(
        &append_with(&service, 2, &writer(), "text/plain", vec![]).await,
        &expect![[r#"
        415 Unsupported Media Type
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:media-type-unknown","title":"The media type is not taken here","status":415,"detail":"This address takes Content-Type: application/octet-stream. Nothing was stored."}
    "#]],
    );
    check(
        &append_with(&service, 2, &writer(), octets, vec![0; ENVELOPE_BYTES + 1]).await,
        &expect![[r#"
        413 Payload Too Large
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:too-large","title":"The request is too large","status":413,"detail":"At most 131072 bytes are taken here. Nothing was stored."}
    "#]],
    );
    check(
        &service.get(&path("/envelopes")).await,
        &expect![[r#"
        401 Unauthorized
        content-type: application/problem+json
        cache-control: no-store
        www-authenticate: Bearer

        {"type":"urn:held:problem:key-missing","title":"A key is needed","status":401,"detail":"Send the key as `Authorization: Bearer KEY`. Nothing was changed."}
    "#]],
    );
    check(
        &read(&service, "?after=x").await,
        &expect![[r#"
        400 Bad Request
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:malformed","title":"The request could not be read","status":400,"detail":"`after` and `limit` are whole numbers. Nothing was changed."}
    "#]],
    );
    check(
        &acknowledge(&service, r#"{"up_to":"all"}"#).await,
        &expect![[r#"
        400 Bad Request
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:malformed","title":"The request could not be read","status":400,"detail":"In the body: invalid type: string \"all\", expected u64 at line 1 column 14. Nothing was changed."}
    "#]],
    );
    let other = MakeMailbox { write: reader().hash(), read: reader().hash(), days: Days::LONGEST };
    let other = serde_json::to_string(&other).unwrap();
    check(
        &service.json(Method::PUT, &path(""), None, other).await,
        &expect![[r#"
        409 Conflict
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:mailbox-differs","title":"The mailbox exists with other keys","status":409,"detail":"A mailbox with this id was made with other keys. Make one with a new random id."}
    "#]],
    );
    check(
        &service.json(Method::PUT, "/api/v1/mailboxes/short", None, "{}".to_owned()).await,
        &expect![[r#"
        400 Bad Request
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:malformed","title":"The request could not be read","status":400,"detail":"In the address: expected 16 bytes as unpadded base64url. Nothing was changed."}
    "#]],
    );
    check(
        &service.json(Method::POST, &path(""), None, String::new()).await,
        &expect![[r#"
        405 Method Not Allowed
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:method-unknown","title":"The method is not offered here","status":405,"detail":"This address is used in another way; see /api/openapi.json."}
    "#]],
    );
    check(
        &service.get("/api/v2/mailboxes").await,
        &expect![[r#"
        404 Not Found
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:not-found","title":"Nothing is here","status":404,"detail":"Nothing is here. It may have been moved or taken down."}
    "#]],
    );
    assert_eq!(decode_page(&read(&service, "").await.body).unwrap().len(), 1, "nothing else was stored");
}

#[tokio::test]
async fn too_many_requests_are_refused_and_told_when_to_come_back() {
    let mut config = config();
    let rate = Rate { burst: 2, every: 90_000, when_full: WhenFull::Open };
    config.rates = Rates([(Bucket::Append, rate)].into());
    let service = Service::with(config, &[]).await;
    make(&service).await;
    assert_eq!(append(&service, 1, "one").await.status, 200);
    assert_eq!(append(&service, 2, "two").await.status, 200);
    check(
        &append(&service, 3, "three").await,
        &expect![[r#"
        429 Too Many Requests
        content-type: application/problem+json
        cache-control: no-store
        retry-after: 90

        {"type":"urn:held:problem:too-often","title":"Too many requests","status":429,"detail":"Too many requests came in a short time. Nothing was stored; try again later.","retry_after":90}
    "#]],
    );
    service.clock.fetch_add(90_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(append(&service, 3, "three").await.status, 200);
}

#[tokio::test]
async fn a_server_at_its_limit_refuses_at_once_and_still_says_that_it_lives() {
    let mut config = config();
    config.in_flight = 0;
    let service = Service::with(config, &[]).await;
    check(
        &make(&service).await,
        &expect![[r#"
        503 Service Unavailable
        content-type: application/problem+json
        cache-control: no-store
        retry-after: 1

        {"type":"urn:held:problem:overloaded","title":"The server is busy","status":503,"detail":"The server has more to do than it can. Nothing was stored; try again in a moment.","retry_after":1}
    "#]],
    );
    check(
        &service.get("/livez").await,
        &expect![[r#"
        200 OK
        content-type: text/plain; charset=utf-8
        cache-control: no-store

        alive

    "#]],
    );
    check(
        &service.get("/readyz").await,
        &expect![[r#"
        200 OK
        content-type: text/plain; charset=utf-8
        cache-control: no-store

        ready

    "#]],
    );
    service.app.begin_stop();
    check(
        &service.get("/readyz").await,
        &expect![[r#"
        503 Service Unavailable
        content-type: text/plain; charset=utf-8
        cache-control: no-store

        not ready: stopping

    "#]],
    );
}

#[tokio::test]
async fn the_document_describes_the_interface() {
    let service = Service::new().await;
    let answer = service.get("/api/openapi.json").await;
    let document: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    expect![[r#"
        /api/v1/account
        /api/v1/account-names
        /api/v1/account/devices
        /api/v1/account/devices/{device}
        /api/v1/account/head
        /api/v1/account/log
        /api/v1/accounts
        /api/v1/directory
        /api/v1/directory/shards/{digest}
        /api/v1/key-sign-ins
        /api/v1/listings/{listing}
        /api/v1/mailboxes/{mailbox}
        /api/v1/mailboxes/{mailbox}/acknowledge
        /api/v1/mailboxes/{mailbox}/envelopes
        /api/v1/mailboxes/{mailbox}/envelopes/{envelope}
        /api/v1/mailboxes/{mailbox}/wake
        /api/v1/registrations
        /api/v1/sign-in-challenges
        /api/v1/sign-ins
        /api/v1/sign-ins/{attempt}
        /api/v1/steward
        /api/v1/steward/pending"#]]
    .assert_eq(&paths.join("\n"));
}
