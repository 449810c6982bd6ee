//! `cargo xtask serve`: the whole of Held on this computer, with the sample collective.

use crate::children::Children;
use crate::{project::Project, shell, stopwatch::Stopwatch, web_build};
use anyhow::{Context, Result};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Builds the web app and the server, makes an embedded database on first use, starts the server and the
/// sample collective (therapists who are clients of this server and answer on a quick schedule), and prints
/// the address. Ctrl-c stops all of it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the server listens.
    #[arg(long, default_value = "127.0.0.1:4433")]
    listen: SocketAddr,
    /// Where everything is kept.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Begin again with an empty server and a new sample collective.
    #[arg(long)]
    fresh: bool,
}

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let watch = Stopwatch::start();
    println!("building the web app");
    let assets = web_build::build(project, None)?;
    println!("building the server and the sample collective");
    let programs = build_programs(project)?;

    let data = project.root().join(&arguments.data);
    let (server_data, sample_data) = (data.join("server"), data.join("sample"));
    if arguments.fresh {
        for folder in [&server_data, &sample_data].into_iter().filter(|folder| folder.exists()) {
            fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
    }
    fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    let server = programs.join("held-server");
    if !server_data.exists() {
        println!("making an empty server in {}", server_data.display());
        shell::run(Command::new(&server).arg("init").arg("--data").arg(&server_data))?;
    }
    let sample = || {
        let mut sample = Command::new(programs.join("held"));
        sample.arg("sample").arg("--data").arg(&sample_data);
        sample
    };
    let steward = shell::output(sample().arg("--print-steward-key"))?;

    let mut children = Children::new()?;
    let address = format!("http://localhost:{}", arguments.listen.port());
    let mut serving = Command::new(&server);
    serving.arg("--data").arg(&server_data).arg("--assets").arg(&assets);
    serving.args(["--listen", &arguments.listen.to_string(), "--steward-key", steward.trim()]);
    children.start(&mut serving)?;
    if children.wait_until(|| is_ready(arguments.listen))? {
        children.start(sample().args(["--server", &address]))?;
        println!("\nHeld is at {address} after {watch}. Ctrl-c stops it.\n");
        children.wait_for_interrupt()?;
    }
    println!("\nstopping");
    children.stop();
    Ok(())
}

/// Builds what runs natively and returns the folder it is in.
pub(crate) fn build_programs(project: &Project) -> Result<PathBuf> {
    let mut build = shell::cargo();
    build.args(["build", "--package", "server", "--package", "cli", "--bins"]).current_dir(project.root());
    shell::run(&mut build)?;
    Ok(project.target().join("debug"))
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut connection = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        connection.set_read_timeout(Some(Duration::from_secs(1)))?;
        connection.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        connection.read_exact(&mut status)?;
        Ok(status.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
