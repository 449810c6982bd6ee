//! Against a server that says what it is told to, on this computer's own address.

use protocol::mailbox::Sequence;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// A server that gives one answer after another, each on a connection of its own, and hands back what it was asked.
async fn saying(answers: Vec<Vec<u8>>) -> (Server, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let mut asked = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.windows(4).any(|window| window == b"\r\n\r\n") {
                stream.read_buf(&mut request).await.unwrap();
            }
            asked.push(String::from_utf8_lossy(&request).into_owned());
            let _ = stream.write_all(&answer).await;
        }
        asked
    });
    (Server::new(address.parse().unwrap()).unwrap(), served)
}

fn read() -> Call {
    Call::Read { mailbox: MailboxId([7; 16]), read: Capability([8; 32]), after: Sequence(3) }
}

#[tokio::test]
async fn a_request_carries_its_key_and_nothing_about_who_asks() {
    let (server, served) = saying(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\x01".to_vec()]).await;
    assert_eq!(server.call(read()).await, Outcome::Response { status: 200, body: vec![1] });
    let asked = served.await.unwrap().remove(0);
    let mut lines: Vec<_> = asked.lines().filter(|line| !line.is_empty()).collect();
    lines.retain(|line| !line.starts_with("host: 127.0.0.1:"));
    assert_eq!(
        lines,
        [
            "GET /api/v1/mailboxes/BwcHBwcHBwcHBwcHBwcHBw/envelopes?after=3 HTTP/1.1",
            "connection: close",
            "authorization: Bearer CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg",
        ]
    );
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_an_errand() {
    let answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let (server, _served) = saying(vec![answer.to_vec()]).await;
    assert_eq!(server.call(read()).await, Outcome::Response { status: 302, body: Vec::new() });
}

#[tokio::test]
async fn what_is_cut_off_or_too_long_or_not_there_counts_as_unreachable() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".to_vec();
    let mut long =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", Call::RESPONSE_LIMIT + 1).into_bytes();
    long.resize(long.len() + Call::RESPONSE_LIMIT + 1, b'x');
    let (server, _served) = saying(vec![cut, long, b"something else\r\n\r\n".to_vec()]).await;
    for _ in 0..3 {
        assert_eq!(server.call(read()).await, Outcome::Unreachable);
    }
    // The listener is gone now.
    assert_eq!(server.call(read()).await, Outcome::Unreachable);
}

#[tokio::test]
async fn a_watch_is_taken_up_again_and_says_when_the_server_is_back() {
    let events = |text: &str| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        format!("{head}{text}").into_bytes()
    };
    let (server, served) = saying(vec![
        events("event: wake\ndata:\n\n"),
        b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".to_vec(),
        events("event: wake\ndata:\n\n:\n\n"),
    ])
    .await;
    let (say, mut hear) = tokio::sync::mpsc::unbounded_channel();
    let watch = async {
        let soon = Duration::from_millis(1);
        wake::watch(&server, MailboxId([7; 16]), &Capability([8; 32]), soon, |what| say.send(what).unwrap())
            .await;
    };
    let expected = [Heard::Woken, Heard::Back, Heard::Woken];
    let listen = async {
        let mut heard = Vec::new();
        while heard.len() < expected.len() {
            heard.extend(hear.recv().await);
        }
        heard
    };
    tokio::select! {
        () = watch => unreachable!("a watch only ends by being dropped"),
        heard = timeout(Duration::from_secs(30), listen) => assert_eq!(heard.unwrap(), expected),
    }
    served.await.unwrap();
}
