// The built server, with the sample collective if wanted, in a folder of its own on a free port.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const here = import.meta.dirname;
const programs = process.env.HELD_PROGRAMS ?? resolve(here, "../../target/debug");
const built = process.env.HELD_ASSETS ?? resolve(here, "../../dist");
/** The key that development builds are signed with, which everyone has: see `xtask/src/web_build/release.rs`. */
const DEVELOPMENT_SEED = "anyone can sign with this key :)";
const run = promisify(execFile);

export class Server {
  #processes: ChildProcess[] = [];
  #log = "";

  private constructor(
    readonly folder: string,
    readonly port: number,
    readonly stewardKey: string,
    readonly assets: string,
  ) {}

  /** Starts an empty server; `sample` adds the therapists who answer on a quick schedule, `ownAssets` a copy to change. */
  static async start({ sample, ownAssets = false }: { sample: boolean; ownAssets?: boolean }): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), "held-e2e-"));
    await run(join(programs, "held-server"), ["init", "--data", join(folder, "server")]);
    const sampleData = ["--data", join(folder, "sample")];
    const makeKey = sample
      ? ["sample", ...sampleData, "--print-steward-key"]
      : ["steward", "key", "--key", join(folder, "steward-key")];
    const key = await run(join(programs, "held"), makeKey);
    const assets = ownAssets ? join(folder, "assets") : built;
    if (ownAssets) await cp(built, assets, { recursive: true });
    const server = new Server(folder, await freePort(), key.stdout.trim(), assets);
    await server.resume();
    if (sample) {
      server.#spawn("held", ["sample", ...sampleData, "--server", server.address]);
      await server.#until(async () => (await fetch(`http://127.0.0.1:${server.port}/api/v1/directory`)).ok);
    }
    return server;
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  /** Everything the programs have printed so far. */
  get log(): string {
    return this.#log;
  }

  /** Starts the server's program again on what is in its folder, and waits until it answers. */
  async resume(): Promise<void> {
    const server = this.#spawn("held-server", [
      ...["--data", join(this.folder, "server"), "--assets", this.assets],
      ...["--listen", `127.0.0.1:${this.port}`, "--steward-key", this.stewardKey],
    ]);
    await this.#until(async () => {
      if (server.exitCode !== null) throw new Error(`the server did not start\n${this.#log}`);
      return (await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => null))?.ok === true;
    });
  }

  /** Waits until something is so, looking often. */
  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const patience = AbortSignal.timeout(90_000);
    while (!(await isSo())) {
      if (patience.aborted) throw new Error(`it never came to be\n${this.#log}`);
      await new Promise((glance) => setTimeout(glance, 50));
    }
  }

  /** Kills the server's program without warning, as a power cut would. */
  async kill(): Promise<void> {
    const server = this.#processes.find((process) => process.spawnfile.endsWith("held-server"));
    if (server) await this.#end(server, "SIGKILL");
  }

  /** Runs `held steward` as the steward of an empty server would on her own computer; what it printed. */
  async steward(command: "pending" | "sign", ...args: string[]): Promise<string> {
    const key = ["--key", join(this.folder, "steward-key")];
    const { stdout } = await run(join(programs, "held"), ["steward", command, ...key, "--server", this.address, ...args]);
    return stdout;
  }

  /** Signs the web app as it now is, as whoever builds for development does. */
  async signAssets(): Promise<void> {
    const key = join(this.folder, "release-key");
    await writeFile(key, Buffer.from(DEVELOPMENT_SEED).toString("base64url"));
    await run(join(programs, "held"), ["release", "sign", this.assets, "--key", key]);
  }

  /** What `held verify-site` says of this server. */
  async verifySite(): Promise<string> {
    const key = join(this.folder, "release-key");
    await writeFile(key, Buffer.from(DEVELOPMENT_SEED).toString("base64url"));
    const { stdout: published } = await run(join(programs, "held"), ["release", "key", "--key", key]);
    const { stdout } = await run(join(programs, "held"), ["verify-site", this.address, "--key", published.trim()]);
    return stdout;
  }

  /** Every byte in the server's folder and its log: what someone who steals it could read. */
  async everythingKept(): Promise<Buffer> {
    const root = join(this.folder, "server");
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))));
    return Buffer.concat([...contents, Buffer.from(this.#log)]);
  }

  async stop(): Promise<void> {
    for (const process of [...this.#processes].reverse()) await this.#end(process, "SIGTERM");
    await rm(this.folder, { recursive: true, force: true });
  }

  #spawn(program: string, args: string[]): ChildProcess {
    const child = spawn(join(programs, program), args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (this.#log += text));
    this.#processes.push(child);
    return child;
  }

  async #end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    this.#processes = this.#processes.filter((other) => other !== child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const insist = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(insist);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
