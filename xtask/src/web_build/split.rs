//! Cuts a program in two: what the first question needs, and what is fetched after it.
//!
//! A function marked `#[wasm_split(later)]` is the door to the second part: whatever only it leads to goes there. The
//! two parts share one memory and one table of functions, so no code is in both.

use anyhow::{Context, Result, anyhow, ensure};
use std::fs;
use wasm_encoder::RawSection;
use wasm_split_cli_support::{Options, transform};
use wasmparser::{Parser, Payload};

/// What the linker has to leave in a program so that it can be cut.
pub(super) const LINKER_FLAG: &str = "-Clink-args=--emit-relocs";

/// What the glue of the first part calls the script that fetches the second.
const LOADER: &str = "./later.js";
/// What that script calls the file to fetch.
pub(super) const LATER: &str = "./split_later.wasm";

/// A program in two parts.
pub(super) struct Parts {
    /// What wasm-bindgen goes on with.
    pub(super) first: Vec<u8>,
    /// What is fetched later; `None` if nothing is.
    pub(super) later: Option<Vec<u8>>,
    loader: String,
}

/// Cuts a compiled program.
pub(super) fn cut(compiled: &[u8]) -> Result<Parts> {
    let folder = tempfile::tempdir()?;
    let first = folder.path().join("first.wasm");
    let mut options = Options::new(compiled);
    options.output_dir = folder.path();
    options.main_out_path = &first;
    options.link_name = LOADER;
    // The loader asks the glue for the first part's exports; both end up in one file, see `join`.
    options.main_module = "";
    let cut = transform(options).map_err(|error| anyhow!("the program cannot be cut: {error:?}"))?;
    ensure!(cut.split_modules.len() <= 1, "more than one part for later: {:?}", cut.split_modules);
    let later =
        cut.split_modules.first().map(|path| without_custom_sections(&fs::read(path)?)).transpose()?;
    Ok(Parts { first: fs::read(&first)?, later, loader: fs::read_to_string(folder.path().join(LOADER))? })
}

impl Parts {
    /// Puts the loader behind the glue, as one script.
    pub(super) fn join(&self, glue: &str) -> Result<String> {
        if self.later.is_none() {
            return Ok(glue.to_owned());
        }
        let import = format!("import * as import1 from \"{LOADER}\"\n");
        let glue = glue.strip_prefix(&import).context("the glue does not begin with the loader's import")?;
        let loader = self.loader.split_once('\n').filter(|(line, _)| line.starts_with("import { initSync }"));
        let (_, loader) = loader.context("the loader does not begin with the glue's import")?;
        ensure!(loader.contains(LATER), "the loader fetches something else than {LATER}");
        Ok(format!("{glue}\n{loader}\nconst import1 = {{ __wasm_split_load_later }};\n"))
    }
}

/// Names of functions and tools, which a browser has no use for.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    let mut kept = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if matches!(payload, Payload::CustomSection(_)) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let data = &module[usize::try_from(range.start)?..usize::try_from(range.end)?];
            kept.section(&RawSection { id, data });
        }
    }
    Ok(kept.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CustomSection, Module};

    #[test]
    fn what_a_browser_has_no_use_for_is_left_out() {
        let mut module = Module::new();
        module.section(&CustomSection { name: "name".into(), data: (&[0; 40]).into() });
        assert_eq!(without_custom_sections(&module.finish()).unwrap(), Module::new().finish());
    }

    #[test]
    fn loader_and_glue_become_one_script() {
        let loader = format!("import {{ initSync }} from \"\";\nfetch(\"{LATER}\")");
        let parts = Parts { first: Vec::new(), later: Some(Vec::new()), loader };
        let joined = parts.join("import * as import1 from \"./later.js\"\nlet wasm;").unwrap();
        assert!(!joined.contains("import "), "{joined}");
        assert!(parts.join("let wasm;").is_err(), "a glue that looks different is not guessed at");
    }
}
