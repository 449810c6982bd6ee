// A slow cable: every byte both ways waits half a round trip and shares one narrow pipe, Workers' bytes as well, which the
// browser's own throttling leaves out.
import { once } from "node:events";
import { type AddressInfo, type Server as Listener, type Socket, connect, createServer } from "node:net";

const SLICE = 4096;

export class SlowWire {
  /** Bytes that came from the server. */
  received = 0;
  #open = new Set<Socket>();

  private constructor(
    readonly port: number,
    readonly listener: Listener,
  ) {}

  static async to(serverPort: number, link: { bitsPerSecond: number; roundTripMs: number }): Promise<SlowWire> {
    const listener = createServer({ noDelay: true }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    const wire = new SlowWire((listener.address() as AddressInfo).port, listener);
    const down = pipe(link);
    const up = pipe(link);
    listener.on("connection", (browser) => {
      const server = connect({ port: serverPort, host: "127.0.0.1", noDelay: true });
      for (const socket of [browser, server]) {
        wire.#open.add(socket);
        socket.on("close", () => wire.#open.delete(socket));
      }
      browser.on("data", (bytes) => up(bytes, server));
      server.on("data", (bytes) => {
        wire.received += bytes.length;
        down(bytes, browser);
      });
      browser.on("close", () => server.destroy());
      server.on("close", () => setTimeout(() => browser.destroy(), 10_000).unref());
      browser.on("error", () => server.destroy());
      server.on("error", () => browser.destroy());
    });
    return wire;
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.listener.close();
    await once(this.listener, "close");
  }
}

/** One direction: a pipe that all connections share. */
function pipe({ bitsPerSecond, roundTripMs }: { bitsPerSecond: number; roundTripMs: number }) {
  let free = 0;
  return (bytes: Buffer, to: Socket): void => {
    for (let at = 0; at < bytes.length; at += SLICE) {
      const slice = bytes.subarray(at, at + SLICE);
      const now = performance.now();
      free = Math.max(free, now) + (slice.length * 8_000) / bitsPerSecond;
      setTimeout(() => to.writable && to.write(slice), free - now + roundTripMs / 2);
    }
  };
}
