//! Compiles the browser's programs to WebAssembly and makes the JavaScript that loads them.

use super::{cache::Cache, split};
use crate::{programs, project::Project, shell};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

/// A compiled program, not yet loadable.
pub(super) struct Module {
    name: String,
    path: PathBuf,
}

/// A program and the glue that loads it.
pub(super) struct BoundModule {
    pub(super) name: String,
    pub(super) glue: String,
    pub(super) wasm: Vec<u8>,
    /// What the glue fetches when it is wanted, as [`split::LATER`]; empty if there is no such part.
    pub(super) later: Vec<u8>,
}

/// Compiles every program of `web` and `worker`.
pub(super) fn build(project: &Project) -> Result<Vec<Module>> {
    programs::need_wasm_target()?;
    let mut command = shell::cargo();
    command.args(["build", "--profile", "web", "--target", programs::WASM, "--package", "web"]);
    command.args(["--package", "worker", "--bins"]).current_dir(project.root());
    let flags = serde_json::to_string(&flags(project))?;
    command.args(["--config", &format!("target.{}.rustflags = {flags}", programs::WASM)]);
    shell::run(&mut command)?;
    let folder = project.target().join(programs::WASM).join("web");
    let names = ["web", "worker"].into_iter().flat_map(|package| project.binaries_of(package));
    Ok(names
        .map(|name| Module { name: name.to_owned(), path: folder.join(format!("{name}.wasm")) })
        .collect())
}

/// Panic messages name source files: give them the same names on every machine.
fn flags(project: &Project) -> Vec<String> {
    let mut flags = vec![format!("--remap-path-prefix={}=held", project.root().display())];
    flags.push(split::LINKER_FLAG.to_owned());
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    for source in sources.into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}=crate", source.path().display()));
    }
    flags
}

impl Module {
    /// Makes the glue, or finds it again when the program has not changed.
    pub(super) fn bind(&self, cache: &Cache) -> Result<BoundModule> {
        let compiled =
            fs::read(&self.path).with_context(|| format!("cargo built no {}", self.path.display()))?;
        let [glue, wasm, later] =
            cache.get_or_make_all(["glue.js", "first.wasm", "later.wasm"], &compiled, || {
                self.generate(&compiled)
            })?;
        let glue = String::from_utf8(glue).context("glue is text")?;
        Ok(BoundModule { name: self.name.clone(), glue, wasm, later })
    }

    fn generate(&self, compiled: &[u8]) -> Result<[Vec<u8>; 3]> {
        let parts = split::cut(compiled).with_context(|| self.name.clone())?;
        let mut bindgen = Bindgen::new();
        bindgen.input_bytes(&self.name, parts.first.clone()).web(true)?.omit_default_module_path(true);
        // The later part finds memory, table and stack by the names the linker gave them.
        bindgen.keep_lld_exports(true);
        bindgen.typescript(false).remove_name_section(true).remove_producers_section(true);
        let mut output = bindgen.generate_output().with_context(|| format!("no glue for {}", self.name))?;
        let own: Vec<_> = output.snippets().iter().filter(|(_, scripts)| !scripts.is_empty()).collect();
        ensure!(
            own.is_empty() && output.local_modules().is_empty(),
            "{} brings JavaScript of its own, which has no place in dist/ yet: {own:?}, {:?}",
            self.name,
            output.local_modules().keys()
        );
        let glue = parts.join(output.js())?;
        Ok([glue.into_bytes(), output.wasm_mut().emit_wasm(), parts.later.unwrap_or_default()])
    }
}
