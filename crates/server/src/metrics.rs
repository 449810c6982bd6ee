//! Counters for an operator, in the text format that Prometheus reads. No label says who or which mailbox.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use protocol::problem::ProblemKind;
use storage::Store as _;

use crate::App;

/// Upper bounds of the histogram's steps, in microseconds.
const STEPS: [u64; 10] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_000_000];

/// Counts since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    answered: BTreeMap<(String, &'static str, u16), u64>,
    took: BTreeMap<&'static str, Histogram>,
    refused: BTreeMap<&'static str, u64>,
    expired: u64,
}

#[derive(Debug, Default)]
struct Histogram {
    steps: [u64; STEPS.len()],
    count: u64,
    micros: u64,
}

impl Metrics {
    pub(crate) fn answered(&self, method: &Method, route: &'static str, status: StatusCode, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.answered.entry((method.to_string(), route, status.as_u16())).or_default() += 1;
        let histogram = counts.took.entry(route).or_default();
        histogram.count += 1;
        histogram.micros += micros;
        for (step, bound) in histogram.steps.iter_mut().zip(STEPS) {
            *step += u64::from(micros <= bound);
        }
    }

    pub(crate) fn refused(&self, kind: ProblemKind) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.refused.entry(kind.title()).or_default() += 1;
    }

    pub(crate) fn expired(&self, count: usize) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).expired += count as u64;
    }

    /// The page that an operator's collector fetches.
    pub(crate) fn page(&self, app: &App) -> String {
        let figures = app.store().figures();
        let mut page = String::new();
        for (name, kind, value) in [
            ("held_store_queue", "gauge", figures.queued),
            ("held_store_commits_total", "counter", figures.commits),
            ("held_store_writes_total", "counter", figures.writes),
            ("held_store_commit_microseconds_total", "counter", figures.commit_micros),
            ("held_store_bytes", "gauge", figures.bytes),
            ("held_waiting_clients", "gauge", app.inner.wakes.count()),
            ("held_disk_full", "gauge", u64::from(app.disk_full())),
        ] {
            let _ = writeln!(page, "# TYPE {name} {kind}\n{name} {value}");
        }
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(page, "# TYPE held_expired_total counter\nheld_expired_total {}", counts.expired);
        page.push_str("# TYPE held_answers_total counter\n");
        for ((method, route, status), count) in &counts.answered {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(page, "held_answers_total{{{labels}}} {count}");
        }
        page.push_str("# TYPE held_refusals_total counter\n");
        for (kind, count) in &counts.refused {
            let _ = writeln!(page, "held_refusals_total{{kind=\"{kind}\"}} {count}");
        }
        page.push_str("# TYPE held_answer_seconds histogram\n");
        for (route, histogram) in &counts.took {
            histogram.write(&mut page, route);
        }
        page
    }
}

impl Histogram {
    fn write(&self, page: &mut String, route: &str) {
        for (bound, count) in STEPS.iter().zip(self.steps) {
            let (seconds, rest) = (bound / 1_000_000, bound % 1_000_000);
            let _ = writeln!(
                page,
                "held_answer_seconds_bucket{{route=\"{route}\",le=\"{seconds}.{rest:06}\"}} {count}"
            );
        }
        let _ = writeln!(page, "held_answer_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", self.count);
        let _ = writeln!(page, "held_answer_seconds_count{{route=\"{route}\"}} {}", self.count);
        let (seconds, rest) = (self.micros / 1_000_000, self.micros % 1_000_000);
        let _ = writeln!(page, "held_answer_seconds_sum{{route=\"{route}\"}} {seconds}.{rest:06}");
    }
}

/// The route as written in the table: what is between the slashes never becomes a label.
pub(crate) fn known_route(path: &str) -> &'static str {
    use std::sync::LazyLock;
    static ROUTES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let own = ["/api/openapi.json", "/therapists", "/therapists/{listing}", "/livez", "/readyz"];
        crate::operations::all().iter().map(|operation| operation.path).chain(own).collect()
    });
    ROUTES.iter().find(|known| **known == path).copied().unwrap_or("other")
}
