// A cable between browser and server: keeps every byte that passes, and can be pulled out.
//
// It sits below HTTP, so nothing escapes it: pages, Workers and the service worker all go through.
import { once } from "node:events";
import { type AddressInfo, type Server as Listener, type Socket, connect, createServer } from "node:net";

export class Wire {
  #open = new Set<Socket>();
  #sent: Buffer[] = [];
  #received: Buffer[] = [];
  #pulled = false;

  private constructor(
    readonly port: number,
    readonly listener: Listener,
  ) {}

  static async to(serverPort: number): Promise<Wire> {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const wire = new Wire((listener.address() as AddressInfo).port, listener);
    listener.on("connection", (browser) => wire.#join(browser, serverPort));
    return wire;
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  /** Everything the browser has sent. */
  get sent(): Buffer {
    return Buffer.concat(this.#sent);
  }

  /** Everything the browser has been sent. */
  get received(): Buffer {
    return Buffer.concat(this.#received);
  }

  /** The first lines of the requests so far: `GET /api/v1/directory`. */
  get requests(): string[] {
    const lines = this.sent.toString("latin1").matchAll(/^(GET|PUT|POST|DELETE|HEAD) (\S+) HTTP\/1\.1\r$/gm);
    return Array.from(lines, ([, method, path]) => `${method} ${path}`);
  }

  /** Pulls the cable: what is open breaks, and nothing connects until it is put back. */
  pull(): void {
    this.#pulled = true;
    for (const socket of this.#open) socket.destroy();
  }

  putBack(): void {
    this.#pulled = false;
  }

  async close(): Promise<void> {
    this.pull();
    this.listener.close();
    await once(this.listener, "close");
  }

  #join(browser: Socket, serverPort: number): void {
    if (this.#pulled) return void browser.destroy();
    const server = connect(serverPort, "127.0.0.1");
    for (const [from, to, kept] of [
      [browser, server, this.#sent],
      [server, browser, this.#received],
    ] as const) {
      this.#open.add(from);
      from.on("data", (bytes) => {
        kept.push(bytes);
        to.write(bytes);
      });
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#open.delete(from);
        to.destroy();
      });
    }
  }
}

/** Whether a request comes by itself, whatever she does: the app's own files, kept for offline, and the whole directory. */
export function comesByItself(request: string): boolean {
  return /^GET \/(assets\/|sample\/|api\/v1\/directory|(sw\.js|help\.html|index\.html|manifest\.webmanifest)\b)/.test(request);
}
