//! Programs that run beside us and never outlive us.
//!
//! Each gets a process group of its own, so that ctrl-c reaches us alone and we stop them in order: asked
//! first, killed by their own id if they do not listen.

use crate::shell;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How often we look whether a program still runs.
const GLANCE: Duration = Duration::from_millis(100);
/// How long a program may take to stop when asked.
const PATIENCE: Duration = Duration::from_secs(10);

/// Running programs, in the order they were started.
pub(crate) struct Children {
    running: Vec<(String, Child)>,
    interrupted: Receiver<()>,
}

impl Children {
    /// From here on ctrl-c, and being asked to end, is ours to answer.
    pub(crate) fn new() -> Result<Self> {
        let (interrupt, interrupted) = channel();
        ctrlc::set_handler(move || {
            // Nobody listens only once we are stopping anyway.
            let _ = interrupt.send(());
        })?;
        Ok(Self { running: Vec::new(), interrupted })
    }

    pub(crate) fn start(&mut self, command: &mut Command) -> Result<()> {
        let shown = shell::shown(command);
        let child = command.process_group(0).spawn().with_context(|| format!("cannot start `{shown}`"))?;
        self.running.push((shown, child));
        Ok(())
    }

    /// Waits until `ready`, failing when a program ends before that; false when interrupted.
    pub(crate) fn wait_until(&mut self, ready: impl Fn() -> bool) -> Result<bool> {
        while !ready() {
            if !self.pause()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Runs until ctrl-c, or until a program ends by itself, which is an error.
    pub(crate) fn wait_for_interrupt(&mut self) -> Result<()> {
        while self.pause()? {}
        Ok(())
    }

    fn pause(&mut self) -> Result<bool> {
        match self.interrupted.recv_timeout(GLANCE) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        for (shown, child) in &mut self.running {
            if let Some(status) = child.try_wait()? {
                bail!("`{shown}` ended by itself ({status})");
            }
        }
        Ok(true)
    }

    /// Stops the programs, the last started first.
    pub(crate) fn stop(&mut self) {
        while let Some((shown, mut child)) = self.running.pop() {
            signal(&child, Signal::TERM);
            let mut waited = Duration::ZERO;
            while matches!(child.try_wait(), Ok(None)) {
                if waited >= PATIENCE {
                    eprintln!("`{shown}` did not stop when asked");
                    signal(&child, Signal::KILL);
                    let _ = child.wait();
                    break;
                }
                std::thread::sleep(GLANCE);
                waited += GLANCE;
            }
        }
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Only for a child not yet waited for: its id cannot have gone to another program.
fn signal(child: &Child, signal: Signal) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        // It may have ended just now; then there is nothing to stop.
        let _ = kill_process_group(group, signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn children_are_stopped_and_an_early_end_is_noticed() {
        let mut children = Children::new().unwrap();
        children.start(&mut shell("exec sleep 600")).unwrap();
        let group = Pid::from_raw(i32::try_from(children.running[0].1.id()).unwrap()).unwrap();
        children.stop();
        assert!(rustix::process::test_kill_process_group(group).is_err(), "it still runs");

        children.start(&mut shell("exit 3")).unwrap();
        let error = children.wait_for_interrupt().unwrap_err().to_string();
        assert_eq!(error, "`sh -c exit 3` ended by itself (exit status: 3)");
    }
}
