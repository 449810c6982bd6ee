//! The built app on the built server, driven in the system's Chromium by the specs in `e2e/`.

use crate::{programs, project::Project, serve, shell, web_build};
use anyhow::Result;
use std::process::Command;

/// Checks the specs' types, builds what they drive, and makes the command that runs them; arguments may be added.
pub(crate) fn prepare(project: &Project) -> Result<Command> {
    let chromium = programs::need_chromium()?;
    let e2e = project.path("e2e");
    programs::need_npm_packages(&e2e)?;
    let node = |program: &str, arguments: &str| {
        let mut node = Command::new("node");
        node.arg(format!("node_modules/{program}")).arg(arguments).current_dir(&e2e);
        node
    };
    shell::run(&mut node("typescript/bin/tsc", "--noEmit"))?;
    let assets = web_build::build(project, None)?;
    let programs = serve::build_programs(project)?;
    let mut playwright = node("@playwright/test/cli.js", "test");
    playwright.env("CHROMIUM", chromium).env("HELD_ASSETS", assets).env("HELD_PROGRAMS", programs);
    Ok(playwright)
}
