//! The step `browser`: the built app on the built server, driven in the system's Chromium.

use crate::{programs, project::Project, serve, shell, web_build};
use anyhow::Result;
use std::process::Command;

pub(super) fn run(project: &Project) -> Result<()> {
    let chromium = programs::need_chromium()?;
    let e2e = project.path("e2e");
    programs::need_npm_packages(&e2e)?;
    let assets = web_build::build(project)?;
    let programs = serve::build_programs(project)?;
    let mut playwright = Command::new("node");
    playwright.args(["node_modules/@playwright/test/cli.js", "test"]).current_dir(e2e);
    playwright.env("CHROMIUM", chromium).env("HELD_ASSETS", assets).env("HELD_PROGRAMS", programs);
    shell::run(&mut playwright)
}
