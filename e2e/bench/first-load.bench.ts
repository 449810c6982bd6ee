// How long a first visit takes on a slow line and a slow processor, until help lines can be read and the first question
// answered; and the next visit. 1.6 Mbit/s, 150 ms round trip; processor four times slower. A browser can only be told to
// slow down the page's own thread, so a Worker's busy time is read from a trace and counted four times.
import { type Browser, type Page, test } from "@playwright/test";
import { Server } from "../support/server.ts";
import { SlowWire } from "../support/slow-wire.ts";

const ROUNDS = 8;
const LINK = { bitsPerSecond: 1_600_000, roundTripMs: 150 };
const SLOWER = 4;

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

async function slowPage(page: Page): Promise<Page> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}

async function timed(act: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  args: { name?: string };
}

/** The time taken, and three times what Workers were busy added to it: as if nothing of theirs ran beside anything. */
async function timedWithWorkers(browser: Browser, act: () => Promise<void>): Promise<{ total: number; added: number }> {
  await browser.startTracing(undefined, { categories: ["toplevel", "__metadata"] });
  const time = await timed(act);
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const thread = (event: TraceEvent) => `${event.pid}:${event.tid}`;
  const isWorker = (event: TraceEvent) => event.name === "thread_name" && event.args.name === "DedicatedWorker thread";
  const workers = new Set(events.filter(isWorker).map(thread));
  const isTask = (event: TraceEvent) => event.ph === "X" && event.name === "ThreadControllerImpl::RunTask";
  const tasks = events.filter((event) => isTask(event) && workers.has(thread(event)));
  const busy = tasks.reduce((sum, task) => sum + (task.dur ?? 0), 0) / 1_000;
  if (busy === 0) throw new Error("the trace shows no work of a Worker: its time cannot be counted");
  const added = (SLOWER - 1) * busy;
  return { total: time + added, added };
}

function figure(name: string, value: number, unit: string, goal: number): void {
  console.log(`figure ${name} ${value.toFixed(2)} ${unit} goal <= ${goal} ${value <= goal ? "holds" : "short"}`);
}
