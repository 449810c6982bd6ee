// How long a first visit takes on a slow line and a slow processor, until help lines can be read and the first question
// answered; and the next visit. 1.6 Mbit/s, 150 ms round trip; processor four times slower. A browser can only be told to
// slow down the page's own thread, so a Worker's busy time is read from a trace and counted four times.
import { type Browser, test } from "@playwright/test";
import { Server } from "../support/server.ts";
import { SlowWire } from "../support/slow-wire.ts";
import { figure, slowPage, timed, timedWithWorkers } from "../support/stopwatch.ts";

const ROUNDS = 8;
const LINK = { bitsPerSecond: 1_600_000, roundTripMs: 150 };

test("first load", async ({ browser }) => {
  const server = await Server.start({ sample: false });
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(browser, server.port));
  await server.stop();
  const median = (of: (round: Round) => number) => rounds.map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
  figure("first-load-help", median((it) => it.help) / 1_000, "s", 1.5);
  figure("first-load-question", median((it) => it.question) / 1_000, "s", 5);
  figure("first-load-warm", median((it) => it.warm) / 1_000, "s", 1.5);
  console.log(`of which Workers were busy, counted three times more: ${median((it) => it.workers).toFixed(0)} ms`);
  figure("first-load-bytes", median((it) => it.bytes) / 1_000, "kB", 500);
});

interface Round {
  help: number;
  question: number;
  warm: number;
  bytes: number;
  /** What Workers added to `question`, in milliseconds. */
  workers: number;
}

async function measure(browser: Browser, port: number): Promise<Round> {
  const wire = await SlowWire.to(port, LINK);
  const context = await browser.newContext({ baseURL: wire.address });

  const calm = await slowPage(await context.newPage());
  const help = await timed(async () => {
    await calm.goto("/help", { waitUntil: "commit" });
    await calm.getByRole("link", { name: /988/ }).first().waitFor();
  });
  await calm.close();
  await context.close();

  const fresh = await browser.newContext({ baseURL: wire.address });
  const page = await slowPage(await fresh.newPage());
  wire.received = 0;
  let bytes = 0;
  const question = await timedWithWorkers(browser, async () => {
    await page.goto("/", { waitUntil: "commit" });
    for (const name of ["Go on", "Go on", "Begin"]) await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("radio", { name: "Decide later" }).check();
    await page.getByRole("button", { name: "Make it mine" }).click();
    await page.getByRole("button", { name: "Check in" }).or(page.getByRole("link", { name: "Check in" })).click();
    await page.getByRole("radio", { name: /A lot/ }).waitFor();
    // Now: what comes after the first question is on its way from here on.
    bytes = wire.received;
  });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const warm = await timedWithWorkers(browser, async () => {
    await page.goto("/", { waitUntil: "commit" });
    await page.getByRole("button", { name: "Open", exact: true }).waitFor();
  });
  await fresh.close();
  await wire.close();
  return { help, question: question.total, warm: warm.total, bytes, workers: question.added };
}
