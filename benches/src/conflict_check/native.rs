//! Natively, on one thread and on two, against the PyPI package `openmined-psi`, which uses one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use crypto::conflict_check::{Identifier, Kind, OpenQuestion, Person, Question};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{ROUNDS, Sizes};
use crate::peers;
use crate::rounds::{median, timed};
use crate::{Figure, Goal};

const PEER: &str = "openmined-psi==2.0.6";

/// One contender's milliseconds in every round.
#[derive(Default)]
struct Times {
    peer: Vec<f64>,
    one_thread: Vec<f64>,
    two_threads: Vec<f64>,
}

#[expect(clippy::print_stdout, reason = "the times behind the figures")]
pub(super) fn run() -> Result<Vec<Figure>> {
    let mut peer = Peer::start()?;
    let [one, two] = [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build());
    let (one, two) = (one?, two?);
    let mut figures = Vec::new();
    for (sizes, goal_one, goal_two) in [(Sizes::LARGE, 2.4, 4.5), (Sizes::SMALL, 2.2, 4.0)] {
        let lists = Lists::make(sizes);
        let mut times = Times::default();
        for round in 0..ROUNDS {
            let (peer, one, two) = (peer.exchange(sizes)?, lists.exchange(&one)?, lists.exchange(&two)?);
            if round > 0 {
                times.peer.push(peer);
                times.one_thread.push(one);
                times.two_threads.push(two);
            }
        }
        println!(
            "native {}: {PEER} {:.1} ms, ours {:.1} ms on one thread ({:.1} times the limit), {:.1} ms on two",
            sizes.name(),
            median(times.peer.iter().copied()),
            median(times.one_thread.iter().copied()),
            median(times.one_thread.iter().copied()) / sizes.limit_ms(),
            median(times.two_threads.iter().copied()),
        );
        let faster = |threads: &str, ours: &[f64], goal| Figure {
            name: format!("conflict-check-native-{}-{threads}", sizes.name()),
            value: median(times.peer.iter().zip(ours).map(|(peer, ours)| peer / ours)),
            unit: "x",
            goal: Goal::AtLeast(goal),
        };
        figures.push(faster("one-thread", &times.one_thread, goal_one));
        figures.push(faster("two-threads", &times.two_threads, goal_two));
    }
    Ok(figures)
}

/// What both parties have.
struct Lists {
    sizes: Sizes,
    hers: Vec<Person>,
    theirs: Vec<Person>,
}

impl Lists {
    fn make(sizes: Sizes) -> Self {
        let person = |n: usize| {
            let text = format!("person-{n}@example.org");
            Person(vec![Identifier { kind: Kind::Email, text }])
        };
        let first = sizes.asked - sizes.shared();
        Self {
            sizes,
            hers: (0..sizes.asked).map(person).collect(),
            theirs: (first..first + sizes.known).map(person).collect(),
        }
    }

    /// Milliseconds for the whole exchange.
    fn exchange(&self, pool: &ThreadPool) -> Result<f64> {
        let (time, found) = timed(|| pool.install(|| self.count()));
        ensure!(found? == self.sizes.shared(), "the count is wrong");
        Ok(milliseconds(time))
    }

    fn count(&self) -> Result<usize> {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        let (question, open) = OpenQuestion::make(&self.hers, rng)?;
        let answer = Question::decode(&question)?.answer(&self.theirs, &[], rng)?;
        Ok(open.count(&answer)?.people_found())
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// OpenMined's library in a Python process of its own, which times itself.
struct Peer {
    process: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start() -> Result<Self> {
        let python = peers::python_with(PEER)?;
        let mut process = Command::new(python)
            .arg(peers::home().join("src/conflict_check/openmined.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the peer")?;
        let asks = process.stdin.take().context("the peer listens")?;
        let answers = BufReader::new(process.stdout.take().context("the peer answers")?);
        Ok(Self { process, asks, answers })
    }

    /// Milliseconds for the whole exchange.
    fn exchange(&mut self, sizes: Sizes) -> Result<f64> {
        writeln!(self.asks, "{} {} {}", sizes.asked, sizes.known, sizes.shared())?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        line.trim().parse().with_context(|| format!("the peer said {line:?}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It only waits for the next line; nothing is lost, and nothing could be done if it were gone already.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}
