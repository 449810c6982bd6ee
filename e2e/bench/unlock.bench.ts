// How long opening takes on a slow processor: with a passphrase, whose stretching is most of it; and of a vault with ten
// thousand records, until Now answers and until all of it is open. The records come in as a copy, since nothing but the
// client can seal one. The Worker's time counts four times, see `support/stopwatch.ts`.
import { readFile } from "node:fs/promises";
import { type Browser, type Page, test } from "@playwright/test";
import { door } from "../support/door.ts";
import { Server } from "../support/server.ts";
import { figure, slowPage, timedWithWorkers } from "../support/stopwatch.ts";

const ROUNDS = 5;
const RECORDS = 10_000;
const PASSPHRASE = "late light north window";

test("unlock", async ({ browser }) => {
  const server = await Server.start({ sample: false });

  const small = await visitor(browser, server);
  await door(small, PASSPHRASE);
  await slowPage(small);
  const stretched = await rounds(async () => {
    await small.goto("/");
    await small.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
    return opened(browser, small);
  });
  figure("unlock-passphrase", median(stretched) / 1_000, "s", 4);
  await small.context().close();

  const large = await visitor(browser, server);
  await door(large);
  await bringIn(large, RECORDS);
  await slowPage(large);
  const many = await rounds(async () => {
    await large.goto("/");
    await large.getByRole("button", { name: "Open", exact: true }).waitFor();
    return opened(browser, large);
  });
  // Everything is opened before Now is drawn, so for as long as that is so both are the same moment.
  figure("unlock-now", median(many) / 1_000, "s", 1);
  figure("unlock-all-open", median(many) / 1_000, "s", 4);
  const most = await peakOfRenderers(browser);
  console.log(`memory of the page's process at its highest, bringing ${RECORDS} records in among it: ${most.toFixed(0)} MB`);
  await server.stop();
});

async function visitor(browser: Browser, server: Server): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.address });
  const page = await context.newPage();
  await page.goto("/");
  return page;
}

/** From the tap until Now answers. */
async function opened(browser: Browser, page: Page): Promise<number> {
  const { total } = await timedWithWorkers(browser, async () => {
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^Good / }).waitFor();
  });
  return total;
}

/** A copy with so many check-ins, over years, restored as she would. */
async function bringIn(page: Page, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, at) => {
    const moment = new Date(Date.UTC(1998, 0, 1) + at * 86_400_000);
    const name = Buffer.alloc(16);
    name.writeUInt32BE(at + 1);
    const body = {
      at: Math.max(0, moment.getTime()),
      day: moment.toISOString().slice(0, 10),
      carrying: { given: { step: 1 + (at % 7) } },
      came_home: { given: [{ sign: "numb" }, { own: "the phone" }] },
      body: { given: { jaw: "clear" } },
      set_down: { given: `Number ${at} of ten thousand, and some more words as an evening has them.` },
    };
    return { id: name.toString("base64url"), kind: "check-in", version: 1, body };
  });
  const copy = { format: "held-copy", version: 1, made_on: "2026-11-23", records };
  await page.getByRole("link", { name: "Yours", exact: true }).click();
  await page.getByRole("link", { name: "Copies, and leaving with everything" }).click();
  const file = { name: "copy.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(copy)) };
  await page.getByLabel("Copy", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "See what it would change" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click({ timeout: 120_000 });
  await page.getByText(/It is back:/).waitFor({ timeout: 120_000 });
}

async function rounds(measure: () => Promise<number>): Promise<number[]> {
  const measured = [];
  for (let round = 0; round < ROUNDS; round += 1) measured.push(await measure());
  return measured;
}

function median(all: number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;
}

/** The most memory that any of the browser's page processes has had so far, in megabytes. */
async function peakOfRenderers(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const peaks = processInfo
    .filter((process) => process.type === "renderer")
    .map(async ({ id }) => Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) / 1024);
  return Math.max(0, ...(await Promise.all(peaks)));
}
