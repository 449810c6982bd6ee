//! Where a passphrase comes from: the terminal, or a file. Never an argument, which other programs can see.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use client::vault::Secret;
use zeroize::Zeroizing;

/// The first line of the file, or what is typed.
pub(crate) fn ask(question: &str, file: Option<&Path>) -> Result<Secret> {
    let typed = match file {
        Some(path) => {
            let text = fs::read_to_string(path)
                .map(Zeroizing::new)
                .with_context(|| format!("no passphrase in {}", path.display()))?;
            text.lines().next().unwrap_or_default().to_owned()
        }
        None => type_in(question).context("no passphrase could be read")?,
    };
    ensure!(!typed.is_empty(), "there is no passphrase");
    Ok(Secret::new(typed))
}

/// The same for a passphrase that something is going to be sealed with: typed twice, so that a slip is noticed.
pub(crate) fn ask_for_new(question: &str, file: Option<&Path>) -> Result<Secret> {
    let first = ask(question, file)?;
    if file.is_none() && io::stdin().is_terminal() {
        let again = ask("Once more: ", None)?;
        ensure!(first.expose() == again.expose(), "the two are not the same; nothing was written");
    }
    Ok(first)
}

/// Without showing it on a terminal; otherwise the next line of what is piped in.
fn type_in(question: &str) -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password(question);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
