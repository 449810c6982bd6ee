// What every spec starts from: a server, a wire to it, a page that must stay quiet, and where to begin.
import { type Page, test as base } from "@playwright/test";
import { Server } from "./server.ts";
import { Wire } from "./wire.ts";

export { expect } from "@playwright/test";

interface Own {
  /** A server with the sample collective that belongs to this test alone, to be killed as it likes. */
  ownServer: Server;
  /** The cable of this test to the shared server; pages go through it. */
  wire: Wire;
  /** What the page has complained of: errors, refused policies, failed promises. Empty at the end. */
  complaints: string[];
}

interface Shared {
  /** A server with the sample collective, shared by the tests of a run: leave it as you found it. */
  server: Server;
}

export const test = base.extend<Own, Shared>({
  server: [
    async ({}, use) => {
      const server = await Server.start({ sample: true });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  ownServer: async ({}, use) => {
    const server = await Server.start({ sample: true });
    await use(server);
    await server.stop();
  },
  wire: async ({ server }, use) => {
    const wire = await Wire.to(server.port);
    await use(wire);
    await wire.close();
  },
  baseURL: async ({ wire }, use) => use(wire.address),
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    listen(page, complaints);
    await use(complaints);
    base.expect(complaints, "the page complained").toEqual([]);
  },
});

/** Notes what a page complains of. */
export function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
}
