// A stopwatch for a processor four times slower. A browser can only be told to slow down the page's own thread, so a
// Worker's busy time is read from a trace and counted four times.
import type { Browser, Page } from "@playwright/test";

export const SLOWER = 4;

export async function slowPage(page: Page): Promise<Page> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}

export async function timed(act: () => Promise<void>): Promise<number> {
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
export async function timedWithWorkers(browser: Browser, act: () => Promise<void>): Promise<{ total: number; added: number }> {
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

export function figure(name: string, value: number, unit: string, goal: number): void {
  console.log(`figure ${name} ${value.toFixed(2)} ${unit} goal <= ${goal} ${value <= goal ? "holds" : "short"}`);
}
