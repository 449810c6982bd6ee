// Whether everyone can use what is on the screen: axe with every rule on, in both themes, narrow and wide.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Page, expect } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [360, 1280];
const themes = ["light", "dark"] as const;

/** Checks the screen as it is now. Leaves the page as wide and as light as it was. */
export async function expectAccessible(page: Page): Promise<void> {
  const size = page.viewportSize();
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const found = await problems(page);
      expect.soft(found, `${page.url()}, ${theme}, ${width} px wide`).toEqual([]);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(wider, `${page.url()} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (size) await page.setViewportSize(size);
}

/** Checks that nothing is cut off or scrolls sideways: at 320 px, and with text twice as large. */
export async function expectRoomy(page: Page): Promise<void> {
  const size = page.viewportSize();
  for (const [width, text] of [
    [320, ""],
    [640, "225%"],
    [1280, "225%"],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    // 225 % of the browser's 16 px is twice Held's own 18.
    await page.evaluate((text) => (document.documentElement.style.fontSize = text), text);
    const found = await page.evaluate(cutOff);
    expect.soft(found, `${page.url()} at ${width} px${text && ", text twice as large"}`).toEqual([]);
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  if (size) await page.setViewportSize(size);
}

/** What does not fit: the page itself, a box that hides part of its text, or anything that sticks out at the side. */
function cutOff(): string[] {
  const name = (element: Element) => `${element.tagName.toLowerCase()}.${[...element.classList].join(".")}`;
  const found: string[] = [];
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) found.push(`the page is ${wider} px too wide`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    // What only screen readers see is clipped on purpose; what scrolls by itself loses nothing.
    if (box.width === 0 || element.closest(".unseen, .scrolls, svg, .skip")) continue;
    if (box.right > innerWidth + 1 || box.left < -1) found.push(`${name(element)} sticks out at the side`);
    const style = getComputedStyle(element);
    const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
    const over = Math.max(element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight);
    if (hides && over > 1) found.push(`${name(element)} hides part of what is in it`);
    if (element instanceof HTMLButtonElement || element instanceof HTMLInputElement) {
      if (element.type !== "file" && element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} is cut off`);
    }
  }
  return found;
}

async function problems(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  // Only what is wrong is gathered and brought back: that is quick, and leaves no rule out.
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`),
    );
  });
}

interface Axe {
  run(root: Document, options: RunOptions): Promise<AxeResults>;
}
