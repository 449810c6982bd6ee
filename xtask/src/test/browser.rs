//! The step `browser`: every spec.

use crate::{playwright, project::Project, shell};
use anyhow::Result;

pub(super) fn run(project: &Project) -> Result<()> {
    shell::run(&mut playwright::prepare(project)?)
}
