//! `cargo xtask build`: turns `crates/web` and `crates/worker` into `dist/`, which the server hands out.
//!
//! | read | becomes |
//! |---|---|
//! | package `web`, program `web` | `web.wasm`; its glue is put before `crates/web/start.js` and both become `start.js` |
//! | what only a function marked `#[wasm_split(later)]` leads to | `web-later.wasm`, `vault-later.wasm` |
//! | package `worker`, programs `vault` and `import` | `vault.wasm`, `import.wasm`; glue and `crates/web/worker.js` become `vault.js`, `import.js` |
//! | `crates/web/style/*.css` | `style.css`: `tokens.css`, `base.css` and `layout.css` first, the others by name; comments taken out |
//! | `crates/web/fonts/*.woff2`, `crates/web/icons/*` | the same |
//! | any other `crates/web/*.js` | the same |
//! | `crates/web/index.html`, `help.html`, `manifest.webmanifest`, `sw.js` | the same, at the top of `dist/`, with their own names |
//! | `sample/calendar.ics`, `sample/contacts.vcf` | the same, in `dist/sample/`: fictional files to try with |
//!
//! Everything but the last two rows lies in `dist/assets/` under a name with a hash of its content, so that it may
//! be cached forever. Whatever compresses has a `.br` beside it. `dist/files.json` lists it all.
//!
//! In every text file `{{url NAME}}` stands for the address of another: `{{url style.css}}` becomes
//! `/assets/style-0123456789ab.css`. A file may name only what is made before it: fonts and icons, `style.css`, other
//! scripts, `*.wasm`, `import.js` and `vault.js`, `start.js`, `manifest.webmanifest`, `help.html`, `index.html`, and
//! last `sw.js`.
//!
//! `start.js` and `worker.js` follow their glue in one file and call its `__wbg_init`; in `worker.js`,
//! `{{module}}` stands for the program's name. `sw.js` also knows `{{release_key}}`, the key whose signed list of
//! files it believes (`release.json`, made last of all), and `{{is_development}}`, whether everyone has that key.

mod cache;
mod modules;
mod output;
mod release;
mod site;
mod split;
mod style;

use crate::{project::Project, stopwatch::Stopwatch};
use anyhow::{Context, Result};
use cache::Cache;
use modules::BoundModule;
use site::Site;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use output::built_files;

/// Builds the web app and returns the folder it is in.
pub(crate) fn build(project: &Project, release_key: Option<&str>) -> Result<PathBuf> {
    let key = release::Key::read(release_key)?;
    let watch = Stopwatch::start();
    let modules = modules::build(project)?;
    let cache = Cache::open(project)?;
    let bound = modules.iter().map(|module| module.bind(&cache)).collect::<Result<Vec<_>>>()?;

    let web = project.path("crates/web");
    let mut site = Site::default();
    add_files(&mut site, &web)?;
    add_programs(&mut site, &web, &bound)?;
    for name in ["manifest.webmanifest", "help.html", "index.html"] {
        site.add_text(name, &read(&web.join(name))?)?;
    }
    for name in ["sample/calendar.ics", "sample/contacts.vcf"] {
        site.add_text(name, &read(&project.path(name))?)?;
    }
    let keeper = read(&web.join("sw.js"))?.replace("{{release_key}}", &key.public());
    site.add_text("sw.js", &keeper.replace("{{is_development}}", &key.is_development().to_string()))?;
    release::add(&mut site, &key)?;

    let dist = project.path("dist");
    let summary = output::write(&site, &dist, &cache)?;
    println!("built the web app in {watch}: {summary}");
    Ok(dist)
}

/// Fonts, icons, style, and scripts that belong to no program.
fn add_files(site: &mut Site, web: &Path) -> Result<()> {
    for path in files_in(&web.join("fonts"))?.into_iter().chain(files_in(&web.join("icons"))?) {
        if path.extension().is_none_or(|extension| extension != "txt") {
            site.add_hashed(name_of(&path)?, fs::read(&path)?);
        }
    }
    let sheets = style::in_order(files_in(&web.join("style"))?);
    let sheet = site.fill("style.css", &style::join(&sheets)?)?;
    site.add_hashed("style.css", sheet.into_bytes());
    for path in files_in(web)? {
        let name = name_of(&path)?;
        if name.ends_with(".js") && !["start.js", "worker.js", "sw.js"].contains(&name) {
            let script = site.fill(name, &read(&path)?)?;
            site.add_hashed(name, script.into_bytes());
        }
    }
    Ok(())
}

/// The programs, each with its glue and the lines that start it in one script.
fn add_programs(site: &mut Site, web: &Path, modules: &[BoundModule]) -> Result<()> {
    for module in modules {
        site.add_hashed(&format!("{}.wasm", module.name), module.wasm.clone());
        if !module.later.is_empty() {
            site.add_hashed(&format!("{}-later.wasm", module.name), module.later.clone());
        }
    }
    let worker = read(&web.join("worker.js"))?;
    let (screens, workers): (Vec<_>, Vec<_>) = modules.iter().partition(|module| module.name == "web");
    for module in workers {
        let name = format!("{}.js", module.name);
        let start = site.fill(&name, &worker.replace("{{module}}", &module.name))?;
        site.add_hashed(&name, format!("{}\n{start}", glue(site, module)?).into_bytes());
    }
    // After the Workers, whose addresses it holds.
    for module in screens {
        let start = site.fill("start.js", &read(&web.join("start.js"))?)?;
        site.add_hashed("start.js", format!("{}\n{start}", glue(site, module)?).into_bytes());
    }
    Ok(())
}

/// The glue, with the address of what it fetches later.
fn glue(site: &Site, module: &BoundModule) -> Result<String> {
    if module.later.is_empty() {
        return Ok(module.glue.clone());
    }
    let address = site.fill("glue", &format!("{{{{url {}-later.wasm}}}}", module.name))?;
    Ok(module.glue.replace(split::LATER, &address))
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("the web app needs {}", path.display()))
}

fn name_of(path: &Path) -> Result<&str> {
    path.file_name().and_then(|name| name.to_str()).with_context(|| format!("odd name: {}", path.display()))
}
