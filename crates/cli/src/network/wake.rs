//! Waiting to be woken: server-sent events that say "look", and nothing else.

use std::time::Duration;

use client::post::Request;
use http_body_util::BodyExt as _;
use protocol::{Capability, MailboxId};
use tokio::time::{sleep, timeout};

use super::{Heard, NetworkError, Server};

/// The server gives a sign of life more often than this.
const SILENT_FOR: Duration = Duration::from_secs(120);
/// How long to wait before the first new attempt.
pub(super) const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Watches a mailbox until dropped, after a break beginning anew with `first_pause`, then more slowly. The server's first event comes at once, so nothing that came while nobody watched
/// is missed.
pub(super) async fn watch(
    server: &Server,
    mailbox: MailboxId,
    read: &Capability,
    first_pause: Duration,
    heard: impl Fn(Heard) + Send + Sync,
) {
    let mut pause = first_pause;
    let mut was_away = false;
    loop {
        let mut events = Events::default();
        let connected = listen(server, mailbox, read, &mut events, |woken| {
            if was_away {
                heard(Heard::Back);
            }
            was_away = false;
            if woken {
                heard(Heard::Woken);
            }
        });
        match connected.await {
            Ok(()) => pause = events.come_back.unwrap_or(first_pause),
            Err(_) => was_away = true,
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Listens until the stream ends; `heard(false)` once connected, `heard(true)` at each event.
async fn listen(
    server: &Server,
    mailbox: MailboxId,
    read: &Capability,
    events: &mut Events,
    mut heard: impl FnMut(bool),
) -> Result<(), NetworkError> {
    let path = format!("/api/v1/mailboxes/{mailbox}/wake");
    let request = Request { method: "GET", path, bearer: Some(read.expose()), body: None };
    let response = timeout(SILENT_FOR, server.send(request)).await.map_err(|_| NetworkError::Late)??;
    if !response.status().is_success() {
        return Err(NetworkError::Late);
    }
    heard(false);
    let mut body = response.into_body();
    while let Ok(Some(frame)) = timeout(SILENT_FOR, body.frame()).await {
        let chunk = frame?.into_data().unwrap_or_default();
        if events.take_in(&chunk) {
            heard(true);
        }
    }
    Ok(())
}

/// Lines of an event stream, put together from chunks.
#[derive(Default)]
struct Events {
    line: Vec<u8>,
    /// What the server said last about when to come back.
    come_back: Option<Duration>,
}

impl Events {
    /// No line of ours is longer.
    const LONGEST: usize = 256;

    /// Whether an event ended in this chunk or before it. Several at once say no more than one.
    fn take_in(&mut self, chunk: &[u8]) -> bool {
        let mut woken = false;
        for &byte in chunk {
            if byte == b'\n' {
                woken |= self.line.starts_with(b"event");
                if let Some(wait) = self.line.strip_prefix(b"retry:") {
                    self.come_back = milliseconds(wait);
                }
                self.line.clear();
            } else if self.line.len() < Self::LONGEST {
                self.line.push(byte);
            }
        }
        woken
    }
}

fn milliseconds(text: &[u8]) -> Option<Duration> {
    let number = core::str::from_utf8(text).ok()?.trim().parse().ok()?;
    Some(Duration::from_millis(number).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_wakes_however_it_is_cut_and_a_sign_of_life_does_not() {
        let stream = b"event: wake\ndata:\n\n";
        for cut in 0..stream.len() {
            let mut events = Events::default();
            let woken = [events.take_in(&stream[..cut]), events.take_in(&stream[cut..])];
            assert_eq!(woken.iter().filter(|woken| **woken).count(), 1, "cut at {cut}");
        }
        let mut events = Events::default();
        assert!(!events.take_in(b":\n\n: event\n\n"));
        assert!(!events.take_in(&[b'x'; 10_000]));
    }

    #[test]
    fn the_server_says_when_to_come_back_within_reason() {
        let mut events = Events::default();
        assert!(!events.take_in(b"retry: 4500\n\n"));
        assert_eq!(events.come_back, Some(Duration::from_millis(4_500)));
        events.take_in(b"retry: 99999999\n\n");
        assert_eq!(events.come_back, Some(LONGEST_PAUSE));
        events.take_in(b"retry: soon\n\n");
        assert_eq!(events.come_back, None);
    }
}
