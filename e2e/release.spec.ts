// The program she is served: checked file by file against its signed list before it is kept, and changed only when she asks.
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, expect } from "@playwright/test";
import { door } from "./support/door.ts";
import { Server } from "./support/server.ts";
import { test as base } from "./support/test.ts";

const test = base.extend<{ served: Served }>({
  served: async ({}, use) => {
    const server = await Server.start({ sample: false, ownAssets: true });
    await use(new Served(server));
    await server.stop();
  },
});

test("a signed version comes only when she asks, and the command line agrees with what is served", async ({ page, served }) => {
  await keptFor(page, served);
  await expect(page.getByText("This is Held 0.1.0.")).toBeVisible();
  await expect(page.getByText("It is a development build")).toBeVisible();
  expect(await served.verify()).toContain("all as signed");

  await served.change("/help.html", (page) => page.replace("<title>", "<title>Newer: "), { version: [0, 2, 0], signed: true });
  await page.reload();
  await open(page);
  await expect(page.getByRole("heading", { name: "A newer one is ready" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("This is Held 0.1.0.")).toBeVisible();
  await page.getByRole("button", { name: "Use the newer one" }).click();
  await open(page);
  await expect(page.getByText("This is Held 0.2.0.")).toBeVisible();
  await page.goto(`${served.address}/help`);
  await expect(page).toHaveTitle(/^Newer/);
});

for (const [offered, how, said] of [
  ["an unsigned version", { version: [0, 2, 0], signed: false }, "It is not signed by whoever signs Held."],
  ["an older version", { version: [0, 0, 9], signed: true }, "It is older than this one."],
  ["files that are not as signed", { version: [0, 2, 0], signed: true, spoiled: true }, "Its files are not the ones that were signed."],
] as const) {
  test(`${offered} is refused in words, and she goes on with what she has`, async ({ page, served }) => {
    await keptFor(page, served);
    await served.change("/help.html", (page) => page.replace("<title>", "<title>Other: "), how);
    await page.reload();
    await open(page);
    await expect(page.getByText(said)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("This is Held 0.1.0.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "A newer one is ready" })).toHaveCount(0);
    await page.goto(`${served.address}/help`);
    await expect(page).not.toHaveTitle(/^Other/);
    expect(await served.verify().catch((error: { stderr?: string }) => `refused ${error.stderr}`)).toMatch(
      how.version[1] === 0 ? /all as signed/ : /refused/,
    );
  });
}

test("a tab that was open goes on with the files it began with, and none that no list names is let in", async ({ page, context, served }) => {
  await keptFor(page, served);
  const before = await context.newPage();
  await before.goto(`${served.address}/help`);
  const [old] = await served.assets(/^\/assets\/import-.*\.js$/);
  if (!old) throw new Error("no file that is fetched late");
  await served.change("/help.html", (page) => page.replace("<title>", "<title>Newer: "), {
    version: [0, 2, 0],
    signed: true,
    instead: [old, "/assets/import-000000000000.js"],
  });
  await page.reload();
  await open(page);
  await page.getByRole("button", { name: "Use the newer one" }).click({ timeout: 30_000 });
  await expect(page.getByText("A newer one is ready")).toHaveCount(0);
  const fetches = (address: string) =>
    before.evaluate((address) => fetch(address).then((answer) => answer.status, () => "refused"), address);
  expect(await fetches(old)).toBe(200);
  expect(await fetches("/assets/import-ffffffffffff.js")).toBe("refused");
});

test("a look for something newer, while a newer one is put in use, leaves one that is whole", async ({ page, served }) => {
  await keptFor(page, served);
  await served.change("/help.html", (page) => page.replace("<title>", "<title>Second: "), { version: [0, 2, 0], signed: true });
  await page.reload();
  await open(page);
  await expect(page.getByRole("heading", { name: "A newer one is ready" })).toBeVisible({ timeout: 30_000 });
  await served.change("/help.html", (page) => page.replace("<title>Second", "<title>Third"), { version: [0, 3, 0], signed: true });
  await page.evaluate(() => {
    for (const what of ["look", "use-newer"]) navigator.serviceWorker.controller?.postMessage(what);
  });
  // The page loads again by itself.
  await open(page);
  await expect(page.getByText("This is Held 0.2.0.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "A newer one is ready" })).toBeVisible({ timeout: 30_000 });
  await served.server.kill();
  await page.goto(`${served.address}/help`);
  await expect(page).toHaveTitle(/^Second/);
});

/** A first visit, until the browser keeps what it has checked; then the next one, on Yours. */
async function keptFor(page: Page, served: Served): Promise<void> {
  await door(page, undefined, served.address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await open(page);
}

async function open(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByRole("link", { name: "Yours", exact: true }).click();
}

interface How {
  readonly version: readonly number[];
  readonly signed: boolean;
  readonly spoiled?: boolean;
  /** This file is no longer in the list, nor served; that one is there in its place. */
  readonly instead?: readonly [old: string, newer: string];
}

/** A server whose files can be changed, as a new release or as someone who has broken in would. */
class Served {
  constructor(readonly server: Server) {}

  get address(): string {
    return this.server.address;
  }

  async change(file: string, to: (text: string) => string, how: How): Promise<void> {
    await this.server.kill();
    const path = (name: string) => join(this.server.assets, name);
    const list = JSON.parse(await readFile(path("release.json"), "utf8")) as { version: readonly number[]; files: Record<string, string> };
    const text = to(await readFile(path(file), "utf8"));
    await writeFile(path(file), text);
    await rm(path(`${file}.br`), { force: true });
    list.files[file] = createHash("sha256").update(text).digest("hex");
    list.version = how.version;
    if (how.instead) {
      const [old, newer] = how.instead;
      const moved = `${await readFile(path(old), "utf8")}\n`;
      await writeFile(path(newer), moved);
      for (const gone of [old, `${old}.br`]) await rm(path(gone), { force: true });
      delete list.files[old];
      list.files[newer] = createHash("sha256").update(moved).digest("hex");
    }
    await writeFile(path("release.json"), JSON.stringify(list));
    await rm(path("release.json.br"), { force: true });
    if (how.signed) await this.server.signAssets();
    if (how.spoiled) await writeFile(path(file), `${text} `);
    await this.server.resume();
  }

  /** The addresses in the list that look like this. */
  async assets(like: RegExp): Promise<string[]> {
    const list = JSON.parse(await readFile(join(this.server.assets, "release.json"), "utf8")) as { files: Record<string, string> };
    return Object.keys(list.files).filter((address) => like.test(address));
  }

  verify(): Promise<string> {
    return this.server.verifySite();
  }
}
